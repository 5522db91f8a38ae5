"""A score over time, between the levels it may be read by."""

import math
from collections.abc import Sequence
from datetime import date

from livewell.kit.charts.chart import Band, Chart, say_number
from livewell.kit.dates import MONTHS, say_day
from livewell.kit.drawing import (
    BLUE,
    NARROW,
    PALE,
    PALE_BLUE,
    QUIET,
    SIZE,
    WHITE,
    Drawing,
    width_of,
    wrapped,
)

_SMALL = 14
_LINE = 17.0
_ROUND = (1, 2, 2.5, 5, 10)
_SMALL_STEPS = (1, 2)
"""Steps that may begin at the lowest score, whatever it is; larger ones stand at their own multiples."""
_MOST_STEPS = 5.5
_NEARLY = 1e-9
_BESIDE = 80.0
"""How wide the name of a band may be before it takes a second line."""


def line(
    title: str,
    points: Sequence[tuple[date, float]],
    bands: Sequence[Band | tuple[str, float]] = (),
    *,
    lowest: float,
    highest: float,
) -> Chart:
    """
    Values over time as a line, between `lowest` and `highest`, over bands when there are any.

    `points` are days and values in any order; `bands` from the lowest up, the last one reaching `highest`.
    """
    levels = [band if isinstance(band, Band) else Band(*band) for band in bands]
    ordered = sorted(points)
    left, top, right, bottom = 40.0, 16.0, NARROW - 4.0, 256.0
    drawing = Drawing(NARROW, 290, title=_sentence(title, ordered, levels))

    def y(value: float) -> float:
        return bottom - (min(max(value, lowest), highest) - lowest) / (highest - lowest) * (bottom - top)

    beneath, widest = lowest, 0.0
    for number, band in enumerate(levels):
        drawing.rect(
            left, y(band.highest), right - left, y(beneath) - y(band.highest), PALE_BLUE if number % 2 else PALE
        )
        named = _name_of(band, y(beneath) - y(band.highest))
        middle = (y(beneath) + y(band.highest)) / 2 + 5 - (len(named) - 1) * _LINE / 2
        for at, words in enumerate(named):
            drawing.text(right - 6, middle + at * _LINE, words, size=_SMALL, anchor="end", colour=QUIET)
            widest = max(widest, width_of(words, _SMALL))
        beneath = band.highest
    for value in ticks(lowest, highest):
        drawing.line(left - 5, y(value), left if levels else right, y(value))
        drawing.text(left - 8, y(value) + 5, say_number(value), size=_SMALL, anchor="end", colour=QUIET)
    drawing.line(left, top, left, bottom, QUIET)
    drawing.line(left, bottom, right, bottom, QUIET)

    # Room at both ends, so that no label meets the axis or the names of the bands.
    starts, ends = left + 28, right - (widest + 30)
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


def ticks(lowest: float, highest: float) -> list[float]:
    """Two to six round numbers from `lowest` to `highest`, as a person would write them beside an axis."""
    span = highest - lowest
    step = next(
        step
        for power in range(math.floor(math.log10(span)) - 1, math.floor(math.log10(span)) + 1)
        for step in (size * 10.0**power for size in _ROUND)
        if span / step <= _MOST_STEPS
    )
    first = lowest if lowest == int(lowest) and step in _SMALL_STEPS else math.ceil(lowest / step - _NEARLY) * step
    return [round(first + step * number, 6) for number in range(int((highest - first) / step + _NEARLY) + 1)]


def _name_of(band: Band, height: float) -> list[str]:
    """The name of a band in one line, or in two where it is long and the band is high enough for them."""
    if width_of(band.label, _SMALL) <= _BESIDE or height < 2 * _LINE + 4:
        return [band.label]
    widest_word = max(width_of(word, _SMALL) for word in band.label.split())
    return wrapped(band.label, max(_BESIDE, widest_word), size=_SMALL)


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
    """
    Months and years under the axis, the first and the last always, others where there is room; no month twice.

    Where all of it is one month, days stand there instead.
    """
    within = bool(days) and (days[0].year, days[0].month) == (days[-1].year, days[-1].month)
    said: set[str] = set()
    taken: list[tuple[float, float]] = []
    order = [0, len(xs) - 1, *range(1, len(xs) - 1)] if len(xs) > 1 else range(len(xs))
    for number in order:
        month = f"{MONTHS[days[number].month - 1][:3]}"
        words = f"{days[number].day} {month}" if within else f"{month} {days[number].year}"
        half = width_of(words, _SMALL) / 2 + 4
        if words not in said and all(abs(xs[number] - x) > half + other for x, other in taken):
            said.add(words)
            drawing.line(xs[number], bottom, xs[number], bottom + 5, QUIET)
            drawing.text(xs[number], bottom + 21, words, size=_SMALL, anchor="middle", colour=QUIET)
            taken.append((xs[number], half))
