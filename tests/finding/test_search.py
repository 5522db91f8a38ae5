"""Finding: the same things, in the same order, as somebody who goes through every listing by hand."""

import json
import random
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from geopy.distance import geodesic

from livewell.assets import actions
from livewell.assets.rules import AssetKind, Audience, Capacity, Delivery, Feature, Provenance, Way
from livewell.assets.rules.listing import Covered, Listing
from livewell.assets.rules.occurrences import occurrences
from livewell.assets.rules.times import Calendar, Pattern, Repeats
from livewell.finding import forms, queries
from livewell.finding.queries import CAP, Here, marked, statement
from livewell.finding.queries.places import postcode_in
from livewell.finding.queries.words import understood
from livewell.finding.rules import Asked, Part, Sort, When
from livewell.finding.rules.moments import moments
from livewell.kit import clock
from livewell.kit.actor import SYSTEM
from livewell.kit.clock import LONDON
from livewell.kit.db import count_queries, execute, rows, value
from livewell.kit.geo import Point
from livewell.places import actions as places
from tests.factories.assets import a_listing, a_venue, an_asset_from
from tests.factories.places import a_place_name, a_ward_feature, ward_file
from tests.kit.test_geo import a_postcode

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
HERE = Here(Point.on_grid(458500, 337500), "here", "E05000001", "E07000176")
ROOMY = {None, Capacity.PLACES, Capacity.ASK}
NO_DAYS_OFF = Calendar(frozenset())


def chosen(chance, choices, most=2):
    return tuple(one for one in choices if one in chance.sample(list(choices), chance.randint(0, most)))


def random_pattern(chance):
    opens = chance.randrange(0, 1440, 30)
    closes = opens + chance.randrange(30, 300, 30)
    if chance.random() < 0.3:
        days = tuple(sorted({date(2026, 11, 22) + timedelta(days=chance.randrange(30)) for _ in range(2)}))
        return Pattern(Repeats.ON_DATES, dates=days, opens=opens, closes=closes)
    return Pattern(Repeats.WEEKLY, weekdays=(chance.randrange(7),), opens=opens, closes=closes)


def random_listing(chance, number):
    at_a_place = chance.random() < 0.7
    spots = [
        a_venue(
            Point.on_grid(458500 + chance.randint(-20_000, 20_000), 337500 + chance.randint(-20_000, 20_000)),
            name=f"Hall {number}.{one}",
            features=chosen(chance, (Feature.STEP_FREE, Feature.TOILET)),
        )
        for one in range(chance.randint(1, 2) if at_a_place else 0)
    ]
    delivery = (
        (Delivery.AT_A_PLACE,) if at_a_place else chosen(chance, (Delivery.ONLINE, Delivery.PHONE, Delivery.HOME))
    )
    covers = {
        0: (),
        1: (Covered(codes=("E05000001",)),),
        2: (Covered(codes=("E07000176",)),),
        3: (Covered(codes=("E05099999",)),),
        4: (Covered(everywhere=True),),
    }[chance.randrange(5)]
    minimum = chance.choice([None, 18, 50])
    return a_listing(
        name=f"Fictional Thing {number}",
        what=chance.choice(["Walking by the canal.", "Singing together.", "Walking and singing.", "Tea."]),
        kind=chance.choice(list(AssetKind)),
        ways=chosen(chance, Way),
        features=chosen(chance, (Feature.QUIET, Feature.ALONE)),
        audiences=chosen(chance, (Audience.MEN, Audience.CARERS)),
        delivery=delivery,
        languages=chosen(chance, ("en", "pl")),
        minimum_age=minimum,
        maximum_age=chance.choice([None, 65]),
        free=chance.choice([True, False, None]),
        capacity=chance.choice([None, *Capacity]),
        covers=covers,
        venues=tuple(spots),
        patterns=tuple(random_pattern(chance) for _ in range(chance.randint(0, 2))),
    )


