"""The documents say what the code says."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from livewell.piccolo_app import APP_CONFIG

DOCS = Path(__file__).parents[2] / "docs"
TABLES = {table.__name__ for table in APP_CONFIG.table_classes}
MACHINES = {
    "A referral": ("referrals", "ReferralStatus"),
    "A journey": ("journeys", "Stage"),
    "A session": ("sessions", "SessionStatus"),
    "An introduction to a link worker": ("linkwork", "IntroductionStatus"),
    "A connection": ("connections", "ConnectionStatus"),
    "A safety matter": ("safety", "SafetyStatus"),
    "A measure that was asked for": ("questionnaires", "AskingState"),
    "A version of the Green Book": ("greenbook", "TemplateState"),
    "A weekly update": ("updates", "UpdateState"),
    "Something missing": ("gaps", "GapState"),
    "A new group": ("groups", "Stage"),
    "A volunteer": ("volunteers", "Stage"),
    "An application to the small fund": ("fund", "ApplicationState"),
}


def rows_of(section: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("| `")
    ]


@pytest.mark.parametrize("heading", MACHINES)
def test_the_pathway_page_has_every_state_its_words_and_its_moves(heading):
    room, enum = MACHINES[heading]
    rules = import_module(f"livewell.{room}.rules")
    section = (DOCS / "pathway.md").read_text().split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    said = {status.strip("`"): (words, set(re.findall(r"`(\w+)`", moves))) for status, words, moves in rows_of(section)}
    true = {
        str(status.value): (rules.LABELS[status][0], {move.value for move in rules.MOVES[status]})
        for status in getattr(rules, enum)
    }
    assert said == true


def test_the_glossary_knows_every_table():
    named = set(re.findall(r"\| `(\w+)` \|", (DOCS / "glossary.md").read_text()))
    assert named == TABLES


def test_the_data_page_knows_every_table():
    named = set(re.findall(r"^\| `(\w+)`", (DOCS / "data.md").read_text(), re.MULTILINE))
    assert named == TABLES


def test_every_decision_is_listed_and_has_its_parts():
    pages = sorted(page.name for page in (DOCS / "adr").glob("0*.md"))
    listed = re.findall(r"\]\((0\S+\.md)\)", (DOCS / "adr" / "README.md").read_text())
    assert pages == listed
    for page in pages:
        text = (DOCS / "adr" / page).read_text()
        for part in ("**Context.**", "**Decision.**", "**Held by**", "**Consequences.**", "**Set aside.**"):
            assert part in text, f"{page} lacks {part}"


def test_every_link_between_documents_leads_somewhere():
    root = DOCS.parent
    for page in (*root.glob("*.md"), *DOCS.rglob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} points to {target}"


def test_every_hazard_names_the_tests_that_hold_its_answer():
    rows = [
        line.strip("|").split("|") for line in (DOCS / "safety.md").read_text().splitlines() if line.startswith("| ")
    ]
    hazards = [row for row in rows if "---" not in row[0] and "hazard" not in row[0]]
    assert len(hazards) >= 12
    for hazard, _, held_by in hazards:
        files = re.findall(r"`(tests/[\w/]+\.py)`", held_by)
        assert files, hazard
        assert not [file for file in files if not (DOCS.parent / file).is_file()], hazard
