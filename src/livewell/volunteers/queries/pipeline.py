"""The coordinators' desk: everybody on the way, by stage, with what is due; and the shorter list for everybody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.kit import clock
from livewell.kit.dates import say_day
from livewell.kit.db import rows
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member
from livewell.volunteers.rules import CLOSED, LABELS, Stage
from livewell.volunteers.rules.gate import WARNED_BEFORE

A_PAGE = 30


@dataclass(frozen=True)
class InLine:
    """Somebody on the way, as the desk lists them."""

    id: UUID
    name: str
    stage: Stage
    came_at: datetime
    roles: tuple[str, ...]
    ready: bool
    coordinator: str
    due: tuple[str, ...]
    """What is to be done next. Empty for those who do not run the volunteering."""

    @property
    def stage_label(self) -> str:
        """The stage in words."""
        return LABELS[self.stage][0]

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return LABELS[self.stage][1]


@dataclass(frozen=True)
class Desk:
    """One page of the list, and how many stand where."""

    people: tuple[InLine, ...]
    total: int
    page: int
    counts: Mapping[Stage, int]
    runs: bool

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.total // A_PAGE))

    @property
    def first(self) -> int:
        """The number of the first one shown."""
        return (self.page - 1) * A_PAGE + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The number of the last one shown."""
        return min(self.page * A_PAGE, self.total)


async def desk(
    *, stage: str = "", q: str = "", family: str = "", mine: bool = False, page: int = 1, seen_by: Member
) -> Desk:
    """
    Volunteers by stage, name or family of role. Without permission to see volunteers, an empty one.

    Those who only see volunteers get name, stage, roles and ready or not; what is due is for those who run it.
    """
    runs = Permission.RUN_VOLUNTEERING in seen_by.can
    if not runs and Permission.SEE_VOLUNTEERS not in seen_by.can:
        return Desk((), 0, 1, {}, runs)
    today = clock.today()
    counted = await rows("SELECT stage, count(*) AS n FROM volunteer WHERE forgotten_at IS NULL GROUP BY stage")
    args = (stage, q.strip(), family, seen_by.id if mine else None)
    [totals] = await rows(f"SELECT count(*) AS n FROM volunteer v WHERE {_CHOSEN}", *args)  # noqa: S608  Ours.
    page = min(max(1, page), max(1, -(-totals["n"] // A_PAGE)))
    found = await rows(
        f"{_LIST} WHERE {_CHOSEN} ORDER BY v.stage IN ('left', 'declined'), v.came_at DESC, v.id LIMIT $6 OFFSET $7",
        *args,
        today,
        A_PAGE,
        (page - 1) * A_PAGE,
    )
    return Desk(
        people=tuple(_in_line(one, today, runs=runs) for one in found),
        total=totals["n"],
        page=page,
        counts={Stage(one["stage"]): one["n"] for one in counted},
        runs=runs,
    )


_CHOSEN = """
    v.forgotten_at IS NULL
    AND (CASE WHEN $1::text = '' THEN v.stage NOT IN ('left', 'declined') OR $2::text <> '' ELSE v.stage = $1 END)
    AND ($2 = '' OR lower(v.name) LIKE '%' || replace(replace(lower($2), '%', ''), '_', '') || '%')
    AND ($3::text = '' OR EXISTS (
        SELECT 1 FROM volunteer_wish w JOIN volunteer_role r ON r.id = w.role WHERE w.volunteer = v.id AND r.family = $3
    ))
    AND ($4::uuid IS NULL OR v.coordinator = $4)
"""

_LIST = """
    SELECT v.id, v.name, v.stage, v.came_at, v.help_to_apply, coalesce(s.name, '') AS coordinator,
           coalesce(wished.titles, '{}') AS roles, coalesce(wished.ready, false) AS ready, said.unread, said.waiting, said.asked,
           talked.held AS talked,
           (SELECT min(c.ends_on) FROM volunteer_check c
            WHERE c.volunteer = v.id AND c.counts AND c.withdrawn_at IS NULL AND c.ends_on >= $5::date) AS check_ends,
           EXISTS (SELECT 1 FROM volunteer_check c
                   WHERE c.volunteer = v.id AND c.disclosed AND NOT c.counts AND c.withdrawn_at IS NULL) AS thought_about
    FROM volunteer v
    LEFT JOIN staff_user s ON s.id = v.coordinator
    LEFT JOIN LATERAL (
        SELECT array_agg(r.title ORDER BY r.title) AS titles, bool_or(volunteer_ready(v.id, r.id, $5)) AS ready
        FROM volunteer_wish w JOIN volunteer_role r ON r.id = w.role WHERE w.volunteer = v.id
    ) AS wished ON true
    LEFT JOIN LATERAL (
        SELECT count(*) FILTER (WHERE f.state = 'answered' AND f.suits IS NULL) AS unread,
               count(*) FILTER (WHERE f.state = 'waiting') AS waiting, count(*) FILTER (WHERE f.state = 'asked') AS asked
        FROM volunteer_reference f WHERE f.volunteer = v.id
    ) AS said ON true
    LEFT JOIN LATERAL (
        SELECT max(t.held_on) AS held FROM volunteer_talk t WHERE t.volunteer = v.id
    ) AS talked ON true
"""


def _in_line(one: dict[str, Any], today: date, *, runs: bool) -> InLine:
    return InLine(
        id=one["id"],
        name=one["name"],
        stage=Stage(one["stage"]),
        came_at=one["came_at"],
        roles=tuple(one["roles"]),
        ready=bool(one["ready"]),
        coordinator=one["coordinator"],
        due=_due(one, today) if runs else (),
    )


def _due(one: dict[str, Any], today: date) -> tuple[str, ...]:
    stage = Stage(one["stage"])
    if stage in CLOSED:
        return ()
    due = []
    if stage is Stage.INTERESTED:
        due.append("Ring them, and fill in the rest together" if one["help_to_apply"] else "Ring them")
    if stage in {Stage.APPLIED, Stage.CONVERSATION} and one["talked"] is None:
        due.append("Hold the conversation")
    if one["unread"]:
        due.append(_times(one["unread"], "reference to read", "references to read"))
    if one["waiting"]:
        due.append(_times(one["waiting"], "reference to ask for", "references to ask for"))
    if one["asked"]:
        due.append(_times(one["asked"], "reference asked for", "references asked for"))
    if one["thought_about"]:
        due.append("A check is being thought about")
    if one["ready"] and stage not in {Stage.READY, Stage.ACTIVE}:
        due.append("Everything is there: say that they are ready")
    if one["check_ends"] and (one["check_ends"] - today).days <= max(WARNED_BEFORE):
        due.append(f"Their check ends on {say_day(one['check_ends'])}")
    return tuple(due)


def _times(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
