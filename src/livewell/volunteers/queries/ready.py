"""What somebody has shown, what roles need, and whether the one is enough for the other."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from livewell.kit import clock
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.volunteers.rules import Stage, gate
from livewell.volunteers.rules.gate import Check, CheckLevel, Needs, Readiness, Shown, Talk, Trained


async def readiness(volunteer_id: UUID, role_id: UUID, on: date | None = None) -> Readiness:
    """
    Whether a volunteer may help in a role on a London day (today), and what is missing in words.

    Raises `NotFound` for a volunteer or a role that is not there.
    """
    needs = (await needs_of([role_id])).get(role_id)
    if needs is None:
        raise NotFound
    return gate.readiness(await shown_by(volunteer_id), needs, on or clock.today())


async def readiness_in(volunteer_id: UUID, role_ids: Collection[UUID], on: date | None = None) -> dict[UUID, Readiness]:
    """The same for several roles at once, in six queries however many they are."""
    needs = await needs_of(role_ids)
    shown = await shown_by(volunteer_id)
    day = on or clock.today()
    return {role: gate.readiness(shown, needed, day) for role, needed in needs.items()}


async def ready_for_wishes(volunteer_id: UUID, *, rested: bool = False) -> dict[UUID, Readiness]:
    """Whether they are ready today for each role they wish for; `rested`: as if their break were over."""
    found = await rows(
        """
        SELECT r.id, r.check_level, r.trainings, r.references_wanted
        FROM volunteer_wish w JOIN volunteer_role r ON r.id = w.role WHERE w.volunteer = $1 ORDER BY r.title, r.id
        """,
        volunteer_id,
    )
    shown = await shown_by(volunteer_id)
    if rested:
        shown = replace(shown, stage=Stage.READY)
    today = clock.today()
    return {one["id"]: gate.readiness(shown, needs_from(one), today) for one in found}


async def needs_of(role_ids: Collection[UUID]) -> dict[UUID, Needs]:
    """Role -> what it needs."""
    found = await rows(
        "SELECT id, check_level, trainings, references_wanted FROM volunteer_role WHERE id = ANY($1)", list(role_ids)
    )
    return {one["id"]: needs_from(one) for one in found}


def needs_from(found: Mapping[str, Any]) -> Needs:
    """What a role needs, from its row."""
    return Needs(CheckLevel(found["check_level"]), tuple(found["trainings"]), found["references_wanted"])


async def shown_by(volunteer_id: UUID) -> Shown:
    """All that a volunteer has shown so far. Raises `NotFound`."""
    who = await row(
        """
        SELECT stage, forgotten_at IS NOT NULL AS forgotten, (
            SELECT count(*) FROM volunteer_reference f WHERE f.volunteer = v.id AND f.state = 'answered' AND f.suits
        ) AS good
        FROM volunteer v WHERE id = $1
        """,
        volunteer_id,
    )
    if who is None:
        raise NotFound
    talks = await rows(
        """
        SELECT held_on, suits FROM volunteer_talk
        WHERE volunteer = $1 AND suits IS NOT NULL AND held_on IS NOT NULL ORDER BY noted_at, id
        """,
        volunteer_id,
    )
    checks = await rows(
        """
        SELECT level, certificate_on, ends_on, counts FROM volunteer_check
        WHERE volunteer = $1 AND withdrawn_at IS NULL
        """,
        volunteer_id,
    )
    trainings = await rows(
        "SELECT topic, done_on, ends_on FROM volunteer_training WHERE volunteer = $1 AND withdrawn_at IS NULL",
        volunteer_id,
    )
    return Shown(
        stage=Stage(who["stage"]),
        talks=tuple(Talk(one["held_on"], one["suits"], order) for order, one in enumerate(talks)),
        good_references=who["good"],
        checks=tuple(
            Check(CheckLevel(one["level"]), one["certificate_on"], one["ends_on"], one["counts"]) for one in checks
        ),
        trainings=tuple(Trained(one["topic"], one["done_on"], one["ends_on"]) for one in trainings),
        forgotten=who["forgotten"],
    )
