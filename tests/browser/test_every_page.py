"""Every page, as everybody who may see it: accessible at two widths, nothing wider than 320 pixels, nothing blocked."""

import re

import pytest
from playwright.async_api import expect

from livewell.demo.cast import PASSWORD
from livewell.forum.door import MEMBER_DOOR
from livewell.fund.door import APPLICANT_DOOR
from livewell.kit import cookies
from livewell.kit.db import transaction, value
from livewell.kit.guest_door import GuestDoor
from livewell.staff.rules import Role
from livewell.volunteers.door import VOLUNTEER_DOOR
from tests.at_home import a_visit
from tests.browser.crawl import Walk, kind_of, links_in
from tests.front.browser import assert_sound_at_every_width

AT_HOME = "a person at home"
GUESTS: dict[str, tuple[GuestDoor, str]] = {
    "a volunteer": (VOLUNTEER_DOOR, "SELECT id FROM volunteer WHERE stage = 'active' ORDER BY came_at, id LIMIT 1"),
    "a member of the forum": (
        MEMBER_DOOR,
        (
            "SELECT m.id FROM forum_member m JOIN fund_panellist p ON p.member = m.id WHERE m.state = 'member'"
            " ORDER BY m.joined_on, m.id LIMIT 1"
        ),
    ),
    "an applicant": (
        APPLICANT_DOOR,
        "SELECT id FROM fund_application WHERE state = 'begun' ORDER BY reference LIMIT 1",
    ),
}
"""Who comes by a link in a message: the door, and somebody of the demonstration who may come through it."""

FIRST: dict[str, str] = {"visitor": "/", AT_HOME: "/my"} | {role.value: "/home" for role in Role}
FIRST |= {who: door.home for who, (door, _) in GUESTS.items()}
ALREADY: set[str] = set()
"""Kinds of page that this worker has looked at closely: the same page is not looked at again for another role."""


async def be(page, demo, who: str) -> None:
    """Be somebody in this browser: a member of staff by their password, a person of the place by a visit to their space."""
    if who == AT_HOME:
        async with demo.database():
            person = await value(
                "SELECT j.person FROM journey j JOIN session s ON s.journey = j.id JOIN goal g ON g.journey = j.id"
                " WHERE j.closed_at IS NULL AND g.status = 'agreed' AND s.status = 'booked'"
                " AND EXISTS (SELECT FROM connection c WHERE c.journey = j.id) LIMIT 1"
            )
            visit = await a_visit(person)
        await page.context.add_cookies([{"name": cookies.HOME, "value": visit, "url": demo.address}])
    elif who in GUESTS:
        door, somebody = GUESTS[who]
        async with demo.database(), transaction():
            link = await door.kind.make_link(await value(somebody), holder="somebody@letterbox.example")
            here = await door.kind.come_in(link)
        await page.context.add_cookies([{"name": door.cookie, "value": here, "url": demo.address}])
    elif who != "visitor":
        await sign_in(page, demo.address, who)


async def sign_in(page, address: str, role: str) -> None:
    """Walk through the demo's door of a role."""
    await page.goto(f"{address}/sign-in")
    await page.fill("input[name=email]", EMAILS[role])
    await page.fill("input[name=password]", PASSWORD)
    await page.click("main button[type=submit]")
    await expect(page).not_to_have_url(re.compile("/sign-in"))


EMAILS = {
    Role.PRACTICE_REFERRER: "helen.marlpool@willowbank-surgery.example",
    Role.HEALTH_COACH: "tom.ravensdale@livewell.example",
    Role.LINK_WORKER: "joe.thistlewood@livewell.example",
    Role.MANAGER: "ruth.castlegate@livewell.example",
    Role.ORGANISATION_EDITOR: "anne.widmerpole@walkers.example",
    Role.VOLUNTEER_COORDINATOR: "owen.merryweather@volunteering.example",
    Role.FORUM_FACILITATOR: "grace.holmefield@forum.example",
    Role.EVALUATOR: "ines.thorotonby@university.example",
    Role.ADMINISTRATOR: "sam.normanside@livewell.example",
}


NO_PAGE = (".pdf", ".csv", ".ics", ".json", ".zip", ".xlsx", "/csv", "/xlsx", "/download", "/copy")


@pytest.mark.parametrize("who", FIRST)
async def test_every_page_is_sound(who, live_demo, page):
    await be(page, live_demo, who)
    walk = Walk(FIRST[who], of_each=1, leave_out=("/static/", "/sign-out", "/community/photos/", "/oruk/"))
    looked_at = 0
    while path := walk.next():
        if path.partition("?")[0].endswith(NO_PAGE):
            continue
        if kind_of(path) in ALREADY:  # Its links may be others for somebody else; how it looks was seen.
            asked = await page.context.request.get(live_demo.address + path)
            assert asked.status == 200, f"{asked.status} {path}, from {walk.came_from[path]}"
            walk.lead(links_in(await asked.text(), asked.url), at=path)
            continue
        answer = await page.goto(live_demo.address + path)
        assert answer.status == 200, f"{answer.status} {path}, from {walk.came_from[path]}"
        walk.lead(links_in(await page.content(), page.url), at=path)
        ALREADY.add(kind_of(path))
        looked_at += 1
        await assert_sound_at_every_width(page)
    assert looked_at or who != "visitor"


async def test_everything_can_be_read_without_javascript(live_demo, chromium):
    """The front pages of every role say the same with JavaScript off, and no link needs it."""
    for who, first in FIRST.items():
        context = await chromium.new_context(java_script_enabled=False)
        page = await context.new_page()
        await be(page, live_demo, who)
        answer = await page.goto(live_demo.address + first)
        assert answer.status == 200
        await expect(page.locator("h1")).to_have_count(1)
        await expect(page.locator("a[href='#'], a[href='']")).to_have_count(0)
        await context.close()
