"""Meetings with their figures, the register, and what people say of a listing."""

from livewell.gatherings.queries.comments import (
    CommentSeen,
    Ratings,
    Said,
    comment,
    comments,
    comments_of,
    ratings,
)
from livewell.gatherings.queries.meetings import (
    GatheringSeen,
    GatheringsPage,
    Occasion,
    ToRecord,
    gathering,
    gatherings,
    page_of,
    table_of,
    to_record,
    was_written_down,
)
from livewell.gatherings.queries.register import AttenderSeen, attender, register

__all__ = [
    "AttenderSeen",
    "CommentSeen",
    "GatheringSeen",
    "GatheringsPage",
    "Occasion",
    "Ratings",
    "Said",
    "ToRecord",
    "attender",
    "comment",
    "comments",
    "comments_of",
    "gathering",
    "gatherings",
    "page_of",
    "ratings",
    "register",
    "table_of",
    "to_record",
    "was_written_down",
]
