"""Whatever is sent to the forms about crises, plans and reflections: a calm page, a sentence, and every word kept."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from livewell.crisis.queries import pathways as queries
from livewell.kit import clock
from livewell.kit.db import rows
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.crisis import SUICIDAL_THOUGHTS, a_plan, a_walk
from tests.factories.journeys import a_coach_and_a_journey, the_journey
from tests.factories.reflections import a_reflection
from tests.factories.sessions import a_held_session
from tests.factories.staff import a_member
from tests.security.a_town import SCRIPT, Boxes, holds, is_calm, said_wrong


@dataclass(frozen=True)
class Sheet:
    """One form: who sends it where, from which page, and what makes it right."""

    who: str
    path: str
    good: dict[str, Any] = field(default_factory=dict)
    page: str = ""


LATER = clock.today() + timedelta(days=90)
SHEETS = [
    Sheet("coach", "/journeys/{journey}/pathways/{pathway}", {"words": "Said it twice."}),
    Sheet("coach", "/pathway-walks/{walk}/steps/1", {"what": "done", "words_1": "Sat down."}, "/pathway-walks/{walk}"),
    Sheet("coach", "/pathway-walks/{walk}/end", {"outcome": "Her sister is there."}, "/pathway-walks/{walk}"),
    Sheet("coach", "/journeys/{journey}/safety-plan/write", {"feels_safe": "The radio.", "together": "yes"}),
    Sheet("person", "/my/safety-plan", {"words": "Joan has moved."}),
    Sheet("manager", "/pathways/manage/new", {"title": "A dog bites", "trigger": "It bites.", "kind": "other"}),
    Sheet("manager", "/pathways/manage/{pathway}/edit"),
    Sheet(
        "manager",
        "/pathways/manage/{pathway}/approve",
        {"approver": "Dr Lee", "approver_role": "lead"},
        "/pathways/manage/{pathway}",
    ),
    Sheet("coach", "/reflections/about/{session}", {"words": "I spoke too much."}),
    Sheet("coach", "/reflections/{reflection}/share", {"with": "{manager}"}, "/reflections/{reflection}"),
]
each_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda one: f"{one.who} {one.path}")
EVIL = ["\x00\x01", SCRIPT, "😀" * 50, "’; DROP TABLE pathway; --", "x" * 30_000, "\u202eabc", "{{ 7 * 7 }}", "\n\r\t "]


@dataclass
class Street:
    """Everything the forms are about, and a browser for each who sends them."""

    ids: dict[str, Any]
    browsers: dict[str, httpx.AsyncClient]

    def path(self, template: str) -> str:
        return template.format(**self.ids)

    async def boxes(self, sheet: Sheet) -> Boxes:
        path = self.path(sheet.path)
        page = await self.browsers[sheet.who].get(self.path(sheet.page) or path)
        assert page.status_code == 200, f"{path} answers {page.status_code}"
        return Boxes(page, path)

    async def send(self, sheet: Sheet, changes: dict[str, Any]) -> httpx.Response:
        path = self.path(sheet.path)
        good = {name: self.path(text) for name, text in sheet.good.items()}
        return await post(self.browsers[sheet.who], path, {**good, **changes}, page=self.path(sheet.page) or path)


@pytest_asyncio.fixture
async def street(client_for: Any, home_client_for: Any) -> Street:
    coach, journey = await a_coach_and_a_journey()
    manager = await a_member(Role.MANAGER)
    held = await a_held_session(journey, coach)
    ids = {
        "journey": journey,
        "pathway": SUICIDAL_THOUGHTS,
        "walk": await a_walk(journey, coach),
        "session": await a_held_session(journey, coach),
        "reflection": await a_reflection(held, coach),
        "manager": manager.id,
    }
    found = await queries.pathway(SUICIDAL_THOUGHTS)
    assert found.in_use == 1
    await a_plan(journey, coach)
    person = (await the_journey(journey)).person
    browsers = {
        "coach": await client_for(coach),
        "manager": await client_for(manager),
        "person": await home_client_for(person),
    }
    await _put_back_to_draft(browsers["manager"])
    return Street(ids, browsers)


async def _put_back_to_draft(manager: httpx.AsyncClient) -> None:
    """A text being written, so that it can be approved; the approved one stays in use."""
    answer = await post(manager, f"/pathways/manage/{SUICIDAL_THOUGHTS}/edit")
    assert answer.status_code == 303


@each_sheet
async def test_rightly_filled_in_it_is_taken(street: Street, sheet: Sheet) -> None:
    assert (await street.send(sheet, {})).status_code == 303


@each_sheet
async def test_whatever_is_typed_the_answer_is_calm_and_nothing_runs(street: Street, sheet: Sheet) -> None:
    boxes = await street.boxes(sheet)
    assert boxes.words or boxes.choices
    client, path = street.browsers[sheet.who], street.path(sheet.path)
    form = form_to(await client.get(street.path(sheet.page) or path), path).data
    for evil in EVIL:
        typed = dict.fromkeys((*boxes.words, *boxes.choices, *boxes.numbers), evil)
        answer = await client.post(path, data=form | typed | {"submission": str(uuid4())})
        is_calm(answer)
        assert SCRIPT not in answer.text
        if answer.status_code == 422:
            assert all(len(sentence) < 400 for sentence in said_wrong(answer))


@each_sheet
async def test_what_is_too_long_is_said_and_kept(street: Street, sheet: Sheet) -> None:
    boxes = await street.boxes(sheet)
    for name in boxes.words[:3]:
        answer = await street.send(sheet, {name: "Long words. " * 2000})
        is_calm(answer)
        assert answer.status_code == 422, name
        assert holds(answer, "characters or fewer")
        assert answer.text.count("Long words.") > 1000


@each_sheet
async def test_a_choice_that_is_not_on_the_list_is_refused(street: Street, sheet: Sheet) -> None:
    boxes = await street.boxes(sheet)
    before = await rows("SELECT count(*) FROM event")
    for name in boxes.choices:
        is_calm(await street.send(sheet, {name: "of my own"}))
    if boxes.choices and sheet.path != "/journeys/{journey}/safety-plan/write" and "pathways/manage" not in sheet.path:
        assert await rows("SELECT count(*) FROM event") == before


@each_sheet
async def test_without_its_token_nothing_happens(street: Street, sheet: Sheet) -> None:
    before = await rows("SELECT count(*) FROM event")
    answer = await street.browsers[sheet.who].post(
        street.path(sheet.path), data={name: street.path(text) for name, text in sheet.good.items()}
    )
    assert answer.status_code in {400, 403}
    assert await rows("SELECT count(*) FROM event") == before


@each_sheet
async def test_sent_twice_it_happened_once(street: Street, sheet: Sheet) -> None:
    """Two sendings of one form tell no more than one; where a version is asked for, the second is told so (409)."""
    client, path = street.browsers[sheet.who], street.path(sheet.path)
    form = form_to(await client.get(street.path(sheet.page) or path), path)
    data = {**form.data, **{name: street.path(text) for name, text in sheet.good.items()}}
    first = await client.post(path, data=data)
    told = await rows("SELECT count(*) FROM event")
    second = await client.post(path, data=data)
    assert first.status_code == 303
    assert second.status_code in {303, 409, 422}
    assert await rows("SELECT count(*) FROM event") == told
