"""What is read for referrers and about messages: the list, one referral, what a letter needs, the outbox."""

from livewell.feedback.queries.asked import ListPage, my_referrals
from livewell.feedback.queries.letter import About, about, journeys_referrals, safety_addresses
from livewell.feedback.queries.outbox import Outbox, ToSend, outbox
from livewell.feedback.queries.story import story, story_for_letter
from livewell.feedback.queries.told import Story

__all__ = [
    "About",
    "ListPage",
    "Outbox",
    "Story",
    "ToSend",
    "about",
    "journeys_referrals",
    "my_referrals",
    "outbox",
    "safety_addresses",
    "story",
    "story_for_letter",
]
