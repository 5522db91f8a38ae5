"""Asked for, suggested, agreed, begun, stopped, ended: what each does, refuses and leaves behind."""

from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.kit.db import row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.placements import actions, queries
from livewell.placements.actions.placing import NOT_FROM_THE_LIST
from livewell.placements.rules.placing import Stopped
from livewell.placements.tables import Placement
from livewell.staff.rules import Role
from livewell.volunteers.rules import Stage as Way
from tests.factories.assets import an_asset
from tests.factories.journeys import an_open_journey
from tests.factories.placements import (
    a_pair,
    a_shift,
    a_visit,
    an_ask,
    as_guest,
    begun,
    proposed,
    the_placement,
    the_request,
    the_shift,
)
from tests.factories.staff import a_member
from tests.factories.volunteers import a_volunteer, moved


async def test_only_what_was_agreed_is_kept_and_a_protected_address_keeps_no_ward():
    coach = await a_member(Role.HEALTH_COACH)
    open_one = await an_open_journey(coach, stage=Stage.COACHING)
    protected = await an_open_journey(coach, stage=Stage.COACHING, protected_address=True)
    assert (await the_request(await an_ask(open_one, coach, ward="E05009708"))).ward == "E05009708"
    assert (await the_request(await an_ask(protected, coach, ward="E05009708"))).ward == ""


async def test_an_address_that_becomes_protected_later_hides_the_ward_at_once():
    pair = await a_pair(said={"ward": "E05009708"})
    await value(
        "UPDATE person SET protected_address = true WHERE id = (SELECT person FROM journey WHERE id = $1)", pair.journey
    )
    seen = await queries.asked(pair.asked)
    assert (seen.ward, seen.ward_name) == ("", "")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"agreed": False}, "when the person agrees"),
        ({"words": "Ring 01632 960001"}, "numbers"),
        ({"first_name": "Wanda Hidden"}, "family name"),
    ],
)
async def test_asking_refuses_what_must_not_be_said(said, words):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach, stage=Stage.COACHING, family_name="Hidden")
    with pytest.raises(RuleBroken, match=words):
        await an_ask(journey, coach, **said)


async def test_asking_twice_and_asking_for_whom_nobody_may_contact_is_refused():
    pair = await a_pair()
    with pytest.raises(RuleBroken, match="already"):
        await an_ask(pair.journey, pair.coach)
    quiet = await an_open_journey(pair.coach, stage=Stage.COACHING)
    await value("UPDATE person SET never_contact = true WHERE id = (SELECT person FROM journey WHERE id = $1)", quiet)
    with pytest.raises(RuleBroken, match="nobody contacts"):
        await an_ask(quiet, pair.coach)
    with pytest.raises(NotFound):
        await an_ask(await an_open_journey(pair.coach, stage=Stage.COACHING), await a_member(Role.HEALTH_COACH))


async def test_it_begins_when_both_have_said_yes_and_not_before():
    pair = await a_pair()
    placement = await proposed(pair)
    with pytest.raises(RuleBroken, match="volunteer has not said yes"):
        await actions.start(placement, by=pair.coordinator)
    await actions.agree(placement, side="volunteer", by=as_guest(pair.volunteer))
    with pytest.raises(RuleBroken, match="person has not said yes"):
        await actions.start(placement, by=pair.coordinator)
    await actions.agree(placement, side="person", by=pair.coach)
    await actions.start(placement, by=pair.coordinator)
    await actions.start(placement, by=pair.coordinator)
    made = await the_placement(placement)
    assert (made.state, made.begins_on) == ("active", clock.today())
    assert made.review_on == clock.today() + timedelta(weeks=6)
    assert (await the_request(pair.asked)).state == "matched"
    assert await value("SELECT stage FROM volunteer WHERE id = $1", pair.volunteer) == Way.ACTIVE
    assert await value("SELECT count(*) FROM volunteer_supervision WHERE volunteer = $1", pair.volunteer) == 1


async def test_nobody_answers_for_somebody_else():
    pair = await a_pair()
    placement = await proposed(pair)
    stranger = await a_volunteer()
    for by in (as_guest(stranger), await a_member(Role.HEALTH_COACH)):
        with pytest.raises(NotFound):
            await actions.agree(placement, side="volunteer", by=by)
    with pytest.raises(NotFound):
        await actions.agree(placement, side="person", by=await a_member(Role.HEALTH_COACH))
    with pytest.raises(NotFound):
        await actions.agree(placement, side="person", by=as_guest(pair.volunteer))


@pytest.mark.parametrize("side", ["volunteer", "person"])
async def test_either_may_say_no_and_nobody_is_told_which(side):
    pair = await a_pair()
    placement = await proposed(pair)
    await actions.decline(placement, side=side, by=as_guest(pair.volunteer) if side == "volunteer" else pair.coach)
    made = await the_placement(placement)
    assert made.state == "declined"
    assert (await the_request(pair.asked)).state == "open"
    told = await row("SELECT details FROM event WHERE subject = $1 AND what = 'placement.declined'", placement)
    assert told is not None
    assert side not in str(told["details"]).replace('volunteer":', "")
    with pytest.raises(RuleBroken, match=NOT_FROM_THE_LIST[:20]):
        await proposed(pair)


