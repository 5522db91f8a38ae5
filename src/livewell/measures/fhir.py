"""
Instruments and scores in HL7 FHIR R4: Questionnaire, QuestionnaireResponse and Observation.

https://hl7.org/fhir/R4/ says what each field means. Wording goes out only where it is ours to ship.
"""

from collections.abc import Sequence
from datetime import UTC
from typing import Any
from uuid import UUID, uuid5

from livewell.measures import pam
from livewell.measures.queries.scores import ScoreSeen
from livewell.measures.rules.instruments import Code, Instrument, Item, Kind, Licence, Option
from livewell.measures.rules.taking import NotDone

MEDIA_TYPE = "application/fhir+json"
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
_MIN = "http://hl7.org/fhir/StructureDefinition/minValue"
_MAX = "http://hl7.org/fhir/StructureDefinition/maxValue"
_UCUM = "http://unitsofmeasure.org"
_LOINC = "http://loinc.org"
_ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
_SURVEY = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey"}],
}
_WHY_ABSENT: dict[NotDone, str] = {
    NotDone.DECLINED: "asked-declined",
    NotDone.NOT_DONE: "not-performed",
    NotDone.NOT_SUITABLE: "not-applicable",
}
"""https://terminology.hl7.org/CodeSystem-data-absent-reason.html"""
_LEVEL = UUID("6f1f9c0e-2f0b-4f6e-9c58-0d3a54c0f8a1")
"""The name space of the Observation of a level, so that it keeps its id."""
_NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"


def canonical(instrument: Instrument, address: str) -> str:
    """Where the Questionnaire of an instrument is found; `address` is this site's, without a slash at the end."""
    return f"{address}/measures/{instrument.id}/questionnaire.json"


def questionnaire(instrument: Instrument, *, address: str) -> dict[str, Any]:
    """The instrument as a Questionnaire: https://hl7.org/fhir/R4/questionnaire.html"""
    ours = instrument.licence is Licence.SHIP
    items = [_item(item, words=ours) for item in instrument.items]
    if instrument.stem and ours:
        items = [{"linkId": "stem", "text": instrument.stem, "type": "display"}, *items]
    found: dict[str, Any] = {
        "resourceType": "Questionnaire",
        "id": instrument.id.replace("_", "-"),
        "url": canonical(instrument, address),
        "version": instrument.version,
        "name": "".join(part.capitalize() for part in instrument.id.split("_")),
        "title": instrument.name,
        "status": "active",
        "subjectType": ["Patient"],
        "description": instrument.about,
        "copyright": instrument.attribution,
        "language": instrument.languages[0],
        "item": items,
    }
    if instrument.codes.questionnaire:
        found["code"] = [_coding(code) for code in instrument.codes.questionnaire]
    return found


def _item(item: Item, *, words: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"linkId": item.id}
    if item.code:
        found["code"] = [{"system": _LOINC, "code": item.code}]
    if words:
        found["text"] = item.words
    found["type"] = "choice" if item.scale.kind is Kind.CHOICE else "integer"
    found["required"] = False
    if item.scale.kind is Kind.CHOICE:
        found["answerOption"] = [_option(option) for option in item.scale.options]
    else:
        found["extension"] = [
            {"url": _MIN, "valueInteger": item.scale.lowest},
            {"url": _MAX, "valueInteger": item.scale.highest},
        ]
    return found


def _option(option: Option) -> dict[str, Any]:
    return {"valueCoding": _answer(option)}


def _answer(option: Option) -> dict[str, Any]:
    """An answer as a Coding that carries its figure; an answer that does not apply counts for nothing and has none."""
    found: dict[str, Any] = {}
    if not option.not_applicable:
        found["extension"] = [{"url": ORDINAL, "valueDecimal": option.value}]
    if option.code:
        found["system"] = _LOINC
    found["code"] = option.code or str(option.value)
    if option.words:
        found["display"] = option.words
    return found


def bundle(
    score: ScoreSeen, instrument: Instrument, *, person: UUID, nhs_number: str | None, address: str
) -> dict[str, Any]:
    """
    One row of a journey with everything that belongs to it, as a collection: https://hl7.org/fhir/R4/bundle.html

    `instrument` is the plain one, without the wording of a licence pack.
    """
    patient: dict[str, Any] = {"resourceType": "Patient", "id": str(person)}
    if nhs_number:
        patient["identifier"] = [{"system": _NHS_NUMBER, "value": nhs_number}]
    resources = [patient]
    if score.answers is not None:
        resources.append(_response(score, instrument, person, address))
    resources += _observations(score, instrument, person)
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": _instant(score),
        "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in resources],
    }


def _instant(score: ScoreSeen) -> str:
    return score.taken_at.astimezone(UTC).isoformat(timespec="seconds")


