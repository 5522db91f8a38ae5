"""What an asset may be, in the words of the service."""

from enum import StrEnum


class AssetKind(StrEnum):
    """Kinds of community asset (seeds A13, J6, GR9, 2A.10)."""

    GROUP = "group"
    ACTIVITY = "activity"
    CLUB = "club"
    CAFE = "cafe"
    COURSE = "course"
    SERVICE = "service"
    FACILITY = "facility"
    SPACE = "space"
    FUND = "fund"
    PEOPLE = "people"
    CRISIS = "crisis"


KIND_LABELS: dict[AssetKind, str] = {
    AssetKind.GROUP: "Group",
    AssetKind.ACTIVITY: "Activity",
    AssetKind.CLUB: "Club",
    AssetKind.CAFE: "Café",
    AssetKind.COURSE: "Course",
    AssetKind.SERVICE: "Service",
    AssetKind.FACILITY: "Facility",
    AssetKind.SPACE: "Building or space",
    AssetKind.FUND: "Fund",
    AssetKind.PEOPLE: "People and skills",
    AssetKind.CRISIS: "Crisis and urgent support",
}


class Way(StrEnum):
    """The Five Ways to Wellbeing (New Economics Foundation, 2008)."""

    CONNECT = "connect"
    BE_ACTIVE = "be_active"
    TAKE_NOTICE = "take_notice"
    LEARN = "learn"
    GIVE = "give"


WAY_LABELS: dict[Way, str] = {
    Way.CONNECT: "Connect",
    Way.BE_ACTIVE: "Be active",
    Way.TAKE_NOTICE: "Take notice",
    Way.LEARN: "Learn",
    Way.GIVE: "Give",
}
