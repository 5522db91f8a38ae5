"""What people would like to learn: the list in its order, one wish, and what is still missing by ward and subject."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.learning.rules import CATEGORY_LABELS, number_shown, numbers_shown
from livewell.learning.rules.nominations import CAME_FROM_LABELS, LABELS, CameFrom, NominationState, voter_number
from livewell.settings import settings


@dataclass(frozen=True)
class WishSeen:
    """One wish. The words of somebody who is not of the team are shown to others once they were read."""

    id: UUID
    title: str
    why: str
    came_from: CameFrom
    name: str
    organisation_name: str
    reply_to: str
    language: str
    people: int | None
    category: str
    ward_name: str
    gap: UUID | None
    item: UUID | None
    state: NominationState
    sentence: str
    nominated_at: datetime
    told_at: datetime | None
    votes: int
    voted: bool
    course: UUID | None
    course_title: str
    course_slug: str
    version: int

    @property
    def label(self) -> tuple[str, str]:
        """Where it stands, in words and the colour of its tag."""
        return LABELS[self.state]

    @property
    def from_label(self) -> str:
        """Who wished for it, in words."""
        return CAME_FROM_LABELS[self.came_from]

    @property
    def category_label(self) -> str:
        """What it is about, in words; empty while nobody said."""
        return {one.value: label for one, label in CATEGORY_LABELS.items()}.get(self.category, "")

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has read it."""
        return self.state is NominationState.WAITING

    @property
    def is_open(self) -> bool:
        """Whether it can be voted for."""
        return self.state is NominationState.OPEN

    @property
    def is_planned(self) -> bool:
        """Whether a course comes of it."""
        return self.state is NominationState.PLANNED

    @property
    def may_open_again(self) -> bool:
        """Whether it has an answer that can be taken back."""
        return self.state in {NominationState.DECLINED, NominationState.PLANNED, NominationState.HIDDEN}


_WISH = """
    SELECT n.id, n.title, n.why, n.came_from, n.name, n.organisation_name, n.reply_to, n.language, n.people, n.category,
           coalesce(w.name, '') AS ward_name, n.gap, n.item, n.state, n.sentence, n.nominated_at, n.told_at, n.version,
           (SELECT count(*) FROM nomination_vote v WHERE v.nomination = n.id) AS votes,
           EXISTS (SELECT FROM nomination_vote v WHERE v.nomination = n.id AND v.voter = $1) AS voted,
           c.id AS course, coalesce(c.title, '') AS course_title,
           CASE WHEN c.state = 'open' THEN c.slug ELSE '' END AS course_slug
    FROM nomination n LEFT JOIN ward w ON w.code = n.ward
    LEFT JOIN LATERAL (SELECT * FROM course WHERE nomination = n.id ORDER BY made_at DESC LIMIT 1) c ON true
"""
_MOST = 100


def voter(kind: str, record: UUID) -> str:
    """The number under which somebody's voice is kept."""
    return voter_number(settings().needed_secret_key(), kind, record)


async def voter_of_member(member_id: UUID) -> str:
    """The same for a member of the forum; one who works here has one voice in all."""
    found = await row("SELECT staff_user FROM forum_member WHERE id = $1", member_id)
    works_here = found["staff_user"] if found else None
    return voter("staff", works_here) if works_here else voter("member", member_id)


async def wishes(*, voter: str = "") -> list[WishSeen]:
    """What everybody may read: those open to votes, the most wanted first, then those a course comes of."""
    return _seen(
        await rows(
            f"""
            SELECT * FROM ({_WISH} WHERE n.state IN ('open', 'planned')) t
            ORDER BY state = 'planned', votes DESC, nominated_at, id LIMIT {_MOST}
            """,  # noqa: S608
            voter,
        )
    )


async def all_wishes() -> list[WishSeen]:
    """Every wish for the team: those to be read first, then by how many want it."""
    return _seen(
        await rows(
            f"""
            SELECT * FROM ({_WISH}) t
            ORDER BY array_position(ARRAY['waiting', 'open', 'planned', 'declined', 'hidden'], state::text), votes DESC,
                     nominated_at DESC, id LIMIT 300
            """,  # noqa: S608
            "",
        )
    )


