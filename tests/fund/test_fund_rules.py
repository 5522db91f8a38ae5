"""The fund's rules: days, quorum, who is the applicant, and money that always comes out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.fund import rules
from livewell.fund.rules.money import (
    MOST_PENCE,
    Books,
    Ledger,
    check_award,
    check_payment,
    check_return,
    for_a_sheet,
    pence_from,
    pounds,
    released,
    together,
)
from livewell.kit.errors import RuleBroken

PENCE = st.integers(min_value=0, max_value=MOST_PENCE)


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("250", 25_000),
        ("£250", 25_000),
        (" 1,250.50 ", 125_050),
        ("£ 1,000,000", 100_000_000),
        ("0.07", 7),
        ("0", 0),
        ("２５０", 25_000),
        ("19.99", 1_999),
        ("", None),
        ("ten", None),
        ("1,5", None),
        ("12,34", None),
        ("1.5", None),
        ("1.234", None),
        ("-3", None),
        ("1e3", None),
        ("£", None),
        ("99999999999", None),
        ("1 000", None),
        ("10000000.01", None),
    ],
)
def test_pounds_are_read_exactly_or_not_at_all(typed, pence):
    assert pence_from(typed) == pence


@given(PENCE)
def test_what_is_said_is_read_again_to_the_penny(pence):
    assert pence_from(pounds(pence)) == pence
    assert pence_from(for_a_sheet(pence)) == pence


@given(st.text(max_size=12))
def test_whatever_is_typed_gives_pence_or_nothing(typed):
    found = pence_from(typed)
    assert found is None or 0 <= found <= MOST_PENCE


@pytest.mark.parametrize(
    ("today", "closed", "is_open"),
    [
        (date(2026, 3, 28), False, False),
        (date(2026, 3, 29), False, True),
        (date(2026, 10, 25), False, True),
        (date(2026, 10, 26), False, False),
        (date(2026, 5, 1), True, False),
    ],
)
def test_a_pot_is_open_from_its_first_day_to_the_end_of_its_last(today, closed, is_open):
    assert rules.is_open(date(2026, 3, 29), date(2026, 10, 25), closed=closed, today=today) is is_open


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ann@group.example", "ANN@group.example ", True),
        ("", "", False),
        ("ann@group.example", "", False),
        ("ann@group.example", "bob@group.example", False),
    ],
)
def test_the_applicant_is_known_by_their_address(one, other, same):
    assert rules.is_the_applicant(one, other) is same


@pytest.mark.parametrize(("count", "enough"), [(0, False), (1, False), (2, True), (5, True)])
def test_two_opinions_that_count_are_needed(count, enough):
    if enough:
        rules.check_quorum(count)
    else:
        with pytest.raises(RuleBroken, match="2 panellists"):
            rules.check_quorum(count)


@pytest.mark.parametrize("missing", ["reasons", "feedback", "onward"])
def test_every_answer_says_why_and_what_else(missing):
    said = {"reasons": "r", "feedback": "f", "onward": "o"} | {missing: "  "}
    with pytest.raises(RuleBroken):
        rules.check_told(**said)


@pytest.mark.parametrize(
    ("pence", "said"),
    [(40_001, "asked for £400"), (30_001, "£300"), (20_001, "Only £200 is left")],
)
def test_an_award_beyond_anything_says_what_there_is(pence, said):
    most = 30_000 if pence <= 40_000 else 99_999_999
    with pytest.raises(RuleBroken, match=said):
        check_award(pence, asked=40_000, left=20_000, most=most)


@given(st.lists(st.tuples(st.sampled_from(["award", "pay", "return", "close"]), st.integers(0, 7), PENCE), max_size=60))
def test_totals_come_out_after_any_history(history):
    """Whatever is tried in whatever order, every sum comes out and nothing falls below nothing."""
    pot = 5_000_000
    awards: dict[int, Ledger] = {}
    closed: set[int] = set()

    def books():
        return Books(pot, together(awards.values()))

    for what, number, pence in history:
        award = awards.get(number)
        try:
            if what == "award" and award is None:
                check_award(pence, asked=pence, left=books().left, most=2_000_000)
                awards[number] = Ledger(awarded=pence)
            elif award is None or number in closed:
                continue
            elif what == "pay":
                check_payment(pence, award)
                awards[number] = Ledger(award.awarded, award.paid + pence, award.returned)
            elif what == "return":
                check_return(pence, award)
                awards[number] = Ledger(award.awarded, award.paid, award.returned + pence)
            elif what == "close":
                back = released(award, award.kept, why="")
                awards[number] = Ledger(award.awarded - back, award.paid, award.returned)
                closed.add(number)
        except RuleBroken:
            pass
        assert books().reconciles
        assert all(awards[one].to_pay == 0 for one in closed)


def test_money_that_was_not_spent_comes_back_before_an_award_is_closed():
    award = Ledger(awarded=30_000, paid=20_000, returned=1_000)
    with pytest.raises(RuleBroken, match="£40 was not spent"):
        released(award, 15_000, why="")
    with pytest.raises(RuleBroken, match="not reported"):
        released(award, None, why="")
    assert released(award, 19_000, why="") == 11_000
    assert released(award, None, why="They moved away.") == 11_000
    assert released(Ledger(awarded=5), None, why="") == 5
