"""Spreadsheets in and out, and the pages on which an operator does all of it."""

import io
import json
import zipfile
from datetime import date
from uuid import uuid4

import pytest
from openpyxl import Workbook, load_workbook

from livewell.assets import actions as assets
from livewell.assets import queries as asset_queries
from livewell.assets.rules import Checked
from livewell.kit.actor import SYSTEM
from livewell.kit.db import execute, rows, value
from livewell.kit.sheets import read_sheet, write_csv
from livewell.openreferral.actions import feeds as actions
from livewell.openreferral.queries import feeds, shelf
from livewell.openreferral.queries.catalogue import the_catalogue
from livewell.openreferral.rules.handed_over import KEPT
from livewell.openreferral.rules.sheet import COLUMNS, ColumnsWrong, check_columns, service_of
from livewell.staff.rules import Role
from tests.browsing import form_to
from tests.openreferral.feeds import a_service

ROW = {
    "Name": "Fictional knitters",
    "What it is": "Knitting and talk.",
    "Kind": "Group",
    "Organisation": "Knit Together",
    "Place": "The Wool Room",
    "Address": "2 High Street",
    "Town": "Bingham",
    "Postcode": "ng13 8aa",
    "When": "Tuesdays 10am to 12 noon",
    "Youngest age": "16",
    "Free": "no",
    "Price": "£2.50",
    "Contact": "Pat Fictional",
    "Telephone": "01632 960789",
    "Ways to Wellbeing": "Connect, Learn",
    "Getting in": "step-free",
    "Languages": "English; Polish",
    "Status": "Running",
}


def a_sheet(*said, columns=tuple(COLUMNS)):
    return write_csv(list(columns), [[row.get(name, "") for name in columns] for row in said])


async def bring(file, name="sheet.csv", *, look_only=False):
    feed = await actions.feed_of_file("A spreadsheet", "sheet", SYSTEM)
    run = await actions.ask_to_read(feed, look_only=look_only, submission=uuid4(), file=file, file_name=name, by=SYSTEM)
    return await actions.do_run(run)


async def test_a_row_becomes_a_listing_and_the_same_sheet_again_changes_nothing():
    done = await bring(a_sheet(ROW))
    assert (done.new, done.refused) == (1, 0), done.findings
    asset = await value("SELECT asset FROM imported_service")
    listing = (await asset_queries.asset(asset)).listing
    assert (listing.name, listing.kind.value, listing.organisation_name) == (
        "Fictional knitters",
        "group",
        "Knit Together",
    )
    venue = listing.venues[0]
    assert (venue.name, venue.postcode, venue.patterns[0].weekdays) == ("The Wool Room", "NG13 8AA", (1,))
    assert (listing.free, str(listing.costs[0].amount), listing.minimum_age) == (False, "2.50", 16)
    assert listing.contacts[0].phone == "01632 960789"
    assert [way.value for way in listing.ways] == ["connect", "learn"]
    assert [one.value for one in listing.features] == ["step_free"]
    assert listing.languages == ("en", "pl")
    again = await bring(a_sheet(ROW))
    assert (again.new, again.unchanged) == (0, 1)
    changed = await bring(a_sheet({**ROW, "What it is": "Knitting, talk and tea."}))
    assert (changed.changed, changed.new) == (1, 0)


WRONG = [
    ({"Name": ""}, "Name is empty"),
    ({"Postcode": "nowhere"}, "Postcode"),
    ({"Youngest age": "old"}, "Youngest age"),
    ({"Oldest age": "999"}, "Oldest age"),
    ({"Free": "perhaps"}, "Free"),
    ({"Price": "lots"}, "Price"),
    ({"Kind": "Spaceship"}, "Kind"),
    ({"Ways to Wellbeing": "Flying"}, "Ways to Wellbeing"),
    ({"Telephone": "ring me"}, "Telephone"),
    ({"Email": "at home"}, "Email"),
    ({"Website": "javascript:alert(1)"}, "Website"),
    ({"Status": "maybe"}, "Status"),
    ({"Languages": "English, Elvish"}, "Elvish"),
]


@pytest.mark.parametrize(("changes", "said"), WRONG)
async def test_a_mistake_in_a_row_is_said_and_the_other_rows_come_in(changes, said):
    _, wrong = service_of({**ROW, **changes}, await the_catalogue())
    assert len(wrong) == 1
    assert said in wrong[0]
    done = await bring(a_sheet({**ROW, **changes}, {**ROW, "Name": "Another"}))
    assert (done.new, done.refused) == (1, 1)
    assert done.findings["refused"][0]["name"].startswith("Row 2")


