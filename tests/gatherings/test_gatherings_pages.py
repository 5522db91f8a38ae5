"""The pages of groups that meet and of what people say, as they are used without a script."""

import csv
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from io import StringIO

import pytest

from livewell.gatherings import queries
from livewell.gatherings.rules.comments import MOST_AN_HOUR, CommentState
from livewell.gatherings.rules.meetings import EVERYBODY, MOST_NEW_NAMES, Counted
from livewell.kit import clock
from livewell.kit.db import count_queries, value
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.assets import an_asset, an_organisation
from tests.factories.gatherings import HALF_PAST_ONE, a_walking_group, named, recorded, said
from tests.factories.staff import a_member

THURSDAY = datetime(2026, 11, 19, 16, tzinfo=UTC)
TODAY = THURSDAY.date()
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def thursday():
    with clock.at(THURSDAY):
        yield


@pytest.fixture
async def client(client_for, worker):
    return await client_for(worker)


def words_of(page):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


# ── a meeting ──


async def test_the_form_offers_the_times_of_the_listing_the_last_first_and_its_parts(client):
    group = await a_walking_group()
    await recorded(group, TODAY - timedelta(days=7), starts=HALF_PAST_ONE)
    url = f"/directory/{group}/gatherings/new"
    page = await client.get(url)
    offered = re.findall(r'name="occasion" type="radio" value="([^"]+)"', page.text)
    assert offered == ["2026-11-19T13:30", "2026-11-05T13:30", "2026-10-29T13:30", "2026-10-22T13:30", "other"]
    sent = form_to(page, url).data
    assert sent["occasion"] == ["2026-11-19T13:30"]
    assert (sent["label-0"], sent["label-1"]) == (["Walk"], ["Tea"])


