"""A meeting as it is typed, with one hand, at the door; and a name of the register."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from livewell.gatherings.queries.meetings import GatheringSeen, Occasion, ToRecord, say_when
from livewell.gatherings.rules.meetings import (
    LONGEST_LABEL,
    LONGEST_NAME,
    LONGEST_NOTE,
    MOST_HEADS,
    MOST_NEW_NAMES,
    MOST_PARTS,
    WRITTEN_DOWN_WITHIN,
    Counted,
    Met,
    key_of,
    what_does_not_fit,
)
from livewell.kit import clock
from livewell.kit.forms import Form

OTHER = "other"
"""A day that the listing does not name."""
_FIELDS = {"counts": "count-0", "newcomers": "newcomers"}


@dataclass(frozen=True)
class Named:
    """A name of the register as somebody writes it, and whether they still come."""

    name: str
    left: bool


def occasion_choices(offered: ToRecord) -> list[tuple[str | None, str]]:
    """The times of the listing, or another day."""
    if not offered.occasions:
        return []
    return [*offered.occasion_choices, (None, "or"), (OTHER, "Another day")]


def part_labels(form: Form, offered: ToRecord) -> list[str]:
    """The parts that the page shows: as it was sent, so that nothing moves when a form comes back."""
    typed = [form.typed(f"label-{number}").strip()[:LONGEST_LABEL] for number in range(MOST_PARTS)]
    return [label for label in typed if label] or list(offered.parts)


def prefilled(offered: ToRecord) -> dict[str, object]:
    """A new meeting before anybody wrote: the last time that the listing names, else today."""
    if offered.occasions:
        return {"occasion": offered.occasions[0].value}
    return {"met": clock.today()}


def as_typed(seen: GatheringSeen) -> dict[str, object]:
    """A meeting that was written down, in its boxes."""
    boxes: dict[str, object] = {
        "met": seen.on,
        "met_time": f"{seen.starts // 60:02}:{seen.starts % 60:02}" if seen.starts is not None else "",
        "here": [str(one) for one in seen.here],
        "newcomers": seen.newcomers,
        "note": seen.note,
    }
    for number, part in enumerate(seen.parts):
        boxes |= {f"label-{number}": part.label, f"count-{number}": part.count}
    return boxes


def read_meeting(form: Form, offered: ToRecord) -> Met | None:
    """A meeting, or None with what has to be put right."""
    when = _read_when(form, offered)
    counts = _read_counts(form, offered)
    here = [UUID(one) for one in form.many("here", offered.name_choices)]
    new_names = _read_new_names(form) if offered.takes_names else []
    newcomers = form.whole_number("newcomers", "How many were new", lowest=0, highest=MOST_HEADS)
    note = form.text("note", "The note", longest=LONGEST_NOTE)
    here, new_names = _known_by_name([*offered.unseen, *here], new_names, offered)
    if form.ok:
        wrong = what_does_not_fit(
            named=len(here) + len(new_names), counts=[part.count for part in counts], newcomers=newcomers
        )
        if wrong is not None:
            form.error(_FIELDS[wrong[0]], wrong[1])
    if not form.ok or when is None:
        return None
    on, starts = when
    return Met(on, starts, tuple(counts), tuple(here), tuple(new_names), newcomers, note)


def read_name(form: Form) -> Named | None:
    """A name of the register, or None with what has to be put right."""
    name = form.text("name", "The name", required="Write the name as the group says it", longest=LONGEST_NAME)
    left = form.yes("left")
    return Named(name, left) if form.ok else None


def _read_when(form: Form, offered: ToRecord) -> tuple[date, int | None] | None:
    """The day, and the minute when one is known."""
    chosen: Occasion | None = None
    if offered.occasions and form.typed("occasion") != OTHER:
        picked = form.one_of("occasion", offered.occasion_choices, required="Say when you met")
        chosen = next((one for one in offered.occasions if one.value == picked), None)
        return (chosen.on, chosen.starts) if chosen else None
    today = clock.today()
    required = "Say on which day you met"
    on = form.day("met", "The day", required=required, not_before=today - WRITTEN_DOWN_WITHIN, not_after=today)
    time = form.time("met_time", "The time")
    if on is None:
        return None
    starts = time.hour * 60 + time.minute if time else None
    if (on, starts) in offered.taken:
        form.error("met", f"{say_when(on, starts)} is written down already", ("met-day", "met-month", "met-year"))
    return on, starts


def _read_counts(form: Form, offered: ToRecord) -> list[Counted]:
    counts = [
        Counted(label, form.whole_number(f"count-{number}", label, lowest=0, highest=MOST_HEADS))
        for number, label in enumerate(part_labels(form, offered))
    ]
    extra = form.whole_number("count-extra", "The other part", lowest=0, highest=MOST_HEADS)
    label = form.text("label-extra", "The other part", longest=LONGEST_LABEL)
    if extra is not None and not label:
        form.error("label-extra", "Say what the other part was")
    elif extra is not None and len(counts) == MOST_PARTS:
        form.error("label-extra", f"A meeting has {MOST_PARTS} parts at most")
    elif extra is not None:
        counts.append(Counted(label, extra))
    return counts


def _read_new_names(form: Form) -> list[str]:
    """One name on each line, each once."""
    typed = form.text("new_names", "The new names", longest=MOST_NEW_NAMES * (LONGEST_NAME + 1))
    names: dict[str, str] = {}
    for line in typed.splitlines():
        name = " ".join(line.split())
        if name:
            names.setdefault(key_of(name), name)
    if any(len(name) > LONGEST_NAME for name in names.values()):
        form.error("new_names", f"Each name must be {LONGEST_NAME} characters or fewer, on a line of its own")
    elif len(names) > MOST_NEW_NAMES:
        form.error("new_names", f"Add {MOST_NEW_NAMES} names at a time or fewer")
    return list(names.values())


def _known_by_name(here: list[UUID], new_names: list[str], offered: ToRecord) -> tuple[list[UUID], list[str]]:
    """A new name that is in the register already is a tick."""
    known = {key_of(one.name): one.id for one in offered.attenders if not one.is_erased}
    ticked = dict.fromkeys([*here, *(known[key_of(name)] for name in new_names if key_of(name) in known)])
    return list(ticked), [name for name in new_names if key_of(name) not in known]
