"""Reflections: one's own, and those a colleague shows; for everybody else there are none."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.kit import clock, db
from livewell.kit.charts import Chart, bars
from livewell.kit.dates import london_day
from livewell.kit.errors import NotFound
from livewell.reflections import rules
from livewell.reflections.rules import ANSWER_LABELS, THEMES, Answer, Colleague, Trend
from livewell.sessions.rules import KIND_LABELS, SessionKind
from livewell.staff.rules import Member, Role


@dataclass(frozen=True)
class Held:
    """A session to look back at: when and with which hat on, never with whom."""

    id: UUID
    planned_for: datetime
    kind: SessionKind

    @property
    def kind_label(self) -> str:
        """With which hat on, in words."""
        return KIND_LABELS[self.kind]


@dataclass(frozen=True)
class Kept:
    """One reflection as its reader sees it."""

    id: UUID
    session: UUID
    planned_for: datetime
    kind: SessionKind
    writer: str
    is_mine: bool
    themes: dict[str, Answer]
    words: str
    made_at: datetime
    changed_at: datetime
    shared_at: datetime | None
    shared_with: str
    """The name of whoever may read it; "" when nobody else may."""
    version: int

    @property
    def kind_label(self) -> str:
        """With which hat on, in words."""
        return KIND_LABELS[self.kind]

    @property
    def answered(self) -> list[tuple[str, str]]:
        """(what one asked oneself, the answer) of every theme that has one."""
        return [(THEMES[code][1], ANSWER_LABELS[answer]) for code, answer in self.themes.items()]


_KEPT = """
    SELECT r.id, r.session, s.planned_for, s.kind, w.name AS writer, r.worker, w.role AS writer_role, w.area AS writer_area,
           r.themes, r.words, r.made_at, r.changed_at, r.shared_at, coalesce(o.name, '') AS shared_with, r.version
      FROM reflection r JOIN session s ON s.id = r.session JOIN staff_user w ON w.id = r.worker
      LEFT JOIN staff_user o ON o.id = r.shared_with
"""


def _kept(row: dict[str, Any], reader: Member) -> Kept | None:
    """The reflection for this reader; None when it was shared with them and they no longer supervise its writer."""
    writer = Colleague(row.pop("worker"), Role(row.pop("writer_role")), row.pop("writer_area"))
    is_mine = writer.id == reader.id
    if not is_mine and not rules.supervises(Colleague(reader.id, reader.role, reader.area), writer):
        return None
    answers = json.loads(row["themes"])
    themes = {code: Answer(answers[code]) for code in THEMES if code in answers}
    return Kept(**{**row, "kind": SessionKind(row["kind"]), "themes": themes}, is_mine=is_mine)


async def mine(member: Member) -> list[Kept]:
    """Everything this member wrote, the newest session first."""
    found = await db.rows(f"{_KEPT} WHERE r.worker = $1 ORDER BY s.planned_for DESC, r.id", member.id)
    return [one for row in found if (one := _kept(row, member)) is not None]


async def shown_to(member: Member) -> list[Kept]:
    """What colleagues show this member just now, the newest first."""
    found = await db.rows(f"{_KEPT} WHERE r.shared_with = $1 ORDER BY r.shared_at DESC, r.id", member.id)
    return [one for row in found if (one := _kept(row, member)) is not None]


async def reflection(reflection_id: UUID, *, seen_by: Member) -> Kept:
    """One reflection. NotFound unless `seen_by` wrote it, or its writer shows it to them."""
    row = await db.row(f"{_KEPT} WHERE r.id = $1 AND (r.worker = $2 OR r.shared_with = $2)", reflection_id, seen_by.id)
    found = _kept(row, seen_by) if row else None
    if found is None:
        raise NotFound
    return found


async def of_session(session_id: UUID, member: Member) -> Kept | None:
    """What this member wrote about one session, or None."""
    row = await db.row(f"{_KEPT} WHERE r.session = $1 AND r.worker = $2", session_id, member.id)
    return _kept(row, member) if row else None


async def held(session_id: UUID, member: Member) -> Held:
    """A session that this member held. NotFound for any other."""
    row = await db.row(
        "SELECT id, planned_for, kind FROM session WHERE id = $1 AND worker = $2 AND status = 'held'",
        session_id,
        member.id,
    )
    if row is None:
        raise NotFound
    return Held(row["id"], row["planned_for"], SessionKind(row["kind"]))


async def to_look_back_at(member: Member) -> list[Held]:
    """The sessions of the last month that this member held and has not looked back at, the newest first."""
    return [
        Held(row["id"], row["planned_for"], SessionKind(row["kind"]))
        for row in await db.rows(
            """
            SELECT s.id, s.planned_for, s.kind FROM session s
             WHERE s.worker = $1 AND s.status = 'held' AND s.planned_for >= $2
               AND NOT EXISTS (SELECT 1 FROM reflection r WHERE r.session = s.id)
             ORDER BY s.planned_for DESC LIMIT 10
            """,
            member.id,
            clock.now() - rules.PROMPT_FOR,
        )
    ]


async def supervisors(member: Member) -> list[tuple[str, str]]:
    """Whom this member may show a reflection: (id, name) by name."""
    role = rules.SUPERVISED_BY.get(member.role)
    found = await db.rows(
        "SELECT id, name, role, area FROM staff_user WHERE active AND role = $1 ORDER BY name, id",
        role.value if role else "",
    )
    writer = Colleague(member.id, member.role, member.area)
    return [
        (str(row["id"]), row["name"])
        for row in found
        if rules.supervises(Colleague(row["id"], Role(row["role"]), row["area"]), writer)
    ]


@dataclass(frozen=True)
class OwnTrends:
    """How one's own answers change, for oneself alone."""

    chart: Chart
    trends: list[Trend]
    head: tuple[str, str, str] = ("Theme", "Three months before", "Last three months")

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """Of the table beneath the chart."""
        return [(one.label, one.before_words, one.lately_words) for one in self.trends]


def own_trends(kept: list[Kept]) -> OwnTrends | None:
    """The chart and its table from one's own reflections; None while there are none lately."""
    found = rules.trends(((london_day(one.planned_for), one.themes) for one in kept), clock.today())
    if not any(one.before_of or one.lately_of for one in found):
        return None
    chart = bars(
        "Yes or in part, in the last three months", [(one.label, one.lately) for one in found], unit="sessions"
    )
    return OwnTrends(chart, found)
