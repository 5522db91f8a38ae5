"""The pages about what is missing, as they are used without a script."""

from datetime import timedelta
from io import BytesIO
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from livewell.connections import actions as connections
from livewell.connections.rules import EndReason
from livewell.gaps import actions, queries
from livewell.gaps.rules import SAID_AN_HOUR
from livewell.kit import clock
from livewell.kit.db import count_queries, execute, rows, value
from livewell.kit.geo import Point
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.assets import an_asset
from tests.factories.connections import a_connection
from tests.factories.gaps import a_gap, the_gap
from tests.factories.journeys import a_coach_and_a_journey
from tests.factories.upkeep import two_wards
from tests.kit.test_geo import a_postcode

MOST_QUERIES = 12
ABBEY = Point.on_grid(458500, 337000)
PUBLIC = "/something-missing"


@pytest.fixture
async def client(client_for, worker):
    return await client_for(worker)


# ── for everybody ──


async def test_anybody_says_what_is_missing_and_the_team_reads_it_first(visitor, client):
    answer = await post(
        visitor, PUBLIC, {"title": "A men’s shed", "words": "With a lathe", "reply_to": "ann@person.example"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PUBLIC}/thanks")
    assert "Thank you" in (await visitor.get(f"{PUBLIC}/thanks")).text
    assert "A men’s shed" in (await client.get("/gaps?state=waiting")).text
    assert "A men’s shed" not in (await client.get("/gaps")).text


async def test_what_is_typed_wrongly_stays(visitor):
    wrong = await post(
        visitor,
        PUBLIC,
        {"title": "", "words": "A lathe", "place": "Nowhere-at-all", "people": "lots", "would_help": "yes"},
    )
    assert wrong.status_code == 422
    for said in ("A lathe", "Nowhere-at-all", "lots", "Say in a few words", "Leave an email address"):
        assert said in wrong.text
    assert await value("SELECT count(*) FROM gap") == 0


async def test_danger_is_answered_at_once_and_read_first(visitor, client):
    await a_gap(client.member)
    answer = await post(visitor, PUBLIC, {"title": "Help", "words": "My husband hits me"})
    assert answer.headers["location"] == f"{PUBLIC}/help"
    assert "116 123" in (await visitor.get(f"{PUBLIC}/help")).text
    assert "Read first" in (await client.get("/gaps?state=waiting")).text


async def test_a_program_that_fills_in_every_box_leaves_nothing(visitor):
    answer = await post(visitor, PUBLIC, {"title": "Cheap pills", "company": "Pills"})
    assert answer.headers["location"] == f"{PUBLIC}/thanks"
    assert await value("SELECT count(*) FROM gap") == 0


async def test_too_often_is_too_often(visitor):
    for number in range(SAID_AN_HOUR):
        assert (await post(visitor, PUBLIC, {"title": f"Thing {'x' * (number + 3)}"})).status_code == 303
    assert (await post(visitor, PUBLIC, {"title": "One more of quite another kind"})).status_code == 429


async def test_what_others_asked_for_is_offered_and_what_nobody_read_is_not(visitor, worker):
    await a_gap(title="Walking football for men")
    shown = await a_gap(worker, title="Walking football")
    page = await post(visitor, PUBLIC, {"title": "Walking football"})
    assert page.status_code == 200
    assert "Others asked for something like it" in page.text
    assert "for men" not in page.text
    form = form_to(page, PUBLIC)
    unsaid = await visitor.post(PUBLIC, data=form.data)
    assert unsaid.status_code == 422
    joined = await visitor.post(PUBLIC, data=form.data | {"joins": str(shown)})
    assert joined.status_code == 303
    assert (await queries.gap(shown, seen_by=worker)).people.number == 2
    again = await visitor.post(PUBLIC, data=form.data | {"joins": str(shown)})
    assert again.status_code == 303
    assert (await queries.gap(shown, seen_by=worker)).people.number == 2


async def test_a_gap_that_is_not_there_cannot_be_joined_by_its_number(visitor, worker):
    hidden = await a_gap(title="Somewhere to sing")
    answer = await post(visitor, PUBLIC, {"title": "A chess club", "joins": str(hidden)})
    assert answer.status_code == 404
    assert (await queries.gap(hidden, seen_by=worker)).people.number == 1


async def test_of_the_place_only_its_ward_is_kept(visitor):
    await two_wards()
    await a_postcode("NG2 6AB", ABBEY.easting, ABBEY.northing)
    await post(visitor, PUBLIC, {"title": "A shed", "place": "NG2 6AB"})
    kept = await value(
        "SELECT row_to_json(v)::text || row_to_json(g)::text FROM gap g JOIN gap_voice v ON v.gap = g.id"
    )
    assert "NG2" not in kept
    assert await value("SELECT ward FROM gap") == "E05014965"


async def test_a_search_in_vain_offers_it_and_carries_what_was_asked(visitor, client):
    found = await visitor.get("/community?q=falconry&way=give&day=sat&part=morning&sought=yes")
    assert f"{PUBLIC}?source=search&amp;q=falconry" in found.text
    page = await visitor.get(f"{PUBLIC}?source=search&q=falconry&way=give&day=sat&part=morning")
    form = form_to(page, PUBLIC)
    assert form.data["title"] == ["Falconry"]
    assert form.data["way"] == ["give"]
    assert form.data["times"] == ["weekend_morning"]
    staff = await client.get("/community?q=falconry&sought=yes")
    assert "/gaps/new?source=search&amp;q=falconry" in staff.text


async def test_a_listing_that_is_full_offers_it(visitor, client):
    asset = await an_asset(name="Strollers", capacity="full")
    page = await visitor.get(f"/community/{asset}")
    assert f"{PUBLIC}?source=full&amp;asset={asset}" in page.text
    answer = await post(visitor, PUBLIC, page=f"{PUBLIC}?source=full&asset={asset}")
    assert answer.status_code == 303
    assert await value("SELECT source FROM gap_voice WHERE asset = $1", asset) == "full"
    room = await visitor.get(f"/community/{await an_asset()}")
    assert PUBLIC not in room.text


# ── for the team ──


async def test_one_step_from_a_journey(client_for):
    coach, journey = await a_coach_and_a_journey()
    client = await client_for(coach)
    record = await client.get(f"/journeys/{journey}/about/connections")
    assert "Something missing?" in record.text
    url = f"/gaps/new?source=session&journey={journey}"
    answer = await post(client, "/gaps/new", {"title": "A shed"}, page=url)
    assert answer.status_code == 303
    page = await client.get(answer.headers["location"])
    assert "In a session" in page.text
    assert str(journey) not in page.text


async def test_a_journey_of_somebody_else_is_not_there(client_for, client):
    _, journey = await a_coach_and_a_journey()
    assert (await client.get(f"/gaps/new?journey={journey}")).status_code == 404
    form = form_to(await client.get("/gaps/new"), "/gaps/new")
    answer = await client.post("/gaps/new", data=form.data | {"title": "A shed", "journey": str(journey)})
    assert answer.status_code == 404
    assert await value("SELECT count(*) FROM gap") == 0


async def test_the_team_is_asked_whether_it_is_the_same(client, worker):
    gap = await a_gap(worker, title="A men’s shed")
    page = await post(client, "/gaps/new", {"title": "Men’s shed"})
    assert page.status_code == 200
    form = form_to(page, "/gaps/new")
    new = await client.post("/gaps/new", data=form.data | {"joins": "new"})
    assert new.headers["location"] != f"/gaps/{gap}"
    assert await value("SELECT count(*) FROM gap") == 2


async def test_read_opened_tried_and_settled(client):
    gap = await a_gap()
    here = f"/gaps/{gap}"
    await post(client, f"{here}/open", page=here)
    step = {
        "with_whom": "Fictional Leisure",
        "step": "asked",
        "step_words": "A quiet hour?",
        "done-day": "1",
        "done-month": "11",
    }
    wrong = await post(client, f"{here}/steps", step, page=here)
    assert wrong.status_code == 422
    assert "Fictional Leisure" in wrong.text
    today = clock.today()
    days = {f"{box}-{part}": str(getattr(today, part)) for box in ("done", "next") for part in ("day", "month", "year")}
    assert (await post(client, f"{here}/steps", step | days, page=here)).status_code == 303
    assert "Fictional Leisure" in (await client.get("/gaps/due")).text
    assert (await the_gap(gap)).state == "taken_up"
    unsaid = await post(client, f"{here}/settle", {"outcome": "none"}, page=here)
    assert unsaid.status_code == 422
    assert (
        await post(client, f"{here}/settle", {"outcome": "change", "why": "A quiet hour"}, page=here)
    ).status_code == 303
    assert "A quiet hour" in (await client.get(here)).text
    assert "Fictional Leisure" not in (await client.get("/gaps/due")).text


async def test_two_become_one_and_two_again(client, worker):
    one, other = await a_gap(worker, title="Men’s shed"), await a_gap(worker, title="A shed for men", people=3)
    here = f"/gaps/{one}"
    joined = await post(client, f"{here}/join", {"into": str(other)}, page=here)
    assert joined.headers["location"] == f"/gaps/{other}"
    assert (await queries.gap(other, seen_by=worker)).people.number == 4
    assert "Men’s shed" not in (await client.get("/gaps")).text
    undone = await post(client, f"{here}/separate", page=f"/gaps/{other}")
    assert undone.status_code == 303
    assert (await queries.gap(other, seen_by=worker)).people.number == 3


async def test_what_was_changed_meanwhile_is_shown_side_by_side(client, worker):
    gap = await a_gap(worker)
    url = f"/gaps/{gap}/change"
    form = form_to(await client.get(url), url)
    await post(client, url, {"title": "A shed for everybody"})
    stale = await client.post(url, data=form.data | {"title": "A shed by the river"})
    assert stale.status_code == 409
    assert "A shed for everybody" in stale.text
    assert "A shed by the river" in stale.text


async def test_what_is_hidden_is_nowhere_but_for_whoever_hid_it(client, client_for, worker):
    gap = await a_gap(worker, title="Something for Mr Fictional of Mill Lane", people=9)
    here = f"/gaps/{gap}"
    other = await client_for(Role.MANAGER)
    assert (await post(client, f"{here}/hide", {"hide_why": ""}, page=here)).status_code == 422
    await post(client, f"{here}/hide", {"hide_why": "It names somebody"}, page=here)
    for url in ("/gaps", "/gaps?state=hidden", "/gaps?state=waiting", "/gaps/case"):
        assert "Mr Fictional" not in (await other.get(url)).text
    assert (await other.get(here)).status_code == 404
    assert "Put it back" in (await client.get(here)).text
    assert "Mr Fictional" in (await client.get("/gaps?state=hidden")).text
    assert (
        await other.post(f"{here}/put-back", data=form_to(await client.get(here), f"{here}/put-back").data)
    ).status_code in {403, 404}
    with clock.at(clock.now() + timedelta(days=31)):
        month_later = await client_for(worker)
        assert "Mr Fictional" not in (await month_later.get("/gaps?state=hidden")).text
    await post(client, f"{here}/put-back", page=here)
    assert (await the_gap(gap)).state == "open"


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.VOLUNTEER_COORDINATOR])
async def test_others_see_no_words_of_people_and_no_small_numbers(client_for, worker, role):
    few = await a_gap(worker, title="A shed", words="Said by one", people=3)
    await a_gap(title="Nobody has read this")
    many = await a_gap(worker, title="A choir", people=30)
    await actions.note(many, "Ann of the library said", by=worker)
    client = await client_for(role)
    listed, page, whole = [(await client.get(url)).text for url in ("/gaps", f"/gaps/{few}", f"/gaps/{many}")]
    assert "Fewer than 5" in listed
    assert "Nobody has read this" not in listed + (await client.get("/gaps?state=waiting")).text
    assert "Fewer than 5" in page
    for words in ("Said by one", "Ann of the library", worker.name):
        assert words not in page + whole
    assert (await client.get("/gaps/new")).status_code == 403
    assert (await client.get("/gaps/due")).status_code == 403


