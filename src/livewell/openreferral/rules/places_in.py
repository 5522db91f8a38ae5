"""Places as other directories say them: a venue out of a location."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from livewell.assets.rules import FEATURE_LABELS, Feature
from livewell.assets.rules.listing import Venue
from livewell.assets.rules.times import Pattern
from livewell.kit.geo_forward import to_easting_and_northing
from livewell.kit.geo_text import tidy_postcode
from livewell.openreferral.rules.addresses import as_uri, is_placeholder
from livewell.openreferral.rules.cleaning import line, text, thing, things
from livewell.openreferral.rules.places_out import COUNTRY, WHOLE_COUNTRY

SOUTH, NORTH, WEST, EAST = 49.8, 61.0, -8.7, 1.9
"""Degrees around Great Britain: a point elsewhere was typed wrongly, or only fills a box."""

_FEATURES = {label.lower(): feature for feature, label in FEATURE_LABELS.items()}


def point_of(location: dict[str, Any]) -> tuple[int, int, float, float] | None:
    """Where it is, on the National Grid and in degrees, or None when that is not said or not in Great Britain."""
    said = location.get("latitude"), location.get("longitude")
    try:
        latitude, longitude = (float(one) for one in said if one is not None and not isinstance(one, bool))
    except (TypeError, ValueError, OverflowError):
        return None
    if not (SOUTH < latitude < NORTH and WEST < longitude < EAST):
        return None
    easting, northing = to_easting_and_northing(latitude, longitude)
    return round(easting), round(northing), round(latitude, 6), round(longitude, 6)


def is_online(place: dict[str, Any]) -> bool:
    """Whether a service at location is at no place at all."""
    return thing(place.get("location")).get("location_type") == "virtual"


def venue_of(
    place: dict[str, Any],
    patterns: Sequence[Pattern],
    known: Callable[[str], UUID],
    features_of: Callable[[list[dict[str, Any]]], list[Feature]],
) -> Venue | None:
    """
    The venue in a service at location, or None when it says nothing of where.

    `known` turns the source's identifier of a location into ours; `features_of` reads access features out of links to
    terms.
    """
    location = thing(place.get("location"))
    address = next((one for one in things(location.get("addresses")) if one.get("address_type") != "postal"), None)
    address = address or next(iter(things(location.get("addresses"))), {})
    name = line(location.get("name"), longest=160)
    if beside := thing(location.get("live_well")):
        # One of our own that has no postcode, and so no address in the words of the standard.
        address = {
            "address_1": beside.get("address"),
            "city": beside.get("town"),
            "state_province": beside.get("county"),
        }
    street = line(address.get("address_1"), longest=300)
    county = _unless_whole(address.get("state_province"))
    town = _unless_whole(address.get("city"))
    source = line(location.get("id") or place.get("location_id"), longest=200)
    features, access, access_url = _access(location, features_of)
    postcode = _postcode(address.get("postal_code"))
    venue = Venue(
        location=known(source) if source else None,
        name=name,
        address="" if street in {name, postcode} else street,
        town=town,
        county=county,
        postcode=postcode,
        point=point_of(location),
        uprn=_uprn(location),
        features=features,
        access=access,
        access_url=access_url,
        getting_there=text(beside.get("getting_there") if beside else location.get("description"), longest=2000),
        meeting_point=line(place.get("description"), longest=200),
        patterns=tuple(patterns),
    )
    return None if venue == Venue(location=venue.location, patterns=venue.patterns) else venue


def _unless_whole(said: object) -> str:
    plain = line(said, longest=80)
    return "" if plain == WHOLE_COUNTRY else plain


def _postcode(said: object) -> str:
    plain = line(said, longest=10).upper()
    return tidy_postcode(plain) or plain


def _uprn(location: dict[str, Any]) -> str:
    said = line(location.get("external_identifier"), longest=20)
    scheme = line(location.get("external_identifier_type"), longest=40).upper()
    return said[:12] if "UPRN" in scheme and said.isdigit() else ""


def _access(
    location: dict[str, Any], features_of: Callable[[list[dict[str, Any]]], list[Feature]]
) -> tuple[tuple[Feature, ...], str, str]:
    """What is said of getting in: as features where the words are ours, in words, and an address that says more."""
    found = features_of(things(location.get("attributes")))
    words: list[str] = []
    url = ""
    for one in things(location.get("accessibility")):
        for said in (one.get("accessibility"), one.get("description"), one.get("details")):
            plain = text(said, longest=1000)
            labels = [part.strip().lower() for part in plain.split(",")]
            if plain and all(label in _FEATURES for label in labels):
                found += [_FEATURES[label] for label in labels]
            elif plain and plain not in words:
                words.append(plain)
        uri = as_uri(line(one.get("url"), longest=300))
        url = url or ("" if is_placeholder(uri) else uri)
    features = tuple(feature for feature in Feature if feature in found) if found else ()
    return features, "\n".join(words), url[:300]


def is_abroad(place: dict[str, Any]) -> bool:
    """Whether an address says another country; the directory is for one place in England."""
    addresses = things(thing(place.get("location")).get("addresses"))
    countries = {line(one.get("country"), longest=40).upper() for one in addresses} - {""}
    return bool(countries) and not countries & {COUNTRY, "UK", "ENGLAND", "UNITED KINGDOM"}
