"""What comes after, and whether it was what the person expected."""

from enum import StrEnum


class WhatNext(StrEnum):
    """Where a person goes from here (seeds H11, H12, 1.V)."""

    GROUP = "group"
    VOLUNTEER = "volunteer"
    BEFRIENDER = "befriender"
    COURSE = "course"
    SELF_MANAGING = "self_managing"
    OTHER_SERVICE = "other_service"
    OTHER = "other"


WHAT_NEXT_LABELS: dict[WhatNext, str] = {
    WhatNext.GROUP: "Goes on with a group or activity",
    WhatNext.VOLUNTEER: "Would like to volunteer",
    WhatNext.BEFRIENDER: "Would like a volunteer befriender",
    WhatNext.COURSE: "Goes on to a course",
    WhatNext.SELF_MANAGING: "Carries on with their own plan",
    WhatNext.OTHER_SERVICE: "Goes on to another service",
    WhatNext.OTHER: "Something else",
}


class Expectation(StrEnum):
    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_ASKED = "not_asked"


EXPECTATION_LABELS: dict[Expectation, str] = {
    Expectation.MET: "Yes",
    Expectation.PARTLY: "Partly",
    Expectation.NOT_MET: "No",
    Expectation.NOT_ASKED: "Not asked",
}
