"""What is done in the forum: what each action does, refuses, and leaves behind when it fails."""

import asyncio
import json
from datetime import timedelta
from uuid import uuid4

import pytest

from livewell.forum import actions, forms, queries
from livewell.forum.rules import CameFrom
from livewell.forum.rules.agenda import DecisionKind, Tag
from livewell.forum.rules.meetings import PaidBy, Presence, Pulse
from livewell.gaps.rules import GapState
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import row, rows, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Role
from livewell.upkeep import actions as upkeep
from livewell.upkeep.rules.visits import FollowOn, Says
from tests.factories.assets import an_asset
from tests.factories.forum import (
    a_decision,
    a_held_meeting,
    a_meeting,
    a_member,
    an_action,
    an_item,
    came,
    joining,
    members,
    on_held,
    planned,
)
from tests.factories.gaps import a_gap, the_gap
from tests.factories.staff import a_member as a_staff_member
from tests.factories.upkeep import a_find

PULSE = Pulse(5, 4, 5, "transformative", "Everybody was asked.")


async def ask(**changes):
    return await actions.ask_to_join(joining(**changes), submission=uuid4(), by=PUBLIC_VISITOR)


# ── joining ──


async def test_somebody_asks_is_welcomed_and_leaves(by):
    one = await ask(why="I like benches")
    assert [each.id for each in await queries.waiting_to_join()] == [one]
    await actions.welcome(one, sentence="Good to have you.", by=by)
    seen = await queries.member(one)
    assert seen.is_member
    assert seen.joined_on == clock.today()
    await actions.leave(one, by=by)
    await actions.leave(one, by=by)
    assert (await queries.member(one)).left_on == clock.today()
    assert await queries.known(seen.email) is None
    assert await rows("SELECT what FROM event WHERE subject = $1 ORDER BY told_in", one) == [
        {"what": what} for what in ("forum.join_asked", "forum.joined", "forum.member_left")
    ]


async def test_the_same_form_and_the_same_address_are_one_record(by):
    key = uuid4()
    asked = joining(email="ann@forum.example", why="First")
    one = await actions.ask_to_join(asked, submission=key, by=PUBLIC_VISITOR)
    assert await actions.ask_to_join(asked, submission=key, by=PUBLIC_VISITOR) == one
    assert await ask(email="ann@forum.example", why="Second") == one
    assert (await queries.member(one)).why == "Second"
    await actions.welcome(one, by=by)
    assert await ask(email="ann@forum.example", why="Third") == one
    assert (await queries.member(one)).is_member
    assert (await queries.member(one)).why == "Second"
    with pytest.raises(RuleBroken, match="member already"):
        await actions.add(joining(email="ann@forum.example"), submission=uuid4(), by=by)


async def test_of_a_hundred_at_once_one_record_is_made(committed_db):
    made = await asyncio.gather(*(ask(email="ann@forum.example") for _ in range(100)))
    assert len(set(made)) == 1
    assert await value("SELECT count(*) FROM forum_member") == 1


async def test_a_no_needs_a_sentence_and_somebody_may_ask_again(by):
    one = await ask(email="bo@forum.example")
    with pytest.raises(RuleBroken, match="Say why"):
        await actions.decline(one, sentence=" ", by=by)
    await actions.decline(one, sentence="We meet again in spring.", by=by)
    assert not await queries.waiting_to_join()
    assert await ask(email="bo@forum.example") == one
    assert (await queries.member(one)).is_waiting


