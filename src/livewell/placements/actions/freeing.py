"""What every change of a placement needs: the row held alone, its shifts given free, and its news."""

from uuid import UUID

from livewell.kit import clock, news
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row
from livewell.kit.errors import NotFound, Stale
from livewell.kit.news import Code
from livewell.placements.tables import Placement


async def locked(placement_id: UUID, *, version: int | None = None) -> Placement:
    """
    The placement, held alone after its volunteer: the same order everywhere, so that nobody waits in a circle.

    Raises `NotFound`, and `Stale` when a page showed another version of it.
    """
    await row(
        "SELECT id FROM volunteer WHERE id = (SELECT volunteer FROM placement WHERE id = $1) FOR UPDATE", placement_id
    )
    made = await Placement.objects().where(Placement.id == placement_id).lock_rows("UPDATE").first()
    if made is None:
        raise NotFound
    if version is not None and made.version != version:
        raise Stale({"What changed": "Somebody else has written on this since."}, {"Yours": "Look again, then decide."})
    return made


async def free_shifts(made: Placement) -> None:
    """What lies ahead: visits to the person are called off, shifts with the group are open to others again."""
    now = clock.now()
    await execute(
        "UPDATE shift SET state = 'cancelled', version = version + 1"
        " WHERE placement = $1 AND starts_at > $2 AND state IN ('open', 'taken', 'swap') AND checked_in_at IS NULL",
        made.id,
        now,
    )
    if made.asset is not None:
        await execute(
            "UPDATE shift SET state = 'open', volunteer = NULL, version = version + 1"
            " WHERE asset = $1 AND volunteer = $2 AND role = $3 AND placement IS NULL AND starts_at > $4"
            " AND state IN ('taken', 'swap') AND checked_in_at IS NULL",
            made.asset,
            made.volunteer,
            made.role,
            now,
        )


async def tell(what: str, made: Placement, by: Actor, **codes: Code) -> None:
    """Tell a placement's news, with the journey and the person it is about, where there is one."""
    about = await row(
        "SELECT j.id, j.person FROM befriender_asked a JOIN journey j ON j.id = a.journey WHERE a.id = $1", made.asked
    )
    await news.tell(
        what,
        subject=made.id,
        by=by,
        journey=about["id"] if about else None,
        person=about["person"] if about else None,
        volunteer=made.volunteer,
        **codes,
    )