def random_search(chance):
    maybe = lambda one: one if chance.random() < 0.25 else None
    return Asked(
        words=maybe(chance.choice(["walking", "singing", "walking singing"])) or "",
        within=chance.choice([None, 2, 5, 10]),
        when=maybe(chance.choice(list(When))),
        days=(chance.randrange(7),) if chance.random() < 0.15 else (),
        part=maybe(chance.choice(list(Part))),
        kind=chance.choice(list(AssetKind)) if chance.random() < 0.1 else None,
        ways=chosen(chance, Way, 1) if chance.random() < 0.2 else (),
        free=chance.random() < 0.15,
        features=chosen(chance, (Feature.STEP_FREE, Feature.QUIET), 2) if chance.random() < 0.3 else (),
        audience=Audience.MEN if chance.random() < 0.1 else None,
        age=chance.choice([17, 40, 70]) if chance.random() < 0.2 else None,
        language="pl" if chance.random() < 0.1 else "",
        room=chance.random() < 0.15,
        delivery=maybe(chance.choice(list(Delivery))) if chance.random() < 0.5 else None,
    )


def miles_to(place: Point) -> float:
    return geodesic((HERE.point.latitude, HERE.point.longitude), (place.latitude, place.longitude)).miles


def fits(asked: Asked, listing: Listing, features: set[Feature]) -> bool:
    words = {"walking": "walk", "singing": "sing"}
    wanted = [words[word] for word in asked.words.split()]
    return all(
        (
            all(word in listing.what.lower() for word in wanted),
            set(asked.features) <= features,
            asked.kind in (None, listing.kind),
            not asked.ways or bool(set(asked.ways) & set(listing.ways)),
            not asked.free or listing.free is True,
            asked.audience is None or asked.audience in listing.audiences,
            asked.age is None or (listing.minimum_age or 0) <= asked.age <= (listing.maximum_age or 200),
            not asked.language or asked.language in listing.languages,
            not asked.room or listing.capacity in ROOMY,
            asked.delivery is None or asked.delivery in listing.delivery,
            happens(asked, listing),
        )
    )


