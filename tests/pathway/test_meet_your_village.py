"""A village event leads to a café for people with dementia; a golf club's offer leads to a walk at dusk."""

from uuid import uuid4

from livewell.assets.rules import AssetKind
from livewell.gaps import queries as gaps
from livewell.groups import actions, queries
from livewell.groups.queries.outreach import outreach
from livewell.groups.queries.programme import cafes
from livewell.groups.rules import Kind, Stage
from livewell.kit.db import value
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.assets import an_asset
from tests.factories.groups import an_entry, an_outreach
from tests.factories.staff import a_member


async def test_what_was_promised_at_a_village_event(client_for, visitor):
    worker = await a_member(Role.LINK_WORKER)
    client = await client_for(worker)
    event = await an_outreach(worker, name="Meet your village", partners=("The Rotary club", "The hospital"))
    for words, who in (
        ("A café for people with dementia", "The Rotary club"),
        ("Walk the course at dusk", "The golf club"),
        ("Lifts to the hospital", "The hospital"),
    ):
        page = f"/outreach/{event}"
        assert (await post(client, f"{page}/promises", {"promise": words, "who": who}, page=page)).status_code == 303
    promises = {one.words: one.id for one in (await outreach(event)).promises}

    cafe = await became(client, event, promises["A café for people with dementia"], "cafe", "Memory café")
    walk = await became(client, event, promises["Walk the course at dusk"], "group", "Dusk walkers")
    lifts = await became(client, event, promises["Lifts to the hospital"], "gap", "Lifts to the hospital")

    seen = await queries.group(cafe)
    assert (seen.kind, seen.stage, seen.outreach_name) == (Kind.CAFE, Stage.IDEA, "Meet your village")
    assert (await queries.group(walk)).kind is Kind.GROUP
    gap = await gaps.gap(lifts, seen_by=worker)
    assert [voice.source for voice in gap.voices] == ["A visit to the community"]
    assert (await outreach(event)).open == 0

    await the_cafe_is_there_for_everybody(client, visitor, worker, cafe)


async def became(client, event, promise, what, name):
    """Somebody says what became of it; gives the id of that."""
    url = f"/outreach/{event}/promises/{promise}"
    form = form_to(await client.get(url), url).data | {"what": [what], "name": [name]}
    first, second = [await client.post(url, data=form) for _ in range(2)]
    assert first.status_code == 303, first.text
    # Sent twice, it is one.
    assert second.headers["location"] == first.headers["location"]
    table = "gap" if what == "gap" else "community_group"
    return await value(f"SELECT id FROM {table} WHERE {'title' if what == 'gap' else 'name'} = $1", name)


async def the_cafe_is_there_for_everybody(client, visitor, worker, cafe):
    assert await cafes() == []
    asset = await an_asset(name="Memory café", kind=AssetKind.CAFE.value, audiences=())
    await actions.link_listing(cafe, asset, by=worker)
    await actions.move(cafe, Stage.FORMING, by=worker)
    entry = an_entry(title="Songs we know", host="Rosa", refreshments="Tea, by donation")
    await actions.plan_entry(cafe, entry, submission=uuid4(), by=worker)
    await actions.cancel_entry(
        await actions.plan_entry(cafe, an_entry(title="A talk"), submission=uuid4(), by=worker),
        why="The speaker is ill.",
        by=worker,
    )
    assert "Songs we know" in (await visitor.get("/cafes")).text
    page = await visitor.get(f"/cafes/{cafe}/programme")
    for words in ("Songs we know", "Your host: Rosa", "Tea, by donation", "The speaker is ill."):
        assert words in page.text
    calendar = await visitor.get(f"/cafes/{cafe}/programme.ics")
    assert calendar.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:Songs we know (Memory café)" in calendar.text
    assert "A talk" not in calendar.text
    await actions.move(cafe, Stage.CLOSED, why="Nobody came.", by=worker)
    assert (await visitor.get(f"/cafes/{cafe}/programme")).status_code == 404
