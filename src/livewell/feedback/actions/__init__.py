"""What this room does: hears news and writes messages, sends what waits, and tries again what could not be sent."""

from livewell.feedback.actions.again import hear_again, send_again, send_all_again
from livewell.feedback.actions.hear import (
    alert_about_safety,
    ask_referrer,
    tell_accepted,
    tell_declined,
    tell_ended,
    tell_received,
)
from livewell.feedback.actions.send import send_waiting

__all__ = [
    "alert_about_safety",
    "ask_referrer",
    "hear_again",
    "send_again",
    "send_all_again",
    "send_waiting",
    "tell_accepted",
    "tell_declined",
    "tell_ended",
    "tell_received",
]