def happens(asked: Asked, listing: Listing) -> bool:
    """Minute by minute."""
    wanted = moments(asked, NOW)
    if wanted is None:
        return True
    held = occurrences(listing.all_patterns, from_on=date(2026, 11, 15), to_on=date(2027, 2, 10), calendar=NO_DAYS_OFF)
    for one in held:
        if wanted.any_week and one.ends_at <= NOW and one.pattern.repeats is Repeats.ON_DATES:
            continue
        minutes = [
            one.starts_at + timedelta(minutes=n) for n in range(int((one.ends_at - one.starts_at).seconds // 60))
        ]
        for minute in minutes:
            there = minute.astimezone(LONDON)
            of_week = there.weekday() * 1440 + there.hour * 60 + there.minute
            if wanted.any_week and any(a <= of_week < b for a, b in wanted.slots):
                return True
            if any(a <= minute < b for a, b in wanted.spans):
                return True
    return False


def by_hand(asked: Asked, listings: dict[UUID, Listing]) -> dict[UUID, float | None]:
    """Every thing that fits, with the miles to its nearest place that does; None for what comes to people."""
    found: dict[UUID, float | None] = {}
    for id_, listing in listings.items():
        reaches = set(listing.delivery) & {Delivery.ONLINE, Delivery.PHONE, Delivery.HOME}
        codes = {code for one in listing.covers for code in one.codes}
        everywhere = any(one.everywhere for one in listing.covers)
        said_nothing = not codes and not everywhere
        near = [
            miles_to(Point(*venue.point))
            for venue in listing.venues
            if fits(asked, listing, set(listing.features) | set(venue.features))
        ]
        near = [miles for miles in near if miles <= (asked.within or 60)]
        if near:
            found[id_] = min(near)
            continue
        features = [set(listing.features) | set(venue.features) for venue in listing.venues] or [set(listing.features)]
        comes = not listing.venues or bool(reaches)
        covered = (
            bool(codes & set(HERE.codes))
            or everywhere
            or (said_nothing and bool(reaches & {Delivery.ONLINE, Delivery.PHONE}))
        )
        if comes and covered and any(fits(asked, listing, one) for one in features):
            found[id_] = None
    return found


@pytest.mark.parametrize("seed", range(4))
async def test_every_search_finds_what_somebody_finds_by_hand(seed):
    chance = random.Random(seed)
    with clock.at(NOW):
        listings = {}
        for number in range(60):
            listing = random_listing(chance, number)
            listings[await an_asset_from(listing)] = listing
        some = 0
        for _ in range(80):
            asked = random_search(chance)
            expected = by_hand(asked, listings)
            found = await queries.find(asked, here=HERE)
            if found.loosely:
                assert not expected
                continue
            assert {one.asset for one in found.all} == set(expected), asked
            for one in found.all:
                if expected[one.asset] is None:
                    assert one.miles is None
                    continue
                assert one.miles == pytest.approx(expected[one.asset], rel=0.001, abs=0.01)
            miles = [expected[one.asset] for one in found.all]
            placed = [one for one in miles if one is not None]
            assert miles == placed + [None] * (len(miles) - len(placed))
            assert all(one <= other * 1.001 + 0.01 for one, other in pairwise(placed))
            assert (await queries.how_many([asked.but(place="here")], here=HERE)) == [len(expected)]
            some += bool(expected)
        assert some > 20


async def test_counts_are_what_each_choice_would_give():
    chance = random.Random(99)
    with clock.at(NOW):
        for number in range(60):
            await an_asset_from(random_listing(chance, number))
        for asked in (Asked(), Asked(kind=AssetKind.GROUP), Asked(free=True, ways=(Way.CONNECT,)), Asked(room=True)):
            counts = (await queries.find(asked, here=HERE)).counts
            for kind, count in counts.kinds.items():
                assert (await queries.find(asked.but(kind=AssetKind(kind)), here=HERE)).total == count
            for way, count in counts.ways.items():
                more = tuple(one for one in Way if one.value == way or one in asked.ways)
                assert asked.ways == more or (await queries.find(asked.but(ways=more), here=HERE)).total == count
            for feature, count in counts.features.items():
                with_it = asked.but(features=(Feature(feature),))
                assert (await queries.find(with_it, here=HERE)).total == count
            assert (await queries.find(asked.but(free=True), here=HERE)).total == counts.free


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_is_chosen_next_leaves_as_many_as_it_said(seed):
    chance = random.Random(700 + seed)
    with clock.at(NOW):
        for number in range(40):
            await an_asset_from(random_listing(chance, number))
        followed = 0
        for _ in range(6):
            asked = random_search(chance)
            found = await queries.find(asked, here=HERE)
            for _title, each in forms.facets(asked, found.counts):
                for one in chance.sample(each, min(len(each), 2)):
                    if not one.chosen and found.all:
                        then = await queries.find(one.asked, here=HERE)
                        assert (one.label, then.total) == (one.label, one.count), asked
                        followed += 1
        assert followed > 5


async def test_a_drawn_area_counts_where_it_is_and_not_where_its_box_is():
    here = HERE.point
    west, south = here.longitude - 0.1, here.latitude - 0.1
    corner = [[west, south], [west + 0.12, south], [west, south + 0.12], [west, south]]
    whole = [[west, south], [west + 0.3, south], [west + 0.3, south + 0.3], [west, south + 0.3], [west, south]]
    home = (Delivery.HOME,)
    inside = a_listing(delivery=home, covers=(Covered(name="a", polygon={"type": "Polygon", "coordinates": [whole]}),))
    outside = a_listing(
        delivery=home, covers=(Covered(name="b", polygon={"type": "Polygon", "coordinates": [corner]}),)
    )
    there = await an_asset_from(inside)
    await an_asset_from(outside)
    found = await queries.find(Asked(), here=HERE)
    assert [one.asset for one in found.all] == [there]
    (shown,) = (await queries.shown(found))[1]
    assert shown.why == "Covers where you are, in people’s homes"


async def test_a_search_is_one_statement_and_its_page_two():
    await an_asset_from(a_listing(venues=(a_venue(HERE.point),)))
    await marked.Remembered.again()
    with count_queries() as counted:
        found = await queries.find(Asked(), here=HERE)
    assert sum("search_row" in sql for sql, _ in counted.ran) == 1
    with count_queries() as counted:
        await queries.shown(found)
    assert counted.count == 1


@pytest.mark.parametrize("asked", [Asked(kind=AssetKind.GROUP), Asked(free=True, room=True), Asked(language="pl")])
async def test_what_else_could_be_chosen_is_counted_in_the_same_statement(asked):
    for kind in (AssetKind.GROUP, AssetKind.CLUB):
        await an_asset_from(a_listing(kind=kind, languages=("pl",), venues=(a_venue(HERE.point),)))
    with count_queries() as counted:
        found = await queries.find(asked, here=HERE)
    assert sum("search_row" in sql for sql, _ in counted.ran) == 1
    assert found.counts.kinds == ({"group": 1, "club": 1} if not asked.free else found.counts.kinds)


async def test_choices_are_right_where_there_is_too_much_to_choose_from(monkeypatch):
    monkeypatch.setattr(statement, "CAP", 3)
    monkeypatch.setitem(statement.MOST, "near", 3)
    for number in range(5):
        await an_asset_from(a_listing(kind=AssetKind.GROUP, venues=(a_venue(Point.on_grid(458500 + number, 337500)),)))
    club = await an_asset_from(a_listing(kind=AssetKind.CLUB, venues=(a_venue(Point.on_grid(459500, 337500)),)))
    found = await queries.find(Asked(kind=AssetKind.CLUB), here=HERE)
    assert [one.asset for one in found.all] == [club]
    assert not found.capped
    assert found.counts.kinds == {"group": 3}


@pytest.mark.parametrize(
    ("bound", "common"),
    [
        ("LOOKED_AT", {"venues": (a_venue(HERE.point),)}),
        ("COMPARED", {"venues": (), "delivery": (Delivery.PHONE,), "covers": (Covered(everywhere=True),)}),
        ("COVER_COMPARED", {"venues": (), "delivery": (Delivery.HOME,), "covers": (Covered(codes=HERE.codes[:1]),)}),
    ],
)
async def test_it_is_said_when_something_rare_may_be_missing(monkeypatch, bound, common):
    for _ in range(6):
        await an_asset_from(a_listing(**common))
    rare = Asked(language="pl")
    found = await queries.find(rare, here=HERE)
    assert (found.total, found.partial) == (0, False)
    monkeypatch.setattr(statement, bound, 6)
    assert (await queries.find(rare, here=HERE)).partial
    assert (await queries.find(Asked(), here=HERE)).total == 5


async def test_it_is_said_when_not_all_that_comes_to_people_is_here(monkeypatch):
    for _ in range(3):
        await an_asset_from(a_listing(delivery=(Delivery.PHONE,), covers=(Covered(everywhere=True),), venues=()))
    assert not (await queries.find(Asked(), here=HERE)).partial
    monkeypatch.setattr(statement, "FOR_EVERYBODY", 2)
    monkeypatch.setitem(statement.MOST, "everywhere", 2)
    found = await queries.find(Asked(), here=HERE)
    assert (found.total, found.partial, found.capped) == (2, True, False)


async def test_one_plan_serves_every_search_of_its_kind():
    await an_asset_from(a_listing(venues=(a_venue(HERE.point),)))
    statements = []
    for asked in (Asked(words="walk", within=2), Asked(words="choir", within=5)):
        with count_queries() as counted:
            await queries.find(asked, here=HERE)
        statements += [sql for sql in counted.statements if "search_row" in sql]
    assert len(set(statements)) == 1


async def test_nothing_is_looked_at_beyond_the_cap():
    one = a_listing(venues=(a_venue(HERE.point),))
    await actions.add_many(
        [actions.NewListing(uuid4(), one, None) for _ in range(CAP + 20)], source=Provenance.IMPORTED, by=SYSTEM
    )
    found = await queries.find(Asked(), here=HERE)
    assert found.capped
    assert found.total == CAP
    anywhere = await queries.find(Asked())
    assert anywhere.capped


async def test_words_that_mean_the_same_and_words_spelt_wrong():
    await an_asset_from(a_listing(name="Canal strollers", what="Walking gently."))
    await an_asset_from(a_listing(name="Knit and natter", what="Knitting in company."))
    assert (await understood("knitng")).instead in {"knit", "knitting"}
    assert (await understood("walks")).instead == ""
    assert (await understood("qqqqqq")).instead == ""
    assert (await understood("the")).only_small
    lonely = await queries.find(Asked(words="lonely"))
    assert lonely.total == 1
    wrong = await queries.find(Asked(words="wlaking strolers"))
    assert wrong.total == 1
    some = await queries.find(Asked(words="knitting walking"))
    assert some.loosely
    assert some.total == 2


async def test_a_whole_word_is_not_the_beginning_of_others():
    await an_asset_from(a_listing(name="Ukulele for all", what="Come and strum."))
    await an_asset_from(a_listing(name="Ukulelemakers", what="They make them."))
    for words, found in (("ukulele", 1), ("ukulelem", 1), ("uku", 2)):
        answer = await queries.find(Asked(words=words, as_typed=True))
        assert answer.total == found, words


@pytest.mark.parametrize("sort", Sort)
async def test_every_order_has_everything(sort):
    with clock.at(NOW):
        for number in range(5):
            await an_asset_from(random_listing(random.Random(number), number))
        asked = Asked(words="walking singing tea", sort=sort)
        assert len((await queries.find(asked, here=HERE)).all) == len(
            (await queries.find(asked.but(sort=None), here=HERE)).all
        )


async def test_the_soonest_come_first():
    with clock.at(NOW):
        late = Pattern(Repeats.WEEKLY, weekdays=(4,), opens=600, closes=660)
        soon = Pattern(Repeats.WEEKLY, weekdays=(0,), opens=600, closes=660)
        for name, pattern in (("Late", late), ("Soon", soon)):
            await an_asset_from(a_listing(name=name, patterns=(pattern,), venues=(a_venue(HERE.point),)))
        found = await queries.find(Asked(sort=Sort.SOONEST), here=HERE)
        assert [one.asset.name for one in (await queries.shown(found))[1]] == ["Soon", "Late"]


async def test_what_was_next_and_has_begun_makes_way_for_what_is_next_now():
    """Rows are made now and then: between, a time begins and is over, and the next one comes."""
    hours = {"Mondays": (0, 600), "Tuesdays": (1, 600), "Mondays, later": (0, 720)}
    with clock.at(NOW):
        for name, (weekday, opens) in hours.items():
            pattern = Pattern(Repeats.WEEKLY, weekdays=(weekday,), opens=opens, closes=opens + 60)
            await an_asset_from(a_listing(name=name, patterns=(pattern,), venues=(a_venue(HERE.point),)))
    for now, expected in (
        (
            "2026-11-23T10:30",
            ["Mondays: on now", "Mondays, later: next today at midday", "Tuesdays: next tomorrow at 10am"],
        ),
        (
            "2026-11-23T11:30",
            [
                "Mondays, later: next today at midday",
                "Tuesdays: next tomorrow at 10am",
                "Mondays: next on Monday 30 November at 10am",
            ],
        ),
    ):
        with clock.at(datetime.fromisoformat(now).replace(tzinfo=LONDON)):
            found = await queries.find(Asked(sort=Sort.SOONEST), here=HERE)
            said = [f"{one.asset.name}: {one.why.rsplit(' · ', 1)[1]}" for one in (await queries.shown(found))[1]]
            assert said == expected


async def test_a_choice_beside_what_has_some_of_the_words_says_what_it_leaves():
    """No café has both words; the activities that have both are all that is left when activities are chosen instead."""
    for kind, what in (
        (AssetKind.CAFE, "Quiet."),
        (AssetKind.ACTIVITY, "A quiet swim."),
        (AssetKind.ACTIVITY, "Quiet."),
        (AssetKind.GROUP, "We swim."),
    ):
        await an_asset_from(a_listing(name="Fictional", kind=kind, what=what, venues=(a_venue(HERE.point),)))
    asked = Asked(words="quiet swim", kind=AssetKind.CAFE)
    for here in (HERE, None):
        found = await queries.find(asked, here=here)
        assert found.loosely
        assert found.counts.kinds == {"cafe": 1, "activity": 1, "group": 1}
        for kind, count in found.counts.kinds.items():
            assert (await queries.find(asked.but(kind=AssetKind(kind)), here=here)).total == count


async def test_what_stands_before_everything_is_in_no_count():
    await an_asset_from(a_listing(name="Night line", what="Crisis support.", kind=AssetKind.CRISIS))
    await an_asset_from(a_listing(name="After a crisis", kind=AssetKind.GROUP))
    found = await queries.find(Asked(words="crisis"))
    assert (len(found.urgent), found.total, found.counts.kinds) == (1, 1, {"group": 1})


async def test_urgent_support_is_found_beside_the_rest():
    await an_asset_from(a_listing(name="Night line", kind=AssetKind.CRISIS, delivery=(Delivery.PHONE,)))
    found = await queries.find(Asked(words="suicidal"), here=HERE)
    assert [one.asset.name for one in (await queries.shown(found))[0]] == ["Night line"]


@pytest.mark.parametrize("here", [None, HERE])
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("suicide", "Night line"),
        ("feeling suicidal tonight", "Night line"),
        ("domestic abuse", "Safe at Home"),
        ("sexual abuse", "Safe at Home"),
        ("suicidal, and nowhere to sleep", "Roof Tonight"),
    ],
)
async def test_urgent_support_that_says_what_was_typed_comes_first(here, typed, first):
    for name, what, where in (
        ("Safe at Home", "Domestic abuse: somebody to turn to.", ()),
        ("Another Ear", "Any emergency.", ()),
        ("Night line", "When you think of suicide.", ()),
        ("Roof Tonight", "Suicidal, with nowhere to sleep?", (a_venue(HERE.point),)),
    ):
        delivery = Delivery.AT_A_PLACE if where else Delivery.PHONE
        await an_asset_from(
            a_listing(name=name, what=what, kind=AssetKind.CRISIS, delivery=(delivery,), venues=where, ways=())
        )
    found = (await queries.shown(await queries.find(Asked(words=typed), here=here)))[0]
    assert found[0].asset.name == first
    assert len(found) == 4


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("suicidal", {"Samaritans", "NHS 111"}),
        ("I want to die", {"Samaritans", "NHS 111"}),
        ("cant cope", {"Samaritans", "NHS 111"}),
        ("kill myself", {"Samaritans", "NHS 111"}),
        ("he hits me", {"Refuge"}),
        ("my husband is abusive", {"Refuge"}),
        ("nowhere to sleep", {"Open Door"}),
        ("being evicted", {"Open Door"}),
    ],
)
async def test_who_helps_with_what_somebody_cries_out_comes_first(typed, first):
    for name, what in (
        ("Refuge", "Free and confidential help for people living with domestic abuse."),
        ("Samaritans", "Somebody to talk to, day or night, about anything that is getting to you."),
        ("Open Door", "Rooms for people who are homeless."),
        ("NHS 111", "Urgent mental health help."),
    ):
        await an_asset_from(a_listing(name=name, what=what, kind=AssetKind.CRISIS, delivery=(Delivery.PHONE,)))
    for here in (HERE, None):
        urgent, _ = await queries.shown(await queries.find(Asked(words=typed), here=here))
        assert {one.asset.name for one in urgent[: len(first)]} == first
        assert len(urgent) == 4


