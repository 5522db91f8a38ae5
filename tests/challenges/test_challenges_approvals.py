"""The charter and approvals: nobody approves for the forum, and its answer goes back to where it belongs."""

import json
from uuid import uuid4

import pytest
from asyncpg import RestrictViolationError, UniqueViolationError

from livewell.challenges import actions, queries
from livewell.challenges.forms.charter import CharterTyped
from livewell.challenges.rules.approvals import PutKind, PutState
from livewell.forum import actions as forum
from livewell.forum.forms.meetings import Decided
from livewell.forum.queries import agenda_of
from livewell.forum.rules.agenda import DecisionKind
from livewell.greenbook import actions as greenbook
from livewell.greenbook import queries as books
from livewell.kit import news
from livewell.kit.db import execute, row, transaction, value
from livewell.kit.deliveries import deliver_all
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.library import actions as library
from livewell.library import queries as shelf
from livewell.listeners import install
from livewell.staff.rules import Role
from tests.factories.challenges import (
    CHARTER,
    a_charter,
    a_decision,
    a_held_meeting,
    an_agreed_charter,
)
from tests.factories.library import published, submitted, version_of
from tests.factories.staff import a_member


@pytest.fixture(autouse=True)
def listening():
    """Everybody listens who listens."""
    before = {what: dict(heard) for what, heard in news.LISTENERS.items()}
    install()
    yield
    news.LISTENERS.clear()
    news.LISTENERS.update(before)


async def the_put(subject):
    return await queries.put(
        await value("SELECT id FROM put_to_forum WHERE subject = $1 ORDER BY put_at DESC", subject)
    )


async def a_book_put_to_the_forum(manager):
    draft = await greenbook.begin_template(name="2027-04", submission=uuid4(), by=manager)
    await greenbook.say_change(draft, change="Fewer words.", by=manager)
    await greenbook.put_to_forum(draft, by=manager)
    await deliver_all()
    return draft


async def test_a_version_of_the_book_is_approved_by_a_meeting(facilitator):
    manager = await a_member(Role.MANAGER)
    draft = await a_book_put_to_the_forum(manager)
    put = await the_put(draft)
    assert (put.kind, put.title, put.change, put.put_by) == (
        PutKind.BOOK_TEMPLATE, "Green Book 2027-04", "Fewer words.", manager.name
    )  # fmt: skip
    elsewhere = await actions.put_to_forum(kind=PutKind.LIBRARY_ITEM, subject=uuid4(), title="Other", by=facilitator)
    other = await a_decision((await queries.put(elsewhere)).item, by=facilitator)
    with pytest.raises(RuleBroken, match="something else"):
        await actions.approve(put.id, decision=other, version=put.version, by=facilitator)
    with pytest.raises(RuleBroken, match="something else"):
        await actions.approve(put.id, decision=uuid4(), version=put.version, by=facilitator)
    assert (await books.template(draft)).is_with_forum
    decision = await a_decision(put.item, by=facilitator, words="New books have it.")
    await actions.approve(put.id, decision=decision, version=put.version, by=facilitator)
    await deliver_all()
    seen = await books.template(draft)
    assert seen.is_approved
    assert seen.approved_by == facilitator.name
    assert seen.approved_how.startswith("Forum ")
    with pytest.raises(RuleBroken, match="not before the forum"):
        await actions.want_changes(put.id, decision=decision, words="No", version=put.version + 1, by=facilitator)
    told = await row("SELECT details FROM event WHERE what = 'forum.approved'")
    assert json.loads(told["details"]) == {"kind": "book_template", "decision": str(decision), "put": str(put.id)}


async def test_a_meeting_that_was_not_held_approves_nothing(facilitator):
    draft = await a_book_put_to_the_forum(await a_member(Role.MANAGER))
    put = await the_put(draft)
    meeting = await a_held_meeting([put.item], by=facilitator)
    decision = await forum.decide(
        meeting, put.item, Decided(DecisionKind.OTHER, "Yes"), submission=uuid4(), by=facilitator
    )
    await execute("UPDATE forum_meeting SET state = 'planned' WHERE id = $1", meeting)
    with pytest.raises(RuleBroken, match="has to be held"):
        await actions.approve(put.id, decision=decision, version=put.version, by=facilitator)
    assert (await queries.put(put.id)).is_waiting


async def test_changes_are_wanted_and_the_book_can_be_written_again(facilitator):
    manager = await a_member(Role.MANAGER)
    draft = await a_book_put_to_the_forum(manager)
    put = await the_put(draft)
    decision = await a_decision(put.item, by=facilitator, words="Larger letters first.")
    with pytest.raises(RuleBroken, match="Say what"):
        await actions.want_changes(put.id, decision=decision, words=" ", version=put.version, by=facilitator)
    await actions.want_changes(put.id, decision=decision, words="Larger letters.", version=put.version, by=facilitator)
    await deliver_all()
    assert (await books.template(draft)).may_change
    await greenbook.put_to_forum(draft, by=manager)
    await deliver_all()
    again = await the_put(draft)
    assert (again.id != put.id, again.is_waiting, again.item != put.item) == (True, True, True)
    with pytest.raises(RuleBroken, match="something else"):
        await actions.approve(again.id, decision=decision, version=again.version, by=facilitator)


async def test_what_is_taken_back_is_asked_no_more(facilitator):
    manager = await a_member(Role.MANAGER)
    draft = await a_book_put_to_the_forum(manager)
    put = await the_put(draft)
    await greenbook.take_back(draft, by=manager)
    await deliver_all()
    assert (await queries.put(put.id)).state is PutState.TAKEN_BACK
    assert await value("SELECT state FROM agenda_item WHERE id = $1", put.item) == "dropped"
    assert (await queries.waiting_for_forum(), (await queries.answered())[1]) == ([], 1)


