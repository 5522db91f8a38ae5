"""The pages of a week in a real browser, on a phone and on a desk."""

import os
from uuid import uuid4

from playwright.async_api import BrowserContext, Page

from livewell.kit import clock, cookies
from livewell.staff.rules import Role
from livewell.stories.rules import Reach
from livewell.updates import actions, rules
from tests.factories.staff import a_member, a_sign_in
from tests.front.browser import assert_sound_at_every_width
from tests.live import LiveHouse
from tests.updates.test_actions import LONG_AGO, miracle, said

SHOTS = os.getenv("LIVEWELL_SHOTS")


async def test_every_page_is_for_everybody(page: Page, browsing: BrowserContext, live_server: LiveHouse):
    async with live_server.database():
        coach = await a_member(Role.HEALTH_COACH, created_at=LONG_AGO)
        worker = await a_member(Role.LINK_WORKER, created_at=LONG_AGO)
        week = rules.monday(clock.today())
        for one in (coach, worker):
            await actions.send(
                week, said("Tea in the chapel on Thursdays; the key hangs behind the organ."), version=0, by=one
            )
            await actions.tell_miracle(week, miracle(reach=Reach.TEAM), submission=uuid4(), by=one)
        token = await a_sign_in(coach)
    await browsing.add_cookies(
        [{"name": cookies.cookie_name(cookies.SIGN_IN, secure=False), "value": token, "url": live_server.address}]
    )
    paths = (
        "",
        f"/{week}",
        f"/{week}/away",
        f"/{week}/miracle",
        "/team",
        "/figures",
        "/miracles",
        f"/{week}/of/{worker.id}",
    )
    for number, path in enumerate(paths):
        await page.goto(f"{live_server.address}/weeks{path}")
        await assert_sound_at_every_width(page, pictures=f"{SHOTS}/weeks-{number}-{{width}}.png" if SHOTS else "")
