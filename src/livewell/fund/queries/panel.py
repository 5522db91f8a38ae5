"""The panel: who is on it, what each said, and what a panellist may see of an application."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from livewell.fund.queries.applications import ApplicationSeen, application
from livewell.fund.rules import SAYS_LABELS, UNDECIDED, ApplicationState, Says, is_the_applicant
from livewell.kit import db
from livewell.kit.dates import say_day
from livewell.kit.errors import NotFound


@dataclass(frozen=True)
class OpinionSeen:
    """What one panellist says; `given_at` is None while they have said nothing."""

    member: UUID
    name: str
    is_member: bool
    is_applicant: bool
    conflict: bool
    conflict_words: str
    meets: tuple[int, ...]
    says: Says | None
    words: str
    given_at: datetime | None
    version: int

    @property
    def stands_back(self) -> bool:
        """Whether it is too near to them: they said so, or they are the applicant."""
        return self.conflict or self.is_applicant

    @property
    def counts(self) -> bool:
        """Whether it counts towards the two that are needed."""
        return self.is_member and not self.stands_back and self.given_at is not None

    @property
    def says_label(self) -> str:
        """What they would do, in words; "" while nothing is said."""
        return SAYS_LABELS[self.says] if self.says else ""

    @property
    def meets_said(self) -> str:
        """The numbers of the criteria they find met."""
        return ", ".join(str(one) for one in self.meets)


async def panel_of(pot_id: UUID) -> list[tuple[UUID, str]]:
    """Who judges what is asked of a pot: (member, name)."""
    found = await db.rows(
        "SELECT m.id, m.name FROM fund_panellist l JOIN forum_member m ON m.id = l.member WHERE l.pot = $1"
        " AND m.state = 'member' ORDER BY m.name",
        pot_id,
    )
    return [(one["id"], one["name"]) for one in found]


async def opinions(application_id: UUID) -> list[OpinionSeen]:
    """What everybody of the panel says, for those who keep the fund."""
    found = await db.rows(
        """
        SELECT m.id AS member, m.name, m.state = 'member' AS is_member, m.email, a.email AS applicant,
               coalesce(o.conflict, false) AS conflict, coalesce(o.conflict_words, '') AS conflict_words,
               coalesce(o.meets, '{}') AS meets, coalesce(o.says, '') AS says, coalesce(o.words, '') AS words, o.given_at,
               coalesce(o.version, 0) AS version
        FROM fund_application a JOIN fund_panellist l ON l.pot = a.pot JOIN forum_member m ON m.id = l.member
        LEFT JOIN fund_opinion o ON o.application = a.id AND o.member = m.id
        WHERE a.id = $1 ORDER BY m.name, m.id
        """,
        application_id,
    )
    return [
        OpinionSeen(
            is_applicant=is_the_applicant(one.pop("applicant"), one.pop("email")),
            meets=tuple(one.pop("meets")),
            says=Says(said) if (said := one.pop("says")) else None,
            **one,
        )
        for one in found
    ]


@dataclass(frozen=True)
class ForPanellist:
    """What one panellist sees of an application: their own opinion, and after it those of the others."""

    application: ApplicationSeen
    criteria: tuple[str, ...]
    mine: OpinionSeen
    others: tuple[OpinionSeen, ...]

    @property
    def may_say(self) -> bool:
        """Whether they may give or change an opinion."""
        return self.application.is_undecided and not self.mine.stands_back


@dataclass(frozen=True)
class PanelLine:
    """An application in a panellist's list."""

    id: UUID
    reference: str
    pot_name: str
    what: str
    said: bool
    stands_back: bool
    is_undecided: bool


async def for_panellist(application_id: UUID, member: UUID) -> ForPanellist:
    """
    One application that the fund's keeper put before the panel. NotFound for whoever is not on it.

    Whoever stands back sees nobody's opinion, and others are seen only after one's own.
    """
    found = await opinions(application_id)
    mine = next((one for one in found if one.member == member and one.is_member), None)
    if mine is None:
        raise NotFound
    seen = await application(application_id)
    if seen.shown_at is None or seen.state is ApplicationState.WITHDRAWN:
        raise NotFound
    criteria = await db.value("SELECT criteria FROM fund_pot WHERE id = $1", seen.pot)
    may_see = not mine.stands_back and mine.given_at is not None
    others = tuple(one for one in found if may_see and one.member != member and one.given_at and not one.stands_back)
    return ForPanellist(seen, tuple(line.strip() for line in criteria.splitlines() if line.strip()), mine, others)


async def for_member(member: UUID) -> list[PanelLine]:
    """What a member of the forum is asked to judge, what waits for them first; nothing for whoever is on no panel."""
    found = await db.rows(
        """
        SELECT a.id, a.reference, p.name AS pot_name, a.what, o.given_at IS NOT NULL AND NOT o.conflict AS said,
               coalesce(o.conflict, false) AS conflict, m.email, a.email AS applicant, a.state
        FROM fund_panellist l JOIN forum_member m ON m.id = l.member JOIN fund_pot p ON p.id = l.pot
        JOIN fund_application a ON a.pot = p.id
        LEFT JOIN fund_opinion o ON o.application = a.id AND o.member = m.id
        WHERE l.member = $1 AND m.state = 'member' AND a.shown_at IS NOT NULL AND a.state <> 'withdrawn'
        ORDER BY a.sent_at DESC, a.id LIMIT 100
        """,
        member,
    )
    lines = [
        PanelLine(
            id=one["id"],
            reference=one["reference"],
            pot_name=one["pot_name"],
            what=one["what"],
            said=one["said"],
            stands_back=one["conflict"] or is_the_applicant(one["applicant"], one["email"]),
            is_undecided=ApplicationState(one["state"]) in UNDECIDED,
        )
        for one in found
    ]
    return sorted(lines, key=lambda one: (not one.is_undecided, one.said or one.stands_back))


async def meetings() -> list[tuple[str, str]]:
    """The forum's meetings where something may have been decided, the newest first."""
    found = await db.rows(
        "SELECT id, title, starts_at FROM forum_meeting WHERE state <> 'cancelled' ORDER BY starts_at DESC LIMIT 30"
    )
    return [(str(one["id"]), f"{one['title']}, {say_day(one['starts_at'])}") for one in found]
