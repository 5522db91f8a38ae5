"""Pots: made, changed, closed; and who is on their panel."""

import re
import unicodedata
from typing import Any
from uuid import UUID, uuid4

from livewell.fund.actions.held import happened, held_pot, left_in
from livewell.fund.forms.keeping import PotTyped
from livewell.fund.queries.pots import slugs_like
from livewell.fund.rules import RESERVED
from livewell.fund.rules.money import pounds
from livewell.fund.tables import FundPanellist, FundPot
from livewell.kit import clock, news, once
from livewell.kit.db import execute, transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Member

_LONGEST_SLUG = 80


async def make_pot(typed: PotTyped, *, submission: UUID, by: Member) -> UUID:
    """Make a pot; gives its id. The same form twice is one."""
    async with transaction():
        if before := await once.already_done(submission, "fund.pot"):
            return UUID(before)
        # Two of the same name at the same moment take turns, so that each has an address of its own.
        await value("SELECT pg_advisory_xact_lock(hashtext('fund slug'))")
        base = _plain(typed.name)
        taken, slug, number = await slugs_like(base) | RESERVED, base, 2
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        pot = FundPot(id=uuid4(), slug=slug, made_at=clock.now(), made_by=by.id, **_columns(typed))
        await pot.save()
        await news.tell("fund.pot_made", subject=pot.id, by=by)
        await once.remember(submission, "fund.pot", str(pot.id))
    return UUID(str(pot.id))


async def change_pot(pot_id: UUID, typed: PotTyped, *, version: int, by: Member) -> None:
    """Change a pot. Stale when it was changed meanwhile; RuleBroken below what is awarded from it already."""
    async with transaction():
        pot = await held_pot(pot_id)
        if pot.version != version:
            raise Stale(
                {"The name": pot.name, "What it is for": pot.about, "The criteria": pot.criteria},
                {"The name": typed.name, "What it is for": typed.about, "The criteria": typed.criteria},
            )
        awarded = int(pot.pence) - await left_in(pot)
        if typed.pence < awarded:
            raise RuleBroken(f"{pounds(awarded)} is awarded from this pot already. It cannot hold less.")
        for name, now in _columns(typed).items():
            setattr(pot, name, now)
        pot.version += 1
        await pot.save()
        await news.tell("fund.pot_changed", subject=pot_id, by=by)


async def close_pot(pot_id: UUID, *, version: int, by: Member) -> None:
    """Nobody may ask any more from now on. What was asked is still decided. Closed twice is closed once."""
    async with transaction():
        pot = await held_pot(pot_id)
        if happened(pot.closed_at):
            return
        if pot.version != version:
            raise Stale({"The pot": pot.name}, {"The pot": "Close it"})
        pot.closed_at = clock.now()
        pot.version += 1
        await pot.save()
        await news.tell("fund.pot_closed", subject=pot_id, by=by)


async def seat(pot_id: UUID, member: UUID, *, by: Member) -> None:
    """Put a member of the forum on the panel; twice is once. RuleBroken for somebody who is no member now."""
    async with transaction():
        await held_pot(pot_id)
        if await value("SELECT state FROM forum_member WHERE id = $1", member) != "member":
            raise RuleBroken("Choose somebody who is a member of the forum now.")
        if await value("SELECT id FROM fund_panellist WHERE pot = $1 AND member = $2", pot_id, member) is None:
            await FundPanellist(id=uuid4(), pot=pot_id, member=member).save()
            await news.tell("fund.panellist_seated", subject=pot_id, by=by, member=member)


async def unseat(pot_id: UUID, member: UUID, *, by: Member) -> None:
    """Take somebody off the panel; what they said so far stays written and counts no more. NotFound when they are not on it."""
    async with transaction():
        await held_pot(pot_id)
        gone = await value("SELECT id FROM fund_panellist WHERE pot = $1 AND member = $2", pot_id, member)
        if gone is None:
            raise NotFound
        await execute("DELETE FROM fund_panellist WHERE id = $1", gone)
        await news.tell("fund.panellist_left", subject=pot_id, by=by, member=member)


def _plain(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG].strip("-") or "pot"


def _columns(typed: PotTyped) -> dict[str, Any]:
    return {
        "name": typed.name,
        "about": typed.about,
        "criteria": typed.criteria,
        "kind": typed.kind.value,
        "pence": typed.pence,
        "most_pence": typed.most_pence,
        "given_by": typed.given_by,
        "opens_on": typed.opens_on,
        "closes_on": typed.closes_on,
        "report_within": typed.report_within,
        "to_forum": typed.to_forum,
    }
