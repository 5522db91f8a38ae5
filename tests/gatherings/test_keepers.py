"""Those who run a group and came by a link write down who came: their own group alone, and its names when they run it."""

import asyncio
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from uuid import uuid4

import pytest

from livewell.gatherings import actions, queries
from livewell.gatherings.rules.meetings import Counted, Met
from livewell.kit import clock
from livewell.kit.db import rows, value
from livewell.owners import actions as owners
from livewell.owners.rules import STAYS_OPEN, Belongs, ClaimState, How
from tests.browsing import form_to, post
from tests.factories.assets import an_asset
from tests.factories.gatherings import HALF_PAST_ONE, a_meeting, a_walking_group, named, recorded
from tests.factories.owners import a_claim, a_keeper, let_in

THURSDAY = datetime(2026, 11, 19, 16, tzinfo=UTC)
TODAY = THURSDAY.date()
NOBODY = uuid4()


@pytest.fixture(autouse=True)
def thursday():
    with clock.at(THURSDAY):
        yield


async def a_leader(group, worker, **changes):
    """Somebody whom the team let keep a group."""
    return await a_keeper(group, approved_by=worker.id, **changes)


def words_of(page):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


async def test_heads_names_and_new_people_are_written_down_without_an_account(visitor, worker):
    group = await a_walking_group()
    known = await named(group, ["Ann", "Bob"])
    await let_in(visitor, await a_leader(group, worker, name="Beryl Khan"))
    home = f"/own/listings/{group}/gatherings"
    assert f'href="{home}/new"' in (await visitor.get("/own")).text
    assert f'href="{home}"' in (await visitor.get(f"/own/listings/{group}")).text
    typed = {"count-0": "5", "newcomers": "1", "here": [str(known["Ann"])], "new_names": "Cicely"}
    answer = await post(visitor, f"{home}/new", typed)
    assert (answer.status_code, answer.headers["location"]) == (303, home)
    page = await visitor.get(home)
    assert "The meeting is written down." in words_of(page)
    assert "1 meeting 5 attendances in all 5 people each time" in words_of(page)
    assert "Walk 5; 2 names" in words_of(page)
    (seen,) = await queries.gatherings(group)
    assert (seen.recorded_by, seen.newcomers) == ("Beryl Khan", 1)
    told = await rows("SELECT by_id, details::text AS details FROM event WHERE what = 'gathering.recorded'")
    assert [one["by_id"] for one in told] == [None]
    assert "Beryl" not in told[0]["details"]
    # What is of the team is not offered.
    for path in ("/directory/", "/community/comments", "/groups/"):
        assert path not in page.text.split("<main")[1]


async def test_everything_of_a_group_is_at_hand(visitor, worker):
    group = await a_walking_group()
    await let_in(visitor, await a_leader(group, worker))
    home = f"/own/listings/{group}/gatherings"
    assert (await post(visitor, f"{home}/register", {"name": "Ann"})).status_code == 303
    assert (await post(visitor, f"{home}/register", {"name": ""})).status_code == 422
    assert (await post(visitor, f"{home}/register", {"name": "ann"})).status_code == 409
    (ann,) = await queries.register(group)
    assert (await post(visitor, f"{home}/register/{ann.id}", {"name": "Anne"})).headers[
        "location"
    ] == f"{home}/register"
    made = await recorded(group, starts=HALF_PAST_ONE, here=(ann.id,))
    assert "Anne" in (await visitor.get(f"{home}/{made}")).text
    assert (await post(visitor, f"{home}/{made}", {"count-0": "8"})).status_code == 303
    assert (await queries.gathering(made)).counts_words == "Walk 8, Tea 10"
    sheet = await visitor.get(f"{home}.csv")
    assert sheet.headers["content-type"] == "text/csv; charset=utf-8"
    assert "Anne" not in sheet.text
    assert sheet.text.splitlines()[1].startswith("2026-11-19,1:30pm,10,")
    assert (await post(visitor, f"{home}/register/{ann.id}/erase", page=f"{home}/register/{ann.id}")).status_code == 303
    assert (await queries.attender(ann.id)).is_erased
    assert (await post(visitor, f"{home}/{made}/remove", page=f"{home}/{made}")).status_code == 303
    assert await queries.gatherings(group) == []


PAGES = ("", ".csv", "/new", "/{meeting}", "/register", "/register/{name}")
FORMS = ("/new", "/new/draft", "/new/draft/drop", "/{meeting}", "/{meeting}/remove", "/register", "/register/{name}", "/register/{name}/erase")  # fmt: skip


