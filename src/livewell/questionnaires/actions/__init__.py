"""Asking somebody to fill in a measure, taking it back, reminding them, and taking their answers."""

from livewell.questionnaires.actions.answering import (
    Answered,
    Bearer,
    answer,
    answer_by_link,
    answered_before,
    bearer,
    correct,
    decline,
    decline_by_link,
    enter_score,
    settle,
)
from livewell.questionnaires.actions.asking import DRAFT, OPENS, ask, send_link_again, take_back
from livewell.questionnaires.actions.telling import remind_due, send_link, send_reminder

__all__ = [
    "DRAFT",
    "OPENS",
    "Answered",
    "Bearer",
    "answer",
    "answer_by_link",
    "answered_before",
    "ask",
    "bearer",
    "correct",
    "decline",
    "decline_by_link",
    "enter_score",
    "remind_due",
    "send_link",
    "send_link_again",
    "send_reminder",
    "settle",
    "take_back",
]
