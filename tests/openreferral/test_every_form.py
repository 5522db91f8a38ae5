"""Whatever the boxes of our own forms let through is right by the schemas, and comes back as it went."""

import asyncio
import json
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livewell.assets.forms import choices, plain, several
from livewell.assets.forms.areas import read_areas
from livewell.assets.forms.times import read_times
from livewell.assets.rules import AssetKind
from livewell.assets.rules.listing import Listing
from livewell.assets.rules.vocabulary import Taxonomy, Term, Vocabulary
from livewell.kit import clock
from livewell.kit.forms import Form
from livewell.openreferral.rules.addresses import as_uri
from livewell.openreferral.rules.cleaning import HIDDEN
from livewell.openreferral.rules.comparing import COMPARED, same
from livewell.openreferral.rules.envelope import without_empty
from livewell.openreferral.rules.inward import _FREE, understand
from livewell.openreferral.rules.outward import OrganizationSaid, Published, service_document, service_in_short
from livewell.openreferral.rules.sheet import COLUMNS, row_of, service_of
from tests.openreferral.conftest import TODAY
from tests.openreferral.test_out import empties
from tests.openreferral.test_round_trip import CATALOGUE, FEED, NOW

WARDS = (("E05009999", "Bingham"), ("E05009998", "Cotgrave"))
NOON = clock.datetime(2026, 11, 22, 12, tzinfo=clock.UTC)
VOCABULARY = Vocabulary.of(
    [
        Term(UUID(int=1), "company", Taxonomy.NEEDS, "Company"),
        Term(UUID(int=2), "money", Taxonomy.NEEDS, "Money"),
        Term(UUID(int=3), "walking", Taxonomy.ACTIVITIES, "Walking"),
        Term(UUID(int=4), "nordic", Taxonomy.ACTIVITIES, "Nordic walking", parent="walking"),
    ]
)

# What people write: letters of every script, marks, emoji, line ends, and what looks like something else.
letters = st.text(max_size=60) | st.text("aé漢ש🎉‍\u200d \n\r\t<>&;=@'\"\\{}[]#%/:.,-+0123456789", max_size=60)
words = letters | st.sampled_from(
    [
        "=cmd()",
        "<b>bold</b>",
        "&amp; & <script>x()</script>",
        "Free",
        "England",
        "Everywhere",
        "  ",
        "null",
        "2 > 1 < 3",
    ]
)


def without_marks(text):
    return " ".join("".join(one for one in text if one not in HIDDEN and one not in "<&").split())


plain_words = words.map(without_marks).filter(lambda text: text not in {"Free", "England", "Everywhere"})
"""What is no HTML and fills no box: the rest means something else to whoever reads it in."""

emails = st.emails() | st.sampled_from(
    ["", "o'neil+tea@club.example", "jos\u00e9@caf\u00e9.example", "a@b", "x@[1.2.3.4]", "a..b@c.example"]
)
sites = st.sampled_from(
    ["", "club.example", "https://caf\u00e9.example/\u00e9?q=a b", "http://x.example:8080/a%2Fb%", "https://[::1]/", "https://a_b.example",
     "https://x.example/#top", "https://x.example/{id}|^`", "https://.example", "https://x..example", "HTTPS://X.EXAMPLE", "https://x.example:99999",
     "https://\u6f22\u5b57.example/\u8def", "https://-x.example", "https://x.example\\a"]
)  # fmt: skip
phones = st.sampled_from(
    [
        "",
        "01632 960123",
        "+44 (0)7700 900123",
        "+353 1 496 0123",
        "999",
        "111",
        "85258",
        "116 123",
        "01632 960123 ext 45",
    ]
)
postcodes = st.sampled_from(["", "ng138aa", "NG2 6AB", "nonsense"])
days = st.integers(-400, 400).map(lambda n: TODAY + timedelta(n))
many_days = st.lists(days, max_size=3).map(lambda found: "\n".join(f"{one:%d/%m/%Y}" for one in found))
clocks = st.integers(0, 1439).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")
yes = st.sampled_from(["", "yes", "no"])
number = st.integers(-2, 200).map(str) | st.just("")


def codes(offered, most=4):
    return st.lists(st.sampled_from([code for code, _ in offered]), max_size=most)


