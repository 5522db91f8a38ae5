"""The licence packs that were ever loaded."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.kit import clock, db
from livewell.kit.errors import NotFound
from livewell.measures.queries.usable import packs_in_use
from livewell.measures.rules.loading import INSTRUMENTS


@dataclass(frozen=True)
class PackSeen:
    """A licence pack on the list."""

    id: UUID
    instrument: str
    instrument_name: str
    version: str
    holder: str
    reference: str
    contexts: tuple[str, ...]
    starts_on: date
    ends_on: date | None
    brings: str
    """What is in it: wording, table, cut-points."""
    file_hash: str
    attestation: str
    attested_by: str
    attested_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_why: str
    holds: bool
    """Whether it may be used today."""
    in_use: bool
    """Whether it is the one that is used today: the newest that holds."""
    scores: int
    """How many scores were made with it."""


async def packs() -> list[PackSeen]:
    """Every pack that was ever loaded, the newest first."""
    return await _packs(None)


async def pack(pack_id: UUID) -> PackSeen:
    """One pack. NotFound when there is none."""
    found = await _packs(pack_id)
    if not found:
        raise NotFound
    return found[0]


async def _packs(only: UUID | None) -> list[PackSeen]:
    today = clock.today()
    used = {one.id for one in (await packs_in_use(today)).values()}
    return [
        _pack_seen(row, today, used)
        for row in await db.rows(
            """
            SELECT p.id, p.instrument, p.pack_version, p.holder, p.reference, p.contexts, p.starts_on, p.ends_on,
                   p.content, p.file_hash, p.attestation, a.name AS attested_by, p.attested_at, p.withdrawn_at,
                   coalesce(w.name, '') AS withdrawn_by, p.withdrawn_why,
                   (SELECT count(*) FROM score s WHERE s.pack = p.id) AS scores
              FROM licence_pack p JOIN staff_user a ON a.id = p.attested_by
              LEFT JOIN staff_user w ON w.id = p.withdrawn_by
             WHERE $1::uuid IS NULL OR p.id = $1
             ORDER BY p.attested_at DESC, p.id
            """,
            only,
        )
    ]


def _pack_seen(row: dict[str, Any], today: date, used: set[UUID]) -> PackSeen:
    content = json.loads(row.pop("content"))
    brings = [
        words for key, words in (("items", "wording"), ("table", "table"), ("cuts", "cut-points")) if content.get(key)
    ]
    instrument = INSTRUMENTS.get(row["instrument"])
    return PackSeen(
        **{key: row[key] for key in row if key not in {"pack_version", "contexts"}},
        instrument_name=instrument.name if instrument else row["instrument"],
        version=row["pack_version"],
        contexts=tuple(row["contexts"]),
        brings=", ".join(brings),
        in_use=row["id"] in used,
        holds=row["withdrawn_at"] is None
        and row["starts_on"] <= today
        and (row["ends_on"] is None or today <= row["ends_on"]),
    )
