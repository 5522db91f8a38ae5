"""Going to something: when it is next, where, what the first time is like, and how far its listing can be relied on."""

from dataclasses import dataclass
from uuid import UUID

from livewell.assets import queries as assets
from livewell.assets.queries import AssetSeen, PlaceSeen
from livewell.assets.rules import FEATURE_LABELS, Running
from livewell.assets.rules.occurrences import next_ones
from livewell.finding.rules.sessions import Session
from livewell.kit import clock
from livewell.kit.errors import NotFound

_DATES = 3


@dataclass(frozen=True)
class Going:
    """
    What somebody needs to go along. `asset` is the listing kept, when the one they were told of was merged into it.

    `dates` are the next three in words. Places that are kept to those who work here are left out: this is handed over.
    """

    asset: AssetSeen
    moved: bool
    dates: tuple[str, ...]

    @property
    def places(self) -> tuple[PlaceSeen, ...]:
        """Its places, without those that nobody is told."""
        return tuple(place for place in self.asset.places if not place.hidden)

    @property
    def access(self) -> str:
        """Getting in and taking part, in words."""
        features = dict.fromkeys(
            [*self.asset.listing.features, *(one for place in self.places for one in place.features)]
        )
        return ". ".join(filter(None, [", ".join(FEATURE_LABELS[one] for one in features), self.asset.listing.access]))

    @property
    def contact(self) -> str:
        """Whom to ask for, in one line; "" when nobody is named to everybody."""
        named = self.asset.contact
        return ", ".join(filter(None, [named.name, named.phone, named.email])) if named else ""

    @property
    def address(self) -> str:
        """The address of its public page, "" when it has none."""
        return f"/community/{self.asset.id}" if self.asset.published else ""


async def going(asset_id: UUID) -> Going:
    """Going to one listing, hidden or merged too: three statements at most. NotFound when there is no such thing."""
    seen = await assets.asset(asset_id, hidden_too=True)
    moved = seen.merged_into is not None
    if moved:
        kept = await assets.moved_to(asset_id)
        if kept is None:
            raise NotFound
        seen = await assets.asset(kept, hidden_too=True)
    known = (*seen.listing.patterns, *(one for place in seen.places if not place.hidden for one in place.patterns))
    upcoming = (
        next_ones(known, after=clock.now(), calendar=await assets.calendar(), count=_DATES)
        if known and seen.running is Running.ACTIVE
        else []
    )
    return Going(seen, moved, tuple(Session(one.starts_at, one.ends_at, one.on, None).words for one in upcoming))
