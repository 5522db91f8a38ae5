"""Roles for volunteers: written, changed, and closed when nobody is looked for any more."""

import re
from typing import Any
from uuid import UUID, uuid4

from livewell.kit import clock, geo, news, once
from livewell.kit.db import execute, row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.staff.rules import Member
from livewell.volunteers.actions.held import CHANGED, check_runs
from livewell.volunteers.actions.stages import look_again_at_role
from livewell.volunteers.forms.desk import Role
from livewell.volunteers.rules.gate import CheckLevel, covers

_LONGEST_SLUG = 80


async def add_role(role: Role, *, asset: UUID | None = None, submission: UUID, by: Member) -> UUID:
    """Write a role; gives its id. `asset`: the listing it helps, if any."""
    check_runs(by)
    async with transaction():
        before = await once.already_done(submission, "volunteer_role.added")
        if before is not None:
            return UUID(before)
        await value("SELECT pg_advisory_xact_lock(hashtext('volunteer role'))")
        made = uuid4()
        await execute(
            f"""
            INSERT INTO volunteer_role (id, slug, asset, made_at, made_by, version, {", ".join(_COLUMNS)})
            VALUES ($1, $2, $3, $4, $5, 1, {", ".join(f"${number}" for number in range(6, 6 + len(_COLUMNS)))})
            """,  # noqa: S608  The columns are ours, their values are parameters.
            made,
            await _free_slug(role.title),
            asset,
            clock.now(),
            by.staff_id,
            *(await _values(role)),
        )
        await news.tell("volunteer_role.added", subject=made, by=by)
        await once.remember(submission, "volunteer_role.added", str(made))
    return made


async def change_role(role_id: UUID, role: Role, *, version: int | None, by: Member) -> None:
    """
    Change a role. When it needs more than it did, whoever is not ready for it any more stops.

    Raises `NotFound`, and `RuleBroken` when somebody else was quicker.
    """
    check_runs(by)
    async with transaction():
        before = await row("SELECT * FROM volunteer_role WHERE id = $1 FOR UPDATE", role_id)
        if before is None:
            raise NotFound
        if version is not None and version != before["version"]:
            raise RuleBroken(CHANGED)
        sets = ", ".join(f"{column} = ${number}" for number, column in enumerate(_COLUMNS, 2))
        await execute(
            f"UPDATE volunteer_role SET {sets}, version = version + 1 WHERE id = $1",  # noqa: S608  Columns are ours.
            role_id,
            *(await _values(role)),
        )
        await news.tell("volunteer_role.changed", subject=role_id, by=by)
        if (
            not covers(CheckLevel(before["check_level"]), role.check_level)
            or set(role.trainings) - set(before["trainings"])
            or role.references_wanted > before["references_wanted"]
        ):
            await look_again_at_role(role_id, by=by)


_COLUMNS = (
    "title",
    "family",
    "about",
    "not_part_of_it",
    "organisation_name",
    "postcode",
    "easting",
    "northing",
    "times",
    "times_words",
    "check_level",
    "trainings",
    "references_wanted",
    "most_people",
    "contact_name",
    "contact_phone",
    "contact_email",
    "places",
    "open",
)


async def _values(role: Role) -> tuple[Any, ...]:
    place = await geo.find_postcode(role.postcode) if role.postcode else None
    return (
        role.title,
        role.family,
        role.about,
        role.not_part_of_it,
        role.organisation_name,
        role.postcode,
        place.point.easting if place else None,
        place.point.northing if place else None,
        list(role.times),
        role.times_words,
        role.check_level.value,
        list(role.trainings),
        role.references_wanted,
        role.most_people,
        role.contact_name,
        role.contact_phone,
        role.contact_email,
        role.places,
        role.open,
    )


async def _free_slug(title: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:_LONGEST_SLUG].strip("-") or "role"
    number = 1
    while await value(
        "SELECT true FROM volunteer_role WHERE slug = $1", slug := plain if number == 1 else f"{plain}-{number}"
    ):
        number += 1
    return slug
