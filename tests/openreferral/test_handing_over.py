"""The hand-over file: everything in it, everything out of it again, and nothing that somebody slipped into it."""

import io
import json
import zipfile
from dataclasses import replace
from uuid import uuid4

import pytest
from PIL import Image

from livewell.assets import actions as assets
from livewell.assets import queries as asset_queries
from livewell.assets.rules import Checked
from livewell.assets.rules.vocabulary import Taxonomy
from livewell.kit.actor import SYSTEM
from livewell.kit.db import execute, rows, value
from livewell.openreferral.actions import feeds as actions
from livewell.openreferral.actions import handing_in
from livewell.openreferral.actions.command import ask_or_go
from livewell.openreferral.queries import feeds, shelf
from livewell.openreferral.reading import handed_over as reading
from livewell.places.actions.gazetteer import load_wards
from livewell.staff.rules import Role
from tests.factories.places import NORTH, a_ward_feature, ward_file


def a_photograph(colour="green", *, size=(640, 480), form="JPEG"):
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, form)
    return file.getvalue()


@pytest.fixture
async def everything(directory):
    """The small directory, with two photographs, a word, an earlier version, and somebody who made sure."""
    choir = directory.ids["Ruddington choir"]
    for number, colour in enumerate(("green", "orange")):
        await assets.add_photo(
            choir, a_photograph(colour), alt=f"Singers in {colour}, {number}", submission=uuid4(), by=SYSTEM
        )
    await assets.add_photo(
        directory.ids["Canary unpublished"], a_photograph("blue"), alt="A hall", submission=uuid4(), by=SYSTEM
    )
    vocabulary = await asset_queries.vocabulary()
    wider = next(term for term in vocabulary.activities if not term.parent)
    await assets.add_term(
        Taxonomy.ACTIVITIES, name="Bell ringing", what="In a tower.", parent=wider.code, synonyms=("bells", "campanology"),
        submission=uuid4(), by=SYSTEM,
    )  # fmt: skip
    renamed = next(term for term in (await asset_queries.vocabulary()).activities if term.code == "bell_ringing")
    await assets.change_term(
        renamed.id, name="Change ringing", parent=wider.code, synonyms=("bells",), version=1, by=SYSTEM
    )
    need = vocabulary.needs[0]
    await assets.change_term(
        need.id, name=need.name, synonyms=(*need.synonyms, "our own word"), version=need.version, by=SYSTEM
    )
    seen = await asset_queries.asset(choir)
    listing = replace(seen.listing, activities=("bell_ringing",))
    await assets.change(choir, listing, version=seen.version, why="edited", by=SYSTEM)
    seen = await asset_queries.asset(choir)
    await assets.assure(choir, how=Checked.PHONED, version=seen.version, note="All right.", by=SYSTEM, by_name="Sam")
    return directory


async def taken_away(client):
    answer = await client.get("/directory/export/everything.zip")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    return answer.content, {name: archive.read(name) for name in archive.namelist()}


def lines(said):
    return [json.loads(one) for one in said.decode().splitlines()]


async def nothing_here():
    await execute("TRUNCATE asset, location, organisation, feed CASCADE")
    await execute("DELETE FROM term WHERE code = 'bell_ringing'")
    await execute("DELETE FROM submission")
    shelf.clear()


async def a_fresh_vocabulary(before):
    """As it was when the house was new."""
    for term in before:
        await execute("UPDATE term SET synonyms = $2, version = 1 WHERE id = $1", term.id, list(term.synonyms))


async def bring(file, *, name="Handed over", look_only=False):
    feed = await actions.feed_of_file(name, "file", SYSTEM)
    run = await actions.ask_to_read(
        feed, look_only=look_only, submission=uuid4(), file=file, file_name="x.zip", by=SYSTEM
    )
    return await actions.do_run(run), run


