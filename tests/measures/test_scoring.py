"""Answers become scores as the published rules say. Each oracle names its source."""

from decimal import Decimal
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit.errors import RuleBroken
from livewell.measures.rules import scoring
from livewell.measures.rules.instruments import Algorithm, band_of
from livewell.measures.rules.loading import INSTRUMENTS
from livewell.measures.rules.pack_reading import read
from tests.factories.measures import a_pack_file, as_file

SYNTHETIC = read(as_file(a_pack_file()), INSTRUMENTS).calibration()


def all_answered(name, value):
    return {item.id: value for item in INSTRUMENTS[name].scored_items}


def adding_up_to(name, total):
    """Answers that come to a sum, the lowest ones first filled up."""
    answers = {}
    items = INSTRUMENTS[name].scored_items
    left = total - sum(item.scale.lowest for item in items)
    for item in items:
        more = min(left, item.scale.highest - item.scale.lowest)
        answers[item.id] = item.scale.lowest + more
        left -= more
    return answers


# ── ONS4: thresholds of the Office for National Statistics (FOI reply with thresholds, cy.ons.gov.uk) ──

WELL = {
    **dict.fromkeys(range(5), "low"),
    5: "medium",
    6: "medium",
    7: "high",
    8: "high",
    9: "very_high",
    10: "very_high",
}
ANXIOUS = {
    0: "very_low",
    1: "very_low",
    2: "low",
    3: "low",
    4: "medium",
    5: "medium",
    **dict.fromkeys(range(6, 11), "high"),
}
ONS4 = {"satisfied": WELL, "worthwhile": WELL, "happy": WELL, "anxious": ANXIOUS}
CELLS = [(item, value, band) for item, bands in ONS4.items() for value, band in bands.items()]


def test_there_are_44_cells():
    assert len(CELLS) == 44


@pytest.mark.parametrize(("item", "value", "band"), CELLS)
def test_ons4(item, value, band):
    found = scoring.score(INSTRUMENTS["ons4"], {item: value})
    assert found.parts[item].band == band
    assert (found.score, found.too_few) == (None, False)


# ── UCLA-3: sum of three, 1 to 3 each (Hughes and others 2004; ONS guidance on measuring loneliness) ──


@pytest.mark.parametrize("values", list(product((1, 2, 3), repeat=3)))
def test_ucla(values):
    items = ("companionship", "left_out", "isolated")
    found = scoring.score(INSTRUMENTS["loneliness"], dict(zip(items, values, strict=True)))
    assert found.score == sum(values)
    assert found.band == ("from_6" if sum(values) >= 6 else "below_6")


@pytest.mark.parametrize("missing", ["companionship", "left_out", "isolated"])
def test_ucla_needs_all_three_and_the_direct_question_does_not_count(missing):
    answers = {"companionship": 1, "left_out": 1, "isolated": 1, "lonely": 5}
    assert scoring.score(INSTRUMENTS["loneliness"], answers).score == 3
    del answers[missing]
    found = scoring.score(INSTRUMENTS["loneliness"], answers)
    assert found.score is None
    assert found.too_few


# ── De Jong Gierveld 6: the SPSS syntax of the manual (van Tilburg and de Jong Gierveld 1999) ──

YES, MORE_OR_LESS, NO = 1, 2, 3


def djg(emotional, social):
    answers = dict(zip(("e1", "e2", "e3"), emotional, strict=True)) | dict(zip(("s1", "s2", "s3"), social, strict=True))
    found = scoring.score(INSTRUMENTS["djg6"], {item: value for item, value in answers.items() if value is not None})
    parts = {name: found.parts[name].value if name in found.parts else None for name in ("emotional", "social")}
    return parts["emotional"], parts["social"], found.score, found.band


