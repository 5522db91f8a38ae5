"""References: who may be asked, and what becomes of the asking."""

from datetime import timedelta
from enum import StrEnum

from livewell.kit.errors import RuleBroken


class RefereeState(StrEnum):
    """What became of asking somebody."""

    WAITING = "waiting"
    ASKED = "asked"
    ANSWERED = "answered"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


REFEREE_LABELS: dict[RefereeState, str] = {
    RefereeState.WAITING: "Not asked yet",
    RefereeState.ASKED: "Asked",
    RefereeState.ANSWERED: "Answered",
    RefereeState.DECLINED: "Would rather not",
    RefereeState.TAKEN_BACK: "Taken back",
}

REFEREE_MOVES: dict[RefereeState, frozenset[RefereeState]] = {
    RefereeState.WAITING: frozenset({RefereeState.ASKED, RefereeState.TAKEN_BACK}),
    RefereeState.ASKED: frozenset({RefereeState.ANSWERED, RefereeState.DECLINED, RefereeState.TAKEN_BACK}),
    RefereeState.ANSWERED: frozenset(),
    RefereeState.DECLINED: frozenset(),
    RefereeState.TAKEN_BACK: frozenset(),
}

LINK_LASTS = timedelta(days=28)
REMINDED_AFTER = timedelta(days=7)
"""When whoever has not answered is reminded, once."""
MOST_REFEREES = 6
"""How many somebody may name, those who would rather not included."""

OWN_ADDRESS = "A reference comes from somebody else: this is your own email address."


def check_referee(referee: str, own: str) -> None:
    """Raise RuleBroken when somebody would speak for themself. Dots and tags of an address change nothing."""
    if _mailbox(referee) == _mailbox(own):
        raise RuleBroken(OWN_ADDRESS)


def is_own_address(referee: str, own: str) -> bool:
    """Whether two addresses are one mailbox."""
    return bool(own.strip()) and _mailbox(referee) == _mailbox(own)


def _mailbox(address: str) -> str:
    # A tag after + reaches the same mailbox at most providers: https://www.rfc-editor.org/rfc/rfc5233
    local, _, domain = address.strip().lower().partition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"


def check_referee_move(before: RefereeState, after: RefereeState) -> None:
    """Raise RuleBroken when a reference cannot go on so."""
    if after not in REFEREE_MOVES[before]:
        raise RuleBroken(f"This reference is “{REFEREE_LABELS[before].lower()}” already.")
