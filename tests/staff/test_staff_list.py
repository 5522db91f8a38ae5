"""The list of those who sign in: what it is narrowed to, its pages, and what it costs."""

import re

import pytest

from livewell.kit.db import count_queries
from livewell.staff.rules import Role
from livewell.staff.tables import StaffUser
from tests.factories.places import a_practice, an_area
from tests.factories.staff import a_member

MOST_QUERIES = 12


@pytest.fixture
async def manager(client_for):
    return await client_for(await a_member(Role.MANAGER, name="Grace Hill", email="grace@livewell.example"))


async def names(client, asked=""):
    page = await client.get(f"/staff{asked}")
    assert page.status_code == 200, asked
    return re.findall(r'<a class="nhsuk-link" href="/staff/[0-9a-f-]{36}">([^<]+)</a>', page.text)


async def a_house():
    area = await an_area()
    practice = await a_practice(area=area)
    await a_member(Role.HEALTH_COACH, area=area, name="Ann O’Dell", email="ann@coaches.example")
    await a_member(Role.LINK_WORKER, area=area, name="Tom Ann_Lee", email="tom@links.example")
    await a_member(Role.PRACTICE_REFERRER, practice=practice, name="Dr Rose 100%", email="rose@surgery.example")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Ann O’Dell", "Dr Rose 100%", "Grace Hill", "Tom Ann_Lee"]),
        ("?role=&words=", ["Ann O’Dell", "Dr Rose 100%", "Grace Hill", "Tom Ann_Lee"]),
        ("?role=health_coach", ["Ann O’Dell"]),
        ("?role=evaluator", []),
        ("?words=ann", ["Ann O’Dell", "Tom Ann_Lee"]),
        ("?words=LEE+tom", ["Tom Ann_Lee"]),
        ("?words=ann&role=link_worker", ["Tom Ann_Lee"]),
        ("?words=rose@surgery", ["Dr Rose 100%"]),
        ("?words=o’dell", ["Ann O’Dell"]),
        ("?words=%25", ["Dr Rose 100%"]),
        ("?words=_", ["Tom Ann_Lee"]),
        ("?words='", []),
        ("?words=xyzzy", []),
    ],
)
async def test_it_is_narrowed_by_role_and_name(manager, asked, found):
    await a_house()
    assert await names(manager, asked) == found


@pytest.mark.parametrize(
    "asked",
    [
        "?role=owner",
        "?role=HEALTH_COACH",
        "?page=0",
        "?page=-1",
        "?page=x",
        "?page=9999",
        "?page=99999999999999999999",
        "?words=%20%09",
        "?role=%EF%BF%BF&page=%D9%A3",
        "?unheard=of",
    ],
)
async def test_what_cannot_be_read_is_left_out(manager, asked):
    await a_house()
    assert len(await names(manager, asked)) == len(["coach", "link worker", "GP", "manager"])


async def test_words_without_end_find_nobody(manager):
    assert await names(manager, f"?words={'a' * 4000}") == []


async def test_what_was_asked_stays_in_the_form_and_can_be_left(manager):
    await a_house()
    page = (await manager.get("/staff?words=%22%3E%3Cb%3E&role=evaluator")).text
    assert 'value="&#34;&gt;&lt;b&gt;"' in page
    assert '<option value="evaluator" selected>' in page
    assert "No people found" in page
    assert ">Show everybody</a>" in page
    assert ">Show everybody</a>" not in (await manager.get("/staff")).text


async def test_ninety_people_stand_on_pages_that_keep_what_was_asked_and_cost_no_more_than_three(manager):
    with count_queries() as few:
        await names(manager)
    for number in range(90):
        await a_member(Role.EVALUATOR, name=f"Reader {number:02}")
    await StaffUser.update({StaffUser.active: False}).where(StaffUser.name == "Reader 00")
    with count_queries() as ran:
        first = await names(manager, "?role=evaluator&words=reader")
    assert ran.count == few.count <= MOST_QUERIES
    assert first == [f"Reader {number:02}" for number in range(1, 26)]
    page = (await manager.get("/staff?role=evaluator&words=reader")).text
    assert "Showing <b>1</b> to <b>25</b> of <b>90</b> people" in page
    assert 'href="/staff?role=evaluator&amp;words=reader&amp;page=2"' in page
    last = await names(manager, "?role=evaluator&words=reader&page=4")
    assert last == [*(f"Reader {number:02}" for number in range(76, 90)), "Reader 00"]


@pytest.mark.parametrize("role", list(Role))
async def test_who_may_read_it(client_for, role):
    client = await client_for(role)
    expected = 200 if role in {Role.MANAGER, Role.ADMINISTRATOR} else 403
    for asked in ("", "?role=manager", "?words=a&page=2"):
        assert (await client.get(f"/staff{asked}")).status_code == expected