@pytest.mark.parametrize(
    ("emotional", "social", "expected"),
    [
        ((YES, MORE_OR_LESS, NO), (YES, MORE_OR_LESS, NO), (2, 2, 4, "moderate")),
        ((MORE_OR_LESS,) * 3, (MORE_OR_LESS,) * 3, (3, 3, 6, "severe")),
        ((NO,) * 3, (YES,) * 3, (0, 0, 0, "not")),
        ((YES, NO, NO), (YES,) * 3, (1, 0, 1, "not")),
        ((YES, YES, NO), (YES,) * 3, (2, 0, 2, "moderate")),
        ((YES, YES, YES), (NO, NO, YES), (3, 2, 5, "severe")),
        ((YES, None, NO), (YES, MORE_OR_LESS, NO), (None, 2, 3, "moderate")),
        ((YES, None, NO), (YES, None, NO), (None, None, None, "")),
        ((None, None, NO), (YES, YES, NO), (None, 1, None, "")),
    ],
)
def test_de_jong_gierveld(emotional, social, expected):
    assert djg(emotional, social) == expected


def mlones(emotional, social):
    """The manual's syntax again, told in another way: count, and give up with more than one missing."""
    missing = [*emotional, *social].count(None)
    total = sum(one in (YES, MORE_OR_LESS) for one in emotional) + sum(one in (NO, MORE_OR_LESS) for one in social)
    return total if missing <= 1 else None


@pytest.mark.parametrize("given_answers", list(product((YES, MORE_OR_LESS, NO, None), repeat=6))[::7])
def test_de_jong_gierveld_as_the_manual_counts(given_answers):
    if any(one is not None for one in given_answers):
        assert djg(given_answers[:3], given_answers[3:])[2] == mlones(given_answers[:3], given_answers[3:])


# ── SWEMWBS: 29 rows of two independent public implementations; Stewart-Brown and others 2009 ──

METRIC = """
7 7.00 8 9.51 9 11.25 10 12.40 11 13.33 12 14.08 13 14.75 14 15.32 15 15.84 16 16.36 17 16.88 18 17.43 19 17.98
20 18.59 21 19.25 22 19.98 23 20.73 24 21.54 25 22.35 26 23.21 27 24.11 28 25.03 29 26.02 30 27.03 31 28.13 32 29.31
33 30.70 34 32.55 35 35.00
"""
ROWS = [(int(raw), Decimal(metric)) for raw, metric in zip(METRIC.split()[::2], METRIC.split()[1::2], strict=True)]


@pytest.mark.parametrize(("raw", "metric"), ROWS)
def test_swemwbs(raw, metric):
    assert scoring.score(INSTRUMENTS["swemwbs"], adding_up_to("swemwbs", raw)).score == metric


def test_the_metric_table_has_29_rows_that_rise_and_come_to_585_66():
    table = INSTRUMENTS["swemwbs"].scoring.table
    assert len(table) == 29
    assert sum(table.values()) == Decimal("585.66")
    assert all(later > earlier for earlier, later in pairwise(table[raw] for raw in sorted(table)))


def test_swemwbs_needs_all_seven():
    answers = all_answered("swemwbs", 3)
    answers.popitem()
    assert scoring.score(INSTRUMENTS["swemwbs"], answers).score is None


# ── PHQ and GAD: bands of 5, 10, 15 and 20 (Kroenke 2001; Spitzer 2006) ──


@pytest.mark.parametrize(
    ("name", "total", "band"),
    [
        ("phq9", 0, "minimal"),
        ("phq9", 4, "minimal"),
        ("phq9", 5, "mild"),
        ("phq9", 9, "mild"),
        ("phq9", 10, "moderate"),
        ("phq9", 14, "moderate"),
        ("phq9", 15, "moderately_severe"),
        ("phq9", 19, "moderately_severe"),
        ("phq9", 20, "severe"),
        ("phq9", 27, "severe"),
        ("phq8", 24, "severe"),
        ("gad7", 4, "minimal"),
        ("gad7", 5, "mild"),
        ("gad7", 9, "mild"),
        ("gad7", 10, "moderate"),
        ("gad7", 14, "moderate"),
        ("gad7", 15, "severe"),
        ("gad7", 21, "severe"),
    ],
)
def test_bands_of_phq_and_gad(name, total, band):
    found = scoring.score(INSTRUMENTS[name], adding_up_to(name, total))
    assert (found.score, found.band) == (total, band)


