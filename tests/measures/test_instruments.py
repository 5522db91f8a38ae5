"""Instruments as data: whole, with the wording that may be shown and none of anybody else's."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from livewell.measures import pam
from livewell.measures.rules.document import as_document
from livewell.measures.rules.instruments import Algorithm, Direction, Kind, Licence, band_of
from livewell.measures.rules.loading import FOLDER, INSTRUMENTS, read
from livewell.measures.rules.packs import CONTEXTS

HOME = Path(__file__).parents[2]
EVERY = pytest.mark.parametrize("one", INSTRUMENTS.values(), ids=str)
SHIPPED = ["ons4", "loneliness", "groups", "service_use", "roles", "citizenship", "phq8", "phq9", "gad7"]
OTHERS = {"pam": 13, "pam10": 10, "swemwbs": 7, "wemwbs": 14, "djg6": 6}


def ids(one):
    return one.id


def test_these_are_the_instruments():
    assert {one.id for one in INSTRUMENTS.values() if one.licence is Licence.SHIP} == set(SHIPPED)
    assert {one.id: len(one.items) for one in INSTRUMENTS.values() if one.licence is not Licence.SHIP} == OTHERS


@pytest.mark.parametrize("name", SHIPPED)
def test_what_we_ship_has_its_words_and_every_answer_has_too(name):
    one = INSTRUMENTS[name]
    assert one.has_words
    assert all(option.words for item in one.items for option in item.scale.options)
    assert all(item.scale.low_words and item.scale.high_words for item in one.items if item.scale.kind is Kind.RATING)


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_not_ours_has_no_words_no_anchors_and_pam_no_table(name):
    one = INSTRUMENTS[name]
    assert not one.stem
    assert not any(item.words or item.hint for item in one.items)
    assert not any(option.words for item in one.items for option in item.scale.options)
    if name.startswith("pam"):
        assert not one.scoring.table
        assert one.scoring.algorithm is Algorithm.EXTERNAL


def test_no_table_and_no_thirteen_statements_of_patient_activation_are_anywhere_in_the_product():
    """Neither forty figures that rise from 0.0 to 100.0, nor a list of statements beside the instrument's name."""
    places = [HOME / "src", HOME / "templates", HOME / "docs", HOME / "locale"]
    files = [
        path
        for place in places
        for path in place.rglob("*")
        if path.suffix in {".py", ".toml", ".html", ".md", ".po", ".json", ".txt"}
    ]
    assert len(files) > 300
    for path in files:
        text = path.read_text(encoding="utf-8")
        if "pam" not in path.name and "Patient Activation Measure" not in text:
            continue
        figures = re.findall(r"\b\d{1,3}\.\d\b", text)
        assert len(figures) < 30, path
        for vendor_words in ("strongly agree", "taking action", "overwhelmed"):
            assert vendor_words not in text.lower(), (path, vendor_words)


# Compared with the public-domain text, https://www.phqscreeners.com; the lowest anchor of GAD-7 is widely copied as
# "Not at all sure", which is wrong (Zorowitz and others 2021, Lancet Psychiatry 8:180).
ANCHORS = ["Not at all", "Several days", "More than half the days", "Nearly every day"]
CODES = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"]


@pytest.mark.parametrize("name", ["phq8", "phq9", "gad7"])
def test_the_anchors_of_phq_and_gad_are_a_snapshot(name):
    for item in INSTRUMENTS[name].items:
        assert [option.words for option in item.scale.options] == ANCHORS
        assert [option.value for option in item.scale.options] == [0, 1, 2, 3]
        assert [option.code for option in item.scale.options] == CODES
    assert INSTRUMENTS[name].stem.startswith("Over the last 2 weeks, how often have you been bothered by")


def test_phq_8_is_phq_9_without_its_last_question():
    eight, nine = INSTRUMENTS["phq8"], INSTRUMENTS["phq9"]
    assert eight.items == nine.items[:8]
    assert nine.items[8].words.startswith("Thoughts that you would be better off dead")
    assert [(rule.item, rule.at_least, rule.flag) for rule in nine.safety] == [("thoughts", 1, "item_9")]
    assert not nine.on
    assert [one.id for one in INSTRUMENTS.values() if one.needs_duty_contact] == ["phq9"]


def test_ucla_comes_first_and_the_direct_question_last():
    items = INSTRUMENTS["loneliness"].items
    assert [item.scored for item in items] == [True, True, True, False]
    assert items[-1].words == "How often do you feel lonely?"


