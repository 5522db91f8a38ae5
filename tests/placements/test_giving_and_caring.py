"""Hours, claims, talks, concerns, thanks, and what is sent about them."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
import pytest_asyncio
from PIL import Image

from livewell.kit import clock, deliveries
from livewell.kit.actor import SYSTEM
from livewell.kit.db import execute, row, value
from livewell.kit.engine import count_queries
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.kit.pictures import PictureRefused
from livewell.placements import actions, queries
from livewell.placements.forms.caring import Spoken
from livewell.placements.rules.money import ExpenseState
from livewell.places.actions import change_settings
from livewell.safety.rules import SafetyKind
from livewell.staff.rules import Role
from livewell.volunteers.rules import Stage as Way
from livewell.worker import prepare
from tests.factories.placements import a_pair, a_shift, a_visit, as_guest, begun, the_placement
from tests.factories.staff import a_member
from tests.factories.volunteers import a_coordinator, a_volunteer, moved
from tests.owners.conftest import Postbox, postbox

__all__ = ["Postbox", "postbox"]


@pytest_asyncio.fixture
async def pair():
    return await a_pair()


def spoken(**changes) -> Spoken:
    usual = {"held_on": clock.today(), "going_well": "Owncanary", "difficult": "", "wellbeing": "", "agreed": "A rest."}
    return Spoken(**(usual | changes))


async def a_claim(pair, by=None, **changes):
    usual = {"spent_on": clock.today(), "pence": 420, "miles": None, "what": "Bus", "receipt": None}
    return await actions.claim(
        pair.volunteer, **(usual | changes), submission=uuid4(), by=by or as_guest(pair.volunteer)
    )


async def test_hours_are_added_once_struck_and_no_more_than_a_day_has(pair):
    me, form = as_guest(pair.volunteer), uuid4()
    about = {"given_on": clock.today(), "minutes": 90, "what": "Leaflets", "by": me}
    one = await actions.add_hours(pair.volunteer, **about, submission=form)
    assert await actions.add_hours(pair.volunteer, **about, submission=form) == one
    with pytest.raises(RuleBroken, match="twenty-four"):
        await actions.add_hours(pair.volunteer, **(about | {"minutes": 1400}), submission=uuid4())
    with pytest.raises(NotFound):
        await actions.strike_hours(one, by=as_guest(await a_volunteer()))
    await actions.strike_hours(one, by=me)
    assert (await queries.hours(volunteer=pair.volunteer)).minutes == 0


async def test_a_claim_is_decided_by_somebody_else_and_paid_once(pair):
    paper = await a_claim(pair, by=pair.coordinator)
    with pytest.raises(RuleBroken, match="Somebody else"):
        await actions.decide(paper, to=ExpenseState.APPROVED, sentence="", version=1, by=pair.coordinator)
    other = await a_coordinator()
    with pytest.raises(RuleBroken, match="Say why"):
        await actions.decide(paper, to=ExpenseState.DECLINED, sentence="", version=1, by=other)
    await actions.decide(paper, to=ExpenseState.APPROVED, sentence="", version=1, by=other)
    with pytest.raises(Stale):
        await actions.decide(paper, to=ExpenseState.DECLINED, sentence="No.", version=1, by=other)
    await actions.pay(paper, paid_on=clock.today(), version=2, by=other)
    await actions.pay(paper, paid_on=clock.today(), version=2, by=other)
    assert (await queries.spent())[ExpenseState.PAID] == 420


async def test_a_volunteer_who_works_here_decides_on_nothing_of_their_own(pair):
    email = await value("SELECT email FROM volunteer WHERE id = $1", pair.volunteer)
    me = await a_coordinator(email=email)
    claim = await a_claim(pair)
    with pytest.raises(RuleBroken, match="Somebody else"):
        await actions.decide(claim, to=ExpenseState.APPROVED, sentence="", version=1, by=me)


async def test_miles_are_worked_out_here_whatever_was_sent(pair):
    claim = await a_claim(pair, miles=11, pence=99_999)
    assert (await queries.expense(claim)).said == "£4.95"


@pytest.mark.parametrize("changes", [{"pence": 0}, {"pence": 100_001}, {"days": 181}, {"days": -1}])
async def test_a_claim_has_its_limits(pair, changes):
    days = changes.pop("days", 0)
    with pytest.raises(RuleBroken):
        await a_claim(pair, spent_on=clock.today() - timedelta(days=days), **changes)


async def test_a_receipt_is_drawn_again_or_a_pdf_that_does_nothing():
    drawn = BytesIO()
    Image.new("RGB", (40, 40), "white").save(drawn, "JPEG")
    assert (await actions.clean_receipt(drawn.getvalue()))[1] == "image/webp"
    for bad in (b"MZ not a receipt", b"%PDF-1.7\n/OpenAction /JavaScript (app.alert(1))"):
        with pytest.raises(PictureRefused):
            await actions.clean_receipt(bad)


async def test_a_talk_plans_the_next_and_the_rest_is_the_supervisors_own(pair):
    await begun(pair)
    (due,) = await queries.supervision_due(within=40)
    assert due.volunteer == pair.volunteer
    await actions.note_supervision(pair.volunteer, spoken(), version=1, submission=uuid4(), by=pair.coordinator)
    held = [one for one in await queries.talks(pair.volunteer, seen_by=pair.coordinator) if one.is_held]
    assert held[0].going_well == "Owncanary"
    others = await queries.talks(pair.volunteer, seen_by=await a_coordinator())
    own = await queries.own_talks(pair.volunteer)
    assert "Owncanary" not in str((others, own))
    assert "A rest." in str(own)
    assert sum(not one.is_held for one in own) == 1
    with pytest.raises(Stale):
        await actions.note_supervision(pair.volunteer, spoken(), version=9, submission=uuid4(), by=pair.coordinator)


async def test_a_worry_about_a_person_is_a_safety_matter_at_once(pair, mute):
    placement = await begun(pair)
    about = {"kind": SafetyKind.SELF_NEGLECT, "urgent": True, "words": "Wordcanary: no food in the house."}
    await actions.worry_about_person(placement, **about, submission=uuid4(), by=as_guest(pair.volunteer))
    matter = await row("SELECT journey, area, urgent, what FROM safety_matter")
    assert matter is not None
    assert (matter["journey"], matter["area"], matter["urgent"]) == (pair.journey, pair.coach.area, True)
    assert "Wordcanary" in matter["what"]
    assert await queries.concerns() == ()
    assert await value("SELECT words FROM volunteer_concern") == ""
    with pytest.raises(NotFound):
        await actions.worry_about_person(placement, **about, submission=uuid4(), by=as_guest(await a_volunteer()))
    mute()
    with pytest.raises(RuntimeError):
        await actions.worry_about_person(placement, **about, submission=uuid4(), by=as_guest(pair.volunteer))
    assert await value("SELECT count(*) FROM safety_matter") == 1


async def test_a_concern_about_a_volunteer_may_stop_everything_at_once(pair):
    placement = await begun(pair)
    concern = await actions.raise_concern(
        pair.volunteer, words="Asked for money.", urgent=True, stop_now=True, submission=uuid4(), by=pair.coach
    )
    assert (await the_placement(placement)).stopped_why == "concern"
    manager = await a_member(Role.MANAGER)
    with pytest.raises(RuleBroken, match="takes a concern on"):
        await actions.close(concern, outcome="Spoken with.", submission=uuid4(), by=manager)
    await actions.take_on(concern, by=manager)
    await actions.close(concern, outcome="Spoken with.", submission=uuid4(), by=manager)
    assert (await queries.concern(concern)).is_closed


async def test_a_volunteer_cannot_stop_anything_by_a_form(pair):
    placement = await begun(pair)
    await actions.raise_concern(
        pair.volunteer, words="Too much.", urgent=False, stop_now=True, submission=uuid4(), by=as_guest(pair.volunteer)
    )
    assert (await the_placement(placement)).state == "active"


async def test_years_are_thanked_for_once_and_when_they_are_reached(pair):
    about = {"kind": "service", "words": "Thank you.", "by": pair.coordinator}
    with pytest.raises(RuleBroken, match="not helped for so long"):
        await actions.thank(pair.volunteer, years=1, **about, submission=uuid4())
    with clock.at(clock.now() + timedelta(days=800)):
        assert [(one.years, one.thanked) for one in await queries.long_service()] == [(2, False)]
        await actions.thank(pair.volunteer, years=2, **about, submission=uuid4())
        with pytest.raises(RuleBroken, match="already"):
            await actions.thank(pair.volunteer, years=2, **about, submission=uuid4())
        assert [one.thanked for one in await queries.long_service()] == [True]


async def test_whoever_is_not_back_reaches_every_coordinator_then_managers_by_first_name_and_code(pair, postbox):
    await a_member(Role.MANAGER)
    visit = await a_visit(pair, await begun(pair))
    await deliveries.deliver_all()
    postbox.taken.clear()
    seen = await queries.shift(visit)
    with clock.at(seen.ends_at + timedelta(minutes=15)):
        await actions.look_out()
        await deliveries.deliver_all()
    (mail,) = postbox.taken
    assert mail["To"] == pair.coordinator.email
    assert seen.code in mail["Subject"]
    assert "Ada" in mail["Subject"]
    assert "Fictional" not in mail.as_string()
    assert "Wanda" not in mail.as_string()
    with clock.at(seen.ends_at + timedelta(minutes=30)):
        await actions.look_out()
        await deliveries.deliver_all()
    assert len(postbox.taken) == 3


async def test_the_day_somebody_is_not_ready_all_three_are_told(pair, postbox):
    await begun(pair)
    await deliveries.deliver_all()
    postbox.taken.clear()
    await moved(pair.volunteer, pair.coordinator, Way.PAUSED)
    await deliveries.deliver_all()
    told = {mail["To"] for mail in postbox.taken}
    email = await value("SELECT email FROM volunteer WHERE id = $1", pair.volunteer)
    assert {pair.coordinator.email, pair.coach.email, email} <= told
    assert not [mail for mail in postbox.taken if "Wanda" in mail.as_string()]


async def test_a_shift_called_off_is_told_to_who_had_it(pair, postbox):
    shift = await a_shift(pair.role, pair.coordinator)
    await actions.take(shift, volunteer=pair.volunteer, by=as_guest(pair.volunteer))
    await actions.cancel(shift, by=pair.coordinator)
    await deliveries.deliver_all()
    assert [mail for mail in postbox.taken if mail["Subject"].startswith("Called off")]


async def test_figures_and_files_hold_what_was_given(pair):
    await begun(pair)
    await actions.add_hours(
        pair.volunteer, given_on=clock.today(), minutes=90, what="=1+1", submission=uuid4(), by=pair.coordinator
    )
    hours, active, lasting = await queries.figures()
    assert hours.chart.rows[-1][1].startswith("1.5")
    assert active.chart.rows[-1][1].startswith("1")
    assert len(lasting.chart.rows) == 4
    lines = [line async for line in queries.every_hour(clock.today(), clock.today())]
    assert [line[2:] for line in lines] == [(90, "=1+1")]


async def test_the_rate_is_a_choice_of_the_service_and_a_claim_keeps_the_one_of_its_day(pair):
    before = await a_claim(pair, miles=10)
    await change_settings({"mileage_pence": 30}, by=SYSTEM)
    after = await a_claim(pair, miles=10)
    assert [(await queries.expense(one)).said for one in (before, after)] == ["£4.50", "£3.00"]


# ── what waits on the desk ──


async def test_the_desk_says_what_waits_to_whom_it_concerns_and_nothing_else(pair, client_for):
    prepare()
    quiet = await client_for(pair.coordinator)
    assert "Waiting for you" not in (await quiet.get("/volunteers")).text
    await a_claim(pair)
    placement = await begun(pair)
    starts = clock.now() - timedelta(hours=3)
    visit = await a_visit(pair, placement)
    await execute(
        "UPDATE shift SET starts_at = $2, ends_at = $3, alerted_at = $3 WHERE id = $1",
        visit,
        starts,
        starts + timedelta(hours=1),
    )
    concern = await actions.raise_concern(
        pair.volunteer, words="Asked for Canarymoney.", urgent=False, submission=uuid4(), by=pair.coach
    )
    text = (await quiet.get("/volunteers")).text
    for words, link in (
        ("1 volunteer has given no word after a visit", "/volunteers/rota"),
        ("1 concern waits for somebody to take it on", "/volunteers/concerns"),
        ("1 expense waits for a decision", "/volunteers/expenses"),
    ):
        assert f'href="{link}">{words}</a>' in text
    assert "Canarymoney" not in text
    manager = (await (await client_for(await a_member(Role.MANAGER))).get("/volunteers")).text
    assert "1 concern waits" in manager
    assert "expense waits" not in manager, "Managers decide on no expense."
    worker = (await (await client_for(pair.coach)).get("/volunteers")).text
    assert "Waiting for you" not in worker
    await actions.take_on(concern, by=pair.coordinator)
    assert "1 concern is being looked into" in (await quiet.get("/volunteers")).text


async def test_what_waits_is_one_statement_and_none_for_whoever_settles_nothing(pair):
    with count_queries() as counted:
        assert await queries.waiting(pair.coordinator) == ()
        assert await queries.waiting(pair.coach) == ()
    assert counted.count == 1
