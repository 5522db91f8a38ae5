"""What another Live Well kept, exactly: how it is written into the hand-over file, and read out of it again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from livewell.assets.rules import Sector
from livewell.assets.rules.listing import Listing, as_json, from_json
from livewell.assets.rules.vocabulary import Taxonomy, Term
from livewell.openreferral.rules.cleaning import line, text, thing, whole_number
from livewell.openreferral.rules.heard import Heard, NotUnderstood, OrganizationHeard
from livewell.openreferral.rules.identity import as_uuid
from livewell.openreferral.rules.outward import OrganizationSaid

KEPT = "live_well_kept"
"""Under this name a whole listing stands in a service; only a file that was handed over may say it."""

LISTINGS, ORGANISATIONS = "listings.ndjson", "every_organisation.ndjson"
VOCABULARY, PHOTOGRAPHS = "vocabulary.ndjson", "photographs.ndjson"
"""The parts of the file that are read again."""

_LONGEST = {"name": 160, "email": 254, "phone": 30, "website": 300, "charity_number": 12, "company_number": 12, "sector": 30}  # fmt: skip


def as_handed_over(
    asset: UUID, listing: Listing, organization: OrganizationSaid | None, *, source: str, beside: Mapping[str, Any]
) -> dict[str, Any]:
    """One line of the file: the listing, who runs it, and what goes out beside it as it came."""
    said = {**vars(organization), "id": str(organization.id)} if organization else None
    return {"id": str(asset), "source": source, **as_json(listing), "organization": said, "beside": dict(beside)}


def as_kept(line_said: Mapping[str, Any], *, beside: dict[str, Any]) -> Heard:
    """The listing in such a line, with `beside` cleaned already. Raises NotUnderstood."""
    try:
        asset = UUID(str(line_said["id"]))
        listing = from_json(dict(line_said))
        organization = organization_of(thing(line_said.get("organization")))
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError):
        raise NotUnderstood("It is not a listing as Live Well keeps it.") from None
    if not listing.name:
        raise NotUnderstood("It has no name.")
    return Heard(str(asset), asset, listing, organization, beside)


def organization_of(said: Mapping[str, Any]) -> OrganizationHeard | None:
    """An organisation in such a file, None where there is none. Raises KeyError and ValueError for what is none."""
    if not said:
        return None
    plain = {name: line(said.get(name), longest=longest) for name, longest in _LONGEST.items()}
    beside = {
        name: line(uri, longest=300) for name, uri in thing(said.get("beside")).items() if name in {"logo", "uri"}
    }
    source = str(UUID(str(said["id"])))
    if plain["sector"] not in set(Sector):
        plain["sector"] = ""
    return OrganizationHeard(
        source=source, id=UUID(source), what=text(said.get("what"), longest=2000), beside=beside, **plain
    )


# ── photographs ──

_ENDINGS = {"image/webp": "webp", "image/jpeg": "jpg", "image/png": "png"}
_PHOTOGRAPH = re.compile(r"photographs/[A-Za-z0-9-]{1,64}/[A-Za-z0-9-]{1,64}\.(?:webp|jpe?g|png)")
"""What the file of a photograph may be called; nothing is ever written under this name, it is only looked up."""

LONGEST_ALT = 200
MOST_OF_A_LISTING = 1_000


@dataclass(frozen=True)
class PhotographHeard:
    """A photograph of a hand-over file: what it was called there, whose it is, its file in the archive, what it shows."""

    source: UUID
    asset: UUID
    file: str
    alt: str
    position: int


def name_of_photograph(asset: UUID, photograph: UUID, media_type: str) -> str:
    """Its file in the archive."""
    return f"photographs/{asset}/{photograph}.{_ENDINGS.get(media_type, 'webp')}"


def photograph_said(one: Mapping[str, Any]) -> dict[str, Any]:
    """One line of the list of photographs, from a row with `id`, `asset`, `media_type` and whatever else is said of it."""
    return {**one, "file": name_of_photograph(UUID(one["asset"]), UUID(one["id"]), one["media_type"])}


def photograph_heard(said: object) -> PhotographHeard | None:
    """The same read again; None for a line that is none."""
    plain = thing(said)
    source, asset = as_uuid(plain.get("id")), as_uuid(plain.get("asset"))
    file = line(plain.get("file"), longest=200)
    if source is None or asset is None or not _PHOTOGRAPH.fullmatch(file):
        return None
    position = whole_number(plain.get("position"), least=0, most=MOST_OF_A_LISTING)
    return PhotographHeard(source, asset, file, line(plain.get("alt"), longest=LONGEST_ALT), position or 0)


# ── the vocabulary ──

_CODE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
_LONGEST_CODE = 40


def term_said(term: Term) -> dict[str, Any]:
    """One line of the vocabulary."""
    said = {name: getattr(term, name) for name in ("code", "name", "what", "parent", "retired")}
    return {**said, "taxonomy": term.taxonomy.value, "synonyms": list(term.synonyms)}


def term_heard(said: object) -> Term | None:
    """The same read again, with an identifier that means nothing; None for a line that is none."""
    plain = thing(said)
    code, parent = (line(plain.get(name), longest=_LONGEST_CODE + 1) for name in ("code", "parent"))
    name, taxonomy = line(plain.get("name"), longest=80), line(plain.get("taxonomy"), longest=12)
    if not name or not _is_code(code) or (parent and not _is_code(parent)) or taxonomy not in set(Taxonomy):
        return None
    synonyms = plain.get("synonyms")
    words = [line(word, longest=60) for word in synonyms[:40]] if isinstance(synonyms, list) else []
    return Term(
        UUID(int=0), code, Taxonomy(taxonomy), name, text(plain.get("what"), longest=1000), parent,
        tuple(word for word in words if word), plain.get("retired") is True,
    )  # fmt: skip


def _is_code(said: str) -> bool:
    return len(said) <= _LONGEST_CODE and _CODE.fullmatch(said) is not None
