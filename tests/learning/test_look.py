"""The pages of learning in a real browser: at a desk, on a phone, without scripts, and in one's own space."""

import os
from datetime import timedelta

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from livewell.journeys.rules import Stage
from livewell.kit import clock, cookies
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.learning import actions
from livewell.learning.forms.people import Comer, PlanWords, Said
from livewell.learning.queries import bookings, courses
from livewell.learning.rules import Category, ComesAs, CourseKind, OpenTo
from livewell.learning.rules.nominations import CameFrom
from livewell.staff.rules import Role
from tests.at_home import a_visit, as_themself
from tests.factories.journeys import an_open_journey
from tests.factories.learning import a_place, a_planned_course, a_run, a_wish, some_sessions, somebody
from tests.factories.staff import a_member, a_sign_in
from tests.front.browser import assert_sound, listen
from tests.live import LiveHouse
from tests.residents.conftest import person_of

SHOTS = os.getenv("LIVEWELL_SHOTS")
PHONE = {"width": 390, "height": 844}
NAMES = ("Ann Ayre", "Bert Moss", "Cicely Khan", "Dev Rao", "Edie Fox", "Fred Low", "Grace Kay", "Hal Orr")


@pytest_asyncio.fixture(scope="session")
async def at_work(live_server: LiveHouse) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Something of every kind: {name: path} for everybody and the team, for one's own space; and tokens."""
    async with live_server.database():
        coach = await a_member(Role.HEALTH_COACH)
        journey = await an_open_journey(coach, stage=Stage.COACHING)
        mary = await person_of(journey)
        her = as_themself(mary)
        course = await a_planned_course(coach, title="Sleeping better")
        for principle in ("educational", "strengths", "open"):
            await actions.hold_principle(course, principle, holds=True, by=coach)
        taster = await a_planned_course(
            coach,
            title="A taste of sleep",
            kind=CourseKind.TASTER,
            leads_to=course,
            own=False,
            provider="Fictional Library Service",
            lived_trainer="",
        )
        await a_planned_course(
            coach, title="First aid for minds", category=Category.MIND, open_to=(OpenTo.TEAM, OpenTo.FORUM)
        )
        over = await a_run(taster, by=coach, sessions=some_sessions(clock.now() - timedelta(days=9), times=1), places=9)
        with clock.at(clock.now() - timedelta(days=10)):
            came = [await a_place(over, somebody(name)) for name in NAMES]
            mine = await a_place(
                over, Comer(ComesAs.CLIENT, name="Mary", person=mary), by=her, accompanied_by="Her link worker"
            )
        (session,) = (await courses.run(over)).sessions
        everybody = {one.id for one in (*came, mine)}
        await actions.note_attendance(session.id, came=everybody, accompanied={mine.id}, by=coach)
        for number, one in enumerate((*came, mine)):
            said = Said(
                {"confident": 3 + number % 3, "know_people": 4, "manage": 5 - number % 2}, "It was kind.", "More"
            )
            await actions.say_what_came(one.id, said, by=coach)
        run = await a_run(course, by=coach, places=4, contact="Fern, 01632 960777")
        places = [await a_place(run, somebody(name)) for name in NAMES[:5]]
        await actions.cancel(places[0].id, by=PUBLIC_VISITOR)
        soon = await a_run(course, by=coach, sessions=some_sessions(clock.now() + timedelta(hours=20), times=2))
        booked = await a_place(soon, Comer(ComesAs.CLIENT, name="Mary", person=mary), by=her)
        await a_place(soon, somebody("Vera Phone", email="", phone="01632 960123"))
        (next_one, *_) = (await courses.run(soon)).sessions
        wish = await a_wish(by=coach, came_from=CameFrom.TEAM, why="We meet it in homes.", people=6)
        await actions.vote(wish, kind="person", record=mary)
        unread = await a_wish(title="Reading maps", organisation_name="Fictional Ramblers", reply_to="a@b.example")
        await actions.write_plan(
            PlanWords(want="To sleep through", helps="Small groups", shared=True), version=0, by=her
        )
        assert (await bookings.booking(mine.id)).certificate
        desk = "/learning/desk"
        paths = {
            "catalogue": "/learning",
            "catalogue-nothing": "/learning?q=zzz",
            "course": "/learning/sleeping-better",
            "nominations": "/learning/nominations",
            "nominated": "/learning/nominations/thanks",
            "booked": f"/learning/runs/{run}/booked",
            "desk": desk,
            "new": f"{desk}/courses/new?nomination={wish}",
            "desk-course": f"{desk}/courses/{course}",
            "desk-change": f"{desk}/courses/{course}/change",
            "new-run": f"{desk}/courses/{course}/runs/new",
            "run": f"{desk}/runs/{run}",
            "run-over": f"{desk}/runs/{over}",
            "run-change": f"{desk}/runs/{run}/change",
            "new-session": f"{desk}/runs/{run}/sessions/new",
            "session": f"{desk}/sessions/{next_one.id}/change",
            "register": f"{desk}/sessions/{session.id}/register",
            "wishes": f"{desk}/nominations",
            "wish": f"{desk}/nominations/{wish}",
            "wish-unread": f"{desk}/nominations/{unread}",
            "needs": f"{desk}/needs",
            "figures": f"{desk}/figures",
            "reminders": f"{desk}/reminders",
            "certificates": f"{desk}/certificates",
            "record": f"/journeys/{journey}/about/learning",
            "record-book": f"/journeys/{journey}/learning/book",
            "record-said": f"/journeys/{journey}/learning/{mine.id}/said",
        }
        own = {
            "own": "/my/learning",
            "own-courses": "/my/learning/courses",
            "own-run": f"/my/learning/runs/{run}",
            "own-booking": f"/my/learning/bookings/{booked.id}",
            "own-been": f"/my/learning/bookings/{mine.id}",
            "own-plan": "/my/learning/plan",
            "own-wishes": "/my/learning/wishes",
        }
        tokens = {
            cookies.SIGN_IN: await a_sign_in(coach),
            cookies.HOME: await a_visit(mary),
            "book": f"/learning/runs/{run}/book",
        }
        return paths, own, tokens


