"""What is done with the project plan, the yearly review of coproduction, and the plans of teams."""

from livewell.steering.actions.plan import (
    add_milestone,
    change_milestone,
    change_risk,
    close_risk,
    drop_milestone,
    look_at_risk,
    move_milestone,
    note_risk,
    reach_milestone,
    watch_risk,
)
from livewell.steering.actions.review import change_review, keep_review
from livewell.steering.actions.teams import (
    add_priority,
    begin_plan,
    close_plan,
    put_in_force,
    rate,
    settle_priority,
    write_assets,
)

__all__ = [
    "add_milestone",
    "add_priority",
    "begin_plan",
    "change_milestone",
    "change_review",
    "change_risk",
    "close_plan",
    "close_risk",
    "drop_milestone",
    "keep_review",
    "look_at_risk",
    "move_milestone",
    "note_risk",
    "put_in_force",
    "rate",
    "reach_milestone",
    "settle_priority",
    "watch_risk",
    "write_assets",
]
