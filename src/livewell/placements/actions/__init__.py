"""What is done about volunteers at work, each one verb in one transaction."""

from livewell.placements.actions.apart import end_apart, end_when_joined, keep_apart
from livewell.placements.actions.asking import ask, take_back
from livewell.placements.actions.calendars import end_calendar, make_calendar, whose_calendar
from livewell.placements.actions.caring import (
    close,
    note_supervision,
    raise_concern,
    stop_helping,
    take_on,
    thank,
    worry_about_person,
)
from livewell.placements.actions.forgetting import forget_volunteer
from livewell.placements.actions.giving import add_hours, claim, clean_receipt, decide, pay, strike_hours
from livewell.placements.actions.placing import agree, decline, end, propose, propose_at, review, start, stop, take_up
from livewell.placements.actions.rota import ask_swap, cancel, cancel_meeting, give_back, plan_visit, put_up, take
from livewell.placements.actions.stopping import stop_the_unready, stop_who_is_not_ready
from livewell.placements.actions.telling import (
    alert_about_concern,
    alert_coordinators,
    ask_volunteer,
    tell_claimant,
    tell_coordinators_given_back,
    tell_coordinators_placed,
    tell_thanked,
    tell_volunteer_placed,
    tell_volunteer_planned,
    tell_volunteer_shift,
    tell_worker_placed,
)
from livewell.placements.actions.visits import check_in, check_out, look_out, note_done, note_missed, settle

__all__ = [
    "add_hours",
    "agree",
    "alert_about_concern",
    "alert_coordinators",
    "ask",
    "ask_swap",
    "ask_volunteer",
    "cancel",
    "cancel_meeting",
    "check_in",
    "check_out",
    "claim",
    "clean_receipt",
    "close",
    "decide",
    "decline",
    "end",
    "end_apart",
    "end_calendar",
    "end_when_joined",
    "forget_volunteer",
    "give_back",
    "keep_apart",
    "look_out",
    "make_calendar",
    "note_done",
    "note_missed",
    "note_supervision",
    "pay",
    "plan_visit",
    "propose",
    "propose_at",
    "put_up",
    "raise_concern",
    "review",
    "settle",
    "start",
    "stop",
    "stop_helping",
    "stop_the_unready",
    "stop_who_is_not_ready",
    "strike_hours",
    "take",
    "take_back",
    "take_on",
    "take_up",
    "tell_claimant",
    "tell_coordinators_given_back",
    "tell_coordinators_placed",
    "tell_thanked",
    "tell_volunteer_placed",
    "tell_volunteer_planned",
    "tell_volunteer_shift",
    "tell_worker_placed",
    "thank",
    "whose_calendar",
    "worry_about_person",
]
