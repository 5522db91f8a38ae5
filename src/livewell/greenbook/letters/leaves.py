"""Each leaf of a book as a page of HTML: its words in the book's language, its square, and what cannot be printed said."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from babel import Locale
from markupsafe import Markup

from livewell.greenbook.letters.drawings import drawing, has_own
from livewell.greenbook.letters.easy import COVER, EASY, Easy
from livewell.greenbook.queries.printing import Printed, PrintedGoal, PrintedLeaf, PrintedPrompt
from livewell.greenbook.rules.paper import Look, Sides, Wanted
from livewell.greenbook.rules.scripts import in_words, scripts_of
from livewell.kit import clock, languages, qr, templates
from livewell.kit.languages import gettext as _
from livewell.kit.languages import mark
from livewell.library.rules.markdown import as_html as as_safe_html

Sheet = str | tuple[str, ...]
"""A leaf: one page of HTML, or several ways to set it, of which the first that fits on one page is taken, else the last."""

LINES_OF_A_NOTE = 16
LINES_BELOW = 2
"""Lines left to write on below what is written already: a book on paper is written in."""

LEVELS = (
    mark("Much more than I hoped for"),
    mark("More than I hoped for"),
    mark("What I hope for"),
    mark("Less than I hoped for"),
    mark("Much less than I hoped for"),
)

WHO_TO_CALL = (
    (mark("Life in danger"), "999"),
    (mark("A mental health crisis, day or night"), mark("111, then choose the mental health option")),
    (mark("To talk to somebody: Samaritans, free, day or night"), "116 123"),
    (mark("To text instead"), mark("the word SHOUT to 85258")),
)
"""Public national lines: https://www.nhs.uk/nhs-services/mental-health-services/"""

_AS_IT_IS = ("", 0)
_WAYS = (("", 2), ("", 1), _AS_IT_IS, ("tight", 0), ("tight closer", 0), _AS_IT_IS)
"""(how close it is set, lines more to write on): what fits is taken; what does not flows, set as it is."""
_WRITTEN_ON = (_AS_IT_IS, ("tight closer", 0), _AS_IT_IS)
"""The same for a leaf with words on it, which is nobody else's: fewer tries."""
_ON_ONE_PAGE = (
    ("", 1),
    _AS_IT_IS,
    ("tight", 0),
    ("tight closer", 0),
    ("tight closer", -1),
    ("tight closer closest", 0),
    ("tight closer closest", -1),
    ("tight closer closest", -2),
    ("tight closer closest least", -2),
    _AS_IT_IS,
)
"""The same for a leaf that should be one page, to stand on a wall or be handed to somebody."""


@dataclass(frozen=True)
class _Shown:
    """A leaf in the words that go onto paper."""

    title: str
    part: str
    lead: tuple[str, ...]
    prompts: tuple[PrintedPrompt, ...]
    goals: tuple[PrintedGoal, ...]
    note: str
    html: Markup
    empty_lines: int


def as_html(
    printed: Printed, *, wanted: Wanted, address: str, missing: str = "", instead_of: str = ""
) -> tuple[Sheet, ...]:
    """
    The book's leaves in order, the cover first when it is whole.

    `address` is the public address of the service, for the squares. `missing` are the letters that no font of this
    machine has: words say what stood there, and a note on the leaf says so. `instead_of` is the language the book should
    have been in and cannot be printed in, for a note as well.
    """
    with languages.speaking(printed.language):
        printed = _readable(printed, missing)
        notes = _notes(missing, instead_of)
        sheets: list[Sheet] = []
        if printed.whole:
            sheets.append(_cover(printed, wanted, address, notes))
        opened: set[str] = set()
        for leaf in printed.leaves:
            sheets.append(
                _sheet(printed, leaf, wanted, address, opens=leaf.part not in opened, notes=[] if sheets else notes)
            )
            opened.add(leaf.part)
        return tuple(sheets)


def back_of(printed: Printed, *, wanted: Wanted) -> str:
    """The back of a leaf that has none of its own, with lines to write on; empty when backs are not printed."""
    if wanted.sides is Sides.ONE:
        return ""
    with languages.speaking(printed.language):
        lines = 15 if wanted.look is Look.LARGE else 18
        return templates.render(
            "greenbook/back_pdf.html", {**_page(printed, wanted, _("More room to write")), "lines": lines}
        )


# ── one leaf ──


def _sheet(
    printed: Printed, leaf: PrintedLeaf, wanted: Wanted, address: str, *, opens: bool, notes: list[str]
) -> Sheet:
    shown = _shown(printed, leaf, wanted)
    context = {
        **_page(printed, wanted, shown.title),
        "opens": opens and printed.whole,
        "leaf": leaf,
        "shown": shown,
        "notes": notes,
        "easy": wanted.look is Look.EASY_READ,
        "picture": drawing(leaf.key if has_own(leaf.key) else leaf.kind) if wanted.look is Look.EASY_READ else "",
        "pencil": drawing("pencil") if wanted.look is Look.EASY_READ else "",
        "square": _square(f"{address}{leaf.about}", leaf.about, printed.language),
        "who_to_call": [(_(who), _(how)) for who, how in WHO_TO_CALL] if leaf.kind in {"crisis", "statement"} else [],
        "level_labels": [_(one) for one in LEVELS],
        "lines_below": LINES_BELOW,
    }
    is_empty = not any(one.said for one in shown.prompts) and not (shown.note or shown.html or shown.goals)
    ways = _ON_ONE_PAGE if leaf.kind in {"crisis", "statement"} else _WAYS if is_empty else _WRITTEN_ON
    return tuple(
        templates.render("greenbook/leaf_pdf.html", {**context, "set": one, "more_lines": more}) for one, more in ways
    )


