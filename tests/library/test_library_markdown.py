"""What anybody may write comes out safe, in bounded time and size, and as pages are built."""

import re
import time
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from livewell.library.rules import LONGEST_BODY
from livewell.library.rules.markdown import as_html, pictures_named, plain_words, problem

PICTURES = {"bench.webp": "/library/files/1"}
TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "strong", "em", "code", "pre"),
    *("a", "img", "table", "thead", "tbody", "tr", "th", "td", "div"),
}
ATTRIBUTES = {"href", "src", "alt", "class", "rel", "scope", "start", "tabindex"}


class Looks(HTMLParser):
    """Every tag, attribute and address of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, text or "") for name, text in attrs]


def assert_harmless(html: str) -> None:
    seen = Looks(html)
    assert set(seen.tags) <= TAGS
    assert {name for _, name, _ in seen.attributes} <= ATTRIBUTES
    for tag, name, text in seen.attributes:
        if name == "href":
            assert re.match(r"(https?:|mailto:|tel:|/(?![/\\])|#|[A-Za-z0-9])", text, re.IGNORECASE), text
            assert not re.match(r"\s*(javascript|data|vbscript|file):", text, re.IGNORECASE), text
        if name == "src":
            assert tag == "img"
            assert text in PICTURES.values()
        if name == "class":
            assert set(text.split()) <= {
                *("nhsuk-link", "nhsuk-list", "nhsuk-list--bullet", "nhsuk-list--number", "nhsuk-table"),
                *("lw-library__picture", "lw-library__table"),
            }


HOSTILE = [
    "<script>alert(1)</script>",
    "<svg onload=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<style>body{display:none}</style>",
    '<div style="position:fixed">over everything</div>',
    '<a href="/x" hx-get="/sign-out" data-hx-on:click="x">x</a>',
    "<form action=//evil.example><input name=password></form>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](\\\\evil.example)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "![x](https://evil.example/pixel.png)",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "![x](javascript:alert(1))",
    "![x](/library/files/2)",
    '![x](bench.webp "a\\" onerror=\\"alert(1)")',
    '![a" onerror="alert(1)](bench.webp)',
    '[x](https://a.example "\\" onmouseover=\\"alert(1)")',
    "```html\n<script>alert(1)</script>\n```",
    '``` "><script>alert(1)</script>\nx\n```',
    "[x]: javascript:alert(1)\n\n[x]",
    "[`<img src=x onerror=alert(1)>`](https://a.example)",
    "|<script>|a|\n|-|-|\n|<img src=x onerror=alert(1)>|b|",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202e\u2066<script>\u2069",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_comes_through(text):
    html = str(as_html(text, pictures=PICTURES))
    assert_harmless(html)
    assert "<script" not in html
    assert "//evil.example" not in "".join(where for _, _, where in Looks(html).attributes)


WORDS = some.sampled_from(
    [
        *(
            "a",
            "word",
            " ",
            "\n",
            "\n\n",
            "# ",
            "## ",
            "- ",
            "1. ",
            "> ",
            "|",
            "|-|-|",
            "---",
            "```",
            "`",
            "*",
            "**",
            "_",
        ),
        *(
            "[",
            "](",
            ")",
            "![",
            "<",
            ">",
            '"',
            "'",
            "\\",
            "&",
            "&#x6a;",
            "javascript:",
            "data:",
            "https://a.example",
            "//",
        ),
        *(
            "bench.webp",
            "<script>",
            "<img src=x onerror=",
            "<svg/onload=",
            "on",
            "=",
            ":",
            ";",
            "\t",
            "    ",
            "😀",
            "\u0000",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(some.lists(WORDS, max_size=60).map("".join))
def test_whatever_is_put_together_is_harmless(text):
    assert_harmless(str(as_html(text, pictures=PICTURES)))


@settings(max_examples=150, deadline=None)
@given(some.text(max_size=400))
def test_whatever_is_typed_is_harmless_and_its_words_stay(text):
    html = str(as_html(text))
    assert_harmless(html)
    for word in re.findall(r"[a-z]{4,}", text):
        assert word in html


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# A\n## B\n### C", [2, 3, 4]),
        ("### A\n# B", [2, 2]),
        ("# A\n#### B\n## C", [2, 3, 3]),
        ("###### A\n###### B", [2, 2]),
        ("## A\n### B\n## C\n# D", [2, 3, 2, 2]),
        ("A\n===\nB\n---", [2, 3]),
    ],
)
def test_headings_leave_no_level_out(text, levels):
    assert [int(level) for level in re.findall(r"<h(\d)>", as_html(text))] == levels


def test_headings_begin_beneath_the_heading_above():
    assert "<h3>A</h3>" in as_html("# A", below=2)
    assert "<h6>A</h6>" in as_html("# A", below=6)


@settings(max_examples=60, deadline=None)
@given(some.lists(some.integers(1, 6), min_size=1, max_size=20), some.integers(1, 4))
def test_no_heading_is_more_than_one_level_below_the_one_before(wanted, below):
    html = as_html("\n\n".join(f"{'#' * level} x" for level in wanted), below=below)
    levels = [below, *(int(level) for level in re.findall(r"<h(\d)>", html))]
    assert len(levels) == len(wanted) + 1
    assert all(after - before <= 1 and after > below for before, after in pairwise(levels))


def test_what_is_written_looks_like_the_rest_of_the_site():
    html = as_html("1. one\n\n- two\n\n|a|b|\n|-|-|\n|1|2|\n\n[ours](/help-now) and [theirs](https://a.example)")
    for part in (
        '<ol class="nhsuk-list nhsuk-list--number">',
        '<ul class="nhsuk-list nhsuk-list--bullet">',
        '<th scope="col">',
        '<div class="lw-library__table" tabindex="0">',
        'href="/help-now"',
        'rel="noopener noreferrer"',
    ):
        assert part in html


def test_only_the_items_own_pictures_are_shown_and_others_are_their_words():
    html = as_html("![A *green* bench](bench.webp) ![A cat](cat.webp)", pictures=PICTURES)
    assert '<img src="/library/files/1" alt="A green bench" class="lw-library__picture">' in html
    assert "A cat" in html
    assert html.count("<img") == 1


def test_a_picture_without_words_is_not_shown():
    assert "<img" not in as_html("![](bench.webp) ![ ](bench.webp)", pictures=PICTURES)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("![A bench](bench.webp)", None),
        ("No picture", None),
        ("![A bench](cat.webp)", "no picture called cat.webp"),
        ("![](bench.webp)", "Say in words what bench.webp shows"),
        ("[![A bench](https://evil.example/x.png)](/x)", "no picture called https://evil.example/x.png"),
    ],
)
def test_a_text_says_which_picture_it_lacks(text, said):
    found = problem(text, pictures=list(PICTURES))
    assert (found is None) if said is None else (said in found)


def test_the_names_of_pictures_and_the_words_alone():
    assert pictures_named("a ![x](b.webp)\n\n- ![y](c.webp)") == ["b.webp", "c.webp"]
    assert plain_words("# Ring *before*\n\n- you [go](https://a.example)\n") == "Ring before you go"


BOMBS = {
    "quotes": ">" * LONGEST_BODY,
    "brackets": "[" * LONGEST_BODY,
    "stars": "*a_" * 13_000,
    "pictures": "![" * 20_000,
    "lists": "- " * 20_000,
    "deep lists": "\n".join("  " * level + "- a" for level in range(250)),
    "cells": "|" + "a|" * 300 + "\n|" + "-|" * 300 + "\n" + "|\n" * 19_000,
    "columns": "a|" * 9_990 + "\n" + "-|" * 9_990 + "\n|\n|\n|\n",
    "ticks": "`" * LONGEST_BODY,
    "less than": "<" * LONGEST_BODY,
    "entities": "&#0;" * 10_000,
    "half links": "[a](b " * 6_000,
    "references": "[a]: b\n" * 5_000 + "[a]" * 1_000,
    "faces": "😀" * LONGEST_BODY,
    "joined faces": "👩‍👩‍👧‍👦" * 6_000,
    "a million letters": "a" * 1_000_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_takes_bounded_time_and_space(name):
    began = time.process_time()
    html = as_html(BOMBS[name], pictures=PICTURES)
    assert time.process_time() - began < 10  # A quiet machine needs one second for the worst of them.
    assert len(html) < 1_000_000
    assert_harmless(str(html))
