"""No dead links: every address that a template names leads to a route that answers it."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from jinja2 import nodes

from livewell.doctor import every_route
from livewell.kit import templates
from livewell.kit.folders import folder

HOME = folder("templates")
FILES = sorted(HOME.rglob("*.html"))
ANYTHING = "\0"


@cache
def patterns() -> tuple[tuple[tuple[str, ...], frozenset[str]], ...]:
    """The path of every route as its parts, a parameter being ANYTHING; and its methods."""
    return tuple(
        (
            tuple(ANYTHING if part.startswith("{") else part for part in route["path"].strip("/").split("/")),
            frozenset(route["methods"]),
        )
        for route in every_route()
    )


def fits(given: str, wanted: str) -> bool:
    if wanted == ANYTHING:
        return given != ""
    return re.fullmatch(re.escape(given).replace(re.escape(ANYTHING), ".+"), wanted) is not None


def leads_somewhere(address: str, method: str) -> bool:
    """Whether a route answers. ANYTHING in the address stands for a value put there by the template."""
    parts = re.split(r"[?#]", address)[0].strip("/").split("/")
    return any(
        method in methods
        and len(pattern) == len(parts)
        and all(fits(given, wanted) for given, wanted in zip(parts, pattern, strict=True))
        for pattern, methods in patterns()
    )


def written_out(source: str) -> Iterator[tuple[str, str]]:
    """Addresses in attributes, with the method that the browser will use."""
    text = re.sub(r"{#.*?#}", "", source, flags=re.DOTALL)
    text = re.sub(r"{{.*?}}|{%.*?%}", ANYTHING, text, flags=re.DOTALL)
    for address in re.findall(r"\b(?:href|hx-get)\s*=\s*\"(/[^\"]*)\"", text):
        yield address, "GET"
    for address in re.findall(r"\b(?:hx-post|data-autosave)\s*=\s*\"(/[^\"]*)\"", text):
        yield address, "POST"
    for form in re.findall(r"<form\b[^>]*>", text, re.IGNORECASE):
        action = re.search(r"\baction\s*=\s*\"(/[^\"]*)\"", form)
        if action:
            yield action[1], "POST" if re.search(r"method=\"?post", form, re.IGNORECASE) else "GET"


def put_together(source: str) -> Iterator[str]:
    """Addresses given to macros, such as bits.back("/journeys/" ~ journey.id)."""
    tree = templates.environment().parse(source)
    inside: set[int] = set()
    for joined in tree.find_all(nodes.Concat):
        inside.update(id(node) for node in joined.find_all(nodes.Const))
        parts = [node.value if isinstance(node, nodes.Const) else ANYTHING for node in joined.nodes]
        if isinstance(parts[0], str) and parts[0].startswith("/"):
            yield "".join(str(part) for part in parts)
    for constant in tree.find_all(nodes.Const):
        if (
            id(constant) not in inside
            and isinstance(constant.value, str)
            and re.fullmatch(r"/[\w/-]*(\?[\w=&-]*)?", constant.value)
        ):
            yield constant.value


def dead(source: str) -> list[str]:
    """What leads nowhere: /static/… is made by asset_url and cannot be wrong."""
    found = [
        f"{method} {address.replace(ANYTHING, '…')}"
        for address, method in written_out(source)
        if not address.startswith("//") and not leads_somewhere(address, method)
    ]
    # A macro may put its address in a link or in a form.
    found += [
        address.replace(ANYTHING, "…")
        for address in put_together(source)
        if not leads_somewhere(address, "GET") and not leads_somewhere(address, "POST")
    ]
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(Path(path).relative_to(HOME)))
def test_every_link_leads_somewhere(path: Path) -> None:
    assert dead(path.read_text()) == []


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(path, id=path)
        for path in ("/", "/help-now", "/accessibility", "/privacy", "/cookies", "/sign-in", "/account", "/demo")
    ],
)
def test_the_links_of_every_page_are_there(item: str) -> None:
    assert leads_somewhere(item, "GET")


def test_the_menu_leads_somewhere() -> None:
    from livewell.app import NAVIGATION

    assert [item.path for item in NAVIGATION if not leads_somewhere(item.path, "GET")] == []


@pytest.mark.parametrize(
    "source",
    [
        '<a href="/nowhere">x</a>',
        '<a href="/caseload/nowhere/{{ id }}">x</a>',
        '<form method="post" action="/help-now"></form>',
        '{{ bits.back("/nowhere") }}',
        '{{ bits.back("/nowhere/" ~ journey.id) }}',
        '<form data-autosave="/nowhere/{{ id }}"></form>',
    ],
)
def test_a_dead_link_is_seen(source: str) -> None:
    assert dead(source)


@pytest.mark.parametrize(
    "source",
    [
        '<a href="/help-now?from=x#top">x</a>',
        '<a href="{{ item.href }}">x</a>',
        '<a href="https://www.nhs.uk">x</a>',
        '{{ bits.back("/cookies") }}',
        '<form method="post" action="/sign-out"></form>',
        '{{ ("a" ~ "/b") }}',
    ],
)
def test_a_live_link_is_left_alone(source: str) -> None:
    assert dead(source) == []
