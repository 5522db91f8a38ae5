"""Every route by every role: what the one page of permissions says is what the doors do."""

import re
from uuid import uuid4

import pytest

from livewell.kit import cookies, csrf
from livewell.kit.door import OWN_SPACE, PUBLIC
from livewell.kit.edge import handlers_of
from livewell.kit.headers import ALWAYS, MAY_ASK_WHERE
from livewell.staff.permissions import GRANTS, OPENS_RECORDS, Permission
from livewell.staff.queries import hash_of
from livewell.staff.rules import Role
from tests import at_home
from tests.at_home import a_visit
from tests.browsing import forms_in
from tests.factories.people import a_person
from tests.factories.staff import a_member, a_sign_in
from tests.signed_in import SETTINGS, a_client

SAMPLES = {"uuid": lambda: str(uuid4()), "str": lambda: "x" * 43, "path": lambda: "nothing.css", "int": lambda: "7"}


def routes_of(app):
    return [
        (method, route.path, handler.opt["permission"])
        for route in app.routes
        for handler in handlers_of(route)
        for method in sorted(handler.http_methods - {"HEAD", "OPTIONS"})
    ]


def filled(path):
    return re.sub(r"{\w+:(\w+)}", lambda found: SAMPLES[found.group(1)](), path)


def expected(permission, *, can, closed=frozenset()):
    if permission == PUBLIC or permission in can:
        return "open"
    if permission == OWN_SPACE:
        return "come in"
    return "second step first" if permission in closed else "closed"


def seen(answer, path):
    if answer.status_code in {303, 401} and is_own(path) and has_no_home(answer):
        return "come in"
    for_a_script = answer.headers.get("content-type", "").startswith("text/plain")  # A draft behind a link that ended.
    if (answer.status_code == 401 and not for_a_script) or answer.headers.get("location", "").startswith("/sign-in?"):
        return "sign in"
    if answer.headers.get("location") == "/account/second-factor" != path:
        return "second step first"
    if answer.status_code == 403:
        return "closed"
    return "open"


def is_own(path):
    return path == "/my" or path.startswith("/my/")


def has_no_home(answer):
    """Whether an answer sends to the way in, gives words back, or lets whoever leaves go: nothing of anybody is in it."""
    to = answer.headers.get("location", "")
    return to == "/my/come-in" or "You have left your space" in answer.text or (to == "/" and not answer.content)


async def ask(client, method, path, token):
    if method == "GET":
        return await client.get(path)
    return await client.request(method, path, data={"csrf": token})


def differences(cells):
    return [
        f"{method} {path} ({permission}): {got}, not {want}"
        for method, path, permission, got, want in cells
        if got != want
    ]


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_opens_what_it_may_and_nothing_else(app, role):
    member = await a_member(role)
    cells, for_looking = [], await a_sign_in(member)
    async with a_client(app) as client:
        for method, path, permission in sorted(routes_of(app), key=lambda route: route[0] != "GET"):
            # Looking ends no sign-in; some of the routes that do something end every one of somebody's.
            sign_in = for_looking if method == "GET" else await a_sign_in(member)
            client.cookies.set(cookies.SIGN_IN, sign_in, domain="livewell.example")
            client.cookies.set(cookies.VISITOR, "V" * 43, domain="livewell.example")
            token = A_VISITORS if is_own(path) else token_for(sign_in)
            answer = await ask(client, method, filled(path), token)
            assert answer.status_code < 500 or path == "/readyz", f"{method} {path} answers {answer.status_code}"
            cells.append((method, path, permission, seen(answer, path), expected(permission, can=GRANTS[role])))
    assert len(cells) > 60
    assert not differences(cells)


A_VISITORS = csrf.token_for("V" * 43, secret=SETTINGS.secret_key)
"""What a form of somebody who is not at home carries, whoever is signed in besides."""


def token_for(sign_in):
    return csrf.token_for(hash_of(sign_in).hex(), secret=SETTINGS.secret_key)


@pytest.mark.parametrize("role", [Role.HEALTH_COACH, Role.PRACTICE_REFERRER, Role.MANAGER])
async def test_without_a_second_step_every_record_stays_shut(app, role):
    member = await a_member(role)
    cells = []
    async with a_client(app) as client:
        for method, path, permission in routes_of(app):
            if permission not in OPENS_RECORDS:
                continue
            sign_in = await a_sign_in(member, second_factor=False)
            client.cookies.set(cookies.SIGN_IN, sign_in, domain="livewell.example")
            answer = await ask(client, method, filled(path), token_for(sign_in))
            want = expected(permission, can=GRANTS[role] - OPENS_RECORDS, closed=GRANTS[role])
            cells.append((method, path, permission, seen(answer, path), want))
    assert cells
    assert not differences(cells)


async def test_a_stranger_opens_what_is_public_and_is_asked_to_sign_in_for_the_rest(app, visitor):
    token = forms_in(await visitor.get("/sign-in"))[0].data["csrf"][0]
    cells = []
    for method, path, permission in routes_of(app):
        answer = await ask(visitor, method, filled(path), token)
        assert answer.status_code < 500 or path == "/readyz", f"{method} {path} answers {answer.status_code}"
        want = {PUBLIC: "open", OWN_SPACE: "come in"}.get(permission, "sign in")
        cells.append((method, path, permission, seen(answer, path), want))
    assert not differences(cells)


