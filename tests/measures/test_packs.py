"""Licence packs: whole or not at all, wrong in each way with a sentence of its own, and how long they hold."""

import hashlib
import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livewell.kit import clock
from livewell.kit.actor import SYSTEM
from livewell.kit.db import row, rows, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.measures import actions, queries
from livewell.measures.rules.loading import INSTRUMENTS
from livewell.measures.rules.pack_reading import LARGEST, PackUnreadable, read
from livewell.staff.rules import Role
from tests.factories.measures import a_pack, a_pack_file, as_file
from tests.factories.staff import a_member

TABLE = a_pack_file()["table"]
WORDED = a_pack_file()["items"]
SCALE = a_pack_file()["scale"]


def changed(rows_, at, **to):
    return [{**one, **to} if place == at else one for place, one in enumerate(rows_)]


def test_a_whole_pack_is_read_and_reads_the_same_once_kept():
    pack = read(as_file(a_pack_file()), INSTRUMENTS)
    assert len(pack.table) == 40
    assert pack.words["13"] == "SYNTHETIC statement 13"
    assert pack.min_answered == 10
    kept = json.dumps(pack.as_json()).encode()
    assert read(kept, INSTRUMENTS) == pack
    assert read(kept, INSTRUMENTS).table_hash == pack.table_hash


@pytest.mark.parametrize(
    ("instrument", "changes"),
    [
        ("pam", {"items": ..., "scale": ..., "stem": ...}),
        ("pam", {"items": ..., "scale": ..., "table": ...}),
        ("pam", {"ends_on": None, "minimum_answered": None}),
        ("pam", {"level_names": ["One", "Two", "Three", "Four"]}),
        ("pam10", {}),
        ("swemwbs", {}),
        ("wemwbs", {}),
        ("djg6", {"stem": ...}),
    ],
)
def test_a_pack_may_bring_only_what_it_has(instrument, changes):
    assert read(as_file(a_pack_file(instrument, **changes)), INSTRUMENTS).instrument == instrument


def test_a_shorter_pam_has_31_rows():
    assert len(read(as_file(a_pack_file("pam10")), INSTRUMENTS).table) == 31


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choose the file"),
        (b"x" * (LARGEST + 1), "larger than 256 kB"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"PK\x03\x04", "not JSON"),
        (b"[]", "one JSON object"),
        (b'{"instrument": "pam", "instrument": "pam10"}', "twice"),
        (b"{}", "does not say which instrument"),
        (b'{"instrument": "eq5d"}', "does not say which instrument"),
        (b'{"instrument": "phq9"}', "comes with its wording"),
    ],
)
def test_what_is_no_pack_at_all(content, said):
    with pytest.raises(PackUnreadable, match=said):
        read(content, INSTRUMENTS)


WRONG = [
    ({"pack_version": ""}, "the name of its version"),
    ({"pack_version": "v" * 61}, "longer than 60"),
    ({"holder": ...}, "who holds the licence"),
    ({"reference": " "}, "the reference of the licence"),
    ({"starts_on": ...}, "from which day"),
    ({"starts_on": "1 January 2026"}, "first day (starts_on) is not written as"),
    ({"ends_on": "2026-02-30"}, "last day (ends_on) is not written as"),
    ({"ends_on": "2025-12-31"}, "ends before it begins"),
    ({"contexts": ["research"]}, "does not cover work with people"),
    ({"contexts": "clinical"}, "does not cover work with people"),
    ({"contexts": ["clinical", "space"]}, "not known: space"),
    ({"items": WORDED[:-1]}, "these 13, each once and in this order"),
    ({"items": [WORDED[1], WORDED[0], *WORDED[2:]]}, "in this order"),
    ({"items": [*WORDED, WORDED[0]]}, "each once"),
    ({"items": changed(WORDED, 3, words=" ")}, "A question has no words"),
    ({"items": changed(WORDED, 3, words="w" * 501)}, "A question is longer than 500"),
    ({"items": "all of them"}, "has to be a list"),
    ({"scale": ...}, "without the words of their answers"),
    ({"scale": SCALE[:-1]}, "words for each of the answers 0, 1, 2, 3, 4"),
    ({"scale": changed(SCALE, 0, value="1")}, "words for each of the answers"),
    ({"scale": changed(SCALE, 0, words="")}, "An answer has no words"),
    ({"table": ...}, "without the table"),
    ({"table": []}, "without the table"),
    ({"table": [1, 2]}, "has to be an object"),
    ({"table": {**TABLE, "x": 1}}, "no pair of numbers: x"),
    ({"table": {**TABLE, "013": 0.0}}, "no pair of numbers: 013"),
    ({"table": {**TABLE, "20": "many"}}, "no pair of numbers: 20"),
    ({"table": {**TABLE, "20": None}}, "no pair of numbers: 20"),
    ({"table": {raw: score for raw, score in TABLE.items() if raw != "20"}}, "40 rows, from 13 to 52. Missing: 20"),
    (
        {"table": {raw: score for raw, score in TABLE.items() if int(raw) > 20}},
        "Missing: 13, 14, 15, 16, 17 and 3 more",
    ),
    ({"table": {**TABLE, "53": 101.0}}, "outside 13 to 52: 53"),
    ({"table": {**TABLE, "20": TABLE["19"]}}, "higher than the one before. Not so at 20"),
    ({"table": {**TABLE, "13": 0.5}}, "has to begin with 0.0, not 0.5"),
    ({"table": {**TABLE, "52": 99.9}}, "has to end with 100.0, not 99.9"),
    ({"table": {**TABLE, "20": 17.95}}, "one decimal. Not so at 20"),
    ({"cuts": ...}, "no cut-points"),
    ({"cuts": [40.0, 60.0]}, "three cut-points"),
    ({"cuts": [40.0, 60.0, "far"]}, "three cut-points"),
    ({"cuts": "47.1, 55.2, 72.5"}, "three cut-points"),
    ({"cuts": [60.0, 40.0, 80.0]}, "have to rise"),
    ({"cuts": [0.0, 40.0, 80.0]}, "have to rise"),
    ({"cuts": [40.0, 60.0, 100.1]}, "have to rise"),
    ({"cuts": [40.05, 60.0, 80.0]}, "Cut-points have one decimal"),
    ({"level_names": ["One"]}, "have to be four"),
    ({"level_names": ["n" * 121] * 4}, "name of a level is longer"),
    ({"minimum_answered": 0}, "between 1 and 13"),
    ({"minimum_answered": 14}, "between 1 and 13"),
    ({"minimum_answered": "ten"}, "between 1 and 13"),
    ({"items": ..., "scale": ..., "table": ..., "cuts": ...}, "neither wording nor a table"),
]


