"""The link in an e-mail: it says nothing of what it is about, opens once, ends, and takes answers without signing in."""

import logging
from datetime import timedelta

import pytest

from livewell.kit import clock, cookies, db
from livewell.kit.deliveries import deliver_all
from livewell.kit.doorkeys import make_key
from livewell.kit.news import Event
from livewell.measures.tables import Score
from livewell.questionnaires import actions
from livewell.questionnaires.rules import LINK_LASTS, How
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.questionnaires import all_answers, an_asking, as_typed, phq9_set_up, the_asking, with_email
from tests.factories.staff import a_member
from tests.questionnaires.conftest import EMAIL
from tests.signed_in import a_client

FULL = as_typed(all_answers("ons4", 6))


async def a_link(work, postbox, instrument="ons4", **more):
    asking = await an_asking(work.journey, work.coach, instrument, How.LINK, **more)
    await deliver_all()
    return asking, postbox.links()[0]


async def test_the_message_says_nothing_of_what_it_is_about(work, postbox):
    _, path = await a_link(work, postbox, "phq8", words="About your low mood.")
    [message] = postbox.taken
    # The link's own random letters say nothing, though two of them may well be a G and a P.
    said = message["subject"] + message.get_content().replace(path.rpartition("/")[2], "")
    assert message["to"] == EMAIL
    assert path.startswith("/answer/")
    assert "/help-now" in said
    for word in ("PHQ", "mood", "depress", "health", "GP"):
        assert word not in said


async def test_following_it_puts_its_number_into_no_address(visitor, work, postbox):
    _, path = await a_link(work, postbox)
    on = await visitor.get(path)
    assert (on.status_code, on.headers["location"]) == (303, "/answer")
    page = await visitor.get("/answer")
    assert "how happy did you feel" in page.text
    assert path.rpartition("/")[2] not in page.text
    assert "no-store" in page.headers["cache-control"]
    assert str(await db.value("SELECT family_name FROM person WHERE id = $1", work.person)) not in page.text


async def test_a_scanner_that_follows_it_spends_nothing(visitor, app, work, postbox):
    _, path = await a_link(work, postbox)
    async with a_client(app) as scanner:
        for _ in range(3):
            await scanner.get(path)
            await scanner.get("/answer")
    await visitor.get(path)
    assert (await post(visitor, "/answer", FULL)).status_code == 200


async def test_answers_are_taken_and_the_link_is_spent(visitor, app, work, postbox):
    asking, path = await a_link(work, postbox)
    await visitor.get(path)
    sent = await post(visitor, "/answer", FULL)
    assert sent.status_code == 200
    assert "Thank you" in sent.text
    assert (await the_asking(asking)).state == "answered"
    [score] = await Score.select()
    assert (score["how"], score["person"]) == ("self", work.person)
    async with a_client(app) as later:
        again = await later.get(path, follow_redirects=True)
        assert again.status_code == 404
        assert "opens nothing any more" in again.text
        assert "ask your worker for a fresh link" in again.text


async def test_pressing_twice_is_one_score_and_thanks_twice(visitor, work, postbox):
    _, path = await a_link(work, postbox)
    await visitor.get(path)
    form = form_to(await visitor.get("/answer"), "/answer")
    for _ in range(2):
        sent = await visitor.post("/answer", data=form.data | FULL)
        assert "Thank you" in sent.text
    assert await Score.count() == 1


async def test_a_second_tab_hears_that_it_is_done_and_gets_its_words_back(visitor, work, postbox):
    _, path = await a_link(work, postbox)
    await visitor.get(path)
    first, second = [form_to(await visitor.get("/answer"), "/answer") for _ in range(2)]
    await visitor.post("/answer", data=first.data | FULL)
    sent = await visitor.post("/answer", data=second.data | FULL)
    assert sent.status_code == 409
    assert "This link has been used" in sent.text
    assert await Score.count() == 1


@pytest.mark.parametrize(("after", "opens"), [(LINK_LASTS - timedelta(minutes=1), True), (LINK_LASTS, False)])
async def test_it_lasts_fourteen_days(visitor, work, postbox, after, opens):
    _, path = await a_link(work, postbox)
    with clock.at(clock.now() + after):
        on = await visitor.get(path)
    assert on.headers["location"] == ("/answer" if opens else "/answer/ended")


async def test_what_is_typed_after_its_days_is_shown_back(visitor, work, postbox):
    _, path = await a_link(work, postbox)
    await visitor.get(path)
    form = form_to(await visitor.get("/answer"), "/answer")
    with clock.at(clock.now() + LINK_LASTS):
        sent = await visitor.post("/answer", data=form.data | FULL)
    assert sent.status_code == 409
    assert "nothing was sent" in sent.text
    assert not await Score.exists()


@pytest.mark.parametrize("path", ["/answer/nonsense", "/answer/" + "x" * 43, "/answer"])
async def test_what_is_no_link_opens_nothing(visitor, path):
    found = await visitor.get(path, follow_redirects=True)
    assert found.status_code == 404
    assert "opens nothing any more" in found.text


async def test_the_key_of_another_door_opens_nothing(visitor, work):
    async with db.transaction():
        token = await make_key("own_link", work.journey, holder="a@b.example", lasts=timedelta(days=1))
    visitor.cookies.set(cookies.cookie_name(cookies.KEY, secure=False), token)
    assert (await visitor.get("/answer")).headers["location"] == "/answer/ended"


async def test_taken_back_it_opens_nothing(visitor, work, postbox):
    asking, path = await a_link(work, postbox)
    await visitor.get(path)
    await actions.take_back(asking, journey=work.journey, by=work.coach)
    assert (await visitor.get("/answer")).headers["location"] == "/answer/ended"
    assert (await visitor.get(path)).headers["location"] == "/answer/ended"


