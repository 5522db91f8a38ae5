"""The parts of a listing with a line for each: places, getting in, prices, people to ask."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from livewell.assets.forms import choices, lines
from livewell.assets.forms.plain import website
from livewell.assets.rules import Delivery, Feature
from livewell.assets.rules.listing import ContactPerson, Cost, Listing, Venue
from livewell.kit.forms import Form

# Where.

_WRITTEN = ("name", "address", "town", "postcode")
_CARRIED = ("location", "county", "uprn", "point", "features", "access", "access_url", "getting_there", "meeting_point")
"""What a line of a place carries along unseen, so that a place somebody picked keeps what is known of it."""
_PARTS_OF_A_POINT = 4
_POUNDS = re.compile(r"£?\s?(?P<pounds>[0-9]{1,9}(?:,[0-9]{3})*(?:\.[0-9]{1,2})?)|(?P<pence>[0-9]{1,3})\s?p", re.ASCII)
_DEAREST = 99_999


def fill_where(listing: Listing) -> dict[str, object]:
    """The boxes of "Where"."""
    return {
        "delivery": [one.value for one in listing.delivery],
        **lines.filled([a_place(venue) for venue in listing.venues]),
    }


def a_place(venue: Venue) -> Mapping[str, object]:
    """The boxes of one place."""
    return {
        **{name: getattr(venue, name) for name in (*_WRITTEN, *_CARRIED) if name != "point"},
        "point": " ".join(str(number) for number in venue.point) if venue.point else "",
        "point_of": venue.postcode,
        "hidden": venue.hidden,
    }


def read_where(form: Form, listing: Listing) -> Listing | None:
    """The listing with what "Where" says. What the other parts say of a place stays with it."""
    delivery = tuple(Delivery(one) for one in form.many("delivery", choices.DELIVERIES))
    before = {venue.location: venue for venue in listing.venues}
    venues = []
    for n in lines.numbers(form):
        if lines.is_empty(form, n, _WRITTEN):
            continue
        location = _uuid(form.typed(f"location_{n}"))
        known = before.get(location) if location else None
        postcode = form.postcode(f"postcode_{n}")
        venue = replace(
            known or _carried(form, n, location),
            name=form.text(f"name_{n}", "Name of the place", longest=160),
            address=form.text(f"address_{n}", "Street and number", longest=200),
            town=form.text(f"town_{n}", "Town or village", longest=80),
            postcode=postcode,
            hidden=form.yes(f"hidden_{n}"),
        )
        # A better point than the postcode's is known for this postcode alone.
        venues.append(venue if postcode == form.typed(f"point_of_{n}") else replace(venue, point=None))
    if not form.ok:
        return None
    return replace(listing, delivery=delivery, venues=tuple(venues))


def _carried(form: Form, n: int, location: UUID | None) -> Venue:
    """A place that this listing did not have before, with what the line carries along."""
    return Venue(
        location=location,
        county=form.text(f"county_{n}", "County", longest=80),
        uprn=form.text(f"uprn_{n}", "Property number", longest=12),
        point=_point(form.typed(f"point_{n}")),
        features=tuple(Feature(one) for one in form.many(f"features_{n}", choices.OF_PLACES)),
        access=form.text(f"access_{n}", "Getting in", longest=2000),
        access_url=form.text(f"access_url_{n}", "Page about getting in", longest=300),
        getting_there=form.text(f"getting_there_{n}", "Getting there", longest=2000),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _point(text: str) -> tuple[int, int, float, float] | None:
    numbers = text.split()
    if len(numbers) != _PARTS_OF_A_POINT:
        return None
    try:
        easting, northing = int(numbers[0]), int(numbers[1])
        latitude, longitude = float(numbers[2]), float(numbers[3])
    except ValueError:
        return None
    # The British National Grid, and the degrees it spans.
    fits = 0 <= easting <= 700_000 and 0 <= northing <= 1_300_000 and 49 <= latitude <= 61 and -9 <= longitude <= 3  # noqa: PLR2004
    return (easting, northing, latitude, longitude) if fits else None


# Getting in and access.


def fill_access(listing: Listing) -> dict[str, object]:
    """The boxes of "Getting in and access"."""
    names = ("features", "access", "access_url", "getting_there", "meeting_point")
    boxes: dict[str, object] = {"group_features": listing.features, "access": listing.access}
    for n, venue in enumerate(listing.venues):
        boxes |= {f"{name}_{n}": getattr(venue, name) for name in names}
    return boxes


def read_access(form: Form, listing: Listing) -> Listing | None:
    """The listing with what "Getting in and access" says."""
    venues = tuple(
        replace(
            venue,
            features=tuple(Feature(one) for one in form.many(f"features_{n}", choices.OF_PLACES)),
            access=form.text(f"access_{n}", "Getting in", longest=2000),
            access_url=website(form, f"access_url_{n}", "Page about getting in"),
            getting_there=form.text(f"getting_there_{n}", "Getting there", longest=2000),
            meeting_point=form.text(f"meeting_point_{n}", "Where to meet", longest=200),
        )
        for n, venue in enumerate(listing.venues)
    )
    known = (*choices.OF_GROUPS, *choices.OF_PLACES)
    features = tuple(Feature(one) for one in form.many("group_features", known))
    access = form.text("access", "Taking part", longest=2000)
    if not form.ok:
        return None
    return replace(listing, venues=venues, features=features, access=access)


# What it costs.


def fill_cost(listing: Listing) -> dict[str, object]:
    """The boxes of "What it costs"."""
    prices = [{"option": one.option, "amount": one.amount, "words": one.words} for one in listing.costs]
    return {"free": listing.free, "cost_note": listing.cost_note, **lines.filled(prices)}


def read_cost(form: Form, listing: Listing) -> Listing | None:
    """The listing with what "What it costs" says."""
    free = form.yes_or_no("free")
    note = form.text("cost_note", "In words", longest=500)
    costs = [
        Cost(
            form.text(f"option_{n}", "For whom or what", longest=160),
            _price(form, f"amount_{n}"),
            form.text(f"words_{n}", "How often", longest=160),
        )
        for n in lines.numbers(form)
        if not lines.is_empty(form, n, ("option", "amount", "words"))
    ]
    if free and any(one.amount for one in costs):
        form.error("free", "It cannot be free and have a price. Say no, or take the price away")
    if not form.ok:
        return None
    return replace(listing, free=free, cost_note=note, costs=tuple(costs))


def _price(form: Form, field: str) -> Decimal | None:
    """Pounds, however somebody writes them: 3.50, £3.50, 50p, free; None when the box is empty."""
    typed = form.typed(field).strip().lower()
    if not typed:
        return None
    if typed in {"free", "nothing", "no charge"}:
        return Decimal(0)
    found = _POUNDS.fullmatch(typed)
    if found is None:
        form.error(field, "Price must be an amount in pounds, like 3.50. Say the rest under How often, or in words")
        return None
    amount = Decimal(found["pounds"].replace(",", "")) if found["pounds"] else Decimal(found["pence"]) / 100
    if amount > _DEAREST:
        form.error(field, f"Price must be £{_DEAREST:,} or less")
    return amount


# People to ask.


def fill_people(listing: Listing) -> dict[str, object]:
    """The boxes of "People to ask"."""
    people = [
        {"person": one.name, "role": one.role, "phone": one.phone, "email": one.email, "shown": one.shown}
        for one in listing.contacts
    ]
    return {"website": listing.website, **lines.filled(people or [{"shown": True}])}


def read_people(form: Form, listing: Listing) -> Listing | None:
    """The listing with what "People to ask" says."""
    people = [
        ContactPerson(
            form.text(f"person_{n}", "Name", longest=120),
            form.text(f"role_{n}", "What they do there", longest=120),
            form.phone(f"phone_{n}", short_numbers=True),
            form.email(f"email_{n}"),
            form.yes(f"shown_{n}"),
        )
        for n in lines.numbers(form)
        if not lines.is_empty(form, n, ("person", "role", "phone", "email"))
    ]
    address = website(form)
    if not form.ok:
        return None
    return replace(listing, contacts=tuple(people), website=address)
