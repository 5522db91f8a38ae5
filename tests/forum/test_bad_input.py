"""What goes wrong on a bad day: somebody who left, a meeting that moved, and words that are no friend of ours."""

from datetime import timedelta

import pytest

from livewell.forum import actions, queries
from livewell.kit.db import rows, value
from livewell.kit.errors import RuleBroken
from livewell.staff.rules import Member
from tests.browsing import post
from tests.factories.forum import a_held_meeting, a_meeting, a_member, an_action, an_item, members, planned

HOSTILE = (
    "<script>alert(1)</script>",
    "'); DROP TABLE agenda_item; --",
    "{{ 9137 * 7919 }} ${9137*7919} %(x)s {0}",
    "\u202egnihton si ereht",
    "A" * 200,
)


async def test_somebody_who_left_is_invited_to_nothing_and_hears_of_nothing(by: Member) -> None:
    stays, leaves = await members(by, 2)
    met = await a_meeting(by)
    await actions.invite(met, by=by)
    await actions.leave(leaves, by=by)
    seen = await queries.meeting(met)
    moved = planned(starts_at=seen.starts_at + timedelta(days=1), ends_at=seen.ends_at + timedelta(days=1))
    await actions.change(met, moved, why="The hall is flooded.", version=seen.version, by=by)
    told = await rows("SELECT subject FROM event WHERE what = 'forum.meeting_moved'")
    places = {
        one["member"]
        for one in await rows("SELECT member FROM meeting_place WHERE id = ANY($1)", [t["subject"] for t in told])
    }
    assert stays in places
    assert leaves not in places
    later = await a_meeting(by)
    await actions.invite(later, by=by)
    assert await value("SELECT count(*) FROM meeting_place WHERE meeting = $1 AND member = $2", later, leaves) == 0


async def test_whoever_left_puts_nothing_forward_and_what_they_put_stays(by: Member) -> None:
    leaves = await a_member(by)
    item = await an_item(by, member=leaves)
    await actions.leave(leaves, by=by)
    with pytest.raises(RuleBroken, match="Only members"):
        await an_item(by, member=leaves)
    assert [one.id for one in await queries.waiting_items()] == [item]


async def test_whoever_left_is_asked_to_do_nothing_new(by: Member) -> None:
    leaves = await a_member(by)
    met = await a_held_meeting(by, came=[leaves])
    await actions.leave(leaves, by=by)
    with pytest.raises(RuleBroken):
        await an_action(by, met, leaves)


@pytest.mark.parametrize("words", HOSTILE)
async def test_whatever_is_sent_is_words_and_waits_to_be_read(visitor, client_for, by: Member, words: str) -> None:
    answer = await post(visitor, "/forum/suggest", {"title": words, "words": words})
    assert answer.status_code in {303, 422}
    assert words not in (await visitor.get("/forum")).text
    page = (await (await client_for(by)).get("/forum/desk")).text
    assert "<script>alert(1)</script>" not in page
    assert "72355903" not in page, "Nothing of it is worked out."
    assert await value("SELECT count(*) FROM agenda_item") <= 1


async def test_what_a_program_or_a_crowd_suggests_is_nowhere(visitor) -> None:
    answer = await post(visitor, "/forum/suggest", {"title": "Cheap pills", "company": "Pills"})
    assert answer.status_code == 303
    assert await value("SELECT count(*) FROM agenda_item") == 0
    statuses = [
        (await post(visitor, "/forum/suggest", {"title": f"A bench, number {n}"})).status_code for n in range(12)
    ]
    assert statuses[0] == 303
    assert statuses[-1] == 429
