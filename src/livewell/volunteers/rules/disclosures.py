"""What was on a certificate: spoken about, weighed for the role, and decided."""

from enum import StrEnum

from livewell.kit.errors import RuleBroken


class Decision(StrEnum):
    """What was decided about a disclosure."""

    GO_ON = "go_on"
    LIMITS = "limits"
    NO = "no"


DECISIONS: dict[Decision, str] = {
    Decision.GO_ON: "Go on: it makes no difference to this",
    Decision.LIMITS: "Go on, within limits that are written down",
    Decision.NO: "Not in roles that need a check",
}


def counts(decision: Decision) -> bool:
    """Whether a check counts after what was decided."""
    return decision is not Decision.NO


def check_decision(decision: Decision, *, assessment: str, limits: str) -> None:
    """Raise RuleBroken for a decision without its reasons, or limits that are not said."""
    if not assessment.strip():
        raise RuleBroken("Write what it means for the role before you decide.")
    if decision is Decision.LIMITS and not limits.strip():
        raise RuleBroken("Write down the limits, so that everybody concerned can keep to them.")