def one(offered):
    return st.sampled_from(["", *(code for code, _ in offered)])


def day_boxes(name):
    return days.map(
        lambda day: {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}
    ) | st.just({})


def lines(draw, boxes, most=2):
    """So many lines of a form, each with its boxes."""
    count = draw(st.integers(0, most))
    filled: dict[str, object] = {"lines": [str(n) for n in range(count)]}
    for n in range(count):
        filled |= {f"{name}_{n}": draw(strategy) for name, strategy in boxes.items()}
    return filled


@st.composite
def sent(draw, words=words):
    """What somebody may send: the boxes of every part."""
    sure = words.filter(lambda text: bool(text.strip()))
    place = {"name": words, "address": words, "town": words, "county": words, "postcode": postcodes, "hidden": yes,
             "getting_there": words, "access": words, "uprn": st.sampled_from(["", "100012345678"]),
             "point": st.sampled_from(["", "470500 339900 52.9515 -0.9518"]), "point_of": postcodes}  # fmt: skip
    where = {"delivery": draw(codes(choices.DELIVERIES)), **lines(draw, place)}
    access: dict[str, object] = {
        "group_features": draw(codes((*choices.OF_GROUPS, *choices.OF_PLACES))),
        "access": draw(words),
    }
    for n in range(2):
        access |= {f"features_{n}": draw(codes(choices.OF_PLACES)), f"access_{n}": draw(words), f"access_url_{n}": draw(sites),
                   f"getting_there_{n}": draw(words), f"meeting_point_{n}": draw(words)}  # fmt: skip
    line = {"at": st.sampled_from(["none", "0", "1"]), "repeats": one(choices.REPEATS), "weekdays": codes(choices.DAYS_OF_THE_WEEK),
            "every": st.sampled_from(["", "1", "2", "3"]), "nth": codes(choices.WEEKS_OF_THE_MONTH, 2),
            "month_days": st.sampled_from(["", "1", "15, last", "31"]), "dates": many_days, "opens": clocks, "closes": clocks,
            "overnight": yes, "term_time": yes, "bank_holidays": one(choices.BANK_HOLIDAYS), "not_on": many_days,
            "also_on": many_days, "parts": st.sampled_from(["", "Walk 10:00 to 11:00\nTea 11:00", "<b>Tea</b> 3pm"]), "note": words}  # fmt: skip
    when = {"when_note": draw(words), **lines(draw, line, 3)}
    for n in when["lines"]:
        when |= draw(day_boxes(f"first_on_{n}")) | draw(day_boxes(f"last_on_{n}"))
    people = {"person": words, "role": words, "phone": phones, "email": emails, "shown": yes}
    prices = {"option": words, "amount": st.sampled_from(["", "0", "3.50", "99999", "£2", "-1"]), "words": words}
    return {
        "about": {"name": draw(sure), "kind": draw(st.sampled_from([code for code, _ in choices.KINDS])), "what": draw(sure),
                  "first_time": draw(words), "who_you_meet": draw(words), "ways": draw(codes(choices.WAYS)),
                  "needs": draw(codes((("company", ""), ("money", "")))), "activities": draw(codes((("walking", ""), ("nordic", ""))))},
        "who": {"who_for": draw(words), "audiences": draw(codes(choices.AUDIENCES)), "minimum_age": draw(number),
                "maximum_age": draw(number), "languages": draw(codes(choices.LANGUAGE_CHOICES)), "safeguarding": draw(words)},
        "where": where,
        "access": access,
        "times": when,
        "cost": {"free": draw(yes), "cost_note": draw(words), **lines(draw, prices)},
        "joining": {"joining": draw(one(choices.JOININGS)), "joining_note": draw(words), "capacity": draw(one(choices.CAPACITIES)),
                    "places_left": draw(number), "capacity_note": draw(words), "group_size": draw(number)},
        "people": {"website": draw(sites), **lines(draw, people)},
        "areas": {"everywhere": draw(yes), "area_name": draw(words), "codes": draw(codes(WARDS))},
        "showing": {"published": "yes", "running": draw(st.sampled_from([code for code, _ in choices.RUNNINGS])), "alert": draw(words)},
    }  # fmt: skip


