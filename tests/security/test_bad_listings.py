"""Whatever is typed into a form of the community map, a sentence comes back, no word is lost, and nothing is changed."""

import html
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from livewell.assets import queries as listings
from livewell.kit.db import value
from livewell.kit.edge import handlers_of
from tests.browsing import form_to, post
from tests.security.a_town import (
    BUTTONS,
    OURS,
    SCRIPT,
    SHEETS,
    TAKES_LONG_TEXTS,
    Sheet,
    Town,
    boxes_of,
    every_table,
    fingerprint,
    holds,
    is_calm,
    on,
    said_wrong,
    sent,
    town,
)
from tests.security.test_fuzz import undone_again
from tests.security.test_matrix import filled

__all__ = ["every_table", "town"]

# ── what is typed into every box of every form ──

ODD = f"{SCRIPT} 🙂 👩‍👩‍👧‍👦 z̷̳a̸l̶g̴o \u202eleft\u2066 {{{{7*7}}}} ' OR 1=1 --"
FORMULA = '=HYPERLINK("https://evil.example","Win")'
BELL = "Ring\x07ing \x1b[31mred"
LONG = "Long words. " * 800
NUMBERS = ("-1", "1e400", "NaN", "9" * 400, "٣٢", "1/0", "0x10", "12;DROP TABLE asset")


@dataclass
class Wrong:
    """What failed, form by form, so that one look shows all of it."""

    found: list[str] = field(default_factory=list)

    async def each(
        self, town: Town, check: Callable[[Town, Sheet], Awaitable[None]], sheets: Sequence[Sheet] = SHEETS
    ) -> None:
        for sheet in sheets:
            try:
                async with undone_again():
                    await check(town, sheet)
            except AssertionError as wrong:
                self.found.append(f"{sheet}: {str(wrong)[:600]}")
        assert not self.found, "\n".join(self.found)


async def test_no_word_makes_a_form_fall_over_or_lose_another(town: Town) -> None:
    await Wrong().each(town, _every_word)


async def _every_word(town: Town, sheet: Sheet) -> None:
    boxes, before = await boxes_of(town, sheet), await fingerprint()
    for words in (ODD, FORMULA, BELL, LONG):
        # The whole body has its bound, so that only some boxes can be long at once.
        chosen = boxes.words[:4] if words is LONG else boxes.words
        async with undone_again():
            answer = await sent(town, sheet, dict.fromkeys(chosen, words))
            is_calm(answer)
            assert SCRIPT not in answer.text
            if answer.status_code == 303:
                shown = await town.browsers[sheet.who].get(answer.headers["location"])
                assert shown.status_code in {200, 303}, f"{words[:20]}: {shown.status_code}"
                assert SCRIPT not in shown.text
            else:
                assert await fingerprint() == before, f"{words[:20]} changed something"
            if answer.status_code == 422:
                left = re.sub(r"[\x00-\x1f]", "", words) if words is BELL else words
                assert holds(answer, left), f"{words[:20]} is lost"


async def test_numbers_and_codes_that_are_none_change_nothing(town: Town) -> None:
    await Wrong().each(town, _every_code)


async def _every_code(town: Town, sheet: Sheet) -> None:
    boxes, before = await boxes_of(town, sheet), await fingerprint()
    tried = [dict.fromkeys(boxes.choices, "no-such-code")] if boxes.choices else []
    tried += [dict.fromkeys(boxes.numbers, number) for number in NUMBERS if boxes.numbers]
    for typed in tried:
        async with undone_again():
            answer = await sent(town, sheet, typed)
            is_calm(answer)
            # A tick is "yes" or not there, and a line in which only a number stands is left out.
            if answer.status_code != 303:
                assert await fingerprint() == before, f"{typed} changed something"
            if answer.status_code == 422:
                assert said_wrong(answer), f"{typed} is not said"


async def test_a_form_without_its_token_with_nothing_in_it_or_a_megabyte_is_refused(town: Town) -> None:
    await Wrong().each(town, _every_body)


