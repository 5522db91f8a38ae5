"""What every template promises: it can be read, it is safe, it says its name, and no rule of the domain hides in it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from livewell.kit import templates
from livewell.kit.folders import folder

HOME = folder("templates")
FILES = sorted(path for path in HOME.rglob("*") if path.is_file())
HTML = [path for path in FILES if path.suffix == ".html"]
PAGES = [
    path
    for path in HTML
    if not path.name.startswith("_")
    and not path.name.endswith("_pdf.html")
    and path.parent.name not in ("layouts", "components")
]
# Words of e-mails in plain text; their HTML goes the same way as every page.
PLAIN = re.compile(r"messages/\w+/(subject|body)\.txt")
# Files whose markup comes from our own code and is passed as Markup, never through `safe`.
MAY_SAY_SAFE: frozenset[str] = frozenset()
DECIDED = ("status", "stage", "state", "role")


def name_of(path: Path) -> str:
    return str(path.relative_to(HOME))


def without_comments(source: str) -> str:
    return re.sub(r"{#.*?#}", "", source, flags=re.DOTALL)


# Each rule takes the name and the source of a template, and yields what is wrong with it.


def inline(name: str, source: str) -> Iterator[str]:
    """Nothing inline: the content security policy would block it, and injected markup would run like it."""
    text = without_comments(source)
    paper = name.endswith("_pdf.html")  # a PDF carries its styles inside and no browser reads it
    if not paper and re.search(r"<style\b", text, re.IGNORECASE):
        yield "has a <style> element"
    if not paper and re.search(r"\sstyle\s*=", text, re.IGNORECASE):
        yield "has a style attribute"
    for script in re.findall(r"<script\b[^>]*>", text, re.IGNORECASE):
        if "src=" not in script:
            yield "has a script inside"
    if re.search(r"\son[a-z]+\s*=\s*[\"']", text, re.IGNORECASE):
        yield "has an on… attribute"
    if re.search(r"javascript:", text, re.IGNORECASE):
        yield "has a javascript: address"


def htmx(_: str, source: str) -> Iterator[str]:
    """Only the parts of htmx that need no eval (https://htmx.org/docs/#csp-options)."""
    text = without_comments(source)
    if re.search(r"hx-on\b", text):
        yield "uses hx-on"
    if re.search(r"hx-(vals|headers|vars)\s*=\s*[\"']\s*js:", text):
        yield "uses js: values"
    if re.search(r"hx-trigger\s*=\s*[\"'][^\"']*\[", text):
        yield "uses a trigger filter"
    if re.search(r"hx-(ext|ws|sse)\b", text):
        yield "uses an extension"


def elsewhere(_: str, source: str) -> Iterator[str]:
    """Nothing is loaded from another host."""
    if re.search(
        r"<(script|link|img|iframe|source|video|audio|embed|object)\b[^>]*(src|href|data)\s*=\s*[\"']?(https?:)?//",
        without_comments(source),
        re.IGNORECASE,
    ):
        yield "loads something from another host"


def escaping(name: str, source: str) -> Iterator[str]:
    """Escaping is never turned off."""
    text = without_comments(source)
    if re.search(r"\|\s*safe\b", text) and name not in MAY_SAY_SAFE:
        yield "says |safe"
    if re.search(r"{%-?\s*autoescape", text):
        yield "changes autoescape"


def tokens(_: str, source: str) -> Iterator[str]:
    """A form that posts begins with its token."""
    for form, inside in re.findall(r"(<form\b[^>]*>)(.*?)</form>", without_comments(source), re.DOTALL | re.IGNORECASE):
        posts = re.search(r"method\s*=\s*[\"']?post", form, re.IGNORECASE)
        begins = re.match(r"\s*{{-?\s*csrf_field\(\)", inside)
        if posts and not begins:
            yield f"posts without a token first: {form}"
        if not posts and begins:
            yield f"puts its token in an address: {form}"


def errors_first(name: str, source: str) -> Iterator[str]:
    """A page that asks for something in a form that posts can say what was wrong with the answer."""
    text = without_comments(source)
    asks = any(
        re.search(
            r"\bfields\.(text|day|when|radios|checkboxes|select|scale|yes_no|tick|number|email|phone|postcode|nhs_number|password|code)\(",
            inside,
        )
        for inside in re.findall(r"<form\b[^>]*method=\"?post\"?[^>]*>(.*?)</form>", text, re.DOTALL | re.IGNORECASE)
    )
    if asks and not Path(name).name.startswith("_") and "error_summary(" not in text:
        yield "asks in a form and has no fields.error_summary(…)"


def titled(name: str, source: str) -> Iterator[str]:
    """A page says its name."""
    text = without_comments(source)
    if HOME / name not in PAGES and not name.startswith("example"):
        return
    if not re.search(r'{%-?\s*extends\s+"(layouts/|[\w/]+\.html")', text):
        yield "extends no layout"
    title = re.search(r"{%-?\s*block title\s*-?%}(.*?){%-?\s*endblock", text, re.DOTALL)
    extends_layout = '"layouts/' in text
    if extends_layout and (title is None or not title[1].strip()):
        yield "has no title"


def pictures(_: str, source: str) -> Iterator[str]:
    """A picture has words."""
    for picture in re.findall(r"<img\b[^>]*>", without_comments(source), re.IGNORECASE):
        if not re.search(r"\salt\s*=", picture):
            yield f"has a picture without words: {picture}"


def decisions(_: str, source: str) -> Iterator[str]:
    """Which status allows what is a rule: a template asks a view's yes or no, or shows a label. It knows no status by name."""
    tree = templates.environment().parse(source)
    for compared in tree.find_all(nodes.Compare):
        sides = [compared.expr, *(operand.expr for operand in compared.ops)]
        asked = [
            side.attr if isinstance(side, nodes.Getattr) else side.name
            for side in sides
            if isinstance(side, nodes.Getattr | nodes.Name)
        ]
        words = [
            constant.value
            for side in sides
            for constant in ([side] if isinstance(side, nodes.Const) else side.find_all(nodes.Const))
            if isinstance(constant.value, str)
        ]
        if words and any(name in DECIDED or name.endswith(tuple(f"_{word}" for word in DECIDED)) for name in asked):
            yield f"line {compared.lineno}: decides by {asked[0]} and {words}"


RULES: list[Callable[[str, str], Iterator[str]]] = [
    inline,
    htmx,
    elsewhere,
    escaping,
    tokens,
    errors_first,
    titled,
    pictures,
    decisions,
]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_template_keeps_the_house_rules(path: Path) -> None:
    name, source = name_of(path), path.read_text()
    assert path.suffix == ".html" or PLAIN.fullmatch(name), f"{name} must end .html"
    wrong = [fault for rule in RULES for fault in rule(name, source)]
    assert not wrong, f"{name}:\n  " + "\n  ".join(wrong)


@pytest.mark.parametrize("path", HTML, ids=name_of)
def test_template_can_be_read_and_finds_what_it_uses(path: Path) -> None:
    environment = templates.environment()
    environment.get_template(name_of(path))
    for used in meta.find_referenced_templates(environment.parse(path.read_text())):
        assert used is not None, f"{name_of(path)} chooses a template by a value"
        assert (HOME / used).is_file(), f"{name_of(path)} uses {used}, which is not there"


BAD: list[tuple[Callable[[str, str], Iterator[str]], str]] = [
    (inline, "<style>p{}</style>"),
    (inline, '<p style="color:red">'),
    (inline, "<script>go()</script>"),
    (inline, '<a onclick="go()">'),
    (inline, '<a href="javascript:go()">'),
    (htmx, '<a hx-on:click="go()">'),
    (htmx, "<a hx-vals='js:{a:1}'>"),
    (htmx, '<a hx-trigger="click[ctrlKey]">'),
    (htmx, '<a hx-ext="sse">'),
    (elsewhere, '<script src="https://cdn.example/x.js"></script>'),
    (elsewhere, '<img alt="" src="//cdn.example/x.png">'),
    (escaping, "{{ words | safe }}"),
    (escaping, "{% autoescape false %}{% endautoescape %}"),
    (tokens, '<form method="post"><input>{{ csrf_field() }}</form>'),
    (tokens, '<form action="/x" method="POST">{{ fields.send("x") }}</form>'),
    (tokens, '<form method="get">{{ csrf_field() }}</form>'),
    (errors_first, '<form method="post">{{ csrf_field() }}{{ fields.text(form, "a", "A") }}</form>'),
    (titled, "<h1>x</h1>"),
    (titled, '{% extends "layouts/page.html" %}{% block main %}{% endblock %}'),
    (titled, '{% extends "layouts/page.html" %}{% block title %} {% endblock %}'),
    (pictures, '<img src="/x.png">'),
    (decisions, '{% if journey.status == "open" %}{% endif %}'),
    (decisions, '{{ "x" if user.role in ("manager", "coach") }}'),
    (decisions, '{% if "raised" == matter_status %}{% endif %}'),
]


@pytest.mark.parametrize(("rule", "source"), BAD, ids=[f"{rule.__name__}: {source}" for rule, source in BAD])
def test_each_rule_sees_what_it_is_for(rule: Callable[[str, str], Iterator[str]], source: str) -> None:
    assert list(rule("example.html", source))


def test_good_markup_passes_every_rule() -> None:
    good = (
        '{% extends "layouts/page.html" %}{% import "components/fields.html" as fields %}{% block title %}Name{% endblock %}'
        '{# <style> and hx-on are only named here #}{% block main %}{{ fields.error_summary(form) }}<form method="post">{{ csrf_field() }}'
        '{{ fields.text(form, "a", "A") }}</form><form method="get" action="/x"></form><img alt="A walk" src="/static/x.png">'
        '{% if matter.is_raised and item[1] == "now" %}<a href="https://www.nhs.uk">NHS</a>{% endif %}<a hx-get="/x" hx-trigger="input delay:300ms">x</a>{% endblock %}'
    )
    assert [fault for rule in RULES for fault in rule("example.html", good)] == []
