"""The fictional community is a living one: what each room's pages have to show."""

import json
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from random import Random

import pytest
from PIL import Image

from livewell.assets import queries as listings
from livewell.assets.actions import search_rows_out_of_step
from livewell.demo.community import THE_WALKERS, TOLD_TWICE, VILLAGES, make_community
from livewell.demo.keeping import BERYL
from livewell.demo.ledger import Ledger
from livewell.demo.neighbourhood import Neighbourhood, ago
from livewell.demo.neighbours import the_file
from livewell.demo.pictures import DRAWINGS, SIZE, drawn
from livewell.demo.planned import FULL, SMALL
from livewell.demo.seeding import seed
from livewell.gatherings import queries as gatherings
from livewell.gatherings.rules.figures import Figures
from livewell.kit import clock, deliveries
from livewell.kit.dates import is_working_day
from livewell.kit.db import row, rows, value
from livewell.staff import queries as staff
from livewell.upkeep.queries.freshness import queue
from livewell.upkeep.rules.freshness import Since

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PLACES = {sector: [{"postcode": f"{sector}{letter}A"} for letter in "ABDEFGHJ"] for _, sector in VILLAGES}


def a_community(count=SMALL.assets):
    return make_community(Ledger(seed=7), places=PLACES, count=count, now=NOW, chance=Random(7))


# ── before any of it is written ──


@pytest.mark.parametrize("size", [SMALL, FULL])
def test_the_same_community_comes_out_every_time_with_what_the_rooms_need(size):
    one, other = a_community(size.assets), a_community(size.assets)
    assert (one.listings, one.checked, one.editors) == (other.listings, other.checked, other.editors)
    names = [listing.listing.name for listing in one.listings]
    assert len(names) == len(set(names))
    assert {name for told in TOLD_TWICE for name in told[:2]} <= set(names)
    walkers = next(listing for listing in one.listings if listing.listing.name == THE_WALKERS)
    assert walkers.organisation_id == one.editors
    assert walkers.listing.all_patterns[0].weekdays == (3,)
    days = {(NOW - at).days for at, _ in one.checked.values()}
    assert {200, 295, 385} <= days


def test_a_drawing_is_the_same_every_time_and_small():
    for _, draw, alt in DRAWINGS:
        data = drawn(draw)
        assert data == drawn(draw)
        assert Image.open(BytesIO(data)).size == SIZE
        assert len(data) < 60_000
        assert alt.startswith("A drawing of ")


def test_the_other_directory_says_the_same_every_time_and_something_else_later():
    here = Neighbourhood(None, a_community())  # type: ignore[arg-type]  Nobody does anything.
    first, later = (json.loads(the_file(here, later=later))["contents"] for later in (False, True))
    assert the_file(here, later=False) == the_file(here, later=False)
    names = [{one["name"] for one in services} for services in (first, later)]
    assert (len(names[0] - names[1]), len(names[1] - names[0])) == (1, 1)
    said = [{one["name"]: one["description"] for one in services if one["id"]} for services in (first, later)]
    assert sum(said[0][name] != said[1][name] for name in said[0].keys() & said[1].keys()) == 1


