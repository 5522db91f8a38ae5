"""Courses, runs and places for tests: made by the same actions the product uses."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR, Actor
from livewell.learning import actions
from livewell.learning.actions import Placed
from livewell.learning.forms.courses import CourseWords, RunWords, SessionTimes
from livewell.learning.forms.people import Comer, Wish
from livewell.learning.rules import Category, ComesAs, CourseKind, OpenTo
from livewell.learning.rules.courses import CourseState
from livewell.staff.rules import Member, Role
from tests.factories.staff import a_member

HOUR = timedelta(hours=1)


def a_course(**changes: Any) -> CourseWords:
    """What a course might say."""
    usual: dict[str, Any] = {
        "title": "Sleeping better",
        "kind": CourseKind.COURSE,
        "category": Category.SELF_MANAGEMENT,
        "open_to": (OpenTo.EVERYBODY,),
        "about": "What keeps us awake, and what helps.",
        "learn": "How sleep works\nWhat to try tonight",
        "cost": "Free",
        "subject_trainer": "Nia Sleepwell",
        "lived_trainer": "Owen Daley",
    }
    return CourseWords(**(usual | changes))


def some_sessions(
    first: datetime | None = None, *, times: int = 3, every: timedelta = timedelta(weeks=1)
) -> list[SessionTimes]:
    """Sessions of two hours, the first in a week unless it is said."""
    start = first or clock.now() + timedelta(days=7)
    return [SessionTimes(start + every * number, start + every * number + 2 * HOUR) for number in range(times)]


async def a_planned_course(by: Member | None = None, *, is_open: bool = True, **changes: Any) -> UUID:
    """A course, in the catalogue unless it is said otherwise."""
    by = by or await a_member(Role.LINK_WORKER)
    links = {name: changes.pop(name) for name in ("nomination", "gap") if name in changes}
    made = await actions.plan_course(a_course(**changes), **links, submission=uuid4(), by=by)
    if is_open:
        await actions.move_course(made, to=CourseState.OPEN, by=by)
    return made


async def a_run(
    course: UUID | None = None,
    *,
    by: Member | None = None,
    places: int = 8,
    waiting_places: int = 10,
    sessions: list[SessionTimes] | None = None,
    **changes: Any,
) -> UUID:
    """A run of a course that can be booked."""
    by = by or await a_member(Role.LINK_WORKER)
    course = course or await a_planned_course(by)
    words = RunWords(places=places, waiting_places=waiting_places, **({"place": "Fictional Library"} | changes))
    return await actions.plan_run(course, words, sessions or some_sessions(), submission=uuid4(), by=by)


def somebody(name: str = "Ada Neighbour", **changes: Any) -> Comer:
    """Somebody who lives here."""
    usual: dict[str, Any] = {"comes_as": ComesAs.RESIDENT, "email": f"{name.split(maxsplit=1)[0].lower()}@home.example"}
    return Comer(name=name, **(usual | changes))


async def a_place(run: UUID, comer: Comer | None = None, *, by: Actor = PUBLIC_VISITOR, **more: Any) -> Placed:
    """Somebody asks for a place."""
    return await actions.book(run, comer or somebody(), submission=uuid4(), by=by, **more)


async def a_wish(by: Actor = PUBLIC_VISITOR, **changes: Any) -> UUID:
    """Somebody would like to learn something."""
    return await actions.nominate(Wish(**({"title": "Understanding hoarding"} | changes)), submission=uuid4(), by=by)
