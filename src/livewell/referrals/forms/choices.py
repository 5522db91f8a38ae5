"""The choices that referral forms offer, in the order in which they are shown."""

from livewell.people.forms import CHOICES as ABOUT_PERSON
from livewell.people.rules import ACCESS_LABELS, AccessNeed
from livewell.referrals.rules import (
    DECLINE_LABELS,
    NEED_LABELS,
    PATHWAY_LABELS,
    REFERRER_LABELS,
    REGISTER_LABELS,
    SAFETY_LABELS,
    Need,
    Pathway,
    ReferrerType,
    SafetyAnswer,
)

NEEDS = [(str(value), label) for value, label in NEED_LABELS.items()]
SAFETY = [(str(value), label) for value, label in SAFETY_LABELS.items()]
PROFESSIONAL_PATHWAYS = [
    (str(value), PATHWAY_LABELS[value])
    for value in (Pathway.CONSULTATION, Pathway.ANNUAL_CHECK, Pathway.REGISTRY, Pathway.OTHER)
]
PROFESSIONAL_TYPES = [
    (str(value), REFERRER_LABELS[value])
    for value in (ReferrerType.GP, ReferrerType.NURSE, ReferrerType.OTHER_PRIMARY_CARE)
]
STAFF_TYPES = [
    (str(value), REFERRER_LABELS[value])
    for value in (
        ReferrerType.GP,
        ReferrerType.NURSE,
        ReferrerType.OTHER_PRIMARY_CARE,
        ReferrerType.SOCIAL_SERVICES,
        ReferrerType.VOLUNTARY_SECTOR,
        ReferrerType.FAMILY,
        ReferrerType.COMMUNITY_FACILITY,
    )
]
SOMEONE_TYPES = [
    (str(value), REFERRER_LABELS[value])
    for value in (
        ReferrerType.FAMILY,
        ReferrerType.SOCIAL_SERVICES,
        ReferrerType.VOLUNTARY_SECTOR,
        ReferrerType.COMMUNITY_FACILITY,
    )
]
CONDITIONS = ["Asthma", "COPD", "Diabetes", "Heart disease", "High blood pressure", "Serious mental illness", "Stroke"]
"""Offered for an annual check; another may be typed."""
DECLINE_REASONS = [(str(value), label) for value, label in DECLINE_LABELS.items()]
REGISTERS = [(str(value), label) for value, label in REGISTER_LABELS.items()]

CHOICES = {
    **ABOUT_PERSON,
    "needs": NEEDS,
    "safety": SAFETY,
    "pathways": PROFESSIONAL_PATHWAYS,
    "someone_types": SOMEONE_TYPES,
    "decline_reasons": DECLINE_REASONS,
    "registers": REGISTERS,
    "conditions": CONDITIONS,
}
"""What templates/referrals are given as `choices`."""

OWN_NEED_LABELS: dict[Need, str] = {
    Need.LONELY: "I feel lonely or cut off",
    Need.INACTIVE: "I would like to move more",
    Need.LONG_TERM_CONDITION: "I live with a long-term condition",
    Need.EMOTIONAL: "My mood or mental wellbeing",
    Need.EXCLUDED: "I feel left out of things",
    Need.HARD_TO_ENGAGE: "I find services hard to use",
}
OWN_SAFETY_LABELS: dict[SafetyAnswer, str] = {
    SafetyAnswer.NONE_KNOWN: "No, nothing that I know of",
    SafetyAnswer.YES: "Yes, there is something you should know",
}
OWN_ACCESS_LABELS: dict[AccessNeed, str] = {
    **ACCESS_LABELS,
    AccessNeed.HOME_VISIT: "It is hard for me to leave home",
}
OWN_CHOICES = {
    **CHOICES,
    "needs": [(str(value), label) for value, label in OWN_NEED_LABELS.items()],
    "safety": [(str(value), label) for value, label in OWN_SAFETY_LABELS.items()],
    "access": [(str(value), label) for value, label in OWN_ACCESS_LABELS.items()],
}
"""The same answers, as somebody gives them of themself."""