def _shown(printed: Printed, leaf: PrintedLeaf, wanted: Wanted) -> _Shown:
    easy = EASY.get(leaf.key) if wanted.look is Look.EASY_READ and leaf.is_ours else None
    ours = _ if leaf.is_ours else str
    return _Shown(
        title=ours(leaf.title) if leaf.title else _("My own notes"),
        part=_(leaf.part) if leaf.part else "",
        lead=tuple(_(one) for one in easy.lead) if easy else ((ours(leaf.lead),) if leaf.lead else ()),
        prompts=tuple(_prompt(one, easy) for one in leaf.prompts),
        goals=printed.goals if leaf.kind == "goals" else (),
        note=leaf.note,
        html=as_safe_html(leaf.source) if leaf.source else Markup(),
        empty_lines=LINES_BELOW if leaf.note or leaf.source or leaf.prompts else LINES_OF_A_NOTE,
    )


def _prompt(asked: PrintedPrompt, easy: Easy | None) -> PrintedPrompt:
    words = easy.asked.get(asked.key, asked.words) if easy else asked.words
    # A word more is one thought too many for an Easy Read page.
    return replace(asked, words=_(words) if words else "", help="" if easy or not asked.help else _(asked.help))


def _cover(printed: Printed, wanted: Wanted, address: str, notes: list[str]) -> str:
    easy = wanted.look is Look.EASY_READ
    context = {
        **_page(printed, wanted, _("My Green Book")),
        "called": printed.called,
        "notes": notes,
        "easy": easy,
        "sentences": [_(one) for one in COVER] if easy else [],
        "picture": drawing("cover"),
        "square": _square(f"{address}/green-book", "/green-book", printed.language),
    }
    return templates.render("greenbook/cover_pdf.html", context)


def _page(printed: Printed, wanted: Wanted, title: str) -> dict[str, Any]:
    """What the paper around a leaf says."""
    language = languages.LANGUAGES[languages.known(printed.language)]
    before, _page_number, rest = _("Page {page} of {pages}").partition("{page}")
    between, _all_pages, after = rest.partition("{pages}")
    return {
        "language": language.code,
        "direction": language.direction,
        "book": _("My Green Book"),
        "title": title,
        "template": printed.template,
        "printed_on": clock.today(),
        "before": before,
        "between": between,
        "after": after,
        "more": _("Continues on the next leaf") if wanted.sides is Sides.ONE else _("Continues on the next page"),
    }


@lru_cache(maxsize=256)
def _square(address: str, about: str, _language: str) -> Markup:
    """The square that leads to `address`; kept, because a hundred books have the same few."""
    said = _("A square for a phone’s camera: it opens the page about this leaf.")
    if about == "/green-book":
        said = _("A square for a phone’s camera: it opens the page about the Green Book.")
    return qr.inline_svg(address, title=said)


# ── letters that cannot be printed here ──


def _readable(printed: Printed, missing: str) -> Printed:
    """The same book with words where letters are that no font has."""
    if not missing:
        return printed
    leaves = tuple(
        replace(
            leaf,
            title=in_words(leaf.title, missing),
            note=in_words(leaf.note, missing),
            source=in_words(leaf.source, missing),
            prompts=tuple(replace(one, said=in_words(one.said, missing)) for one in leaf.prompts),
        )
        for leaf in printed.leaves
    )
    goals = tuple(
        replace(
            goal,
            in_words=in_words(goal.in_words, missing),
            steps=tuple((in_words(what, missing), due, done) for what, due, done in goal.steps),
            levels=tuple(in_words(one, missing) for one in goal.levels),
        )
        for goal in printed.goals
    )
    return replace(printed, leaves=leaves, goals=goals, called=in_words(printed.called, missing))


def _notes(missing: str, instead_of: str) -> list[str]:
    """The sentences that say so; none when everything can be printed."""
    said = []
    if instead_of:
        said.append(
            _(
                "This could not be printed in %(language)s here, because letters are missing. Our own words are in English."
            )
            % {"language": in_english(instead_of)}
        )
    scripts = scripts_of(missing)
    if scripts:
        said.append(
            _(
                "Some of the words cannot be printed here, because there are no letters for: %(scripts)s. Square"
                " brackets show where. Nothing is lost: they are whole in the book online."
            )
            % {"scripts": ", ".join(scripts)}
        )
    elif missing:
        said.append(_("Small pictures that cannot be printed here stand in square brackets, in words."))
    return said


def in_english(language: str) -> str:
    """The English name of a language, which can be printed everywhere: Urdu."""
    return str(Locale.parse(language).get_display_name("en"))
