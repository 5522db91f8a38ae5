"""What is typed onto a page of the book, chosen about it, and written into a new version of the book."""

from dataclasses import dataclass
from typing import Any

from livewell.greenbook.queries import Page
from livewell.greenbook.rules import PART_LABELS, Kind, Leaf, Part, Prompt
from livewell.greenbook.rules.leaves import MOST_LINES, MOST_PROMPTS
from livewell.greenbook.rules.pages import (
    BY_STAFF,
    LONGEST_NOTE,
    LONGEST_TITLE,
    NOTE_WORDS,
    SHARING_LABELS,
    Sharing,
    Words,
    WrittenHow,
)
from livewell.greenbook.rules.template import fresh_key
from livewell.kit.forms import Form
from livewell.kit.languages import gettext as _

ONE_NOTE = "note"
"""What is chosen in place of a leaf to begin a page with a title of its own."""

FEWEST_LINES = 2

MORE_PROMPTS = 3
"""Empty boxes for further questions on a leaf that is being written."""


def box(key: str) -> str:
    """The name of the box for one answer."""
    return f"answer-{key}"


@dataclass(frozen=True)
class Box:
    """One box of a page to write in, in the language that holds now."""

    name: str
    words: str
    help: str
    lines: int


def boxes(page: Page) -> list[Box]:
    """
    The boxes of a leaf, in their order; none for a page that asks nothing.

    They are translated here and not in the template: `_()` there takes what it is given for markup of ours, and these
    words are whatever the forum wrote.
    """
    prompts = page.leaf.prompts if page.leaf else ()
    return [
        Box(box(one.key), _(one.words), _(one.help) if one.help else "", max(one.lines, FEWEST_LINES))
        for one in prompts
    ]


def filled(page: Page) -> Form:
    """The form of a page with what is on it."""
    values: dict[str, Any] = {box(key): text for key, text in page.words.items()}
    return Form.blank({**values, "title": page.title, "how": "", "sharing": page.sharing.value})


def read_page(form: Form, page: Page) -> tuple[Words, str] | None:
    """What somebody wrote on a page, and its title when it is a note; None when something has to be put right."""
    title = ""
    if page.is_note:
        title = form.text("title", _("Title"), required=_("Give this page a title"), longest=LONGEST_TITLE)
    if page.leaf is None:
        words = {NOTE_WORDS: form.text(box(NOTE_WORDS), _("What you wrote"), longest=LONGEST_NOTE)}
    else:
        words = {
            prompt.key: form.text(box(prompt.key), _(prompt.words), longest=page.leaf.longest)
            for prompt in page.leaf.prompts
        }
    return (words, title) if form.ok else None


def read_title(form: Form) -> str | None:
    """The title of a new page."""
    title = form.text("title", _("Title"), required=_("Give this page a title"), longest=LONGEST_TITLE)
    return title if form.ok else None


def sharing_choices() -> list[tuple[str, str, str]]:
    """Who may read a page, each with what it means, in the language that holds now."""
    return [(one.value, _(words), _(means)) for one, (words, _colour, means) in SHARING_LABELS.items()]


def read_sharing(form: Form) -> Sharing | None:
    """Who may read a page from now on."""
    chosen = form.one_of("sharing", [one.value for one in Sharing], required=_("Choose who may read this page"))
    return Sharing(chosen) if chosen else None


def how_choices() -> list[tuple[str, str, str]]:
    """How the words came to somebody of the team."""
    return [(how.value, words, means) for how, (words, means) in BY_STAFF.items()]


def read_how(form: Form) -> WrittenHow | None:
    """The same, chosen."""
    chosen = form.one_of("how", how_choices(), required="Say how the words came to you")
    return WrittenHow(chosen) if chosen else None


def leaf_choices(leaves: tuple[Leaf, ...]) -> list[tuple[str, str]]:
    """Every leaf a page can be begun from, whatever is in the book, and a page of their own."""
    return [*((leaf.key, leaf.title) for leaf in leaves), (ONE_NOTE, "A page of their own, with a title")]


def read_beginning(form: Form, leaves: tuple[Leaf, ...]) -> tuple[str, str] | None:
    """(key of the leaf or "", title of a note) for a page that is begun together; None when something is missing."""
    chosen = form.one_of("leaf", leaf_choices(leaves), required="Choose which page")
    title = ""
    if chosen == ONE_NOTE:
        title = form.text("title", "Title", required="Give the page a title", longest=LONGEST_TITLE)
    form.yes("agreed", required="Tick that they want this page shared with you: without it, the page is theirs alone")
    return ("" if chosen == ONE_NOTE else chosen or "", title) if form.ok else None


# New versions of the book.


def read_template_name(form: Form) -> str | None:
    """What a new version is called."""
    name = form.text("name", "The name", required="Give the version a name, such as 2027-04", longest=20)
    return name if form.ok else None


def read_change(form: Form) -> str | None:
    """What is different in it."""
    change = form.text("change", "What is different", required="Say what is different", longest=1000)
    return change if form.ok else None


def filled_leaf(leaf: Leaf | None) -> Form:
    """The form of a leaf with what it says; an empty one for a new leaf."""
    if leaf is None:
        return Form.blank({f"lines-{number}": 3 for number in range(1, MORE_PROMPTS + 1)})
    values: dict[str, Any] = {"title": leaf.title, "lead": leaf.lead, "part": leaf.part.value}
    for number, prompt in enumerate(leaf.prompts, start=1):
        values |= {
            f"words-{number}": prompt.words,
            f"help-{number}": prompt.help,
            f"lines-{number}": prompt.lines,
            f"key-{number}": prompt.key,
        }
    return Form.blank(values)


def boxes_of(leaf: Leaf | None) -> range:
    """The numbers of the boxes for questions on the form of a leaf."""
    return range(1, min(MOST_PROMPTS, (len(leaf.prompts) if leaf else 0) + MORE_PROMPTS) + 1)


def read_leaf(form: Form, leaf: Leaf | None, *, leaves_taken: set[str], prompts_taken: set[str]) -> Leaf | None:
    """
    A leaf as somebody wrote it; None when something has to be put right.

    A question that was there keeps its key, so that what people wrote under it is found again; emptied, it goes.
    """
    title = form.text("title", "The title", required="Give the leaf a title", longest=LONGEST_TITLE)
    lead = form.text("lead", "The first words", longest=400)
    part = form.one_of("part", [one.value for one in PART_LABELS], required="Choose a part") if leaf is None else None
    prompts: list[Prompt] = []
    there = {one.key for one in leaf.prompts} if leaf else set[str]()
    taken = set(prompts_taken)
    for number in boxes_of(leaf):
        words = form.text(f"words-{number}", f"Question {number}", longest=200)
        if not words:
            continue
        lines = form.whole_number(f"lines-{number}", f"Lines for question {number}", lowest=1, highest=MOST_LINES)
        key = form.typed(f"key-{number}")
        if key not in there or any(one.key == key for one in prompts):
            key = fresh_key(sorted(taken), "prompt")
            taken.add(key)
        prompts.append(Prompt(key, words, lines or 3, form.text(f"help-{number}", "A word more", longest=200)))
    if not form.ok:
        return None
    if leaf is not None:
        return Leaf(leaf.key, leaf.part, title, lead, tuple(prompts), leaf.kind)
    key = fresh_key(sorted(leaves_taken), "leaf")
    return Leaf(key, Part(part or Part.ONE), title, lead, tuple(prompts), Kind.LEAF)
