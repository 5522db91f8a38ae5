"""What people would like to learn: where a wish stands, who said it, and one voice for each."""

import hashlib
import hmac
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from livewell.kit.errors import RuleBroken


class NominationState(StrEnum):
    """Where a wish to learn something stands."""

    WAITING = "waiting"
    OPEN = "open"
    PLANNED = "planned"
    DECLINED = "declined"
    HIDDEN = "hidden"


N = NominationState

MOVES: dict[NominationState, frozenset[NominationState]] = {
    N.WAITING: frozenset({N.OPEN, N.HIDDEN}),
    N.OPEN: frozenset({N.PLANNED, N.DECLINED, N.HIDDEN}),
    N.PLANNED: frozenset({N.OPEN}),
    N.DECLINED: frozenset({N.OPEN}),
    N.HIDDEN: frozenset({N.OPEN}),
}

LABELS: dict[NominationState, tuple[str, str]] = {
    N.WAITING: ("To be read", "red"),
    N.OPEN: ("Wished for", "blue"),
    N.PLANNED: ("A course comes of it", "green"),
    N.DECLINED: ("Not for now", "grey"),
    N.HIDDEN: ("Hidden", "grey"),
}


class CameFrom(StrEnum):
    """Who wished for it."""

    FORUM = "forum"
    ORGANISATION = "organisation"
    CLIENT = "client"
    TEAM = "team"
    PUBLIC = "public"


CAME_FROM_LABELS: dict[CameFrom, str] = {
    CameFrom.FORUM: "The forum",
    CameFrom.ORGANISATION: "An organisation",
    CameFrom.CLIENT: "Somebody with Live Well",
    CameFrom.TEAM: "The team",
    CameFrom.PUBLIC: "Somebody who lives here",
}

READ_FIRST = frozenset({CameFrom.ORGANISATION, CameFrom.CLIENT, CameFrom.PUBLIC, CameFrom.FORUM})
"""Their words are read by the team before anybody else sees them."""

ADDRESS_KEPT = timedelta(days=365)
"""How long an address waits for what comes of a wish."""


def check_move(now: NominationState, to: NominationState) -> None:
    """Raise RuleBroken when a wish cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This is “{LABELS[now][0].lower()}” already, so that step is not open.")


def first_state(came_from: CameFrom) -> NominationState:
    """Where a new wish stands: what the team says is open; all other words are read first."""
    return N.WAITING if came_from in READ_FIRST else N.OPEN


def voter_number(secret: str, kind: str, record: UUID) -> str:
    """A number for one voter: always the same for them, and nobody without `secret` finds them by it."""
    return hmac.new(secret.encode(), f"learning vote {kind} {record}".encode(), hashlib.sha256).hexdigest()
