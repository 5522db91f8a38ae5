"""The only place that asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_set_to: ContextVar[datetime | None] = ContextVar("clock_set_to", default=None)


def now() -> datetime:
    """The instant in UTC, or the instant that `at` has set."""
    return _set_to.get() or datetime.now(UTC)


def today() -> date:
    """Today where the service is: at 00:30 in July the UTC date is still yesterday."""
    return now().astimezone(LONDON).date()


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Set the clock for everything inside: how the demo tells history, and how tests travel."""
    token = _set_to.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)
