"""Whom to ask whether their listings are still right, and what they were asked."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from livewell.assets import queries as assets
from livewell.assets.rules.trust import HALF_A_YEAR
from livewell.kit import clock
from livewell.kit.db import row, rows
from livewell.kit.doorkeys import open_key
from livewell.kit.errors import NotFound
from livewell.owners.queries.keepers import keepers_of
from livewell.owners.rules import TOGETHER, Answer, is_time_to_ask

_NEARLY = timedelta(days=HALF_A_YEAR) - TOGETHER

ANSWERS: dict[Answer, str] = {
    Answer.RIGHT: "own_right",
    Answer.CHANGING: "own_changing",
    Answer.CLOSED: "own_closed",
}
"""The purpose of the key in each link of a message."""

# Those who keep it; where nobody does, its first contact with an address, shown or not; else its organisation.
_DUE = """
    WITH due AS (
        SELECT a.id, a.name AS listing, a.organisation, coalesce(a.assured_at, a.created_at) AS since,
               (coalesce(a.assured_at, a.created_at) AT TIME ZONE 'Europe/London')::date AS since_on
        FROM asset a
        WHERE a.published AND a.merged_into IS NULL AND a.running <> 'defunct'
          AND (coalesce(a.assured_at, a.created_at) AT TIME ZONE 'Europe/London')::date <= $1
    ), keeping AS (
        SELECT asset AS id, email, name FROM keeper WHERE ended_at IS NULL AND email <> '' AND asset IS NOT NULL
        UNION ALL
        SELECT m.merged_into, k.email, k.name FROM keeper k JOIN asset m ON m.id = k.asset
        WHERE k.ended_at IS NULL AND k.email <> '' AND m.merged_into IS NOT NULL
        UNION ALL
        SELECT a.id, k.email, k.name FROM keeper k JOIN asset a ON a.organisation = k.organisation
        WHERE k.ended_at IS NULL AND k.email <> ''
    ), kept AS (
        SELECT id, email, min(name) AS name FROM due JOIN keeping USING (id) GROUP BY id, email
    ), asked AS (
        SELECT id, email, name FROM kept
        UNION ALL
        SELECT due.id, lower(coalesce(c.email, o.email)), coalesce(c.name, '') FROM due
        LEFT JOIN organisation o ON o.id = due.organisation
        LEFT JOIN LATERAL (
            SELECT email, name FROM contact WHERE asset = due.id AND email <> '' ORDER BY position, id LIMIT 1
        ) AS c ON true
        WHERE NOT EXISTS (SELECT FROM kept WHERE kept.id = due.id) AND coalesce(c.email, o.email, '') <> ''
    )
    SELECT due.id, due.since_on, asked.email, asked.name, count(d.id) AS times, min(d.asked_at) AS first_asked_at,
           coalesce(bool_or(d.answer = 'closed'), false) AS said_closed
    FROM due JOIN asked USING (id)
    LEFT JOIN digest_sent d ON d.asset = due.id AND d.email = asked.email AND d.asked_at > due.since
    GROUP BY due.id, due.listing, due.since_on, asked.email, asked.name
    ORDER BY asked.email, lower(due.listing), due.id
"""


@dataclass(frozen=True)
class DigestRow:
    """One listing that one address was asked about."""

    id: UUID
    digest: UUID
    asset: UUID
    email: str
    name: str
    asked_at: datetime
    sent_at: datetime | None
    answer: str
    first_asked_at: datetime
    """When the same address was first asked about it since it was last checked."""

    @property
    def is_again(self) -> bool:
        """Whether it is a reminder."""
        return self.first_asked_at < self.asked_at


_ROWS = """
    SELECT d.id, d.digest, d.asset, d.email, d.name, d.asked_at, d.sent_at, d.answer,
           (SELECT min(f.asked_at) FROM digest_sent f WHERE f.asset = d.asset AND f.email = d.email
            AND (f.asked_at > coalesce(a.assured_at, a.created_at) OR f.id = d.id)) AS first_asked_at
    FROM digest_sent d JOIN asset a ON a.id = d.asset
