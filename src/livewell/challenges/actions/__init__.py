"""What is done with what the forum works on: challenges, votes, the charter, and what it is asked to approve."""

from livewell.challenges.actions.approvals import (
    approve,
    note_dropped,
    note_put,
    note_taken_back,
    pass_on,
    put_to_forum,
    want_changes,
    withdraw,
)
from livewell.challenges.actions.charter import begin_charter, put_charter, take_charter_back, write_charter
from livewell.challenges.actions.ideas import (
    begin_challenge,
    change_challenge,
    choose_option,
    close_challenge,
    give_evidence,
    move_challenge,
    put_on_next_agenda,
    strike_evidence,
    suggest_option,
)
from livewell.challenges.actions.votes import begin_vote, cast, close_vote, count_room

__all__ = [
    "approve",
    "begin_challenge",
    "begin_charter",
    "begin_vote",
    "cast",
    "change_challenge",
    "choose_option",
    "close_challenge",
    "close_vote",
    "count_room",
    "give_evidence",
    "move_challenge",
    "note_dropped",
    "note_put",
    "note_taken_back",
    "pass_on",
    "put_charter",
    "put_on_next_agenda",
    "put_to_forum",
    "strike_evidence",
    "suggest_option",
    "take_charter_back",
    "want_changes",
    "withdraw",
    "write_charter",
]