async def test_urgent_support_at_a_place_is_not_said_to_be_everywhere():
    await an_asset_from(a_listing(name="Room", kind=AssetKind.CRISIS, venues=(a_venue(HERE.point),)))
    (one,), _ = await queries.shown(await queries.find(Asked(words="suicidal")))
    assert one.why == ""


async def test_urgent_support_says_nothing_of_itself_that_is_not_so():
    line = a_listing(
        name="Night line", kind=AssetKind.CRISIS, delivery=(Delivery.PHONE,), minimum_age=18, languages=("en",)
    )
    await an_asset_from(line)
    asked = Asked(words="suicidal", age=10, language="pl", audience=Audience.CARERS, need="low_mood", free=True)
    (one,), _ = await queries.shown(await queries.find(asked), terms={"low_mood": "Low mood"})
    assert one.why == "By telephone"


async def test_urgent_support_is_at_most_a_few():
    for number in range(statement.URGENT + 2):
        await an_asset_from(a_listing(name=f"Line {number}", kind=AssetKind.CRISIS, delivery=(Delivery.PHONE,)))
    assert len((await queries.find(Asked(words="suicide"), here=HERE)).urgent) == statement.URGENT


async def test_where_somebody_looks_from():
    await execute(
        "INSERT INTO place_name (id, name, plain_name, kind, easting, northing, latitude, longitude, loaded_at)"
        " VALUES (gen_random_uuid(), 'Ruddington', 'ruddington', 'village', 457300, 333000, 52.891, -1.150, now())"
    )
    assert (await queries.where_is("")).here is None
    named = await queries.where_is("ruddington")
    assert named.here.label == "Ruddington"
    square = await queries.where_is("52.8912, -1.1503")
    assert square.here.label == "where you are"
    assert (square.here.point.easting % 100, square.here.point.northing % 100) == (50, 50)
    assert "do not know where you are" in (await queries.where_is("Near me")).problem
    assert "could not find" in (await queries.where_is("Atlantis")).problem
    assert "not in England" in (await queries.where_is("0.0, 0.0")).problem
    assert "do not know the postcode" in (await queries.where_is("NG2 6ZZ")).problem


