"""Fictional groups, places and people of every kind on real postcodes: at least 120 in the full demo."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from livewell.assets import actions as assets
from livewell.assets.actions import NewListing
from livewell.assets.rules import AssetKind, Checked, Delivery, Feature, Provenance, Sector
from livewell.assets.rules.listing import ContactPerson, Covered, Listing, Venue
from livewell.assets.rules.times import Pattern, Repeats
from livewell.assets.tables import Assurance, Organisation
from livewell.demo.ledger import Ledger
from livewell.demo.offers import ALWAYS, HELPLINES, IN_EVERY_VILLAGE, IN_ONE_PLACE, Offer
from livewell.kit.actor import SYSTEM
from livewell.kit.db import execute

RUSHCLIFFE = "E07000176"
"""ONS code of the district."""

VILLAGES = (
    # Name, a postcode sector.
    ("West Bridgford", "NG2 5"), ("Lady Bay", "NG2 5"), ("Edwalton", "NG12 4"), ("Gamston", "NG2 6"), ("Ruddington", "NG11 6"),
    ("Keyworth", "NG12 5"), ("East Leake", "LE12 6"), ("Cotgrave", "NG12 3"), ("Radcliffe on Trent", "NG12 2"), ("Bingham", "NG13 8"),
    ("Gotham", "NG11 0"), ("Sutton Bonington", "LE12 5"), ("Tollerton", "NG12 4"), ("Cropwell Bishop", "NG12 3"), ("Aslockton", "NG13 9"),
)  # fmt: skip

THE_WALKERS = "West Bridgford Strollers"
"""The group whose Thursdays are written down, and whose editor signs in."""

TOLD_TWICE = (
    # A listing, what somebody else called it, and how they said it.
    ("Keyworth Strollers", "Keyworth Strollers Walking Group", "A short walk from the library, and tea."),
    ("Bingham Strollers", "The Bingham Strollers", "Walking and talking every week, by the library steps."),
    ("Carers' Hour", "Carers Hour, Gamston", "Time off for carers at the pavilion."),
)
"""The first of these is made one with its listing; the others wait for somebody to decide."""

_DAYS_ASSURED = 182
_LONG_AGO = {4: 200, 7: 295, 11: 385}
"""Of each dozen listings, those that nobody has made sure of for six, nine and twelve months, and for how many days."""


@dataclass
class Community:
    """What the demo's community is made of, before any of it is written."""

    organisations: Ledger
    listings: list[NewListing] = field(default_factory=list)
    checked: dict[UUID, tuple[datetime, Checked]] = field(default_factory=dict)
    twice: list[NewListing] = field(default_factory=list)
    """Of the listings, those that say again what another one says."""
    look_for: dict[str, list[UUID]] = field(default_factory=dict)
    """Assets by the words a plan asks for."""
    editors: UUID | None = None
    """The organisation whose editor signs in."""


def make_community(
    ledger: Ledger, *, places: dict[str, list[dict[str, Any]]], count: int, now: datetime, chance: Random
) -> Community:
    """Think up organisations and listings; `places` gives real postcodes by sector, `ledger` the identifiers."""
    made = Community(Ledger(seed=count))
    for name, what, phone, website in HELPLINES:
        helpline = Listing(
            name=name, kind=AssetKind.CRISIS, what=what, patterns=(ALWAYS,), delivery=(Delivery.PHONE,), who_for="Anybody", free=True,
            needs=("safety_home",), contacts=(ContactPerson(phone=phone),), website=website, covers=(Covered("England", everywhere=True),),
        )  # fmt: skip
        _keep(made, ledger.new_id(), helpline, None, "crisis", (now, Checked.DOCUMENT))
    sectors = dict(VILLAGES)
    for number, (offer, village) in enumerate(_offers(count - len(HELPLINES), chance), 1):
        place = chance.choice(places[sectors[village]])
        name = offer.name.format(v=village)
        organisation = made.organisations.add(
            Organisation, id=ledger.new_id(), name=name if offer.look_for else f"The neighbours of {name}",
            what=f"A fictional group of {village}.", sector=offer.sector.value, email=f"hello{number}@community.example",
            source="team", created_at=now - timedelta(days=395), changed_at=now - timedelta(days=395),
        )  # fmt: skip
        if name == THE_WALKERS:
            made.editors = organisation
        days = _LONG_AGO.get(number % 12, chance.randrange(5, 180))
        checked = now - timedelta(days=100 if name == THE_WALKERS else days)
        how = chance.choice((Checked.VISITED, Checked.VISITED, Checked.PHONED, Checked.OWNER))
        listing = _listing(offer, village, str(place["postcode"]), number, organisation, chance)
        _keep(made, ledger.new_id(), listing, organisation, offer.look_for, (checked, how))
    _tell_twice(made, ledger)
    return made