"""


async def to_ask() -> dict[str, list[tuple[UUID, str]]]:
    """
    Whom to ask now: e-mail address in small letters -> (listing, name of who reads it).

    A listing is asked about half a year after somebody last made sure of it (or after it was written), again after two
    and four weeks, then no more. What will be due within two weeks goes along, so that nobody gets a message a day.
    """
    now = clock.now()
    due_on = clock.today().toordinal() - HALF_A_YEAR
    by_email: dict[str, list[tuple[UUID, str]]] = defaultdict(list)
    waits: set[str] = set()
    for one in await rows(_DUE, clock.today() - _NEARLY):
        first = one["first_asked_at"]
        if one["said_closed"] or not is_time_to_ask(one["times"], first, now):
            continue
        by_email[one["email"]].append((one["id"], one["name"]))
        if one["since_on"].toordinal() <= due_on or first is not None:
            waits.add(one["email"])
    return {email: listings for email, listings in by_email.items() if email in waits}


async def digest_rows(digest: UUID) -> list[DigestRow]:
    """Everything in one message."""
    return [DigestRow(**one) for one in await rows(_ROWS + " WHERE d.digest = $1 ORDER BY a.name, d.id", digest)]


@dataclass(frozen=True)
class Unanswered:
    """Messages that asked about one listing since somebody last made sure of it or answered, and that nobody answered."""

    messages: int
    days: int
    """Whole days since the last of them went."""


async def unanswered(asset_ids: Sequence[UUID]) -> dict[UUID, Unanswered]:
    """What was asked and not answered, by listing; those that nobody was asked about, or of whom somebody answered, are left out."""
    found = await rows(
        """
        SELECT d.asset, count(DISTINCT d.digest) AS messages, max(d.sent_at) AS last_sent_at
        FROM digest_sent d JOIN asset a ON a.id = d.asset
        WHERE d.asset = ANY ($1::uuid[]) AND d.sent_at > coalesce(a.assured_at, a.created_at)
          AND d.sent_at > coalesce((SELECT max(o.answered_at) FROM digest_sent o WHERE o.asset = d.asset), '-infinity')
        GROUP BY d.asset
        """,
        list(asset_ids),
    )
    now = clock.now()
    return {one["asset"]: Unanswered(one["messages"], max((now - one["last_sent_at"]).days, 0)) for one in found}


async def asked(digest_sent: UUID) -> DigestRow:
    """One listing of one message; `NotFound` when there is none."""
    found = await row(_ROWS + " WHERE d.id = $1", digest_sent)
    if found is None:
        raise NotFound
    return DigestRow(**found)


async def asked_by(token: str, answer: Answer) -> tuple[UUID, DigestRow] | None:
    """
    The key and the asking behind the link of a message; None for one that opens nothing.

    Nor does one that was sent to who answers for the listing no more: it has other keepers, or another address, now.
    """
    opened = await open_key(token, ANSWERS[answer])
    if opened is None:
        return None
    sent = await asked(opened.subject)
    onwards = await assets.moved_to(sent.asset)
    sent = replace(sent, asset=onwards or sent.asset)
    return (opened.key_id, sent) if sent.email in await _who_answers(sent.asset) else None


async def _who_answers(asset_id: UUID) -> set[str]:
    """The addresses that may answer for a listing: those who keep it, else those that stand on it."""
    keepers = await keepers_of(asset_id)
    if keepers:
        return {one.email for one in keepers} - {""}
    found = await rows(
        """
        SELECT lower(email) AS email FROM contact WHERE asset = $1 AND email <> ''
        UNION SELECT lower(o.email) FROM asset a JOIN organisation o ON o.id = a.organisation
        WHERE a.id = $1 AND o.email <> ''
        """,
        asset_id,
    )
    return {one["email"] for one in found}
