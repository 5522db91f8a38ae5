"""Five people and the community map: a resident, a group leader, a link worker, a GP and an operator, as they would."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from playwright.async_api import expect

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.kit import clock
from livewell.kit.dates import say_day
from livewell.kit.db import rows, value
from livewell.staff.rules import Role
from tests.browser.at_a_desk import Desk, a_desk
from tests.browser.in_the_community import HOME, Effort, a_phone, a_walk, link_in_tray, look, text_of_pdf, words_of
from tests.browser.test_every_page import EMAILS
from tests.factories.staff import a_member, a_sign_in
from tests.live import LiveHouse, a_live_house
from tests.openreferral.feeds import a_service, in_pages, served

WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])


# ── a resident finds a walk and prints it ──


@WITH_AND_WITHOUT
async def test_a_resident_finds_a_free_step_free_walk_and_prints_it(javascript, live_demo, chromium):
    name = "Kingfisher Strollers" if javascript else "Moorhen Strollers"
    async with live_demo.database():
        asset = await a_walk(name)
        await a_walk(f"{name} of the evening", patterns=(), when_note="When the evenings are long")
        await a_walk(f"{name} for a fee", free=False, cost_note="£4")
    async with a_phone(chromium, live_demo.address, javascript=javascript) as resident:
        page = resident.page
        await resident.go("/")
        await page.get_by_role("link", name=re.compile("community|near you", re.IGNORECASE)).first.click()
        await resident.is_at("Find something near you")
        await look(resident)
        await resident.write({"What are you looking for?": "a walk by the river", "Near": HOME})
        await page.get_by_label("How far away").select_option("2")
        await page.get_by_text("More ways to narrow").click()
        await page.get_by_role("checkbox", name="Tuesday").check()
        await page.get_by_label("Part of the day").select_option("afternoon")
        await page.get_by_role("checkbox", name="Step-free").check()
        await page.get_by_role("checkbox", name="Free", exact=True).check()
        await resident.press("Search")
        await resident.sees(name)
        found = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=name))
        await expect(found).to_have_count(1)
        await expect(found).to_contain_text("Free")
        await expect(found).to_contain_text(re.compile(r"miles? away · (on now|next (today|tomorrow|on Tuesday))"))
        await look(resident)

        await found.get_by_role("link", name=name).click()
        await resident.is_at(name)
        await resident.sees("Tuesday", "2pm to 4pm", "The boathouse", "Step-free", "01632 960145")
        await look(resident)
        words, pages = await text_of_pdf(
            resident, await page.get_by_role("link", name="Flyer to print").get_attribute("href") or ""
        )
        assert pages == 1
        for said in (name, "2pm to 4pm", "The boathouse", "NG2 6AB", "01632 960145", "Free"):
            assert said in words, f"the flyer does not say {said!r}: {words}"

        print_it = page.get_by_role("button", name="Print this page")
        if javascript:
            await page.evaluate("window.print = () => { document.body.dataset.printed = 'yes' }")
            await print_it.click()
            await expect(page.locator("body[data-printed=yes]")).to_have_count(1)
        else:
            await expect(print_it).to_be_hidden()
        on_paper, _ = words_of(await page.pdf(format="A4"))
        for said in (name, "2pm to 4pm", "The boathouse", "01632 960145", str(asset)):
            assert said in on_paper.replace(" ", "") or said in on_paper, f"paper does not say {said!r}: {on_paper}"
        for left_out in ("Print this page", "Add to my list", "Cookies", "Something is wrong here"):
            assert left_out not in on_paper


# ── a group leader changes its time ──


@WITH_AND_WITHOUT
async def test_a_group_leader_opens_a_link_and_changes_its_time(javascript, live_demo, chromium):
    name, email = ("Heron Walkers", "ida@heron.example") if javascript else ("Coot Walkers", "ivy@coot.example")
    async with live_demo.database():
        asset = await a_walk(name)
    async with (
        a_desk(chromium, live_demo.address) as worker,
        a_phone(chromium, live_demo.address, javascript=javascript) as leader,
        a_phone(chromium, live_demo.address, javascript=javascript) as visitor,
    ):
        await worker.sign_in(EMAILS[Role.LINK_WORKER])
        await worker.go(f"/directory/{asset}/invite")
        await worker.write({"Their name": "Ida Fernsworth", "Their email address": email}, within=_form(worker, "Send"))
        await worker.press("Send the link")
        await worker.is_told("The link is on its way to them.")

        await leader.page.goto(await link_in_tray(live_demo, email))
        await leader.is_at("Open your listings")
        await look(leader)
        await leader.press("Open my listings")
        await leader.is_at("Your listings")
        await look(leader)
        await leader.page.get_by_role("button", name=re.compile(f"Needs changing.*{name}")).click()
        await leader.is_at(name)
        await look(leader)
        await leader.follow("Change times")
        await leader.is_at("Times")
        await leader.write({"From": "3pm", "To": "4:30pm"})
        await look(leader)
        await leader.page.get_by_role("button", name="Save", exact=True).last.click()
        await leader.is_told("Saved. Everybody sees this now.")

        await visitor.go(f"/community/{asset}")
        await visitor.sees("3pm to 4:30pm", "1 Riverside")
        await expect(visitor.page.get_by_role("main")).not_to_contain_text("2pm to 4pm")
        await worker.go("/directory/changes")
        await expect(worker.page.get_by_role("main")).not_to_contain_text(name)

        await leader.go(f"/own/listings/{asset}")
        await leader.follow(re.compile("^Change where"))
        await leader.write({"Street and number": "27 Station Road"})
        await look(leader)
        await leader.page.get_by_role("button", name="Save", exact=True).last.click()
        await leader.is_told("A link worker looks at this first")
        await look(leader)
        await visitor.go(f"/community/{asset}")
        await visitor.sees("1 Riverside", "3pm to 4:30pm")
        await expect(visitor.page.get_by_role("main")).not_to_contain_text("27 Station Road")
        await worker.go("/directory/changes")
        await worker.sees(name)
        await worker.page.get_by_role("link", name=re.compile(name)).click()
        await worker.sees("1 Riverside", "27 Station Road", "Ida Fernsworth")
        await expect(worker.page.get_by_role("main")).not_to_contain_text("4:30pm")


def _form(desk: Desk, button: str):
    return desk.page.locator("form", has=desk.page.get_by_role("button", name=re.compile(f"^{button}")))


# ── a link worker visits, makes sure and approves ──


async def test_a_link_worker_visits_assures_and_approves(live_demo, chromium):
    async with live_demo.database():
        asset = await a_walk("Lapwing Walkers")
        seen = await listings.asset(asset)
        wanted = replace(
            seen.listing,
            name="Lapwing and Plover Walkers",
            who_for="Anybody over fifty",
            venues=(replace(seen.listing.venues[0], address="27 Station Road"),),
        )
        await assets.propose(
            asset,
            wanted,
            based_on=seen.version,
            submission=uuid4(),
            proposed_by="Ida Fernsworth",
            reply_to="ida@lapwing.example",
        )
    async with (
        a_phone(chromium, live_demo.address) as worker,
        a_phone(chromium, live_demo.address, javascript=False) as visitor,
    ):
        await worker.sign_in(EMAILS[Role.LINK_WORKER])
        await worker.go(f"/community/{asset}")
        await worker.follow("Record a visit")
        await worker.is_at("A visit to Lapwing Walkers")
        await look(worker)
        await worker.write(
            {
                "Who did you meet?": "Ida Fernsworth, who leads it",
                "What happens there": "A slow walk round the lake, then tea.",
                "In their words": "A leaflet about dementia would help.",
            }
        )
        await worker.page.get_by_label("It is right once it says what I wrote here").check()
        await worker.page.get_by_label("When it happens").check()
        await look(worker)
        await worker.press("Save the visit")
        await worker.is_told("The visit is kept.")
        await look(worker)

        checked = f"Checked by a visit on {say_day(clock.today())}"
        await visitor.go(f"/community/{asset}")
        await visitor.is_at("Lapwing Walkers")
        await visitor.sees(checked, "A slow walk round the lake, then tea.", "1 Riverside", "Anybody who likes company")

        await worker.go("/directory/changes")
        await look(worker)
        await worker.follow(re.compile("^Lapwing"))
        await worker.sees("It says now", "It would say")
        for label, before, after in (
            ("Name", "Lapwing Walkers", "and Plover"),
            ("Who it is for", "who likes company", "over fifty"),
            (re.compile("Where|Place"), "1 Riverside", "27 Station Road"),
        ):
            line = worker.page.get_by_role("row").filter(has_text=label).filter(has_text=after)
            await expect(line).to_have_count(1)
            await expect(line).to_contain_text(before)
        await expect(worker.page.get_by_role("main")).not_to_contain_text("A slow walk round the lake")
        await look(worker)
        await worker.press("Approve it")
        await worker.is_told("Approved.")
        await look(worker)

        await visitor.go(f"/community/{asset}")
        await visitor.is_at("Lapwing and Plover Walkers")
        await visitor.sees(checked, "A slow walk round the lake, then tea.", "27 Station Road", "Anybody over fifty")
        await expect(visitor.page.get_by_role("main")).not_to_contain_text("1 Riverside")
        await worker.go("/directory/changes")
        await expect(worker.page.get_by_role("main")).not_to_contain_text("Lapwing")


# ── a GP finds something during a consultation ──


async def test_a_gp_finds_something_to_hand_over_in_three_presses(live_demo, chromium):
    async with live_demo.database():
        asset = await a_walk("Dabchick Amblers", what="An amble for dabchick watchers.")
    async with a_desk(chromium, live_demo.address) as gp:
        await gp.sign_in(EMAILS[Role.PRACTICE_REFERRER])
        effort = Effort(gp)
        await effort.follow("Find something")
        await gp.is_at("Find something near you")
        await effort.ask("What are you looking for?", "dabchick")
        await gp.sees("Dabchick Amblers")
        await effort.follow(re.compile("Dabchick Amblers"))
        await gp.is_at("Dabchick Amblers")
        assert effort.presses == 3
        assert effort.loads <= 3
        on_paper, pages = words_of(await gp.page.pdf(format="A4"))
        assert pages <= 2
        for said in ("Dabchick Amblers", "Tuesday", "2pm to 4pm", "The boathouse", "01632 960145"):
            assert said in on_paper
        await look(gp)

        # Several for somebody to take home: one press for each, and one for the paper.
        effort = Effort(gp)
        await effort.press(re.compile("^Add to my list"))
        await gp.is_told("It is on your list.")
        await effort.follow(re.compile(r"^My list \(1\)"))
        await gp.is_at("My list")
        await look(gp)
        assert (effort.presses, effort.loads) == (2, 2)
        words, _ = await text_of_pdf(gp, "/community/shortlist.pdf")
        assert "Dabchick Amblers" in words
        assert "01632 960145" in words
        async with live_demo.database():
            assert await value("SELECT count(*) FROM event WHERE subject = $1", asset) == 1


# ── an operator brings a feed in ──

SERVICES = [a_service(number, name=f"Fictional orchard {number}") for number in range(3)]


@pytest_asyncio.fixture
async def beside_a_feed(cluster, template, tmp_path_factory) -> AsyncIterator[tuple[str, LiveHouse, list[Any]]]:
    """A house beside a directory that speaks the standard; gives the address of the feed and what it holds too."""
    services = list(SERVICES)
    with served(in_pages(services)) as (address, _):
        allowed = {"LIVEWELL_FEED_HOSTS": address.removeprefix("http://")}
        async with a_live_house(cluster, tmp_path_factory, **allowed) as house:
            yield f"{address}/oruk/v3", house, services


async def test_an_operator_imports_a_feed_twice_and_everybody_finds_it(beside_a_feed, chromium):
    feed, house, services = beside_a_feed
    async with house.database():
        token = await a_sign_in(await a_member(Role.LINK_WORKER))
    async with a_desk(chromium, house.address) as operator, a_phone(chromium, house.address) as visitor:
        await operator.page.context.add_cookies([{"name": "livewell_sign_in", "value": token, "url": house.address}])
        await operator.go("/directory/feeds")
        await operator.write({"Name": "County directory", "Address": feed})
        await operator.page.get_by_label("No", exact=True).check()
        await operator.press("Add feed")
        await operator.is_at("County directory")
        await look(operator)
        await operator.press("Look at it now")
        await operator.sees("3 would be added", "Fictional orchard 1")
        await look(operator)
        await visitor.go("/community?q=orchard")
        await expect(visitor.page.get_by_role("main")).not_to_contain_text("Fictional orchard")
        await operator.press("Bring these in")
        await operator.sees("3 were added")
        await look(operator)

        await visitor.go("/community?q=orchard")
        await visitor.sees(*(one["name"] for one in SERVICES))
        await look(visitor)
        await visitor.page.get_by_role("link", name=re.compile("Fictional orchard 1")).first.click()
        await visitor.is_at("Fictional orchard 1")
        await visitor.sees("Tuesday", "10am to midday", "NG13 8AA")
        await look(visitor)

        before = await _all_of_it(house)
        await operator.go("/directory/feeds")
        await operator.follow("County directory")
        await operator.press("Look at it now")
        await operator.sees(re.compile(r"would be added\s*0\b"), re.compile(r"The same as before\s*3\b"))
        await expect(operator.page.get_by_role("button", name="Bring these in")).to_have_count(0)
        assert await _all_of_it(house) == before

        # The feed has one more: reading it again brings in that one, and leaves the others as they were.
        services.append(a_service(9, name="Fictional orchard 9"))
        await operator.follow("County directory")
        await operator.press("Look at it now")
        await operator.sees(re.compile(r"would be added\s*1\b"), re.compile(r"The same as before\s*3\b"))
        await operator.press("Bring these in")
        await operator.sees("1 were added", "3 are the same")
        await look(operator)
        after = await _all_of_it(house)
        assert [one for one in after if one in before] == before
        assert len(after) == len(before) + 1
        await visitor.go("/community?q=orchard")
        await visitor.sees("Fictional orchard 9")


async def _all_of_it(house: LiveHouse) -> list[dict[str, object]]:
    async with house.database():
        return await rows("SELECT id, version, changed_at FROM asset ORDER BY id")
