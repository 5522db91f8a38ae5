"""Whatever is typed into the forms that print Green Books, a sentence comes back and nothing is changed; nobody prints a stranger's book."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from livewell.greenbook import letters
from livewell.kit.db import value
from livewell.kit.pdf import Made
from tests.at_home import HomeClientFor
from tests.browsing import form_to
from tests.greenbook.some_books import an_owner
from tests.security.a_town import Sheet, Town, every_table
from tests.security.test_bad_listings import Wrong, _every_body, _every_code, _every_word, _twice

__all__ = ["every_table"]

ASK = Sheet("coach", "/green-books", {"what": "empty", "number": "2"})
OWN = Sheet("person", "/my/green-book/print", {"look": "large"})


@pytest_asyncio.fixture
async def desk(client_for: Any, home_client_for: HomeClientFor, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """Somebody with a book and their coach; a press that takes no time."""

    async def pdf_of(*_: object, **__: object) -> Made:
        return Made(b"%PDF-quick", 1, 0)

    monkeypatch.setattr(letters, "pdf_of", pdf_of)
    owner = await an_owner()
    made = Town({"journey": owner.journey})
    made.browsers = {"coach": await client_for(owner.coach), "person": await home_client_for(owner.person)}
    yield made


async def test_no_word_makes_a_form_fall_over_or_lose_another(desk: Town) -> None:
    await Wrong().each(desk, _every_word, [ASK])


async def test_numbers_and_codes_that_are_none_change_nothing(desk: Town) -> None:
    await Wrong().each(desk, _every_code, [ASK, OWN])


async def test_a_form_without_its_token_with_nothing_in_it_or_a_megabyte_is_refused(desk: Town) -> None:
    await Wrong().each(desk, _every_body, [ASK])


async def test_a_double_press_is_one(desk: Town) -> None:
    await Wrong().each(desk, _twice, [ASK])


async def test_a_page_or_a_book_of_a_stranger_is_no_choice(desk: Town) -> None:
    stranger = await an_owner()
    book = await value("SELECT id FROM green_book WHERE person = $1", stranger.person)
    for who, path, changes in (
        ("coach", "/green-books", {"what": "people", "book": [str(uuid4())]}),
        ("person", "/my/green-book/print", {"page": [str(book)]}),
    ):
        form = form_to(await desk.browsers[who].get(path), path)
        answer = await desk.browsers[who].post(path, data={**form.data, **changes})
        assert answer.status_code == 422
    assert await value("SELECT count(*) FROM print_run") == 0
