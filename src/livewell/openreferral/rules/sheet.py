"""The columns of our spreadsheet, and how a row of it becomes a service, with every mistake of the row in a sentence."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from livewell.assets.rules import KIND_LABELS, LANGUAGES, RUNNING_LABELS, WAY_LABELS, Running, times
from livewell.assets.rules.listing import Listing
from livewell.kit.geo_text import tidy_postcode
from livewell.openreferral.rules.addresses import as_mailbox, as_uri
from livewell.openreferral.rules.cleaning import OLDEST, amount, phone
from livewell.openreferral.rules.identity import stable
from livewell.openreferral.rules.outward import OrganizationSaid
from livewell.openreferral.rules.taxonomies import Catalogue

COLUMNS: dict[str, str] = {
    "Reference": "A number or name of your own that stays; leave it empty for a new one",
    "Name": "What it is called. Every row needs one",
    "What it is": "What happens there, for somebody who has never been",
    "Kind": ", ".join(KIND_LABELS.values()),
    "Organisation": "Who runs it",
    "About the organisation": "What it is and does",
    "Charity number": "",
    "Website": "https://…",
    "Place": "The name of the building or the meeting point",
    "Address": "Street and number",
    "Town": "",
    "County": "",
    "Postcode": "",
    "When": "For example: Tuesdays 10am to 12 noon, term time only",
    "Who it is for": "",
    "Youngest age": "",
    "Oldest age": "",
    "Free": "Yes or no",
    "Price": "Pounds, such as 3.50",
    "About the price": "",
    "Contact": "Whom to ask for",
    "Role": "",
    "Telephone": "",
    "Email": "",
    "Ways to Wellbeing": ", ".join(WAY_LABELS.values()),
    "Needs": "Words of our vocabulary, between commas",
    "Activities": "Words of our vocabulary, between commas",
    "For whom in particular": "Such as Carers, Men; empty for everybody",
    "Getting in": "Such as Step-free, Hearing loop",
    "Languages": "Such as English, Polish",
    "Status": ", ".join(RUNNING_LABELS.values()),
}
"""Name of the column -> what to write in it; a template has these as its first rows."""

A_PART_AT_A_TIME = (
    "Bring in a part of it at a time, each under a name of its own, so that no part is missed in the next."
)

_OURS = {name.lower(): name for name in COLUMNS}
_LINKS = {
    "Kind": "asset_kind",
    "Ways to Wellbeing": "five_ways",
    "Needs": "needs",
    "Activities": "activities",
    "For whom in particular": "audience",
    "Getting in": "access",
}
_STATUS = {label.lower(): running for running, label in RUNNING_LABELS.items()} | {one.value: one for one in Running}
_LANGUAGES = frozenset(word.lower() for pair in LANGUAGES.items() for word in pair)
_WITHOUT_ZERO = re.compile(r"[1-9]\d{9}")
_PENCE = re.compile(r"(\d{1,4})\s?p(?:ence)?", re.IGNORECASE)
_NOTHING = frozenset({"free", "nothing", "no charge"})
_YES = {"yes": True, "y": True, "true": True, "free": True, "no": False, "n": False, "false": False, "": None}


class ColumnsWrong(Exception):
    """The sheet has no column that a listing could be made of; the message is a sentence."""


def check_columns(columns: tuple[str, ...]) -> None:
    """Raises ColumnsWrong when there is no column of names, or none of ours at all."""
    ours = {name.lower() for name in COLUMNS}
    if "name" not in {column.lower() for column in columns}:
        raise ColumnsWrong("The first row must name the columns, and one of them must be called Name")
    if not [column for column in columns if column.lower() in ours - {"name"}]:
        raise ColumnsWrong("Only the column Name is one of ours. Take the template and copy your columns into it")


def names_columns(cells: Sequence[str]) -> bool:
    """Whether a row is the one that names the columns: Name and another of ours, whatever else stands there."""
    ours = {_called(cell) for cell in cells}
    return "Name" in ours and len(ours - {""}) > 1


def left_out(columns: tuple[str, ...]) -> list[str]:
    """The columns that are none of ours, so that nobody takes for read what stands in them."""
    return [column for column in columns if not _called(column)]


def service_of(row: Mapping[str, str], catalogue: Catalogue) -> tuple[dict[str, Any], list[str]]:
    """The service that a row says, in the words of the standard, and what is wrong with the row."""
    said = dict.fromkeys(COLUMNS, "")
    said |= {ours: cell.strip() for name, cell in row.items() if (ours := _called(name))}
    wrong: list[str] = []
    service: dict[str, Any] = {
        "id": said["Reference"] or f"{said['Name']}, {said['Postcode']}".lower(),
        "name": said["Name"],
        "description": said["What it is"],
        "url": _checked(said, "Website", _site, "is not an address such as https://walk.example", wrong),
        "status": _status(said, wrong),
        "eligibility_description": said["Who it is for"],
        "minimum_age": _age(said, "Youngest age", wrong),
        "maximum_age": _age(said, "Oldest age", wrong),
        "fees_description": said["About the price"],
        "cost_options": _price(said, wrong),
        "contacts": _contact(said, wrong),
        "languages": _languages(said, wrong),
        "attributes": _links(said, catalogue, wrong),
        "live_well": {},
    }
    if not said["Name"]:
        wrong.append("Name is empty")
    free = _YES.get(said["Free"].lower(), "wrong")
    if free == "wrong":
        wrong.append(f"Free must be yes or no, not “{said['Free'][:40]}”")
    else:
        service["live_well"]["free"] = free
    _when_and_where(said, service, wrong)
    if said["Organisation"]:
        service["organization"] = {
            "id": f"{said['Organisation']} {said['Charity number']}".strip().lower(),
            "name": said["Organisation"],
            "description": said["About the organisation"],
            "organization_identifiers": [{"identifier_scheme": "GB-CHC", "identifier": said["Charity number"]}],
        }
    return service, wrong


def said_twice(row: int) -> str:
    """What is wrong with a row that says of itself what `row` says already."""
    return (
        f"It has the Reference of row {row} or, without one, its Name and Postcode. "
        "Give each a Reference of its own, or say all its times in one row"
    )


def _called(name: str) -> str:
    return _OURS.get(" ".join(name.split()).lower(), "")


def _words(cell: str) -> list[str]:
    return [word.strip() for word in re.split(r"[,;\n]", cell) if word.strip()]


def _checked(said: Mapping[str, str], name: str, read: Any, why: str, wrong: list[str]) -> str:
    found = str(read(said[name]) or "")
    if said[name] and not found:
        wrong.append(f"{name}: “{said[name][:60]}” {why}")
    return found


def _age(said: Mapping[str, str], name: str, wrong: list[str]) -> int | None:
    if not said[name]:
        return None
    number = amount(said[name])
    if number is None or not 0 <= number <= OLDEST:
        wrong.append(f"{name} must be a number of years up to {OLDEST}, not “{said[name][:40]}”")
        return None
    return int(number)


def _price(said: Mapping[str, str], wrong: list[str]) -> list[dict[str, Any]]:
    if not said["Price"]:
        return []
    pounds = _pounds(said["Price"])
    if pounds is None or pounds < 0:
        wrong.append(f"Price must be pounds such as 3.50, not “{said['Price'][:40]}”")
        return []
    return [{"amount": str(pounds)}]


def _pounds(cell: str) -> Decimal | None:
    """A price as the form of a listing takes it too: 3.50, £3.50, 50p, free."""
    pence = _PENCE.fullmatch(cell)
    return Decimal(0) if cell.lower() in _NOTHING else Decimal(pence[1]) / 100 if pence else amount(cell)


def _site(cell: str) -> str:
    """A web address; https:// is added where nobody said it."""
    host = cell.partition("/")[0]
    return as_uri(f"https://{cell}" if "." in host and ":" not in host else cell)


