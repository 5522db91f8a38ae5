"""The pages of the directory: for the team, and for an organisation's own editor."""

from decimal import Decimal
from uuid import UUID

import httpx
import pytest

from livewell.assets import actions, queries
from livewell.assets.rules import Feature, Joining
from livewell.assets.rules.times import Pattern, Repeats
from livewell.kit.actor import SYSTEM
from livewell.kit.db import count_queries, value
from livewell.kit.geo import Point
from livewell.staff.rules import Role
from tests.assets.test_checking import a_photo
from tests.browsing import form_to, post
from tests.factories.assets import a_listing, a_venue, an_asset, an_asset_from, an_organisation
from tests.factories.staff import a_member
from tests.kit.test_geo import a_postcode
from tests.signed_in import ClientFor

HERE = Point.on_grid(458500, 337500)
TUESDAYS = Pattern(Repeats.WEEKLY, weekdays=(1,), opens=840, closes=900)
NEW = {
    "name": "Strollers",
    "kind": "group",
    "what": "A gentle walk & <b>tea</b>.",
    "organisation_name": "Friends of the Fictional Wood",
}


async def listing_of(key: UUID) -> object:
    return (await queries.asset(key, hidden_too=True)).listing


async def test_a_new_listing_that_is_sent_twice_is_one(client_for: ClientFor) -> None:
    client = await client_for(Role.LINK_WORKER)
    form = form_to(await client.get("/directory/new"), "/directory/new").data | NEW
    first, second = [await client.post("/directory/new", data=form) for _ in range(2)]
    assert (first.status_code, second.status_code) == (303, 303), second.text
    assert first.headers["location"] == second.headers["location"]
    # Somebody else who writes the same is asked to look first.
    assert (await post(client, "/directory/new", NEW)).status_code == 422


@pytest.mark.parametrize(
    ("typed", "pounds", "said"),
    [
        ("3.50", Decimal("3.50"), "£3.50"),
        ("£3.50", Decimal("3.50"), "£3.50"),
        ("£ 1,250", Decimal(1250), "£1,250"),
        ("50p", Decimal("0.50"), "£0.50"),
        ("Free", Decimal(0), "Free"),
        ("", None, ""),
    ],
)
async def test_a_price_is_read_however_it_is_written(
    client_for: ClientFor, typed: str, pounds: Decimal | None, said: str
) -> None:
    key = await an_asset_from(a_listing())
    client = await client_for(Role.LINK_WORKER)
    saved = await post(client, f"/directory/{key}/edit/cost", {"option_0": "A visit", "amount_0": typed})
    assert saved.status_code == 303, saved.text
    (cost,) = (await queries.asset(key)).listing.costs
    assert cost.amount == pounds
    assert (await queries.asset(key)).cost_words == f"A visit {said}".strip()


# The task list.


async def test_a_link_worker_writes_a_listing_part_by_part(client_for: ClientFor) -> None:
    await a_postcode("NG2 6AB", 458500, 337500)
    client = await client_for(Role.LINK_WORKER)
    added = await post(client, "/directory/new", NEW)
    assert added.status_code == 303
    home = added.headers["location"]
    key = UUID(home.rsplit("/", 1)[1])
    parts = {
        "about": {"ways": ["be_active"], "needs": ["company"], "activities": ["walking"], "first_time": "Look for Anne"},
        "who": {"who_for": "Anybody", "audiences": ["older"], "minimum_age": "18", "languages": ["en", "pl"]},
        "where": {"name_0": "Library steps", "town_0": "Edwalton", "postcode_0": "ng26ab"},
        "times": {"repeats_0": "weekly", "weekdays_0": ["1"], "opens_0": "2pm", "closes_0": "3:30pm", "parts_0": "Walk 2pm\nTea 3pm"},
        "cost": {"free": "no", "amount_0": "2", "words_0": "a session"},
        "access": {"features_0": ["step_free"], "group_features": ["alone"], "meeting_point_0": "By the bench"},
        "joining": {"joining": "turn_up", "capacity": "places", "group_size": "10"},
        "people": {"person_0": "Anne", "phone_0": "01632960001", "website": "strollers.example"},
        "areas": {"everywhere": "yes"},
        "showing": {"published": "yes", "running": "active", "alert": "No walk in August"},
    }  # fmt: skip
    for part, typed in parts.items():
        saved = await post(client, f"{home}/edit/{part}", typed)
        assert (saved.status_code, saved.headers.get("location")) == (303, home), (part, saved.text)
    listing = (await queries.asset(key)).listing
    assert (listing.needs, listing.activities, listing.minimum_age) == (("company",), ("walking",), 18)
    assert listing.venues[0].features == (Feature.STEP_FREE,)
    assert listing.venues[0].point is not None
    assert listing.venues[0].patterns[0].parts[1].label == "Tea"
    assert (listing.joining, listing.contacts[0].phone) == (Joining.TURN_UP, "01632 960001")
    assert listing.what == NEW["what"]
    page = await client.get(home)
    for words in ("Tuesdays 2pm to 3:30pm", "£2 a session", "Library steps", "Everywhere"):
        assert words in page.text
    assert "&lt;b&gt;tea" in (await client.get(f"{home}/edit/about")).text
    assert await actions.search_rows_out_of_step() == 0
    # Opening each part and saving it untouched changes nothing.
    before, version = listing, (await queries.asset(key)).version
    for part in parts:
        await post(client, f"{home}/edit/{part}", {})
    after = await queries.asset(key)
    assert after.listing == before
    assert after.version == version


