"""Who knows about what: the search, one's own, who leads on a part; and talks that only two may read."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from livewell.interests import rules
from livewell.interests.rules import BASIS_SAID, LEADS_ON_LABELS, Basis, LeadsOn
from livewell.kit import clock, db
from livewell.kit.errors import NotFound
from livewell.staff.rules import Member, Role

SUPERVISES = frozenset({Role.HEALTH_COACH, Role.MANAGER})
"""Who may have spoken with somebody in supervision."""
A_PAGE = 30


@dataclass(frozen=True)
class Lead:
    """Whom to ask about a part of Live Well, and what they know."""

    name: str
    area: str
    email: str
    interest: UUID


@dataclass(frozen=True)
class Step:
    """A step of a development plan."""

    id: UUID
    words: str
    training: str
    due_on: date | None
    done_on: date | None
    version: int
    late: bool


@dataclass(frozen=True)
class Talk:
    """A talk in supervision, for the two who were there."""

    held_on: date
    supervisor: str
    words: str
    agreed: str
    training_agreed: bool


@dataclass(frozen=True)
class InterestSeen:
    """One interest of one colleague."""

    id: UUID
    staff_user: UUID
    name: str
    email: str
    area: str
    basis: Basis
    words: str
    leads_on: LeadsOn | None
    since_on: date
    until_on: date | None
    version: int
    is_current: bool
    is_mine: bool
    steps: tuple[Step, ...] = ()
    talks: tuple[Talk, ...] = ()
    may_note_talk: bool = False
    may_see_plan: bool = False

    @property
    def basis_label(self) -> str:
        """Where it comes from, in words."""
        return BASIS_SAID[self.basis]

    @property
    def part_label(self) -> str:
        """The part they lead on, "" for none."""
        return LEADS_ON_LABELS[self.leads_on] if self.leads_on else ""


@dataclass(frozen=True)
class Found:
    """A page of who knows about something."""

    interests: tuple[InterestSeen, ...]
    total: int
    page: int
    pages: int = field(default=1)

    @property
    def first(self) -> int:
        """The number of the first on this page."""
        return (self.page - 1) * A_PAGE + 1

    @property
    def last(self) -> int:
        """The number of the last on this page."""
        return self.first + len(self.interests) - 1


_INTEREST = """
    SELECT i.id, i.staff_user, u.name, u.email, i.area, i.basis, i.words, i.leads_on, i.since_on, i.until_on, i.version
    FROM interest i JOIN staff_user u ON u.id = i.staff_user
