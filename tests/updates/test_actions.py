"""Sending a week, being away, little miracles and reminders: what each does, refuses and leaves behind."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from uuid import uuid4

import pytest

from livewell import settings as told
from livewell.assets import queries as listings
from livewell.kit import clock, deliveries
from livewell.kit.db import execute, rows, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.kit.notify import TRAY
from livewell.staff.rules import Role
from livewell.stories import shelf
from livewell.stories.rules import Reach
from livewell.updates import actions, queries
from livewell.updates.forms import WORDS, Miracle, Week
from livewell.updates.queries import Known
from livewell.upkeep import actions as upkeep
from tests.factories.assets import an_asset
from tests.factories.journeys import an_open_journey
from tests.factories.staff import a_member
from tests.factories.upkeep import a_find

WEEK = date(2026, 11, 9)
FRIDAY = datetime(2026, 11, 13, 15, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)


def said(words="", contacts=3, minutes=450, **more):
    return Week({name: more.get(name, words) for name in WORDS}, contacts, minutes)


def miracle(words="The kettle was mended by somebody who had not spoken for weeks.", **changes):
    return replace(
        Miracle(words, about_somebody=False, journey=None, agreed=False, reach=Reach.PUBLIC, named_as=""), **changes
    )


async def a_worker(**changes):
    return await a_member(Role.LINK_WORKER, created_at=LONG_AGO, **changes)


async def a_group_with_time(worker, *, name="Fictional Strollers", minutes=90, on=WEEK):
    group = uuid4()
    await execute(
        "INSERT INTO community_group (id, name, begun_on, made_at) VALUES ($1, $2, $3, $4)", group, name, on, LONG_AGO
    )
    await execute(
        "INSERT INTO group_input (id, community_group, staff_user, given_on, minutes, noted_at) VALUES ($1, $2, $3, $4, $5, $6)",
        uuid4(),
        group,
        worker.id,
        on,
        minutes,
        LONG_AGO,
    )


async def a_visit(asset, worker, day):
    with clock.at(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)):
        seen = await listings.asset(asset)
        await upkeep.record(asset, a_find(visited_on=day), version=seen.version, submission=uuid4(), by=worker)


async def test_what_the_house_knows_stands_in_a_week_already():
    worker, other = await a_worker(), await a_worker()
    await a_group_with_time(worker)
    await a_group_with_time(worker, name="Fictional Strollers", minutes=30, on=WEEK + timedelta(days=6))
    await a_group_with_time(worker, name="Too late", on=WEEK + timedelta(days=7))
    await a_group_with_time(other, name="Of somebody else")
    visited = await an_asset(name="Fictional Hall")
    await a_visit(visited, worker, WEEK + timedelta(days=1))
    found = await queries.known(worker.id, WEEK)
    assert sorted(found.groups) == [("Fictional Strollers", 30), ("Fictional Strollers", 90)]
    assert found.minutes == 120
    assert found.visits == ("Fictional Hall",)
    assert found.contacts == 1
    assert await queries.known(other.id, WEEK + timedelta(days=7)) == Known()


async def test_a_week_is_sent_once_and_keeps_what_was_known():
    worker = await a_worker()
    await a_group_with_time(worker)
    with clock.at(FRIDAY):
        await actions.send(WEEK, said("A room in the chapel"), version=0, by=worker)
        await a_group_with_time(worker, name="Written down later")
        found = await queries.update(worker.id, WEEK)
    assert found.is_sent
    assert found.known.groups == (("Fictional Strollers", 90),)
    assert (found.contacts, found.hours, found.version) == (3, "7.5", 1)
    assert await value("SELECT count(*) FROM event WHERE what = 'update.sent'") == 1
    with clock.at(FRIDAY), pytest.raises(Stale):
        await actions.send(WEEK, said("Another"), version=0, by=worker)
    with clock.at(FRIDAY + timedelta(days=20)):
        await actions.send(WEEK, said("Put right"), version=1, by=worker)
    assert (await queries.update(worker.id, WEEK)).words["opportunities"] == "Put right"
    assert await value("SELECT count(*) FROM event WHERE what = 'update.sent'") == 1
    with clock.at(FRIDAY + timedelta(days=40)), pytest.raises(RuleBroken, match="four weeks"):
        await actions.send(WEEK, said("Too late"), version=2, by=worker)


async def test_nobody_sends_a_week_to_come():
    worker = await a_worker()
    with clock.at(FRIDAY), pytest.raises(RuleBroken, match="not begun"):
        await actions.send(WEEK + timedelta(days=7), said(), version=0, by=worker)
    assert await value("SELECT count(*) FROM weekly_update") == 0


async def test_away_is_no_gap_and_can_be_sent_after_all():
    worker = await a_worker()
    with clock.at(FRIDAY):
        await actions.be_away(WEEK, "On leave", by=worker)
        await actions.be_away(WEEK, "On leave", by=worker)
    with clock.at(FRIDAY + timedelta(days=10)):
        (mine,) = await queries.weeks(of=worker.id)
        assert (WEEK, "away") in [(one.week, one.standing.value) for one in mine.weeks]
        begun = await queries.update(worker.id, WEEK)
        await actions.send(WEEK, said(), version=begun.version, by=worker)
        with pytest.raises(RuleBroken, match="sent already"):
            await actions.be_away(WEEK, "", by=worker)
    assert (await queries.update(worker.id, WEEK)).away_why == ""


@pytest.mark.parametrize(
    ("reach", "team", "reports", "everybody"),
    [(Reach.TEAM, 1, 0, 0), (Reach.REPORTS, 1, 1, 0), (Reach.PUBLIC, 1, 1, 1)],
)
async def test_a_miracle_goes_as_far_as_it_may(app, reach, team, reports, everybody):
    worker = await a_worker()
    with clock.at(FRIDAY):
        await actions.tell_miracle(WEEK, miracle(reach=reach), submission=uuid4(), by=worker)
    assert len(await queries.miracles()) == team
    assert len(await shelf.beside(Reach.REPORTS)) == reports
    assert len(await shelf.beside(Reach.PUBLIC)) == everybody


async def test_a_miracle_about_somebody_stays_with_the_team_until_they_agree():
    worker = await a_worker()
    about = miracle(about_somebody=True, agreed=False)
    with clock.at(FRIDAY), pytest.raises(RuleBroken, match="only the team"):
        await actions.tell_miracle(WEEK, about, submission=uuid4(), by=worker)
    assert await rows("SELECT * FROM little_miracle") == []
    with clock.at(FRIDAY):
        await actions.tell_miracle(WEEK, replace(about, reach=Reach.TEAM), submission=uuid4(), by=worker)
        await actions.tell_miracle(WEEK, replace(about, agreed=True), submission=uuid4(), by=worker)
    assert [one.agreed for one in await queries.miracles(least=Reach.PUBLIC)] == [True]


async def test_a_miracle_is_about_nobody_elses_people():
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach)
    stranger = await a_worker()
    with pytest.raises(NotFound):
        await actions.tell_miracle(
            WEEK, miracle(about_somebody=True, agreed=True, journey=journey), submission=uuid4(), by=stranger
        )


async def test_the_same_form_twice_is_one_miracle_and_taking_it_back_leaves_no_word():
    worker, colleague, coach = await a_worker(), await a_worker(), await a_member(Role.HEALTH_COACH)
    submission = uuid4()
    with clock.at(FRIDAY):
        first = await actions.tell_miracle(WEEK, miracle("A canary sang."), submission=submission, by=worker)
        assert await actions.tell_miracle(WEEK, miracle("A canary sang."), submission=submission, by=worker) == first
    with pytest.raises(NotFound):
        await actions.take_miracle_back(first, by=colleague)
    await actions.take_miracle_back(first, by=coach)
    assert not any("canary" in str(one) for one in await rows("SELECT * FROM little_miracle"))
    assert await queries.miracles() == []
    with pytest.raises(NotFound):
        await actions.take_miracle_back(first, by=worker)


async def test_figures_count_a_group_of_two_workers_once():
    one, two = await a_worker(), await a_worker()
    for worker in (one, two):
        await a_group_with_time(worker)
        with clock.at(FRIDAY):
            await actions.send(WEEK, said(), version=0, by=worker)
    (week,) = await queries.figures()
    assert (week.sent, week.groups, week.contacts, week.minutes) == (2, 1, 6, 900)


@pytest.fixture
def tray(tmp_path):
    """A demonstration's tray: where its e-mail lies."""
    before = told.settings()
    told.use(replace(before, demo=True, data_dir=tmp_path, smtp_host=None))
    yield tmp_path / TRAY
    told.use(before)


