"""What is right and wrong about keeping the directory true, as tables and as properties."""

from dataclasses import fields, replace
from datetime import date
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.assets.rules import PLACE_FEATURES, Feature, Way
from livewell.assets.rules.differences import FIELD_LABELS
from livewell.assets.rules.listing import ContactPerson, Listing, Venue
from livewell.upkeep.rules import alike
from livewell.upkeep.rules.coverage import share_step
from livewell.upkeep.rules.freshness import first_month_counted, first_of_month, urgency
from livewell.upkeep.rules.merging import FIELDS, Side, combined, side_by_side
from livewell.upkeep.rules.problems import may_be_danger
from livewell.upkeep.rules.provision import MILE, Offered, much_alike
from livewell.upkeep.rules.visits import (
    HEADINGS,
    SEEN_ON_A_VISIT,
    Also,
    features_of,
    put_in,
)
from tests.factories.assets import a_listing


def test_a_visit_asks_the_four_questions_of_the_paper_form():
    assert HEADINGS == (
        "Who it serves",
        "What it offers",
        "How accessible it is",
        "What they would like from Live Well",
    )


def test_what_a_visit_checks_are_fields_of_a_listing():
    assert {*SEEN_ON_A_VISIT, *(also.value for also in Also)} <= set(FIELD_LABELS)


# ── which comes first ──


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({"used": 9, "days": 300, "open_problems": 0}, {"used": 2, "days": 300, "open_problems": 0}),
        ({"used": 2, "days": 400, "open_problems": 0}, {"used": 2, "days": 300, "open_problems": 0}),
        ({"used": 2, "days": 300, "open_problems": 1}, {"used": 2, "days": 300, "open_problems": 0}),
        ({"used": 0, "days": 10, "open_problems": 3}, {"used": 0, "days": 30, "open_problems": 0}),
        ({"used": 20, "days": 280, "open_problems": 0}, {"used": 0, "days": 3000, "open_problems": 0}),
    ],
)
def test_use_age_and_reports_each_bring_a_listing_forward(first, then):
    assert urgency(**first) > urgency(**then)


numbers = st.integers(0, 2000)


@given(numbers, numbers, numbers)
def test_more_of_anything_is_never_less_urgent_and_nothing_never_counts_as_nothing(used, days, problems):
    now = urgency(used=used, days=days, open_problems=problems)
    assert now >= 1
    assert urgency(used=used + 1, days=days, open_problems=problems) > now
    assert urgency(used=used, days=days + 1, open_problems=problems) > now
    assert urgency(used=used, days=days, open_problems=problems + 1) > now


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 22), date(2025, 12, 1)),
        (date(2026, 12, 31), date(2026, 1, 1)),
        (date(2026, 1, 1), date(2025, 2, 1)),
        (date(2028, 2, 29), date(2027, 3, 1)),
    ],
)
def test_use_counts_for_twelve_months_with_this_one(today, first):
    assert first_month_counted(today) == first


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_year_ago_never_counts_and_eleven_months_ago_always_does(today):
    first = first_month_counted(today)
    assert first.day == 1
    assert first <= first_of_month(today)
    assert (today.year - first.year) * 12 + today.month - first.month == 11


# ── a visit and its listing ──


def test_what_belongs_to_the_building_goes_to_the_building():
    listing = a_listing(
        venues=(Venue(name="Hall"), Venue(name="Other hall", features=(Feature.BUS,))), languages=("en",)
    )
    found = put_in(
        listing,
        serves="Everybody",
        offers="Soup",
        access="Ramp",
        features=(Feature.ALONE, Feature.TOILET, Feature.STEP_FREE),
        languages=("pl",),
        group_size=8,
        cost="£1",
    )
    assert found.venues[0].features == (Feature.STEP_FREE, Feature.TOILET)
    assert found.venues[1] == listing.venues[1]
    assert found.features == (Feature.ALONE,)
    assert (found.who_for, found.what, found.access, found.group_size) == ("Everybody", "Soup", "Ramp", 8)
    assert found.languages == ("en", "pl")
    assert found.name == listing.name


