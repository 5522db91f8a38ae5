"""Who keeps what, what they see of it, what waits for the team, and who is to be asked."""

from livewell.owners.queries.asking import DigestRow, Unanswered, asked, asked_by, digest_rows, to_ask, unanswered
from livewell.owners.queries.claims import ClaimSeen, Left, claim, claims, left_behind
from livewell.owners.queries.keepers import (
    Here,
    KeeperSeen,
    here,
    keeper,
    keepers_of,
    kept,
    kept_ids,
    kept_listings,
    runs,
    wanted,
)

__all__ = [
    "ClaimSeen",
    "DigestRow",
    "Here",
    "KeeperSeen",
    "Left",
    "Unanswered",
    "asked",
    "asked_by",
    "claim",
    "claims",
    "digest_rows",
    "here",
    "keeper",
    "keepers_of",
    "kept",
    "kept_ids",
    "kept_listings",
    "left_behind",
    "runs",
    "to_ask",
    "unanswered",
    "wanted",
]
