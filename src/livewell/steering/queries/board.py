"""The work of the forum on one page: challenges by state, what was decided, what is overdue, and its own figures."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from livewell.challenges.queries import ChallengeLine, challenges
from livewell.challenges.rules.ideas import LABELS, IdeaState
from livewell.forum.rules import called
from livewell.kit import clock
from livewell.kit.db import row, rows

_A_YEAR = timedelta(days=365)
_SHOWN = 10


@dataclass(frozen=True)
class DecisionMade:
    """One decision of a meeting that was held."""

    words: str
    meeting: UUID
    meeting_title: str
    starts_at: datetime


@dataclass(frozen=True)
class ActionOverdue:
    """Something somebody said they would do by a day that is past."""

    words: str
    owner: str
    due_on: date
    meeting: UUID


@dataclass(frozen=True)
class Board:
    """What the forum works on and what came of it; `figures` are of the last 365 days where they say so."""

    by_state: tuple[tuple[tuple[str, str], int], ...]
    """Each state as its label, and how many open challenges have it."""
    challenges: tuple[ChallengeLine, ...]
    decisions: tuple[DecisionMade, ...]
    overdue: tuple[ActionOverdue, ...]
    figures: tuple[tuple[int, str, str], ...]
    """How many, of what, and where to read more."""


async def board() -> Board:
    """The work of the forum today, in five queries."""
    counted = {
        one["state"]: one["number"]
        for one in await rows("SELECT state, count(*) AS number FROM challenge WHERE closed_on IS NULL GROUP BY state")
    }
    lines, _ = await challenges()
    decisions = await rows(
        """
        SELECT d.words, m.id AS meeting, m.title AS meeting_title, m.starts_at
          FROM forum_decision d JOIN forum_meeting m ON m.id = d.meeting
         WHERE m.state = 'held' ORDER BY m.starts_at DESC, d.decided_at DESC, d.id LIMIT $1
        """,
        _SHOWN,
    )
    overdue = await rows(
        """
        SELECT a.words, m.name AS owner, a.due_on, a.meeting FROM forum_action a JOIN forum_member m ON m.id = a.owner
         WHERE a.state = 'open' AND a.due_on < $1 ORDER BY a.due_on, a.id LIMIT 50
        """,
        clock.today(),
    )
    return Board(
        by_state=tuple((LABELS[state], counted.get(state.value, 0)) for state in IdeaState),
        challenges=tuple(lines),
        decisions=tuple(DecisionMade(**one) for one in decisions),
        overdue=tuple(ActionOverdue(**{**one, "owner": called(one["owner"])}) for one in overdue),
        figures=await _figures(),
    )


async def _figures() -> tuple[tuple[int, str, str], ...]:
    found = await row(
        """
        SELECT (SELECT count(*) FROM forum_member WHERE state = 'member') AS members,
               (SELECT count(*) FROM forum_meeting WHERE state = 'held' AND starts_at >= $1) AS meetings,
               (SELECT count(*) FROM forum_decision d JOIN forum_meeting m ON m.id = d.meeting
                 WHERE m.state = 'held' AND m.starts_at >= $1) AS decisions,
               (SELECT count(*) FROM forum_action WHERE state = 'done' AND done_on >= $1::timestamptz::date) AS done,
               (SELECT count(*) FROM community_group WHERE closed_on IS NULL) AS groups,
               (SELECT count(*) FROM community_group WHERE independent_on IS NOT NULL) AS independent
        """,
        clock.now() - _A_YEAR,
    )
    assert found is not None  # Counts are always one row.
    return (
        (found["members"], "members of the forum", "/forum/members"),
        (found["meetings"], "meetings held in a year", ""),
        (found["decisions"], "decisions in a year", ""),
        (found["done"], "actions done in a year", "/forum/actions"),
        (found["groups"], "groups that are helped to begin or to last", "/groups"),
        (found["independent"], "groups that came to stand by themselves", "/groups"),
    )
