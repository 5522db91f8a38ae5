"""A thread has every link with its day; the table says how far each came; the hub shows what waits for whom."""

from datetime import timedelta
from uuid import uuid4

import pytest

from livewell.gaps import actions as gaps
from livewell.groups import actions as groups
from livewell.groups.queries import of_gap
from livewell.groups.rules import Stage
from livewell.kit import clock
from livewell.kit.db import count_queries
from livewell.kit.errors import NotFound
from livewell.staff.rules import Role
from livewell.threads.queries.table import threads
from livewell.threads.queries.thread import thread
from livewell.threads.queries.waiting import parts
from livewell.threads.routes import FIGURES
from livewell.threads.rules import FUNNEL, LABELS, NOT_YET, Link, came_to, furthest
from tests.factories.gaps import a_gap
from tests.factories.gatherings import recorded
from tests.factories.groups import a_group, a_running_group
from tests.factories.staff import a_member


@pytest.fixture
async def worker():
    return await a_member(Role.LINK_WORKER)


def test_every_link_has_its_words():
    assert set(LABELS) == set(NOT_YET) == set(Link)
    assert list(FUNNEL) == sorted(FUNNEL)


@pytest.mark.parametrize(
    ("reached", "far"),
    [((), Link.GAP), ((Link.GAP,), Link.GAP), ((Link.GAP, Link.GROUP), Link.GROUP), (tuple(Link), Link.INDEPENDENT)],
)
def test_how_far_one_has_come(reached, far):
    assert furthest(reached) is far


def test_the_picture_never_widens():
    counts = [count for _, count in came_to([Link.GAP, Link.GROUP, Link.ACTION, Link.INDEPENDENT])]
    assert counts == [4, 3, 2, 1, 1, 1, 1]


async def test_a_gap_alone(worker):
    gap = await a_gap(worker, title="Somewhere to sing")
    seen = await thread(gap, seen_by=worker)
    assert [link.link for link in seen.links if link.is_there] == [Link.GAP]
    assert seen.groups == ()
    assert [link.words for link in seen.missing] == [
        NOT_YET[link] for link in (Link.GROUP, Link.LISTING, Link.ATTENDANCE)
    ]
    assert seen.reached == LABELS[Link.GAP]


async def test_a_group_with_its_listing_and_meetings(worker):
    today = clock.today()
    gap = await a_gap(worker)
    group = await a_running_group(worker, gap=gap)
    asset = (await of_gap(gap))[0].asset
    for week in range(3):
        await recorded(asset, today - timedelta(weeks=week))
    seen = await thread(gap, seen_by=worker)
    (one,) = seen.groups
    assert one.group.id == group
    there = {link.link: link for link in one.links if link.is_there}
    assert set(there) == {Link.GROUP, Link.LISTING, Link.ATTENDANCE}
    assert there[Link.ATTENDANCE].words == "3 meetings, 30 attendances, 10 people each time"
    assert there[Link.ATTENDANCE].href == f"/directory/{asset}/gatherings"
    assert there[Link.ATTENDANCE].day == today - timedelta(weeks=2)
    evaluator = await a_member(Role.EVALUATOR)
    (same,) = (await thread(gap, seen_by=evaluator)).groups
    assert all("gatherings" not in link.href for link in same.links)


async def test_a_joined_gap_is_read_where_it_goes_on(worker, client_for):
    stays, joined = await a_gap(worker, title="A choir"), await a_gap(worker, title="Somewhere to sing")
    await gaps.join(joined, into=stays, by=worker)
    await a_group(worker, gap=joined)
    client = await client_for(worker)
    answer = await client.get(f"/threads/{joined}")
    assert answer.headers["location"] == f"/threads/{stays}"
    assert len((await thread(stays, seen_by=worker)).groups) == 1


async def test_a_gap_that_nobody_has_read_or_somebody_hid(worker):
    evaluator = await a_member(Role.EVALUATOR)
    waiting = await a_gap()
    with pytest.raises(NotFound):
        await thread(waiting, seen_by=evaluator)
    hidden = await a_gap(worker)
    await gaps.hide(hidden, why="It names somebody.", by=worker)
    with pytest.raises(NotFound):
        await thread(hidden, seen_by=evaluator)
    assert (await threads()).total == 0


async def test_the_table_says_how_far_each_came(worker):
    alone = await a_gap(worker, title="Alone")
    begun = await a_gap(worker, title="Begun")
    await a_group(worker, gap=begun, name="New ones")
    runs = await a_gap(worker, title="Runs")
    await a_running_group(worker, gap=runs)
    found = await threads()
    assert [(one.gap, one.links) for one in found.rows] == [(runs, 6), (begun, 5), (alone, 1)]
    assert found.rows[1].groups == ("New ones",)
    with count_queries() as few:
        await threads()
    for number in range(12):
        await a_group(worker, gap=await a_gap(worker, title=f"Thing {number}"))
    with count_queries() as many:
        assert (await threads()).total == 15
    assert few.count == many.count


@pytest.mark.parametrize("role", list(Role))
async def test_the_hub_shows_what_one_may_open(role, client_for):
    client = await client_for(role)
    sees = "together:see" in client.member.can
    with count_queries() as counted:
        answer = await client.get("/together")
    assert answer.status_code == (200 if sees else 403)
    if not sees:
        return
    assert counted.count <= 12
    for part in await parts(client.member):
        page = await client.get(part.href, follow_redirects=True)
        assert page.status_code == 200, part.href
    for _, address, permission in FIGURES:
        assert (f'href="{address}"' in answer.text) == (permission in client.member.can)
        assert (await client.get(address)).status_code == (200 if permission in client.member.can else 403), address


async def test_the_hub_counts_what_waits(worker):
    before = {part.title: part.waits for part in await parts(worker)}
    assert not any(before.values())
    await a_gap()
    group = await a_running_group(worker, supporter=worker.id)
    await groups.hold_review(group, {"lead": "x"}, held_on=clock.today(), submission=uuid4(), by=worker)
    await groups.move(group, Stage.PAUSED, why="The hall floods.", by=worker)
    after = {part.title: [one.words for one in part.waits] for part in await parts(worker)}
    assert after["What is missing"] == ["1 thing to read"]
    assert after["Groups"] == []
    evaluator = await a_member(Role.EVALUATOR)
    assert not any(part.waits for part in await parts(evaluator))


@pytest.mark.parametrize("role", [Role.MANAGER, Role.EVALUATOR, Role.LINK_WORKER, Role.FORUM_FACILITATOR])
async def test_the_pages_of_threads(role, client_for, worker):
    gap = await a_gap(worker, title="Somewhere to walk")
    await a_running_group(worker, gap=gap)
    client = await client_for(role)
    for path in ("/threads", f"/threads/{gap}"):
        with count_queries() as counted:
            page = await client.get(path)
        assert page.status_code == 200
        assert counted.count <= 12, path
        assert "Somewhere to walk" in page.text
    assert (await client.get(f"/threads/{uuid4()}")).status_code == 404
    assert (await (await client_for(Role.PRACTICE_REFERRER)).get("/threads")).status_code == 403
