"""Coming into one's own space: how long a visit lasts, how often one may try, who somebody is, and what codes look like."""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from livewell.kit.errors import RuleBroken
from livewell.kit.languages import mark
from livewell.people.rules import ConsentKind, ContactMethod
from livewell.sessions.rules import Place, SessionStatus

LINK_LASTS = timedelta(minutes=30)
TEXT_LASTS = timedelta(minutes=10)
PAPER_LASTS = timedelta(days=14)

ASKS_AN_HOUR = 3
"""Links or codes sent to one address or number in an hour; more are not sent, and nobody is told."""
ASKS_OF_A_NETWORK = 20
"""Asked for from one network address in an hour: a library has one."""
TRIES_OF_A_KEY = 5
"""Wrong answers beside one link or one text, in a quarter of an hour."""
TRIES_OF_A_NETWORK = 30
"""Wrong answers from one network address, in an hour."""
AN_HOUR = timedelta(hours=1)
A_QUARTER = timedelta(minutes=15)


class CameHow(StrEnum):
    """How somebody came in."""

    EMAIL = "email"
    TEXT = "text"
    PAPER = "paper"


CAME_LABELS: dict[CameHow, str] = {
    CameHow.EMAIL: mark("By a link in an email"),
    CameHow.TEXT: mark("By a code in a text"),
    CameHow.PAPER: mark("By a printed code"),
}

CHANGED = "changed"
"""Stands in the place of a way in for word to an address that is no longer theirs."""


@dataclass(frozen=True)
class Stay:
    """How long somebody may stay: without doing anything, and in all."""

    idle: timedelta
    whole: timedelta


OWN_DEVICE = Stay(idle=timedelta(minutes=20), whole=timedelta(hours=8))
SHARED_DEVICE = Stay(idle=timedelta(minutes=10), whole=timedelta(hours=1))


def stay(*, shared: bool) -> Stay:
    """How long a visit may last."""
    return SHARED_DEVICE if shared else OWN_DEVICE


ALPHABET = "ABCDEFGHJKMNPQRTUVWXY346789"
"""What printed codes are made of: nothing that is taken for something else, such as 0 and O, 1 and I, 2 and Z, 5 and S."""

CODE_LENGTH = 8
"""27 to the power of 8 is 2.8e11; with the date of birth beside it and the limits above, guessing is hopeless."""

_SEPARATORS = re.compile(r"[\s\-–—.]+")


def shown(code: str) -> str:
    """A printed code as people read it: XXXX-XXXX."""
    half = CODE_LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


def tidy_code(typed: str) -> str:
    """A code as it was made, however it was typed: small letters, spaces and hyphens do not matter."""
    return _SEPARATORS.sub("", typed).upper()


def code_hash(code: str, *, secret: str, browser: bytes = b"") -> bytes:
    """What is kept of a short code: keyed, so that the database alone does not say which it was."""
    return hmac.new(secret.encode(), browser + b"\n" + code.encode(), hashlib.sha256).digest()


@dataclass(frozen=True)
class Candidate:
    """Somebody who has this address or this code."""

    person: UUID
    born_on: date | None
    names: tuple[str, ...]
    """First name and the name they like to be called by."""


class WhichOfThemError(Exception):
    """Two people share an address and a birthday: only a name tells them apart."""


def who_it_is(candidates: Sequence[Candidate], born_on: date, first_name: str = "") -> UUID | None:
    """
    The one person of those who share an address who was born on this day; None when nobody was.

    Somebody whose birthday we do not know, and who shares the address with nobody, is who holds the address. Raises
    `WhichOfThemError` for two of the same day until a first name says which.
    """
    if len(candidates) == 1 and candidates[0].born_on is None:
        return candidates[0].person
    fitting = [one for one in candidates if one.born_on == born_on]
    if len(fitting) > 1:
        if not first_name:
            raise WhichOfThemError
        name = first_name.strip().casefold()
        fitting = [one for one in fitting if name in {each.casefold() for each in one.names if each}]
    return fitting[0].person if len(fitting) == 1 else None


