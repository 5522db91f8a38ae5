"""A listing as somebody writes it: one whole document, from which every row is made and versions are kept."""

from dataclasses import asdict, dataclass, field, fields
from decimal import Decimal
from typing import Any
from uuid import UUID

from livewell.assets.rules import (
    AssetKind,
    Audience,
    Capacity,
    Delivery,
    Feature,
    Joining,
    Running,
    Sector,
    Way,
    times,
)
from livewell.assets.rules.times import Pattern


@dataclass(frozen=True)
class Venue:
    """
    A place where it happens, with the times it happens there. `location` is that of a known place, shared by listings.

    `point` is (easting, northing, latitude, longitude) where somebody knows better than the postcode.
    `hidden` keeps the place to those who work here: a refuge is never on the map.
    """

    location: UUID | None = None
    name: str = ""
    address: str = ""
    town: str = ""
    county: str = ""
    postcode: str = ""
    point: tuple[int, int, float, float] | None = None
    uprn: str = ""
    features: tuple[Feature, ...] = ()
    access: str = ""
    access_url: str = ""
    getting_there: str = ""
    meeting_point: str = ""
    hidden: bool = False
    patterns: tuple[Pattern, ...] = ()


@dataclass(frozen=True)
class ContactPerson:
    """Whom to ask for. `shown` says that everybody may read the name and number."""

    name: str = ""
    role: str = ""
    phone: str = ""
    email: str = ""
    shown: bool = True


@dataclass(frozen=True)
class Cost:
    """One price: "Concession", 3.50, "per session". `amount` is in pounds, None when it depends."""

    option: str = ""
    amount: Decimal | None = None
    words: str = ""


@dataclass(frozen=True)
class Covered:
    """Where it comes to or takes people from: ward and district codes, or a GeoJSON polygon on WGS84, or everywhere."""

    name: str = ""
    codes: tuple[str, ...] = ()
    polygon: dict[str, Any] | None = field(default=None, hash=False)
    everywhere: bool = False


@dataclass(frozen=True)
class Listing:
    """What is said about one thing the community offers. `free` is None when nobody knows."""

    name: str
    kind: AssetKind
    what: str
    organisation: UUID | None = None
    organisation_name: str = ""
    sector: Sector | None = None
    first_time: str = ""
    who_you_meet: str = ""
    venues: tuple[Venue, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    when_note: str = ""
    delivery: tuple[Delivery, ...] = (Delivery.AT_A_PLACE,)
    who_for: str = ""
    audiences: tuple[Audience, ...] = ()
    minimum_age: int | None = None
    maximum_age: int | None = None
    needs: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    languages: tuple[str, ...] = ()
    features: tuple[Feature, ...] = ()
    access: str = ""
    free: bool | None = None
    costs: tuple[Cost, ...] = ()
    cost_note: str = ""
    joining: Joining | None = None
    joining_note: str = ""
    capacity: Capacity | None = None
    places_left: int | None = None
    capacity_note: str = ""
    group_size: int | None = None
    safeguarding: str = ""
    covers: tuple[Covered, ...] = ()
    contacts: tuple[ContactPerson, ...] = ()
    website: str = ""
    alert: str = ""
    running: Running = Running.ACTIVE
    published: bool = True

    @property
    def all_patterns(self) -> tuple[Pattern, ...]:
        """Every time it happens, at whatever place."""
        return (*self.patterns, *(pattern for venue in self.venues for pattern in venue.patterns))


def as_json(listing: Listing) -> dict[str, Any]:
    """The listing as JSON, for versions and proposals; `from_json` gives the same listing back."""
    document = asdict(listing)
    document["organisation"] = str(listing.organisation) if listing.organisation else None
    document["patterns"] = [times.as_json(pattern) for pattern in listing.patterns]
    for venue, said in zip(document["venues"], listing.venues, strict=True):
        venue["location"] = str(said.location) if said.location else None
        venue["patterns"] = [times.as_json(pattern) for pattern in said.patterns]
    for cost in document["costs"]:
        cost["amount"] = None if cost["amount"] is None else str(cost["amount"])
    return document


def from_json(document: dict[str, Any]) -> Listing:
    """The listing in such a document. Fields it does not know are left out, so that old versions can always be read."""
    told = {one.name: document[one.name] for one in fields(Listing) if one.name in document}
    told |= {
        "kind": AssetKind(document["kind"]),
        "organisation": UUID(document["organisation"]) if document.get("organisation") else None,
        "sector": Sector(document["sector"]) if document.get("sector") else None,
        "patterns": _patterns(document),
        "venues": tuple(_venue(venue) for venue in document.get("venues", ())),
        "delivery": tuple(Delivery(one) for one in document.get("delivery", ())),
        "audiences": tuple(Audience(one) for one in document.get("audiences", ())),
        "ways": tuple(Way(one) for one in document.get("ways", ())),
        "features": tuple(Feature(one) for one in document.get("features", ())),
        "joining": Joining(document["joining"]) if document.get("joining") else None,
        "capacity": Capacity(document["capacity"]) if document.get("capacity") else None,
        "running": Running(document.get("running", Running.ACTIVE)),
        "costs": tuple(_cost(cost) for cost in document.get("costs", ())),
        "covers": tuple(
            Covered(**{**covered, "codes": tuple(covered.get("codes", ()))}) for covered in document.get("covers", ())
        ),
        "contacts": tuple(ContactPerson(**contact) for contact in document.get("contacts", ())),
    }
    for name in ("needs", "activities", "languages"):
        told[name] = tuple(document.get(name, ()))
    return Listing(**told)


def _patterns(document: dict[str, Any]) -> tuple[Pattern, ...]:
    return tuple(times.from_json(pattern) for pattern in document.get("patterns", ()))


def _cost(cost: dict[str, Any]) -> Cost:
    amount = cost.get("amount")
    return Cost(**{**cost, "amount": None if amount is None else Decimal(amount)})


def _venue(venue: dict[str, Any]) -> Venue:
    point = venue.get("point")
    return Venue(
        **{
            **venue,
            "location": UUID(venue["location"]) if venue.get("location") else None,
            "point": (int(point[0]), int(point[1]), float(point[2]), float(point[3])) if point else None,
            "features": tuple(Feature(one) for one in venue.get("features", ())),
            "patterns": _patterns(venue),
        }
    )
