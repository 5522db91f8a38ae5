"""Collections of listings: their list, and one with what is in it."""

from dataclasses import dataclass
from uuid import UUID

from livewell.assets.queries import assets_by_id
from livewell.finding.queries.listing import ListingPage, pages_in_short
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound


@dataclass(frozen=True)
class CollectionRow:
    """A collection in a list. `count` is how many of its listings everybody can see."""

    id: UUID
    name: str
    words: str
    need: str
    persona: str
    published: bool
    count: int


@dataclass(frozen=True)
class CollectionSeen:
    """A collection with its listings in order. `gone` counts those that are no longer shown to everybody."""

    id: UUID
    name: str
    words: str
    need: str
    persona: str
    published: bool
    version: int
    listings: tuple[ListingPage, ...]
    gone: int


_COLUMNS = """
    c.id, c.name, c.words, c.persona, c.published, coalesce(t.name, c.need) AS need,
    (SELECT count(*) FROM collection_item AS i JOIN asset AS a ON a.id = i.asset
     JOIN asset AS k ON k.id = coalesce(a.merged_into, a.id)
     WHERE i.collection = c.id AND k.published AND k.merged_into IS NULL) AS count
"""


async def collections(*, hidden_too: bool = False) -> list[CollectionRow]:
    """Every collection by name, in one statement; those that are hidden, or have nothing left to show, for staff alone."""
    found = await rows(
        f"SELECT * FROM (SELECT {_COLUMNS} FROM collection AS c LEFT JOIN term AS t ON t.code = c.need) AS x"  # noqa: S608
        " WHERE $1 OR (published AND count > 0) ORDER BY lower(name), id",
        hidden_too,
    )
    return [CollectionRow(**one) for one in found]


async def collection(collection_id: UUID, *, hidden_too: bool = False) -> CollectionSeen:
    """One collection; `need` is its code. `NotFound` when there is none, or it is hidden and `hidden_too` is not said."""
    found = await row(
        """
        SELECT c.*, (SELECT count(*) FROM collection_item AS i WHERE i.collection = c.id) AS count, coalesce((
            SELECT array_agg(k.id ORDER BY i.position, i.id) FROM collection_item AS i
            JOIN asset AS a ON a.id = i.asset JOIN asset AS k ON k.id = coalesce(a.merged_into, a.id)
            WHERE i.collection = c.id AND k.published AND k.merged_into IS NULL
        ), '{}') AS members
        FROM collection AS c WHERE c.id = $1
        """,
        collection_id,
    )
    if found is None or not (found["published"] or hidden_too):
        raise NotFound
    there = await assets_by_id(found["members"]) if found["members"] else {}
    # A listing that was merged shows as the one it became part of, once.
    listings = await pages_in_short(there[one] for one in dict.fromkeys(found["members"]) if one in there)
    return CollectionSeen(
        id=found["id"],
        name=found["name"],
        words=found["words"],
        need=found["need"],
        persona=found["persona"],
        published=found["published"],
        version=found["version"],
        listings=tuple(listings),
        gone=found["count"] - len(found["members"]),
    )


async def choices(*, without: UUID) -> tuple[tuple[str, str], ...]:
    """Collections that a listing is not in yet, to choose from."""
    found = await rows(
        """
        SELECT c.id, c.name FROM collection AS c
        WHERE NOT EXISTS (SELECT FROM collection_item AS i WHERE i.collection = c.id AND i.asset = $1)
        ORDER BY lower(c.name), c.id
        """,
        without,
    )
    return tuple((str(one["id"]), one["name"]) for one in found)
