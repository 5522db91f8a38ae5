"""What sessions add to the timeline of a journey."""

from typing import Any
from uuid import UUID

from livewell.kit import db
from livewell.kit.dates import say_instant
from livewell.kit.timeline import TimelineEntry
from livewell.sessions import rules
from livewell.sessions.rules import Place, Purpose, SessionKind, SessionStatus


async def timeline(journey_id: UUID) -> list[TimelineEntry]:
    """Every booking, what became of it, and notes put right since, in no order. Ask first who may see the journey."""
    entries = []
    for row in await db.rows(
        """
        SELECT s.id, s.kind, s.status, s.planned_for, s.booked_at, s.booked_by, s.settled_at, s.worker, s.why, s.place,
               s.purposes, s.shared_note, e.by_id AS settled_by
          FROM session s
          LEFT JOIN LATERAL (SELECT by_id FROM event e WHERE e.subject = s.id
                                AND e.what IN ('session.held', 'session.missed', 'session.cancelled') LIMIT 1) e ON true
         WHERE s.journey = $1
        """,
        journey_id,
    ):
        label = rules.KIND_LABELS[SessionKind(row["kind"])]
        link = f"/sessions/{row['id']}"
        entries.append(
            TimelineEntry(
                at=row["booked_at"],
                kind="session.booked",
                words=f"{label} booked for {say_instant(row['planned_for'])}",
                by_id=row["booked_by"],
                link=link,
                struck=False,
                room="sessions",
            )
        )
        if row["settled_at"] is not None:
            held = row["status"] == SessionStatus.HELD
            entries.append(
                TimelineEntry(
                    at=row["planned_for"] if held else row["settled_at"],
                    kind=f"session.{row['status']}",
                    words=_settled(label, row),
                    by_id=row["worker"] if held else row["settled_by"],
                    link=link,
                    struck=False,
                    room="sessions",
                )
            )
    return [*entries, *await _corrected(journey_id)]


def _settled(label: str, row: dict[str, Any]) -> str:
    if row["status"] == SessionStatus.HELD:
        purposes = ", ".join(rules.PURPOSE_LABELS[Purpose(code)].lower() for code in row["purposes"])
        said = f"{label}, {rules.PLACE_LABELS[Place(row['place'])].lower()}"
        return f"{said}: {purposes}" if purposes else said
    if row["status"] == SessionStatus.MISSED:
        return f"{label}: {row['why'] or rules.MISSED_WORDS}"
    return f"{label} cancelled. {row['why']}".strip()


async def _corrected(journey_id: UUID) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            at=row["written_at"],
            kind="session.corrected",
            words=f"Session note, put right on {say_instant(row['corrected_at'])}: {row['notes'] or row['shared_note']}",
            by_id=row["corrected_by"],
            link=f"/sessions/{row['session']}",
            struck=True,
            room="sessions",
        )
        for row in await db.rows(
            """
            SELECT c.session, c.written_at, c.corrected_at, c.corrected_by, c.notes, c.shared_note
              FROM session_correction c JOIN session s ON s.id = c.session WHERE s.journey = $1
            """,
            journey_id,
        )
    ]
