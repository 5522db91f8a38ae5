"""Who has a Green Book, what is in it, and who may read which page."""

from livewell.greenbook.queries.book import Book, Newer, book_held, book_of
from livewell.greenbook.queries.download import download
from livewell.greenbook.queries.goals import goals_of
from livewell.greenbook.queries.own import Earlier, OfPage, OwnBook, of_page, own_book, own_page
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
from livewell.greenbook.queries.templates import TemplateSeen, keys_taken, template, templates

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
    "TemplateSeen",
    "WithGp",
    "book_held",
    "book_of",
    "download",
    "goals_of",
    "keys_taken",
    "of_page",
    "own_book",
    "own_page",
    "panel",
    "shared_in",
    "shared_page",
    "shared_pages",
    "sharers",
    "template",
    "templates",
    "with_gp",
]
