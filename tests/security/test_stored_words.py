"""A script in every text that others read, sent through the real forms, comes back as words on every page."""

import re
from contextlib import asynccontextmanager
from datetime import timedelta
from html.parser import HTMLParser
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from livewell.kit import clock, cookies
from livewell.staff.rules import Role
from tests.browser.crawl import Walk, links_in
from tests.browsing import post
from tests.factories.staff import a_member, a_sign_in
from tests.live import a_live_house
from tests.referring import a_professional_referral

TEXT_KINDS = {"text", "search"}
NOT_FREE = {"csrf", "submission", "version", "postcode", "website", "ods_code", "code", "persona"}
"""Boxes that hold no sentence: something else is refused in them."""
ENDS = ("-day", "-month", "-year", "-time", "_phone", "_email", "phone", "email", "nhs_number", "minutes")


@pytest_asyncio.fixture(scope="module")
async def house(cluster, template, tmp_path_factory):
    async with a_live_house(cluster, tmp_path_factory) as server:
        yield server


class _Boxes(HTMLParser):
    """The names of the boxes for words in one form of a page."""

    def __init__(self, action):
        super().__init__()
        self.action, self.inside, self.names = action, False, []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "form":
            self.inside = (told.get("action") or self.action) == self.action and told.get("method") == "post"
        name = told.get("name") or ""
        is_text = tag == "textarea" or (tag == "input" and told.get("type", "text") in TEXT_KINDS)
        is_number = told.get("inputmode") in {"numeric", "decimal"}
        if self.inside and is_text and not is_number and name not in NOT_FREE and not name.endswith(ENDS):
            self.names.append(name)

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False


class Hand:
    """Somebody who writes a script of its own number into every box they find."""

    def __init__(self):
        self.wrote: dict[int, str] = {}

    def script(self, where):
        self.wrote[len(self.wrote)] = where
        return f"<script>w({len(self.wrote) - 1})</script>"

    async def fill_in(self, client, url, typed=None, *, page=None):
        boxes = _Boxes(url)
        boxes.feed((await client.get(page or url)).text)
        words = {name: self.script(f"{url} {name}") for name in boxes.names if name not in (typed or {})}
        answer = await post(client, url, words | (typed or {}), page=page)
        assert answer.status_code in {200, 303}, re.findall(r"<li>\s*<a href=\"#.*", answer.text)
        return answer


def id_in(answer):
    return UUID(answer.headers["location"].partition("?")[0].rsplit("/", 1)[1])


def linked(what, page):
    return re.search(rf'href="/{what}/([0-9a-f-]{{36}})"', page.text)[1]


def on(field, day):
    return {f"{field}-day": str(day.day), f"{field}-month": str(day.month), f"{field}-year": str(day.year)}


@asynccontextmanager
async def browsers(house, *members):
    clients = []
    for member in members:
        client = httpx.AsyncClient(base_url=house.address, timeout=30)
        if member is not None:
            async with house.database():
                client.cookies.set(cookies.SIGN_IN, await a_sign_in(member), domain="127.0.0.1")
        clients.append(client)
    yield clients
    for client in clients:
        await client.aclose()


async def read_everything(client, first):
    """Every page that leads from one, as text, by its address."""
    walk, pages = Walk(first, of_each=3, leave_out=("/static", "/sign-out", "/demo")), {}
    while path := walk.next():
        if path.partition("?")[0].endswith((".pdf", ".csv")):
            continue  # No script runs in them, and they are slow to make.
        answer = await client.get(path, follow_redirects=True)
        if answer.headers["content-type"].startswith("text/html"):
            pages[path] = answer.text
            walk.lead(links_in(answer.text, str(answer.url)), at=path)
    return pages


async def test_a_script_in_every_text_is_read_back_as_words(house):
    hand = Hand()
    async with house.database():
        manager = await a_member(Role.MANAGER, name="Ruth Castlegate")
    async with browsers(house, manager, None) as (manages, visitor):
        area, practice = await a_place(hand, manages)
        names = {role: hand.script(f"the name of a {role}") for role in (Role.HEALTH_COACH, Role.LINK_WORKER)}
        async with house.database():
            coach = await a_member(Role.HEALTH_COACH, area=area, name=names[Role.HEALTH_COACH])
            worker = await a_member(Role.LINK_WORKER, area=area, name=names[Role.LINK_WORKER])
            doctor = await a_member(Role.PRACTICE_REFERRER, practice=practice, name=hand.script("the name of a GP"))
        async with browsers(house, coach, worker, doctor) as (coaches, works, refers):
            await hand.fill_in(visitor, "/refer/someone", SOMEONE)
            journey = await a_referral_that_is_accepted(hand, refers, coaches, practice)
            await a_journey(hand, coaches, works, worker, journey)
            await a_matter(hand, works, coaches, journey)
            await an_ending(hand, works, journey)
            read = {}
            for client, first in (
                (visitor, "/community"),
                (refers, "/my-referrals"),
                (coaches, f"/journeys/{journey}"),
                (coaches, "/triage"),
                (coaches, "/safety"),
                (works, f"/journeys/{journey}"),
                (manages, "/overview"),
                (manages, "/staff"),
                (manages, "/places"),
                (manages, "/directory"),
            ):
                read |= {(client, path): text for path, text in (await read_everything(client, first)).items()}
    assert len(read) > 100
    raw = [path for (_, path), text in read.items() if re.search(r"<script>\s*w", text, re.IGNORECASE)]
    assert not raw
    # What changed is marked word by word.
    whole = [
        re.sub(r"</?(?:ins|del)>|<span class=\"nhsuk-u-visually-hidden\">[^<]*</span>", "", one)
        for one in read.values()
    ]
    seen = {int(number) for text in whole for number in re.findall(r"&lt;script&gt;w\((\d+)\)", text)}
    unread = [where for number, where in hand.wrote.items() if number not in seen]
    assert len(seen) > 40
    assert not unread, "\n".join(unread)


