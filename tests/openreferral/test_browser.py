"""An operator imports a feed in a real browser, with and without JavaScript, from a real server on the loopback."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import expect

from livewell.kit.db import value
from livewell.staff.rules import Role
from tests.factories.staff import a_member, a_sign_in
from tests.front.browser import assert_sound, listen
from tests.live import a_live_house
from tests.openreferral.feeds import a_service, in_pages, served

SERVICES = [a_service(n) for n in range(5)]


@pytest_asyncio.fixture
async def feed_and_house(cluster, template, tmp_path_factory) -> AsyncIterator[tuple[str, object]]:
    with served(in_pages(SERVICES)) as (address, _):
        hosts = {"LIVEWELL_FEED_HOSTS": address.removeprefix("http://")}
        async with a_live_house(cluster, tmp_path_factory, **hosts) as house:
            yield f"{address}/oruk/v3", house


@asynccontextmanager
async def operator(house, chromium, *, scripts: bool):
    async with house.database():
        token = await a_sign_in(await a_member(Role.LINK_WORKER))
    context = await chromium.new_context(java_script_enabled=scripts, viewport={"width": 390, "height": 800})
    await context.add_cookies([{"name": "livewell_sign_in", "value": token, "url": house.address}])
    try:
        yield await context.new_page()
    finally:
        await context.close()


async def until_it_says(page, words: str, *, scripts: bool) -> None:
    """The page comes to its end by itself with scripts, and by its own link without."""
    if scripts:
        await expect(page.get_by_role("main")).to_contain_text(words, timeout=120_000)
        return
    deadline = time.monotonic() + 120
    while words not in (said := await page.inner_text("main")):
        assert time.monotonic() < deadline, said
        await page.wait_for_timeout(300)
        link = page.get_by_role("link", name="See how far it is")
        if await link.count():
            await link.click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
async def test_an_operator_adds_a_feed_looks_and_brings_it_in(feed_and_house, chromium, scripts):
    address, house = feed_and_house
    async with operator(house, chromium, scripts=scripts) as page:
        if scripts:
            listen(page)
        await page.goto(f"{house.address}/directory/feeds")
        await page.get_by_label("Name", exact=True).fill("County directory")
        await page.get_by_label("Address", exact=True).fill(address)
        await page.get_by_label("No", exact=True).check()
        await page.get_by_role("button", name="Add feed").click()
        await expect(page.get_by_role("button", name="Look at it now")).to_be_visible()
        if scripts:
            await assert_sound(page)
        await page.get_by_role("button", name="Look at it now").click()
        await until_it_says(page, "5 would be added", scripts=scripts)
        if scripts:
            await assert_sound(page)
        async with house.database():
            assert await value("SELECT count(*) FROM asset") == 0
        await page.get_by_role("button", name="Bring these in").click()
        await until_it_says(page, "5 were added", scripts=scripts)
        if scripts:
            await assert_sound(page)
            for path in ("/directory/feeds", "/directory/import", "/directory/export"):
                await page.goto(f"{house.address}{path}")
                await assert_sound(page)
        await page.goto(f"{house.address}/oruk/v3/services")
        await expect(page.locator("body")).to_contain_text('"total_items":5')