def packed(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, said in parts.items():
            archive.writestr(name, said)
    return file.getvalue()


async def test_everything_is_in_it(everything, client_for):
    _, parts = await taken_away(await client_for(Role.MANAGER))
    assert {one["name"] for one in lines(parts["every_organisation.ndjson"])} == {
        "Fictional Society",
        "Canary Secret Club",
    }
    (version,) = lines(parts["versions.ndjson"])
    assert (version["number"], version["why"], version["listing"]["activities"]) == (1, "edited", [])
    (assurance,) = lines(parts["assurances.ndjson"])
    assert (assurance["how"], assurance["done_by_name"], assurance["note"]) == ("phoned", "Sam", "All right.")
    assert "done_by" not in assurance
    shown = lines(parts["photographs.ndjson"])
    assert {one["alt"] for one in shown} == {"Singers in green, 0", "Singers in orange, 1", "A hall"}
    for one in shown:
        assert Image.open(io.BytesIO(parts[one["file"]])).size == (one["width"], one["height"]) == (640, 480)
    words = {one["code"]: one for one in lines(parts["vocabulary.ndjson"])}
    assert words["bell_ringing"]["name"] == "Change ringing"
    told = parts["README.txt"].decode()
    assert [name for name in parts if name not in told and not name.startswith("photographs/")] == ["README.txt"]
    held = {one["code"] for one in await rows("SELECT code FROM ward")}
    assert {one["code"] for one in lines(parts["wards.ndjson"])} == held


async def test_wards_say_what_is_there_and_who_was_there(everything, client_for):
    await load_wards(ward_file(a_ward_feature("E05009999", "Bingham", NORTH)), by=SYSTEM)
    hall = await value(
        "SELECT at.location FROM asset_at_location AS at WHERE asset = $1", everything.ids["Ruddington choir"]
    )
    await execute("UPDATE location SET ward = 'E05009999' WHERE id = $1", hall)
    _, parts = await taken_away(await client_for(Role.MANAGER))
    ward = next(one for one in lines(parts["wards.ndjson"]) if one["code"] == "E05009999")
    assert (ward["listings"], ward["visited"], ward["come_there"]) == (1, 0, 1)
    assert ward["last_assured"]
    assert "last_visit" not in ward


async def test_an_empty_house_becomes_the_same(everything, client_for):
    needs_before = (await asset_queries.vocabulary()).needs
    need = next(term for term in needs_before if "our own word" in term.synonyms)
    manager = await client_for(Role.MANAGER)
    file, before = await taken_away(manager)
    await nothing_here()
    await a_fresh_vocabulary([replace(need, synonyms=tuple(one for one in need.synonyms if one != "our own word"))])
    looked, run = await bring(file, look_only=True)
    assert looked.sentence.endswith(
        "Beside them 2 words of the vocabulary, 2 organisations and 3 photographs would come."
    )
    assert await value("SELECT count(*) FROM asset") == await value("SELECT count(*) FROM organisation") == 0
    assert (await feeds.run(run)).may_go_on
    done, _ = await bring(file)
    assert (done.new, done.refused, done.findings["notes"]) == (5, 0, []), done.findings
    assert done.sentence.endswith("Beside them 2 words of the vocabulary, 2 organisations and 3 photographs came.")
    _, after = await taken_away(manager)
    for part in ("services", "organizations", "taxonomies", "listings", "every_organisation", "vocabulary"):
        assert meaning(after[f"{part}.ndjson"]) == meaning(before[f"{part}.ndjson"]), part
    shown = [
        [(one["asset"], one["alt"], one["width"], one["height"], one["position"]) for one in sorted_photographs(said)]
        for said in (before, after)
    ]
    assert shown[0] == shown[1]
    choir = await asset_queries.asset(everything.ids["Ruddington choir"])
    colours = [
        Image.open(io.BytesIO((await asset_queries.photo(one.id)).data)).getpixel((9, 9)) for one in choir.photos
    ]
    assert colours[0][1] > colours[0][0]
    assert colours[1][0] > colours[1][1]


def sorted_photographs(parts):
    return sorted(lines(parts["photographs.ndjson"]), key=lambda one: (one["asset"], one["position"]))


def meaning(said):
    """What a part says, but for when it was written down and by which way it came."""
    found = [
        {name: one for name, one in each.items() if name not in {"last_modified", "changed_at", "source"}}
        for each in lines(said)
    ]
    return sorted(found, key=lambda one: str(one.get("id") or one.get("code")))


async def test_the_same_again_brings_nothing_and_what_was_changed_here_stays(everything, client_for):
    file, _ = await taken_away(await client_for(Role.MANAGER))
    await nothing_here()
    await bring(file)
    choir = await asset_queries.asset(everything.ids["Ruddington choir"])
    await assets.remove_photo(choir.id, choir.photos[0].id, by=SYSTEM)
    term = next(one for one in (await asset_queries.vocabulary()).activities if one.code == "bell_ringing")
    await assets.change_term(term.id, name="Our name for it", parent=term.parent, version=term.version, by=SYSTEM)
    await execute("UPDATE organisation SET name = 'Renamed here', version = 2 WHERE name = 'Canary Secret Club'")
    await execute("DELETE FROM submission")
    again, run = await bring(file)
    assert (again.unchanged, again.new, again.changed) == (5, 0, 0)
    assert "Beside" not in again.sentence
    assert not (await feeds.run(run)).finding("beside")
    assert len((await asset_queries.asset(choir.id)).photos) == 1
    assert (await asset_queries.vocabulary()).terms["bell_ringing"].name == "Our name for it"
    assert await value("SELECT count(*) FROM organisation") == 2
    assert await value("SELECT count(*) FROM organisation WHERE name = 'Renamed here'") == 1


async def test_photographs_that_were_missing_come_with_listings_that_are_here_already(everything, client_for):
    file, parts = await taken_away(await client_for(Role.MANAGER))
    await nothing_here()
    without = packed({name: said for name, said in parts.items() if not name.startswith("photographs")})
    first, _ = await bring(without)
    assert (first.new, await value("SELECT count(*) FROM photo")) == (5, 0)
    looked, run = await bring(file, look_only=True)
    assert (looked.new, looked.changed) == (0, 0)
    assert (await feeds.run(run)).may_go_on
    await actions.do_run(await actions.go_on(run, submission=uuid4(), by=SYSTEM))
    assert await value("SELECT count(*) FROM photo") == 3


async def test_a_photograph_of_somebody_elses_listing_is_not_taken(everything, client_for):
    file, _ = await taken_away(await client_for(Role.MANAGER))
    done, _ = await bring(file)
    assert (done.refused, "Beside" in done.sentence) == (5, False)
    assert await value("SELECT count(*) FROM photo") == 3


def a_bomb():
    """A picture of 40,000 by 40,000 pixels in a few kilobytes."""
    import struct
    import zlib

    def chunk(kind, said):
        return struct.pack(">I", len(said)) + kind + said + struct.pack(">I", zlib.crc32(kind + said))

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10_000))) + chunk(b"IEND", b"")
    )


