"""What those who run something do, and what the team does about them: each a verb, in one transaction, with its news."""

from livewell.owners.actions.claims import claim, decide, name_somebody, tell_claimant
from livewell.owners.actions.closing import say_closed, take_back
from livewell.owners.actions.digest import answer_changing, answer_closed, answer_right, ask_owners, send_digest
from livewell.owners.actions.keeping import end, invite, invite_by_letter, leave
from livewell.owners.actions.links import ask_link, close_browser, open_browser, send_link
from livewell.owners.actions.listings import add, add_photo, change, remove_photo, say_right
from livewell.owners.actions.telling import tell_decided

__all__ = [
    "add",
    "add_photo",
    "answer_changing",
    "answer_closed",
    "answer_right",
    "ask_link",
    "ask_owners",
    "change",
    "claim",
    "close_browser",
    "decide",
    "end",
    "invite",
    "invite_by_letter",
    "leave",
    "name_somebody",
    "open_browser",
    "remove_photo",
    "say_closed",
    "say_right",
    "send_digest",
    "send_link",
    "take_back",
    "tell_claimant",
    "tell_decided",
]
