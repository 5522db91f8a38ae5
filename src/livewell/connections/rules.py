"""How a person and a community asset find each other, and the words for it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from livewell.assets.rules import Audience, Feature, Way
from livewell.assets.rules.searching import search_words
from livewell.assets.rules.vocabulary import Taxonomy, Vocabulary, plain_words
from livewell.finding.rules import Asked
from livewell.kit.errors import RuleBroken
from livewell.kit.languages import mark
from livewell.people.rules import AccessNeed


class ConnectionStatus(StrEnum):
    SUGGESTED = "suggested"
    INTRODUCED = "introduced"
    ATTENDED = "attended"
    SETTLED = "settled"
    ENDED = "ended"


S = ConnectionStatus

MOVES: dict[ConnectionStatus, frozenset[ConnectionStatus]] = {
    S.SUGGESTED: frozenset({S.INTRODUCED, S.ATTENDED, S.ENDED}),
    S.INTRODUCED: frozenset({S.ATTENDED, S.ENDED}),
    S.ATTENDED: frozenset({S.SETTLED, S.ENDED}),
    S.SETTLED: frozenset({S.ENDED}),
    S.ENDED: frozenset(),
}

LABELS: dict[ConnectionStatus, tuple[str, str]] = {
    S.SUGGESTED: ("Suggested", "blue"),
    S.INTRODUCED: ("Introduced", "purple"),
    S.ATTENDED: ("Has been along", "aqua-green"),
    S.SETTLED: ("Settled in", "green"),
    S.ENDED: ("Ended", "grey"),
}


class EndReason(StrEnum):
    NOT_FOR_ME = "not_for_me"
    COULD_NOT_GET_THERE = "could_not_get_there"
    TIMES = "times"
    COST = "cost"
    FULL = "full"
    HEALTH = "health"
    CLOSED = "closed"
    DONE = "done"
    OTHER = "other"


END_LABELS: dict[EndReason, str] = {
    EndReason.NOT_FOR_ME: "It was not for them",
    EndReason.COULD_NOT_GET_THERE: "Could not get there",
    EndReason.TIMES: "The times did not suit",
    EndReason.COST: "The cost",
    EndReason.FULL: "It was full",
    EndReason.HEALTH: "Health got in the way",
    EndReason.CLOSED: "It closed",
    EndReason.DONE: "Got from it what they wanted",
    EndReason.OTHER: "Another reason",
}


def missing_after(reason: EndReason | None) -> str:
    """Whether such an end says that something is missing: "full" for no room, "decline" where it did not suit, else ""."""
    if reason is EndReason.FULL:
        return "full"
    did_not_suit = {
        EndReason.NOT_FOR_ME,
        EndReason.COULD_NOT_GET_THERE,
        EndReason.TIMES,
        EndReason.COST,
        EndReason.CLOSED,
    }
    return "decline" if reason in did_not_suit else ""


class ForMe(StrEnum):
    """What the person says of a place once they have been there."""

    YES = "yes"
    NOT_SURE = "not_sure"
    NO = "no"


FOR_ME_LABELS: dict[ForMe, str] = {
    ForMe.YES: mark("Yes, it is for me"),
    ForMe.NOT_SURE: mark("I am not sure yet"),
    ForMe.NO: mark("No, it is not for me"),
}


def check_said(*, been: bool) -> None:
    """Raise RuleBroken when somebody says how a place was without having been there."""
    if not been:
        raise RuleBroken("Say first on which day you went.")


def check_note(note: str, *, agreed: bool) -> None:
    """Raise RuleBroken when a group would be told something the person has not agreed to."""
    if note.strip() and not agreed:
        raise RuleBroken("The group may be told only what the person has agreed to. Ask them, then tick the box.")


def check_slip(*, agreed: bool) -> None:
    """Raise RuleBroken when there is no agreed introduction to hand over."""
    if not agreed:
        raise RuleBroken("There is a slip to hand over once the person has agreed to what it says.")


def check_visit(now: ConnectionStatus, went_on: date, *, today: date, already: bool) -> None:
    """Raise RuleBroken when a visit cannot be noted: it is in the future, noted already, or the connection has ended."""
    if now is S.ENDED:
        raise RuleBroken("This connection has ended. Suggest it again if they would like to go back.")
    if went_on > today:
        raise RuleBroken("A visit is noted when it has been.")
    if already:
        raise RuleBroken("A visit on that day is noted already.")


def after_visit(now: ConnectionStatus) -> ConnectionStatus:
    """Where a connection stands once somebody has been along: the first time moves it, later ones leave it."""
    return S.ATTENDED if now in {S.SUGGESTED, S.INTRODUCED} else now


def check_end(reason: EndReason, note: str) -> None:
    """Raise RuleBroken when "another reason" comes without words."""
    if reason is EndReason.OTHER and not note.strip():
        raise RuleBroken("Say in a few words what the other reason is.")


def check_move(now: ConnectionStatus, to: ConnectionStatus) -> None:
    """Raise RuleBroken when a connection cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This connection is already “{LABELS[now][0].lower()}”, so that step is not open.")


