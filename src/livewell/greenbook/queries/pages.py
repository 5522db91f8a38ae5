"""One page of a book as others read it, and the row it is read from."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.greenbook.queries.book import Book
from livewell.greenbook.rules import Leaf, Part
from livewell.greenbook.rules.pages import (
    LIBRARY_LANGUAGE,
    LIBRARY_SOURCE,
    SHARING_LABELS,
    TO_GP,
    WRITTEN_LABELS,
    Held,
    PageKind,
    Sharing,
    Words,
    WrittenHow,
    only_written,
)
from livewell.kit import db
from livewell.kit.languages import gettext


@dataclass(frozen=True)
class InBook:
    """One page as a list shows it."""

    id: UUID
    book: UUID
    kind: PageKind
    leaf: Leaf | None
    """What it asks, when it is a leaf of the template."""
    own_title: str
    position: int
    sharing: Sharing
    has_words: bool
    written_how: str
    changed_at: datetime | None
    changed_by_name: str
    """Who of the team wrote it last; empty when the person did."""
    removed_at: datetime | None
    version: int
    is_new: bool
    """Whether it was changed since the one who reads opened it; never for its owner."""

    @property
    def title(self) -> str:
        """What stands on top of it; a leaf's in the language that holds now."""
        return gettext(self.leaf.title) if self.leaf else self.own_title

    @property
    def lead(self) -> str:
        """The first words of a leaf, in the language that holds now; empty for every other page."""
        return gettext(self.leaf.lead) if self.leaf and self.leaf.lead else ""

    @property
    def part(self) -> Part | None:
        """Of a leaf; None for what the person put in."""
        return self.leaf.part if self.leaf else None

    @property
    def is_note(self) -> bool:
        """Whether it is a page of the person's own, with a title they gave it."""
        return self.kind is PageKind.NOTE

    @property
    def is_from_library(self) -> bool:
        """Whether it came out of the library."""
        return self.kind is PageKind.LIBRARY

    @property
    def is_private(self) -> bool:
        """Whether nobody but its owner may read it."""
        return self.sharing is Sharing.ME

    @property
    def for_gp(self) -> bool:
        """Whether the person's practice may read it as well."""
        return self.sharing in TO_GP

    @property
    def sharing_label(self) -> tuple[str, str]:
        """Who may read it, in words for translation, and their colour."""
        return SHARING_LABELS[self.sharing][:2]

    @property
    def sharing_means(self) -> str:
        """The same as a sentence."""
        return SHARING_LABELS[self.sharing][2]

    @property
    def written_label(self) -> str:
        """How its words came onto it; empty while nothing is on it."""
        return WRITTEN_LABELS[WrittenHow(self.written_how)] if self.written_how else ""


@dataclass(frozen=True)
class Page(InBook):
    """One page with what is on it."""

    words: Words
    """What was written, by the key of the prompt; `words` for a note or beside a page from the library."""
    source: str
    """The library's own words, as Markdown; empty for every other page."""
    language: str
    """The language these are in, as `lang` says it."""
    item: UUID | None
    item_version: int

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What was asked, in the language that holds now, and what was written; no question where nothing was asked."""
        if self.leaf is None:
            return [("", text) for text in only_written(self.words).values()]
        return [
            (gettext(prompt.words), self.words[prompt.key])
            for prompt in self.leaf.prompts
            if self.words.get(prompt.key, "").strip()
        ]


COLUMNS = """
    p.id, p.book, p.kind, p.leaf, p.title AS own_title, p.position, p.sharing, p.words - 'source' - 'language' <> '{}' AS has_words,
    p.written_how, p.changed_at, coalesce(s.name, '') AS changed_by_name, p.removed_at, p.version
"""
WHOLE = "p.words, p.item, p.item_version"
WRITER = "LEFT JOIN staff_user s ON s.id = p.changed_by"
ORDER = "ORDER BY p.position, p.id"


def in_book(row: dict[str, Any], book: Book) -> dict[str, Any]:
    """The facts of a page, from its row and the template of its book."""
    return {
        **row,
        "kind": PageKind(row["kind"]),
        "leaf": book.leaf(row["leaf"]) if row["leaf"] else None,
        "sharing": Sharing(row["sharing"]),
        "is_new": row.get("is_new", False),
    }


def page_of(row: dict[str, Any], book: Book) -> Page:
    """The page of a row that has COLUMNS and WHOLE."""
    words: Words = json.loads(row["words"])
    source, language = words.pop(LIBRARY_SOURCE, ""), words.pop(LIBRARY_LANGUAGE, "")
    return Page(**{**in_book(row, book), "words": words, "source": source, "language": language})


async def one_of(page_id: UUID, book: Book) -> Page | None:
    """One page of this book, whoever may read it: that is for the caller to ask."""
    found = await db.row(
        f"SELECT {COLUMNS}, {WHOLE} FROM book_page p {WRITER} WHERE p.book = $1 AND p.id = $2",  # noqa: S608  Constants only.
        book.id,
        page_id,
    )
    return page_of(found, book) if found else None


async def in_order_now(book: Book) -> list[tuple[UUID, Leaf | None]]:
    """The pages of a book by their place, without those taken out, each with what it asks when it is a leaf."""
    found = await db.rows(
        "SELECT id, leaf FROM book_page p WHERE book = $1 AND removed_at IS NULL ORDER BY position, id", book.id
    )
    return [(row["id"], book.leaf(row["leaf"]) if row["leaf"] else None) for row in found]


async def held_pages(book: Book) -> list[Held]:
    """Every page of a book as far as a change of template goes, those taken out included, by their place."""
    found = await db.rows(
        """
        SELECT id, leaf, words, EXISTS (SELECT FROM page_before b WHERE b.page = p.id) OR words <> '{}' AS was_written
          FROM book_page p WHERE book = $1 ORDER BY position, id
        """,
        book.id,
    )
    return [Held(row["id"], row["leaf"], json.loads(row["words"]), row["was_written"]) for row in found]
