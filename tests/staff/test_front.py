import pytest

from livewell.app import NAVIGATION
from livewell.kit.cookies import EVERY_COOKIE
from livewell.staff.rules import LANDING, Role


@pytest.mark.parametrize("path", ["/", "/help-now", "/accessibility", "/privacy", "/cookies", "/sign-in"])
async def test_anybody_may_read_the_front_pages(visitor, path):
    page = await visitor.get(path)
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert (await visitor.head(path)).status_code == 200


async def test_the_front_page_leads_on(visitor):
    page = (await visitor.get("/")).text
    for way in ("/refer", "/refer/someone", "/community", "/sign-in", "/help-now"):
        assert f'href="{way}"' in page


async def test_the_cookies_page_names_every_cookie(visitor):
    page = (await visitor.get("/cookies")).text
    assert all(name in page for name in EVERY_COOKIE)


def test_every_link_in_the_header_leads_somewhere_and_every_role_begins_somewhere(app):
    paths = {route.path for route in app.routes}
    assert not {item.path for item in NAVIGATION} - paths
    assert not set(LANDING.values()) - paths


@pytest.mark.parametrize("role", list(Role))
async def test_the_header_shows_what_a_role_may_open(client_for, role):
    client = await client_for(role)
    page = (await client.get("/account")).text
    for item in NAVIGATION:
        shown = f'href="{item.path}"' in page
        assert shown is (item.permission in client.member.can), item.label
        if shown:
            assert (await client.get(item.path)).status_code == 200, item.path


async def test_the_link_to_the_page_in_use_says_so(client_for):
    manager = await client_for(Role.MANAGER)
    page = (await manager.get("/staff/new")).text
    assert 'href="/staff" aria-current="true"' in page
    assert 'href="/staff" aria-current="page"' in (await manager.get("/staff")).text
