"""Tables that people send and take away: CSV as any program writes it, and Excel files."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import PurePath

from livewell.kit.sheets_out import CSV_TYPE, XLSX_TYPE, Value, csv_lines, unguarded, write_csv, write_xlsx
from livewell.kit.sheets_xlsx import SheetRefused, xlsx_rows

__all__ = [
    "CSV_TYPE",
    "LARGEST_FILE",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "XLSX_TYPE",
    "Sheet",
    "SheetRefused",
    "Value",
    "csv_lines",
    "read_sheet",
    "write_csv",
    "write_xlsx",
]

LARGEST_FILE = 10 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 200
LONGEST_CELL = 32_767
"""Characters: what a cell of Excel holds."""
_ENOUGH_TO_TELL = 4_096
"""Bytes that say how a file is written."""
MOST_TEXT = 30_000_000
"""Characters of all cells: in an Excel file a long text may stand in many cells and be kept once."""

ROWS_LOOKED_AT = 20
"""From the top, for the names of the columns."""

_SEPARATORS = ",;\t"
_SAYS_SEPARATOR = re.compile(r"sep=([,;\t])\r?\n?", re.IGNORECASE)
_SEND = "Send a CSV or Excel (.xlsx) file"


@dataclass(frozen=True)
class Sheet:
    """
    A table as text. `rows` map each of `columns` to a cell, which is "" when it is empty.

    `lines` has the number beside each row as a spreadsheet shows it; rows without anything
    in them are left out. `above` are the numbers of rows that stand above the names of the columns.
    """

    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    lines: tuple[int, ...]
    above: tuple[int, ...] = ()


Rows = Iterable[tuple[int, list[str]]]
"""Rows, each with its number in the file."""

Names = Callable[[Sequence[str]], bool]
"""Whether the cells of a row are the names of the columns that are wanted."""


def read_sheet(data: bytes, filename: str, *, names: Names | None = None) -> Sheet:
    """
    The table in a file: CSV in any usual encoding with commas, semicolons or tabs, or the first sheet of an XLSX.

    What it is shows in its bytes; the name only helps to say what is wrong with it. Days in Excel files come as
    2026-11-21. Everything is read before anything is given, which for a large file takes seconds: call it by
    `asyncio.to_thread`. Raises `SheetRefused` with a sentence for the person who sent it.

    The first row that is not empty names the columns; with `names`, the first of `ROWS_LOOKED_AT` which it says yes to,
    so that a title and an explanation may stand above. Where it says yes to none, it is the first again.
    """
    if not data.strip():
        raise SheetRefused("The file is empty")
    if len(data) > LARGEST_FILE:
        raise SheetRefused("The file is too big. Send at most 10 MB at a time")
    _refuse_others(data, PurePath(filename.replace("\\", "/")).suffix.lower())
    if data.startswith(b"PK"):
        found: Iterable[list[str]] = xlsx_rows(data, most_columns=MOST_COLUMNS)
    else:
        found = _csv_rows(_as_text(data), names)
    above, rows = _from_names_on(enumerate(found, start=1), names)
    return _table(rows, above)


def _refuse_others(data: bytes, ending: str) -> None:
    """A sentence for what is known and is neither CSV nor XLSX."""
    # The container of Microsoft's old formats, and of new ones with a password.
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetRefused(f"The spreadsheet is of the old kind (.xls) or has a password. {_SEND}")
    if data.startswith(b"PK") and b"application/vnd.oasis.opendocument" in data[:200]:
        raise SheetRefused(f"OpenDocument spreadsheets (.ods) cannot be read. {_SEND}")
    if data.startswith((b"%PDF", b"{\\rtf", b"\xff\xd8\xff", b"\x89PNG", b"GIF8")):
        raise SheetRefused(f"This is a document or a picture, not a table. {_SEND}")
    if ending in {".xlsx", ".xlsm"} and not data.startswith(b"PK"):
        raise SheetRefused(f"The name says that this is an Excel file, but it is something else. {_SEND}")


def _as_text(data: bytes) -> str:
    """UTF-8, UTF-16, or what older spreadsheets on Windows write."""
    try:
        text = data.decode(_encoding(data))
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise SheetRefused(f"This is not a table that can be read. {_SEND}")
    return text


def _encoding(data: bytes) -> str:
    """UTF-16 says so in its first bytes, or has a zero beside each plain letter, always on the same side."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = data[:_ENOUGH_TO_TELL]
    first, second = start[::2].count(0), start[1::2].count(0)
    if not first and second * 3 > len(start[1::2]):
        return "utf-16-le"
    return "utf-16-be" if not second and first * 3 > len(start[::2]) else "utf-8-sig"


