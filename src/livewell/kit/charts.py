"""
Charts drawn on the server, each with the rows of the table that goes beneath it.

`bits.figure(title, chart.svg, chart.head, chart.rows)` shows one. The sentence in its title says what a reader
who cannot see it would want to know; the table holds every number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from livewell.kit.dates import MONTHS, say_day
from livewell.kit.drawing import (
    BLUE,
    DARK_BLUE,
    INK,
    PALE,
    PALE_BLUE,
    QUIET,
    SIZE,
    WHITE,
    WIDTH,
    Drawing,
    ink_on,
    width_of,
    wrapped,
)

_SMALL = 13
_GAP = 8


@dataclass(frozen=True)
class Chart:
    """A drawing, and its numbers: `head` and `rows` are those of the table."""

    svg: Markup
    head: tuple[str | tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Band:
    """A level on a scale: its name and the highest score that is still in it."""

    label: str
    highest: float


def say_number(number: float) -> str:
    """1,483 or 52.9: thousands apart, no needless decimals."""
    return f"{number:,.1f}".removesuffix(".0")


def percent(part: float, whole: float) -> str:
    """A share in whole per cent, "–" of nothing; never 0% for some nor 100% for not all."""
    if not whole:
        return "–"
    share = 100 * part / whole
    if 0 < share < 1:
        return "less than 1%"
    if 99 < share < 100:  # noqa: PLR2004
        return "more than 99%"
    return f"{share:.0f}%"


# ── a score over time ──


def pam_chart(
    points: Sequence[tuple[date, float]], bands: Sequence[Band | tuple[str, float]], *, title: str = "PAM score"
) -> Chart:
    """
    A score from 0 to 100 over time with its levels behind it.

    `points` are days and scores in order of time; `bands` from the lowest up, the last one reaching 100.
    """
    return line(title, points, bands, lowest=0, highest=100)


def line(
    title: str,
    points: Sequence[tuple[date, float]],
    bands: Sequence[Band | tuple[str, float]] = (),
    *,
    lowest: float,
    highest: float,
) -> Chart:
    """Values over time as a line, between `lowest` and `highest`, over bands when there are any."""
    levels = [band if isinstance(band, Band) else Band(*band) for band in bands]
    ordered = sorted(points)
    left, top, right, bottom = 44.0, 16.0, WIDTH - 16.0, 266.0
    drawing = Drawing(WIDTH, 306, title=_sentence(title, ordered, levels))

    def y(value: float) -> float:
        return bottom - (min(max(value, lowest), highest) - lowest) / (highest - lowest) * (bottom - top)

    beneath = lowest
    for number, band in enumerate(levels):
        drawing.rect(
            left, y(band.highest), right - left, y(beneath) - y(band.highest), PALE_BLUE if number % 2 else PALE
        )
        drawing.text(
            right - 6, (y(beneath) + y(band.highest)) / 2 + 5, band.label, size=_SMALL, anchor="end", colour=QUIET
        )
        beneath = band.highest
    for number in range(5):
        value = lowest + (highest - lowest) * number / 4
        drawing.line(left - 5, y(value), left if levels else right, y(value))
        drawing.text(left - 8, y(value) + 5, say_number(value), size=_SMALL, anchor="end", colour=QUIET)
    drawing.line(left, top, left, bottom, QUIET)
    drawing.line(left, bottom, right, bottom, QUIET)

    # Room at both ends, so that no label meets the axis or the names of the bands.
    starts, ends = left + 34, right - (max((width_of(band.label, _SMALL) for band in levels), default=20) + 34)
    days = (ordered[-1][0] - ordered[0][0]).days if ordered else 0
    places = [
        ((starts + (day - ordered[0][0]).days / days * (ends - starts)) if days else (starts + ends) / 2, y(score))
        for day, score in ordered
    ]
    if len(places) > 1:
        drawing.path(places, BLUE)
    _label_points(drawing, places, [say_number(score) for _, score in ordered], top)
    for place in places:
        drawing.dot(*place)
    if not places:
        drawing.text((left + right) / 2, (top + bottom) / 2, "Nothing recorded yet", anchor="middle")
    _label_days(drawing, [x for x, _ in places], [day for day, _ in ordered], bottom)
    head: tuple[str | tuple[str, str], ...] = ("Date", ("Score", "numeric"), *(("Level",) if levels else ()))
    rows = tuple(
        (say_day(day), say_number(score), *((_level(score, levels),) if levels else ())) for day, score in ordered
    )
    return Chart(drawing.svg(), head, rows)


def _level(score: float, bands: Sequence[Band]) -> str:
    return next((band.label for band in bands if score <= band.highest), bands[-1].label)


def _sentence(title: str, points: Sequence[tuple[date, float]], bands: Sequence[Band]) -> str:
    def at(day: date, score: float) -> str:
        level = f" ({_level(score, bands)})" if bands else ""
        return f"{say_number(score)}{level} on {say_day(day)}"

    if not points:
        return f"{title}: nothing recorded yet."
    if len(points) == 1:
        return f"{title}: {at(*points[0])}."
    return f"{title}: from {at(*points[0])} to {at(*points[-1])}, {len(points)} times in all."


def _label_points(drawing: Drawing, places: Sequence[tuple[float, float]], labels: Sequence[str], top: float) -> None:
    """Values beside their dots; one that would lie on another is left to the table, but for the first and last."""
    dots = [(x, dot + SIZE / 2 - 2, 4.0) for x, dot in places]
    taken: list[tuple[float, float, float]] = []
    order = [0, len(places) - 1, *range(1, len(places) - 1)] if len(places) > 1 else range(len(places))
    for number in order:
        x, dot = places[number]
        half = width_of(labels[number]) / 2 + 3
        above, below = dot - 13, dot + 25
        for baseline in (above, below) if above - SIZE > top else (below, above):
            others = [*taken, *dots[:number], *dots[number + 1 :]]
            if all(abs(x - tx) > half + th or abs(baseline - ty) > SIZE + 1 for tx, ty, th in others):
                drawing.rect(x - half, baseline - SIZE + 2, 2 * half, SIZE + 2, WHITE)
                drawing.text(x, baseline, labels[number], anchor="middle", bold=True)
                taken.append((x, baseline, half))
                break


def _label_days(drawing: Drawing, xs: Sequence[float], days: Sequence[date], bottom: float) -> None:
    """Months and years under the axis, the first and the last always, others where there is room."""
    taken: list[tuple[float, float]] = []
    order = [0, len(xs) - 1, *range(1, len(xs) - 1)] if len(xs) > 1 else range(len(xs))
    for number in order:
        words = f"{MONTHS[days[number].month - 1][:3]} {days[number].year}"
        half = width_of(words, _SMALL) / 2 + 4
        if all(abs(xs[number] - x) > half + other for x, other in taken):
            drawing.line(xs[number], bottom, xs[number], bottom + 5, QUIET)
            drawing.text(xs[number], bottom + 21, words, size=_SMALL, anchor="middle", colour=QUIET)
            taken.append((xs[number], half))


# ── how many of each ──


def bars(
    title: str,
    items: Sequence[tuple[str, float | None]],
    *,
    unit: str = "people",
    of: float | None = None,
    hidden: str = "Fewer than 5",
    column: str = "What",
) -> Chart:
    """
    A horizontal bar for each label. With `of`, each also as a share of that whole.

    A number that may not be shown (too few people) is None: it has no bar and says `hidden`.
    """
    shown = [value for _, value in items if value is not None]
    most = max([*shown, 0]) or 1
    said = [(label, hidden if value is None else _with_share(value, of)) for label, value in items]
    sentence = f"{title}: " + ("; ".join(f"{label}, {number}" for label, number in said) or f"no {unit}") + "."
    lines = [wrapped(label, WIDTH - 8) for label, _ in items]
    drawing = Drawing(WIDTH, max(sum(len(one) * 19 + 36 for one in lines) - 10, 24), title=sentence)
    if not items:
        drawing.text(0, 17, f"No {unit}")
    top = 0.0
    for (_, value), (_, number), label in zip(items, said, lines, strict=True):
        for words in label:
            top += 19
            drawing.text(0, top - 3, words)
        _bar(drawing, top + 2, (value or 0) / most, number, drawn=value is not None)
        top += 36
    head = (column, (unit.capitalize(), "numeric"), *((("Share", "numeric"),) if of is not None else ()))
    rows = tuple(
        (
            label,
            hidden if value is None else say_number(value),
            *(("–" if value is None else percent(value, of),) if of is not None else ()),
        )
        for label, value in items
    )
    return Chart(drawing.svg(), head, rows)


def _with_share(value: float, of: float | None) -> str:
    return say_number(value) if of is None else f"{say_number(value)} ({percent(value, of)})"


def _bar(drawing: Drawing, top: float, share: float, words: str, *, drawn: bool, colour: str = BLUE) -> None:
    """A bar 24 high with its number inside when it fits, else after it."""
    length = share * WIDTH
    if length:
        length = max(length, 2)
        drawing.rect(0, top, length, 24, colour)
    needed = width_of(words) + 2 * _GAP
    if drawn and length >= needed:
        drawing.text(length - _GAP, top + 17, words, anchor="end", colour=ink_on(colour), bold=True)
    else:
        start = length + _GAP if length else 0
        drawing.text(start, top + 17, words, colour=INK if drawn else QUIET, bold=drawn)


def funnel(title: str, stages: Sequence[tuple[str, int]], *, unit: str = "people") -> Chart:
    """How many came as far as each stage, from the first to the last, with the share of the first."""
    first = stages[0][1] if stages else 0
    most = max([number for _, number in stages] + [1])
    sentence = (
        f"{title}: " + ("; ".join(f"{label}, {_with_share(n, first)}" for label, n in stages) or f"no {unit}") + "."
    )
    height, step = 24, 64
    drawing = Drawing(WIDTH, max(len(stages) * step - 18, 24), title=sentence)
    if not stages:
        drawing.text(0, 17, f"No {unit}")
    for place, (label, number) in enumerate(stages):
        top = place * step + 20.0
        if place:
            before = stages[place - 1][1] / most * WIDTH
            here = number / most * WIDTH
            above = top - step + height
            drawing.path([(0, above), (before, above), (here, top), (0, top)], PALE_BLUE, fill=PALE_BLUE, width=0)
        drawing.text(0, top - 4, wrapped(label, WIDTH - 8, most=1)[0] if label else "")
        words = say_number(number) if not place else _with_share(number, first)
        _bar(drawing, top, number / most, words, drawn=True, colour=DARK_BLUE if not place else BLUE)
    head = (
        "Stage",
        (unit.capitalize(), "numeric"),
        ("Of the first stage", "numeric"),
        ("Of the stage before", "numeric"),
    )
    rows = tuple(
        (label, say_number(number), percent(number, first), percent(number, stages[place - 1][1]) if place else "–")
        for place, (label, number) in enumerate(stages)
    )
    return Chart(drawing.svg(), head, rows)


# ── a goal ──


def attainment(title: str, ratings: Sequence[tuple[str, int]], levels: Mapping[int, str]) -> Chart:
    """
    A ladder of five levels, -2 to +2, and where a goal stood each time it was rated.

    `ratings` are (occasion, level) in order of time; `levels` says each level in words, all five of them.
    """

    def signed(level: int) -> str:
        return f"{level:+d}".replace("-", "\u2212") if level else "0"

    named = "; ".join(f"{occasion}: {levels[level].lower()}" for occasion, level in ratings)
    drawing = Drawing(WIDTH, 292, title=f"{title}. {named or 'Not rated yet'}.")
    left, top, step = 172.0, 6.0, 46.0
    for place, level in enumerate(sorted(levels, reverse=True)):
        y = top + place * step
        drawing.rect(0, y, WIDTH, step - 4, PALE_BLUE if level == 0 else PALE)
        drawing.text(10, y + step / 2 + 3, signed(level), bold=True)
        words = wrapped(levels[level], left - 44, size=_SMALL)
        for number, part in enumerate(words):
            drawing.text(38, y + step / 2 + 3 - (len(words) - 1) * 8 + number * 16, part, size=_SMALL)
    highest = max(levels)
    room = (WIDTH - left - 20) / max(len(ratings), 1)
    places = [
        (left + 10 + room * (number + 0.5), top + (highest - level) * step + (step - 4) / 2)
        for number, (_, level) in enumerate(ratings)
    ]
    if len(places) > 1:
        drawing.path(places, BLUE)
    bottom = top + len(levels) * step
    for number, (x, y) in enumerate(places):
        drawing.dot(x, y, radius=8)
        words = wrapped(ratings[number][0], room - 6, size=_SMALL, most=3) if room > 40 else [str(number + 1)]  # noqa: PLR2004
        for count, part in enumerate(words):
            drawing.text(x, bottom + 14 + count * 16, part, size=_SMALL, anchor="middle", colour=QUIET)
    rows = tuple((occasion, signed(level), levels[level]) for occasion, level in ratings)
    return Chart(drawing.svg(), ("When", ("Level", "numeric"), "In words"), rows)
