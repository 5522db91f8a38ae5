"""What every module keeps to."""

import ast

import pytest

from tests.house.the_house import modules

LONGEST = 400
NO_SUCH_NAMES = {"utils", "helpers", "common", "manager", "misc", "util", "helper"}
each_module = pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)


@each_module
def test_a_module_opens_with_one_sentence(module):
    said = (ast.get_docstring(module.tree) or "").strip()
    assert said, "say what lives here"
    first = said.split("\n\n")[0].replace("\n", " ")
    assert first[0].isupper() or first[0] in "/`'\"“" or first[0].isdigit()
    assert first.endswith((".", ":", "?"))


def test_no_module_is_too_long():
    assert not {module.name: length for module in modules() if (length := len(module.text.splitlines())) > LONGEST}


def test_modules_are_called_after_what_they_hold():
    assert not [module.name for module in modules() if NO_SUCH_NAMES & set(module.name.split("."))]


def test_nobody_iterates_in_piccolos_batches():
    """`async with await X.select().batch()` swallows every exception."""
    assert not [
        f"{module.name}:{call.lineno}"
        for module in modules()
        for call in module.calls()
        if isinstance(call.func, ast.Attribute) and call.func.attr == "batch" and isinstance(call.func.value, ast.Call)
    ]


def test_sql_is_never_built_from_what_people_type():
    """An f-string with SQL in it says why in a comment, and ruff's S608 holds the rest."""
    unexplained = []
    for module in modules():
        lines = module.text.splitlines()
        for node in module.nodes:
            if isinstance(node, ast.JoinedStr):
                text = "".join(part.value for part in node.values if isinstance(part, ast.Constant))
                if text.strip().startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
                    around = "\n".join(lines[max(0, node.lineno - 4) : (node.end_lineno or node.lineno) + 1])
                    if "noqa: S608" not in around:
                        unexplained.append(f"{module.name}:{node.lineno}")
    assert not unexplained


def test_no_page_is_cached_by_its_address():
    """Litestar's cache= does not ask who is reading."""
    assert not [
        f"{module.name}:{call.lineno}"
        for module in modules()
        for call in module.calls()
        if getattr(call.func, "id", "") in {"get", "post", "route", "head"}
        and {keyword.arg for keyword in call.keywords} & {"cache", "exclude"}
    ]