async def test_what_is_taken_back_after_the_meeting_stays_in_its_minutes(facilitator):
    manager = await a_member(Role.MANAGER)
    draft = await a_book_put_to_the_forum(manager)
    put = await the_put(draft)
    meeting = await a_held_meeting([put.item], by=facilitator)
    await greenbook.take_back(draft, by=manager)
    await deliver_all()
    assert (await the_put(draft)).label[0] == "Taken back"
    (item,) = await agenda_of(meeting)
    assert (item.id, item.label[0]) == (put.item, "Taken off")


async def test_what_the_forum_lets_go_can_be_put_again(facilitator):
    manager = await a_member(Role.MANAGER)
    draft = await a_book_put_to_the_forum(manager)
    item = await published(by=manager)
    await library.put_to_forum(item.id, version=item.version, by=manager)
    charter = await a_charter(facilitator)
    await actions.put_charter(charter, by=facilitator)
    await deliver_all()
    for subject in (draft, item.id, charter):
        await forum.drop((await the_put(subject)).item, by=facilitator)
    await deliver_all()
    assert (await books.template(draft)).may_change
    assert (await shelf.any_item(item.id)).may_be_put
    assert (await queries.charter(charter)).may_change
    assert await queries.waiting_for_forum() == []


async def test_an_item_of_the_library_says_when_the_forum_looked(facilitator, visitor):
    keeper = await a_member(Role.LINK_WORKER)
    item = await published(by=keeper)
    await library.put_to_forum(item.id, version=item.version, by=keeper)
    await library.put_to_forum(item.id, version=item.version, by=keeper)
    await deliver_all()
    put = await the_put(item.id)
    assert (put.title, put.address) == ("Getting to the shops", f"/library/{item.slug}")
    assert (await shelf.any_item(item.id)).forum_asked_at is not None
    decision = await a_decision(put.item, by=facilitator, words="It is right.")
    await actions.approve(put.id, decision=decision, words="Plain and right.", version=put.version, by=facilitator)
    await deliver_all()
    seen = await shelf.any_item(item.id)
    assert (seen.forum.approved, seen.forum.number, seen.forum.said) == (True, 1, "Plain and right.")
    assert seen.forum_asked_at is None
    assert "Looked at by the forum" in (await visitor.get(f"/library/{item.slug}")).text


async def test_only_what_is_published_is_put_to_the_forum():
    keeper = await a_member(Role.LINK_WORKER)
    item = await submitted()
    with pytest.raises(RuleBroken, match="Only what is published"):
        await library.put_to_forum(item, version=await version_of(item), by=keeper)
    with pytest.raises(NotFound):
        await library.put_to_forum(item, version=1, by=await a_member(Role.FORUM_FACILITATOR))


async def test_a_thing_is_before_the_forum_once(facilitator):
    subject = uuid4()
    first = await actions.put_to_forum(kind=PutKind.LIBRARY_ITEM, subject=subject, title="A", by=facilitator)
    assert await actions.put_to_forum(kind=PutKind.LIBRARY_ITEM, subject=subject, title="A", by=facilitator) == first
    found = await row("SELECT item FROM put_to_forum WHERE id = $1", first)
    with pytest.raises(UniqueViolationError):
        async with transaction():
            await execute(
                "INSERT INTO put_to_forum (id, kind, subject, title, item, state, put_at, words, version)"
                " VALUES ($1, 'library_item', $2, 'A', $3, 'put', now(), '', 1)",
                uuid4(),
                subject,
                found["item"],
            )


async def test_the_charter_is_agreed_on_by_a_meeting_and_then_stays(facilitator):
    charter = await an_agreed_charter(facilitator)
    seen = await queries.charter(charter)
    assert (seen.is_agreed, seen.number, seen.decision) == (True, 1, "These are our goals and values.")
    assert seen.values == (("Patience", "nobody is hurried"), ("Candour", "we say what we see"))
    with pytest.raises(RestrictViolationError):
        async with transaction():
            await execute("UPDATE charter SET goals = 'Others'")
    for verb in (
        actions.write_charter(charter, CHARTER, version=seen.version, by=facilitator),
        actions.put_charter(charter, by=facilitator),
        actions.take_charter_back(charter, by=facilitator),
    ):
        with pytest.raises(RuleBroken):
            await verb
    newer = CharterTyped(CHARTER.goals, "Patience: nobody is hurried\nCourage: we begin", "Courage for candour.")
    await an_agreed_charter(facilitator, newer)
    now = await queries.agreed_now()
    assert now.number == 2
    second, first = queries.beside_each_other(await queries.charters(agreed=True))
    assert (second.values.came, second.values.went) == (("Courage: we begin",), ("Candour: we say what we see",))
    assert first.is_first


async def test_a_charter_is_written_one_at_a_time(facilitator):
    form = uuid4()
    made = await actions.begin_charter(submission=form, by=facilitator)
    assert await actions.begin_charter(submission=form, by=facilitator) == made
    with pytest.raises(RuleBroken, match="being written already"):
        await actions.begin_charter(submission=uuid4(), by=facilitator)
    with pytest.raises(RuleBroken, match="at least one goal"):
        await actions.put_charter(made, by=facilitator)
    await actions.write_charter(made, CHARTER, version=1, by=facilitator)
    with pytest.raises(Stale):
        await actions.write_charter(made, CHARTER, version=1, by=facilitator)
    await actions.put_charter(made, by=facilitator)
    with pytest.raises(RuleBroken, match="Take it back"):
        await actions.write_charter(made, CHARTER, version=3, by=facilitator)
    await actions.take_charter_back(made, by=facilitator)
    assert (await queries.charter(made)).may_change
    assert await queries.agreed_now() is None
