"""Stories: one's own, those the team may read, and those for everybody."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from livewell.kit import db
from livewell.kit.actor import Resident
from livewell.kit.errors import NotFound
from livewell.stories.rules import LABELS, REACH_LABELS, Reach, StoryState


@dataclass(frozen=True)
class StorySeen:
    """One story. Nothing in it says whose it is but the name they chose."""

    id: UUID
    title: str
    words: str
    """As it may be shown: the shorter form where the person agreed to one."""
    reach: Reach
    named_as: str
    state: StoryState
    given_at: datetime
    written_down_by: str
    """Who wrote it down for them; empty when they did."""
    version: int

    @property
    def reach_label(self) -> str:
        """How far it may go, in English words that are translated where they are shown."""
        return REACH_LABELS[self.reach]

    @property
    def label(self) -> tuple[str, str]:
        """Where it is on its way: words and a colour."""
        return LABELS[self.state]

    @property
    def waits(self) -> bool:
        """Whether nobody of the team has read it yet."""
        return self.state is StoryState.GIVEN


_STORY = """
    SELECT s.id, s.title, coalesce(nullif(s.edited_words, ''), s.words) AS words, s.reach, s.named_as, s.state, s.given_at,
           coalesce(u.name, '') AS written_down_by, s.version
      FROM story s LEFT JOIN staff_user u ON u.id = s.written_down_by
"""


def _seen(row: dict[str, object]) -> StorySeen:
    return StorySeen(**{**row, "reach": Reach(row["reach"]), "state": StoryState(row["state"])})  # type: ignore[arg-type]


async def _stories(condition: str, *args: object) -> list[StorySeen]:
    return [
        _seen(one)
        for one in await db.rows(f"{_STORY} WHERE {condition} ORDER BY s.given_at DESC, s.id LIMIT 200", *args)
    ]


async def own_stories(by: Resident) -> list[StorySeen]:
    """What somebody has given, the newest first; what they took back is gone."""
    return await _stories("s.person = $1 AND s.state <> 'withdrawn'", by.person)


async def own_story(story_id: UUID, by: Resident) -> StorySeen:
    """One of their own. NotFound for anybody else's, and for one they took back."""
    found = await db.row(f"{_STORY} WHERE s.id = $1 AND s.person = $2 AND s.state <> 'withdrawn'", story_id, by.person)
    if found is None:
        raise NotFound
    return _seen(found)


async def for_the_team() -> list[StorySeen]:
    """Every story that was given, those nobody has read first."""
    found = await _stories("s.state <> 'withdrawn'")
    return sorted(found, key=lambda one: not one.waits)


async def one_story(story_id: UUID) -> StorySeen:
    """One story, for the team. NotFound when it was taken back."""
    found = await db.row(f"{_STORY} WHERE s.id = $1 AND s.state <> 'withdrawn'", story_id)
    if found is None:
        raise NotFound
    return _seen(found)


async def for_reports() -> list[StorySeen]:
    """Those that were read and may stand in a report."""
    return await _stories("s.state = 'read' AND s.reach IN ('reports', 'public')")


async def for_everybody() -> list[StorySeen]:
    """Those that were read and that anybody may read."""
    return await _stories("s.state = 'read' AND s.reach = 'public'")