def _contact(said: Mapping[str, str], wrong: list[str]) -> list[dict[str, Any]]:
    number = _checked(said, "Telephone", _number, "is not a telephone number", wrong)
    email = _checked(said, "Email", as_mailbox, "is not an e-mail address", wrong)
    if not (said["Contact"] or said["Role"] or number or email):
        return []
    return [{"name": said["Contact"], "title": said["Role"], "email": email, "phones": [{"number": number}]}]


def _number(cell: str) -> str:
    """The telephone number in a cell. Excel takes a number for a sum, and its zero at the front away."""
    return phone(f"0{cell}" if _WITHOUT_ZERO.fullmatch(cell) else cell)[0]


def _languages(said: Mapping[str, str], wrong: list[str]) -> list[dict[str, Any]]:
    words = _words(said["Languages"])
    wrong += [f"Languages: “{word[:40]}” is not one of ours" for word in words if word.lower() not in _LANGUAGES]
    return [{"name": word} for word in words]


def _status(said: Mapping[str, str], wrong: list[str]) -> str:
    found = _STATUS.get(said["Status"].lower() or Running.ACTIVE.value)
    if found is None:
        wrong.append(f"Status must be one of {', '.join(RUNNING_LABELS.values())}")
    return (found or Running.ACTIVE).value


