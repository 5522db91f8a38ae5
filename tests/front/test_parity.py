"""Our thin macros draw what nhsuk-frontend's own draw: same elements, same classes, same attributes, same words."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from markupsafe import Markup

from livewell.kit import templates
from livewell.kit.forms import Form

VOID = {"input", "br", "img", "path"}


class Tree(HTMLParser):
    """HTML as nested tuples, with white space and the order of attributes taken out."""

    def __init__(self) -> None:
        super().__init__()
        self.root: list[Any] = []
        self.open: list[list[Any]] = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {
            name: " ".join(sorted((value or "").split())) if name in ("class", "aria-describedby") else value
            for name, value in attrs
        }
        node: list[Any] = [tag, said, []]
        self.open[-1].append(node)
        if tag not in VOID:
            self.open.append(node[2])

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        words = re.sub(r"\s+", " ", data).strip()
        if words:
            self.open[-1].append(words)


def tree(html: str) -> list[Any]:
    parser = Tree()
    parser.feed(html)
    return parser.root


def ours(source: str, **names: Any) -> list[Any]:
    whole = '{% import "components/fields.html" as fields %}{% import "components/bits.html" as bits %}' + source
    return tree(templates.environment().from_string(whole).render(**names))


def theirs(macro: str, **params: Any) -> list[Any]:
    return tree(getattr(templates.NhsMacros(), macro)(params))


def form_with(values: dict[str, str | list[str]] | None = None, **errors: str) -> Form:
    form = Form(values or {})
    for field, sentence in errors.items():
        form.error(field, sentence)
    return form


LABEL = {"text": "A label <b>", "size": "s"}
LEGEND = {"legend": {"text": "A legend", "size": "s"}}
HINT = {"text": "A hint"}
WRONG = {"text": "Put this right"}
ITEMS = [{"value": "a", "text": "First"}, {"divider": "or"}, {"value": "b", "text": "Second", "hint": {"text": "more"}}]
CHOICES = [("a", "First"), (None, "or"), ("b", "Second", "more")]

FIELDS: list[tuple[str, Form, str, dict[str, Any]]] = [
    ("fields.text(form, 'a', 'A label <b>')", form_with(), "input", {"name": "a", "label": LABEL}),
    (
        "fields.text(form, 'a', 'A label <b>', hint='A hint', width=10, autocomplete='tel', inputmode='numeric', type='tel')",
        form_with({"a": "<script>"}, a="Put this right"),
        "input",
        {
            "name": "a",
            "label": LABEL,
            "hint": HINT,
            "errorMessage": WRONG,
            "value": "<script>",
            "width": 10,
            "autocomplete": "tel",
            "inputmode": "numeric",
            "type": "tel",
        },
    ),
    (
        "fields.text(form, 'a', 'A label <b>', prefix='£', suffix='a week')",
        form_with({"a": "5"}),
        "input",
        {"name": "a", "label": LABEL, "value": "5", "prefix": "£", "suffix": "a week"},
    ),
    (
        "fields.text(form, 'a', 'A label <b>', heading=True)",
        form_with(),
        "input",
        {"name": "a", "label": {"text": "A label <b>", "size": "l", "isPageHeading": True}},
    ),
    (
        "fields.text(form, 'a', 'A label <b>', rows=4, hint='A hint')",
        form_with({"a": "typed"}, a="Put this right"),
        "textarea",
        {"name": "a", "label": LABEL, "hint": HINT, "rows": 4, "value": "typed", "errorMessage": WRONG},
    ),
    (
        "fields.text(form, 'a', 'A label <b>', rows=4, longest=200, hint='A hint')",
        form_with({"a": "typed"}, a="Put this right"),
        "characterCount",
        {
            "name": "a",
            "label": LABEL,
            "hint": HINT,
            "rows": 4,
            "maxlength": 200,
            "threshold": 75,
            "value": "typed",
            "errorMessage": WRONG,
        },
    ),
    (
        "fields.password(form, 'a', 'A label <b>')",
        form_with(a="Put this right"),
        "passwordInput",
        {"name": "a", "label": LABEL, "errorMessage": WRONG},
    ),
    (
        "fields.select(form, 'a', 'A label <b>', [('1', 'One'), ('2', 'Two')], hint='A hint', empty='Choose')",
        form_with({"a": "2"}, a="Put this right"),
        "select",
        {
            "name": "a",
            "label": LABEL,
            "hint": HINT,
            "errorMessage": WRONG,
            "value": "2",
            "items": [{"value": "", "text": "Choose"}, {"value": "1", "text": "One"}, {"value": "2", "text": "Two"}],
        },
    ),
    (
        "fields.radios(form, 'a', 'A legend', choices, hint='A hint')",
        form_with({"a": "b"}, a="Put this right"),
        "radios",
        {"name": "a", "fieldset": LEGEND, "hint": HINT, "errorMessage": WRONG, "value": "b", "items": ITEMS},
    ),
    (
        "fields.yes_no(form, 'a', 'A legend')",
        form_with(),
        "radios",
        {
            "name": "a",
            "fieldset": LEGEND,
            "inline": True,
            "items": [{"value": "yes", "text": "Yes"}, {"value": "no", "text": "No"}],
        },
    ),
    (
        "fields.radios(form, 'a', 'A legend', choices, heading=True)",
        form_with(),
        "radios",
        {"name": "a", "fieldset": {"legend": {"text": "A legend", "size": "l", "isPageHeading": True}}, "items": ITEMS},
    ),
    (
        "fields.checkboxes(form, 'a', 'A legend', choices, hint='A hint', alone='b')",
        form_with({"a": ["a", "b"]}, a="Put this right"),
        "checkboxes",
        {
            "name": "a",
            "fieldset": LEGEND,
            "hint": HINT,
            "errorMessage": WRONG,
            "values": ["a", "b"],
            "items": [ITEMS[0], ITEMS[1], {**ITEMS[2], "behaviour": "exclusive"}],
        },
    ),
    (
        "fields.day(form, 'born', 'A legend', hint='A hint')",
        form_with({"born-day": "1", "born-month": "2", "born-year": "1990"}, born="Put this right"),
        "dateInput",
        {
            "id": "born",
            "fieldset": LEGEND,
            "hint": HINT,
            "errorMessage": WRONG,
            "items": [
                {"id": f"born-{box}", "name": f"born-{box}", "label": box.capitalize(), "value": value, "width": width}
                for box, value, width in (("day", "1", 2), ("month", "2", 2), ("year", "1990", 4))
            ],
        },
    ),
    ("fields.send('Send')", form_with(), "button", {"text": "Send", "preventDoubleClick": True}),
    (
        "fields.send('Stop', warning=True, name='x', value='y')",
        form_with(),
        "button",
        {"text": "Stop", "preventDoubleClick": True, "name": "x", "value": "y", "classes": "nhsuk-button--warning"},
    ),
    (
        "fields.error_summary(form)",
        form_with(a="Put this right"),
        "errorSummary",
        {"titleText": "There is a problem", "errorList": [{"text": "Put this right", "href": "#a"}]},
    ),
]


@pytest.mark.parametrize(("source", "form", "macro", "params"), FIELDS, ids=[one[0] for one in FIELDS])
def test_fields_are_what_the_design_system_draws(source: str, form: Form, macro: str, params: dict[str, Any]) -> None:
    assert ours("{{ " + source + " }}", form=form, choices=CHOICES) == theirs(macro, **params)


ROWS = [
    {
        "key": {"text": "Name"},
        "value": {"text": "Edith"},
        "actions": {"items": [{"href": "/x", "text": "Change", "visuallyHiddenText": "name"}]},
    },
    {"key": {"text": "Phone"}, "value": {"text": "07700 900123"}},
]
BITS: list[tuple[str, str, dict[str, Any]]] = [
    ("bits.tag('Open', 'green')", "tag", {"text": "Open", "colour": "green"}),
    ("bits.tag('Open')", "tag", {"text": "Open"}),
    ("bits.summary([('Name', 'Edith', '/x'), ('Phone', '07700 900123')])", "summaryList", {"rows": ROWS}),
    ("bits.inset('Words')", "insetText", {"text": "Words"}),
    ("bits.details('More', 'Words')", "details", {"summaryText": "More", "html": "<p>Words</p>"}),
    ("bits.warning('Mind', 'Words', level=3)", "warningCallout", {"heading": "Mind", "text": "Words"}),
    (
        "bits.notice('Words', title='Success', good=True)",
        "notificationBanner",
        {"text": "Words", "type": "success", "titleId": "notice-good"},
    ),
    ("bits.notice('Words')", "notificationBanner", {"text": "Words", "titleId": "notice-important"}),
    ("bits.button('Go on', '/x')", "button", {"text": "Go on", "href": "/x"}),
    ("bits.panel('Sent', 'Words')", "panel", {"titleText": "Sent", "text": "Words"}),
    (
        "bits.table('People', ['Name', ('Days', 'numeric')], [['Edith', 3]], responsive=True)",
        "table",
        {
            "caption": "People",
            "responsive": True,
            "head": [{"text": "Name"}, {"text": "Days", "format": "numeric"}],
            "rows": [[{"text": "Edith", "header": "Name"}, {"text": "3", "header": "Days", "format": "numeric"}]],
        },
    ),
    (
        "bits.table('People', ['Name', 'Days'], [['Edith', 3]], responsive=False, first_is_header=True)",
        "table",
        {
            "caption": "People",
            "firstCellIsHeader": True,
            "head": [{"text": "Name"}, {"text": "Days"}],
            "rows": [[{"text": "Edith"}, {"text": "3"}]],
        },
    ),
]


@pytest.mark.parametrize(("source", "macro", "params"), BITS, ids=[one[0] for one in BITS])
def test_bits_are_what_the_design_system_draws(source: str, macro: str, params: dict[str, Any]) -> None:
    assert ours("{{ " + source + " }}") == theirs(macro, **params)


def test_pagination_is_what_the_design_system_draws() -> None:
    numbers: list[dict[str, Any]] = [
        {"number": 1, "href": "/x?page=1"},
        {"ellipsis": True},
        *({"number": n, "href": f"/x?page={n}", "current": n == 5} for n in (4, 5, 6)),
        {"ellipsis": True},
        {"number": 9, "href": "/x?page=9"},
    ]
    drawn = theirs("pagination", previous={"href": "/x?page=4"}, next={"href": "/x?page=6"}, items=numbers)
    mine = ours("{{ bits.pagination(5, 9, '/x?page=') }}")
    drawn[0][1].pop("role")  # nav is a navigation landmark by itself
    drawn[0][1]["aria-label"] = mine[0][1]["aria-label"]
    assert mine == drawn


def test_the_parity_test_sees_a_difference() -> None:
    assert ours("{{ bits.tag('Open', 'green') }}") != theirs("tag", text="Open", colour="red")
    assert tree('<p class="b a">x</p>') == tree('<p class="a b">\n x </p>')
    assert tree("<p>x</p>") != tree("<p>y</p>")


@pytest.mark.parametrize(
    "source",
    [
        "fields.text(form, 'a', nasty, hint=nasty)",
        "fields.radios(form, 'a', nasty, [(nasty, nasty, nasty)])",
        "bits.summary([(nasty, nasty, '/x')])",
        "bits.tag(nasty)",
        "bits.table(nasty, [nasty], [[nasty]])",
        "bits.card(nasty, nasty)",
        "bits.tiles([(1, nasty, '/x')])",
        "nasty | paragraphs",
        "bits.reference(nasty)",
        "bits.versions({nasty: nasty}, {nasty: nasty})",
        "bits.chosen([(nasty, '/x')], '/y')",
    ],
)
def test_words_are_never_markup(source: str) -> None:
    nasty = "<script>alert(1)</script>\"'><img src=x>"
    whole = (
        '{% import "components/fields.html" as fields %}{% import "components/bits.html" as bits %}{{ ' + source + " }}"
    )
    html = templates.environment().from_string(whole).render(form=form_with({"a": nasty}, a=nasty), nasty=nasty)
    assert "<script>" not in html
    assert "<img" not in html
    assert str(Markup.escape(nasty)) in html