TAKEN_AS_THE_FORM_TAKES_IT = [
    ({"Price": "£3.50"}, "3.50"),
    ({"Price": "50p"}, "0.5"),
    ({"Price": "20 pence"}, "0.2"),
    ({"Price": "Free"}, "0"),
    ({"Website": "wool.example"}, "https://wool.example"),
    ({"Website": "wool.example/when"}, "https://wool.example/when"),
    ({"Website": "www.wool.example"}, "https://www.wool.example"),
]


@pytest.mark.parametrize(("changes", "read"), TAKEN_AS_THE_FORM_TAKES_IT)
async def test_prices_and_addresses_are_read_as_people_write_them(changes, read):
    service, wrong = service_of({**ROW, **changes}, await the_catalogue())
    assert wrong == []
    assert read in (service["url"], service["cost_options"][0]["amount"])


@pytest.mark.parametrize("site", ["a@wool.example", "wool", "ftp://wool.example", "mailto:a@wool.example", "../x.y"])
async def test_what_is_no_address_is_still_refused(site):
    assert len(await _wrong_in({"Website": site})) == 1


async def _wrong_in(changes):
    return service_of({**ROW, **changes}, await the_catalogue())[1]


async def test_of_two_rows_that_are_one_the_second_is_named_with_the_row_it_repeats():
    twice = [{**ROW, "Reference": ""}, {**ROW, "Reference": "", "When": "Thursdays 2pm to 3pm"}]
    done = await bring(a_sheet(*twice, {**ROW, "Reference": "7"}, {**ROW, "Reference": "7", "Name": "Another"}))
    assert (done.new, done.refused) == (2, 2)
    assert [one["name"].partition(":")[0] for one in done.findings["refused"]] == ["Row 3", "Row 5"]
    assert "row 2 or, without one, its Name and Postcode" in done.findings["refused"][0]["reason"]
    assert "the Reference of row 4" in done.findings["refused"][1]["reason"]


async def test_a_row_like_one_that_was_refused_comes_in():
    done = await bring(a_sheet({**ROW, "Reference": "7", "Price": "lots"}, {**ROW, "Reference": "7"}))
    assert (done.new, done.refused) == (1, 1)


async def test_a_zero_that_excel_took_away_is_put_back():
    service, wrong = service_of({**ROW, "Telephone": "1632960789"}, await the_catalogue())
    assert (service["contacts"][0]["phones"][0]["number"], wrong) == ("01632960789", [])


async def test_a_column_that_is_not_ours_is_named():
    done = await bring(a_sheet({**ROW, "Post code": "NG2 6AB"}, columns=(*COLUMNS, "Post code")), look_only=True)
    assert [one["name"] for one in done.findings["notes"]] == ["Column “Post code”"]


async def test_an_excel_file_as_people_make_them_is_read():
    book = Workbook()
    first, hidden = book.active, book.create_sheet("Notes")
    hidden.append(["Name", "Nothing"])
    first.append(["Name", "What it is", "Youngest age", "Price", "Charity number", "Telephone", "When", "Reference"])
    first.append(["Choir", "Singing.", 18.0, 2.5, 1234567, 1632960789, "Tuesdays 10am to 12 noon", 7])
    first.append(["Bells", "Ringing.", None, None, None, None, date(2027, 3, 1), 8])
    first.append(["Merged", "Words over three cells."])
    first.merge_cells("B4:D4")
    first.row_dimensions[3].hidden = True
    file = io.BytesIO()
    book.save(file)
    done = await bring(file.getvalue(), "list.xlsx")
    assert (done.new, done.refused) == (3, 0), done.findings
    found = await rows("SELECT name, minimum_age, when_note FROM asset ORDER BY name")
    assert [tuple(one.values()) for one in found] == [
        ("Bells", None, "2027-03-01"),
        ("Choir", 18, ""),
        ("Merged", None, ""),
    ]
    assert await value("SELECT phone FROM contact") == "01632960789"
    assert (await bring(file.getvalue(), "list.xlsx")).unchanged == 3