"""
# On the last day somebody is still the one to ask.
_CURRENT = "u.active AND i.since_on <= $1 AND (i.until_on IS NULL OR i.until_on >= $1)"


def _seen(row: dict[str, Any], by: Member, **more: object) -> InterestSeen:
    whole = {
        **row,
        "basis": Basis(row["basis"]),
        "leads_on": LeadsOn(row["leads_on"]) if row["leads_on"] else None,
        "is_current": rules.is_current(row["since_on"], row["until_on"], clock.today()),
        "is_mine": row["staff_user"] == by.id,
        **more,
    }
    return InterestSeen(**whole)


async def leads_on(code: str) -> tuple[Lead, ...]:
    """Whom to ask about a part of Live Well today; `code` is one of `rules.LeadsOn`."""
    found = await db.rows(
        f"SELECT u.name, i.area, u.email, i.id AS interest FROM interest i JOIN staff_user u ON u.id = i.staff_user"  # noqa: S608  A constant.
        f" WHERE {_CURRENT} AND i.leads_on = $2 ORDER BY i.since_on, u.name LIMIT 12",
        clock.today(),
        LeadsOn(code).value,
    )
    return tuple(Lead(**one) for one in found)


async def who_knows(words: str, *, page: int, seen_by: Member) -> Found:
    """Colleagues who hold an interest today in which every word stands, or that is spelled much like it; all without words."""
    parts = [part for part in words.lower().split() if part]
    where = (  # Constants: what was typed goes in by $2 and $3.
        f"{_CURRENT} AND ((SELECT bool_and(position(part IN lower(i.area || ' ' || i.words || ' ' || u.name)) > 0)"  # noqa: S608
        " FROM unnest($2::text[]) AS part) IS NOT FALSE OR ($3 <> '' AND word_similarity($3, lower(i.area)) > 0.5))"
    )
    args = (clock.today(), parts, " ".join(parts))
    total = int(
        await db.value(f"SELECT count(*) FROM interest i JOIN staff_user u ON u.id = i.staff_user WHERE {where}", *args)  # noqa: S608  Constants.
    )
    pages = max(1, -(-total // A_PAGE))
    here = min(max(1, page), pages)
    found = await db.rows(
        f"{_INTEREST} WHERE {where} ORDER BY lower(i.area), u.name, i.id LIMIT {A_PAGE} OFFSET $4",
        *args,
        (here - 1) * A_PAGE,
    )
    return Found(tuple(_seen(one, seen_by) for one in found), total, here, pages)


async def leads(seen_by: Member) -> list[InterestSeen]:
    """Everybody who leads on a part today, part by part."""
    found = await db.rows(f"{_INTEREST} WHERE {_CURRENT} AND i.leads_on <> '' LIMIT 60", clock.today())
    order = list(LeadsOn)
    return sorted(
        (_seen(one, seen_by) for one in found), key=lambda one: (order.index(one.leads_on or order[0]), one.name)
    )


async def mine(by: Member) -> list[InterestSeen]:
    """One's own, those of today first, then what has ended, the newest first."""
    found = await db.rows(f"{_INTEREST} WHERE i.staff_user = $1 ORDER BY i.since_on DESC, i.id LIMIT 100", by.id)
    return sorted((_seen(one, by) for one in found), key=lambda one: not one.is_current)


async def one(interest_id: UUID, by: Member) -> InterestSeen:
    """
    One interest. Its holder and those who supervise see the plan; a talk is seen by the two who were there.

    NotFound when there is none such.
    """
    row = await db.row(f"{_INTEREST} WHERE i.id = $1", interest_id)
    if row is None:
        raise NotFound
    is_mine = row["staff_user"] == by.id
    sees_plan = is_mine or by.role in SUPERVISES
    today = clock.today()
    steps = await db.rows(
        "SELECT id, words, training, due_on, done_on, version FROM interest_step WHERE interest = $1 AND $2"
        " ORDER BY done_on DESC NULLS FIRST, due_on NULLS LAST, noted_at LIMIT 200",
        interest_id,
        sees_plan,
    )
    talks = await db.rows(
        "SELECT t.held_on, u.name AS supervisor, t.words, t.agreed, t.training_agreed"
        " FROM interest_talk t JOIN staff_user u ON u.id = t.supervisor JOIN interest i ON i.id = t.interest"
        " WHERE t.interest = $1 AND $2 IN (t.supervisor, i.staff_user) ORDER BY t.held_on DESC, t.noted_at DESC LIMIT 200",
        interest_id,
        by.id,
    )
    return _seen(
        row,
        by,
        steps=tuple(
            Step(**step, late=step["done_on"] is None and step["due_on"] is not None and step["due_on"] < today)
            for step in steps
        ),
        talks=tuple(Talk(**talk) for talk in talks),
        may_note_talk=sees_plan,
        may_see_plan=sees_plan,
    )


async def supervisors(by: Member) -> list[tuple[str, str]]:
    """Who may have spoken with `by` in supervision: (id, name)."""
    found = await db.rows(
        "SELECT id, name FROM staff_user WHERE active AND role = ANY($1) AND id <> $2 ORDER BY name",
        [role.value for role in SUPERVISES],
        by.id,
    )
    return [(str(one["id"]), one["name"]) for one in found]
