"""The message that asks: once for each owner, reminders, three links that a mail scanner cannot press, and the answers."""

from datetime import timedelta
from uuid import UUID

import pytest

from livewell import settings as told
from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.assets.rules import Checked, Running
from livewell.kit import clock, deliveries
from livewell.kit.db import execute, rows, value
from livewell.kit.errors import RuleBroken
from livewell.owners import actions, queries
from tests.browsing import form_to, post
from tests.factories.assets import an_asset, an_organisation
from tests.factories.owners import a_keeper

BERYL = "beryl@group.example"


async def checked(days_ago, **changes):
    """A listing that somebody made sure of so many days ago."""
    asset = await an_asset(checked_at=clock.now() - timedelta(days=days_ago), **changes)
    await execute("UPDATE asset SET created_at = $2 WHERE id = $1", asset, clock.now() - timedelta(days=900))
    return asset


async def ask(after=timedelta(0)):
    with clock.at(clock.now() + after):
        begun = await actions.ask_owners()
        await deliveries.deliver_all()
    return begun


def link(postbox, answer, number=-1, listing=0):
    return [one for one in postbox.links(number) if one.startswith(f"/own/{answer}/")][listing]


async def test_one_message_names_every_listing_of_an_owner(postbox):
    for name, days in (("Beans", 182), ("Soup", 400), ("Nearly due", 170), ("Fresh", 160)):
        await a_keeper(await checked(days, name=name), email=BERYL, name="Beryl Khan")
    assert await ask() == 1
    (got,) = postbox.taken
    text = got.get_content()
    assert (got["To"], got["Subject"]) == (BERYL, "Are your 3 listings still right?")
    assert [name for name in ("Beans", "Soup", "Nearly due", "Fresh") if name in text] == [
        "Beans",
        "Soup",
        "Nearly due",
    ]
    assert len(postbox.links()) == 9
    assert "Hello Beryl Khan," in text


@pytest.mark.parametrize(
    ("days", "changes"),
    [
        (181, {}),
        (400, {"published": False}),
        (400, {"running": Running.CLOSED}),
        (400, {"contact_email": ""}),
    ],
)
async def test_who_is_not_asked(postbox, days, changes):
    await checked(days, **({"contact_email": BERYL} | changes))
    assert await ask() == 0


async def test_where_nobody_keeps_it_its_contact_is_asked_and_else_its_organisation(postbox):
    organisation = await an_organisation(email="Hall@group.example")
    await checked(400, contact_email="Contact@group.example", organisation=organisation)
    await checked(400, organisation=organisation)
    await a_keeper(await checked(400, contact_email="other@group.example"), email=BERYL)
    await ask()
    assert {one["To"] for one in postbox.taken} == {"contact@group.example", "hall@group.example", BERYL}


async def test_who_keeps_what_was_merged_into_it_is_asked(postbox, worker):
    kept, other = await checked(200, contact_email="contact@group.example"), await checked(200)
    await a_keeper(other, email=BERYL)
    seen = await listings.asset(kept)
    await assets.merge(kept, other, listing=seen.listing, version=seen.version, by=worker)
    await ask()
    assert [one["To"] for one in postbox.taken] == [BERYL]


async def test_reminders_after_two_and_four_weeks_and_then_quiet(postbox):
    await a_keeper(await checked(200), email=BERYL)
    begun = [await ask(timedelta(days=day)) for day in (0, 1, 13, 14, 15, 28, 29, 60, 200)]
    assert begun == [1, 0, 0, 1, 0, 1, 0, 0, 0]
    assert [one["Subject"].startswith("Reminder:") for one in postbox.taken] == [False, True, True]


async def test_nothing_is_used_up_where_no_mail_can_go():
    await a_keeper(await checked(200), email=BERYL)
    assert told.settings().smtp_host is None
    assert await actions.ask_owners() == 0
    assert await value("SELECT count(*) FROM digest_sent") == 0


async def test_a_message_that_was_not_taken_is_tried_again_with_links_that_work(postbox, visitor):
    await a_keeper(await checked(200), email=BERYL)
    postbox.answer = "451 Later"
    await ask()
    assert await value("SELECT sent_at FROM digest_sent") is None
    assert await value("SELECT count(*) FROM door_key") == 0
    postbox.answer = "250 OK"
    with clock.at(clock.now() + timedelta(hours=1)):
        await deliveries.deliver_all()
    assert len(postbox.taken) == 1
    assert (await visitor.get(link(postbox, "right"))).headers["location"] == "/own/answer/right"


async def test_still_right_takes_a_button_and_says_so_from_then_on(postbox, visitor):
    asset = await checked(200, when="Tuesdays")
    await a_keeper(asset, email=BERYL, name="Beryl Khan")
    await ask()
    with clock.at(clock.now() + timedelta(days=3)):
        for method in ("GET", "HEAD"):  # A scanner.
            await visitor.request(method, link(postbox, "right"), follow_redirects=True)
        assert (await listings.asset(asset)).assured_how is Checked.VISITED
        await visitor.get(link(postbox, "right"))
        answer = await post(visitor, "/own/answer/right")
        assert answer.headers["location"] == "/own/thanks/right"
        assert "made sure of it today" in (await visitor.get("/own/thanks/right")).text
        seen = await listings.asset(asset)
        assert seen.assured_how is Checked.OWNER
        assert seen.owner_confirmed_at is not None
        assert seen.standing.answers_days == 3
        assert await value("SELECT done_by_name FROM assurance WHERE asset = $1", asset) == "Beryl Khan"
        assert (await visitor.get(link(postbox, "right"))).headers["location"] == "/own/ended"
        assert await ask(timedelta(days=30)) == 0


