"""The public pages, the pages of who looks after the site, and one score whole."""

import json
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from livewell.kit import clock
from livewell.measures import actions, queries
from livewell.measures.rules.loading import INSTRUMENTS
from livewell.measures.rules.taking import How
from livewell.staff.rules import Role
from tests.browsing import form_to
from tests.factories.journeys import a_coach_and_a_journey, the_journey
from tests.factories.measures import a_pack, a_pack_file, as_file
from tests.factories.staff import a_member


async def test_every_instrument_has_a_public_page_and_a_file(visitor):
    front = await visitor.get("/measures")
    assert front.status_code == 200
    for name, one in INSTRUMENTS.items():
        assert f'href="/measures/{name}"' in front.text
        page = await visitor.get(f"/measures/{name}")
        assert page.status_code == 200
        assert "Whose it is" in page.text
        for item in one.items:
            assert not item.words or item.words.split("‘")[0][:30] in page.text
        assert ("not ours to show" in page.text) is not one.has_words
        answer = await visitor.get(f"/measures/{name}/questionnaire.json")
        assert answer.headers["content-type"].startswith("application/fhir+json")
        assert answer.json()["resourceType"] == "Questionnaire"


async def test_the_wording_of_a_pack_is_on_no_public_page(visitor):
    await a_pack(await a_member(Role.MANAGER))
    for path in ("/measures", "/measures/pam", "/measures/pam/questionnaire.json"):
        assert "SYNTHETIC" not in (await visitor.get(path)).text


async def test_what_there_is_not(visitor, client_for):
    assert (await visitor.get("/measures/eq5d")).status_code == 404
    assert (await visitor.get("/measures/eq5d/questionnaire.json")).status_code == 404
    manager = await client_for(Role.MANAGER)
    assert (await manager.get("/measures/site/eq5d")).status_code == 404
    assert (await manager.get(f"/measures/site/packs/{uuid4()}/withdraw")).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.MANAGER, 200), (Role.ADMINISTRATOR, 200), (Role.HEALTH_COACH, 403), (Role.EVALUATOR, 403)],
)
async def test_who_looks_after_measures(client_for, role, status):
    client = await client_for(role)
    assert (await client.get("/measures/site")).status_code == status
    assert (await client.get("/measures/site/phq9")).status_code == status


async def sent(client, path, data, file=None, action=None):
    form = form_to(await client.get(path), action or path)
    files = {"pack": ("pack.json", file, "application/json")} if file is not None else None
    return await client.post(action or path, data={**form.data, **data}, files=files)


LOAD = ("/measures/site", "/measures/site/packs")


async def test_loading_a_pack_and_withdrawing_it(client_for):
    client = await client_for(Role.ADMINISTRATOR)
    said = {"attested": "yes", "attestation": "By post in March"}
    answer = await sent(client, LOAD[0], said, as_file(a_pack_file()), LOAD[1])
    assert answer.status_code == 303
    page = (await client.get("/measures/site")).text
    assert "In use" in page
    assert "By post in March" in page
    (pack,) = await queries.packs()
    away = f"/measures/site/packs/{pack.id}/withdraw"
    assert (await sent(client, away, {})).status_code == 422
    assert (await sent(client, away, {"why": "The licence ended early"})).status_code == 303
    assert "The licence ended early" in (await client.get("/measures/site")).text


@pytest.mark.parametrize(
    ("said", "pack", "sentences"),
    [
        ({"attestation": "By post"}, {}, ["Tick that the licence covers this"]),
        ({"attested": "yes"}, {}, ["Say where you have the licence from"]),
        (
            {"attested": "yes", "attestation": "By post"},
            {"cuts": [3, 2, 1], "holder": ""},
            ["cut-points have to rise", "who holds the licence"],
        ),
    ],
)
async def test_a_pack_that_is_wrong_comes_back_with_every_word(client_for, said, pack, sentences):
    client = await client_for(Role.MANAGER)
    answer = await sent(client, LOAD[0], said, as_file(a_pack_file(**pack)), LOAD[1])
    assert answer.status_code == 422
    for sentence in (*sentences, *said.values()):
        assert sentence in answer.text
    assert "There is a problem" in answer.text
    assert await queries.packs() == []


async def test_no_file_at_all_and_one_that_is_too_large(client_for):
    client = await client_for(Role.MANAGER)
    said = {"attested": "yes", "attestation": "By post"}
    assert "Choose the file" in (await sent(client, LOAD[0], said, None, LOAD[1])).text
    assert "larger than 256 kB" in (await sent(client, LOAD[0], said, b" " * (257 * 1024), LOAD[1])).text
    assert (await sent(client, LOAD[0], said, b" " * (400 * 1024), LOAD[1])).status_code == 413


async def test_phq_9_is_switched_on_with_its_pathway_and_somebody_on_duty(client_for):
    manager = await a_member(Role.MANAGER)
    client = await client_for(manager)
    path = "/measures/site/phq9"
    answer = await sent(client, path, {"on": "yes", "pathway": "Ring 01632 960911."})
    assert answer.status_code == 422
    assert "Choose who is told at once" in answer.text
    assert "Ring 01632 960911." in answer.text
    assert (await sent(client, path, {"on": ""})).status_code == 422
    good = {"on": "yes", "pathway": "Ring 01632 960911.", "duty_contact": str(manager.id)}
    form = form_to(await client.get(path), path)
    assert (await client.post(path, data={**form.data, **good})).status_code == 303
    assert (await queries.usable("phq9")).can_ask
    stale = await client.post(path, data={**form.data, **good, "pathway": "Mine"})
    assert stale.status_code == 409
    assert "Mine" in stale.text
    assert "Ring 01632 960911." in stale.text
    assert manager.name in (await client.get("/measures/site")).text


