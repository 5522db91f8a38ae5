"""The pages that keep the directory true, as they are used without a script."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.kit import clock
from livewell.kit.db import count_queries, value
from livewell.kit.geo import Point
from livewell.staff.rules import Role
from livewell.upkeep import actions, queries
from livewell.upkeep.rules.problems import MOST_AN_HOUR
from livewell.upkeep.rules.visits import HEADINGS
from tests.browsing import form_to, post
from tests.factories.assets import an_asset, an_organisation
from tests.factories.staff import a_member
from tests.factories.upkeep import a_report, made_sure, renamed, two_wards

ABBEY = Point.on_grid(458500, 337000)
MOST_QUERIES = 12
VISIT = {"offers": "Soup and cards.", "says": "right"}


@pytest.fixture
async def client(client_for, worker):
    return await client_for(worker)


# ── visits ──


async def test_the_form_has_the_four_headings_and_no_others(client):
    asset = await an_asset(name="Strollers", what="A gentle walk.", place_name="Hall")
    page = await client.get(f"/community/{asset}/visit")
    main = page.text.split("<main", 1)[1].split("</main", 1)[0]
    assert tuple(re.findall(r"<h2[^>]*>([^<]+)</h2>", main)) == HEADINGS
    assert "A gentle walk." in main


async def test_a_visit_is_written_down_and_the_listing_says_so(client):
    asset = await an_asset(checked_at=None)
    url = f"/community/{asset}/visit"
    answer = await post(client, url, VISIT | {"follow_ons": ["join_forum"], "met": "Beryl"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/directory/{asset}/upkeep")
    page = await client.get(answer.headers["location"])
    assert "Checked by a visit on " in page.text
    visits = await client.get("/visits")
    assert "Join the coproduction forum" in visits.text
    assert "met Beryl" in visits.text


async def test_what_is_typed_wrongly_stays(client):
    asset = await an_asset()
    url = f"/community/{asset}/visit"
    tomorrow = clock.today() + timedelta(days=1)
    wrong = await post(
        client,
        url,
        {
            "visited-day": str(tomorrow.day),
            "visited-month": str(tomorrow.month),
            "visited-year": str(tomorrow.year),
            "met": "Zebedee",
            "follow_ons": ["information_only", "join_forum"],
            "place_features": ["step_free"],
            "group_size": "lots",
        },
    )
    assert wrong.status_code == 422
    for said in ("Zebedee", "lots", "must be today or in the past", "not both", "Say whether the listing is right"):
        assert said in wrong.text
    assert re.search(r'value="step_free" checked', wrong.text)
    assert await value("SELECT count(*) FROM asset_visit") == 0


@pytest.mark.parametrize(
    ("days", "says", "status"), [(31, "right", 303), (32, "right", 422), (32, "update", 422), (32, "not_right", 303)]
)
async def test_an_old_visit_vouches_for_nothing(client, days, says, status):
    asset = await an_asset()
    on = clock.today() - timedelta(days=days)
    typed = {"visited-day": str(on.day), "visited-month": str(on.month), "visited-year": str(on.year)}
    answer = await post(client, f"/community/{asset}/visit", VISIT | typed | {"says": says})
    assert answer.status_code == status
    if status == 422:
        assert "more than a month ago" in answer.text
        assert (
            await post(client, "/visits/new", VISIT | typed | {"name": "Sheds", "kind": "group"})
        ).status_code == 422


async def test_a_double_click_is_one_visit(client):
    asset = await an_asset()
    url = f"/community/{asset}/visit"
    form = form_to(await client.get(url), url)
    for _ in range(2):
        assert (await client.post(url, data={**form.data, **VISIT})).status_code == 303
    assert await value("SELECT count(*) FROM asset_visit") == 1


async def test_a_draft_comes_back_and_goes_with_the_visit(client):
    asset = await an_asset(place_name="Hall")
    url = f"/community/{asset}/visit"
    form = form_to(await client.get(url), url)
    kept = await client.post(f"{url}/draft", data={**form.data, "met": "Half a sentence", "place_features": ["toilet"]})
    assert kept.status_code == 200
    page = await client.get(url)
    assert "Half a sentence" in page.text
    assert "This is the draft you began" in page.text
    assert re.search(r'value="toilet" checked', page.text)
    assert (await post(client, url, VISIT)).status_code == 303
    assert "Half a sentence" not in (await client.get(url)).text


async def test_a_draft_says_that_the_listing_was_changed_and_can_be_thrown_away(client, worker):
    asset = await an_asset()
    url = f"/community/{asset}/visit"
    form = form_to(await client.get(url), url)
    await client.post(f"{url}/draft", data={**form.data, "met": "Half a sentence"})
    assert "Somebody has changed the listing" not in (await client.get(url)).text
    await renamed(asset, "Renamed", by=worker)
    page = await client.get(url)
    assert "Somebody has changed the listing" in page.text
    assert (await post(client, f"{url}/draft/drop", page=url)).status_code == 303
    assert "Half a sentence" not in (await client.get(url)).text


async def test_somebody_elses_change_is_shown_and_nothing_is_lost(client, worker):
    asset = await an_asset(place_name="Hall", what="As it was.")
    url = f"/community/{asset}/visit"
    form = form_to(await client.get(url), url)
    await renamed(asset, "Renamed", by=worker)
    stale = await client.post(url, data={**form.data, "offers": "Soup and cards.", "says": "update"})
    assert stale.status_code == 409
    assert "Soup and cards." in stale.text
    assert (await listings.asset(asset)).listing.what == "As it was."


async def test_a_visit_to_a_new_place(client):
    url = "/visits/new"
    wrong = await post(client, url, {"offers": "Repairs."})
    assert wrong.status_code == 422
    assert "Say what it is called" in wrong.text
    assert "Repairs." in wrong.text
    form = form_to(await client.get(url), url)
    assert (await client.post(f"{url}/draft", data={**form.data, "name": "Fictional Sheds"})).status_code == 200
    assert "Fictional Sheds" in (await client.get(url)).text
    answer = await post(client, url, {"offers": "Repairs.", "kind": "group", "place_name": "The yard"})
    assert answer.status_code == 303
    page = await client.get(answer.headers["location"])
    assert "Keeping Fictional Sheds true" in page.text
    assert "Fictional Sheds" not in (await client.get(url)).text


async def test_planning_and_calling_off(client):
    asset = await an_asset(name="Strollers")
    page = f"/directory/{asset}/upkeep"
    wrong = await post(
        client, f"{page}/plan", {"planned-day": "1", "planned-month": "1", "planned-year": "2001"}, page=page
    )
    assert wrong.status_code == 422
    assert "must be today or in the future" in wrong.text
    on = clock.today() + timedelta(days=3)
    typed = {"planned-day": str(on.day), "planned-month": str(on.month), "planned-year": str(on.year)}
    assert (await post(client, f"{page}/plan", typed, page=page)).status_code == 303
    visits = await client.get("/visits")
    assert "Strollers" in visits.text
    (visit,) = await queries.visits_of(asset)
    assert (await client.get(f"/visits/{visit.id}")).status_code == 200
    assert (await post(client, f"/visits/{visit.id}/call-off", page="/visits")).status_code == 303
    assert "You have no visit planned" in (await client.get("/visits")).text


async def test_what_came_of_it(client):
    asset = await an_asset()
    await post(client, f"/community/{asset}/visit", VISIT | {"follow_ons": ["wants_training", "join_forum"]})
    one, other = await queries.follow_ons()
    url = f"/visits/{one.visit}/asked-for/{other.id}"
    wrong = await post(client, url, page=f"/visits/{one.visit}")
    assert wrong.status_code == 422
    assert "Say what came of it" in wrong.text
    done = await post(client, url, {f"sentence-{other.id}": "They came in March."}, page=f"/visits/{one.visit}")
    assert done.status_code == 303
    assert "They came in March." in (await client.get(f"/visits/{one.visit}")).text


async def test_making_sure_from_the_desk(client):
    asset = await an_asset(checked_at=None)
    page = f"/directory/{asset}/upkeep"
    wrong = await post(client, page, {"note": "Spoke with Anne"})
    assert wrong.status_code == 422
    assert "Spoke with Anne" in wrong.text
    assert (await post(client, page, {"how": "document", "note": "Their leaflet"})).status_code == 303
    assert "Checked against a document" in (await client.get(page)).text


# ── something is wrong ──


async def test_anybody_says_that_something_is_wrong(visitor):
    asset = await an_asset(name="Strollers")
    url = f"/community/{asset}/wrong"
    answer = await post(visitor, url, {"topic": "closed"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{url}/thanks")
    page = await visitor.get(f"{url}/thanks")
    assert "Thank you" in page.text
    assert "116 123" not in page.text.split("<main", 1)[1].split("</main", 1)[0]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": "ann@example.com"}, "Choose what is wrong"),
        ({"topic": "other", "email": "ann@example.com"}, "Say what is wrong"),
        ({"topic": "not_as_described", "email": "ann@example.com"}, "Say what is wrong"),
        ({"topic": "times", "email": "not an address", "words": "Typed with care"}, "must be an email address"),
        ({"topic": "nonsense", "words": "Typed with care"}, "Choose one of the answers"),
        ({"topic": "times", "words": "x" * 2001}, "2,000 characters or fewer"),
    ],
)
async def test_a_report_that_cannot_be_read_comes_back_with_every_word(visitor, typed, sentence):
    asset = await an_asset()
    answer = await post(visitor, f"/community/{asset}/wrong", typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert all(text in answer.text for name, text in typed.items() if name != "topic")
    assert await value("SELECT count(*) FROM problem_report") == 0


async def test_words_about_danger_are_answered_with_who_helps_now(visitor):
    asset = await an_asset()
    url = f"/community/{asset}/wrong"
    answer = await post(visitor, url, {"topic": "other", "words": "My neighbour says he wants to die"})
    assert answer.headers["location"] == f"{url}/help"
    main = (await visitor.get(f"{url}/help")).text.split("<main", 1)[1]
    assert "999" in main
    assert "116 123" in main


async def test_too_many_reports_from_one_address_are_refused(visitor):
    asset = await an_asset()
    url = f"/community/{asset}/wrong"
    answers = [(await post(visitor, url, {"topic": "times"})).status_code for _ in range(MOST_AN_HOUR + 1)]
    assert answers == [303] * MOST_AN_HOUR + [429]


async def test_the_address_of_a_merged_listing_leads_on(visitor, worker):
    kept, other = await an_asset(), await an_asset()
    await assets.merge(kept, other, listing=(await listings.asset(kept)).listing, by=worker)
    answer = await visitor.get(f"/community/{other}/wrong")
    assert answer.headers["location"] == f"/community/{kept}/wrong"
    hidden = await an_asset(published=False)
    assert (await visitor.get(f"/community/{hidden}/wrong")).status_code == 404


async def test_the_team_answers(client):
    asset = await an_asset(name="Strollers", when="Thursdays at 2pm")
    problem = await a_report(asset, words="It is at 3pm now.", reply_to="ann@example.com")
    assert "It is at 3pm now." in (await client.get("/directory/problems")).text
    url = f"/directory/problems/{problem}"
    page = await client.get(url)
    assert "Thursdays at 2pm" in page.text
    assert "ann@example.com" not in page.text
    wrong = await post(client, url, {"sentence": "Half an answer"})
    assert wrong.status_code == 422
    assert "Half an answer" in wrong.text
    assert (await post(client, url, {"decision": "answered", "sentence": "Thank you."})).status_code == 303
    assert "No report waits." in (await client.get("/directory/problems")).text
    assert "Strollers" in (await client.get("/directory/problems?show=decided")).text
    assert "Thank you." in (await client.get(url)).text


# ── freshness ──


async def test_one_click_says_phoned_and_still_right(client):
    asset = await an_asset(name="Strollers", contact_phone="01632 960001", contact_name="Anne")
    await made_sure(asset, days_ago=300, used=3)
    page = await client.get("/directory/freshness")
    assert "3 people were connected with it in a year" in page.text
    answer = await post(client, f"/directory/freshness/{asset}", page="/directory/freshness")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/directory/freshness?since=9&ward=&page=1"
    assert (await listings.asset(asset)).assured_words.startswith("Checked by telephone")
    assert "Nothing here has to be made sure of." in (await client.get("/directory/freshness")).text


async def test_there_is_no_button_for_all_of_them(client):
    for _ in range(3):
        await made_sure(await an_asset(), days_ago=300)
    page = await client.get("/directory/freshness")
    forms = re.findall(r'<form method="post" action="(/directory/[^"]*)"', page.text)
    assert len(forms) == 3
    assert all(re.fullmatch(r"/directory/freshness/[0-9a-f-]{36}", action) for action in forms)


@pytest.mark.parametrize(
    "query", ["?since=nonsense&ward=' OR 1&page=-4", "?page=99999999", "?since=6&page=١", "?page=0"]
)
async def test_nonsense_in_the_address_is_as_if_it_were_not_said(client, query):
    assert (await client.get(f"/directory/freshness{query}")).status_code == 200


async def test_the_list_for_the_telephone_prints(client):
    await two_wards()
    for number in range(3):
        asset = await an_asset(name=f"Strollers {number}", at=ABBEY, contact_phone=f"01632 96000{number}")
        await made_sure(asset, days_ago=300)
    without = await an_asset(name="No number", at=ABBEY)
    await made_sure(without, days_ago=300)
    page = await client.get("/directory/freshness/phone-list?since=9&ward=E05014965")
    assert page.text.count("□ Still right") == 3
    assert "Abbey." in page.text
    assert "No number" not in page.text
    pdf = await client.get("/directory/freshness/phone-list.pdf?since=9&ward=E05014965")
    text = "\n".join(one.extract_text() for one in PdfReader(BytesIO(pdf.content)).pages)
    assert "01632 960002" in text
    assert "□" in text


# ── pairs ──


async def test_two_listings_side_by_side_become_one(client):
    await an_asset(name="Soup and company", at=ABBEY, who_for="Everybody", contact_phone="01632 960001")
    await an_asset(name="Soup & company", at=ABBEY, website="https://soup.example", checked_at=None)
    await actions.find_duplicates()
    page = await client.get("/directory/duplicates")
    (pair,) = await queries.pairs(decided=False)
    url = f"/directory/duplicates/{pair.id}"
    assert url in page.text
    whole = await client.get(url)
    assert "Written by the Live Well team" in whole.text
    assert "https://soup.example" in whole.text
    wrong = await post(client, f"{url}/merge", {"keep": "both", "name": "neither"}, page=url)
    assert wrong.status_code == 422
    answer = await post(client, f"{url}/merge", {"name": "left"}, page=url)
    assert answer.status_code == 303
    kept = answer.headers["location"].split("/")[2]
    assert (await client.get(answer.headers["location"])).status_code == 200
    assert (await post(client, f"{url}/undo", page="/directory/duplicates?show=decided")).status_code == 303
    assert (await listings.asset(pair.one)).id == pair.one
    assert kept in {str(pair.one), str(pair.other)}
    assert (await post(client, f"{url}/different", page=url)).status_code == 303
    assert "No two listings look like one." in (await client.get("/directory/duplicates")).text


# ── coverage ──


async def test_coverage_and_provision_are_pages(client, worker):
    await two_wards()
    await an_asset(name="Strollers", at=ABBEY)
    await an_asset(name="Amblers", at=ABBEY)
    page = await client.get("/directory/coverage?miles=5")
    assert "Abbey" in page.text
    assert "<svg" in page.text
    assert "Fresh means that somebody made sure of it" in page.text
    provision = await client.get("/directory/provision")
    assert "Amblers" in provision.text
    assert (await client.get("/directory/coverage?miles=banana")).status_code == 200


async def test_coverage_without_wards_says_so(client):
    assert "No wards have been loaded yet." in (await client.get("/directory/coverage")).text


TEAM_PAGES = [
    "/visits",
    "/visits/new",
    "/directory/problems",
    "/directory/freshness",
    "/directory/freshness/phone-list",
    "/directory/duplicates",
]
FIGURES = ["/directory/coverage", "/directory/provision"]


@pytest.mark.parametrize("path", TEAM_PAGES + FIGURES)
async def test_who_may_open_which_page(client_for, visitor, path):
    editor = await a_member(Role.ORGANISATION_EDITOR, organisation=await an_organisation())
    assert (await (await client_for(Role.LINK_WORKER)).get(path)).status_code == 200
    assert (await (await client_for(Role.EVALUATOR)).get(path)).status_code == (200 if path in FIGURES else 403)
    assert (await (await client_for(editor)).get(path)).status_code == 403
    assert (await visitor.get(path)).status_code in {303, 401}


async def test_no_page_asks_more_than_twelve_questions(client):
    await two_wards()
    for number in range(25):
        asset = await an_asset(name=f"Strollers {number}", at=ABBEY, contact_phone="01632 960001")
        await made_sure(asset, days_ago=300)
        if number < 5:
            await a_report(asset)
    await actions.find_duplicates()
    (pair, *_) = await queries.pairs(decided=False)
    paths = [
        *TEAM_PAGES,
        *FIGURES,
        f"/directory/{asset}/upkeep",
        f"/community/{asset}/visit",
        f"/directory/duplicates/{pair.id}",
    ]
    for path in paths:
        with count_queries() as counted:
            assert (await client.get(path)).status_code == 200
        assert counted.count <= MOST_QUERIES, f"{path}: {counted.statements}"


async def test_a_visit_to_what_may_be_listed_already_says_so(client):
    there = await an_asset(name="Soup and company")
    typed = VISIT | {"name": "Soup and company", "kind": "cafe"}
    warned = await post(client, "/visits/new", typed)
    assert warned.status_code == 422
    assert f"/community/{there}/visit" in warned.text
    form = form_to(warned, "/visits/new").data | typed | {"is_new": "yes"}
    assert (await client.post("/visits/new", data=form)).status_code == 303


@pytest.mark.parametrize(
    ("ending", "typed"),
    [
        ("wrong", {"topic": "closed", "words": "The hall was dark."}),
        ("say", {"overall": "5", "words": "Warm and kind."}),
        ("mine", {"name": "Ann Fictional", "email": "ann@group.example", "belongs": "runs"}),
    ],
)
async def test_what_was_being_written_while_a_listing_was_merged_is_not_lost(visitor, worker, ending, typed):
    kept, other = await an_asset(), await an_asset()
    url = f"/community/{other}/{ending}"
    form = form_to(await visitor.get(url), url).data | typed
    await assets.merge(kept, other, listing=(await listings.asset(kept)).listing, by=worker)
    answer = await visitor.post(url, data=form)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/community/{kept}/{ending}/")
    assert (await visitor.get(answer.headers["location"])).status_code == 200


async def test_a_visit_to_a_merged_listing_leads_on(client, worker):
    kept, other = await an_asset(), await an_asset()
    await assets.merge(kept, other, listing=(await listings.asset(kept)).listing, by=worker)
    for path in ("/community/{}/visit", "/directory/{}", "/directory/{}/upkeep"):
        assert (await client.get(path.format(other))).headers["location"] == path.format(kept)


@pytest.mark.parametrize(("says", "status", "sure"), [("not_right", 303, 0), ("right", 409, 0)])
async def test_a_visit_written_down_while_a_listing_was_merged_is_not_lost(client, worker, says, status, sure):
    kept, other = await an_asset(checked_at=None), await an_asset(checked_at=None)
    url = f"/community/{other}/visit"
    form = form_to(await client.get(url), url).data | VISIT | {"says": says, "wishes": "More dominoes, please."}
    await assets.merge(kept, other, listing=(await listings.asset(kept)).listing, by=worker)
    answer = await client.post(url, data=form)
    assert answer.status_code == status
    assert len(await queries.visits_of(kept)) == (status == 303)
    assert "More dominoes, please." in answer.text or status == 303
    assert await value("SELECT count(*) FROM assurance WHERE asset = $1", kept) == sure
