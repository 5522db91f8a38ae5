"""The times of a listing, a line for each pattern: how often, which days, from when to when, and what is different."""

import re
from dataclasses import replace
from datetime import date, time

from livewell.assets.forms import choices, lines
from livewell.assets.rules import times
from livewell.assets.rules.listing import Listing
from livewell.assets.rules.times import DAY, BankHolidays, Part, Pattern, Repeats, read_words
from livewell.kit import clock, form_values
from livewell.kit.dates import say_day, say_time
from livewell.kit.form_values import UnreadableError
from livewell.kit.forms import Form

NO_PLACE = "none"
_BY_WEEKDAY = frozenset({Repeats.WEEKLY, Repeats.MONTHLY_BY_WEEKDAY})
_LONGEST_WORDS = 1000
_BOXES = ("weekdays", "opens", "closes", "nth", "month_days", "dates", "note", "parts", "not_on", "also_on")
_MORE = ("every", "nth", "month_days", "dates", "note", "parts", "not_on", "also_on")
_DATE = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[\s/.-]+([0-9]{1,2}|[a-z]{3,9}\.?)[\s/.-]+([0-9]{1,4})", re.IGNORECASE)
_AT = r"[0-9][0-9:.]*\s?(?:[ap]m)?|noon|midday|midnight"
_PART = re.compile(rf"(?P<label>.+?)[\s,:]+(?P<starts>{_AT})(?:\s*(?:to|until|-|–)\s*(?P<ends>{_AT}))?", re.IGNORECASE)


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
        "weekdays": pattern.weekdays,
        "every": pattern.every if pattern.every > 1 else "",
        "nth": pattern.nth,
        "month_days": ", ".join("last" if one == -1 else str(one) for one in pattern.month_days),
        "dates": _said(pattern.dates),
        "opens": "" if by_arrangement else _clock(pattern.opens),
        "closes": "" if by_arrangement else _clock(pattern.closes),
        "overnight": pattern.closes > DAY or (pattern.closes == DAY and pattern.opens > 0),
        "first_on": pattern.first_on,
        "last_on": pattern.last_on,
        "term_time": pattern.term_time,
        "bank_holidays": pattern.bank_holidays,
        "not_on": _said(pattern.not_on),
        "also_on": _said(pattern.also_on),
        "parts": "\n".join(_said_of(part) for part in pattern.parts),
        "note": pattern.note,
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
        return _checked(form, n, Pattern(repeats, note=note))
    opens = form.time(f"opens_{n}", "Starting time", required="Give the time it starts, such as 2pm")
    closes = form.time(f"closes_{n}", "Finishing time", required="Give the time it finishes, such as 3:30pm")
    usual = Pattern(
        repeats,
        weekdays=_chosen(form, f"weekdays_{n}", choices.DAYS_OF_THE_WEEK) if repeats in _BY_WEEKDAY else (),
        nth=_chosen(form, f"nth_{n}", choices.WEEKS_OF_THE_MONTH) if repeats is Repeats.MONTHLY_BY_WEEKDAY else (),
        month_days=_month_days(form, f"month_days_{n}") if repeats is Repeats.MONTHLY_BY_DATE else (),
        dates=_dates(form, f"dates_{n}", "Dates") if repeats is Repeats.ON_DATES else (),
        every=1 if repeats is Repeats.ON_DATES else _every(form, n),
        first_on=form.day(f"first_on_{n}", "First day"),
        last_on=form.day(f"last_on_{n}", "Last day"),
        term_time=form.yes(f"term_time_{n}"),
        bank_holidays=BankHolidays(form.one_of(f"bank_holidays_{n}", choices.BANK_HOLIDAYS) or BankHolidays.AS_USUAL),
        not_on=_dates(form, f"not_on_{n}", "Days it does not happen"),
        also_on=_dates(form, f"also_on_{n}", "Extra days"),
        note=note,
    )
    if opens is None or closes is None:
        return None
    starts, ends = opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute
    if form.yes(f"overnight_{n}") or (starts == ends == 0):
        ends += DAY
    if ends <= starts:
        form.error(
            f"closes_{n}",
            "The finishing time must be after the starting time. If it ends after midnight, tick the box below it",
        )
        return None
    parts = _parts(form, f"parts_{n}", starts)
    return _checked(form, n, replace(usual, opens=starts, closes=ends, parts=parts))


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


def _month_days(form: Form, field: str) -> tuple[int, ...]:
    said = [
        one for one in re.split(r"[\s,;]+|\band\b", form.text(field, "Dates of the month", longest=120).lower()) if one
    ]
    found = []
    for one in said:
        number = re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)?", one)
        if one == "last":
            found.append(-1)
        elif number and 1 <= int(number[1]) <= 31:  # noqa: PLR2004
            found.append(int(number[1]))
        else:
            form.error(field, "Dates of the month must be numbers from 1 to 31, or last: for example 1, 15")
    return tuple(dict.fromkeys(found))


def _dates(form: Form, field: str, label: str) -> tuple[date, ...]:
    """Days, one a line or between commas: 3 May 2027, 10/5/2027."""
    found = []
    for said in re.split(r"[\n,;]+", form.text(field, label, longest=8000)):
        if not said.strip():
            continue
        written = _DATE.fullmatch(re.sub(r"^[a-z]+day\s+", "", said.strip(), flags=re.IGNORECASE))
        if written is None:
            form.error(
                field,
                f"{label}: write each day on its own line, such as 3 May 2027. We could not read {said.strip()[:40]}",
            )
            continue
        try:
            found.append(form_values.read_day(*written.groups(), label=f"{label}: {said.strip()[:40]}"))
        except UnreadableError as error:
            form.error(field, error.sentence)
    return tuple(sorted(set(found)))


def _parts(form: Form, field: str, starts: int) -> tuple[Part, ...]:
    """What happens after what, one a line: Walk 1:30pm. What starts before the beginning is after midnight."""
    found = []
    for said in form.text(field, "What happens when", longest=1500).splitlines():
        if said.strip():
            part = _part(said.strip(), starts)
            if part is None:
                form.error(
                    field,
                    f"Write each part on its own line with its time, such as Tea 3pm. We could not read {said.strip()[:40]}",
                )
            else:
                found.append(part)
    return tuple(found)


def _part(said: str, starts: int) -> Part | None:
    written = _PART.fullmatch(said)
    if written is None:
        return None
    try:
        began = form_values.read_time(written["starts"], label="The time")
        ended = form_values.read_time(written["ends"], label="The time") if written["ends"] else None
    except UnreadableError:
        return None
    first = _after(began, starts)
    return Part(written["label"].strip(), first, None if ended is None else _after(ended, first))


def _after(at: time, minute: int) -> int:
    """The minute of the day, or of the night after it, at which the clock shows `at` from `minute` on."""
    found = at.hour * 60 + at.minute
    return found if found >= minute else found + DAY