async def test_an_excel_file_with_a_title_over_its_columns_is_read():
    book = Workbook()
    sheet = book.active
    sheet.append(["Groups in our villages, spring"])
    sheet.merge_cells("A1:C1")
    sheet.append([])
    sheet.append([" NAME ", "What it  is", "Colour"])
    sheet.append(["Choir", "Singing.", "Blue"])
    sheet.append(["", "Nobody says what it is called.", ""])
    file = io.BytesIO()
    book.save(file)
    done = await bring(file.getvalue(), "list.xlsx")
    assert (done.new, done.refused) == (1, 1), done.findings
    assert [one["name"] for one in done.findings["notes"]] == ["Column “Colour”", "Row 1"]
    assert [one["name"] for one in done.findings["refused"]] == ["Row 5: without a name"]
    assert await value("SELECT what FROM asset") == "Singing."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
async def test_a_csv_as_excel_makes_it_is_read(encoding):
    done = await bring("Name;What it is;Price\r\nCafé;Tea – and “talk”;£2.50\r\n".encode(encoding))
    assert (done.new, done.refused) == (1, 0), done.findings
    assert await value("SELECT name FROM asset") == "Café"


async def test_times_that_are_no_pattern_stay_words():
    service, wrong = service_of({**ROW, "When": "Whenever the sun shines"}, await the_catalogue())
    assert wrong == []
    assert service["live_well"]["when_note"] == "Whenever the sun shines"


def test_a_sheet_needs_names_and_something_to_say():
    check_columns(("name", "town"))
    for columns in (("Title", "Town"), ("Name",), ("Name", "Colour")):
        with pytest.raises(ColumnsWrong):
            check_columns(columns)


async def test_listings_go_out_as_a_sheet_and_come_back_the_same(directory, client_for):
    client = await client_for(Role.LINK_WORKER)
    answer = await client.get("/directory/export/listings/csv")
    assert answer.headers["content-disposition"].endswith('.csv"')
    sheet = read_sheet(answer.content, "x.csv")
    assert {row["Name"] for row in sheet.rows} == {
        "Bingham gentle walkers",
        "Ruddington choir",
        "Safe evening meal",
        "A friendly voice",
    }
    assert "Canary" not in answer.text
    catalogue = await the_catalogue()
    assert [wrong for row in sheet.rows if (wrong := service_of(row, catalogue)[1])] == []
    excel = await client.get("/directory/export/listings/xlsx")
    book = load_workbook(io.BytesIO(excel.content), read_only=True)
    assert [cell.value for cell in next(book.active.iter_rows())] == list(COLUMNS)


async def test_nothing_in_a_sheet_is_a_formula(client_for):
    await bring(a_sheet({**ROW, "Name": "=HYPERLINK(A1)", "What it is": "@SUM(1)"}))
    client = await client_for(Role.LINK_WORKER)
    text = (await client.get("/directory/export/listings/csv")).text
    assert "'=HYPERLINK" in text
    assert ",=HYPERLINK" not in text


async def test_templates_have_our_columns(client_for):
    client = await client_for(Role.LINK_WORKER)
    for ending in ("csv", "xlsx"):
        answer = await client.get(f"/directory/export/template/{ending}")
        assert "Charity number" in (
            answer.text
            if ending == "csv"
            else str([c.value for c in next(load_workbook(io.BytesIO(answer.content)).active.iter_rows())])
        )
    assert (await client.get("/directory/export/template/exe")).status_code == 404


async def handed_over(client):
    answer = await client.get("/directory/export/everything.zip")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    return answer.content, {name: archive.read(name).decode() for name in archive.namelist()}


async def test_the_hand_over_file_holds_everything_and_what_is_here_stays_as_it_is(directory, client_for):
    file, parts = await handed_over(await client_for(Role.MANAGER))
    assert "Canary" not in parts["services.ndjson"]
    assert len(parts["services.ndjson"].splitlines()) == 4
    kept = [json.loads(line) for line in parts["listings.ndjson"].splitlines()]
    assert {one["name"] for one in kept} == set(directory.ids)
    assert "Five Ways to Wellbeing" in parts["taxonomies.ndjson"]
    feed = await actions.feed_of_file("Handed over", "file", SYSTEM)
    run = await actions.ask_to_read(feed, look_only=True, submission=uuid4(), file=file, file_name="x.zip", by=SYSTEM)
    done = await actions.do_run(run)
    assert (done.read, done.refused) == (5, 5)  # They are all here already.


PARTS_THAT_LEAVE = ("services.ndjson", "organizations.ndjson", "taxonomies.ndjson", "listings.ndjson")


