"""An application goes to the forum by one press or by itself, once, and comes back decided."""

from uuid import uuid4

import pytest

from livewell.forum import actions as forum
from livewell.forum import queries as agendas
from livewell.forum.forms.meetings import Decided
from livewell.forum.rules.agenda import DecisionKind
from livewell.fund import actions
from livewell.fund.queries.agenda import at_forum
from livewell.fund.queries.applications import application
from livewell.kit import clock
from livewell.kit.db import value
from livewell.kit.errors import NotFound, RuleBroken
from tests.browsing import form_to, post
from tests.factories.forum import a_facilitator, a_meeting
from tests.factories.fund import a_keeper, a_pot, decision, judged, sent


@pytest.fixture
async def keeper():
    return await a_keeper()


async def shown(pot, keeper, **changes):
    made = await sent(pot, **changes)
    await actions.put_before_panel(made, by=keeper)
    return made


async def offer(made, keeper):
    return await actions.offer_to_forum(made, submission=uuid4(), by=keeper)


async def held_with(item):
    """A meeting of the forum that was held with this item; gives its id and who served it."""
    serving = await a_facilitator()
    meeting = await a_meeting(serving)
    await forum.put_on(meeting, [item], by=serving)
    with clock.at((await agendas.meeting(meeting)).starts_at):
        await forum.hold(meeting, by=serving)
    return meeting, serving


async def labels(made):
    return [one.label[0] for one in (await at_forum(made)).items]


async def test_it_is_offered_once_and_names_nobody(keeper):
    made = await shown(await a_pot(keeper), keeper, name="Mira Testperson", group_name="")
    first = await offer(made, keeper)
    assert await offer(made, keeper) == first
    item = await agendas.item(first)
    assert item.is_fund
    assert "somebody by themself" in item.title
    assert "Testperson" not in item.title + item.words
    assert await value("SELECT count(*) FROM agenda_item") == 1


async def test_it_is_read_before_it_goes_there_and_not_decided(keeper):
    made = await sent(await a_pot(keeper))
    with pytest.raises(RuleBroken, match="panel may read"):
        await offer(made, keeper)
    with pytest.raises(NotFound):
        await offer(uuid4(), keeper)
    await actions.withdraw(made, by=keeper)
    with pytest.raises(RuleBroken, match="panel may read"):
        await offer(made, keeper)


async def test_it_goes_there_by_itself_where_the_pot_says_so(keeper):
    quiet = await shown(await a_pot(keeper), keeper)
    assert await labels(quiet) == []
    made = await shown(await a_pot(keeper, to_forum=True), keeper)
    await actions.put_before_panel(made, by=keeper)
    assert await labels(made) == ["Waits for a meeting"]


async def test_what_is_withdrawn_waits_no_more(keeper):
    made = await shown(await a_pot(keeper, to_forum=True), keeper)
    await actions.withdraw(made, by=keeper)
    assert await labels(made) == ["Taken off"]


async def decide(made, keeper, **changes):
    seen = await application(made)
    await actions.decide(made, decision(**changes), version=seen.version, submission=uuid4(), by=keeper)


async def test_what_is_decided_between_meetings_waits_no_more(keeper):
    seen = await judged(await a_pot(keeper), keeper)
    item = await offer(seen.id, keeper)
    serving = await a_facilitator()
    await forum.put_on(await a_meeting(serving), [item], by=serving)
    await decide(seen.id, keeper)
    assert await labels(seen.id) == ["Taken off"]


async def test_what_was_at_a_meeting_stays_there_with_what_came_of_it(keeper):
    seen = await judged(await a_pot(keeper), keeper)
    meeting, _ = await held_with(await offer(seen.id, keeper))
    await decide(seen.id, keeper, pence=30_000)
    (item,) = await agendas.agenda_of(meeting)
    assert (item.label[0], item.said) == ("Spoken about", "£300 was awarded.")


async def test_it_comes_back_decided(keeper, client_for):
    client = await client_for(keeper)
    seen = await judged(await a_pot(keeper), keeper)
    home = f"/fund/desk/applications/{seen.id}"
    assert (await post(client, f"{home}/forum", page=home)).status_code == 303
    with pytest.raises(AssertionError):
        form_to(await client.get(home), f"{home}/forum")
    (item,) = (await at_forum(seen.id)).items
    meeting, serving = await held_with(item.id)
    said = Decided(DecisionKind.FUND, "It is near, and everybody may come.")
    await forum.decide(meeting, item.id, said, submission=uuid4(), by=serving)
    assert said.words in (await client.get(home)).text
    form = form_to(await client.get(f"{home}/decide"), f"{home}/decide").data
    assert (form["reasons"][0].strip(), form["meeting"]) == (said.words, [str(meeting)])


async def test_whoever_serves_the_forum_finds_the_application(keeper, client_for):
    seen = await judged(await a_pot(keeper), keeper)
    item = await offer(seen.id, keeper)
    meeting, serving = await held_with(item)
    page = (await (await client_for(serving)).get(f"/forum/desk/meetings/{meeting}/items/{item}")).text
    assert f"/fund/desk/applications/{seen.id}" in page


async def test_the_setting_is_kept_with_the_pot(keeper, client_for):
    client = await client_for(keeper)
    pot = await a_pot(keeper)
    assert (await post(client, f"/fund/desk/pots/{pot}/change", {"to_forum": "yes"})).status_code == 303
    assert await value("SELECT to_forum FROM fund_pot WHERE id = $1", pot)
    assert form_to(await client.get(f"/fund/desk/pots/{pot}/change"), f"/fund/desk/pots/{pot}/change").data["to_forum"]