SOMEONE = {
    "agrees": "yes",
    "referrer_type": "family",
    "referrer_phone": "01632 960010",
    "phone": "01632 960011",
    "safety": "yes",
    "tell_referrer": "no",
}


async def a_place(hand, manages):
    """An area, a practice, somebody on the staff list, and a listing: what everybody sees."""
    area = id_in(await hand.fill_in(manages, "/places/areas/new", {"position": "1"}))
    typed = {"ods_code": "C84005", "area": str(area), "postcode": "NG2 6AB", "listed": "yes"}
    await hand.fill_in(manages, "/places/practices/new", typed)
    practice = UUID(linked("places/practices", await manages.get("/places")))
    await hand.fill_in(manages, "/staff/new", {"role": "evaluator", "email": "words@livewell.example"})
    listing = id_in(await hand.fill_in(manages, "/directory/new", {"kind": "group"}))
    for part, typed in LISTING_PARTS.items():
        await hand.fill_in(manages, f"/directory/{listing}/edit/{part}", typed)
    return area, practice


LISTING_PARTS = {
    "about": {"ways": ["be_active"]},
    "who": {},
    "where": {"find_place": "", "postcode_0": "NG2 6AB"},
    "joining": {},
    "people": {"shown_0": "yes", "phone_0": "01632 960001", "email_0": ""},
    "areas": {"miles_0": "", "around_0": "", "corners_0": "52.93, -1.13\n52.94, -1.10\n52.92, -1.09", "geojson_0": ""},
    "showing": {"published": "yes"},
}


async def a_referral_that_is_accepted(hand, refers, coaches, practice):
    usual = a_professional_referral(safety="yes")
    plain = {name: usual[name] for name in usual if name not in {"first_name", "family_name", "reason"}}
    referral = id_in(await hand.fill_in(refers, "/refer/professional", plain))
    triage, received = f"/triage/{referral}", f"/refer/received/{referral}"
    await hand.fill_in(coaches, f"{triage}/ask", page=triage)
    asked = re.search(rf"{received}/answer/[0-9a-f-]{{36}}", (await refers.get(received)).text)[0]
    await hand.fill_in(refers, asked, page=received)
    return id_in(await hand.fill_in(coaches, f"{triage}/accept", page=triage))


async def a_journey(hand, coaches, works, worker, journey):
    at, today = f"/journeys/{journey}", clock.today()
    await hand.fill_in(coaches, f"{at}/attempts/new", {"method": "phone", "outcome": "reached"})
    await hand.fill_in(coaches, f"{at}/assessment", {"groups": "0", "intensity": "steady"})
    goal = {"way": "connect", "domain": "groups", "importance": "9", "confidence": "4", "may_share": "yes"}
    made = (await hand.fill_in(coaches, f"{at}/goals/new", goal)).headers["location"]
    await hand.fill_in(coaches, f"{made}/agree", {"baseline": "-2"}, page=made)
    await a_session(hand, coaches, at, today)
    introduction = {
        "link_worker": str(worker.id),
        "how": "joint_meeting",
        **on("meeting", today + timedelta(days=3)),
        "meeting-time": "10am",
        "reasons": ["practical"],
        "person_agrees": "yes",
    }
    await hand.fill_in(coaches, f"{at}/introduce", introduction)
    page = f"/introductions/{linked('introductions', await works.get('/introductions'))}"
    await hand.fill_in(works, f"{page}/take-on", page=page)
    await hand.fill_in(works, f"{at}/connections", page=f"{at}/connections/new")
    connection = f"/connections/{linked('connections', await works.get(f'{at}/about/connections'))}"
    await hand.fill_in(works, f"{connection}/introduce", {"note_agreed": "yes"}, page=connection)
    await hand.fill_in(works, f"{connection}/visits", {**on("went_on", today), "accompanied": "no"}, page=connection)


async def a_session(hand, client, at, today):
    booking = {**on("planned", today), "planned-time": "9.30am", "minutes": "45", "place": "practice"}
    await hand.fill_in(client, f"{at}/sessions/new", booking)
    held = f"/sessions/{linked('sessions', await client.get(f'{at}/about/sessions'))}/hold"
    await hand.fill_in(client, held, {"place": "practice", "minutes": "45", "purposes": ["goals"]})


async def a_matter(hand, works, coaches, journey):
    raised = {"urgent": "yes", "kind": "suicidal_thoughts", "raised_from": "session"}
    await hand.fill_in(works, f"/journeys/{journey}/safety/new", raised)
    matter = f"/safety/{linked('safety', await coaches.get('/safety'))}"
    for step in ("acknowledge", "steps"):
        await hand.fill_in(coaches, f"{matter}/{step}", page=matter)


async def an_ending(hand, works, journey):
    ending = f"/journeys/{journey}/ending"
    page = f"{ending}?reason=moved_away"
    typed = {
        "expectation": "met",
        "may_share_words": "yes",
        "asks": "yes",
        "pam_not_done": "declined",
        "planned": "yes",
        "what_next": ["group"],
    }
    await hand.fill_in(works, ending, typed, page=page)


@pytest.mark.parametrize("kind", sorted(TEXT_KINDS))
def test_the_hand_finds_boxes_for_words_and_no_others(kind):
    boxes = _Boxes("/a")
    boxes.feed(
        f'<form method="post" action="/a"><input type="{kind}" name="what"><textarea name="why"></textarea>'
        '<input type="hidden" name="csrf"><input name="born-day"></form><form action="/b"><input name="q"></form>'
    )
    assert boxes.names == ["what", "why"]
