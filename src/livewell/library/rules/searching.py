"""A search of the library as it was asked: read from an address, narrowed, counted, and relaxed when it finds nothing."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from livewell.library.rules import (
    CONDITION_TAGS,
    FIVE_WAYS,
    KIND_LABELS,
    LANGUAGE_TAGS,
    NEED_TAGS,
    READERS_LABELS,
    WHOM_TAGS,
)

LONGEST_WORDS = 200
MOST_WORDS = 12
_LAST_PAGE = 10_000

CHOICES: dict[str, tuple[str, Mapping[str, str]]] = {
    "kind": ("What kind of thing", {kind.value: label for kind, label in KIND_LABELS.items()}),
    "need": ("What it helps with", NEED_TAGS),
    "condition": ("Living with", CONDITION_TAGS),
    "way": ("Ways to Wellbeing", {way.value: label for way, label in FIVE_WAYS.items()}),
    "whom": ("Who it has in mind", WHOM_TAGS),
    "language": ("Language", LANGUAGE_TAGS),
    "readers": ("Who may read it", {readers.value: label for readers, label in READERS_LABELS.items()}),
}
"""Each choice by its name in the address: what it is called, and what can be chosen."""


@dataclass(frozen=True)
class Sought:
    """What somebody looks for; "" where they do not mind. `as_typed` when the words are not to be put right."""

    words: str = ""
    kind: str = ""
    need: str = ""
    condition: str = ""
    way: str = ""
    whom: str = ""
    language: str = ""
    readers: str = ""
    easy: bool = False
    as_typed: bool = False
    page: int = 1

    def but(self, **changes: Any) -> "Sought":
        """The same search with something changed, from its first page."""
        return replace(self, page=1, **changes)

    @property
    def narrowed(self) -> bool:
        """Whether anything was chosen beside words."""
        return self.easy or any(getattr(self, name) for name in CHOICES)

    def pairs(self) -> list[tuple[str, str]]:
        """The search as the fields of its form."""
        said = [("q", self.words)] + [(name, getattr(self, name)) for name in CHOICES]
        said += [("easy", "yes" if self.easy else ""), ("as_typed", "yes" if self.as_typed else "")]
        return [(name, text) for name, text in said if text]

    def link(self, *, page: bool = False) -> str:
        """The address of the search; with `page` it ends where the number of a page goes."""
        query = urlencode(self.pairs())
        if page:
            query = f"{query}&page=" if query else "page="
        return f"/library?{query}" if query else "/library"


def read(typed: Mapping[str, str], *, staff: bool) -> Sought:
    """The search in an address. Nonsense counts as not asked, and only staff ask who may read something."""
    asked = {
        name: typed.get(name, "")
        for name, (_, choices) in CHOICES.items()
        if typed.get(name) in choices and (staff or name != "readers")
    }
    page = typed.get("page", "")
    return Sought(
        words=" ".join(typed.get("q", "").split())[:LONGEST_WORDS],
        easy=typed.get("easy") == "yes",
        as_typed=typed.get("as_typed") == "yes",
        page=min(max(int(page), 1), _LAST_PAGE) if re.fullmatch(r"[0-9]{1,5}", page) else 1,
        **asked,
    )


def words_of(text: str) -> list[str]:
    """The words of a search in lower case, letters and digits only: nothing in them can be an operator."""
    return re.findall(r"[^\W_]+", text.lower())[:MOST_WORDS]


def every_word(text: str) -> list[str]:
    """All the words of a text in lower case, each once."""
    return list(dict.fromkeys(re.findall(r"[^\W_]+", text.lower())))


def as_tsquery(words: Sequence[str], *, beginning: bool) -> str:
    """All of the words as to_tsquery reads them, the last also as the `beginning` of one."""
    said = list(words)
    if said and beginning:
        said[-1] = f"{said[-1]}:*"
    return " & ".join(said)


@dataclass(frozen=True)
class Row:
    """What a search needs to know of an item."""

    id: Any
    slug: str
    kind: str
    readers: str
    language: str
    easy: bool
    conditions: Sequence[str]
    needs: Sequence[str]
    ways: Sequence[str]
    whom: Sequence[str]
    title: str
    summary: str


_HAS: dict[str, Callable[[Row], Sequence[str]]] = {
    "kind": lambda row: (row.kind,),
    "need": lambda row: row.needs,
    "condition": lambda row: row.conditions,
    "way": lambda row: row.ways,
    "whom": lambda row: row.whom,
    "language": lambda row: (row.language,),
    "readers": lambda row: (row.readers,),
}


def fits(row: Row, sought: Sought, *, but: str = "") -> bool:
    """Whether an item is what was chosen, whatever its words; `but` names a choice that is not looked at."""
    if sought.easy and not row.easy and but != "easy":
        return False
    return all(
        name == but or not getattr(sought, name) or getattr(sought, name) in has(row) for name, has in _HAS.items()
    )


@dataclass(frozen=True)
class Narrower:
    """One way to narrow an answer, or to take that away: what it is called, how many there are, where it leads."""

    label: str
    count: int
    link: str
    chosen: bool


def narrowers(rows: Sequence[Row], sought: Sought, *, staff: bool) -> list[tuple[str, list[Narrower]]]:
    """Under each heading what there is of it, counted among what fits all other choices; nothing that finds nothing."""
    found = []
    for name, (title, choices) in CHOICES.items():
        if name == "readers" and not staff:
            continue
        counts = Counter(code for row in rows if fits(row, sought, but=name) for code in _HAS[name](row))
        each = []
        for code, label in choices.items():
            chosen = getattr(sought, name) == code
            if counts[code] or chosen:
                each.append(Narrower(label, counts[code], sought.but(**{name: "" if chosen else code}).link(), chosen))
        if name == "language" and len(each) == 1 and not each[0].chosen:
            continue
        if each:
            found.append((title, each))
    easy = sum(row.easy for row in rows if fits(row, sought, but="easy"))
    if easy or sought.easy:
        found.append(("Easy Read", [Narrower("Easy Read", easy, sought.but(easy=not sought.easy).link(), sought.easy)]))
    return found


def chips(sought: Sought) -> list[tuple[str, str]]:
    """What was asked, each with the address of the search without it."""
    said = [(f"“{sought.words}”", sought.but(words="").link())] if sought.words else []
    said += [(label, one.link()) for label, one in _without_each(sought)]
    return said


def relaxed(sought: Sought) -> list[tuple[str, Sought]]:
    """Searches that ask for less, each with what it leaves out; the words last."""
    tries = [(f"Without “{label}”", one) for label, one in _without_each(sought)]
    if sought.words and sought.narrowed:
        tries.append((f"“{sought.words}” in the whole library", Sought(words=sought.words, as_typed=sought.as_typed)))
        tries.append((f"Without “{sought.words}”", sought.but(words="")))
    if sought.words or sought.narrowed:
        tries.append(("Everything in the library", Sought()))
    return tries


def _without_each(sought: Sought) -> list[tuple[str, Sought]]:
    found = [
        (choices[getattr(sought, name)], sought.but(**{name: ""}))
        for name, (_, choices) in CHOICES.items()
        if getattr(sought, name)
    ]
    return [*found, ("Easy Read", sought.but(easy=False))] if sought.easy else found
