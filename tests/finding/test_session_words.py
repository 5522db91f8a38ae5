"""How the hours of a session are told, on its own day and over a night."""

from datetime import UTC, date, datetime, timedelta

import pytest

from livewell.finding.rules.sessions import Session

MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("begins", "lasts", "said"),
    [
        (14, 2, "2pm to 4pm"),
        (20, 4, "8pm to midnight"),
        (22, 8, "10pm to 6am the next day"),
        (9, 24, "9am to 9am the next day"),
        (0, 24, "all day and night"),
    ],
)
def test_the_hours_say_so_where_they_end_on_another_day(begins: int, lasts: int, said: str) -> None:
    starts_at = MIDNIGHT + timedelta(hours=begins)
    session = Session(starts_at, starts_at + timedelta(hours=lasts), date(2026, 11, 24), None)
    assert session.time_words == said