async def test_a_wish_from_a_visit_is_settled_when_they_are_added(by):
    worker = await a_staff_member(Role.LINK_WORKER)
    asset = await an_asset(name="Thursday walkers")
    await upkeep.record(
        asset,
        a_find(met="Olu", follow_ons=(FollowOn.JOIN_FORUM,), says=Says.NOT_RIGHT),
        version=None,
        submission=uuid4(),
        by=worker,
    )
    (wish,) = await queries.wishes_from_visits()
    assert (wish.listing, wish.met) == ("Thursday walkers", "Olu")
    one = await actions.add(
        joining(name="Olu"), came_from=CameFrom.VISIT, follow_on=wish.id, asset=asset, submission=uuid4(), by=by
    )
    assert not await queries.wishes_from_visits()
    assert await value("SELECT done_by FROM visit_follow_on WHERE id = $1", wish.id) == by.id
    assert (await queries.member(one)).asset_name == "Thursday walkers"


async def test_somebody_forgotten_leaves_what_was_decided(by):
    one = await a_member(by, name="Cora Vale", phone="07700 900123", brings=forms.Brings(offers="Tea"))
    met = await a_held_meeting(by, came=[one])
    action = await an_action(by, met, one)
    await actions.note_time(one, forms.Given(clock.today(), 60, "", PaidBy.UNPAID), submission=uuid4(), by=by)
    with pytest.raises(RuleBroken, match="They are a member"):
        await actions.forget(one, by=by)
    await actions.leave(one, forget=True, by=by)
    assert (await queries.action(action)).owner_name == "A former member"
    assert [each.name for each in await queries.contributions()] == ["A former member"]
    left = json.dumps(
        [
            said
            for said in (await row("SELECT * FROM forum_member WHERE id = $1", one)).values()
            if isinstance(said, str | list)
        ]
    )
    for word in ("Cora", "Vale", "forum.example", "900123", "Tea"):
        assert word not in left
    with pytest.raises(RuleBroken, match="names nobody"):
        await actions.welcome(one, by=by)


async def test_nothing_stays_when_no_news_can_be_told(by, mute):
    mute()
    with pytest.raises(RuntimeError):
        await ask()
    assert await value("SELECT count(*) FROM forum_member") == 0


async def test_who_left_may_not_answer_propose_or_own(by):
    one, met = await a_member(by), await a_meeting(by)
    await actions.invite(met, by=by)
    place = await queries.place_of(met, one)
    held = await a_held_meeting(by)
    await actions.leave(one, by=by)
    with pytest.raises(RuleBroken, match="left the forum"):
        await actions.answer(place.id, Presence.ROOM, by=PUBLIC_VISITOR)
    with pytest.raises(RuleBroken, match="Only members"):
        await an_item(by, member=one)
    with pytest.raises(RuleBroken, match="left the forum"):
        await an_action(by, held, one)
    with pytest.raises(RuleBroken):
        await actions.give_pulse(held, one, PULSE)


# ── meetings ──


async def test_everybody_is_invited_once_and_answers(by):
    one, two = await members(by, 2)
    met = await a_meeting(by)
    assert await actions.invite(met, by=by) == 2
    assert await actions.invite(met, by=by) == 0
    place = await queries.place_of(met, one)
    await actions.answer(place.id, Presence.ROOM, by=await came(one))
    await actions.answer(place.id, Presence.REMOTE, by=await came(one))
    found = queries.answers(await queries.places(met))
    assert (found.room, found.remote, found.silent) == (0, 1, 1)
    three = await a_member(by)
    assert await actions.invite(met, by=by) == 1
    assert {one, two, three} == {each.member for each in await queries.places(met)}


async def test_a_meeting_moved_after_invitations_asks_everybody_again(by):
    one, _ = await members(by, 2)
    met = await a_meeting(by)
    await actions.invite(met, by=by)
    place = await queries.place_of(met, one)
    await actions.answer(place.id, Presence.ROOM, by=PUBLIC_VISITOR)
    seen = await queries.meeting(met)
    words_alone = planned(starts_at=seen.starts_at, ends_at=seen.ends_at, access="A ramp.")
    assert not await actions.change(met, words_alone, version=seen.version, by=by)
    later = planned(starts_at=seen.starts_at + timedelta(days=7), ends_at=seen.ends_at + timedelta(days=7))
    with pytest.raises(Stale):
        await actions.change(met, later, version=seen.version, by=by)
    assert await actions.change(met, later, why="The hall is flooded.", version=seen.version + 1, by=by)
    moved = await queries.meeting(met)
    assert (moved.sequence, moved.moved_why) == (1, "The hall is flooded.")
    again = await queries.place_of(met, one)
    assert again.said == ("Asked again (was: in the room)", "orange")
    assert queries.answers(await queries.places(met)).again == 1
    assert await value("SELECT count(*) FROM event WHERE what = 'forum.meeting_moved'") == 2
    await actions.answer(place.id, Presence.NO, by=PUBLIC_VISITOR)
    assert (await queries.place_of(met, one)).stands