async def test_what_was_handed_over_makes_an_empty_directory_the_same(directory, client_for):
    asset_id = directory.ids["Ruddington choir"]
    seen = await asset_queries.asset(asset_id)
    await assets.assure(asset_id, how=Checked.PHONED, version=seen.version, by=SYSTEM, by_name="Sam")
    manager = await client_for(Role.MANAGER)
    file, before = await handed_over(manager)
    await execute("TRUNCATE asset, location, organisation, feed CASCADE")
    shelf.clear()
    assert (await handed_over(manager))[1]["listings.ndjson"] == ""
    feed = await actions.feed_of_file("Handed over", "file", SYSTEM)
    run = await actions.ask_to_read(feed, look_only=False, submission=uuid4(), file=file, file_name="x.zip", by=SYSTEM)
    done = await actions.do_run(run)
    assert (done.new, done.refused) == (5, 0), done.findings
    _, after = await handed_over(manager)
    for name in PARTS_THAT_LEAVE:
        assert meaning(after[name]) == meaning(before[name]), name
    hidden = await asset_queries.asset(directory.ids["Canary unpublished"], hidden_too=True)
    assert hidden.listing.published is False
    again = await actions.ask_to_read(
        feed, look_only=False, submission=uuid4(), file=file, file_name="x.zip", by=SYSTEM
    )
    assert (await actions.do_run(again)).unchanged == 5


def meaning(lines):
    """What a part says, but for when it was written down and by which way it came."""
    found = [json.loads(line) for line in lines.splitlines()]
    return [{name: said for name, said in one.items() if name not in {"last_modified", "source"}} for one in found]


async def test_only_a_hand_over_file_may_say_a_listing_as_it_is_kept(directory, client_for):
    _, parts = await handed_over(await client_for(Role.MANAGER))
    kept = json.loads(parts["listings.ndjson"].splitlines()[0])
    services = json.dumps([{"id": "1", "name": "Plain", KEPT: kept}]).encode()
    feed = await actions.feed_of_file("Others", "file", SYSTEM)
    run = await actions.ask_to_read(feed, look_only=False, submission=uuid4(), file=services, by=SYSTEM)
    assert (await actions.do_run(run)).new == 1
    assert await value("SELECT name FROM asset ORDER BY created_at DESC LIMIT 1") == "Plain"


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "7"},
        {"kind": "spaceship"},
        {"venues": 7},
        {"name": ""},
        {"organization": {"id": "x"}},
        {"patterns": [{"repeats": "?"}]},
        {"costs": [{"amount": "lots"}]},
        {"name": "x" * 5000},
        {"what": "a\x00b"},
    ],
)
async def test_a_line_of_it_that_was_broken_is_refused_and_the_others_come_in(directory, client_for, changes):
    _, parts = await handed_over(await client_for(Role.MANAGER))
    lines = [json.loads(line) | {"id": str(uuid4())} for line in parts["listings.ndjson"].splitlines()]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("listings.ndjson", "\n".join(json.dumps(one) for one in (lines[0] | changes, *lines[1:])))
    feed = await actions.feed_of_file("Handed over", "file", SYSTEM)
    run = await actions.ask_to_read(feed, look_only=False, submission=uuid4(), file=file.getvalue(), by=SYSTEM)
    done = await actions.do_run(run)
    assert (done.new, done.refused) == (4, 1), done.findings


# ── pages ──


async def filled(client, path, url, **values):
    form = form_to(await client.get(path), url)
    return {**form.data, **values}


async def test_somebody_sends_a_sheet_looks_and_brings_it_in(client_for):
    client = await client_for(Role.LINK_WORKER)
    data = await filled(client, "/directory/import", "/directory/import", name="Parish list")
    data.pop("file", None)
    sent = await client.post(
        "/directory/import", data=data, files={"file": ("list.csv", a_sheet(ROW, {**ROW, "Name": ""}))}
    )
    assert sent.status_code == 303, sent.text
    where = sent.headers["location"]
    assert "See how far it is" in (await client.get(where)).text
    assert 'hx-get="' in (await client.get(where, headers={"hx-request": "true"})).text
    await actions.begin_waiting()
    await actions.finish_begun()
    page = await client.get(where)
    assert "Row 3" in page.text
    assert "Fictional knitters" in page.text
    assert await value("SELECT count(*) FROM asset") == 0
    again = await client.post("/directory/import", data=data, files={"file": ("list.csv", a_sheet(ROW))})
    assert again.headers["location"] == where
    go_on = await filled(client, where, f"{where}/go-on")
    first = await client.post(f"{where}/go-on", data=go_on)
    second = await client.post(f"{where}/go-on", data=go_on)
    assert first.headers["location"] == second.headers["location"]
    await actions.begin_waiting()
    await actions.finish_begun()
    assert "Done" in (await client.get(first.headers["location"])).text
    assert await value("SELECT count(*) FROM asset") == 1
    assert await rows("SELECT id FROM import_run WHERE file IS NOT NULL") == []