def may_be_sent(
    how: CameHow, *, never_contact: bool, may_text: bool | None, may_write: bool | None, preferred: ContactMethod
) -> bool:
    """
    Whether a way in may go out to somebody.

    A no to writing holds for e-mail too, unless e-mail is how they like best to be reached.
    """
    if never_contact:
        return False
    if how is CameHow.TEXT:
        return may_text is not False
    return may_write is not False or preferred is ContactMethod.EMAIL


def check_code_for(*, born_on: date | None) -> None:
    """Raise RuleBroken when a printed code would open to anybody who finds it."""
    if born_on is None:
        raise RuleBroken("Write down their date of birth first: it is asked for beside the printed code.")


def plain_number(phone: str) -> str:
    """A telephone number as it is compared: digits alone, beginning with 0."""
    digits = re.sub(r"[^0-9+]", "", phone)
    return re.sub(r"^(\+44|0044)0?", "0", digits)


class Lately(StrEnum):
    """How long ago, as much as a worker needs to know."""

    THIS_WEEK = "this_week"
    THIS_MONTH = "this_month"
    EARLIER = "earlier"
    NEVER = "never"


LATELY_LABELS: dict[Lately, str] = {
    Lately.THIS_WEEK: "In the last seven days",
    Lately.THIS_MONTH: "In the last month",
    Lately.EARLIER: "Longer ago",
    Lately.NEVER: "Not yet",
}


def lately(last: date | None, today: date) -> Lately:
    """When somebody was last in their own space, coarsely: it is theirs, and nobody counts their minutes."""
    if last is None:
        return Lately.NEVER
    if (today - last).days < 7:
        return Lately.THIS_WEEK
    return Lately.THIS_MONTH if (today - last).days < 31 else Lately.EARLIER


class WishFor(StrEnum):
    """What somebody asks for with a session."""

    MOVE = "move"
    CANCEL = "cancel"


WISH_LABELS: dict[WishFor, str] = {
    WishFor.MOVE: mark("Ask for another time"),
    WishFor.CANCEL: mark("Ask to call it off"),
}

WISH_WORDS: dict[WishFor, str] = {
    WishFor.MOVE: "Asks for another time",
    WishFor.CANCEL: "Asks to call it off",
}
"""The same, as the team reads it."""


def check_wish(*, is_booked: bool, is_to_come: bool, is_open: bool) -> None:
    """Raise RuleBroken when nothing can be asked about a session any more."""
    if not is_booked or not is_to_come:
        raise RuleBroken("This session is over or was called off already, so there is nothing to ask for.")
    if is_open:
        raise RuleBroken("You have asked about this session already. Your worker will answer you here.")


PLACE_WORDS: dict[Place, str] = {
    Place.PRACTICE: mark("At your practice"),
    Place.HOME: mark("At your home"),
    Place.COMMUNITY: mark("Out and about"),
    Place.PHONE: mark("By phone"),
    Place.VIDEO: mark("By video call"),
}
"""Where a session is, said to the person themself."""

BECAME_WORDS: dict[SessionStatus, str] = {
    SessionStatus.BOOKED: mark("Booked"),
    SessionStatus.HELD: mark("We met"),
    SessionStatus.MISSED: mark("It did not work out that day"),
    SessionStatus.CANCELLED: mark("Called off"),
}
"""What became of a session, said to the person themself."""

CONSENT_WORDS: dict[ConsentKind, tuple[str, str, str]] = {
    ConsentKind.SERVICE: (
        mark("May Live Well keep a record about you and be in touch?"),
        mark("We keep what we need to work with you, and we ring or write to you as you like best."),
        mark(
            "Your worker rings you once to ask what you would like. Then we stop working with you and are not in touch"
            " any more. What was written before is kept for as long as the law says. You can come back at any time."
        ),
    ),
    ConsentKind.TELL_REFERRER: (
        mark("May whoever referred you, such as your GP, hear what came of it?"),
        mark("At the end they get one page: what you did, and what you are happy for them to read."),
        mark("From now on they hear nothing more of how it went. What they were told before cannot be taken back."),
    ),
    ConsentKind.EVALUATION: (
        mark("May your answers be used, without your name, to find out whether Live Well helps?"),
        mark("Your answers are counted together with those of many other people."),
        mark("Your answers are left out from the next time we count. You get the same help as before."),
    ),
}
"""Each question about sharing, what a yes means and what a no does, said to the person before they choose."""
