"""A service as Open Referral UK 1.0 says it, put into the words of 3.0."""

from typing import Any

from livewell.openreferral.rules.cleaning import thing, things

RENAMED = {"fundings": "funding", "regular_schedules": "schedules", "service_taxonomys": "attributes"}
"""Lists of a version 1 service and what 3.0 calls them."""


def is_version_1(service: dict[str, Any]) -> bool:
    """Whether a service (its names in small letters) carries anything that only version 1 has."""
    places = things(service.get("service_at_locations"))
    return any(name in service for name in (*RENAMED, "eligibilitys", "holiday_schedules", "deliverable_type")) or any(
        "physical_addresses" in thing(place.get("location")) or "regular_schedules" in place for place in places
    )


def upgraded(service: dict[str, Any]) -> dict[str, Any]:
    """The same service in the words of 3.0. What 3.0 has no word for stays as it was."""
    new = dict(service)
    for old, name in RENAMED.items():
        if old in new and name not in new:
            new[name] = new.pop(old)
    new["attributes"] = [_attribute(one) for one in things(new.get("attributes"))]
    new["schedules"] = [_schedule(one) for one in things(new.get("schedules"))]
    new["service_at_locations"] = [_place(one) for one in things(new.get("service_at_locations"))]
    for who in things(service.get("eligibilitys")):
        for name in ("minimum_age", "maximum_age"):
            new.setdefault(name, who.get(name))
        new.setdefault("eligibility_description", who.get("eligibility"))
        new["attributes"] += [
            _attribute({**one, "link_type": "service_eligibility"}) for one in things(who.get("taxonomys"))
        ]
    return new


def _attribute(one: dict[str, Any]) -> dict[str, Any]:
    """A link to a term, which version 1 calls a taxonomy of a vocabulary."""
    term = thing(one.get("taxonomy"))
    if not term:
        return one
    return {
        "id": one.get("id"),
        "link_type": one.get("link_type"),
        "taxonomy_term": {
            "id": term.get("id"),
            "name": term.get("name"),
            "description": term.get("name"),
            "taxonomy": term.get("vocabulary"),
        },
    }


def _schedule(one: dict[str, Any]) -> dict[str, Any]:
    """Times, whose day version 1 may name in full."""
    if one.get("byday") or not isinstance(one.get("weekday"), str):
        return one
    return {**one, "byday": one["weekday"][:2].upper(), "freq": one.get("freq") or "WEEKLY"}


def _place(place: dict[str, Any]) -> dict[str, Any]:
    location = dict(thing(place.get("location")))
    if "physical_addresses" in location:
        location.setdefault("addresses", location.pop("physical_addresses"))
    if "accessibility_for_disabilities" in location:
        location.setdefault("accessibility", location.pop("accessibility_for_disabilities"))
    location.setdefault("location_type", "physical")
    schedules = place.get("schedules") or place.get("regular_schedules")
    return {**place, "location": location, "schedules": [_schedule(one) for one in things(schedules)]}
