"""The catalogue: courses of our own and those of partners on the map, found by words, subject, place and time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from livewell.assets.queries import AssetRow, in_short
from livewell.kit import clock
from livewell.kit.db import rows
from livewell.learning.rules import (
    CATEGORY_LABELS,
    KIND_LABELS,
    WORDS_OF_LISTINGS,
    Category,
    CourseKind,
    is_coproduced,
    say_places,
)

A_PAGE = 20
NEAR_METRES = 8000
"""Five miles: what is farther from a ward is not near it."""

WHEN: dict[str, str] = {
    "month": "In the next four weeks",
    "day": "On weekdays in the daytime",
    "evening": "In the evening",
    "weekend": "At the weekend",
}
_MONTH = timedelta(weeks=4)


@dataclass(frozen=True)
class Sought:
    """What somebody looks for; empty is anything. `ward` is an ONS code, `category` and `when` are codes."""

    words: str = ""
    category: str = ""
    ward: str = ""
    when: str = ""
    page: int = 1

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows it."""
        return not (self.words or self.category or self.ward or self.when)


@dataclass(frozen=True)
class Offered:
    """One course in the catalogue. One that is only a listing of the map leads to its listing."""

    href: str
    title: str
    kind: str
    category: str
    runs_it: str
    coproduced: bool
    next_at: datetime | None
    place: str
    cost: str
    places: str
    what: str
    when: str = ""
    is_listing: bool = False


