"""The pages of volunteers at work: who may open them, bad input, twice the same form, other people's, and their cost."""

from datetime import timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from livewell.kit import clock
from livewell.kit.db import value
from livewell.kit.engine import count_queries
from livewell.placements import actions
from livewell.staff.rules import Role
from livewell.worker import prepare
from tests.browsing import form_to, post
from tests.factories.assets import an_asset
from tests.factories.journeys import Stage, an_open_journey
from tests.factories.placements import a_pair, a_shift, a_visit, as_guest, begun, proposed, the_request
from tests.factories.staff import a_member
from tests.factories.volunteers import a_ready_volunteer, a_volunteer, at_own_pages


@pytest_asyncio.fixture
async def pair():
    prepare()
    return await a_pair()


async def everything(pair) -> dict[str, str]:
    """One of each record, by what its address calls it."""
    placement = await begun(pair)
    await a_visit(pair, placement)
    asset = await an_asset(name="Fictional café")
    shift = await a_shift(pair.role, pair.coordinator, asset=asset, starts_at=clock.now() + timedelta(days=2))
    await actions.take(shift, volunteer=pair.volunteer, by=as_guest(pair.volunteer))
    await actions.add_hours(
        pair.volunteer, given_on=clock.today(), minutes=90, what="Leaflets", submission=uuid4(), by=pair.coordinator
    )
    claim = await actions.claim(
        pair.volunteer,
        spent_on=clock.today(),
        pence=420,
        miles=None,
        what="Bus",
        receipt=(b"%PDF-1.4\n%%EOF", "application/pdf"),
        submission=uuid4(),
        by=as_guest(pair.volunteer),
    )
    concern = await actions.raise_concern(
        pair.volunteer, words="Asked for money.", urgent=True, submission=uuid4(), by=pair.coach
    )
    thanks = await actions.thank(
        pair.volunteer, kind="reference", words="A star.", submission=uuid4(), by=pair.coordinator
    )
    found = {
        "placement": placement,
        "shift": shift,
        "claim": claim,
        "concern": concern,
        "thanks": thanks,
        "asked": pair.asked,
        "volunteer": pair.volunteer,
        "journey": pair.journey,
        "asset": asset,
    }
    return {name: str(one) for name, one in found.items()}


COORDINATORS = (
    "/volunteers/matching",
    "/volunteers/matching/{asked}",
    "/volunteers/placements/new",
    "/volunteers/placements/{placement}",
    "/volunteers/rota",
    "/volunteers/rota?week=nonsense&asset=nonsense",
    "/volunteers/rota?asset={asset}",
    "/volunteers/rota/new",
    "/volunteers/rota/{shift}",
    "/volunteers/rota/{shift}/shift.ics",
    "/volunteers/hours",
    "/volunteers/{volunteer}/hours",
    "/volunteers/{volunteer}/expenses",
    "/volunteers/expenses",
    "/volunteers/expenses?show=all&page=x",
    "/volunteers/expenses/{claim}",
    "/volunteers/expenses/{claim}/receipt",
    "/volunteers/expenses/all.csv",
    "/volunteers/supervision",
    "/volunteers/{volunteer}/supervision",
    "/volunteers/concerns",
    "/volunteers/concerns/{concern}",
    "/volunteers/{volunteer}/concern",
    "/volunteers/service",
    "/volunteers/{volunteer}/thanks",
    "/volunteers/figures",
)
WORKERS = (
    "/journeys/{journey}/befriender",
    "/journeys/{journey}/apart",
    "/journeys/{journey}/about/befriender",
    "/journeys/{journey}",
)
VOLUNTEERS = (
    "/volunteer/me",
    "/volunteer/me/rota",
    "/volunteer/me/rota/{shift}/shift.ics",
    "/volunteer/me/people",
    "/volunteer/me/people/{placement}",
    "/volunteer/me/hours",
    "/volunteer/me/expenses",
    "/volunteer/me/expenses/{claim}/receipt",
    "/volunteer/me/worry",
    "/volunteer/me/worry/sent",
    "/volunteer/me/talks",
)


