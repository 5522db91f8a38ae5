"""Everything in a book as one document, for its owner to keep or to take somewhere else."""

import json
from typing import Any
from uuid import UUID

from livewell.greenbook.queries.book import book_of
from livewell.greenbook.queries.goals import goals_of
from livewell.greenbook.queries.pages import COLUMNS, ORDER, WHOLE, WRITER, Page, page_of
from livewell.kit import clock, db
from livewell.kit.actor import Resident
from livewell.kit.errors import NotFound

SCHEMA = "live-well-green-book"
SCHEMA_VERSION = 1
"""What a reader of the document goes by: a change of its shape is a new number. docs/data.md describes it."""


async def download(by: Resident) -> bytes:
    """The whole book as JSON in UTF-8: every page, what it said before, and who could read it. NotFound without a book."""
    book = await book_of(by.person)
    if book is None:
        raise NotFound
    found = await db.rows(
        f"SELECT {COLUMNS}, {WHOLE} FROM book_page p {WRITER} WHERE p.book = $1 {ORDER}",  # noqa: S608  Constants only.
        book.id,
    )
    before = await _by_page(
        """
        SELECT page, title, words, written_at, written_how FROM page_before
         WHERE page IN (SELECT id FROM book_page WHERE book = $1) ORDER BY written_at, id
        """,
        book.id,
    )
    shared = await _by_page(
        """
        SELECT page, sharing, began_at, ended_at FROM page_shared
         WHERE page IN (SELECT id FROM book_page WHERE book = $1) ORDER BY began_at, id
        """,
        book.id,
    )
    document = {
        "schema": SCHEMA,
        "version": SCHEMA_VERSION,
        "made_at": clock.now(),
        "template": book.template_name,
        "issued_at": book.issued_at,
        "pages": [
            _page_as_json(page_of(row, book), before.get(row["id"], []), shared.get(row["id"], [])) for row in found
        ],
        "goals": [
            {
                "in_my_words": goal.in_words,
                "way": goal.way.value,
                "agreed_at": goal.agreed_at,
                "how_far": goal.latest_words,
                "steps": [{"what": one.what, "by": one.due_on, "done_at": one.done_at} for one in goal.steps],
            }
            for goal in await goals_of(by.person)
        ],
    }
    # Days and instants as ISO 8601 says them: https://www.iso.org/iso-8601-date-and-time-format.html
    return json.dumps(document, ensure_ascii=False, indent=2, default=lambda one: one.isoformat()).encode()


async def _by_page(sql: str, book: UUID) -> dict[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in await db.rows(sql, book):
        found.setdefault(row.pop("page"), []).append(row)
    return found


def _page_as_json(page: Page, before: list[dict[str, Any]], shared: list[dict[str, Any]]) -> dict[str, Any]:
    asked = {prompt.key: prompt.words for prompt in page.leaf.prompts} if page.leaf else {}
    return {
        "kind": page.kind.value,
        "leaf": page.leaf.key if page.leaf else None,
        "title": page.title,
        "words": [
            {"key": key, "question": asked.get(key, ""), "answer": text} for key, text in page.words.items() if text
        ],
        "from_the_library": page.source or None,
        "sharing": page.sharing.value,
        "written_how": page.written_how or None,
        "changed_at": page.changed_at,
        "taken_out_at": page.removed_at,
        "earlier": [{**row, "words": json.loads(row["words"])} for row in before],
        "shared": shared,
    }