@pytest.mark.parametrize(
    ("typed", "label", "note"),
    [
        ("NG12 5AA", "NG12 5AA", ""),
        ("ng125aa.", "NG12 5AA", ""),
        # A letter where there can only be a digit, or the other way round.
        ("NGI2 5AA", "NG12 5AA", ""),
        ("NGl2 SAA", "NG12 5AA", ""),
        # Of an address its postcode, or what in it is a place.
        ("4 Park Road, Ruddington NG12 5AA", "NG12 5AA", ""),
        ("4 Park Road, Ruddington", "Ruddington", ""),
        ("Ruddington, Nottinghamshire", "Ruddington", ""),
        ("Ruddington NG99 9ZZ", "Ruddington", ""),
        ("4 Park Road, NG99 9ZZ", None, ""),
        # What was only nearly right is said.
        ("Rudington", "Ruddington", "We took “Rudington” for Ruddington"),
        ("rudd", "Ruddington", ""),
    ],
)
async def test_a_place_is_found_in_what_people_write(typed, label, note):
    await a_place_name("Ruddington", kind="village", easting=457300, northing=333000)
    await a_postcode("NG12 5AA", 462000, 331000)
    looked = await queries.where_is(typed)
    assert (looked.here and looked.here.label) == label
    assert looked.note == note
    assert bool(looked.problem) is (label is None)