async def test_a_cancelled_meeting_gives_its_items_back(by):
    await a_member(by)
    met, item = await a_meeting(by), await an_item(by)
    await actions.put_on(met, [item], by=by)
    await actions.invite(met, by=by)
    with pytest.raises(RuleBroken, match="Say why"):
        await actions.cancel(met, why="", by=by)
    await actions.cancel(met, why="Snow.", by=by)
    await actions.cancel(met, why="Snow.", by=by)
    assert [each.id for each in await queries.waiting_items()] == [item]
    assert (await queries.meeting(met)).sequence == 1
    with pytest.raises(RuleBroken, match="cancelled"):
        await actions.put_on(met, [item], by=by)
    with pytest.raises(RuleBroken, match="cancelled"):
        await actions.hold(met, by=by)


async def test_minutes_wait_for_the_day(by):
    met = await a_meeting(by)
    with pytest.raises(RuleBroken, match="on the day"):
        await actions.hold(met, by=by)
    with pytest.raises(RuleBroken, match="still to come"):
        await a_meeting(by, starts_at=clock.now() - timedelta(hours=1))
    with clock.at((await queries.meeting(met)).starts_at):
        await actions.hold(met, by=by)
    assert (await queries.meeting(met)).is_held


async def test_a_sub_group_is_invited_alone(by):
    one, _ = await members(by, 2)
    group = await actions.begin_group("Steering", steering=True, submission=uuid4(), by=by)
    await actions.put_in_group(group, one, by=by)
    await actions.put_in_group(group, one, by=by)
    met = await a_meeting(by, forum_group=group)
    assert await actions.invite(met, by=by) == 1
    with pytest.raises(RuleBroken, match="meeting to come"):
        await actions.end_group(group, by=by)
    await actions.leave(one, by=by)
    assert await queries.in_group(group) == []
    with pytest.raises(RuleBroken, match="left the forum"):
        await actions.put_in_group(group, one, by=by)


# ── the agenda ──


async def test_items_stand_in_the_order_they_are_given(by):
    met = await a_meeting(by)
    first, second, third = [await an_item(by, title) for title in ("One", "Two", "Three")]
    assert await actions.put_on(met, [first, second, third], by=by) == 3
    assert await actions.put_on(met, [first], by=by) == 0
    await actions.move(third, up=True, by=by)
    await actions.move(first, up=True, by=by)
    assert [each.title for each in await queries.agenda_of(met)] == ["One", "Three", "Two"]
    await actions.take_off(third, by=by)
    await actions.drop(third, by=by)
    assert [each.title for each in await queries.agenda_of(met)] == ["One", "Two"]
    with pytest.raises(RuleBroken):
        await actions.put_on(met, [third], by=by)


async def test_what_was_at_a_held_meeting_stays_in_its_minutes(by):
    met = await a_meeting(by)
    first, second = [await an_item(by, title) for title in ("One", "Two")]
    await actions.put_on(met, [first, second], by=by)
    with clock.at((await queries.meeting(met)).starts_at):
        await actions.hold(met, by=by)
        await actions.drop(first, by=by)
        await actions.drop(first, by=by)
        with pytest.raises(RuleBroken, match="Carry the item over"):
            await actions.take_off(second, by=by)
        await actions.carry_over(second, by=by)
    assert [(each.title, each.label[0]) for each in await queries.agenda_of(met)] == [
        ("One", "Taken off"),
        ("Two", "Carried over"),
    ]
    assert not (await queries.item(first)).may_be_carried


