"""A service as another directory says it, understood as a listing of ours, with what was left out in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from livewell.assets.rules import (
    LANGUAGES,
    AssetKind,
    Audience,
    Capacity,
    Delivery,
    Feature,
    Joining,
    Running,
    Sector,
    Way,
)
from livewell.assets.rules.listing import Covered, Listing, Venue
from livewell.openreferral.rules import people_in
from livewell.openreferral.rules.addresses import as_mailbox, as_uri, is_placeholder
from livewell.openreferral.rules.areas_in import covered_of
from livewell.openreferral.rules.cleaning import age, day, line, snake, text, thing, things, whole_number
from livewell.openreferral.rules.handed_over import KEPT, as_kept
from livewell.openreferral.rules.heard import Heard, NotUnderstood, OrganizationHeard
from livewell.openreferral.rules.identity import as_uuid, of_source
from livewell.openreferral.rules.outward import IDENTIFIERS, no_words_for
from livewell.openreferral.rules.places_in import is_abroad, is_online, venue_of
from livewell.openreferral.rules.schedules import patterns_of
from livewell.openreferral.rules.taxonomies import Catalogue
from livewell.openreferral.rules.version_1 import is_version_1, upgraded

__all__ = ["Heard", "NotUnderstood", "OrganizationHeard", "understand"]

_STATUS = {one.value: one for one in Running} | {"temporarily_closed": Running.PAUSED, "closed": Running.CLOSED}
_FREE = frozenset({"free", "free of charge", "no charge", "free.", "none", "£0", "0", "0.00", "£0.00"})
_LANGUAGE_CODES = {name.lower(): code for code, name in LANGUAGES.items()} | {code: code for code in LANGUAGES}
_MANY_OF = {
    "five_ways": Way,
    "audience": Audience,
    "access": Feature,
    "delivery": Delivery,
    "needs": str,
    "activities": str,
}
_KEPT_TERMS = 30
_OF_A_SERVICE = frozenset(
    {"organization", "organization_id", "status", "service_at_locations", "schedules", "contacts", "cost_options"}
)
_OF_OTHERS = {
    "an organisation": frozenset({"services", "organization_identifiers", "legal_status", "year_incorporated"}),
    "a word of a vocabulary": frozenset({"taxonomy", "taxonomy_id", "taxonomy_terms", "vocabulary"}),
}
"""What a feed has beside its services, and what only that says."""


def understand(document: object, *, feed: UUID, catalogue: Catalogue, today: date) -> Heard:
    """The listing in one service of a feed, whatever version it speaks; `today` is in London. Raises NotUnderstood."""
    try:
        if kept := thing(thing(document).get(KEPT)):
            return as_kept(kept, beside=_beside(thing(kept.get("beside")), catalogue))
        return _understood(document, _Reading(feed, catalogue, today, []))
    except (ValueError, ArithmeticError, RecursionError) as error:
        # One service is left out for it, and the feed goes on.
        raise NotUnderstood("It holds something that cannot be understood.") from error


def _understood(document: object, reading: "_Reading") -> Heard:
    service = snake(thing(document))
    source = line(service.get("id"), longest=200)
    name = line(service.get("name"), longest=160)
    if not source:
        raise NotUnderstood("It has no identifier, so it could never be found again.")
    if not name:
        raise NotUnderstood("It has no name.")
    if is_version_1(service):
        service = upgraded(service)
    if other := _something_else(service):
        raise NotUnderstood(f"It is {other}, not a service. Read the list of services instead.")
    organization = _organization(service, reading.feed)
    listing = _listing(service, name, organization, reading)
    return Heard(
        source=source,
        id=as_uuid(source) or of_source(reading.feed, "service", source),
        listing=listing,
        organization=organization,
        beside=_beside(service, reading.catalogue),
        notes=tuple(reading.notes),
    )


def _something_else(service: dict[str, Any]) -> str:
    """What it is, where it says what only an organisation or a term says, and nothing that only a service says."""
    if not _OF_A_SERVICE.isdisjoint(service):
        return ""
    return next((what for what, names in _OF_OTHERS.items() if not names.isdisjoint(service)), "")


@dataclass(frozen=True)
class _Reading:
    """What reading one service needs to know, and where it notes what could not be kept."""

    feed: UUID
    catalogue: Catalogue
    today: date
    notes: list[str]

    def location(self, said: str) -> UUID:
        """Our identifier of a location that the feed calls so."""
        return as_uuid(said) or of_source(self.feed, "location", said)

    def features(self, attributes: list[dict[str, Any]]) -> list[Feature]:
        """The access features among links to terms."""
        return [Feature(code) for code in _codes(attributes, self.catalogue).get("access", ())]


def _venues(service: dict[str, Any], reading: _Reading, unread: list[str]) -> tuple[Venue, ...]:
    """Its places, each with the times that are said of it alone."""
    found: list[Venue] = []
    for place in things(service.get("service_at_locations")):
        if is_online(place):
            continue
        patterns, words = patterns_of(
            [*things(place.get("schedules")), *_times_at(service, place.get("id"))], today=reading.today
        )
        unread += words
        venue = venue_of(place, patterns, reading.location, reading.features)
        if is_abroad(place):
            reading.notes.append("A place is in another country; its address is kept as it was written.")
        if venue is not None and venue not in found:
            found.append(venue)
    return tuple(found)


def _times_at(service: dict[str, Any], place: object) -> list[dict[str, Any]]:
    """Times that stand with the service and name one of its places; with None, those that name none."""
    return [one for one in things(service.get("schedules")) if (one.get("service_at_location_id") or None) == place]


def _ages(service: dict[str, Any], notes: list[str]) -> tuple[int | None, int | None]:
    least, most = age(service.get("minimum_age")), age(service.get("maximum_age"))
    if least is None or most is None or least <= most:
        return least, most
    notes.append("The youngest age is above the oldest; both are left out.")
    return None, None


def _what(service: dict[str, Any], name: str, organization: OrganizationHeard | None, notes: list[str]) -> str:
    said = text(service.get("description"))
    if said:
        return said
    notes.append("It has no description.")
    return f"{name}, offered by {organization.name}." if organization else f"{name}."


def _listing(service: dict[str, Any], name: str, organization: OrganizationHeard | None, reading: _Reading) -> Listing:
    beside, notes = thing(service.get("live_well")), reading.notes
    codes = _codes(things(service.get("attributes")), reading.catalogue)
    free, costs, cost_note = people_in.prices(service, beside, _FREE)
    patterns, unread = patterns_of(_times_at(service, None), today=reading.today)
    venues = _venues(service, reading, unread)
    least, most = _ages(service, notes)
    notes += [f"Times that could not be read as a pattern: {words[:200]}" for words in unread]
    when_note = text(beside.get("when_note"), longest=500) or "\n".join(dict.fromkeys(unread))[:500]
    one = {said: codes[said][0] for said in ("asset_kind", "joining", "capacity") if codes.get(said)}
    many = {said: tuple(kind(code) for code in codes.get(said, ())) for said, kind in _MANY_OF.items()}
    return Listing(
        name=name,
        kind=AssetKind(one.get("asset_kind", AssetKind.SERVICE)),
        what=_what(service, name, organization, notes),
        organisation_name=organization.name if organization else "",
        sector=Sector(organization.sector) if organization and organization.sector else None,
        first_time=text(beside.get("first_time"), longest=2000),
        who_you_meet=text(beside.get("who_you_meet"), longest=2000),
        venues=venues,
        patterns=tuple(patterns),
        when_note=when_note,
        delivery=many["delivery"] or _delivery(service, has_places=bool(venues)),
        who_for=text(service.get("eligibility_description"), longest=2000),
        audiences=many["audience"],
        minimum_age=least,
        maximum_age=most,
        needs=many["needs"],
        activities=many["activities"],
        ways=many["five_ways"],
        languages=_languages(service),
        features=many["access"],
        access=text(beside.get("access"), longest=2000),
        free=free,
        costs=costs,
        cost_note=cost_note,
        joining=Joining(one["joining"]) if "joining" in one else None,
        joining_note=text(service.get("application_process"), longest=1000),
        capacity=Capacity(one["capacity"]) if "capacity" in one else None,
        places_left=whole_number(beside.get("places_left"), least=0, most=9999),
        capacity_note=text(service.get("wait_time"), longest=1000),
        group_size=whole_number(beside.get("group_size"), least=1, most=9999),
        covers=_covers(service, notes),
        contacts=people_in.contacts(service, organization.email if organization else ""),
        website=_own_address(service.get("url")),
        alert=text(service.get("alert"), longest=500),
        running=_STATUS.get(line(service.get("status"), longest=30).lower(), Running.ACTIVE),
    )


def _covers(service: dict[str, Any], notes: list[str]) -> tuple[Covered, ...]:
    said = [covered_of(area) for area in things(service.get("service_areas"))]
    notes += dict.fromkeys(note for _, note in said if note)
    return tuple(covered for covered, _ in said if covered)


def _delivery(service: dict[str, Any], *, has_places: bool) -> tuple[Delivery, ...]:
    online = any(map(is_online, things(service.get("service_at_locations"))))
    found = [Delivery.AT_A_PLACE] if has_places or not online else []
    return tuple([*found, Delivery.ONLINE] if online else found)


def _languages(service: dict[str, Any]) -> tuple[str, ...]:
    said = (one.get(name) for one in things(service.get("languages")) for name in ("code", "name", "language"))
    codes = {_LANGUAGE_CODES.get(line(word, longest=60).lower(), "") for word in said}
    return tuple(code for code in LANGUAGES if code in codes)


def _own_address(said: object) -> str:
    uri = as_uri(line(said, longest=1000))
    return "" if is_placeholder(uri) or len(uri) > 300 else uri  # noqa: PLR2004  The length of our column.


def _term(attribute: dict[str, Any], catalogue: Catalogue) -> tuple[str, str] | None:
    """Taxonomy and code of ours that a link to a term means, by its identifier or by its words."""
    term = thing(attribute.get("taxonomy_term"))
    for said in (attribute.get("taxonomy_term_id"), term.get("id")):
        here = as_uuid(said)
        if here is not None and here in catalogue.by_id:
            taxonomy, found = catalogue.by_id[here]
            return taxonomy.code, found.code
    for name in ("name", "term"):
        words = line(term.get(name), longest=80).lower()
        if words in catalogue.by_words:
            taxonomy, code = catalogue.by_words[words]
            return taxonomy.code, code
    return None


def _codes(attributes: list[dict[str, Any]], catalogue: Catalogue) -> dict[str, list[str]]:
    """Taxonomy -> codes, in the order in which we list them."""
    said = {found for one in attributes if (found := _term(one, catalogue))}
    if not said:
        return {}
    used = {taxonomy for taxonomy, _ in said}
    return {
        taxonomy.code: codes
        for taxonomy in catalogue.taxonomies
        if taxonomy.code in used
        and (codes := [term.code for term in taxonomy.terms if (taxonomy.code, term.code) in said])
    }


def _organization(service: dict[str, Any], feed: UUID) -> OrganizationHeard | None:
    said = thing(service.get("organization"))
    name = line(said.get("name"), longest=160)
    if not name:
        return None
    source = line(said.get("id") or service.get("organization_id"), longest=200)
    identifiers = {
        line(one.get("identifier_scheme"), longest=20): line(one.get("identifier"), longest=12)
        for one in things(said.get("organization_identifiers"))
    }
    what = text(said.get("description"), longest=2000)
    phones = [people_in.number_of(one.get("number")) for one in things(said.get("phones"))]
    sector = line(thing(said.get("live_well")).get("sector"), longest=30)
    uris = {one: _own_address(said.get(one)) for one in ("logo", "uri")}
    return OrganizationHeard(
        source=source,
        id=as_uuid(source) or of_source(feed, "organization", source or name.casefold()),
        name=name,
        what="" if what == no_words_for(name) else what,
        email=as_mailbox(line(said.get("email"), longest=254)),
        phone=next((one for one in phones if one), ""),
        website=_own_address(said.get("website") or said.get("url")),
        sector=sector if sector in set(Sector) else "",
        beside={one: uri for one, uri in uris.items() if uri},
        **{column: identifiers.get(scheme, "") for column, scheme, _ in IDENTIFIERS},
    )


def _beside(service: dict[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """What has no place in a listing, read as carefully as the rest."""
    kept: dict[str, Any] = {
        "accreditations": text(service.get("accreditations"), longest=2000),
        "assured_date": assured.isoformat() if (assured := day(service.get("assured_date"))) else "",
        "assurer_email": as_mailbox(line(service.get("assurer_email"), longest=254)),
        "funding": [
            {"id": str(as_uuid(one.get("id")) or of_source(UUID(int=0), "funding", words)), "source": words}
            for one in things(service.get("funding"))
            if (words := text(one.get("source"), longest=1000))
        ],
        "attributes": [
            found
            for one in things(service.get("attributes"))[:_KEPT_TERMS]
            if _term(one, catalogue) is None and (found := _foreign(one))
        ],
    }
    return {name: value for name, value in kept.items() if value}


def _foreign(attribute: dict[str, Any]) -> dict[str, Any] | None:
    """A link to a term of somebody else's vocabulary, in the shape of the standard; None without a name."""
    term = thing(attribute.get("taxonomy_term"))
    name = line(term.get("name") or term.get("term"), longest=160)
    if not name:
        return None
    vocabulary = line(term.get("taxonomy"), longest=160)
    said = line(term.get("id"), longest=200) or name
    here = as_uuid(said) or of_source(UUID(int=0), f"term {vocabulary}", said)
    parent = as_uuid(term.get("parent_id"))
    uri = _own_address(term.get("term_uri"))
    link = line(attribute.get("id"), longest=200) or said
    whole = {
        "id": str(here),
        "name": name,
        "description": text(term.get("description"), longest=1000) or f"{name}.",
        "parent_id": str(parent) if parent else "",
        "taxonomy": vocabulary,
        "term_uri": uri,
        "term": name,
    }
    return {
        "id": str(as_uuid(link) or of_source(UUID(int=0), "attribute", link)),
        "link_type": line(attribute.get("link_type"), longest=80),
        "taxonomy_term_id": str(here),
        "taxonomy_term": {name: value for name, value in whole.items() if value},
    }
