"""What an asset may be, in the words of the service, and what a search for one means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class AssetKind(StrEnum):
    """Kinds of community asset."""

    GROUP = "group"
    ACTIVITY = "activity"
    CLUB = "club"
    CAFE = "cafe"
    COURSE = "course"
    EVENT = "event"
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
    AssetKind.EVENT: "Event",
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


class Sector(StrEnum):
    """Who stands behind an organisation."""

    VOLUNTARY = "voluntary"
    RESIDENTS = "residents"
    FAITH = "faith"
    COUNCIL = "council"
    HEALTH = "health"
    SPORT = "sport"
    LEARNING = "learning"
    HOUSING = "housing"
    EMPLOYMENT = "employment"
    EMERGENCY = "emergency"
    BUSINESS = "business"


SECTOR_LABELS: dict[Sector, str] = {
    Sector.VOLUNTARY: "Charity or voluntary group",
    Sector.RESIDENTS: "Residents, informally",
    Sector.FAITH: "Faith group",
    Sector.COUNCIL: "Council or parish",
    Sector.HEALTH: "Health service",
    Sector.SPORT: "Sports club or leisure centre",
    Sector.LEARNING: "School, college or library",
    Sector.HOUSING: "Housing",
    Sector.EMPLOYMENT: "Work and jobs",
    Sector.EMERGENCY: "Emergency services",
    Sector.BUSINESS: "Business, such as a pub or shop",
}


@dataclass(frozen=True)
class Listing:
    """What somebody writes about an asset. `free` is None when nobody knows."""

    name: str
    kind: AssetKind
    what: str
    organisation_name: str = ""
    sector: Sector | None = None
    place_name: str = ""
    postcode: str = ""
    when: str = ""
    cost: str = ""
    free: bool | None = None
    who_for: str = ""
    access: str = ""
    ways: tuple[Way, ...] = ()
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    website: str = ""
    published: bool = True


FIELD_LABELS: dict[str, str] = {
    "name": "Name",
    "kind": "What kind of thing it is",
    "what": "What happens there",
    "organisation_name": "Who runs it",
    "place_name": "Where",
    "postcode": "Postcode",
    "when": "When",
    "cost": "What it costs",
    "free": "Is it free?",
    "who_for": "Who it is for",
    "access": "Getting in and taking part",
    "ways": "Ways to Wellbeing",
    "contact_name": "Who to ask for",
    "contact_phone": "Phone number",
    "contact_email": "Email address",
    "website": "Website",
    "published": "Shown to everybody",
}


def in_words(listing: Listing) -> dict[str, str]:
    """Every field of a listing as somebody would read it, by its label."""
    said: Mapping[str, str] = {
        "kind": KIND_LABELS[listing.kind],
        "free": {True: "Yes", False: "No", None: "Not known"}[listing.free],
        "ways": ", ".join(WAY_LABELS[way] for way in listing.ways),
        "published": "Yes" if listing.published else "No",
    }
    return {label: said.get(field, "") or str(getattr(listing, field) or "") for field, label in FIELD_LABELS.items()}


def differences(theirs: Listing, yours: Listing) -> tuple[dict[str, str], dict[str, str]]:
    """The fields that two versions say differently: what they say, and what you say."""
    one, other = in_words(theirs), in_words(yours)
    labels = [label for label in one if one[label] != other[label]]
    return {label: one[label] for label in labels}, {label: other[label] for label in labels}


STALE_AFTER = timedelta(days=182)
"""A listing that nobody has checked for half a year says so."""


def is_stale(checked_at: datetime | None, now: datetime) -> bool:
    """Whether a listing should be looked at again before anybody is sent there."""
    return checked_at is None or now - checked_at > STALE_AFTER


# ── searching ──

DISTANCES = (1, 2, 5, 10, 20)
"""Miles that a search may ask for."""

LONGEST_SEARCH = 12
"""Words of a search that count."""

# Said by people, and meant by listings: each word on the left also finds those on the right.
MEANS_ALSO: dict[str, tuple[str, ...]] = {
    "lonely": ("company", "friend", "chat", "welcome"),
    "loneliness": ("company", "friend", "chat", "welcome"),
    "isolated": ("company", "friend", "chat", "welcome"),
    "alone": ("company", "friend", "chat"),
    "friends": ("company", "chat", "welcome"),
    "exercise": ("walk", "swim", "strength", "gym", "dance", "movement"),
    "fitness": ("walk", "swim", "gym", "exercise"),
    "gym": ("exercise", "leisure"),
    "balance": ("falls", "strength"),
    "dementia": ("memory",),
    "debt": ("money", "bills", "letters"),
    "benefits": ("money", "forms", "letters"),
    "bills": ("money", "debt"),
    "job": ("work", "employment"),
    "jobs": ("work", "employment"),
    "computer": ("tablet", "online", "digital"),
    "internet": ("computer", "tablet", "online"),
    "diabetes": ("sugar", "healthy"),
    "cooking": ("cookery", "cook", "eat"),
    "singing": ("sing", "choir"),
    "choir": ("sing",),
    "gardening": ("allotment", "garden"),
    "carer": ("carers", "look after"),
    "transport": ("lift", "drivers", "bus"),
    "anxious": ("calm", "quiet", "mindful"),
    "stress": ("calm", "quiet", "mindful"),
    "sleep": ("mindful", "quiet"),
    "food": ("eat", "cook", "meal", "bank"),
}

_CRISIS = re.compile(
    r"\bsuicid|\bkill(ing)? (my|him|her|them)sel|\b(want|going|wish) to die\b|\bend (it all|my life|their life)\b"
    r"|\bself[\s-]?harm|\b(hurt|cut|harm)(ing)? (my|him|her|them)sel|\boverdos"
    r"|\b(domestic|sexual)( \w+)? (abuse|violence)\b|\babus(e|ed|ive|er)\b|\bviolen(ce|t)\b|\braped?\b|\bassault"
    r"|\b(hits|hitting|beats|beating|hurts|threatens|threatening) (me|her|him|us|them)\b"
    r"|\bnot safe\b|\bunsafe\b|\bin danger\b|\b(scared|afraid) (of|to go home)\b"
    r"|\bcrisis\b|\bemergency\b|\burgent|\bhelp now\b|\bcan(no|')?t go on\b|\bcannot go on\b|\bsamaritans\b"
    r"|\b(homeless|nowhere to (sleep|stay|go))\b|\bpsychosis\b|\bhearing voices\b"
)


def suggests_crisis(words: str) -> bool:
    """Whether somebody who types this may need help now. It would rather be wrong ten times than miss one."""
    plain = " ".join(words.lower().replace("\u2019", "'").split())
    return _CRISIS.search(plain) is not None


def search_words(text: str) -> list[str]:
    """The words of a search in lower case, letters and digits only, at most `LONGEST_SEARCH`."""
    return re.findall(r"[^\W_]+", text.lower())[:LONGEST_SEARCH]


def tsquery(words: list[str], *, every: bool = True) -> str:
    """
    The words as PostgreSQL's to_tsquery reads them: all of them (or any), the last one also as a beginning.

    Words come from `search_words`, so nothing in them can be an operator.
    https://www.postgresql.org/docs/current/datatype-textsearch.html#DATATYPE-TSQUERY
    """
    terms = []
    for place, word in enumerate(words):
        whole = f"{word}:*" if place == len(words) - 1 else word
        also = [" <-> ".join(other.split()) for other in MEANS_ALSO.get(word, ())]
        terms.append(f"({' | '.join([whole, *also])})" if also else whole)
    return (" & " if every else " | ").join(terms)
