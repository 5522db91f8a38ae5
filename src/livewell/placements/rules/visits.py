"""Lone visits: when somebody may check in, when we begin to worry, and how often that is said."""

from datetime import datetime, timedelta

from livewell.kit.errors import RuleBroken

EARLIEST = timedelta(hours=2)
"""How long before the planned start somebody may check in."""
GRACE = timedelta(minutes=15)
"""How long after the planned end a volunteer may be on their way home before anybody is told. Our own policy."""
AGAIN_AFTER = timedelta(minutes=15)
"""How often it is said until somebody settles it."""
LATEST = timedelta(hours=12)
"""How long after the planned end a check-out is still taken."""

CHECKED_OUT_LATE = "They checked out by themselves, later than planned."


def check_in_time(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Raise RuleBroken when it is too early or too late to check in."""
    if now < starts_at - EARLIEST:
        raise RuleBroken("You can check in from two hours before the start.")
    if now >= ends_at:
        raise RuleBroken("This time is over. If you went, press “I am done” instead.")


def is_late(ends_at: datetime, now: datetime) -> bool:
    """Whether the planned end and the time of grace after it are over. Instants, so a change of the clocks is nothing."""
    return now >= ends_at + GRACE


def alert_due(ends_at: datetime, now: datetime, *, told_at: datetime | None) -> bool:
    """Whether it is time to say (again) that somebody has not said that they are back."""
    return is_late(ends_at, now) and (told_at is None or now - told_at >= AGAIN_AFTER)


def minutes_given(starts_at: datetime, ends_at: datetime, in_at: datetime | None, out_at: datetime | None) -> int:
    """
    The minutes a shift counts for, a whole number from 5 up.

    From check-in to check-out in steps of five; as planned where one of them is missing, or somebody forgot to check out.
    """
    planned = ends_at - starts_at
    if in_at is not None and out_at is not None and out_at > in_at and not is_late(ends_at, out_at):
        planned = out_at - in_at
    return max(5, 5 * round(planned.total_seconds() / 300))
