"""Votes: the list of them, one with what may be known of it now, and what a member finds at their own pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.challenges.rules.votes import (
    HOW_LABELS,
    PHASE_LABELS,
    How,
    Outcome,
    Phase,
    Turnout,
    outcome,
    phase,
)
from livewell.forum.rules import called
from livewell.kit import charts, clock
from livewell.kit.charts import Chart
from livewell.kit.db import row, rows, value
from livewell.kit.errors import NotFound

PAGE = 25


@dataclass(frozen=True)
class VoteLine:
    """One vote on a list; `has_voted` is of the member who asks."""

    id: UUID
    question: str
    phase: Phase
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    has_voted: bool

    @property
    def label(self) -> tuple[str, str]:
        """Where it stands, in words and a colour."""
        return PHASE_LABELS[self.phase]

    @property
    def waits_for_me(self) -> bool:
        """Whether the member who asks may give their voice now."""
        return self.phase is Phase.OPEN and not self.has_voted


@dataclass(frozen=True)
class OptionCounted:
    """One answer: what it has in all, and who chose it where the vote was open."""

    id: UUID
    words: str
    voices: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """What came out of a closed vote, and nothing before."""

    options: tuple[OptionCounted, ...]
    outcome: Outcome
    chart: Chart


@dataclass(frozen=True)
class VoteSeen:
    """One vote. `result` is None until it is closed, whoever asks."""

    id: UUID
    challenge: UUID | None
    challenge_title: str
    item: UUID | None
    meeting: UUID | None
    question: str
    scenario: str
    most: int
    secret: bool
    for_everybody: bool
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    phase: Phase
    options: tuple[tuple[UUID, str], ...]
    turnout: Turnout
    turnout_chart: Chart
    result: Result | None
    version: int

    @property
    def label(self) -> tuple[str, str]:
        """Where it stands, in words and a colour."""
        return PHASE_LABELS[self.phase]

    @property
    def is_open(self) -> bool:
        """Whether members may vote from elsewhere."""
        return self.phase is Phase.OPEN

    @property
    def is_waiting(self) -> bool:
        """Whether it has not begun."""
        return self.phase is Phase.WAITING

    @property
    def may_be_counted(self) -> bool:
        """Whether hands and papers may be put in."""
        return self.phase in (Phase.OPEN, Phase.COUNTING)

    @property
    def may_be_closed(self) -> bool:
        """Whether its time is over, or everybody has voted."""
        return self.phase is Phase.COUNTING or (
            self.phase is Phase.OPEN and 0 < self.turnout.members <= self.turnout.voted
        )

    @property
    def may_be_worked_out(self) -> bool:
        """Whether what few chose from elsewhere could be told from the total by whoever saw the hands."""
        return self.secret and self.phase is not Phase.CLOSED and self.turnout.few_elsewhere

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Its answers, to choose from."""
        return [(str(option), words) for option, words in self.options]

    @property
    def kind_words(self) -> str:
        """How it is voted, in words."""
        many = "one answer" if self.most == 1 else f"up to {self.most} answers"
        who = "Nobody sees who chose what." if self.secret else "When it is closed, members see who chose what."
        beyond = " Everybody may read then how many chose what, without names." if self.for_everybody else ""
        return f"Each member chooses {many}. {who}{beyond}"


@dataclass(frozen=True)
class Counting:
    """What the page for hands and papers shows: who may be ticked, who is, and what was counted."""

    members: list[tuple[str, str]]
    remote: list[str]
    """Names of those who voted from elsewhere."""
    ticked: Mapping[How, list[str]]
    counted: Mapping[UUID, int]


async def votes(*, page: int = 1, member: UUID | None = None) -> tuple[list[VoteLine], int]:
    """A page of votes, those that end last first, and how many there are; with what one member has done."""
    number = await value("SELECT count(*) FROM forum_vote")
    return await _lines("TRUE", member, (page - 1) * PAGE), int(number)


async def votes_on(challenge_id: UUID) -> list[VoteLine]:
    """The votes about one challenge, the last first."""
    return await _lines("f.challenge = $4", None, 0, challenge_id)


async def _lines(which: str, member: UUID | None, skipped: int, *about: UUID) -> list[VoteLine]:
    found = await rows(
        f"""
        SELECT f.id, f.question, f.opens_at, f.closes_at, f.closed_at,
               EXISTS (SELECT FROM voted v WHERE v.vote = f.id AND v.member = $1) AS has_voted
          FROM forum_vote f WHERE {which} ORDER BY f.closes_at DESC, f.id LIMIT $2 OFFSET $3
        """,  # noqa: S608  Written above.
        member,
        PAGE,
        skipped,
        *about,
    )
    return [VoteLine(**one, phase=_phase(one)) for one in found]


