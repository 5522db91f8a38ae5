"""A listing exactly as another Live Well kept it: how it is written into the hand-over file, and read out of it again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from livewell.assets.rules.listing import Listing, as_json, from_json
from livewell.openreferral.rules.cleaning import line, text, thing
from livewell.openreferral.rules.heard import Heard, NotUnderstood, OrganizationHeard
from livewell.openreferral.rules.outward import OrganizationSaid

KEPT = "live_well_kept"
"""Under this name a whole listing stands in a service; only a file that was handed over may say it."""

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
        organization = _organization(thing(line_said.get("organization")))
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError):
        raise NotUnderstood("It is not a listing as Live Well keeps it.") from None
    if not listing.name:
        raise NotUnderstood("It has no name.")
    return Heard(str(asset), asset, listing, organization, beside)


def _organization(said: Mapping[str, Any]) -> OrganizationHeard | None:
    if not said:
        return None
    plain = {name: line(said.get(name), longest=longest) for name, longest in _LONGEST.items()}
    beside = {
        name: line(uri, longest=300) for name, uri in thing(said.get("beside")).items() if name in {"logo", "uri"}
    }
    source = str(UUID(str(said["id"])))
    return OrganizationHeard(
        source=source, id=UUID(source), what=text(said.get("what"), longest=2000), beside=beside, **plain
    )
