"""Gaps: said, joined, taken up, settled; counted once for each person; seen by those who may."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from livewell.gaps import actions, queries
from livewell.gaps.rules import GapState, Left, StepKind, Wanted
from livewell.kit import clock, deliveries
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import execute, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.kit.geo import Point
from livewell.staff.rules import Role
from tests.factories.assets import an_asset
from tests.factories.gaps import a_gap, the_gap
from tests.factories.journeys import a_coach_and_a_journey
from tests.factories.staff import a_member
from tests.factories.upkeep import two_wards


async def test_what_the_team_says_is_open_and_what_others_say_waits(worker) -> None:
    assert (await the_gap(await a_gap(worker))).state == "open"
    assert (await the_gap(await a_gap())).state == "waiting"


async def test_the_same_form_twice_is_one(worker) -> None:
    key = uuid4()
    first = await a_gap(worker, submission=key)
    assert await a_gap(worker, submission=key) == first
    assert await value("SELECT count(*) FROM gap_voice WHERE gap = $1", first) == 1


async def test_a_journey_counts_once_and_others_as_many_as_were_said(worker) -> None:
    coach, journey = await a_coach_and_a_journey()
    gap = await a_gap(coach, journey=journey)
    await a_gap(coach, journey=journey, joins=gap, people=1)
    await a_gap(coach, joins=gap, people=7)
    assert (await queries.gap(gap, seen_by=coach)).people.number == 8


async def test_taken_up_and_settled(worker) -> None:
    gap = await a_gap(worker)
    await actions.take_up(gap, by=worker)
    await actions.take_up(gap, by=worker)
    await actions.settle(gap, "group", "A shed meets on Tuesdays.", by=worker)
    seen = await queries.gap(gap, seen_by=worker)
    assert (seen.state, seen.outcome) == (GapState.SETTLED, "A new group")
    with pytest.raises(RuleBroken):
        await actions.settle(gap, "none", "Nothing", by=worker)


async def test_nothing_needs_a_reason(worker) -> None:
    gap = await a_gap(worker)
    with pytest.raises(RuleBroken):
        await actions.settle(gap, "none", " ", by=worker)
    assert (await the_gap(gap)).state == "open"


async def test_a_visitor_joins_only_what_was_read(worker) -> None:
    gap = await a_gap()
    with pytest.raises(NotFound):
        await a_gap(PUBLIC_VISITOR, joins=gap)
    await actions.open_gap(gap, by=worker)
    assert await a_gap(PUBLIC_VISITOR, joins=gap) == gap


async def test_near_same(worker) -> None:
    gap = await a_gap(worker, title="Walking group for men", way="be_active")
    other = (await queries.gap(gap, seen_by=worker)).wanted
    found = await queries.near_same(other)
    assert [one.id for one in found] == [gap]
    assert await queries.near_same(other, but=gap) == []


async def test_what_fails_leaves_nothing(worker, mute) -> None:
    gap = await a_gap(worker)
    before = await the_gap(gap)
    mute()
    for verb in (
        a_gap(worker),
        actions.take_up(gap, by=worker),
        actions.settle(gap, "group", by=worker),
        actions.hide(gap, why="It names somebody", by=worker),
        actions.note(gap, "Asked", by=worker),
        actions.put_right(gap, Wanted("Other"), version=1, by=worker),
    ):
        with pytest.raises(RuntimeError, match="no news"):
            await verb
    after = await the_gap(gap)
    assert (after.state, after.title, after.version) == (before.state, before.title, before.version)
    assert await value("SELECT count(*) FROM gap") == await value("SELECT count(*) FROM gap_voice") == 1


async def test_words_that_look_like_sql_or_html_are_words(worker) -> None:
    gap = await a_gap(worker, title="'; DROP TABLE gap; <script>", words="🌻")
    assert (await queries.gap(gap, seen_by=worker)).title == "'; DROP TABLE gap; <script>"


@pytest.mark.parametrize("unknown", ["gap", "joins", "journey"])
async def test_what_is_not_there_is_not_found(worker, unknown) -> None:
    with pytest.raises(NotFound):
        if unknown == "gap":
            await queries.gap(uuid4(), seen_by=worker)
        else:
            await a_gap(worker, **{unknown: uuid4()})


async def test_a_journey_that_somebody_may_not_see_is_not_there(worker) -> None:
    _, journey = await a_coach_and_a_journey()
    with pytest.raises(NotFound):
        await a_gap(worker, journey=journey)
    assert await value("SELECT count(*) FROM gap") == 0


async def test_joined_twice_is_refused_and_chains_stay_flat(worker) -> None:
    one, two, three = [await a_gap(worker, title=title, people=2) for title in ("Choir", "Singing", "Chess")]
    await actions.join(one, two, by=worker)
    with pytest.raises(RuleBroken):
        await actions.join(one, three, by=worker)
    with pytest.raises(RuleBroken):
        await actions.join(three, one, by=worker)
    with pytest.raises(RuleBroken):
        await actions.join(three, three, by=worker)
    await actions.join(two, three, by=worker)
    assert (await queries.gap(three, seen_by=worker)).people.number == 6
    await actions.separate(one, by=worker)
    assert (await queries.gap(three, seen_by=worker)).people.number == 4
    assert (await queries.gap(one, seen_by=worker)).people.number == 2


async def test_a_person_who_asked_for_both_counts_once_when_they_are_joined(worker) -> None:
    coach, journey = await a_coach_and_a_journey()
    one = await a_gap(coach, journey=journey, title="Choir")
    two = await a_gap(coach, journey=journey, title="Singing")
    await actions.join(one, two, by=worker)
    assert (await queries.gap(two, seen_by=worker)).people.number == 1


async def test_whoever_joins_what_waits_has_read_it(worker) -> None:
    waits, there = await a_gap(title="Choir"), await a_gap(worker, title="Singing")
    assert await queries.waiting_count() == 1
    await actions.join(waits, there, by=worker)
    assert await queries.waiting_count() == 0


async def test_what_is_joined_stands_for_the_one_it_was_joined_to(worker) -> None:
    one, two = await a_gap(worker, title="Choir"), await a_gap(worker, title="Singing")
    await actions.join(one, two, by=worker)
    await actions.take_up(one, by=worker)
    assert (await the_gap(two)).state == "taken_up"
    assert await a_gap(worker, joins=one) == two


async def test_two_who_join_the_other_way_round_end_with_one(committed_db) -> None:
    worker = await a_member(Role.LINK_WORKER)
    one, two = await a_gap(worker, title="Choir"), await a_gap(worker, title="Singing")
    came = await asyncio.gather(
        actions.join(one, two, by=worker), actions.join(two, one, by=worker), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in came) == ["NoneType", "RuleBroken"]


async def test_a_hundred_who_settle_at_once_settle_once(committed_db) -> None:
    worker = await a_member(Role.LINK_WORKER)
    gap = await a_gap(worker)
    came = await asyncio.gather(*(actions.settle(gap, "group", by=worker) for _ in range(100)), return_exceptions=True)
    assert sum(each is None for each in came) == 1
    assert all(isinstance(each, RuleBroken) for each in came if each is not None)
    assert await value("SELECT count(*) FROM event WHERE what = 'gap.settled'") == 1


async def test_settled_joins_nobody_and_opens_again_with_a_reason(worker) -> None:
    gap = await a_gap(worker)
    await actions.settle(gap, "none", "There is one in the next village.", by=worker)
    with pytest.raises(RuleBroken, match="settled meanwhile"):
        await a_gap(worker, joins=gap)
    with pytest.raises(RuleBroken):
        await actions.open_again(gap, why=" ", by=worker)
    await actions.open_again(gap, why="It closed.", by=worker)
    seen = await queries.gap(gap, seen_by=worker)
    assert (seen.is_open, seen.outcome, seen.why) == (True, "", "")


async def test_what_was_changed_meanwhile_is_not_decided(worker) -> None:
    gap = await a_gap()
    await actions.put_right(gap, Wanted("A shed for everybody"), version=1, by=worker)
    for verb in (actions.open_gap, actions.take_up):
        with pytest.raises(RuleBroken, match="meanwhile"):
            await verb(gap, version=1, by=worker)
    with pytest.raises(Stale):
        await actions.put_right(gap, Wanted("Another"), version=1, by=worker)


async def test_everybody_who_left_an_address_hears_once_and_is_forgotten(worker, postbox) -> None:
    gap, other = await a_gap(left=Left("Ann", "ann@person.example", would_help=True)), await a_gap(title="Men’s shed")
    await actions.open_gap(gap, by=worker)
    await a_gap(joins=gap, left=Left("", "bob@person.example"))
    await a_gap(joins=gap)
    await actions.open_gap(other, by=worker)
    await actions.join(other, gap, by=worker)
    await actions.settle(gap, "none", "No room was found.", by=worker)
    await deliveries.deliver_all()
    await deliveries.deliver_all()
    first, second = sorted(postbox.taken, key=lambda got: got["To"])
    assert (first["To"], second["To"]) == ("ann@person.example", "bob@person.example")
    text = first.get_content()
    for said in ("Hello Ann", "No room was found.", "/volunteer", "/community", "forgotten"):
        assert said in text
    assert "/volunteer" not in second.get_content()
    assert await value("SELECT count(*) FROM gap_voice WHERE reply_to <> '' OR name <> ''") == 0


async def test_one_address_that_refuses_keeps_nobody_waiting(worker, postbox, monkeypatch) -> None:
    gap = await a_gap(worker)
    for name in ("ann", "bob"):
        await a_gap(worker, joins=gap, left=Left("", f"{name}@person.example"))
    refused = postbox.handle_RCPT

    async def only_bob(server, session, envelope, address, options) -> str:
        if address.startswith("ann") and postbox.answer.startswith("250"):
            return "451 Later"
        return await refused(server, session, envelope, address, options)

    monkeypatch.setattr(postbox, "handle_RCPT", only_bob)
    await actions.settle(gap, "group", by=worker)
    await deliveries.deliver_all()
    assert [got["To"] for got in postbox.taken] == ["bob@person.example"]
    monkeypatch.setattr(postbox, "handle_RCPT", refused)
    with clock.at(clock.now() + timedelta(hours=1)):
        await deliveries.deliver_all()
    assert [got["To"] for got in postbox.taken] == ["bob@person.example", "ann@person.example"]


@pytest.mark.parametrize(("days", "settled", "kept"), [(364, False, True), (366, False, False), (91, True, False)])
async def test_an_address_is_forgotten_in_time(worker, days, settled, kept) -> None:
    gap = await a_gap(worker, left=Left("Ann", "ann@person.example"))
    if settled:
        await actions.settle(gap, "group", by=worker)
    with clock.at(clock.now() + timedelta(days=days)):
        await actions.forget()
    assert (await value("SELECT reply_to || name FROM gap_voice") != "") is kept


async def test_what_is_hidden_comes_back_as_it_was_and_is_gone_after_a_month(worker) -> None:
    gap = await a_gap(worker, title="For Mr Fictional", words="Of Mill Lane", people=9)
    await actions.settle(gap, "none", "No.", by=worker)
    await actions.hide(gap, why="It names somebody", by=worker)
    with pytest.raises(NotFound):
        await actions.put_back(gap, by=await a_member(Role.MANAGER))
    await actions.put_back(gap, by=worker)
    assert ((await the_gap(gap)).state, (await the_gap(gap)).outcome) == ("settled", "none")
    await actions.hide(gap, why="It names somebody", by=worker)
    with clock.at(clock.now() + timedelta(days=31)):
        with pytest.raises(NotFound):
            await actions.put_back(gap, by=worker)
        await actions.forget()
        await actions.forget()
    kept = await value("SELECT g.title || g.words || v.words FROM gap g JOIN gap_voice v ON v.gap = g.id")
    assert "Fictional" not in kept
    assert "Mill Lane" not in kept
    assert await value("SELECT people FROM gap_voice") == 9


async def test_a_step_takes_it_up_and_the_next_settles_the_day_before(worker) -> None:
    gap, today = await a_gap(worker), clock.today()
    told = {"kind": StepKind.ASKED, "words": "A quiet hour?", "with_whom": "Fictional Leisure", "by": worker}
    first = uuid4()
    for _ in range(2):
        await actions.try_with(gap, done_on=today, next_on=today + timedelta(days=3), submission=first, **told)
    assert [one.whom for one in await queries.due()] == ["Fictional Leisure"]
    assert (await the_gap(gap)).state == "taken_up"
    await actions.try_with(
        gap, done_on=today, submission=uuid4(), **told | {"kind": StepKind.REFUSED, "with_whom": "fictional leisure"}
    )
    assert await queries.due() == []
    assert await value("SELECT count(*) FROM gap_step") == 2


async def test_wards_side_by_side_are_near(worker) -> None:
    await two_wards()
    abbey, lutterell = "E05014965", "E05014980"
    gap = await a_gap(worker, title="A choir", ward=abbey)
    assert [one.id for one in await queries.near_same(Wanted("Choir", ward=lutterell))] == [gap]
    await execute("UPDATE ward SET west = east + 1, east = east + 2 WHERE code = $1", lutterell)
    assert await queries.near_same(Wanted("Choir", ward=lutterell)) == []
    assert [one.id for one in await queries.near_same(Wanted("Choir"))] == [gap]


async def test_provision_stands_beside_need(worker) -> None:
    await two_wards()
    await an_asset(at=Point.on_grid(458500, 337000), needs=("company",), place_name="Hall")
    await an_asset(needs=("company",), published=False)
    gap = await a_gap(worker, ward="E05014965", need="company")
    assert (await queries.gap(gap, seen_by=worker)).provision == 1
    seen = await queries.overview(seen_by=worker)
    assert [(one.name, one.gaps, str(one.people), one.listings) for one in seen.wards] == [("Abbey", 1, "1", 1)]


async def test_the_order_of_a_list_tells_no_small_number(worker) -> None:
    evaluator = await a_member(Role.EVALUATOR)
    first = await a_gap(worker, title="Choir", people=1)
    second = await a_gap(worker, title="Shed", people=4)
    assert [one.id for one in (await queries.open_gaps(seen_by=worker)).rows] == [second, first]
    assert [one.id for one in (await queries.open_gaps(seen_by=evaluator)).rows] == [first, second]
    assert {str(one.people) for one in (await queries.open_gaps(seen_by=evaluator)).rows} == {"Fewer than 5"}


async def test_the_case_counts_what_was_said_in_its_time(worker) -> None:
    with clock.at(clock.now() - timedelta(days=200)):
        gap = await a_gap(worker, people=9)
    await a_gap(worker, joins=gap, people=6)
    assert [str((await queries.case(period)).gaps[0].people) for period in ("year", "half", "nonsense")] == [
        "15",
        "6",
        "15",
    ]