def _tell_twice(made: Community, ledger: Ledger) -> None:
    """Some of it was written down again by somebody who did not look first, with the same number to ring."""
    there = {one.listing.name: one.listing for one in made.listings}
    for name, again, what in TOLD_TWICE:
        listing = replace(there[name], name=again, what=what, organisation=None, first_time="", who_you_meet="")
        made.twice.append(NewListing(ledger.new_id(), listing))
    made.listings += made.twice


def _keep(
    made: Community,
    asset: UUID,
    listing: Listing,
    organisation: UUID | None,
    look_for: str,
    checked: tuple[datetime, Checked],
) -> None:
    made.listings.append(NewListing(asset, listing, organisation))
    made.checked[asset] = checked
    if look_for:
        made.look_for.setdefault(look_for, []).append(asset)


def _offers(count: int, chance: Random) -> Iterator[tuple[Offer, str]]:
    """What stands in one place, then each kind in village after village until there are `count`, each kind once at least."""
    left = count
    for offer in IN_ONE_PLACE:
        yield offer, offer.village
        left -= 1
    for offer in IN_EVERY_VILLAGE:
        villages = [village for village, _ in VILLAGES]
        chance.shuffle(villages)
        for place, village in enumerate(villages):
            if left <= 0 and place:
                break
            yield offer, village
            left -= 1


def _listing(offer: Offer, village: str, postcode: str, number: int, organisation: UUID, chance: Random) -> Listing:
    own_day = not offer.village and offer.name.format(v=village) != THE_WALKERS
    pattern = _own_day(offer.pattern, chance) if own_day else offer.pattern
    at_a_place = Delivery.AT_A_PLACE in offer.delivery
    venue = Venue(
        name=f"{village}, {offer.place}" if offer.place else village, address=f"{number} Fictional Lane", town=village,
        county="Nottinghamshire", postcode=postcode, features=offer.place_features,
        access="Level from the pavement, and a wide door." if Feature.STEP_FREE in offer.place_features else "",
        getting_there="The bus stops two minutes away." if Feature.BUS in offer.place_features else "", patterns=(pattern,),
    )  # fmt: skip
    return Listing(
        name=offer.name.format(v=village), kind=offer.kind, what=offer.what, organisation=organisation,
        first_time=offer.first_time, who_you_meet=f"{offer.contact} will look out for you.", venues=(venue,) if at_a_place else (),
        patterns=() if at_a_place else (pattern,), delivery=offer.delivery, who_for=offer.who_for, audiences=offer.audiences,
        minimum_age=offer.minimum_age, needs=offer.needs, activities=offer.activities, ways=offer.ways, languages=("en",),
        features=offer.features, access=offer.access, free=offer.free, costs=offer.costs, cost_note=offer.cost_note,
        joining=offer.joining, capacity=offer.capacity, group_size=offer.group_size,
        covers=(Covered("Rushcliffe", codes=(RUSHCLIFFE,)),) if offer.covers else (),
        contacts=(ContactPerson(offer.contact, phone=f"01632 960{number:03d}", email=f"hello{number}@community.example"),),
        sector=offer.sector if offer.sector in Sector else None,
    )  # fmt: skip


def _own_day(pattern: Pattern, chance: Random) -> Pattern:
    """The same hours; every third village has chosen another day of the working week."""
    if pattern.repeats is not Repeats.WEEKLY or len(pattern.weekdays) != 1 or chance.random() < 0.67:
        return pattern
    return Pattern(
        **{name: getattr(pattern, name) for name in pattern.__dataclass_fields__} | {"weekdays": (chance.randrange(5),)}
    )


async def put_community(made: Community, ledger: Ledger) -> None:
    """Write the organisations and listings, and who made sure of what; search knows them afterwards."""
    await made.organisations.write((Organisation,))
    await assets.add_many(made.listings, source=Provenance.TEAM, by=SYSTEM)
    for asset, (at, how) in made.checked.items():
        until = (at + timedelta(days=_DAYS_ASSURED)).date()
        ledger.add(
            Assurance, asset=asset, how=how.value, what=["times", "venues", "contacts"], done_at=at, until=until,
            done_by_name="The owner" if how is Checked.OWNER else "Live Well team", listing_version=1,
        )  # fmt: skip
        await execute(
            "UPDATE asset SET assured_at = $2, assured_how = $3, assured_until = $4, created_at = least(created_at, $2), changed_at = $2 WHERE id = $1",
            asset, at, how.value, until,
        )  # fmt: skip
    await assets.make_all_search_rows()
