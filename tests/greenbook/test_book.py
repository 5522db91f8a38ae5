"""One book for a person: issued with its leaves, opened, and given."""

from dataclasses import replace
from uuid import uuid4

import pytest

from livewell.greenbook import actions, queries
from livewell.greenbook.rules import FIRST, FIRST_NAME, GIVEN_LABELS, GivenHow
from livewell.greenbook.tables import GreenBook
from livewell.kit import clock
from livewell.kit.db import execute, rows
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.news import Heard
from livewell.listeners import POLICY
from livewell.staff.rules import Role
from tests.at_home import as_themself
from tests.factories.people import a_person
from tests.factories.staff import a_member


async def told(book):
    return [row["what"] for row in await rows("SELECT what FROM event WHERE subject = $1 ORDER BY told_in", book)]


async def test_a_person_has_one_book_for_good():
    coach = await a_member(Role.HEALTH_COACH)
    person = await a_person()
    book = await actions.issue(person=person, by=coach)
    assert await actions.issue(person=person, by=coach) == book
    found = await queries.book_of(person)
    assert (found.id, found.template_name, found.given_at) == (book, FIRST_NAME, None)
    assert await told(book) == ["greenbook.issued"]


async def test_a_new_book_has_every_leaf_empty_and_private():
    coach = await a_member(Role.HEALTH_COACH)
    person = await a_person()
    await actions.issue(person=person, by=coach)
    pages = (await queries.own_book(as_themself(person))).pages
    assert [page.leaf for page in pages] == list(FIRST)
    assert all(page.is_private and not page.has_words and page.changed_at is None for page in pages)


async def test_a_book_without_leaves_has_them_when_its_owner_opens_it():
    """As one that was issued before leaves stood in books."""
    person = await a_person()
    by = as_themself(person)
    await actions.open_own(person=person, by=by)
    await execute("DELETE FROM book_page")
    await actions.open_own(person=person, by=by)
    await actions.open_own(person=person, by=by)
    assert len((await queries.own_book(by)).pages) == len(FIRST)


async def test_nobody_has_no_book():
    coach = await a_member(Role.HEALTH_COACH)
    with pytest.raises(NotFound):
        await actions.issue(person=uuid4(), by=coach)
    with pytest.raises(NotFound):
        await actions.mark_given(uuid4(), how=GivenHow.HANDED, by=coach)


@pytest.mark.parametrize("how", list(GivenHow))
async def test_a_book_is_given_once(how):
    coach = await a_member(Role.HEALTH_COACH)
    person = await a_person()
    book = await actions.issue(person=person, by=coach)
    await actions.mark_given(book, how=how, by=coach)
    assert (await queries.book_of(person)).given_label == GIVEN_LABELS[how]
    with pytest.raises(RuleBroken, match="already"):
        await actions.mark_given(book, how=GivenHow.POSTED, by=coach)


@pytest.mark.parametrize("verb", ["issue", "give"])
async def test_what_cannot_be_told_does_not_stay(verb, mute):
    coach = await a_member(Role.HEALTH_COACH)
    person = await a_person()
    book = await actions.issue(person=person, by=coach) if verb == "give" else None

    mute()
    with pytest.raises(RuntimeError):
        if book:
            await actions.mark_given(book, how=GivenHow.HANDED, by=coach)
        else:
            await actions.issue(person=person, by=coach)
    assert await GreenBook.count().where(GreenBook.person == person) == (1 if book else 0)
    assert await GreenBook.count().where((GreenBook.person == person) & (GreenBook.given_how != "")) == 0


async def test_whoever_is_accepted_has_a_book_from_then_on():
    assert POLICY["referral.accepted"]["give_book"] is actions.give_book
    person = await a_person()
    heard = Heard(uuid4(), "referral.accepted", uuid4(), None, person, None, clock.now())
    await actions.give_book(heard)
    await actions.give_book(heard)
    assert len((await queries.own_book(as_themself(person))).pages) == len(FIRST)
    await actions.give_book(replace(heard, person=None))
    assert await GreenBook.count() == 1
