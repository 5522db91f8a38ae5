"""A listing in the words of HSDS-UK 3.0: a service with its organisation, its places, times, prices and people to ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from livewell.assets.rules import LANGUAGES
from livewell.assets.rules.listing import ContactPerson, Cost, Listing
from livewell.openreferral.rules.addresses import as_mailbox, as_uri
from livewell.openreferral.rules.identity import stable, stable_text
from livewell.openreferral.rules.places_out import service_area, service_at_location
from livewell.openreferral.rules.schedules import schedule_documents
from livewell.openreferral.rules.taxonomies import Catalogue, attribute

IDENTIFIERS = (("charity_number", "GB-CHC", "Charity number"), ("company_number", "GB-COH", "Company number"))
"""Our column, its scheme in http://org-id.guide/, and the words for it."""

OURS_ALONE = ("first_time", "who_you_meet", "when_note", "access", "group_size", "places_left", "free")
"""What a listing says and the standard has no field for; it travels beside, under `live_well`."""


@dataclass(frozen=True)
class OrganizationSaid:
    """What everybody may know of an organisation."""

    id: UUID
    name: str
    what: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    charity_number: str = ""
    company_number: str = ""
    sector: str = ""
    beside: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Published:
    """
    A published listing with what its document needs beside its own words.

    `at` holds (service at location, location) for each of its venues, in their order. `beside` is what came with an
    imported service and has no place in a listing: it goes out again as it came.
    """

    id: UUID
    listing: Listing
    organization: OrganizationSaid | None
    at: tuple[tuple[UUID, UUID], ...]
    changed_at: datetime
    assured_on: date | None = None
    assurer_email: str = ""
    beside: Mapping[str, Any] = field(default_factory=dict)


def no_words_for(name: str) -> str:
    """What is true of an organisation that has not described itself; the standard wants a description of each."""
    return f"{name} offers services that are listed in this directory."


def instant(moment: datetime) -> str:
    """An instant with milliseconds and its zone, as the standard asks."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def organization_document(said: OrganizationSaid, *, whole: bool = True) -> dict[str, Any]:
    """An organisation; without `whole` only what it has one of."""
    document: dict[str, Any] = {
        "id": str(said.id),
        "name": said.name,
        "description": said.what or no_words_for(said.name),
        "email": as_mailbox(said.email),
        "website": as_uri(said.website),
        "logo": said.beside.get("logo"),
        "uri": said.beside.get("uri"),
    }
    if whole:
        document["phones"] = [{"id": stable_text("phone", said.id), "number": said.phone}] if said.phone else []
        document["organization_identifiers"] = [
            {
                "id": stable_text("identifier", said.id, scheme),
                "organization_id": str(said.id),
                "identifier_scheme": scheme,
                "identifier_type": words,
                "identifier": getattr(said, column),
            }
            for column, scheme, words in IDENTIFIERS
            if getattr(said, column)
        ]
        document["live_well"] = {"sector": said.sector}
    return document


def service_in_short(told: Published) -> dict[str, Any]:
    """The service with what it has one of, as it stands in a list."""
    listing, organization = told.listing, told.organization
    return {
        "id": str(told.id),
        "organization_id": str(organization.id) if organization else None,
        "name": listing.name,
        "description": listing.what,
        "url": as_uri(listing.website),
        "email": _mailbox(told),
        "status": str(listing.running.value),
        "fees": listing.cost_note or ("Free" if listing.free else ""),
        "fees_description": listing.cost_note,
        "minimum_age": listing.minimum_age,
        "maximum_age": listing.maximum_age,
        "eligibility_description": listing.who_for,
        "application_process": listing.joining_note,
        "wait_time": listing.capacity_note,
        "accreditations": told.beside.get("accreditations"),
        "alert": listing.alert,
        **assurance(told),
        "last_modified": instant(told.changed_at),
        "organization": organization_document(organization, whole=False) if organization else None,
    }


def service_document(told: Published, catalogue: Catalogue) -> dict[str, Any]:
    """The whole service, with everything it has many of. Hidden places and people who are not shown are not in it."""
    listing = told.listing
    places = [pair for pair in zip(listing.venues, told.at, strict=True) if not pair[0].hidden]
    return service_in_short(told) | {
        "organization": organization_document(told.organization) if told.organization else None,
        "schedules": list(schedule_documents(listing.patterns, service_id=told.id)),
        "service_areas": [service_area(covered, told.id, number) for number, covered in enumerate(listing.covers)],
        "service_at_locations": [
            service_at_location(venue, at, location, service=told.id, catalogue=catalogue)
            for venue, (at, location) in places
        ],
        "languages": [
            {
                "id": stable_text("language", told.id, code),
                "service_id": str(told.id),
                "name": LANGUAGES.get(code, code),
                "code": code,
            }
            for code in listing.languages
        ],
        "cost_options": [_cost(cost, told.id, number) for number, cost in enumerate(listing.costs)],
        "contacts": [
            _contact(contact, told.id, number) for number, contact in enumerate(listing.contacts) if contact.shown
        ],
        "funding": told.beside.get("funding"),
        "attributes": [
            *(attribute(told.id, taxonomy, term, "service") for taxonomy, term in catalogue.terms_of(listing)),
            *told.beside.get("attributes", ()),
        ],
        "live_well": {name: getattr(listing, name) for name in OURS_ALONE},
    }


def _mailbox(told: Published) -> str:
    """Where to write to: somebody who is shown, else the organisation's own mailbox."""
    shown = (as_mailbox(contact.email) for contact in told.listing.contacts if contact.shown)
    return next((one for one in shown if one), as_mailbox(told.organization.email) if told.organization else "")


def assurance(told: Published) -> dict[str, Any]:
    """When it was last checked and by whom: our own word before that of the directory it came from."""
    if told.assured_on:
        return {"assured_date": told.assured_on.isoformat(), "assurer_email": as_mailbox(told.assurer_email)}
    return {name: told.beside.get(name) for name in ("assured_date", "assurer_email")}


def _cost(cost: Cost, service: UUID, number: int) -> dict[str, Any]:
    return {
        "id": stable_text("cost", service, number),
        "service_id": str(service),
        "option": cost.option,
        "amount": None if cost.amount is None else float(cost.amount),
        "amount_description": cost.words,
        "currency": None if cost.amount is None else "GBP",
    }


def _contact(contact: ContactPerson, service: UUID, number: int) -> dict[str, Any]:
    here = stable("contact", service, number)
    phones = [{"id": stable_text("phone", here), "contact_id": str(here), "number": contact.phone}]
    return {
        "id": str(here),
        "service_id": str(service),
        "name": contact.name,
        "title": contact.role,
        "email": as_mailbox(contact.email),
        "phones": phones if contact.phone else [],
    }
