"""The parts a listing is written in, each a small form: what is in its boxes, how it is read, and what it says by now."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from livewell.assets import queries, rules
from livewell.assets.forms import areas, choices, lines, plain, several
from livewell.assets.forms import times as times_form
from livewell.assets.queries import drawn_areas
from livewell.assets.rules import drawn, saying
from livewell.assets.rules.listing import Listing
from livewell.assets.rules.vocabulary import Taxonomy
from livewell.kit.errors import NotFound
from livewell.kit.forms import Form
from livewell.places import queries as places


@dataclass(frozen=True)
class Part:
    """
    One part: its code in addresses, its title, its boxes, and what it says in one line.

    templates/assets/parts/_one.html shows its boxes.
    """

    code: str
    title: str
    hint: str
    fill: Callable[[Listing], dict[str, object]]
    says: Callable[[Listing], str]
    needed: bool = False


def _places_left(listing: Listing) -> str:
    said = [rules.CAPACITY_LABELS[listing.capacity]] if listing.capacity else []
    said += [rules.JOINING_LABELS[listing.joining]] if listing.joining else []
    return ". ".join(said)


def _people(listing: Listing) -> str:
    return "; ".join(" ".join(part for part in (one.name, one.phone) if part) or one.email for one in listing.contacts)


def _areas(listing: Listing) -> str:
    if any(one.everywhere for one in listing.covers):
        return "Everywhere"
    count = sum(len(one.codes) + (one.polygon is not None) for one in listing.covers)
    named = ", ".join(one.name for one in listing.covers if one.name)
    return named or (f"{count} areas" if count != 1 else "1 area") if listing.covers else ""


def _getting_in(listing: Listing) -> str:
    features = (*(one for venue in listing.venues for one in venue.features), *listing.features)
    return ", ".join(rules.FEATURE_LABELS[one] for one in dict.fromkeys(features)) or listing.access[:80]


PARTS: dict[str, Part] = {
    part.code: part
    for part in (
        Part("about", "About it", "What it is called, what happens there, what to expect", plain.fill_about, lambda one: one.name, needed=True),
        Part("who", "Who it is for", "Ages, languages, whom it has in mind", plain.fill_who, lambda one: one.who_for or saying.audiences(one.audiences) or saying.ages(one.minimum_age, one.maximum_age)),
        Part("where", "Where", "Its places, or how it reaches people", several.fill_where, lambda one: "; ".join(saying.where(v.name, v.town, v.postcode) for v in one.venues), needed=True),
        Part("times", "Times", "When it happens, and when it does not", times_form.fill_times, saying.when_in_full, needed=True),
        Part("cost", "What it costs", "Free, or its prices", several.fill_cost, lambda one: saying.costs(free=one.free, options=one.costs, note=one.cost_note)),
        Part("access", "Getting in and access", "Steps, toilets, how to get there, coming alone", several.fill_access, _getting_in),
        Part("joining", "Joining and room", "Whether to book, and whether there is room", plain.fill_joining, _places_left),
        Part("people", "People to ask", "Names, telephone, email, website", several.fill_people, lambda one: _people(one) or one.website, needed=True),
        Part("areas", "Areas covered", "Where it comes to, or takes people from", areas.fill_areas, _areas),
        Part("showing", "Showing it", "Whether everybody may see it, whether it is running, a notice on top", plain.fill_showing, lambda one: f"{rules.RUNNING_LABELS[one.running]}. {'Shown to everybody' if one.published else 'Hidden'}"),
    )
}  # fmt: skip
"""Every part by its code, in the order in which it is written. Photographs are a page of their own."""


def a_part(code: str) -> Part:
    """The part of this code; `NotFound` when there is none."""
    if code not in PARTS:
        raise NotFound
    return PARTS[code]


def filled(code: str, listing: Listing) -> Form:
    """The form of a part with what the listing says by now."""
    return Form.blank(a_part(code).fill(listing))


async def arranged(form: Form, code: str) -> Form | None:
    """
    The form as it comes back after a button that does not save (another line, one less, pick this place, read my words).

    None when the form is to be saved.
    """
    if code == "times":
        read = times_form.arranged(form)
        if read is not None:
            return read
    if code == "where":
        picked = await _picked(form)
        if picked is not None:
            return picked
    return lines.arranged(form, areas.AREAS) if code == "areas" else lines.arranged(form)


async def _picked(form: Form) -> Form | None:
    """The form with a known place in a line of its own, or with the places that were looked for."""
    pressed = form.typed(lines.DO)
    if pressed == "find":
        return lines.again(form, {})
    if not pressed.startswith("use-"):
        return None
    found = await queries.known_place(pressed.removeprefix("use-"))
    there = [
        n
        for n in lines.numbers(form)
        if not lines.is_empty(form, n, ("name", "address", "town", "postcode"))
        and form.typed(f"location_{n}") != str(found.location)
    ]
    n = max(there, default=-1) + 1
    blank = Form.blank({f"{name}_{n}": value for name, value in several.a_place(found).items()})
    boxes = {name: blank.typed_all(name) for name in blank.everything()}
    return lines.again(form, {**boxes, lines.LINES: [*map(str, there), str(n)], lines.DO: "", "find_place": ""})


async def read_part(form: Form, code: str, listing: Listing) -> Listing | None:
    """The listing with what this part's form says, or None with what is wrong noted on the form."""
    if code == "about":
        return plain.read_about(form, listing, await queries.vocabulary())
    if code == "areas":
        return await areas.read_areas(form, listing, await _wards())
    readers: dict[str, Callable[[Form, Listing], Listing | None]] = {
        "who": plain.read_who,
        "where": several.read_where,
        "times": times_form.read_times,
        "cost": several.read_cost,
        "access": several.read_access,
        "joining": plain.read_joining,
        "people": several.read_people,
        "showing": plain.read_showing,
    }
    return readers[a_part(code).code](form, listing)


