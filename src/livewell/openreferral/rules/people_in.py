"""People to ask and prices to pay, as other directories write them."""

from decimal import Decimal
from typing import Any

from livewell.assets.rules.listing import ContactPerson, Cost
from livewell.openreferral.rules.addresses import as_mailbox
from livewell.openreferral.rules.cleaning import amount, line, phone, text, things

MOST_CONTACTS = 10
MOST_PRICES = 20
DEAREST = Decimal(999_999)


def number_of(said: object) -> str:
    """The telephone number in a text, "" when there is none."""
    return phone(said)[0]


def contacts(service: dict[str, Any], mailbox_of_organization: str) -> tuple[ContactPerson, ...]:
    """Whom to ask for. A person with several numbers is there once for each; one of whom nothing is said is left out."""
    found: list[ContactPerson] = []
    for one in things(service.get("contacts")):
        name = line(one.get("name"), longest=120)
        role = line(one.get("title"), longest=120)
        email = as_mailbox(line(one.get("email"), longest=254))
        numbers = [phone(each.get("number")) for each in things(one.get("phones"))]
        for number, label in [pair for pair in numbers if pair[0]] or [("", "")]:
            found.append(ContactPerson(name, role or label[:120], number, email))
    for each in things(service.get("phones")):
        number, label = phone(each.get("number"))
        if number and number not in {person.phone for person in found}:
            found.append(ContactPerson(role=label[:120], phone=number))
    email = as_mailbox(line(service.get("email"), longest=254))
    if email and email.lower() not in {mailbox_of_organization.lower(), *(one.email.lower() for one in found)}:
        found.append(ContactPerson(email=email))
    return tuple(dict.fromkeys(one for one in found if one != ContactPerson()))[:MOST_CONTACTS]


def prices(
    service: dict[str, Any], beside: dict[str, Any], free_words: frozenset[str]
) -> tuple[bool | None, tuple[Cost, ...], str]:
    """Whether it is free (None when nobody says), the prices, and the price in words."""
    costs = tuple(cost for one in things(service.get("cost_options"))[:MOST_PRICES] if (cost := _cost(one)) != Cost())
    words = text(service.get("fees_description") or service.get("fees"), longest=1000)
    says_free = words.lower() in free_words
    free: bool | None = True if says_free else None
    amounts = [cost.amount for cost in costs if cost.amount is not None]
    if amounts:
        free = not any(amounts)
    if isinstance(beside.get("free"), bool):
        free = beside["free"]
    return free, costs, "" if says_free else words


def _cost(one: dict[str, Any]) -> Cost:
    said = amount(one.get("amount"))
    pounds = said.quantize(Decimal("0.01")) if said is not None and 0 <= said <= DEAREST else None
    return Cost(line(one.get("option"), longest=160), pounds, line(one.get("amount_description"), longest=160))
