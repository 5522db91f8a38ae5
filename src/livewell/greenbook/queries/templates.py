"""The versions of the book: for the manager who writes them with the forum."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.greenbook.rules import Leaf, Part, read_leaves
from livewell.greenbook.rules.template import LABELS, TemplateState
from livewell.kit import db
from livewell.kit.errors import NotFound


@dataclass(frozen=True)
class TemplateSeen:
    """One version."""

    id: UUID
    name: str
    leaves: tuple[Leaf, ...]
    state: TemplateState
    change: str
    made_at: datetime
    made_by: str
    approved_at: datetime | None
    approved_by: str
    approved_how: str
    books: int
    """How many books have it."""
    version: int

    @property
    def label(self) -> tuple[str, str]:
        """Its state in words and a colour."""
        return LABELS[self.state]

    @property
    def may_change(self) -> bool:
        """Whether its leaves can be written on."""
        return self.state is TemplateState.DRAFT

    @property
    def is_with_forum(self) -> bool:
        """Whether the forum has it before it."""
        return self.state is TemplateState.PUT

    @property
    def is_approved(self) -> bool:
        """Whether books may have it."""
        return self.state is TemplateState.APPROVED

    @property
    def parts(self) -> dict[Part, list[Leaf]]:
        """Its leaves by part."""
        return {part: [leaf for leaf in self.leaves if leaf.part is part] for part in Part}

    def leaf(self, key: str) -> Leaf:
        """The leaf of this key. NotFound when it has none."""
        found = next((leaf for leaf in self.leaves if leaf.key == key), None)
        if found is None:
            raise NotFound
        return found


_TEMPLATE = """
    SELECT t.id, t.name, t.leaves, t.state, t.change, t.made_at, coalesce(m.name, '') AS made_by, t.approved_at,
           coalesce(a.name, '') AS approved_by, t.approved_how, t.version,
           (SELECT count(*) FROM green_book b WHERE b.template = t.id) AS books
      FROM book_template t LEFT JOIN staff_user m ON m.id = t.made_by LEFT JOIN staff_user a ON a.id = t.approved_by
"""


async def templates() -> list[TemplateSeen]:
    """Every version, the one being written first, then the newest approved."""
    return [_seen(one) for one in await db.rows(f"{_TEMPLATE} ORDER BY t.approved_at DESC NULLS FIRST, t.made_at DESC")]


async def template(template_id: UUID) -> TemplateSeen:
    """One version. NotFound when there is none such."""
    found = await db.row(f"{_TEMPLATE} WHERE t.id = $1", template_id)
    if found is None:
        raise NotFound
    return _seen(found)


async def keys_taken() -> tuple[set[str], set[str]]:
    """The keys of leaves and of prompts that any version ever had: a new one takes none of them."""
    leaves, prompts = set[str](), set[str]()
    for one in await templates():
        leaves |= {leaf.key for leaf in one.leaves}
        prompts |= {prompt.key for leaf in one.leaves for prompt in leaf.prompts}
    return leaves, prompts


def _seen(row: dict[str, Any]) -> TemplateSeen:
    return TemplateSeen(
        **{**row, "leaves": read_leaves(json.loads(row["leaves"])), "state": TemplateState(row["state"])}
    )
