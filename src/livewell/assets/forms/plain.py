"""The parts of a listing that are plain fields: about it, whom it is for, joining, showing it; and a new one."""

from dataclasses import replace
from urllib.parse import urlsplit

from livewell.assets.forms import choices
from livewell.assets.rules import (
    AssetKind,
    Audience,
    Capacity,
    Joining,
    Running,
    Sector,
    Way,
)
from livewell.assets.rules.listing import Listing
from livewell.assets.rules.vocabulary import Taxonomy, Vocabulary
from livewell.kit.forms import Form

_LONGEST_ADDRESS = 300
OLDEST = 120


def website(form: Form, field: str = "website", label: str = "Website") -> str:
    """An http or https address with a dotted host; https:// is added where nothing was said."""
    typed = form.text(field, label, longest=_LONGEST_ADDRESS)
    if not typed:
        return ""
    address = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(address)
        good = parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and parts.username is None
        _ = parts.port
    except ValueError:
        good = False
    if not good or " " in typed or len(address) > _LONGEST_ADDRESS:
        form.error(field, f"{label} must be a web address, like https://www.example.com")
        return ""
    return address


# A listing that is new.


def read_new(form: Form, *, with_organisation: bool) -> Listing | None:
    """A new listing: what has to be said first. It is hidden until somebody shows it."""
    name = form.text("name", "Name", required="Say what it is called", longest=160)
    kind = form.one_of("kind", choices.KINDS, required="Choose what kind of thing it is")
    organisation = form.text("organisation_name", "Who runs it", longest=160) if with_organisation else ""
    what = form.text("what", "What happens there", required="Say what happens there", longest=4000)
    if not form.ok or kind is None:
        return None
    return Listing(name=name, kind=AssetKind(kind), what=what, organisation_name=organisation, published=False)


# About it.


def fill_about(listing: Listing) -> dict[str, object]:
    """The boxes of "About it"."""
    return {
        "name": listing.name,
        "kind": listing.kind,
        "organisation_name": listing.organisation_name,
        "sector": listing.sector,
        "what": listing.what,
        "first_time": listing.first_time,
        "who_you_meet": listing.who_you_meet,
        "ways": listing.ways,
        "needs": listing.needs,
        "activities": listing.activities,
    }


def read_about(form: Form, listing: Listing, vocabulary: Vocabulary) -> Listing | None:
    """The listing with what "About it" says."""
    name = form.text("name", "Name", required="Say what it is called", longest=160)
    kind = form.one_of("kind", choices.KINDS, required="Choose what kind of thing it is")
    organisation = form.text("organisation_name", "Who runs it", longest=160)
    sector = form.one_of("sector", choices.SECTORS)
    what = form.text("what", "What happens there", required="Say what happens there", longest=4000)
    first_time = form.text("first_time", "What to expect the first time", longest=2000)
    meet = form.text("who_you_meet", "Who you will meet", longest=1000)
    ways = tuple(Way(way) for way in form.many("ways", choices.WAYS))
    needs = form.many("needs", vocabulary.choices(Taxonomy.NEEDS, chosen=listing.needs))
    activities = form.many("activities", vocabulary.choices(Taxonomy.ACTIVITIES, chosen=listing.activities))
    if not form.ok or kind is None:
        return None
    same = organisation.lower() == listing.organisation_name.lower()
    return replace(
        listing,
        name=name,
        kind=AssetKind(kind),
        organisation=listing.organisation if same else None,
        organisation_name=listing.organisation_name if same else organisation,
        sector=Sector(sector) if sector else None,
        what=what,
        first_time=first_time,
        who_you_meet=meet,
        ways=ways,
        needs=tuple(needs),
        activities=tuple(activities),
    )


# Whom it is for.


def fill_who(listing: Listing) -> dict[str, object]:
    """The boxes of "Who it is for"."""
    names = ("who_for", "audiences", "minimum_age", "maximum_age", "languages", "safeguarding")
    return {name: getattr(listing, name) for name in names}


def read_who(form: Form, listing: Listing) -> Listing | None:
    """The listing with what "Who it is for" says."""
    who_for = form.text("who_for", "Who it is for", longest=1000)
    audiences = tuple(Audience(one) for one in form.many("audiences", choices.AUDIENCES))
    youngest = form.whole_number("minimum_age", "Youngest age", lowest=0, highest=OLDEST)
    oldest = form.whole_number("maximum_age", "Oldest age", lowest=0, highest=OLDEST)
    if youngest is not None and oldest is not None and oldest < youngest:
        form.error("maximum_age", "The oldest age must not be below the youngest")
    known = (*choices.LANGUAGE_CHOICES, *((code, code) for code in listing.languages))
    languages = tuple(dict.fromkeys(form.many("languages", known)))
    safeguarding = form.text("safeguarding", "Keeping people safe", longest=2000)
    if not form.ok:
        return None
    return replace(
        listing,
        who_for=who_for,
        audiences=audiences,
        minimum_age=youngest,
        maximum_age=oldest,
        languages=languages,
        safeguarding=safeguarding,
    )


# Joining and room.


def fill_joining(listing: Listing) -> dict[str, object]:
    """The boxes of "Joining and room"."""
    names = ("joining", "joining_note", "capacity", "places_left", "capacity_note", "group_size")
    return {name: getattr(listing, name) for name in names}


def read_joining(form: Form, listing: Listing) -> Listing | None:
    """The listing with what "Joining and room" says."""
    joining = form.one_of("joining", choices.JOININGS)
    joining_note = form.text("joining_note", "About joining", longest=1000)
    capacity = form.one_of("capacity", choices.CAPACITIES)
    left = form.whole_number("places_left", "Places left", lowest=0, highest=10_000)
    capacity_note = form.text("capacity_note", "About room", longest=500)
    size = form.whole_number("group_size", "How many usually come", lowest=1, highest=10_000)
    if left and capacity == Capacity.FULL:
        form.error("places_left", "It cannot be full and have places left")
    if left and capacity == Capacity.WAITING_LIST:
        form.error("places_left", "It cannot have a waiting list and places left")
    if left == 0 and capacity == Capacity.PLACES:
        form.error("places_left", "It cannot have places and none left")
    if not form.ok:
        return None
    return replace(
        listing,
        joining=Joining(joining) if joining else None,
        joining_note=joining_note,
        capacity=Capacity(capacity) if capacity else None,
        places_left=left,
        capacity_note=capacity_note,
        group_size=size,
    )


# Showing it.


def fill_showing(listing: Listing) -> dict[str, object]:
    """The boxes of "Showing it"."""
    return {"published": listing.published, "running": listing.running, "alert": listing.alert}


def read_showing(form: Form, listing: Listing) -> Listing | None:
    """The listing with what "Showing it" says."""
    published = form.yes_or_no("published", required="Say whether everybody may see it")
    running = form.one_of("running", choices.RUNNINGS, required="Say whether it is running")
    alert = form.text("alert", "Notice", longest=300)
    reached = (
        any(not one.hidden for one in listing.venues)
        or listing.website
        or any(one.phone or one.email for one in listing.contacts)
    )
    if published and not reached:
        form.error(
            "published", "Before it is shown, say where it is, or give a phone number, an email address or a website"
        )
    if not form.ok or running is None:
        return None
    return replace(listing, published=bool(published), running=Running(running), alert=alert)
