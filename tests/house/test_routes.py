"""What every address keeps to."""

import re

import pytest

from livewell.kit.door import OWN_SPACE, PUBLIC
from livewell.staff.permissions import Permission
from tests.house.the_house import modules

ALSO_ABOUT_A_PERSON = {
    "person",
    "journey",
    "referral",
    "assessment",
    "goal",
    "session",
    "connection",
    "matter",
    "introduction",
    "walk",
}


@pytest.fixture(scope="module")
def routes(app):
    from livewell.doctor import routes_of

    return routes_of(app)


def test_every_route_names_its_permission(routes):
    known = {PUBLIC, OWN_SPACE, *(permission.value for permission in Permission)}
    assert len(routes) > 40
    assert not [route for route in routes if route["permission"] not in known]


def test_every_route_has_a_name_of_its_own(routes):
    names = [route["name"] for route in routes if route["name"] is not None]
    assert not [route for route in routes if route["name"] is None]
    assert not {name for name in names if names.count(name) > 1}


def test_every_permission_opens_something(routes):
    """A page, or a part of one that a room asks about by itself."""
    used = {route["permission"] for route in routes}
    code = "\n".join(module.text for module in modules() if module.room != "staff")
    used |= {permission for permission in Permission if f"Permission.{permission.name} in " in code}
    assert not {permission.value for permission in Permission} - used


def test_every_page_about_a_person_is_logged(routes):
    """Whoever can read a page about somebody leaves a line that says so."""
    unlogged = []
    for route in routes:
        about = set(re.findall(r"\{(\w+)_id:uuid\}", route["path"])) & ALSO_ABOUT_A_PERSON
        if (
            "GET" in route["methods"]
            and about
            and route["permission"] not in {PUBLIC, OWN_SPACE}
            and route["opens"] not in about
        ):
            unlogged.append(route)
    assert not unlogged


def test_what_a_route_opens_can_be_traced_to_its_person(routes):
    from livewell.app import WHOSE

    for route in routes:
        if route["opens"] is not None:
            assert route["opens"] in WHOSE
            assert f"{{{route['opens']}_id:uuid}}" in route["path"]


@pytest.mark.parametrize("kind", sorted(ALSO_ABOUT_A_PERSON))
async def test_the_way_to_the_person_is_sql_that_runs(kind):
    from uuid import uuid4

    from livewell.app import WHOSE
    from livewell.kit.db import value

    found = await value(f"SELECT ({WHOSE[kind]})", uuid4())
    assert found is None or kind == "person"


def test_nothing_changes_by_looking(routes):
    """A GET shares its handler with no POST, and nothing else is spoken."""
    assert not [route for route in routes if not set(route["methods"]) <= {"GET", "HEAD", "POST"}]
    assert not [route for route in routes if {"GET", "POST"} <= set(route["methods"])]


def test_no_address_holds_a_number_of_a_person(routes):
    assert not [
        route
        for route in routes
        if re.search(r"nhs|name|born|postcode", " ".join(re.findall(r"\{[^}]*\}", route["path"])))
    ]