async def test_one_hand_and_one_number_are_enough(client):
    group = await a_walking_group()
    answer = await post(client, f"/directory/{group}/gatherings/new", {"count-0": "9"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/directory/{group}/gatherings")
    (seen,) = (await queries.page_of(group)).gatherings
    assert (seen.on, seen.starts, seen.counts_words, seen.newcomers, seen.names_words) == (
        TODAY,
        HALF_PAST_ONE,
        "Walk 9",
        None,
        "",
    )


async def test_a_group_without_times_says_the_day_and_counts_everybody(client):
    group = await an_asset(name="Now and then")
    url = f"/directory/{group}/gatherings/new"
    page = await client.get(url)
    assert form_to(page, url).data["label-0"] == [EVERYBODY]
    assert "occasion" not in form_to(page, url).data
    await post(client, url, {"count-0": "3", "met_time": "7pm"})
    (seen,) = (await queries.page_of(group)).gatherings
    assert (seen.on, seen.starts) == (TODAY, 19 * 60)


async def test_another_day_and_another_part(client):
    group = await a_walking_group()
    data = {
        "occasion": "other",
        "met-day": "14",
        "met-month": "11",
        "met-year": "2026",
        "label-extra": "Quiz",
        "count-extra": "7",
        "new_names": "Ann\n\n  ann \nBob",
    }
    await post(client, f"/directory/{group}/gatherings/new", data)
    (seen,) = (await queries.page_of(group)).gatherings
    assert (seen.when, seen.counts_words, seen.names_words) == (
        "Saturday 14 November 2026",
        "Quiz 7",
        "2 names",
    )
    assert [one.name for one in await queries.register(group)] == ["Ann", "Bob"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Tick who came, or say how many"),
        ({"count-0": "many"}, "Walk must be a whole number"),
        ({"count-0": "-1"}, "Walk must be"),
        ({"count-0": "5001"}, "Walk must be"),
        (
            {"count-0": "2", "count-1": "1", "new_names": "A\nB\nC\nD"},
            "4 names are ticked, and only 3 people are counted",
        ),
        ({"count-0": "2", "count-1": "1", "newcomers": "4"}, "More people are new (4) than came (3)"),
        ({"count-extra": "4"}, "Say what the other part was"),
        ({"occasion": "1999-01-01T13:30", "count-0": "4"}, "Choose one of the answers on the list"),
        ({"occasion": "other", "count-0": "4"}, "Say on which day you met"),
        (
            {"occasion": "other", "met-day": "31", "met-month": "2", "met-year": "2026", "count-0": "4"},
            "must be a real date",
        ),
        ({"occasion": "other", "met-day": "1", "met-month": "1", "met-year": "2027", "count-0": "4"}, "The day"),
        ({"here": "8f7c3d52-0b0e-4bd6-8d8e-5a6e6f0f1a11", "count-0": "4"}, "Choose only answers that are on the list"),
        ({"new_names": "x" * 81}, "Each name must be 80 characters or fewer"),
        ({"new_names": "\n".join(f"Walker {n}" for n in range(MOST_NEW_NAMES + 1))}, "Add 40 names at a time or fewer"),
        ({"count-0": "4", "note": "🌻" * 1001}, "The note must be 1,000 characters or fewer"),
    ],
)
async def test_what_is_typed_wrongly_is_said_and_stays(client, data, sentence):
    group = await a_walking_group()
    typed = {"note": "Mud & sun", "label-extra": ""} | data
    answer = await post(client, f"/directory/{group}/gatherings/new", typed)
    assert answer.status_code == 422
    assert sentence in words_of(answer)
    back = form_to(answer, f"/directory/{group}/gatherings/new").data
    for field in ("note", "new_names", "count-0", "newcomers"):
        if field in typed:
            assert back[field][0].strip() == typed[field]
    assert await value("SELECT count(*) FROM gathering") == 0


async def test_a_meeting_that_is_written_down_already_is_said_beside_the_day(client):
    group = await a_walking_group()
    await recorded(group)
    day = {"occasion": "other", "met-day": "19", "met-month": "11", "met-year": "2026", "count-0": "4"}
    answer = await post(client, f"/directory/{group}/gatherings/new", day)
    assert answer.status_code == 422
    assert "Thursday 19 November 2026 is written down already" in words_of(answer)


async def test_a_draft_waits_for_its_writer_and_goes_with_the_meeting(client, client_for):
    group = await a_walking_group()
    url = f"/directory/{group}/gatherings/new"
    form = form_to(await client.get(url), url).data | {"count-0": "7", "new_names": "Ann"}
    assert (await client.post(f"{url}/draft", data=form)).status_code == 200
    again = await client.get(url)
    assert "This is the draft you began" in again.text
    assert form_to(again, url).data["count-0"] == ["7"]
    other = await client_for(Role.LINK_WORKER)
    assert "This is the draft you began" not in (await other.get(url)).text
    await post(client, url)
    assert "This is the draft you began" not in (await client.get(url)).text
    await client.post(f"{url}/draft", data=form)
    assert (await post(client, f"{url}/draft/drop", page=url)).status_code == 303
    assert "This is the draft you began" not in (await client.get(url)).text


async def test_a_meeting_is_read_put_right_and_taken_out(client, worker):
    group = await a_walking_group()
    known = await named(group, ["Ann", "Bob"])
    made = await recorded(group, starts=HALF_PAST_ONE, here=(known["Ann"],), note="Mud.", by=worker)
    url = f"/directory/{group}/gatherings/{made}"
    page = await client.get(url)
    sent = form_to(page, url).data
    assert (sent["met_time"], sent["count-0"], sent["here"]) == (["13:30"], ["9"], [str(known["Ann"])])
    assert f"Written down by {worker.name}" in words_of(page)
    answer = await post(client, url, {"count-0": "8", "here": [str(known["Ann"]), str(known["Bob"])]})
    assert answer.status_code == 303
    assert (await queries.gathering(made)).counts_words == "Walk 8, Tea 10"
    late = await client.post(url, data={**sent, "note": "Mine"})
    assert late.status_code == 409
    assert "Mine" in late.text
    assert (await post(client, url, {"count-0": "none"})).status_code == 422
    assert (await post(client, f"{url}/remove", page=url)).status_code == 303
    assert (await client.get(url)).status_code == 404


# ── the figures ──


async def test_the_page_of_a_group_that_has_not_met(client):
    group = await a_walking_group()
    words = words_of(await client.get(f"/directory/{group}/gatherings"))
    assert "No meeting is written down yet. It meets next on Thursday 26 November 2026, 1:30pm." in words


async def test_heads_alone_do_not_pretend_to_know_people(client):
    group = await a_walking_group()
    for week in range(3):
        await recorded(group, TODAY - timedelta(weeks=week))
    words = words_of(await client.get(f"/directory/{group}/gatherings"))
    assert "Not known: heads were counted, not names" in words
    assert "Came for the first time Not known: no meeting says" in words
    assert "10 people each time (10.00)" in words


async def test_a_group_that_shrinks_says_so(client):
    group = await a_walking_group()
    for week in range(8):
        came = 1 if week < 4 else 9
        await recorded(group, TODAY - timedelta(weeks=week), counts=(Counted("Walk", came),))
    words = words_of(await client.get(f"/directory/{group}/gatherings"))
    assert "Important: Fewer people come" in words
    assert "1 each time at the last 4 meetings; 9 at the 4 before." in words


async def test_many_meetings_come_in_pages_and_cost_no_more_statements(client):
    group = await a_walking_group()
    for week in range(3):
        await recorded(group, TODAY - timedelta(weeks=week), new_names=(f"Walker {week}",))
    url = f"/directory/{group}/gatherings"
    with count_queries() as few:
        await client.get(url)
    for week in range(3, 25):
        await recorded(group, TODAY - timedelta(weeks=week), new_names=(f"Walker {week}",))
    with count_queries() as many:
        first = await client.get(url)
    assert len(many.statements) == len(few.statements) <= MOST_QUERIES
    assert first.text.count(f'href="{url}/') - first.text.count(f'href="{url}/new"') - 1 == 20
    for page in ("2", "99"):
        assert (await client.get(f"{url}?page={page}")).text.count(f'href="{url}/') < 10
    for nonsense in ("0", "-1", "²", "9" * 40):
        assert (await client.get(url, params={"page": nonsense})).status_code == 200


async def test_the_figures_go_into_a_spreadsheet_without_a_name(client):
    group = await a_walking_group()
    await recorded(group, starts=HALF_PAST_ONE, new_names=("=Ann",), newcomers=2, note="Ann fell.")
    await recorded(group, TODAY - timedelta(days=7), counts=(), new_names=("Bob",))
    answer = await client.get(f"/directory/{group}/gatherings.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    table = list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"))))
    assert table == [
        ["Day", "Time", "Attendances", "New people", "In the register", "Walk", "Tea"],
        ["2026-11-12", "", "1", "", "1", "", ""],
        ["2026-11-19", "1:30pm", "10", "2", "1", "9", "10"],
    ]


