"""A meeting is written down once, put right, taken out; names join, leave and are taken out for good."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.gatherings import actions, queries
from livewell.gatherings.rules.meetings import MOST_NAMES, Counted
from livewell.kit import clock
from livewell.kit.actor import SYSTEM, Actor
from livewell.kit.db import row, rows, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Role
from tests.factories.assets import an_organisation
from tests.factories.gatherings import HALF_PAST_ONE, a_meeting, a_walking_group, named, recorded
from tests.factories.staff import a_member

NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)
TODAY = date(2026, 11, 19)
EARLIER = date(2026, 11, 12)


@pytest.fixture(autouse=True)
def thursday():
    with clock.at(NOON):
        yield


async def told_of(what):
    return await rows("SELECT subject, details FROM event WHERE what = $1 ORDER BY told_in", what)


async def everything():
    return await row(
        """
        SELECT (SELECT count(*) FROM gathering) AS gatherings, (SELECT count(*) FROM gathering_part) AS parts,
               (SELECT count(*) FROM gathering_attender) AS there, (SELECT count(*) FROM attender) AS names
        """
    )


async def test_a_meeting_is_kept_with_its_parts_its_names_and_who_wrote_it_down(worker):
    group = await a_walking_group()
    known = await named(group, ["Ann", "Bob"])
    made = await recorded(
        group, starts=HALF_PAST_ONE, here=(known["Ann"],), new_names=("Cy",), newcomers=1, note="Mud.", by=worker
    )
    seen = await queries.gathering(made)
    assert (seen.when, seen.counts_words, seen.names_words) == (
        "Thursday 19 November 2026, 1:30pm",
        "Walk 9, Tea 10",
        "2 names",
    )
    assert (seen.newcomers, seen.note, seen.recorded_by, seen.version, seen.came) == (1, "Mud.", worker.name, 1, 10)
    register = {one.name: one for one in await queries.register(group)}
    assert set(seen.here) == {register["Ann"].id, register["Cy"].id}
    assert [(name, one.times, one.last_on) for name, one in register.items()] == [
        ("Ann", 1, TODAY),
        ("Bob", 0, None),
        ("Cy", 1, TODAY),
    ]


async def test_the_news_is_codes_and_counts_and_the_listing_knows_that_it_met(worker):
    group = await a_walking_group()
    before = (await listings.asset(group)).trust
    made = await recorded(group, new_names=("Ann", "Bob"), newcomers=2, note="Ann fell.", by=worker)
    (event,) = await told_of("gathering.recorded")
    assert event["subject"] == made
    assert "Ann" not in event["details"]
    assert '"came": 10' in event["details"]
    seen = await listings.asset(group)
    assert seen.met_on == TODAY
    assert seen.trust > before


async def test_an_earlier_meeting_written_down_late_does_not_take_the_last_one_away():
    group = await a_walking_group()
    await recorded(group)
    await recorded(group, EARLIER)
    assert (await listings.asset(group)).met_on == TODAY


async def test_the_same_form_twice_is_one_meeting(worker):
    group = await a_walking_group()
    submission = uuid4()
    both = [await actions.record(group, a_meeting(new_names=("Ann",)), submission=submission, by=worker) for _ in "ab"]
    assert both[0] == both[1]
    assert await everything() == {"gatherings": 1, "parts": 2, "there": 1, "names": 1}


@pytest.mark.parametrize("starts", [None, HALF_PAST_ONE])
async def test_one_meeting_written_down_by_two_people_is_refused_the_second_time(starts):
    group = await a_walking_group()
    await recorded(group, starts=starts)
    with pytest.raises(RuleBroken, match="already"):
        await recorded(group, starts=starts)
    await recorded(group, starts=18 * 60)


async def test_two_who_write_the_same_meeting_down_at_once_are_one(committed_db):
    with clock.at(NOON):
        group = await a_walking_group()
        answers = await asyncio.gather(*(recorded(group, new_names=("Ann",)) for _ in range(4)), return_exceptions=True)
        assert sum(isinstance(one, RuleBroken) for one in answers) == 3
        assert await everything() == {"gatherings": 1, "parts": 2, "there": 1, "names": 1}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"counts": ()}, "Tick who came"),
        ({"counts": (Counted("Walk", None),)}, "Tick who came"),
        ({"counts": (Counted("Walk", 1),), "new_names": ("Ann", "Bob")}, "only 1 person is counted"),
        ({"counts": (Counted("Walk", 3),), "newcomers": 4}, "More people are new"),
        ({"on": TODAY + timedelta(days=1)}, "not come yet"),
    ],
)
async def test_what_cannot_be_is_refused_and_leaves_nothing(changes, sentence):
    group = await a_walking_group()
    with pytest.raises(RuleBroken, match=sentence):
        await recorded(group, **changes)
    assert await everything() == {"gatherings": 0, "parts": 0, "there": 0, "names": 0}


async def test_a_meeting_that_fails_leaves_nothing(mute):
    group = await a_walking_group()
    mute()
    with pytest.raises(RuntimeError, match="no news"):
        await recorded(group, new_names=("Ann",))
    assert await everything() == {"gatherings": 0, "parts": 0, "there": 0, "names": 0}
    assert (await listings.asset(group)).met_on is None


async def test_a_name_of_another_group_cannot_be_ticked():
    group, other = await a_walking_group(), await a_walking_group()
    theirs = await named(other, ["Ann"])
    with pytest.raises(NotFound):
        await recorded(group, here=(theirs["Ann"],))


async def test_a_name_written_again_is_the_same_name_and_somebody_who_left_comes_back():
    group = await a_walking_group()
    known = await named(group, ["Ann Lee"])
    await actions.change_name(known["Ann Lee"], name="Ann Lee", left=True, version=1, by=SYSTEM)
    await recorded(group, TODAY, new_names=("  ann  LEE ",))
    (ann,) = await queries.register(group)
    assert (ann.name, ann.times) == ("Ann Lee", 1)
    await recorded(group, starts=18 * 60, here=(ann.id,))
    assert (await queries.attender(ann.id)).times == 2
    with clock.at(NOON + timedelta(days=7)):
        await recorded(group, here=(ann.id,))
        assert not (await queries.attender(ann.id)).has_left


async def test_an_earlier_meeting_says_that_somebody_has_come_for_longer():
    group = await a_walking_group()
    known = await named(group, ["Ann"])
    await recorded(group, EARLIER, here=(known["Ann"],))
    assert (await queries.attender(known["Ann"])).since_on == EARLIER


async def test_only_those_who_keep_a_group_write_its_meetings_down():
    ours = await an_organisation()
    group = await a_walking_group(organisation=ours)
    editor = await a_member(Role.ORGANISATION_EDITOR, organisation=ours)
    stranger = await a_member(Role.ORGANISATION_EDITOR, organisation=await an_organisation())
    made = await recorded(group, by=editor)
    coach = await a_member(Role.EVALUATOR)
    for somebody in (stranger, coach):
        with pytest.raises(NotFound):
            await recorded(group, EARLIER, by=somebody)
        with pytest.raises(NotFound):
            await actions.correct(made, a_meeting(), version=1, by=somebody)
        with pytest.raises(NotFound):
            await actions.remove(made, version=1, by=somebody)
        with pytest.raises(NotFound):
            await actions.add_name(group, "Ann", submission=uuid4(), by=somebody)
    with pytest.raises(NotFound):
        await recorded(uuid4())


async def test_somebody_without_an_account_writes_a_meeting_down_under_their_name():
    """Whoever opens a listing by a link has been shown to run it before this is called."""
    group = await a_walking_group()
    keeper = Actor(id=None, name="Somebody by a link", kind="public")
    made = await actions.record(group, a_meeting(), submission=uuid4(), by=keeper, by_name="Beryl, who leads the walk")
    assert (await queries.gathering(made)).recorded_by == "Beryl, who leads the walk"
    assert await value("SELECT recorded_by FROM gathering WHERE id = $1", made) is None


# ── putting right ──


async def test_a_meeting_is_put_right(worker):
    group = await a_walking_group()
    made = await recorded(group, new_names=("Ann", "Bob"))
    known = await named(group, [])
    right = a_meeting(EARLIER, counts=(Counted("Walk", 4),), here=(known["Bob"],), newcomers=0)
    await actions.correct(made, right, version=1, by=worker)
    seen = await queries.gathering(made)
    assert (seen.on, seen.counts_words, seen.here, seen.newcomers, seen.version) == (
        EARLIER,
        "Walk 4",
        (known["Bob"],),
        0,
        2,
    )
    assert len(await told_of("gathering.corrected")) == 1


async def test_two_who_put_a_meeting_right_see_both_texts(worker):
    group = await a_walking_group()
    made = await recorded(group, new_names=("Ann",), note="Theirs")
    known = await named(group, [])
    await actions.correct(made, a_meeting(note="Theirs", here=(known["Ann"],)), version=1, by=worker)
    with pytest.raises(Stale) as stale:
        await actions.correct(made, a_meeting(note="Mine", new_names=("Cy",)), version=1, by=worker)
    assert (stale.value.theirs["Note"], stale.value.yours["Note"]) == ("Theirs", "Mine")
    assert (stale.value.theirs["Who came"], stale.value.yours["Who came"]) == ("Ann", "Cy")
    assert (await queries.gathering(made)).version == 2


async def test_a_meeting_cannot_be_moved_onto_another():
    group = await a_walking_group()
    await recorded(group)
    other = await recorded(group, EARLIER)
    with pytest.raises(RuleBroken, match="already"):
        await actions.correct(other, a_meeting(), version=1, by=SYSTEM)


async def test_a_meeting_that_did_not_happen_is_taken_out_and_its_names_stay(worker):
    group = await a_walking_group()
    made = await recorded(group, new_names=("Ann",))
    with pytest.raises(RuleBroken, match="Read it again"):
        await actions.remove(made, version=7, by=worker)
    await actions.remove(made, version=1, by=worker)
    assert await everything() == {"gatherings": 0, "parts": 0, "there": 0, "names": 1}
    with pytest.raises(NotFound):
        await actions.remove(made, version=1, by=worker)


# ── the register ──


async def test_a_name_taken_out_is_gone_for_good_and_still_counts(worker):
    group = await a_walking_group()
    made = await recorded(group, counts=(), new_names=("Ann", "Bob"))
    known = await named(group, [])
    await actions.erase(known["Ann"], by=worker)
    await actions.erase(known["Ann"], by=worker)
    assert await value("SELECT count(*) FROM attender WHERE name LIKE '%Ann%'") == 0
    assert len(await told_of("attender.erased")) == 1
    page = await queries.page_of(group)
    assert (page.figures.different, page.figures.attendances) == (2, 2)
    assert [one.name for one in (await queries.to_record(group)).attenders] == ["Bob"]
    again = await queries.to_record(group, again=await queries.gathering(made))
    assert [one.label for one in again.attenders] == ["Bob", "A name that was taken out"]
    with pytest.raises(RuleBroken, match="taken out"):
        await actions.change_name(known["Ann"], name="Ann", left=False, version=2, by=worker)


async def test_a_meeting_with_a_name_taken_out_can_still_be_put_right(worker):
    group = await a_walking_group()
    made = await recorded(group, counts=(), new_names=("Ann", "Bob"))
    known = await named(group, [])
    await actions.erase(known["Ann"], by=worker)
    seen = await queries.gathering(made)
    await actions.correct(made, a_meeting(counts=(), here=seen.here, note="Rain"), version=1, by=worker)
    assert (await queries.gathering(made)).came == 2


async def test_a_name_is_put_right_and_two_names_are_never_one(worker):
    group = await a_walking_group()
    known = await named(group, ["Ann", "Bob"])
    with pytest.raises(RuleBroken, match="Ann is in the register already"):
        await actions.change_name(known["Bob"], name=" ANN ", left=False, version=1, by=worker)
    with pytest.raises(RuleBroken, match="already"):
        await actions.add_name(group, "bob", submission=uuid4(), by=worker)
    await actions.change_name(known["Bob"], name="Bobby", left=True, version=1, by=worker)
    seen = await queries.attender(known["Bob"])
    assert (seen.name, seen.left_on, seen.comes) == ("Bobby", TODAY, False)
    with pytest.raises(Stale) as stale:
        await actions.change_name(known["Bob"], name="Rob", left=False, version=1, by=worker)
    assert stale.value.theirs == {"Name": "Bobby", "Comes": "No"}


async def test_the_same_name_sent_twice_is_one():
    group = await a_walking_group()
    submission = uuid4()
    both = [await actions.add_name(group, "Ann", submission=submission, by=SYSTEM) for _ in "ab"]
    assert both[0] == both[1]


async def test_a_register_does_not_grow_without_end():
    group = await a_walking_group()
    names = [f"Walker {number}" for number in range(MOST_NAMES)]
    for first in range(0, MOST_NAMES, 40):
        await recorded(group, starts=first, new_names=tuple(names[first : first + 40]), counts=())
    with pytest.raises(RuleBroken, match="holds 200 names"):
        await recorded(group, starts=1000, new_names=("One more",), counts=())


async def test_names_of_those_who_come_no_more_are_forgotten_after_two_years():
    group = await a_walking_group()
    await recorded(group, EARLIER, new_names=("Ann", "Bob"))
    known = await named(group, [])
    with clock.at(NOON + timedelta(days=400)):
        await recorded(group, here=(known["Bob"],))
    with clock.at(NOON + timedelta(days=722)):
        assert await actions.forget_names() == 0
    with clock.at(NOON + timedelta(days=724)):
        assert await actions.forget_names() == 1
        assert await actions.forget_names() == 0
    assert [(one.label, one.times) for one in await queries.register(group)] == [
        ("Bob", 2),
        ("A name that was taken out", 1),
    ]


# ── listings that become one ──


async def test_what_two_listings_recorded_is_together_once_they_are_one(worker):
    kept, other = await a_walking_group(), await a_walking_group()
    made = await recorded(other, new_names=("Ann",), counts=())
    await recorded(kept, EARLIER, new_names=("Bob",), counts=())
    await assets.merge(kept, other, listing=(await listings.asset(kept)).listing, by=worker)
    page = await queries.page_of(kept)
    assert (page.figures.meetings, page.figures.different) == (2, 2)
    assert [one.name for one in await queries.register(kept)] == ["Ann", "Bob"]
    with pytest.raises(RuleBroken, match="already"):
        await recorded(kept, by=worker)
    seen = await queries.gathering(made)
    await actions.correct(made, a_meeting(counts=(), here=seen.here, note="Rain"), version=1, by=worker)
    await assets.unmerge(other, by=worker)
    assert (await queries.page_of(kept)).figures.meetings == 1
    assert (await queries.gathering(made)).note == "Rain"
