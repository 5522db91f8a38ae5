"""A person changes how they are reached, and what they agreed to, themself."""

from dataclasses import replace

from livewell.kit.actor import Resident
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.people import actions as people
from livewell.people import queries as persons
from livewell.people.forms import Details
from livewell.people.rules import Agreed, ConsentKind
from livewell.residents import rules
from livewell.residents.actions.coming import put_on_its_way
from livewell.residents.actions.visits import end_all
from livewell.residents.rules import CHANGED, CameHow


async def change_own_details(*, details: Details, version: int | None, by: Resident) -> None:
    """
    Keep what somebody changed of their own details.

    A new e-mail address or number ends every other visit and every link and code, and the old e-mail address hears of
    it, where that is safe. Safety choices and the practice are the team's to change: they stay as they are. Raises
    Stale, with both texts, when somebody else changed the record meanwhile.
    """
    async with transaction():
        before = await persons.person(by.person)
        if before is None:
            raise NotFound
        kept = _kept_by_team(before.details, details)
        await people.change_details(by.person, details=kept, version=version, practices={}, by=by)
        if _reached_elsewhere(before.details, kept):
            await end_all(by.person, by=by, but=by.visit)
            if _may_tell_old_address(before.details):
                await put_on_its_way(CHANGED, before.details.email, person=by.person, by=by)


async def answer_about_sharing(kind: ConsentKind, *, given: bool, stands: bool | None, by: Resident) -> None:
    """Keep what somebody says about sharing now. RuleBroken when they said something else meanwhile, on another device."""
    async with transaction():
        now = (await persons.consents(by.person)).get(kind)
        if (now.given if now else None) is not stands:
            raise RuleBroken("You answered this on another page meanwhile. Open the page again and look.")
        if stands is not given:
            await people.record_consent(by.person, answers=[Agreed(kind, given)], how="form", by=by)


_THE_TEAMS = ("practice", "other_practice", "never_contact", "protected_address")
_ONLY_IF_OPEN = ("address", "postcode")


def _kept_by_team(before: Details, after: Details) -> Details:
    """
    What somebody typed about themself, without what is the team's to change: safety choices and the practice.

    A protected address is not shown in their own space, so it is not changed there either.
    """
    stays = _THE_TEAMS + (_ONLY_IF_OPEN if before.protected_address else ())
    return replace(after, **{name: getattr(before, name) for name in stays})


def _reached_elsewhere(before: Details, after: Details) -> bool:
    """Whether somebody has another e-mail address or telephone number from now on."""
    return before.email.lower() != after.email.lower() or rules.plain_number(before.phone) != rules.plain_number(
        after.phone
    )


def _may_tell_old_address(before: Details) -> bool:
    """Whether the e-mail address somebody had may be written to, to say that it was changed."""
    return bool(before.email) and rules.may_be_sent(
        CameHow.EMAIL,
        never_contact=before.never_contact,
        may_text=before.may_text,
        may_write=before.may_write,
        preferred=before.preferred_contact,
    )
