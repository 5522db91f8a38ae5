"""What may happen to a referral before it becomes a journey, who may come, and the words for it."""

from enum import StrEnum

from livewell.kit.errors import RuleBroken


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
    """Who referred (seeds C5)."""

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
    """How it came about (seeds C1 to C4); another question than who referred."""

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
    """Why somebody comes (seeds A2, A3)."""

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
