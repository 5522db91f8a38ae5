"""What a listing says, in words: what it costs, where it is, who it is for, when it is."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from livewell.assets.rules import AUDIENCE_LABELS, LANGUAGES, Audience
from livewell.assets.rules.listing import Cost, Listing, Venue
from livewell.assets.rules.times import Pattern, all_in_words


def pounds(amount: Decimal) -> str:
    """A price: £2, £3.50, free for nothing."""
    if not amount:
        return "Free"
    return f"£{amount:,.0f}" if amount == amount.to_integral_value() else f"£{amount:,.2f}"


def cost(one: Cost) -> str:
    """One price in words: Concession £3.50 per session."""
    price = pounds(one.amount) if one.amount is not None else ""
    return " ".join(part for part in (one.option, price, one.words) if part)


def costs(*, free: bool | None, options: Iterable[Cost], note: str) -> str:
    """What it costs in one line, "" when nobody knows. "Free" is said unless the words say so already."""
    said = "; ".join(part for part in (*(cost(one) for one in options), note) if part)
    if free and "free" not in said.lower():
        return f"Free. {said}" if said else "Free"
    return said


def where(name: str, town: str, postcode: str) -> str:
    """A place in one line; a town that the name says already is left out."""
    return ", ".join(part for part in (name, "" if town.lower() in name.lower() else town, postcode) if part)


def venue(one: Venue) -> str:
    """A place as somebody would write it on an envelope, in one line."""
    parts = [one.name, one.address, one.town, one.county, one.postcode]
    said = ", ".join(part for part in parts if part) or "A place without a name"
    return f"{said} (not shown to everybody)" if one.hidden else said


def ages(minimum: int | None, maximum: int | None) -> str:
    """The ages it is for, "" for any age."""
    if minimum is not None and maximum is not None:
        return f"{minimum} to {maximum}"
    if minimum is not None:
        return f"{minimum} and over"
    return "" if maximum is None else f"Up to {maximum}"


def audiences(chosen: Iterable[Audience]) -> str:
    """Whom it has in mind, "" for everybody."""
    return ", ".join(AUDIENCE_LABELS[one] for one in chosen)


def languages(codes: Iterable[str]) -> str:
    """Languages by name; a code that is not on our list is said as it is."""
    return ", ".join(LANGUAGES.get(code, code) for code in codes)


def when(listing: Listing) -> str:
    """
    Every time it happens in one line, each place's times after its name when there are several places.

    A hidden place lends its times alone: this line is kept and shown everywhere.
    """
    return times_of(listing.patterns, [(_called(one), one.patterns) for one in listing.venues])


def _called(venue: Venue) -> str:
    return "" if venue.hidden else venue.name or venue.town or venue.postcode


def times_of(anywhere: Sequence[Pattern], places: Sequence[tuple[str, Sequence[Pattern]]]) -> str:
    """The same from the times that belong to no place, and (name, times) of each place."""
    timed = [(name, patterns) for name, patterns in places if patterns]
    if len(timed) <= 1:
        return all_in_words((*anywhere, *(timed[0][1] if timed else ())))
    said = [all_in_words(anywhere)] if anywhere else []
    said += [f"{name}: {all_in_words(patterns)}" if name else all_in_words(patterns) for name, patterns in timed]
    return "; ".join(said)


def when_in_full(listing: Listing) -> str:
    """The times with the note about them: what lists and pages show."""
    return ". ".join(part for part in (when(listing), listing.when_note) if part)
