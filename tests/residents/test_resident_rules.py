"""Who somebody is, what codes look like, and when something may be sent."""

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit.errors import RuleBroken
from livewell.people.rules import ContactMethod
from livewell.residents import rules
from livewell.residents.rules import CameHow, Candidate, Lately, WhichOfThemError

BORN, OTHER = date(1951, 4, 9), date(1949, 4, 9)
MARY, MARTHA = Candidate(uuid4(), BORN, ("Mary", "Mol")), Candidate(uuid4(), BORN, ("Martha", ""))
ARTHUR, UNKNOWN = Candidate(uuid4(), OTHER, ("Arthur", "")), Candidate(uuid4(), None, ("Una", ""))


@pytest.mark.parametrize(
    ("candidates", "born_on", "name", "found"),
    [
        ([], BORN, "", None),
        ([MARY], BORN, "", MARY),
        ([MARY], OTHER, "", None),
        ([MARY, ARTHUR], OTHER, "", ARTHUR),
        ([MARY, MARTHA], BORN, "martha ", MARTHA),
        ([MARY, MARTHA], BORN, "mol", MARY),
        ([MARY, MARTHA], BORN, "Arthur", None),
        ([MARY, MARTHA, ARTHUR], OTHER, "", ARTHUR),
        ([UNKNOWN], BORN, "", UNKNOWN),
        ([UNKNOWN, MARY], OTHER, "", None),
        ([UNKNOWN, MARY], BORN, "", MARY),
    ],
)
def test_who_it_is(candidates, born_on, name, found):
    assert rules.who_it_is(candidates, born_on, name) == (found.person if found else None)


def test_two_of_the_same_day_are_told_apart_by_a_name():
    with pytest.raises(WhichOfThemError):
        rules.who_it_is([MARY, MARTHA], BORN)


@given(st.text(alphabet=rules.ALPHABET, min_size=rules.CODE_LENGTH, max_size=rules.CODE_LENGTH))
def test_a_code_is_the_same_however_it_is_typed(code):
    for typed in (rules.shown(code), code.lower(), f" {code[:4]} – {code[4:]} ", rules.shown(code).replace("-", ".")):
        assert rules.tidy_code(typed) == code


def test_no_sign_of_a_code_is_taken_for_another():
    assert not set(rules.ALPHABET) & set("O0I1LZ2S5")
    assert len(set(rules.ALPHABET)) == len(rules.ALPHABET) == 27


@given(st.text(), st.text(), st.binary(), st.binary())
def test_a_kept_code_fits_only_its_own_browser_and_secret(code, other, browser, elsewhere):
    kept = rules.code_hash(code, secret="one", browser=browser)
    assert (rules.code_hash(code, secret="one", browser=elsewhere) == kept) is (browser == elsewhere)
    assert rules.code_hash(code, secret="another", browser=browser) != kept
    assert (rules.code_hash(other, secret="one", browser=browser) == kept) is (code == other)


@pytest.mark.parametrize(
    ("how", "never", "text", "write", "preferred", "may"),
    [
        (CameHow.EMAIL, False, None, None, ContactMethod.PHONE, True),
        (CameHow.EMAIL, False, None, False, ContactMethod.PHONE, False),
        (CameHow.EMAIL, False, None, False, ContactMethod.EMAIL, True),
        (CameHow.EMAIL, True, True, True, ContactMethod.EMAIL, False),
        (CameHow.TEXT, False, None, False, ContactMethod.PHONE, True),
        (CameHow.TEXT, False, False, True, ContactMethod.TEXT, False),
        (CameHow.TEXT, True, True, True, ContactMethod.TEXT, False),
    ],
)
def test_what_may_be_sent(how, never, text, write, preferred, may):
    assert rules.may_be_sent(how, never_contact=never, may_text=text, may_write=write, preferred=preferred) is may


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("+44 7700 900123", "07700900123"),
        ("0044 7700 900123", "07700900123"),
        ("+44 (0)7700 900123", "07700900123"),
        ("07700 900 123", "07700900123"),
        ("01632-960001", "01632960001"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(typed, plain):
    assert rules.plain_number(typed) == plain


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (None, Lately.NEVER),
        (date(2026, 11, 22), Lately.THIS_WEEK),
        (date(2026, 11, 16), Lately.THIS_WEEK),
        (date(2026, 11, 15), Lately.THIS_MONTH),
        (date(2026, 10, 23), Lately.THIS_MONTH),
        (date(2026, 10, 22), Lately.EARLIER),
    ],
)
def test_when_somebody_was_there_is_said_coarsely(last, said):
    assert rules.lately(last, date(2026, 11, 22)) is said


@pytest.mark.parametrize(
    ("is_booked", "is_to_come", "is_open", "refused"),
    [(True, True, False, False), (False, True, False, True), (True, False, False, True), (True, True, True, True)],
)
def test_what_may_be_asked_about_a_session(is_booked, is_to_come, is_open, refused):
    if refused:
        with pytest.raises(RuleBroken):
            rules.check_wish(is_booked=is_booked, is_to_come=is_to_come, is_open=is_open)
    else:
        rules.check_wish(is_booked=is_booked, is_to_come=is_to_come, is_open=is_open)


def test_a_visit_on_a_device_that_others_use_is_shorter_in_both_ways():
    shared, own = rules.stay(shared=True), rules.stay(shared=False)
    assert shared.idle < own.idle
    assert shared.whole < own.whole


def test_a_printed_code_needs_a_birthday():
    rules.check_code_for(born_on=BORN)
    with pytest.raises(RuleBroken):
        rules.check_code_for(born_on=None)
