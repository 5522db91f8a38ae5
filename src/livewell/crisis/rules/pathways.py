"""A pathway: when it may be followed, and what can be said of each of its steps."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from livewell.kit.errors import RuleBroken
from livewell.safety.rules import SUPPLIED_LOCALLY


class PathwayState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


S = PathwayState

MOVES: dict[PathwayState, frozenset[PathwayState]] = {
    S.DRAFT: frozenset({S.APPROVED, S.WITHDRAWN}),
    S.APPROVED: frozenset({S.DRAFT, S.WITHDRAWN}),
    S.WITHDRAWN: frozenset({S.DRAFT}),
}

LABELS: dict[PathwayState, tuple[str, str]] = {
    S.DRAFT: ("Being written", "blue"),
    S.APPROVED: ("Approved", "green"),
    S.WITHDRAWN: ("Withdrawn", "grey"),
}


class StepDone(StrEnum):
    """What became of a step."""

    DONE = "done"
    NOT_NEEDED = "not_needed"
    COULD_NOT = "could_not"


DONE_LABELS: dict[StepDone, tuple[str, str]] = {
    StepDone.DONE: ("Done", "green"),
    StepDone.NOT_NEEDED: ("Not needed", "grey"),
    StepDone.COULD_NOT: ("Could not be done", "orange"),
}

MOST_STEPS = 14
MOST_CONTACTS = 8
REVIEW_SOON = timedelta(days=30)
"""How long before its review date a pathway stands on the list of what is due."""


@dataclass(frozen=True)
class Step:
    """One step: what it is called, and what to do. Without words it waits for whoever answers for it."""

    title: str
    words: str = ""

    @property
    def to_supply(self) -> bool:
        """Whether nobody has said yet what to do here."""
        return not self.words.strip() or self.words.strip().rstrip(".") == SUPPLIED_LOCALLY.rstrip(".")

    @property
    def shown(self) -> str:
        """What to do, or that it is still to be supplied."""
        return SUPPLIED_LOCALLY if self.to_supply else self.words


@dataclass(frozen=True)
class Contact:
    """Whom to call: public numbers with where they were found and on which day somebody looked."""

    name: str
    phone: str
    when: str = ""
    source: str = ""
    checked_on: str = ""
    """An ISO day, or "" while nobody of the service has looked."""

    @property
    def checked(self) -> date | None:
        """The day somebody of the service last looked whether it is right."""
        return date.fromisoformat(self.checked_on) if self.checked_on else None

    @property
    def href(self) -> str:
        """What a telephone understands: a text for a number that is texted, else a call. Empty without a number."""
        digits = re.sub(r"[^0-9+]", "", self.phone)
        return f"{'sms' if self.phone.lower().startswith('text') else 'tel'}:{digits}" if digits else ""


def check_move(now: PathwayState, to: PathwayState) -> None:
    """Raise RuleBroken when a pathway cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This pathway is already {LABELS[now][0].lower()}.")


def missing(
    steps: Sequence[Step], contacts: Sequence[Contact], *, owner: bool, review_on: date | None, today: date
) -> list[str]:
    """Why a pathway cannot be approved yet: a sentence each, none when it can."""
    waiting = [number for number, step in enumerate(steps, 1) if step.to_supply]
    found = []
    if not steps:
        found.append("It has no steps.")
    if waiting:
        which = ", ".join(str(number) for number in waiting)
        found.append(
            f"{'Step' if len(waiting) == 1 else 'Steps'} {which}: {SUPPLIED_LOCALLY[:1].lower()}{SUPPLIED_LOCALLY[1:]}"
        )
    unchecked = [one.name for one in contacts if one.checked is None]
    if unchecked:
        found.append(f"Ring or look up these numbers, and write down the day: {', '.join(unchecked)}.")
    if not owner:
        found.append("Nobody owns it: say who keeps it right.")
    if review_on is None:
        found.append("It has no review date.")
    elif review_on <= today:
        found.append("Its review date has gone by.")
    return found


def check_ready(
    steps: Sequence[Step],
    contacts: Sequence[Contact],
    *,
    owner: bool,
    review_on: date | None,
    approved_as: str,
    today: date,
) -> None:
    """Raise RuleBroken with everything that stands against approving a pathway."""
    found = missing(steps, contacts, owner=owner, review_on=review_on, today=today)
    if not approved_as.strip():
        found.append("Say who approved it, by name and role.")
    if found:
        raise RuleBroken("This pathway cannot be approved yet. " + " ".join(found))


def is_due(review_on: date | None, today: date) -> bool:
    """Whether a pathway in use is to be looked at again, now or within a month."""
    return review_on is None or review_on - REVIEW_SOON <= today


def check_step(number: int, steps: int, what: StepDone, words: str) -> None:
    """Raise RuleBroken for a step there is none of, and for one that was not done without a word why."""
    if not 1 <= number <= steps:
        raise RuleBroken("This pathway has no such step.")
    if what is not StepDone.DONE and not words.strip():
        raise RuleBroken("Say why, so that whoever reads it knows.")


def slug(title: str) -> str:
    """A short key of a title for its row: letters, digits and underscores, at most 40 of them."""
    return re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:40] or "pathway"