sets_of_features = st.sets(st.sampled_from(Feature)).map(tuple)


@given(sets_of_features, st.booleans())
def test_what_was_ticked_is_ticked_when_the_form_is_opened_again(features, has_place):
    listing = Listing("Soup", a_listing().kind, "Soup", venues=(Venue(name="Hall"),) if has_place else ())
    found = put_in(
        listing, serves="", offers="Soup", access="", features=features, languages=(), group_size=None, cost=""
    )
    assert set(features_of(found)) == set(features)
    if has_place:
        assert not set(found.features) & set(PLACE_FEATURES)


# ── two listings ──


def test_every_part_of_a_listing_is_chosen_in_exactly_one_field():
    parts = [part for field in FIELDS for part in field.parts]
    assert sorted(parts) == sorted(one.name for one in fields(Listing))


LEFT = a_listing(
    name="Soup and company",
    who_for="Everybody",
    website="",
    ways=(Way.CONNECT,),
    contacts=(ContactPerson("Anne", "", "01632 960001"),),
    venues=(Venue(name="Hall", postcode="NG2 6AB"),),
)
RIGHT = a_listing(
    name="Soup & company",
    who_for="Everybody",
    website="https://soup.example",
    ways=(Way.LEARN, Way.CONNECT),
    contacts=(ContactPerson("Anne", "", "01632 960001"), ContactPerson("Bob")),
    venues=(Venue(name="Chapel"),),
)


def test_side_by_side_shows_what_either_says_and_suggests_whichever_speaks():
    rows = {row.name: row for row in side_by_side(LEFT, RIGHT, newer=Side.RIGHT)}
    assert rows["who_for"].same
    assert rows["name"].suggested == "right"
    assert (rows["website"].left, rows["website"].suggested) == ("", "right")
    assert [value for value, _ in rows["ways"].choices] == ["left", "right", "both"]
    assert [value for value, _ in rows["name"].choices] == ["left", "right"]
    assert "first_time" not in rows


@pytest.mark.parametrize(
    ("choices", "field", "value"),
    [
        ({}, "name", "Soup and company"),
        ({"name": Side.RIGHT}, "name", "Soup & company"),
        ({"website": Side.RIGHT}, "website", "https://soup.example"),
        ({"ways": Side.BOTH}, "ways", (Way.CONNECT, Way.LEARN)),
        ({"contacts": Side.BOTH}, "contacts", RIGHT.contacts),
        ({"venues": Side.BOTH}, "venues", (*LEFT.venues, *RIGHT.venues)),
        ({"name": Side.BOTH}, "name", "Soup and company"),
    ],
)
def test_each_field_is_taken_from_the_side_that_was_chosen(choices, field, value):
    assert getattr(combined(LEFT, RIGHT, choices), field) == value


sides = st.dictionaries(st.sampled_from([field.name for field in FIELDS]), st.sampled_from(Side))


@given(sides)
def test_a_merged_listing_says_nothing_that_neither_said(choices):
    made = combined(LEFT, RIGHT, choices)
    for field in fields(Listing):
        mine = getattr(made, field.name)
        left, right = getattr(LEFT, field.name), getattr(RIGHT, field.name)
        assert mine in (left, right) or (isinstance(mine, tuple) and set(mine) == {*left, *right})


@given(sides)
def test_two_alike_make_the_same_whatever_is_chosen(choices):
    assert combined(LEFT, LEFT, choices) == LEFT


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {"metres": 0, "same_phone": True, "same_email": False},
            "Names 82% alike, at the same place, the same phone number",
        ),
        (
            {"metres": 1200, "same_phone": False, "same_email": True},
            "Names 82% alike, 1,200 metres apart, the same email address",
        ),
        ({"metres": None, "same_phone": False, "same_email": False}, "Names 82% alike"),
    ],
)
def test_a_pair_says_why_it_is_shown(facts, said):
    assert alike.in_words(likeness=0.82, **facts) == said


