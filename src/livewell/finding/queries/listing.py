"""What the page of a listing shows: the listing, its next sessions, its places on a map, and what it is part of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from markupsafe import Markup

from livewell.assets import queries as assets
from livewell.assets import rules
from livewell.assets.queries import AssetSeen, drawn_areas
from livewell.assets.queries.whole import PlaceSeen
from livewell.assets.rules import saying, times
from livewell.assets.rules.listing import ContactPerson, Listing
from livewell.assets.rules.trust import Freshness
from livewell.finding.queries.ground import ward_outlines
from livewell.finding.rules.sessions import Session, has_dates, next_sessions
from livewell.kit import clock, maps
from livewell.kit.db import rows
from livewell.kit.geo import ATTRIBUTION

ASK_WHERE = "We tell you the address when you get in touch"
_MAP_WIDTH, _MAP_HEIGHT = 640, 360
_MOST_AREAS = 3
"""Areas that are drawn on one page."""
_CLOSED_TO_ALL = {rules.Running.PAUSED, rules.Running.INACTIVE, rules.Running.CLOSED}


class AreaShown(NamedTuple):
    """An area that was drawn on a map: its name, its picture, and the wards it reaches in words."""

    name: str
    picture: Markup
    wards: str


class CollectionLink(NamedTuple):
    """A collection that a listing is in."""

    id: UUID
    name: str


@dataclass(frozen=True)
class PlaceShown:
    """One place as everybody may know it. That of a hidden place says its times and nothing of where it is."""

    number: int
    title: str
    lines: tuple[str, ...]
    meeting_point: str
    when: str
    getting_there: str
    access: str
    access_url: str
    feature_labels: tuple[str, ...]
    map_address: str
    is_hidden: bool

    @property
    def anchor(self) -> str:
        """The id of its part of the page."""
        return f"place-{self.number}"

    @property
    def in_one_line(self) -> str:
        """The place in one line."""
        return ", ".join((self.title, *self.lines))


@dataclass(frozen=True)
class ListingPage:
    """A listing with everything around it. `picture` is None where there is nothing to draw."""

    asset: AssetSeen
    places: tuple[PlaceShown, ...]
    sessions: tuple[Session, ...]
    collections: tuple[CollectionLink, ...]
    picture: Markup | None
    attribution: str
    about: tuple[str, ...] = ()
    """The names of the activities and needs it is listed under."""
    areas: tuple[AreaShown, ...] = ()
    """Where it comes to, as far as that was drawn."""

    @property
    def areas_attribution(self) -> str:
        """Whose outlines the pictures of areas are drawn with, "" where no ward of theirs is in them."""
        return ATTRIBUTION if any(one.wards for one in self.areas) else ""

    @property
    def is_running(self) -> bool:
        """Whether it is going on."""
        return self.asset.running not in _CLOSED_TO_ALL

    @property
    def running_label(self) -> str:
        """Whether it is going on, in words."""
        return rules.RUNNING_LABELS[self.asset.running]

    @property
    def when(self) -> str:
        """Its times that belong to no place, in words."""
        return times.all_in_words(self.asset.listing.patterns)

    @property
    def has_calendar(self) -> bool:
        """Whether there are dates to put into a calendar."""
        return bool(self.sessions) and has_dates(self.asset.listing)

    @property
    def contacts(self) -> tuple[ContactPerson, ...]:
        """Whom everybody may ask."""
        return tuple(one for one in self.asset.listing.contacts if one.shown)

    @property
    def is_full(self) -> bool:
        """Whether it says that it has no room."""
        return self.asset.listing.capacity in {rules.Capacity.FULL, rules.Capacity.WAITING_LIST}

    @property
    def capacity_words(self) -> str:
        """Whether there is room: Has places, 4 at the moment. Bring a friend."""
        listing = self.asset.listing
        said = rules.CAPACITY_LABELS[listing.capacity] if listing.capacity else ""
        if listing.capacity is rules.Capacity.PLACES and listing.places_left:
            said += f", {listing.places_left} at the moment"
        return _sentences(said, listing.capacity_note)

    @property
    def joining_words(self) -> str:
        """How to come the first time."""
        listing = self.asset.listing
        return _sentences(rules.JOINING_LABELS[listing.joining] if listing.joining else "", listing.joining_note)

    @property
    def delivery_words(self) -> str:
        """How it reaches people, "" where that is simply at a place."""
        told = [one for one in self.asset.listing.delivery if one is not rules.Delivery.AT_A_PLACE]
        return ", ".join(rules.DELIVERY_LABELS[one] for one in self.asset.listing.delivery) if told else ""

    @property
    def who_words(self) -> str:
        """Who it is for in its own words and in ours, and of what age."""
        listing = self.asset.listing
        ages = saying.ages(listing.minimum_age, listing.maximum_age)
        audiences = saying.audiences(listing.audiences)
        if audiences and audiences.lower() in listing.who_for.lower():
            audiences = ""
        return _sentences(listing.who_for, audiences, f"Ages {ages}" if ages else "")

    @property
    def run_by(self) -> str:
        """Who runs it, and of what sector."""
        name, sector = self.asset.organisation, self.asset.listing.sector
        return f"{name} ({rules.SECTOR_LABELS[sector].lower()})" if name and sector else name

    @property
    def covers_words(self) -> str:
        """Where it comes to or takes people from."""
        covers = self.asset.listing.covers
        if any(one.everywhere for one in covers):
            return "Everywhere"
        return ", ".join(one.name for one in covers if one.name)

    @property
    def language_words(self) -> str:
        """The languages it runs in."""
        return saying.languages(self.asset.listing.languages)

    @property
    def cost_lines(self) -> tuple[str, ...]:
        """What it costs, a line for each price."""
        listing = self.asset.listing
        lines = [said for said in (saying.cost(one) for one in listing.costs) if said]
        if listing.free and not any("free" in said.lower() for said in (*lines, listing.cost_note)):
            lines.insert(0, "Free")
        return tuple(said for said in (*lines, listing.cost_note) if said)

    @property
    def feature_labels(self) -> tuple[str, ...]:
        """What taking part is like, in words."""
        return tuple(rules.FEATURE_LABELS[one] for one in self.asset.listing.features)

    @property
    def every_feature(self) -> tuple[str, ...]:
        """Taking part and getting in together, each once."""
        found = [*self.feature_labels, *(label for place in self.places for label in place.feature_labels)]
        return tuple(dict.fromkeys(found))

    @property
    def warning(self) -> str:
        """What to say of how long ago it was checked; "" when it was lately."""
        if self.asset.assured_at is None:
            return "Nobody has made sure of this yet. Ring or write before you go."
        if self.asset.freshness is Freshness.STALE:
            return "Nobody has made sure of this for a year or more. Ring or write before you go."
        return "" if self.asset.is_fresh else "It may have changed: ring or write before you go."

    @property
    def is_stale(self) -> bool:
        """Whether that is a year or more ago."""
        return self.asset.freshness is Freshness.STALE

    def where_of(self, session: Session) -> str:
        """The place of a session by name, "" where it is at none or there is no other."""
        return "" if session.venue is None or len(self.places) == 1 else self.places[session.venue].title

    def place_of(self, session: Session) -> str:
        """The same in one line, for a calendar."""
        if session.venue is None:
            return self.places[0].in_one_line if len(self.places) == 1 else ""
        return self.places[session.venue].in_one_line

    @property
    def when_in_one_line(self) -> str:
        """Every time in words, with what is said about them; nothing of a hidden place."""
        told = [(place.title, seen.patterns) for place, seen in zip(self.places, self.asset.places, strict=True)]
        return _sentences(saying.times_of(self.asset.listing.patterns, told), self.asset.listing.when_note)

    @property
    def where_in_one_line(self) -> str:
        """Its first place in one line, and that there are more."""
        if not self.places:
            return self.delivery_words
        more = len(self.places) - 1
        others = f" and {more} other {'place' if more == 1 else 'places'}" if more else ""
        return f"{self.places[0].in_one_line}{others}"


class Shortlisted(NamedTuple):
    """What is on a list. `gone` counts what is no longer shown to everybody."""

    pages: tuple[ListingPage, ...]
    gone: int


async def listing_page(asset: AssetSeen) -> ListingPage:
    """The page of an asset in five small statements, and one for each area that was drawn. Who may see it is for the caller."""
    found = [(number, place) for number, place in enumerate(asset.places, 1)]
    drawn = [(number, place) for number, place in found if place.point is not None and not place.hidden]
    outlines = await ward_outlines() if drawn else ()
    return ListingPage(
        asset=asset,
        places=tuple(_shown(place, number) for number, place in found),
        sessions=tuple(next_sessions(asset.listing, after=clock.now(), calendar=await assets.calendar())),
        collections=tuple(await collections_with(asset.id)),
        # A single mark on an empty ground would say nothing.
        picture=_picture(asset.name, drawn, outlines) if outlines or len(drawn) > 1 else None,
        attribution=ATTRIBUTION if outlines else "",
        about=await _terms(asset.listing),
        areas=await _areas(asset),
    )


async def _areas(asset: AssetSeen) -> tuple[AreaShown, ...]:
    """The first of its drawn areas. None where a place is hidden: what lies in the middle of them would show it."""
    covers = asset.listing.covers
    if any(place.hidden for place in asset.places) or any(one.everywhere for one in covers):
        return ()
    drawn = {number: one for number, one in enumerate(covers) if one.polygon is not None}
    first = dict(list(drawn.items())[:_MOST_AREAS])
    seen = await drawn_areas.seen({n: one.polygon for n, one in first.items() if one.polygon}, of=asset.name)
    # What was drawn twice is shown once.
    each = {one.picture: AreaShown(covers[n].name, one.picture, ", ".join(one.wards)) for n, one in seen.items()}
    return tuple(each.values())


async def _terms(listing: Listing) -> tuple[str, ...]:
    codes = (*listing.activities, *listing.needs)
    terms = (await assets.vocabulary()).terms if codes else {}
    return tuple(terms[code].name for code in codes if code in terms)


async def page_in_short(asset: AssetSeen) -> ListingPage:
    """The same for paper and calendars: without a map and collections, in one small statement."""
    return (await pages_in_short([asset]))[0]


async def shortlisted(kept: Sequence[UUID]) -> Shortlisted:
    """The listings of a list in its order, in three statements; what was merged shows as what it became part of."""
    if not kept:
        return Shortlisted((), 0)
    found = await assets.assets_by_id(kept)
    moved = {one.id: one.merged_into for one in found.values() if one.merged_into is not None}
    found |= await assets.assets_by_id(moved.values()) if moved else {}
    there = dict.fromkeys(moved.get(one, one) for one in kept)
    shown = [found[one] for one in there if one in found and found[one].published and found[one].merged_into is None]
    return Shortlisted(tuple(await pages_in_short(shown)), len(there) - len(shown))


async def pages_in_short(found: Iterable[AssetSeen]) -> list[ListingPage]:
    """The same for any number of them, in one small statement."""
    calendar = await assets.calendar()
    now = clock.now()
    return [
        ListingPage(
            asset=asset,
            places=tuple(_shown(place, number) for number, place in enumerate(asset.places, 1)),
            sessions=tuple(next_sessions(asset.listing, after=now, calendar=calendar)),
            collections=(),
            picture=None,
            attribution="",
        )
        for asset in found
    ]


async def collections_with(asset_id: UUID) -> list[CollectionLink]:
    """The collections shown to everybody that hold a listing, by name."""
    found = await rows(
        """
        SELECT c.id, c.name FROM collection AS c JOIN collection_item AS i ON i.collection = c.id
        WHERE i.asset = $1 AND c.published ORDER BY lower(c.name), c.id
        """,
        asset_id,
    )
    return [CollectionLink(one["id"], one["name"]) for one in found]


def _shown(place: PlaceSeen, number: int) -> PlaceShown:
    labels = tuple(place.feature_labels)
    when = times.all_in_words(place.patterns)
    if place.hidden:
        return PlaceShown(number, ASK_WHERE, (), "", when, "", "", "", labels, "", is_hidden=True)
    said = [one for one in (place.name, place.address, place.town, place.postcode) if one]
    title, *lines = said or ["A place"]
    return PlaceShown(
        number,
        title,
        tuple(lines),
        place.meeting_point,
        when,
        place.getting_there,
        place.access,
        place.access_url,
        labels,
        _map_address(place),
        is_hidden=False,
    )


def _map_address(place: PlaceSeen) -> str:
    """The place on OpenStreetMap, for whoever follows the link; nothing is asked of it by the page."""
    if place.point is None:
        return ""
    latitude, longitude = place.point.latitude, place.point.longitude
    return f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=16/{latitude}/{longitude}"


def _picture(name: str, drawn: Sequence[tuple[int, PlaceSeen]], outlines: Sequence[maps.Outline]) -> Markup:
    pins = [
        maps.Pin(number if len(drawn) > 1 else None, place.point, place.name or place.where, f"#place-{number}")
        for number, place in drawn
        if place.point is not None
    ]
    return maps.draw_map(
        pins, outlines=outlines, width=_MAP_WIDTH, height=_MAP_HEIGHT, title=f"Where {name} is", list_href="#places"
    )


def _sentences(*said: str) -> str:
    told = [one for one in said if one]
    return ". ".join([*(one.rstrip(". ") for one in told[:-1]), *told[-1:]])
