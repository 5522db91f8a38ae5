"""The security page names tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text()
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ")][2:]


def test_every_threat_has_an_answer_and_a_test():
    assert len(ROWS) > 15
    for row in ROWS:
        threat, answer, shown_by = [cell.strip() for cell in row.strip("|").split("|")]
        assert threat
        assert answer
        assert re.fullmatch(r"(`tests/\w+/test_\w+\.py`(, )?)+", shown_by), threat


def test_every_test_it_names_exists():
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", PAGE))
    assert not {name for name in named if "def test_" not in _text(ROOT / name)}


def test_every_file_of_security_tests_is_named():
    written = {f"tests/security/{path.name}" for path in (ROOT / "tests" / "security").glob("test_*.py")}
    assert not {name for name in written - {"tests/security/test_web.py"} if name not in PAGE}


def _text(path):
    return path.read_text() if path.exists() else ""