# ── what there is twice ──


def offered(name, east, north=0, *, ward="Abbey", what=("Walking",), asset: UUID | None = None):
    return Offered(asset or uuid4(), name, ward, east, north, what)


def test_two_of_the_same_within_a_mile_of_each_other_are_much_alike():
    (found,) = much_alike(
        [offered("A", 0), offered("B", 1600), offered("C", 9000), offered("D", 100, what=("Singing",))]
    )
    assert (found.what, found.ward, found.count) == ("Walking", "Abbey", 2)
    assert [name for _, name in found.listings] == ["A", "B"]


@pytest.mark.parametrize(
    "those",
    [
        [offered("A", 0), offered("B", 1610)],
        [offered("A", 0), offered("B", 0, what=("Singing",))],
        [offered("A", 0, ward="Abbey"), offered("B", 10, ward="Lutterell")],
        [offered("A", 0)],
        [],
    ],
)
def test_what_is_further_or_different_or_in_another_ward_is_not(those):
    assert much_alike(those) == []


def test_one_listing_at_two_places_is_no_double_of_itself():
    same = uuid4()
    assert much_alike([offered("A", 0, asset=same), offered("A", 10, asset=same)]) == []


places = st.lists(
    st.tuples(st.integers(-5000, 5000), st.integers(-5000, 5000), st.sampled_from(["Walking", "Singing"])), max_size=25
)


@given(places)
def test_squares_find_what_comparing_everybody_with_everybody_finds(spots):
    those = [offered(str(number), east, north, what=(what,)) for number, (east, north, what) in enumerate(spots)]
    wanted = {
        one.id
        for one in those
        for other in those
        if one.id != other.id
        and one.what == other.what
        and (one.easting - other.easting) ** 2 + (one.northing - other.northing) ** 2 <= MILE**2
    }
    assert {identity for found in much_alike(those) for identity, _ in found.listings} == wanted


# ── shades ──


@pytest.mark.parametrize(
    ("part", "whole", "step"), [(0, 0, 0), (0, 9, 0), (1, 100, 1), (3, 9, 2), (6, 9, 3), (8, 9, 3), (9, 9, 4)]
)
def test_a_share_has_a_shade(part, whole, step):
    assert share_step(part, whole, 5) == step


@given(st.integers(1, 500))
def test_more_is_never_paler_and_only_all_is_darkest(whole):
    steps = [share_step(part, whole, 5) for part in range(whole + 1)]
    assert all(before <= after for before, after in pairwise(steps))
    assert steps[0] == 0
    assert [step == 4 for step in steps] == [False] * whole + [True]


def test_a_listing_changed_by_nothing_is_the_same():
    assert replace(LEFT) == combined(LEFT, RIGHT, {})


# ── words about danger ──


@pytest.mark.parametrize(
    "words",
    [
        "My neighbour wants to die",
        "I can’t go on",
        "The man who runs it HITS the children",
        "he touched her",
        "Somebody there threatened to hurt us",
        "She had bruises on both arms",
        "they lock people in",
        "Two of them had a knife",
        "I am afraid to go home",
    ],
)
def test_words_that_may_be_about_danger_are_seen(words):
    assert may_be_danger(words)


@pytest.mark.parametrize(
    "words",
    [
        "It is at 3pm now, not 2pm.",
        "The door at the back is locked on Tuesdays",
        "Anne has left and Bob runs it",
        "Nobody was there",
        "The phone number has a digit wrong",
        "",
    ],
)
def test_ordinary_reports_are_not(words):
    assert not may_be_danger(words)


@given(st.text(max_size=300))
def test_any_text_can_be_asked(words):
    assert may_be_danger(words) in (True, False)
