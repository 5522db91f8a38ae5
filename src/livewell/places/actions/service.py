"""Everything that changes an area, a practice or a setting."""

import json
from uuid import UUID, uuid4

from livewell.kit import clock, db, news
from livewell.kit.actor import Actor
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.places.forms import Boundary, PracticeDetails
from livewell.places.queries import settings
from livewell.places.rules import CHOICES, SERVICE
from livewell.places.tables import Area, Practice


async def add_area(*, name: str, position: int = 0, by: Actor) -> UUID:
    """Add an area. Raises RuleBroken when the name is taken."""
    async with transaction():
        await _name_is_free(name, other_than=None)
        area = Area(id=uuid4(), name=name, position=position)
        await area.save()
        await news.tell("area.added", subject=area.id, by=by)
    return area.id


async def change_area(area_id: UUID, *, name: str, position: int, version: int, by: Actor) -> None:
    """Change the name and the place in lists of an area. Raises NotFound, Stale and RuleBroken."""
    async with transaction():
        area = await _area(area_id)
        if area.version != version:
            raise Stale(
                theirs={"Name": area.name, "Place in lists": str(area.position)},
                yours={"Name": name, "Place in lists": str(position)},
            )
        await _name_is_free(name, other_than=area_id)
        await Area.update({Area.name: name, Area.position: position, Area.version: version + 1}).where(
            Area.id == area_id
        )
        await news.tell("area.changed", subject=area_id, by=by)


async def set_boundary(area_id: UUID, boundary: Boundary, *, by: Actor) -> None:
    """Give an area its boundary, in place of the one before. Raises NotFound."""
    async with transaction():
        area = await _area(area_id)
        await db.execute(
            "UPDATE area SET boundary = $2::jsonb, version = version + 1 WHERE id = $1",
            area.id,
            json.dumps(boundary.geojson),
        )
        await news.tell("area.boundary_set", subject=area.id, by=by, points=boundary.points)


async def _area(area_id: UUID) -> Area:
    area = await Area.objects().where(Area.id == area_id).lock_rows("UPDATE").first()
    if area is None:
        raise NotFound
    return area


async def _one_at_a_time(what: str) -> None:
    """Two who want the same name wait for each other, so that the second is told in words."""
    await db.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", what)


async def _name_is_free(name: str, *, other_than: UUID | None) -> None:
    await _one_at_a_time(f"area.name {name.lower()}")
    taken = await db.value(
        "SELECT true FROM area WHERE lower(name) = lower($1) AND id IS DISTINCT FROM $2", name, other_than
    )
    if taken:
        raise RuleBroken("There is already an area with this name.")


async def add_practice(details: PracticeDetails, *, by: Actor) -> UUID:
    """Add a practice. Raises RuleBroken when its code is taken, NotFound when its area is not there."""
    async with transaction():
        await _code_is_free(details.ods_code, other_than=None)
        await _area(details.area)
        practice = Practice(id=uuid4(), **vars(details))
        await practice.save()
        await news.tell("practice.added", subject=practice.id, by=by)
    return practice.id


async def change_practice(practice_id: UUID, details: PracticeDetails, *, version: int, by: Actor) -> None:
    """Change what is written about a practice. Raises NotFound, Stale and RuleBroken."""
    async with transaction():
        practice = await Practice.objects().where(Practice.id == practice_id).lock_rows("UPDATE").first()
        if practice is None:
            raise NotFound
        if practice.version != version:
            raise Stale(theirs=_in_words(practice), yours=_in_words(details))
        await _code_is_free(details.ods_code, other_than=practice_id)
        await _area(details.area)
        await Practice.update(
            {
                Practice.name: details.name,
                Practice.ods_code: details.ods_code,
                Practice.area: details.area,
                Practice.reply_email: details.reply_email,
                Practice.phone: details.phone,
                Practice.postcode: details.postcode,
                Practice.listed: details.listed,
                Practice.version: version + 1,
            }
        ).where(Practice.id == practice_id)
        await news.tell("practice.changed", subject=practice_id, by=by, listed=details.listed)


async def _code_is_free(ods_code: str, *, other_than: UUID | None) -> None:
    await _one_at_a_time(f"practice.ods_code {ods_code}")
    taken = await db.value(
        "SELECT true FROM practice WHERE ods_code = $1 AND id IS DISTINCT FROM $2", ods_code, other_than
    )
    if taken:
        raise RuleBroken("There is already a practice with this ODS code.")


def _in_words(said: Practice | PracticeDetails) -> dict[str, str]:
    return {
        "Name": said.name,
        "ODS code": said.ods_code,
        "Email address for replies": said.reply_email,
        "Phone number": said.phone,
        "Postcode": said.postcode,
        "People can be referred": "yes" if said.listed else "no",
    }


async def change_settings(chosen: dict[str, int | str], *, by: Actor) -> int:
    """
    Keep the service's choices; gives how many changed. Each change is an event with numbers before and after.

    Raises KeyError for a setting there is none of.
    """
    async with transaction():
        # One at a time, so that "before" in each event is true.
        await db.execute("LOCK TABLE service_setting IN SHARE ROW EXCLUSIVE MODE")
        before = await settings()
        changed = {name: value for name, value in chosen.items() if before[name] != value}
        for name, value in changed.items():
            await db.execute(
                """
                INSERT INTO service_setting (key, value, changed_at, changed_by) VALUES ($1, $2, $3, $4)
                ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at,
                                                changed_by = excluded.changed_by
                """,
                name,
                str(value),
                clock.now(),
                by.id,
            )
            is_number = CHOICES[name].kind == "number"
            was, now = (before[name], value) if is_number else (None, None)  # An address is not for the audit trail.
            await news.tell("setting.changed", subject=SERVICE, by=by, setting=name, was=was, now=now)
    return len(changed)
