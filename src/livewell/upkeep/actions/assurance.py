"""Making sure of a listing from the desk: by telephone, or against a document."""

from uuid import UUID

from livewell.assets import actions as assets
from livewell.assets.actions.checking import EVERYTHING
from livewell.assets.rules import Checked
from livewell.kit import once
from livewell.kit.db import transaction
from livewell.staff.rules import Member

_KIND = "upkeep.made_sure"


async def make_sure(
    asset_id: UUID,
    *,
    how: Checked,
    what: tuple[str, ...] = (),
    note: str = "",
    version: int | None,
    submission: UUID,
    by: Member,
) -> None:
    """
    Note that somebody made sure of a listing as it was read; the same form sent twice is once.

    RuleBroken when the listing was changed since `version`, NotFound when it is not there.
    """
    async with transaction():
        if await once.already_done(submission, _KIND) is not None:
            return
        # Nothing named is everything.
        await assets.assure(asset_id, how=how, what=what or EVERYTHING, version=version, note=note.strip(), by=by)
        await once.remember(submission, _KIND, str(asset_id))
