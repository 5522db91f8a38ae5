"""Every kind of page in real Chromium: with a phone in one hand and at a desk, sound, and without scripts."""

import os
from datetime import timedelta
from uuid import uuid4

from playwright.async_api import Browser, BrowserContext

from livewell.kit import clock, cookies
from livewell.kit.db import execute, transaction, value
from livewell.placements import actions
from livewell.placements.forms.caring import Spoken
from livewell.volunteers.door import VOLUNTEER
from livewell.worker import prepare
from tests.at_home import a_visit as come_home
from tests.factories.assets import an_asset
from tests.factories.journeys import Stage, an_open_journey
from tests.factories.placements import a_pair, a_shift, a_visit, an_ask, as_guest, begun
from tests.factories.staff import a_sign_in
from tests.factories.volunteers import a_ready_volunteer
from tests.front.browser import assert_sound_at_every_width, listen

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
SHOTS = os.getenv("LIVEWELL_SHOTS")


async def furnish() -> dict[str, str]:
    """A house with one of everything; gives ids, and tokens of the three who look."""
    prepare()
    pair = await a_pair(
        said={"words": "I like birds, and a cup of tea."}, volunteer={"languages": ("en", "pl"), "most_people": 2}
    )
    placement = await begun(pair)
    visit = await a_visit(pair, placement, clock.now() + timedelta(hours=1))
    asset = await an_asset(name="Fictional Thursday café")
    shift = await a_shift(pair.role, pair.coordinator, asset=asset, starts_at=clock.now() + timedelta(days=2), people=2)
    await actions.take(shift, volunteer=pair.volunteer, by=as_guest(pair.volunteer))
    late = await a_visit(pair, placement, clock.now() + timedelta(days=3))
    await execute(
        "UPDATE shift SET starts_at = $2, ends_at = $3, alerted_at = $4 WHERE id = $1",
        late,
        clock.now() - timedelta(hours=2),
        clock.now() - timedelta(hours=1),
        clock.now() - timedelta(minutes=30),
    )
    await a_ready_volunteer(pair.coordinator, pair.role, name="Bola Fictional", languages=("en",))
    other = await an_open_journey(pair.coach, stage=Stage.COACHING)
    asked = await an_ask(other, pair.coach, first_name="Olu", times=("mon_morning",))
    third = await an_open_journey(pair.coach, stage=Stage.COACHING)
    me = as_guest(pair.volunteer)
    await actions.add_hours(
        pair.volunteer, given_on=clock.today(), minutes=90, what="Leaflets", submission=uuid4(), by=me
    )
    claim = await actions.claim(
        pair.volunteer,
        spent_on=clock.today(),
        pence=420,
        miles=None,
        what="Bus to the café",
        receipt=None,
        submission=uuid4(),
        by=me,
    )
    concern = await actions.raise_concern(
        pair.volunteer, words="Asked for money.", urgent=True, submission=uuid4(), by=pair.coach
    )
    talk = Spoken(clock.today(), "The visits.", "The bus.", "Well.", "A rest in July.")
    await actions.note_supervision(pair.volunteer, talk, version=1, submission=uuid4(), by=pair.coordinator)
    await actions.thank(pair.volunteer, kind="thanks", words="For every cup.", submission=uuid4(), by=pair.coordinator)
    async with transaction():
        link = await VOLUNTEER.make_link(pair.volunteer, holder="ada@people.example")
    return {
        "coach": await a_sign_in(pair.coach),
        "coordinator": await a_sign_in(pair.coordinator),
        "own": await VOLUNTEER.come_in(link),
        "placement": str(placement),
        "visit": str(visit),
        "shift": str(shift),
        "late": str(late),
        "asked": str(asked),
        "claim": str(claim),
        "concern": str(concern),
        "volunteer": str(pair.volunteer),
        "journey": str(pair.journey),
        "third": str(third),
    }


