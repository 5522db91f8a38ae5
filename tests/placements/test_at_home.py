"""A befriender at home: somebody reads a first name in their own space, and says yes or no."""

import re
from uuid import uuid4

import pytest

from livewell.kit.db import execute, value
from livewell.kit.engine import count_queries
from livewell.kit.errors import NotFound
from livewell.kit.languages import speaking
from livewell.placements import actions, queries
from livewell.worker import prepare
from tests.at_home import HomeClientFor, as_themself
from tests.browsing import form_to, post
from tests.factories.people import a_person
from tests.factories.placements import a_pair, as_guest, proposed, the_placement, the_request
from tests.factories.volunteers import a_ready_volunteer

SURNAME = "Canarysurname"
PAGE = "/my/befriender"


async def somebody_suggested():
    """Somebody at home, the pair they are one of, and the placement: the volunteer has said yes."""
    prepare()
    pair = await a_pair(volunteer={"name": f"Ada {SURNAME}", "times": ("mon_morning", "fri_evening")})
    placement = await proposed(pair)
    await actions.agree(placement, side="volunteer", by=as_guest(pair.volunteer))
    person = await value("SELECT person FROM journey WHERE id = $1", pair.journey)
    return person, pair, placement


async def test_they_say_yes_and_it_may_begin(home_client_for: HomeClientFor):
    person, pair, placement = await somebody_suggested()
    client = await home_client_for(person)
    assert f'href="{PAGE}"' in (await client.get("/my")).text
    page = await client.get(PAGE)
    assert "Ada would like to visit you." in page.text
    assert "Monday morning, Friday evening" in page.text
    form = form_to(page, f"{PAGE}/{placement}/yes")
    for _ in range(2):
        assert (await client.post(form.action, data=form.data)).status_code == 303
    assert (await the_placement(placement)).person_agreed_at is not None
    assert "Somebody would like to visit you" not in (await client.get("/my")).text
    assert "You both said yes" in (await client.get(PAGE)).text
    await actions.start(placement, by=pair.coordinator)
    assert "Ada is your befriender." in (await client.get(PAGE)).text


async def test_they_say_no_and_somebody_else_is_looked_for(home_client_for: HomeClientFor):
    person, pair, placement = await somebody_suggested()
    client = await home_client_for(person)
    assert (await post(client, f"{PAGE}/{placement}/no", page=PAGE)).status_code == 303
    assert (await the_placement(placement)).state == "declined"
    assert (await the_request(pair.asked)).state == "open"
    page = await client.get(PAGE)
    assert "Nobody is suggested to you just now" in page.text
    assert not re.search(r"\bAda\b", page.text)
    assert PAGE not in (await client.get("/my")).text


async def test_of_the_volunteer_nothing_else_is_on_any_page(home_client_for: HomeClientFor):
    person, pair, placement = await somebody_suggested()
    about = "canary-about"
    await execute(
        f"UPDATE volunteer SET email = '{about}', phone = '{about}', postcode = 'NG2 7QX', adjustments = '{about}',"
        f" why = '{about}' WHERE id = $1",
        pair.volunteer,
    )
    await execute("UPDATE placement SET why_them = $2 WHERE id = $1", placement, about)
    client = await home_client_for(person)
    for path in (PAGE, "/my", "/my/privacy/my-record.json"):
        text = (await client.get(path)).text
        for word in (SURNAME, about, "NG2 7QX"):
            assert word not in text, path


async def test_whoever_said_no_before_is_shown_to_nobody(home_client_for: HomeClientFor):
    person, pair, placement = await somebody_suggested()
    await actions.decline(placement, side="volunteer", by=as_guest(pair.volunteer))
    other = await a_ready_volunteer(pair.coordinator, pair.role, name="Grace Other")
    await actions.propose(pair.asked, volunteer=other, submission=uuid4(), by=pair.coordinator)
    client = await home_client_for(person)
    assert "Nobody is suggested to you just now" in (await client.get(PAGE)).text, "Grace has not said yes yet."


async def test_nobody_answers_what_is_not_theirs_or_not_asked_yet():
    prepare()
    pair = await a_pair()
    placement = await proposed(pair)
    me = as_themself(await value("SELECT person FROM journey WHERE id = $1", pair.journey))
    for answer in (actions.agree, actions.decline):
        with pytest.raises(NotFound):
            await answer(placement, side="person", by=me)
    await actions.agree(placement, side="volunteer", by=as_guest(pair.volunteer))
    stranger = as_themself(await a_person())
    for answer in (actions.agree, actions.decline):
        with pytest.raises(NotFound):
            await answer(placement, side="person", by=stranger)
        with pytest.raises(NotFound):
            await answer(placement, side="volunteer", by=me)
    assert await queries.befrienders_of(stranger) == ()
    assert (await the_placement(placement)).person_agreed_at is None


async def test_other_peoples_and_words_that_are_neither_are_not_found(home_client_for: HomeClientFor):
    person, _pair, placement = await somebody_suggested()
    mine, stranger = await home_client_for(person), await home_client_for(await a_person())
    form = form_to(await mine.get(PAGE), f"{PAGE}/{placement}/yes")
    assert (await mine.post(f"{PAGE}/{placement}/perhaps", data=form.data)).status_code == 404
    token = form_to(await stranger.get(PAGE), "/my/leave")
    assert (await stranger.post(f"{PAGE}/{placement}/yes", data=token.data)).status_code in {403, 404}
    assert (await the_placement(placement)).person_agreed_at is None


async def test_news_that_cannot_be_told_leaves_no_answer(mute):
    person, _pair, placement = await somebody_suggested()
    mute()
    with pytest.raises(RuntimeError, match="no news today"):
        await actions.agree(placement, side="person", by=as_themself(person))
    assert (await the_placement(placement)).person_agreed_at is None


async def test_who_answered_is_in_no_news():
    person, _pair, placement = await somebody_suggested()
    await actions.decline(placement, side="person", by=as_themself(person))
    assert await value("SELECT details FROM event WHERE what = 'placement.declined'") is not None
    assert "side" not in str(await value("SELECT details FROM event WHERE what = 'placement.declined'"))


async def test_days_are_said_in_their_language():
    person, _pair, _placement = await somebody_suggested()
    with speaking("pl"):
        (one,) = await queries.befrienders_of(as_themself(person))
    assert "poniedziałek" in one.times[0]


async def test_the_page_asks_little(home_client_for: HomeClientFor):
    person, _pair, _placement = await somebody_suggested()
    client = await home_client_for(person)
    for path in (PAGE, "/my"):
        with count_queries() as asked:
            assert (await client.get(path)).status_code == 200
        assert asked.count <= 12, path
