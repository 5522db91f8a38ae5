"""What waits for those who keep the library: what was given, what is to be looked at again, and what readers say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from livewell.kit import clock
from livewell.kit.db import row, rows
from livewell.library.rules import KIND_LABELS, LABELS, USE_LABELS, Kind, State

SOON = timedelta(days=30)
"""How long before its review day an item is in the queue."""
_MOST = 200


@dataclass(frozen=True)
class Waiting:
    """Words that wait to be published: something new, or another version of what is shown."""

    id: UUID
    title: str
    kind_label: str
    label: tuple[str, str]
    since: datetime
    by: str
    is_new: bool


@dataclass(frozen=True)
class Due:
    """A published item that somebody has to look at again. `owner` is "" where nobody who works here keeps it."""

    id: UUID
    title: str
    review_on: date
    owner: str
    overdue: bool


@dataclass(frozen=True)
class Opinion:
    """What a reader said of an item."""

    id: UUID
    item: UUID
    title: str
    helpful: bool
    words: str
    said_at: datetime


@dataclass(frozen=True)
class UseSeen:
    """How an item was used: what, in the last 30 days, ever; and how many found it helpful."""

    rows: Sequence[tuple[str, int, int]]
    helpful: int
    unhelpful: int


@dataclass(frozen=True)
class ToTell:
    """Whom to tell what became of what they gave."""

    reply_to: str
    title: str
    slug: str
    sentence: str
    is_published: bool
    is_public: bool


@dataclass(frozen=True)
class Reminded:
    """Whom to remind of which items: id, title and review day of each."""

    email: str
    name: str
    items: Sequence[tuple[UUID, str, date]]


async def waiting() -> list[Waiting]:
    """Everything that waits to be read, the oldest first."""
    found = await rows(
        """
        SELECT i.id, v.title, i.kind, i.state, v.made_at AS since, coalesce(m.name, '') AS by, i.published = 0 AS is_new
        FROM library_item i
        JOIN LATERAL (SELECT * FROM library_version v WHERE v.item = i.id ORDER BY v.number DESC LIMIT 1) AS v ON true
        LEFT JOIN staff_user m ON m.id = v.made_by
        WHERE i.state IN ('submitted', 'in_review') OR (i.state IN ('published', 'withdrawn') AND v.approved_at IS NULL)
        ORDER BY v.made_at, i.id LIMIT $1
        """,
        _MOST,
    )
    return [
        Waiting(
            one["id"],
            one["title"],
            KIND_LABELS[Kind(one["kind"])],
            LABELS[State(one["state"])] if one["is_new"] else ("Another version", "blue"),
            one["since"],
            one["by"],
            one["is_new"],
        )
        for one in found
    ]


async def due() -> list[Due]:
    """Published items whose review day has come or comes within 30 days, the longest overdue first."""
    today = clock.today()
    found = await rows(
        """
        SELECT i.id, v.title, i.review_on, CASE WHEN o.active THEN o.name ELSE '' END AS owner, i.review_on <= $1 AS overdue
        FROM library_item i JOIN library_version v ON v.item = i.id AND v.number = i.published
        LEFT JOIN staff_user o ON o.id = i.owner
        WHERE i.state = 'published' AND i.review_on <= $2 ORDER BY i.review_on, v.title LIMIT $3
        """,
        today,
        today + SOON,
        _MOST,
    )
    return [Due(**one) for one in found]


async def opinions(item_id: UUID | None = None) -> list[Opinion]:
    """What readers wrote that nobody has read yet, of one item or of all, the oldest first."""
    found = await rows(
        """
        SELECT o.id, o.item, v.title, o.helpful, o.words, o.said_at
        FROM library_opinion o JOIN library_item i ON i.id = o.item
        JOIN library_version v ON v.item = i.id AND v.number = i.published
        WHERE o.seen_at IS NULL AND o.words <> '' AND ($1::uuid IS NULL OR o.item = $1) ORDER BY o.said_at LIMIT $2
        """,
        item_id,
        _MOST,
    )
    return [Opinion(**one) for one in found]


async def use_of(item_id: UUID) -> UseSeen:
    """How an item was used, by nobody in particular."""
    found = await rows(
        """
        SELECT what, coalesce(sum(times) FILTER (WHERE day > $2), 0)::int AS lately, sum(times)::int AS ever
        FROM library_use WHERE item = $1 GROUP BY what
        """,
        item_id,
        clock.today() - timedelta(days=30),
    )
    counts = {one["what"]: (one["lately"], one["ever"]) for one in found}
    said = await row(
        """
        SELECT count(*) FILTER (WHERE helpful) AS helpful, count(*) FILTER (WHERE NOT helpful) AS unhelpful
        FROM library_opinion WHERE item = $1
        """,
        item_id,
    )
    assert said is not None  # An aggregate has one row.
    return UseSeen(
        [(label, *counts.get(what.value, (0, 0))) for what, label in USE_LABELS.items()],
        said["helpful"],
        said["unhelpful"],
    )


async def to_tell(item_id: UUID) -> ToTell | None:
    """Whom to tell what became of what they gave; None when nobody asked, or they were told."""
    found = await row(
        """
        SELECT i.reply_to, v.title, i.slug, i.sentence, i.state = 'published' AS is_published,
               i.audience = 'public' AS is_public
        FROM library_item i
        JOIN LATERAL (SELECT title FROM library_version v WHERE v.item = i.id ORDER BY number LIMIT 1) AS v ON true
        WHERE i.id = $1 AND i.reply_to <> '' AND i.told_at IS NULL AND i.state IN ('published', 'sent_back')
        """,
        item_id,
    )
    return ToTell(**found) if found else None


async def reminded(owner: UUID) -> Reminded | None:
    """An owner who works here, with what of theirs is to be looked at; None when they left, or nothing is any more."""
    found = await rows(
        """
        SELECT o.email, o.name, i.id, v.title, i.review_on
        FROM library_item i JOIN library_version v ON v.item = i.id AND v.number = i.published
        JOIN staff_user o ON o.id = i.owner
        WHERE i.owner = $1 AND o.active AND i.state = 'published' AND i.review_on <= $2 AND i.reminded_of = i.review_on
        ORDER BY i.review_on, v.title LIMIT $3
        """,
        owner,
        clock.today(),
        _MOST,
    )
    if not found:
        return None
    items = [(one["id"], one["title"], one["review_on"]) for one in found]
    return Reminded(found[0]["email"], found[0]["name"], items)