async def _every_body(town: Town, sheet: Sheet) -> None:
    path, browser = town.path(sheet.path), town.browsers[sheet.who]
    form = form_to(await browser.get(town.path(sheet.page) or path), path)
    before = await fingerprint()
    name = town.path(next(iter(sheet.good), "name"))
    for data, status in (
        ({**form.data, "csrf": "0" * 64}, 403),
        ({key: text for key, text in form.data.items() if key != "csrf"}, 403),
        ({**form.data, name: "No\x00thing"}, 400),
        ({**form.data, name: "x" * 1_000_000}, 422 if sheet.path in TAKES_LONG_TEXTS else 413),
    ):
        answer = await browser.post(path, data=data)
        assert answer.status_code == status, (status, answer.status_code)
        assert "<h1" in answer.text
        assert await fingerprint() == before, f"{status} changed something"


async def test_a_double_press_is_one(town: Town) -> None:
    await Wrong().each(town, _twice, [*SHEETS, *BUTTONS])


async def _twice(town: Town, sheet: Sheet) -> None:
    path, browser = town.path(sheet.path), town.browsers[sheet.who]
    form = form_to(await browser.get(town.path(sheet.page) or path), path)
    whole = {**form.data, **{town.path(name): text for name, text in sheet.good.items()}}
    first = await browser.post(path, data=whole)
    assert first.status_code == 303, f"{first.status_code} {said_wrong(first)}"
    before = await fingerprint()
    is_calm(await browser.post(path, data=whole))
    assert await fingerprint() == before, "the second press did something"


# ── what cannot be so, said in a sentence ──

ENDS_FIRST = "The finishing time must be after the starting time"
NO_POSTCODE = "must be a full UK postcode"
IN_WORDS = [
    ("keeper", "/own/listings/{asset}/edit/where", {"postcode_0": "NG2 6ABC!"}, NO_POSTCODE),
    ("worker", "/directory/{asset}/edit/where", {"postcode_0": "Bingham"}, NO_POSTCODE),
    ("worker", "/visits/new", {"postcode": "9NG 2AB", "name": "Soup", "kind": "cafe", "offers": "Soup."}, NO_POSTCODE),
    ("keeper", "/own/listings/{asset}/edit/times", {"opens_0": "4pm", "closes_0": "2pm"}, ENDS_FIRST),
    ("editor", "/my-listings/{asset}/edit/times", {"opens_0": "4pm", "closes_0": "2pm"}, ENDS_FIRST),
    ("keeper", "/own/listings/{asset}/edit/times", {"opens_0": "25:00", "closes_0": "26:00"}, "Starting time"),
    ("keeper", "/own/listings/{asset}/edit/times", {"not_on_0": "31 February 2027"}, "has only 28 days"),
    ("keeper", "/own/listings/{asset}/edit/times", {"also_on_0": "1 May 2190"}, "years away"),
    ("worker", "/directory/{asset}/edit/who", {"minimum_age": "70", "maximum_age": "18"}, "age"),
    ("worker", "/directory/{asset}/upkeep/plan", {"day": "31", "month": "2", "year": "2027"}, "February"),
    ("worker", "/directory/{asset}/upkeep/plan", {"day": "1", "month": "1", "year": "1999"}, "The day must be"),
    ("worker", "/directory/{asset}/upkeep/plan", {"day": "1", "month": "1", "year": "9999"}, "The day must be"),
    ("worker", "/community/{asset}/visit", {"visited-day": "31", "visited-month": "2"}, "February"),
    ("worker", "/community/{asset}/visit", {"visited-year": "2190"}, "The day must be"),
    ("worker", "/directory/{asset}/gatherings/new", {"occasion": "other", "met-day": "31", "met-month": "2", "met-year": "2026"}, "February"),
    ("worker", "/directory/{asset}/gatherings/new", {"occasion": "other", **on("met", date(2190, 5, 1))}, "The day must be"),
    ("worker", "/directory/{asset}/gatherings/new", {"occasion": "other", **on("met", date(1926, 5, 1))}, "or later"),
    ("worker", "/community/{asset}/visit", {"visited-year": "1926"}, "or later"),
    ("visitor", "/own/link", {"email": "beryl@"}, "Email address must"),
    ("worker", "/directory/feeds", {"address": "file:///etc/passwd", "name": "Files", "daily": "no"}, "must begin with https://"),
]  # fmt: skip


