"""What is said to referrers, when it may be said, and the life of a message."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from livewell.kit.errors import RuleBroken


class MessageKind(StrEnum):
    RECEIPT = "receipt"
    QUESTION = "question"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ENDED = "ended"
    SAFETY_ALERT = "safety_alert"


KIND_LABELS: dict[MessageKind, str] = {
    MessageKind.RECEIPT: "Receipt",
    MessageKind.QUESTION: "Question",
    MessageKind.ACCEPTED: "Accepted",
    MessageKind.DECLINED: "Declined",
    MessageKind.ENDED: "What came of it",
    MessageKind.SAFETY_ALERT: "Safety alert",
}


class MessageStatus(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"
    WITHHELD = "withheld"


S = MessageStatus

MOVES: dict[MessageStatus, frozenset[MessageStatus]] = {
    S.WAITING: frozenset({S.SENT, S.GIVEN_UP, S.WITHHELD}),
    S.GIVEN_UP: frozenset({S.WAITING}),
    S.SENT: frozenset(),
    S.WITHHELD: frozenset(),
}

LABELS: dict[MessageStatus, tuple[str, str]] = {
    S.WAITING: ("Waiting to be sent", "blue"),
    S.SENT: ("Sent", "green"),
    S.GIVEN_UP: ("Could not be sent", "red"),
    S.WITHHELD: ("Held back, as the person asked", "grey"),
}

RETRY_AFTER: tuple[timedelta, ...] = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
)
"""Waits between tries: about four hours in all, then a person must look."""

LEASE = timedelta(minutes=2)
"""How long a sender may hold a message before another takes it for dead; longer than any mail server takes to answer."""

TELLS_WHAT_CAME_OF_IT: frozenset[MessageKind] = frozenset({MessageKind.ENDED})
"""Kinds that go only where the person has not said no to the referrer hearing of it."""

PROFESSIONALS: frozenset[str] = frozenset({"gp", "nurse", "other_primary_care", "social_services"})
"""Referrers who hear about somebody with `never_contact` set: to all others a message could be read at home."""


class Withheld(StrEnum):
    NEVER_CONTACT = "never_contact"
    CONSENT_REFUSED = "consent_refused"


WITHHELD_LABELS: dict[Withheld, str] = {
    Withheld.NEVER_CONTACT: "This person is never to be contacted, and the address may be theirs or close to them.",
    Withheld.CONSENT_REFUSED: "The person does not want the referrer to hear what came of it.",
}


def check_move(now: MessageStatus, to: MessageStatus) -> None:
    """Raise RuleBroken when a message cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This message is already marked “{LABELS[now][0].lower()}”.")


def next_try(tries: int, failed_at: datetime) -> datetime | None:
    """When to try again after `tries` tries have failed (1 or more), or None when it is time to give up."""
    return failed_at + RETRY_AFTER[tries - 1] if tries <= len(RETRY_AFTER) else None


def why_withheld(
    kind: MessageKind, *, referrer_type: str, never_contact: bool, telling_refused: bool
) -> Withheld | None:
    """
    Why a message about a referral must not go, or None when it may.

    The people who answer a safety alert always hear it: it names nobody and goes to our own staff.
    """
    if kind is MessageKind.SAFETY_ALERT:
        return None
    if never_contact and referrer_type not in PROFESSIONALS:
        return Withheld.NEVER_CONTACT
    if telling_refused and referrer_type != "self" and kind in TELLS_WHAT_CAME_OF_IT:
        return Withheld.CONSENT_REFUSED
    return None


def is_secure(address: str, domains: frozenset[str]) -> bool:
    """
    Whether an e-mail address may be sent a document about a person.

    `domains` are lower case; one that begins with a dot stands for every domain that ends so (".nhs.uk").
    """
    domain = address.rpartition("@")[2].strip().lower()
    return bool(domain) and any(
        domain == one or (one.startswith(".") and domain.endswith(one)) for one in domains if one.strip(".")
    )


class Attention(StrEnum):
    """Why a referral is listed first."""

    QUESTION = "question"
    DECLINED = "declined"
    UNREACHED = "unreached"
    ENDED = "ended"


ATTENTION_LABELS: dict[Attention, str] = {
    Attention.QUESTION: "Questions for you",
    Attention.DECLINED: "Declined this month",
    Attention.UNREACHED: "Could not be reached",
    Attention.ENDED: "Ended this month",
}

RECENT = timedelta(days=30)
"""A decline or an ending asks for attention this long."""


@dataclass(frozen=True)
class Facts:
    """What a referrer's status line is made of. Days are London days; names are of staff, never of the person."""

    status: str
    received_on: date
    decide_by: date
    asked_on: date | None = None
    decided_on: date | None = None
    decline_reason: str = ""
    """In words."""
    may_tell: bool = True
    """False when the person said no to the referrer hearing what came of it."""
    stage: str = ""
    stage_since: date | None = None
    contact_by: date | None = None
    tries: int = 0
    coach: str = ""
    link_worker: str = ""
    sessions: int = 0
    next_session_on: date | None = None
    joined: int = 0
    """Groups and activities the person has been along to."""
    ended_on: date | None = None
    end_reason: str = ""
    """The code."""
    end_words: str = ""


