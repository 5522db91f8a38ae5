"""What goes onto paper: the empty book, one's own pages, or those that were shared, as a letter needs them."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from livewell.coaching import queries as coaching
from livewell.greenbook.rules import FIRST_NAME, PART_LABELS, Kind, Leaf, read_leaves
from livewell.greenbook.rules.pages import LIBRARY_SOURCE, NOTE_WORDS, TO_GP, TO_WORKER, PageKind, Sharing
from livewell.journeys import queries as journeys
from livewell.kit import db
from livewell.kit.errors import NotFound
from livewell.kit.languages import known
from livewell.staff.rules import Member

EVERYTHING = frozenset(Sharing)
"""What the owner may read."""


@dataclass(frozen=True)
class PrintedPrompt:
    """A question, what was written under it, and how many lines there are to write on when nothing was."""

    key: str
    words: str
    lines: int
    help: str = ""
    said: str = ""


@dataclass(frozen=True)
class PrintedGoal:
    """A goal the person agreed."""

    in_words: str
    way: str
    steps: tuple[tuple[str, date | None, bool], ...] = ()
    """(what, by when, whether it is done)"""
    levels: tuple[str, ...] = ()
    """From much more than hoped for to much less."""
    reached: str = ""
    """How far they are, in words; empty before anybody looked."""


@dataclass(frozen=True)
class PrintedLeaf:
    """One leaf as it goes onto paper."""

    key: str
    """The key of a leaf; note or library for the rest."""
    title: str
    kind: str
    """Of `rules.Kind`; note or library for the rest."""
    part: str = ""
    """The words of its part."""
    lead: str = ""
    prompts: tuple[PrintedPrompt, ...] = ()
    note: str = ""
    """What somebody wrote on a page that asks nothing."""
    source: str = ""
    """The library's Markdown."""
    about: str = "/green-book"
    """The public page that its square leads to: of this kind of leaf, never of a person."""
    is_ours: bool = True
    """Whether its title and questions are ours to translate; a person's own title stays as it is."""

    @property
    def is_open(self) -> bool:
        """Whether it is a page that asks nothing, with lines below what stands on it."""
        return not self.prompts


@dataclass(frozen=True)
class Printed:
    """A book, or some of its pages, ready for `greenbook.letters`."""

    template: str
    leaves: tuple[PrintedLeaf, ...]
    language: str = "en"
    called: str = ""
    """What the owner is called; empty on an empty book."""
    goals: tuple[PrintedGoal, ...] = ()
    whole: bool = False
    """Whether it is a book with its cover, or some leaves."""

    @property
    def letters(self) -> str:
        """Everything on it that somebody wrote, to see whether it can be printed here."""
        said = (
            text
            for leaf in self.leaves
            for text in (leaf.title, leaf.note, leaf.source, *(one.said for one in leaf.prompts))
        )
        goals = (
            text for goal in self.goals for text in (goal.in_words, *(step[0] for step in goal.steps), *goal.levels)
        )
        return "".join((self.called, *said, *goals))


@dataclass(frozen=True)
class PageToPrint:
    """A page somebody may choose."""

    id: UUID
    title: str
    is_ours: bool
    for_hard_days: bool
    """Whether it says what helps, or what others should know, when it gets too much."""


# ── the empty book ──


async def empty_book(leaf: str = "", language: str = "en") -> Printed:
    """The leaves of the template that new books begin with, or one of them by its key; NotFound when there is no such leaf."""
    found = await db.row(
        "SELECT name, leaves FROM book_template WHERE state = 'approved' ORDER BY approved_at DESC, id LIMIT 1"
    )
    leaves = read_leaves(json.loads(found["leaves"])) if found else ()
    chosen = [one for one in leaves if leaf in {"", one.key}]
    if not chosen:
        raise NotFound
    return Printed(
        template=found["name"] if found else FIRST_NAME,
        leaves=tuple(_leaf(one, {}) for one in chosen),
        language=known(language),
        whole=not leaf,
    )


def _leaf(leaf: Leaf, words: dict[str, str]) -> PrintedLeaf:
    prompts = [
        PrintedPrompt(one.key, one.words, one.lines, one.help, words.get(one.key, "").strip()) for one in leaf.prompts
    ]
    # What was written under a question that this template no longer asks is printed all the same.
    prompts += [
        PrintedPrompt(key, "", 0, "", text.strip())
        for key, text in words.items()
        if text.strip() and not leaf.asks(key)
    ]
    return PrintedLeaf(
        key=leaf.key,
        title=leaf.title,
        kind=leaf.kind.value,
        part=PART_LABELS[leaf.part],
        lead=leaf.lead,
        prompts=tuple(prompts),
        about=f"/green-book/{leaf.key}",
    )


# ── somebody's book ──

_PAGES = """
    SELECT g.id, g.kind, g.leaf, g.title, g.words, g.item
      FROM book_page g
     WHERE g.book = $1 AND g.removed_at IS NULL AND g.sharing = ANY($2)
     ORDER BY g.position, g.id
"""

_BOOK = """
    SELECT b.id, b.person, t.name, t.leaves, coalesce(nullif(p.preferred_name, ''), p.first_name) AS called
      FROM green_book b JOIN book_template t ON t.id = b.template JOIN person p ON p.id = b.person
"""


async def pages_to_print(person: UUID) -> tuple[PageToPrint, ...]:
    """The pages of one's own book in their order, to choose from. NotFound without a book."""
    book = await _book("b.person = $1", person)
    leaves = {leaf.key: leaf for leaf in read_leaves(json.loads(book["leaves"]))}
    found = await db.rows(_PAGES, book["id"], list(EVERYTHING))
    return tuple(
        PageToPrint(
            one["id"],
            leaf.title if (leaf := leaves.get(one["leaf"])) else one["title"],
            leaf is not None,
            for_hard_days=leaf is not None and leaf.shows_who_to_call,
        )
        for one in found
    )


