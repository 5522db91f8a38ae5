"""Everything that changes the directory: each a verb, in one transaction, with one piece of news."""

from livewell.assets.actions.checking import assure, confirm, note_standing
from livewell.assets.actions.closing import ask_for, ask_to_close, reopen_sent_back, take_back
from livewell.assets.actions.listings import add, change
from livewell.assets.actions.many import NewListing, add_many
from livewell.assets.actions.merging import merge, unmerge
from livewell.assets.actions.photos import add_photo, order_photos, remove_photo
from livewell.assets.actions.preview import preview
from livewell.assets.actions.proposing import Proposed, approve, propose, restore, send_back, withdraw
from livewell.assets.actions.search_rows import (
    make_all_search_rows,
    make_search_rows,
    refresh_search_rows,
    search_rows_out_of_step,
)
from livewell.assets.actions.vocabulary import add_term, change_term

__all__ = [
    "NewListing",
    "Proposed",
    "add",
    "add_many",
    "add_photo",
    "add_term",
    "approve",
    "ask_for",
    "ask_to_close",
    "assure",
    "change",
    "change_term",
    "confirm",
    "make_all_search_rows",
    "make_search_rows",
    "merge",
    "note_standing",
    "order_photos",
    "preview",
    "propose",
    "refresh_search_rows",
    "remove_photo",
    "reopen_sent_back",
    "restore",
    "search_rows_out_of_step",
    "send_back",
    "take_back",
    "unmerge",
    "withdraw",
]