def _csv_rows(text: str, names: Names | None) -> Iterator[list[str]]:
    says = _SAYS_SEPARATOR.match(text)
    separator = says[1] if says else _separator(text, names)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in table:
            if says and table.line_num == 1:
                yield []  # Excel's own first line: sep=;
                continue
            yield [unguarded(cell) for cell in cells]
    except csv.Error as error:
        raise SheetRefused(
            f"Line {table.line_num} of the file cannot be read: is a quotation mark missing, or a cell far too long?"
        ) from error


def _separator(text: str, names: Names | None) -> str:
    """What stands between the names of the columns, or else between those of the first line, outside quotation marks."""
    if names is not None:
        for separator in _SEPARATORS:
            table = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
            with suppress(csv.Error):
                if any(names(cells) for cells in islice(table, ROWS_LOOKED_AT)):
                    return separator
    within, found = False, dict.fromkeys(_SEPARATORS, 0)
    for letter in text.lstrip("\r\n"):
        if letter == '"':
            within = not within
        elif letter in "\r\n" and not within:
            break
        elif letter in found and not within:
            found[letter] += 1
    return max(_SEPARATORS, key=found.__getitem__)


def _from_names_on(found: Rows, names: Names | None) -> tuple[tuple[int, ...], Rows]:
    """
    The numbers of rows above the one that names the columns, and the rows from there on.

    Raises SheetRefused where there is none and a title stands in its place.
    """
    if names is None:
        return (), found
    rows = iter(found)
    top = list(islice(rows, ROWS_LOOKED_AT))
    for place, (_, cells) in enumerate(top):
        if names(cells):
            return tuple(line for line, above in top[:place] if any(above)), chain(top[place:], rows)
    filled = [(line, [cell for cell in cells if cell]) for line, cells in top if any(cells)]
    if filled and len(filled[0][1]) == 1 < max(len(cells) for _, cells in filled):
        line, (title,) = filled[0]
        raise SheetRefused(
            f"Row {line} says only “{title[:60]}”, and none of the first {ROWS_LOOKED_AT} rows names the columns as we "
            "call them. Take the names of the columns from the template"
        )
    return (), chain(top, rows)


def _table(found: Rows, above: tuple[int, ...]) -> Sheet:
    columns: tuple[str, ...] = ()
    rows: list[dict[str, str]] = []
    lines: list[int] = []
    letters = named_on = 0
    for line, cells in found:
        if not any(cells):
            continue
        letters += _measured(line, cells)
        if letters > MOST_TEXT:
            raise SheetRefused("There is too much text in the file. Send a part of it at a time")
        if not columns:
            columns, named_on = _columns(cells), line
            continue
        if len(rows) == MOST_ROWS:
            raise SheetRefused(f"The file has more than {MOST_ROWS:,} rows. Send a part of it at a time")
        if any(cells[len(columns) :]) or any(cell for name, cell in zip(columns, cells, strict=False) if not name):
            raise SheetRefused(f"Row {line} has something in a column that has no name in row {named_on}")
        padded = [*cells, *("" for _ in range(len(columns) - len(cells)))]
        rows.append({name: cell for name, cell in zip(columns, padded, strict=False) if name})
        lines.append(line)
    if not columns:
        raise SheetRefused("The file is empty")
    return Sheet(tuple(name for name in columns if name), tuple(rows), tuple(lines), above)


def _measured(line: int, cells: list[str]) -> int:
    """How many characters a row has."""
    if len(cells) > MOST_COLUMNS:
        raise SheetRefused(f"Row {line} has more than {MOST_COLUMNS} columns")
    if max(map(len, cells)) > LONGEST_CELL:
        raise SheetRefused(f"A cell in row {line} has more than {LONGEST_CELL:,} characters")
    return sum(map(len, cells))


def _columns(cells: list[str]) -> tuple[str, ...]:
    names = tuple(" ".join(cell.split()) for cell in cells)
    seen: set[str] = set()
    for name in filter(None, names):
        if name.casefold() in seen:
            raise SheetRefused(f"Two columns are called “{name[:60]}”. Give each a name of its own")
        seen.add(name.casefold())
    while names and not names[-1]:
        names = names[:-1]
    return names