async def test_a_person_in_their_own_space_opens_that_and_what_is_public_and_nothing_of_the_staff(app):
    person = await a_person()
    cells, for_looking = [], await a_visit(person)
    async with a_client(app) as client:
        for method, path, permission in sorted(routes_of(app), key=lambda route: route[0] != "GET"):
            # Looking ends no visit; some of the routes that do something end every one of somebody's.
            visit = for_looking if method == "GET" else await a_visit(person)
            client.cookies.set(cookies.HOME, visit, domain="livewell.example")
            answer = await ask(client, method, filled(path), csrf_for(client, visit, path))
            assert answer.status_code < 500 or path == "/readyz", f"{method} {path} answers {answer.status_code}"
            want = "open" if permission in {PUBLIC, OWN_SPACE} else "sign in"
            got = "open" if want == "open" and is_own(path) and answer.status_code != 401 else seen(answer, path)
            cells.append((method, path, permission, got, want))
    assert sum(permission == OWN_SPACE for _, _, permission, _, _ in cells) > 20
    assert not differences(cells)


def csrf_for(client, visit, path):
    """The token of a form in their own space, or of a visitor's elsewhere."""
    if is_own(path):
        return csrf.token_for(at_home.hash_of(visit).hex(), secret=SETTINGS.secret_key)
    client.cookies.set(cookies.VISITOR, "V" * 43, domain="livewell.example")
    return A_VISITORS


@pytest.mark.parametrize("role", [Role.HEALTH_COACH, Role.MANAGER, Role.ADMINISTRATOR])
async def test_a_sign_in_of_staff_is_nobody_where_people_are_at_home(app, role):
    member = await a_member(role)
    async with a_client(app) as client:
        client.cookies.set(cookies.SIGN_IN, await a_sign_in(member), domain="livewell.example")
        # Not even in the cookie of an own space.
        client.cookies.set(cookies.HOME, await a_sign_in(member), domain="livewell.example")
        for method, path, permission in routes_of(app):
            if permission == OWN_SPACE and method == "GET":
                assert (await client.get(filled(path))).headers["location"] == "/my/come-in", path


async def test_a_visit_is_no_sign_in(app):
    async with a_client(app) as client:
        client.cookies.set(cookies.SIGN_IN, await a_visit(await a_person()), domain="livewell.example")
        assert (await client.get("/caseload")).headers["location"].startswith("/sign-in")


ASKS_WHERE = {("GET", "/community"), ("HEAD", "/community")}
"""The one page with a button that asks the browser where it is."""


async def test_every_route_by_every_method_wears_every_header(app, visitor):
    for _, path, permission in routes_of(app):
        for method in ("GET", "POST", "HEAD", "PUT", "DELETE"):
            answer = await visitor.request(method, filled(path))
            wears = ALWAYS | ({"permissions-policy": MAY_ASK_WHERE} if (method, path) in ASKS_WHERE else {})
            bare = [name for name, value in wears.items() if answer.headers.get(name) != value]
            assert not bare, f"{method} {path} lacks {bare}"
            if permission != PUBLIC:
                assert answer.headers["cache-control"] == "no-store", path


async def test_no_form_is_taken_without_its_token(app, visitor):
    taken = []
    for method, path, permission in routes_of(app):
        if method == "POST" and permission == PUBLIC:
            answer = await visitor.post(filled(path), data={"anything": "at all"})
            if answer.status_code not in {403, 404}:
                taken.append(f"{path} answers {answer.status_code}")
    assert not taken


async def test_no_page_changes_anything_when_it_is_only_looked_at(app):
    from livewell.kit import db

    tables = [row["relname"] for row in await db.rows("SELECT relname FROM pg_stat_user_tables")]
    unseen = {"opening", "rate_limit", "sign_in", "resident_visit", "draft"}
    count = " + ".join(f'(SELECT count(*) FROM "{name}")' for name in tables if name not in unseen)
    member = await a_member(Role.MANAGER)
    async with a_client(app) as client:
        client.cookies.set(cookies.SIGN_IN, await a_sign_in(member), domain="livewell.example")
        before = await db.value(f"SELECT {count}")
        for method, path, _ in routes_of(app):
            if method == "GET":
                await client.get(filled(path))
        assert await db.value(f"SELECT {count}") == before


def test_every_permission_a_route_asks_for_exists(app):
    known = {permission.value for permission in Permission} | {PUBLIC, OWN_SPACE}
    assert {str(permission) for _, _, permission in routes_of(app)} <= known


def test_every_page_that_opens_a_record_asks_for_a_second_step(app):
    opening = {
        (route.path, str(handler.opt["permission"]))
        for route in app.routes
        for handler in handlers_of(route)
        if handler.opt.get("opens")
    }
    assert opening
    assert not {(path, permission) for path, permission in opening if permission not in OPENS_RECORDS}
