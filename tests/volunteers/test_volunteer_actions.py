"""What is done about volunteers: what it does, what it refuses, and what it leaves behind when it fails."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from livewell.kit import clock, news
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import execute, rows, transaction, value
from livewell.kit.deliveries import deliver_all
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Role
from livewell.volunteers import actions, queries
from livewell.volunteers.actions import telling
from livewell.volunteers.forms.applying import Application, Referee
from livewell.volunteers.forms.desk import Weighed
from livewell.volunteers.rules import GATED, MOVES, Stage
from livewell.volunteers.rules.cohorts import PlaceState
from livewell.volunteers.rules.disclosures import Decision
from livewell.volunteers.rules.gate import CheckLevel
from tests.factories.staff import a_member
from tests.factories.volunteers import (
    a_cohort,
    a_coordinator,
    a_ready_volunteer,
    a_role,
    a_volunteer,
    a_written_role,
    checked,
    details,
    moved,
    spoken_for,
    talked,
    trained,
)


@pytest.fixture
def mails(app, monkeypatch):
    """What goes out by e-mail, in order."""
    sent = []

    async def keep(email):
        sent.append(email)

    monkeypatch.setattr(telling, "send_email", keep)
    return sent


async def stage_of(volunteer):
    return Stage(await value("SELECT stage FROM volunteer WHERE id = $1", volunteer))


async def told(what):
    return await rows("SELECT subject, details FROM event WHERE what = $1 ORDER BY told_in", what)


# ── coming in ──


async def test_an_application_is_kept_once_and_acknowledged_with_a_way_in(role, mails):
    submission = uuid4()
    application = Application(details(email="ada@people.example"), (role,), (), "friend")
    made = [await actions.apply(application, submission=submission, by=PUBLIC_VISITOR) for _ in range(2)]
    assert made[0] == made[1]
    assert await stage_of(made[0]) is Stage.APPLIED
    await deliver_all()
    [mail] = mails
    assert mail.to == "ada@people.example"
    assert "/volunteer/me/link/" in mail.text


async def test_an_address_we_know_changes_nothing_and_its_owner_hears(role, mails):
    first = await a_volunteer(role, email="ada@people.example", name="Ada")
    again = await a_volunteer(email="ada@people.example", name="Mallory")
    assert again == first
    assert await value("SELECT name FROM volunteer WHERE id = $1", first) == "Ada"
    await deliver_all()
    assert [mail.subject for mail in mails] == ["Thank you for offering your time", "You are on our list already"]
    with pytest.raises(RuleBroken, match="already"):
        await a_volunteer(email="ada@people.example", by=await a_coordinator())


async def test_whoever_asks_for_help_is_interested_and_nothing_stays_when_it_fails(mute):
    helped = Application(details(email=""), (), (), "", help_to_apply=True)
    made = await actions.apply(helped, submission=uuid4(), by=PUBLIC_VISITOR)
    assert await stage_of(made) is Stage.INTERESTED
    mute()
    with pytest.raises(RuntimeError):
        await a_volunteer(email="other@people.example")
    assert await value("SELECT count(*) FROM volunteer") == 1


# ── steps ──


async def test_every_step_is_kept_with_who_and_why_and_told(coordinator, role, mails):
    volunteer = await a_volunteer(role, email="ada@people.example")
    await actions.move(
        volunteer,
        Stage.DECLINED,
        why="Moved away.",
        feedback="You were kind.",
        onward="The forum.",
        version=1,
        by=coordinator,
    )
    seen = await queries.whole(volunteer, seen_by=coordinator)
    assert (seen.moves[0].by, seen.moves[0].title) == (coordinator.name, "Went another way")
    await deliver_all()
    assert "You were kind." in mails[-1].text
    assert "The forum." in mails[-1].text
    assert "Moved away." not in mails[-1].text


@pytest.mark.parametrize("to", [Stage.LEFT, Stage.DECLINED])
async def test_nobody_goes_without_an_answer(coordinator, role, to):
    volunteer = await a_volunteer(role)
    with pytest.raises(RuleBroken, match="Nobody goes without an answer"):
        await actions.move(volunteer, to, why="x", feedback="", onward="The forum.", version=None, by=coordinator)
    assert await stage_of(volunteer) is Stage.APPLIED


async def test_only_coordinators_take_steps_and_the_second_of_two_is_stopped(coordinator, role):
    volunteer = await a_volunteer(role)
    with pytest.raises(NotFound):
        await moved(volunteer, await a_member(Role.MANAGER), Stage.CONVERSATION)
    await moved(volunteer, coordinator, Stage.CONVERSATION)
    with pytest.raises(RuleBroken, match="Somebody else changed"):
        await actions.move(volunteer, Stage.TRAINING, why="", feedback="", onward="", version=1, by=coordinator)


LACKS = {
    "conversation": lambda volunteer, by: talked(volunteer, by, suits=False),
    "reference": lambda volunteer, _: execute(
        "UPDATE volunteer_reference SET suits = false WHERE volunteer = $1", volunteer
    ),
    "DBS check": lambda volunteer, _: execute(
        "UPDATE volunteer_check SET counts = false WHERE volunteer = $1", volunteer
    ),
    "Listening": lambda volunteer, _: execute(
        "UPDATE volunteer_training SET withdrawn_at = now() WHERE volunteer = $1", volunteer
    ),
}


@pytest.mark.parametrize("missing", LACKS)
@pytest.mark.parametrize("stage", [one for one in Stage if MOVES[one] & GATED and one not in GATED])
async def test_no_action_makes_ready_or_active_who_lacks_something(coordinator, role, missing, stage):
    volunteer = await a_ready_volunteer(coordinator, role)
    await execute("UPDATE volunteer SET stage = $2 WHERE id = $1", volunteer, stage.value)
    await LACKS[missing](volunteer, coordinator)
    for to in sorted(MOVES[stage] & GATED):
        with pytest.raises(RuleBroken, match=missing):
            await moved(volunteer, coordinator, to)
    await actions.began_to_help(volunteer, by=coordinator)
    await actions.helps_nowhere(volunteer, by=coordinator)
    await actions.come_back(volunteer, by=coordinator)
    assert await stage_of(volunteer) not in GATED
    async with transaction():
        with pytest.raises(RuleBroken, match="not ready"):
            await actions.check_ready(volunteer, role)


async def test_ready_then_active_then_ready_again_then_a_break_and_back(coordinator, role):
    volunteer = await a_ready_volunteer(coordinator, role)
    assert (await queries.readiness(volunteer, role)).ready
    await actions.began_to_help(volunteer, by=coordinator)
    await actions.began_to_help(volunteer, by=coordinator)
    assert await stage_of(volunteer) is Stage.ACTIVE
    await actions.helps_nowhere(volunteer, by=coordinator)
    assert await stage_of(volunteer) is Stage.READY
    await actions.pause(volunteer, why="A new grandchild.", by=PUBLIC_VISITOR)
    assert (await queries.readiness(volunteer, role)).lacks == ("They are taking a break",)
    await actions.come_back(volunteer, by=PUBLIC_VISITOR)
    assert await stage_of(volunteer) is Stage.READY
    assert await value("SELECT ready_on FROM volunteer WHERE id = $1", volunteer) == clock.today()


async def test_what_is_taken_back_stops_them_and_says_so(coordinator, role, mails):
    volunteer = await a_ready_volunteer(coordinator, role)
    check = await value("SELECT id FROM volunteer_check WHERE volunteer = $1", volunteer)
    await actions.withdraw_check(check, version=None, by=coordinator)
    assert await stage_of(volunteer) is Stage.CHECKS
    [news_of_it] = await told("volunteer.not_ready")
    assert news_of_it["subject"] == volunteer
    assert str(role) in news_of_it["details"]
    await deliver_all()
    assert {mail.to for mail in mails if "stop" in mail.subject} == {
        coordinator.email,
        await value("SELECT email FROM volunteer WHERE id = $1", volunteer),
    }


async def test_a_role_that_needs_more_stops_those_who_have_less(coordinator):
    role = await a_role(coordinator, trainings=())
    volunteer = await a_ready_volunteer(coordinator, role)
    await actions.change_role(role, a_written_role(trainings=("first_aid",)), version=1, by=coordinator)
    assert await stage_of(volunteer) is Stage.TRAINING
    with pytest.raises(RuleBroken, match="Somebody else changed"):
        await actions.change_role(role, a_written_role(), version=1, by=coordinator)


# ── references ──


async def test_a_reference_is_asked_reminded_answered_and_read(coordinator, role, mails):
    volunteer = await a_volunteer(role, email="ada@people.example")
    with pytest.raises(RuleBroken, match="somebody else"):
        await actions.add_referee(
            volunteer, Referee("Me", "a.da+x@people.example", ""), submission=uuid4(), by=coordinator
        )
    referee = Referee("Bob", "bob@people.example", "Neighbours")
    reference = await actions.add_referee(volunteer, referee, submission=uuid4(), by=coordinator)
    with pytest.raises(RuleBroken, match="already"):
        await actions.add_referee(volunteer, referee, submission=uuid4(), by=coordinator)
    await actions.ask_reference(reference, version=1, by=coordinator)
    await deliver_all()
    with clock.at(clock.now() + timedelta(days=8)):
        await actions.remind_referees()
        await actions.remind_referees()
        await deliver_all()
        to_bob = [mail for mail in mails if mail.to == "bob@people.example"]
        assert [mail.subject.startswith("A reminder") for mail in to_bob] == [False, True]
        token = to_bob[0].text.split("/volunteer/reference/")[1].split()[0]
        await actions.answer_reference(token, {"rely": "Always."})
        with pytest.raises(RuleBroken, match="used or has ended"):
            await actions.answer_reference(token, {"rely": "Never."})
        await actions.judge_reference(reference, suits=True, version=None, by=coordinator)
    seen = await queries.reference(reference, seen_by=coordinator)
    assert seen.said[0][1] == "Always."
    assert seen.suits
    mine = await queries.mine(volunteer)
    assert (mine.references[0].said, mine.references[0].suits) == ((), None)


async def test_a_reference_taken_back_opens_nothing_and_others_cannot(coordinator, role, mails):
    volunteer = await a_volunteer(role, referees=1)
    reference = await value("SELECT id FROM volunteer_reference WHERE volunteer = $1", volunteer)
    await actions.ask_reference(reference, version=None, by=coordinator)
    await deliver_all()
    token = mails[-1].text.split("/volunteer/reference/")[1].split()[0]
    with pytest.raises(NotFound):
        await actions.take_back(reference, version=None, by=PUBLIC_VISITOR, volunteer=await a_volunteer())
    await actions.take_back(reference, version=None, by=PUBLIC_VISITOR, volunteer=volunteer)
    with pytest.raises(RuleBroken):
        await actions.answer_reference(token, None)


async def test_somebody_would_rather_not(coordinator, role, mails):
    volunteer = await a_volunteer(role, referees=1)
    reference = await value("SELECT id FROM volunteer_reference WHERE volunteer = $1", volunteer)
    await actions.ask_reference(reference, version=None, by=coordinator)
    await deliver_all()
    await actions.answer_reference(mails[-1].text.split("/volunteer/reference/")[1].split()[0], None)
    with pytest.raises(RuleBroken, match="no answer"):
        await actions.judge_reference(reference, suits=True, version=None, by=coordinator)


# ── checks and what was on them ──


async def test_a_check_with_something_on_it_counts_when_the_named_decide(coordinator, role):
    other, manager = await a_coordinator(), await a_member(Role.MANAGER)
    volunteer = await a_volunteer(role)
    check = await checked(volunteer, coordinator, disclosed=True)
    assert "DBS" in " ".join((await queries.readiness(volunteer, role)).lacks)
    weighed = Weighed("CANARY words", "CANARY assessment", None, "")
    await actions.write_disclosure(check, weighed, readers=(manager.id,), version=None, by=coordinator)
    for member in (other, await a_member(Role.LINK_WORKER), await a_member(Role.ADMINISTRATOR)):
        with pytest.raises(NotFound):
            await queries.disclosure(check, seen_by=member)
        with pytest.raises(NotFound):
            await actions.write_disclosure(check, weighed, readers=(), version=None, by=member)
        assert not await queries.may_read(volunteer, seen_by=member)
    assert (await queries.disclosure(check, seen_by=manager)).words == "CANARY words"
    decided = Weighed("Words", "Long ago.", Decision.GO_ON, "")
    await actions.write_disclosure(check, decided, readers=(), version=1, by=manager)
    with pytest.raises(RuleBroken, match="Somebody else changed"):
        await actions.write_disclosure(check, decided, readers=(), version=1, by=manager)
    assert "DBS" not in " ".join((await queries.readiness(volunteer, role)).lacks)
    seen = await queries.whole(volunteer, seen_by=other)
    assert seen.checks[0].standing == ("Counts", "green")
    assert "CANARY" not in str(seen)
    assert "CANARY" not in str(await rows("SELECT details FROM event"))


async def test_deciding_against_stops_them_and_only_those_who_may_be_named_are(coordinator, role):
    volunteer = await a_ready_volunteer(coordinator, role)
    await execute("UPDATE volunteer_check SET disclosed = true WHERE volunteer = $1", volunteer)
    check = await value("SELECT id FROM volunteer_check WHERE volunteer = $1", volunteer)
    decided = Weighed("Words", "Recent.", Decision.NO, "")
    worker = await a_member(Role.LINK_WORKER)
    with pytest.raises(RuleBroken, match="can be named"):
        await actions.write_disclosure(check, decided, readers=(worker.id,), version=None, by=coordinator)
    await actions.write_disclosure(check, decided, readers=(), version=None, by=coordinator)
    assert await stage_of(volunteer) is Stage.CHECKS


async def test_looking_it_up_lets_it_count_for_longer_or_no_more(coordinator, role):
    with clock.at(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        volunteer = await a_volunteer(role)
        check = await checked(volunteer, coordinator, certificate_on=date(2023, 4, 1), update_service=True)
        await actions.look_up(check, still_clear=True, version=1, by=coordinator)
        assert await value("SELECT ends_on FROM volunteer_check WHERE id = $1", check) == date(2027, 3, 1)
        await actions.look_up(check, still_clear=False, version=2, by=coordinator)
        with pytest.raises(NotFound):
            await actions.look_up(check, still_clear=True, version=None, by=coordinator)
        other = await checked(volunteer, coordinator)
        with pytest.raises(RuleBroken, match="not on the update service"):
            await actions.look_up(other, still_clear=True, version=None, by=coordinator)


# ── training ──


async def test_whoever_completed_the_cohort_completed_its_topics(coordinator):
    cohort = await a_cohort(coordinator)
    people = [await a_volunteer() for _ in range(3)]
    for one in (*people, people[0]):
        await actions.book_place(cohort, one, by=coordinator)
    _, places = await queries.cohort(cohort, seen_by=coordinator)
    became = {
        place.id: state
        for place, state in zip(places, (PlaceState.COMPLETED, PlaceState.PART, PlaceState.COMPLETED), strict=True)
    }
    with pytest.raises(RuleBroken, match="before it begins"):
        await actions.keep_register(cohort, became, done_on=clock.today() - timedelta(days=1), by=coordinator)
    assert await actions.keep_register(cohort, became, done_on=clock.today(), by=coordinator) == 2
    assert await actions.keep_register(cohort, became, done_on=clock.today(), by=coordinator) == 0
    assert await value("SELECT count(*) FROM volunteer_training WHERE withdrawn_at IS NULL") == 4
    undone = {places[0].id: PlaceState.MISSED}
    await actions.keep_register(cohort, undone, done_on=clock.today(), by=coordinator)
    assert await value("SELECT count(*) FROM volunteer_training WHERE withdrawn_at IS NULL") == 2
    with pytest.raises(RuleBroken, match="written down already"):
        await actions.give_up_place(cohort, people[2], by=coordinator)


async def test_of_a_hundred_at_once_one_has_the_last_place(committed_db):
    coordinator = await a_coordinator()
    cohort = await a_cohort(coordinator, places=1)
    people = [await a_volunteer() for _ in range(100)]
    found = await asyncio.gather(
        *(actions.book_place(cohort, one, by=PUBLIC_VISITOR) for one in people), return_exceptions=True
    )
    refused = [one for one in found if one is not None]
    assert len(refused) == 99
    assert all(isinstance(one, RuleBroken) for one in refused)
    assert await value("SELECT count(*) FROM cohort_place") == 1


async def test_the_first_cohort_of_22_former_clients(coordinator):
    cohort = await a_cohort(coordinator, places=30)
    for number in range(25):
        one = await a_volunteer()
        await execute("UPDATE volunteer SET was_client = $2 WHERE id = $1", one, number < 22)
        await actions.book_place(cohort, one, by=coordinator)
    _, lines, hidden = await queries.cohort_report(cohort, seen_by=coordinator)
    assert [line.said for line in lines] == ["25", "22", "0", "0", "0"]
    assert not hidden
    _, lines, hidden = await queries.cohort_report(cohort, seen_by=await a_member(Role.EVALUATOR))
    assert [line.said for line in lines] == ["25", "Not shown", "0", "0", "0"]
    assert hidden


# ── by the clock ──


@pytest.mark.parametrize(
    ("last_day", "last_minute", "first_minute"),
    [
        (date(2026, 3, 28), datetime(2026, 3, 28, 23, 59, tzinfo=UTC), datetime(2026, 3, 29, 0, 0, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 22, 59, tzinfo=UTC), datetime(2026, 3, 29, 23, 0, tzinfo=UTC)),
        (date(2026, 10, 24), datetime(2026, 10, 24, 22, 59, tzinfo=UTC), datetime(2026, 10, 24, 23, 0, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, 59, tzinfo=UTC), datetime(2026, 10, 26, 0, 0, tzinfo=UTC)),
    ],
)
async def test_a_check_ends_at_midnight_in_london_in_both_clock_changes(last_day, last_minute, first_minute, mails):
    with clock.at(datetime(last_day.year, last_day.month, last_day.day, 12, tzinfo=UTC) - timedelta(days=40)):
        coordinator = await a_coordinator()
        role = await a_role(coordinator)
        volunteer = await a_ready_volunteer(
            coordinator, role, certificate_on=last_day.replace(year=last_day.year - 3), done_on=clock.today()
        )
    with clock.at(last_minute):
        await actions.look_at_days()
        assert await stage_of(volunteer) is Stage.READY
        assert not await told("volunteer.not_ready")
        async with transaction():
            await actions.check_ready(volunteer, role)
    with clock.at(first_minute):
        await actions.look_at_days()
        await actions.look_at_days()
        assert await stage_of(volunteer) is Stage.CHECKS
        assert len(await told("volunteer.not_ready")) == 1
        async with transaction():
            with pytest.raises(RuleBroken, match="DBS check"):
                await actions.check_ready(volunteer, role)
        await deliver_all()
    assert {mail.to for mail in mails if "stop" in mail.subject} >= {coordinator.email}


async def test_warned_at_60_30_and_7_days_each_once_both_of_them(mails):
    last_day = date(2026, 10, 25)
    with clock.at(datetime(2026, 5, 1, 12, tzinfo=UTC)):
        coordinator = await a_coordinator()
        volunteer = await a_ready_volunteer(
            coordinator, certificate_on=date(2023, 10, 25), done_on=date(2026, 5, 1), email="ada@people.example"
        )
    for days in range(70, -1, -1):
        with clock.at(datetime(2026, 10, 25, 9, tzinfo=UTC) - timedelta(days=days)):
            await actions.look_at_days()
            await actions.look_at_days()
    warned = await rows(
        "SELECT what, ends_on, days FROM volunteer_warned WHERE volunteer = $1 ORDER BY days DESC", volunteer
    )
    assert warned == [{"what": "check", "ends_on": last_day, "days": days} for days in (60, 30, 7)]
    await deliver_all()
    soon = [mail.to for mail in mails if "25 October 2026" in mail.subject]
    assert sorted(soon) == sorted(["ada@people.example", coordinator.email] * 3)


async def test_a_training_ends_too_and_a_renewed_one_does_not():
    with clock.at(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        coordinator = await a_coordinator()
        one, other = [await a_ready_volunteer(coordinator, done_on=date(2023, 3, 29)) for _ in range(2)]
        await trained(other, coordinator, "listening")
    with clock.at(datetime(2026, 3, 30, 12, tzinfo=UTC)):
        await actions.look_at_days()
        assert (await stage_of(one), await stage_of(other)) == (Stage.TRAINING, Stage.READY)


# ── themself ──


async def test_details_change_with_versions_and_nobody_takes_anothers_address(role):
    volunteer = await a_volunteer(role, email="ada@people.example")
    await a_volunteer(email="eve@people.example")
    await actions.change_details(
        volunteer, details(name="Ada Lovely", email="ada@people.example"), (), version=1, by=PUBLIC_VISITOR
    )
    with pytest.raises(Stale) as stale:
        await actions.change_details(volunteer, details(name="Ada Other"), (role,), version=1, by=PUBLIC_VISITOR)
    assert (stale.value.theirs["Name"], stale.value.yours["Name"]) == ("Ada Lovely", "Ada Other")
    with pytest.raises(RuleBroken, match="Another volunteer"):
        await actions.change_details(
            volunteer, details(email="eve@people.example"), (role,), version=None, by=PUBLIC_VISITOR
        )


async def test_forgotten_is_forgotten(coordinator, role):
    volunteer = await a_ready_volunteer(coordinator, role, name="Canary Volunteer", email="canary@people.example")
    copy = str(await actions.copy_of(volunteer))
    assert "Canary Volunteer" in copy
    assert "Always." not in copy, "What a referee said stays with us."
    await actions.forget(volunteer, by=PUBLIC_VISITOR)
    for table in ("volunteer", "volunteer_move", "volunteer_talk", "volunteer_reference", "volunteer_check"):
        # Words alone: four figures in a row stand in many an identifier and many an instant.
        kept = " ".join(
            str(said)
            for one in await rows(f"SELECT * FROM {table}")
            for said in one.values()
            if isinstance(said, str | list)
        )
        for word in ("Canary", "canary", "Bob", "0123", "Always."):
            assert word not in kept, table
    with pytest.raises(NotFound):
        await queries.whole(volunteer, seen_by=coordinator)
    with pytest.raises(NotFound):
        await moved(volunteer, coordinator, Stage.INTERESTED)
    assert not await actions.copy_of(volunteer)
    await a_volunteer(email="canary@people.example")


async def test_nobody_tells_outside_what_changed_inside(coordinator, role, mute):
    volunteer = await a_volunteer(role)
    mute()
    for attempt in (
        lambda: moved(volunteer, coordinator, Stage.CONVERSATION),
        lambda: talked(volunteer, coordinator),
        lambda: spoken_for(volunteer, coordinator),
        lambda: checked(volunteer, coordinator, level=CheckLevel.BASIC),
        lambda: trained(volunteer, coordinator),
        lambda: actions.leave(volunteer, why="", by=PUBLIC_VISITOR),
        lambda: actions.forget(volunteer, by=PUBLIC_VISITOR),
        lambda: a_cohort(coordinator),
    ):
        with pytest.raises(RuntimeError, match="no news today"):
            await attempt()
    assert await stage_of(volunteer) is Stage.APPLIED
    for table in ("volunteer_talk", "volunteer_reference", "volunteer_check", "volunteer_training", "training_cohort"):
        assert not await rows(f"SELECT id FROM {table}")


async def test_the_news_names_ids_and_codes_alone(coordinator, role):
    await a_ready_volunteer(coordinator, role, name="Canary Name")
    assert news.LISTENERS["volunteer.not_ready"]
    assert "Canary" not in str(await rows("SELECT details FROM event"))
