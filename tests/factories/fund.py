"""Pots, applications on their way, panels and awards, for tests; all through the real actions."""

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from livewell.forum.tables import ForumMember
from livewell.fund import actions
from livewell.fund.forms.asking import Asked, Reported, Who
from livewell.fund.forms.keeping import DecisionTyped, OpinionTyped, PaymentTyped, PotTyped
from livewell.fund.queries.applications import ApplicationSeen, application
from livewell.fund.queries.panel import panel_of
from livewell.fund.rules import How, PotKind, Says
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.staff.rules import Member, Role
from livewell.stories.rules import Reach
from tests.factories.staff import a_member

_number = count(1)


async def a_keeper() -> Member:
    """Somebody who keeps the fund."""
    return await a_member(Role.FORUM_FACILITATOR)


def pot_typed(**changes: Any) -> PotTyped:
    usual: dict[str, Any] = {
        "name": f"Something new {next(_number)}",
        "about": "For what is missing near you.",
        "criteria": "It is new\nEverybody may come\n",
        "kind": PotKind.SMALL,
        "pence": 100_000,
        "most_pence": 50_000,
        "given_by": "The fictional borough",
        "opens_on": clock.today() - timedelta(days=10),
        "closes_on": clock.today() + timedelta(days=20),
        "report_within": 90,
    }
    return PotTyped(**(usual | changes))


async def a_pot(by: Member | None = None, *, panellists: int = 2, **changes: Any) -> UUID:
    """An open pot of £1,000, up to £500 for one award, with a panel."""
    keeper = by or await a_keeper()
    pot = await actions.make_pot(pot_typed(**changes), submission=uuid4(), by=keeper)
    for _ in range(panellists):
        await actions.seat(pot, await a_forum_member(), by=keeper)
    return pot


async def a_forum_member(**changes: Any) -> UUID:
    """A member of the forum."""
    number = next(_number)
    usual = {
        "id": uuid4(),
        "name": f"Fictional Panellist {number}",
        "email": f"panellist{number}@forum.example",
        "state": "member",
        "joined_on": clock.today(),
        "asked_at": clock.now(),
    }
    member = ForumMember(**(usual | changes))
    await member.save()
    return UUID(str(member.id))


def who(**changes: Any) -> Who:
    number = next(_number)
    usual = {
        "name": "Mira Oyelaran",
        "email": f"applicant{number}@group.example",
        "phone": "",
        "group_name": "The Thursday walkers",
    }
    return Who(**(usual | changes))


def asked(**changes: Any) -> Asked:
    usual: dict[str, Any] = {
        "what": "A walk every Thursday, and tea.",
        "who_for": "Whoever likes company",
        "how_many": 15,
        "ward": "",
        "way": "connect",
        "pence": 30_000,
        "costs": "Hall £250, tea £50",
        "other_money": "",
        "kept_safe": "Two of us are always there.",
        "afterwards": "We pass a hat.",
    }
    return Asked(**(usual | changes))


def opinion(says: Says = Says.YES, **changes: Any) -> OpinionTyped:
    usual: dict[str, Any] = {"conflict": False, "conflict_words": "", "meets": (1, 2), "says": says, "words": "Good."}
    return OpinionTyped(**(usual | changes))


STANDS_BACK = OpinionTyped(True, "My sister leads it.", (), None, "")


def decision(pence: int = 30_000, **changes: Any) -> DecisionTyped:
    usual: dict[str, Any] = {
        "pence": pence,
        "reasons": "It is new and near.",
        "conditions": "",
        "feedback": "We liked the tea.",
        "onward": "The hall may be free; ask us.",
        "meeting": None,
        "names": "",
    }
    return DecisionTyped(**(usual | changes))


def payment(pence: int, how: How = How.BANK, **changes: Any) -> PaymentTyped:
    return PaymentTyped(pence, changes.get("paid_on", clock.today()), how, changes.get("reference", ""))


def reported(**changes: Any) -> Reported:
    usual: dict[str, Any] = {
        "story": "Twelve of us walked, and some became friends.",
        "reach": Reach.PUBLIC,
        "people": 12,
        "times_met": 10,
        "spent_pence": 30_000,
        "still_going": True,
        "learned": "Begin with tea.",
    }
    return Reported(**(usual | changes))


async def begun(pot: UUID, **changes: Any) -> UUID:
    """An application somebody began."""
    return await actions.begin(pot, who(**changes), submission=uuid4(), by=PUBLIC_VISITOR)


async def sent(pot: UUID, *, words: Asked | None = None, **changes: Any) -> UUID:
    """An application that was sent."""
    made = await begun(pot, **changes)
    await actions.send(made, words or asked(), version=1, by=PUBLIC_VISITOR)
    return made


async def judged(pot: UUID, by: Member, **changes: Any) -> ApplicationSeen:
    """An application of which everybody on the panel said yes."""
    made = await sent(pot, **changes)
    await actions.put_before_panel(made, by=by)

    for member, _ in await panel_of(pot):
        await actions.give_opinion(made, member, opinion(), version=0, by=by)
    return await application(made)


async def awarded(pot: UUID, by: Member, pence: int = 30_000, **changes: Any) -> ApplicationSeen:
    """An application that was awarded `pence`."""
    seen = await judged(pot, by, **changes)
    await actions.decide(seen.id, decision(pence), version=seen.version, submission=uuid4(), by=by)
    return await application(seen.id)
