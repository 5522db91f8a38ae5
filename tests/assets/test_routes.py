"""The pages of the directory: searching without JavaScript, and keeping listings right."""

from datetime import timedelta

import httpx
import pytest

from livewell.assets import queries
from livewell.kit import clock
from livewell.kit.db import count_queries, value
from livewell.kit.geo import Point
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.assets import an_asset, an_organisation
from tests.factories.staff import a_member
from tests.kit.test_geo import a_postcode
from tests.signed_in import ClientFor

HERE = Point.on_grid(458500, 337500)
NEW = {
    "name": "Strollers",
    "kind": "group",
    "what": "A gentle walk.",
    "ways": ["be_active"],
    "organisation_name": "Friends of the Fictional Wood",
    "place_name": "Library steps",
    "postcode": "ng26ab",
    "contact_phone": "01632960001",
    "website": "strollers.example",
    "published": "yes",
}


# For everybody.


async def test_the_search_page_finds_by_words_and_distance(visitor: httpx.AsyncClient) -> None:
    await a_postcode("NG2 6AB", 458500, 337500)
    await an_asset(name="Near walk", at=Point.on_grid(458800, 337900), contact_phone="01632 960001")
    await an_asset(name="Far walk", at=Point.on_grid(478500, 337500))
    await an_asset(name="Chess", what="Boards", at=HERE)
    page = await visitor.get("/community", params={"q": "walk", "postcode": "ng26ab", "within": "2"})
    assert page.status_code == 200
    assert "Near walk" in page.text
    assert "0.3 miles away" in page.text
    assert "Far walk" not in page.text
    assert "Chess" not in page.text
    assert 'role="status"' in page.text
    assert 'value="ng26ab"' in page.text
    assert "The nearest to NG2 6AB first, no further than 2 miles" in page.text


async def test_a_piece_of_the_page_is_enough_for_a_search_that_is_typed(visitor: httpx.AsyncClient) -> None:
    await an_asset(name="Near walk")
    piece = await visitor.get("/community", params={"q": "wal"}, headers={"hx-request": "true"})
    assert piece.status_code == 200
    assert "<html" not in piece.text
    assert "Near walk" in piece.text


async def test_a_postcode_that_is_not_known_is_said_and_the_rest_is_shown(visitor: httpx.AsyncClient) -> None:
    await an_asset(name="Near walk")
    page = await visitor.get("/community", params={"postcode": "ZZ99 9ZZ", "within": "1"})
    assert "We could not find ZZ99 9ZZ" in page.text
    assert "Near walk" in page.text


@pytest.mark.parametrize(
    "query",
    [
        "kind=boss&way=up&within=999&page=-4",
        "page=99999999999999999999",
        "page=7",
        "q=a&q=b",
        "within=1",
        "page=²",
    ],
)
async def test_an_odd_address_still_finds_something(visitor: httpx.AsyncClient, query: str) -> None:
    await an_asset(name="Near walk", what="a b")
    page = await visitor.get(f"/community?{query}")
    assert page.status_code == 200
    assert "Near walk" in page.text


async def test_pages_of_results_keep_the_search(visitor: httpx.AsyncClient) -> None:
    for number in range(25):
        await an_asset(name=f"Walk {number:02}")
    first = await visitor.get("/community", params={"q": "walk", "kind": "group"})
    assert "/community?q=walk&amp;kind=group&amp;page=2" in first.text
    assert "Walk 19" in first.text
    assert "Walk 20" not in first.text
    second = await visitor.get("/community?q=walk&kind=group&page=2")
    assert "Walk 20" in second.text
    assert "Walk 19" not in second.text


async def test_words_of_distress_bring_help_first(visitor: httpx.AsyncClient) -> None:
    await an_asset(name="Night Line", kind="crisis", what="Somebody to talk to", contact_phone="116 123")
    await an_asset(name="Last minute choir", what="I want to sing")
    page = await visitor.get("/community", params={"q": "I want to die"})
    assert page.text.index("If you need help now") < page.text.index("Night Line") < page.text.index("What we found")
    assert 'href="tel:999"' in page.text
    assert 'href="/help-now"' in page.text
    calm = await visitor.get("/community", params={"q": "choir"})
    assert "Night Line" not in calm.text


