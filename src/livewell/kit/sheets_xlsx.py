"""The rows of an Excel file from somebody we need not trust: its words and numbers alone, and never more than fits."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

MOST_UNPACKED = 40 * 1024 * 1024
"""Bytes that everything in the file may come to."""
_MOST_ENTRIES = 500
# Ten thousand rows of thirty-seven cells; the other is as long as a row of Excel can be.
_MOST_TAGS = 1_500_000
_MOST_TAGS_IN_A_ROW = 4 * 16_384
_LAST_ROW = 1_048_576
_ROW = re.compile(rb"<(?:\w+:)?row\b")
# Excel writes these two; the others can ask a reader for gigabytes before the first byte.
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LARGEST_WHOLE = 1e15  # A float holds every whole number up to here.

_SAVE_AS = "Save the spreadsheet as .xlsx or .csv and send that"
_TOO_BIG = "The spreadsheet is too big. Send a part of it at a time, without pictures"
_DAMAGED = f"The spreadsheet cannot be read: the file is damaged. {_SAVE_AS}"


class SheetRefused(Exception):
    """The file cannot be read. The message is a sentence for the person who sent it, without a full stop."""


def xlsx_rows(data: bytes, *, most_columns: int) -> Iterator[list[str]]:
    """
    Every row of the first sheet in sight, as text, empty ones too; each up to its last cell that holds something.

    Of a formula the last result is taken; nothing is worked out, run or fetched. Of a row at most `most_columns` + 1
    cells are given, so that the caller can tell that there are too many. Raises `SheetRefused`.
    """
    _check_before_opening(data)
    try:
        _refuse_too_many_tags(data)
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False, keep_vba=False)
        try:
            sheet = _first_in_sight(book.worksheets)
            _refuse_too_long_rows(data, sheet._worksheet_path)  # noqa: SLF001  Nothing else says which entry.
            # What a file says of its own size is not believed, and may be missing.
            sheet.reset_dimensions()
            wanted = sheet.iter_rows(max_row=_LAST_ROW, max_col=most_columns + 1, values_only=True)
            for row in wanted:
                # Quicker than looking at each cell: a file may say that its second row is the millionth.
                empty = row.count(None) == len(row)
                yield [] if empty else _without_empty_end([_as_text(one) for one in row])
        finally:
            book.close()
    except SheetRefused:
        raise
    except Exception as error:  # openpyxl lets through whatever it stumbles over in a file.
        raise SheetRefused(_DAMAGED) from error


def _check_before_opening(data: bytes) -> None:
    """What the file says it holds; a reader of zip files never unpacks more of an entry than that."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            entries = packed.infolist()
    except Exception as error:
        raise SheetRefused(_DAMAGED) from error
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise SheetRefused(f"The file is locked with a password. Take the password off first. {_SAVE_AS}")
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise SheetRefused(_TOO_BIG)
    if any(entry.compress_type not in _PACKINGS for entry in entries) or len(names) != len(entries):
        raise SheetRefused(_DAMAGED)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise SheetRefused(f"The spreadsheet has macros in it (small programs). {_SAVE_AS}, without them")
    if "[Content_Types].xml" not in names:
        raise SheetRefused(f"This is not an Excel spreadsheet. {_SAVE_AS}")


def _unpacked(data: bytes, entry: str | None = None) -> Iterator[bytes]:
    """One entry, or all of them, a piece at a time."""
    with zipfile.ZipFile(BytesIO(data)) as packed:
        for name in [entry] if entry else packed.namelist():
            with packed.open(name) as part:
                while piece := part.read(1 << 20):
                    yield piece


def _refuse_too_many_tags(data: bytes) -> None:
    """Every tag becomes an object of a hundred bytes or more."""
    if sum(piece.count(b"<") for piece in _unpacked(data)) > _MOST_TAGS:
        raise SheetRefused(_TOO_BIG)


def _refuse_too_long_rows(data: bytes, entry: str) -> None:
    """The cells of a row are held together before anybody sees how many there are."""
    tags = 0
    for piece in _unpacked(data, entry):
        first, *rows = _ROW.split(piece)
        lengths = [tags + first.count(b"<"), *(row.count(b"<") for row in rows)]
        if max(lengths) > _MOST_TAGS_IN_A_ROW:
            raise SheetRefused(_TOO_BIG)
        tags = lengths[-1]


def _first_in_sight(sheets: Sequence[Any]) -> Any:
    """The sheet to read. The published types do not know what sheets are when they are only read."""
    for sheet in sheets:
        if sheet.sheet_state == "visible":
            return sheet
    raise SheetRefused("The spreadsheet has no sheet in it")


def _without_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _as_text(value: object) -> str:
    """A cell as somebody would type it: 2026-11-21 for a day, 7 for 7.0."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "TRUE", False: "FALSE"}[value]
    if isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST_WHOLE:
        return str(int(value))
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value)).replace("\r\n", "\n")
