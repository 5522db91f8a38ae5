"""Numbers as lengths: bars, a funnel, and how far goals were reached."""

from collections.abc import Mapping, Sequence

from livewell.kit.charts.chart import Chart, percent, say_number
from livewell.kit.drawing import (
    BLUE,
    DARK_BLUE,
    INK,
    NARROW,
    PALE,
    PALE_BLUE,
    PHONE_SIZE,
    QUIET,
    WHITE,
    WIDTH,
    Drawing,
    ink_on,
    width_of,
    wrapped,
)

_SMALL = 14
_GAP = 8
_LINE = 27
"""From one line of words to the next, with room for `PHONE_SIZE`."""
_BAR = 26
"""How high a bar is: its number has `PHONE_SIZE`, too."""
_ROOM = 52
"""Less room for an occasion than this, and its number stands in place of its words."""


def bars(
    title: str,
    items: Sequence[tuple[str, float | None]],
    *,
    unit: str = "people",
    of: float | None = None,
    hidden: str = "Fewer than 5",
    column: str = "What",
    longest: float | None = None,
) -> Chart:
    """
    A horizontal bar for each label. With `of`, each also as a share of that whole.

    The highest number has the whole width, or `longest` has, where pictures are to be compared or a scale has an end.

    A number that may not be shown (too few people) is None: it has no bar and says `hidden`.
    """
    shown = [value for _, value in items if value is not None]
    most = longest or max([*shown, 0]) or 1
    said = [(label, hidden if value is None else _with_share(value, of)) for label, value in items]
    sentence = f"{title}: " + ("; ".join(f"{label}, {number}" for label, number in said) or f"no {unit}") + "."
    lines = [wrapped(label, WIDTH - 8, size=PHONE_SIZE) for label, _ in items]
    drawing = Drawing(WIDTH, max(sum(len(one) * _LINE + 38 for one in lines) - 10, 24), title=sentence, roomy=True)
    if not items:
        drawing.text(0, 17, f"No {unit}")
    top = 0.0
    for (_, value), (_, number), label in zip(items, said, lines, strict=True):
        for words in label:
            top += _LINE
            drawing.text(0, top - 3, words)
        _bar(drawing, top + 2, (value or 0) / most, number, drawn=value is not None)
        top += 38
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
    """A bar with its number inside when it fits, else after it."""
    length = share * WIDTH
    if length:
        length = max(length, 2)
        drawing.rect(0, top, length, _BAR, colour)
    needed = width_of(words, PHONE_SIZE) + 2 * _GAP
    if drawn and length >= needed:
        drawing.text(length - _GAP, top + 20, words, anchor="end", colour=ink_on(colour), bold=True)
    else:
        start = length + _GAP if length else 0
        drawing.text(start, top + 20, words, colour=INK if drawn else QUIET, bold=drawn)


