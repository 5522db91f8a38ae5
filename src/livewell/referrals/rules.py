"""What may happen to a referral before it becomes a journey, who may come, and the words for it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from livewell.kit.errors import RuleBroken

MINIMUM_AGE = 18
"""Adults; the service may set another age."""


class ReferralStatus(StrEnum):
    RECEIVED = "received"
    AWAITING_INFORMATION = "awaiting_information"
    ACCEPTED = "accepted"
    DECLINED = "declined"


S = ReferralStatus

MOVES: dict[ReferralStatus, frozenset[ReferralStatus]] = {
    S.RECEIVED: frozenset({S.AWAITING_INFORMATION, S.ACCEPTED, S.DECLINED}),
    S.AWAITING_INFORMATION: frozenset({S.RECEIVED, S.ACCEPTED, S.DECLINED}),
    S.ACCEPTED: frozenset(),
    S.DECLINED: frozenset(),
}

LABELS: dict[ReferralStatus, tuple[str, str]] = {
    S.RECEIVED: ("Waiting for a health coach", "blue"),
    S.AWAITING_INFORMATION: ("Waiting for information", "yellow"),
    S.ACCEPTED: ("Accepted", "green"),
    S.DECLINED: ("Declined", "red"),
}


class ReferrerType(StrEnum):
    """Who referred."""

    SELF = "self"
    GP = "gp"
    NURSE = "nurse"
    OTHER_PRIMARY_CARE = "other_primary_care"
    SOCIAL_SERVICES = "social_services"
    VOLUNTARY_SECTOR = "voluntary_sector"
    FAMILY = "family"
    COMMUNITY_FACILITY = "community_facility"


REFERRER_LABELS: dict[ReferrerType, str] = {
    ReferrerType.SELF: "The person themself",
    ReferrerType.GP: "GP",
    ReferrerType.NURSE: "Practice nurse",
    ReferrerType.OTHER_PRIMARY_CARE: "Other primary care",
    ReferrerType.SOCIAL_SERVICES: "Social services",
    ReferrerType.VOLUNTARY_SECTOR: "Voluntary or community group",
    ReferrerType.FAMILY: "Family member, friend or neighbour",
    ReferrerType.COMMUNITY_FACILITY: "Community facility",
}


class Pathway(StrEnum):
    """How it came about; another question than who referred."""

    CONSULTATION = "consultation"
    ANNUAL_CHECK = "annual_check"
    REGISTRY = "registry"
    OTHER = "other"


PATHWAY_LABELS: dict[Pathway, str] = {
    Pathway.CONSULTATION: "In a consultation",
    Pathway.ANNUAL_CHECK: "At an annual health check",
    Pathway.REGISTRY: "Invited from a practice register",
    Pathway.OTHER: "Another way",
}


class Need(StrEnum):
    """Why somebody comes."""

    LONELY = "lonely"
    INACTIVE = "inactive"
    LONG_TERM_CONDITION = "long_term_condition"
    EMOTIONAL = "emotional"
    EXCLUDED = "excluded"
    HARD_TO_ENGAGE = "hard_to_engage"


NEED_LABELS: dict[Need, str] = {
    Need.LONELY: "Lonely or isolated",
    Need.INACTIVE: "Not active",
    Need.LONG_TERM_CONDITION: "Living with a long-term condition",
    Need.EMOTIONAL: "Emotional or mental wellbeing",
    Need.EXCLUDED: "Left out of things",
    Need.HARD_TO_ENGAGE: "Finds services hard to use",
}


class DeclineReason(StrEnum):
    NOT_ELIGIBLE = "not_eligible"
    PERSON_DECLINED = "person_declined"
    OTHER_SERVICE = "other_service"
    TOO_UNWELL = "too_unwell"
    DUPLICATE = "duplicate"
    NOT_ENOUGH_INFORMATION = "not_enough_information"


DECLINE_LABELS: dict[DeclineReason, str] = {
    DeclineReason.NOT_ELIGIBLE: "Lives or is registered outside our area",
    DeclineReason.PERSON_DECLINED: "The person does not want this now",
    DeclineReason.OTHER_SERVICE: "Another service fits better",
    DeclineReason.TOO_UNWELL: "Needs other care first",
    DeclineReason.DUPLICATE: "Sent twice by mistake",
    DeclineReason.NOT_ENOUGH_INFORMATION: "We could not find out enough",
}


class SafetyAnswer(StrEnum):
    """Asked of every referrer; the absence of an answer is not an answer (PRSB: at least one risk entry)."""

    NONE_KNOWN = "none_known"
    YES = "yes"


SAFETY_LABELS: dict[SafetyAnswer, str] = {
    SafetyAnswer.NONE_KNOWN: "None known",
    SafetyAnswer.YES: "Yes, there is something to know",
}


def check_move(now: ReferralStatus, to: ReferralStatus) -> None:
    """Raise RuleBroken when a referral cannot go from `now` to `to`."""
    if to not in MOVES[now]:
        raise RuleBroken(f"This referral is already {LABELS[now][0].lower()}.")


class NotEligible(StrEnum):
    """Why the check said no, or could not tell."""

    UNDER_AGE = "under_age"
    OUTSIDE_AREA = "outside_area"
    AGE_UNKNOWN = "age_unknown"
    PLACE_UNKNOWN = "place_unknown"


NOT_ELIGIBLE_LABELS: dict[NotEligible, str] = {
    NotEligible.UNDER_AGE: "Younger than the age from which Live Well can help",
    NotEligible.OUTSIDE_AREA: "Not registered with a practice here, and does not live in the area",
    NotEligible.AGE_UNKNOWN: "The date of birth is not known",
    NotEligible.PLACE_UNKNOWN: "Neither a practice nor a postcode that we know",
}


@dataclass(frozen=True)
class Eligibility:
    """Whether somebody may come: True, False, or None when it could not be told; and why not."""

    eligible: bool | None
    why: NotEligible | None = None


def whole_years(born_on: date, today: date) -> int:
    """Age in whole years; somebody born on 29 February is a year older on 1 March in other years."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def eligibility(
    *,
    born_on: date | None,
    registered: bool | None,
    lives_here: bool | None,
    minimum_age: int = MINIMUM_AGE,
    today: date,
) -> Eligibility:
    """
    Adult, and registered with a listed practice or living in the area. It never blocks: triage decides.

    `registered` and `lives_here` are None when it could not be told, for example for an unknown postcode.
    """
    if born_on is not None and whole_years(born_on, today) < minimum_age:
        return Eligibility(eligible=False, why=NotEligible.UNDER_AGE)
    if not (registered or lives_here):
        if registered is None or lives_here is None:
            return Eligibility(eligible=None, why=NotEligible.PLACE_UNKNOWN)
        return Eligibility(eligible=False, why=NotEligible.OUTSIDE_AREA)
    if born_on is None:
        return Eligibility(eligible=None, why=NotEligible.AGE_UNKNOWN)
    return Eligibility(eligible=True)