async def test_a_changed_address_ends_the_links_sent_to_the_old_one(visitor, work, postbox):
    _, path = await a_link(work, postbox)
    await visitor.get(path)
    form = form_to(await visitor.get("/answer"), "/answer")
    await with_email(work.person, "mary@elsewhere.example")
    assert (await visitor.get("/answer")).headers["location"] == "/answer/ended"
    assert (await visitor.post("/answer", data=form.data | FULL)).status_code == 409
    assert not await Score.exists()


async def test_a_fresh_link_ends_the_one_before(visitor, client_for, work, postbox):
    asking, old = await a_link(work, postbox)
    staff = await client_for(work.coach)
    there = work.at(f"/questions/{asking}")
    await post(staff, f"{there}/link", page=there)
    await deliver_all()
    assert len(postbox.taken) == 2
    assert (await visitor.get(old)).headers["location"] == "/answer/ended"
    assert (await visitor.get(postbox.links()[0])).headers["location"] == "/answer"


async def test_half_done_is_kept_for_whoever_holds_the_link(visitor, app, work, postbox):
    _, path = await a_link(work, postbox)
    await visitor.get(path)
    form = form_to(await visitor.get("/answer"), "/answer")
    assert (await visitor.post("/answer/draft", data=form.data | {"item-happy": "9"})).status_code == 200
    later = await post(visitor, "/answer", {"item-anxious": "1", "then": "later"})
    assert "Your answers so far are kept" in later.text
    async with a_client(app) as phone:
        await phone.get(path)
        kept = form_to(await phone.get("/answer"), "/answer")
        assert kept.data["item-anxious"] == ["1"]
        assert kept.data["item-happy"] == ["9"]


async def test_what_was_begun_by_the_link_goes_on_in_the_own_space_and_not_the_other_way(
    visitor, home_client_for, work, postbox
):
    asking, path = await a_link(work, postbox)
    own = f"/my/questions/{asking}"
    await visitor.get(path)
    await post(visitor, "/answer", {"item-happy": "9", "then": "later"})
    home = await home_client_for(work.person)
    assert form_to(await home.get(own), own).data["item-happy"] == ["9"]
    await post(home, own, {"item-happy": "2", "then": "later"})
    assert form_to(await visitor.get("/answer"), "/answer").data["item-happy"] == ["9"]


async def test_a_draft_without_a_link_is_refused(visitor, app, work, postbox):
    _, path = await a_link(work, postbox)
    await visitor.get(path)
    form = form_to(await visitor.get("/answer"), "/answer")
    visitor.cookies.delete(cookies.cookie_name(cookies.KEY, secure=False))
    assert (await visitor.post("/answer/draft", data=form.data)).status_code == 410


async def test_they_would_rather_not(visitor, work, postbox):
    asking, path = await a_link(work, postbox)
    await visitor.get(path)
    assert (await post(visitor, "/answer", {"then": "decline"})).status_code == 200
    assert (await the_asking(asking)).state == "declined"
    assert (await visitor.get(path)).headers["location"] == "/answer/ended"


async def test_a_partial_sheet_spends_nothing(visitor, work, postbox):
    _, path = await a_link(work, postbox)
    await visitor.get(path)
    sent = await post(visitor, "/answer", {"item-happy": "eleven"})
    assert sent.status_code == 422
    assert (await post(visitor, "/answer", FULL)).status_code == 200


@pytest.mark.parametrize("changed", [{"email": ""}, {"never_contact": True}])
async def test_whoever_chose_otherwise_meanwhile_is_sent_nothing(work, postbox, changed):
    await an_asking(work.journey, work.coach, how=How.LINK)
    await with_email(work.person, **changed)
    await deliver_all()
    assert postbox.taken == []


async def test_guessing_is_slowed_down(visitor, monkeypatch):
    monkeypatch.setattr("livewell.questionnaires.routes.link.OPENINGS_AN_HOUR", 3)
    for _ in range(3):
        assert (await visitor.get("/answer/" + "x" * 43)).status_code == 303
    assert (await visitor.get("/answer/" + "x" * 43)).status_code == 429


async def test_pages_ask_the_database_little(visitor, work, postbox):
    _, path = await a_link(work, postbox)
    await visitor.get(path)
    with db.count_queries() as ran:
        assert (await visitor.get("/answer")).status_code == 200
    assert ran.count <= 8, "\n".join(ran.statements)


async def test_an_answer_that_asks_for_help_gets_it_at_once_and_nowhere_else(visitor, work, postbox, caplog):
    duty = await a_member(Role.HEALTH_COACH)
    await phq9_set_up(duty)
    _, path = await a_link(work, postbox, "phq9")
    await visitor.get(path)
    form = form_to(await visitor.get("/answer"), "/answer")
    with caplog.at_level(logging.DEBUG):
        for _ in range(2):
            sent = await visitor.post("/answer", data=form.data | as_typed(all_answers("phq9", thoughts=3)))
            assert sent.text.index("116 123") < sent.text.index("has been sent to your worker")
    assert "location" not in sent.headers
    assert str(sent.url).endswith("/answer")
    await deliver_all()
    assert [one["duty"] for one in await db.rows("SELECT duty FROM safety_matter")] == [duty.id]
    mail = "".join(message["subject"] + message.get_content() for message in postbox.taken)
    mail += str(await db.rows("SELECT subject, body FROM message"))
    everything = mail + str(await Event.select()) + caplog.text
    for word in ("thoughts", "better off dead", "item_9", "Low mood", "suicid", "item-"):
        assert word not in everything, word