@pytest.mark.parametrize(
    ("typed", "read"), [("Bisley", "Bisley"), ("NG2 O", "NG2 O"), ("OX1 2AB", "OX1 2AB"), ("0XI ZA8", "OX1 2AB")]
)
def test_a_name_is_not_taken_for_a_postcode(typed, read):
    assert postcode_in(typed) == read


async def test_of_several_places_with_a_name_it_is_said_which_was_taken(visitor):
    await a_place_name("Newton", kind="village", easting=458600, northing=337000)
    await a_place_name("Newton", kind="other", easting=470500, northing=339900)
    # Nothing tells them apart before wards do.
    assert (await queries.where_is("newton")).note == ""
    for code, name, easting, northing in (
        ("E05000001", "Abbey", 458600, 337000),
        ("E05000002", "Moor", 470500, 339900),
    ):
        at = Point.on_grid(easting, northing)
        west, east, south, north = at.longitude - 0.01, at.longitude + 0.01, at.latitude - 0.01, at.latitude + 0.01
        square = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        feature = a_ward_feature(code, name, {"type": "Polygon", "coordinates": [square]})
        await places.load_wards(json.dumps(ward_file(feature)).encode(), by=SYSTEM)
    said = (await queries.where_is("newton")).note
    assert said.startswith("This is Newton in Abbey. There is another Newton in Moor: ")
    assert f"{said}." in (await visitor.get("/community?place=newton")).text


