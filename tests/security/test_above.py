"""Whoever opens the address of a form, which a refused form leaves in the bar, comes to the page above it."""

from uuid import uuid4

import pytest
from litestar import get, post
from litestar.params import FromPath

from livewell.kit import edge
from livewell.kit.above import page_above
from livewell.kit.door import PUBLIC
from livewell.staff.permissions import Role
from tests.security.a_house import a_house, browser
from tests.security.test_matrix import filled

SOMEBODY = "7d9f2f8e-43a7-4d3b-9b43-55f2a0c6d1aa"


@get(["/", "/groups", "/groups/{number:int}", "/groups/{number:int}/people", "/words/{word:str}"], permission=PUBLIC)
async def page() -> str:
    return "a page"


@get("/files/{file:path}", permission=PUBLIC)
async def files(file: FromPath[str]) -> str:
    return file


@post(
    [
        "/groups/add",
        "/groups/{number:int}/close",
        "/groups/{number:int}/people/{who:uuid}/leave",
        "/words/{word:str}/say",
        "/alone/in/the/world",
    ],
    permission=PUBLIC,
)
async def form() -> str:
    return "done"


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("/groups/add", "/groups"),
        ("/groups/7/close", "/groups/7"),
        ("/groups/seven/close", "/groups"),
        (f"/groups/7/people/{SOMEBODY}/leave", "/groups/7/people"),
        ("/words/tea/say", "/words/tea"),
        ("/words//say", "/"),
        ("//words/tea/say/", "/words/tea"),
        ("/alone/in/the/world", "/"),
        ("/files/of/mine", "/"),
        ("/", None),
        ("", None),
    ],
)
async def test_the_nearest_page_that_can_be_opened(path, above):
    assert page_above(edge.build([page, files, form], house=a_house()), path) == above


async def test_who_opens_the_address_of_a_form_goes_up_and_a_program_is_refused():
    async with browser() as visitor:
        answer = await visitor.get("/write?words=kept")
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert (await visitor.get("/write", headers={"HX-Request": "true"})).status_code == 405
        assert (await visitor.post("/for-coaches")).status_code == 405


async def test_no_address_of_a_form_is_a_dead_end(app, visitor):
    gets = {route.path for route in app.routes if "GET" in route.methods}
    forms = sorted(route.path for route in app.routes if "POST" in route.methods and route.path not in gets)
    assert len(forms) > 300
    for address in map(filled, forms):
        answer = await visitor.get(address)
        where = answer.headers.get("location", "")
        assert answer.status_code == 303, address
        assert f"{address}/".startswith(where.rstrip("/") + "/"), address
        assert (await visitor.get(where)).status_code != 405, where


async def test_who_may_see_the_page_above_comes_to_it_and_who_may_not_does_not(client_for, visitor):
    address = f"/directory/changes/{uuid4()}/back"
    admin = await client_for(Role.LINK_WORKER)
    above = (await admin.get(address)).headers["location"]
    assert address.startswith(f"{above}/")
    assert (await admin.get(f"/directory/freshness/{uuid4()}")).headers["location"] == "/directory/freshness"
    editor = await client_for(Role.ORGANISATION_EDITOR)
    where = (await editor.get("/places/wards")).headers["location"]
    assert (where, (await editor.get(where)).status_code) == ("/places", 403)
    assert (await visitor.get(where)).headers["location"] == "/sign-in?next=%2Fplaces"
