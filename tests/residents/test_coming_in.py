"""Coming in: by a link, a text or a printed code; once, in one browser, without telling anybody who is known."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from livewell.app import a_house, create_app
from livewell.kit import clock, cookies
from livewell.kit.db import count_queries, execute, rows, value
from livewell.kit.errors import NotFound
from livewell.people import actions as people
from livewell.people import queries as persons
from livewell.residents import actions, queries, rules
from tests.browsing import form_to, post
from tests.factories.people import a_person
from tests.residents.conftest import BIRTHDAY, BORN, a_story, carried
from tests.signed_in import SETTINGS, a_client

HOME = cookies.cookie_name(cookies.HOME, secure=False)
KEY = cookies.cookie_name(cookies.KEY, secure=False)
SENT = "/my/come-in/sent"


async def asked(client, email="mary@home.example"):
    """Ask for a link, and let what waits be sent."""
    answer = await post(client, "/my/come-in", {"email": email})
    assert answer.headers["location"] == SENT
    await carried()


async def opened(client, path, data=BIRTHDAY):
    """Follow a link and press its button; gives the last answer."""
    first = await client.get(path)
    if first.headers["location"] != "/my/come-in/open":
        return first
    return await post(client, "/my/come-in/open", data)


def the_link(postbox):
    return postbox.links()[0]


# ── by e-mail ──


async def test_a_link_opens_the_space_by_a_birthday_and_a_button(visitor, story, postbox):
    await asked(visitor)
    (mail,) = postbox.taken
    assert "Mary" not in mail.as_string()
    assert mail["Subject"] == "Your link"
    path = the_link(postbox)
    first = await visitor.get(path)
    assert (first.status_code, first.headers["location"]) == (303, "/my/come-in/open")
    done = await post(visitor, "/my/come-in/open", BIRTHDAY)
    assert done.headers["location"] == "/my"
    kept = next(one for one in done.headers.get_list("set-cookie") if one.startswith(HOME))
    assert "max-age=28800" in kept.lower()
    assert "httponly" in kept.lower()
    assert KEY not in visitor.cookies
    home = await visitor.get("/my")
    assert "Hello Mary" in home.text
    assert home.headers["cache-control"] == "no-store"


async def test_a_link_opens_once(visitor, app, story, postbox):
    await asked(visitor)
    path = the_link(postbox)
    await opened(visitor, path)
    async with a_client(app) as other:
        assert (await opened(other, path)).headers["location"] == "/my/come-in/ended"
        ended = await other.get("/my/come-in/ended")
    assert ended.status_code == 404
    assert "used or has ended" in ended.text


async def test_looking_at_mail_spends_nothing(visitor, app, story, postbox):
    await asked(visitor)
    async with a_client(app) as scanner:
        for method in ("GET", "HEAD", "GET"):
            await scanner.request(method, the_link(postbox), follow_redirects=True)
    assert (await opened(visitor, the_link(postbox))).headers["location"] == "/my"


async def test_a_link_ends_after_half_an_hour(visitor, story, postbox):
    await asked(visitor)
    await execute("UPDATE door_key SET ends_at = $1 WHERE purpose = $2", clock.now(), actions.OPENS)
    assert (await visitor.get(the_link(postbox))).headers["location"] == "/my/come-in/ended"


async def test_another_birthday_opens_nothing_spends_nothing_and_keeps_what_was_typed(visitor, story, postbox):
    await asked(visitor)
    wrong = await opened(visitor, the_link(postbox), {**BIRTHDAY, "born-year": "1952"})
    assert wrong.status_code == 422
    assert "does not open your space" in wrong.text
    assert 'value="1952"' in wrong.text
    assert (await opened(visitor, the_link(postbox))).headers["location"] == "/my"


async def test_five_wrong_birthdays_beside_one_link_are_enough(visitor, story, postbox):
    await asked(visitor)
    for _ in range(rules.TRIES_OF_A_KEY):
        assert (await opened(visitor, the_link(postbox), {**BIRTHDAY, "born-day": "1"})).status_code == 422
    assert (await opened(visitor, the_link(postbox))).status_code == 429


async def test_two_who_share_an_address_come_each_into_their_own(visitor, app, story, postbox):
    arthur = await a_story(first_name="Arthur", born_on=BORN.replace(year=1949))
    await asked(visitor)
    assert len(postbox.taken) == 1
    await opened(visitor, the_link(postbox), {**BIRTHDAY, "born-year": "1949"})
    page = (await visitor.get("/my")).text
    assert "Hello Arthur" in page
    assert arthur.person != story.person


async def test_twins_who_share_an_address_are_told_apart_by_their_first_names(visitor, story, postbox):
    await a_story(first_name="Martha")
    await asked(visitor)
    which = await opened(visitor, the_link(postbox))
    assert which.status_code == 422
    assert "Enter your first name as well" in which.text
    assert "Martha" not in which.text
    assert (await opened(visitor, the_link(postbox), {**BIRTHDAY, "first_name": "Nobody"})).status_code == 422
    assert (await opened(visitor, the_link(postbox), {**BIRTHDAY, "first_name": "martha"})).headers["location"] == "/my"
    assert "Hello Martha" in (await visitor.get("/my")).text


# ── nobody learns who is known ──


async def what_was_run(client, path, data):
    await client.get(path)
    with count_queries() as ran:
        answer = await post(client, path, data)
    return answer, [re.sub(r"\s+", " ", one) for one in ran.statements]


@pytest.mark.parametrize(
    ("path", "known", "unknown"),
    [
        ("/my/come-in", {"email": "mary@home.example"}, {"email": "nobody@home.example"}),
        ("/my/come-in/text", {"phone": "07700 900123"}, {"phone": "07700 900999"}),
    ],
)
async def test_known_and_unknown_get_the_same_answer_by_the_same_statements(
    visitor, story, postbox, text_service, path, known, unknown
):
    one, ran_for_one = await what_was_run(visitor, path, known)
    other, ran_for_other = await what_was_run(visitor, path, unknown)
    assert (one.status_code, one.headers["location"], one.content) == (
        other.status_code,
        other.headers["location"],
        other.content,
    )
    assert ran_for_one == ran_for_other
    assert len(ran_for_one) > 2


@pytest.mark.parametrize(
    "changes",
    [{"never_contact": True}, {"may_write": False}, {"email": "other@home.example"}],
)
async def test_whoever_may_not_be_written_to_is_sent_nothing_and_nobody_learns(visitor, postbox, changes):
    await a_story(**changes)
    await asked(visitor)
    assert postbox.taken == []
    assert await value("SELECT count(*) FROM way_in_asked") == 0


async def test_a_no_to_letters_is_no_no_to_email_for_whoever_likes_email_best(visitor, postbox):
    await a_story(may_write=False, preferred_contact="email")
    await asked(visitor)
    assert len(postbox.taken) == 1


async def test_whoever_has_no_journey_has_no_space(visitor, postbox):
    await a_person(email="mary@home.example", born_on=BORN)
    await asked(visitor)
    assert postbox.taken == []


async def test_after_the_journey_the_space_stays_and_after_a_death_it_does_not(visitor, story, postbox):
    await execute(
        "UPDATE journey SET stage = 'closed', closed_at = $1, end_reason = 'goals_met' WHERE id = $2",
        clock.now(),
        story.journey,
    )
    await asked(visitor)
    assert (await opened(visitor, the_link(postbox))).headers["location"] == "/my"
    assert "Your time with us ended" in (await visitor.get("/my")).text
    await execute("UPDATE journey SET end_reason = 'died' WHERE id = $1", story.journey)
    await asked(visitor_without_home(visitor))
    assert len(postbox.taken) == 1


def visitor_without_home(visitor):
    visitor.cookies.delete(HOME)
    return visitor


async def test_more_than_three_in_an_hour_are_not_sent_and_look_the_same(visitor, story, postbox):
    for _ in range(rules.ASKS_AN_HOUR + 2):
        await asked(visitor)
    assert len(postbox.taken) == rules.ASKS_AN_HOUR


async def test_one_network_may_not_ask_for_ever(visitor):
    answers = [
        (await post(visitor, "/my/come-in", {"email": f"n{number}@home.example"})).status_code
        for number in range(rules.ASKS_OF_A_NETWORK + 1)
    ]
    assert set(answers[:-1]) == {303}
    assert answers[-1] == 429


async def test_what_cannot_be_an_address_comes_back(visitor):
    answer = await post(visitor, "/my/come-in", {"email": "mary at home"})
    assert answer.status_code == 422
    assert "mary at home" in answer.text


# ── by text ──


async def text_asked(client, service, phone="+44 7700 900123"):
    answer = await post(client, "/my/come-in/text", {"phone": phone})
    assert answer.headers["location"] == "/my/come-in/code"
    await carried()
    return re.search(r"\d{6}", service.asked[-1]["personalisation"]["words"]).group() if service.asked else ""


async def test_a_code_by_text_opens_in_the_browser_that_asked_and_nowhere_else(visitor, app, story, text_service):
    code = await text_asked(visitor, text_service)
    assert text_service.asked[0]["phone_number"] == "07700900123"
    async with a_client(app) as thief:
        await post(thief, "/my/come-in/text", {"phone": "07700 900999"})
        assert (await post(thief, "/my/come-in/code", {"code": code, **BIRTHDAY})).status_code == 422
    assert (await post(visitor, "/my/come-in/code", {"code": code, **BIRTHDAY})).headers["location"] == "/my"
    assert "Hello Mary" in (await visitor.get("/my")).text


async def test_a_texted_code_works_once_and_for_ten_minutes(visitor, app, story, text_service):
    code = await text_asked(visitor, text_service)
    await execute("UPDATE resident_code SET ends_at = $1", clock.now())
    assert (await post(visitor, "/my/come-in/code", {"code": code, **BIRTHDAY})).status_code == 422
    code = await text_asked(visitor, text_service)
    token = visitor.cookies[KEY]
    await post(visitor, "/my/come-in/code", {"code": code, **BIRTHDAY})
    async with a_client(app) as again:
        again.cookies.set(KEY, token)
        assert (await post(again, "/my/come-in/code", {"code": code, **BIRTHDAY})).status_code == 422


async def test_guessing_the_six_digits_ends_soon(visitor, story, text_service):
    await text_asked(visitor, text_service)
    answers = [
        (await post(visitor, "/my/come-in/code", {"code": f"{guess:06}", **BIRTHDAY})).status_code
        for guess in range(rules.TRIES_OF_A_KEY + 1)
    ]
    assert answers[-1] == 429
    assert set(answers[:-1]) <= {422, 303}


@pytest.mark.parametrize("changes", [{"may_text": False}, {"never_contact": True}, {"phone": ""}])
async def test_whoever_may_not_be_texted_is_not(visitor, text_service, changes):
    await a_story(**changes)
    assert await text_asked(visitor, text_service) == ""


async def test_where_texts_are_not_set_up_the_page_says_so(visitor):
    page = await visitor.get("/my/come-in/text")
    assert "not set up here" in page.text


async def test_two_with_one_number_come_each_into_their_own(visitor, story, text_service):
    await a_story(first_name="Arthur", born_on=BORN.replace(year=1949))
    code = await text_asked(visitor, text_service)
    await post(visitor, "/my/come-in/code", {"code": code, **BIRTHDAY, "born-year": "1949"})
    assert "Hello Arthur" in (await visitor.get("/my")).text
    assert await value("SELECT count(*) FROM resident_code WHERE ended_at IS NULL") == 0


# ── by a printed code ──


async def test_a_printed_code_opens_with_the_birthday_however_it_is_typed(visitor, story):
    code = rules.shown(await actions.make_code(story.journey, by=story.coach)).lower().replace("-", " – ")
    wrong = await post(visitor, "/my/come-in/paper", {"code": code, **BIRTHDAY, "born-day": "10"})
    assert wrong.status_code == 422
    assert (await post(visitor, "/my/come-in/paper", {"code": code, **BIRTHDAY})).headers["location"] == "/my"


async def test_a_printed_code_works_once_for_a_fortnight_and_a_newer_one_ends_it(visitor, story):
    first = await actions.make_code(story.journey, by=story.coach)
    second = await actions.make_code(story.journey, by=story.coach)
    assert (await post(visitor, "/my/come-in/paper", {"code": first, **BIRTHDAY})).status_code == 422
    made, ends = (await rows("SELECT made_at, ends_at FROM resident_code WHERE ended_at IS NULL"))[0].values()
    assert ends - made == timedelta(days=14)
    assert (await post(visitor, "/my/come-in/paper", {"code": second, **BIRTHDAY})).status_code == 303
    assert (
        await post(visitor_without_home(visitor), "/my/come-in/paper", {"code": second, **BIRTHDAY})
    ).status_code == 422


async def test_no_code_and_no_token_is_kept_as_it_is(visitor, story, postbox, text_service):
    printed = await actions.make_code(story.journey, by=story.coach)
    texted = await text_asked(visitor, text_service)
    await post(visitor, "/my/come-in/code", {"code": texted, **BIRTHDAY})
    token = visitor.cookies[HOME]
    everything = ""
    for table in ("resident_visit", "resident_code", "event", "way_in_asked", "delivery", "rate_limit"):
        everything += str(await rows(f"SELECT t::text FROM {table} t"))
    for secret in (printed, texted, token, "mary@home.example", "07700 900123"):
        assert secret not in everything


# ── visits end ──


@pytest.mark.parametrize(("shared", "seconds", "hours"), [("yes", 600, 1), ([], 1200, 8)])
async def test_on_a_device_that_others_use_a_visit_is_short(visitor, story, postbox, shared, seconds, hours):
    await asked(visitor)
    done = await opened(visitor, the_link(postbox), {**BIRTHDAY, "shared": shared})
    (kept,) = await rows("SELECT idle_seconds, ends_at - came_at AS whole, shared_device FROM resident_visit")
    assert (kept["idle_seconds"], kept["whole"]) == (seconds, timedelta(hours=hours))
    cookie = next(one for one in done.headers.get_list("set-cookie") if one.startswith(HOME))
    assert ("max-age" in cookie.lower()) is not kept["shared_device"]


async def test_leaving_ends_the_visit_and_the_browser_forgets(story, home_client_for):
    client = await home_client_for(story.person)
    answer = await post(client, "/my/leave", page="/my")
    assert answer.headers["location"] == "/"
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    client.cookies.set(HOME, client.cookies.get(HOME) or "x" * 43)
    assert (await client.get("/my")).headers["location"] == "/my/come-in"
    assert await value("SELECT count(*) FROM resident_visit WHERE left_at IS NULL") == 0


async def test_whoever_was_out_already_is_let_go_all_the_same(story, home_client_for):
    client = await home_client_for(story.person)
    page = await client.get("/my")
    token = re.search(r'name="csrf" value="([^"]+)"', page.text).group(1)
    await execute("UPDATE resident_visit SET left_at = $1", clock.now())
    answer = await client.post("/my/leave", data={"csrf": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "clear-site-data" in answer.headers


async def test_a_form_sent_after_the_visit_gives_its_words_back(story, home_client_for):
    client = await home_client_for(story.person)
    await execute("UPDATE resident_visit SET left_at = $1", clock.now())
    answer = await client.post(f"/my/sessions/{story.session}", data={"words": "Could it be Thursday instead?"})
    assert answer.status_code == 401
    assert "Could it be Thursday instead?" in answer.text


async def test_all_visits_can_be_ended_at_once(story, home_client_for):
    one, other = await home_client_for(story.person), await home_client_for(story.person, browser="Safari on iPad")
    page = await one.get("/my/visits")
    assert "Safari on iPad" in page.text
    assert page.text.count("Still open") == 1
    answer = await post(one, "/my/visits/end", page="/my/visits")
    assert answer.headers["location"] == "/my/come-in"
    assert (await other.get("/my")).headers["location"] == "/my/come-in"


async def test_a_record_that_was_joined_with_another_opens_nothing_any_more(visitor, story, postbox, home_client_for):
    client = await home_client_for(story.person)
    await asked(visitor)
    other = await a_story(email="other@home.example", phone="07700 900321")
    theirs = await home_client_for(other.person)
    await people.decide_same(goes_on=other.person, other=story.person, moved=[], by=story.coach)
    assert (await client.get("/my")).headers["location"] == "/my/come-in"
    assert (await opened(visitor, the_link(postbox))).headers.get("location") != "/my"
    await carried()
    assert (await theirs.get("/my")).headers["location"] == "/my/come-in"


@pytest.mark.parametrize(("changes", "ends"), [({"email": "new@home.example"}, True), ({"pronouns": "she"}, False)])
async def test_another_address_ends_every_way_in(visitor, story, postbox, home_client_for, changes, ends):
    client = await home_client_for(story.person)
    await asked(visitor)
    known = await persons.person(story.person)
    await people.change_details(
        story.person, details=replace(known.details, **changes), version=known.version, practices={}, by=story.coach
    )
    await carried()
    assert ((await client.get("/my")).headers.get("location") == "/my/come-in") is ends
    answer = await opened(visitor, the_link(postbox))
    assert (answer.headers.get("location") != "/my") is ends


async def test_what_could_not_be_sent_is_forgotten(visitor, story):
    await actions.ask(rules.CameHow.EMAIL, "mary@home.example")
    assert await value("SELECT count(*) FROM way_in_asked") == 1
    await execute("UPDATE way_in_asked SET asked_at = $1", clock.now() - timedelta(hours=2))
    await actions.forget_asked()
    assert await value("SELECT count(*) FROM way_in_asked") == 0


async def test_nobody_at_home_finds_nothing(story):
    assert await queries.find_at_home("x" * 43) is None


# ── the demonstration ──


@pytest.fixture(scope="module")
def demo_app():
    return create_app(a_house(replace(SETTINGS, demo=True)))


async def test_in_a_demonstration_there_is_a_door(demo_app, story):
    async with a_client(demo_app) as newcomer:
        assert 'href="/demo#door-own"' in (await newcomer.get("/my/come-in")).text
        page = await newcomer.get("/demo")
        assert "Come in as Mary" in page.text
        door = form_to(page, "/demo/own-space").data
        assert (await newcomer.post("/demo/own-space", data=door)).headers["location"] == "/my"
        assert "Hello Mary" in (await newcomer.get("/my")).text


async def test_anywhere_else_there_is_none(visitor, story):
    page = await visitor.get("/my/come-in")
    assert "/demo" not in page.text
    token = form_to(page, "/my/come-in").data["csrf"]
    for person in (str(story.person), "nobody"):
        answer = await visitor.post("/demo/own-space", data={"csrf": token, "person": person})
        assert answer.status_code == 404
    with pytest.raises(NotFound):
        await actions.come_in_demo(story.person, demo=False, browser=actions.Browser())
