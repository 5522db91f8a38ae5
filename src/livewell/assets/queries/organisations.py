"""Who runs things."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from livewell.assets.rules import SECTOR_LABELS, Sector
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound

_COLUMNS = "id, name, what, sector, email, phone, website, charity_number, company_number, source, created_at, changed_at, version"


@dataclass(frozen=True)
class OrganisationSeen:
    """One organisation."""

    id: UUID
    name: str
    what: str
    sector: str
    email: str
    phone: str
    website: str
    charity_number: str
    company_number: str
    source: str
    created_at: datetime
    changed_at: datetime
    version: int

    @property
    def sector_label(self) -> str:
        """Who stands behind it, in words, "" when nobody said."""
        return SECTOR_LABELS[Sector(self.sector)] if self.sector in set(Sector) else ""


async def organisation(organisation_id: UUID) -> OrganisationSeen:
    """One organisation; `NotFound` when there is none."""
    found = await row(f"SELECT {_COLUMNS} FROM organisation WHERE id = $1", organisation_id)  # noqa: S608
    if found is None:
        raise NotFound
    return OrganisationSeen(**found)


async def organisation_name(organisation_id: UUID) -> str:
    """The name of an organisation; `NotFound` when there is none."""
    return (await organisation(organisation_id)).name


async def organisations_like(name: str, *, limit: int = 10) -> list[OrganisationSeen]:
    """Organisations whose name is much like this one or has it in it, the most alike first."""
    found = await rows(
        f"SELECT {_COLUMNS} FROM organisation WHERE similarity(name, $1) >= 0.3 OR strpos(lower(name), lower($1)) > 0"  # noqa: S608
        f" ORDER BY similarity(name, $1) DESC, lower(name), id LIMIT {int(limit)}",
        name,
    )
    return [OrganisationSeen(**one) for one in found]