FILE = "photographs/a/b.jpg"
SLIPS = (
    "../../../etc/passwd",
    "/etc/passwd",
    "photographs/../listings.ndjson",
    "photographs\\a\\b.jpg",
    "C:/a.jpg",
    "listings.ndjson",
)


@pytest.mark.parametrize(
    ("said", "picture", "why"),
    [
        ({}, a_bomb(), "too many pixels"),
        ({}, b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not a photo"),
        ({}, b"GIF89a" + bytes(40), "GIF"),
        ({}, a_photograph()[:400], "cannot be read"),
        ({}, b"", "empty"),
        ({}, bytes(11 * 1024 * 1024), "larger than 10 MB"),
        ({"file": "photographs/a/c.jpg"}, a_photograph(), "not there"),
        ({"alt": "<b></b>"}, a_photograph(), "Say what"),
        ({"alt": None}, a_photograph(), "Say what"),
        *(({"file": one}, a_photograph(), "not what Live Well writes") for one in SLIPS),
        ({"file": ["photographs/a/b.jpg"]}, a_photograph(), "not what Live Well writes"),
        ({"id": "7"}, a_photograph(), "not what Live Well writes"),
        ({"asset": None}, a_photograph(), "not what Live Well writes"),
    ],
)
async def test_a_photograph_that_is_none_is_left_out_in_a_sentence(everything, client_for, said, picture, why):
    _, parts = await taken_away(await client_for(Role.MANAGER))
    await nothing_here()
    choir = str(everything.ids["Ruddington choir"])
    good = {"id": str(uuid4()), "asset": choir, "file": "photographs/a/good.jpg", "alt": "Good", "position": 1}
    bad = {"id": str(uuid4()), "asset": choir, "file": FILE, "alt": "Bad", "position": 0} | said
    done, _ = await bring(
        packed(
            {
                "listings.ndjson": parts["listings.ndjson"],
                "photographs.ndjson": "\n".join(map(json.dumps, (bad, good))),
                FILE: picture,
                "photographs/a/good.jpg": a_photograph(),
            }
        )
    )
    assert done.new == 5
    assert [why in one["reason"] for one in done.findings["notes"]] == [True], done.findings["notes"]
    assert "1 of what stands beside them was left out" in done.sentence
    assert [one["alt"] for one in await rows("SELECT alt FROM photo")] == ["Good"]


async def test_more_photographs_than_a_listing_may_have_are_left_out(everything, client_for):
    _, parts = await taken_away(await client_for(Role.MANAGER))
    await nothing_here()
    choir = str(everything.ids["Ruddington choir"])
    shown = [{"id": str(uuid4()), "asset": choir, "file": FILE, "alt": f"{n}", "position": n} for n in range(11)]
    manifest = "\n".join(json.dumps(one) for one in reversed(shown))
    done, _ = await bring(
        packed({"listings.ndjson": parts["listings.ndjson"], "photographs.ndjson": manifest, FILE: a_photograph()})
    )
    assert [one["alt"] for one in await rows("SELECT alt FROM photo ORDER BY position")] == list("01234567")
    assert ["8 photographs at most" in one["reason"] for one in done.findings["notes"]] == [True] * 3


async def test_a_list_that_would_unpack_without_end_is_refused(everything, client_for, monkeypatch):
    _, parts = await taken_away(await client_for(Role.MANAGER))
    await nothing_here()
    monkeypatch.setattr(reading, "MOST_BYTES", 1_000_000)
    monkeypatch.setattr(reading, "MOST_LINES", 1_000)
    for part in ("photographs.ndjson", "vocabulary.ndjson", "every_organisation.ndjson"):
        for bomb, why in ((b" " * 5_000_000, "larger than"), (b"{}\n" * 5_000, "lines")):
            done, run = await bring(
                packed({"listings.ndjson": parts["listings.ndjson"], part: bomb}), name=f"{part} {why}"
            )
            assert (await feeds.run(run)).failed
            assert why in done.sentence, done.sentence


async def test_photographs_together_are_bounded(everything, client_for, monkeypatch):
    file, _ = await taken_away(await client_for(Role.MANAGER))
    await nothing_here()
    monkeypatch.setattr(reading, "MOST_PICTURES", 1_000)
    done, _ = await bring(file)
    assert done.new == 5
    assert "of photographs" in done.findings["notes"][-1]["reason"]


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
async def test_only_the_usual_packing_is_opened(everything, client_for, packing):
    _, parts = await taken_away(await client_for(Role.MANAGER))
    await nothing_here()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("listings.ndjson", parts["listings.ndjson"])
        archive.writestr("vocabulary.ndjson", parts["vocabulary.ndjson"], packing)
    done, run = await bring(file.getvalue())
    assert (await feeds.run(run)).failed
    assert "packed in a way" in done.sentence


@pytest.mark.parametrize(
    ("term", "why"),
    [
        ({"code": "Not A Code"}, "not what"),
        ({"code": "x" * 41}, "not what"),
        ({"taxonomy": "weapons"}, "not what"),
        ({"name": ""}, "not what"),
        ({"parent": "nowhere"}, "wider word"),
        ({"parent": "new_one"}, "wider word"),
        ({"name": "Taken"}, "called"),
        ({"synonyms": {"a": 1}, "retired": "yes", "what": ["x"]}, ""),
    ],
)
async def test_a_word_that_cannot_be_kept_is_left_out(everything, client_for, term, why):
    _, parts = await taken_away(await client_for(Role.MANAGER))
    await nothing_here()
    await assets.add_term(Taxonomy.NEEDS, name="Taken", submission=uuid4(), by=SYSTEM)
    said = {"code": "new_one", "taxonomy": "needs", "name": "New one", "synonyms": [], "parent": ""} | term
    done, _ = await bring(packed({"listings.ndjson": parts["listings.ndjson"], "vocabulary.ndjson": json.dumps(said)}))
    assert done.new == 5
    there = (await asset_queries.vocabulary()).terms
    assert ("new_one" in there) == (not why)
    assert [why in one["reason"] for one in done.findings["notes"]] == ([True] if why else [])


@pytest.mark.parametrize(
    "said", [{"id": "x", "name": "A"}, {"id": str(uuid4())}, [], "x", {"id": str(uuid4()), "name": "<p></p>"}]
)
async def test_an_organisation_that_is_none_is_left_out(everything, client_for, said):
    _, parts = await taken_away(await client_for(Role.MANAGER))
    await nothing_here()
    good = {"id": str(uuid4()), "name": "N" * 400, "sector": "spaceship", "phone": "1" * 90}
    file = packed(
        {
            "listings.ndjson": parts["listings.ndjson"],
            "every_organisation.ndjson": "\n".join(map(json.dumps, (good, said))),
        }
    )
    done, _ = await bring(file)
    assert [one["reason"] for one in done.findings["notes"]] == [handing_in._NO_LINE]
    assert await value("SELECT count(*) FROM organisation WHERE name LIKE 'NNN%' AND sector = ''") == 1


async def test_the_command_brings_everything_back(everything, client_for, tmp_path):
    file, _ = await taken_away(await client_for(Role.MANAGER))
    await nothing_here()
    path = tmp_path / "everything.zip"
    path.write_bytes(file)
    said = []
    await ask_or_go(str(path), name="", look_only=False, sure=False, say=said.append, ask=lambda _: True)
    assert "3 photographs would come" in said[0]
    assert any("3 photographs came" in one for one in said)
    assert await value("SELECT count(*) FROM photo") == 3


async def test_the_page_sends_it_in_pieces_and_holds_one_photograph_at_a_time(everything, client_for, monkeypatch):
    manager = await client_for(Role.MANAGER)
    pieces = []
    async with manager.stream("GET", "/directory/export/everything.zip") as answer:
        assert "content-length" not in answer.headers
        pieces = [piece async for piece in answer.aiter_raw()]
    assert zipfile.ZipFile(io.BytesIO(b"".join(pieces))).testzip() is None
