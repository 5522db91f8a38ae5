"""The choices a service makes, what we ship for each, and what may be chosen."""

from dataclasses import dataclass
from typing import Literal

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
]
TextName = Literal["service_name", "duty_contact_email", "duty_contact_phone", "public_phone", "public_email"]
Kind = Literal["number", "email", "phone", "text"]


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
    )
}


def wrong_together(numbers: dict[str, int]) -> dict[str, str]:
    """Field -> sentence for choices that contradict each other."""
    wrong = {}
    for who in ("hc", "lw"):
        if numbers[f"{who}_session_guide"] > numbers[f"{who}_session_max"]:
            wrong[f"{who}_session_max"] = "The most sessions cannot be fewer than the guide"
    return wrong