def say_eligibility(*, eligible: bool | None, why: str) -> str:
    """Eligibility in words, for triage."""
    if eligible:
        return "Eligible: an adult who is registered with a practice here or lives in the area"
    reason = NOT_ELIGIBLE_LABELS[NotEligible(why)] if why else "Nothing to go by"
    return f"Not eligible: {lower_first(reason)}" if eligible is False else f"Could not be told: {lower_first(reason)}"


def lower_first(text: str) -> str:
    """The same words, to stand inside a sentence."""
    return text[:1].lower() + text[1:]


def say_wait(days: int) -> str:
    """How long a referral has waited: "less than a day", "1 day", "12 days"."""
    return "less than a day" if days <= 0 else "1 day" if days == 1 else f"{days} days"


class Channel(StrEnum):
    """The door an entry came through."""

    PROFESSIONAL = "professional"
    SELF = "self"
    FOR_SOMEONE = "for_someone"
    REGISTRY = "registry"


CHANNEL_LABELS: dict[Channel, str] = {
    Channel.PROFESSIONAL: "The professional referral form",
    Channel.SELF: "The self-referral form",
    Channel.FOR_SOMEONE: "The form for somebody else",
    Channel.REGISTRY: "An invitation from a practice register",
}


class Register(StrEnum):
    """The practice registers that people are invited from."""

    SMI = "smi"
    COPD = "copd"
    DIABETES = "diabetes"
    THREE_OR_MORE = "three_or_more"


REGISTER_LABELS: dict[Register, str] = {
    Register.SMI: "Serious mental illness",
    Register.COPD: "Chronic obstructive pulmonary disease (COPD)",
    Register.DIABETES: "Diabetes",
    Register.THREE_OR_MORE: "Three or more long-term conditions",
}


class InvitationAnswer(StrEnum):
    ACCEPTED = "accepted"
    DECLINED = "declined"


ANSWER_LABELS: dict[str, tuple[str, str]] = {
    "": ("No reply yet", "grey"),
    InvitationAnswer.ACCEPTED: ("Would like to come", "green"),
    InvitationAnswer.DECLINED: ("Not now", "white"),
}


def check_open(now: ReferralStatus) -> None:
    """Raise RuleBroken when triage has decided: nothing is asked or changed after that."""
    if not MOVES[now]:
        raise RuleBroken(f"This referral is already {LABELS[now][0].lower()}.")
