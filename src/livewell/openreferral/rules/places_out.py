"""Places in the words of HSDS-UK 3.0: a location with its address and access, and the areas a service covers."""

import json
from typing import Any
from uuid import UUID

from livewell.assets.rules import FEATURE_LABELS
from livewell.assets.rules.listing import Covered, Venue
from livewell.openreferral.rules.addresses import as_uri
from livewell.openreferral.rules.identity import stable_text
from livewell.openreferral.rules.schedules import schedule_documents
from livewell.openreferral.rules.taxonomies import Catalogue, attribute

COUNTRY = "GB"
WHOLE_COUNTRY = "England"
"""What is said for a county or a town that nobody wrote down: the standard wants both of every address."""

EVERYWHERE = "Everywhere"

# https://statistics.data.gov.uk names every area of the Office for National Statistics.
AREA_URI = "http://statistics.data.gov.uk/id/statistical-geography/"


def service_at_location(
    venue: Venue, at: UUID, location: UUID, *, service: UUID, catalogue: Catalogue, whole: bool = True
) -> dict[str, Any]:
    """A service at one of its places, with the times it happens there; without `whole` only what it has one of."""
    return {
        "id": str(at),
        "service_id": str(service),
        "location_id": str(location),
        "description": venue.meeting_point,
        "schedules": list(schedule_documents(venue.patterns, service_at_location_id=at)) if whole else [],
        "location": location_document(venue, location, catalogue, whole=whole),
    }


def location_document(venue: Venue, location: UUID, catalogue: Catalogue, *, whole: bool = True) -> dict[str, Any]:
    """A place; without `whole` only what it has one of. It must not be hidden."""
    has_address = bool(venue.postcode)
    plain = [] if has_address else [", ".join(part for part in (venue.address, venue.town, venue.county) if part)]
    document: dict[str, Any] = {
        "id": str(location),
        "location_type": "physical",
        "name": venue.name,
        "description": "\n".join(part for part in (*plain, venue.getting_there) if part),
        "external_identifier": venue.uprn,
        "external_identifier_type": "UPRN" if venue.uprn else "",
    }
    if plain and plain[0]:
        # The standard wants a postcode of every address, so this one is not lost beside it.
        said = {
            "address": venue.address,
            "town": venue.town,
            "county": venue.county,
            "getting_there": venue.getting_there,
        }
        document["live_well"] = said
    if venue.point:
        document |= {"latitude": venue.point[2], "longitude": venue.point[3]}
    if not whole:
        return document
    if has_address:
        document["addresses"] = [_address(venue, location)]
    helps = ", ".join(FEATURE_LABELS[feature] for feature in venue.features)
    if helps or venue.access or venue.access_url:
        document["accessibility"] = [
            {
                "id": stable_text("accessibility", location),
                "location_id": str(location),
                "description": helps or venue.access,
                "details": venue.access,
                "url": as_uri(venue.access_url),
                "accessibility": helps or venue.access,
            }
        ]
    access = next((one for one in catalogue.taxonomies if one.code == "access"), None)
    if access is not None:
        here = {feature.value for feature in venue.features}
        document["attributes"] = [
            attribute(location, access, term, "location") for term in access.terms if term.code in here
        ]
    return document


def _address(venue: Venue, location: UUID) -> dict[str, Any]:
    return {
        "id": stable_text("address", location),
        "location_id": str(location),
        "address_1": venue.address or venue.name or venue.postcode,
        "city": venue.town or WHOLE_COUNTRY,
        "state_province": venue.county or WHOLE_COUNTRY,
        "postal_code": venue.postcode,
        "country": COUNTRY,
        "address_type": "physical",
    }


def service_area(covered: Covered, service: UUID, number: int) -> dict[str, Any]:
    """Where a service comes to. A drawn area goes as GeoJSON, a ward or a district by its address at the ONS."""
    name = covered.name or (EVERYWHERE if covered.everywhere else ", ".join(covered.codes))
    return {
        "id": stable_text("area", service, number),
        "service_id": str(service),
        "name": name,
        "service_area": name,
        "extent": json.dumps(covered.polygon, separators=(",", ":")) if covered.polygon else "",
        "extent_type": "geojson" if covered.polygon else "",
        "uri": AREA_URI + covered.codes[0] if len(covered.codes) == 1 else "",
        "live_well": {"codes": list(covered.codes), "everywhere": covered.everywhere or None},
    }