async def test_villages_of_one_name_are_told_apart_by_their_districts_and_the_other_is_offered(visitor):
    file = (
        b"name,kind,easting,northing,district\n"
        b"Sutton,village,476300,337700,Rushcliffe\nSutton,village,468100,384900,Bassetlaw\n"
    )
    await places.load_place_names(file, by=SYSTEM)
    looked = await queries.where_is("Church Lane, sutton, rushcliffe")
    assert (looked.here.label, looked.note) == ("Sutton (Rushcliffe)", "This is Sutton in Rushcliffe")
    assert looked.instead == ("Sutton (Bassetlaw)",)
    page = (await visitor.get("/community?place=Sutton+(Rushcliffe)&q=walk")).text
    assert "Looking from Sutton (Rushcliffe)" in page
    assert "Not that one?" not in page
    page = (await visitor.get("/community?place=sutton&q=walk")).text
    assert "This is Sutton in Bassetlaw." in page
    assert "Not that one?" in page
    assert 'href="/community?q=walk&amp;place=Sutton+%28Rushcliffe%29"' in page


async def test_a_name_that_is_far_off_is_not_assumed_and_the_near_one_is_offered(visitor):
    await a_place_name("Bingham", kind="town")
    looked = await queries.where_is("Birmingham")
    assert (looked.here, looked.instead) == (None, ("Bingham",))
    page = (await visitor.get("/community?place=Birmingham")).text
    assert "We do not know Birmingham. We know Bingham." in page
    assert "<p>Look from <a" in page
    assert 'href="/community?place=Bingham"' in page


