"""A page of the book on a phone and on a worker's screen: written, kept while typing, shared, written on together."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from livewell.greenbook import actions
from livewell.greenbook.rules import FIRST_TEMPLATE
from livewell.kit import cookies
from livewell.staff.rules import Member, Role
from livewell.worker import prepare
from tests.at_home import a_visit
from tests.factories.coaching import an_agreed_goal
from tests.factories.library import published
from tests.factories.places import a_practice
from tests.factories.staff import a_member, a_sign_in
from tests.front.browser import assert_sound, listen
from tests.greenbook.some_books import Owner, a_note, an_owner, the_leaf
from tests.live import LiveHouse, a_live_house

PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class House:
    """A served house with somebody's book in it."""

    server: LiveHouse
    owner: Owner
    people: dict[str, Member]
    pages: dict[str, UUID]

    @property
    def address(self) -> str:
        return self.server.address

    async def come_in(self, browsing: BrowserContext) -> None:
        async with self.server.database():
            token = await a_visit(self.owner.person)
        await self._keep(browsing, cookies.HOME, token)

    async def sign_in(self, browsing: BrowserContext, who: str) -> None:
        async with self.server.database():
            token = await a_sign_in(self.people[who])
        await self._keep(browsing, cookies.SIGN_IN, token)

    async def _keep(self, browsing: BrowserContext, cookie: str, token: str) -> None:
        name = cookies.cookie_name(cookie, secure=False)
        await browsing.add_cookies([{"name": name, "value": token, "url": self.address}])


@pytest_asyncio.fixture(scope="session")
async def served(cluster, template, tmp_path_factory) -> AsyncIterator[House]:
    async with a_live_house(cluster, tmp_path_factory) as server:
        prepare()
        async with server.database():
            practice = await a_practice()
            owner = await an_owner(practice=practice)
            await an_agreed_goal(owner.journey, owner.coach, in_words="I want to sing in the choir")
            item = await published("Sleeping well")
            pages = {
                "day": (await the_leaf(owner, "bad_day")).id,
                "statement": (await the_leaf(owner, "statement")).id,
                "goals": (await the_leaf(owner, "goals")).id,
                "note": (await a_note(owner, "My dog", "Rex")).id,
                "library": await actions.add_library_page(
                    person=owner.person, item=item.id, version=item.published, by=owner.by
                ),
                "item": item.id,
            }
            people = {
                "coach": owner.coach,
                "manager": await a_member(Role.MANAGER),
                "practice": await a_member(Role.PRACTICE_REFERRER, practice=practice),
            }
        yield House(server, owner, people, pages)


async def test_somebody_writes_a_page_shares_it_and_their_worker_reads_it(
    served: House, page: Page, browsing: BrowserContext, chromium: Browser
):
    await page.set_viewport_size(PHONE)
    await served.come_in(browsing)
    await page.goto(f"{served.address}/my/green-book")
    await assert_sound(page)
    await page.get_by_role("link", name="When I am having a bad day").click()
    await assert_sound(page)
    await page.get_by_label("I can start with").fill("Make tea")
    await expect(page.get_by_text("Draft saved at")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("This is what you began and did not save")).to_be_visible()
    await expect(page.get_by_label("I can start with")).to_have_value("Make tea")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_text("Your page is saved")).to_be_visible()
    await page.get_by_label("My worker and my GP").check()
    await page.get_by_role("button", name="Save who may read it").click()
    await expect(page.get_by_text("Saved who may read this page")).to_be_visible()
    await assert_sound(page)

    theirs = await chromium.new_context()
    await served.sign_in(theirs, "coach")
    worker = await theirs.new_page()
    listen(worker)
    await worker.goto(f"{served.address}/journeys/{served.owner.journey}/about/green-book")
    await worker.get_by_role("link", name="When I am having a bad day").click()
    await expect(worker.get_by_label("I can start with")).to_have_value("Make tea")
    await assert_sound(worker)
    await worker.get_by_label("I can start with").fill("Make tea, and ring Ann")
    await worker.get_by_label("Together").check()
    await worker.get_by_role("button", name="Save", exact=True).click()
    await expect(worker.get_by_text("The page is saved")).to_be_visible()
    await theirs.close()

    await page.reload()
    await expect(page.get_by_label("I can start with")).to_have_value("Make tea, and ring Ann")
    await expect(page.get_by_text("We wrote this together")).to_be_visible()


async def test_all_of_it_works_without_scripts(served: House, chromium: Browser):
    without = await chromium.new_context(java_script_enabled=False)
    await served.come_in(without)
    page = await without.new_page()
    await page.goto(f"{served.address}/my/green-book")
    await page.get_by_label("What shall it be called?").fill("Bus times")
    await page.get_by_role("button", name="Put in a new page").click()
    await page.get_by_label("My own words").fill("The 9 at ten past")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_text("Your page is saved")).to_be_visible()
    await page.goto(f"{served.address}/my/green-book/order")
    await page.get_by_role("button", name="Up Bus times").click()
    await page.get_by_role("button", name="Take out Bus times").click()
    await page.get_by_role("button", name="Put it back Bus times").click()
    await expect(page.get_by_text("The page is in your book again")).to_be_visible()
    await page.goto(f"{served.address}/my/green-book")
    await page.get_by_role("link", name="Bus times").click()
    await page.get_by_role("link", name="Delete what is on this page").click()
    await page.get_by_role("button", name="Delete it for good").click()
    await expect(page.get_by_text("What was on that page is deleted")).to_be_visible()
    await without.close()


@pytest.mark.parametrize(
    "path",
    [
        "/my/green-book/{goals}",
        "/my/green-book/{statement}",
        "/my/green-book/{statement}/read",
        "/my/green-book/{library}",
        "/my/green-book/{note}/delete",
        "/my/green-book/order",
        "/my/green-book/empty",
        "/my/green-book/add/{item}",
    ],
)
async def test_pages_of_the_owner_are_sound_on_a_phone(served: House, page: Page, browsing: BrowserContext, path: str):
    await page.set_viewport_size(PHONE)
    await served.come_in(browsing)
    await page.goto(served.address + path.format(**served.pages))
    await assert_sound(page)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("coach", "/journeys/{journey}/green-book/write"),
        ("coach", "/journeys/{journey}/green-book/given"),
        ("manager", "/book-templates"),
        ("manager", "/book-templates/{template}"),
        ("practice", "/shared-pages"),
    ],
)
async def test_pages_of_the_staff_are_sound(served: House, page: Page, browsing: BrowserContext, who: str, path: str):
    await served.sign_in(browsing, who)
    ids = {"journey": served.owner.journey, "template": FIRST_TEMPLATE}
    await page.goto(served.address + path.format(**ids))
    await assert_sound(page)
