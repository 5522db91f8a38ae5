"""A challenge of the forum: how people are met in their first minutes; what is known, what could be done, and votes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from livewell.challenges import actions as challenges
from livewell.challenges.forms.ideas import ChallengeTyped, EvidenceTyped, MoveTyped
from livewell.challenges.forms.votes import VoteTyped
from livewell.challenges.rules.ideas import Evidence, IdeaState, Side
from livewell.demo.neighbourhood import Neighbourhood, ago
from livewell.forum import actions as forum
from livewell.forum.forms.meetings import Decided
from livewell.forum.rules.agenda import DecisionKind
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import rows, value
from livewell.staff.rules import Member


@dataclass
class Table:
    """The forum as others of the demonstration go on with it."""

    members: list[UUID] = field(default_factory=list)
    items: dict[str, UUID] = field(default_factory=dict)
    decisions: dict[str, UUID] = field(default_factory=dict)
    meetings: list[UUID] = field(default_factory=list)


def _evidence(table: Table) -> Iterator[EvidenceTyped]:
    yield EvidenceTyped(
        Evidence.LOCAL_DATA,
        "Who goes along once and not again",
        "Of those we connected, one in five did not go back. Most said that they sat alone.",
        "",
        table.members[5],
    )
    yield EvidenceTyped(
        Evidence.EXPERIENCE,
        "The first five minutes",
        "“Nobody said hello, so I looked at my phone and then I left.”",
        "",
        table.members[3],
    )
    yield EvidenceTyped(
        Evidence.PRACTICE,
        "A person at the door",
        "The café has had somebody at the door since the summer, and newcomers stay.",
        "",
        table.members[0],
    )


async def begin_a_challenge(here: Neighbourhood, table: Table, by: Member) -> UUID:
    """How people are met the first time: evidence of three kinds, options, and a vote; it waits for the next agenda."""
    with clock.at(ago(110, 11)):
        challenge = await challenges.begin_challenge(
            ChallengeTyped(
                "Nobody stands at the door alone",
                "Whoever comes for the first time is met by somebody.",
                (Side.COMMUNITY, Side.KNOWLEDGE),
                table.members[3],
            ),
            submission=here.new_id(),
            by=by,
        )
        for one in _evidence(table):
            await challenges.give_evidence(challenge, one, submission=here.new_id(), by=by)
        for title in (
            "Somebody at the door of every group",
            "A badge for whoever says hello",
            "A ring the evening before",
        ):
            await challenges.suggest_option(challenge, title, "", submission=here.new_id(), by=by)
    with clock.at(ago(90, 11)):
        typed = MoveTyped(IdeaState.DEVELOPED, "We thought it through with three groups.", None)
        await challenges.move_challenge(challenge, typed, version=1, submission=here.new_id(), by=by)
    await _vote(
        here,
        table,
        challenge,
        ("Somebody at the door", "A badge", "A ring before"),
        ago(88, 12),
        ago(78, 12),
        by,
        voices=9,
    )
    with clock.at(ago(76, 12)):
        table.items["door"] = await challenges.put_on_next_agenda(challenge, words="", submission=here.new_id(), by=by)
    return challenge


async def try_it(here: Neighbourhood, table: Table, challenge: UUID, by: Member) -> None:
    """Four groups try what the forum chose, and members say when the door should be kept."""
    with clock.at(ago(60, 18)):
        decision = await forum.decide(
            table.meetings[-1],
            table.items["door"],
            Decided(
                DecisionKind.CHALLENGE, "Four groups keep somebody at the door until Christmas, and we count who stays."
            ),
            submission=here.new_id(),
            by=by,
        )
        option = await value(
            "SELECT id FROM challenge_option WHERE challenge = $1 ORDER BY position, title LIMIT 1", challenge
        )
        await challenges.choose_option(challenge, option, decision=decision, by=by)
    with clock.at(ago(50, 11)):
        version = await value("SELECT version FROM challenge WHERE id = $1", challenge)
        typed = MoveTyped(IdeaState.TESTING, "Four groups have somebody at the door until Christmas.", decision)
        await challenges.move_challenge(challenge, typed, version=version, submission=here.new_id(), by=by)
    await _vote(
        here,
        table,
        challenge,
        ("Mornings", "Afternoons", "Evenings"),
        ago(3, 12),
        clock.now() + timedelta(days=9),
        by,
        voices=3,
    )


async def _vote(
    here: Neighbourhood, table: Table, challenge: UUID, answers: tuple[str, ...], opens: datetime, closes: datetime, by: Member, *, voices: int
) -> None:  # fmt: skip
    with clock.at(opens):
        question = "Which do we try first?" if "A badge" in answers else "When should the door be kept?"
        vote = await challenges.begin_vote(
            VoteTyped(question, "Somebody comes for the first time. It rains, and the hall is full.", answers, 1, True, opens, closes),
            challenge=challenge, submission=here.new_id(), by=by,
        )  # fmt: skip
    options = [one["id"] for one in await rows("SELECT id FROM vote_option WHERE vote = $1 ORDER BY position", vote)]
    with clock.at(opens + timedelta(hours=4)):
        for number, member in enumerate(table.members[:voices]):
            choice = options[0 if number % 3 else 1 + number % 2]
            await challenges.cast(vote, (choice,), member=member, submission=uuid5(member, question), by=PUBLIC_VISITOR)
    if closes < clock.now():
        with clock.at(closes + timedelta(hours=1)):
            await challenges.close_vote(vote, by=by)
