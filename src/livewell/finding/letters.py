"""What goes out of the map: a calendar file, a flyer, and a shortlist on paper or by e-mail."""

import base64
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from livewell.assets.queries import PhotoData
from livewell.finding.queries.listing import ListingPage
from livewell.finding.rules.flyer import Paper, Text, abridged, fitted, name_size, short_name
from livewell.finding.rules.sessions import Session
from livewell.kit import clock, qr, templates
from livewell.kit.icalendar_out import Happening, public_calendar
from livewell.kit.notify import Email

_LETTERS_OF_CONTACT = 46
_WHO_SENDS = (
    "Somebody, most likely you, kept these groups and places at Live Well and had them sent to this address. We keep"
    " neither the list nor the address."
)
_SQUARE = "A square for a phone’s camera: it opens the page of {}"


def calendar_of(page: ListingPage, sessions: Iterable[Session], *, address: str) -> bytes:
    """These sessions of a listing as an iCalendar file; of a hidden place it says nothing but that it is told."""
    asset = page.asset
    contact = asset.contact
    asked = " ".join(one for one in (contact.name, contact.phone, contact.email) if one) if contact else ""
    happenings = [
        Happening(
            uid=f"{asset.id}-{uid}@livewell",
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            title=asset.name,
            place=page.place_of(one),
            words="\n".join(said for said in (*one.part_words, asset.listing.alert, asked, address) if said),
            address=address,
            sequence=asset.version,
            changed_at=asset.changed_at,
        )
        for uid, one in _each_once(sessions)
    ]
    return public_calendar(happenings, name=asset.name)


def _each_once(sessions: Iterable[Session]) -> Iterator[tuple[str, Session]]:
    """
    Each session with a name of its own: by day and time on the wall and not by number, so that one that is left out moves
    no other. Two that begin together, of which one is longer or is at no place in particular, are two.
    """
    begun: Counter[str] = Counter()
    for one in sessions:
        name = f"{one.on:%Y%m%d}-{one.opens}-{one.venue or 0}"
        begun[name] += 1
        yield (name if begun[name] == 1 else f"{name}-{begun[name]}"), one


def flyer(page: ListingPage, photo: PhotoData | None, *, paper: Paper, address: str) -> str:
    """A flyer as HTML for kit.pdf: one page, whatever the listing says."""
    asset = page.asset
    contact = asset.contact
    asked = ", ".join(one for one in (contact.name, contact.phone or contact.email) if one) if contact else ""
    facts = [
        ("When", page.when_in_one_line),
        ("Where", page.where_in_one_line),
        ("Cost", asset.cost_words),
        ("Joining", page.joining_words),
    ]
    told = Text(
        what=asset.listing.what,
        next=page.sessions[0].words if page.sessions else "",
        facts=tuple((label, said) for label, said in facts if said),
        features=page.every_feature,
    )
    name = short_name(asset.name)
    context = {
        "paper": paper,
        "large": paper is Paper.A4,
        "name": name,
        "whole_name": asset.name,
        "name_size": name_size(name),
        "kind": asset.kind_label,
        "fitted": fitted(told, with_photo=photo is not None),
        "contact": abridged(asked or asset.listing.website, _LETTERS_OF_CONTACT),
        "not_running": "" if page.is_running else page.running_label,
        "photo": _as_address(photo) if photo else "",
        "alt": asset.photos[0].alt if asset.photos else "",
        "square": qr.inline_svg(address, title=_SQUARE.format(asset.name)),
        "address": address.split("://", 1)[-1],
        "printed_on": clock.today(),
    }
    return templates.render("finding/flyer_pdf.html", context)


def _as_address(photo: PhotoData) -> str:
    return f"data:{photo.media_type};base64,{base64.b64encode(photo.data).decode()}"


def shortlist_html(pages: Sequence[ListingPage], *, address: str) -> str:
    """A list on paper, as HTML for kit.pdf."""
    context = {"pages": pages, "address": address, "printed_on": clock.today()}
    return templates.render("finding/shortlist_pdf.html", context)


def shortlist_email(pages: Sequence[ListingPage], *, to: str, address: str) -> Email:
    """A list as a message: names, times, places and whom to ask, and nothing about who sent it."""
    parts = [
        _WHO_SENDS,
        *(_in_words(page, address) for page in pages),
        "Times change: ring or write before you go.",
    ]
    return Email(to=to, subject="Your list from Live Well", text="\n\n".join(parts) + "\n")


def _in_words(page: ListingPage, address: str) -> str:
    asset = page.asset
    told = [
        ("", asset.name),
        ("When: ", page.when_in_one_line),
        ("Next: ", page.sessions[0].words if page.sessions else ""),
        ("Where: ", page.where_in_one_line),
        ("Cost: ", asset.cost_words),
        *(("Ask: ", ", ".join(one for one in (who.name, who.phone, who.email) if one)) for who in page.contacts),
        ("", f"{address}/community/{asset.id}"),
    ]
    return "\n".join(f"{label}{said}" for label, said in told if said)
