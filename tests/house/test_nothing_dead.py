"""What nothing uses is not there: templates, macros, styles, the service's choices, and what the product never calls."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from livewell.places.rules import CHOICES
from tests.house.the_house import modules

HOME = Path(__file__).parents[2]
TEMPLATES = HOME / "templates"
# What only tests call, on purpose: they deliver what waits, count what a page asks, and read what was told.
FOR_TESTS = {"deliver_all", "count_queries", "finish_begun"}
# Called by the name that stands in an address or a command line, by Piccolo, by uvicorn, by Python's HTML reader, or
# by a migration.
CALLED_FROM_OUTSIDE = {
    "check_version",
    "prep_database",
    "transaction_exists",
    "run_querystring",
    "run_ddl",
    "capture_signals",
    "handle_starttag",
    "handle_endtag",
    "handle_data",
    "first_words",
    "FIRST_LEAVES",
}
# Steps and messages are rendered by their code: referrals/steps/<step>.html and messages/<kind>/<part>.txt.
BY_CODE = re.compile(r"referrals/steps/|messages/|errors/")


@cache
def pages() -> str:
    """Every template as one text, without what is only said in comments."""
    return "\n".join(
        re.sub(r"{#.*?#}", "", path.read_text(), flags=re.DOTALL) for path in TEMPLATES.rglob("*") if path.is_file()
    )


@cache
def code() -> str:
    return "\n".join(module.text for module in modules())


def test_every_template_is_rendered_or_included():
    unused = []
    for path in TEMPLATES.rglob("*.html"):
        name = path.relative_to(TEMPLATES).as_posix()
        used = f'"{name}"' in code() or f'"{name}"' in pages() or f'"{path.stem}"' in code()
        if not used and not BY_CODE.match(name):
            unused.append(name)
    assert not unused


@pytest.mark.parametrize("file", ["bits", "fields"])
def test_every_macro_is_called(file):
    text = (TEMPLATES / "components" / f"{file}.html").read_text()
    macros = re.findall(r"{%-?\s*macro (\w+)", text)
    calls = set(re.findall(r"(?<!macro )\b(\w+)\(", pages()))
    assert len(macros) > 10
    uncalled = set(macros) - calls
    assert not uncalled


def test_every_style_of_ours_is_worn():
    named = set(re.findall(r"\.(lw-[\w-]+)", (HOME / "static" / "livewell.css").read_text()))
    script = "".join(path.read_text() for path in (HOME / "static").glob("*.js"))
    everywhere = pages() + code() + script
    # A name may end in a word that the page chooses: lw-card--{{ tone }}.
    unworn = {name for name in named if name not in everywhere and f"{name.partition('--')[0]}--" not in everywhere}
    assert len(named) > 50
    assert not unworn


def test_every_choice_of_the_service_is_read_somewhere():
    elsewhere = "\n".join(module.text for module in modules() if module.room != "places")
    halves = {"hc_session_guide", "hc_session_max", "lw_session_guide", "lw_session_max"}  # f"{who}_session_guide"
    assert {"_session_guide", "_session_max"} <= set(re.findall(r"_session_(?:guide|max)", elsewhere))
    assert not {name for name in CHOICES if name not in elsewhere} - halves


def defined() -> dict[str, str]:
    """Every public function, class, property and constant: its name -> where it is."""
    found: dict[str, str] = {}
    for module in modules():
        for node in module.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                decorators = " ".join(ast.unparse(one) for one in node.decorator_list)
                by_framework = re.search(r"\b(get|post|command|group)\(", decorators) is not None
                if not by_framework and not node.name.startswith("_"):
                    found[node.name] = f"{module.name}:{node.lineno}"
        for statement in module.tree.body:
            targets = statement.targets if isinstance(statement, ast.Assign) else []
            targets = [statement.target] if isinstance(statement, ast.AnnAssign) else targets
            for target in targets:
                if isinstance(target, ast.Name) and not target.id.startswith("_"):
                    found[target.id] = f"{module.name}:{statement.lineno}"
    return found


def test_everything_that_is_written_is_used():
    tables = {
        node.name
        for module in modules()
        if "Table, db=DB" in module.text
        for node in module.nodes
        if isinstance(node, ast.ClassDef)
    }
    # A package that only hands on what its modules hold uses nothing.
    users = [m.text for m in modules() if m.path.name != "__init__.py" or "__all__" not in m.text]
    words = Counter(re.findall(r"\w+", "\n".join(users)))
    known = FOR_TESTS | CALLED_FROM_OUTSIDE | tables | {"APP_CONFIG", "router", "HANDLERS"}
    known |= set(re.findall(r"\w+", pages()))
    assert not {name: where for name, where in defined().items() if words[name] < 2 and name not in known}
