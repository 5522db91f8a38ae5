"""Who keeps a listing: invited by the team, by e-mail or by letter; and no more, when they or the team say so."""

from uuid import UUID, uuid4

from livewell.assets import queries as listings
from livewell.kit import clock, doorkeys, news, once
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import execute, row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.owners import queries
from livewell.owners.actions.links import OPENS
from livewell.owners.queries import Here
from livewell.owners.queries.keepers import SESSION
from livewell.owners.rules import LETTER_LASTS, How
from livewell.owners.tables import Keeper
from livewell.staff.rules import Member

_KIND = "keeper.invited"


async def keep(
    *,
    asset: UUID | None,
    organisation: UUID | None = None,
    email: str,
    name: str,
    how: How,
    approved_by: UUID | None,
) -> UUID:
    """
    Let an address keep a listing, or all of an organisation; gives the keeper's id, the same for who keeps it already.

    Inside the caller's transaction, which tells its own news.
    """
    made = await value(
        """
        INSERT INTO keeper (id, asset, organisation, email, name, how, approved_at, approved_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (email, coalesce(asset, organisation)) WHERE ended_at IS NULL AND email <> '' DO NOTHING
        RETURNING id
        """,
        uuid4(),
        asset,
        organisation,
        email.lower(),
        name[:120],
        how.value,
        clock.now(),
        approved_by,
    )
    if made is None:
        made = await value(
            "SELECT id FROM keeper WHERE email = $1 AND coalesce(asset, organisation) = $2 AND ended_at IS NULL",
            email.lower(),
            asset or organisation,
        )
    return UUID(str(made))


async def invite(
    asset_id: UUID, *, name: str, email: str, whole_organisation: bool, submission: UUID, by: Member
) -> UUID:
    """
    Ask somebody to keep a listing, or every listing of its organisation: they are sent a link. Gives the keeper's id.

    Raises `NotFound` for somebody who may not edit it, `RuleBroken` when it has no organisation.
    """
    seen = await listings.editable(asset_id, by=by)
    if whole_organisation and seen.organisation_id is None:
        raise RuleBroken("This listing has no organisation yet. Write who runs it first, or invite for this listing.")
    async with transaction():
        before = await once.already_done(submission, _KIND)
        if before is not None:
            return UUID(before)
        made = await keep(
            asset=None if whole_organisation else asset_id,
            organisation=seen.organisation_id if whole_organisation else None,
            email=email,
            name=name,
            how=How.INVITED,
            approved_by=by.id,
        )
        await news.tell("keeper.invited", subject=made, by=by, asset=asset_id)
        await once.remember(submission, _KIND, str(made))
    return made


async def invite_by_letter(asset_id: UUID, *, name: str, by: Member) -> str:
    """
    Let somebody without e-mail keep a listing; gives the token for the link on their letter, which opens many times.

    Another letter for the same name takes the earlier one's place. Raises `NotFound` for who may not edit the listing.
    """
    await listings.editable(asset_id, by=by)
    async with transaction():
        await execute("SELECT FROM asset WHERE id = $1 FOR NO KEY UPDATE", asset_id)
        found = await row(
            "SELECT id FROM keeper WHERE asset = $1 AND email = '' AND lower(name) = lower($2) AND ended_at IS NULL",
            asset_id,
            name,
        )
        if found is None:
            made = Keeper(
                id=uuid4(),
                asset=asset_id,
                name=name,
                how=How.INVITED.value,
                approved_at=clock.now(),
                approved_by=by.id,
            )
            await made.save()
            keeper_id = UUID(str(made.id))
        else:
            keeper_id = found["id"]
            await doorkeys.end_keys(OPENS, keeper_id)
        token = await doorkeys.make_key(OPENS, keeper_id, holder=f"letter:{keeper_id}", lasts=LETTER_LASTS)
        await news.tell("keeper.given_letter", subject=keeper_id, by=by, asset=asset_id)
    return token


async def end(keeper_id: UUID, *, by: Member) -> None:
    """
    Somebody keeps it no more, because the team says so; their links and open browsers close at once.

    Raises `NotFound`, and `RuleBroken` when it had ended.
    """
    seen = await queries.keeper(keeper_id)
    async with transaction():
        await _end(keeper_id, ended_by=by.id)
        await news.tell("keeper.ended", subject=keeper_id, by=by, asset=seen.asset, left=False)


async def leave(asset_id: UUID, *, by: Here) -> None:
    """
    Somebody says that they no longer run a listing. The team finds it among those that nobody keeps.

    Who kept all of an organisation keeps none of it from then on. Raises `NotFound` when it is not theirs.
    """
    await queries.kept(by, asset_id)
    mine = [
        one.id
        for one in await queries.keepers_of(asset_id)
        if one.id == by.keeper or (by.email and one.email == by.email)
    ]
    async with transaction():
        for keeper_id in mine:
            await _end(keeper_id, ended_by=None)
            await news.tell("keeper.ended", subject=keeper_id, by=PUBLIC_VISITOR, asset=asset_id, left=True)


async def _end(keeper_id: UUID, *, ended_by: UUID | None) -> None:
    ended = await value(
        "UPDATE keeper SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL RETURNING id",
        keeper_id,
        clock.now(),
        ended_by,
    )
    if ended is None:
        if await value("SELECT id FROM keeper WHERE id = $1", keeper_id) is None:
            raise NotFound
        raise RuleBroken("This has ended already.")
    await doorkeys.end_keys(OPENS, keeper_id)
    # A browser that came for this keeping may be open for others of the same address: it looks again at every page.
    if not await queries.kept_ids(keeper_id, (await queries.keeper(keeper_id)).email):
        await doorkeys.end_keys(SESSION, keeper_id)