HOME = "home"
"""Stands in the address of a search for where somebody lives; the postcode itself never leaves the server."""

FEATURES_FOR: dict[AccessNeed, tuple[Feature, ...]] = {
    AccessNeed.HOME_VISIT: (),  # What comes to people is a choice of its own: somebody may want to be fetched instead.
    AccessNeed.STEP_FREE: (Feature.STEP_FREE,),
    AccessNeed.TRANSPORT: (Feature.TRANSPORT,),
    AccessNeed.COMPANY: (Feature.COMPANION,),
    AccessNeed.LARGE_PRINT: (),
    AccessNeed.EASY_READ: (),
    AccessNeed.HEARING: (Feature.HEARING_LOOP,),
    AccessNeed.SIGHT: (),
    AccessNeed.QUIET: (Feature.QUIET,),
    AccessNeed.MEMORY: (),  # More time and a reminder is not yet dementia.
    AccessNeed.NO_PHONE: (),
    AccessNeed.OTHER: (),
}
"""What a listing has to say for somebody who needs this; nothing where no listing could say it."""

_LONGEST_PHRASE = 4
"""Words: the vocabulary's longest is "somebody to talk to"."""


def features_for(needs: Collection[AccessNeed]) -> tuple[Feature, ...]:
    """The features that go with what somebody needs in order to take part, in the order of the list."""
    wanted = {feature for need in needs for feature in FEATURES_FOR[need]}
    return tuple(feature for feature in Feature if feature in wanted)


@dataclass(frozen=True)
class Guessed:
    """Codes of our vocabulary that the words of a goal speak of; "" for none."""

    need: str = ""
    activity: str = ""


def guessed(text: str, vocabulary: Vocabulary) -> Guessed:
    """The need and the activity that a goal speaks of: the longest phrase counts, and of these the first."""
    words: list[str | None] = [*search_words_of(text)]
    found: dict[Taxonomy, str] = {}
    for length in range(_LONGEST_PHRASE, 0, -1):
        for start in range(len(words) - length + 1):
            phrase = words[start : start + length]
            whole = [word for word in phrase if word is not None]
            codes = vocabulary.by_typed.get(plain_words(whole), ()) if len(whole) == length else ()
            for code in codes:
                found.setdefault(vocabulary.terms[code].taxonomy, code)
            if codes:
                # A word says one thing: "somebody to talk to" is company, and no longer talking.
                words[start : start + length] = [None] * length
    return Guessed(found.get(Taxonomy.NEEDS, ""), found.get(Taxonomy.ACTIVITIES, ""))


def search_words_of(text: str) -> list[str]:
    """Every word of a text as searches read them, however many there are."""
    return [word for piece in text.split() for word in search_words(piece)]


def asked_for(*, way: Way | None, guess: Guessed, features: tuple[Feature, ...], has_home: bool) -> Asked:
    """
    The search that a goal begins with. Every condition can be changed on the page.

    What somebody wants to do says what they need it for, so the need is asked only where no activity was named: both
    together would leave out whatever has only been described by one of them.
    """
    return Asked(
        place=HOME if has_home else "",
        ways=(way,) if way else (),
        features=features,
        activity=guess.activity,
        need="" if guess.activity else guess.need,
    )


def is_home(place: str) -> bool:
    """Whether a search is to begin where the person lives."""
    return place.strip().lower() == HOME


_ONLY_FOR: dict[Audience, tuple[Audience, str]] = {
    Audience.MEN: (Audience.WOMEN, "It is for men."),
    Audience.WOMEN: (Audience.MEN, "It is for women."),
}


def only_for(audiences: Iterable[Audience]) -> list[str]:
    """Sentences about a group for men, or for women; nobody's record says which they are, so it is said of everybody."""
    named = set(audiences)
    return [said for audience, (other, said) in _ONLY_FOR.items() if audience in named and other not in named]


def say_suggested(count: int) -> str:
    """What was done with a shortlist."""
    if count == 0:
        return "Everything on your shortlist is one of their connections already."
    return "Suggested. You find it under Connections." if count == 1 else f"{count} suggested, under Connections."
