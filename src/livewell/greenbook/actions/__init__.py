"""What happens to a Green Book: it is issued and given."""

from livewell.greenbook.actions.issuing import give_book, issue, mark_given

__all__ = ["give_book", "issue", "mark_given"]
