"""Pots with their books, for everybody and for those who keep them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.fund.rules import POT_LABELS, PotKind, criteria_in, is_open
from livewell.fund.rules.money import Books, Ledger, pounds
from livewell.kit import clock, db
from livewell.kit.dates import say_day
from livewell.kit.errors import NotFound
from livewell.stories.rules import Reach
from livewell.stories.shelf import Told


@dataclass(frozen=True)
class PotSeen:
    """One pot, with what was awarded and paid from it."""

    id: UUID
    slug: str
    name: str
    about: str
    criteria_text: str
    kind: PotKind
    most_pence: int
    given_by: str
    opens_on: date
    closes_on: date
    report_within: int
    to_forum: bool
    closed_at: datetime | None
    version: int
    books: Books

    @property
    def criteria(self) -> tuple[str, ...]:
        """What is looked at, line by line."""
        return criteria_in(self.criteria_text)

    @property
    def kind_label(self) -> str:
        """For whom it is, in words."""
        return POT_LABELS[self.kind]

    @property
    def is_open(self) -> bool:
        """Whether somebody may ask today."""
        return is_open(self.opens_on, self.closes_on, closed=self.closed_at is not None, today=clock.today())

    @property
    def when(self) -> str:
        """Until when one may ask, in words."""
        today = clock.today()
        if self.closed_at is not None or today > self.closes_on:
            return f"Closed since the end of {say_day(self.closes_on)}" if not self.closed_at else "Closed"
        if today < self.opens_on:
            return f"Opens on {say_day(self.opens_on)}"
        return f"Open until the end of {say_day(self.closes_on)}"

    @property
    def label(self) -> tuple[str, str]:
        """Whether it is open, as a tag."""
        if self.is_open:
            return ("Open", "green")
        opens = self.closed_at is None and clock.today() < self.opens_on
        return ("Opens soon", "blue") if opens else ("Closed", "grey")

    @property
    def most(self) -> str:
        """The most for one award, in pounds."""
        return pounds(self.most_pence)

    @property
    def money(self) -> str:
        """What is in it, in pounds."""
        return pounds(self.books.pot)

    @property
    def left(self) -> str:
        """What can still be awarded, in pounds."""
        return pounds(self.books.left)


_POT = """
    SELECT p.id, p.slug, p.name, p.about, p.criteria AS criteria_text, p.kind, p.most_pence, p.given_by, p.opens_on,
           p.closes_on, p.report_within, p.to_forum, p.closed_at, p.version, p.pence,
           coalesce(d.awarded, 0) AS awarded, coalesce(y.paid, 0) AS paid, coalesce(y.returned, 0) AS returned
    FROM fund_pot p
    LEFT JOIN LATERAL (
        SELECT sum(d.pence - d.released_pence) AS awarded
        FROM fund_decision d JOIN fund_application a ON a.id = d.application WHERE a.pot = p.id
    ) d ON true
    LEFT JOIN LATERAL (
        SELECT sum(y.pence) FILTER (WHERE y.pence > 0) AS paid, -sum(y.pence) FILTER (WHERE y.pence < 0) AS returned
        FROM fund_payment y JOIN fund_application a ON a.id = y.application WHERE a.pot = p.id
    ) y ON true
"""


def _pot(found: dict[str, Any]) -> PotSeen:
    money = Ledger(int(found.pop("awarded")), int(found.pop("paid")), int(found.pop("returned")))
    books = Books(found.pop("pence"), money)
    return PotSeen(**{**found, "kind": PotKind(found["kind"]), "books": books})


async def pots() -> list[PotSeen]:
    """Every pot, those that close first first, those long closed last."""
    found = [_pot(one) for one in await db.rows(f"{_POT} ORDER BY p.closes_on DESC, p.name LIMIT 200")]
    return sorted(found, key=lambda pot: not pot.is_open)


async def pot(pot_id: UUID) -> PotSeen:
    """One pot. NotFound when there is none."""
    found = await db.row(f"{_POT} WHERE p.id = $1", pot_id)
    if found is None:
        raise NotFound
    return _pot(found)


async def pot_called(slug: str) -> PotSeen:
    """The same by its address. NotFound when there is none."""
    found = await db.row(f"{_POT} WHERE p.slug = $1", slug)
    if found is None:
        raise NotFound
    return _pot(found)


async def slugs_like(slug: str) -> set[str]:
    """The addresses that are taken and begin so."""
    return {one["slug"] for one in await db.rows("SELECT slug FROM fund_pot WHERE starts_with(slug, $1)", slug)}


@dataclass(frozen=True)
class ReportStory:
    """What came of an award, as far as its tellers let it go."""

    story: str
    group_name: str
    reported_at: datetime


async def stories(least: Reach) -> list[ReportStory]:
    """The newest stories that the team has read and that may go that far. Whoever asked alone has no name here."""
    order = list(Reach)
    found = await db.rows(
        """
        SELECT r.story, a.group_name, r.reported_at FROM fund_report r JOIN fund_application a ON a.id = r.application
        WHERE r.read_at IS NOT NULL AND r.reach = ANY($1) AND r.hidden_why = ''
        ORDER BY r.reported_at DESC LIMIT 20
        """,
        [reach.value for reach in order[order.index(least) :]],
    )
    return [ReportStory(**one) for one in found]


async def beside_stories(least: Reach) -> list[Told]:
    """What came of awards, for the shelf of stories: only what may go that far."""
    return [Told(one.story, one.group_name, one.reported_at) for one in await stories(least)]
