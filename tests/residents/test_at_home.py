"""Who is at home: a visit opens one person's own space, for a while, in one browser."""

from datetime import timedelta

import pytest

from livewell.kit import clock
from livewell.residents.queries import find_at_home
from tests.at_home import HomeClientFor, a_visit
from tests.factories.people import a_person


@pytest.mark.parametrize(
    ("came_ago", "is_over"),
    [
        (timedelta(0), False),
        (timedelta(minutes=19), False),
        (timedelta(minutes=21), True),
        (timedelta(hours=9), True),
    ],
)
async def test_a_visit_ends_when_nothing_happens_for_a_while(came_ago: timedelta, is_over: bool) -> None:
    token = await a_visit(await a_person(), came_at=clock.now() - came_ago)
    assert (await find_at_home(token) is None) is is_over


async def test_whoever_is_not_there_is_shown_the_way_in(home_client_for: HomeClientFor) -> None:
    client = await home_client_for(await a_person(), came_at=clock.now() - timedelta(hours=1))
    answer = await client.get("/my")
    assert answer.status_code in {303, 404}