@pytest.mark.parametrize("name", ["phq8", "phq9", "gad7", "wemwbs"])
def test_one_left_out_is_no_score(name):
    answers = all_answered(name, 1)
    answers.popitem()
    found = scoring.score(INSTRUMENTS[name], answers)
    assert (found.score, found.band, found.too_few) == (None, "", True)


# ── our own ──


def test_roles_count_what_is_there_now_and_not_what_is_wished_for():
    answers = all_answered("roles", 2) | {"work": 1, "friend": 1, "family": 1, "moving": 0}
    found = scoring.score(INSTRUMENTS["roles"], answers)
    assert found.score == 3
    assert {name: part.value for name, part in found.parts.items()} == {
        "roles": 1,
        "relationships": 2,
        "activities": 0,
    }


def test_citizenship_counts_and_somebody_may_keep_an_answer_to_themself():
    everything = all_answered("citizenship", 1)
    assert scoring.score(INSTRUMENTS["citizenship"], everything).score == 4
    assert scoring.score(INSTRUMENTS["citizenship"], everything | {"money": 0}).score == 3
    kept = scoring.score(INSTRUMENTS["citizenship"], everything | {"money": 9})
    assert (kept.score, kept.not_applicable, kept.too_few) == (None, 1, True)


def test_services_used_and_groups_have_no_total():
    for name in ("service_use", "groups"):
        found = scoring.score(INSTRUMENTS[name], all_answered(name, 3))
        assert (found.score, found.too_few) == (None, False)


# ── patient activation with a SYNTHETIC table ──


@pytest.mark.parametrize(("value", "score", "level"), [(1, "0.0", 1), (2, "33.3", 1), (3, "66.7", 3), (4, "100.0", 4)])
def test_a_licence_pack_turns_answers_into_a_score(value, score, level):
    found = scoring.score(INSTRUMENTS["pam"], all_answered("pam", value), SYNTHETIC)
    assert (found.score, found.level) == (Decimal(score), level)


def test_without_a_pack_answers_come_to_nothing():
    assert scoring.score(INSTRUMENTS["pam"], all_answered("pam", 3)).score is None


@pytest.mark.parametrize(
    ("answered", "not_applicable", "score"), [(10, 3, "66.7"), (10, 0, "66.7"), (9, 4, None), (13, 0, "66.7")]
)
def test_the_mean_stands_in_for_what_is_missing_down_to_the_minimum(answered, not_applicable, score):
    names = [item.id for item in INSTRUMENTS["pam"].items]
    answers = dict.fromkeys(names[:answered], 3) | dict.fromkeys(names[answered : answered + not_applicable], 0)
    found = scoring.score(INSTRUMENTS["pam"], answers, SYNTHETIC)
    assert found.score == (None if score is None else Decimal(score))
    assert (found.answered, found.not_applicable) == (answered, not_applicable)


def test_a_mean_that_is_no_whole_sum_goes_to_the_nearest():
    names = [item.id for item in INSTRUMENTS["pam"].items]
    answers = dict.fromkeys(names[:6], 3) | dict.fromkeys(names[6:12], 2)
    assert scoring.score(INSTRUMENTS["pam"], answers, SYNTHETIC).score == SYNTHETIC.table[33]  # 30 of 12: 32.5 of 13


@pytest.mark.parametrize(
    ("score", "level"),
    [("39.9", 1), ("40.0", 2), ("59.9", 2), ("60.0", 3), ("79.9", 3), ("80.0", 4), ("0.0", 1), ("100.0", 4)],
)
def test_levels_of_a_pack(score, level):
    assert band_of(Decimal(score), SYNTHETIC.bands).level == level


# ── what comes in ──


@pytest.mark.parametrize("wrong", [4, -1, "x", "1.0", True, "½", [1], 1.5, "٣"])
def test_what_is_no_answer_is_refused_by_its_number(wrong):
    with pytest.raises(RuleBroken, match="question 2"):
        scoring.read_answers(INSTRUMENTS["gad7"], {"nervous": 1, "control": wrong})


