"""Courses with their runs, sessions and places, as everybody and as the team sees them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from livewell.kit import clock
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.learning.queries.seen import CourseSeen, Principle, RunSeen, SessionSeen
from livewell.learning.rules import PRINCIPLES, Category, CourseKind, sessions_needed
from livewell.learning.rules.courses import CourseState, RunState

_COURSE = """
    SELECT c.id, c.slug, c.title, c.kind, c.category, c.about, c.learn, c.provider, c.own, c.asset,
           coalesce(a.name, '') AS asset_name, c.open_to, c.eligibility, c.access, c.cost, c.ways, c.subject_trainer,
           c.lived_trainer, c.trainers_accredited, c.needed_sessions, c.leads_to, coalesce(l.title, '') AS leads_to_title,
           CASE WHEN l.state = 'open' THEN l.slug ELSE '' END AS leads_to_slug, c.nomination,
           coalesce(n.title, '') AS nomination_title, c.gap, coalesce(g.title, '') AS gap_title, c.state, c.version
    FROM course c LEFT JOIN asset a ON a.id = c.asset LEFT JOIN course l ON l.id = c.leads_to
    LEFT JOIN nomination n ON n.id = c.nomination LEFT JOIN gap g ON g.id = c.gap
"""
_RUN = """
    SELECT r.id, r.course, c.title AS course_title, c.slug AS course_slug, r.place, r.asset,
           coalesce(a.name, '') AS asset_name, r.places, r.waiting_places, r.booking_opens_on AS opens_on,
           r.booking_closes_on AS closes_on, r.state, r.cancelled_why, r.contact, r.version, c.state AS course_state,
           c.open_to, c.needed_sessions,
           (SELECT count(*) FROM booking b WHERE b.run = r.id AND b.state IN ('booked', 'offered')) AS taken,
           (SELECT count(*) FROM booking b WHERE b.run = r.id AND b.state = 'waiting') AS waiting
    FROM course_run r JOIN course c ON c.id = r.course LEFT JOIN asset a ON a.id = r.asset