READERS = {
    "about": lambda form, listing: plain.read_about(form, listing, VOCABULARY),
    "who": plain.read_who,
    "where": several.read_where,
    "access": several.read_access,
    "times": read_times,
    "cost": several.read_cost,
    "joining": plain.read_joining,
    "people": several.read_people,
    # Nothing is drawn, so nobody is asked where a postcode is.
    "areas": lambda form, listing: asyncio.run(read_areas(form, listing, WARDS)),
    "showing": plain.read_showing,
}


def written(boxes) -> tuple[Listing, set[str]]:
    """The listing that these forms make, and the parts that were taken; one that comes back with a mistake says nothing."""
    listing, taken = Listing("A listing", AssetKind.GROUP, "What happens."), set()
    with clock.at(NOON):
        for part, reader in READERS.items():
            if (read := reader(Form(boxes[part]), listing)) is not None:
                listing = read
                taken.add(part)
    return listing, taken


def told(listing: Listing) -> Published:
    at = tuple((UUID(int=100 + n), UUID(int=200 + n)) for n in range(len(listing.venues)))
    organization = OrganizationSaid(UUID(int=9), listing.organisation_name or "A society", website=listing.website)
    return Published(UUID(int=1), listing, organization, at, NOW, date(2026, 11, 3), "team@livewell.example")


def said(document):
    return without_empty(json.loads(json.dumps(document, allow_nan=False)))


EVERYTHING = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


@EVERYTHING
@given(boxes=sent())
def test_whatever_the_forms_let_through_is_right_by_the_schemas(judge, boxes):
    listing, _ = written(boxes)
    whole = said(service_document(told(listing), CATALOGUE))
    assert judge.faults("service", whole) == []
    assert empties(whole) == []
    short = said(service_in_short(told(listing)))
    page = {"total_items": 1, "total_pages": 1, "page_number": 1, "size": 1, "first_page": True, "last_page": True,
            "empty": False, "contents": [short]}  # fmt: skip
    assert judge.faults("service_list", page) == []


@EVERYTHING
@given(boxes=sent(plain_words))
def test_whatever_the_forms_let_through_comes_back_as_it_went(boxes):
    listing, _ = written(boxes)
    heard = understand(said(service_document(told(listing), CATALOGUE)), feed=FEED, catalogue=CATALOGUE, today=TODAY)
    shown = replace(
        listing,
        contacts=tuple(person for person in listing.contacts if person.shown),
        venues=tuple(
            replace(
                venue,
                point=None,
                access_url=as_uri(venue.access_url),
                # What only says the name or the postcode again is no address.
                address="" if venue.address in {venue.name, venue.postcode} else venue.address,
            )
            for venue in listing.venues
            if not venue.hidden
        ),
        website=as_uri(listing.website),
        cost_note="" if listing.cost_note.lower() in _FREE else listing.cost_note,
        # Where nobody said these, a reader works them out of the prices and the places.
        free=heard.listing.free if listing.free is None else listing.free,
        delivery=listing.delivery or heard.listing.delivery,
    )
    assert {
        name: (getattr(shown, name), getattr(heard.listing, name))
        for name in COMPARED
        if not same(name, shown, heard.listing)
    } == {}


IN_A_SHEET = (
    "name",
    "kind",
    "what",
    "who_for",
    "minimum_age",
    "maximum_age",
    "languages",
    "running",
    "ways",
    "audiences",
)


@EVERYTHING
@given(boxes=sent(plain_words))
def test_whatever_the_forms_let_through_is_a_row_that_can_be_read_again(boxes):
    listing, _ = written(boxes)
    row = row_of("7", listing, None, CATALOGUE)
    service, wrong = service_of(dict(zip(COLUMNS, row, strict=True)), CATALOGUE)
    assert wrong == []
    heard = understand(service, feed=FEED, catalogue=CATALOGUE, today=TODAY).listing
    assert {name: getattr(heard, name) for name in IN_A_SHEET} == {name: getattr(listing, name) for name in IN_A_SHEET}
    assert set(heard.needs) == set(listing.needs)
    place = next((venue for venue in listing.venues if not venue.hidden), None)
    if place:
        again = heard.venues[0]
        assert (again.name, again.town, again.postcode) == (place.name, place.town, place.postcode)
