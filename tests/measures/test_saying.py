"""A change is said truly for one person."""

from decimal import Decimal
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.measures import pam
from livewell.measures.rules.describing import band_tables, how_scored, what_a_change_means
from livewell.measures.rules.loading import INSTRUMENTS
from livewell.measures.rules.saying import Verdict, change_in_words, verdict


@pytest.mark.parametrize(
    ("name", "before", "after", "words", "found"),
    [
        ("pam", "50.0", "50.0", "The same", Verdict.SAME),
        ("pam", "50.0", "54.0", "4 points higher", Verdict.WITHIN),
        ("pam", "50.0", "51.0", "1 point higher", Verdict.WITHIN),
        ("pam", "60.0", "43.1", "16.9 points lower", Verdict.WITHIN),
        ("pam", "40.0", "57.0", "17 points higher", Verdict.BEYOND),
        ("pam", "80.0", "40.0", "40 points lower", Verdict.BEYOND),
        ("phq9", "15", "10", "5 points lower", Verdict.WITHIN),
        ("phq9", "15", "9", "6 points lower", Verdict.BEYOND),
        ("gad7", "10", "7", "3 points lower", Verdict.WITHIN),
        ("gad7", "10", "6", "4 points lower", Verdict.BEYOND),
        ("swemwbs", "19.25", "22.24", "2.99 points higher", Verdict.WITHIN),
        ("swemwbs", "19.28", "22.28", "3 points higher", Verdict.BEYOND),
        ("wemwbs", "40", "48", "8 points higher", Verdict.WITHIN),
        ("wemwbs", "40", "49", "9 points higher", Verdict.BEYOND),
        ("loneliness", "9", "3", "6 points lower", Verdict.UNKNOWN),
        ("phq8", "24", "0", "24 points lower", Verdict.UNKNOWN),
    ],
)
def test_what_a_change_may_be_called(name, before, after, words, found):
    """Thresholds: NHS England MHSDS (PHQ 6, GAD 4, SWEMWBS 3, WEMWBS 9); PAM 17 by Jacobson and Truax."""
    one = INSTRUMENTS[name]
    said = change_in_words(one, Decimal(before), Decimal(after))
    assert verdict(one, Decimal(before), Decimal(after)) is found
    assert said.startswith(words)
    assert ("more than measurement error alone" in said) is (found is Verdict.BEYOND)
    assert ("can be chance" in said) is (found is Verdict.WITHIN)
    assert ("is not known" in said) is (found is Verdict.UNKNOWN)
    assert "reliably" not in said


@given(st.sampled_from(list(INSTRUMENTS.values())), st.integers(0, 1000), st.integers(0, 1000))
def test_a_change_and_its_way_back_are_said_alike(one, before, after):
    there, back = Decimal(before) / 10, Decimal(after) / 10
    assert verdict(one, there, back) is verdict(one, back, there)


@pytest.mark.parametrize("one", INSTRUMENTS.values(), ids=lambda one: one.id)
def test_where_lower_is_better_it_is_said(one):
    said = change_in_words(one, Decimal(9), Decimal(4))
    assert ("lower is better here" in said) is (one.direction == "down")


def test_the_reliable_change_of_jacobson_and_truax():
    """Jacobson & Truax 1991: 32.5 to 47.5, SD 7.5, r .80: SE 3.354, S_diff 4.743, RC 3.162; least change 9.297."""
    error = 7.5 * sqrt(1 - 0.80)
    assert error == pytest.approx(3.354, abs=0.001)
    assert sqrt(2) * error == pytest.approx(4.743, abs=0.001)
    assert (47.5 - 32.5) / (sqrt(2) * error) == pytest.approx(3.162, abs=0.001)
    assert pam.reliable_change(7.5, 0.80) == pytest.approx(9.297, abs=0.001)


def test_the_reliable_change_of_patient_activation():
    """SD 17.7 (BMC HSR 2021, s12913-021-07115-7) and alpha .88 (Rademakers 2016)."""
    assert pam.reliable_change() == pytest.approx(16.996, abs=0.001)


@pytest.mark.parametrize("one", INSTRUMENTS.values(), ids=lambda one: one.id)
def test_every_instrument_is_told_in_plain_sentences(one):
    assert how_scored(one).endswith(".")
    assert what_a_change_means(one).endswith(".")
    for about, rows in band_tables(one):
        assert about
        assert all(label and figures for label, figures in rows)


def test_ranges_of_bands_meet():
    assert band_tables(INSTRUMENTS["phq9"])[0] == (
        "The score",
        [
            ("None or minimal", "0 to 4"),
            ("Mild", "5 to 9"),
            ("Moderate", "10 to 14"),
            ("Moderately severe", "15 to 19"),
            ("Severe", "20 to 27"),
        ],
    )