@pytest.mark.parametrize(("changes", "said"), WRONG, ids=[said for _, said in WRONG])
async def test_a_pack_wrong_in_one_way_says_so_and_nothing_is_kept(changes, said):
    manager = await a_member(Role.MANAGER)
    with pytest.raises(PackUnreadable) as wrong:
        await a_pack(manager, **changes)
    assert any(said in sentence for sentence in wrong.value.sentences), wrong.value.sentences
    assert await value("SELECT count(*) FROM licence_pack") == 0
    assert not (await queries.usable("pam")).can_ask


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"table": {"7": 7.0}}, "brings wording only, no table"),
        ({"cuts": [1, 2, 3]}, "takes no cut-points"),
        ({"items": ..., "scale": ...}, "neither wording nor a table"),
    ],
)
def test_a_pack_of_wording_alone_brings_no_table(changes, said):
    with pytest.raises(PackUnreadable, match=said):
        read(as_file(a_pack_file("swemwbs", **changes)), INSTRUMENTS)


def test_everything_that_is_wrong_is_said_at_once():
    with pytest.raises(PackUnreadable) as wrong:
        read(as_file(a_pack_file(holder="", cuts=[3, 2, 1], contexts=[])), INSTRUMENTS)
    assert len(wrong.value.sentences) == 3


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(), lambda one: st.lists(one) | st.dictionaries(st.text(), one)
)


def faults(content):
    try:
        read(content, INSTRUMENTS)
    except PackUnreadable as wrong:
        return wrong.sentences
    return []


@settings(deadline=None, max_examples=60)
@given(JSON, st.sampled_from(sorted({*a_pack_file(), "level_names"})))
def test_whatever_stands_there_it_is_read_or_refused_in_sentences(anything, name):
    assert all(one.endswith(".") for one in faults(json.dumps({**a_pack_file(), name: anything}).encode()))


async def test_what_nobody_sees_is_taken_out_before_it_is_kept():
    odd = [{**one, "words": one["words"] + "\x00\ud800\u202e"} for one in WORDED]
    await a_pack(await a_member(Role.MANAGER), items=odd, stem="SYNTHETIC\n stem\x07")
    used = await queries.usable("pam")
    assert used.instrument.stem == "SYNTHETIC stem"
    assert used.instrument.items[0].words == "SYNTHETIC statement 1"
    assert "\ud800" not in "".join(faults(as_file(a_pack_file(contexts=["\ud800", "clinical"]))))
    assert "\ud800" not in "".join(faults(as_file(a_pack_file(table={"\ud800": 1}))))


# ── loading and taking out of use ──


async def test_a_pack_is_kept_with_who_said_so_and_the_hash_of_its_file():
    manager = await a_member(Role.MANAGER)
    content = as_file(a_pack_file())
    pack = await actions.load_pack(content, attestation="By post in March.", submission=uuid4(), by=manager)
    (kept,) = await queries.packs()
    assert kept.id == pack
    assert (kept.holds, kept.scores, kept.brings) == (True, 0, "wording, table, cut-points")
    assert kept.attested_by == manager.name
    assert kept.attestation == "By post in March."
    assert kept.file_hash == hashlib.sha256(content).hexdigest()
    news = await row("SELECT what, details FROM event WHERE subject = $1", pack)
    assert news["what"] == "pack.loaded"
    assert "SYNTHETIC" not in news["details"]


