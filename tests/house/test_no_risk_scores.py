"""Nobody is given a number for how risky they are: what might happen to a person is talked about, and never scored."""

import re

import pytest
from piccolo.columns import Column

from livewell.kit.static import folder
from tests.house.the_house import modules, tables

SCORED = re.compile(
    r"\b(risk|safety|severity|danger|suicide)[\s_-]*(score|scores|rating|ratings|level|levels|matrix|band|bands|points|stratification)\b",
    re.IGNORECASE,
)
TEMPLATES = sorted(folder("templates").rglob("*.*"))


@pytest.mark.parametrize("words", ["risk score", "risk_rating", "Risk level", "safety-score", "severity matrix"])
def test_a_score_of_that_kind_is_seen(words):
    assert SCORED.search(f"x {words} y")


@pytest.mark.parametrize("words", ["PAM level", "a safety matter", "patient activation score", "at risk of poverty"])
def test_what_is_no_such_score_is_left_alone(words):
    assert not SCORED.search(words)


def test_no_code_speaks_of_one():
    assert not [f"{module.name}: {found[0]}" for module in modules() if (found := SCORED.search(module.text))]


def test_no_page_or_paper_speaks_of_one():
    assert len(TEMPLATES) > 50
    assert not [f"{path.name}: {found[0]}" for path in TEMPLATES if (found := SCORED.search(path.read_text()))]


def test_no_column_holds_one():
    def named(column: Column) -> str:
        return f"{column._meta.table._meta.tablename}.{column._meta.name}"

    assert not [
        named(column)
        for table in tables()
        for column in table._meta.columns
        if re.search(r"(^|_)risk(_|$)", column._meta.name) or SCORED.search(column._meta.name.replace("_", " "))
    ]


def test_no_number_stands_in_a_safety_plan_or_a_walk():
    from livewell.crisis.tables import PathwayDone, SafetyPlan

    numbers = {
        column._meta.name
        for table in (SafetyPlan, PathwayDone)
        for column in table._meta.columns
        if column.value_type in {int, float} or column.value_type.__name__ == "Decimal"
    }
    assert numbers == {"number", "step"}