async def test_a_name_of_one_place_needs_no_more_words():
    await a_place_name("Newton", kind="village", easting=458600, northing=337000)
    await a_place_name("Newton", kind="ward", easting=470500, northing=339900)
    await a_place_name("Newton", kind="other", easting=458700, northing=337000)
    assert (await queries.where_is("newton")).note == ""


@pytest.mark.parametrize(
    "typed", ["EH1 1AA", "g1 1aa", "CF10 1AA", "BT1 1AA", "SA1", "NP20 1AA", "IM1 1AA", "LL13", "ZE1 0AA"]
)
async def test_a_postcode_beyond_england_is_said_to_be_one(typed):
    problem = (await queries.where_is(typed)).problem
    assert "We know of nothing outside England" in problem
    assert "may be new" not in problem


@pytest.mark.parametrize(
    "typed", ["NG2 6ZZ", "TD15 1AA", "SY1 1AA", "CH1 1AA", "HR1 1AA", "NP16 7AA", "GL1 1AA", "LD7 1AA"]
)
async def test_a_postcode_that_may_be_in_england_may_be_new(typed):
    assert "It may be new" in (await queries.where_is(typed)).problem


async def test_completion_goes_on_with_words_and_names():
    await an_asset_from(a_listing(name="Gardeners of Fictown", what="Gardening, gates and garlands."))
    assert "gardening" in await queries.completions("gard")
    assert "Gardeners of Fictown" in await queries.completions("gardeners of")
    assert "tea gardening" in await queries.completions("tea gard")
    assert await queries.completions("g") == []
    assert await queries.completions("%_") == []


async def test_indexes_are_walked_and_not_the_table():
    plan = await rows("EXPLAIN SELECT 1 FROM search_row WHERE kind = 11 ORDER BY trust DESC, id LIMIT 1")
    assert plan
    assert await value("SELECT count(*) FROM pg_indexes WHERE indexname LIKE 'search_row_%'") >= 8
