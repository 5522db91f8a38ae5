"""What each figure means, the periods that may be asked for, and how small numbers are hidden so that nobody is found in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SMALLEST_SHOWN = 8
"""Counts from 1 to 7 are hidden and the rest rounded to 5, as NHS England does with hospital figures:
https://digital.nhs.uk/data-and-information/data-tools-and-services/data-services/hospital-episode-statistics/hes-analysis-guide"""

ROUND_TO = 5
HIDDEN = "Hidden"


class Stage(StrEnum):
    """How far a referral came."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    SUPPORTED = "supported"
    LINK_WORKER = "link_worker"
    CONNECTED = "connected"
    ENDED = "ended"


STAGE_LABELS: dict[Stage, str] = {
    Stage.RECEIVED: "Received",
    Stage.ACCEPTED: "Accepted",
    Stage.SUPPORTED: "Supported",
    Stage.LINK_WORKER: "With a link worker",
    Stage.CONNECTED: "Connected",
    Stage.ENDED: "Ended",
}

STAGE_MEANINGS: dict[Stage, str] = {
    Stage.RECEIVED: "Referrals received in the period, by every way in. Two referrals of one person count as two.",
    Stage.ACCEPTED: "Of those, accepted by a health coach, whenever that was.",
    Stage.SUPPORTED: "Of those, people with at least one health coach session held.",
    Stage.LINK_WORKER: "Of those, taken on by a link worker.",
    Stage.CONNECTED: "Of those, people who have been along to a group or activity at least once.",
    Stage.ENDED: "Of those, journeys that have ended, planned or not.",
}


@dataclass(frozen=True)
class Period:
    """A stretch of days: from the first to the one before `until`; None leaves that end open."""

    code: str
    label: str
    first: date | None = None
    until: date | None = None


def manager_periods(today: date) -> tuple[Period, ...]:
    """What a manager may choose, the usual one first."""
    return (
        Period("year", "The last 12 months", today.replace(day=1) - timedelta(days=365), None),
        Period("quarter", "The last 90 days", today - timedelta(days=90), None),
        Period("month", "The last 30 days", today - timedelta(days=30), None),
        Period("all", "Everything so far"),
    )


def evaluator_periods(today: date) -> tuple[Period, ...]:
    """
    Everything, and the last eight whole calendar quarters.

    Only whole quarters that do not overlap: whoever could choose any day could take one period from another.
    """
    year, quarter = today.year, (today.month - 1) // 3
    found = [Period("all", "Everything so far")]
    for _ in range(8):
        until = date(year, quarter * 3 + 1, 1)
        year, quarter = (year, quarter - 1) if quarter else (year - 1, 3)
        first = date(year, quarter * 3 + 1, 1)
        found.append(Period(f"{year}-q{quarter + 1}", f"{_MONTHS[quarter]} {year}", first, until))
    return tuple(found)


_MONTHS = ("January to March", "April to June", "July to September", "October to December")


def period(code: str, choices: Sequence[Period]) -> Period:
    """The period of that code, else the first choice."""
    return next((one for one in choices if one.code == code), choices[0])


# ── hiding small numbers ──


@dataclass(frozen=True)
class Protected:
    """A two-way table as it may be shown: None where a number is hidden. Totals are the last row and the last column."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]

    def cell(self, row: str, column: str) -> int | None:
        """What is shown for a row and a column."""
        return self.cells[self.rows.index(row)][self.columns.index(column)]


TOTAL = "All"
Cell = tuple[int, int]


def rounded(count: int) -> int:
    """To the nearest 5; of whole numbers none lies half-way."""
    return (count + 2) // ROUND_TO * ROUND_TO


def protect_one(count: int) -> int | None:
    """One number that is part of no table: hidden from 1 to 7, else rounded."""
    return None if 0 < count < SMALLEST_SHOWN else rounded(count)


def protect(counts: Mapping[tuple[str, str], int], rows: Sequence[str], columns: Sequence[str]) -> Protected:
    """
    A table of counts of different people with its totals, made safe to show.

    Numbers from 1 to 7 are hidden, wherever they stand, the totals included. Others are hidden too until no hidden
    number follows from the rows and columns it stands in, even for somebody who knows these rules. All that is shown is
    rounded to 5.
    """
    whole = [[counts.get((row, column), 0) for column in columns] for row in rows]
    whole = [[*line, sum(line)] for line in whole]
    whole.append([sum(line[place] for line in whole) for place in range(len(columns) + 1)])
    small = {(i, j) for i, line in enumerate(whole) for j, count in enumerate(line) if 0 < count < SMALLEST_SHOWN}
    hidden = set(small)
    while True:
        told = _given_away(whole, small, hidden)
        if told is None:
            break
        hidden.add(_cheapest(whole, hidden, told))
    return Protected(
        rows=(*rows, TOTAL),
        columns=(*columns, TOTAL),
        cells=tuple(
            tuple(None if (i, j) in hidden else rounded(count) for j, count in enumerate(line))
            for i, line in enumerate(whole)
        ),
    )