@dataclass(frozen=True)
class Catalogue:
    """One page of it."""

    offered: tuple[Offered, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(-(-self.total // A_PAGE), 1)


_SOUGHT = """
    WITH near AS (SELECT easting, northing FROM ward WHERE code = $3),
    next_of AS (
        SELECT r.course, s.run, s.starts_at, s.id, r.place, coalesce(r.asset, c.asset) AS asset
        FROM course_run r JOIN course c ON c.id = r.course JOIN course_session s ON s.run = r.id
        WHERE r.state IN ('open', 'closed') AND s.cancelled_why = '' AND s.starts_at > $5
    ),
    own AS (
        SELECT c.id AS course, NULL::uuid AS listing, c.title, n.run, n.starts_at AS next_at, n.place, c.category, c.slug,
               c.kind, c.provider, c.own, c.cost, c.about, c.subject_trainer, c.lived_trainer
        FROM course c LEFT JOIN LATERAL (
            SELECT * FROM next_of o WHERE o.course = c.id AND (
                $4 = '' OR ($4 = 'month' AND o.starts_at < $6)
                OR ($4 = 'weekend' AND extract(isodow FROM o.starts_at AT TIME ZONE 'Europe/London') > 5)
                OR ($4 = 'evening' AND extract(hour FROM o.starts_at AT TIME ZONE 'Europe/London') >= 17)
                OR ($4 = 'day' AND extract(isodow FROM o.starts_at AT TIME ZONE 'Europe/London') <= 5
                    AND extract(hour FROM o.starts_at AT TIME ZONE 'Europe/London') < 17)
            ) AND ($3 = '' OR EXISTS (
                SELECT FROM asset_at_location al JOIN location l ON l.id = al.location, near
                WHERE al.asset = o.asset AND NOT l.hidden
                  AND (l.easting - near.easting)^2 + (l.northing - near.northing)^2 <= $7::float8 ^ 2
            )) ORDER BY o.starts_at LIMIT 1
        ) n ON true
        WHERE c.state = 'open' AND ($2 = '' OR c.category = $2)
          AND (($3 = '' AND $4 = '') OR n.run IS NOT NULL)
          AND NOT EXISTS (
              SELECT FROM unnest($1::text[]) AS word
              WHERE strpos(lower(concat_ws(' ', c.title, c.about, c.learn, c.provider)), word) = 0
          )
    ),
    listed AS (
        SELECT NULL::uuid AS course, a.id AS listing, a.name AS title, NULL::uuid AS run, n.next_at, ''::text AS place,
               ''::text AS category, ''::text AS slug, 'course'::text AS kind, ''::text AS provider, false AS own,
               ''::text AS cost, a.what AS about, ''::text AS subject_trainer, ''::text AS lived_trainer
        FROM asset a LEFT JOIN LATERAL (
            SELECT min(next_at) FILTER (WHERE next_at > $5) AS next_at FROM search_row s WHERE s.asset = a.id
        ) n ON true
        WHERE a.kind = 'course' AND a.published AND a.running = 'active' AND a.merged_into IS NULL
          AND ($2 = '' OR a.needs && $10::varchar[] OR a.activities && $10::varchar[])
          AND NOT EXISTS (SELECT FROM course c WHERE c.asset = a.id AND c.state = 'open')
          AND ($4 = '' OR ($4 = 'month' AND n.next_at < $6)
               OR ($4 = 'weekend' AND extract(isodow FROM n.next_at AT TIME ZONE 'Europe/London') > 5)
               OR ($4 = 'evening' AND extract(hour FROM n.next_at AT TIME ZONE 'Europe/London') >= 17)
               OR ($4 = 'day' AND extract(isodow FROM n.next_at AT TIME ZONE 'Europe/London') <= 5
                   AND extract(hour FROM n.next_at AT TIME ZONE 'Europe/London') < 17))
          AND ($3 = '' OR EXISTS (
              SELECT FROM asset_at_location al JOIN location l ON l.id = al.location, near
              WHERE al.asset = a.id AND NOT l.hidden
                AND (l.easting - near.easting)^2 + (l.northing - near.northing)^2 <= $7::float8 ^ 2
          ))
          AND NOT EXISTS (
              SELECT FROM unnest($1::text[]) AS word WHERE strpos(lower(concat_ws(' ', a.name, a.what)), word) = 0
          )
    ),
    every AS (SELECT * FROM own UNION ALL SELECT * FROM listed),
    shown AS (
        SELECT *, count(*) OVER () AS total FROM every
        ORDER BY next_at NULLS LAST, lower(title), coalesce(course, listing) LIMIT $8 OFFSET $9
    )
    SELECT shown.*, r.places, r.waiting_places,
           (SELECT count(*) FROM booking b WHERE b.run = shown.run AND b.state IN ('booked', 'offered')) AS taken,
           (SELECT count(*) FROM booking b WHERE b.run = shown.run AND b.state = 'waiting') AS waiting
    FROM shown LEFT JOIN course_run r ON r.id = shown.run
    ORDER BY shown.next_at NULLS LAST, lower(shown.title), coalesce(shown.course, shown.listing)
"""


async def catalogue(sought: Sought) -> Catalogue:
    """
    What there is to learn, the soonest first. Two statements.

    A subject finds a listing of the map by the needs and activities it names. What has no place on the map is found near
    no ward.
    """
    now = clock.now()
    found = await rows(
        _SOUGHT,
        sought.words.lower().split(),
        sought.category,
        sought.ward,
        sought.when,
        now,
        now + _MONTH,
        NEAR_METRES,
        A_PAGE,
        (sought.page - 1) * A_PAGE,
        list(WORDS_OF_LISTINGS.get(Category(sought.category), ()) if sought.category in set(Category) else ()),
    )
    listed = await in_short([one["listing"] for one in found if one["listing"]])
    offered = tuple(_offered(one, listed) for one in found)
    return Catalogue(offered, found[0]["total"] if found else 0, sought.page)


def _offered(one: dict[str, Any], listed: dict[UUID, AssetRow]) -> Offered:
    if one["listing"] is not None:
        listing = listed.get(one["listing"])
        return Offered(
            href=f"/community/{one['listing']}",
            title=one["title"],
            kind=KIND_LABELS[CourseKind.COURSE],
            category="",
            runs_it=(listing.organisation if listing else "") or "Somebody on the map",
            coproduced=False,
            next_at=one["next_at"],
            place=", ".join(filter(None, [listing.place_name, listing.town])) if listing else "",
            cost=listing.cost_words if listing else "",
            places="",
            what=one["about"],
            when=listing.when if listing else "",
            is_listing=True,
        )
    return Offered(
        href=f"/learning/{one['slug']}",
        title=one["title"],
        kind=KIND_LABELS[CourseKind(one["kind"])],
        category=CATEGORY_LABELS[Category(one["category"])],
        runs_it="Live Well" if one["own"] else one["provider"],
        coproduced=badge(one),
        next_at=one["next_at"],
        place=one["place"] or "",
        cost=one["cost"],
        places=say_places(one["places"] - one["taken"], one["waiting_places"] - one["waiting"]) if one["run"] else "",
        what=one["about"],
    )


def badge(one: dict[str, Any]) -> bool:
    """Whether a row of a course has the badge."""
    return is_coproduced(one["subject_trainer"], one["lived_trainer"])


async def wards() -> list[tuple[str, str]]:
    """Every ward to choose from: code and name."""
    return [(one["code"], one["name"]) for one in await rows("SELECT code, name FROM ward ORDER BY position, name")]
