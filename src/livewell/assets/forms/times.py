"""The times of a listing, a line for each pattern: how often, which days, from when to when, and what is different."""

from dataclasses import replace
from datetime import date, time

from livewell.assets.forms import choices, lines, times_typed
from livewell.assets.rules import times
from livewell.assets.rules.listing import Listing
from livewell.assets.rules.times import DAY, BankHolidays, Part, Pattern, Repeats, read_words
from livewell.kit import clock
from livewell.kit.dates import say_day, say_time
from livewell.kit.forms import Form

NO_PLACE = "none"
_BELONGS = {
    "weekdays": frozenset({Repeats.WEEKLY, Repeats.MONTHLY_BY_WEEKDAY}),
    "nth": frozenset({Repeats.MONTHLY_BY_WEEKDAY}),
    "month_days": frozenset({Repeats.MONTHLY_BY_DATE}),
    "dates": frozenset({Repeats.ON_DATES}),
    "every": frozenset({Repeats.WEEKLY, Repeats.MONTHLY_BY_WEEKDAY, Repeats.MONTHLY_BY_DATE}),
}
"""For which ways of coming round a box says anything."""

_MISPLACED = {
    "weekdays": "You ticked days of the week. Untick them, or choose another answer under How often",
    "nth": "You ticked weeks of the month. Choose On a weekday of the month under How often, or untick them",
    "month_days": "You gave dates of the month. Choose On a date of the month under How often, or clear this box",
    "dates": "You gave certain dates. Choose On certain dates under How often, or write them under Extra days",
    "every": "Certain dates do not come round again. Clear this box, or choose another answer under How often",
}
_DAYS_AND_HOURS = (*_MISPLACED, "opens", "closes", "not_on", "also_on", "parts")
_LONGEST_WORDS = 1000
_BOXES = ("weekdays", "opens", "closes", "nth", "month_days", "dates", "note", "parts", "not_on", "also_on")
_MORE = ("every", "nth", "month_days", "dates", "note", "parts", "not_on", "also_on")


def fill_times(listing: Listing) -> dict[str, object]:
    """The boxes of "Times"."""
    said = [_line(pattern, NO_PLACE) for pattern in listing.patterns]
    said += [_line(pattern, str(n)) for n, venue in enumerate(listing.venues) for pattern in venue.patterns]
    usual = {"at": "0" if listing.venues else NO_PLACE, "repeats": Repeats.WEEKLY}
    return {"when_note": listing.when_note, **lines.filled(said or [usual])}


def _line(pattern: Pattern, at: str) -> dict[str, object]:
    by_arrangement = pattern.repeats is Repeats.BY_ARRANGEMENT
    return {
        "at": at,
        "repeats": pattern.repeats,
        **{name: box for name, box in _days_of(pattern).items() if pattern.repeats in _BELONGS[name]},
        "opens": "" if by_arrangement else _clock(pattern.opens),
        "closes": "" if by_arrangement else _clock(pattern.closes),
        "overnight": pattern.closes > DAY,
        "first_on": pattern.first_on,
        "last_on": pattern.last_on,
        "term_time": pattern.term_time,
        "bank_holidays": pattern.bank_holidays,
        "not_on": _said(pattern.not_on),
        "also_on": _said(pattern.also_on),
        "parts": "\n".join(_said_of(part) for part in pattern.parts),
        "note": pattern.note,
    }


def _days_of(pattern: Pattern) -> dict[str, object]:
    return {
        "weekdays": pattern.weekdays,
        "every": pattern.every if pattern.every > 1 else "",
        "nth": pattern.nth,
        "month_days": ", ".join("last" if one == -1 else str(one) for one in pattern.month_days),
        "dates": _said(pattern.dates),
    }


def _said_of(part: Part) -> str:
    ends = "" if part.ends is None else f" to {_clock(part.ends)}"
    return f"{part.label} {_clock(part.starts)}{ends}"


def _said(days: tuple[date, ...]) -> str:
    return "\n".join(say_day(day) for day in days)


