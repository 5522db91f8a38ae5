"""Nobody else can list, count or open a reflection: every page of every role, every paper, the search, news and logs."""

from uuid import uuid4

import pytest

from livewell.journeys.rules import Stage
from livewell.kit.db import rows
from livewell.kit.edge import handlers_of
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.journeys import an_open_journey, the_journey
from tests.factories.reflections import a_reflection
from tests.factories.sessions import a_held_session
from tests.factories.staff import a_member

CANARY = "CANARY-REFLECTION"
READERS = [
    "coach of the area",
    "coach of another area",
    "link worker of the area",
    "manager",
    *(role for role in Role if role not in {Role.HEALTH_COACH, Role.LINK_WORKER, Role.MANAGER}),
]


@pytest.fixture
async def kept():
    """A link worker who wrote about a session; gives them, the ids, and everybody who might look."""
    coach = await a_member(Role.HEALTH_COACH)
    writer = await a_member(Role.LINK_WORKER, area=coach.area)
    journey = await an_open_journey(coach, stage=Stage.LINK_WORK, link_worker=writer)
    session = await a_held_session(journey, writer)
    reflection = await a_reflection(session, writer, words=CANARY)
    ids = {
        "journey": journey,
        "session": session,
        "held": session,
        "reflection": reflection,
        "person": (await the_journey(journey)).person,
    }
    people = {
        "coach of the area": coach,
        "coach of another area": await a_member(Role.HEALTH_COACH),
        "link worker of the area": await a_member(Role.LINK_WORKER, area=coach.area),
        "manager": await a_member(Role.MANAGER),
    }
    return writer, ids, people


def every_page(app, ids) -> list[str]:
    from livewell.record.rules import Filter, Part

    paths = []
    for route in app.routes:
        if not any("GET" in getattr(handler, "http_methods", ()) for handler in handlers_of(route)):
            continue
        path = route.path
        for kind, one in ids.items():
            path = path.replace(f"{{{kind}_id:uuid}}", str(one))
        if path.endswith("/about/{part:str}"):
            paths += [path.replace("{part:str}", part.value) for part in Part]
        elif "{" not in path and not path.startswith(("/static", "/healthz", "/readyz", "/metrics", "/demo")):
            paths.append(path)
    assert len(paths) > 40
    return [*paths, *(f"/journeys/{ids['journey']}?show={one.value}" for one in Filter), "/caseload?whose=area"]


async def who(name, people):
    return people[name] if name in people else await a_member(name)


@pytest.mark.parametrize("reader", READERS, ids=str)
async def test_no_page_of_anybody_else_holds_a_word_or_a_link_of_it(kept, app, client_for, reader, capsys):
    _, ids, people = kept
    client = await client_for(await who(reader, people))
    for path in every_page(app, ids):
        answer = await client.get(path)
        assert answer.status_code < 500, path
        assert CANARY not in answer.text, path
        assert str(ids["reflection"]) not in answer.text.replace(path, ""), path
    for path in (f"/reflections/{ids['reflection']}", f"/reflections/about/{ids['session']}"):
        assert (await client.get(path)).status_code in {403, 404}
    assert CANARY not in "".join(capsys.readouterr())


@pytest.mark.parametrize("what", ["share", "take-back", "throw-away"])
@pytest.mark.parametrize("reader", READERS, ids=str)
async def test_nobody_else_does_anything_with_it(kept, client_for, reader, what):
    writer, ids, people = kept
    client = await client_for(await who(reader, people))
    token = (await client.get("/account")).text.split('name="csrf" value="')[1].split('"')[0]
    answer = await client.post(f"/reflections/{ids['reflection']}/{what}", data={"csrf": token, "with": str(writer.id)})
    assert answer.status_code in {403, 404}
    own = await (await client_for(writer)).get(f"/reflections/{ids['reflection']}")
    assert CANARY in own.text


async def test_shown_to_one_it_is_shown_to_no_other(kept, client_for):
    writer, ids, people = kept
    coach = people["coach of the area"]
    page = f"/reflections/{ids['reflection']}"
    mine = await client_for(writer)
    assert (await post(mine, f"{page}/share", {"with": str(coach.id)}, page=page)).status_code == 303
    shown = await (await client_for(coach)).get(page)
    assert CANARY in shown.text
    assert "take-back" not in shown.text
    assert "throw-away" not in shown.text
    second = await a_member(Role.HEALTH_COACH, area=coach.area)
    for other in (second, people["manager"], people["link worker of the area"]):
        assert (await (await client_for(other)).get(page)).status_code == 404
    assert (await post(mine, f"{page}/take-back", page=page)).status_code == 303
    assert (await (await client_for(coach)).get(page)).status_code == 404


async def test_a_draft_is_its_writers_alone(kept, client_for):
    writer, ids, people = kept
    page = f"/reflections/about/{ids['session']}"
    mine = await client_for(writer)
    data = form_to(await mine.get(page), page).data | {"words": f"{CANARY} draft"}
    assert (await mine.post(f"{page}/draft", data=data)).status_code == 200
    assert f"{CANARY} draft" in (await mine.get(page)).text
    for other in people.values():
        client = await client_for(other)
        assert (await client.get(page)).status_code == 404
        token = (await client.get("/account")).text.split('name="csrf" value="')[1].split('"')[0]
        assert (await client.post(f"{page}/draft", data={"csrf": token, "words": "x"})).status_code == 404


async def test_news_and_the_access_log_hold_nothing_that_says_whose_session_it_was(kept, client_for):
    writer, ids, _ = kept
    client = await client_for(writer)
    for path in ("/reflections", f"/reflections/about/{ids['session']}", f"/reflections/{ids['reflection']}"):
        assert (await client.get(path)).status_code == 200
    told = await rows("SELECT journey, person, details::text FROM event WHERE what LIKE 'reflection.%'")
    assert told == [{"journey": None, "person": None, "details": "{}"}]
    assert not await rows("SELECT 1 FROM opening WHERE page LIKE 'reflections.%'")
    assert not await rows("SELECT 1 FROM delivery d JOIN event e ON e.id = d.event WHERE e.what LIKE 'reflection.%'")


async def test_one_there_is_none_of_answers_as_one_that_is_not_yours(kept, client_for):
    _, ids, people = kept
    client = await client_for(people["manager"])
    theirs = await client.get(f"/reflections/{ids['reflection']}")
    none = await client.get(f"/reflections/{uuid4()}")
    assert theirs.status_code == none.status_code == 404