def attention(facts: Facts, today: date) -> Attention | None:
    """Why this referral wants the referrer's attention today, or None."""
    if facts.status == "awaiting_information":
        return Attention.QUESTION
    if facts.status == "declined":
        recent = facts.decided_on is not None and today - facts.decided_on <= RECENT
        return Attention.DECLINED if recent else None
    if facts.ended_on is None or today - facts.ended_on > RECENT or not facts.may_tell:
        return None
    return Attention.UNREACHED if facts.end_reason == "unable_to_contact" else Attention.ENDED


def status_line(facts: Facts, today: date) -> str:
    """One or two plain sentences: where this referral is now, since when, and what happens next."""
    if facts.status == "received":
        return _received(facts, today)
    if facts.status == "awaiting_information":
        since = f" on {_say(facts.asked_on)}" if facts.asked_on else ""
        return f"We asked you a question{since}. We can decide once you have answered."
    if facts.status == "declined":
        why = f": {_small(facts.decline_reason)}" if facts.decline_reason and facts.may_tell else ""
        return f"Declined on {_say(facts.decided_on)}{why}. Nothing more happens unless you refer again."
    if not facts.may_tell:
        return (
            f"Accepted on {_say(facts.decided_on)}. "
            "They have asked us to keep what happens next between them and Live Well."
        )
    return _STAGES.get(facts.stage, _accepted)(facts, today)


def _received(facts: Facts, today: date) -> str:
    if today > facts.decide_by:
        return (
            f"Received on {_say(facts.received_on)}. A health coach was to decide by {_say(facts.decide_by)}; "
            "this is late and the team has been told."
        )
    return f"Received on {_say(facts.received_on)}. A health coach decides by {_say(facts.decide_by)}."


def _accepted(facts: Facts, _today: date) -> str:
    return f"Accepted on {_say(facts.decided_on)}. A health coach will be in touch with them."


def _contacting(facts: Facts, today: date) -> str:
    who = facts.coach or "A health coach"
    if facts.tries:
        tries = "once" if facts.tries == 1 else f"{facts.tries} times"
        return f"Accepted on {_say(facts.decided_on)}. {who} has tried to reach them {tries} and tries again before ending."
    late = facts.contact_by is not None and today > facts.contact_by
    if late:
        return (
            f"Accepted on {_say(facts.decided_on)}. {who} was to be in touch by {_say(facts.contact_by)}; this is late."
        )
    by = f" by {_say(facts.contact_by)}" if facts.contact_by else ""
    return f"Accepted on {_say(facts.decided_on)}. {who} gets in touch with them{by}."


def _coaching(facts: Facts, _today: date) -> str:
    return f"With health coach {facts.coach or 'in their area'}{_since(facts)}. {_sessions(facts)}"


def _introduced(facts: Facts, _today: date) -> str:
    who = f"link worker {facts.link_worker}" if facts.link_worker else "a link worker"
    return f"Introduced to {who}{_since(facts)}, who takes over next. {_sessions(facts)}"


def _link_work(facts: Facts, _today: date) -> str:
    joined = ""
    if facts.joined:
        joined = f" Has been along to {_count(facts.joined, 'group or activity', 'groups or activities')}."
    return f"With link worker {facts.link_worker or 'in their area'}{_since(facts)}. {_sessions(facts)}{joined}"


def _closed(facts: Facts, _today: date) -> str:
    if facts.end_reason == "unable_to_contact":
        return (
            f"Ended on {_say(facts.ended_on)}: we could not reach them. "
            "If you are in touch with them, they can come back at any time."
        )
    if facts.end_reason == "died":
        return f"Ended on {_say(facts.ended_on)}: they died."
    words = f": {_small(facts.end_words)}" if facts.end_words else ""
    joined = (
        f" Has been along to {_count(facts.joined, 'group or activity', 'groups or activities')}."
        if facts.joined
        else ""
    )
    return f"Ended on {_say(facts.ended_on)}{words}.{joined} They can come back at any time."


_STAGES = {
    "contacting": _contacting,
    "coaching": _coaching,
    "introduced": _introduced,
    "link_work": _link_work,
    "closed": _closed,
}


def _since(facts: Facts) -> str:
    return f" since {_say(facts.stage_since)}" if facts.stage_since else ""


def _sessions(facts: Facts) -> str:
    held = _count(facts.sessions, "session held", "sessions held")
    return (
        f"{held}; the next is on {_say(facts.next_session_on)}."
        if facts.next_session_on
        else f"{held}; none is booked."
    )


def _count(number: int, one: str, more: str) -> str:
    return f"{number or 'No'} {one if number == 1 else more}"


def _say(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "a day that was not recorded"


def _small(words: str) -> str:
    """The same words in the middle of a sentence."""
    return words[:1].lower() + words[1:]