async def test_what_is_asked_for_twice_waits_once(by):
    about = uuid4()
    one = await an_item(by, kind="approval", about=about)
    assert await an_item(by, kind="approval", about=about) == one
    assert await an_item(by, kind="challenge", about=about) != one
    assert {each.id for each in await queries.items_about(about=about)} >= {one}
    with pytest.raises(ValueError, match="'nonsense'"):
        await an_item(by, kind="nonsense")


async def test_a_gap_is_taken_up_and_settled_from_the_forum(by):
    gap = await a_gap(by)
    met = await a_held_meeting(by)
    item = await on_held(by, met, kind="gap", gap=gap)
    assert (await the_gap(gap)).state == GapState.TAKEN_UP.value
    said = forms.Said(
        "We spoke.", who_can_help="The allotments", what_exists="A shed in Bingham", where_expertise="Men"
    )
    await actions.write_said(item, said, version=(await queries.item(item)).version, by=by)
    seen = await queries.item(item)
    assert seen.label[0] == "Spoken about"
    assert [text for _, text in seen.answers] == ["The allotments", "A shed in Bingham", "Men"]
    with pytest.raises(Stale):
        await actions.write_said(item, said, version=seen.version - 1, by=by)
    with pytest.raises(RuleBroken):
        await actions.settle_gap(item, outcome="none", why="", by=by)
    await actions.settle_gap(item, outcome="none", why="Nobody has a shed.", by=by)
    assert (await queries.gap_state(gap)).is_settled
    with pytest.raises(RuleBroken, match="not about something missing"):
        await actions.settle_gap(await on_held(by, met), outcome="none", why="No", by=by)


async def test_an_item_carried_over_keeps_its_number_and_its_minutes(by):
    met = await a_held_meeting(by)
    about = uuid4()
    item = await on_held(by, met, kind="challenge", about=about)
    await actions.write_said(item, forms.Said("Not yet clear."), version=(await queries.item(item)).version, by=by)
    first = await a_decision(by, met, item)
    await actions.carry_over(item, by=by)
    await actions.carry_over(item, by=by)
    assert [each.id for each in await queries.waiting_items()] == [item]
    (kept,) = await queries.agenda_of(met)
    assert (kept.label[0], kept.said) == ("Carried over", "Not yet clear.")
    later = await a_held_meeting(by, days_ago=0)
    await actions.put_on(later, [item], by=by)
    second = await a_decision(by, later, item)
    assert [each.id for each in await queries.decisions_on([item])] == [first, second]


# ── minutes ──


async def test_nothing_is_written_down_before_the_meeting_began(by):
    met, one = await a_meeting(by), await a_member(by)
    item = await an_item(by)
    await actions.put_on(met, [item], by=by)
    version = (await queries.item(item)).version
    for doing in (
        actions.write_said(item, forms.Said("x"), version=version, by=by),
        a_decision(by, met, item),
        an_action(by, met, one),
        actions.note_attendance(met, {one: forms.Attended(Presence.ROOM)}, by=by),
    ):
        with pytest.raises(RuleBroken, match="begun"):
            await doing


async def test_what_somebody_offers_is_kept_with_what_they_bring(by):
    one = await a_member(by, brings=forms.Brings(offers="Tea"))
    met = await a_held_meeting(by)
    walked_in = await a_member(by)
    noted = {one: forms.Attended(Presence.REMOTE, "A minibus"), walked_in: forms.Attended(Presence.ROOM, "tea")}
    assert await actions.note_attendance(met, noted, by=by) == 2
    assert await actions.note_attendance(met, noted, by=by) == 2
    assert (await queries.member(one)).offers == "Tea\nA minibus"
    assert {each.came for each in await queries.places(met)} == {"remote", "room"}


