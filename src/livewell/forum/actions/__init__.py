"""What is done in and for the forum: each a verb, in one transaction, with its news."""

from livewell.forum.actions.agenda import put_on_agenda
from livewell.forum.actions.joining import add, ask_to_join, decline, forget, leave, welcome

__all__ = ["add", "ask_to_join", "decline", "forget", "leave", "put_on_agenda", "welcome"]
