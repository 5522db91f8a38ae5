"""My referrals: those of one member or their practice, what wants attention first."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from livewell.feedback import rules
from livewell.feedback.queries.facts import COLUMNS, REFUSED, TABLES, facts_of, tag_of, theirs
from livewell.feedback.rules import Attention
from livewell.kit import clock, db
from livewell.kit.clock import LONDON
from livewell.kit.ids import tidy_reference
from livewell.kit.nhs import tidy_nhs_number
from livewell.staff.rules import Member

PAGE = 25

# The same rule as feedback.rules.attention, for counting in the database; a test holds the two together.
_ATTENTION = f"""
    CASE
        WHEN r.status = 'awaiting_information' THEN 'question'
        WHEN r.status = 'declined' THEN CASE WHEN (r.decided_at AT TIME ZONE 'Europe/London')::date >= $1 THEN 'declined' END
        WHEN j.closed_at IS NULL OR (j.closed_at AT TIME ZONE 'Europe/London')::date < $1 OR {REFUSED} THEN NULL
        WHEN j.end_reason = 'unable_to_contact' THEN 'unreached'
        ELSE 'ended'
    END
"""

_ORDER = "CASE attention WHEN 'question' THEN 0 WHEN 'declined' THEN 1 WHEN 'unreached' THEN 2 WHEN 'ended' THEN 3 ELSE 4 END"


@dataclass(frozen=True)
class Asked:
    """One referral in the list."""

    id: UUID
    reference: str
    name: str
    nhs_number: str
    referrer: str
    received_at: Any
    line: str
    tag: tuple[str, str]
    """What wants attention, where something does: it says more than the stage beside it would."""
    attention: Attention | None


@dataclass(frozen=True)
class ListPage:
    """One page of the list, and how many want attention in the whole of it."""

    referrals: tuple[Asked, ...]
    total: int
    page: int
    pages: int
    tiles: dict[Attention, int]
    everything: int


def _matching(words: str, first: int) -> tuple[str, list[Any]]:
    """SQL for "called so, or of this number or reference": every word must be in the name, in any order."""
    text = " ".join(words.split())
    if not text:
        return "true", []
    reference, number = tidy_reference(text), tidy_nhs_number(text)
    if reference or number:
        return f"(r.reference = ${first} OR p.nhs_number = ${first + 1})", [reference or "", number or ""]
    patterns = ["%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%" for word in text.split()]
    return f"(p.first_name || ' ' || p.preferred_name || ' ' || p.family_name) ILIKE ALL (${first}::text[])", [patterns]


async def my_referrals(
    *,
    seen_by: Member,
    whole_practice: bool = False,
    only: Attention | None = None,
    words: str = "",
    page: int = 1,
) -> ListPage:
    """A page of 25, what wants attention first and then the newest. `words` are a name, a reference or an NHS number."""
    since = clock.today() - rules.RECENT
    whose, args = theirs(seen_by, whole_practice=whole_practice, first=2)
    found, more = _matching(words, 2 + len(args))
    last = 2 + len(args) + len(more)
    wanted = await db.rows(
        f"""
        WITH mine AS (
            SELECT r.id, r.received_at, {_ATTENTION} AS attention, {found} AS found
            FROM referral r JOIN person p ON p.id = r.person LEFT JOIN journey j ON j.id = r.journey
            WHERE {whose}
        ), counted AS (
            SELECT id, row_number() OVER (ORDER BY {_ORDER}, received_at DESC, id) AS place, count(*) OVER () AS total,
                   attention
            FROM mine WHERE found AND (${last}::text = '' OR attention = ${last})
        ), tiles AS (
            SELECT count(*) AS everything, count(*) FILTER (WHERE attention = 'question') AS question,
                   count(*) FILTER (WHERE attention = 'declined') AS declined,
                   count(*) FILTER (WHERE attention = 'unreached') AS unreached,
                   count(*) FILTER (WHERE attention = 'ended') AS ended
            FROM mine
        )
        SELECT tiles.*, counted.id, counted.total, counted.attention FROM tiles
        LEFT JOIN counted ON counted.place > ${last + 1} AND counted.place <= ${last + 1} + {PAGE}
        ORDER BY counted.place
        """,  # noqa: S608  Only our own words and numbers stand in it.
        since,
        *args,
        *more,
        only.value if only else "",
        (page - 1) * PAGE,
    )
    ids = [one["id"] for one in wanted if one["id"] is not None]
    details = {one["id"]: one for one in await _details(ids)} if ids else {}
    total = wanted[0]["total"] or 0
    return ListPage(
        referrals=tuple(_asked(details[one["id"]], one["attention"]) for one in wanted if one["id"] in details),
        total=total,
        page=page,
        pages=max(1, -(-total // PAGE)),
        tiles={kind: wanted[0][kind.value] for kind in Attention},
        everything=wanted[0]["everything"],
    )


async def _details(ids: list[UUID]) -> list[dict[str, Any]]:
    return await db.rows(
        f"""
        SELECT r.id, r.reference, coalesce(p.nhs_number, '') AS nhs_number,
               coalesce(nullif(p.preferred_name, ''), p.first_name) || ' ' || p.family_name AS name,
               coalesce(sent.name, r.referrer_name) AS referrer, {COLUMNS}
        FROM referral r JOIN person p ON p.id = r.person LEFT JOIN staff_user sent ON sent.id = r.referrer {TABLES}
        WHERE r.id = ANY($1::uuid[])
        """,  # noqa: S608  Constants only.
        ids,
    )


def _asked(row: dict[str, Any], attention: str | None) -> Asked:
    facts = facts_of(row)
    wants = Attention(attention) if attention else None
    return Asked(
        id=row["id"],
        reference=row["reference"],
        name=row["name"],
        nhs_number=row["nhs_number"],
        referrer=row["referrer"],
        received_at=row["received_at"].astimezone(LONDON),
        line=rules.status_line(facts, clock.today()),
        tag=(rules.ATTENTION_LABELS[wants], "yellow") if wants else tag_of(facts),
        attention=wants,
    )
