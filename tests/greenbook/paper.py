"""A book as the printer gets it, and reading a PDF back, for tests."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from livewell.greenbook import letters
from livewell.greenbook.queries.printing import Printed, PrintedGoal, PrintedLeaf, PrintedPrompt
from livewell.greenbook.rules import FIRST, FIRST_NAME, PART_LABELS
from livewell.greenbook.rules.paper import Wanted
from livewell.kit.pdf import Made

ADDRESS = "https://livewell.example"
GOAL = PrintedGoal(
    in_words="I want to sing in the choir again",
    way="Connect",
    steps=(("Ring the choir", None, True), ("Go with a friend", None, False)),
    levels=("Each week", "Twice a month", "Once a month", "Once", "Not at all"),
    reached="Reached",
)


def a_book(words: Mapping[str, Mapping[str, str]] | None = None, **changes: Any) -> Printed:
    """The whole first template; `words` by leaf and question."""
    said = words or {}
    leaves = tuple(
        PrintedLeaf(
            key=leaf.key,
            title=leaf.title,
            kind=leaf.kind.value,
            part=PART_LABELS[leaf.part],
            lead=leaf.lead,
            prompts=tuple(
                PrintedPrompt(one.key, one.words, one.lines, one.help, said.get(leaf.key, {}).get(one.key, ""))
                for one in leaf.prompts
            ),
            about=f"/green-book/{leaf.key}",
        )
        for leaf in FIRST
    )
    return replace(Printed(template=FIRST_NAME, leaves=leaves, whole=True), **changes)


def one_leaf(key: str, **words: str) -> Printed:
    """One leaf of it, with these words on it."""
    book = a_book({key: words})
    return replace(book, leaves=tuple(leaf for leaf in book.leaves if leaf.key == key), whole=False)


def a_note(words: str, title: str = "My walks", source: str = "") -> Printed:
    """A page of one's own, or of the library."""
    kind = "library" if source else "note"
    leaf = PrintedLeaf(key=kind, title=title, kind=kind, note=words, source=source, is_ours=False)
    return Printed(template=FIRST_NAME, leaves=(leaf,))


async def printed(book: Printed, wanted: Wanted | None = None) -> Made:
    """It on paper."""
    return await letters.pdf_of(book, wanted=wanted or Wanted(), address=ADDRESS)


def read(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data))


def pages_of(data: bytes) -> list[str]:
    """The words of each page, each gap one space."""
    return [" ".join(page.extract_text().split()) for page in read(data).pages]


def words_of(data: bytes) -> str:
    return " ".join(pages_of(data))


def tags_of(reader: PdfReader) -> list[tuple[str, str]]:
    """Every tag of the structure tree with its alternative text, in the order of reading."""

    def walk(node: Any) -> list[tuple[str, str]]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            return [tag for child in node for tag in walk(child)]
        if not isinstance(node, dict):
            return []
        own = [(str(node["/S"]), str(node.get("/Alt", "")))] if "/S" in node else []
        return own + (walk(node["/K"]) if "/K" in node else [])

    return walk(reader.trailer["/Root"]["/StructTreeRoot"])


def sizes_of(data: bytes) -> set[float]:
    """The sizes of all letters in it, in points."""
    found: set[float] = set()

    def note(text: str, outer: list[float], inner: list[float], _font: Any, size: float) -> None:
        if text.strip():
            found.add(round(abs(size * inner[3] * outer[3]), 1))

    for page in read(data).pages:
        page.extract_text(visitor_text=note)
    return found


@cache
def everywhere() -> tuple[str, ...]:
    """The keys of all leaves."""
    return tuple(leaf.key for leaf in FIRST)
