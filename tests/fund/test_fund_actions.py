"""What the fund does, refuses and leaves behind: from the first word of an application to the books that come out."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest

from livewell.fund import actions
from livewell.fund.queries import lists, panel, pots
from livewell.fund.queries.applications import application
from livewell.fund.rules import LABELS, ApplicationState, How, Says
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import execute, rows, transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.stories.rules import Reach
from tests.factories.fund import (
    STANDS_BACK,
    a_forum_member,
    a_keeper,
    a_pot,
    asked,
    awarded,
    begun,
    decision,
    judged,
    opinion,
    payment,
    pot_typed,
    reported,
    sent,
    who,
)

PAID = """
    INSERT INTO fund_payment (id, application, pence, paid_on, how, reference, noted_at, noted_by)
    VALUES (gen_random_uuid(), $1, {}, current_date, '{}', '', now(), '{}')
"""


async def books(pot):
    found = (await pots.pot(pot)).books
    assert found.reconciles
    return found


# ── asking ──


async def test_the_same_form_twice_begins_one(keeper):
    pot, submission = await a_pot(keeper), uuid4()
    first = await actions.begin(pot, who(), submission=submission, by=PUBLIC_VISITOR)
    assert await actions.begin(pot, who(), submission=submission, by=PUBLIC_VISITOR) == first
    assert await value("SELECT count(*) FROM fund_application") == 1


async def test_it_is_kept_half_way_and_sent_when_it_is_whole(keeper):
    made = await begun(await a_pot(keeper))
    await actions.save(made, asked(what="A walk", pence=None, costs=""), version=1, by=PUBLIC_VISITOR)
    assert (await application(made)).asked.what == "A walk"
    with pytest.raises(Stale):
        await actions.save(made, asked(), version=1, by=PUBLIC_VISITOR)
    await actions.send(made, asked(), version=2, by=PUBLIC_VISITOR)
    await actions.send(made, asked(what="Something else"), version=2, by=PUBLIC_VISITOR)
    seen = await application(made)
    assert (seen.state, seen.asked.what) == (ApplicationState.SENT, asked().what)
    assert await value("SELECT count(*) FROM event WHERE what = 'fund.sent'") == 1
    with pytest.raises(RuleBroken, match="sent already"):
        await actions.save(made, asked(), version=seen.version, by=PUBLIC_VISITOR)


@pytest.mark.parametrize(
    ("instant", "is_open"),
    [
        # London's midnight is an hour before UTC's in summer, and the same in winter; both clock changes.
        (datetime(2026, 7, 15, 22, 59, tzinfo=UTC), True),
        (datetime(2026, 7, 15, 23, 0, tzinfo=UTC), False),
    ],
)
async def test_the_closing_day_ends_at_midnight_in_london(keeper, instant, is_open):
    day = datetime(2026, 7, 15, tzinfo=UTC).date()
    pot = await a_pot(keeper, opens_on=day - timedelta(days=30), closes_on=day)
    with clock.at(datetime(2026, 7, 14, 12, tzinfo=UTC)):
        made = await begun(pot)
    with clock.at(instant):
        if is_open:
            await actions.send(made, asked(), version=1, by=PUBLIC_VISITOR)
        else:
            with pytest.raises(RuleBroken, match="not open today"):
                await actions.send(made, asked(), version=1, by=PUBLIC_VISITOR)
    assert (await application(made)).state == (ApplicationState.SENT if is_open else ApplicationState.BEGUN)


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
async def test_it_ends_at_midnight_on_the_days_the_clocks_change(keeper, day):
    last = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    pot = await a_pot(keeper, opens_on=last.date() - timedelta(days=9), closes_on=last.date())
    midnight = datetime.combine(last.date() + timedelta(days=1), datetime.min.time(), tzinfo=clock.LONDON)
    with clock.at(midnight - timedelta(seconds=1)):
        assert (await pots.pot(pot)).is_open
    with clock.at(midnight):
        assert not (await pots.pot(pot)).is_open


async def test_more_than_the_most_is_refused_with_what_it_is(keeper):
    made = await begun(await a_pot(keeper))
    with pytest.raises(RuleBroken, match="£500"):
        await actions.send(made, asked(pence=50_001), version=1, by=PUBLIC_VISITOR)
    assert (await application(made)).is_begun


async def test_questions_go_back_and_forth(keeper):
    made = await sent(await a_pot(keeper))
    with pytest.raises(RuleBroken):
        await actions.answer(made, "Nobody asked.", submission=uuid4(), by=PUBLIC_VISITOR)
    for number in (1, 2):
        await actions.ask(made, f"Question {number}?", submission=uuid4(), by=keeper)
        with pytest.raises(RuleBroken):
            await actions.ask(made, "Another?", submission=uuid4(), by=keeper)
        submission = uuid4()
        await actions.answer(made, f"Answer {number}.", submission=submission, by=PUBLIC_VISITOR)
        await actions.answer(made, "Again.", submission=submission, by=PUBLIC_VISITOR)
    seen = await application(made)
    assert [(one.question, one.answer) for one in seen.questions] == [
        ("Question 1?", "Answer 1."),
        ("Question 2?", "Answer 2."),
    ]
    assert seen.open_question is None


async def test_an_applicant_withdraws_until_it_is_decided(keeper):
    pot = await a_pot(keeper)
    made = await sent(pot)
    await actions.withdraw(made, by=PUBLIC_VISITOR)
    await actions.withdraw(made, by=PUBLIC_VISITOR)
    assert (await application(made)).label == LABELS[ApplicationState.WITHDRAWN]
    done = await awarded(pot, keeper)
    with pytest.raises(RuleBroken, match="awarded"):
        await actions.withdraw(done.id, by=PUBLIC_VISITOR)


async def test_what_nobody_sent_is_forgotten_two_months_after_its_pot(keeper):
    pot = await a_pot(keeper)
    made, kept = await begun(pot), await sent(pot)
    with clock.at(clock.now() + timedelta(days=200)):
        await actions.forget_unsent()
    assert await lists.called(made) is None
    assert await lists.called(kept) == "Mira Oyelaran"


async def test_without_news_nothing_is_kept(keeper, mute):
    pot = await a_pot(keeper)
    mute()
    with pytest.raises(RuntimeError):
        await begun(pot)
    assert await value("SELECT count(*) FROM fund_application") == 0


# ── the panel ──


async def test_nobody_judges_before_the_keeper_has_read_it(keeper):
    pot = await a_pot(keeper)
    made = await sent(pot)
    member = (await panel.panel_of(pot))[0][0]
    with pytest.raises(NotFound):
        await panel.for_panellist(made, member)
    with pytest.raises(NotFound):
        await actions.give_opinion(made, member, opinion(), version=0, by=PUBLIC_VISITOR)
    assert await panel.for_member(member) == []
    await actions.put_before_panel(made, by=keeper)
    assert [one.id for one in await panel.for_member(member)] == [made]


async def test_others_opinions_are_seen_after_ones_own_and_never_by_who_stands_back(keeper):
    pot = await a_pot(keeper, panellists=3)
    made = await sent(pot)
    await actions.put_before_panel(made, by=keeper)
    (one, _), (two, _), (near, _) = await panel.panel_of(pot)
    await actions.give_opinion(made, one, opinion(words="Mine."), version=0, by=PUBLIC_VISITOR)
    assert (await panel.for_panellist(made, two)).others == ()
    await actions.give_opinion(made, two, opinion(Says.PART), version=0, by=PUBLIC_VISITOR)
    assert [other.words for other in (await panel.for_panellist(made, two)).others] == ["Mine."]
    await actions.give_opinion(made, near, opinion(Says.NO), version=0, by=PUBLIC_VISITOR)
    await actions.give_opinion(made, near, STANDS_BACK, version=1, by=PUBLIC_VISITOR)
    seen = await panel.for_panellist(made, near)
    assert (seen.mine.stands_back, seen.mine.says, seen.others, seen.may_say) == (True, None, (), False)
    with pytest.raises(RuleBroken, match="stood back"):
        await actions.give_opinion(made, near, opinion(), version=2, by=PUBLIC_VISITOR)


async def test_who_asked_stands_back_by_rule(keeper):
    pot = await a_pot(keeper, panellists=1)
    member = await a_forum_member(email="both@group.example")
    await actions.seat(pot, member, by=keeper)
    made = await sent(pot, email="Both@group.example")
    await actions.put_before_panel(made, by=keeper)
    assert (await panel.for_panellist(made, member)).mine.stands_back
    for by in (PUBLIC_VISITOR, keeper):
        with pytest.raises(RuleBroken, match="same person"):
            await actions.give_opinion(made, member, opinion(), version=0, by=by)
    other = next(one for one, _ in await panel.panel_of(pot) if one != member)
    await actions.give_opinion(made, other, opinion(), version=0, by=PUBLIC_VISITOR)
    with pytest.raises(RuleBroken, match="2 panellists"):
        await actions.decide(made, decision(), version=3, submission=uuid4(), by=keeper)


async def test_an_opinion_of_who_left_the_forum_counts_no_more(keeper):
    pot = await a_pot(keeper)
    seen = await judged(pot, keeper)
    member = (await panel.panel_of(pot))[0][0]
    await execute("UPDATE forum_member SET state = 'left' WHERE id = $1", member)
    with pytest.raises(RuleBroken, match="1 did"):
        await actions.decide(seen.id, decision(), version=seen.version, submission=uuid4(), by=keeper)
    with pytest.raises(NotFound):
        await panel.for_panellist(seen.id, member)


async def test_two_at_one_opinion_do_not_overwrite_each_other(keeper):
    seen = await judged(await a_pot(keeper), keeper)
    member = (await panel.opinions(seen.id))[0].member
    await actions.give_opinion(seen.id, member, opinion(Says.NO), version=1, by=keeper)
    with pytest.raises(Stale):
        await actions.give_opinion(seen.id, member, opinion(), version=1, by=PUBLIC_VISITOR)
    with pytest.raises(RuleBroken, match="criteria"):
        await actions.give_opinion(seen.id, member, opinion(meets=(9,)), version=2, by=keeper)


# ── deciding ──


async def test_an_award_may_be_less_than_asked_and_everybody_is_named_who_decided(keeper):
    pot = await a_pot(keeper)
    seen = await awarded(pot, keeper, 20_000)
    assert seen.decision
    assert (seen.state, seen.decision.money) == (ApplicationState.AWARDED, "£200")
    assert all(name in seen.decision.decided_by_names for _, name in await panel.panel_of(pot))
    assert (await books(pot)).left == 80_000


async def test_declining_says_why_and_what_else(keeper):
    pot = await a_pot(keeper)
    seen = await judged(pot, keeper)
    with pytest.raises(RuleBroken, match="what else they are offered"):
        await actions.decide(seen.id, decision(0, onward=""), version=seen.version, submission=uuid4(), by=keeper)
    submission = uuid4()
    for _ in range(2):
        await actions.decide(seen.id, decision(0), version=seen.version, submission=submission, by=keeper)
    assert (await application(seen.id)).state is ApplicationState.DECLINED
    assert (await books(pot)).left == 100_000
    assert await value("SELECT count(*) FROM event WHERE what = 'fund.decided'") == 1


async def test_an_award_beyond_the_pot_is_refused_with_what_is_left(keeper):
    pot = await a_pot(keeper)
    await awarded(pot, keeper, 45_000, words=asked(pence=50_000))
    await awarded(pot, keeper, 45_000, words=asked(pence=50_000))
    seen = await judged(pot, keeper, words=asked(pence=20_000))
    with pytest.raises(RuleBroken, match="Only £100 is left"):
        await actions.decide(seen.id, decision(20_000), version=seen.version, submission=uuid4(), by=keeper)
    assert (await application(seen.id)).is_undecided
    await actions.decide(seen.id, decision(10_000), version=seen.version, submission=uuid4(), by=keeper)
    assert (await books(pot)).left == 0


async def test_who_asked_never_writes_down_the_decision(keeper):
    seen = await judged(await a_pot(keeper), keeper, email=keeper.email)
    with pytest.raises(RuleBroken, match="yourself"):
        await actions.decide(seen.id, decision(), version=seen.version, submission=uuid4(), by=keeper)


async def test_a_decision_on_what_changed_meanwhile_is_stale(keeper):
    seen = await judged(await a_pot(keeper), keeper)
    await actions.ask(seen.id, "How many?", submission=uuid4(), by=keeper)
    with pytest.raises(Stale):
        await actions.decide(seen.id, decision(), version=seen.version, submission=uuid4(), by=keeper)


async def test_a_hundred_decisions_at_once_never_exceed_the_pot(committed_db):
    keeper = await a_keeper()
    pot = await a_pot(keeper, pence=100_000, most_pence=10_000)
    each = [await judged(pot, keeper, words=asked(pence=10_000)) for _ in range(100)]

    async def decide(seen):
        await actions.decide(seen.id, decision(10_000), version=seen.version, submission=uuid4(), by=keeper)

    answers = await asyncio.gather(*(decide(seen) for seen in each), return_exceptions=True)
    refused = [one for one in answers if one is not None]
    assert len(refused) == 90
    assert {type(one) for one in refused} == {RuleBroken}
    assert {str(one) for one in refused} == {"Only £0 is left in this pot. Award less, or decline for now."}
    assert (await books(pot)).left == 0


async def test_whatever_writes_a_row_awards_stay_within_the_pot(keeper):
    pot = await a_pot(keeper)
    seen = await awarded(pot, keeper)
    attempts = [
        ("UPDATE fund_decision SET pence = 100001 WHERE application = $1", seen.id),
        ("UPDATE fund_decision SET pence = 60000 WHERE application = $1", seen.id),
        ("UPDATE fund_pot SET pence = 50000 - 20001, most_pence = 1 WHERE id = $1", pot),
        (
            PAID.format("30001", "bank", keeper.id),
            seen.id,
        ),
        (
            PAID.format("-1", "returned", keeper.id),
            seen.id,
        ),
    ]
    for statement, record in attempts:
        with pytest.raises(asyncpg.CheckViolationError):
            async with transaction():
                await execute(statement, record)
    other = await a_pot(keeper)
    with pytest.raises(asyncpg.CheckViolationError):
        async with transaction():
            await execute("UPDATE fund_application SET pot = $2 WHERE id = $1", seen.id, other)
    await books(pot)


# ── paying, reporting, closing ──


async def test_money_goes_out_in_parts_and_never_more_than_was_awarded(keeper):
    pot = await a_pot(keeper)
    seen = await awarded(pot, keeper)
    with pytest.raises(RuleBroken, match="They have £0"):
        await actions.pay(seen.id, payment(1, How.RETURNED), submission=uuid4(), by=keeper)
    submission = uuid4()
    for _ in range(2):
        await actions.pay(seen.id, payment(20_000), submission=submission, by=keeper)
    with pytest.raises(RuleBroken, match="Only £100"):
        await actions.pay(seen.id, payment(10_001), submission=uuid4(), by=keeper)
    await actions.pay(seen.id, payment(10_000), submission=uuid4(), by=keeper)
    await actions.pay(seen.id, payment(5_000, How.RETURNED), submission=uuid4(), by=keeper)
    found = await books(pot)
    assert (found.awards.paid, found.awards.returned, found.awards.to_pay) == (30_000, 5_000, 5_000)
    assert (await application(seen.id)).decision.report_due_on == clock.today() + timedelta(days=90)
    with pytest.raises(asyncpg.RaiseError):
        async with transaction():
            await execute("DELETE FROM fund_payment WHERE application = $1", seen.id)


async def test_closing_leaves_what_was_not_spent_in_the_pot_again(keeper):
    pot = await a_pot(keeper)
    seen = await awarded(pot, keeper)
    await actions.pay(seen.id, payment(25_000), submission=uuid4(), by=keeper)
    with pytest.raises(RuleBroken, match="not reported"):
        await actions.close_award(seen.id, why="", version=seen.version, by=keeper)
    await actions.report(seen.id, reported(spent_pence=22_000), version=0, by=PUBLIC_VISITOR)
    with pytest.raises(RuleBroken, match="£30 was not spent"):
        await actions.close_award(seen.id, why="", version=seen.version, by=keeper)
    await actions.pay(seen.id, payment(3_000, How.RETURNED), submission=uuid4(), by=keeper)
    await actions.close_award(seen.id, why="", version=seen.version, by=keeper)
    found = await books(pot)
    assert (found.left, found.awards.awarded, found.awards.to_pay) == (78_000, 22_000, 0)
    with pytest.raises(RuleBroken):
        await actions.pay(seen.id, payment(1), submission=uuid4(), by=keeper)
    with pytest.raises(RuleBroken):
        await actions.close_award(seen.id, why="", version=seen.version + 1, by=keeper)


async def test_a_report_changes_until_it_is_read_and_goes_as_far_as_they_said(keeper):
    seen = await awarded(await a_pot(keeper), keeper)
    with pytest.raises(RuleBroken, match="nothing to report"):
        await actions.report(seen.id, reported(), version=0, by=PUBLIC_VISITOR)
    await actions.pay(seen.id, payment(30_000), submission=uuid4(), by=keeper)
    await actions.report(seen.id, reported(story="Once."), version=0, by=PUBLIC_VISITOR)
    with pytest.raises(Stale):
        await actions.report(seen.id, reported(), version=0, by=PUBLIC_VISITOR)
    await actions.report(seen.id, reported(story="Twice."), version=1, by=PUBLIC_VISITOR)
    assert await pots.stories(Reach.PUBLIC) == []
    with pytest.raises(Stale):
        await actions.read_report(seen.id, version=1, by=keeper)
    await actions.read_report(seen.id, version=2, by=keeper)
    assert [one.story for one in await pots.stories(Reach.PUBLIC)] == ["Twice."]
    with pytest.raises(RuleBroken, match="read your report"):
        await actions.report(seen.id, reported(), version=3, by=PUBLIC_VISITOR)
    await actions.read_report(seen.id, version=3, hidden_why="Somebody can be recognised.", by=keeper)
    assert await pots.stories(Reach.PUBLIC) == []


async def test_a_story_for_the_team_stays_with_it(keeper):
    seen = await awarded(await a_pot(keeper), keeper)
    await actions.pay(seen.id, payment(30_000), submission=uuid4(), by=keeper)
    await actions.report(seen.id, reported(reach=Reach.TEAM), version=0, by=PUBLIC_VISITOR)
    await actions.read_report(seen.id, version=1, by=keeper)
    assert await pots.stories(Reach.PUBLIC) == []
    assert [told.named_as for told in await pots.beside_stories(Reach.TEAM)] == ["The Thursday walkers"]


async def test_a_report_is_reminded_of_before_and_after_its_day_and_not_more(keeper):
    seen = await awarded(await a_pot(keeper), keeper)
    await actions.pay(seen.id, payment(30_000), submission=uuid4(), by=keeper)
    told = []
    for days in (10, 77, 78, 90, 91, 120):
        with clock.at(clock.now() + timedelta(days=days)):
            await actions.remind_reports()
            told.append(await value("SELECT count(*) FROM event WHERE what = 'fund.report_due'"))
    assert told == [0, 1, 1, 1, 2, 2]
    with clock.at(clock.now() + timedelta(days=91)):
        assert [one.id for one in (await lists.waiting()).overdue] == [seen.id]


# ── pots ──


async def test_pots_of_one_name_have_addresses_of_their_own_and_none_is_reserved(keeper):
    made = [await actions.make_pot(pot_typed(name="Desk"), submission=uuid4(), by=keeper) for _ in range(2)]
    assert [(await pots.pot(one)).slug for one in made] == ["desk-2", "desk-3"]


async def test_a_pot_cannot_hold_less_than_is_awarded(keeper):
    pot = await a_pot(keeper)
    await awarded(pot, keeper)
    version = (await pots.pot(pot)).version
    with pytest.raises(RuleBroken, match="£300 is awarded"):
        await actions.change_pot(pot, pot_typed(pence=29_999, most_pence=1), version=version, by=keeper)
    await actions.change_pot(pot, pot_typed(pence=30_000, most_pence=1), version=version, by=keeper)
    with pytest.raises(Stale):
        await actions.change_pot(pot, pot_typed(), version=version, by=keeper)


async def test_a_closed_pot_takes_nothing_more_and_decides_what_it_has(keeper):
    pot = await a_pot(keeper)
    seen = await judged(pot, keeper)
    await actions.close_pot(pot, version=1, by=keeper)
    await actions.close_pot(pot, version=1, by=keeper)
    with pytest.raises(RuleBroken, match="not open"):
        await begun(pot)
    await actions.decide(seen.id, decision(), version=seen.version, submission=uuid4(), by=keeper)


async def test_a_panel_is_of_members_each_once(keeper):
    pot = await a_pot(keeper, panellists=0)
    member, asked_only = await a_forum_member(), await a_forum_member(state="asked", joined_on=None)
    for _ in range(2):
        await actions.seat(pot, member, by=keeper)
    with pytest.raises(RuleBroken):
        await actions.seat(pot, asked_only, by=keeper)
    assert [one for one, _ in await panel.panel_of(pot)] == [member]
    await actions.unseat(pot, member, by=keeper)
    with pytest.raises(NotFound):
        await actions.unseat(pot, member, by=keeper)
    assert await rows("SELECT id FROM fund_panellist WHERE pot = $1", pot) == []