def test_what_is_not_asked_is_refused_and_so_is_nothing_at_all():
    with pytest.raises(RuleBroken, match="does not ask sleep"):
        scoring.read_answers(INSTRUMENTS["gad7"], {"sleep": 1})
    for nothing in ({}, {"nervous": ""}, {"nervous": None}):
        with pytest.raises(RuleBroken, match="at least one"):
            scoring.read_answers(INSTRUMENTS["gad7"], nothing)


def test_answers_come_out_in_the_order_of_the_questions():
    read_back = scoring.read_answers(INSTRUMENTS["gad7"], {"afraid": "2", "nervous": " 1 ", "control": None})
    assert list(read_back.items()) == [("nervous", 1), ("afraid", 2)]


def test_a_score_is_never_made_from_what_is_no_answer():
    with pytest.raises(ValueError, match="nervous"):
        scoring.score(INSTRUMENTS["gad7"], {"nervous": 7})


@pytest.mark.parametrize(
    ("name", "given_score", "said"),
    [
        ("pam", "100.1", "between 0 and 100"),
        ("pam", "NaN", "between"),
        ("pam", "47.05", "one decimal"),
        ("swemwbs", "20", "No answers come to this score"),
        ("swemwbs", "19.255", "2 decimals"),
        ("wemwbs", "14.5", "no decimals"),
        ("wemwbs", "13", "between 14 and 70"),
        ("phq9", "5", "scored here"),
        ("ons4", "5", "scored here"),
    ],
)
def test_a_score_from_elsewhere_that_cannot_be(name, given_score, said):
    with pytest.raises(RuleBroken, match=said):
        scoring.from_elsewhere(INSTRUMENTS[name], Decimal(given_score))


@pytest.mark.parametrize(
    ("name", "given_score", "kept"), [("pam", "47", "47.0"), ("swemwbs", "19.25", "19.25"), ("djg6", "6", "6")]
)
def test_a_score_from_elsewhere_has_the_instruments_decimals(name, given_score, kept):
    assert str(scoring.from_elsewhere(INSTRUMENTS[name], Decimal(given_score))) == kept


# ── properties, whatever is answered ──


@st.composite
def answered(draw):
    one = draw(st.sampled_from(list(INSTRUMENTS.values())))
    answers = {}
    for item in one.items:
        values = [option.value for option in item.scale.options] or list(
            range(item.scale.lowest, item.scale.highest + 1)
        )
        value = draw(st.none() | st.sampled_from(values))
        if value is not None:
            answers[item.id] = value
    return one, answers


@given(answered())
def test_a_score_lies_in_its_range_and_in_one_band_or_there_is_none(found):
    one, answers = found
    calibration = SYNTHETIC if one.id == "pam" else None
    result = scoring.score(one, answers, calibration)
    assert 0 <= result.answered <= len(one.scored_items)
    if result.score is None:
        assert not result.band
        assert result.too_few is one.has_score
    else:
        assert one.scoring.lowest <= result.score <= one.scoring.highest
        assert result.score == result.score.quantize(one.scoring.step)
        assert bool(result.band) is bool(calibration.bands if calibration else one.bands)


@given(answered(), st.data())
def test_a_higher_answer_never_lowers_a_sum(found, data):
    one, answers = found
    if one.scoring.algorithm not in {Algorithm.SUM, Algorithm.TABLE} or not answers:
        return
    item = data.draw(st.sampled_from(sorted(answers)))
    asked = one.item(item)
    if not asked.scored or answers[item] >= asked.scale.highest:
        return
    before = scoring.score(one, answers)
    after = scoring.score(one, answers | {item: answers[item] + 1})
    assert before.score is None or after.score > before.score


@given(st.sampled_from([one for one in INSTRUMENTS.values() if one.has_score]), st.integers(0, 20))
def test_fewer_answers_than_the_minimum_are_never_a_score(one, many):
    wanted = one.scored_items[: min(many, one.missing.min_answered - 1)]
    answers = {item.id: item.scale.highest for item in wanted}
    assert scoring.score(one, answers).score is None