async def test_what_people_wrote_is_only_text(visitor: httpx.AsyncClient) -> None:
    nasty = "<script>alert(1)</script>"
    key = await an_asset(name=nasty, what=nasty, contact_name=nasty, when=nasty, place_name=nasty, access=nasty)
    for path in ("/community", f"/community/{key}", "/community?q=%3Cscript%3Ealert(1)"):
        assert nasty not in (await visitor.get(path)).text


async def test_a_listing_has_a_page_of_its_own(visitor: httpx.AsyncClient) -> None:
    society = await an_organisation(name="Fictional Growers")
    key = await an_asset(
        name="Beans",
        organisation=society,
        at=HERE,
        place_name="Allotments",
        when="Saturdays 10am",
        free=True,
        contact_email="beans@growers.example",
        website="https://growers.example",
        checked_at=clock.now() - timedelta(days=400),
    )
    page = await visitor.get(f"/community/{key}")
    for words in (
        "Fictional Growers", "Allotments", "Saturdays 10am", "mailto:beans@growers.example", "https://growers.example",
        "Be active, Connect", "Free", "It may have changed",
    ):  # fmt: skip
        assert words in page.text
    assert "Change this listing" not in page.text


async def test_a_hidden_listing_is_no_page_but_for_those_who_edit_it(
    visitor: httpx.AsyncClient, client_for: ClientFor
) -> None:
    own = await an_organisation()
    key = await an_asset(published=False, organisation=own)
    editor = await a_member(Role.ORGANISATION_EDITOR, organisation=own)
    stranger = await a_member(Role.ORGANISATION_EDITOR, organisation=await an_organisation())
    assert (await visitor.get(f"/community/{key}")).status_code == 404
    assert (await (await client_for(stranger)).get(f"/community/{key}")).status_code == 404
    assert (await (await client_for(Role.PRACTICE_REFERRER)).get(f"/community/{key}")).status_code == 404
    assert f"/my-listings/{key}/edit" in (await (await client_for(editor)).get(f"/community/{key}")).text
    assert f"/directory/{key}/edit" in (await (await client_for(Role.LINK_WORKER)).get(f"/community/{key}")).text


async def test_a_search_needs_few_statements_however_much_it_finds(visitor: httpx.AsyncClient) -> None:
    await a_postcode("NG2 6AB", 458500, 337500)
    for _ in range(15):
        await an_asset(at=HERE, organisation=await an_organisation())
    with count_queries() as ran:
        page = await visitor.get("/community", params={"q": "walk crisis", "postcode": "NG2 6AB"})
    assert page.status_code == 200
    assert ran.count <= 6, ran.statements


# For the team.


async def test_a_link_worker_adds_and_changes_a_listing(client_for: ClientFor) -> None:
    await a_postcode("NG2 6AB", 458500, 337500)
    client = await client_for(Role.LINK_WORKER)
    added = await post(client, "/directory/new", NEW)
    assert added.status_code == 303
    page = await client.get(added.headers["location"])
    for words in (
        "Strollers",
        "NG2 6AB",
        "01632 960001",
        "https://strollers.example",
        "The listing is in the directory.",
    ):
        assert words in page.text
    key = added.headers["location"].rsplit("/", 1)[1]
    changed = await post(
        client, f"/directory/{key}/edit", {"when": "Fridays", "ways": ["give", "learn"], "checked": "yes"}
    )
    assert changed.status_code == 303
    page = await client.get(f"/community/{key}")
    assert "Fridays" in page.text
    assert "Learn, Give" in page.text
    checked = await post(client, f"/directory/{key}/check", page=f"/directory/{key}/edit")
    assert checked.status_code == 303