async def test_each_page_opens_for_whom_it_is_for_in_at_most_twelve_queries(pair, client_for, visitor):
    ids = await everything(pair)
    readers = (
        (await client_for(pair.coordinator), COORDINATORS),
        (await client_for(pair.coach), WORKERS),
        (await at_own_pages(visitor, pair.volunteer), VOLUNTEERS),
    )
    for client, paths in readers:
        for path in paths:
            with count_queries() as counted:
                seen = await client.get(path.format(**ids))
            assert seen.status_code == 200, path
            if path not in {"/journeys/{journey}", "/volunteer/me"}:
                # Two more than the page's own: who is signed in, and the line in the access log.
                assert counted.count <= 14, (path, counted.count)


async def test_each_page_is_shut_to_others(pair, client_for, visitor):
    ids = await everything(pair)
    link_worker = await client_for(Role.LINK_WORKER)
    shown_to_all = {"/volunteers/rota", "/volunteers/service", "/volunteers/figures", "/volunteers/{volunteer}/concern"}
    for path in COORDINATORS:
        seen = await link_worker.get(path.format(**ids))
        expected = 200 if path.partition("?")[0] in shown_to_all else 403
        assert seen.status_code == expected, path
    for path in WORKERS:
        assert (await link_worker.get(path.format(**ids))).status_code == 404, path
    for path in VOLUNTEERS:
        assert (await visitor.get(path.format(**ids))).headers["location"] == "/volunteer/me/link", path
    other = await at_own_pages(visitor, await a_volunteer())
    for path in VOLUNTEERS:
        if "{" in path:
            assert (await other.get(path.format(**ids))).status_code == 404, path


async def test_a_manager_reads_concerns_and_runs_nothing(pair, client_for):
    ids = await everything(pair)
    manager = await client_for(Role.MANAGER)
    assert (await manager.get(f"/volunteers/concerns/{ids['concern']}")).status_code == 200
    assert (await manager.get("/volunteers/matching")).status_code == 403


async def test_asking_keeps_every_word_of_a_form_that_is_not_right(client_for):
    coach = await a_member(Role.HEALTH_COACH)

    journey = await an_open_journey(coach, stage=Stage.COACHING, family_name="Hidden")
    client = await client_for(coach)
    path = f"/journeys/{journey}/befriender"
    seen = await post(client, path, {"first_name": "Wanda", "words": "Ask for Mrs Hidden, she likes owls."})
    assert seen.status_code == 422
    assert "she likes owls" in seen.text
    assert "family name out" in seen.text
    good = {"first_name": "Wanda", "words": "Owls.", "times": ["mon_morning"], "agreed": "yes"}
    done = await post(client, path, good)
    assert done.status_code == 303
    assert await value("SELECT words FROM befriender_asked WHERE journey = $1", journey) == "Owls."


async def test_the_same_suggestion_sent_twice_is_one(pair, client_for):
    client = await client_for(pair.coordinator)
    page = await client.get(f"/volunteers/matching/{pair.asked}")

    form = form_to(page, f"/volunteers/matching/{pair.asked}/{pair.volunteer}")
    first = await client.post(form.action, data=form.data)
    second = await client.post(form.action, data=form.data)
    assert first.headers["location"] == second.headers["location"]


async def test_the_volunteer_and_the_worker_say_yes_on_their_own_pages(pair, client_for, visitor):
    placement = await proposed(pair)
    own = await at_own_pages(visitor, pair.volunteer)
    page = f"/volunteer/me/people/{placement}"
    assert (await post(own, f"{page}/answer/yes", page=page)).status_code == 303
    worker = await client_for(pair.coach)
    record = f"/journeys/{pair.journey}/about/befriender"
    assert (await post(worker, f"/journeys/{pair.journey}/befriender/{placement}/yes", page=record)).status_code == 303
    coordinator = await client_for(pair.coordinator)
    page = f"/volunteers/placements/{placement}"
    assert (await post(coordinator, f"{page}/start", page=page)).status_code == 303
    assert (await the_request(pair.asked)).state == "matched"