async def test_a_summary_is_read_twice_and_names_nobody_who_did_not_agree(by):
    await a_member(by, name="Dora Quill")
    met = await a_held_meeting(by)
    with pytest.raises(RuleBroken, match="Write the summary"):
        await actions.show_summary(met, version=(await queries.meeting(met)).version, by=by)
    version = (await queries.meeting(met)).version
    await actions.write_summary(met, "dora  quill made tea.", version=version, by=by)
    with pytest.raises(Stale):
        await actions.write_summary(met, "Other words", version=version, by=by)
    with pytest.raises(RuleBroken, match="Dora Quill"):
        await actions.show_summary(met, version=version + 1, by=by)
    await actions.write_summary(met, "Somebody made tea.", version=version + 1, by=by)
    with pytest.raises(RuleBroken, match="changed since"):
        await actions.show_summary(met, version=version + 1, by=by)
    with pytest.raises(NotFound):
        await queries.summary(met)
    await actions.show_summary(met, version=version + 2, by=by)
    assert (await queries.summary(met)).summary == "Somebody made tea."
    await actions.hide_summary(met, by=by)
    with pytest.raises(NotFound):
        await queries.summary(met)


async def test_decisions_are_put_right_by_one_at_a_time(by):
    met = await a_held_meeting(by)
    made = await a_decision(by, met, tags=(Tag.PARTNERSHIP, Tag.GAP))
    decided = forms.Decided(DecisionKind.GROUP, "We begin a group.", (), shown=False)
    await actions.put_decision_right(made, decided, version=1, by=by)
    with pytest.raises(Stale):
        await actions.put_decision_right(made, decided, version=1, by=by)
    assert (await queries.decision(made)).begins_group


# ── what was agreed comes back ──


async def test_what_is_overdue_opens_the_next_agenda(by):
    one = await a_member(by)
    old = await a_held_meeting(by)
    late = await an_action(by, old, one, due_in=2, words="Ask the library.")
    later = await an_action(by, old, one, due_in=3, words="Ask the school.")
    item = await an_item(by)
    with clock.at(clock.now() + timedelta(days=5)):
        assert await actions.open_with_overdue() == 0
        met = await a_meeting(by)
        await actions.put_on(met, [item], by=by)
        assert [each.title for each in await queries.agenda_of(met)] == [
            "Ask the library.", "Ask the school.", "A bench by the bus stop",
        ]  # fmt: skip
        assert await actions.open_with_overdue() == 0
        await actions.finish(late, came_of_it="They said yes.", by=await came(one))
        await actions.pass_on(later, owner=one, due_on=clock.today() + timedelta(days=9), version=1, by=by)
        assert [each.title for each in await queries.agenda_of(met)] == ["A bench by the bus stop"]


async def test_an_overdue_action_comes_before_an_agenda_that_stands(by):
    one = await a_member(by)
    old = await a_held_meeting(by)
    met = await a_meeting(by)
    await actions.put_on(met, [await an_item(by, "First"), await an_item(by, "Second")], by=by)
    await an_action(by, old, one, due_in=1)
    with clock.at(clock.now() + timedelta(days=2)):
        assert await actions.open_with_overdue() == 1
        assert [each.title for each in await queries.agenda_of(met)] == ["Write to the council.", "First", "Second"]


async def test_owners_are_reminded_before_the_day_and_once_after(by):
    one = await a_member(by)
    await an_action(by, await a_held_meeting(by), one, due_in=7)
    told, begins = [], clock.now()
    for days in range(12):
        with clock.at(begins + timedelta(days=days)):
            told.append(await actions.remind_owners())
            assert await actions.remind_owners() == 0
    assert told == [0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]


