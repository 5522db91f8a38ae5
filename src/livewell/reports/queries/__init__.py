"""Counts: the manager's overview, and the figures in which nobody can be found."""

from livewell.reports.queries.figures import Figures, figures
from livewell.reports.queries.overview import (
    AreaWaits,
    Overview,
    PracticeReferrals,
    WorkerLoad,
    overview,
)

__all__ = ["AreaWaits", "Figures", "Overview", "PracticeReferrals", "WorkerLoad", "figures", "overview"]
