"""What is done about groups: each a verb, in one transaction, with its news."""

from livewell.groups.actions.beginning import begin, put_right
from livewell.groups.actions.keeping import (
    end_lead,
    give_flyers,
    give_time,
    hold_review,
    name_lead,
    strike_time,
)
from livewell.groups.actions.life import move, tick
from livewell.groups.actions.listing import link_listing, make_listing
from livewell.groups.actions.outreach import (
    add_promise,
    change_outreach,
    note_outreach,
    promise_becomes_gap,
    promise_becomes_group,
    promise_becomes_listing,
    settle_promise,
)
from livewell.groups.actions.planning import plan_group
from livewell.groups.actions.programme import cancel_entry, change_entry, plan_entry
from livewell.groups.actions.watching import settle_alert, watch_all

__all__ = [
    "add_promise",
    "begin",
    "cancel_entry",
    "change_entry",
    "change_outreach",
    "end_lead",
    "give_flyers",
    "give_time",
    "hold_review",
    "link_listing",
    "make_listing",
    "move",
    "name_lead",
    "note_outreach",
    "plan_entry",
    "plan_group",
    "promise_becomes_gap",
    "promise_becomes_group",
    "promise_becomes_listing",
    "put_right",
    "settle_alert",
    "settle_promise",
    "strike_time",
    "tick",
    "watch_all",
]
