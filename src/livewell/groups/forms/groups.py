"""A group as it is typed: its details, a line of its list, a change of stage, and where its listing is."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from livewell.groups.queries.choices import Offered
from livewell.groups.queries.one import GroupSeen
from livewell.groups.queries.parts import StepSeen
from livewell.groups.rules import (
    DO_LABELS,
    KIND_LABELS,
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_WORDS,
    OLDEST,
    Kind,
    Stage,
    choices_from,
    needs_why,
)
from livewell.kit import clock
from livewell.kit.forms import Form

KIND_CHOICES = [(kind.value, label) for kind, label in KIND_LABELS.items()]


@dataclass(frozen=True)
class Details:
    """What is said of a group. `supporter` is who of the team looks after it; `idea`, of one that begins, where it came up."""

    name: str
    kind: Kind = Kind.GROUP
    about: str = ""
    area: UUID | None = None
    supporter: UUID | None = None
    funder: str = ""
    begun_on: date | None = None
    idea: str = ""


@dataclass(frozen=True)
class Done:
    """A line of the list: on which day, and words beside it."""

    on: date
    words: str


@dataclass(frozen=True)
class Going:
    """A change of stage."""

    to: Stage
    on: date
    why: str


def filled(group: GroupSeen) -> Form:
    """The details of a group in their boxes."""
    return Form.blank(
        {
            "name": group.name,
            "kind": group.kind.value,
            "about": group.about,
            "area": group.area,
            "supporter": group.supporter,
            "funder": group.funder,
            "begun": group.begun_on,
        }
    )


def read_details(form: Form, offered: Offered) -> Details | None:
    """What is said of a group, or None with what has to be put right."""
    name = form.text("name", "The name", required="Give the group a name, if only for now", longest=LONGEST_NAME)
    kind = form.one_of("kind", KIND_CHOICES, required="Say whether it is a group or a café")
    about = form.text("about", "What it is", longest=LONGEST_WORDS)
    idea = form.text("idea", "Where the idea came up", longest=LONGEST_WORDS)
    area = form.one_of("area", offered.areas)
    supporter = form.one_of("supporter", offered.supporters)
    funder = form.text("funder", "Who pays", longest=LONGEST_LINE)
    begun = past_day(form, "begun", "When it began", "Say when it began, if only as an idea")
    if not form.ok or kind is None or begun is None:
        return None
    return Details(name, Kind(kind), about, _id(area), _id(supporter), funder, begun, idea)


def past_day(form: Form, name: str, label: str, required: str) -> date | None:
    """A day that has come."""
    return form.day(name, label, required=required, not_before=OLDEST, not_after=clock.today())


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def filled_step(step: StepSeen) -> Form:
    """A line of the list in its boxes; today where it has no day."""
    return Form.blank({"done": step.done_on or clock.today(), "words": step.words})


def read_step(form: Form) -> Done | None:
    """A day and words, or None with what has to be put right."""
    on = past_day(form, "done", "The day", "Say on which day")
    words = form.text("words", "The words", longest=LONGEST_WORDS)
    return Done(on, words) if form.ok and on is not None else None


def stage_choices(group: GroupSeen) -> list[tuple[str, str]]:
    """Where a group may go from here."""
    return [(stage.value, DO_LABELS[stage]) for stage in choices_from(group.stage) if stage in DO_LABELS]


def read_move(form: Form, group: GroupSeen) -> Going | None:
    """A change of stage, or None with what has to be put right."""
    to = form.one_of("to", stage_choices(group), required="Choose what is so now")
    on = past_day(form, "moved", "The day", "Say since which day")
    why = form.text("why", "Why", longest=LONGEST_WORDS)
    if to and needs_why(group.stage, Stage(to)) and not why:
        form.error("why", "Say why, so that whoever reads it in a year understands it")
    if not form.ok or to is None or on is None:
        return None
    return Going(Stage(to), on, why)
