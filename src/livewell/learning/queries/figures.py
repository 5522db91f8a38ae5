"""Figures of learning: who came, what they say came of it, and how many went on from a taster."""

from dataclasses import dataclass
from uuid import UUID

from livewell.kit.charts import Chart, bars
from livewell.kit.db import rows
from livewell.learning.rules import (
    COMES_AS_LABELS,
    QUESTIONS,
    SMALLEST_SHOWN,
    TRUE_FROM,
    ComesAs,
    number_shown,
    numbers_shown,
    share_true,
)


@dataclass(frozen=True)
class CourseFigures:
    """One course: None where a number is not shown."""

    id: UUID
    title: str
    booked: int | None
    came: int | None
    completed: int | None
    by_whom: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class TasterFigures:
    """Of those who came to a taster, how many booked what it leads to."""

    title: str
    leads_to: str
    came: int | None
    went_on: int | None


@dataclass(frozen=True)
class Figures:
    """Everything on the page of figures."""

    courses: tuple[CourseFigures, ...]
    tasters: tuple[TasterFigures, ...]
    answered: int | None
    outcomes: Chart
    together: Chart


_COURSES = """
    SELECT c.id, c.title, b.comes_as, count(*) AS booked, count(*) FILTER (WHERE b.completed_on IS NOT NULL) AS completed,
           count(*) FILTER (WHERE EXISTS (SELECT FROM course_attendance a WHERE a.booking = b.id AND a.came)) AS came
    FROM course c JOIN course_run r ON r.course = c.id JOIN booking b ON b.run = r.id
    WHERE b.state IN ('booked', 'offered') AND r.state <> 'cancelled'
    GROUP BY c.id, c.title, b.comes_as ORDER BY lower(c.title), c.id
"""
_ANSWERS = """
    SELECT answer.key AS question, count(*) AS answered, count(*) FILTER (WHERE answer.value::int >= $1) AS yes
    FROM course_outcome o, jsonb_each_text(o.answers) AS answer GROUP BY answer.key
"""
# One person is the same in both by their record, else by the address they gave.
_TASTERS = """
    SELECT t.title, l.title AS leads_to, count(DISTINCT k.who) AS came, count(DISTINCT k.who) FILTER (WHERE EXISTS (
        SELECT FROM booking b JOIN course_run r ON r.id = b.run
        WHERE r.course = l.id AND b.state <> 'gone' AND b.booked_at > k.first_booked_at
          AND coalesce(b.person::text, b.staff_user::text, b.member::text, nullif(lower(b.email), ''), b.phone) = k.who
    )) AS went_on
    FROM course t JOIN course l ON l.id = t.leads_to LEFT JOIN LATERAL (
        SELECT coalesce(b.person::text, b.staff_user::text, b.member::text, nullif(lower(b.email), ''), b.phone) AS who,
               min(b.booked_at) AS first_booked_at
        FROM booking b JOIN course_run r ON r.id = b.run
        WHERE r.course = t.id AND EXISTS (SELECT FROM course_attendance a WHERE a.booking = b.id AND a.came)
        GROUP BY 1
    ) k ON true
    WHERE t.kind = 'taster' GROUP BY t.id, t.title, l.title ORDER BY lower(t.title)
"""


async def figures(*, small_shown: bool) -> Figures:
    """Figures of all courses. Without `small_shown` numbers from 1 to 4 are hidden. Three statements."""
    by_course: dict[UUID, list[dict[str, object]]] = {}
    for one in await rows(_COURSES):
        by_course.setdefault(one["id"], []).append(one)
    show = (lambda number: number) if small_shown else number_shown
    courses = tuple(_course(each, small_shown=small_shown) for each in by_course.values())
    whole = {one: sum(_came(each, one) for each in by_course.values()) for one in ComesAs}
    counted = list(whole.values()) if small_shown else numbers_shown(list(whole.values()))
    answers = {one["question"]: (one["yes"], one["answered"]) for one in await rows(_ANSWERS, TRUE_FROM)}
    most = max((answered for _, answered in answers.values()), default=0)
    return Figures(
        courses=courses,
        tasters=tuple(
            TasterFigures(one["title"], one["leads_to"], show(one["came"]), show(one["went_on"]))
            for one in await rows(_TASTERS)
        ),
        answered=show(most),
        outcomes=bars(
            "What people say came of it, in percent",
            [(words, _share(*answers.get(key, (0, 0)))) for key, words in QUESTIONS.items()],
            unit="percent",
            column="After the course",
            hidden="Too few to say",
        ),
        together=bars(
            "Who came to learn, all courses together",
            [(COMES_AS_LABELS[one], number) for one, number in zip(ComesAs, counted, strict=True)],
            column="Who",
        ),
    )


def _share(yes: int, answered: int) -> int | None:
    return share_true(yes, answered)


def _came(each: list[dict[str, object]], who: ComesAs) -> int:
    return sum(int(str(one["came"])) for one in each if one["comes_as"] == who.value)


def _course(each: list[dict[str, object]], *, small_shown: bool) -> CourseFigures:
    sums = {name: sum(int(str(one[name])) for one in each) for name in ("booked", "came", "completed")}
    by_whom = [_came(each, one) for one in ComesAs]
    shown: list[int | None] = list(by_whom)
    if not small_shown:
        # A whole that hides cannot stand beside parts that add up to it.
        shown = numbers_shown(by_whom) if sums["came"] >= SMALLEST_SHOWN else [None if one else 0 for one in by_whom]
        booked, came, completed = (number_shown(sums[name]) for name in ("booked", "came", "completed"))
    else:
        booked, came, completed = sums["booked"], sums["came"], sums["completed"]
    first = each[0]
    return CourseFigures(
        id=UUID(str(first["id"])),
        title=str(first["title"]),
        booked=booked,
        came=came,
        completed=completed,
        by_whom=tuple(
            (COMES_AS_LABELS[one], number) for one, number in zip(ComesAs, shown, strict=True) if number != 0
        ),
    )