async def test_only_its_owner_finishes_an_action(by):
    one, two = await members(by, 2)
    action = await an_action(by, await a_held_meeting(by), one)
    with pytest.raises(NotFound):
        await actions.finish(action, came_of_it="Done", by=await came(two))
    await actions.finish(action, came_of_it="Done", by=await came(one))
    await actions.finish(action, came_of_it="Done again", by=by)
    assert (await queries.action(action)).came_of_it == "Done"
    with pytest.raises(RuleBroken, match="done"):
        await actions.let_go(action, why="No", by=by)


# ── how it was, and time ──


async def test_a_meeting_is_judged_once_by_each_and_by_nobody_known(by):
    people = await members(by, 6)
    met = await a_held_meeting(by, came=people[:5])
    for one in people[:4]:
        await actions.give_pulse(met, one, PULSE)
    assert await queries.pulse_of(met) is None
    with pytest.raises(RuleBroken, match="said once"):
        await actions.give_pulse(met, people[0], PULSE)
    await actions.give_pulse(met, people[4], PULSE)
    found = await queries.pulse_of(met)
    assert found.count == 5
    # Nothing that was said can be laid beside who said it.
    columns = {each["column_name"] for each in await rows(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'meeting_pulse'")}  # fmt: skip
    assert "member" not in columns
    assert await value("SELECT count(DISTINCT given_at) FROM meeting_pulse") == 1
    assert await value("SELECT bool_and(by_id IS NULL) FROM event WHERE what = 'forum.pulse_given'")


async def test_who_was_not_there_and_who_is_late_say_nothing(by):
    one, two = await members(by, 2)
    met = await a_held_meeting(by, came=[one])
    await actions.note_attendance(met, {two: forms.Attended(Presence.NO)}, by=by)
    with pytest.raises(RuleBroken, match="took part"):
        await actions.give_pulse(met, two, PULSE)
    with clock.at(clock.now() + timedelta(days=20)), pytest.raises(RuleBroken, match="two weeks"):
        await actions.give_pulse(met, one, PULSE)


async def test_time_is_counted_by_who_paid_and_money_is_paid_once(by):
    one = await a_member(by)
    given = forms.Given(clock.today(), 90, "Rang the school", PaidBy.EMPLOYER, 450)
    key = uuid4()
    line = await actions.note_time(one, given, submission=key, by=by)
    assert await actions.note_time(one, given, submission=key, by=by) == line
    met = await a_held_meeting(by, days_ago=0, came=[one])
    assert await actions.note_meeting_time(met, by=by) == 1
    assert await actions.note_meeting_time(met, by=by) == 0
    today = clock.today()
    figures = await queries.time_figures(today - timedelta(days=2), today)
    assert dict(figures.lines)["Paid by an employer"] == "3 hours 30 minutes"
    assert figures.expenses_owed == "£4.50"
    hidden = await queries.time_figures(today - timedelta(days=2), today, small_shown=False)
    assert hidden.total == dict(hidden.lines)["Paid by an employer"] == "Fewer than five people"
    await actions.pay_expenses(line, on=today, by=by)
    for doing in (actions.pay_expenses(line, on=today, by=by), actions.strike_time(line, by=by)):
        with pytest.raises(RuleBroken, match="paid"):
            await doing
    with pytest.raises(NotFound):
        await actions.strike_time(line, member=await a_member(by), by=by)


async def test_a_profile_is_changed_by_one_at_a_time_and_feeds_figures_alone(by):
    people = await members(by, 5)
    for one in people:
        profile = forms.Profile(
            "Somebody", "", forms.Brings(offers="Tea"), "Hello", True, False, "resident", ("carer",)
        )
        await actions.change_profile(one, profile, version=(await queries.member(one)).version, by=await came(one))
        with pytest.raises(Stale):
            await actions.change_profile(one, profile, version=0, by=by)
    found = await queries.composition_now()
    assert dict(found.sectors)["I live here"] == 5
    assert dict(found.lived)["I care, or cared, for somebody"] == 5
    assert not {"sector", "lived_experience"} & set(queries.MemberSeen.__dataclass_fields__)
