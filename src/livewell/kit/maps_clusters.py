"""Gathers pins that would lie on one another into one mark with a name."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import hypot

from livewell.kit.maps_parts import Cluster, Frame, Pin

_WIDER = 1.25


@dataclass
class _Heap:
    """Pins that go together so far, and the sums their middle is made from."""

    pins: list[Pin] = field(default_factory=list)
    x: float = 0.0
    y: float = 0.0

    def add(self, pins: Sequence[Pin], x: float, y: float) -> None:
        count = len(self.pins)
        self.x = (self.x * count + x * len(pins)) / (count + len(pins))
        self.y = (self.y * count + y * len(pins)) / (count + len(pins))
        self.pins += pins


def gather(pins: Sequence[Pin], frame: Frame, *, apart: float, most: int) -> list[Cluster]:
    """
    Marks whose middles are at least `apart` units from one another, `most` of them at most, each pin in one.

    A mark of one pin stands exactly on it. In the order of their first numbers, so that Tab goes by the list.
    """
    heaps = [_Heap([pin], *frame.place(pin.point.easting, pin.point.northing)) for pin in pins]
    while True:
        heaps = _settled(heaps, apart)
        if len(heaps) <= most:
            break
        apart *= _WIDER
    return sorted((Cluster(tuple(heap.pins), heap.x, heap.y) for heap in heaps), key=_first)


def _first(cluster: Cluster) -> tuple[bool, int]:
    numbers = [pin.number for pin in cluster.pins if pin.number is not None]
    return not numbers, min(numbers, default=0)


def _settled(heaps: list[_Heap], apart: float) -> list[_Heap]:
    """Join heaps that are too close until none is: a joined heap has a new middle, so one round is not enough."""
    while True:
        joined = _one_round(heaps, apart)
        if len(joined) == len(heaps):
            return joined
        heaps = joined


def _one_round(heaps: list[_Heap], apart: float) -> list[_Heap]:
    cells: defaultdict[tuple[int, int], list[_Heap]] = defaultdict(list)
    kept: list[_Heap] = []
    for heap in heaps:
        column, row = int(heap.x // apart), int(heap.y // apart)
        neighbours = [
            one
            for across in (column - 1, column, column + 1)
            for down in (row - 1, row, row + 1)
            for one in cells[across, down]
            if hypot(one.x - heap.x, one.y - heap.y) < apart
        ]
        if neighbours:
            nearest = min(neighbours, key=lambda one: hypot(one.x - heap.x, one.y - heap.y))
            cells[int(nearest.x // apart), int(nearest.y // apart)].remove(nearest)
            nearest.add(heap.pins, heap.x, heap.y)
            cells[int(nearest.x // apart), int(nearest.y // apart)].append(nearest)
        else:
            kept.append(heap)
            cells[column, row].append(heap)
    return kept