async def test_what_cannot_be_so_is_said_and_nothing_is_changed(town: Town) -> None:
    wrong, before = [], await fingerprint()
    for who, path, typed, sentence in IN_WORDS:
        planned = path.endswith("/plan")
        sheet = Sheet(who, path, page="/directory/{asset}/upkeep" if planned else "")
        if planned:
            typed = {f"planned-{box}": text for box, text in typed.items()}  # noqa: PLW2901  Short rows above.
        async with undone_again():
            answer = await sent(town, sheet, typed)
            told = html.unescape(" ".join(said_wrong(answer)))
            if answer.status_code != 422 or sentence not in told or await fingerprint() != before:
                wrong.append(f"{path} {typed}: {answer.status_code} {told}")
            if not all(text in html.unescape(answer.text) for text in typed.values()):
                wrong.append(f"{path} {typed}: a word is lost")
    assert not wrong, "\n".join(wrong)


async def test_a_postcode_that_is_not_known_any_more_is_kept_and_said(town: Town) -> None:
    answer = await sent(
        town, Sheet("worker", "/directory/{asset}/edit/where"), {"postcode_0": "NG99 9ZZ", "address_0": "1 New Road"}
    )
    assert answer.status_code == 303
    said_so = await town.browsers["worker"].get(answer.headers["location"])
    assert "We do not know where NG99 9ZZ is, so it is not found by distance." in said_so.text
    search = await town.browsers["visitor"].get("/community", params={"place": "NG99 9ZZ"})
    assert search.status_code == 200
    assert "It may be new, or not in use any more." in search.text
    assert 'value="NG99 9ZZ"' in search.text


# ── two at once, and somebody who left ──


@pytest.mark.parametrize(("first", "second"), [("worker", "keeper"), ("keeper", "worker"), ("editor", "keeper")])
async def test_two_editors_at_once_are_shown_both_texts(town: Town, first: str, second: str) -> None:
    homes = {"worker": "/directory", "keeper": "/own/listings", "editor": "/my-listings"}
    paths = {who: f"{homes[who]}/{town.ids['asset']}/edit/about" for who in (first, second)}
    forms = {who: form_to(await town.browsers[who].get(path), path) for who, path in paths.items()}
    texts = {first: "We walk round the pond.", second: "We walk along the canal & <back>."}
    answers = {
        who: await town.browsers[who].post(paths[who], data={**forms[who].data, "what": texts[who]}) for who in texts
    }
    assert answers[first].status_code == 303
    assert answers[second].status_code == 409
    for text in texts.values():
        assert holds(answers[second], text)
    assert (await listings.asset(town.ids["asset"])).listing.what == texts[first]


async def test_an_owner_who_left_gets_their_words_back_and_changes_nothing(town: Town) -> None:
    path = town.path("/own/listings/{asset}/edit/about")
    owner = town.browsers["keeper"]
    form = form_to(await owner.get(path), path)
    keeper = await value("SELECT id FROM keeper WHERE name = 'Beryl Khan'")
    page = town.path("/directory/{asset}/invite")
    await post(town.browsers["worker"], town.path(f"/directory/{{asset}}/keepers/{keeper}/end"), page=page)
    before = await fingerprint()
    answer = await owner.post(path, data={**form.data, "what": "We meet at the pond now."})
    assert answer.status_code in {404, 409}
    assert "Your words are still here" in answer.text
    assert "We meet at the pond now." in answer.text
    assert await fingerprint() == before


async def test_every_form_of_ours_needs_its_token(town: Town, app: Any) -> None:
    paths = sorted(
        {
            route.path
            for route in app.routes
            for handler in handlers_of(route)
            if "POST" in handler.http_methods and route.path.startswith(OURS)
        }
    )
    before = await fingerprint()
    assert len(paths) > len(SHEETS)
    for path in paths:
        who = "editor" if path.startswith("/my-listings") else "worker"
        answer = await town.browsers[who].post(filled(path), data={"csrf": "0" * 64})
        assert answer.status_code == 403, path
    assert await fingerprint() == before
