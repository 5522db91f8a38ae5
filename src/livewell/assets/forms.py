"""A search, and a listing, as they come in from a page."""

from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from livewell.assets import rules
from livewell.assets.rules import KIND_LABELS, SECTOR_LABELS, WAY_LABELS, AssetKind, Listing, Sector, Way
from livewell.kit.form_values import tidy_text
from livewell.kit.forms import Form

_LONGEST_ADDRESS = 300

KINDS = tuple((kind.value, label) for kind, label in KIND_LABELS.items())
WAYS = tuple((way.value, label) for way, label in WAY_LABELS.items())
SECTORS = tuple((sector.value, label) for sector, label in SECTOR_LABELS.items())
DISTANCES = tuple((str(miles), f"{miles} mile" if miles == 1 else f"{miles} miles") for miles in rules.DISTANCES)
CHOICES = {"kinds": KINDS, "ways": WAYS, "sectors": SECTORS, "distances": DISTANCES}


@dataclass(frozen=True)
class Search:
    """What somebody looks for. `place` is what they typed: a postcode or the beginning of one."""

    words: str = ""
    place: str = ""
    within: int | None = None
    kind: AssetKind | None = None
    way: Way | None = None
    page: int = 1


def read_search(form: Form) -> Search:
    """A search from the address of a page. What cannot be is left out: an old link still finds something."""
    within = form.typed("within")
    kind, way, page = form.typed("kind"), form.typed("way"), form.typed("page")
    return Search(
        words=" ".join(tidy_text(form.typed("q")).split())[:200],
        place=" ".join(tidy_text(form.typed("postcode")).split())[:12],
        within=int(within) if within in dict(DISTANCES) else None,
        kind=AssetKind(kind) if kind in set(AssetKind) else None,
        way=Way(way) if way in set(Way) else None,
        page=int(page) if page.isascii() and page.isdigit() and 0 < len(page) <= 4 and int(page) else 1,  # noqa: PLR2004
    )


def read_listing(form: Form, *, with_organisation: bool) -> Listing | None:
    """The listing on the form, or None with what is wrong noted. Without `with_organisation` it is not asked."""
    name = form.text("name", "Name", required="Say what it is called", longest=160)
    kind = form.one_of("kind", KINDS, required="Choose what kind of thing it is")
    what = form.text("what", "What happens there", required="Say what happens there", longest=4000)
    organisation = form.text("organisation_name", "Who runs it", longest=160) if with_organisation else ""
    sector = form.one_of("sector", SECTORS) if with_organisation else None
    place_name = form.text("place_name", "Where", longest=160)
    postcode = form.postcode("postcode")
    when = form.text("when", "When", longest=500)
    cost = form.text("cost", "What it costs", longest=160)
    free = form.yes_or_no("free")
    who_for = form.text("who_for", "Who it is for", longest=1000)
    access = form.text("access", "Getting in and taking part", longest=2000)
    ways = tuple(Way(way) for way in form.many("ways", WAYS))
    contact_name = form.text("contact_name", "Who to ask for", longest=120)
    phone = form.phone("contact_phone", short_numbers=True)
    email = form.email("contact_email")
    website = _website(form)
    published = form.yes_or_no("published", required="Say whether everybody may see it")
    if not (place_name or any(form.typed(box).strip() for box in ("contact_phone", "contact_email", "website"))):
        form.error("contact_phone", "Say where it is, or give a phone number, an email address or a website")
    if not form.ok or kind is None:
        return None
    return Listing(
        name=name,
        kind=AssetKind(kind),
        what=what,
        organisation_name=organisation,
        sector=Sector(sector) if sector else None,
        place_name=place_name,
        postcode=postcode,
        when=when,
        cost=cost,
        free=free,
        who_for=who_for,
        access=access,
        ways=ways,
        contact_name=contact_name,
        contact_phone=phone,
        contact_email=email,
        website=website,
        published=bool(published),
    )


def _website(form: Form) -> str:
    """An http or https address with a dotted host; https:// is added where nothing was said."""
    typed = form.text("website", "Website", longest=_LONGEST_ADDRESS)
    if not typed:
        return ""
    address = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(address)
        good = parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and parts.username is None
        _ = parts.port
    except ValueError:
        good = False
    if not good or " " in typed:
        form.error("website", "Website must be a web address, like https://www.example.com")
        return ""
    return address


def filled(listing: Listing) -> Form:
    """The form with a listing in it."""
    return Form.blank(asdict(listing))


def empty() -> Form:
    """The form for something new: shown to everybody unless somebody says no."""
    return Form.blank({"published": True})