async def part_page_context(code: str, form: Form, listing: Listing) -> dict[str, Any]:
    """What the include of a part needs: `part`, `form`, `choices`, `lines` and what can be chosen besides."""
    context: dict[str, Any] = {
        "part": a_part(code),
        "form": form,
        "choices": choices.CHOICES,
        "lines": lines.numbers(form),
        "venues": listing.venues,
    }
    if code == "about":
        vocabulary = await queries.vocabulary()
        context["needs"] = vocabulary.choices(Taxonomy.NEEDS, chosen=listing.needs)
        context["activities"] = vocabulary.choices(Taxonomy.ACTIVITIES, chosen=listing.activities)
    if code == "areas":
        context["wards"] = await _wards()
        context["areas"] = lines.numbers(form, areas.AREAS)
        context["drawn"] = await _drawn(form, listing)
    if code == "where":
        sought = form.typed("find_place").strip()
        context["places_found"] = await queries.known_places(sought) if sought else []
        context["sought"] = sought
    if code == "times":
        names = [one.name or one.town or one.postcode or f"Place {n + 1}" for n, one in enumerate(listing.venues)]
        context["unusual"] = times_form.unusual(form)
        context["places"] = [
            *((str(n), name) for n, name in enumerate(names)),
            (times_form.NO_PLACE, "No particular place"),
        ]
    return context


async def _drawn(form: Form, listing: Listing) -> dict[int, drawn_areas.DrawnArea]:
    """Each line's area as it is kept, by the line's number."""
    kept = {drawn.fingerprint(one.polygon): one.polygon for one in listing.covers if one.polygon is not None}
    found = {
        n: kept[form.typed(f"shape_{n}")] for n in lines.numbers(form, areas.AREAS) if form.typed(f"shape_{n}") in kept
    }
    return await drawn_areas.seen(found) if found else {}


async def _wards() -> tuple[tuple[str, str], ...]:
    return tuple((ward.code, ward.name) for ward in await places.wards())
