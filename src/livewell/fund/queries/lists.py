"""Lists of applications: of a pot, of an applicant, and what waits at the fund's desk."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.fund.queries.applications import ApplicationSeen, application
from livewell.fund.rules import LABELS, ApplicationState
from livewell.fund.rules.money import pounds
from livewell.kit import clock, db
from livewell.kit.errors import NotFound


@dataclass(frozen=True)
class Line:
    """One application in a list."""

    id: UUID
    reference: str
    pot_name: str
    who: str
    state: ApplicationState
    pence: int | None
    awarded: int | None
    sent_at: datetime | None
    shown_at: datetime | None
    opinions: int
    report_due_on: date | None

    @property
    def label(self) -> tuple[str, str]:
        """Where it stands: words and a colour."""
        return LABELS[self.state]

    @property
    def money(self) -> str:
        """How much is asked for."""
        return "" if self.pence is None else pounds(self.pence)

    @property
    def award(self) -> str:
        """How much was awarded, "" while nothing is decided or it was declined."""
        return pounds(self.awarded) if self.awarded else ""


_LINE = """
    SELECT a.id, a.reference, p.name AS pot_name, coalesce(nullif(a.group_name, ''), a.name) AS who, a.state, a.pence,
           d.pence - d.released_pence AS awarded, a.sent_at, a.shown_at, d.report_due_on,
           (SELECT count(*) FROM fund_opinion o JOIN fund_panellist l ON l.pot = a.pot AND l.member = o.member
             JOIN forum_member m ON m.id = o.member
             WHERE o.application = a.id AND NOT o.conflict AND m.state = 'member'
               AND (m.email = '' OR lower(m.email) <> lower(a.email))) AS opinions
    FROM fund_application a JOIN fund_pot p ON p.id = a.pot LEFT JOIN fund_decision d ON d.application = a.id
"""
A_PAGE = 25


def _line(found: dict[str, Any]) -> Line:
    return Line(**{**found, "state": ApplicationState(found["state"])})


async def of_pot(pot_id: UUID, page: int) -> tuple[list[Line], int]:
    """A page of what was asked of a pot, half-written ones left out, the newest first; and how many there are."""
    total = int(await db.value("SELECT count(*) FROM fund_application WHERE pot = $1 AND state <> 'begun'", pot_id))
    found = await db.rows(
        f"{_LINE} WHERE a.pot = $1 AND a.state <> 'begun' ORDER BY a.sent_at DESC NULLS LAST, a.id LIMIT {A_PAGE} OFFSET $2",
        pot_id,
        (page - 1) * A_PAGE,
    )
    return [_line(one) for one in found], total


_OWN = f"""
    {_LINE} WHERE a.forgotten_at IS NULL AND (a.id = $1 OR (lower(a.email) = lower($2) AND a.email <> ''
        AND lower($2) = (SELECT lower(email) FROM fund_application WHERE id = $1)))
    ORDER BY a.begun_at DESC LIMIT 100
"""  # noqa: S608  A constant.


async def own(record: UUID, holder: str) -> list[Line]:
    """What a guest may see: the application they came for, and with a link to their address every other of that address."""
    return [_line(one) for one in await db.rows(_OWN, record, holder)]


async def own_one(application_id: UUID, record: UUID, holder: str) -> ApplicationSeen:
    """One of a guest's own. NotFound for anybody else's."""
    if application_id not in {one.id for one in await own(record, holder)}:
        raise NotFound
    return await application(application_id)


async def known(email: str) -> UUID | None:
    """The newest application of an address, for its door."""
    found = await db.value(
        "SELECT id FROM fund_application WHERE lower(email) = lower($1) AND email <> '' AND forgotten_at IS NULL"
        " ORDER BY begun_at DESC LIMIT 1",
        email,
    )
    return UUID(str(found)) if found else None


async def called(record: UUID) -> str | None:
    """What an applicant is called, None once they are forgotten."""
    found = await db.value("SELECT name FROM fund_application WHERE id = $1 AND forgotten_at IS NULL", record)
    return str(found) if found else None


@dataclass(frozen=True)
class Waiting:
    """What waits at the fund's desk, each list at most fifty long."""

    to_read: list[Line]
    with_panel: list[Line]
    asked: list[Line]
    to_tell: list[Line]
    reports_to_read: list[Line]
    overdue: list[Line]


async def waiting() -> Waiting:
    """What waits: to be read first, with the panel, for an answer, to be told by letter; reports to read, reports overdue."""

    async def those(condition: str, *args: object) -> list[Line]:
        return [_line(one) for one in await db.rows(f"{_LINE} WHERE {condition} ORDER BY a.sent_at LIMIT 50", *args)]

    return Waiting(
        to_read=await those("a.state = 'sent' AND a.shown_at IS NULL"),
        with_panel=await those("a.state = 'sent' AND a.shown_at IS NOT NULL"),
        asked=await those("a.state = 'asked'"),
        to_tell=await those("d.id IS NOT NULL AND d.told_at IS NULL AND a.email = ''"),
        reports_to_read=await those(
            "EXISTS (SELECT FROM fund_report r WHERE r.application = a.id AND r.read_at IS NULL)"
        ),
        overdue=await those(
            "a.state = 'awarded' AND d.report_due_on < $1"
            " AND NOT EXISTS (SELECT FROM fund_report r WHERE r.application = a.id)",
            clock.today(),
        ),
    )