async def test_anothers_group_is_not_there_whichever_way_it_is_asked_for(visitor, worker):
    mine, other = await a_walking_group(), await a_walking_group(name="Not mine")
    await let_in(visitor, await a_leader(mine, worker))
    known = await named(other, ["Ann"])
    here = {"meeting": await recorded(other, here=(known["Ann"],)), "name": known["Ann"]}
    token = form_to(await visitor.get(f"/own/listings/{mine}/gatherings/new"), f"/own/listings/{mine}/gatherings/new")
    sent = {**token.data, "name": "Mallory", "count-0": "3", "version": "1"}
    before = await value("SELECT count(*) FROM event")
    paths = [(method, path) for method, every in (("GET", PAGES), ("POST", FORMS)) for path in every]
    for asset in (other, mine, NOBODY):
        for method, path in paths:
            if asset == mine and "{" not in path:
                continue  # That one is theirs.
            address = f"/own/listings/{asset}/gatherings{path}".format(**here)
            answer = await visitor.request(method, address, data=sent if method == "POST" else None)
            assert answer.status_code == 404, (method, address)
            assert "Ann" not in words_of(answer)
    assert await value("SELECT count(*) FROM event") == before
    assert (await queries.attender(known["Ann"])).name == "Ann"
    # Nor does the door of the team open.
    assert (await visitor.get(f"/directory/{mine}/gatherings")).status_code in {303, 401, 403, 404}


async def test_whoever_has_left_or_was_away_too_long_gets_their_words_back(visitor, worker):
    group = await a_walking_group()
    keeper = await a_leader(group, worker)
    await let_in(visitor, keeper)
    url = f"/own/listings/{group}/gatherings/new"
    form = form_to(await visitor.get(url), url).data | {"count-0": ["7"], "note": ["The stile is broken again."]}
    with clock.at(THURSDAY + STAYS_OPEN + timedelta(minutes=1)):
        assert (await visitor.get(url)).headers["location"] == "/own/link"
        late = await visitor.post(url, data=form)
        assert late.status_code == 409
        assert "The stile is broken again." in late.text
    await owners.end(keeper, by=worker)
    assert (await visitor.post(url, data=form)).status_code == 409
    visitor.cookies.clear()
    assert (await visitor.get(f"/own/listings/{group}/gatherings")).headers["location"] == "/own/link"
    assert await queries.gatherings(group) == []


async def test_sent_twice_is_one_meeting_and_one_name(visitor, worker):
    group = await a_walking_group()
    await let_in(visitor, await a_leader(group, worker))
    home = f"/own/listings/{group}/gatherings"
    meeting = form_to(await visitor.get(f"{home}/new"), f"{home}/new").data | {"count-0": ["7"], "new_names": ["Ann"]}
    name = form_to(await visitor.get(f"{home}/register"), f"{home}/register").data | {"name": ["Bob"]}
    for _ in range(2):
        assert (await visitor.post(f"{home}/new", data=meeting)).headers["location"] == home
        assert (await visitor.post(f"{home}/register", data=name)).status_code == 303
    assert len(await queries.gatherings(group)) == 1
    assert [one.name for one in await queries.register(group)] == ["Ann", "Bob"]


async def test_two_who_put_one_meeting_right_read_each_other(visitor, worker):
    group = await a_walking_group()
    known = await named(group, ["Ann"])
    made = await recorded(group, here=(known["Ann"],))
    await let_in(visitor, await a_leader(group, worker))
    url = f"/own/listings/{group}/gatherings/{made}"
    mine = form_to(await visitor.get(url), url).data | {"note": ["Mine"]}
    seen = await queries.gathering(made)
    theirs = seen.meeting
    put_right = Met(seen.on, seen.starts, seen.parts, seen.here, note="Theirs")
    await actions.correct(made, put_right, version=seen.version, by=worker)
    answer = await visitor.post(url, data=mine)
    assert answer.status_code == 409
    assert all(one in answer.text for one in ("Mine", "Theirs", "Ann"))
    assert (await queries.gathering(made)).meeting == theirs


# ── names are for those who run it ──


