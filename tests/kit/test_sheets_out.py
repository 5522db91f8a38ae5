"""A sheet that streams is the sheet in one piece, however many rows there are, and leaves nothing behind."""

import tempfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from livewell.kit.sheets_out import LEFT_OFF, write_xlsx, xlsx_pieces

COLUMNS = ("Name", "Number")


async def rows_of(number):
    for one in range(number):
        yield (f"=row {one}", one)


def read(data):
    sheet = load_workbook(BytesIO(data)).active
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


@pytest.mark.parametrize("number", [0, 1, 199, 200, 201, 5000])
async def test_it_holds_what_the_sheet_in_one_piece_holds(number):
    pieces = [piece async for piece in xlsx_pieces(COLUMNS, rows_of(number), "A title")]
    whole = write_xlsx(COLUMNS, [(f"=row {one}", one) for one in range(number)], "A title")
    assert read(b"".join(pieces)) == read(whole)
    assert max(map(len, pieces)) <= 64 * 1024


async def test_of_more_rows_than_fit_the_last_says_so():
    data = b"".join([piece async for piece in xlsx_pieces(COLUMNS, rows_of(9), "A title", most=3)])
    assert read(data)[1:] == [("=row 0", 0), ("=row 1", 1), ("=row 2", 2), (LEFT_OFF % "3", None)]


async def test_a_reader_who_goes_away_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    async def breaks():
        yield ("one", 1)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        [piece async for piece in xlsx_pieces(COLUMNS, breaks(), "A title")]
    left = xlsx_pieces(COLUMNS, rows_of(3000), "A title")
    await anext(left)
    await left.aclose()
    assert list(Path(tmp_path).iterdir()) == []