@pytest.mark.parametrize("role", [Role.PRACTICE_REFERRER, Role.ORGANISATION_EDITOR, Role.ADMINISTRATOR])
async def test_it_is_not_for_every_role(client_for, role):
    client = await client_for(role)
    assert (await client.get("/gaps")).status_code == 403


async def test_the_case_on_paper_and_as_a_sheet(client, worker):
    await a_gap(worker, title="A choir", people=12)
    few = await a_gap(worker, title="=A shed", people=2, words="Nobody else reads this")
    await actions.settle(few, "none", "Nobody else reads this either", by=worker)
    page = await client.get("/gaps/case")
    assert page.text.index("A choir") < page.text.index("=A shed")
    for ending in ("pdf", "xlsx"):
        assert f"/gaps/case.{ending}?period=year" in page.text
    sheet = load_workbook(BytesIO((await client.get("/gaps/case.xlsx")).content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert (rows[1][1], rows[1][7]) == ("A choir", 12)
    assert (rows[2][1], rows[2][7]) == ("=A shed", "Fewer than 5")
    paper = PdfReader(BytesIO((await client.get("/gaps/case.pdf")).content))
    text = " ".join(leaf.extract_text() for leaf in paper.pages)
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    for found in (text, page.text, str(rows)):
        assert "Nobody else reads this" not in found
        assert "ewer than 5" in found
        assert "At least 13" in found


async def test_searches_in_vain_become_gaps(client, worker):
    await two_wards()
    await execute(
        """
        INSERT INTO unmet_search (id, "on", ward, need, activity, kind, way, "when", times)
        VALUES (gen_random_uuid(), current_date, '', '', '', 'cafe', 'connect', '', 7)
        """
    )
    page = await client.get("/gaps/searches")
    href = f"/gaps/new?source=search&amp;title={quote('Connect, Café', safe='').replace('%20', '+')}&amp;way=connect"
    assert href in page.text
    form = form_to(await client.get(href.replace("&amp;", "&")), "/gaps/new")
    assert (form.data["title"], form.data["way"]) == (["Connect, Café"], ["connect"])


async def test_no_query_for_each_row(client, worker):
    await two_wards()
    wards = [one["code"] for one in await rows("SELECT code FROM ward")]
    for number in range(30):
        await a_gap(worker, title=f"Thing number {number}", ward=wards[number % len(wards)], way="connect")
    gap = await a_gap(worker, title="Thing at the end")
    for url in ("/gaps", f"/gaps/{gap}", "/gaps/case", "/gaps/searches", "/gaps/due", "/gaps/new"):
        with count_queries() as counted:
            assert (await client.get(url)).status_code == 200
        assert counted.count <= MOST_QUERIES, (url, counted.count)
    assert "of <b>31</b>" in (await client.get("/gaps")).text
    assert (await client.get("/gaps?page=2")).status_code == 200
    assert (await client.get("/gaps?page=x&state=x&ward=<b>")).status_code == 200


async def test_a_long_case_is_read_in_part_and_whole_in_the_sheet(client, worker, monkeypatch):
    monkeypatch.setattr("livewell.gaps.queries.investing.READ", 2)
    for title in ("Choir", "Bowls", "Chess"):
        await a_gap(worker, title=title)
    assert "1 more are in the sheet" in (await client.get("/gaps/case")).text
    sheet = load_workbook(BytesIO((await client.get("/gaps/case.xlsx")).content)).active
    assert {row[1].value for row in sheet.iter_rows()} >= {"Choir", "Bowls", "Chess"}


async def test_a_list_is_narrowed_and_new_voices_are_to_be_read(client, worker, visitor):
    few, many = await a_gap(worker, title="Chess", way="learn"), await a_gap(worker, title="A choir", people=12)
    narrowed = (await client.get("/gaps?least=10")).text
    assert "A choir" in narrowed
    assert "Chess" not in narrowed
    assert "10 people or more" in narrowed
    assert "A choir" not in (await client.get("/gaps?way=learn")).text
    assert "Chess" not in (await client.get("/gaps?state=waiting")).text
    await a_gap(joins=few, words="Me too")
    assert "Chess" in (await client.get("/gaps?state=waiting")).text
    assert "/gaps?state=waiting" in (await client.get("/caseload")).text
    assert (await post(client, f"/gaps/{few}/read", page=f"/gaps/{few}")).status_code == 303
    assert await queries.waiting_count() == 0
    assert "/gaps?state=waiting" not in (await client.get("/caseload")).text
    assert (await client.get(f"/gaps/{many}")).status_code == 200


async def test_what_ended_because_it_did_not_suit_offers_it(client_for):
    coach, journey = await a_coach_and_a_journey()
    client = await client_for(coach)
    for reason, source in ((EndReason.FULL, "full"), (EndReason.TIMES, "decline"), (EndReason.DONE, "")):
        connection = await a_connection(journey, coach)
        await connections.end(connection, reason=reason, note="", by=coach)
        page = (await client.get(f"/connections/{connection}")).text
        assert (f"source={source}&amp;journey={journey}" in page) is bool(source)


# ── nobody is named ──


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": "A choir for Jean Testperson"}, "Leave the name out"),
        ({"title": "A choir", "words": "Ring 01632 960001"}, "Leave numbers out"),
        ({"title": "A choir", "words": "jean@person.example would come"}, "Leave the email address out"),
        ({"title": "A choir", "words": "She lives at NG2 6AB"}, "Leave the postcode out"),
        ({"title": "A choir", "words": "born 12/3/1948"}, "Leave the date of birth out"),
        ({"title": "A choir", "words": "999 000 0018"}, "Leave numbers out"),
    ],
)
async def test_a_worker_who_says_of_whom_it_is_keeps_every_word(client_for, typed, sentence):
    coach, journey = await a_coach_and_a_journey()
    await execute("UPDATE person SET first_name = 'Jean', family_name = 'Testperson'")
    client = await client_for(coach)
    page = f"/gaps/new?journey={journey}"
    wrong = await post(client, "/gaps/new", {"people": "7", **typed}, page=page)
    assert wrong.status_code == 422
    assert sentence in wrong.text
    for kept in (*typed.values(), "7"):
        assert kept in wrong.text
    assert await value("SELECT count(*) FROM gap") == 0
    assert (await post(client, "/gaps/new", {"title": "A choir"}, page=page)).status_code == 303


async def test_a_gap_is_not_put_right_with_somebodys_number(client, worker):
    gap = await a_gap(worker)
    wrong = await post(client, f"/gaps/{gap}/change", {"words": "Ask on 01632 960001"})
    assert wrong.status_code == 422
    assert "Ask on 01632 960001" in wrong.text
    assert (await the_gap(gap)).words != "Ask on 01632 960001"


async def test_what_anybody_wrote_is_put_right_before_it_is_open(visitor, client):
    await post(visitor, PUBLIC, {"title": "A choir, ring 01632 960001"})
    gap = await value("SELECT id FROM gap")
    refused = await post(client, f"/gaps/{gap}/open", page=f"/gaps/{gap}")
    assert refused.status_code == 409
    assert "Leave numbers out" in refused.text
    await post(client, f"/gaps/{gap}/change", {"title": "A choir"})
    assert (await post(client, f"/gaps/{gap}/open", page=f"/gaps/{gap}")).status_code == 303
