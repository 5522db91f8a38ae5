"""The pages of one book: who may read each, how it came to be written, their order, and what becomes of them when the template changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from livewell.greenbook.rules.leaves import LONGEST, Leaf, Part
from livewell.kit.languages import mark

NOTE_WORDS = "words"
"""The key of what is written on a page that asks nothing: a note, or beside a page from the library."""

LIBRARY_SOURCE = "source"
"""The key of the library's own words, kept in the book so that they stay when the library's go."""

LIBRARY_LANGUAGE = "language"
"""The key of the language these are in, as `lang` says it."""

LIBRARYS = frozenset({LIBRARY_SOURCE, LIBRARY_LANGUAGE})
"""What on a page is not the person's own."""

MOST_PAGES = 400
"""Pages in one book, those taken out included."""

LONGEST_TITLE = 160


class PageKind(StrEnum):
    """Where a page comes from."""

    LEAF = "leaf"
    NOTE = "note"
    LIBRARY = "library"


class Sharing(StrEnum):
    """Who may read a page. Each holds the one before."""

    ME = "me"
    WORKER = "worker"
    GP = "gp"


SHARING_LABELS: dict[Sharing, tuple[str, str, str]] = {
    Sharing.ME: (mark("Only me"), "grey", mark("Nobody at Live Well can read this page, or see that it is there.")),
    Sharing.WORKER: (
        mark("My worker"),
        "green",
        mark(
            "The people at Live Well who work with you: your health coach, your link worker, and who stands in for them."
        ),
    ),
    Sharing.GP: (
        mark("My worker and my GP"),
        "blue",
        mark("The people at Live Well who work with you, and the staff of your GP practice."),
    ),
}
"""The words, their colour, and what it means."""

TO_WORKER = frozenset({Sharing.WORKER, Sharing.GP})
"""What a worker may read."""

TO_GP = frozenset({Sharing.GP})
"""What the staff of the person's practice may read."""


class WrittenHow(StrEnum):
    """How the words came onto a page."""

    SELF = "self"
    TOGETHER = "together"
    PAPER = "paper"


WRITTEN_LABELS: dict[WrittenHow, str] = {
    WrittenHow.SELF: mark("I wrote this"),
    WrittenHow.TOGETHER: mark("We wrote this together"),
    WrittenHow.PAPER: mark("Typed from my paper book"),
}

BY_STAFF: dict[WrittenHow, tuple[str, str]] = {
    WrittenHow.TOGETHER: ("Together", "They are with me, and say what to write."),
    WrittenHow.PAPER: ("From paper", "I am typing what they wrote on paper. They are with me, or asked me to."),
}
"""What somebody of the team chooses from when they write for a person."""

Words = dict[str, str]

_Page = TypeVar("_Page")


def only_written(words: Mapping[str, str]) -> Words:
    """The words without the boxes that were left empty."""
    return {key: text for key, text in words.items() if text.strip()}


@dataclass(frozen=True)
class Placed:
    """A page as far as its place in the book goes."""

    id: UUID
    part: Part | None
    """Of a leaf; a note and a page from the library stand wherever they were put."""


def moved(order: Sequence[Placed], page: UUID, *, up: bool) -> tuple[UUID, ...]:
    """
    The order of the pages after one was moved one place up or down.

    A leaf stays in its part. Where it cannot go further, the order is as it was.
    """
    ids = [one.id for one in order]
    here = ids.index(page)
    there = here - 1 if up else here + 1
    if 0 <= there < len(ids):
        parts = {order[here].part, order[there].part}
        if None in parts or len(parts) == 1:
            ids[here], ids[there] = ids[there], ids[here]
    return tuple(ids)


def in_parts(pages: Sequence[_Page], part_of: Callable[[_Page], Part | None]) -> dict[Part, list[_Page]]:
    """The pages by part, in their order. A page without a part stands with the leaf before it."""
    found: dict[Part, list[_Page]] = {part: [] for part in Part}
    here = Part.ONE
    for page in pages:
        here = part_of(page) or here
        found[here].append(page)
    return found


@dataclass(frozen=True)
class Held:
    """A page as far as a change of template goes."""

    id: UUID
    leaf: str
    """Its key; empty for a note and for a page from the library."""
    words: Words
    was_written: bool
    """Whether there is, or ever was, anything on it."""


@dataclass(frozen=True)
class KeptAsNote:
    """Words that have no place in the new template: they stay, on a page of their own."""

    page: UUID
    """The page they stood on."""
    title: str
    words: str
    whole: bool
    """Whether the page itself becomes the note; else the note is a new page after it."""
    left: Words
    """What stays on the page when it does not."""


@dataclass(frozen=True)
class MovedUp:
    """What becomes of a book that moves up to another template."""

    order: tuple[UUID | str, ...]
    """Pages that are there by id, new leaves by key."""
    notes: tuple[KeptAsNote, ...]
    gone: tuple[UUID, ...]
    """Leaves that are not in the new template and on which nothing ever stood."""


def moved_up(pages: Sequence[Held], *, was: Sequence[Leaf], now: Sequence[Leaf]) -> MovedUp:
    """
    How a book moves up: words are found again by key, and what has no place any more becomes a note. Nothing is lost.

    `pages` in their order. Leaves come in the order of the new template; everything else stays behind the leaf it stood
    behind.
    """
    before = {leaf.key: leaf for leaf in was}
    after = {leaf.key: leaf for leaf in now}
    notes: list[KeptAsNote] = []
    gone: list[UUID] = []
    followers: dict[str, list[UUID]] = {"": []}
    leaf_pages: dict[str, list[UUID]] = {}
    here = ""
    for page in pages:
        if page.leaf in after:
            here = page.leaf
            # The book may hold a leaf twice: the second stands behind the first.
            leaf_pages.setdefault(here, []).append(page.id)
            followers.setdefault(here, [])
            left = {key: text for key, text in page.words.items() if after[here].asks(key)}
            homeless = {key: text for key, text in page.words.items() if key not in left}
            if only_written(homeless):
                words = in_one(homeless, before.get(here))
                notes.append(KeptAsNote(page.id, after[here].title, words, whole=False, left=left))
        elif page.leaf and not page.was_written:
            gone.append(page.id)
        else:
            followers[here].append(page.id)
            if page.leaf:
                old = before.get(page.leaf)
                title = old.title if old else page.leaf
                notes.append(KeptAsNote(page.id, title, in_one(page.words, old), whole=True, left={}))
    order: list[UUID | str] = [*followers[""]]
    for leaf in now:
        order += leaf_pages.get(leaf.key, [leaf.key])
        order += followers.get(leaf.key, [])
    return MovedUp(tuple(order), tuple(notes), tuple(gone))


def in_one(words: Mapping[str, str], leaf: Leaf | None) -> str:
    """What was written on a leaf as one text: each question with its answer, in the order of the leaf."""
    asked = {prompt.key: prompt.words for prompt in leaf.prompts} if leaf else {}
    keys = [*(key for key in asked if key in words), *(key for key in words if key not in asked)]
    answers = only_written(words)
    return "\n\n".join(
        f"{asked[key]}\n{answers[key]}" if key in asked else answers[key] for key in keys if key in answers
    )


LONGEST_NOTE = LONGEST * 12
"""Characters of a note: as many as the longest leaf could leave behind."""
