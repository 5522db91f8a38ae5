"""Who has a Green Book, what is in it, and who may read which page."""

from livewell.greenbook.queries.book import Book, Panel, book_of, panel

__all__ = ["Book", "Panel", "book_of", "panel"]
