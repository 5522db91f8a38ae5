"""Tables as CSV that a spreadsheet opens as words and numbers, never as formulas."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

# A cell that begins so may be run as a formula: https://owasp.org/www-community/attacks/CSV_Injection
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Value = str | int | float | None


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """The table as CSV with a byte order mark, which Excel needs to read it as UTF-8. None is an empty cell."""
    written = StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow([_safe(name) for name in head])
    table.writerows([_safe(value) for value in row] for row in rows)
    return "\ufeff" + written.getvalue()


def _safe(value: Value) -> Value:
    """A number as it is; a text so that it stays one."""
    if isinstance(value, str) and value.lstrip(" \u00a0\u200b").startswith(_BEGINS_A_FORMULA):
        return f"'{value}"
    return value