async def test_with_a_pack_the_questions_are_there_and_nowhere_in_the_plain_instrument():
    await a_pack(await a_member(Role.ADMINISTRATOR))
    used = await queries.usable("pam")
    assert used.can_ask
    assert used.can_enter_score
    assert used.why_not == ""
    assert used.instrument.stem == "SYNTHETIC stem"
    assert used.instrument.items[0].words == "SYNTHETIC statement 1"
    assert used.instrument.items[0].scale.option(4).words == "SYNTHETIC answer 4"
    assert not INSTRUMENTS["pam"].has_words


async def test_the_newest_pack_that_holds_counts():
    manager = await a_member(Role.MANAGER)
    with clock.at(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        await a_pack(manager, pack_version="SYNTHETIC 1")
    with clock.at(datetime(2026, 3, 2, 12, tzinfo=UTC)):
        await a_pack(manager, pack_version="SYNTHETIC 2")
        await a_pack(manager, pack_version="SYNTHETIC 3", starts_on="2026-04-01")
        assert (await queries.usable("pam")).pack.pack.version == "SYNTHETIC 2"
        seen = {one.version: (one.holds, one.in_use) for one in await queries.packs()}
        assert seen == {"SYNTHETIC 1": (True, False), "SYNTHETIC 2": (True, True), "SYNTHETIC 3": (False, False)}
    with clock.at(datetime(2026, 4, 1, 12, tzinfo=UTC)):
        assert (await queries.usable("pam")).pack.pack.version == "SYNTHETIC 3"


@pytest.mark.parametrize(
    ("day", "asks"), [("2026-02-28", False), ("2026-03-01", True), ("2026-03-31", True), ("2026-04-01", False)]
)
async def test_a_pack_holds_from_its_first_day_to_its_last(day, asks):
    with clock.at(datetime(2026, 2, 1, tzinfo=UTC)):
        await a_pack(await a_member(Role.MANAGER), starts_on="2026-03-01", ends_on="2026-03-31")
    with clock.at(datetime.fromisoformat(f"{day}T12:00:00+00:00")):
        used = await queries.usable("pam")
        assert used.can_ask is asks
        assert used.can_enter_score
        assert ("licence pack that holds today" in used.why_not) is not asks
        assert (await queries.packs())[0].holds is asks


async def test_a_licence_that_has_ended_is_not_loaded():
    manager = await a_member(Role.MANAGER)
    with pytest.raises(PackUnreadable, match="ended on 31 March 2026"), clock.at(datetime(2026, 4, 1, 12, tzinfo=UTC)):
        await a_pack(manager, ends_on="2026-03-31")


async def test_withdrawn_with_a_reason_and_once():
    manager = await a_member(Role.MANAGER)
    pack = await a_pack(manager)
    with pytest.raises(RuleBroken, match="Say why"):
        await actions.withdraw_pack(pack, why=" ", by=manager)
    await actions.withdraw_pack(pack, why="The licence was not renewed", by=manager)
    assert not (await queries.usable("pam")).can_ask
    (kept,) = await queries.packs()
    assert (kept.holds, kept.withdrawn_by, kept.withdrawn_why) == (False, manager.name, "The licence was not renewed")
    with pytest.raises(RuleBroken, match="already"):
        await actions.withdraw_pack(pack, why="Again", by=manager)
    with pytest.raises(NotFound):
        await actions.withdraw_pack(uuid4(), why="None", by=manager)
    # The same file may come again after it was withdrawn.
    await a_pack(manager)
    assert (await queries.usable("pam")).can_ask


async def test_the_same_form_twice_is_one_and_the_same_file_twice_is_refused():
    manager = await a_member(Role.MANAGER)
    submission = uuid4()
    content = as_file(a_pack_file())
    first = await actions.load_pack(content, attestation="Mine", submission=submission, by=manager)
    assert await actions.load_pack(content, attestation="Mine", submission=submission, by=manager) == first
    with pytest.raises(RuleBroken, match="loaded already"):
        await actions.load_pack(content, attestation="Mine", submission=uuid4(), by=manager)
    assert len(await rows("SELECT id FROM licence_pack")) == 1


async def test_nobody_loads_a_pack_without_saying_that_it_is_covered():
    content = as_file(a_pack_file())
    with pytest.raises(RuleBroken):
        await actions.load_pack(content, attestation=" ", submission=uuid4(), by=await a_member(Role.MANAGER))
    with pytest.raises(RuleBroken):
        await actions.load_pack(content, attestation="Mine", submission=uuid4(), by=SYSTEM)


async def test_a_pack_that_cannot_be_told_does_not_stay(mute):
    manager = await a_member(Role.MANAGER)
    pack = await a_pack(manager)
    mute()
    with pytest.raises(RuntimeError, match="no news today"):
        await a_pack(manager, pack_version="SYNTHETIC 2")
    with pytest.raises(RuntimeError, match="no news today"):
        await actions.withdraw_pack(pack, why="Ended", by=manager)
    (kept,) = await queries.packs()
    assert kept.holds
