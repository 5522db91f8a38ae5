"""What people write about pathways, at a step of one, and in a safety plan."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from livewell.crisis.queries.pathways import Content, Written
from livewell.crisis.queries.plans import Plan
from livewell.crisis.rules.pathways import DONE_LABELS, MOST_CONTACTS, MOST_STEPS, Contact, Step, StepDone
from livewell.crisis.rules.plans import PARTS, REVIEW_AFTER
from livewell.kit import clock
from livewell.kit.forms import Choices, Form
from livewell.kit.languages import gettext as _
from livewell.safety.rules import KIND_LABELS, RAISED_FROM_LABELS, RaisedFrom, SafetyKind

KINDS = [(kind.value, label) for kind, label in KIND_LABELS.items()]
STEP_ROWS = tuple(range(1, MOST_STEPS + 1))
CONTACT_ROWS = tuple(range(1, MOST_CONTACTS + 1))
LONGEST_STEP = 4000
LONGEST_PART = 4000


@dataclass(frozen=True)
class PathwayTyped:
    """A pathway as it is written on the page."""

    content: Content
    owner: UUID | None
    review_on: date | None


def read_pathway(form: Form, *, owners: Choices) -> PathwayTyped | None:
    """A pathway, or None when something has to be put right. Steps without words wait to be supplied."""
    title = form.text("title", "What it is called", required="Say what it is called", longest=160)
    trigger = form.text("trigger", "When it is for", required="Say when it is for", longest=2000)
    kind = form.one_of("kind", KINDS, required="Choose the kind of safety matter that it opens")
    urgent = form.yes("urgent")
    steps = tuple(one for row in STEP_ROWS if (one := _step(form, row)) is not None)
    contacts = tuple(who for row in CONTACT_ROWS if (who := _contact(form, row)) is not None)
    external_author = form.text("external_author", "Who wrote it with you", longest=160)
    owner = form.one_of("owner", owners)
    review_on = form.day("review", "The review date")
    if not form.ok or kind is None:
        return None
    content = Content(title, trigger, external_author, SafetyKind(kind), urgent, steps, contacts)
    return PathwayTyped(content, UUID(owner) if owner else None, review_on)


def _step(form: Form, row: int) -> Step | None:
    title = form.text(f"step_{row}", f"The name of step {row}", longest=160)
    words = form.text(f"step_{row}_words", f"What to do at step {row}", longest=LONGEST_STEP)
    if words and not title:
        form.error(f"step_{row}", f"Give step {row} a name")
    return Step(title, words) if title else None


def _contact(form: Form, row: int) -> Contact | None:
    name = form.text(f"contact_{row}", f"The name of contact {row}", longest=160)
    phone = form.text(f"contact_{row}_phone", f"The number of contact {row}", longest=60)
    when = form.text(f"contact_{row}_when", f"When contact {row} answers", longest=160)
    source = form.text(f"contact_{row}_source", f"Where the number of contact {row} was found", longest=300)
    checked = form.day(f"contact_{row}_checked", "The day it was checked", not_after=clock.today())
    if (phone or when or source) and not name:
        form.error(f"contact_{row}", f"Say who contact {row} is")
    if name and not phone:
        form.error(f"contact_{row}_phone", f"Enter a number for contact {row}")
    if not name:
        return None
    return Contact(name, phone, when, " ".join(source.split()), checked.isoformat() if checked else "")


def pathway_as_form(found: Written) -> Form:
    """The form as the pathway stands."""
    values: dict[str, object] = {
        "title": found.content.title,
        "trigger": found.content.trigger,
        "kind": found.content.kind.value,
        "urgent": found.content.urgent,
        "external_author": found.content.external_author,
        "owner": found.owner or "",
    }
    if found.review_on is not None:
        values["review"] = found.review_on
    for row, step in enumerate(found.content.steps, 1):
        values |= {f"step_{row}": step.title, f"step_{row}_words": step.words}
    for row, one in enumerate(found.content.contacts, 1):
        values |= {
            f"contact_{row}": one.name,
            f"contact_{row}_phone": one.phone,
            f"contact_{row}_when": one.when,
            f"contact_{row}_source": one.source,
        }
        if one.checked is not None:
            values[f"contact_{row}_checked"] = one.checked
    return Form.blank(values)


def read_approval(form: Form) -> str:
    """Who answers for a pathway, by name and role; look at `form.ok`."""
    name = form.text("approver", "Their name", required="Say who approved it", longest=100)
    role = form.text("approver_role", "Their role", required="Say in which role they approved it", longest=90)
    return f"{name}, {role}"


@dataclass(frozen=True)
class BegunTyped:
    """The few words with which a pathway is begun."""

    words: str
    raised_from: RaisedFrom


def read_begun(form: Form) -> BegunTyped | None:
    """What was said or seen, which may wait until later; None when the form has errors."""
    words = form.text("words", "What has happened", longest=4000)
    raised_from = form.one_of("raised_from", [place.value for place in RAISED_FROM_LABELS])
    return BegunTyped(words, RaisedFrom(raised_from or RaisedFrom.RECORD)) if form.ok else None


@dataclass(frozen=True)
class StepTyped:
    """What became of a step."""

    what: StepDone
    words: str


def read_step_done(form: Form, number: int) -> StepTyped | None:
    """What was done at a step, or None when something has to be put right."""
    words = form.text(f"words_{number}", "What you did", longest=2000)
    what = form.one_of("what", [done.value for done in DONE_LABELS], required="Choose what became of this step")
    if what is not None and what != StepDone.DONE and not words:
        form.error(f"words_{number}", "Say why, so that whoever reads it knows")
    return StepTyped(StepDone(what), words) if form.ok and what is not None else None


def read_outcome(form: Form) -> str:
    """What came of a walk; look at `form.ok`."""
    return form.text(
        "outcome", "What came of it", required="Say what came of it, so that the next reader knows", longest=4000
    )


@dataclass(frozen=True)
class PlanTyped:
    """A safety plan as it is written on the page."""

    words: dict[str, str]
    with_whom: str
    together: bool
    agreed_on: date
    review_on: date


def read_plan(form: Form) -> PlanTyped | None:
    """A safety plan, or None when something has to be put right."""
    words = {code: form.text(code, heading, longest=LONGEST_PART) for code, (heading, _hint) in PARTS.items()}
    if form.ok and not any(words.values()):
        form.error("feels_safe", "Write at least one thing that helps")
    with_whom = form.text("with_whom", "Who else was there", longest=200)
    together = form.yes(
        "together", required="A safety plan is agreed with the person. Come back to it when you are together"
    )
    today = clock.today()
    agreed_on = form.day("agreed", "The day you agreed it", required="Say on which day you agreed it", not_after=today)
    review_on = form.day("review", "The day to look at it again", required="Say when you will look at it again")
    if agreed_on and review_on and review_on <= agreed_on:
        form.error("review", "The day to look at it again must be after the day you agreed it")
    if not form.ok or agreed_on is None or review_on is None:
        return None
    return PlanTyped(words, with_whom, together, agreed_on, review_on)


def plan_as_form(found: Plan | None) -> Form:
    """The form as the plan stands, to be agreed again today."""
    today = clock.today()
    return Form.blank({**(found.parts if found else {}), "agreed": today, "review": today + REVIEW_AFTER})


def read_word(form: Form) -> str:
    """What a person says about their plan; look at `form.ok`."""
    return form.text(
        "words", _("What you would like to say"), required=_("Write what you would like to say"), longest=2000
    )
