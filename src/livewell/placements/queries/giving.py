"""Hours and expenses: what volunteers see of their own, and what coordinators see of everybody's."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.kit import clock
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.placements.rules import money
from livewell.placements.rules.money import ExpenseState
from livewell.placements.rules.saying import say_minutes

PAGE = 40


@dataclass(frozen=True)
class HoursSeen:
    """Time that somebody gave."""

    id: UUID
    volunteer: UUID
    volunteer_name: str
    given_on: date
    minutes: int
    what: str
    struck: bool
    from_shift: bool

    @property
    def said(self) -> str:
        """The time in words: 1 hour 30 minutes."""
        return say_minutes(self.minutes)


@dataclass(frozen=True)
class HoursPage:
    """A page of hours, with what they come to."""

    entries: tuple[HoursSeen, ...]
    total: int
    minutes: int
    this_year: int

    @property
    def said(self) -> str:
        """All of it in words."""
        return say_minutes(self.minutes)

    @property
    def said_this_year(self) -> str:
        """What the last twelve months come to, in words."""
        return say_minutes(self.this_year)


_HOURS = """
    SELECT h.id, h.volunteer, coalesce(nullif(v.name, ''), 'Somebody who has left') AS volunteer_name, h.given_on,
           h.minutes, h.what, h.struck_at IS NOT NULL AS struck, h.shift IS NOT NULL AS from_shift
    FROM volunteer_hours h JOIN volunteer v ON v.id = h.volunteer
"""


async def hours(*, volunteer: UUID | None = None, page: int = 1) -> HoursPage:
    """A page of the hours of one volunteer, or of all, the newest first."""
    found = await rows(
        f"{_HOURS} WHERE $1::uuid IS NULL OR h.volunteer = $1 ORDER BY h.given_on DESC, h.noted_at DESC, h.id"
        " LIMIT $2 OFFSET $3",
        volunteer,
        PAGE,
        (page - 1) * PAGE,
    )
    sums = await row(
        """
        SELECT count(*) AS total, coalesce(sum(minutes) FILTER (WHERE struck_at IS NULL), 0) AS minutes,
               coalesce(sum(minutes) FILTER (WHERE struck_at IS NULL AND given_on > $2::date - 365), 0) AS this_year
        FROM volunteer_hours WHERE $1::uuid IS NULL OR volunteer = $1
        """,
        volunteer,
        clock.today(),
    )
    assert sums is not None  # A count always answers.
    return HoursPage(tuple(HoursSeen(**one) for one in found), **sums)


@dataclass(frozen=True)
class ExpenseSeen:
    """A claim. The receipt is read by itself."""

    id: UUID
    volunteer: UUID
    volunteer_name: str
    spent_on: date
    pence: int
    miles: int | None
    what: str
    has_receipt: bool
    state: ExpenseState
    sentence: str
    claimed_at: datetime
    claimed_by: str
    """Who wrote it down for them; "" when they did it themself."""
    decided_by: str
    paid_on: date | None
    version: int

    @property
    def said(self) -> str:
        """The sum as it is said."""
        return money.say_pence(self.pence)

    @property
    def label(self) -> tuple[str, str]:
        """Words and colour of its state."""
        return money.LABELS[self.state]

    @property
    def waits(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state is ExpenseState.CLAIMED

    @property
    def to_pay(self) -> bool:
        """Whether it was approved and not paid yet."""
        return self.state is ExpenseState.APPROVED


_EXPENSES = """
    SELECT e.id, e.volunteer, coalesce(nullif(v.name, ''), 'Somebody who has left') AS volunteer_name, e.spent_on,
           e.pence, e.miles, e.what, e.receipt IS NOT NULL AS has_receipt, e.state, e.sentence, e.claimed_at,
           coalesce(c.name, '') AS claimed_by, coalesce(d.name, '') AS decided_by, e.paid_on, e.version
    FROM volunteer_expense e JOIN volunteer v ON v.id = e.volunteer
    LEFT JOIN staff_user c ON c.id = e.claimed_by LEFT JOIN staff_user d ON d.id = e.decided_by
