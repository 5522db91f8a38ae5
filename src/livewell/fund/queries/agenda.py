"""Where an application stands with the forum: what waits there, and what came back from it."""

from dataclasses import dataclass
from uuid import UUID

from livewell.forum.queries import decisions_on, items_about
from livewell.forum.queries.agenda import DecisionSeen, ItemSeen


@dataclass(frozen=True)
class AtForum:
    """The items about an application, the last first, and what meetings decided about them."""

    items: tuple[ItemSeen, ...]
    decisions: tuple[DecisionSeen, ...]

    @property
    def is_there(self) -> bool:
        """Whether it waits for the forum, or stands on an agenda where nothing was said of it yet."""
        return any(one.is_waiting or one.is_on for one in self.items)

    @property
    def decided(self) -> str:
        """What the forum decided, in its words; "" while it has not."""
        return "\n".join(one.words for one in self.decisions)

    @property
    def decided_at(self) -> UUID | None:
        """The meeting that decided last."""
        return self.decisions[-1].meeting if self.decisions else None


async def at_forum(application_id: UUID) -> AtForum:
    """What the forum has of an application: two statements."""
    items = await items_about(about=application_id)
    return AtForum(tuple(items), tuple(await decisions_on([one.id for one in items])))
