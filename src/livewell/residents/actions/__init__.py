"""Everything that happens in somebody's own space, and what the team does for it."""

from livewell.residents.actions.coming import (
    DOES_NOT_FIT,
    NO_LONGER,
    OPENS,
    Browser,
    NotThemError,
    ask,
    come_by_link,
    come_by_paper,
    come_by_text,
    come_in_demo,
    forget_asked,
    send_way_in,
)
from livewell.residents.actions.details import answer_about_sharing, change_own_details
from livewell.residents.actions.plan import (
    ask_to_look_again,
    put_in_plan,
    say_how_far,
    say_how_it_was,
    tick_agreed,
    tick_step,
    went,
)
from livewell.residents.actions.team import end_visits, is_live_code, make_code, send_link
from livewell.residents.actions.visits import end_all_mine, end_when_changed, end_when_joined, leave
from livewell.residents.actions.wishes import answer_wish, ask_about_session

__all__ = [
    "DOES_NOT_FIT",
    "NO_LONGER",
    "OPENS",
    "Browser",
    "NotThemError",
    "answer_about_sharing",
    "answer_wish",
    "ask",
    "ask_about_session",
    "ask_to_look_again",
    "change_own_details",
    "come_by_link",
    "come_by_paper",
    "come_by_text",
    "come_in_demo",
    "end_all_mine",
    "end_visits",
    "end_when_changed",
    "end_when_joined",
    "forget_asked",
    "is_live_code",
    "leave",
    "make_code",
    "put_in_plan",
    "say_how_far",
    "say_how_it_was",
    "send_link",
    "send_way_in",
    "tick_agreed",
    "tick_step",
    "went",
]
