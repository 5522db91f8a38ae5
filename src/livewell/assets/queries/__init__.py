"""Assets in short and whole, who runs them, the vocabulary, and what waits to be decided."""

from livewell.assets.queries.changes import (
    ChangeSeen,
    VersionSeen,
    own_waiting,
    proposed,
    proposed_by,
    version,
    versions,
    waiting,
    waiting_count,
    waiting_for,
)
from livewell.assets.queries.known import known_place, known_places
from livewell.assets.queries.listed import Listed, listed
from livewell.assets.queries.organisations import (
    OrganisationSeen,
    organisation,
    organisation_name,
    organisations_like,
)
from livewell.assets.queries.photos import PhotoData, photo
from livewell.assets.queries.short import AssetRow, alike, in_short, of_organisation, was_sent
from livewell.assets.queries.whole import (
    AssetSeen,
    PhotoSeen,
    PlaceSeen,
    asset,
    assets_by_id,
    assets_with,
    editable,
    may_edit,
    moved_to,
)
from livewell.assets.queries.words import calendar, vocabulary

__all__ = [
    "AssetRow",
    "AssetSeen",
    "ChangeSeen",
    "Listed",
    "OrganisationSeen",
    "PhotoData",
    "PhotoSeen",
    "PlaceSeen",
    "VersionSeen",
    "alike",
    "asset",
    "assets_by_id",
    "assets_with",
    "calendar",
    "editable",
    "in_short",
    "known_place",
    "known_places",
    "listed",
    "may_edit",
    "moved_to",
    "of_organisation",
    "organisation",
    "organisation_name",
    "organisations_like",
    "own_waiting",
    "photo",
    "proposed",
    "proposed_by",
    "version",
    "versions",
    "vocabulary",
    "waiting",
    "waiting_count",
    "waiting_for",
    "was_sent",
]
