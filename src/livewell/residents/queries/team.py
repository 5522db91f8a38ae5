"""What the team sees of somebody's own space: whether they have it, roughly when they were there, and what they ask for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from livewell.journeys import queries as journeys
from livewell.journeys.desk import Notice
from livewell.journeys.queries import JourneyFacts, seen_by_sql
from livewell.kit import clock, db
from livewell.kit.dates import london_day
from livewell.people.forms import DETAIL_LABELS
from livewell.residents import rules
from livewell.residents.rules import WISH_WORDS, WishFor
from livewell.sessions.rules import PLACE_LABELS, Place
from livewell.staff.permissions import GRANTS, Permission
from livewell.staff.rules import Member, Role


@dataclass(frozen=True)
class WishSeen:
    """What somebody asked for with a session."""

    id: UUID
    session: UUID
    journey: UUID
    name: str
    what: str
    words: str
    asked_at: datetime
    planned_for: datetime
    place: str
    session_is_booked: bool


@dataclass(frozen=True)
class Panel:
    """What residents/team.html shows."""

    journey: JourneyFacts
    has_email: bool
    has_phone: bool
    has_birthday: bool
    phone: str
    """Where they ring when a code is lost: their link worker, else their coach; "" for neither."""
    is_never: bool
    """Whether nothing may be sent to them."""
    last: str
    """When they were last there, in coarse words."""
    is_there: bool
    """Whether a visit is open, so that there is one to end."""
    code_until: datetime | None
    """Until when the printed code works, while there is one."""
    changed: tuple[tuple[datetime, str], ...]
    """What they changed of their details themself: (when, which)."""
    wishes: tuple[WishSeen, ...]


async def panel(journey_id: UUID, seen_by: Member) -> Panel:
    """Somebody's own space as their team sees it. NotFound when the journey is not theirs to see."""
    facts = await journeys.journey(journey_id, seen_by)
    now = clock.now()
    found = await db.row(
        """
        SELECT p.email <> '' AS has_email, p.phone <> '' AS has_phone, p.born_on IS NOT NULL AS has_birthday,
               p.never_contact AS is_never,
               coalesce((SELECT w.phone FROM journey j JOIN staff_user w ON w.id = coalesce(j.link_worker, j.health_coach)
                         WHERE j.id = $3), '') AS phone,
               (SELECT max(v.last_seen_at) FROM resident_visit v WHERE v.person = p.id) AS last,
               EXISTS (SELECT FROM resident_visit v WHERE v.person = p.id AND v.left_at IS NULL AND v.ends_at > $2
                       AND v.last_seen_at > $2 - make_interval(secs => v.idle_seconds)) AS is_there,
               (SELECT max(c.ends_at) FROM resident_code c WHERE c.person = p.id AND c.how = 'paper'
                  AND c.used_at IS NULL AND c.ended_at IS NULL AND c.ends_at > $2) AS code_until
          FROM person p WHERE p.id = $1
        """,
        facts.person,
        now,
        journey_id,
    )
    assert found is not None  # A journey has a person.
    changed = await db.rows(
        """
        SELECT happened_at, array(SELECT jsonb_array_elements_text(details -> 'fields')) AS fields FROM event
         WHERE person = $1 AND what = 'person.details_changed' AND by_kind = 'resident'
         ORDER BY happened_at DESC LIMIT 10
        """,
        facts.person,
    )
    last = found.pop("last")
    return Panel(
        journey=facts,
        **found,
        last=rules.LATELY_LABELS[rules.lately(london_day(last) if last else None, clock.today())],
        changed=tuple(
            (one["happened_at"], ", ".join(DETAIL_LABELS[field] for field in one["fields"] if field in DETAIL_LABELS))
            for one in changed
        ),
        wishes=tuple(await wishes(seen_by, journey_id)),
    )


