"""What is done to the library: given, written, published, looked at again, withdrawn, and used."""

from livewell.library.actions.files import add_file, remove_file
from livewell.library.actions.forum import ask_forum_no_more, note_forum, put_to_forum
from livewell.library.actions.giving import begin, forget_addresses, give, send_back, tell_giver
from livewell.library.actions.reviewing import remind_owners, still_right, tell_owner, withdraw
from livewell.library.actions.use import note_use, say, seen
from livewell.library.actions.writing import describe, discard, publish, restore, write

__all__ = [
    "add_file",
    "ask_forum_no_more",
    "begin",
    "describe",
    "discard",
    "forget_addresses",
    "give",
    "note_forum",
    "note_use",
    "publish",
    "put_to_forum",
    "remind_owners",
    "remove_file",
    "restore",
    "say",
    "seen",
    "send_back",
    "still_right",
    "tell_giver",
    "tell_owner",
    "withdraw",
    "write",
]
