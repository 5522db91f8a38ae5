"""What goes out is HL7 FHIR R4: read by another implementation, with wording only where it is ours to ship."""

import json
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.questionnaire import Questionnaire

from livewell.kit import clock
from livewell.measures import actions, fhir, queries
from livewell.measures.rules.instruments import Licence
from livewell.measures.rules.loading import INSTRUMENTS
from livewell.measures.rules.taking import How, NotDone
from livewell.staff.rules import Role
from tests.factories.journeys import a_coach_and_a_journey, the_journey
from tests.factories.measures import a_pack
from tests.factories.staff import a_member

ADDRESS = "https://livewell.example"
PERSON = UUID("7d1f0c52-93a5-4a3c-8a0e-1f0a4d1c9b10")
SNOMED, LOINC = "http://snomed.info/sct", "http://loinc.org"


def coded(concept):
    return {(coding["system"], coding["code"]) for coding in concept.get("coding", [])}


@pytest.mark.parametrize("one", INSTRUMENTS.values(), ids=lambda one: one.id)
def test_every_instrument_is_a_questionnaire(one):
    made = fhir.questionnaire(one, address=ADDRESS)
    read_back = Questionnaire.model_validate_json(json.dumps(made))
    assert read_back.url == f"{ADDRESS}/measures/{one.id}/questionnaire.json"
    assert read_back.version == one.version
    asked = [item for item in made["item"] if item["type"] != "display"]
    assert [item["linkId"] for item in asked] == [item.id for item in one.items]
    ours = one.licence is Licence.SHIP
    assert all(("text" in item) is ours for item in asked)
    assert all(
        ("display" in option["valueCoding"]) is ours for item in asked for option in item.get("answerOption", [])
    )


def test_phq_9_has_the_codes_of_loinc():
    made = fhir.questionnaire(INSTRUMENTS["phq9"], address=ADDRESS)
    asked = [item for item in made["item"] if item["type"] != "display"]
    assert [item["code"][0]["code"] for item in asked] == [
        "44250-9",
        "44255-8",
        "44259-0",
        "44254-1",
        "44251-7",
        "44258-2",
        "44252-5",
        "44253-3",
        "44260-8",
    ]
    first = asked[0]["answerOption"][1]["valueCoding"]
    assert (first["code"], first["display"]) == ("LA6569-3", "Several days")
    assert first["extension"] == [{"url": fhir.ORDINAL, "valueDecimal": 1}]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("pam", {(SNOMED, "925431000000109"), (LOINC, "88175-5")}),
        ("phq9", {(SNOMED, "720433000"), (LOINC, "44261-6")}),
        ("gad7", {(LOINC, "70274-6")}),
    ],
)
def test_codes_of_scores(name, codes):
    assert {(code.system, code.code) for code in INSTRUMENTS[name].codes.score} == codes


async def bundle_of(journey, instrument):
    score = (await queries.scores(journey, instrument))[0]
    made = fhir.bundle(score, INSTRUMENTS[instrument], person=PERSON, nhs_number="9990000018", address=ADDRESS)
    Bundle.model_validate_json(json.dumps(made))
    by_type = {}
    for entry in made["entry"]:
        assert entry["fullUrl"] == f"urn:uuid:{entry['resource']['id']}"
        by_type.setdefault(entry["resource"]["resourceType"], []).append(entry["resource"])
    return by_type


async def recorded(coach, journey, instrument, **how):
    return await actions.record(
        person=(await the_journey(journey)).person, journey=journey, instrument=instrument, by=coach, **how
    )


def some(name):
    return {item.id: item.scale.lowest for item in INSTRUMENTS[name].items}


@pytest.mark.parametrize(
    "name", ["ons4", "loneliness", "groups", "service_use", "roles", "citizenship", "phq8", "gad7"]
)
async def test_answers_are_a_response_and_an_observation(name):
    coach, journey = await a_coach_and_a_journey()
    await recorded(coach, journey, name, answers=some(name), how=How.SELF)
    made = await bundle_of(journey, name)
    (response,) = made["QuestionnaireResponse"]
    (observation,) = made["Observation"]
    assert response["status"] == "completed"
    assert response["questionnaire"] == f"{ADDRESS}/measures/{name}/questionnaire.json|{INSTRUMENTS[name].version}"
    assert [item["linkId"] for item in response["item"]] == list(some(name))
    assert observation["derivedFrom"] == [{"reference": f"urn:uuid:{response['id']}"}]
    assert observation["status"] == "final"
    assert ("valueQuantity" in observation) is INSTRUMENTS[name].has_score
    assert made["Patient"][0]["identifier"][0]["value"] == "9990000018"