# ── one score whole ──

GAD = dict.fromkeys(("nervous", "control", "worrying", "relaxing", "restless", "irritable", "afraid"), 2)


async def a_score(coach, journey, **how):
    return await actions.record(person=(await the_journey(journey)).person, journey=journey, by=coach, **how)


async def test_a_score_with_its_answers_and_its_file(client_for):
    coach, journey = await a_coach_and_a_journey()
    taken = await a_score(coach, journey, instrument="gad7", answers=GAD, how=How.SELF)
    client = await client_for(coach)
    path = f"/journeys/{journey}/scores/{taken.id}"
    page = await client.get(path)
    assert page.status_code == 200
    assert "Trouble relaxing" in page.text
    assert "More than half the days" in page.text
    assert "Score again" not in page.text
    answer = await client.get(f"{path}/fhir.json")
    assert answer.headers["content-disposition"].startswith('attachment; filename="gad7-')
    assert {entry["resource"]["resourceType"] for entry in answer.json()["entry"]} == {
        "Patient",
        "QuestionnaireResponse",
        "Observation",
    }


async def test_nobody_else_reads_it(client_for):
    coach, journey = await a_coach_and_a_journey()
    _, other = await a_coach_and_a_journey()
    taken = await a_score(coach, journey, instrument="gad7", answers=GAD)
    stranger = await client_for(Role.HEALTH_COACH)
    for ending in ("", "/fhir.json"):
        assert (await stranger.get(f"/journeys/{journey}/scores/{taken.id}{ending}")).status_code == 404
        assert (await (await client_for(coach)).get(f"/journeys/{other}/scores/{taken.id}{ending}")).status_code == 404


async def test_scoring_again_from_its_page(client_for):
    coach, journey = await a_coach_and_a_journey()
    manager = await a_member(Role.MANAGER)
    await a_pack(manager)
    answers = {str(one): 3 for one in range(1, 14)}
    with clock.at(clock.now() - timedelta(days=100)):
        old = await a_score(coach, journey, instrument="pam", answers=answers)
    await a_pack(manager, pack_version="SYNTHETIC 2", cuts=[40.0, 50.0, 60.0])
    client = await client_for(coach)
    path = f"/journeys/{journey}/scores/{old.id}"
    page = await client.get(path)
    assert "SYNTHETIC statement 1" in page.text
    form = form_to(page, f"{path}/rescore")
    answer = await client.post(f"{path}/rescore", data=form.data)
    assert answer.status_code == 303
    assert "Level 4" in (await client.get(answer.headers["location"])).text
    assert "scored again since" in (await client.get(path)).text
    assert (await client.post(f"{path}/rescore", data=form.data)).status_code == 409


async def test_a_score_from_its_source_shows_one_decimal_everywhere(client_for):
    coach, journey = await a_coach_and_a_journey()
    taken = await a_score(coach, journey, instrument="pam", score=Decimal("25.9"))
    client = await client_for(coach)
    for path in (f"/journeys/{journey}/scores/{taken.id}", f"/journeys/{journey}/pam", f"/journeys/{journey}"):
        page = (await client.get(path)).text
        assert "25.9" in page
        assert "25.90" not in page
    assert (
        json.loads((await client.get(f"/journeys/{journey}/scores/{taken.id}/fhir.json")).text)["type"] == "collection"
    )


async def test_patient_activation_that_is_switched_off_takes_no_score_and_says_so(client_for):
    coach, journey = await a_coach_and_a_journey()
    await actions.choose("pam", on=False, version=0, by=await a_member(Role.MANAGER))
    page = await (await client_for(coach)).get(f"/journeys/{journey}/pam")
    assert "is switched off here" in page.text
    assert "Write it down" not in page.text


async def test_the_page_of_scores_names_the_cut_points_of_the_latest(client_for):
    coach, journey = await a_coach_and_a_journey()
    client = await client_for(coach)
    await a_score(coach, journey, instrument="pam", score=Decimal("50.0"))
    assert "Shirley Ryan AbilityLab" in (await client.get(f"/journeys/{journey}/pam")).text
    other_coach, other = await a_coach_and_a_journey()
    await a_pack(await a_member(Role.MANAGER))
    await a_score(other_coach, other, instrument="pam", score=Decimal("50.0"))
    assert "the licence pack SYNTHETIC 1" in (await (await client_for(other_coach)).get(f"/journeys/{other}/pam")).text


async def test_a_level_from_the_source_has_to_fit_the_cut_points_in_use(client_for):
    coach, journey = await a_coach_and_a_journey()
    client = await client_for(coach)
    path = f"/journeys/{journey}/pam"
    answer = await sent(client, path, {"score": "70.0", "level": "4"})
    assert answer.status_code == 422
    assert "this score is level 3" in answer.text
    assert 'value="70.0"' in answer.text
    assert await queries.scores(journey, "pam") == []
    assert (await sent(client, path, {"score": "70.0", "level": "5"})).status_code == 422
    await a_pack(await a_member(Role.MANAGER), cuts=[47.1, 55.2, 67.1])
    assert (await sent(client, path, {"score": "70.0", "level": "4"})).status_code == 303
    assert [one.level for one in await queries.scores(journey, "pam")] == [4]
