"""The choices a service makes and what we ship for each; how names of places compare; what a school term may be."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from livewell.kit.slips import slips

SERVICE = UUID(int=1)
"""The subject of news about the service as a whole."""

NumberName = Literal[
    "hc_session_guide",
    "hc_session_max",
    "lw_session_guide",
    "lw_session_max",
    "triage_working_days",
    "first_contact_working_days",
    "introduction_working_days",
    "contact_attempts_guide",
    "minimum_age",
    "caseload_guide",
    "review_after_days",
    "forum_weeks",
    "mileage_pence",
]
TextName = Literal[
    "service_name", "duty_contact_email", "duty_contact_phone", "public_phone", "public_email", "kinder_words"
]
Kind = Literal["number", "email", "phone", "text", "lines"]


@dataclass(frozen=True)
class Choice:
    """One choice: what it is called, what it means, and what we ship. Numbers have a lowest and a highest."""

    name: str
    label: str
    hint: str
    kind: Kind
    ships_with: int | str
    lowest: int = 0
    highest: int = 0


def _number(name: str, label: str, hint: str, ships_with: int, lowest: int, highest: int) -> Choice:
    return Choice(name, label, hint, "number", ships_with, lowest, highest)


# Labels that a service built on strengths does without, each with another way to put it. Sites add their own.
KINDER_WORDS = """\
non-compliant = has reasons of their own: what got in the way?
non-compliance = what got in the way for them
attention-seeking = asks to be heard: for what?
manipulative = found a way to be heard: what do they need?
lacking motivation = has not found yet what would be worth it to them
lacks motivation = has not found yet what would be worth it to them
unmotivated = has not found yet what would be worth it to them
is difficult = say what happened, and what it was like for both of you
being difficult = say what happened, and what it was like for both of you
difficult person = say what happened, and what it was like for both of you
difficult client = say what happened, and what it was like for both of you
did not engage = it was not what they needed, or not yet
does not engage = what would make it easier to take part?
failed to attend = could not make it
hard to reach = we have not found the way to them yet
frequent attender = somebody who keeps asking for help
suffers from = lives with
refuses = says no, and why
disclosed = told us
disclosure = sharing
risk assessment = what helps them stay safe
high risk = what might happen, and what helps them stay safe
the patient = their name
"""


# Session guides warn with a reason and never block. They are those of the Rushcliffe pathway (5 and 6, 6 and 8).
CHOICES: dict[str, Choice] = {
    choice.name: choice
    for choice in (
        _number("hc_session_guide", "Health coach sessions, as a guide", "After this many, we say so", 5, 1, 50),
        _number("hc_session_max", "Health coach sessions, at most", "After this many, we ask for a reason", 6, 1, 50),
        _number("lw_session_guide", "Link worker sessions, as a guide", "After this many, we say so", 6, 1, 50),
        _number("lw_session_max", "Link worker sessions, at most", "After this many, we ask for a reason", 8, 1, 50),
        _number("triage_working_days", "Working days to decide on a referral", "Then it is shown as late", 2, 1, 30),
        _number(
            "first_contact_working_days",
            "Working days to first contact",
            "From acceptance. This is also what people are told to expect",
            5,
            1,
            60,
        ),
        _number(
            "introduction_working_days",
            "Working days for a link worker to answer an introduction",
            "Then it is shown as late",
            3,
            1,
            30,
        ),
        _number(
            "contact_attempts_guide",
            "Tries to reach somebody, as a guide",
            "After this many, ending as “unable to contact” is offered",
            3,
            1,
            20,
        ),
        _number("minimum_age", "Youngest age", "In years. Staff may decide otherwise with a reason", 18, 0, 120),
        _number(
            "caseload_guide",
            "Open journeys for one worker, as a guide",
            "Then their caseload is shown as full",
            60,
            1,
            500,
        ),
        _number("review_after_days", "Days to a review", "From when goals are agreed", 90, 7, 365),
        _number(
            "forum_weeks", "Weeks between meetings of the forum", "2 is every fortnight, 4 about once a month", 4, 1, 13
        ),
        _number(
            "mileage_pence",
            "Pence a mile for volunteers who drive",
            (
                "What HM Revenue and Customs approves for a car leaves them no tax to pay: 45 up to 10,000 miles a year, see"
                " www.gov.uk/government/publications/rates-and-allowances-travel-mileage-and-fuel-allowances"
            ),
            45,
            1,
            200,
        ),
        Choice("service_name", "Name of the service", "As people see it in letters", "text", "Live Well"),
        Choice(
            "duty_contact_email",
            "Duty contact’s email address",
            "Hears at once of safety matters that nobody has acknowledged",
            "email",
            "",
        ),
        Choice(
            "duty_contact_phone", "Duty contact’s phone number", "Shown to staff beside safety matters", "phone", ""
        ),
        Choice("public_phone", "Phone number for the public", "Shown in letters and messages", "phone", ""),
        Choice("public_email", "Email address for the public", "Shown in letters of invitation", "email", ""),
        Choice(
            "kinder_words",
            "Words we would rather not use",
            "One on each line: the word, an equals sign, what to say instead. Offered to staff as they write; they decide",
            "lines",
            KINDER_WORDS.strip(),
        ),
    )
}


def wrong_together(numbers: dict[str, int]) -> dict[str, str]:
    """Field -> sentence for choices that contradict each other."""
    wrong = {}
    for who in ("hc", "lw"):
        if numbers[f"{who}_session_guide"] > numbers[f"{who}_session_max"]:
            wrong[f"{who}_session_max"] = "The most sessions cannot be fewer than the guide"
    return wrong


# ── names of places ──

PlaceKind = Literal["town", "village", "other", "ward"]
KIND_ORDER: tuple[PlaceKind, ...] = ("town", "village", "other", "ward")
"""Which of several places of one name is meant, when nothing else says: the one most people know."""

LONGEST_NAME = 80
_SAID_AS = str.maketrans({"&": " and ", "ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d"})


def plain_name(name: str) -> str:
    """A name as it is compared: "Radcliffe-on-Trent" is "radcliffe on trent", "St. Mary’s" is "st marys"."""
    spread = name
    for _ in range(2):  # What is taken apart may be a capital again.
        spread = unicodedata.normalize("NFKD", spread.casefold().translate(_SAID_AS))
    letters = (
        one if one.isalnum() else " "
        for one in spread
        # Accents stand apart after NFKD; apostrophes and stops are left out without leaving a space.
        if not unicodedata.combining(one) and one not in "'’‘`."
    )
    return " ".join("".join(letters).split())


SAME_PLACE = 3_000
"""Metres: what has the same name and is no further away is the same place, kept twice."""

_SMALL_WORDS = frozenset({"on", "upon", "in", "by", "under", "the", "and", "of", "le", "la"})
_SLIPS = ((5, 0), (7, 1))
"""Up to so many letters, so many slips are forgiven: Stoke is not Leake, and Denby is not Derby."""

_MOST_SLIPS = 2
_SHORTEST_NAME = 4


def taken_for(typed: str, name: str) -> int | None:
    """
    How many slips lie between two plain names where one may be taken for the other, else None.

    Small words do not matter, nor the order of words or a space between them; of a longer name its first words do, or
    its last where they are half of it. Every word forgives slips by its own length, and none in its first letter: what is
    further off is another place, as Birmingham is from Bingham.
    """
    asked, known = _words(typed), _words(name)
    if not asked or not known:
        return None
    ways = [(asked, known), (sorted(asked), sorted(known))]
    if len(asked) != len(known):
        ways.append((["".join(asked)], ["".join(known)]))
    if len(asked) < len(known):
        last = known[-len(asked) :]
        ways.append((asked, known[: len(asked)]))
        ways += [(asked, last)] if 2 * len("".join(last)) >= len("".join(known)) else []
    return min((count for way in ways if (count := _slips_of(*way)) is not None), default=None)


def _slips_of(asked: list[str], known: list[str]) -> int | None:
    """Slips between words one by one; None where a word has more than it may."""
    if len(asked) != len(known):
        return None
    total = 0
    for typed, word in zip(asked, known, strict=True):
        if typed == word:
            continue
        most = next((most for letters, most in _SLIPS if len(typed) <= letters), _MOST_SLIPS)
        if typed[:1] != word[:1] or abs(len(typed) - len(word)) > most:
            return None
        count = slips(typed, word)
        if count > most:
            return None
        total += count
    return total


def letters_off(typed: str, name: str) -> int | None:
    """How far a plain name is from one that may be offered instead, in letters; None where it is a third off or more."""
    asked, known = _words(typed), _words(name)
    letters = "".join(asked)
    if len(letters) < _SHORTEST_NAME:
        return None
    most = max(1, len(letters) // 3)
    others = {"".join(words) for words in (known, sorted(known), known[: len(asked)], known[-len(asked) :])}
    counts = [slips(letters, other) for other in others if abs(len(letters) - len(other)) <= most]
    return min((count for count in counts if count <= most), default=None)


def _words(name: str) -> list[str]:
    words = name.split()
    return [word for word in words if word not in _SMALL_WORDS] or words


# ── school terms ──

LONGEST_TERM_WEEKS = 20


@dataclass(frozen=True)
class Term:
    """A school term, both days included."""

    name: str
    first_on: date
    last_on: date


def wrong_with_term(term: Term, others: Iterable[Term]) -> dict[str, str]:
    """Field -> sentence for a term that runs backwards, is too long, or overlaps another."""
    if term.last_on < term.first_on:
        return {"last_on": "The last day must be on or after the first day"}
    days = (term.last_on - term.first_on).days + 1
    if days > LONGEST_TERM_WEEKS * 7:
        return {"last_on": f"A term is at most {LONGEST_TERM_WEEKS} weeks. This one would have {days} days"}
    for other in others:
        if term.first_on <= other.last_on and other.first_on <= term.last_on:
            return {"first_on": f"These days overlap with {other.name}"}
    return {}
