"""The pathway page has every state of volunteers at work, its words and its moves."""

import re
from importlib import import_module
from pathlib import Path

import pytest

PATHWAY = Path(__file__).parents[2] / "docs" / "pathway.md"
MACHINES = {
    "A request for a befriender": "asking",
    "A placement of a volunteer": "placing",
    "A shift": "shifts",
    "What a volunteer claims": "money",
    "A concern about a volunteer": "caring",
}


@pytest.mark.parametrize("heading", MACHINES)
def test_the_page_says_what_the_rules_say(heading):
    rules = import_module(f"livewell.placements.rules.{MACHINES[heading]}")
    section = PATHWAY.read_text().split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| `")]
    said = {status.strip(" `"): (words.strip(), set(re.findall(r"`(\w+)`", moves))) for status, words, moves in lines}
    assert said == {
        state.value: (rules.LABELS[state][0], {to.value for to in moves}) for state, moves in rules.MOVES.items()
    }