async def test_a_score_of_patient_activation_as_it_is_exchanged():
    """SNOMED CT UK and LOINC codes of score and level; the method names the calibration; no wording of anybody's."""
    coach, journey = await a_coach_and_a_journey()
    await recorded(coach, journey, "pam", score=Decimal("55.6"))
    made = await bundle_of(journey, "pam")
    score, level = made["Observation"]
    assert coded(score["code"]) == {(SNOMED, "925431000000109"), (LOINC, "88175-5")}
    assert score["valueQuantity"] == {
        "value": 55.6,
        "unit": "{score}",
        "system": "http://unitsofmeasure.org",
        "code": "{score}",
    }
    assert score["hasMember"] == [{"reference": f"urn:uuid:{level['id']}"}]
    assert "pam-72.5" in score["method"]["text"]
    assert "entered from its licensed source" in score["method"]["text"]
    assert coded(level["code"]) == {(SNOMED, "962851000000103")}
    assert level["valueInteger"] == 3
    assert "47.1, 55.2 and 72.5" in level["note"][0]["text"]
    assert "QuestionnaireResponse" not in made


async def test_answers_to_a_licence_pack_go_out_by_their_numbers_alone():
    coach, journey = await a_coach_and_a_journey()
    pack = await a_pack(await a_member(Role.MANAGER))
    await recorded(coach, journey, "pam", answers={str(one): 3 for one in range(1, 14)})
    made = await bundle_of(journey, "pam")
    assert "SYNTHETIC statement" not in json.dumps(made)
    assert "SYNTHETIC answer" not in json.dumps(made)
    assert str(pack) in made["Observation"][0]["method"]["text"]
    assert "sha256" in made["Observation"][0]["method"]["text"]
    assert "SYNTHETIC 1" in made["Observation"][1]["note"][0]["text"]


@pytest.mark.parametrize(
    ("why", "code"),
    [
        (NotDone.DECLINED, "asked-declined"),
        (NotDone.NOT_DONE, "not-performed"),
        (NotDone.NOT_SUITABLE, "not-applicable"),
    ],
)
async def test_why_there_is_none(why, code):
    coach, journey = await a_coach_and_a_journey()
    await recorded(coach, journey, "pam", not_done=why)
    (observation,) = (await bundle_of(journey, "pam"))["Observation"]
    assert observation["status"] == "cancelled"
    assert observation["dataAbsentReason"]["coding"][0]["code"] == code


async def test_what_was_put_right_was_entered_in_error_and_what_replaces_it_is_amended():
    coach, journey = await a_coach_and_a_journey()
    with clock.at(clock.now() - timedelta(days=1)):
        wrong = await recorded(coach, journey, "gad7", answers=some("gad7"))
    right = await actions.correct(wrong.id, journey=journey, answers=some("gad7") | {"afraid": 3}, by=coach)
    found = {one.id: one for one in await queries.scores(journey, "gad7")}
    said = {
        one: fhir.bundle(found[one], INSTRUMENTS["gad7"], person=PERSON, nhs_number=None, address=ADDRESS)["entry"]
        for one in (wrong.id, right.id)
    }
    assert [entry["resource"].get("status") for entry in said[wrong.id]] == [
        None,
        "entered-in-error",
        "entered-in-error",
    ]
    assert [entry["resource"].get("status") for entry in said[right.id]] == [None, "amended", "amended"]


async def test_too_few_answers_have_no_figure_and_say_so():
    coach, journey = await a_coach_and_a_journey()
    await recorded(coach, journey, "gad7", answers={"nervous": 1})
    (observation,) = (await bundle_of(journey, "gad7"))["Observation"]
    assert "valueQuantity" not in observation
    assert observation["dataAbsentReason"]["coding"][0]["code"] == "not-performed"
