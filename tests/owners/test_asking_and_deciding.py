"""Those who run a listing ask for something else while the team decides: nobody's words are lost, nobody waits in a ring."""

import asyncio
from contextvars import copy_context
from dataclasses import replace
from uuid import uuid4

import pytest

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.assets.actions import proposing
from livewell.kit.errors import RuleBroken, Stale
from livewell.owners import actions
from livewell.staff.rules import Role
from tests.factories.assets import a_listing, an_asset_from
from tests.factories.owners import a_keeper, came
from tests.factories.staff import a_member

MEANWHILE = 0.5
"""Seconds for whoever decides to come as far as they can: they wait for the listing, so nothing hangs on how long."""


@pytest.mark.parametrize("how", ["approve", "send back", "take back"])
async def test_what_is_asked_while_the_team_decides_waits_and_is_not_lost(committed_db, monkeypatch, how):
    worker = await a_member(Role.LINK_WORKER)
    asset = await an_asset_from(a_listing())
    by = await came(await a_keeper(asset))

    async def ask(who_for):
        seen = await listings.asset(asset)
        wanted = replace(seen.listing, who_for=who_for)
        await actions.change(asset, wanted, version=seen.version, submission=uuid4(), by=by)

    await ask("Everybody")
    (change,) = await listings.waiting_for(asset)
    decide = {
        "approve": lambda: assets.approve(change.id, version=change.version, by=worker),
        "send back": lambda: assets.send_back(change.id, sentence="No.", version=change.version, by=worker),
        "take back": lambda: actions.take_back(asset, change.id, by=by),
    }[how]
    outside, decided = copy_context(), []
    replaced = proposing._replace

    async def and_meanwhile_it_is_decided(*told):
        decided.append(asyncio.get_running_loop().create_task(decide(), context=outside))
        await asyncio.wait(decided, timeout=MEANWHILE)
        await replaced(*told)

    monkeypatch.setattr(proposing, "_replace", and_meanwhile_it_is_decided)
    await ask("Everybody and their dogs")
    (became,) = await asyncio.gather(*decided, return_exceptions=True)
    waiting = [one.listing.who_for for one in await listings.waiting_for(asset)]
    if how == "take back":
        # Whoever asked takes back what they asked last.
        assert became is None
        assert waiting == []
    else:
        assert isinstance(became, Stale | RuleBroken)
        assert waiting == ["Everybody and their dogs"]


async def test_what_the_team_saves_twice_is_saved_once():
    worker = await a_member(Role.LINK_WORKER)
    asset = await an_asset_from(a_listing())
    seen = await listings.asset(asset)
    for _ in range(2):
        await assets.change(asset, replace(seen.listing, what="We walk."), version=seen.version, by=worker)
    changed = await listings.asset(asset)
    for _ in range(2):
        await assets.restore(asset, number=seen.version, version=changed.version, by=worker)
    assert (await listings.asset(asset)).version == seen.version + 2
    with pytest.raises(Stale):
        await assets.change(asset, replace(seen.listing, what="We run."), version=seen.version, by=worker)
