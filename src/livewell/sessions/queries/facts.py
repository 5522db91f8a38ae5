"""One session with what was agreed in it, those of a journey in order, and what a booking may choose from."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from livewell.journeys import queries as journeys
from livewell.kit import clock, db
from livewell.kit.dates import london_day, say_instant
from livewell.kit.errors import NotFound
from livewell.sessions import rules
from livewell.sessions.rules import Place, Purpose, SessionKind, SessionStatus
from livewell.staff.rules import Member


@dataclass(frozen=True)
class ActionFacts:
    """Something somebody said they would do."""

    id: UUID
    what: str
    by_person: bool
    due_on: date | None
    done_at: datetime | None

    @property
    def is_late(self) -> bool:
        """Whether its day has gone by and it is not done."""
        return self.done_at is None and self.due_on is not None and self.due_on < clock.today()


@dataclass(frozen=True)
class CorrectionFacts:
    """What a note said before it was put right."""

    notes: str
    shared_note: str
    written_at: datetime
    corrected_at: datetime
    corrected_by_name: str


@dataclass(frozen=True)
class SessionFacts:
    """A session as every page shows it."""

    id: UUID
    journey: UUID
    kind: SessionKind
    worker: UUID
    worker_name: str
    status: SessionStatus
    planned_for: datetime
    minutes: int
    place: Place
    place_detail: str
    asset: UUID | None
    asset_name: str
    purposes: list[Purpose]
    notes: str
    shared_note: str
    cancelled_by: str
    why: str
    beyond_guide_why: str
    booked_at: datetime
    settled_at: datetime | None
    noted_at: datetime | None
    sequence: int
    version: int
    actions: list[ActionFacts]

    @property
    def status_label(self) -> tuple[str, str]:
        """The words and the colour of the status."""
        return rules.LABELS[self.status]

    @property
    def kind_label(self) -> str:
        """With whom, in words."""
        return rules.KIND_LABELS[self.kind]

    @property
    def place_label(self) -> str:
        """Where, in words."""
        return rules.PLACE_LABELS[self.place]

    @property
    def purpose_labels(self) -> list[str]:
        """What it was for, in words."""
        return [rules.PURPOSE_LABELS[purpose] for purpose in self.purposes]

    @property
    def cancelled_by_label(self) -> str:
        """Whose doing a cancellation was, in words."""
        return rules.CANCELLED_BY_LABELS[rules.CancelledBy(self.cancelled_by)] if self.cancelled_by else ""

    @property
    def ends_at(self) -> datetime:
        """When it is to end."""
        return self.planned_for + timedelta(minutes=self.minutes)

    @property
    def is_booked(self) -> bool:
        """Whether nothing has become of it yet."""
        return self.status is SessionStatus.BOOKED

    @property
    def is_held(self) -> bool:
        """Whether it took place."""
        return self.status is SessionStatus.HELD

    @property
    def is_to_note(self) -> bool:
        """Whether its time has come and nobody has said how it went."""
        return self.status is SessionStatus.BOOKED and self.planned_for <= clock.now()

    @property
    def may_settle(self) -> bool:
        """Whether its day has come, so that it may be marked held or missed."""
        return self.status is SessionStatus.BOOKED and london_day(self.planned_for) <= clock.today()


@dataclass(frozen=True)
class WhereAndWhom:
    """Where to go for a session that is booked, and whom to ring on the way; empty where it may not be told."""

    address: str = ""
    phone: str = ""


# Of session s with person p: the home for a visit there unless it is kept secret, the phone unless nobody may ring.
WHERE_AND_WHOM = r"""
    CASE WHEN s.status = 'booked' AND s.place = 'home' AND NOT p.protected_address
         THEN concat_ws(', ', nullif(regexp_replace(trim(p.address), '\s*,?\s*\n\s*', ', ', 'g'), ''),
                        nullif(p.postcode, '')) ELSE '' END AS address,
    CASE WHEN s.status = 'booked' AND NOT p.never_contact THEN p.phone ELSE '' END AS phone
"""

_SESSIONS = """
    SELECT s.id, s.journey, s.kind, s.worker, w.name AS worker_name, s.status, s.planned_for, s.minutes, s.place,
           s.place_detail, s.asset, coalesce(a.name, '') AS asset_name, s.purposes, s.notes, s.shared_note,
           s.cancelled_by, s.why, s.beyond_guide_why, s.booked_at, s.settled_at, s.noted_at, s.sequence, s.version
      FROM session s
      JOIN staff_user w ON w.id = s.worker
      LEFT JOIN asset a ON a.id = s.asset