async def test_a_postcode_the_table_does_not_hold_is_mentioned(client_for: ClientFor) -> None:
    client = await client_for(Role.LINK_WORKER)
    added = await post(client, "/directory/new", NEW)
    assert "not found by distance" in (await client.get(added.headers["location"])).text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Say what it is called"),
        ({"kind": "palace"}, "Choose one of the answers on the list"),
        ({"what": ""}, "Say what happens there"),
        ({"postcode": "NG2"}, "Postcode must be a full UK postcode"),
        ({"website": "javascript:alert(1)"}, "Website must be a web address"),
        ({"website": "ftp://strollers.example"}, "Website must be a web address"),
        ({"website": "https://user@strollers.example"}, "Website must be a web address"),
        ({"website": "https://[::1"}, "Website must be a web address"),
        ({"contact_email": "nobody"}, "email address in the correct format"),
        ({"published": []}, "Say whether everybody may see it"),
        ({"place_name": "", "contact_phone": "", "website": ""}, "Say where it is, or give a phone number"),
    ],
)
async def test_a_form_that_is_wrong_says_so_and_keeps_every_word(
    client_for: ClientFor, wrong: dict[str, str], sentence: str
) -> None:
    client = await client_for(Role.LINK_WORKER)
    page = await post(client, "/directory/new", NEW | {"access": "Ramp & <rail>"} | wrong)
    assert page.status_code == 422
    assert sentence in page.text
    assert "Ramp &amp; &lt;rail&gt;" in page.text
    assert "There is a problem" in page.text
    assert await value("SELECT count(*) FROM asset") == 0


async def test_two_who_save_at_once_see_both_texts(client_for: ClientFor) -> None:
    key = await an_asset(name="Beans")
    client, other = await client_for(Role.LINK_WORKER), await client_for(Role.HEALTH_COACH)
    filled = {"published": "yes", "place_name": "Allotments"}
    assert (await post(other, f"/directory/{key}/edit", filled | {"when": "Saturdays"})).status_code == 303
    late = await post(client, f"/directory/{key}/edit", filled | {"when": "Sundays", "version": "1"})
    assert late.status_code == 409
    assert "Saturdays" in late.text
    assert "Sundays" in late.text


async def test_the_directory_shows_what_is_hidden_and_what_needs_a_look(client_for: ClientFor) -> None:
    await an_asset(name="Hidden thing", published=False)
    await an_asset(name="Old thing", checked_at=None)
    page = await (await client_for(Role.HEALTH_COACH)).get("/directory")
    assert page.status_code == 200
    assert "Hidden thing" in page.text
    assert "Not checked for half a year or more" in page.text


# For an organisation's own editor.


async def test_an_editor_keeps_their_own_listings_and_no_others(client_for: ClientFor) -> None:
    own = await an_organisation(name="Fictional Growers")
    mine = await an_asset(name="Beans", organisation=own, checked_at=None, place_name="Allotments")
    theirs = await an_asset(name="Chess")
    client = await client_for(await a_member(Role.ORGANISATION_EDITOR, organisation=own))
    page = await client.get("/my-listings")
    assert "Fictional Growers" in page.text
    assert "Beans" in page.text
    assert "Chess" not in page.text
    assert (await post(client, f"/my-listings/{mine}/check", page="/my-listings")).status_code == 303
    assert (await queries.asset(mine)).checked_at is not None
    assert (await post(client, f"/my-listings/{mine}/edit", {"when": "Sundays"})).status_code == 303
    assert (await queries.asset(mine)).when == "Sundays"
    added = await post(client, "/my-listings/new", NEW | {"organisation_name": "Somebody else"})
    assert (await queries.asset(added.headers["location"].rsplit("/", 1)[1])).organisation == "Fictional Growers"
    assert (await client.get(f"/my-listings/{theirs}/edit")).status_code == 404
    assert (await client.get("/directory")).status_code == 403
    # The form of their own listing, sent to another's address.
    form = form_to(await client.get(f"/my-listings/{mine}/edit"), f"/my-listings/{mine}/edit")
    for path in (f"/my-listings/{theirs}/edit", f"/my-listings/{theirs}/check"):
        assert (await client.post(path, data=form.data | {"version": "1"})).status_code == 404
    assert (await queries.asset(theirs)).name == "Chess"


async def test_an_editor_without_an_organisation_is_told_whom_to_ask(client_for: ClientFor) -> None:
    client = await client_for(await a_member(Role.ORGANISATION_EDITOR))
    key = await an_asset()
    page = await client.get("/my-listings")
    assert "Ask the Live Well team to add it" in page.text
    assert (await client.get(f"/my-listings/{key}/edit")).status_code == 404