def test_directions():
    """MHSDS keeps exactly such a table: one sign the wrong way round turns every result over."""
    up = {"roles", "citizenship", "pam", "pam10", "swemwbs", "wemwbs"}
    down = {"loneliness", "phq8", "phq9", "gad7", "djg6"}
    assert {one.id for one in INSTRUMENTS.values() if one.direction is Direction.UP} == up
    assert {one.id for one in INSTRUMENTS.values() if one.direction is Direction.DOWN} == down
    ons4 = {item.id: item.direction for item in INSTRUMENTS["ons4"].items}
    assert ons4 == {
        "satisfied": Direction.UP,
        "worthwhile": Direction.UP,
        "happy": Direction.UP,
        "anxious": Direction.DOWN,
    }
    assert all(item.direction is Direction.DOWN for item in INSTRUMENTS["service_use"].items)
    assert all(item.direction is Direction.UP for item in INSTRUMENTS["groups"].items)


@pytest.mark.parametrize(
    ("name", "amount"),
    [("phq9", 6), ("gad7", 4), ("swemwbs", 3), ("wemwbs", 9), ("pam", 17), ("pam10", 17)],
)
def test_reliable_thresholds(name, amount):
    """NHS England, Mental Health Services Data Set: table of thresholds; PAM: Jacobson and Truax 1991."""
    threshold = INSTRUMENTS[name].change
    assert threshold is not None
    assert threshold.amount == amount
    assert threshold.source


def test_the_others_have_no_threshold_and_say_so():
    without = [one for one in INSTRUMENTS.values() if one.change is None]
    assert {one.id for one in without} == set(INSTRUMENTS) - {"phq9", "gad7", "swemwbs", "wemwbs", "pam", "pam10"}
    assert all(one.change_note for one in without)


def test_the_threshold_of_pam_is_the_one_that_is_computed():
    assert INSTRUMENTS["pam"].change.amount == round(pam.reliable_change())


@EVERY
def test_every_instrument_says_where_it_comes_from(one):
    assert one.source
    assert one.attribution
    assert one.about.endswith(".")
    assert one.missing.words.endswith(".")
    assert re.fullmatch(r"2026-\d\d-\d\d", one.checked)
    assert one.languages == ("en",)
    assert 1 <= one.minutes <= 5


@EVERY
def test_bands_cover_the_whole_range_without_gaps(one):
    if one.bands:
        figure = one.scoring.lowest
        while figure <= one.scoring.highest:
            assert band_of(figure, one.bands) is not None
            figure += one.scoring.step
    for item in one.items:
        for value in range(item.scale.lowest, item.scale.highest + 1 if item.bands else item.scale.lowest):
            assert band_of(Decimal(value), item.bands) is not None


@EVERY
def test_ids_fit_their_columns(one):
    assert len(one.id) <= 30
    assert len(one.version) <= 60
    assert all(len(band.code) <= 40 for band in one.bands)


def test_contexts_are_the_four():
    assert list(CONTEXTS) == ["clinical", "research", "educational", "commercial"]


# ── a file that does not fit together is refused by name ──

GOOD = (FOLDER / "60-gad7.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('words = "Trouble relaxing"', "", "has no words"),
        ('class = "ship"', 'class = "byo"', "not ours to ship"),
        ('id = "control"', 'id = "nervous"', "the same id"),
        ("from = 5 }", "from = 0 }", "do not rise"),
        ("from = 0 }", "from = 1 }", "do not begin at 0"),
        ('label = "Mild"', 'label = "Slight"', "nobody translates: Slight"),
        ("min_answered = 7", "min_answered = 8", "More must be answered"),
        ('scale = "days"', 'scale = "weeks"', "weeks"),
        ('algorithm = "sum"', 'algorithm = "guess"', "guess"),
        ('algorithm = "sum"', 'algorithm = "table"', "one row for each sum from 0 to 21"),
        ("[codes]", '[[safety]]\nitem = "x"\nat_least = 1\nflag = "item_9"\n[codes]', "watches a question"),
        ("[missing]", '[[scoring.parts]]\nid = "p"\nname = "P"\nitems = ["x"]\n[missing]', "counts questions"),
    ],
)
def test_an_instrument_that_does_not_fit_together_is_refused(tmp_path, old, new, said):
    path = tmp_path / "60-gad7.toml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new, 1 if "id =" in old or "words" in old else -1), encoding="utf-8")
    with pytest.raises(ValueError, match=r"gad7\.toml") as wrong:
        read(path)
    assert said in str(wrong.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("8 = 9.51", "8 = 6.51", "does not rise"),
        ("7 = 7.00", "7 = 7.50", "begin and end"),
        ("20 = 18.59\n", "", "one row for each sum from 7 to 35"),
    ],
)
def test_a_table_that_does_not_hold_is_refused(tmp_path, old, new, said):
    text = (FOLDER / "65-swemwbs.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "65-swemwbs.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        read(path)


def test_the_document_is_what_the_instruments_say():
    written = (HOME / "docs" / "measures.md").read_text(encoding="utf-8")
    assert written == as_document(), "python -m livewell.measures.rules.document > docs/measures.md"
