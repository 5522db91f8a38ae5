"""The fund in figures, small numbers hidden; every award for a sheet; and gifts beside the money, never added to it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from livewell.assets.rules import WAY_LABELS, Way
from livewell.fund.queries.pots import pots
from livewell.fund.rules import LABELS, ApplicationState
from livewell.fund.rules.money import Books, for_a_sheet, pounds, together
from livewell.gaps.rules.numbers import Count, shown, total
from livewell.kit import db
from livewell.kit.charts import Chart, bars
from livewell.kit.dates import london_day

NOWHERE = "No ward said"
NO_WAY = "No Way said"


@dataclass(frozen=True)
class Split:
    """How many asked and were awarded, by one thing: (label, asked, awarded)."""

    title: str
    rows: tuple[tuple[str, Count, Count], ...]
    chart: Chart

    @property
    def table(self) -> list[tuple[str, str, str]]:
        """The rows as they are said."""
        return [(label, str(asked), str(awarded)) for label, asked, awarded in self.rows]


@dataclass(frozen=True)
class Figures:
    """What the fund did, over all pots."""

    asked: Count
    awarded: Count
    people: Count
    stories: int
    books: Books
    by_ward: Split
    by_way: Split


async def figures() -> Figures:
    """All pots together: six statements at most. Whoever only began and whoever withdrew is in no figure."""
    found = await db.rows(
        """
        SELECT coalesce(w.name, '') AS ward, a.way, count(*) AS asked,
               count(*) FILTER (WHERE d.pence > 0) AS awarded
        FROM fund_application a LEFT JOIN ward w ON w.code = a.ward LEFT JOIN fund_decision d ON d.application = a.id
        WHERE a.state NOT IN ('begun', 'withdrawn') GROUP BY 1, 2
        """
    )
    told = await db.row(
        "SELECT coalesce(sum(people), 0) AS people, count(*) FILTER (WHERE read_at IS NOT NULL) AS stories FROM fund_report"
    )
    assert told is not None
    every = await pots()
    by_ward = _split("By ward", [(one["ward"] or NOWHERE, one["asked"], one["awarded"]) for one in found])
    by_way = _split(
        "By Way to Wellbeing",
        [(_way(one["way"]), one["asked"], one["awarded"]) for one in found],
    )
    return Figures(
        asked=total(one[1] for one in by_ward.rows),
        awarded=total(one[2] for one in by_ward.rows),
        people=shown(int(told["people"])),
        stories=int(told["stories"]),
        books=Books(sum(pot.books.pot for pot in every), together(pot.books.awards for pot in every)),
        by_ward=by_ward,
        by_way=by_way,
    )


def _way(code: str) -> str:
    return WAY_LABELS[Way(code)] if code in set(Way) else NO_WAY


def _split(title: str, counted: list[tuple[str, int, int]]) -> Split:
    sums: dict[str, tuple[int, int]] = {}
    for label, asked, awarded in counted:
        before = sums.get(label, (0, 0))
        sums[label] = (before[0] + asked, before[1] + awarded)
    rows = tuple((label, shown(asked), shown(awarded)) for label, (asked, awarded) in sorted(sums.items()))
    chart = bars(
        f"Applications, {title[0].lower()}{title[1:]}",
        [(label, asked.number) for label, asked, _ in rows],
        unit="applications",
    )
    return Split(title, rows, chart)


COLUMNS = (
    "Number", "Pot", "Who", "State", "Ward", "Way", "Asked, pounds", "Awarded, pounds", "Paid, pounds",
    "Came back, pounds", "Still to pay, pounds", "Sent on", "Decided on", "Report due on", "People", "Spent, pounds",
)  # fmt: skip
_A_PIECE = 500


async def for_a_file() -> AsyncIterator[list[str]]:
    """Every application that was sent, as rows of `COLUMNS`; people who ask by themselves stand there without a name."""
    after: tuple[datetime, UUID] | None = None
    while True:
        found = await db.rows(
            """
            SELECT a.id, a.sent_at, a.reference, p.name AS pot, coalesce(nullif(a.group_name, ''), 'A resident') AS who,
                   a.state, coalesce(w.name, '') AS ward, a.way, a.pence, d.pence - d.released_pence AS awarded,
                   d.decided_at, d.report_due_on, r.people, r.spent_pence,
                   coalesce((SELECT sum(pence) FROM fund_payment y WHERE y.application = a.id AND y.pence > 0), 0) AS paid,
                   coalesce((SELECT -sum(pence) FROM fund_payment y WHERE y.application = a.id AND y.pence < 0), 0) AS back
            FROM fund_application a JOIN fund_pot p ON p.id = a.pot LEFT JOIN ward w ON w.code = a.ward
            LEFT JOIN fund_decision d ON d.application = a.id LEFT JOIN fund_report r ON r.application = a.id
            WHERE a.sent_at IS NOT NULL AND ($1::timestamptz IS NULL OR (a.sent_at, a.id) > ($1, $2::uuid))
            ORDER BY a.sent_at, a.id LIMIT $3
            """,
            after[0] if after else None,
            after[1] if after else None,
            _A_PIECE,
        )
        for one in found:
            awarded, paid, back = int(one["awarded"] or 0), int(one["paid"]), int(one["back"])
            yield [
                one["reference"], one["pot"], one["who"], LABELS[ApplicationState(one["state"])][0], one["ward"],
                _way(one["way"]), for_a_sheet(one["pence"] or 0), for_a_sheet(awarded), for_a_sheet(paid),
                for_a_sheet(back), for_a_sheet(awarded - paid + back), _day(one["sent_at"]), _day(one["decided_at"]),
                str(one["report_due_on"] or ""), "" if one["people"] is None else str(one["people"]),
                "" if one["spent_pence"] is None else for_a_sheet(one["spent_pence"]),
            ]  # fmt: skip
        if len(found) < _A_PIECE:
            return
        after = (found[-1]["sent_at"], found[-1]["id"])


def _day(instant: datetime | None) -> str:
    return str(london_day(instant)) if instant else ""


# ── gifts in kind ──


@dataclass(frozen=True)
class GiftSeen:
    """Something given that is not money."""

    id: UUID
    what: str
    giver: str
    group_name: str
    pence: int | None
    valued_how: str
    given_on: date
    until_on: date | None
    struck_at: datetime | None

    @property
    def worth(self) -> str:
        """Its value in pounds, with where it comes from."""
        return "Not valued" if self.pence is None else f"{pounds(self.pence)} ({self.valued_how})"


@dataclass(frozen=True)
class Gifts:
    """A page of gifts, their sum, and how many have no value."""

    gifts: list[GiftSeen]
    total: int
    worth: str
    unvalued: int


GIFTS_A_PAGE = 25


async def gifts(page: int) -> Gifts:
    """A page of what was given, the newest first; the sum is of what has a value and is not struck."""
    sums = await db.row(
        """
        SELECT count(*) AS total, coalesce(sum(pence) FILTER (WHERE struck_at IS NULL), 0) AS worth,
               count(*) FILTER (WHERE struck_at IS NULL AND pence IS NULL) AS unvalued FROM gift_in_kind
        """
    )
    assert sums is not None
    found = await db.rows(
        """
        SELECT k.id, k.what, k.giver, coalesce(g.name, '') AS group_name, k.pence, k.valued_how, k.given_on, k.until_on,
               k.struck_at
        FROM gift_in_kind k LEFT JOIN community_group g ON g.id = k.community_group
        ORDER BY k.given_on DESC, k.noted_at DESC, k.id LIMIT $1 OFFSET $2
        """,
        GIFTS_A_PAGE,
        (page - 1) * GIFTS_A_PAGE,
    )
    return Gifts(
        [GiftSeen(**one) for one in found], int(sums["total"]), pounds(int(sums["worth"])), int(sums["unvalued"])
    )


@dataclass(frozen=True)
class Offer:
    """Something that was offered to the team on a visit and that nobody has taken up."""

    id: UUID
    asset_name: str
    visited_on: date


async def offers() -> list[Offer]:
    """What was offered on visits and waits, the oldest first."""
    found = await db.rows(
        """
        SELECT f.id, a.name AS asset_name, v.visited_on FROM visit_follow_on f JOIN asset_visit v ON v.id = f.visit
        JOIN asset a ON a.id = v.asset
        WHERE f.kind = 'material_support' AND f.done_at IS NULL ORDER BY v.visited_on, f.id LIMIT 50
        """
    )
    return [Offer(**one) for one in found]


async def group_choices() -> list[tuple[str, str]]:
    """The groups a gift may be for: (id, name)."""
    found = await db.rows("SELECT id, name FROM community_group WHERE stage <> 'closed' ORDER BY lower(name) LIMIT 300")
    return [(str(one["id"]), one["name"]) for one in found]
