"""What happens to a Green Book: it is issued, written in, arranged, shared, moved up, and emptied."""

from livewell.greenbook.actions.arranging import move, put_back, take_out
from livewell.greenbook.actions.deleting import delete_page, empty
from livewell.greenbook.actions.issuing import give_book, issue, mark_given, open_own
from livewell.greenbook.actions.moving_up import move_up
from livewell.greenbook.actions.sharing import note_opened, share
from livewell.greenbook.actions.templates import (
    approve,
    begin_template,
    drop_leaf,
    move_leaf,
    put_to_forum,
    say_change,
    take_back,
    write_leaf,
)
from livewell.greenbook.actions.writing import (
    DRAFT,
    add_library_page,
    add_note,
    begin_together,
    draft_owner,
    write,
    write_together,
)

__all__ = [
    "DRAFT",
    "add_library_page",
    "add_note",
    "approve",
    "begin_template",
    "begin_together",
    "delete_page",
    "draft_owner",
    "drop_leaf",
    "empty",
    "give_book",
    "issue",
    "mark_given",
    "move",
    "move_leaf",
    "move_up",
    "note_opened",
    "open_own",
    "put_back",
    "put_to_forum",
    "say_change",
    "share",
    "take_back",
    "take_out",
    "write",
    "write_leaf",
    "write_together",
]