"""


def _expense(found: dict[str, Any]) -> ExpenseSeen:
    return ExpenseSeen(**{**found, "state": ExpenseState(found["state"])})


async def expenses(
    *, volunteer: UUID | None = None, only_open: bool = False, page: int = 1
) -> tuple[tuple[ExpenseSeen, ...], int]:
    """A page of claims, those that wait first, and how many there are; of one volunteer, or of all."""
    found = await rows(
        f"""
        SELECT found.*, count(*) OVER () AS total FROM ({_EXPENSES}
            WHERE ($1::uuid IS NULL OR e.volunteer = $1) AND (NOT $2 OR e.state IN ('claimed', 'approved'))
        ) AS found
        ORDER BY state IN ('claimed', 'approved') DESC, state = 'claimed' DESC, claimed_at DESC, id LIMIT $3 OFFSET $4
        """,  # noqa: S608  Constants only.
        volunteer,
        only_open,
        PAGE,
        (page - 1) * PAGE,
    )
    total = found[0]["total"] if found else 0
    return tuple(_expense({name: one[name] for name in one if name != "total"}) for one in found), total


async def expense(claim_id: UUID) -> ExpenseSeen:
    """One claim. Raises `NotFound`."""
    found = await row(f"{_EXPENSES} WHERE e.id = $1", claim_id)
    if found is None:
        raise NotFound
    return _expense(found)


async def receipt(claim_id: UUID, *, volunteer: UUID | None = None) -> tuple[bytes, str]:
    """The receipt of a claim and its media type; with a volunteer, only their own. Raises `NotFound`."""
    found = await row(
        "SELECT receipt, receipt_type FROM volunteer_expense"
        " WHERE id = $1 AND receipt IS NOT NULL AND ($2::uuid IS NULL OR volunteer = $2)",
        claim_id,
        volunteer,
    )
    if found is None:
        raise NotFound
    return bytes(found["receipt"]), found["receipt_type"]


async def spent() -> dict[ExpenseState, int]:
    """What all claims of each state come to, in pence."""
    found = await rows("SELECT state, sum(pence)::bigint AS pence FROM volunteer_expense GROUP BY state")
    sums = {ExpenseState(one["state"]): int(one["pence"]) for one in found}
    return {state: sums.get(state, 0) for state in ExpenseState}


_BATCH = 500


async def every_hour(first: date, last: date) -> AsyncIterator[tuple[str, str, int, str]]:
    """The hours between two days as lines for a file, five hundred read at a time: day, name, minutes, what."""
    after: tuple[date, UUID] = (first, UUID(int=0))
    while True:
        found = await rows(
            f"{_HOURS} WHERE h.struck_at IS NULL AND h.given_on <= $1 AND (h.given_on, h.id) > ($2, $3)"
            " AND h.given_on >= $4 ORDER BY h.given_on, h.id LIMIT $5",
            last,
            *after,
            first,
            _BATCH,
        )
        for one in found:
            yield one["given_on"].isoformat(), one["volunteer_name"], one["minutes"], one["what"]
        if len(found) < _BATCH:
            return
        after = (found[-1]["given_on"], found[-1]["id"])


async def every_expense() -> AsyncIterator[tuple[str, str, str, str, str, str]]:
    """Every claim as a line for a file: day, name, pounds, what, state, paid on."""
    after = UUID(int=0)
    while True:
        found = await rows(f"{_EXPENSES} WHERE e.id > $1 ORDER BY e.id LIMIT $2", after, _BATCH)
        for one in map(_expense, found):
            pounds = f"{one.pence // 100}.{one.pence % 100:02}"
            paid = one.paid_on.isoformat() if one.paid_on else ""
            yield one.spent_on.isoformat(), one.volunteer_name, pounds, one.what, one.label[0], paid
        if len(found) < _BATCH:
            return
        after = found[-1]["id"]