"""


async def session(session_id: UUID, seen_by: Member) -> SessionFacts:
    """One session. NotFound when there is none such, or its journey is not for `seen_by`."""
    condition, args = journeys.seen_by_sql(seen_by, "j", 2)
    found = await db.rows(
        f"{_SESSIONS} JOIN journey j ON j.id = s.journey WHERE s.id = $1 AND {condition}", session_id, *args
    )
    if not found:
        raise NotFound
    return (await _with_actions(found))[0]


async def where_and_whom(session_id: UUID) -> WhereAndWhom:
    """Where to go and whom to ring. Ask first who may see the session."""
    row = await db.row(
        f"""
        SELECT {WHERE_AND_WHOM} FROM session s JOIN journey j ON j.id = s.journey JOIN person p ON p.id = j.person
         WHERE s.id = $1
        """,  # noqa: S608  Our own words.
        session_id,
    )
    return WhereAndWhom(**row) if row else WhereAndWhom()


async def of_journey(journey_id: UUID) -> list[SessionFacts]:
    """Every session of a journey by its time. Ask first who may see the journey."""
    found = await db.rows(f"{_SESSIONS} WHERE s.journey = $1 ORDER BY s.planned_for, s.booked_at, s.id", journey_id)
    return await _with_actions(found)


async def _with_actions(found: list[dict[str, Any]]) -> list[SessionFacts]:
    if not found:
        return []
    actions: dict[UUID, list[ActionFacts]] = {row["id"]: [] for row in found}
    for row in await db.rows(
        """
        SELECT session, id, what, by_person, due_on, done_at FROM session_action
         WHERE session = ANY($1) ORDER BY due_on NULLS LAST, what, id
        """,
        list(actions),
    ):
        actions[row.pop("session")].append(ActionFacts(**row))
    return [
        SessionFacts(
            **{
                **row,
                "kind": SessionKind(row["kind"]),
                "status": SessionStatus(row["status"]),
                "place": Place(row["place"]),
                "purposes": [Purpose(purpose) for purpose in row["purposes"]],
            },
            actions=actions[row["id"]],
        )
        for row in found
    ]


async def workers_for(journey_id: UUID) -> list[tuple[UUID, str]]:
    """Who a session of this journey may be with: its coach and its link worker, (id, name)."""
    return [
        (row["id"], row["name"])
        for row in await db.rows(
            """
            SELECT s.id, s.name FROM journey j JOIN staff_user s ON s.id IN (j.health_coach, j.link_worker)
             WHERE j.id = $1 AND s.active ORDER BY s.role, s.name
            """,
            journey_id,
        )
    ]


async def assets_for(journey_id: UUID) -> list[tuple[UUID, str, bool]]:
    """Places to have gone along to: (id, name, is one of this journey's connections), those first."""
    return [
        (row["id"], row["name"], row["connected"])
        for row in await db.rows(
            """
            SELECT a.id, a.name, EXISTS (SELECT 1 FROM connection c WHERE c.asset = a.id AND c.journey = $1) AS connected
              FROM asset a WHERE a.published AND a.merged_into IS NULL ORDER BY connected DESC, a.name, a.id
            """,
            journey_id,
        )
    ]


async def corrections(session_id: UUID) -> list[CorrectionFacts]:
    """What the note of a session said before, the newest first. Ask first who may see the session."""
    return [
        CorrectionFacts(**row)
        for row in await db.rows(
            """
            SELECT c.notes, c.shared_note, c.written_at, c.corrected_at, s.name AS corrected_by_name
              FROM session_correction c JOIN staff_user s ON s.id = c.corrected_by
             WHERE c.session = $1 ORDER BY c.corrected_at DESC
            """,
            session_id,
        )
    ]


def booking_in_words(booking: Any) -> dict[str, str]:
    """When and where, for two people's versions side by side. `booking` has planned_for, minutes, place, place_detail."""
    return {
        "When": say_instant(booking.planned_for),
        "Minutes": str(booking.minutes),
        "Where": rules.PLACE_LABELS[Place(booking.place)],
        "Where exactly": booking.place_detail,
    }
