"""What is seen of what the forum works on: challenges, votes, the charter, and what it is asked to approve."""

from livewell.challenges.queries.approvals import PutSeen, answered, put, waiting_for_forum
from livewell.challenges.queries.charter import CharterSeen, agreed_now, beside_each_other, charter, charters
from livewell.challenges.queries.decisions import DecisionLine, decisions_about, decisions_on_item
from livewell.challenges.queries.ideas import (
    ChallengeLine,
    ChallengeSeen,
    challenge,
    challenges,
    title_of_gap,
)
from livewell.challenges.queries.votes import Counting, VoteLine, VoteSeen, counting, has_voted, vote, votes, votes_on

__all__ = [
    "ChallengeLine",
    "ChallengeSeen",
    "CharterSeen",
    "Counting",
    "DecisionLine",
    "PutSeen",
    "VoteLine",
    "VoteSeen",
    "agreed_now",
    "answered",
    "beside_each_other",
    "challenge",
    "challenges",
    "charter",
    "charters",
    "counting",
    "decisions_about",
    "decisions_on_item",
    "has_voted",
    "put",
    "title_of_gap",
    "vote",
    "votes",
    "votes_on",
    "waiting_for_forum",
]
