"""Tables as CSV and XLSX, which a spreadsheet opens as words and numbers and never as formulas."""

import asyncio
import csv
import re
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from tempfile import TemporaryFile
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Value = str | int | float | None
"""What may stand in a cell; None is an empty one."""

CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

MOST_ROWS = 100_000
"""Rows of a sheet that streams; Excel holds ten times as many, and nobody reads them."""
LEFT_OFF = "There are more than %s: take the CSV, which has them all."
_ROWS_AT_A_TIME = 200
_A_PIECE = 64 * 1024

# A cell that begins so may be run as a formula: https://owasp.org/www-community/attacks/CSV_Injection
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LOOKED_THROUGH = " \u00a0\u200b"
# A number or a telephone number with its country code: no letter, so nothing that could be called.
_ONLY_A_NUMBER = re.compile(r"[+-][0-9 .,]*[0-9]%?")
# https://support.microsoft.com/office/excel-specifications-and-limits
_LONGEST_CELL = 32_767
_TITLE_MAY_NOT_HOLD = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_TITLE = 31
# Excel reads _x000D_ in a cell as one character: ECMA-376 part 1, 22.9.2.19 (ST_Xstring).
_READ_AS_ONE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# https://www.w3.org/TR/xml/#charsets
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDEST_COLUMN = 60


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """
    The table as CSV, line by line in UTF-8, for an answer that streams.

    It begins with the byte order mark that Excel needs. A text that a spreadsheet would run as a formula stands behind
    an apostrophe, which `read_sheet` takes off again; numbers, and telephone numbers such as +44 1632 960001, do not.
    """
    # The names are all in quotation marks, so that nothing in them is taken for what stands between columns.
    yield "\ufeff".encode() + _line([guarded(name) for name in columns], csv.QUOTE_ALL)
    for row in rows:
        yield _line([guarded(one) if isinstance(one, str) else one for one in row], csv.QUOTE_MINIMAL)


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """The same in one piece."""
    return b"".join(csv_lines(columns, rows))


def _line(cells: Sequence[Value], quoting: Literal[0, 1]) -> bytes:
    written = StringIO()
    csv.writer(written, lineterminator="\r\n", quoting=quoting).writerow(
        [one.replace("\x00", "") if isinstance(one, str) else one for one in cells]
    )
    return written.getvalue().encode(errors="replace")


def guarded(text: str) -> str:
    """A text so that it stays one: behind an apostrophe when a spreadsheet would run it."""
    return f"'{text}" if _needs_guard(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if text.startswith("'") and _needs_guard(text[1:]) else text


def _needs_guard(text: str) -> bool:
    # An apostrophe that was there already gets one of its own, or reading would take it for ours.
    text = text.lstrip("'")
    seen = text.lstrip(_LOOKED_THROUGH)
    return seen.startswith(_BEGINS_A_FORMULA) and not _ONLY_A_NUMBER.fullmatch(text)


def write_xlsx(columns: Sequence[str], rows: Iterable[Sequence[Value]], title: str) -> bytes:
    """
    The table as one sheet of an Excel file; the names of the columns stay in sight.

    Every text is written as a text, so nothing runs and nothing needs guarding. Lines within a cell end in a line
    feed; control characters, which XML cannot hold, are left out; a text of more than 32,767 characters, which Excel
    cannot hold, ends in an ellipsis.
    """
    book, sheet = _begun(columns, title)
    _append(sheet, rows)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


async def xlsx_pieces(
    columns: Sequence[str], rows: AsyncIterable[Sequence[Value]], title: str, *, most: int = MOST_ROWS
) -> AsyncIterator[bytes]:
    """
    The same, piece by piece for an answer that streams, however many rows there are: they wait on disk, not in memory.

    Whatever takes time does so beside the loop. Of more than `most` rows the rest is left out, and a last row says so.
    """
    book, sheet = _begun(columns, title)
    with TemporaryFile() as written:
        try:
            number, waiting = 0, list[Sequence[Value]]()
            async for row in rows:
                number += 1
                waiting.append(row if number <= most else (LEFT_OFF % f"{most:,}",))
                if len(waiting) == _ROWS_AT_A_TIME or number > most:
                    await asyncio.to_thread(_append, sheet, waiting)
                    waiting = []
                if number > most:
                    break
            await asyncio.to_thread(_append, sheet, waiting)
            await asyncio.to_thread(book.save, written)
        except BaseException:
            # Nobody waits for it any more: what it had written so far goes with it.
            await asyncio.to_thread(book.save, BytesIO())
            raise
        written.seek(0)
        while piece := await asyncio.to_thread(written.read, _A_PIECE):
            yield piece


def _begun(columns: Sequence[str], title: str) -> tuple[Workbook, WriteOnlyWorksheet]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_TITLE_MAY_NOT_HOLD.sub(" ", title).strip(" '")[:_LONGEST_TITLE] or "Sheet")
    sheet.freeze_panes = "A2"
    for number, name in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = min(max(12, len(name) + 4), _WIDEST_COLUMN)
    sheet.append([_cell(sheet, name, bold=True) for name in columns])
    return book, sheet


def _append(sheet: WriteOnlyWorksheet, rows: Iterable[Sequence[Value]]) -> None:
    for row in rows:
        sheet.append([_cell(sheet, one) if isinstance(one, str) else one for one in row])


def _cell(sheet: WriteOnlyWorksheet, text: str, *, bold: bool = False) -> Cell:
    shown = _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    shown = _READ_AS_ONE.sub("_x005F_", shown)
    if len(shown) > _LONGEST_CELL:
        shown = shown[: _LONGEST_CELL - 1] + "…"
    cell = WriteOnlyCell(sheet, shown)
    # It guesses a formula from an equals sign, and a fault from #N/A.
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
