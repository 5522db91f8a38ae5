"""Who has a Green Book, what is in it, and who may read which page."""

from livewell.greenbook.queries.book import Book, Newer, book_held, book_of
from livewell.greenbook.queries.own import Earlier, OfPage, OwnBook, of_page, own_book, own_page, own_pages
from livewell.greenbook.queries.pages import InBook, Page
from livewell.greenbook.queries.shared import (
    Panel,
    Sharer,
    WithGp,
    panel,
    shared_in,
    shared_page,
    shared_pages,
    sharers,
    with_gp,
)

__all__ = [
    "Book",
    "Earlier",
    "InBook",
    "Newer",
    "OfPage",
    "OwnBook",
    "Page",
    "Panel",
    "Sharer",
    "WithGp",
    "book_held",
    "book_of",
    "of_page",
    "own_book",
    "own_page",
    "own_pages",
    "panel",
    "shared_in",
    "shared_page",
    "shared_pages",
    "sharers",
    "with_gp",
]