def _response(score: ScoreSeen, instrument: Instrument, person: UUID, address: str) -> dict[str, Any]:
    """https://hl7.org/fhir/R4/questionnaireresponse.html"""
    answers = score.answers or {}
    return {
        "resourceType": "QuestionnaireResponse",
        "id": str(_response_id(score)),
        "questionnaire": f"{canonical(instrument, address)}|{score.version}",
        "status": "entered-in-error" if _was_wrong(score) else "amended" if score.replaces else "completed",
        "subject": {"reference": f"urn:uuid:{person}"},
        "authored": _instant(score),
        "item": [
            {"linkId": item.id, "answer": [_given(item, answers[item.id])]}
            for item in instrument.items
            if item.id in answers
        ],
    }


def _response_id(score: ScoreSeen) -> UUID:
    return uuid5(score.id, "answers")


def _given(item: Item, value: int) -> dict[str, Any]:
    option = item.scale.option(value)
    return {"valueInteger": value} if option is None else {"valueCoding": _answer(option)}


def _observations(score: ScoreSeen, instrument: Instrument, person: UUID) -> list[dict[str, Any]]:
    """The score, and its level where it has one: https://hl7.org/fhir/R4/observation.html"""
    shared = {
        "resourceType": "Observation",
        "status": _status(score),
        "category": [_SURVEY],
        "subject": {"reference": f"urn:uuid:{person}"},
        "effectiveDateTime": _instant(score),
    }
    main: dict[str, Any] = {**shared, "id": str(score.id), "code": _concept(instrument.codes.score, instrument.name)}
    if score.not_done:
        main["dataAbsentReason"] = {"coding": [{"system": _ABSENT, "code": _WHY_ABSENT[NotDone(score.not_done)]}]}
        return [main]
    main["method"] = {"text": _method(score, instrument)}
    if score.answers is not None:
        main["derivedFrom"] = [{"reference": f"urn:uuid:{_response_id(score)}"}]
    if score.score is not None:
        main["valueQuantity"] = {"value": float(score.score), "unit": "{score}", "system": _UCUM, "code": "{score}"}
    else:
        main["dataAbsentReason"] = {"coding": [{"system": _ABSENT, "code": _why_no_figure(instrument)}]}
    if score.band_label:
        main["interpretation"] = [{"text": score.band_label}]
    components = _components(score, instrument)
    if components:
        main["component"] = components
    if score.level is None or not instrument.codes.level:
        return [main]
    level = uuid5(_LEVEL, str(score.id))
    main["hasMember"] = [{"reference": f"urn:uuid:{level}"}]
    return [
        main,
        {
            **shared,
            "id": str(level),
            "code": _concept(instrument.codes.level, "Level"),
            "valueInteger": score.level,
            "note": [{"text": _cuts(score)}],
        },
    ]


def _why_no_figure(instrument: Instrument) -> str:
    """Too few answers, or an instrument whose answers each stand for themselves."""
    return "not-performed" if instrument.has_score else "not-applicable"


def _status(score: ScoreSeen) -> str:
    if _was_wrong(score):
        return "entered-in-error"
    if score.not_done:
        return "cancelled"
    return "amended" if score.replaces else "final"


def _was_wrong(score: ScoreSeen) -> bool:
    return score.struck and not score.was_rescored


def _components(score: ScoreSeen, instrument: Instrument) -> list[dict[str, Any]]:
    """Sub-scores, and answers that each stand for themselves."""
    found = [
        {
            "code": {"text": part.name},
            "valueInteger": part.value,
            **({"interpretation": [{"text": part.band_label}]} if part.band_label else {}),
        }
        for part in score.parts
        if instrument.item(part.id) is None
    ]
    if instrument.has_score or score.answers is None:
        return found
    return [
        *found,
        *(
            {"code": {"text": item.words}, "valueInteger": score.answers[item.id]}
            for item in instrument.items
            if item.id in score.answers
        ),
    ]


def _method(score: ScoreSeen, instrument: Instrument) -> str:
    """How the figure came about, so that two of them can be told to be made alike."""
    way = f"scored here, {score.algorithm}" if score.algorithm else "entered from its licensed source"
    calibration = ", ".join(part for part in (score.cuts, score.table_hash and f"sha256 {score.table_hash}") if part)
    pack = f", licence pack {score.pack}" if score.pack else ""
    return f"{instrument.name} {score.version}{f', calibration {calibration}' if calibration else ''}{pack}, {way}"


def _cuts(score: ScoreSeen) -> str:
    cuts = pam.VERSIONS.get(score.cuts)
    if cuts is None:
        return f"cut-points {score.cuts}"
    return f"levels begin at {cuts.level_2_from}, {cuts.level_3_from} and {cuts.level_4_from} ({cuts.version})"


def _concept(codes: Sequence[Code], text: str) -> dict[str, Any]:
    return {"coding": [_coding(code) for code in codes], "text": text} if codes else {"text": text}


def _coding(code: Code) -> dict[str, Any]:
    return {"system": code.system, "code": code.code, **({"display": code.display} if code.display else {})}
