"""Links and the browsers they open: once, by a button, for a while, for one's own listings, and without a trace."""

import asyncio
import json
import logging
from datetime import timedelta
from uuid import uuid4

import pytest

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.kit import clock, cookies, deliveries
from livewell.kit.db import rows, transaction, value
from livewell.kit.doorkeys import make_key
from livewell.kit.errors import RuleBroken
from livewell.owners import actions, queries
from livewell.owners.actions.links import OPENS
from livewell.owners.rules import LINKS_AN_HOUR, OPENINGS_AN_HOUR
from tests.browsing import form_to, post
from tests.factories.assets import an_asset, an_organisation
from tests.factories.owners import a_claim, a_keeper, came, let_in
from tests.signed_in import a_client

OWN = cookies.cookie_name(cookies.OWN, secure=False)
KEY = cookies.cookie_name(cookies.KEY, secure=False)


async def a_link(keeper, **more):
    async with transaction():
        usual = {"holder": "beryl@group.example", "lasts": timedelta(days=7), "single_use": True}
        return await make_key(OPENS, keeper, **(usual | more))


async def opened(client, token):
    """Follow a link and press its button; gives the last answer."""
    first = await client.get(f"/own/{token}")
    assert first.headers["location"] == "/own/open"
    return await post(client, "/own/open")


async def test_a_link_opens_by_a_button_and_its_number_leaves_the_address(visitor):
    asset = await an_asset(name="Beans and company")
    token = await a_link(await a_keeper(asset))
    first = await visitor.get(f"/own/{token}")
    assert (first.status_code, first.headers["location"]) == (303, "/own/open")
    assert "httponly" in first.headers["set-cookie"].lower()
    assert "samesite=lax" in first.headers["set-cookie"].lower()
    shown = await visitor.get("/own/open")
    assert token not in shown.text
    done = await post(visitor, "/own/open")
    assert done.headers["location"] == "/own"
    kept = next(one for one in done.headers.get_list("set-cookie") if one.startswith(OWN))
    assert "max-age=28800" in kept.lower()
    assert KEY not in visitor.cookies
    assert "Beans and company" in (await visitor.get("/own")).text


async def test_looking_at_mail_spends_nothing(visitor, app):
    token = await a_link(await a_keeper(await an_asset()))
    async with a_client(app) as scanner:
        for method in ("GET", "HEAD", "GET"):
            await scanner.request(method, f"/own/{token}", follow_redirects=True)
    assert (await opened(visitor, token)).headers["location"] == "/own"


async def test_a_used_link_opens_nothing_for_others_and_leads_its_own_browser_back(visitor, app):
    token = await a_link(await a_keeper(await an_asset()))
    await opened(visitor, token)
    assert (await visitor.get(f"/own/{token}")).headers["location"] == "/own"
    async with a_client(app) as other:
        assert (await other.get(f"/own/{token}")).headers["location"] == "/own/ended"
        page = await other.get("/own/ended")
    assert page.status_code == 404
    assert "fresh link" in page.text


async def test_two_who_press_at_once_are_one(visitor, app):
    token = await a_link(await a_keeper(await an_asset()))
    async with a_client(app) as other:
        forms = []
        for client in (visitor, other):
            await client.get(f"/own/{token}")
            forms.append(form_to(await client.get("/own/open"), "/own/open"))
        answers = [
            await one.post("/own/open", data=form.data) for one, form in zip((visitor, other), forms, strict=True)
        ]
    assert [one.headers["location"] for one in answers] == ["/own", "/own/ended"]


async def test_forged_expired_and_foreign_links_are_all_alike(visitor):
    keeper = await a_keeper(await an_asset())
    old = await a_link(keeper)
    async with transaction():
        foreign = await make_key("something_else", keeper, holder="x", lasts=timedelta(days=1))
    answers = [await visitor.get(f"/own/{token}") for token in (foreign, "A" * 43, "x", "'--")]
    with clock.at(clock.now() + timedelta(days=8)):
        answers.append(await visitor.get(f"/own/{old}"))
    assert {one.headers["location"] for one in answers} == {"/own/ended"}
    assert not any(KEY in one.headers.get("set-cookie", "") for one in answers)


