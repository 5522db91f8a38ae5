"""Somebody made sure of a listing, or found out something else about how true it is."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from livewell.assets.actions import writing
from livewell.assets.queries.whole import standing_of
from livewell.assets.rules import Checked, found_at, trust
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.dates import london_day
from livewell.kit.db import execute, row, transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.staff.rules import Member

GOOD_FOR = timedelta(days=trust.HALF_A_YEAR)
"""How long a check holds."""

EVERYTHING = ("name", "venues", "times", "contacts", "costs", "getting_in")
"""What is checked when somebody says that all of it is right: fields of rules/differences.py."""


_CONFIRMED = "asset.confirmed"


async def confirm(asset_id: UUID, *, version: int | None, submission: UUID, by: Member) -> None:
    """
    An organisation's own editor says that a listing, as they read it, is right; the same form sent twice is once.

    The caller has made sure that it is theirs. Raises what `assure` raises.
    """
    async with transaction():
        if await once.already_done(submission, _CONFIRMED) is not None:
            return
        await assure(asset_id, how=Checked.OWNER, version=version, by=by, by_name=by.name)
        await once.remember(submission, _CONFIRMED, str(asset_id))


async def assure(
    asset_id: UUID,
    *,
    how: Checked,
    what: Sequence[str] = EVERYTHING,
    version: int | None,
    note: str = "",
    by: Actor,
    by_name: str | None = None,
) -> UUID:
    """
    Write down that somebody made sure a listing, as it was read, is right; gives the id of the record.

    `by_name` names those who run it, who have no account. The caller has made sure that they may. Raises `NotFound`,
    and `RuleBroken` when the listing was changed since it was read.
    """
    async with transaction():
        saved = await writing.held(asset_id)
        if saved.version != version:
            raise RuleBroken("Somebody changed this listing after you opened it. Read it again, then say it is right.")
        now = clock.now()
        until = london_day(now + GOOD_FOR)
        assurance = uuid4()
        await execute(
            """
            INSERT INTO assurance (id, asset, how, what, done_at, done_by, done_by_name, until, listing_version, note)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            assurance,
            asset_id,
            how.value,
            list(what),
            now,
            by.id if by.kind == "staff" else None,
            (by_name or by.name)[:160],
            until,
            saved.version,
            note,
        )
        await execute(
            """
            UPDATE asset SET assured_at = $2, assured_how = $3::text, assured_until = $4,
                             owner_confirmed_at = CASE WHEN $3::text = 'owner' THEN $2 ELSE owner_confirmed_at END
            WHERE id = $1
            """,
            asset_id,
            now,
            how.value,
            until,
        )
        await _weigh_again(asset_id, now)
        await news.tell("asset.checked", subject=asset_id, by=by, how=how.value, assurance=assurance)
    return assurance


async def note_standing(
    asset_id: UUID,
    *,
    open_problems: int | None = None,
    met_on: date | None = None,
    used: int | None = None,
    answers_days: int | None = None,
) -> None:
    """
    Keep what another room found out about an asset, for its trust; what is None stays as it is.

    It tells no news: the room that found it out told its own. Raises `NotFound`.
    """
    async with transaction():
        found = await row(
            """
            UPDATE asset SET open_problems = coalesce($2, open_problems), met_on = greatest($3, met_on),
                             used = coalesce($4, used), answers_days = coalesce($5, answers_days)
            WHERE id = $1 RETURNING id
            """,
            asset_id,
            open_problems,
            met_on,
            used,
            answers_days,
        )
        if found is None:
            raise NotFound
        await _weigh_again(asset_id, clock.now())


async def _weigh_again(asset_id: UUID, now: datetime) -> None:
    """The trust of an asset as it is now, in the asset and in its search rows."""
    found = await row(
        "SELECT assured_at, assured_how, owner_confirmed_at, met_on, used, answers_days, open_problems FROM asset"
        " WHERE id = $1",
        asset_id,
    )
    if found is None:
        raise NotFound
    standing = standing_of(found)
    points = trust.trust(standing, now)
    # Of the marks below nought the even ones are those of areas; one less is that of an area where trust is high.
    await execute(
        """
        WITH weighed AS (UPDATE asset SET trust = $2 WHERE id = $1)
        UPDATE search_row SET trust = $2, assured_on = $3, found_at = ARRAY(
            SELECT mark FROM unnest(found_at) AS mark WHERE mark >= 0 OR mark % 2 = 0
            UNION ALL
            SELECT mark - 1 FROM unnest(found_at) AS mark WHERE mark < 0 AND mark % 2 = 0 AND $4
        ) WHERE asset = $1
        """,
        asset_id,
        points,
        london_day(standing.assured_at) if standing.assured_at else None,
        points >= found_at.WELL_TRUSTED,
    )