def funnel(title: str, stages: Sequence[tuple[str, int]], *, unit: str = "people") -> Chart:
    """How many came as far as each stage, from the first to the last, with the share of the first."""
    first = stages[0][1] if stages else 0
    most = max([number for _, number in stages] + [1])
    sentence = (
        f"{title}: " + ("; ".join(f"{label}, {_with_share(n, first)}" for label, n in stages) or f"no {unit}") + "."
    )
    lines = [wrapped(label, WIDTH - 8, size=PHONE_SIZE) for label, _ in stages]
    step = _BAR + 14 + _LINE * max(map(len, lines), default=1)
    drawing = Drawing(WIDTH, max(len(stages) * step - 10, 24), title=sentence, roomy=True)
    if not stages:
        drawing.text(0, 17, f"No {unit}")
    for place, ((_, number), label) in enumerate(zip(stages, lines, strict=True)):
        top = (place + 1) * step - _BAR - 12.0
        if place:
            before = stages[place - 1][1] / most * WIDTH
            here = number / most * WIDTH
            above = top - step + _BAR
            drawing.path([(0, above), (before, above), (here, top), (0, top)], PALE_BLUE, fill=PALE_BLUE, width=0)
        for count, said in enumerate(reversed(label)):
            drawing.text(0, top - 5 - count * _LINE, said)
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
    named = "; ".join(f"{occasion}: {levels[level].lower()}" for occasion, level in ratings)
    left, top, step = 142.0, 6.0, 46.0
    room = (NARROW - left - 8) / max(len(ratings), 1)
    beneath = [
        wrapped(occasion, room - 6, size=_SMALL, most=3) if room > _ROOM else [str(number)]
        for number, (occasion, _) in enumerate(ratings, 1)
    ]
    bottom = top + len(levels) * step
    drawing = Drawing(
        NARROW, bottom + 10 + 17 * max(map(len, beneath), default=0), title=f"{title}. {named or 'Not rated yet'}."
    )
    for place, level in enumerate(sorted(levels, reverse=True)):
        y = top + place * step
        drawing.rect(0, y, NARROW, step - 4, PALE_BLUE if level == 0 else PALE)
        drawing.text(6, y + step / 2 + 3, _signed(level), bold=True)
        words = wrapped(levels[level], left - 34, size=_SMALL)
        for number, part in enumerate(words):
            drawing.text(32, y + step / 2 + 3 - (len(words) - 1) * 8 + number * 16, part, size=_SMALL)
    highest = max(levels)
    places = [
        (left + room * (number + 0.5), top + (highest - level) * step + (step - 4) / 2)
        for number, (_, level) in enumerate(ratings)
    ]
    if len(places) > 1:
        drawing.path(places, BLUE)
    for (x, y), words in zip(places, beneath, strict=True):
        drawing.dot(x, y, radius=8)
        for count, part in enumerate(words):
            drawing.text(x, bottom + 14 + count * 17, part, size=_SMALL, anchor="middle", colour=QUIET)
    rows = tuple((occasion, _signed(level), levels[level]) for occasion, level in ratings)
    return Chart(drawing.svg(), ("When", ("Level", "numeric"), "In words"), rows)


def goals(title: str, found: Sequence[tuple[str, int | None, int | None]], levels: Mapping[int, str]) -> Chart:
    """
    A line for each goal from where it stood at the start to where it stands now, on the five levels from -2 to +2.

    `found` are (goal in words, level at the start, latest level); None where there is none. Where it stood is hollow,
    where it stands is filled, so that nothing hangs on colour alone.
    """

    def said(level: int | None) -> str:
        return "not looked at yet" if level is None else levels[level].lower()

    sentence = "; ".join(f"{words}: at the start {said(first)}, now {said(last)}" for words, first, last in found)
    lowest, highest = min(levels), max(levels)
    left, right = 20.0, NARROW - 20.0
    lines = [wrapped(words, NARROW - 4, most=3) for words, _, _ in found]
    drawing = Drawing(NARROW, max(sum(len(one) * 19 + 46 for one in lines) + 30, 60), title=f"{title}. {sentence}.")

    def x(level: int) -> float:
        return left + (level - lowest) / (highest - lowest) * (right - left)

    top = 0.0
    for (_, first, last), label in zip(found, lines, strict=True):
        for words in label:
            top += 19
            drawing.text(0, top - 3, words)
        y = top + 20
        drawing.rect(x(0) - 14, top + 4, 28, 32, PALE_BLUE)
        drawing.line(left, y, right, y, QUIET)
        for level in levels:
            drawing.line(x(level), y - 5, x(level), y + 5, QUIET)
        if first is not None and last is not None and first != last:
            drawing.path([(x(first), y), (x(last), y)], BLUE, width=5)
        if first is not None:
            drawing.dot(x(first), y, WHITE, radius=9, edge=BLUE)
        if last is not None:
            drawing.dot(x(last), y, radius=7)
        top += 46
    for level in sorted(levels):
        drawing.text(x(level), top + 18, _signed(level), size=_SMALL, anchor="middle", colour=QUIET)
    rows = tuple(
        (words, "–" if first is None else levels[first], "–" if last is None else levels[last])
        for words, first, last in found
    )
    return Chart(drawing.svg(), ("Goal", "At the start", "Now"), rows)


def _signed(level: int) -> str:
    """A level with its sign, as it is printed."""
    return f"{level:+d}".replace("-", "\u2212") if level else "0"