def _links(said: Mapping[str, str], catalogue: Catalogue, wrong: list[str]) -> list[dict[str, Any]]:
    found = []
    for column, code in _LINKS.items():
        taxonomy = next(one for one in catalogue.taxonomies if one.code == code)
        for word in _words(said[column]):
            term = next((one for one in taxonomy.terms if word.lower() in {one.name.lower(), one.code}), None)
            known = catalogue.by_words.get(word.lower())
            named = term.code if term else known[1] if known and known[0].code == code else None
            if named is None:
                wrong.append(f"{column}: “{word[:40]}” is not one of our words")
            else:
                found.append({"taxonomy_term_id": str(taxonomy.term_id(named))})
    return found


def _when_and_where(said: Mapping[str, str], service: dict[str, Any], wrong: list[str]) -> None:
    """Times, at the place where there is one."""
    patterns = times.read_words(said["When"]) if said["When"] else ()
    if patterns is None:
        # Words that are no pattern are still right for people.
        service["live_well"]["when_note"] = said["When"]
    schedules = [{"live_well": {"pattern": times.as_json(pattern)}} for pattern in patterns or ()]
    postcode = _checked(said, "Postcode", tidy_postcode, "is not a whole postcode", wrong)
    where = [said[name] for name in ("Place", "Address", "Town")] + [postcode]
    if not any(where):
        service["schedules"] = schedules
        return
    address = {
        "address_1": said["Address"],
        "city": said["Town"],
        "state_province": said["County"],
        "postal_code": postcode,
    }
    key = str(stable("sheet", *(part.lower() for part in where)))
    location = {"id": key, "location_type": "physical", "name": said["Place"], "addresses": [address]}
    service["service_at_locations"] = [{"location": location, "schedules": schedules}]


def row_of(reference: str, listing: Listing, organization: OrganizationSaid | None, catalogue: Catalogue) -> list[str]:
    """A listing as a row of the sheet, without hidden places and people who are not shown. It has room for one of each."""
    venue = next((one for one in listing.venues if not one.hidden), None)
    person = next((one for one in listing.contacts if one.shown), None)
    price = next((cost.amount for cost in listing.costs if cost.amount is not None), None)
    terms = catalogue.terms_of(listing)
    shown = [*listing.patterns, *(pattern for one in listing.venues if not one.hidden for pattern in one.patterns)]
    said = {
        "Reference": reference,
        "Name": listing.name,
        "What it is": listing.what,
        "Organisation": organization.name if organization else "",
        "About the organisation": organization.what if organization else "",
        "Charity number": organization.charity_number if organization else "",
        "Website": as_uri(listing.website),
        "When": times.all_in_words(shown) or listing.when_note,
        "Who it is for": listing.who_for,
        "Youngest age": "" if listing.minimum_age is None else str(listing.minimum_age),
        "Oldest age": "" if listing.maximum_age is None else str(listing.maximum_age),
        "Free": {True: "Yes", False: "No", None: ""}[listing.free],
        "Price": "" if price is None else str(price),
        "About the price": listing.cost_note,
        "Languages": ", ".join(LANGUAGES.get(code, code) for code in listing.languages),
        "Status": RUNNING_LABELS[listing.running],
    }
    if venue:
        said |= {"Place": venue.name, "Address": venue.address, "Town": venue.town}
        said |= {"County": venue.county, "Postcode": venue.postcode}
    if person:
        said |= {"Contact": person.name, "Role": person.role, "Telephone": person.phone}
        said["Email"] = as_mailbox(person.email)
    for column, code in _LINKS.items():
        said[column] = ", ".join(term.name for taxonomy, term in terms if taxonomy.code == code)
    return [said.get(name, "") for name in COLUMNS]
