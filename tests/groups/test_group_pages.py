"""The pages of groups: who may open them, what they say, what comes back with 422, and that nothing is sent twice."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from livewell.groups import actions, queries
from livewell.groups.queries.outreach import outreach
from livewell.groups.rules import Stage, Step
from livewell.groups.tables import CommunityGroup, GroupInput
from livewell.kit import clock
from livewell.kit.db import count_queries, value
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.gaps import a_gap
from tests.factories.gatherings import recorded
from tests.factories.groups import (
    a_group,
    a_promise,
    a_running_group,
    an_entry,
    an_outreach,
    led,
    time_given,
)
from tests.factories.staff import a_member


def boxes(name, day):
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


@pytest.fixture
async def worker():
    return await a_member(Role.LINK_WORKER)


@pytest.fixture
async def client(client_for, worker):
    return await client_for(worker)


async def a_whole_world(worker):
    """One of everything; gives the pages, and which of them only those who support groups may open."""
    group = await a_running_group(worker, about="We walk, then have tea.")
    await recorded((await queries.group(group)).asset)
    await time_given(group, worker)
    lead = await led(group, worker)
    review = await actions.hold_review(
        group, {"lead": "Two could."}, held_on=clock.today(), submission=uuid4(), by=worker
    )
    entry = await actions.plan_entry(group, an_entry(), submission=uuid4(), by=worker)
    sign = await value(
        "INSERT INTO group_alert (id, community_group, kind, says, raised_at, words, version)"
        " VALUES (gen_random_uuid(), $1, 'no_new', 'Nobody new.', $2, '', 1) RETURNING id",
        group,
        clock.now(),
    )
    event = await an_outreach(worker, partners=("Rotary",))
    promise = await a_promise(event, worker)
    home = f"/groups/{group}"
    see = ["/groups", "/groups/figures", home, f"{home}/programme", "/outreach", f"/outreach/{event}"]
    work = [
        "/groups/new",
        f"{home}/change",
        f"{home}/steps/flyer",
        f"{home}/stage",
        f"{home}/listing",
        f"{home}/time",
        f"{home}/lead",
        f"{home}/lead/{lead}/end",
        f"{home}/reviews/new",
        f"{home}/reviews/{review}",
        f"{home}/flyers",
        f"{home}/signs/{sign}",
        f"{home}/programme/new",
        f"{home}/programme/{entry}",
        f"{home}/programme/{entry}/cancel",
        "/outreach/new",
        f"/outreach/{event}/change",
        f"/outreach/{event}/promises/{promise}",
    ]
    return see, work


async def test_who_may_open_what(client_for, worker, visitor):
    see, work = await a_whole_world(worker)
    mine, evaluator, referrer = (
        await client_for(worker),
        await client_for(Role.EVALUATOR),
        await client_for(Role.PRACTICE_REFERRER),
    )
    for page in [*see, *work]:
        with count_queries() as counted:
            answer = await mine.get(page)
        assert answer.status_code == 200, (page, answer.text[-600:])
        assert counted.count <= 12, (page, counted.count)
        assert (await evaluator.get(page)).status_code == (200 if page in see else 403), page
        assert (await referrer.get(page)).status_code == 403, page
        assert (await visitor.get(page)).status_code in {303, 401}, page


async def test_an_evaluator_reads_no_name(client_for, worker):
    see, _ = await a_whole_world(worker)
    page = await (await client_for(Role.EVALUATOR)).get(see[2])
    assert "Rosa Fictional" not in page.text
    assert "Two could." not in page.text
    assert "Somebody of its community" in page.text
    assert "Rosa Fictional" in (await (await client_for(worker)).get(see[2])).text


@pytest.mark.parametrize(
    "path",
    ["", "/change", "/stage", "/time", "/lead", "/flyers", "/programme", "/reviews/new", "/steps/flyer", "/listing"],
)
async def test_a_group_that_is_not_there(client, path):
    assert (await client.get(f"/groups/{uuid4()}{path}")).status_code == 404


async def test_what_is_of_another_group(client, worker):
    one, other = await a_group(worker), await a_group(worker)
    lead = await led(one, worker)
    given = await time_given(one, worker)
    entry = await actions.plan_entry(one, an_entry(), submission=uuid4(), by=worker)
    assert (await client.get(f"/groups/{other}/lead/{lead}/end")).status_code == 404
    assert (await client.get(f"/groups/{other}/programme/{entry}")).status_code == 404
    page = await client.get(f"/groups/{one}/time")
    data = form_to(page, f"/groups/{one}/time/{given}/strike").data
    assert (await client.post(f"/groups/{other}/time/{given}/strike", data=data)).status_code == 404
    for step in ("idea", "supported", "nonsense"):
        assert (await client.get(f"/groups/{one}/steps/{step}")).status_code == 404


async def test_a_group_begins_once_from_a_gap(client, worker):
    gap = await a_gap(worker, title="Somewhere to walk together")
    page = await client.get(f"/groups/new?gap={gap}")
    assert 'value="Somewhere to walk together"' in page.text
    form = form_to(page, "/groups/new").data | {"name": ["Strollers"]}
    first, second = [await client.post("/groups/new", data=form) for _ in range(2)]
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    assert await CommunityGroup.count() == 1
    seen = await queries.group(await value("SELECT id FROM community_group"))
    assert (seen.gap, seen.supporter, seen.begun_on) == (gap, worker.id, clock.today())


async def test_every_word_comes_back(client):
    typed = {"name": "", "about": "Tea for everybody", "funder": "St Mary’s", "begun-year": "2999"}
    answer = await post(client, "/groups/new", typed)
    assert answer.status_code == 422
    assert "Give the group a name" in answer.text
    assert "Tea for everybody" in answer.text
    assert "St Mary’s" in answer.text


async def test_the_list_is_ticked_and_the_stage_changed(client, worker):
    group = await a_group(worker, begun_on=clock.today() - timedelta(days=30))
    home = f"/groups/{group}"
    for step in ("people", "place", "flyer", "first_session"):
        answer = await post(client, f"{home}/steps/{step}", {"words": f"About {step}"})
        assert answer.status_code == 303, answer.text
    seen = await queries.group(group)
    assert seen.stage is Stage.FORMING
    assert (await post(client, f"{home}/stage", {"to": "paused"})).status_code == 422
    assert (await post(client, f"{home}/stage", {"to": "supported"})).status_code == 303
    done = [step.step for step in await queries.steps_of(group) if step.is_done]
    assert done == [Step.IDEA, Step.PEOPLE, Step.PLACE, Step.FLYER, Step.FIRST_SESSION, Step.SUPPORTED]
    refused = await post(client, f"{home}/stage", {"to": "independent"})
    assert refused.status_code == 409
    assert "Nobody of its community leads it yet." in refused.text


async def test_two_who_write_the_same_line(client, worker):
    group = await a_group(worker)
    url = f"/groups/{group}/steps/people"
    form = form_to(await client.get(url), url).data
    await actions.tick(group, Step.PEOPLE, on=clock.today(), words="Theirs", version=0, by=worker)
    answer = await client.post(url, data=form | {"words": ["Mine"]})
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert "Mine" in answer.text


async def test_time_is_given_and_taken_out(client, worker):
    group = await a_group(worker)
    url = f"/groups/{group}/time"
    assert (await post(client, url, {})).status_code == 422
    assert (await post(client, url, {"hours": "25"})).status_code == 422
    assert (await post(client, url, {"hours": "1", "minutes": "30", "what": "The flyer"})).status_code == 303
    (given,) = await queries.input_of(group)
    assert (given.minutes, given.what, given.staff_user) == (90, "The flyer", worker.id)
    page = await client.get(url)
    assert "90 minutes" in page.text
    strike = form_to(page, f"{url}/{given.id}/strike")
    assert (await client.post(strike.action, data=strike.data)).status_code == 303
    assert await queries.input_of(group) == []
    assert await GroupInput.count() == 1


async def test_a_listing_is_begun_and_found_again(client, worker):
    group = await a_group(worker, kind="cafe", name="Fictional Hall Café")
    url = f"/groups/{group}/listing"
    page = await client.get(url)
    made = form_to(page, f"{url}/new")
    answer = await client.post(made.action, data=made.data)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/directory/")
    seen = await queries.group(group)
    assert (seen.asset_name, seen.asset_published) == ("Fictional Hall Café", False)
    of = await client.get(f"/groups/of-listing/{seen.asset}")
    assert of.headers["location"] == f"/groups/{group}"
    other = await a_group(worker, name="Fictional Hall Café, again")
    page = await client.get(f"/groups/{other}/listing?q=Fictional+Hall")
    form = form_to(page, f"/groups/{other}/listing")
    refused = await client.post(form.action, data=form.data)
    assert refused.status_code == 409
    assert "has this listing already" in refused.text


async def test_a_review_a_lead_flyers_and_a_sign(client, worker):
    group = await a_running_group(worker)
    home = f"/groups/{group}"
    assert (await post(client, f"{home}/reviews/new", {})).status_code == 422
    kept = await post(client, f"{home}/reviews/new", {"answer-money": "The church, until May", "agreed": "Ask Rotary"})
    assert kept.status_code == 303
    assert "The church, until May" in (await client.get(kept.headers["location"])).text
    assert (await post(client, f"{home}/lead", {"who": "somebody"})).status_code == 422
    assert (await post(client, f"{home}/lead", {"who": "somebody", "name": "Rosa"})).status_code == 303
    (lead,) = await queries.leads_of(group)
    assert (await post(client, f"{home}/lead/{lead.id}/end", {})).status_code == 422
    assert (await post(client, f"{home}/lead/{lead.id}/end", {"why": "She moves house."})).status_code == 303
    assert (await post(client, f"{home}/flyers", {"place": "The library"})).status_code == 422
    assert (await post(client, f"{home}/flyers", {"place": "The library", "number": "40"})).status_code == 303
    assert await actions.watch_all() == 1
    (sign,) = await queries.alerts_of(group)
    assert "Its lead has left" in (await client.get(home)).text
    assert (await post(client, f"{home}/signs/{sign.id}", {})).status_code == 422
    assert (await post(client, f"{home}/signs/{sign.id}", {"words": "Bo leads it from June."})).status_code == 303
    assert "Bo leads it from June." in (await client.get(home)).text


async def test_an_outreach_is_written_down_and_followed(client, worker):
    assert (await post(client, "/outreach/new", {"partners": "Rotary"})).status_code == 422
    made = await post(client, "/outreach/new", {"name": "Meet your village", "partners": "Rotary\nGolf club\nRotary"})
    event = made.headers["location"]
    page = await client.get(event)
    assert "Rotary, Golf club" in page.text
    assert (await post(client, f"{event}/promises", {}, page=event)).status_code == 422
    for words in ("A café", "A walk at dusk", "Nothing much"):
        assert (await post(client, f"{event}/promises", {"promise": words}, page=event)).status_code == 303
    promises = [one.id for one in (await outreach(UUID(event.rsplit("/", 1)[1]))).promises]
    became = [("cafe", "/groups/"), ("gap", "/gaps/"), ("listing", "/directory/")]
    for promise, (what, leads_to) in zip(promises, became, strict=True):
        url = f"{event}/promises/{promise}"
        assert (await post(client, url, {"what": what, "name": ""})).status_code == 422
        answer = await post(client, url, {"what": what, "name": "Fictional new thing"})
        assert answer.headers["location"].startswith(leads_to)
    assert "All followed" in (await client.get("/outreach")).text


async def test_where_the_team_went_nobody_who_came_is_named(client, worker):
    words = "A lady asked to be rung on 01632 960001"
    wrong = await post(client, "/outreach/new", {"name": "Meet your village", "words": words})
    assert (wrong.status_code, words in wrong.text) == (422, True)
    event = await an_outreach(worker)
    wrong = await post(client, f"/outreach/{event}/promises", {"promise": words}, page=f"/outreach/{event}")
    assert (wrong.status_code, words in wrong.text) == (422, True)
