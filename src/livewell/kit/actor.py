"""Who did it: the one argument that every action takes."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """Somebody who acts. Only `id` and `kind` are ever written to an event, never the name."""

    id: UUID | None
    name: str
    kind: Literal["staff", "resident", "public", "system"]

    @property
    def staff_id(self) -> UUID | None:
        """The staff account, for columns that name one; None for everybody else."""
        return self.id if self.kind == "staff" else None


@dataclass(frozen=True)
class Resident(Actor):
    """A person in their own space. `id` is the person; their name is not carried about."""

    visit: UUID
    """The visit to their space in this browser."""
    language: str = "en"
    """A code of `kit.languages.LANGUAGES`."""

    @property
    def person(self) -> UUID:
        """The person they are."""
        assert self.id is not None  # `resident` gave it.
        return self.id


def resident(person: UUID, visit: UUID, language: str = "en") -> Resident:
    """The person themself, as actions and news know them."""
    return Resident(id=person, name="The person themself", kind="resident", visit=visit, language=language)


SYSTEM = Actor(id=None, name="Live Well", kind="system")
PUBLIC_VISITOR = Actor(id=None, name="A visitor to the website", kind="public")
