"""Who may suit a request: the pool of ready volunteers, read in one query, and the rule over it."""

from dataclasses import dataclass
from uuid import UUID

from livewell.assets.queries import vocabulary
from livewell.kit import clock
from livewell.kit.db import row, rows
from livewell.placements.queries.asking import HELPED_WITH
from livewell.placements.rules.matching import Offer, Side, Suggestion, Wanted, Words, suggest
from livewell.volunteers.rules.words import LANGUAGES, TIMES

_LANGUAGES = {code: label for code, label in LANGUAGES.items() if code != "en"}

# Whoever said no to this request, is kept apart or is the person themself is never in the list, and nothing says why.
_OFFERS = """
    SELECT v.id, r.id AS role, coalesce(v.easting, w.easting) AS easting, coalesce(v.northing, w.northing) AS northing,
           v.times, v.languages, v.interests, v.can_help_with, v.miles, least(v.most_people, r.most_people) AS most,
           (SELECT count(*) FROM placement p WHERE p.volunteer = v.id AND p.asked IS NOT NULL
               AND p.state IN ('proposed', 'active', 'stopped')) AS people,
           volunteer_ready(v.id, r.id, $2) AS ready,
           kept_apart(v.id, j.person)
               OR EXISTS (SELECT 1 FROM placement p WHERE p.volunteer = v.id AND p.asked = a.id AND p.state <> 'proposed')
               AS never
    FROM befriender_asked a
    JOIN journey j ON j.id = a.journey
    CROSS JOIN volunteer v
    JOIN LATERAL (
        SELECT role.id, role.most_people FROM volunteer_role role
        JOIN volunteer_wish wish ON wish.role = role.id AND wish.volunteer = v.id
        WHERE role.family = 'befriender'
        ORDER BY volunteer_ready(v.id, role.id, $2) DESC, wish.wished_at, role.id LIMIT 1
    ) AS r ON true
    LEFT JOIN ward w ON w.code = v.ward
    WHERE a.id = $1 AND v.stage IN ('ready', 'active') AND v.forgotten_at IS NULL AND ($3::uuid IS NULL OR v.id = $3)
"""


@dataclass(frozen=True)
class Suggested:
    """A suggestion with the volunteer's name and what they would do."""

    volunteer: UUID
    name: str
    role: UUID
    role_title: str
    reasons: tuple[str, ...]
    to_speak_about: tuple[str, ...]


async def suggestions(asked_id: UUID, *, only: UUID | None = None) -> tuple[Suggestion, ...]:
    """
    Everybody who may suit a request, the best first; with `only`, that volunteer or nobody.

    Whoever is not ready, has no room, is kept apart, is the person themself or was asked before is simply not there.
    """
    wanted = await _wanted(asked_id)
    if wanted is None:
        return ()
    found = await rows(_OFFERS, asked_id, clock.today(), only)
    return suggest(
        wanted,
        [
            Offer(
                volunteer=one["id"],
                role=one["role"],
                side=Side(
                    (one["easting"], one["northing"]) if one["easting"] is not None else None,
                    frozenset(one["times"]),
                    frozenset(one["languages"]),
                    frozenset(one["interests"]),
                ),
                miles=one["miles"],
                helps_with=frozenset(one["can_help_with"]),
                ready=one["ready"],
                people=one["people"],
                most_people=one["most"],
                never=one["never"],
            )
            for one in found
        ],
        Words(
            times={code: f"{label}s" for code, label in TIMES.items()},
            languages=_LANGUAGES,
            interests={code: name for code, (name, _) in (await vocabulary()).names_and_parents.items()},
            access=HELPED_WITH,
        ),
    )


async def suggested(asked_id: UUID, *, at_most: int = 10) -> tuple[Suggested, ...]:
    """The best of them, as the coordinators' page shows them."""
    best = (await suggestions(asked_id))[:at_most]
    named = await rows(
        """
        SELECT v.id, v.name, r.id AS role, r.title FROM unnest($1::uuid[], $2::uuid[]) AS wanted (volunteer, role)
        JOIN volunteer v ON v.id = wanted.volunteer JOIN volunteer_role r ON r.id = wanted.role
        """,
        [one.volunteer for one in best],
        [one.role for one in best],
    )
    names = {one["id"]: (one["name"], one["title"]) for one in named}
    return tuple(
        Suggested(
            one.volunteer, names[one.volunteer][0], one.role, names[one.volunteer][1], one.reasons, one.to_speak_about
        )
        for one in best
    )


async def _wanted(asked_id: UUID) -> Wanted | None:
    found = await row(
        """
        SELECT a.times, a.languages, a.interests, a.access, w.easting, w.northing
        FROM befriender_asked a JOIN journey j ON j.id = a.journey JOIN person p ON p.id = j.person
        LEFT JOIN ward w ON w.code = a.ward AND NOT p.protected_address
        WHERE a.id = $1 AND a.state = 'open'
        """,
        asked_id,
    )
    if found is None:
        return None
    point = (found["easting"], found["northing"]) if found["easting"] is not None else None
    side = Side(point, *(frozenset(found[name]) for name in ("times", "languages", "interests")))
    return Wanted(side, frozenset(found["access"]))