async def test_what_changed_since_the_page_was_opened_is_not_confirmed_and_the_link_is_not_spent(postbox, visitor):
    asset = await checked(200)
    await a_keeper(asset, email=BERYL)
    await ask()
    await visitor.get(link(postbox, "right"))
    form = form_to(await visitor.get("/own/answer/right"), "/own/answer/right")
    await execute("UPDATE asset SET version = version + 1 WHERE id = $1", asset)
    said = await visitor.post("/own/answer/right", data=form.data)
    assert said.status_code == 409
    assert "Read it again" in said.text
    assert (await post(visitor, "/own/answer/right")).status_code == 303


async def test_closed_waits_for_a_link_worker(postbox, visitor):
    asset = await checked(200)
    await a_keeper(asset, email=BERYL)
    await ask()
    await visitor.get(link(postbox, "closed"))
    assert (await post(visitor, "/own/answer/closed")).headers["location"] == "/own/thanks/closed"
    assert (await listings.asset(asset)).running is Running.INACTIVE
    (change,) = await listings.waiting_for(asset)
    assert (change.fields, change.reply_to) == (("running", "alert"), BERYL)
    assert await ask(timedelta(days=20)) == 0


async def test_needs_changing_opens_the_listing(postbox, visitor):
    asset = await checked(200)
    await a_keeper(asset, email=BERYL)
    await ask()
    await visitor.get(link(postbox, "changing"))
    answer = await post(visitor, "/own/answer/changing")
    assert answer.headers["location"] == f"/own/listings/{asset}"
    assert (await visitor.get(answer.headers["location"])).status_code == 200
    assert await ask(timedelta(days=20)) == 1  # They looked, and have not said that it is right.


async def test_the_contact_of_a_listing_that_nobody_keeps_keeps_it_once_they_change_it(postbox, visitor):
    asset = await checked(200, contact_name="Olu", contact_email="olu@group.example")
    await ask()
    await visitor.get(link(postbox, "changing"))
    await post(visitor, "/own/answer/changing")
    (keeper,) = await queries.keepers_of(asset)
    assert (keeper.email, keeper.name, keeper.approved_by) == ("olu@group.example", "Olu", "")


async def test_who_answers_for_it_no_more_cannot_by_an_old_link(postbox, visitor, worker):
    asset = await checked(200)
    keeper = await a_keeper(asset, email=BERYL)
    await a_keeper(asset, email="olu@group.example")
    await ask()
    number = next(n for n, one in enumerate(postbox.taken) if one["To"] == BERYL)
    await actions.end(keeper, by=worker)
    assert (await visitor.get(link(postbox, "right", number))).headers["location"] == "/own/ended"
    for token, answer in (("A" * 43, "right"), ("x", "closed")):
        assert (await visitor.get(f"/own/{answer}/{token}")).headers["location"] == "/own/ended"
    assert (await visitor.get(f"/own/wrong/{'A' * 43}")).status_code == 404


async def test_the_link_of_one_answer_is_none_of_another(postbox, visitor):
    await a_keeper(await checked(200), email=BERYL)
    await ask()
    token = link(postbox, "right").rsplit("/", 1)[-1]
    assert (await visitor.get(f"/own/closed/{token}")).headers["location"] == "/own/ended"


async def test_two_links_opened_at_once_are_not_mixed_up(postbox, visitor):
    first, second = await checked(200, name="A first"), await checked(200, name="B second")
    for asset in (first, second):
        await a_keeper(asset, email=BERYL)
    await ask()
    await visitor.get(link(postbox, "right", listing=0))
    form = form_to(await visitor.get("/own/answer/right"), "/own/answer/right")
    await visitor.get(link(postbox, "right", listing=1))
    said = await visitor.post("/own/answer/right", data=form.data)
    assert said.status_code == 409
    assert "another link" in said.text
    assert {one["how"] for one in await rows("SELECT how FROM assurance")} == set()


async def test_an_answer_that_fails_spends_nothing(postbox, mute):
    asset = await checked(200)
    await a_keeper(asset, email=BERYL)
    await ask()
    mute()
    for answer, act in (("closed", actions.answer_closed), ("changing", actions.answer_changing)):
        with pytest.raises(RuntimeError, match="no news"):
            await act(link(postbox, answer).rsplit("/", 1)[-1])
    assert await value("SELECT count(*) FROM door_key WHERE used_at IS NOT NULL") == 0
    assert await listings.waiting_for(asset) == []
    with pytest.raises(RuleBroken, match="Ask for a fresh one"):
        await actions.answer_closed("A" * 43)


async def test_what_was_hidden_or_merged_meanwhile_is_not_asked_about(postbox):
    asset = await checked(200)
    await a_keeper(asset, email=BERYL)
    await actions.ask_owners()
    await execute("UPDATE asset SET published = false WHERE id = $1", asset)
    await deliveries.deliver_all()
    assert postbox.taken == []
    assert isinstance(await value("SELECT digest FROM digest_sent"), UUID)
