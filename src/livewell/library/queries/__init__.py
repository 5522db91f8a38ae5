"""What the library's pages, and rooms above, read: items, their versions and files, a search, and what waits."""

from livewell.library.queries.items import (
    FileSeen,
    ItemSeen,
    VersionLine,
    VersionSeen,
    any_item,
    any_version,
    item,
    version_of,
    versions,
)
from livewell.library.queries.queue import (
    Due,
    Opinion,
    UseSeen,
    Waiting,
    due,
    opinions,
    reminded,
    to_tell,
    use_of,
    waiting,
)
from livewell.library.queries.search import Found, find
from livewell.library.queries.served import Served, file, keepers, slugs_like

__all__ = [
    "Due",
    "FileSeen",
    "Found",
    "ItemSeen",
    "Opinion",
    "Served",
    "UseSeen",
    "VersionLine",
    "VersionSeen",
    "Waiting",
    "any_item",
    "any_version",
    "due",
    "file",
    "find",
    "item",
    "keepers",
    "opinions",
    "reminded",
    "slugs_like",
    "to_tell",
    "use_of",
    "version_of",
    "versions",
    "waiting",
]
