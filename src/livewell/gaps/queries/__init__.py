"""What pages and other rooms read of gaps."""

from livewell.gaps.queries.alike import NearSame, near_same
from livewell.gaps.queries.lists import Filter, GapRow, Gaps, open_gaps, waiting_count, works_on_gaps
from livewell.gaps.queries.one import GapSeen, gap

__all__ = [
    "Filter",
    "GapRow",
    "GapSeen",
    "Gaps",
    "NearSame",
    "gap",
    "near_same",
    "open_gaps",
    "waiting_count",
    "works_on_gaps",
]
