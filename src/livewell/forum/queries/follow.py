"""What members said they would do: by whom, by when, what is overdue."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.forum.rules import called
from livewell.forum.rules.agenda import ActionState, action_label, is_overdue
from livewell.kit import clock
from livewell.kit.db import row, rows, value
from livewell.kit.errors import NotFound

_PAGE = 50


@dataclass(frozen=True)
class ActionSeen:
    """One action of the forum."""

    id: UUID
    meeting: UUID
    meeting_title: str
    meeting_at: datetime
    forum_group: UUID | None
    decision: UUID | None
    decided: str
    words: str
    owner: UUID
    owner_name: str
    owner_is_member: bool
    due_on: date
    state: ActionState
    done_on: date | None
    came_of_it: str
    version: int

    @property
    def label(self) -> tuple[str, str]:
        """Where it stands today, in words and the colour of its tag."""
        return action_label(self.state, self.due_on, clock.today())

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state is ActionState.OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether its day is over and it is not done."""
        return is_overdue(self.state, self.due_on, clock.today())


_SEEN = """
    SELECT a.id, a.meeting, f.title AS meeting_title, f.starts_at AS meeting_at, f.forum_group, a.decision,
           coalesce(d.words, '') AS decided, a.words, a.owner, m.name AS owner_name,
           m.state = 'member' AS owner_is_member, a.due_on, a.state, a.done_on, a.came_of_it, a.version
    FROM forum_action a JOIN forum_meeting f ON f.id = a.meeting JOIN forum_member m ON m.id = a.owner
    LEFT JOIN forum_decision d ON d.id = a.decision
"""


def _seen(found: dict[str, Any]) -> ActionSeen:
    return ActionSeen(**{**found, "state": ActionState(found["state"]), "owner_name": called(found["owner_name"])})


async def action(action_id: UUID) -> ActionSeen:
    """One action. `NotFound` when there is none."""
    found = await row(f"{_SEEN} WHERE a.id = $1", action_id)
    if found is None:
        raise NotFound
    return _seen(found)


async def actions_of(meeting_id: UUID) -> list[ActionSeen]:
    """What was agreed at one meeting, by day."""
    return [_seen(one) for one in await rows(f"{_SEEN} WHERE a.meeting = $1 ORDER BY a.due_on, a.id", meeting_id)]


async def own_actions(member_id: UUID) -> list[ActionSeen]:
    """What one member said they would do: what is open by day, then the last ten that are not."""
    found = await rows(
        f"{_SEEN} WHERE a.owner = $1 ORDER BY a.state <> 'open', CASE WHEN a.state = 'open' THEN a.due_on END,"
        " a.done_on DESC NULLS LAST, a.id LIMIT 50",
        member_id,
    )
    return [_seen(one) for one in found]


async def open_actions() -> list[ActionSeen]:
    """Everything that is still to be done, by day; at most 200."""
    return [_seen(one) for one in await rows(f"{_SEEN} WHERE a.state = 'open' ORDER BY a.due_on, a.id LIMIT 200")]


async def closed_actions(*, page: int = 1) -> tuple[list[ActionSeen], int]:
    """What was done or let go, the last first: 50 of a page, and how many pages."""
    many = int(await value("SELECT count(*) FROM forum_action WHERE state <> 'open'"))
    found = await rows(
        f"{_SEEN} WHERE a.state <> 'open' ORDER BY a.done_on DESC NULLS LAST, a.due_on DESC, a.id LIMIT $1 OFFSET $2",
        _PAGE,
        (page - 1) * _PAGE,
    )
    return [_seen(one) for one in found], max(1, -(-many // _PAGE))
