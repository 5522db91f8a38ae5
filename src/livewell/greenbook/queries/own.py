"""The whole book, for the one it belongs to and for nobody else."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from livewell.greenbook.queries.book import Book, book_of
from livewell.greenbook.queries.pages import COLUMNS, ORDER, WRITER, InBook, Page, in_book, one_of
from livewell.greenbook.rules import Leaf, Part
from livewell.greenbook.rules.pages import (
    LIBRARYS,
    SHARING_LABELS,
    WRITTEN_LABELS,
    Sharing,
    Words,
    WrittenHow,
    in_parts,
    only_written,
)
from livewell.kit import db
from livewell.kit.actor import Resident
from livewell.kit.errors import NotFound
from livewell.kit.languages import gettext


@dataclass(frozen=True)
class OwnBook:
    """The whole book of one person, for nobody else."""

    book: Book
    pages: list[InBook]
    """In their order, without those taken out."""
    taken_out: list[InBook]

    @property
    def parts(self) -> dict[Part, list[InBook]]:
        """The pages by part."""
        return in_parts(self.pages, lambda page: page.part)


async def own_book(by: Resident) -> OwnBook | None:
    """The book of the person who is in their own space, with every page as a list shows it: two queries."""
    book = await book_of(by.person)
    if book is None:
        return None
    found = await db.rows(
        f"SELECT {COLUMNS} FROM book_page p {WRITER} WHERE p.book = $1 {ORDER}",  # noqa: S608  Constants only.
        book.id,
    )
    pages = [InBook(**in_book(row, book)) for row in found]
    return OwnBook(
        book=book,
        pages=[page for page in pages if page.removed_at is None],
        taken_out=[page for page in pages if page.removed_at is not None],
    )


async def own_page(page_id: UUID, by: Resident) -> tuple[Book, Page]:
    """One page of their own book. NotFound when it is nobody's, or somebody else's."""
    book = await book_of(by.person)
    found = await one_of(page_id, book) if book else None
    if book is None or found is None:
        raise NotFound
    return book, found


@dataclass(frozen=True)
class Earlier:
    """What a page said before it was changed."""

    title: str
    written_at: datetime
    written_label: str
    answers: list[tuple[str, str]]


@dataclass(frozen=True)
class ReadBy:
    """Somebody a page is, or was, shared with, and when they last opened it."""

    name: str
    job_title: str
    seen_at: datetime


@dataclass(frozen=True)
class SharedTime:
    """A while in which a page was shared."""

    label: str
    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class OfPage:
    """What was with a page: for its owner alone."""

    earlier: list[Earlier]
    """The latest first."""
    shared: list[SharedTime]
    read_by: list[ReadBy]


MOST_EARLIER = 50
"""Earlier versions on one page; older ones are in the download."""


async def of_page(page: Page, *, most: int = MOST_EARLIER) -> OfPage:
    """Earlier words, sharing and readers of a page its owner has opened: three queries."""
    earlier = await db.rows(
        "SELECT title, words, written_at, written_how FROM page_before WHERE page = $1 ORDER BY written_at DESC, id LIMIT $2",
        page.id,
        most,
    )
    shared = await db.rows(
        "SELECT sharing, began_at, ended_at FROM page_shared WHERE page = $1 ORDER BY began_at DESC, id", page.id
    )
    readers = await db.rows(
        """
        SELECT s.name, s.job_title, r.seen_at FROM page_seen r JOIN staff_user s ON s.id = r.staff_user
         WHERE r.page = $1 ORDER BY r.seen_at DESC, r.id
        """,
        page.id,
    )
    return OfPage(
        earlier=[_earlier(row, page.leaf) for row in earlier],
        shared=[
            SharedTime(SHARING_LABELS[Sharing(row["sharing"])][0], row["began_at"], row["ended_at"]) for row in shared
        ],
        read_by=[ReadBy(**row) for row in readers],
    )


def _earlier(row: dict[str, Any], leaf: Leaf | None) -> Earlier:
    words: Words = json.loads(row["words"])
    written = {key: text for key, text in words.items() if key not in LIBRARYS}
    asked = {prompt.key: gettext(prompt.words) for prompt in leaf.prompts} if leaf else {}
    return Earlier(
        title=gettext(leaf.title) if leaf else row["title"],
        written_at=row["written_at"],
        written_label=WRITTEN_LABELS[WrittenHow(row["written_how"])] if row["written_how"] else "",
        # Words whose question is not asked any more are shown as well: they are the person's.
        answers=[(asked.get(key, ""), text) for key, text in only_written(written).items()],
    )