def _clock(minute: int) -> str:
    return say_time(time(minute % DAY // 60, minute % 60))


def arranged(form: Form) -> Form | None:
    """The form with lines for what somebody wrote in their own words, when they pressed "Fill in the boxes"; else None."""
    if form.typed(lines.DO) != "read":
        return None
    words = form.text(
        "in_words", "When", longest=_LONGEST_WORDS, required="Write when it is, such as Tuesdays 2pm to 4pm"
    )
    found = read_words(words) if words else None
    if found is None:
        changed = lines.again(form, {lines.DO: ""})
        changed.error(
            "in_words",
            form.error_for("in_words")
            or "We could not be sure of that. Try it like Tuesdays 2pm to 4pm, or fill in the boxes",
        )
        return changed
    there = [n for n in lines.numbers(form) if not _untouched(form, n)]
    boxes: dict[str, object] = {"in_words": "", lines.DO: ""}
    at = form.typed(f"at_{lines.numbers(form)[0]}") if lines.numbers(form) else NO_PLACE
    first = max(there, default=-1) + 1
    for n, pattern in enumerate(found, start=first):
        boxes |= {f"{name}_{n}": value for name, value in _line(pattern, at or NO_PLACE).items()}
    boxes[lines.LINES] = [str(n) for n in (*there, *range(first, first + len(found)))]
    blank = Form.blank(boxes)
    return lines.again(form, {name: blank.typed_all(name) for name in blank.everything()})


def _untouched(form: Form, n: int) -> bool:
    return lines.is_empty(form, n, _BOXES) and not form.typed(f"first_on_{n}-day")


def unusual(form: Form) -> list[int]:
    """The lines that say more than days of the week and hours, or have something to put right: their boxes stand open."""
    return [
        n
        for n in lines.numbers(form)
        if not lines.is_empty(form, n, _MORE)
        or form.typed(f"repeats_{n}") not in {"", Repeats.WEEKLY}
        or form.typed(f"bank_holidays_{n}") not in {"", BankHolidays.AS_USUAL}
        or form.yes(f"term_time_{n}")
        or any(form.typed(f"{name}_{n}-day") for name in ("first_on", "last_on"))
        or any(error.field.endswith(f"_{n}") for error in form.errors)
    ]


def read_times(form: Form, listing: Listing) -> Listing | None:
    """The listing with what "Times" says. What cannot be so is said beside the line it stands in."""
    places: dict[str, list[Pattern]] = {NO_PLACE: [], **{str(n): [] for n in range(len(listing.venues))}}
    for n in lines.numbers(form):
        repeats = form.typed(f"repeats_{n}")
        if _untouched(form, n) and repeats in {"", Repeats.WEEKLY}:
            continue
        pattern = _pattern(form, n)
        at = form.one_of(f"at_{n}", [(code, code) for code in places]) or NO_PLACE
        if pattern is not None:
            places.get(at, places[NO_PLACE]).append(pattern)
    note = form.text("when_note", "About the times", longest=500)
    if form.typed("in_words").strip():
        form.error("in_words", "Press Fill in the boxes, and look whether they are right. Or clear this box")
    if not form.ok:
        return None
    venues = tuple(replace(venue, patterns=tuple(places[str(n)])) for n, venue in enumerate(listing.venues))
    return replace(listing, patterns=tuple(places[NO_PLACE]), venues=venues, when_note=note)


def _pattern(form: Form, n: int) -> Pattern | None:
    kind = form.one_of(f"repeats_{n}", choices.REPEATS, required="Say how often it happens")
    note = form.text(f"note_{n}", "Note", longest=300)
    if kind is None:
        return None
    repeats = Repeats(kind)
    if repeats is Repeats.BY_ARRANGEMENT:
        if _says_days_or_hours(form, n):
            form.error(
                f"repeats_{n}",
                "What is by arrangement has no days and hours. Write them in the note, or choose how often it happens",
            )
        return _checked(form, n, Pattern(repeats, note=note))
    # What would be left out without a word is said instead: the last Tuesday must not become every Tuesday.
    for name, sentence in _MISPLACED.items():
        if repeats not in _BELONGS[name] and not lines.is_empty(form, n, (name,)):
            form.error(f"{name}_{n}", sentence)
    opens = form.time(f"opens_{n}", "Starting time", required="Give the time it starts, such as 2pm")
    closes = form.time(f"closes_{n}", "Finishing time", required="Give the time it finishes, such as 3:30pm")
    usual = Pattern(
        repeats,
        weekdays=_chosen(form, f"weekdays_{n}", choices.DAYS_OF_THE_WEEK) if repeats in _BELONGS["weekdays"] else (),
        nth=_chosen(form, f"nth_{n}", choices.WEEKS_OF_THE_MONTH) if repeats is Repeats.MONTHLY_BY_WEEKDAY else (),
        month_days=times_typed.month_days(form, f"month_days_{n}") if repeats is Repeats.MONTHLY_BY_DATE else (),
        dates=times_typed.days(form, f"dates_{n}", "Dates") if repeats is Repeats.ON_DATES else (),
        every=1 if repeats is Repeats.ON_DATES else _every(form, n),
        first_on=form.day(f"first_on_{n}", "First day"),
        last_on=form.day(f"last_on_{n}", "Last day"),
        term_time=form.yes(f"term_time_{n}"),
        bank_holidays=BankHolidays(form.one_of(f"bank_holidays_{n}", choices.BANK_HOLIDAYS) or BankHolidays.AS_USUAL),
        not_on=times_typed.days(form, f"not_on_{n}", "Days it does not happen"),
        also_on=times_typed.days(form, f"also_on_{n}", "Extra days"),
        note=note,
    )
    if opens is None or closes is None:
        return None
    starts, ends = opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute
    # Whatever ends at midnight ends at the midnight to come.
    overnight = form.yes(f"overnight_{n}")
    if overnight or ends == 0:
        ends += DAY
    if overnight and ends > starts + DAY:
        form.error(f"overnight_{n}", "These times end before midnight. Untick this, or change them")
        return None
    if ends <= starts:
        form.error(
            f"closes_{n}",
            "The finishing time must be after the starting time. If it ends after midnight, tick the box below it",
        )
        return None
    parts = times_typed.parts(form, f"parts_{n}", starts)
    return _checked(form, n, replace(usual, opens=starts, closes=ends, parts=parts))


def _says_days_or_hours(form: Form, n: int) -> bool:
    return (
        not lines.is_empty(form, n, _DAYS_AND_HOURS)
        or any(form.typed(f"{name}_{n}-day") for name in ("first_on", "last_on"))
        or form.yes(f"term_time_{n}")
        or form.typed(f"bank_holidays_{n}") not in {"", BankHolidays.AS_USUAL}
    )


def _every(form: Form, n: int) -> int:
    return form.whole_number(f"every_{n}", "Every how many", lowest=1, highest=12) or 1


def _checked(form: Form, n: int, pattern: Pattern) -> Pattern | None:
    if any(error.field.endswith(f"_{n}") for error in form.errors):
        return None
    found = times.problems(pattern, today=clock.today())
    if found:
        form.error(f"repeats_{n}", found[0].rstrip("."))
        return None
    return pattern


def _chosen(form: Form, field: str, offered: tuple[tuple[str, str], ...]) -> tuple[int, ...]:
    return tuple(int(one) for one in form.many(field, offered))
