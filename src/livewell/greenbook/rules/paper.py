"""What a book can be printed on and how: papers, looks, sides, and how far a run of many books has got."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from livewell.kit.languages import mark


class Paper(StrEnum):
    """The two papers a book comes on."""

    A5 = "a5"
    A4 = "a4"


class Look(StrEnum):
    """The three ways a leaf is set."""

    USUAL = "usual"
    LARGE = "large"
    EASY_READ = "easy_read"


class Sides(StrEnum):
    """Whether the backs of the leaves are printed too."""

    ONE = "one"
    TWO = "two"


PAPER_LABELS: dict[Paper, str] = {
    Paper.A5: mark("A5, for the small binder"),
    Paper.A4: mark("A4, for a big folder"),
}

LOOK_LABELS: dict[Look, str] = {
    Look.USUAL: mark("The usual letters"),
    Look.LARGE: mark("Large print"),
    Look.EASY_READ: mark("Easy Read, with pictures"),
}

SIDES_LABELS: dict[Sides, str] = {
    Sides.ONE: mark("On one side of the paper"),
    Sides.TWO: mark("On both sides, with room to write on the back"),
}


@dataclass(frozen=True)
class Wanted:
    """How somebody wants it printed."""

    paper: Paper = Paper.A5
    look: Look = Look.USUAL
    sides: Sides = Sides.ONE


def wanted_of(paper: str, look: str, sides: str = "") -> Wanted | None:
    """The same from an address; what is left empty is A5, the usual letters, on one side. None for what there is not."""
    paper = paper or Paper.A5
    look = look or Look.USUAL
    sides = sides or Sides.ONE
    if paper not in set(Paper) or look not in set(Look) or sides not in set(Sides):
        return None
    return Wanted(Paper(paper), Look(look), Sides(sides))


# ── many books at once ──

MOST_BOOKS = 200
"""Books of one run."""

BOOKS_IN_A_FILE = 10
"""Books that go into one file: a printer takes it, and a reader opens it."""

KEPT = timedelta(days=1)
"""How long the files of a run are there."""

LEASE = timedelta(minutes=4)
"""How long nobody else takes up a run after its last sign of life; longer than one file may take."""

TRIES = 3
"""How often the same file is begun before the run is given up."""


class RunState(StrEnum):
    """How far a run is."""

    WAITING = "waiting"
    PRINTING = "printing"
    DONE = "done"
    FAILED = "failed"


RUN_LABELS: dict[RunState, tuple[str, str]] = {
    RunState.WAITING: ("Waiting to begin", "yellow"),
    RunState.PRINTING: ("Being made", "blue"),
    RunState.DONE: ("Ready", "green"),
    RunState.FAILED: ("Stopped", "red"),
}


def files_of(number: int) -> tuple[tuple[int, int], ...]:
    """The first and last book of each file, counted from one."""
    return tuple((first, min(first + BOOKS_IN_A_FILE - 1, number)) for first in range(1, number + 1, BOOKS_IN_A_FILE))
