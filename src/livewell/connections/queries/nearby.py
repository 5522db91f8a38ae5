"""What a search for somebody begins with, and what was found, with what may speak against it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from livewell.assets.queries import AssetRow
from livewell.assets.rules import Audience, Capacity, Feature, Joining, Way
from livewell.connections import rules
from livewell.finding import queries as finding
from livewell.finding.queries import Found, Here, Looked, Shown
from livewell.finding.rules.saying import why_not
from livewell.journeys.queries import seen_by_sql
from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.kit.dates import age
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.kit.geo import Point, find_postcode
from livewell.people.rules import AccessNeed
from livewell.staff.rules import Member

NO_HOME = "We have no home postcode that we can place, so distances are not shown"


@dataclass(frozen=True)
class Wish:
    """A goal that was agreed, as far as a search needs it."""

    id: UUID
    in_words: str
    way: Way


@dataclass(frozen=True)
class Beginning:
    """
    What is known of somebody before anything is asked. It stays on the server, codes of our own lists apart.

    `connected` are the listings of connections that are open, those kept where two were merged.
    """

    journey: UUID
    called: str
    is_open: bool
    age: int | None
    features: tuple[Feature, ...]
    home: Here | None
    wishes: tuple[Wish, ...]
    connected: frozenset[UUID]

    def wish(self, goal: str) -> Wish | None:
        """The goal with this id, if it is one of theirs and agreed."""
        return next((one for one in self.wishes if str(one.id) == goal), None)


@dataclass(frozen=True)
class Match:
    """One thing that was found. `against` is why it may not be for this person, in sentences."""

    number: int
    asset: AssetRow
    miles: float | None
    why: str
    against: tuple[str, ...]
    is_connected: bool


@dataclass(frozen=True)
class Matches:
    """One page of an answer: crisis and urgent support first, then the rest; and what may come off the shortlist."""

    urgent: tuple[Match, ...]
    nearby: tuple[Match, ...]
    shortlist: tuple[tuple[UUID, str], ...] = ()
    """Ids and names."""

    @property
    def all(self) -> tuple[Match, ...]:
        """Everything on the page."""
        return (*self.urgent, *self.nearby)


async def beginning(journey_id: UUID, *, seen_by: Member) -> Beginning:
    """What a search for the person of a journey begins with. NotFound when the journey is not theirs to see."""
    condition, args = seen_by_sql(seen_by, "j", 2)
    found = await row(
        f"""
        SELECT j.stage, coalesce(nullif(p.preferred_name, ''), p.first_name) AS called,
               p.born_on, p.access_needs, p.postcode, at.easting, at.northing, at.latitude, at.longitude, at.district,
               (SELECT coalesce(array_agg(coalesce(a.merged_into, a.id)), '{{}}') FROM connection c
                JOIN asset a ON a.id = c.asset WHERE c.journey = j.id AND c.status <> 'ended') AS connected,
               (SELECT coalesce(json_agg(g), '[]') FROM
                   (SELECT id, in_words, way FROM goal WHERE journey = j.id AND status = 'agreed'
                    ORDER BY position, made_at, id) AS g) AS wishes
        FROM journey j JOIN person p ON p.id = j.person
        LEFT JOIN postcode at ON at.postcode = replace(p.postcode, ' ', '')
        WHERE j.id = $1 AND {condition}
        """,  # noqa: S608  (the condition is our own)
        journey_id,
        *args,
    )
    if found is None:
        raise NotFound
    return Beginning(
        journey=journey_id,
        called=found["called"],
        is_open=found["stage"] != Stage.CLOSED,
        age=age(found["born_on"], clock.today()) if found["born_on"] else None,
        features=rules.features_for([AccessNeed(need) for need in found["access_needs"]]),
        home=await _home(found),
        wishes=tuple(Wish(UUID(one["id"]), one["in_words"], Way(one["way"])) for one in json.loads(found["wishes"])),
        connected=frozenset(found["connected"]),
    )


async def _home(found: dict[str, Any]) -> Here | None:
    """Where somebody lives; asked of the geocoder, if there is one, only when we do not hold the postcode."""
    if found["easting"] is not None:
        point = Point(found["easting"], found["northing"], found["latitude"], found["longitude"])
        return await finding.here_at(point, rules.HOME, district=found["district"])
    place = await find_postcode(found["postcode"]) if found["postcode"] else None
    return await finding.here_at(place.point, rules.HOME, district=place.district) if place else None


async def looked_from(place: str, start: Beginning) -> Looked:
    """Where a search looks from: home, or what somebody typed instead; nowhere when nothing was."""
    if not rules.is_home(place):
        return await finding.where_is(place)
    return Looked(start.home, "" if start.home else NO_HOME)


async def matches(found: Found, start: Beginning, *, first: int, limit: int, shortlist: Sequence[UUID] = ()) -> Matches:
    """
    The page of an answer that begins at the place `first`, from 0, with what may speak against each.

    Of the `shortlist`, what is still published and not yet one of their connections.
    """
    urgent, nearby = await finding.shown(found, first=first, limit=limit)
    known = await _known([*(one.asset.id for one in (*urgent, *nearby)), *shortlist])

    def each(shown: Sequence[Shown]) -> tuple[Match, ...]:
        return tuple(
            Match(
                number=one.number,
                asset=one.asset,
                miles=one.miles,
                why=one.why,
                against=() if one.asset.is_crisis else _against(one.asset, known[one.asset.id], start),
                is_connected=one.asset.id in start.connected,
            )
            for one in shown
        )

    listed = ((one, known[one]) for one in shortlist if one in known and one not in start.connected)
    return Matches(each(urgent), each(nearby), tuple((one, said.name) for one, said in listed if said.published))


@dataclass(frozen=True)
class _Known:
    name: str
    published: bool
    minimum_age: int | None
    maximum_age: int | None
    audiences: tuple[Audience, ...]


async def _known(assets: Sequence[UUID]) -> dict[UUID, _Known]:
    found = await rows(
        """
        SELECT id, name, published AND merged_into IS NULL AS published, minimum_age, maximum_age, audiences
        FROM asset WHERE id = ANY($1::uuid[])
        """,
        list(assets),
    )
    return {
        one.pop("id"): _Known(**{**one, "audiences": tuple(Audience(each) for each in one["audiences"])})
        for one in found
    }


def _against(asset: AssetRow, known: _Known, start: Beginning) -> tuple[str, ...]:
    said = why_not(
        age=start.age,
        minimum_age=known.minimum_age,
        maximum_age=known.maximum_age,
        needs=start.features,
        features=asset.features,
        is_full=asset.capacity in {Capacity.FULL, Capacity.WAITING_LIST},
        is_running=asset.is_running,
        needs_referral=asset.joining is Joining.REFERRAL,
    )
    return (*said, *rules.only_for(known.audiences))