COORDINATOR = (
    "/volunteers/matching",
    "/volunteers/matching/{asked}",
    "/volunteers/placements/new",
    "/volunteers/placements/{placement}",
    "/volunteers/rota",
    "/volunteers/rota/new",
    "/volunteers/rota/{shift}",
    "/volunteers/rota/{late}",
    "/volunteers/hours",
    "/volunteers/{volunteer}/hours",
    "/volunteers/{volunteer}/expenses",
    "/volunteers/expenses",
    "/volunteers/expenses/{claim}",
    "/volunteers/supervision",
    "/volunteers/{volunteer}/supervision",
    "/volunteers/concerns",
    "/volunteers/concerns/{concern}",
    "/volunteers/{volunteer}/concern",
    "/volunteers/service",
    "/volunteers/{volunteer}/thanks",
    "/volunteers/figures",
)
COACH = ("/journeys/{third}/befriender", "/journeys/{journey}/apart", "/journeys/{journey}/about/befriender")
OWN = (
    "/volunteer/me/rota",
    "/volunteer/me/people",
    "/volunteer/me/people/{placement}",
    "/volunteer/me/hours",
    "/volunteer/me/expenses",
    "/volunteer/me/worry",
    "/volunteer/me/worry/sent",
    "/volunteer/me/talks",
)


async def _look(context: BrowserContext, address: str, paths: tuple[str, ...], ids: dict[str, str]) -> None:
    page = await context.new_page()
    listen(page)
    for path in paths:
        answer = await page.goto(address + path.format(**ids))
        assert answer is not None
        assert answer.status == 200, path
        name = path.strip("/").replace("/", "_").replace("{", "").replace("}", "")
        await assert_sound_at_every_width(page, pictures=f"{SHOTS}/{name}_{{width}}.png" if SHOTS else "")
    await page.close()


async def test_every_page_is_sound_at_a_desk_and_on_a_phone(live_server, chromium: Browser):
    async with live_server.database():
        ids = await furnish()
    readers = (
        (cookies.SIGN_IN, COORDINATOR, "coordinator"),
        (cookies.SIGN_IN, COACH, "coach"),
        (cookies.VOLUNTEER, OWN, "own"),
    )
    for cookie, paths, who in readers:
        context = await chromium.new_context(viewport=DESK, locale="en-GB", timezone_id="Europe/London")
        name = cookies.cookie_name(cookie, secure=False)
        await context.add_cookies([{"name": name, "value": ids[who], "url": live_server.address}])
        await _look(context, live_server.address, paths, ids)
        await context.close()


async def test_one_hand_one_button_and_no_script(live_server, chromium: Browser):
    async with live_server.database():
        ids = await furnish()
    context = await chromium.new_context(viewport=PHONE, locale="en-GB", java_script_enabled=False)
    name = cookies.cookie_name(cookies.VOLUNTEER, secure=False)
    await context.add_cookies([{"name": name, "value": ids["own"], "url": live_server.address}])
    page = await context.new_page()
    await page.goto(f"{live_server.address}/volunteer/me/rota")
    await page.get_by_role("button", name="I am here").first.click()
    await page.get_by_text("We know that you are there.").wait_for()
    await page.get_by_role("button", name="I am done").first.click()
    await page.get_by_text("Thank you", exact=False).first.wait_for()
    await context.close()


async def test_somebody_at_home_says_yes_on_a_phone_without_a_script(live_server, chromium: Browser):
    async with live_server.database():
        prepare()
        pair = await a_pair(volunteer={"name": "Ada Fictional", "times": ("mon_morning",)})
        placement = await actions.propose(pair.asked, volunteer=pair.volunteer, submission=uuid4(), by=pair.coordinator)
        await actions.agree(placement, side="volunteer", by=as_guest(pair.volunteer))
        token = await come_home(await value("SELECT person FROM journey WHERE id = $1", pair.journey))
    context = await chromium.new_context(
        viewport=PHONE, locale="en-GB", timezone_id="Europe/London", java_script_enabled=False
    )
    home = cookies.cookie_name(cookies.HOME, secure=False)
    await context.add_cookies([{"name": home, "value": token, "url": live_server.address}])
    page = await context.new_page()
    await page.goto(f"{live_server.address}/my")
    await page.get_by_role("link", name="Somebody would like to visit you").click()
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/my_befriender_phone.png", full_page=True)
    await page.get_by_role("button", name="Yes, I would like to").click()
    await page.get_by_text("You both said yes").wait_for()
    await context.close()
    context = await chromium.new_context(viewport=PHONE, locale="en-GB", timezone_id="Europe/London")
    await context.add_cookies([{"name": home, "value": token, "url": live_server.address}])
    await _look(context, live_server.address, ("/my", "/my/befriender"), {})
    await context.close()
