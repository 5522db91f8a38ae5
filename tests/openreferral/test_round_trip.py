"""Any listing our forms can make is right by the schemas, and comes back as it went."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livewell.assets.rules import (
    LANGUAGES,
    PLACE_FEATURES,
    AssetKind,
    Audience,
    Capacity,
    Delivery,
    Feature,
    Joining,
    Running,
    Way,
)
from livewell.assets.rules.listing import ContactPerson, Cost, Covered, Listing, Venue, as_json, from_json
from livewell.assets.rules.times import Pattern, Repeats
from livewell.openreferral.rules.comparing import COMPARED, merged, same, written
from livewell.openreferral.rules.envelope import without_empty
from livewell.openreferral.rules.inward import Heard, understand
from livewell.openreferral.rules.outward import OrganizationSaid, Published, service_document
from livewell.openreferral.rules.taxonomies import TaxonomyTerm, catalogue
from tests.openreferral.conftest import CHOIR, REFUGE, TODAY, WALK

CATALOGUE = catalogue(
    [TaxonomyTerm("company", "Company", "Being with other people."), TaxonomyTerm("money", "Money", "")],
    [TaxonomyTerm("walking", "Walking", "", ""), TaxonomyTerm("nordic", "Nordic walking", "", "walking")],
    {"loneliness": ("needs", "company")},
)
FEED = UUID(int=7)
NOW = datetime(2026, 11, 22, 9, 30, 1, 123456, tzinfo=UTC)

words = st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), max_size=60).map(
    lambda text: " ".join(text.split())
)
said = words.filter(bool)
minutes = st.integers(0, 1439)


def some(enum):
    return st.lists(st.sampled_from(list(enum)), unique=True, max_size=4).map(
        lambda chosen: tuple(one for one in enum if one in chosen)
    )


@st.composite
def patterns(draw):
    opens = draw(minutes)
    closes = opens + draw(st.integers(5, 600))
    kind = draw(st.sampled_from(["weekly", "monthly", "dates", "arranged"]))
    if kind == "arranged":
        return Pattern(Repeats.BY_ARRANGEMENT, note=draw(words))
    if kind == "dates":
        days = draw(st.lists(st.integers(0, 300), min_size=1, max_size=3, unique=True))
        return Pattern(
            Repeats.ON_DATES, dates=tuple(TODAY + timedelta(day) for day in sorted(days)), opens=opens, closes=closes
        )
    weekdays = tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1, max_size=3))))
    if kind == "weekly":
        return Pattern(Repeats.WEEKLY, weekdays, opens=opens, closes=closes, term_time=draw(st.booleans()))
    return Pattern(
        Repeats.MONTHLY_BY_WEEKDAY, weekdays, nth=(draw(st.sampled_from([1, 2, 3, 4, -1])),), opens=opens, closes=closes
    )


emails = st.sampled_from(["", "post@group.example", "a.b@club.example"])
phones = st.sampled_from(["", "01632 960123", "+44 7700 900123", "07700 900 123"])
sites = st.sampled_from(
    [
        "",
        "https://group.example",
        "http://group.example/a b?c=d é",
        "www.group.example",
        "nonsense",
        "javascript:alert(1)",
    ]
)
postcodes = st.sampled_from(["", "NG13 8AA", "NG2 6AB"])
points = st.none() | st.just((470_500, 339_900, 52.9515, -0.9518))
squares = st.just({"type": "Polygon", "coordinates": [[[-1.0, 52.9], [-0.9, 52.9], [-0.9, 53.0], [-1.0, 52.9]]]})
venues = st.builds(
    Venue,
    name=words, address=words, town=words, county=words, postcode=postcodes, point=points,
    features=some(PLACE_FEATURES), access=words, access_url=sites, getting_there=words, meeting_point=words,
    hidden=st.booleans(), patterns=st.lists(patterns(), max_size=2).map(tuple),
)  # fmt: skip
listings = st.builds(
    Listing,
    name=said, kind=st.sampled_from(AssetKind), what=said, first_time=words, who_you_meet=words,
    venues=st.lists(venues, max_size=2).map(tuple), patterns=st.lists(patterns(), max_size=2).map(tuple), when_note=words,
    delivery=some(Delivery), who_for=words, audiences=some(Audience),
    minimum_age=st.none() | st.integers(0, 60), maximum_age=st.none() | st.integers(61, 120),
    needs=st.sampled_from([(), ("company",), ("company", "money")]), activities=st.sampled_from([(), ("nordic",)]),
    ways=some(Way), languages=some(LANGUAGES), features=some(Feature), access=words, free=st.none() | st.booleans(),
    costs=st.lists(st.builds(Cost, words, st.none() | st.decimals(0, 9999, places=2), words), max_size=2).map(tuple),
    cost_note=words, joining=st.none() | st.sampled_from(Joining), joining_note=words,
    capacity=st.none() | st.sampled_from(Capacity), places_left=st.none() | st.integers(0, 99), capacity_note=words,
    group_size=st.none() | st.integers(1, 99), safeguarding=words,
    covers=st.lists(st.builds(Covered, words, st.sampled_from([(), ("E05009999",), ("E05009999", "E07000176")]),
                              st.none() | squares, st.booleans()), max_size=2).map(tuple),
    contacts=st.lists(st.builds(ContactPerson, words, words, phones, emails, st.booleans()), max_size=3).map(tuple),
    website=sites, alert=words, running=st.sampled_from(Running),
)  # fmt: skip


def published(listing: Listing, organization: OrganizationSaid | None = None, at=None, **more) -> Published:
    at = at or tuple((UUID(int=100 + n), UUID(int=200 + n)) for n in range(len(listing.venues)))
    return Published(UUID(int=1), listing, organization, at, NOW, **more)


def out(listing: Listing, **more):
    return without_empty(json.loads(json.dumps(service_document(published(listing, **more), CATALOGUE))))


def back(document) -> Heard:
    return understand(document, feed=FEED, catalogue=CATALOGUE, today=TODAY)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(listing=listings, name=said, email=emails, site=sites)
def test_any_listing_of_our_forms_is_right_by_the_schemas(judge, listing, name, email, site):
    organization = OrganizationSaid(uuid4(), name, email=email, website=site, charity_number="1234567")
    document = out(listing, organization=organization, assured_on=date(2026, 11, 3), assurer_email=email)
    assert judge.faults("service", document) == []


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(listing=listings)
def test_what_went_out_comes_in_and_goes_out_the_same(listing):
    first = out(listing)
    heard = back(first)
    at = tuple(
        (UUID(one["id"]), UUID(one["location"]["id"]))
        for one in first.get("service_at_locations", ())
        if set(one["location"]) - {"id", "location_type"} or "description" in one
    )
    if len(at) == len(heard.listing.venues) == len(first.get("service_at_locations", ())):
        again = out(heard.listing, at=at, beside=heard.beside)
        third = out(back(again).listing, at=at)
        assert again == third


@pytest.mark.parametrize("listing", [WALK, CHOIR])
def test_everything_but_what_is_private_comes_back(listing):
    heard = back(out(listing)).listing
    shown = replace(
        listing,
        contacts=tuple(one for one in listing.contacts if one.shown),
        # Degrees go out, and the grid is worked out of them again to a few metres.
        venues=tuple(replace(venue, point=None) for venue in listing.venues),
    )
    assert [name for name in COMPARED if not same(name, shown, heard)] == []


def test_a_hidden_place_stays():
    assert back(out(REFUGE)).listing.venues == ()


@settings(max_examples=60, deadline=None)
@given(listing=listings)
def test_what_is_written_down_reads_back_like_any_listing(listing):
    assert from_json(json.loads(written(listing))) == from_json(json.loads(json.dumps(as_json(listing))))


def test_what_a_directory_changed_is_taken_and_what_was_changed_here_stays():
    before = replace(WALK, contacts=WALK.contacts[:1])
    came = replace(before, what="A longer walk.", alert="New alert", cost_note="Two pounds.")
    ours = replace(before, what="Our own words.", cost_note="Two pounds.")
    done = merged(before=before, came=came, ours=ours)
    assert (done.taken, done.kept) == (("alert",), ("what",))
    assert (done.listing.what, done.listing.alert) == ("Our own words.", "New alert")
    assert done.wanted.what == "A longer walk."
    same_again = merged(before=before, came=before, ours=ours)
    assert (same_again.listing, same_again.wanted, same_again.taken) == (ours, None, ())


@settings(max_examples=60, deadline=None)
@given(before=listings, came=listings, ours=listings)
def test_no_field_that_was_changed_here_is_ever_written_over(before, came, ours):
    done = merged(before=before, came=came, ours=ours)
    for name in COMPARED:
        if not same(name, before, ours):
            assert same(name, done.listing, ours)
        elif not same(name, before, came):
            assert same(name, done.listing, came)


MEANING = ("name", "description", "url", "email", "status", "minimum_age", "maximum_age", "assured_date", "assurer_email",
           "alert", "accreditations")  # fmt: skip


def test_the_official_example_comes_back_out_equal_in_meaning(judge):
    example = judge.examples["service_full"]
    # Its addresses are all example.com, which real feeds write where they have none.
    example = json.loads(json.dumps(example).replace("http://example.com", "https://counsel.example"))
    heard = back(example)
    assert str(heard.id) == example["id"]
    organization = heard.organization
    assert (organization.name, organization.company_number) == ("Example Organization Inc.", "1234567")
    told = OrganizationSaid(organization.id, organization.name, organization.what, organization.email, organization.phone,
                            organization.website, organization.charity_number, organization.company_number,
                            beside=organization.beside)  # fmt: skip
    again = out(heard.listing, organization=told, beside=heard.beside, at=((uuid4(), uuid4()),))
    assert judge.faults("service", again) == []
    assert {name: again.get(name) for name in MEANING} == {
        name: example.get(name).strip() if isinstance(example.get(name), str) else example.get(name) for name in MEANING
    }
    assert again["organization"]["website"] == example["organization"]["website"]
    assert again["organization"]["organization_identifiers"][0]["identifier"] == "1234567"
    assert again["contacts"][0]["name"] == "Ann Persona"
    assert again["contacts"][0]["title"] == "Reception Manager"
    assert again["cost_options"][0]["amount"] == 35
    assert again["funding"] == example["funding"]
    assert again["attributes"][-1]["taxonomy_term"]["id"] == example["attributes"][0]["taxonomy_term"]["id"]
    place = again["service_at_locations"][0]["location"]
    assert place["name"] == "MyCity Civic Center"
    assert place["addresses"][0]["address_1"] == "1-30 Main Street"
    assert "latitude" not in place  # A hundred degrees north is nowhere.
    assert again["service_areas"][0]["name"].startswith("The service is available to all residents")
    assert any("another country" in note for note in heard.notes)


QUIRKS = [
    ({"minimum_age": -1, "maximum_age": 999}, lambda said: (said.minimum_age, said.maximum_age) == (None, None)),
    ({"minimum_age": 60, "maximum_age": 18}, lambda said: (said.minimum_age, said.maximum_age) == (None, None)),
    ({"description": "<p>Tea &amp; <b>cake</b></p><script>x()</script>"}, lambda said: said.what == "Tea & cake"),
    ({"description": None}, lambda said: said.what.endswith(".")),
    ({"description": "y" * 1_000_000}, lambda said: len(said.what) <= 5000),
    ({"description": "a\x00b\ud800c"}, lambda said: said.what == "abc"),
    ({"contacts": None}, lambda said: said.contacts == ()),
    ({"contacts": [{"phones": [{"number": "Bristol Youth MAPS: 0117 496 0123"}]}]},
     lambda said: (said.contacts[0].phone, said.contacts[0].role) == ("0117 496 0123", "Bristol Youth MAPS")),
    ({"url": "http://www.example.com"}, lambda said: said.website == ""),
    ({"status": "Open?"}, lambda said: said.running is Running.ACTIVE),
    ({"cost_options": [{"amount": "NaN"}, {"amount": 1e300}, {"amount": -3}]}, lambda said: said.costs == ()),
    ({"cost_options": [{"amount": 0, "option": "Everybody"}]}, lambda said: said.free is True),
    ({"fees": "Free"}, lambda said: (said.free, said.cost_note) == (True, "")),
    ({"schedules": [{"freq": "WEEKLY", "byday": "MO", "opens_at": "10:00Z", "closes_at": "09:00Z"}]},
     lambda said: len(said.patterns) <= 1),
    ({"schedules": [{"description": "When the moon is full"}]}, lambda said: "moon" in said.when_note),
    ({"schedules": "none", "service_at_locations": 7, "attributes": [None, 3], "languages": [{"language": "Polish"}]},
     lambda said: said.languages == ("pl",)),
    ({"serviceAtLocations": [{"location": {"locationType": "virtual"}}]}, lambda said: said.delivery == (Delivery.ONLINE,)),
    ({"eligibilitys": [{"minimum_age": 50, "eligibility": "Over fifties"}]},
     lambda said: (said.minimum_age, said.who_for) == (50, "Over fifties")),
    ({"regular_schedules": [{"weekday": "Friday", "opens_at": "10:00:00", "closes_at": "11:00:00"}]},
     lambda said: said.patterns[0].weekdays == (4,)),
    ({"service_taxonomys": [{"taxonomy": {"id": "LGA:7", "name": "Loneliness", "vocabulary": "esd"}}]},
     lambda said: said.needs == ("company",)),
    ({"service_areas": [{"extent": '{"type":"Polygon","coordinates":[[[0,0]]]}', "extent_type": "geojson"}]},
     lambda said: said.covers == ()),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "holds"), QUIRKS)
def test_what_real_feeds_write_is_understood(changes, holds):
    heard = back({"id": "A-17", "name": "A service", "description": "Words.", "status": "active", **changes})
    assert holds(heard.listing), heard.listing
    assert heard.id == back({"id": "A-17", "name": "Another name"}).id


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=12,
)
FIELDS = ["description", "contacts", "schedules", "service_at_locations", "organization", "attributes", "cost_options",
          "languages", "service_areas", "live_well", "url", "email", "minimum_age", "funding", "eligibilitys"]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(changes=st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=5))
def test_whatever_a_service_holds_it_is_understood_or_refused_in_words(judge, changes):
    heard = back({"id": "x", "name": "A service", **changes})
    assert (
        judge.faults(
            "service",
            out(heard.listing, beside=heard.beside, at=tuple((uuid4(), uuid4()) for _ in heard.listing.venues)),
        )
        == []
    )
    assert from_json(json.loads(written(heard.listing))) == heard.listing


def test_prices_keep_their_pence():
    assert back(out(replace(WALK, costs=(Cost("", Decimal("0.10")),)))).listing.costs == (Cost("", Decimal("0.10")),)
