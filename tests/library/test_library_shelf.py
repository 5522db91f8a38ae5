"""What the demo's library holds is plain, can be found, and leaves medicine to those who know it."""

import re
from dataclasses import dataclass
from uuid import uuid4

import pytest

from livewell.demo.library import stock
from livewell.demo.shelf import EXPERTS, OLD_TIMES, SHELF
from livewell.library import queries
from livewell.library.rules import CONDITION_TAGS, LONGEST_SUMMARY, LONGEST_TITLE, NEED_TAGS, WHOM_TAGS, Kind, Readers
from livewell.library.rules.markdown import as_html, problem
from livewell.library.rules.searching import Sought
from livewell.staff.rules import Member, Role
from tests.factories.staff import a_member

each_book = pytest.mark.parametrize("book", [*SHELF, OLD_TIMES], ids=lambda book: book.title)


@each_book
def test_a_book_can_be_read_and_found(book):
    assert problem(book.body, pictures=[]) is None
    html = as_html(book.body)
    assert len(book.title) <= LONGEST_TITLE
    assert len(book.summary) <= LONGEST_SUMMARY
    assert set(book.needs) <= set(NEED_TAGS)
    assert set(book.conditions) <= set(CONDITION_TAGS)
    assert set(book.whom) <= set(WHOM_TAGS)
    assert not re.search(r"https?://", html)


@each_book
def test_a_book_gives_no_medical_advice(book):
    text = book.body.lower()
    assert not re.search(r"\b(dose|pills?|mg|diagnos\w+|symptoms?|medication|suicid\w+|blood sugar)\b", text)
    if book.conditions and book.title.startswith(("Pacing", "How to join")):
        assert EXPERTS in book.body


def test_there_is_something_of_everything():
    assert {book.kind for book in SHELF} == set(Kind)
    assert any(book.easy for book in SHELF)
    assert any(book.readers is Readers.STAFF for book in SHELF)
    assert len({book.title for book in SHELF}) == len(SHELF) >= 12


@dataclass
class Team:
    """As much of the demo's neighbourhood as a library needs."""

    team: list[Member]

    async def link_worker(self, number):
        return self.team[number % len(self.team)]

    def new_id(self):
        return uuid4()


async def test_every_queue_and_page_has_something_to_show():
    await stock(Team([await a_member(Role.LINK_WORKER) for _ in range(6)]))
    everybody, staff = [await queries.find(Sought(), staff=whose) for whose in (False, True)]
    assert (everybody.total, staff.total) == (len(SHELF) - 1, len(SHELF))
    assert {one.label[0] for one in await queries.waiting()} == {
        "Given, nobody has read it yet",
        "Being read",
        "Another version",
    }
    assert [(one.title, one.overdue) for one in await queries.due()] == [(SHELF[1].title, True)]
    assert len(await queries.opinions()) == 2
    walking = await queries.item("how-to-join-a-walking-group", staff=False)
    assert (walking.published, len(walking.pictures)) == (2, 1)
    assert "<img" in (await queries.version_of(walking.id, 2)).html
    use = await queries.use_of(walking.id)
    assert all(ever for _, _, ever in use.rows[:2])
