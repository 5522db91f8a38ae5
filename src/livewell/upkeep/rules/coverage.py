"""How well the community is known, ward by ward: what there is, what was visited, how fresh it is, what is missing."""

from dataclasses import dataclass
from datetime import date

from livewell.assets.rules import KIND_LABELS, AssetKind

DEFINITION = (
    "A listing counts in every ward where it has a place, when everybody can see it and it is running. "
    "It counts as visited when somebody of the team has been there and wrote the visit down. "
    "Fresh means that somebody made sure of it within the last 6 months."
)

MILES_FOR_GAPS = (1, 2, 5, 10)
"""How near something must be not to be missing."""

USUAL_MILES = 2

DAYS_OF_SEARCHES = 90
"""How far back searches that found nothing are counted."""


@dataclass(frozen=True)
class WardCovered:
    """One ward. `fresh`, `due`, `late` and `stale` add up to `assets`."""

    code: str
    name: str
    assets: int
    visited: int
    last_visit: date | None
    fresh: int
    due: int
    late: int
    stale: int
    kinds: tuple[tuple[str, int], ...]

    @property
    def not_visited(self) -> int:
        """How many nobody of the team has been to."""
        return self.assets - self.visited

    @property
    def kinds_in_words(self) -> str:
        """The kinds there are, the most first: "Group 4, Café 1"."""
        return ", ".join(f"{KIND_LABELS[AssetKind(kind)]} {count}" for kind, count in self.kinds)


@dataclass(frozen=True)
class Gap:
    """A need that nothing within reach of a ward speaks to; `wards` by name, `everywhere` when it is all of them."""

    need: str
    wards: tuple[str, ...]
    everywhere: bool


@dataclass(frozen=True)
class NothingFound:
    """What was looked for near a ward and not found, and how often. `ward` is empty where no place was asked for."""

    what: str
    ward: str
    times: int


def share_step(part: int, whole: int, steps: int) -> int:
    """Which of `steps` shades a share has: 0 for nothing, the last only for all."""
    if whole <= 0 or part <= 0:
        return 0
    return min(steps - 1, 1 + part * (steps - 2) // whole)