"""


async def course_by_slug(slug: str) -> CourseSeen:
    """A course that everybody may see, or NotFound."""
    found = await row(f"{_COURSE} WHERE c.slug = $1 AND c.state = 'open'", slug)
    return await _whole(found)


async def course(course_id: UUID) -> CourseSeen:
    """A course as the team sees it, or NotFound."""
    return await _whole(await row(f"{_COURSE} WHERE c.id = $1", course_id))


async def courses() -> list[CourseSeen]:
    """Every course with its runs, for the team; those in the catalogue first. Three statements."""
    found = await rows(f"{_COURSE} ORDER BY c.state = 'ended', c.state = 'open' DESC, lower(c.title), c.id")
    seen = await runs_of([one["id"] for one in found])
    return [_course(one, [run for run in seen if run.course == one["id"]], ()) for one in found]


async def _whole(found: dict[str, Any] | None) -> CourseSeen:
    if found is None:
        raise NotFound
    held = {
        one["principle"]: one
        for one in await rows(
            """
            SELECT p.principle, p.held_at, s.name FROM course_principle p JOIN staff_user s ON s.id = p.held_by
            WHERE p.course = $1
            """,
            found["id"],
        )
    }
    principles = tuple(
        Principle(
            code,
            title,
            asks,
            held[code]["held_at"] if code in held else None,
            held[code]["name"] if code in held else "",
        )
        for code, (title, asks) in PRINCIPLES.items()
    )
    return _course(found, await runs_of([found["id"]]), principles)


def _course(found: dict[str, Any], seen: Sequence[RunSeen], principles: tuple[Principle, ...]) -> CourseSeen:
    return CourseSeen(
        **{
            **found,
            "kind": CourseKind(found["kind"]),
            "category": Category(found["category"]),
            "open_to": tuple(found["open_to"]),
            "ways": tuple(found["ways"]),
            "state": CourseState(found["state"]),
            "runs": tuple(seen),
            "principles": principles,
        }
    )


async def runs_of(course_ids: Sequence[UUID]) -> list[RunSeen]:
    """The runs of these courses, by their first session. Two statements."""
    return await _runs(await rows(f"{_RUN} WHERE r.course = ANY($1)", list(course_ids)))


async def run(run_id: UUID, *, for_everybody: bool = False) -> RunSeen:
    """One run, or NotFound; for everybody only when its course is in the catalogue. Two statements."""
    found = await runs_by_id([run_id])
    if not found or (for_everybody and found[0].course_state is not CourseState.OPEN):
        raise NotFound
    return found[0]


async def runs_by_id(run_ids: Sequence[UUID]) -> list[RunSeen]:
    """These runs, by their first session. Two statements."""
    return await _runs(await rows(f"{_RUN} WHERE r.id = ANY($1)", list(run_ids)))


async def open_runs(comes_as_open_to: Sequence[str]) -> list[RunSeen]:
    """Runs to come of courses in the catalogue that are open to one of these; the soonest first. Two statements."""
    found = await _runs(
        await rows(
            f"""
            {_RUN} WHERE c.state = 'open' AND r.state IN ('open', 'closed') AND c.open_to && $1::varchar[]
              AND EXISTS (SELECT FROM course_session s WHERE s.run = r.id AND s.starts_at > $2 AND s.cancelled_why = '')
            """,
            list(comes_as_open_to),
            clock.now(),
        )
    )
    return sorted(found, key=lambda one: one.next.starts_at if one.next else clock.now())


async def _runs(found: Sequence[dict[str, Any]]) -> list[RunSeen]:
    sessions = await rows(
        """
        SELECT s.id, s.run, s.starts_at, s.ends_at, s.words, s.moved_why, s.cancelled_why, s.version,
               EXISTS (SELECT FROM course_attendance a WHERE a.session = s.id) AS registered
        FROM course_session s WHERE s.run = ANY($1) ORDER BY s.starts_at, s.id
        """,
        [one["id"] for one in found],
    )
    seen = []
    for one in found:
        own = tuple(SessionSeen(**session) for session in sessions if session["run"] == one["id"])
        said = one.pop("needed_sessions")
        seen.append(
            RunSeen(
                **{
                    **one,
                    "state": RunState(one["state"]),
                    "course_state": CourseState(one["course_state"]),
                    "open_to": tuple(one["open_to"]),
                    "sessions": own,
                    "needed": sessions_needed(sum(not session.is_off for session in own), said),
                }
            )
        )
    return sorted(seen, key=lambda run: (run.sessions[0].starts_at if run.sessions else clock.now(), run.id))


async def session(session_id: UUID) -> tuple[RunSeen, SessionSeen]:
    """A session and its run, or NotFound."""
    found = await row("SELECT run FROM course_session WHERE id = $1", session_id)
    if found is None:
        raise NotFound
    seen = await run(found["run"])
    return seen, next(one for one in seen.sessions if one.id == session_id)


async def titles(*, apart_from: UUID | None = None) -> list[tuple[str, str]]:
    """Every course to choose from: id and title."""
    found = await rows("SELECT id, title FROM course WHERE state <> 'ended' ORDER BY lower(title)")
    return [(str(one["id"]), one["title"]) for one in found if one["id"] != apart_from]


async def listings(*, kind: str = "") -> list[tuple[str, str]]:
    """Listings of the map to choose from, id and name: of one kind, or venues and whatever else has a place."""
    found = await rows(
        """
        SELECT a.id, a.name FROM asset a WHERE a.published AND a.merged_into IS NULL AND ($1 = '' OR a.kind = $1)
          AND ($1 <> '' OR EXISTS (SELECT FROM asset_at_location l WHERE l.asset = a.id))
        ORDER BY lower(a.name) LIMIT 500
        """,
        kind,
    )
    return [(str(one["id"]), one["name"]) for one in found]