@pytest.mark.parametrize("value", ["", "x", "A" * 43, "A" * 5000, "' OR 1=1 --"])
async def test_a_forged_cookie_is_nobodys(visitor, value):
    asset = await an_asset()
    visitor.cookies.set(OWN, value)
    for path in ("/own", f"/own/listings/{asset}", f"/own/listings/{asset}/edit/times", "/own/new"):
        assert (await visitor.get(path)).headers["location"] == "/own/link"


async def test_a_link_is_no_browser_and_a_browser_is_no_link(visitor):
    keeper = await a_keeper(await an_asset())
    token = await a_link(keeper)
    visitor.cookies.set(OWN, token)
    assert (await visitor.get("/own")).headers["location"] == "/own/link"
    await let_in(visitor, keeper)
    mine = visitor.cookies[OWN]
    visitor.cookies.clear()
    assert (await visitor.get(f"/own/{mine}")).headers["location"] == "/own/ended"


async def test_a_browser_ends_after_eight_hours_and_gives_words_back(visitor):
    asset = await an_asset()
    await let_in(visitor, await a_keeper(asset))
    form = form_to(await visitor.get(f"/own/listings/{asset}/name"), f"/own/listings/{asset}/name")
    words = {**form.data, "name": "Olu Adeyemi of the hall", "email": "olu@group.example"}
    with clock.at(clock.now() + timedelta(hours=8, seconds=1)):
        assert (await visitor.get("/own")).headers["location"] == "/own/link"
        said = await visitor.post(form.action, data=words)
    assert said.status_code == 409
    assert "Olu Adeyemi of the hall" in said.text
    assert await value("SELECT count(*) FROM keeper_claim") == 0


async def test_leaving_ends_it_for_good(visitor, app):
    keeper = await a_keeper(await an_asset())
    await let_in(visitor, keeper)
    mine = visitor.cookies[OWN]
    answer = await post(visitor, "/own/leave", page="/own")
    assert answer.headers["location"] == "/own/link"
    assert f"{OWN}=;" in answer.headers["set-cookie"].replace('""', "")
    async with a_client(app) as thief:
        thief.cookies.set(OWN, mine)
        assert (await thief.get("/own")).headers["location"] == "/own/link"


async def test_the_team_ends_it_at_once(visitor, worker):
    asset = await an_asset()
    keeper = await a_keeper(asset)
    link = await a_link(keeper)
    await let_in(visitor, keeper)
    await actions.end(keeper, by=worker)
    assert (await visitor.get("/own")).headers["location"] == "/own/link"
    visitor.cookies.clear()
    assert (await visitor.get(f"/own/{link}")).headers["location"] == "/own/ended"


async def test_anothers_listing_is_not_there(visitor):
    mine, other = await an_asset(), await an_asset()
    await let_in(visitor, await a_keeper(mine))
    paths = ["", "/edit/times", "/photos", "/preview", "/closed", "/leave", "/name"]
    for asset in (other, uuid4()):
        for path in paths:
            assert (await visitor.get(f"/own/listings/{asset}{path}")).status_code == 404
        for path in ("/right", "/closed", "/leave", "/name", "/edit/times", "/edit/times/draft", "/photos"):
            sent = {"name": "X Y", "email": "x@y.example", "version": "1", "alt": "A door"}
            token = (await visitor.get(f"/own/listings/{mine}/name")).text.split('name="csrf" value="')[1].split('"')[0]
            answer = await visitor.post(f"/own/listings/{other}{path}", data={**sent, "csrf": token})
            assert answer.status_code == 404, path
    assert await value("SELECT count(*) FROM proposed_change") == 0
    assert await value("SELECT count(*) FROM keeper_claim") == 0


async def test_one_address_keeps_what_it_keeps_and_an_organisations_keeper_all_of_it():
    organisation = await an_organisation()
    first, second = await an_asset(organisation=organisation), await an_asset(organisation=organisation)
    alone, foreign = await an_asset(), await an_asset()
    keeper = await a_keeper(organisation=organisation, email="beryl@group.example")
    await a_keeper(alone, email="beryl@group.example")
    await a_keeper(foreign)
    assert await queries.kept_ids(keeper, "beryl@group.example") == {first, second, alone}


