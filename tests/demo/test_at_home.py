"""People of a seeded demo come in to a space of their own, and find there what the rooms would have left behind."""

from dataclasses import replace

from livewell.app import a_house, create_app
from livewell.demo.spaces import NAMED
from livewell.kit.db import rows, value
from tests.browsing import forms_in
from tests.signed_in import SETTINGS, a_client

COUNTS = {
    "SELECT count(*) FROM person WHERE email <> ''": 1 + len(NAMED),
    "SELECT count(DISTINCT language) FROM person": 1 + len(NAMED),
    "SELECT count(*) > 12 FROM (SELECT DISTINCT journey FROM asking) j": True,
    "SELECT count(*) > 3 FROM asking WHERE state = 'open'": True,
    "SELECT count(*) FROM score WHERE instrument = 'gad7'": 1,
    "SELECT count(*) FROM score WHERE instrument LIKE 'phq%'": 0,
    "SELECT count(*) FROM instrument_choice": 0,
    "SELECT count(*) FROM story WHERE state = 'given'": 1,
    "SELECT count(*) FROM story WHERE state = 'read'": 3,
    "SELECT count(*) FROM session_wish WHERE answered_at IS NULL": 1,
    "SELECT count(*) FROM pathway WHERE state = 'approved'": 1,
    "SELECT count(*) FROM pathway_walk WHERE ended_at IS NOT NULL": 1,
    "SELECT count(*) FROM safety_matter WHERE status = 'raised'": 1,
    "SELECT count(*) FROM reflection WHERE shared_with IS NOT NULL": 2,
    "SELECT count(*) FROM safety_plan_word": 1,
    "SELECT count(*) FROM book_page WHERE kind = 'library'": 1,
    "SELECT count(*) FROM book_page WHERE kind = 'note'": 1,
    "SELECT count(DISTINCT sharing) FROM book_page WHERE changed_at IS NOT NULL": 3,
    "SELECT count(*) > 2 FROM visit WHERE for_me = 'yes' OR for_me = 'not_sure'": True,
}
PAGES = {
    "/my": ("What happens next", "Questions for you", "You have one new message", "My places", "/library"),
    "/my/sessions": ("You asked about this",),
    "/my/goals": ("You are here",),
    "/my/green-book": ("My worker and my GP", "Songs my mother sang", "From the library"),
    "/my/questions": ("Groups and belonging", "Personal wellbeing", "Worry"),
    "/my/messages": ("on Thursday",),
    "/my/safety-plan": ("Margaret next door",),
    "/my/stories": ("The gate",),
    "/my/places": ("You went",),
}


async def test_there_is_somebody_to_be_and_something_to_find(seeded):
    assert {count: await value(count) for count in COUNTS} == COUNTS
    unread = await rows("SELECT DISTINCT from_person FROM team_message WHERE read_at IS NULL")
    assert {one["from_person"] for one in unread} == {True, False}
    assert not await rows("SELECT email FROM person WHERE email <> '' AND email NOT LIKE '%.example'")
    (hint,) = [one for one in seeded if "space of their own" in one]
    assert "@letterbox.example" in hint
    assert "born " in hint
    await their_doors_open()


async def their_doors_open():
    app = create_app(a_house(replace(SETTINGS, demo=True)))
    async with a_client(app) as newcomer:
        page = await newcomer.get("/demo")
        own = [form for form in forms_in(page) if form.action == "/demo/own-space"]
        assert len(own) == 2 + len(NAMED)
        for language in ("Polish", "Urdu", "Welsh"):
            assert f"who reads {language}" in page.text
        assert (await newcomer.post("/demo/own-space", data=own[0].data)).headers["location"] == "/my"
        for address, words in PAGES.items():
            text = (await newcomer.get(address)).text
            assert [word for word in words if word not in text] == [], address
    async with a_client(app) as newcomer:
        own = [form for form in forms_in(await newcomer.get("/demo")) if form.action == "/demo/own-space"]
        await newcomer.post("/demo/own-space", data=own[1].data)
        text = (await newcomer.get("/my")).text
        assert 'lang="pl"' in text
        assert "Moja strefa" in text