async def vote(vote_id: UUID) -> VoteSeen:
    """One vote, with what came out once it is closed. NotFound when there is none such."""
    found = await row(
        """
        SELECT f.*, coalesce(c.title, '') AS challenge_title,
               (SELECT count(*) FROM forum_member m WHERE m.state = 'member'
                   OR EXISTS (SELECT FROM voted v WHERE v.vote = f.id AND v.member = m.id)) AS members_now
          FROM forum_vote f LEFT JOIN challenge c ON c.id = f.challenge WHERE f.id = $1
        """,
        vote_id,
    )
    if found is None:
        raise NotFound
    options = await rows("SELECT id, words, counted FROM vote_option WHERE vote = $1 ORDER BY position, id", vote_id)
    ways = {one["how"]: one["number"] for one in await rows(_WAYS, vote_id)}
    closed = found["closed_at"] is not None
    members = found["of_members"] if closed else found["members_now"]
    turnout = Turnout({how: ways.get(how.value, 0) for how in How}, members)
    return VoteSeen(
        id=found["id"],
        challenge=found["challenge"],
        challenge_title=found["challenge_title"],
        item=found["item"],
        meeting=found["meeting"],
        question=found["question"],
        scenario=found["scenario"],
        most=found["most"],
        secret=found["secret"],
        for_everybody=found["for_everybody"],
        opens_at=found["opens_at"],
        closes_at=found["closes_at"],
        closed_at=found["closed_at"],
        phase=_phase(found),
        options=tuple((one["id"], one["words"]) for one in options),
        turnout=turnout,
        turnout_chart=charts.bars(
            "How members voted",
            [(HOW_LABELS[how], number) for how, number in turnout.by_way.items()],
            unit="members",
            of=members,
        ),
        result=await _result(vote_id, options) if closed else None,
        version=found["version"],
    )


_WAYS = "SELECT how, count(*) AS number FROM voted WHERE vote = $1 GROUP BY how"


async def _result(vote_id: UUID, options: list[dict[str, Any]]) -> Result:
    found = await rows(
        """
        SELECT chosen.option, count(*) AS voices, array_remove(array_agg(m.name ORDER BY m.name), NULL) AS names
          FROM ballot b CROSS JOIN unnest(b.choices) AS chosen(option) LEFT JOIN forum_member m ON m.id = b.member
         WHERE b.vote = $1 GROUP BY chosen.option
        """,
        vote_id,
    )
    chosen = {one["option"]: one for one in found}
    counted = tuple(
        OptionCounted(
            id=one["id"],
            words=one["words"],
            voices=one["counted"] + (chosen[one["id"]]["voices"] if one["id"] in chosen else 0),
            names=tuple(called(name) for name in chosen[one["id"]]["names"]) if one["id"] in chosen else (),
        )
        for one in options
    )
    said = [(one.words, one.voices) for one in counted]
    return Result(counted, outcome(said), charts.bars("What was chosen", said, unit="voices", column="Answer"))


async def counting(vote_id: UUID) -> Counting:
    """What the page for hands and papers shows."""
    found = await rows(
        """
        SELECT m.id, m.name, v.how FROM forum_member m LEFT JOIN voted v ON v.member = m.id AND v.vote = $1
         WHERE m.state = 'member' OR v.how IS NOT NULL ORDER BY lower(m.name), m.id
        """,
        vote_id,
    )
    options = await rows("SELECT id, counted FROM vote_option WHERE vote = $1", vote_id)
    return Counting(
        members=[(str(one["id"]), called(one["name"])) for one in found if one["how"] != How.REMOTE],
        remote=[called(one["name"]) for one in found if one["how"] == How.REMOTE],
        ticked={how: [str(one["id"]) for one in found if one["how"] == how] for how in (How.ROOM, How.WRITING)},
        counted={one["id"]: one["counted"] for one in options},
    )


async def has_voted(vote_id: UUID, member: UUID) -> bool:
    """Whether a member has given their voice."""
    return bool(await value("SELECT true FROM voted WHERE vote = $1 AND member = $2", vote_id, member))


def _phase(found: Mapping[str, Any]) -> Phase:
    return phase(
        opens_at=found["opens_at"], closes_at=found["closes_at"], closed_at=found["closed_at"], now=clock.now()
    )