async def test_a_letter_opens_its_own_listing_and_no_others_without_an_address(worker, visitor):
    first, second = await an_asset(name="Letter writers"), await an_asset(name="Not mine")
    token = await actions.invite_by_letter(first, name="Beryl", by=worker)
    await actions.invite_by_letter(second, name="Beryl", by=worker)
    for _ in range(2):  # It is printed, so it opens again.
        assert (await opened(visitor, token)).headers["location"] == "/own"
    page = (await visitor.get("/own")).text
    assert "Letter writers" in page
    assert "Not mine" not in page


async def test_another_letter_takes_the_place_of_a_lost_one(worker, visitor):
    asset = await an_asset()
    lost = await actions.invite_by_letter(asset, name="Beryl", by=worker)
    await actions.invite_by_letter(asset, name="beryl", by=worker)
    assert len(await queries.keepers_of(asset)) == 1
    assert (await visitor.get(f"/own/{lost}")).headers["location"] == "/own/ended"


async def test_a_fresh_link_comes_to_who_keeps_something_and_the_page_says_the_same_to_all(visitor, postbox):
    await a_keeper(await an_asset(name="Beans and company"), email="beryl@group.example")
    answers = [
        await post(visitor, "/own/link", {"email": email}) for email in ("Beryl@group.example", "nobody@group.example")
    ]
    assert {one.headers["location"] for one in answers} == {"/own/link/sent"}
    await deliveries.deliver_all()
    (got,) = postbox.taken
    assert got["To"] == "beryl@group.example"
    assert "Beans and company" in got["Subject"]
    link = next(one for one in postbox.links() if one != "/own/link")
    assert (await opened(visitor, link.removeprefix("/own/"))).headers["location"] == "/own"


async def test_nobodys_mailbox_is_filled_and_guessing_is_limited(visitor, postbox):
    await a_keeper(await an_asset(), email="beryl@group.example")
    for _ in range(LINKS_AN_HOUR + 3):
        assert (await post(visitor, "/own/link", {"email": "beryl@group.example"})).status_code == 303
    await deliveries.deliver_all()
    assert len(postbox.taken) == LINKS_AN_HOUR
    statuses = [(await visitor.get(f"/own/{'B' * 43}")).status_code for _ in range(OPENINGS_AN_HOUR + 1)]
    assert (statuses[0], statuses[-1]) == (303, 429)


async def test_no_number_of_a_link_is_in_logs_or_events(visitor, postbox, caplog):
    await a_keeper(await an_asset(), email="beryl@group.example")
    with caplog.at_level(logging.DEBUG):
        await post(visitor, "/own/link", {"email": "beryl@group.example"})
        await deliveries.deliver_all()
        link = next(one for one in postbox.links() if one != "/own/link")
        token = link.removeprefix("/own/")
        await opened(visitor, token)
    ours = " ".join(one.getMessage() for one in caplog.records if one.name.startswith("livewell"))
    events = json.dumps([dict(one, id=str(one["id"])) for one in await rows("SELECT id, what, details FROM event")])
    kept = json.dumps([str(dict(one)) for one in await rows("SELECT * FROM door_key")])
    for number in (token, visitor.cookies[OWN]):
        assert number not in ours + events + kept
    assert "beryl" not in events


async def test_a_merged_listing_is_still_theirs(worker):
    kept, other = await an_asset(), await an_asset()
    keeper = await a_keeper(other)
    here = await came(keeper)
    seen = await listings.asset(kept)
    await assets.merge(kept, other, listing=seen.listing, version=seen.version, by=worker)
    assert [one.id for one in await queries.kept_listings(here)] == [kept]
    assert [one.id for one in await queries.keepers_of(kept)] == [keeper]


async def test_of_many_who_press_at_the_same_moment_one_is_let_in(committed_db):
    token = await a_link(await a_keeper(await an_asset()))
    came_in = await asyncio.gather(*(actions.open_browser(token) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(one, str) for one in came_in) == 1
    assert sum(isinstance(one, RuleBroken) for one in came_in) == 7


async def test_of_many_claims_at_the_same_moment_one_waits(committed_db):
    asset = await an_asset()
    await asyncio.gather(*(a_claim(asset, email="olu@group.example") for _ in range(8)))
    assert len(await queries.claims(waiting=True)) == 1