@pytest.mark.parametrize(
    ("part", "typed", "sentence"),
    [
        ("about", {"name": ""}, "Say what it is called"),
        ("about", {"kind": "palace"}, "Choose one of the answers on the list"),
        ("about", {"what": "x" * 5000}, "must be 4,000 characters or fewer"),
        ("who", {"minimum_age": "50", "maximum_age": "20"}, "must not be below the youngest"),
        ("who", {"minimum_age": "many"}, "Youngest age"),
        ("where", {"postcode_0": "NG2"}, "must be a full UK postcode"),
        ("times", {"weekdays_0": ["1"], "opens_0": "4pm", "closes_0": "2pm"}, "must be after the starting time"),
        ("times", {"weekdays_0": ["1"], "opens_0": "2pm"}, "Give the time it finishes"),
        ("times", {"weekdays_0": ["1"], "opens_0": "25:00", "closes_0": "26:00"}, "must be a time"),
        ("times", {"opens_0": "2pm", "closes_0": "3pm"}, "Choose at least one day of the week"),
        ("times", {"repeats_0": "on_dates", "dates_0": "31 February 2027", "opens_0": "2pm", "closes_0": "3pm"}, "has only 28 days"),
        ("times", {"repeats_0": "on_dates", "dates_0": "1 May 2090", "opens_0": "2pm", "closes_0": "3pm"}, "years away"),
        ("times", {"repeats_0": "on_dates", "dates_0": "soon", "opens_0": "2pm", "closes_0": "3pm"}, "We could not read soon"),
        ("times", {"repeats_0": "monthly_by_date", "month_days_0": "32", "opens_0": "2pm", "closes_0": "3pm"}, "numbers from 1 to 31"),
        ("times", {"repeats_0": "by_arrangement"}, "Say how it is arranged"),
        ("times", {"weekdays_0": ["1"], "opens_0": "2pm", "closes_0": "3pm", "parts_0": "Tea"}, "with its time"),
        ("cost", {"free": "yes", "amount_0": "2"}, "cannot be free and have a price"),
        ("cost", {"amount_0": "two pounds"}, "Price must be an amount in pounds"),
        ("cost", {"amount_0": "£3.505"}, "Price must be an amount in pounds"),
        ("cost", {"amount_0": "-3"}, "Price must be an amount in pounds"),
        ("cost", {"amount_0": "100,000"}, "Price must be £99,999 or less"),
        ("times", {"weekdays_0": ["1"], "nth_0": ["-1"], "opens_0": "2pm", "closes_0": "3pm"}, "You ticked weeks of the month"),
        ("joining", {"capacity": "waiting_list", "places_left": "4"}, "cannot have a waiting list and places left"),
        ("access", {"features_0": ["moat"], "access": "Ramp"}, "Choose"),
        ("joining", {"capacity": "full", "places_left": "4"}, "cannot be full and have places left"),
        ("joining", {"capacity": "places", "places_left": "0"}, "cannot have places and none left"),
        ("people", {"phone_0": "12"}, "Phone number"),
        ("people", {"email_0": "nobody"}, "email address in the correct format"),
        ("people", {"website": "javascript:alert(1)"}, "must be a web address"),
        ("people", {"website": "https://user@strollers.example"}, "must be a web address"),
        ("people", {"website": "https://[::1"}, "must be a web address"),
        ("showing", {"published": []}, "Say whether everybody may see it"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_said_and_every_word_is_kept(
    client_for: ClientFor, part: str, typed: dict[str, str | list[str]], sentence: str
) -> None:
    key = await an_asset_from(a_listing(venues=(a_venue(),)))
    before = await listing_of(key)
    client = await client_for(Role.LINK_WORKER)
    box = {"about": "first_time", "who": "who_for", "where": "town_0", "times": "when_note", "cost": "cost_note",
           "access": "access_0", "joining": "joining_note", "people": "person_0", "showing": "alert"}[part]  # fmt: skip
    kept = "Ramp & <rail> 🙂"
    page = await post(client, f"/directory/{key}/edit/{part}", {box: kept} | typed)
    assert page.status_code == 422
    assert sentence in page.text
    assert "There is a problem" in page.text
    assert "Ramp &amp; &lt;rail&gt; 🙂" in page.text
    assert await listing_of(key) == before


async def test_lines_are_added_and_taken_away_without_javascript(client_for: ClientFor) -> None:
    key = await an_asset_from(a_listing(contacts=()))
    client = await client_for(Role.LINK_WORKER)
    path = f"/directory/{key}/edit/people"
    more = await post(client, path, {"person_0": "Anne", "do": "add"})
    assert more.status_code == 200
    form = form_to(more, path)
    assert form.data["lines"] == ["0", "1"]
    assert form.data["person_0"] == ["Anne"]
    fewer = await client.post(path, data=form.data | {"person_1": "Keith", "do": "remove-0"})
    form = form_to(fewer, path)
    assert form.data["lines"] == ["1"]
    assert form.data["person_1"] == ["Keith"]
    assert (await client.post(path, data=form.data)).status_code == 303
    assert [one.name for one in (await queries.asset(key)).listing.contacts] == ["Keith"]


async def test_times_are_read_in_ones_own_words(client_for: ClientFor) -> None:
    key = await an_asset_from(a_listing(venues=(a_venue(),)))
    client = await client_for(Role.LINK_WORKER)
    path = f"/directory/{key}/edit/times"
    read = await post(client, path, {"in_words": "Tuesdays 2pm to 4pm, not on bank holidays", "do": "read"})
    assert read.status_code == 200
    form = form_to(read, path)
    assert (form.data["weekdays_0"], form.data["opens_0"], form.data["closes_0"]) == (["1"], ["2pm"], ["4pm"])
    assert (await client.post(path, data=form.data)).status_code == 303
    assert (await queries.asset(key)).when_words == "Tuesdays 2pm to 4pm, not on bank holidays"
    unsure = await post(client, path, {"in_words": "whenever the moon is full", "do": "read"})
    assert unsure.status_code == 422
    assert "We could not be sure" in unsure.text
    assert "whenever the moon is full" in unsure.text


async def test_a_place_that_is_known_is_picked_with_what_is_known_of_it(client_for: ClientFor) -> None:
    known = await an_asset_from(
        a_listing(venues=(a_venue(HERE, name="Fictional Church", postcode="NG2 6AB", features=(Feature.TOILET,)),))
    )
    key = await an_asset_from(a_listing())
    location = (await queries.asset(known)).places[0].location
    client = await client_for(Role.LINK_WORKER)
    path = f"/directory/{key}/edit/where"
    found = await post(client, path, {"find_place": "church", "do": "find"})
    assert f"use-{location}" in found.text
    picked = await post(client, path, {"do": f"use-{location}"})
    form = form_to(picked, path)
    assert form.data["name_0"] == ["Fictional Church"]
    assert (await client.post(path, data=form.data)).status_code == 303
    seen = (await queries.asset(key)).places[0]
    assert (seen.location, seen.features, seen.point) == (
        location,
        (Feature.TOILET,),
        (await queries.asset(known)).point,
    )
    assert (await post(client, path, {"do": "use-nothing"})).status_code == 404


async def test_a_draft_is_kept_found_again_and_thrown_away(client_for: ClientFor) -> None:
    key = await an_asset(name="Strollers")
    client = await client_for(Role.LINK_WORKER)
    path = f"/directory/{key}/edit/about"
    form = form_to(await client.get(path), path)
    kept = await client.post(f"{path}/draft", data=form.data | {"what": "Half a sent"})
    assert kept.status_code == 204
    page = await client.get(path)
    assert "Half a sent" in page.text
    assert "This is the draft you began" in page.text
    assert "Half a sent" not in (await (await client_for(Role.HEALTH_COACH)).get(path)).text
    assert (await post(client, path, {})).status_code == 303
    assert (await queries.asset(key)).listing.what == "Half a sent"
    assert "This is the draft" not in (await client.get(path)).text
    assert (await client.post(f"{path}/draft", data=form.data | {"what": "Other"})).status_code == 204
    assert (await post(client, f"{path}/draft/drop", page=path)).status_code == 303
    assert "Other" not in (await client.get(path)).text


async def test_two_who_save_at_once_see_both_texts(client_for: ClientFor) -> None:
    key = await an_asset(name="Beans")
    client, other = await client_for(Role.LINK_WORKER), await client_for(Role.HEALTH_COACH)
    path = f"/directory/{key}/edit/times"
    assert (await post(other, path, {"when_note": "Saturdays"})).status_code == 303
    late = await post(client, path, {"when_note": "Sundays", "version": "1"})
    assert late.status_code == 409
    assert "Saturdays" in late.text
    assert "Sundays" in late.text


async def test_what_may_be_there_already_is_shown_before_it_is_added_again(client_for: ClientFor) -> None:
    await an_asset(name="Edwalton Strollers")
    client = await client_for(Role.LINK_WORKER)
    page = await post(client, "/directory/new", NEW | {"name": "Edwalton Stroller"})
    assert page.status_code == 422
    assert "Is it one of these?" in page.text
    assert "Edwalton Strollers" in page.text
    again = await post(client, "/directory/new", NEW | {"name": "Edwalton Stroller", "is_new": "yes"})
    assert again.status_code == 303


async def test_photographs_are_added_through_the_page(client_for: ClientFor, visitor: httpx.AsyncClient) -> None:
    key = await an_asset()
    client = await client_for(Role.LINK_WORKER)
    path = f"/directory/{key}/photos"
    form = form_to(await client.get(path), path)
    bad = await client.post(
        path, data=form.data | {"alt": "Hall"}, files={"photo": ("a.svg", b"<svg onload=alert(1)>")}
    )
    assert bad.status_code == 422
    assert "not a photo" in bad.text
    good = await client.post(path, data=form.data | {"alt": "The hall"}, files={"photo": ("a.png", a_photo())})
    assert good.status_code == 303
    photo = (await queries.asset(key)).photos[0]
    seen = await visitor.get(f"/community/photos/{photo.id}/small")
    assert (seen.status_code, seen.headers["content-type"]) == (200, "image/webp")
    gone = await post(client, f"{path}/{photo.id}", {"do": "remove"}, page=path)
    assert gone.status_code == 303
    assert (await visitor.get(f"/community/photos/{photo.id}")).status_code == 404


async def test_versions_are_read_and_taken_back(client_for: ClientFor) -> None:
    key = await an_asset(name="Strollers")
    client = await client_for(Role.LINK_WORKER)
    await post(client, f"/directory/{key}/edit/about", {"name": "Ramblers"})
    page = await client.get(f"/directory/{key}/versions")
    assert "Ramblers" in page.text
    assert "Strollers" in page.text
    back = await post(client, f"/directory/{key}/versions/1", page=f"/directory/{key}/versions/1")
    assert back.status_code == 303
    assert (await queries.asset(key)).name == "Strollers"
    for number in ("9", "0", str(2**31), "9" * 30):
        assert (await client.get(f"/directory/{key}/versions/{number}")).status_code == 404


# An organisation's own editor, and the link worker who decides.


async def test_an_editor_changes_what_may_be_live_and_asks_for_the_rest(client_for: ClientFor) -> None:
    own = await an_organisation(name="Fictional Growers")
    key = await an_asset(name="Beans", organisation=own, checked_at=None)
    editor = await client_for(await a_member(Role.ORGANISATION_EDITOR, organisation=own))
    path = f"/my-listings/{key}/edit/about"
    saved = await post(editor, path, {"name": "Beans and Peas", "what": "Digging together"})
    assert saved.status_code == 303
    seen = await queries.asset(key)
    assert (seen.name, seen.listing.what) == ("Beans", "Digging together")
    home = await editor.get(f"/my-listings/{key}")
    assert "Waiting for a decision" in home.text
    worker = await client_for(Role.LINK_WORKER)
    queue = await worker.get("/directory/changes")
    change = (await queries.waiting())[0]
    assert f"/directory/changes/{change.id}" in queue.text
    page = await worker.get(f"/directory/changes/{change.id}")
    assert "Beans<ins>" in page.text
    assert "Digging together" not in page.text
    bare = await post(
        worker, f"/directory/changes/{change.id}/back", {"sentence": ""}, page=f"/directory/changes/{change.id}"
    )
    assert bare.status_code == 422
    amended = await post(worker, f"/directory/changes/{change.id}/amend", {"name": "Beans & Peas"})
    assert amended.status_code == 303
    assert (await queries.asset(key)).name == "Beans & Peas"
    assert (await post(editor, f"/my-listings/{key}/check", page="/my-listings")).status_code == 303
    assert (await queries.asset(key)).owner_confirmed_at is not None


async def test_a_new_listing_of_an_editor_is_approved_or_comes_back(client_for: ClientFor) -> None:
    own = await an_organisation(name="Fictional Growers")
    editor = await client_for(await a_member(Role.ORGANISATION_EDITOR, organisation=own))
    asked = NEW | {"organisation_name": "Somebody else"}
    for _ in range(2):
        assert (await post(editor, "/my-listings/new", asked)).status_code == 303
    first, second = await queries.waiting()
    worker = await client_for(Role.HEALTH_COACH)
    for change, to in ((first, ""), (second, "/back")):
        path = f"/directory/changes/{change.id}"
        assert (
            await post(worker, path + to, {"sentence": "Is it open to all?"} if to else {}, page=path)
        ).status_code == 303
    key = (await queries.proposed(first.id)).asset_id
    assert key is not None
    assert (await queries.asset(key, hidden_too=True)).organisation == "Fictional Growers"
    page = await editor.get("/my-listings")
    assert "Is it open to all?" in page.text
    amend = await worker.get(f"/directory/changes/{second.id}/amend")
    assert amend.status_code == 200


async def test_an_editor_keeps_their_own_listings_and_no_others(client_for: ClientFor) -> None:
    own = await an_organisation(name="Fictional Growers")
    mine, theirs = await an_asset(name="Beans", organisation=own), await an_asset(name="Chess")
    client = await client_for(await a_member(Role.ORGANISATION_EDITOR, organisation=own))
    page = await client.get("/my-listings")
    assert "Beans" in page.text
    assert "Chess" not in page.text
    assert (await client.get("/directory")).status_code == 403
    assert (await client.get(f"/my-listings/{theirs}")).status_code == 404
    path = f"/my-listings/{mine}/edit/about"
    form = form_to(await client.get(path), path)
    for there in (
        f"/my-listings/{theirs}/edit/about",
        f"/my-listings/{theirs}/edit/about/draft",
        f"/my-listings/{theirs}/check",
        f"/my-listings/{theirs}/photos",
    ):
        assert (await client.post(there, data=form.data)).status_code == 404
    assert (await queries.asset(theirs)).name == "Chess"


async def test_an_editor_without_an_organisation_is_told_whom_to_ask(client_for: ClientFor) -> None:
    client = await client_for(await a_member(Role.ORGANISATION_EDITOR))
    assert "Ask the Live Well team to add it" in (await client.get("/my-listings")).text
    assert (await post(client, "/my-listings/new", NEW)).status_code == 409
    assert (await client.get(f"/my-listings/{await an_asset()}")).status_code == 404


# The directory and its words.


async def test_the_directory_lists_by_name_and_is_narrowed(client_for: ClientFor) -> None:
    await an_asset(name="Hidden thing", published=False, what="Badminton")
    await an_asset(name="Old thing", checked_at=None)
    await an_asset(name="New thing", kind="cafe")
    client = await client_for(Role.HEALTH_COACH)
    cases = {
        "": {"Hidden thing", "Old thing", "New thing"},
        "?q=thing": {"Hidden thing", "Old thing", "New thing"},
        "?q=badminton": {"Hidden thing"},
        "?shown=hidden": {"Hidden thing"},
        "?kind=cafe": {"New thing"},
        "?fresh=stale": {"Old thing"},
        "?q=100%25&page=999999&kind=x": set(),
        "?page=2": set(),
    }
    for query, names in cases.items():
        page = await client.get(f"/directory{query}")
        assert page.status_code == 200
        assert {name for name in ("Hidden thing", "Old thing", "New thing") if name in page.text} == names, query


async def test_words_are_added_and_changed(client_for: ClientFor) -> None:
    client = await client_for(Role.MANAGER)
    assert (
        await post(client, "/directory/words", {"taxonomy": "activities", "name": "Baskets", "synonyms": "willow"})
    ).status_code == 303
    again = await post(client, "/directory/words", {"taxonomy": "activities", "name": "baskets"})
    assert again.status_code == 422
    assert "There is a term called Baskets already" in again.text
    term = (await queries.vocabulary()).terms["baskets"]
    path = f"/directory/words/{term.id}"
    assert (await post(client, path, {"synonyms": "willow\nwicker", "parent": "crafts"})).status_code == 303
    term = (await queries.vocabulary()).terms["baskets"]
    assert (term.synonyms, term.parent) == (("willow", "wicker"), "crafts")
    assert (await post(client, path, {"version": "1", "name": "Old"})).status_code == 409
    many = await post(client, path, {"synonyms": ", ".join(f"word{n}" for n in range(41))})
    assert many.status_code == 422
    assert "Give 40 other words at most" in many.text
    assert "word40" in many.text


async def test_pages_need_few_statements_however_much_there_is(client_for: ClientFor) -> None:
    client = await client_for(Role.LINK_WORKER)
    venues = tuple(a_venue(HERE, name=f"Hall {n}", patterns=(TUESDAYS,)) for n in range(8))
    key = await an_asset_from(a_listing(name="Wide", venues=venues))
    for n in range(60):
        await an_asset_from(a_listing(name=f"Wide {n}", published=bool(n % 2)))
    wanted = (await queries.asset(key)).listing
    for n in range(12):
        await actions.propose(
            key, a_listing(name=f"Name {n}", what=wanted.what, ways=wanted.ways, venues=wanted.venues),
            based_on=1, submission=UUID(int=n), proposed_by="Anne", reply_to=f"{n}@group.example", by=SYSTEM,
        )  # fmt: skip
    change = (await queries.waiting())[0]
    paths = [
        "/directory", "/directory?q=wide", "/directory/changes", f"/directory/changes/{change.id}", f"/directory/{key}",
        f"/directory/{key}/versions", f"/directory/changes/{change.id}/amend", "/directory/words", f"/directory/{key}/photos",
        *(f"/directory/{key}/edit/{part}" for part in ("about", "where", "times", "access", "areas", "people")),
    ]  # fmt: skip
    for path in paths:
        with count_queries() as ran:
            assert (await client.get(path)).status_code == 200
        assert ran.count <= 12, (path, ran.count, ran.statements)


async def test_a_megabyte_of_text_is_refused_and_nothing_is_saved(client_for: ClientFor) -> None:
    key = await an_asset(name="Strollers")
    client = await client_for(Role.LINK_WORKER)
    page = await post(client, f"/directory/{key}/edit/about", {"what": "x" * 1_000_000})
    assert page.status_code == 413
    assert await value("SELECT version FROM asset WHERE id = $1", key) == 1


async def test_a_place_that_nobody_may_see_is_no_way_to_reach_it(client_for: ClientFor) -> None:
    key = await an_asset_from(a_listing(venues=(a_venue(hidden=True),), contacts=(), published=False))
    client = await client_for(Role.LINK_WORKER)
    page = await post(client, f"/directory/{key}/edit/showing", {"published": "yes", "running": "active"})
    assert page.status_code == 422
    assert "Before it is shown, say where it is, or give a phone number" in page.text
