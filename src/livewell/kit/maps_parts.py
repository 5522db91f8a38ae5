"""What a map is made of: pins, outlines, pins gathered into one mark, and the frame that turns metres into a drawing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from livewell.kit.geo import METRES_IN_A_MILE, Point

Kind = Literal["place", "urgent", "here"]
Ring = tuple[tuple[float, float], ...]
Box = tuple[float, float, float, float]
"""West, south, east, north."""

MOST_NUMBERS = 8
"""A group says at most so many of its numbers: nobody listens to forty."""
_SMALLEST = 1.2 * METRES_IN_A_MILE
_A_RUN = 3


@dataclass(frozen=True)
class Pin:
    """One place: its number in the list beside the map (None for none), what it is called, and where its link leads."""

    number: int | None
    point: Point
    label: str
    href: str
    kind: Kind = "place"
    near: str = ""
    """The village or town, which names a group of pins; without it the outline around them does."""

    @property
    def name(self) -> str:
        """What a screen reader says: "3. Ruddington Walking Group"."""
        return self.label if self.number is None else f"{self.number}. {self.label}"


@dataclass(frozen=True)
class Outline:
    """An area: its name, and its rings in metres on the British National Grid. A ring inside another is a hole."""

    name: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True)
class Cluster:
    """Pins that are too close to tell apart at this size, and the middle of them in the drawing's units."""

    pins: tuple[Pin, ...]
    x: float
    y: float

    @cached_property
    def name(self) -> str:
        """What a screen reader says: "5 near Ruddington, numbers 3, 4, 7, 9 and 11"."""
        where = most_common([pin.near for pin in self.pins])
        numbers = sorted(pin.number for pin in self.pins if pin.number is not None)
        return f"{len(self.pins)} {f'near {where}' if where else 'close together'}" + (
            f", {say_numbers(numbers)}" if numbers else ""
        )


def most_common(names: Sequence[str]) -> str:
    """The name most pins have, the first of equals; "" when none has a name."""
    counted = Counter(name for name in names if name)
    return counted.most_common(1)[0][0] if counted else ""


def say_numbers(numbers: Sequence[int]) -> str:
    """
    Numbers in their order as people say them: "number 4", "numbers 3, 4 and 9", "numbers 3, 7 to 11 and 20 more".

    Three or more in a row become "7 to 11"; after eight such parts the rest is only counted.
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [
        (part, len(run) if len(run) >= _A_RUN else 1)
        for run in runs
        for part in ([f"{run[0]} to {run[-1]}"] if len(run) >= _A_RUN else [str(one) for one in run])
    ]
    said = [part for part, _ in parts[:MOST_NUMBERS]]
    left = sum(count for _, count in parts[MOST_NUMBERS:])
    if left:
        said.append(f"{left} more")
    whole = " and ".join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else said[0]
    return f"{'number' if len(numbers) == 1 else 'numbers'} {whole}"


@dataclass(frozen=True)
class Frame:
    """The piece of ground that a drawing shows: its south-west corner, and how many metres one unit is."""

    west: float
    south: float
    metres: float
    width: float
    height: float

    def place(self, easting: float, northing: float) -> tuple[float, float]:
        """Where a point on the grid is in the drawing, counted from the top left."""
        return (easting - self.west) / self.metres, self.height - (northing - self.south) / self.metres

    def holds(self, point: Point, *, margin: float) -> bool:
        """Whether a point is in the drawing, and so far from its edge that a mark on it is whole."""
        x, y = self.place(point.easting, point.northing)
        return margin <= x <= self.width - margin and margin <= y <= self.height - margin

    @property
    def box(self) -> Box:
        """The ground shown, in metres."""
        return self.west, self.south, self.west + self.width * self.metres, self.south + self.height * self.metres


def frame_for(box: Box, *, width: float, height: float, margin: float) -> Frame:
    """The frame that shows a box of ground with a margin around it, in units; never less than about a mile."""
    west, south, east, north = box
    inner = max(width - 2 * margin, 1), max(height - 2 * margin, 1)
    metres = max((east - west) / inner[0], (north - south) / inner[1], _SMALLEST / min(inner))
    return Frame((west + east - width * metres) / 2, (south + north - height * metres) / 2, metres, width, height)


def box_around(points: Sequence[tuple[float, float]]) -> Box:
    """The smallest box with all of these points (one at least) in it."""
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)
