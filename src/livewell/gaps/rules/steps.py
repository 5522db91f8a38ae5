"""What is written down of asking somebody who offers something already, and when somebody asks again."""

from datetime import date, timedelta

from livewell.gaps.rules import ENDS_ASKING, StepKind
from livewell.kit.errors import RuleBroken

WRITTEN_DOWN_WITHIN = timedelta(days=366)
ASKED_AGAIN_WITHIN = timedelta(days=366)
SOON = timedelta(days=7)
"""Steps due within this are in the list of what is due."""


def check_step(kind: StepKind, *, whom: str, listed: bool, done_on: date, next_on: date | None, today: date) -> None:
    """Raise RuleBroken when a step names nobody, lies in the future or too long ago, or has a next day that cannot be."""
    if not listed and not whom.strip():
        raise RuleBroken("Say with whom it was: a listing, or the name of an organisation.")
    if done_on > today:
        raise RuleBroken("A step is written down when it has been.")
    if done_on < today - WRITTEN_DOWN_WITHIN:
        raise RuleBroken("A step is at most a year ago.")
    if next_on is None:
        return
    if kind in ENDS_ASKING:
        raise RuleBroken("That is the end of it, so there is no day to ask again.")
    if not done_on <= next_on <= today + ASKED_AGAIN_WITHIN:
        raise RuleBroken("The day to ask again is after the step, and within a year.")