async def test_nobody_is_asked_beyond_their_limit():
    pair = await a_pair(volunteer={"most_people": 1})
    await proposed(pair)
    another = await an_ask(await an_open_journey(pair.coach, stage=Stage.COACHING), pair.coach)
    assert await queries.suggested(another) == ()
    with pytest.raises(RuleBroken, match=NOT_FROM_THE_LIST[:20]):
        await actions.propose(another, volunteer=pair.volunteer, submission=uuid4(), by=pair.coordinator)


async def test_somebody_is_never_their_own_befriender():
    pair = await a_pair()
    person = await value("SELECT person FROM journey WHERE id = $1", pair.journey)
    await value("UPDATE volunteer SET person = $2 WHERE id = $1", pair.volunteer, person)
    assert await queries.suggested(pair.asked) == ()


async def test_the_database_itself_starts_nobody_who_is_not_ready():
    pair = await a_pair()
    nobody = await a_volunteer(pair.role)
    with pytest.raises(asyncpg.CheckViolationError):
        async with transaction():
            await Placement(
                id=uuid4(),
                volunteer=nobody,
                role=pair.role,
                asked=pair.asked,
                state="active",
                made_at=clock.now(),
                made_by=pair.coordinator.id,
            ).save()


async def test_a_stop_calls_visits_off_and_only_a_person_takes_it_up():
    pair = await a_pair()
    placement = await begun(pair)
    visit = await a_visit(pair, placement)
    await actions.stop(placement, why=Stopped.ASKED, by=pair.coordinator)
    assert (await the_shift(visit)).state == "cancelled"
    with pytest.raises(RuleBroken, match="while it goes on"):
        await a_visit(pair, placement)
    await actions.take_up(placement, by=pair.coordinator)
    assert (await the_placement(placement)).state == "active"


async def test_it_ends_with_thanks_and_the_request_with_it():
    pair = await a_pair()
    placement = await begun(pair)
    await actions.end(
        placement, why="Moved away.", thanks="For every cup of tea.", submission=uuid4(), by=pair.coordinator
    )
    assert (await the_request(pair.asked)).state == "ended"
    assert [one.words for one in await queries.thanks_to(pair.volunteer)] == ["For every cup of tea."]
    assert await value("SELECT stage FROM volunteer WHERE id = $1", pair.volunteer) == Way.READY
    with pytest.raises(RuleBroken):
        await actions.take_up(placement, by=pair.coordinator)


async def test_a_request_taken_back_lets_nobody_wait():
    pair = await a_pair()
    placement = await proposed(pair)
    await actions.take_back(pair.asked, journey=pair.journey, by=pair.coach)
    assert (await the_placement(placement)).state == "declined"
    assert (await the_request(pair.asked)).state == "taken_back"


async def test_news_that_cannot_be_told_leaves_nothing_behind(mute):
    pair = await a_pair()
    mute()
    with pytest.raises(RuntimeError, match="no news"):
        await proposed(pair)
    assert await queries.placements_of(asked=pair.asked) == ()


async def test_the_day_a_check_ends_everything_stops_and_nothing_starts_by_itself():
    today = clock.today()
    pair = await a_pair(volunteer={"certificate_on": today.replace(year=today.year - 3) + timedelta(days=3)})
    placement = await begun(pair)
    asset = await an_asset(name="Fictional café")
    before = await a_shift(pair.role, pair.coordinator, asset=asset)
    after = await a_shift(pair.role, pair.coordinator, asset=asset, starts_at=clock.now() + timedelta(days=6))
    for shift in (before, after):
        if shift == before:
            await actions.take(shift, volunteer=pair.volunteer, by=as_guest(pair.volunteer))
    with pytest.raises(RuleBroken, match="not ready"):
        await actions.take(after, volunteer=pair.volunteer, by=as_guest(pair.volunteer))
    with clock.at(clock.now() + timedelta(days=4)):
        assert await actions.stop_the_unready() == 1
        assert await actions.stop_the_unready() == 0
        made = await the_placement(placement)
        assert (made.state, made.stopped_why) == ("stopped", "check")
        with pytest.raises(RuleBroken, match="not ready"):
            await actions.take_up(placement, by=pair.coordinator)


async def test_who_takes_a_break_has_their_shifts_opened_to_others():
    pair = await a_pair()
    placement = await begun(pair)
    shift = await a_shift(pair.role, pair.coordinator)
    await actions.take(shift, volunteer=pair.volunteer, by=as_guest(pair.volunteer))
    await moved(pair.volunteer, pair.coordinator, Way.PAUSED)
    await actions.stop_the_unready()
    assert (await the_placement(placement)).stopped_why == "paused"
    kept = await the_shift(shift)
    assert (kept.state, kept.volunteer) == ("open", None)


async def test_a_volunteer_for_a_group_is_asked_once_and_leads():
    pair = await a_pair()
    asset = await an_asset(name="Fictional Strollers")
    about = {"volunteer": pair.volunteer, "role": pair.role, "leads": True, "by": pair.coordinator}
    placement = await actions.propose_at(asset, **about, submission=uuid4())
    with pytest.raises(RuleBroken, match="already"):
        await actions.propose_at(asset, **about, submission=uuid4())
    await actions.agree(placement, side="volunteer", by=as_guest(pair.volunteer))
    await actions.start(placement, by=pair.coordinator)
    (seen,) = await queries.placements_of(asset=asset)
    assert (seen.leads, seen.is_active, seen.where) == (True, True, "Fictional Strollers")
    helps = await queries.where_they_help([pair.volunteer])
    assert [one.words for one in helps[pair.volunteer]] == ["Helps at Fictional Strollers"]
