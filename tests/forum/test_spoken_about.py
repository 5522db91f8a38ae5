"""What a meeting spoke about or decided stands on no agenda any more: the same can be put forward again."""

from uuid import UUID, uuid4

import pytest

from livewell.forum import actions, forms, queries
from livewell.forum.rules.agenda import ItemState
from livewell.kit.db import value
from livewell.kit.errors import RuleBroken
from livewell.staff.rules import Member
from tests.factories.forum import a_decision, a_held_meeting, a_meeting, an_item, on_held


async def state_of(item: UUID) -> ItemState:
    return ItemState(await value("SELECT state FROM agenda_item WHERE id = $1", item))


async def test_what_was_decided_was_spoken_about(by: Member) -> None:
    met = await a_held_meeting(by)
    item = await on_held(by, met)
    await a_decision(by, met, item)
    assert await state_of(item) is ItemState.DISCUSSED
    seen = await queries.item(item)
    await actions.write_said(item, forms.Said("Everybody agreed."), version=seen.version, by=by)
    await a_decision(by, met, item)
    assert await state_of(item) is ItemState.DISCUSSED


async def test_a_decision_takes_no_words_from_whoever_writes_the_minutes(by: Member) -> None:
    met = await a_held_meeting(by)
    item = await on_held(by, met)
    opened = (await queries.item(item)).version
    await a_decision(by, met, item)
    await actions.write_said(item, forms.Said("Written meanwhile."), version=opened, by=by)
    assert (await queries.item(item)).said == "Written meanwhile."


async def test_what_was_decided_and_is_carried_over_waits_again(by: Member) -> None:
    met = await a_held_meeting(by)
    item = await on_held(by, met)
    await a_decision(by, met, item)
    await actions.carry_over(item, by=by)
    assert await state_of(item) is ItemState.WAITING


async def test_a_decision_about_what_is_on_another_agenda_moves_nothing(by: Member) -> None:
    met = await a_held_meeting(by)
    item = await an_item(by)
    await actions.put_on(await a_meeting(by), [item], by=by)
    with pytest.raises(RuleBroken, match="not on the agenda"):
        await a_decision(by, met, item)
    assert await state_of(item) is ItemState.ON


@pytest.mark.parametrize("decided", [True, False], ids=["decided", "nobody wrote anything"])
async def test_it_can_be_put_forward_again_once_its_meeting_was_held(by: Member, decided: bool) -> None:
    about = uuid4()
    met = await a_held_meeting(by)
    item = await on_held(by, met, about=about)
    if decided:
        await a_decision(by, met, item)
    again = await an_item(by, about=about)
    assert again != item
    assert await state_of(again) is ItemState.WAITING
    assert await an_item(by, about=about) == again, "What waits already is that item."
    assert await value("SELECT meeting FROM agenda_item WHERE id = $1", item) == met


async def test_what_stands_on_an_agenda_to_come_is_not_put_twice(by: Member) -> None:
    about = uuid4()
    item = await an_item(by, about=about)
    await actions.put_on(await a_meeting(by), [item], by=by)
    assert await an_item(by, about=about) == item