def hide_all(table: Protected) -> Protected:
    """The same table with nothing in it."""
    return Protected(table.rows, table.columns, tuple(tuple(None for _ in line) for line in table.cells))


def _given_away(whole: list[list[int]], small: set[Cell], hidden: set[Cell]) -> Cell | None:
    """A small number that can be worked out from what is shown, or None."""
    for cell in sorted(small):
        if _is_bridge(cell, hidden):
            return cell
    spans = _spans(whole, small, hidden)
    for cell in sorted(small):
        lowest, highest = spans[cell]
        if highest - lowest < NARROWEST:
            return cell
    return None


NARROWEST = 2
"""A hidden number must leave at least three possibilities."""


def _is_bridge(cell: Cell, hidden: set[Cell]) -> bool:
    """
    Whether a hidden cell follows from exact sums alone.

    Rows and columns are the points of a graph, hidden cells its lines: a cell on a circle can be larger or smaller while
    every sum stays as it is; a cell on none cannot. (Gusfield 1988, https://doi.org/10.1137/0217034)
    """
    row, column = cell
    reached, waiting = {("row", row)}, [("row", row)]
    while waiting:
        kind, place = waiting.pop()
        for i, j in hidden - {cell}:
            following = (
                ("column", j)
                if kind == "row" and i == place
                else ("row", i)
                if kind == "column" and j == place
                else None
            )
            if following and following not in reached:
                reached.add(following)
                waiting.append(following)
    return ("column", column) not in reached


def _spans(whole: list[list[int]], small: set[Cell], hidden: set[Cell]) -> dict[Cell, tuple[int, int]]:
    """
    Between what numbers each cell must lie for somebody who knows everything that is shown, and these rules.

    A shown number lies within 2 of what it says; a hidden one is from 1 to 7, or was hidden to protect another.
    """
    most = 2 * max(max(line) for line in whole) + 10
    spans: dict[Cell, tuple[int, int]] = {}
    for i, line in enumerate(whole):
        for j, count in enumerate(line):
            if (i, j) in small:
                spans[i, j] = (1, SMALLEST_SHOWN - 1)
            elif (i, j) in hidden:
                spans[i, j] = (0, most)
            elif count == 0:
                spans[i, j] = (0, 0)
            else:
                spans[i, j] = (max(SMALLEST_SHOWN, rounded(count) - 2), rounded(count) + 2)
    height, width = len(whole), len(whole[0])
    lines = [[(i, j) for j in range(width)] for i in range(height)] + [
        [(i, j) for i in range(height)] for j in range(width)
    ]
    changed = True
    while changed:
        changed = False
        for cells in lines:
            changed |= _tighten(cells[:-1], cells[-1], spans)
    return spans


def _tighten(parts: list[Cell], total: Cell, spans: dict[Cell, tuple[int, int]]) -> bool:
    """Draw the spans of one line together, as its total is the sum of its parts; whether anything changed."""
    lowest, highest = sum(spans[part][0] for part in parts), sum(spans[part][1] for part in parts)
    before = {cell: spans[cell] for cell in (*parts, total)}
    low, high = spans[total]
    spans[total] = low, high = max(low, lowest), min(high, highest)
    for part in parts:
        least, most = before[part]
        spans[part] = (max(least, low - (highest - most)), min(most, high - (lowest - least)))
    return any(spans[cell] != before[cell] for cell in before)


def _cheapest(whole: list[list[int]], hidden: set[Cell], told: Cell) -> Cell:
    """What to hide next: in the row or column of the number given away, the smallest that is shown, zeros last."""
    row, column = told
    near = [(row, j) for j in range(len(whole[0]))] + [(i, column) for i in range(len(whole))]
    shown = [cell for cell in near if cell not in hidden]
    if not shown:
        shown = [(i, j) for i, line in enumerate(whole) for j in range(len(line)) if (i, j) not in hidden]
    return min(shown, key=lambda cell: (whole[cell[0]][cell[1]] == 0, whole[cell[0]][cell[1]], cell))


# ── before and after ──


@dataclass(frozen=True)
class BeforeAfter:
    """A first and a last measurement of the same people. The means are None when too few people have both."""

    people: int | None
    first: float | None
    last: float | None

    @property
    def change(self) -> float | None:
        """The mean change, to one decimal."""
        return None if self.first is None or self.last is None else round(self.last - self.first, 1)


def before_after(people: int, first: float | None, last: float | None) -> BeforeAfter:
    """What may be shown: nothing of fewer than eight people."""
    if people < SMALLEST_SHOWN or first is None or last is None:
        return BeforeAfter(protect_one(people), None, None)
    return BeforeAfter(protect_one(people), round(first, 1), round(last, 1))
