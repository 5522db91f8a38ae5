"""What the forum works on, for tests: members, a meeting that decided, challenges, votes, charters."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from livewell.challenges import actions, queries
from livewell.challenges.forms.charter import CharterTyped
from livewell.challenges.forms.ideas import ChallengeTyped, EvidenceTyped
from livewell.challenges.forms.votes import VoteTyped
from livewell.challenges.rules.ideas import Evidence, Side
from livewell.forum import actions as forum
from livewell.forum.door import MEMBER
from livewell.forum.forms.meetings import Decided, Planned
from livewell.forum.forms.members import Joining
from livewell.forum.rules.agenda import DecisionKind
from livewell.kit import clock
from livewell.staff.rules import Member

_number = count(1)

CHARTER = CharterTyped(
    "Nobody here is lonely for want of somewhere to go\nPeople decide about what is theirs",
    "Patience: nobody is hurried\nCandour: we say what we see",
    "The first of all.",
)


async def a_voice(by: Member, name: str = "", **changes: Any) -> UUID:
    """A member of the forum; gives their id."""
    number = next(_number)
    joining = Joining(**({"name": name or f"Member {number}", "email": f"votes{number}@forum.example"} | changes))
    return await forum.add(joining, submission=uuid4(), by=by)


async def a_token(member: UUID) -> str:
    """What stands in the cookie of a browser in which a member came to their pages."""
    return await MEMBER.come_in(await MEMBER.make_link(member, holder="member@forum.example"))


async def a_held_meeting(items: Sequence[UUID], *, by: Member, title: str = "Forum") -> UUID:
    """A meeting a day from now with these items, which takes place; gives its id. The clock stays where it is."""
    starts_at = clock.now() + timedelta(days=1)
    planned = Planned(title=f"{title} {next(_number)}", starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    meeting = await forum.plan(planned, submission=uuid4(), by=by)
    await forum.put_on(meeting, items, by=by)
    with clock.at(starts_at):
        await forum.hold(meeting, by=by)
    return meeting


async def a_decision(item: UUID, *, by: Member, words: str = "Yes, we want this.") -> UUID:
    """What a held meeting decided about an item; gives the decision's id."""
    meeting = await a_held_meeting([item], by=by)
    return await forum.decide(meeting, item, Decided(DecisionKind.OTHER, words), submission=uuid4(), by=by)


def about(title: str = "Getting home after dark", **changes: Any) -> ChallengeTyped:
    """What a challenge is about."""
    said: dict[str, Any] = {"goal": "Everybody gets home.", "sides": (Side.COMMUNITY,), "owner": None}
    return ChallengeTyped(title, **(said | changes))


async def a_challenge(by: Member, title: str = "Getting home after dark", **changes: Any) -> UUID:
    """A challenge that is being discussed."""
    where = {name: changes.pop(name) for name in ("gap", "item") if name in changes}
    return await actions.begin_challenge(about(title, **changes), **where, submission=uuid4(), by=by)


async def known(challenge: UUID, kind: Evidence, *, by: Member, title: str = "Last buses", **changes: Any) -> UUID:
    """One thing that is known."""
    said: dict[str, Any] = {"words": "The last bus leaves at six.", "link": "", "given_by": None}
    return await actions.give_evidence(
        challenge, EvidenceTyped(kind, title, **(said | changes)), submission=uuid4(), by=by
    )


async def decided_on(challenge: UUID, *, by: Member, words: str = "We try lifts in pairs.") -> UUID:
    """A decision of a held meeting about a challenge."""
    item = await actions.put_on_next_agenda(challenge, words="What shall we try?", submission=uuid4(), by=by)
    return await a_decision(item, by=by, words=words)


def asked(question: str = "Which evening?", **changes: Any) -> VoteTyped:
    """A question with three answers, open for a week from now."""
    now = clock.now()
    said: dict[str, Any] = {
        "scenario": "",
        "options": ("Monday", "Tuesday", "Friday"),
        "most": 1,
        "secret": True,
        "opens_at": now,
        "closes_at": now + timedelta(days=7),
    }
    return VoteTyped(question, **(said | changes))


async def a_vote(by: Member, question: str = "Which evening?", **changes: Any) -> queries.VoteSeen:
    """A vote that is open now, unless it is told otherwise."""
    where = {name: changes.pop(name) for name in ("challenge", "item", "meeting") if name in changes}
    return await queries.vote(await actions.begin_vote(asked(question, **changes), **where, submission=uuid4(), by=by))


async def a_charter(by: Member, typed: CharterTyped = CHARTER) -> UUID:
    """A version of the charter that is written and not put to the forum yet."""
    made = await actions.begin_charter(submission=uuid4(), by=by)
    await actions.write_charter(made, typed, version=(await queries.charter(made)).version, by=by)
    return made


async def an_agreed_charter(by: Member, typed: CharterTyped = CHARTER) -> UUID:
    """A version the forum agreed on."""
    made = await a_charter(by, typed)
    await actions.put_charter(made, by=by)
    put = next(one for one in await queries.waiting_for_forum() if one.subject == made)
    decision = await a_decision(put.item, by=by, words="These are our goals and values.")
    await actions.approve(put.id, decision=decision, version=put.version, by=by)
    return made