async def test_a_late_week_is_asked_for_once_by_email(app, tray):
    late, sent, away, new = [await a_worker(email=f"late{number}@livewell.example") for number in range(4)]
    await execute("UPDATE staff_user SET created_at = $2 WHERE id = $1", new.id, FRIDAY)
    with clock.at(FRIDAY):
        await actions.send(WEEK, said(), version=0, by=sent)
        await actions.be_away(WEEK, "", by=away)
    with clock.at(datetime(2026, 11, 16, 9, tzinfo=UTC)):
        assert await actions.remind() == 0
    with clock.at(datetime(2026, 11, 17, 9, tzinfo=UTC)):
        assert await actions.remind() == 1
        assert await actions.remind() == 0
        await deliveries.deliver_all()
    (letter,) = [message_from_bytes(one.read_bytes()) for one in tray.glob("*.eml")]
    assert letter["To"] == late.email
    assert "/weeks/2026-11-09" in letter.get_payload(decode=True).decode()


async def test_nobody_is_reminded_of_what_came_in_the_meantime(app, tray):
    worker = await a_worker()
    with clock.at(datetime(2026, 11, 17, 9, tzinfo=UTC)):
        assert await actions.remind() == 1
        begun = await queries.update(worker.id, WEEK)
        await actions.send(WEEK, said(), version=begun.version, by=worker)
        await deliveries.deliver_all()
    assert not tray.exists()
