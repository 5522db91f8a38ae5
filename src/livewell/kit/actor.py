"""Who did it: the one argument that every action takes."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """Somebody who acts. Only `id` and `kind` are ever written to an event, never the name."""

    id: UUID | None
    name: str
    kind: Literal["staff", "public", "system"]


SYSTEM = Actor(id=None, name="Live Well", kind="system")
PUBLIC_VISITOR = Actor(id=None, name="A visitor to the website", kind="public")