@pytest.mark.parametrize(
    "now",
    [
        NOW,
        datetime(2026, 4, 7, 6, tzinfo=UTC),  # The Tuesday after Easter.
        datetime(2027, 1, 4, 0, 10, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # The hour that comes twice.
    ],
)
def test_what_was_done_some_days_ago_was_done_on_a_working_day(now):
    with clock.at(now):
        for days in range(1, 60):
            then = ago(days, 17)
            assert is_working_day(then.date())
            assert then.timetz().replace(tzinfo=None) == time(17)
            assert then.date() <= clock.today() - timedelta(days=days)
            assert then >= ago(days + 1, 8)


# ── in the database ──

COUNTS = {
    "SELECT count(*) FROM asset_visit WHERE state = 'done'": 7,
    "SELECT count(*) FROM asset_visit WHERE state = 'planned' AND planned_on > current_date": 3,
    "SELECT count(*) FROM asset_visit WHERE state = 'called_off'": 1,
    "SELECT count(*) FROM asset_visit WHERE began_listing": 1,
    "SELECT count(*) FROM visit_follow_on WHERE done_at IS NULL": 8,
    "SELECT count(*) FROM visit_follow_on WHERE sentence <> ''": 1,
    "SELECT count(*) FROM assurance WHERE how = 'phoned' AND done_by IS NOT NULL": 3,
    "SELECT count(*) > 1 FROM listing_version v JOIN asset a ON a.id = v.asset WHERE a.alert LIKE 'The bridge%'": True,
    "SELECT count(*) FROM problem_report WHERE state = 'waiting'": 4,
    "SELECT count(*) FROM problem_report WHERE state = 'answered'": 2,
    "SELECT count(*) FROM problem_report WHERE state = 'dismissed'": 1,
    "SELECT count(*) FROM likely_duplicate WHERE state = 'open'": 3,
    "SELECT count(*) FROM likely_duplicate WHERE state = 'merged'": 1,
    "SELECT count(*) FROM asset WHERE merged_into IS NOT NULL": 1,
    "SELECT count(*) FROM asset_comment WHERE state = 'approved'": 6,
    "SELECT count(*) FROM asset_comment WHERE state = 'waiting'": 3,
    "SELECT count(*) FROM asset_comment WHERE state = 'declined'": 1,
    "SELECT count(*) FROM comment_answer WHERE state = 'approved'": 1,
    "SELECT count(*) FROM keeper WHERE how = 'invited'": 2,
    "SELECT count(*) FROM keeper WHERE how = 'claimed'": 1,
    "SELECT count(*) FROM keeper_claim WHERE state = 'waiting'": 1,
    "SELECT count(*) FROM keeper_claim WHERE state = 'refused'": 1,
    "SELECT count(*) FROM proposed_change WHERE state = 'waiting'": 2,
    "SELECT count(*) FROM proposed_change WHERE state = 'approved'": 1,
    "SELECT count(*) FROM proposed_change WHERE state = 'sent_back' AND sentence <> ''": 1,
    "SELECT count(*) FROM collection WHERE published": 3,
    "SELECT count(*) FROM collection WHERE NOT published": 1,
    "SELECT sum(times) FROM unmet_search WHERE ward <> ''": 45,
    "SELECT count(*) FROM photo": 6,
    "SELECT count(*) FROM import_run WHERE look_only AND state = 'done' AND new = 7 AND refused = 2": 1,
    "SELECT count(*) FROM import_run WHERE NOT look_only AND state = 'done' AND new = 7 AND refused = 2": 1,
    "SELECT count(*) FROM import_run WHERE state = 'done' AND (new, changed, gone, unchanged) = (1, 1, 1, 5)": 1,
    "SELECT count(*) FROM asset WHERE source = 'imported'": 8,
    "SELECT count(*) > 15 FROM volunteer WHERE coordinator IS NOT NULL": True,
    "SELECT count(*) > 0 FROM volunteer WHERE coordinator IS NULL": True,
    "SELECT count(*) FROM shift WHERE alone AND alerted_at IS NOT NULL AND alert_settled_at IS NULL": 1,
    """SELECT count(*) FROM placement WHERE asked IS NOT NULL AND state = 'proposed' AND volunteer_agreed_at IS NOT NULL
       AND person_agreed_at IS NULL""": 1,
    """SELECT count(*) FROM group_lead l JOIN community_group g ON g.id = l.community_group
        WHERE g.stage = 'independent' AND l.until_on IS NULL AND l.volunteer IS NOT NULL""": 1,
}


async def test_every_room_has_something_to_do_and_something_to_show(seeded, client_for, visitor):
    assert {count: await value(count) for count in COUNTS} == COUNTS
    await the_queue_has_something_at_each_age()
    walkers = await value("SELECT id FROM asset WHERE name = $1", THE_WALKERS)
    await the_walking_group_is_the_one_we_tell_of(walkers)
    await use_is_what_the_connections_say()
    await searches_know_all_of_it()
    await nobody_who_writes_to_us_could_be_real()
    await their_pages_say_so(client_for, visitor, walkers)
    await seeding_twice_is_once()


async def the_queue_has_something_at_each_age():
    six, nine, twelve = [(await queue(since=since)).total for since in (Since.SIX, Since.NINE, Since.TWELVE)]
    assert six > nine > twelve > 0


async def the_walking_group_is_the_one_we_tell_of(walkers):
    seen = await gatherings.page_of(walkers)
    assert seen.figures == Figures(meetings=19, attendances=111, different=18, with_everybody=19, new=18, new_said=19)
    assert {one.on.weekday() for one in seen.gatherings} == {3}
    assert (seen.gatherings[0].counts_words, seen.gatherings[0].newcomers) == ("Walk 9, Tea and a chat 10", 2)
    assert [one.why for one in await listings.versions(walkers)] == ["edited", "edited", "visited", "edited"]
    signs = {}
    for one in await rows("SELECT DISTINCT asset, a.name FROM gathering JOIN asset a ON a.id = asset"):
        signs[one["name"]] = [sign.title for sign in (await gatherings.page_of(one["asset"])).signs]
    assert "Fewer people come" in signs.pop("Kickabout for Grown-ups")
    assert signs.pop(THE_WALKERS) == []
    assert list(signs.values()) == [[]]  # The café.


async def use_is_what_the_connections_say():
    await deliveries.deliver_all()
    used = await rows("SELECT asset, sum(times) AS times FROM asset_use GROUP BY 1 ORDER BY 1")
    made = await rows("SELECT asset, count(*) AS times FROM connection GROUP BY 1 ORDER BY 1")
    assert [(one["asset"], one["times"]) for one in used] == [(one["asset"], one["times"]) for one in made]


async def searches_know_all_of_it():
    assert await search_rows_out_of_step() == 0


async def nobody_who_writes_to_us_could_be_real():
    for column in ("keeper.email", "keeper_claim.email", "proposed_change.reply_to", "problem_report.reply_to", "organisation.email"):  # fmt: skip
        table, name = column.split(".")
        assert not await rows(f"SELECT {name} FROM {table} WHERE {name} <> '' AND {name} NOT LIKE '%.example'"), column
    phones = "SELECT phone FROM contact WHERE phone <> '' AND phone NOT LIKE '01632 960%' AND asset IN (SELECT id FROM asset WHERE kind <> 'crisis')"
    assert not await rows(phones)


PAGES = {
    "/visits": ["The Pinder's Kitchen Table"],
    "/directory/freshness": ["month"],
    "/directory/problems": ["They asked for £5"],
    "/directory/duplicates": ["Carers Hour, Gamston", "The Bingham Strollers", "Bingham Leisure Hall and Gym"],
    "/directory/comments": ["I stayed all morning", "The lift was out of order"],
    "/directory/claims": ["Owen Lambley-Rhodes"],
    "/directory/changes": [THE_WALKERS, "Carols on the Green"],
    "/directory/collections": ["For somebody new to the village"],
    "/directory/feeds": ["Wolds and Soar Activities"],
    "/directory/coverage": ["Bingham"],
    "/community/collections": [
        "For somebody who is lonely in winter",
        "Moving again after an operation",
        "For people who look after somebody",
    ],
}


async def their_pages_say_so(client_for, visitor, walkers):
    by = await row("SELECT id FROM staff_user WHERE email = 'asha.larkspur@livewell.example'")
    client = await client_for(await staff.member(by["id"]))
    for address, words in PAGES.items():
        page = await client.get(address)
        assert page.status_code == 200, address
        text = page.text.replace("&#39;", "'")
        assert [word for word in words if word not in text] == [], address
    feed = await value("SELECT id FROM feed")
    assert "From another directory" in (await client.get(await the_pair_of("Bingham Leisure Hall and Gym"))).text
    assert "could not be read" in (await client.get(f"/directory/feeds/{feed}")).text
    imported = await value("SELECT id FROM asset WHERE name = 'Wolds Tea Dance'")
    assert "The Made-up Clubs Circle" in (await visitor.get(f"/community/{imported}")).text
    listing = (await visitor.get(f"/community/{walkers}")).text
    for words in ("What people say", "A drawing of three green hills", "We go by the gate now", "Checked by a visit"):
        assert words in listing, words
    anne = await row("SELECT id FROM staff_user WHERE email = 'anne.widmerpole@walkers.example'")
    editor = await client_for(await staff.member(anne["id"]))
    assert THE_WALKERS in (await editor.get("/my-listings")).text
    assert "18 different people" in (await editor.get(f"/directory/{walkers}/gatherings")).text


async def the_pair_of(name):
    found = "SELECT d.id FROM likely_duplicate d JOIN asset a ON a.id IN (d.one, d.other) WHERE a.name = $1"
    return f"/directory/duplicates/{await value(found, name)}"


async def seeding_twice_is_once():
    await seed("small", said=lambda _: None)
    assert {count: await value(count) for count in COUNTS} == COUNTS


def test_a_visitor_finds_the_letter_of_somebody_who_was_invited(rushcliffe):
    (hint,) = [one for one in rushcliffe.said if one.endswith(".eml")]
    letter = message_from_bytes((rushcliffe.folder / "mail" / hint.rsplit("/", 1)[1]).read_bytes(), policy=default)
    assert letter["To"] == BERYL[1]
    assert "/own/" in letter.get_content()
