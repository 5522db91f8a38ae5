"""What is missing seen together: ward by ward, need by need, beside what there is and what was searched for in vain."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from livewell.assets.rules import KIND_LABELS, AssetKind
from livewell.gaps.queries.lists import works_on_gaps
from livewell.gaps.rules import STEP_LABELS, StepKind
from livewell.gaps.rules.numbers import Count, shown, total, whole
from livewell.gaps.rules.steps import SOON
from livewell.gaps.rules.words import way_label
from livewell.kit import clock
from livewell.kit.db import rows
from livewell.staff.rules import Member

DAYS_OF_SEARCHES = 90
_MOST = 5_000


@dataclass(frozen=True)
class Together:
    """What is missing in one ward, or for one need: how many gaps, how many people, and how many listings there are."""

    code: str
    name: str
    gaps: int
    people: Count
    listings: int


@dataclass(frozen=True)
class Overview:
    """Every open gap, counted by ward and by need; both in the order of most people."""

    wards: tuple[Together, ...]
    needs: tuple[Together, ...]
    gaps: int
    people: Count
    anywhere: Together
    """Gaps of no ward in particular."""


@dataclass(frozen=True)
class Searched:
    """What was searched for in vain, in our own codes and words, and the ward it was searched in."""

    what: str
    need: str
    way: str
    ward: str
    ward_name: str
    times: int


@dataclass(frozen=True)
class Due:
    """A next step with somebody who offers something, on its day."""

    gap: UUID
    title: str
    whom: str
    kind: str
    next_on: date
    is_late: bool


async def overview(*, seen_by: Member | None) -> Overview:
    """Open gaps by ward and by need. Whoever does not work on gaps sees small numbers hidden, in sums too."""
    count = whole if works_on_gaps(seen_by) else shown
    found = await rows(
        """
        SELECT g.ward, coalesce(w.name, '') AS ward_name, g.need, coalesce(t.name, g.need) AS need_name,
               coalesce(c.people, 0) AS people
        FROM gap g LEFT JOIN ward w ON w.code = g.ward LEFT JOIN term t ON t.code = g.need
        LEFT JOIN gap_counted c ON c.gap = g.id
        WHERE g.state IN ('open', 'taken_up') AND g.joined_to IS NULL ORDER BY g.raised_at DESC LIMIT $1
        """,
        _MOST,
    )
    there = await rows(
        """
        SELECT 'ward' AS what, l.ward AS code, count(DISTINCT a.id)::int AS listings
        FROM asset a JOIN asset_at_location al ON al.asset = a.id JOIN location l ON l.id = al.location
        WHERE a.published AND a.merged_into IS NULL AND a.running = 'active' AND l.ward <> '' GROUP BY l.ward
        UNION ALL
        SELECT 'need', need, count(*)::int FROM asset a CROSS JOIN LATERAL unnest(a.needs) AS need
        WHERE a.published AND a.merged_into IS NULL AND a.running = 'active' GROUP BY need
        """
    )
    listings = {(one["what"], one["code"]): one["listings"] for one in there}
    counted = [(one, count(one["people"])) for one in found]
    by_ward = _grouped(counted, "ward", listings)
    nowhere = next((one for one in by_ward if not one.code), Together("", "Anywhere", 0, Count(0), 0))
    return Overview(
        wards=tuple(one for one in by_ward if one.code),
        needs=tuple(one for one in _grouped(counted, "need", listings) if one.code),
        gaps=len(found),
        people=total(each for _, each in counted),
        anywhere=nowhere,
    )


def _grouped(
    counted: Iterable[tuple[dict[str, Any], Count]], what: str, listings: dict[tuple[str, str], int]
) -> list[Together]:
    names: dict[str, str] = {}
    each: dict[str, list[Count]] = defaultdict(list)
    for one, people in counted:
        names[one[what]] = one[f"{what}_name"] or one[what]
        each[one[what]].append(people)
    made = [
        Together(code, names[code] or "Anywhere", len(counts), total(counts), listings.get((what, code), 0))
        for code, counts in each.items()
    ]
    # What is hidden is never told apart by its place in the list.
    return sorted(made, key=lambda one: (-(one.people.number or 0), one.name))


async def searched(*, ward: str = "", most: int = 100) -> list[Searched]:
    """What was searched for in vain in the last 90 days, the most often first; with `ward` there alone."""
    found = await rows(
        """
        SELECT u.need, u.way, u.kind, u.ward, coalesce(w.name, '') AS ward_name, sum(u.times)::int AS times,
               max(coalesce(n.name, u.need)) AS need_name, max(coalesce(a.name, u.activity)) AS activity_name
        FROM unmet_search u LEFT JOIN ward w ON w.code = u.ward
        LEFT JOIN term n ON n.code = u.need LEFT JOIN term a ON a.code = u.activity
        WHERE u."on" > $1 AND ($2 = '' OR u.ward = $2) AND (u.need <> '' OR u.activity <> '' OR u.kind <> '' OR u.way <> '')
        GROUP BY u.need, u.activity, u.kind, u.way, u.ward, w.name
        ORDER BY times DESC, u.need, u.activity, u.kind, u.way, u.ward LIMIT $3
        """,
        clock.today() - timedelta(days=DAYS_OF_SEARCHES),
        ward,
        most,
    )
    return [_searched(one) for one in found]


def _searched(found: dict[str, Any]) -> Searched:
    kind = KIND_LABELS[AssetKind(found["kind"])] if found["kind"] in set(AssetKind) else ""
    names = (found["activity_name"], found["need_name"], way_label(found["way"]), kind)
    what = ", ".join(dict.fromkeys(name for name in names if name))
    return Searched(what, found["need"], found["way"], found["ward"], found["ward_name"], found["times"])


async def due(*, most: int = 200) -> list[Due]:
    """Next steps with those who offer something that are due within a week, the latest first; of open gaps alone."""
    today = clock.today()
    found = await rows(
        """
        SELECT last.gap, g.title, last.whom, last.kind, last.next_on
        FROM (
            SELECT DISTINCT ON (s.gap, coalesce(s.asset::text, lower(s.with_whom)))
                   s.gap, coalesce(a.name, s.with_whom) AS whom, s.kind, s.next_on
            FROM gap_step s LEFT JOIN asset a ON a.id = s.asset
            ORDER BY s.gap, coalesce(s.asset::text, lower(s.with_whom)), s.done_on DESC, s.noted_at DESC
        ) last JOIN gap g ON g.id = last.gap
        WHERE last.next_on <= $1 AND g.state IN ('open', 'taken_up') AND g.joined_to IS NULL
        ORDER BY last.next_on, g.title LIMIT $2
        """,
        today + SOON,
        most,
    )
    return [Due(**one | {"kind": STEP_LABELS[StepKind(one["kind"])]}, is_late=one["next_on"] < today) for one in found]