# ── the register ──


async def test_the_register_is_kept(client):
    group = await a_walking_group()
    url = f"/directory/{group}/gatherings/register"
    assert (await post(client, url, {"name": "Ann <b>Lee</b>"})).status_code == 303
    assert (await post(client, url, {"name": " "})).status_code == 422
    assert (await post(client, url, {"name": "ann <B>lee</B>"})).status_code == 409
    page = await client.get(url)
    assert "Ann &lt;b&gt;Lee&lt;/b&gt;" in page.text
    (ann,) = await queries.register(group)
    assert (await post(client, f"{url}/{ann.id}", {"name": "Ann", "left": "yes"})).status_code == 303
    assert "Do not come any more" in (await client.get(url)).text
    assert (await post(client, f"{url}/{ann.id}", {"name": "x" * 81})).status_code == 422
    assert (await post(client, f"{url}/{ann.id}/erase", page=f"{url}/{ann.id}")).status_code == 303
    page = await client.get(url)
    assert "Ann" not in words_of(page)
    assert "1 name was taken out." in words_of(page)
    assert "taken out for good" in (await client.get(f"{url}/{ann.id}")).text


# ── who may ──


async def test_names_and_figures_are_for_those_who_keep_the_group(client_for, visitor):
    ours = await an_organisation()
    group, other = await a_walking_group(organisation=ours), await a_walking_group()
    made = await recorded(group, new_names=("Ann",))
    (ann,) = await queries.register(group)
    home = f"/directory/{group}/gatherings"
    pages = [home, f"{home}.csv", f"{home}/new", f"{home}/{made}", f"{home}/register", f"{home}/register/{ann.id}"]
    pages.append(f"/directory/{group}/comments")
    editor = await client_for(Role.ORGANISATION_EDITOR, organisation=ours)
    stranger = await client_for(Role.ORGANISATION_EDITOR, organisation=await an_organisation())
    evaluator = await client_for(Role.EVALUATOR)
    for page in pages:
        assert (await editor.get(page)).status_code == 200, page
        assert (await stranger.get(page)).status_code == 404, page
        assert (await evaluator.get(page)).status_code == 403, page
        assert (await visitor.get(page)).status_code == 303, page
    mixed = f"/directory/{other}/gatherings"
    worker = await client_for(Role.LINK_WORKER)
    for page in (f"{mixed}/{made}", f"{mixed}/register/{ann.id}"):
        assert (await worker.get(page)).status_code == 404


# ── what people say ──