@pytest.mark.parametrize(
    ("name", "file", "said"),
    [
        ("Parish list", None, "Choose a file"),
        ("", ("x.csv", b"Name,Town\r\nA,B\r\n"), "Enter a name"),
        ("Parish list", ("x.csv", b"Colour,Size\r\nred,2\r\n"), "must be called Name"),
        ("Parish list", ("x.xls", b"\xd0\xcf\x11\xe0old"), "old kind"),
        ("Parish list", ("x.csv", b"   "), "empty"),
        ("Parish list", ("x.csv", b"Name,Town\r\n" + b"A,B\r\n" * 10_001), "at a time, each under a name of its own"),
    ],
)
async def test_a_file_that_cannot_be_read_comes_back_with_every_word(client_for, name, file, said):
    client = await client_for(Role.LINK_WORKER)
    data = await filled(client, "/directory/import", "/directory/import", name=name)
    data.pop("file", None)
    answer = await client.post("/directory/import", data=data, files={"file": file or ("", b"")})
    assert answer.status_code == 422
    assert said in answer.text
    assert not name or f'value="{name}"' in answer.text


async def test_a_feed_is_added_looked_at_and_switched(client_for):
    client = await client_for(Role.LINK_WORKER)
    data = await filled(client, "/directory/feeds", "/directory/feeds", name="County", address="nonsense", daily="no")
    wrong = await client.post("/directory/feeds", data=data)
    assert wrong.status_code == 422
    assert 'value="nonsense"' in wrong.text
    added = await client.post("/directory/feeds", data={**data, "address": "https://directory.example/oruk/v3"})
    where = added.headers["location"]
    switch = await filled(client, where, f"{where}/daily")
    assert (await client.post(f"{where}/daily", data=switch)).status_code == 303
    assert (await client.post(f"{where}/daily", data=switch)).status_code == 409
    assert "It is read once a day" in (await client.get(where)).text
    look = await client.post(f"{where}/look", data=await filled(client, where, f"{where}/look"))
    assert look.headers["location"].startswith("/directory/import/")
    assert "County" in (await client.get("/directory/feeds")).text


async def test_others_may_do_none_of_it(client_for):
    client = await client_for(Role.PRACTICE_REFERRER)
    for path in ("/directory/feeds", "/directory/import", "/directory/export", "/directory/export/everything.zip"):
        assert (await client.get(path)).status_code == 403


async def test_words_of_a_feed_are_words_and_nothing_else(client_for):
    client = await client_for(Role.LINK_WORKER)
    feed = await actions.feed_of_file("<script>alert(1)</script>", "file", SYSTEM)
    services = json.dumps([a_service(1, name="Plot <img src=x onerror=alert(1)>"), {"id": "1", "name": ""}]).encode()
    run = await actions.ask_to_read(feed, look_only=True, submission=uuid4(), file=services, by=SYSTEM)
    await actions.do_run(run)
    page = (await client.get(f"/directory/import/{run}")).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert (await feeds.run(run)).refused == 1


async def test_a_reading_that_did_not_work_stands_on_the_list_and_when_it_comes_next_on_its_page(client_for):
    client = await client_for(Role.LINK_WORKER)
    feed = await actions.add_feed(
        name="County", address="https://10.0.0.1/oruk/v3", daily=True, submission=uuid4(), by=SYSTEM
    )
    await actions.do_run(await actions.ask_to_read(feed, look_only=True, submission=uuid4(), by=SYSTEM))
    listed = (await client.get("/directory/feeds")).text
    assert "Did not work" in listed
    assert "leads into a private network" in listed
    assert "Next time" in (await client.get(f"/directory/feeds/{feed}")).text


async def test_of_many_mistakes_the_page_says_how_many_there_are(client_for):
    client = await client_for(Role.LINK_WORKER)
    feed = await actions.feed_of_file("Many", "file", SYSTEM)
    services = json.dumps([{"id": str(number)} for number in range(120)] + [a_service(1)]).encode()
    run = await actions.ask_to_read(feed, look_only=True, submission=uuid4(), file=services, by=SYSTEM)
    await actions.do_run(run)
    page = (await client.get(f"/directory/import/{run}")).text
    assert "What could not be read: the first 100 of 120" in page
    assert ">New<" in page
