"""
Markdown that anybody may have written, as HTML that is safe on our pages and on paper.

Nothing of the writer's own HTML is kept. Links lead to the web, an e-mail address, a telephone or a page of ours.
Pictures are the item's own, each with words for those who cannot see it.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from livewell.library.rules import LONGEST_BODY

MOST_CELLS = 5_000
"""Cells that a text might have in its tables. One that might have more is read as if nobody had heard of tables."""
_DEEPEST = 12
_LOWEST_HEADING = 6
_SCHEMES = frozenset({"https", "http", "mailto", "tel"})
_TAGS = frozenset(
    [
        "p",
        "br",
        "hr",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "strong",
        "em",
        "code",
        "pre",
        "a",
        "img",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "div",
    ]
)
_ATTRIBUTES: dict[str, frozenset[str]] = {
    "*": frozenset(),
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt"}),
    "ol": frozenset({"start"}),
    "th": frozenset({"scope"}),
    "div": frozenset({"tabindex"}),
}
_CLASSES: dict[str, frozenset[str]] = {
    "a": frozenset({"nhsuk-link"}),
    "img": frozenset({"lw-library__picture"}),
    "table": frozenset({"nhsuk-table"}),
    "ul": frozenset({"nhsuk-list", "nhsuk-list--bullet"}),
    "ol": frozenset({"nhsuk-list", "nhsuk-list--number"}),
    "div": frozenset({"lw-library__table"}),
}
_WORN: dict[str, str] = {
    "table_open": "nhsuk-table",
    "bullet_list_open": "nhsuk-list nhsuk-list--bullet",
    "ordered_list_open": "nhsuk-list nhsuk-list--number",
    "link_open": "nhsuk-link",
}
# An address of ours begins with one slash, then anything that is no slash or backslash.
_OURS = re.compile(r"/(?![/\\])[^\\\x00-\x20]*|#[\w-]*")


@cache
def _reader(*, tables: bool = True) -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST})
    if tables:
        made.enable("table")
    # Its documentation says to put another in its place.
    made.validateLink = _may_lead  # type: ignore[assignment]
    return made


def _may_lead(address: str) -> bool:
    """Whether a link or a picture may have this address; the pictures are chosen again by their names."""
    scheme, colon, _ = address.partition(":")
    if colon and "/" not in scheme:
        return scheme.strip().lower() in _SCHEMES
    return _OURS.fullmatch(address) is not None or _NAME.fullmatch(address) is not None


# The name of a picture that belongs to the item, as `rules.files.tidy_name` makes them.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def as_html(text: str, *, pictures: Mapping[str, str] | None = None, below: int = 1) -> Markup:
    """
    The text as safe HTML. `pictures` maps the name of each of the item's pictures to its address.

    Headings begin one level beneath `below`, the level of the heading above, and leave none out. Other pictures are
    their words alone. What is longer than an item may be ends there.
    """
    shown = pictures or {}
    tokens = _parsed(text)
    _settle_headings(tokens, below)
    _dress(tokens, shown)
    made = _reader().renderer.render(tokens, _reader().options, {})
    # A wide table is moved within its own frame, also by those who use no mouse.
    made = made.replace("<table", '<div class="lw-library__table" tabindex="0"><table')
    made = made.replace("</table>", "</table></div>")
    safe = _cleaner(frozenset(shown.values())).clean(made)
    return Markup(safe)  # noqa: S704  (nh3 made it safe)


def _parsed(text: str) -> list[Token]:
    """The parts of a text. Short rows get empty cells, so a few thousand letters could ask for a million of them."""
    read = text[:LONGEST_BODY]
    rows = [line.count("|") for line in read.splitlines() if "|" in line]
    return _reader(tables=max(rows, default=0) * len(rows) <= MOST_CELLS).parse(read)


def pictures_named(text: str) -> list[str]:
    """The names of the pictures that a text shows, in its order."""
    return [_source(one) for one in _pictures(_parsed(text))]


def problem(text: str, *, pictures: Sequence[str]) -> str | None:
    """A sentence on what is wrong with the pictures of a text, or None. `pictures` are the names of the item's own."""
    for one in _pictures(_parsed(text)):
        name = _source(one)
        if name not in pictures:
            return f"There is no picture called {name[:60]} here. Add it under files first, then write its name"
        if not one.content.strip():
            return f"Say in words what {name} shows: write them between the square brackets"
    return None


def _pictures(tokens: Sequence[Token]) -> list[Token]:
    return [child for token in tokens for child in token.children or () if child.type == "image"]


def _source(picture: Token) -> str:
    return str(picture.attrGet("src") or "")


def _settle_headings(tokens: Sequence[Token], below: int) -> None:
    """One h1 is on the page already, and nobody who listens to headings should wonder what they missed."""
    above: list[tuple[int, int]] = []  # What each heading above was written as, and what it became.
    level = below
    for token in tokens:
        if token.type == "heading_open":
            written = int(token.tag[1])
            while above and above[-1][0] >= written:
                above.pop()
            level = min((above[-1][1] if above else below) + 1, _LOWEST_HEADING)
            above.append((written, level))
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{level}"


def _dress(tokens: Sequence[Token], pictures: Mapping[str, str]) -> None:
    """Our classes on what has some; the item's own pictures at their addresses, and words for all others."""
    for token in tokens:
        if token.type in _WORN:
            token.attrSet("class", _WORN[token.type])
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("class", _WORN["link_open"])
            elif child.type == "image" and _source(child) in pictures and child.content.strip():
                child.attrs = {"src": pictures[_source(child)], "alt": "", "class": "lw-library__picture"}
            elif child.type == "image":
                child.type, child.tag, child.content = "text", "", _plain(child)


def _plain(picture: Token) -> str:
    return "".join(one.content for one in picture.children or ())


@cache
def _cleaner_of_words() -> nh3.Cleaner:
    return _made_cleaner(frozenset())


def _cleaner(addresses: frozenset[str]) -> nh3.Cleaner:
    return _made_cleaner(addresses) if addresses else _cleaner_of_words()


def _made_cleaner(addresses: frozenset[str]) -> nh3.Cleaner:
    def kept(tag: str, attribute: str, value: str) -> str | None:
        if tag == "img" and attribute == "src":
            return value if value in addresses else None
        if tag == "a" and attribute == "href":
            return value if _may_lead(value) else None
        return value

    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=kept,
        allowed_classes=_CLASSES,
        # Pictures on paper are in the page itself; `kept` lets nothing else be.
        url_schemes=_SCHEMES | {"data"},
        link_rel="noopener noreferrer",
    )


def plain_words(text: str) -> str:
    """The words of a text without what makes it look like something, for finding it."""
    tokens = _parsed(text)
    said = [child.content for token in tokens for child in token.children or () if child.content]
    said += [token.content for token in tokens if token.type in {"fence", "code_block"}]
    return " ".join(" ".join(said).split())