async def wish(nomination_id: UUID) -> WishSeen:
    """One wish as the team sees it, or NotFound."""
    found = _seen(await rows(f"{_WISH} WHERE n.id = $2", "", nomination_id))
    if not found:
        raise NotFound
    return found[0]


def _seen(found: Sequence[dict[str, Any]]) -> list[WishSeen]:
    return [
        WishSeen(**{**one, "came_from": CameFrom(one["came_from"]), "state": NominationState(one["state"])})
        for one in found
    ]


@dataclass(frozen=True)
class ForumItem:
    """What the forum put forward and is not in the list yet."""

    id: UUID
    title: str


async def forum_items() -> list[ForumItem]:
    """Nominations on the forum's agenda that are not in the list of wishes."""
    return [
        ForumItem(one["id"], one["title"])
        for one in await rows(
            """
            SELECT i.id, i.title FROM agenda_item i
            WHERE i.kind = 'nomination' AND i.state <> 'dropped'
              AND NOT EXISTS (SELECT FROM nomination n WHERE n.item = i.id OR n.id = i.about)
            ORDER BY i.proposed_at LIMIT 50
            """
        )
    ]


@dataclass(frozen=True)
class Need:
    """Something people would like to learn and cannot yet. `people` is None where the number is not shown."""

    title: str
    where: str
    about: str
    people: int | None
    href: str


@dataclass(frozen=True)
class Needs:
    """What is missing, and how many people by ward and by subject; None where a number is not shown."""

    needs: tuple[Need, ...]
    by_ward: tuple[tuple[str, int | None], ...]
    by_category: tuple[tuple[str, int | None], ...]


_NEEDS = """
    SELECT * FROM (
        SELECT g.id, g.title, coalesce(w.name, 'Anywhere') AS place, coalesce(n.category, '') AS category,
               coalesce(k.people, 1) AS people, true AS is_gap
        FROM gap g LEFT JOIN gap_counted k ON k.gap = g.id LEFT JOIN ward w ON w.code = g.ward
        LEFT JOIN nomination n ON n.gap = g.id
        WHERE g.kind = 'learning' AND g.state IN ('open', 'taken_up') AND g.joined_to IS NULL
        UNION ALL
        SELECT n.id, n.title, coalesce(w.name, 'Anywhere'), n.category,
               greatest(coalesce(n.people, 1), (SELECT count(*) FROM nomination_vote v WHERE v.nomination = n.id)), false
        FROM nomination n LEFT JOIN ward w ON w.code = n.ward WHERE n.state = 'open' AND n.gap IS NULL
    ) t ORDER BY people DESC, title, id
"""


async def unmet(*, small_shown: bool) -> Needs:
    """
    What people would like to learn and is not there: open wishes, and gaps of that kind. One statement.

    A wish that stands among the gaps counts there alone. Without `small_shown` numbers from 1 to 4 are hidden, and order
    does not give them away.
    """
    found = await rows(_NEEDS)
    labels: dict[str, str] = {one.value: label for one, label in CATEGORY_LABELS.items()}
    if not small_shown:
        found.sort(key=lambda one: (-(number_shown(one["people"]) or 0), one["title"]))
    wards: dict[str, int] = {}
    subjects: dict[str, int] = {}
    for one in found:
        subject = labels.get(one["category"], "Not said")
        wards[one["place"]] = wards.get(one["place"], 0) + one["people"]
        subjects[subject] = subjects.get(subject, 0) + one["people"]
    return Needs(
        tuple(
            Need(
                one["title"],
                one["place"],
                labels.get(one["category"], ""),
                one["people"] if small_shown else number_shown(one["people"]),
                f"/gaps/{one['id']}" if one["is_gap"] else f"/learning/desk/nominations/{one['id']}",
            )
            for one in found
        ),
        _sums(wards, small_shown=small_shown),
        _sums(subjects, small_shown=small_shown),
    )


def _sums(sums: dict[str, int], *, small_shown: bool) -> tuple[tuple[str, int | None], ...]:
    order = sorted(sums, key=lambda label: (-sums[label], label))
    numbers = [sums[label] for label in order]
    return tuple(zip(order, numbers if small_shown else numbers_shown(numbers), strict=True))
