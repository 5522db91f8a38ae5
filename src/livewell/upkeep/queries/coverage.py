"""Wards and how well what is in them is known; needs that nothing within reach speaks to; what was looked for in vain."""

import json
from collections import defaultdict
from datetime import timedelta
from typing import Any

from livewell.assets.rules import KIND_LABELS, AssetKind
from livewell.assets.rules.trust import A_YEAR, HALF_A_YEAR, NINE_MONTHS
from livewell.kit import clock
from livewell.kit.db import rows
from livewell.upkeep.rules.coverage import DAYS_OF_SEARCHES, Gap, NothingFound, WardCovered
from livewell.upkeep.rules.provision import MILE


async def coverage() -> list[WardCovered]:
    """Every ward, by name, also those with nothing in them. What is in no ward we hold is not counted."""
    now = clock.now()
    found = await rows(
        """
        WITH here AS (
            SELECT DISTINCT l.ward, a.id, a.kind, a.assured_at
            FROM asset a JOIN asset_at_location al ON al.asset = a.id JOIN location l ON l.id = al.location
            WHERE a.published AND a.merged_into IS NULL AND a.running = 'active' AND l.ward <> ''
        ), visited AS (
            SELECT coalesce(a.merged_into, a.id) AS id, max(v.visited_on) AS last
            FROM asset_visit v JOIN asset a ON a.id = v.asset WHERE v.state = 'done' GROUP BY 1
        ), counted AS (
            SELECT here.ward, count(*) AS assets, count(visited.id) AS visited, max(visited.last) AS last_visit,
                   count(*) FILTER (WHERE assured_at > $1) AS fresh,
                   count(*) FILTER (WHERE assured_at <= $1 AND assured_at > $2) AS due,
                   count(*) FILTER (WHERE assured_at <= $2 AND assured_at > $3) AS late,
                   count(*) FILTER (WHERE assured_at IS NULL OR assured_at <= $3) AS stale
            FROM here LEFT JOIN visited ON visited.id = here.id GROUP BY here.ward
        ), kinds AS (
            SELECT ward, jsonb_object_agg(kind, number) AS kinds
            FROM (SELECT ward, kind, count(*) AS number FROM here GROUP BY ward, kind) AS of_a_kind GROUP BY ward
        )
        SELECT w.code, w.name, coalesce(assets, 0) AS assets, coalesce(visited, 0) AS visited, last_visit,
               coalesce(fresh, 0) AS fresh, coalesce(due, 0) AS due, coalesce(late, 0) AS late,
               coalesce(stale, 0) AS stale, coalesce(kinds, '{}') AS kinds
        FROM ward w LEFT JOIN counted ON counted.ward = w.code LEFT JOIN kinds ON kinds.ward = w.code
        ORDER BY lower(w.name), w.code
        """,
        now - timedelta(days=HALF_A_YEAR),
        now - timedelta(days=NINE_MONTHS),
        # Trust counts somebody's word for a year and that day.
        now - timedelta(days=A_YEAR + 1),
    )
    return [WardCovered(**one | {"kinds": _kinds(one["kinds"])}) for one in found]


def _kinds(found: str) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = json.loads(found)
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


async def gaps(*, miles: int) -> list[Gap]:
    """
    Needs of our vocabulary that no listing within `miles` of the middle of a ward speaks to, and none that comes there.

    The need that is missing in the most wards first. A listing that covers a ward, its district or everywhere is
    within reach of it wherever it stands.
    """
    found = await rows(
        """
        WITH reached AS (
            SELECT DISTINCT w.code, need
            FROM ward w
            JOIN search_row r ON r.easting IS NOT NULL
             AND point(r.easting::float8, r.northing::float8) <@ circle(point(w.easting, w.northing), $1)
            JOIN asset a ON a.id = r.asset AND a.running = 'active'
            CROSS JOIN LATERAL unnest(a.needs) AS need
            UNION
            SELECT DISTINCT w.code, need
            FROM ward w
            JOIN search_row r ON r.covers && ARRAY[w.code, w.district, '*']::varchar[]
            JOIN asset a ON a.id = r.asset AND a.running = 'active'
            CROSS JOIN LATERAL unnest(a.needs) AS need
        )
        SELECT t.name AS need, w.name AS ward, (SELECT count(*) FROM ward) AS wards
        FROM term t CROSS JOIN ward w
        WHERE t.taxonomy = 'needs' AND NOT t.retired
          AND NOT EXISTS (SELECT FROM reached r WHERE r.code = w.code AND r.need = t.code)
        ORDER BY t.name, w.name
        """,
        float(miles * MILE),
    )
    wards: dict[str, list[str]] = defaultdict(list)
    for one in found:
        wards[one["need"]].append(one["ward"])
    every = found[0]["wards"] if found else 0
    missing = (Gap(need, tuple(names), everywhere=len(names) == every) for need, names in wards.items())
    return sorted(missing, key=lambda gap: (-len(gap.wards), gap.need))


async def not_found() -> list[NothingFound]:
    """What was looked for in the last 90 days and not found, by ward, the most often first; at most 100 lines."""
    found = await rows(
        """
        SELECT need, activity, u.kind, coalesce(w.name, '') AS ward, sum(times)::int AS times,
               max(n.name) AS need_name, max(a.name) AS activity_name
        FROM unmet_search u LEFT JOIN ward w ON w.code = u.ward
        LEFT JOIN term n ON n.code = u.need LEFT JOIN term a ON a.code = u.activity
        WHERE u."on" > $1 AND (u.need <> '' OR u.activity <> '' OR u.kind <> '')
        GROUP BY 1, 2, 3, 4 ORDER BY times DESC, need, activity, kind, ward LIMIT 100
        """,
        clock.today() - timedelta(days=DAYS_OF_SEARCHES),
    )
    return [NothingFound(_looked_for(one), one["ward"], one["times"]) for one in found]


def _looked_for(found: dict[str, Any]) -> str:
    kind = KIND_LABELS[AssetKind(found["kind"])] if found["kind"] in set(AssetKind) else ""
    names = (found["need_name"] or found["need"], found["activity_name"] or found["activity"], kind)
    return ", ".join(name for name in names if name)