@pytest.mark.parametrize(
    ("how", "belongs", "reads"),
    [
        (How.INVITED, None, True),
        (How.CLAIMED, Belongs.RUNS, True),
        (How.CLAIMED, Belongs.HELPS, True),
        (How.CLAIMED, Belongs.PAID, True),
        # They have the keys of the hall; who meets there is not theirs to read.
        (How.CLAIMED, Belongs.PLACE, False),
    ],
)
async def test_who_reads_the_register(visitor, worker, how, belongs, reads):
    group = await a_walking_group()
    await named(group, ["Ann"])
    if belongs is None:
        keeper = await a_leader(group, worker, how=how.value)
    else:
        claim = await a_claim(group, belongs=belongs)
        await owners.decide(claim, to=ClaimState.APPROVED, sentence="", version=1, by=worker)
        keeper = await value("SELECT id FROM keeper WHERE asset = $1", group)
    await let_in(visitor, keeper)
    home = f"/own/listings/{group}/gatherings"
    assert (await visitor.get(f"{home}/register")).status_code == (200 if reads else 404)
    assert (f'href="{home}/register"' in (await visitor.get(home)).text) == reads
    assert ("Ann" in (await visitor.get(f"{home}/new")).text) == reads


async def test_an_address_that_only_stands_on_the_listing_counts_heads_and_reads_no_name(visitor, worker):
    group = await a_walking_group()
    known = await named(group, ["Ann", "Bob"])
    made = await recorded(group, starts=HALF_PAST_ONE, here=tuple(known.values()), by=worker)
    await let_in(visitor, await a_keeper(group))  # Nobody of the team let them in.
    home = f"/own/listings/{group}/gatherings"
    assert "2 different people" in words_of(await visitor.get(home))
    week = {"occasion": "2026-11-12T13:30", "count-0": "6", "new_names": "Mallory", "here": str(known["Ann"])}
    assert (await post(visitor, f"{home}/new", week)).status_code == 422
    del week["here"]
    assert (await post(visitor, f"{home}/new", week)).status_code == 303
    assert {one.name for one in await queries.register(group)} == {"Ann", "Bob"}
    # What somebody else ticked stays when they put a count right, and is not told when two write at once.
    url = f"{home}/{made}"
    sent = form_to(await visitor.get(url), url).data | {"count-0": ["4"]}
    assert (await visitor.post(url, data=sent)).status_code == 303
    assert set((await queries.gathering(made)).here) == set(known.values())
    late = await visitor.post(url, data=sent)
    assert late.status_code == 409
    assert "2 in the register" in words_of(late)
    for path in ("", "/new", f"/{made}", ".csv", "/register", f"/register/{known['Ann']}"):
        assert "Ann" not in words_of(await visitor.get(home + path))


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"occasion": "other", "met-day": "31", "met-month": "2", "met-year": "2026", "count-0": "4"}, 422),
        ({"occasion": "other", "met-day": "20", "met-month": "11", "met-year": "2026", "count-0": "4"}, 422),
        ({"count-0": "3½"}, 422),
        ({"count-0": "1e3"}, 422),
        ({"count-0": "4", "new_names": "\u202e<script>alert(1)</script>\n🌻 Ann"}, 303),
        ({"count-0": "4", "new_names": "A" * 40_000}, 422),
        ({"count-0": "4", "met_time": "25:00", "occasion": "other"}, 422),
        ({"count-0": "4", "label-0": "<b>Walk</b>"}, 303),
    ],
)
async def test_what_nobody_thought_of_is_read_or_said(visitor, worker, typed, status):
    group = await a_walking_group()
    await let_in(visitor, await a_leader(group, worker))
    home = f"/own/listings/{group}/gatherings"
    answer = await post(visitor, f"{home}/new", typed)
    assert answer.status_code == status
    for path in ("", "/new", "/register"):
        page = await visitor.get(home + path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<b>Walk" not in page.text


async def test_a_keeper_and_a_link_worker_who_write_one_meeting_at_the_same_moment_make_one(committed_db, worker):
    group = await a_walking_group()
    met = a_meeting(date(2026, 11, 19), starts=HALF_PAST_ONE, counts=(Counted("Walk", 4),))
    done = await asyncio.gather(
        *(actions.record(group, met, submission=uuid4(), by=worker) for _ in range(6)), return_exceptions=True
    )
    assert len([one for one in done if not isinstance(one, BaseException)]) == 1
    assert len(await queries.gatherings(group)) == 1


async def test_a_listing_without_times_can_be_counted_too(visitor, worker):
    asset = await an_asset(name="Now and then")
    await let_in(visitor, await a_leader(asset, worker))
    assert "gatherings/new" not in (await visitor.get("/own")).text
    assert (await post(visitor, f"/own/listings/{asset}/gatherings/new", {"count-0": "2"})).status_code == 303
