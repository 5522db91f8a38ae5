"""Challenges: the list of them, and one as the place where it is worked on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.challenges.queries.decisions import DecisionLine, decisions_about
from livewell.challenges.rules.ideas import (
    EVIDENCE_LABELS,
    LABELS,
    MOVE_WORDS,
    SIDE_LABELS,
    Evidence,
    IdeaState,
    Side,
    balance,
    next_states,
)
from livewell.forum import queries as forum
from livewell.forum.queries import ItemSeen
from livewell.forum.rules import called
from livewell.kit.db import row, rows, value
from livewell.kit.errors import NotFound

PAGE = 25


@dataclass(frozen=True)
class ChallengeLine:
    """One challenge on a list."""

    id: UUID
    title: str
    state: IdeaState
    begun_on: date
    closed_on: date | None
    owner: str
    kinds: int
    """How many of the four kinds of evidence there are."""

    @property
    def label(self) -> tuple[str, str]:
        """Its state in words and a colour."""
        return LABELS[self.state]


@dataclass(frozen=True)
class EvidenceSeen:
    """One thing that is known."""

    id: UUID
    kind: Evidence
    title: str
    words: str
    link: str
    given_by: str
    given_at: datetime


@dataclass(frozen=True)
class OptionSeen:
    """One thing that could be done, and the decision that chose it."""

    id: UUID
    title: str
    words: str
    chosen_at: datetime | None
    decision: str


@dataclass(frozen=True)
class MoveSeen:
    """One change of state."""

    to_state: IdeaState
    words: str
    decision: str
    at: datetime
    by: str

    @property
    def title(self) -> str:
        """The state it came to."""
        return LABELS[self.to_state][0]

    @property
    def text(self) -> str:
        """What was said, and what the forum decided."""
        return "\n\n".join(one for one in (self.words, f"Decided: {self.decision}" if self.decision else "") if one)


@dataclass(frozen=True)
class ChallengeSeen:
    """One challenge with everything beside it."""

    id: UUID
    title: str
    goal: str
    state: IdeaState
    gap: UUID | None
    gap_title: str
    sides: tuple[Side, ...]
    owner: UUID | None
    owner_name: str
    begun_on: date
    closed_on: date | None
    closed_why: str
    version: int
    evidence: tuple[EvidenceSeen, ...]
    options: tuple[OptionSeen, ...]
    moves: tuple[MoveSeen, ...]
    items: tuple[ItemSeen, ...]
    decisions: tuple[DecisionLine, ...]

    @property
    def label(self) -> tuple[str, str]:
        """Its state in words and a colour."""
        return LABELS[self.state]

    @property
    def is_open(self) -> bool:
        """Whether anything may still be added."""
        return self.closed_on is None

    @property
    def side_labels(self) -> list[str]:
        """The sides it is moved from, in words."""
        return [SIDE_LABELS[one] for one in self.sides]

    @property
    def by_kind(self) -> list[tuple[str, list[EvidenceSeen]]]:
        """The four kinds of evidence, each with what there is."""
        return [(label, [one for one in self.evidence if one.kind is kind]) for kind, label in EVIDENCE_LABELS.items()]

    @property
    def balance(self) -> str:
        """What kinds of evidence are still missing, in a sentence; "" when none is."""
        return balance({one.kind for one in self.evidence})

    @property
    def chosen(self) -> OptionSeen | None:
        """What the forum decided to try."""
        return next((one for one in self.options if one.chosen_at), None)

    @property
    def next_choices(self) -> list[tuple[str, str]]:
        """Where it may go from here."""
        return [(one.value, MOVE_WORDS[one]) for one in next_states(self.state, closed=not self.is_open)]

    @property
    def option_choices(self) -> list[tuple[str, str]]:
        """Its options, to choose from."""
        return [(str(one.id), one.title) for one in self.options]

    @property
    def decision_choices(self) -> list[tuple[str, str]]:
        """What held meetings decided about it, to choose from."""
        return [one.choice for one in self.decisions]


async def challenges(*, closed: bool = False, page: int = 1) -> tuple[list[ChallengeLine], int]:
    """A page of challenges, those begun last first, and how many there are in all."""
    number = await value("SELECT count(*) FROM challenge WHERE (closed_on IS NOT NULL) = $1", closed)
    found = await rows(
        """
        SELECT c.id, c.title, c.state, c.begun_on, c.closed_on, m.name AS owner,
               (SELECT count(DISTINCT e.kind) FROM challenge_evidence e
                 WHERE e.challenge = c.id AND e.struck_at IS NULL) AS kinds
          FROM challenge c LEFT JOIN forum_member m ON m.id = c.owner
         WHERE (c.closed_on IS NOT NULL) = $1 ORDER BY c.begun_on DESC, c.made_at DESC, c.id LIMIT $2 OFFSET $3
        """,
        closed,
        PAGE,
        (page - 1) * PAGE,
    )
    return [
        ChallengeLine(**{**one, "state": IdeaState(one["state"]), "owner": _name(one["owner"])}) for one in found
    ], int(number)


async def title_of_gap(gap: UUID) -> str:
    """What a gap is called. NotFound when there is none such."""
    found = await value("SELECT title FROM gap WHERE id = $1", gap)
    if found is None:
        raise NotFound
    return str(found)


async def challenge(challenge_id: UUID) -> ChallengeSeen:
    """One challenge with everything beside it. NotFound when there is none such."""
    found = await row(
        """
        SELECT c.*, coalesce(g.title, '') AS gap_title, m.name AS owner_name
          FROM challenge c LEFT JOIN gap g ON g.id = c.gap LEFT JOIN forum_member m ON m.id = c.owner WHERE c.id = $1
        """,
        challenge_id,
    )
    if found is None:
        raise NotFound
    return ChallengeSeen(
        id=found["id"],
        title=found["title"],
        goal=found["goal"],
        state=IdeaState(found["state"]),
        gap=found["gap"],
        gap_title=found["gap_title"],
        sides=tuple(Side(one) for one in found["sides"]),
        owner=found["owner"],
        owner_name=_name(found["owner_name"]),
        begun_on=found["begun_on"],
        closed_on=found["closed_on"],
        closed_why=found["closed_why"],
        version=found["version"],
        evidence=tuple(await _evidence(challenge_id)),
        options=tuple(await _options(challenge_id)),
        moves=tuple(await _moves(challenge_id)),
        items=tuple(await forum.items_about(about=challenge_id, gap=found["gap"])),
        decisions=tuple(await decisions_about(challenge_id, found["gap"])),
    )


async def _evidence(challenge_id: UUID) -> Sequence[EvidenceSeen]:
    found = await rows(
        """
        SELECT e.id, e.kind, e.title, e.words, e.link, m.name AS given_by, e.given_at
          FROM challenge_evidence e LEFT JOIN forum_member m ON m.id = e.given_by
         WHERE e.challenge = $1 AND e.struck_at IS NULL ORDER BY e.given_at, e.id
        """,
        challenge_id,
    )
    return [EvidenceSeen(**{**one, "kind": Evidence(one["kind"]), "given_by": _name(one["given_by"])}) for one in found]


async def _options(challenge_id: UUID) -> Sequence[OptionSeen]:
    found = await rows(
        """
        SELECT o.id, o.title, o.words, o.chosen_at, coalesce(d.words, '') AS decision
          FROM challenge_option o LEFT JOIN forum_decision d ON d.id = o.decision
         WHERE o.challenge = $1 ORDER BY o.position, o.id
        """,
        challenge_id,
    )
    return [OptionSeen(**one) for one in found]


async def _moves(challenge_id: UUID) -> Sequence[MoveSeen]:
    found = await rows(
        """
        SELECT v.to_state, v.words, coalesce(d.words, '') AS decision, v.moved_at AS at, coalesce(s.name, '') AS by
          FROM challenge_move v LEFT JOIN forum_decision d ON d.id = v.decision LEFT JOIN staff_user s ON s.id = v.moved_by
         WHERE v.challenge = $1 ORDER BY v.moved_at DESC, v.id
        """,
        challenge_id,
    )
    return [MoveSeen(**{**one, "to_state": IdeaState(one["to_state"])}) for one in found]


def _name(found: Any) -> str:
    """A member's name, what is said once it was taken out, or "" for nobody."""
    return "" if found is None else called(str(found))
