"""The last weeks of the plan, walked through the same actions the web uses."""

from collections.abc import Callable
from datetime import datetime

from livewell.demo.history import History
from livewell.demo.planned import PlannedReferral


async def live(plan: list[PlannedReferral], history: History, *, since: datetime, say: Callable[[str], None]) -> None:
    """Do every step since `since`, in order of time, with the clock set to its instant."""
