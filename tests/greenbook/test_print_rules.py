"""Words that stand where letters cannot be printed: nothing is lost unsaid, and what can be printed is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.greenbook.rules.paper import MOST_BOOKS, Look, Paper, Sides, Wanted, files_of, wanted_of
from livewell.greenbook.rules.scripts import in_words, name_of, scripts_of


@pytest.mark.parametrize(
    ("text", "missing", "said"),
    [
        ("plain", "", "plain"),
        ("plain", "ہ", "plain"),
        ("میں چائے پیتا ہوں", "ہے", "[Arabic or Urdu]"),
        ("Pat says میں چائے now", "ے", "Pat says [Arabic or Urdu] now"),
        ("میں\nچائے", "ے", "میں\n[Arabic or Urdu]"),
        ("Smile 🙂 now", "🙂", "Smile [slightly smiling face] now"),
        ("ok ગુ, 中", "ગુ中", "ok [Chinese or Japanese, Gujarati]"),
        ("ਪੰ", "ਪ", "[Punjabi]"),
        ("한국", "한국", "[Korean]"),
    ],
)
def test_what_stands_instead(text, missing, said):
    assert in_words(text, missing) == said


@pytest.mark.parametrize(("letter", "name"), [("a", "Latin"), ("ક", "Gujarati"), ("\ue123", "other")])
def test_scripts_have_names(letter, name):
    assert name_of(letter) == name


TEXT = st.text(alphabet="ab é\nગુમ🙂中ہ", max_size=60)


def latin_words(text):
    return [word for word in text.split() if set(word) <= set("abé")]


@given(TEXT, st.sets(st.sampled_from("ગુ🙂中ہ")))
def test_nothing_missing_is_left_and_everything_else_in_latin_stays(text, missing):
    said = in_words(text, "".join(missing))
    assert not set(said) & missing
    assert latin_words(text) == latin_words(said)
    assert said.count("\n") == text.count("\n")
    if not set(text) & missing:
        assert said == text


def test_signs_are_no_script():
    assert scripts_of("🙂✓") == ()


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        (("", "", ""), Wanted()),
        (("a4", "large", "two"), Wanted(Paper.A4, Look.LARGE, Sides.TWO)),
        (("a3", "", ""), None),
        (("", "tiny", ""), None),
        (("", "", "three"), None),
    ],
)
def test_what_an_address_asks_for(asked, wanted):
    assert wanted_of(*asked) == wanted


@given(st.integers(1, MOST_BOOKS))
def test_every_book_is_in_one_file(number):
    assert [book for first, last in files_of(number) for book in range(first, last + 1)] == list(range(1, number + 1))
