"""A search in a whole district, or an area of the service: what lies in it, and what comes to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from shapely import Point as GridPoint
from shapely.geometry.base import BaseGeometry

from livewell.finding.queries.statement import Here
from livewell.finding.rules import Asked
from livewell.finding.rules.ranking import METRES_IN_A_MILE, Reach, Row

_ON_THE_LINE = 50
"""Metres beyond its outline that still are in it: outlines are drawn with few points."""


@dataclass(frozen=True)
class Whole(Here):
    """A whole area to look in. Its point is its middle; `outline` is in metres on the grid."""

    outline: BaseGeometry | None = None

    @property
    def furthest(self) -> float:
        """Metres from its point to the furthest point of it."""
        if self.outline is None:
            return 0.0
        return float(self.outline.hausdorff_distance(GridPoint(self.point.easting, self.point.northing)))


def looked_around(asked: Asked, here: Here | None) -> Asked:
    """The search with a circle around the middle that holds the whole area, and the miles that were asked beside it."""
    if not isinstance(here, Whole):
        return asked
    return replace(asked, within=ceil(here.furthest / METRES_IN_A_MILE) + (asked.within or 0))


def that_are_in(fetched: Sequence[Row], here: Here | None, within: int | None) -> Sequence[Row]:
    """The rows without those that are near its middle and not in the area, nor within so many miles of it."""
    if not isinstance(here, Whole) or here.outline is None:
        return fetched
    most = (within or 0) * METRES_IN_A_MILE or _ON_THE_LINE
    return [
        row
        for row in fetched
        if row["reach"] != Reach.NEAR.value or here.outline.distance(GridPoint(row["easting"], row["northing"])) <= most
    ]
