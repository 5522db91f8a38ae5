"""The documents say what the code says."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from livewell.piccolo_app import APP_CONFIG

DOCS = Path(__file__).parents[2] / "docs"
PATHWAY = (DOCS / "pathway.md").read_text()
TABLES = {table.__name__ for table in APP_CONFIG.table_classes}
MACHINES = {
    "A referral": ("referrals", "ReferralStatus", ""),
    "A journey": ("journeys", "Stage", ""),
    "A session": ("sessions", "SessionStatus", ""),
    "An introduction to a link worker": ("linkwork", "IntroductionStatus", ""),
    "A connection": ("connections", "ConnectionStatus", ""),
    "A safety matter": ("safety", "SafetyStatus", ""),
    "A difficult situation": ("crisis.rules.pathways", "PathwayState", ""),
    "A measure that was asked for": ("questionnaires", "AskingState", ""),
    "A version of the Green Book": ("greenbook", "TemplateState", ""),
    "A weekly update": ("updates", "UpdateState", ""),
    "Something missing": ("gaps", "GapState", ""),
    "A volunteer": ("volunteers", "Stage", ""),
    "A request for a befriender": ("placements.rules.asking", "AskState", ""),
    "A placement of a volunteer": ("placements.rules.placing", "PlacementState", ""),
    "A shift": ("placements.rules.shifts", "ShiftState", ""),
    "What a volunteer claims": ("placements.rules.money", "ExpenseState", ""),
    "A concern about a volunteer": ("placements.rules.caring", "ConcernState", ""),
    "An application to the small fund": ("fund", "ApplicationState", ""),
    "A member of the forum": ("forum", "MemberState", "MEMBER_"),
    "A meeting of the forum": ("forum.rules.meetings", "MeetingState", "MEETING_"),
    "An item of the forum's agenda": ("forum.rules.agenda", "ItemState", "ITEM_"),
    "An action of the forum": ("forum.rules.agenda", "ActionState", "ACTION_"),
    "A challenge of the forum": ("challenges.rules.ideas", "IdeaState", ""),
    "What the forum stands for": ("challenges.rules.charter", "CharterState", ""),
    "What the forum is asked to approve": ("challenges.rules.approvals", "PutState", ""),
    "A milestone of the project": ("steering.rules.plan", "MilestoneState", "MILESTONE_"),
    "A risk to the project": ("steering.rules.plan", "RiskState", "RISK_"),
    "A team's plan": ("steering.rules.teams", "PlanState", "PLAN_"),
    "A priority of a team's plan": ("steering.rules.teams", "PriorityState", "PRIORITY_"),
    "A course": ("learning.rules.courses", "CourseState", ""),
    "A place on a course": ("learning.rules.bookings", "BookingState", ""),
    "A wish to learn something": ("learning.rules.nominations", "NominationState", ""),
    "A new group": ("groups", "Stage", ""),
}


def rows_of(section: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("| `")
    ]


def moves_of(states: frozenset) -> set[str]:
    return {state.value for state in states}


def test_every_table_of_states_on_the_pathway_page_is_compared():
    tables = [part.split("\n", 1)[0] for part in PATHWAY.split("\n## ") if "| status |" in part or "| stage |" in part]
    assert set(tables) == set(MACHINES)


@pytest.mark.parametrize("heading", MACHINES)
def test_the_pathway_page_has_every_state_its_words_and_its_moves(heading):
    where, enum, prefix = MACHINES[heading]
    rules = import_module(f"livewell.{where}" if ".rules." in where else f"livewell.{where}.rules")
    words, moves = getattr(rules, f"{prefix}LABELS"), getattr(rules, f"{prefix}MOVES")
    section = PATHWAY.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    said = {status.strip("`"): (label, set(re.findall(r"`(\w+)`", to))) for status, label, to in rows_of(section)}
    true = {
        str(state.value): (words[state] if isinstance(words[state], str) else words[state][0], moves_of(moves[state]))
        for state in getattr(rules, enum)
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
