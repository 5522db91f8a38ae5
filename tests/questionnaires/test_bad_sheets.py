"""Whatever is typed into a form of questions, a sentence comes back, no word is lost, and nothing is written twice."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from livewell.journeys.rules import Stage
from livewell.kit import cookies
from livewell.measures.rules.instruments import Kind
from livewell.measures.rules.loading import INSTRUMENTS
from livewell.questionnaires.rules import How
from tests.browsing import form_to
from tests.factories.journeys import an_open_journey, the_journey
from tests.factories.measures import a_pam
from tests.factories.questionnaires import a_key_to, all_answers, an_asking, as_typed
from tests.security.a_town import (
    Sheet,
    Town,
    boxes_of,
    every_table,
    fingerprint,
    holds,
    is_calm,
    said_wrong,
    sent,
)
from tests.security.test_fuzz import undone_again
from tests.signed_in import a_client

__all__ = ["every_table"]

SCRIPT = "<script>alert('questions')</script>"
ODD = f"{SCRIPT} 🙂 z̷̳a̸l̶g̴o \u202eleft\u2066 {{{{7*7}}}} ' OR 1=1 --"
NUMBERS = ("-1", "1e400", "NaN", "9" * 400, "1/0", "0x10", "4.555", "12;DROP TABLE asking")
COUNTED = next(
    one.id
    for one in INSTRUMENTS.values()
    if one.has_words and not one.safety and any(item.scale.kind is Kind.NUMBER for item in one.items)
)
"""A measure in which numbers are typed."""
FULL = as_typed(all_answers("ons4", 5))
SCORED = {"score": "52.9"}

SHEETS = [
    Sheet("coach", "/journeys/{journey}/questions/new", {"instrument": "gad7", "how": "space"}),
    Sheet("coach", "/journeys/{journey}/questions/{asking}/answer", FULL),
    Sheet("coach", "/journeys/{journey}/questions/{counted}/answer"),
    Sheet("coach", "/journeys/{journey}/questions/{asking}/together", FULL),
    Sheet("coach", "/journeys/{journey}/questions/{pam}/score", SCORED),
    Sheet("coach", "/journeys/{journey}/measures/pam/{score}/correct", SCORED),
    Sheet("coach", "/questions-on-paper", {"code": "LW-0000-00"}),
    Sheet("person", "/my/questions/{asking}", FULL),
    Sheet("person", "/my/questions/{counted}"),
    Sheet("bearer", "/answer", FULL),
]
BUTTONS = [
    Sheet("coach", "/journeys/{journey}/questions/{asking}/take-back", {}, "/journeys/{journey}/questions/{asking}"),
    Sheet("coach", "/journeys/{journey}/questions/{asking}/link", {}, "/journeys/{journey}/questions/{asking}"),
]
each_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=str)


@pytest_asyncio.fixture
async def town(app: Any, work: Any, client_for: Any, home_client_for: Any, postbox: Any) -> AsyncIterator[Town]:
    """A coach, the person, and somebody who came by a link."""
    other = await an_open_journey(work.coach, stage=Stage.COACHING)
    by_link = await an_asking(other, work.coach)
    token = await a_key_to(by_link)
    made = Town(
        {
            "journey": work.journey,
            "asking": await an_asking(work.journey, work.coach),
            "counted": await an_asking(work.journey, work.coach, COUNTED),
            "score": await a_pam(work.journey, work.coach),
            "pam": await an_asking(work.journey, work.coach, "pam", How.SCORE),
            "person": (await the_journey(work.journey)).person,
        }
    )
    async with a_client(app) as bearer:
        bearer.cookies.set(cookies.cookie_name(cookies.KEY, secure=False), token)
        made.browsers = {
            "coach": await client_for(work.coach),
            "person": await home_client_for(work.person),
            "bearer": bearer,
        }
        yield made


@each_sheet
async def test_no_word_makes_a_form_fall_over_or_lose_another(town: Town, sheet: Sheet) -> None:
    boxes, before = await boxes_of(town, sheet), await fingerprint()
    for words in (ODD, '=HYPERLINK("https://evil.example","Win")', "Long words. " * 800):
        chosen = boxes.words[:4]
        async with undone_again():
            answer = await sent(town, sheet, dict.fromkeys(chosen, words))
            is_calm(answer)
            assert SCRIPT not in answer.text
            if answer.status_code == 422:
                assert await fingerprint() == before
                assert not chosen or holds(answer, words)


@each_sheet
async def test_numbers_and_codes_that_are_none_change_nothing(town: Town, sheet: Sheet) -> None:
    boxes, before = await boxes_of(town, sheet), await fingerprint()
    tried: list[dict[str, Any]] = [dict.fromkeys(boxes.choices, "no-such-code")] if boxes.choices else []
    tried += [dict.fromkeys(boxes.numbers, number) for number in NUMBERS if boxes.numbers]
    for typed in tried:
        async with undone_again():
            answer = await sent(town, sheet, typed)
            is_calm(answer)
            assert answer.status_code == 422, typed
            assert said_wrong(answer), typed
            assert await fingerprint() == before, typed


@each_sheet
async def test_a_form_without_its_token_or_with_a_megabyte_is_refused(town: Town, sheet: Sheet) -> None:
    path, browser = town.path(sheet.path), town.browsers[sheet.who]
    form = form_to(await browser.get(path), path)
    before = await fingerprint()
    name = next(iter(sheet.good), "began")
    for data, status in (
        ({**form.data, "csrf": "0" * 64}, 403),
        ({**form.data, name: "No\x00thing"}, 400),
        ({**form.data, name: "x" * 1_000_000}, 413),
    ):
        answer = await browser.post(path, data=data)
        assert answer.status_code == status
        assert await fingerprint() == before


@pytest.mark.parametrize("sheet", [*(one for one in SHEETS if one.good), *BUTTONS], ids=str)
async def test_a_double_press_is_one(town: Town, sheet: Sheet) -> None:
    path, browser = town.path(sheet.path), town.browsers[sheet.who]
    form = form_to(await browser.get(town.path(sheet.page) or path), path)
    whole = {**form.data, **sheet.good}
    is_calm(await browser.post(path, data=whole))
    before = await fingerprint()
    is_calm(await browser.post(path, data=whole))
    assert await fingerprint() == before
