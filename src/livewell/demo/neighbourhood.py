"""What the community is brought to life with: who works there, what there is, and moments that have gone by."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from livewell.assets import queries as listings
from livewell.assets.queries import AssetSeen
from livewell.assets.rules.listing import Listing
from livewell.demo.community import THE_WALKERS, Community
from livewell.demo.recent import Hand
from livewell.kit import clock
from livewell.kit.dates import is_working_day
from livewell.staff.rules import Member, Role


@dataclass(frozen=True)
class Neighbourhood:
    """The hand that does things, and the community it does them in."""

    hand: Hand
    community: Community

    def named(self, name: str) -> UUID:
        """The listing of this name. KeyError when the demo has none."""
        return {one.listing.name: one.id for one in self.community.listings}[name]

    def first(self, look_for: str) -> UUID:
        """The first listing of the kind that a plan asks for so, whichever village it is in."""
        return self.community.look_for[look_for][0]

    def said(self, asset: UUID) -> Listing:
        """What a listing said when it was first written."""
        return next(one.listing for one in self.community.listings if one.id == asset)

    def to_look_at_again(self) -> Iterator[UUID]:
        """Listings that somebody made sure of one and a half to six months ago, in the order in which they were made."""
        now = clock.now()
        for asset, (at, _) in self.community.checked.items():
            said = self.said(asset)
            if timedelta(days=45) < now - at < timedelta(days=180) and said.venues and said.name != THE_WALKERS:
                yield asset

    async def link_worker(self, number: int) -> Member:
        """One of the link workers; numbers go round and round."""
        team = [player for players in self.hand.cast.link_workers.values() for player in players]
        return await self.hand.member(team[number % len(team)])

    async def editor(self) -> Member:
        """Who edits the walking group's listing, and keeps its register."""
        return await self.hand.member(self.hand.cast.others[Role.ORGANISATION_EDITOR])

    def new_id(self) -> UUID:
        """A number for a form, the same in every run."""
        return self.hand.ledger.new_id()


def ago(days: int, hour: int = 15) -> datetime:
    """
    `hour` o'clock on the working day that is at least so many days back, one or more.

    Two such days may be one around a holiday, so what follows from something else is done at a later hour.
    """
    day = clock.today() - timedelta(days=days)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return datetime.combine(day, time(hour), tzinfo=clock.LONDON)


async def seen(asset: UUID) -> AssetSeen:
    """A listing as it is now, with the version that a change begins from."""
    return await listings.asset(asset, hidden_too=True)