async def own_book(person: UUID, chosen: Collection[UUID] | None = None, *, language: str = "en") -> Printed:
    """
    The owner's own pages: all of them with the cover, or those chosen. For the owner alone.

    NotFound without a book, or when a page that was chosen is not in it.
    """
    book = await _book("b.person = $1", person)
    found = await db.rows(_PAGES, book["id"], list(EVERYTHING))
    if chosen is not None:
        ids = {one["id"] for one in found}
        if not chosen or not set(chosen) <= ids:
            raise NotFound
        found = [one for one in found if one["id"] in set(chosen)]
    return await _printed(book, found, language=language, whole=chosen is None)


async def shared_book(
    journey_id: UUID, seen_by: Member, *, with_gp: bool = False, with_empty: bool = False, language: str = "en"
) -> Printed:
    """
    What the owner shares: with the people who work with them, or, `with_gp`, with their practice as well.

    `with_empty` gives a whole book, in which each leaf that is not shared is an empty one to write on, whether or not
    anything stands on it. NotFound when the journey is not for `seen_by`, or there is no book.
    """
    journey = await journeys.journey(journey_id, seen_by)
    book = await _book("b.person = $1", journey.person)
    return await _shared(book, TO_GP if with_gp else TO_WORKER, with_empty=with_empty, language=language)


async def books_of(books: Sequence[UUID], seen_by: Member, *, language: str = "en") -> dict[UUID, Printed]:
    """
    These whole books by their ids, in this order, each with what is shared with the people who work with its owner.

    Books of people whom `seen_by` may not see (any more) are left out.
    """
    condition, args = journeys.seen_by_sql(seen_by, "j", 2)
    found = await db.rows(
        f"{_BOOK} WHERE b.id = ANY($1) AND EXISTS (SELECT FROM journey j WHERE j.person = b.person AND {condition})",
        list(books),
        *args,
    )
    by_id = {one["id"]: one for one in found}
    return {
        one: await _shared(by_id[one], TO_WORKER, with_empty=True, language=language) for one in books if one in by_id
    }


async def _book(condition: str, *args: Any) -> dict[str, Any]:
    found = await db.row(f"{_BOOK} WHERE {condition}", *args)
    if found is None:
        raise NotFound
    return found


async def _shared(book: dict[str, Any], shared: Iterable[Sharing], *, with_empty: bool, language: str) -> Printed:
    found = await db.rows(_PAGES, book["id"], list(shared))
    return await _printed(book, found, language=language, whole=with_empty, with_empty=with_empty)


async def _printed(
    book: dict[str, Any], found: Sequence[dict[str, Any]], *, language: str, whole: bool, with_empty: bool = False
) -> Printed:
    template = read_leaves(json.loads(book["leaves"]))
    leaves = {leaf.key: leaf for leaf in template}
    printed = [_page(one, leaves.get(one["leaf"])) for one in found]
    if with_empty:
        printed = _filled_up(template, printed)
    shows_goals = any(leaf.kind == Kind.GOALS for leaf in printed)
    return Printed(
        template=book["name"],
        leaves=tuple(printed),
        language=known(language),
        called=book["called"],
        goals=await _goals(book["person"]) if shows_goals else (),
        whole=whole,
    )


def _page(row: dict[str, Any], leaf: Leaf | None) -> PrintedLeaf:
    words: dict[str, str] = json.loads(row["words"])
    if leaf is not None:
        return _leaf(leaf, words)
    source = words.get(LIBRARY_SOURCE, "")
    is_library = row["kind"] == PageKind.LIBRARY
    known_words = {LIBRARY_SOURCE, NOTE_WORDS}
    rest = [text for key, text in words.items() if key not in known_words and text.strip()]
    return PrintedLeaf(
        key="library" if is_library else "note",
        title=row["title"],
        kind="library" if is_library else "note",
        note="\n\n".join(text for text in (words.get(NOTE_WORDS, "").strip(), *rest) if text),
        source=source,
        about=f"/library/{row['item']}" if row["item"] else "/green-book",
        is_ours=False,
    )


def _filled_up(template: Sequence[Leaf], shared: Sequence[PrintedLeaf]) -> list[PrintedLeaf]:
    """Every leaf of the template, those shared as they are and the others empty; then the pages that are no leaf."""
    of_leaf: dict[str, list[PrintedLeaf]] = {}
    for one in shared:
        of_leaf.setdefault(one.key if one.is_ours else "", []).append(one)
    whole = [one for leaf in template for one in of_leaf.pop(leaf.key, [_leaf(leaf, {})])]
    return whole + [one for rest in of_leaf.values() for one in rest]


async def _goals(person: UUID) -> tuple[PrintedGoal, ...]:
    """The goals of their latest journey that they agreed."""
    journey = await db.value("SELECT id FROM journey WHERE person = $1 ORDER BY opened_at DESC, id LIMIT 1", person)
    if journey is None:
        return ()
    return tuple(
        PrintedGoal(
            in_words=goal.in_words,
            way=goal.way_label,
            steps=tuple((step.what, step.due_on, step.done_at is not None) for step in goal.steps),
            levels=tuple(goal.levels[level] for level in (2, 1, 0, -1, -2)),
            reached=goal.latest_words,
        )
        for goal in await coaching.goals(journey)
        if goal.is_agreed
    )