async def come_in(context: BrowserContext, server: LiveHouse, kind: str, token: str) -> None:
    await context.add_cookies(
        [{"name": cookies.cookie_name(kind, secure=False), "value": token, "url": server.address}]
    )


async def look(page: Page, server: LiveHouse, paths: dict[str, str]) -> None:
    for name, path in paths.items():
        answer = await page.goto(server.address + path)
        assert answer is not None
        assert answer.status == 200, path
        await assert_sound(page)
        if SHOTS:
            await page.screenshot(path=f"{SHOTS}/learning-{name}.png", full_page=True)


async def test_every_page_of_the_team_is_for_everybody(page: Page, browsing: BrowserContext, live_server, at_work):
    paths, _own, tokens = at_work
    await come_in(browsing, live_server, cookies.SIGN_IN, tokens[cookies.SIGN_IN])
    await look(page, live_server, paths)


async def test_every_page_at_home_is_for_everybody(page: Page, browsing: BrowserContext, live_server, at_work):
    _paths, own, tokens = at_work
    await come_in(browsing, live_server, cookies.HOME, tokens[cookies.HOME])
    await look(page, live_server, own)


async def test_a_neighbour_books_on_a_phone_without_scripts(chromium: Browser, live_server, at_work):
    _paths, _own, tokens = at_work
    context = await chromium.new_context(viewport=PHONE, java_script_enabled=False)
    try:
        page = await context.new_page()
        listen(page)
        await page.goto(f"{live_server.address}/learning/sleeping-better")
        if SHOTS:
            await page.screenshot(path=f"{SHOTS}/learning-phone-course.png", full_page=True)
        await page.goto(live_server.address + tokens["book"])
        await page.get_by_role("button", name="Ask for a place").click()
        await expect(page.get_by_role("link", name="Type your name")).to_be_visible()
        await page.get_by_label("Your name").fill("Ida Neighbour")
        await page.get_by_label("Email address").fill("ida@home.example")
        if SHOTS:
            await page.screenshot(path=f"{SHOTS}/learning-phone-book.png", full_page=True)
        await page.get_by_role("button", name="Ask for a place").click()
        await expect(page.get_by_text("on the waiting list.").first).to_be_visible()
        if SHOTS:
            await page.screenshot(path=f"{SHOTS}/learning-phone-booked.png", full_page=True)
    finally:
        await context.close()