async def test_somebody_says_how_it_was_and_the_team_decides(client, visitor):
    asset = await an_asset(name="Beans and company")
    url = f"/community/{asset}/say"
    answer = await post(visitor, url, {"overall": "4", "welcome": "5", "words": "Warm & kind.", "first_name": "Ann"})
    assert answer.headers["location"] == f"{url}/thanks"
    assert "Thank you for saying how it was" in (await visitor.get(f"{url}/thanks")).text
    assert "Warm" not in (await visitor.get(f"/community/{asset}/comments")).text
    queue = await client.get("/directory/comments")
    comment = re.search(r"/directory/comments/([0-9a-f-]{36})", queue.text)[1]
    one = f"/directory/comments/{comment}"
    assert (await post(client, one, {"decision": "declined"})).status_code == 422
    assert (await post(client, one)).status_code == 422
    assert (await post(client, one, {"decision": "approved"})).status_code == 303
    page = words_of(await visitor.get(f"/community/{asset}/comments"))
    assert "Warm & kind. Ann, November 2026" in page
    assert "One person has told us how it was: too few to show in figures yet." in page
    assert "Warm" in (await client.get("/directory/comments?show=decided")).text
    taken_down = await post(client, one, {"reason": "unkind"})
    assert taken_down.status_code == 303
    assert "Warm" not in (await visitor.get(f"/community/{asset}/comments")).text


async def test_five_are_enough_for_stars(visitor, worker):
    asset = await an_asset()
    for _ in range(5):
        await said(asset, decided=CommentState.APPROVED, by=worker, overall=4)
    page = words_of(await visitor.get(f"/community/{asset}/comments"))
    assert "Overall 4.0 out of 5" in page
    assert "From 5 people who told us." in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Say how it was, from 1 to 5"),
        ({"overall": "6"}, "Choose one of the answers on the list"),
        ({"overall": "5", "words": "x" * 1001}, "What you say must be 1,000 characters or fewer"),
        ({"overall": "5", "first_name": "x" * 41}, "Your first name must be 40 characters or fewer"),
    ],
)
async def test_what_is_said_wrongly_stays(visitor, data, sentence):
    asset = await an_asset()
    url = f"/community/{asset}/say"
    answer = await post(visitor, url, {"words": "Kept <b>whole</b>"} | data)
    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert form_to(answer, url).data["words"][0].strip() == data.get("words", "Kept <b>whole</b>")


async def test_whoever_may_be_in_danger_is_told_who_answers_now(client, visitor):
    asset = await an_asset()
    url = f"/community/{asset}/say"
    answer = await post(visitor, url, {"overall": "1", "words": "The man who runs it hits me"})
    assert answer.headers["location"] == f"{url}/help"
    assert "999" in (await visitor.get(f"{url}/help")).text
    assert "May be about somebody’s safety" in (await client.get("/directory/comments")).text


async def test_one_address_does_not_fill_the_queue(visitor):
    asset = await an_asset()
    url = f"/community/{asset}/say"
    for _ in range(MOST_AN_HOUR):
        assert (await post(visitor, url, {"overall": "1"})).status_code == 303
    assert (await post(visitor, url, {"overall": "1"})).status_code == 429
    assert await value("SELECT count(*) FROM asset_comment") == MOST_AN_HOUR


async def test_the_address_of_a_merged_listing_leads_on_and_a_hidden_one_nowhere(visitor, worker):
    from livewell.assets import actions as assets
    from livewell.assets import queries as listings

    kept, other, hidden = await an_asset(), await an_asset(), await an_asset(published=False)
    await assets.merge(kept, other, listing=(await listings.asset(kept)).listing, by=worker)
    assert (await visitor.get(f"/community/{other}/say")).headers["location"] == f"/community/{kept}/say"
    assert (await visitor.get(f"/community/{hidden}/say")).status_code == 404
    assert (await visitor.get(f"/community/{hidden}/comments")).status_code == 404


async def test_those_who_run_it_answer_and_the_team_reads_it_first(client, client_for, visitor, worker):
    ours = await an_organisation()
    asset = await an_asset(organisation=ours)
    comment = await said(asset, decided=CommentState.APPROVED, by=worker)
    waiting = await said(asset, words="Not yet read")
    editor = await client_for(await a_member(Role.ORGANISATION_EDITOR, organisation=ours))
    mine = f"/directory/{asset}/comments"
    page = await editor.get(mine)
    assert "Everybody said hello." in page.text
    assert "Not yet read" not in page.text
    assert (await editor.get(f"{mine}/{waiting}")).status_code == 404
    assert (await editor.get("/directory/comments")).status_code == 403
    assert (await post(editor, f"{mine}/{comment}", {"answer": ""})).status_code == 422
    assert (await post(editor, f"{mine}/{comment}", {"answer": "Come again."})).status_code == 303
    assert "It was answered already." in (await editor.get(f"{mine}/{comment}")).text
    assert "Come again." not in (await visitor.get(f"/community/{asset}/comments")).text
    one = f"/directory/comments/{comment}"
    assert (await post(client, f"{one}/answer", page=one)).status_code == 422
    assert (await post(client, f"{one}/answer", {"answer_decision": "approved"}, page=one)).status_code == 303
    assert "Come again." in (await visitor.get(f"/community/{asset}/comments")).text
