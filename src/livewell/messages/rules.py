"""How long a message may be, how many somebody may send, and what is said beside the box."""

from datetime import timedelta

from livewell.kit.languages import mark

LONGEST = 4000
MOST_AN_HOUR = 30
"""From one person: enough for any conversation, and an end to a stuck key."""

NOT_FOR_EMERGENCIES = mark(
    "Nobody watches these messages day and night. Your team reads them on working days, so do not use them when"
    " something cannot wait."
)

AN_HOUR = timedelta(hours=1)
