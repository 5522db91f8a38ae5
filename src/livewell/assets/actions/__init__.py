"""Everything that changes the directory: each a verb, in one transaction, with one piece of news."""

from livewell.assets.actions.listings import add, change
from livewell.assets.actions.many import NewListing, add_many

__all__ = ["NewListing", "add", "add_many", "change"]
