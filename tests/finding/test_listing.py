"""The page of a listing: what it says, what it keeps to itself, and who is led where."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx
import pytest

from livewell.assets import actions, queries
from livewell.assets.rules import AssetKind, Audience, Capacity, Delivery, Feature, Joining, Running, Sector
from livewell.assets.rules.listing import ContactPerson, Cost, Covered, Listing, Venue
from livewell.assets.rules.times import DAY, Part, Pattern, Repeats
from livewell.kit import clock
from livewell.kit.actor import SYSTEM
from livewell.kit.db import count_queries, execute
from livewell.kit.geo import Point
from livewell.places.actions import load_wards
from livewell.staff.rules import Role
from tests.factories.assets import a_listing, a_venue, an_asset, an_asset_from, an_organisation
from tests.factories.places import a_ward_feature, ward_file
from tests.signed_in import ClientFor

HERE = Point.on_grid(458500, 337500)
TUESDAYS = Pattern(
    Repeats.WEEKLY,
    weekdays=(1,),
    opens=14 * 60,
    closes=16 * 60,
    parts=(Part("Walk", 14 * 60, 15 * 60), Part("Tea", 15 * 60)),
)
SATURDAYS = Pattern(Repeats.WEEKLY, weekdays=(5,), opens=10 * 60, closes=11 * 60 + 30)


def a_whole_listing() -> Listing:
    return a_listing(
        name="Strollers",
        what="A gentle walk.\n\nThen tea.",
        first_time="Somebody waits at the door for you.",
        who_you_meet="Twelve people, mostly over 60.",
        group_size=12,
        venues=(
            a_venue(
                HERE,
                name="The library steps",
                address="1 Fictional Road",
                town="West Bridgford",
                postcode="NG2 6AB",
                meeting_point="By the red bench",
                getting_there="Bus 6 stops outside.",
                access="A ramp at the side.",
                access_url="https://access.example/library",
                features=(Feature.STEP_FREE, Feature.TOILET),
                patterns=(TUESDAYS,),
            ),
        ),
        when_note="Not in snow",
        who_for="Anybody who walks slowly",
        organisation_name="Strollers' Society",
        sector=Sector.FAITH,
        activities=("chair_exercise",),
        needs=("company",),
        audiences=(Audience.OLDER,),
        minimum_age=50,
        languages=("en", "pl"),
        features=(Feature.ALONE,),
        access="We go at the pace of the slowest.",
        free=False,
        costs=(Cost("Usual", Decimal("2.50"), "a walk"),),
        cost_note="First time free",
        joining=Joining.TURN_UP,
        joining_note="No need to say",
        capacity=Capacity.PLACES,
        places_left=4,
        contacts=(
            ContactPerson("Beryl", "walk leader", "01632 960001", "beryl@strollers.example"),
            ContactPerson("Nobody Shown", "treasurer", "01632 960002", "", shown=False),
        ),
        website="https://strollers.example",
        alert="No walk on Christmas Day",
    )


async def test_everything_that_is_said_of_a_listing_is_on_its_page(visitor: httpx.AsyncClient) -> None:
    key = await an_asset_from(a_whole_listing())
    await execute("UPDATE asset SET assured_at = $2, assured_how = 'visited' WHERE id = $1", key, clock.now())
    page = await visitor.get(f"/community/{key}")
    assert page.status_code == 200
    for words in (
        "Strollers", "No walk on Christmas Day", "A gentle walk.", "When it happens next", "2pm to 4pm",
        "Tuesdays 2pm to 4pm: walk 2pm to 3pm, then tea 3pm", "Not in snow", "2pm: Walk, 3pm: Tea",
        "Has places, 4 at the moment", "Just turn up. No need to say", "What to expect the first time",
        "Somebody waits at the door", "Who you will meet", "Usually about 12 people", "Anybody who walks slowly. Older people. Ages 50 and over", "Chair exercise, Company and friendship", "Strollers&#39; Society (faith group)",
        "Ages 50 and over", "Usual £2.50 a walk", "First time free", "Step-free", "Accessible toilet",
        "Fine to come alone", "We go at the pace", "By the red bench", "Bus 6 stops outside.", "A ramp at the side.",
        "https://www.openstreetmap.org/?mlat=", "opens Strollers", "Beryl, walk leader", "tel:01632960001",
        "mailto:beryl@strollers.example", "https://strollers.example", "English, Polish", "Be active, Connect",
        "Checked by a visit on", "Something is wrong here", "What people say", "mailto:?subject=Strollers",
        f"http://livewell.example/community/{key}", "sessions.ics", "flyer-a5.pdf", "flyer-a4.pdf", "Add to my list",
    ):  # fmt: skip
        assert words in page.text, words
    for words in ("Nobody Shown", "01632 960002", "treasurer", "Change this listing", "Record a visit", "It may have"):
        assert words not in page.text, words


async def test_five_sessions_are_told_each_with_its_place(visitor: httpx.AsyncClient) -> None:
    venues = (a_venue(name="The hall", patterns=(TUESDAYS,)), a_venue(name="The park", patterns=(SATURDAYS,)))
    page = await visitor.get(f"/community/{await an_asset_from(a_listing(venues=venues))}")
    sessions = page.text.split('<ol class="lw-sessions">')[1].split("</ol>")[0]
    assert sessions.count("<li>") == 5
    assert "The hall" in sessions
    assert "The park" in sessions
    assert "<b>When:</b> Saturdays 10am to 11:30am" in page.text


async def test_places_are_on_a_map_with_the_wards_and_those_with_a_number_in_the_list(
    visitor: httpx.AsyncClient,
) -> None:
    there = (a_venue(HERE, name="The hall"), a_venue(Point.on_grid(459500, 338500), name="The park"))
    page = await visitor.get(f"/community/{await an_asset_from(a_listing(venues=there))}")
    assert 'href="#place-2"' in page.text
    assert 'id="place-2"' in page.text
    alone = await visitor.get(f"/community/{await an_asset_from(a_listing(venues=there[:1]))}")
    assert "lw-map__picture" not in alone.text
    await load_wards(ward_file(), by=SYSTEM)
    with_ward = await visitor.get(f"/community/{await an_asset_from(a_listing(venues=there[:1]))}")
    assert "lw-map__picture" in with_ward.text
    assert "Office for National Statistics" in with_ward.text


async def test_a_hidden_place_is_never_named(visitor: httpx.AsyncClient) -> None:
    secret = a_venue(
        HERE,
        name="Refuge House",
        address="9 Secret Street",
        town="Hidden Town",
        postcode="NG2 6AB",
        meeting_point="Back gate",
        getting_there="Second left",
        access="Ring twice",
        access_url="https://refuge.example/way-in",
        features=(Feature.STEP_FREE,),
        hidden=True,
        patterns=(TUESDAYS,),
    )
    other = a_venue(name="The hall", patterns=(SATURDAYS,))
    for venues in ((secret,), (secret, other)):
        key = await an_asset_from(a_listing(venues=venues))
        for ending in ("", "/sessions.ics"):
            page = await visitor.get(f"/community/{key}{ending}")
            assert page.status_code == 200
            for words in (
                "Refuge",
                "Secret",
                "Hidden Town",
                "NG2 6AB",
                "Back gate",
                "Second left",
                "Ring twice",
                "way-in",
            ):
                assert words not in page.text, (words, ending)
            if not ending:
                assert "We tell you the address when you get in touch" in page.text
                assert "Tuesdays 2pm to 4pm" in page.text
                assert "openstreetmap" not in page.text


@pytest.mark.parametrize(
    ("running", "said"),
    [
        (Running.PAUSED, "Paused for a while"),
        (Running.INACTIVE, "Not running"),
        (Running.CLOSED, "Closed for good"),
    ],
)
async def test_what_is_not_running_has_no_next_session(visitor: httpx.AsyncClient, running: Running, said: str) -> None:
    key = await an_asset_from(a_listing(running=running, patterns=(TUESDAYS,)))
    page = await visitor.get(f"/community/{key}")
    assert f"{said}: there are no sessions at the moment" in page.text
    assert "When it happens next" not in page.text
    assert "sessions.ics" not in page.text


@pytest.mark.parametrize(
    ("days", "said", "unsaid"),
    [
        (10, "Checked by a visit on", "ring or write"),
        (200, "It may have changed: ring or write before you go.", "a year or more"),
        (500, "Nobody has made sure of this for a year or more.", "It may have changed"),
    ],
)
async def test_how_long_ago_it_was_checked_is_said(
    visitor: httpx.AsyncClient, days: int, said: str, unsaid: str
) -> None:
    key = await an_asset(checked_at=clock.now() - timedelta(days=days))
    page = await visitor.get(f"/community/{key}")
    assert said in page.text
    assert unsaid not in page.text


async def test_help_in_a_crisis_comes_first(visitor: httpx.AsyncClient) -> None:
    night_line = Pattern(Repeats.WEEKLY, weekdays=tuple(range(7)), opens=0, closes=DAY)
    listing = a_listing(kind=AssetKind.CRISIS, name="Night Line", patterns=(night_line,), delivery=(Delivery.PHONE,))
    page = await visitor.get(f"/community/{await an_asset_from(listing)}")
    assert page.text.index("If you need help now") < page.text.index("<h1")
    assert "By telephone" in page.text
    assert "sessions.ics" not in page.text


async def test_the_address_of_a_merged_listing_leads_on_for_good(visitor: httpx.AsyncClient) -> None:
    kept, other = await an_asset(name="Kept"), await an_asset(name="Other")
    seen = await queries.asset(kept)
    await actions.merge(kept, other, listing=seen.listing, by=SYSTEM)
    for ending in ("", "/sessions.ics", "/flyer-a5.pdf", "/flyer-a4.pdf"):
        answer = await visitor.get(f"/community/{other}{ending}")
        assert answer.status_code == 301
        assert answer.headers["location"] == f"/community/{kept}{ending}"


async def test_a_hidden_listing_is_a_page_for_those_who_may_edit_it_alone(
    visitor: httpx.AsyncClient, client_for: ClientFor
) -> None:
    society = await an_organisation()
    key = await an_asset(name="Not yet", organisation=society, published=False)
    worker = await client_for(Role.LINK_WORKER)
    owner = await client_for(Role.ORGANISATION_EDITOR, organisation=society)
    stranger = await client_for(Role.ORGANISATION_EDITOR, organisation=await an_organisation())
    for ending in ("", "/sessions.ics", "/flyer-a5.pdf"):
        for client in (visitor, stranger):
            assert (await client.get(f"/community/{key}{ending}")).status_code == 404
    for client, links, missing in (
        (worker, (f'href="/directory/{key}"', f'href="/community/{key}/visit"'), ()),
        (owner, (f'href="/my-listings/{key}"',), (f"/community/{key}/visit", "/directory/")),
    ):
        page = await client.get(f"/community/{key}")
        assert page.status_code == 200
        assert "Hidden: only those who edit it see it" in page.text
        for link in links:
            assert link in page.text
        for link in missing:
            assert link not in page.text


async def test_an_address_of_nothing_is_404(visitor: httpx.AsyncClient) -> None:
    for ending in ("", "/sessions.ics", "/flyer-a4.pdf"):
        assert (await visitor.get(f"/community/{uuid4()}{ending}")).status_code == 404


async def test_what_people_wrote_is_only_text(visitor: httpx.AsyncClient) -> None:
    nasty = "<script>alert(1)</script>"
    whole = replace(
        a_whole_listing(),
        name=nasty, what=nasty, first_time=nasty, who_you_meet=nasty, alert=nasty, who_for=nasty, access=nasty,
        when_note=nasty, joining_note=nasty, capacity_note=nasty, cost_note=nasty, safeguarding=nasty,
        venues=(Venue(name=nasty, address=nasty, access=nasty, getting_there=nasty, meeting_point=nasty),),
        contacts=(ContactPerson(nasty, nasty, "", ""),),
    )  # fmt: skip
    page = await visitor.get(f"/community/{await an_asset_from(whole)}")
    assert page.status_code == 200
    assert nasty not in page.text


async def test_the_page_asks_few_questions(visitor: httpx.AsyncClient, client_for: ClientFor) -> None:
    key = await an_asset_from(a_whole_listing())
    for client in (visitor, await client_for(Role.LINK_WORKER)):
        await client.get(f"/community/{key}")
        with count_queries() as counted:
            await client.get(f"/community/{key}")
        assert counted.count <= 12, counted


@pytest.mark.parametrize(
    ("now", "first"),
    [
        # The clocks go back on 25 October 2026 and forward on 28 March 2027: 2pm stays 2pm.
        (datetime(2026, 10, 21, 12, tzinfo=UTC), datetime(2026, 10, 27, 14, tzinfo=UTC)),
        (datetime(2027, 3, 24, 12, tzinfo=UTC), datetime(2027, 3, 30, 13, tzinfo=UTC)),
    ],
)
async def test_times_are_right_across_a_change_of_clocks(
    visitor: httpx.AsyncClient, now: datetime, first: datetime
) -> None:
    key = await an_asset_from(a_listing(patterns=(TUESDAYS,)))
    with clock.at(now):
        page = await visitor.get(f"/community/{key}")
    assert f"<b>{first:%A} {first.day} {first:%B} {first.year}</b>, 2pm to 4pm" in page.text


def a_square(middle: Point, metres: int) -> dict[str, Any]:
    corners = [
        Point.on_grid(middle.easting + x * metres, middle.northing + y * metres)
        for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    ]
    return {"type": "Polygon", "coordinates": [[[one.longitude, one.latitude] for one in corners]]}


async def test_a_drawn_area_is_pictured_and_said(visitor):
    await load_wards(ward_file(a_ward_feature("E05000001", "Abbey", a_square(HERE, 1000))), by=SYSTEM)
    asset = await an_asset_from(
        a_listing(
            name="Fetch & carry",
            covers=(
                Covered("", polygon=a_square(HERE, 900)),
                Covered("Round the <church>", polygon=a_square(HERE, 900)),
                Covered("Abbey and on", polygon=a_square(HERE, 2000)),
                Covered("By codes", ("E05000001",)),
                Covered("One too many", polygon=a_square(Point.on_grid(520_000, 400_000), 900)),
            ),
        )
    )
    page = (await visitor.get(f"/community/{asset}")).text
    assert page.count("Where Fetch &amp; carry comes to</title>") == 2
    assert page.count("It reaches Abbey. North is at the top.</desc>") == 1
    assert page.count("It reaches Abbey, and goes beyond our wards. North is at the top.</desc>") == 1
    assert page.count("<p>It reaches Abbey.</p>") == 2
    assert '<h3 class="nhsuk-heading-s">Round the &lt;church&gt;</h3>' in page
    assert "Contains OS data" in page


async def test_an_area_beyond_every_ward_says_so(visitor):
    asset = await an_asset_from(
        a_listing(covers=(Covered("Far", polygon=a_square(Point.on_grid(520_000, 400_000), 900)),))
    )
    assert "It reaches none of our wards. North is at the top." in (await visitor.get(f"/community/{asset}")).text


async def test_an_area_larger_than_a_county_is_drawn_without_its_wards(visitor):
    asset = await an_asset_from(a_listing(covers=(Covered("The north", polygon=a_square(HERE, 150_000)),)))
    assert "It is larger than a county. North is at the top." in (await visitor.get(f"/community/{asset}")).text


@pytest.mark.parametrize(
    "changes",
    [
        {"venues": (a_venue(HERE, hidden=True),)},
        {"covers": (Covered("Here", polygon=a_square(HERE, 900)), Covered(everywhere=True))},
        {"covers": (Covered("Abbey", ("E05000001",)),)},
    ],
)
async def test_no_area_is_drawn_that_would_show_a_hidden_place_or_is_not_all(visitor, changes):
    drawn = {"covers": (Covered("Here", polygon=a_square(HERE, 900)),)}
    asset = await an_asset_from(a_listing(**(drawn | changes)))
    assert 'id="areas"' not in (await visitor.get(f"/community/{asset}")).text
