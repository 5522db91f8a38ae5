"""What pages and other rooms read of gaps."""

from livewell.gaps.queries.alike import NearSame, near_same
from livewell.gaps.queries.begun import like, listing, searched_for, who_serves
from livewell.gaps.queries.investing import PERIODS, Case, case
from livewell.gaps.queries.lists import LEAST, Filter, GapRow, Gaps, notice, open_gaps, waiting_count, works_on_gaps
from livewell.gaps.queries.one import GapSeen, gap
from livewell.gaps.queries.overview import Due, Overview, Searched, Together, due, overview, searched

__all__ = [
    "LEAST",
    "PERIODS",
    "Case",
    "Due",
    "Filter",
    "GapRow",
    "GapSeen",
    "Gaps",
    "NearSame",
    "Overview",
    "Searched",
    "Together",
    "case",
    "due",
    "gap",
    "like",
    "listing",
    "near_same",
    "notice",
    "open_gaps",
    "overview",
    "searched",
    "searched_for",
    "waiting_count",
    "who_serves",
    "works_on_gaps",
]
