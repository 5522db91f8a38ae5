"""When a listing has to be made sure of again, and which of those that wait comes first."""

from datetime import date
from enum import StrEnum

from livewell.assets.rules.trust import A_YEAR, HALF_A_YEAR, NINE_MONTHS

MONTHS_OF_USE = 12
"""How far back use is counted, the present month among them."""


class Since(StrEnum):
    """How long ago the listings of the queue were last made sure of, at least, in months."""

    SIX = "6"
    NINE = "9"
    TWELVE = "12"


SINCE_LABELS: dict[Since, str] = {
    Since.SIX: "6 months ago or more",
    Since.NINE: "9 months ago or more",
    Since.TWELVE: "12 months ago or more",
}

SINCE_DAYS: dict[Since, int] = {Since.SIX: HALF_A_YEAR, Since.NINE: NINE_MONTHS, Since.TWELVE: A_YEAR}
"""At six months those who run it are asked, at nine a link worker, at twelve it is ranked down and says so."""


def urgency(*, used: int, days: int, open_problems: int) -> int:
    """
    How soon somebody should look: use times age times reports.

    Each counts from one, so that a listing nobody uses and nobody complains of still comes up as it grows older.
    """
    return (1 + max(used, 0)) * (1 + max(days, 0)) * (1 + max(open_problems, 0))


def unanswered_in_words(messages: int, days: int) -> str:
    """Messages that nobody answered, the last so many days ago: a call may reach them where an email does not."""
    often = "" if messages == 1 else " twice" if messages == 2 else f" {messages} times"  # noqa: PLR2004  (a word for it)
    when = "today" if days == 0 else "yesterday" if days == 1 else f"{days} days ago"
    return f"Asked by email{often}, {'last ' if often else ''}{when}: no answer yet"


def first_of_month(day: date) -> date:
    """The first day of the month that `day` is in."""
    return day.replace(day=1)


def first_month_counted(today: date) -> date:
    """The first day of the earliest month that still counts as use."""
    months = today.year * 12 + today.month - MONTHS_OF_USE
    return date(months // 12, months % 12 + 1, 1)
