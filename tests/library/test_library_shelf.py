"""What the demo's library holds is plain, can be found, and leaves medicine to those who know it."""

import re

import pytest

from livewell.demo.shelf import EXPERTS, OLD_TIMES, SHELF
from livewell.library.rules import CONDITION_TAGS, LONGEST_SUMMARY, LONGEST_TITLE, NEED_TAGS, WHOM_TAGS, Kind, Readers
from livewell.library.rules.markdown import as_html, problem

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
