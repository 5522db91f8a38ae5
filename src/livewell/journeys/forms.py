"""What comes in about journeys: a try at making contact, who has it, and how a caseload is narrowed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from livewell.journeys.rules import (
    CONTACT_OUTCOMES,
    DUE_LABELS,
    LABELS,
    NEXT_STEP_LABELS,
    ContactOutcome,
    NextStep,
    Sort,
    Stage,
    Wanted,
)
from livewell.kit.forms import Form
from livewell.people.rules import CONTACT_LABELS, ContactMethod

METHODS = [(method.value, label) for method, label in CONTACT_LABELS.items()]
OUTCOMES = [(outcome.value, label) for outcome, label in CONTACT_OUTCOMES.items()]
STAGES = [(stage.value, LABELS[stage][0]) for stage in Stage if stage is not Stage.CLOSED]
DUE = [
    *DUE_LABELS.items(),
    *((step.value, NEXT_STEP_LABELS[step]) for step in NextStep if step is not NextStep.NOTHING),
]
SORTS = [("due", "What is due first"), ("wait", "Longest wait"), ("name", "Name")]
LONGEST_NOTE = 1000
LONGEST_WHY = 500


@dataclass(frozen=True)
class Attempt:
    """A try at making contact."""

    method: ContactMethod
    outcome: ContactOutcome
    note: str


def read_attempt(form: Form) -> Attempt | None:
    """A try at making contact, or None when the form has errors."""
    method = form.one_of("method", METHODS, required="Say how you tried")
    outcome = form.one_of("outcome", OUTCOMES, required="Say how it went")
    note = form.text("note", "Note", longest=LONGEST_NOTE)
    if not form.ok or method is None or outcome is None:
        return None
    return Attempt(ContactMethod(method), ContactOutcome(outcome), note)


def read_why(form: Form, required: str) -> str:
    """The reason typed; look at `form.ok`."""
    return form.text("why", "Reason", required=required, longest=LONGEST_WHY)


@dataclass(frozen=True)
class Given:
    """Who is to have a journey."""

    health_coach: UUID | None
    link_worker: UUID | None


def read_given(
    form: Form, *, coaches: Sequence[tuple[str, str]], link_workers: Sequence[tuple[str, str]]
) -> Given | None:
    """Who is to have the journey, or None when the form has errors. Each list is (id, name)."""
    coach = form.one_of("health_coach", coaches)
    worker = form.one_of("link_worker", link_workers)
    if not coach and not worker and form.ok:
        form.error("health_coach", "Choose who is to have this journey")
    if not form.ok:
        return None
    return Given(UUID(coach) if coach else None, UUID(worker) if worker else None)


def read_wanted(query: Mapping[str, str], *, whose: UUID | None) -> Wanted:
    """What a caseload is narrowed to, from the address; what cannot be read is left out. `whose` is the worker meant."""
    stage, due, sort, page = (query.get(name, "") for name in ("stage", "due", "sort", "page"))
    return Wanted(
        stage=Stage(stage) if stage in dict(STAGES) else None,
        due=due if due in dict(DUE) else "",
        worker=whose,
        area=as_uuid(query.get("area", "")),
        sort=cast("Sort", sort) if sort in dict(SORTS) else "due",
        page=int(page) if page.isascii() and page.isdecimal() and len(page) < len("10000") else 1,
    )


def as_uuid(text: str) -> UUID | None:
    """The id in an address, or None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
