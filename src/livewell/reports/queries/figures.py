"""Figures without any person in them: everything leaves here protected, so that no page can show what was hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from livewell.journeys.rules import END_REASONS, EndReason
from livewell.kit import db
from livewell.referrals.rules import NEED_LABELS, REFERRER_LABELS, Need, ReferrerType
from livewell.reports import rules
from livewell.reports.queries.cohort import COHORT
from livewell.reports.rules import BeforeAfter, Period, Protected

FURTHEST: dict[str, str] = {
    "received": "Received, not accepted",
    "accepted": "Accepted, not yet supported",
    "supported": "Supported by a health coach",
    "link_worker": "Taken on by a link worker",
    "connected": "Been along to a group or activity",
}
"""The furthest each referral came: every referral is counted once."""

NO_AREA = "No area"
ALL_AREAS = "All areas"


@dataclass(frozen=True)
class Figures:
    """Everything on the page, protected."""

    furthest: Protected
    """Furthest stage by area."""
    referrers: Protected
    """Type of referrer, in all areas: by area it would have the same totals as the table above, and give away what that one hides."""
    endings: Protected
    """Reason of ending by area, of those that ended."""
    needs: tuple[tuple[str, int | None], ...]
    """A referral may name several needs, so there is no total."""
    practices: int | None
    practices_with_one: int | None
    activation: BeforeAfter
    groups: BeforeAfter


async def figures(chosen: Period) -> Figures:
    """The whole page in five queries."""
    areas = [row["name"] for row in await db.rows("SELECT name FROM area ORDER BY position, name")] + [NO_AREA]
    counted = await db.rows(
        f"""
        SELECT coalesce(a.name, '{NO_AREA}') AS area, c.referrer_type,
               CASE WHEN c.connected THEN 'connected' WHEN c.link_worker THEN 'link_worker'
                    WHEN c.supported THEN 'supported' WHEN c.accepted THEN 'accepted' ELSE 'received' END AS furthest,
               CASE WHEN c.ended THEN c.end_reason ELSE '' END AS ending, count(*) AS referrals
        FROM ({COHORT}) AS c LEFT JOIN area a ON a.id = c.area GROUP BY 1, 2, 3, 4
        """,  # noqa: S608  Constants only.
        chosen.first,
        chosen.until,
    )
    needs = await db.rows(
        f"SELECT need, count(*) AS referrals FROM ({COHORT}) AS c, unnest(c.needs) AS need GROUP BY need",  # noqa: S608  Constants only.
        chosen.first,
        chosen.until,
    )
    practices = await db.row(
        f"""
        SELECT count(*) AS practices, count(*) FILTER (WHERE EXISTS (
            SELECT 1 FROM ({COHORT}) AS c WHERE c.practice = p.id)) AS with_one
        FROM practice p WHERE p.listed
        """,  # noqa: S608  Constants only.
        chosen.first,
        chosen.until,
    )
    changed = await _changed(chosen)
    assert practices is not None
    by_need = {row["need"]: row["referrals"] for row in needs}
    furthest = _table(counted, "furthest", FURTHEST, areas)
    everywhere = [{**row, "area": ALL_AREAS} for row in counted]
    referrers = _table(
        everywhere, "referrer_type", {kind.value: REFERRER_LABELS[kind] for kind in ReferrerType}, [ALL_AREAS]
    )
    return Figures(
        furthest=furthest,
        # The two have one number in common, how many there were in all: where one hides it, the other shows nothing.
        referrers=referrers if furthest.cell(rules.TOTAL, rules.TOTAL) is not None else rules.hide_all(referrers),
        endings=_table(counted, "ending", {reason.value: END_REASONS[reason] for reason in EndReason}, areas),
        needs=tuple((NEED_LABELS[need], rules.protect_one(by_need.get(need.value, 0))) for need in Need),
        # Practices are not people: their number is on every map.
        practices=practices["practices"],
        practices_with_one=practices["with_one"],
        activation=rules.before_after(int(changed["scored"]), changed["pam_first"], changed["pam_last"]),
        groups=rules.before_after(int(changed["grouped"]), changed["groups_first"], changed["groups_last"]),
    )


def _table(
    counted: Sequence[Mapping[str, object]], column: str, labels: Mapping[str, str], areas: Sequence[str]
) -> Protected:
    """Kinds in rows, areas in columns; what is of no kind is left out."""
    sums: dict[tuple[str, str], int] = {}
    for row in counted:
        label = labels.get(str(row[column]))
        if label is not None:
            cell = (label, str(row["area"]))
            sums[cell] = sums.get(cell, 0) + int(str(row["referrals"]))
    used = [area for area in areas if area != NO_AREA or any(where == NO_AREA for _, where in sums)]
    return rules.protect(sums, list(labels.values()), used)


async def _changed(chosen: Period) -> dict[str, float]:
    """
    The first and last of the same people, of those who agreed that their answers may be used.

    A person counts once, with their newest journey that has two measurements.
    """
    found = await db.row(
        f"""
        WITH agreed AS (
            SELECT DISTINCT c.journey, c.person FROM ({COHORT}) AS c
            WHERE c.journey IS NOT NULL AND (
                SELECT given FROM consent WHERE person = c.person AND kind = 'evaluation' ORDER BY said_at DESC LIMIT 1
            )
        ), stands AS (
            SELECT s.journey, s.score, s.taken_at, s.sequence FROM score s
            WHERE s.instrument = 'pam' AND s.score IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM score later WHERE later.replaces = s.id)
        ), scored AS (
            SELECT DISTINCT ON (a.person) a.person,
                   (array_agg(s.score ORDER BY s.taken_at, s.sequence))[1] AS first,
                   (array_agg(s.score ORDER BY s.taken_at DESC, s.sequence DESC))[1] AS last
            FROM agreed a JOIN stands s ON s.journey = a.journey GROUP BY a.person, a.journey HAVING count(*) > 1
            ORDER BY a.person, max(s.taken_at) DESC
        ), grouped AS (
            SELECT DISTINCT ON (a.person) a.person, e.groups_before AS first, e.groups_now AS last
            FROM agreed a JOIN ending e ON e.journey = a.journey
            WHERE e.groups_before IS NOT NULL AND e.groups_now IS NOT NULL ORDER BY a.person, e.written_at DESC
        )
        SELECT (SELECT count(*) FROM scored) AS scored, (SELECT avg(first)::float FROM scored) AS pam_first,
               (SELECT avg(last)::float FROM scored) AS pam_last, (SELECT count(*) FROM grouped) AS grouped,
               (SELECT avg(first)::float FROM grouped) AS groups_first, (SELECT avg(last)::float FROM grouped) AS groups_last
        """,  # noqa: S608  Constants only.
        chosen.first,
        chosen.until,
    )
    assert found is not None
    return found