async def test_a_volunteer_takes_a_shift_and_gives_it_back_with_two_buttons(pair, visitor):
    shift = await a_shift(pair.role, pair.coordinator)
    own = await at_own_pages(visitor, pair.volunteer)
    rota = "/volunteer/me/rota"
    assert (await post(own, f"{rota}/{shift}/take", page=rota)).status_code == 303
    assert (await post(own, f"{rota}/{shift}/give-back", page=rota)).status_code == 303
    other = await a_ready_volunteer(pair.coordinator, pair.role)
    await actions.take(shift, volunteer=other, by=as_guest(other))
    token = (await own.get(rota)).text.partition('name="_csrf" value="')[2].partition('"')[0]
    gone = await own.post(f"{rota}/{shift}/take", data={"_csrf": token})
    assert gone.status_code in {403, 409}


async def test_a_claim_with_a_bad_receipt_comes_back_whole(pair, visitor):
    own = await at_own_pages(visitor, pair.volunteer)
    day = clock.today()
    typed = {
        "kind": "money",
        "pounds": "4.20",
        "what": "Bus to the café",
        "spent-day": str(day.day),
        "spent-month": str(day.month),
        "spent-year": str(day.year),
    }
    page = "/volunteer/me/expenses"
    bad = await post(own, page, typed, files={"receipt": ("r.exe", b"MZ", "image/png")})
    assert bad.status_code == 422
    assert "Bus to the café" in bad.text
    assert (await post(own, page, typed)).status_code == 303
    assert await value("SELECT pence FROM volunteer_expense") == 420
    assert (await post(own, page, typed | {"pounds": "4.205"})).status_code == 422


async def test_hours_go_out_as_a_file_that_runs_nothing(pair, client_for):
    await actions.add_hours(
        pair.volunteer, given_on=clock.today(), minutes=90, what="=1+1", submission=uuid4(), by=pair.coordinator
    )
    client = await client_for(pair.coordinator)
    file = await client.get(f"/volunteers/hours/{clock.today().year}/hours.csv")
    assert "'=1+1" in file.text
    assert file.text.startswith("\ufeff")
    assert (await client.get("/volunteers/hours/1990/hours.csv")).status_code == 404


async def test_a_calendar_address_opens_for_whoever_has_it_and_for_nobody_else(pair, visitor):
    token = await actions.make_calendar(by=as_guest(pair.volunteer))
    assert (await visitor.get(f"/volunteer/calendar/{token}.ics")).status_code == 200
    assert (await visitor.get(f"/volunteer/calendar/{token[:-1]}x.ics")).status_code == 404


async def test_a_visit_rings_on_the_coordinators_pages_until_it_is_settled(pair, client_for):
    visit = await a_visit(pair, await begun(pair), clock.now() + timedelta(minutes=5), 15)
    await value(
        "UPDATE shift SET starts_at = $2, ends_at = $3 WHERE id = $1",
        visit,
        clock.now() - timedelta(hours=1),
        clock.now() - timedelta(minutes=20),
    )
    await actions.look_out()
    client = await client_for(pair.coordinator)
    assert "No word yet" in (await client.get("/volunteers/matching")).text
    page = f"/volunteers/rota/{visit}"
    assert (await post(client, f"{page}/settle", {"words": ""}, page=page)).status_code == 422
    assert (await post(client, f"{page}/settle", {"words": "She is at home."}, page=page)).status_code == 303
    assert "No word yet" not in (await client.get("/volunteers/matching")).text


@pytest.mark.parametrize(
    "path",
    [
        "/volunteers/matching/{}",
        "/volunteers/placements/{}",
        "/volunteers/rota/{}",
        "/volunteers/expenses/{}",
        "/volunteers/concerns/{}",
        "/volunteers/{}/hours",
    ],
)
async def test_what_is_not_there_is_not_found(path, client_for):
    client = await client_for(Role.VOLUNTEER_COORDINATOR)
    assert (await client.get(path.format(uuid4()))).status_code == 404
