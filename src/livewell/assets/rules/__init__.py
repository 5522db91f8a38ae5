"""What an asset may be, in the words of the service: kinds, who stands behind it, who it is for, getting in."""

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


class Audience(StrEnum):
    """Whom a group has in mind. Nobody named means everybody."""

    OLDER = "older"
    YOUNGER = "younger"
    FAMILIES = "families"
    MEN = "men"
    WOMEN = "women"
    CARERS = "carers"
    DEMENTIA = "dementia"
    DISABLED = "disabled"
    LEARNING_DISABILITY = "learning_disability"
    MENTAL_HEALTH = "mental_health"
    LONG_TERM_CONDITION = "long_term_condition"
    BEREAVED = "bereaved"
    LGBT = "lgbt"
    NEW_HERE = "new_here"
    VETERANS = "veterans"
    OUT_OF_WORK = "out_of_work"


AUDIENCE_LABELS: dict[Audience, str] = {
    Audience.OLDER: "Older people",
    Audience.YOUNGER: "Young adults",
    Audience.FAMILIES: "Parents and families",
    Audience.MEN: "Men",
    Audience.WOMEN: "Women",
    Audience.CARERS: "People who look after somebody",
    Audience.DEMENTIA: "People living with dementia",
    Audience.DISABLED: "Disabled people",
    Audience.LEARNING_DISABILITY: "People with a learning disability",
    Audience.MENTAL_HEALTH: "People living with mental ill health",
    Audience.LONG_TERM_CONDITION: "People with a long-term condition",
    Audience.BEREAVED: "People who have been bereaved",
    Audience.LGBT: "LGBT+ people",
    Audience.NEW_HERE: "People new to the country",
    Audience.VETERANS: "Veterans",
    Audience.OUT_OF_WORK: "People out of work",
}


class Feature(StrEnum):
    """Getting in and taking part, as things that can be searched for."""

    STEP_FREE = "step_free"
    TOILET = "toilet"
    HEARING_LOOP = "hearing_loop"
    PARKING = "parking"
    BUS = "bus"
    TRANSPORT = "transport"
    SEATS = "seats"
    ASSISTANCE_DOGS = "assistance_dogs"
    QUIET = "quiet"
    AUTISM_FRIENDLY = "autism_friendly"
    DEMENTIA_FRIENDLY = "dementia_friendly"
    SIGNING = "signing"
    COMPANION = "companion"
    ALONE = "alone"


FEATURE_LABELS: dict[Feature, str] = {
    Feature.STEP_FREE: "Step-free",
    Feature.TOILET: "Accessible toilet",
    Feature.HEARING_LOOP: "Hearing loop",
    Feature.PARKING: "Parking",
    Feature.BUS: "Near a bus stop",
    Feature.TRANSPORT: "Transport can be arranged",
    Feature.SEATS: "Places to sit",
    Feature.ASSISTANCE_DOGS: "Assistance dogs welcome",
    Feature.QUIET: "Quiet",
    Feature.AUTISM_FRIENDLY: "Autism friendly",
    Feature.DEMENTIA_FRIENDLY: "Dementia friendly",
    Feature.SIGNING: "British Sign Language",
    Feature.COMPANION: "Bring somebody with you",
    Feature.ALONE: "Fine to come alone",
}

PLACE_FEATURES = (
    Feature.STEP_FREE,
    Feature.TOILET,
    Feature.HEARING_LOOP,
    Feature.PARKING,
    Feature.BUS,
    Feature.SEATS,
    Feature.ASSISTANCE_DOGS,
)
"""What belongs to a building; the rest belongs to the group that meets there."""

GROUP_FEATURES = tuple(feature for feature in Feature if feature not in PLACE_FEATURES)


class Joining(StrEnum):
    """How somebody comes to it the first time."""

    TURN_UP = "turn_up"
    ASK_FIRST = "ask_first"
    BOOK = "book"
    REFERRAL = "referral"


JOINING_LABELS: dict[Joining, str] = {
    Joining.TURN_UP: "Just turn up",
    Joining.ASK_FIRST: "Get in touch first",
    Joining.BOOK: "Book a place",
    Joining.REFERRAL: "Somebody has to refer you",
}


class Capacity(StrEnum):
    """Whether there is room."""

    PLACES = "places"
    WAITING_LIST = "waiting_list"
    FULL = "full"
    ASK = "ask"


CAPACITY_LABELS: dict[Capacity, str] = {
    Capacity.PLACES: "Has places",
    Capacity.WAITING_LIST: "Has a waiting list",
    Capacity.FULL: "Full at the moment",
    Capacity.ASK: "Ask whether there is room",
}


class Delivery(StrEnum):
    """How it reaches people."""

    AT_A_PLACE = "place"
    ONLINE = "online"
    PHONE = "phone"
    HOME = "home"


DELIVERY_LABELS: dict[Delivery, str] = {
    Delivery.AT_A_PLACE: "At a place",
    Delivery.ONLINE: "Online",
    Delivery.PHONE: "By telephone",
    Delivery.HOME: "In people's homes",
}


class Running(StrEnum):
    """Whether it is going on (the status of a service in HSDS-UK 3.0)."""

    ACTIVE = "active"
    PAUSED = "temporarily closed"
    INACTIVE = "inactive"
    CLOSED = "defunct"


RUNNING_LABELS: dict[Running, str] = {
    Running.ACTIVE: "Running",
    Running.PAUSED: "Paused for a while",
    Running.INACTIVE: "Not running",
    Running.CLOSED: "Closed for good",
}


class Provenance(StrEnum):
    """Where a listing came from first."""

    TEAM = "team"
    OWNER = "owner"
    IMPORTED = "imported"


PROVENANCE_LABELS: dict[Provenance, str] = {
    Provenance.TEAM: "Written by the Live Well team",
    Provenance.OWNER: "Written by those who run it",
    Provenance.IMPORTED: "From another directory",
}


class Checked(StrEnum):
    """How somebody made sure that a listing is right."""

    VISITED = "visited"
    PHONED = "phoned"
    OWNER = "owner"
    DOCUMENT = "document"


CHECKED_LABELS: dict[Checked, str] = {
    Checked.VISITED: "Checked by a visit",
    Checked.PHONED: "Checked by telephone",
    Checked.OWNER: "Confirmed by those who run it",
    Checked.DOCUMENT: "Checked against a document",
}

LANGUAGES: dict[str, str] = {
    "en": "English",
    "ar": "Arabic",
    "bn": "Bengali",
    "zh": "Chinese",
    "fa": "Farsi",
    "fr": "French",
    "gu": "Gujarati",
    "hi": "Hindi",
    "it": "Italian",
    "ku": "Kurdish",
    "pl": "Polish",
    "pt": "Portuguese",
    "pa": "Punjabi",
    "ro": "Romanian",
    "ru": "Russian",
    "es": "Spanish",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "cy": "Welsh",
}
"""Languages a group may run in, by their ISO 639-1 code (https://www.loc.gov/standards/iso639-2/php/code_list.php)."""

DISTANCES = (1, 2, 5, 10, 20)
"""Miles that a search may ask for."""
