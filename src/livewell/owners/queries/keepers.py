"""Who keeps a listing, and what somebody who came by a link keeps."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from livewell.assets import queries as assets
from livewell.assets.queries import AssetSeen
from livewell.assets.rules.listing import Listing
from livewell.kit import doorkeys
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.owners.rules import HOW_LABELS, Belongs, How, as_asked

SESSION = "own_session"
"""The purpose of the key that a browser holds while somebody is at their listings."""

_KEEPER = """
    SELECT k.id, k.asset, k.organisation, k.email, k.name, k.how, k.approved_at, k.ended_at,
           coalesce(s.name, '') AS approved_by
    FROM keeper k LEFT JOIN staff_user s ON s.id = k.approved_by
"""
# One mailbox may keep several things; who has a letter instead of a mailbox keeps what the letter is for.
_KEPT = """
    WITH RECURSIVE mine AS (
        SELECT * FROM keeper WHERE ended_at IS NULL AND (id = $1 OR $2 <> '' AND email = $2)
    ), reached AS (
        (SELECT asset AS id FROM mine WHERE asset IS NOT NULL
         UNION SELECT a.id FROM mine JOIN asset a ON a.organisation = mine.organisation)
        UNION SELECT a.merged_into FROM reached JOIN asset a ON a.id = reached.id WHERE a.merged_into IS NOT NULL
    )
    SELECT a.id FROM reached JOIN asset a USING (id) WHERE a.merged_into IS NULL
"""


@dataclass(frozen=True)
class KeeperSeen:
    """Somebody who keeps one listing (`asset`) or every listing of an organisation."""

    id: UUID
    asset: UUID | None
    organisation: UUID | None
    email: str
    name: str
    how: How
    approved_at: datetime
    ended_at: datetime | None
    approved_by: str

    @property
    def how_label(self) -> str:
        """How they came to keep it, in words."""
        return HOW_LABELS[self.how]


@dataclass(frozen=True)
class Here:
    """Somebody who came by a link and is at their listings now. `key` ends when they leave."""

    keeper: UUID
    name: str
    email: str
    key: UUID

    @property
    def reply_to(self) -> str:
        """By what their proposals are known: their address, or the keeper where there is none."""
        return self.email or f"letter:{self.keeper}"

    @property
    def writer(self) -> str:
        """Whose drafts these are, for kit.drafts."""
        return f"keeper:{self.keeper}"


async def keeper(keeper_id: UUID) -> KeeperSeen:
    """One keeper, ended or not; `NotFound` when there is none."""
    found = await row(_KEEPER + " WHERE k.id = $1", keeper_id)
    if found is None:
        raise NotFound
    return KeeperSeen(**{**found, "how": How(found["how"])})


async def here(token: str) -> Here | None:
    """Who is at their listings with this token in their browser; None when it opens nothing, or they keep nothing now."""
    opened = await doorkeys.open_key(token, SESSION)
    if opened is None:
        return None
    seen = await keeper(opened.subject)
    if seen.ended_at is not None and not await kept_ids(seen.id, seen.email):
        return None
    return Here(seen.id, seen.name, seen.email, opened.key_id)


async def kept_ids(keeper_id: UUID, email: str) -> set[UUID]:
    """Every listing that this keeper, or this address, may change; a merged one is the one it was merged into."""
    return {one["id"] for one in await rows(_KEPT, keeper_id, email)}


async def kept_listings(by: Here) -> list[AssetSeen]:
    """The listings of somebody, by name."""
    found = await assets.assets_by_id(await kept_ids(by.keeper, by.email))
    return sorted(found.values(), key=lambda one: (one.name.casefold(), one.id))


async def kept(by: Here, asset_id: UUID) -> AssetSeen:
    """One of their listings, shown or not; `NotFound` for anybody else's."""
    if asset_id not in await kept_ids(by.keeper, by.email):
        raise NotFound
    return await assets.asset(asset_id, hidden_too=True)


async def runs(by: Here, asset_id: UUID) -> bool:
    """
    Whether they run what meets there, so that its register of names is theirs: the team let them keep the listing.

    Not so for an address that only stands on it, nor for who said that it meets at the place they look after.
    """
    mine = [one for one in await keepers_of(asset_id) if one.id == by.keeper or (by.email and one.email == by.email)]
    looks_after = await rows(
        """
        SELECT DISTINCT ON (c.email, c.asset) k.id, c.belongs FROM keeper k
        JOIN keeper_claim c ON c.asset = k.asset AND c.email = k.email AND c.state = 'approved'
        WHERE k.id = ANY($1::uuid[]) AND k.how = 'claimed' ORDER BY c.email, c.asset, c.decided_at DESC, k.id
        """,
        [one.id for one in mine],
    )
    places = {one["id"] for one in looks_after if one["belongs"] == Belongs.PLACE}
    return any(one.approved_by and one.id not in places for one in mine)


async def wanted(seen: AssetSeen, by: Here) -> Listing:
    """The listing with what they have asked for and nobody has decided yet: what their forms begin from."""
    earlier = await assets.own_waiting(seen.id, by.reply_to)
    return seen.listing if earlier is None else as_asked(seen.listing, earlier.listing, earlier.fields)


async def keepers_of(asset_id: UUID) -> list[KeeperSeen]:
    """Who keeps a listing now: itself, one that was merged into it, or all of its organisation."""
    found = await rows(
        f"""
        WITH RECURSIVE same AS (
            SELECT $1::uuid AS id UNION SELECT a.id FROM same JOIN asset a ON a.merged_into = same.id
        )
        {_KEEPER} WHERE k.ended_at IS NULL AND (
            k.asset IN (SELECT id FROM same) OR k.organisation = (SELECT organisation FROM asset WHERE id = $1)
        )
        ORDER BY k.approved_at, k.id
        """,  # noqa: S608  Written above.
        asset_id,
    )
    return [KeeperSeen(**{**one, "how": How(one["how"])}) for one in found]
