"""What is known already when somebody begins to say that something is missing."""

from dataclasses import dataclass
from uuid import UUID

from livewell.assets.rules.vocabulary import Taxonomy, Vocabulary
from livewell.finding.queries.places import where_is
from livewell.finding.rules import Asked
from livewell.finding.rules.asked import Part, When
from livewell.gaps.rules import LONGEST_TITLE, TIMES, Source, Wanted
from livewell.kit.db import row, rows
from livewell.places.queries import WardSeen

WEEKEND = (5, 6)


@dataclass(frozen=True)
class Listing:
    """What a listing says that was full or did not suit."""

    id: UUID
    name: str
    need: str
    way: str
    ward: str


async def listing(asset: UUID) -> Listing | None:
    """A listing that somebody may see, or None."""
    found = await row(
        """
        SELECT a.id, a.name, coalesce(a.needs[1], '') AS need, coalesce(a.ways[1], '') AS way,
               coalesce((SELECT l.ward FROM asset_at_location al JOIN location l ON l.id = al.location
                         WHERE al.asset = a.id AND l.ward <> '' ORDER BY l.ward LIMIT 1), '') AS ward
        FROM asset a WHERE a.id = $1
        """,
        asset,
    )
    return Listing(**found) if found else None


def like(found: Listing, source: Source) -> Wanted:
    """What is missing where a listing was full or did not suit."""
    begins = "More room at " if source is Source.FULL else "Something like "
    title = f"{begins}{found.name}"[:LONGEST_TITLE]
    return Wanted(title, need=found.need, way=found.way, ward=found.ward)


async def searched_for(asked: Asked, known: Vocabulary) -> Wanted:
    """What somebody searched for and did not find. Of a place that was typed only its ward is used."""
    looked = await where_is(asked.place)
    names = known.names(code for code in (asked.activity, asked.need) if code)
    return Wanted(
        title=(asked.words or ", ".join(names)).capitalize()[:LONGEST_TITLE],
        way=asked.ways[0].value if asked.ways else "",
        need=asked.need if asked.need in dict(known.choices(Taxonomy.NEEDS)) else "",
        ward=looked.here.ward if looked.here else "",
        times=times_of(asked),
        for_whom=(asked.audience.value,) if asked.audience else (),
    )


def times_of(asked: Asked) -> tuple[str, ...]:
    """When a search would have suited, as codes of `TIMES`."""
    weekend = asked.when is When.WEEKEND or any(day in WEEKEND for day in asked.days)
    weekday = any(day not in WEEKEND for day in asked.days)
    if not (weekend or weekday or asked.part):
        return ()
    days = [name for name, wanted in (("weekday", weekday), ("weekend", weekend)) if wanted] or ["weekday", "weekend"]
    parts = [asked.part] if asked.part else list(Part)
    codes = {f"{day}_{part.value}" for day in days for part in parts}
    return tuple(code for code in TIMES if code in codes)


async def who_serves(wanted: Wanted, *, most: int = 12) -> list[tuple[UUID, str]]:
    """Listings to begin with when somebody asks whether what is there could change: the same need or Way, by name."""
    found = await rows(
        """
        SELECT a.id, a.name FROM asset a
        WHERE a.published AND a.merged_into IS NULL AND a.running = 'active'
          AND (($1 <> '' AND $1 = ANY (a.needs)) OR ($2 <> '' AND $2 = ANY (a.ways)))
          AND ($3 = '' OR EXISTS (SELECT FROM asset_at_location al JOIN location l ON l.id = al.location
                                  WHERE al.asset = a.id AND l.ward = $3))
        ORDER BY ($1 <> '' AND $1 = ANY (a.needs)) DESC, lower(a.name), a.id LIMIT $4
        """,
        wanted.need,
        wanted.way,
        wanted.ward,
        most,
    )
    return [(one["id"], one["name"]) for one in found]


def ward_choices(wards: list[WardSeen]) -> list[tuple[str, str]]:
    """Every ward to choose from, by name."""
    return [(ward.code, ward.name) for ward in wards]
