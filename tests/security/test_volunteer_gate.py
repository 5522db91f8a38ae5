"""Nobody helps who is not recruited, checked and trained: the rule, the database's own gate, and that they say the same."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from asyncpg import CheckViolationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livewell.kit import clock
from livewell.kit.db import execute, transaction, value
from livewell.volunteers import actions, queries
from livewell.volunteers.rules import Stage
from livewell.volunteers.rules.gate import CheckLevel
from livewell.volunteers.tables import (
    Volunteer,
    VolunteerCheck,
    VolunteerReference,
    VolunteerRole,
    VolunteerTalk,
    VolunteerTraining,
    VolunteerWish,
)
from tests.factories.staff import a_member

TODAY = date(2026, 3, 29)
"""The day the clocks go forward."""
TOPICS = ("induction", "listening", "boundaries")
LATEST = TODAY + timedelta(days=3)

days = st.dates(TODAY - timedelta(days=4), LATEST)
parts = st.fixed_dictionaries(
    {
        "stage": st.sampled_from(
            [
                one for one in Stage if one not in {Stage.READY, Stage.ACTIVE}
            ]  # Gated themselves: they are moved to below.
        ),
        "forgotten": st.sampled_from([False] * 9 + [True]),
        "talks": st.lists(
            st.tuples(st.one_of(st.none(), days), st.sampled_from([True, True, False, None])), max_size=3
        ),
        "references": st.lists(
            st.tuples(
                st.sampled_from(["answered", "answered", "waiting", "declined", "taken_back"]),
                st.sampled_from([True, True, False, None]),
            ),
            max_size=3,
        ),
        "checks": st.lists(
            st.tuples(
                st.sampled_from(list(CheckLevel)), days, days, st.booleans(), st.sampled_from([False, False, True])
            ),
            max_size=2,
        ),
        "trainings": st.lists(
            st.tuples(st.sampled_from(TOPICS), days, st.one_of(st.none(), days), st.sampled_from([False, False, True])),
            max_size=4,
        ),
        "level": st.sampled_from(list(CheckLevel)),
        "topics": st.lists(st.sampled_from(TOPICS), unique=True, max_size=2),
        "wanted": st.integers(0, 2),
    }
)


async def _a_role(**changes: Any) -> UUID:
    role = VolunteerRole(
        **(
            {
                "id": uuid4(),
                "slug": uuid4().hex,
                "title": "Fictional befriender",
                "family": "befriender",
                "contact_name": "Owen",
                "made_at": clock.now(),
            }
            | changes
        )
    )
    await role.save()
    return UUID(str(role.id))


async def _a_volunteer(**changes: Any) -> UUID:
    made = Volunteer(**({"id": uuid4(), "name": "Ada Fictional", "came_at": clock.now()} | changes))
    await made.save()
    return UUID(str(made.id))


async def _somebody(drawn: dict[str, Any], by: UUID) -> tuple[UUID, UUID]:
    now = clock.now()
    role = await _a_role(
        check_level=drawn["level"].value, trainings=list(drawn["topics"]), references_wanted=drawn["wanted"]
    )
    who = await _a_volunteer(stage=drawn["stage"].value, forgotten_at=now if drawn["forgotten"] else None)
    for number, (held_on, suits) in enumerate(drawn["talks"]):
        noted = now + timedelta(seconds=number)
        await VolunteerTalk(id=uuid4(), volunteer=who, held_on=held_on, suits=suits, noted_at=noted).save()
    for state, suits in drawn["references"]:
        await VolunteerReference(id=uuid4(), volunteer=who, name="Bob", state=state, suits=suits).save()
    for level, certificate_on, ends_on, counts, withdrawn in drawn["checks"]:
        await VolunteerCheck(
            id=uuid4(),
            volunteer=who,
            level=level.value,
            certificate_on=certificate_on,
            ends_on=ends_on,
            last_digits="0123",
            counts=counts,
            seen_on=certificate_on,
            noted_at=now,
            noted_by=by,
            withdrawn_at=now if withdrawn else None,
        ).save()
    for topic, done_on, ends_on, withdrawn in drawn["trainings"]:
        await VolunteerTraining(
            id=uuid4(),
            volunteer=who,
            topic=topic,
            done_on=done_on,
            ends_on=ends_on,
            noted_at=now,
            noted_by=by,
            withdrawn_at=now if withdrawn else None,
        ).save()
    return who, role


def ready(**changes: Any) -> dict[str, Any]:
    """Somebody who shows all that a role needs."""
    return {
        "stage": Stage.TRAINING,
        "forgotten": False,
        "talks": [(TODAY - timedelta(days=2), True)],
        "references": [("answered", True)],
        "checks": [(CheckLevel.ENHANCED, TODAY - timedelta(days=2), LATEST, True, False)],
        "trainings": [("listening", TODAY - timedelta(days=2), LATEST, False)],
        "level": CheckLevel.STANDARD,
        "topics": ["listening"],
        "wanted": 1,
    } | changes


@given(drawn=parts, on=days)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
async def test_the_database_says_what_the_rule_says(drawn, on):
    member = await a_member()
    who, role = await _somebody(drawn, member.id)
    found = await queries.readiness(who, role, on)
    assert await value("SELECT volunteer_ready($1, $2, $3)", who, role, on) is found.ready
    assert found.ready is not bool(found.lacks)


@given(
    drawn=parts.map(
        lambda given: ready() | {key: given[key] for key in ("stage", "references", "checks", "trainings")}
    ),
    on=days,
)
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
async def test_and_near_the_edge_too(drawn, on):
    member = await a_member()
    who, role = await _somebody(drawn, member.id)
    found = await queries.readiness(who, role, on)
    assert await value("SELECT volunteer_ready($1, $2, $3)", who, role, on) is found.ready


LACKING = {
    "no conversation": ({"talks": []}, "conversation"),
    "a conversation that did not suit": ({"talks": [(TODAY, False)]}, "suits"),
    "no reference": ({"references": [("answered", None)]}, "One more reference"),
    "no check": ({"checks": []}, "DBS check"),
    "too low a check": ({"checks": [(CheckLevel.BASIC, TODAY, LATEST, True, False)]}, "DBS check"),
    "a check that ended yesterday": (
        {"checks": [(CheckLevel.ENHANCED, TODAY - timedelta(days=3), TODAY - timedelta(days=1), True, False)]},
        "DBS check",
    ),
    "a check that is thought about": ({"checks": [(CheckLevel.ENHANCED, TODAY, LATEST, False, False)]}, "DBS check"),
    "a check taken back": ({"checks": [(CheckLevel.ENHANCED, TODAY, LATEST, True, True)]}, "DBS check"),
    "no training": ({"trainings": []}, "Listening"),
    "a training that ended yesterday": (
        {"trainings": [("listening", TODAY - timedelta(days=3), TODAY - timedelta(days=1), False)]},
        "Listening",
    ),
    "a break": ({"stage": Stage.PAUSED}, "break"),
    "gone": ({"stage": Stage.LEFT}, "left"),
    "declined": ({"stage": Stage.DECLINED}, "left"),
    "forgotten": ({"forgotten": True}, "left"),
}


@pytest.mark.parametrize("case", LACKING)
async def test_no_row_places_who_is_not_ready(case):
    changes, words = LACKING[case]
    member = await a_member()
    with clock.at(datetime(2026, 3, 29, 12, tzinfo=UTC)):
        who, role = await _somebody(ready(**changes), member.id)
        with pytest.raises(Exception, match=words):
            async with transaction():
                await actions.check_ready(who, role)
        await actions.say_today()
        for statement in _WRITES:
            with pytest.raises(CheckViolationError):
                async with transaction():
                    await execute(statement, uuid4(), who, role, member.id)
        placement, shift = await _not_yet(who, role, member.id)
        with pytest.raises(CheckViolationError):
            async with transaction():
                await execute("UPDATE placement SET state = 'active' WHERE id = $1", placement)
        with pytest.raises(CheckViolationError):
            async with transaction():
                await execute("UPDATE shift SET volunteer = $2, state = 'taken' WHERE id = $1", shift, who)
        await VolunteerWish(id=uuid4(), volunteer=who, role=role, wished_at=clock.now()).save()
        if not {"stage", "forgotten"} & changes.keys():
            for stage in ("ready", "active"):
                with pytest.raises(CheckViolationError):
                    async with transaction():
                        await execute("UPDATE volunteer SET stage = $2 WHERE id = $1", who, stage)


_WRITES = (
    """
    INSERT INTO placement (id, volunteer, role, state, begins_on, made_at, made_by)
    VALUES ($1, $2, $3, 'active', '2020-01-01', now(), $4)
    """,
    """
    INSERT INTO shift (id, volunteer, role, starts_at, ends_at, state, made_at)
    VALUES ($1, $2, $3, '2026-03-29 10:00+00', '2026-03-29 11:00+00', 'taken', (SELECT created_at FROM staff_user WHERE id = $4))
    """,
)


async def _not_yet(who: UUID, role: UUID, by: UUID) -> tuple[UUID, UUID]:
    placement, shift = uuid4(), uuid4()
    await execute(
        """
        INSERT INTO placement (id, volunteer, role, state, made_at, made_by) VALUES ($1, $2, $3, 'proposed', now(), $4)
        """,
        placement,
        who,
        role,
        by,
    )
    await execute(
        """
        INSERT INTO shift (id, role, starts_at, ends_at, state, made_at)
        VALUES ($1, $2, '2026-03-29 10:00+00', '2026-03-29 11:00+00', 'open', now())
        """,
        shift,
        role,
    )
    return placement, shift


async def test_whoever_is_ready_is_placed_and_a_new_volunteer_is_never_ready():
    member = await a_member()
    with clock.at(datetime(2026, 3, 29, 12, tzinfo=UTC)):
        who, role = await _somebody(ready(), member.id)
        async with transaction():
            await actions.check_ready(who, role)
        for statement in _WRITES:
            await execute(statement, uuid4(), who, role, member.id)
        with pytest.raises(CheckViolationError):
            async with transaction():
                await _a_volunteer(stage="ready")


@pytest.mark.parametrize(
    ("last_day", "before_midnight", "after_midnight"),
    [
        # The night the clocks go forward begins in GMT, the one after the clocks went back begins in BST.
        (date(2026, 3, 28), datetime(2026, 3, 28, 23, 59, tzinfo=UTC), datetime(2026, 3, 29, 0, 0, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 22, 59, tzinfo=UTC), datetime(2026, 3, 29, 23, 0, tzinfo=UTC)),
        (date(2026, 10, 24), datetime(2026, 10, 24, 22, 59, tzinfo=UTC), datetime(2026, 10, 24, 23, 0, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, 59, tzinfo=UTC), datetime(2026, 10, 26, 0, 0, tzinfo=UTC)),
    ],
)
async def test_a_check_counts_until_midnight_in_london(last_day, before_midnight, after_midnight):
    member = await a_member()
    checks = [(CheckLevel.ENHANCED, last_day - timedelta(days=100), last_day, True, False)]
    trainings = [("listening", last_day - timedelta(days=100), None, False)]
    talks = [(last_day - timedelta(days=100), True)]
    who, role = await _somebody(ready(checks=checks, trainings=trainings, talks=talks), member.id)
    for instant, expected in ((before_midnight, True), (after_midnight, False)):
        with clock.at(instant):
            assert (await queries.readiness(who, role)).ready is expected
            await actions.say_today()
            day = await value("SELECT london_today()")
            assert await value("SELECT volunteer_ready($1, $2, $3)", who, role, day) is expected
            at = "SELECT volunteer_ready($1, $2, ($3::timestamptz AT TIME ZONE 'Europe/London')::date)"
            assert await value(at, who, role, instant) is expected
