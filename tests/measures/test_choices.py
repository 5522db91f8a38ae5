"""Which instruments a site uses: its own choice, and for one with a safety rule a pathway and somebody on duty."""

from uuid import uuid4

import pytest

from livewell.kit.db import execute, row, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.measures import actions, queries
from livewell.staff.rules import Role
from tests.factories.staff import a_member


async def test_what_is_on_before_anybody_chooses():
    on = {name for name, used in (await queries.all_usable()).items() if used.on}
    assert on == {
        "ons4",
        "loneliness",
        "groups",
        "service_use",
        "roles",
        "citizenship",
        "pam",
        "phq8",
        "gad7",
    }


async def test_a_site_switches_off_and_on():
    manager = await a_member(Role.MANAGER)
    await actions.choose("gad7", on=False, version=0, by=manager)
    used = await queries.usable("gad7")
    assert (used.on, used.can_ask, used.chosen_version) == (False, False, 1)
    assert used.why_not == "Worry (GAD-7) is switched off here."
    await actions.choose("gad7", on=True, version=1, by=manager)
    assert (await queries.usable("gad7")).can_ask
    assert await value("SELECT count(*) FROM event WHERE what = 'instrument.chosen'") == 2


@pytest.mark.parametrize(
    ("pathway", "duty"), [("", None), ("Ring the crisis team.", None), ("", "manager"), (" ", "manager")]
)
async def test_phq_9_stays_off_until_its_pathway_and_duty_contact_are_there(pathway, duty):
    manager = await a_member(Role.MANAGER)
    with pytest.raises(RuleBroken, match="once its pathway is written and somebody is on duty"):
        await actions.choose(
            "phq9", on=True, pathway=pathway, duty_contact=manager.id if duty else None, version=0, by=manager
        )
    assert not (await queries.usable("phq9")).on
    assert await queries.duty("phq9") is None


@pytest.mark.parametrize("role", [Role.LINK_WORKER, Role.EVALUATOR, Role.PRACTICE_REFERRER])
async def test_on_duty_is_somebody_who_handles_safety_matters(role):
    manager = await a_member(Role.MANAGER)
    other = await a_member(role)
    with pytest.raises(RuleBroken, match="handles safety"):
        await actions.choose("phq9", on=True, pathway="Ring.", duty_contact=other.id, version=0, by=manager)
    assert str(other.id) not in dict(await queries.for_duty())
    assert str(manager.id) in dict(await queries.for_duty())


async def test_when_whoever_is_on_duty_leaves_the_measure_goes_off_by_itself():
    manager = await a_member(Role.MANAGER)
    coach = await a_member(Role.HEALTH_COACH)
    await actions.choose("phq9", on=True, pathway="Ring.", duty_contact=coach.id, version=0, by=manager)
    used = await queries.usable("phq9")
    assert used.can_ask
    assert (used.duty.contact, used.duty.name, used.duty.pathway) == (coach.id, coach.name, "Ring.")
    await execute("UPDATE staff_user SET active = false WHERE id = $1", coach.id)
    used = await queries.usable("phq9")
    assert (used.on, used.can_ask, used.duty) == (False, False, None)
    assert "somebody on duty" in used.why_not
    assert used.chosen_on


async def test_two_at_once_see_both_texts():
    manager = await a_member(Role.MANAGER)
    await actions.choose("phq9", on=False, pathway="Theirs", version=0, by=manager)
    with pytest.raises(Stale) as stale:
        await actions.choose("phq9", on=False, pathway="Yours", version=0, by=manager)
    assert stale.value.theirs["The pathway"] == "Theirs"
    assert stale.value.yours["The pathway"] == "Yours"
    assert (await row("SELECT pathway FROM instrument_choice"))["pathway"] == "Theirs"


async def test_what_is_not_there_is_not_found(mute):
    manager = await a_member(Role.MANAGER)
    with pytest.raises(NotFound):
        await actions.choose("eq5d", on=True, version=0, by=manager)
    with pytest.raises(NotFound):
        await queries.usable("eq5d")
    with pytest.raises(RuleBroken):
        await actions.choose("phq9", on=True, pathway="Ring.", duty_contact=uuid4(), version=0, by=manager)
    mute()
    with pytest.raises(RuntimeError, match="no news today"):
        await actions.choose("gad7", on=False, version=0, by=manager)
    assert await value("SELECT count(*) FROM instrument_choice") == 0