_WISHES = """
    SELECT x.id, x.session, s.journey, x.what, x.words, x.asked_at, s.planned_for, s.place,
           s.status = 'booked' AS session_is_booked,
           coalesce(nullif(p.preferred_name, ''), p.first_name) || ' ' || p.family_name AS name
      FROM session_wish x JOIN session s ON s.id = x.session JOIN journey j ON j.id = s.journey
      JOIN person p ON p.id = j.person
     WHERE x.answered_at IS NULL
"""


async def wishes(seen_by: Member, journey_id: UUID | None = None) -> list[WishSeen]:
    """What people asked for with their sessions and nobody has answered, the oldest first; of one journey, or of all."""
    condition, args = seen_by_sql(seen_by, "j", 2)
    found = await db.rows(
        f"{_WISHES} AND ($1::uuid IS NULL OR s.journey = $1) AND {condition} ORDER BY x.asked_at, x.id",
        journey_id,
        *args,
    )
    return [
        WishSeen(**{**one, "what": WISH_WORDS[WishFor(one["what"])], "place": PLACE_LABELS[Place(one["place"])]})
        for one in found
    ]


async def may_answer(wish_id: UUID, member: Member) -> bool:
    """Whether this wish, answered or not, is of somebody whom the member may see."""
    condition, args = seen_by_sql(member, "j", 2)
    found = await db.row(
        f"""
        SELECT x.id FROM session_wish x JOIN session s ON s.id = x.session JOIN journey j ON j.id = s.journey
         WHERE x.id = $1 AND {condition}
        """,  # noqa: S608  (the condition is our own)
        wish_id,
        *args,
    )
    return found is not None


@dataclass(frozen=True)
class Withdrew:
    """Somebody who no longer agrees that Live Well works with them, while their journey is open."""

    journey: UUID
    name: str
    said_at: datetime


_WITHDREW = """
      journey j JOIN person p ON p.id = j.person
      JOIN LATERAL (SELECT c.given, c.said_at FROM consent c WHERE c.person = p.id AND c.kind = 'service'
                    ORDER BY c.said_at DESC LIMIT 1) AS last ON NOT last.given
     WHERE j.closed_at IS NULL
"""


async def withdrew(seen_by: Member) -> list[Withdrew]:
    """Everybody who said no to being worked with and whose journey is open still, the longest ago first."""
    condition, args = seen_by_sql(seen_by, "j", 1)
    found = await db.rows(
        f"""
        SELECT j.id AS journey, coalesce(nullif(p.preferred_name, ''), p.first_name) || ' ' || p.family_name AS name,
               last.said_at
          FROM {_WITHDREW} AND {condition} ORDER BY last.said_at, j.id
        """,  # noqa: S608  Our own words only.
        *args,
    )
    return [Withdrew(**one) for one in found]


async def notice(member: Member) -> Notice | None:
    """A sentence on top of the caseload of whoever is to answer: their own people, or everybody for a manager."""
    if Permission.WORK_WITH_PEOPLE not in GRANTS[Role(member.role)] or member.id is None:
        return None
    found = await db.row(
        f"""
        SELECT (SELECT count(*) FROM session_wish x JOIN session s ON s.id = x.session
                 WHERE x.answered_at IS NULL AND (s.worker = $1 OR $2)) AS asks,
               (SELECT count(*) FROM {_WITHDREW} AND ($1 IN (j.health_coach, j.link_worker) OR $2)) AS leaves
        """,  # noqa: S608  Our own words only.
        member.id,
        member.role is Role.MANAGER,
    )
    assert found is not None  # Counts always are.
    asks, leaves = found["asks"], found["leaves"]
    said = []
    if asks:
        said.append("One person asks about a session." if asks == 1 else f"{asks} people ask about a session.")
    if leaves:
        who = "One person does" if leaves == 1 else f"{leaves} people do"
        said.append(f"{who} not want Live Well to go on: ring once.")
    return Notice(" ".join(said), "/session-wishes") if said else None
