"""Forms read what people type, say what is wrong, and lose nothing."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.datastructures import FormMultiDict

from livewell.kit import clock
from livewell.kit.forms import Form

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def only_sentence(form: Form) -> str:
    assert len(form.errors) == 1, form.errors
    return form.errors[0].sentence


def born(day: str, month: str, year: str) -> Form:
    return Form({"born-day": day, "born-month": month, "born-year": year})


# What was typed.


def test_a_litestar_form_and_a_mapping_read_alike() -> None:
    pairs = [("needs", "isolated"), ("needs", "inactive"), ("name", " Asha ")]
    for form in (Form(FormMultiDict(pairs)), Form({"needs": ["isolated", "inactive"], "name": " Asha "})):
        assert form.typed_all("needs") == ["isolated", "inactive"]
        assert form.typed("name") == " Asha "
        assert form.text("name", "Name") == "Asha"
        assert form.ok


@given(st.dictionaries(st.text(min_size=1), st.lists(st.text(), min_size=1)))
def test_nothing_that_was_typed_is_lost(typed: dict[str, list[str]]) -> None:
    form = Form(typed)
    for field, texts in typed.items():
        form.text(field, "It", required="Say it")
        form.day(field, "It", required="Say it")
        form.when(field, "It")
        form.whole_number(field)
        form.email(field)
        form.phone(field)
        form.postcode(field)
        form.nhs_number(field)
        form.one_of(field, ["a"])
        form.many(field, ["a"])
        for kept, text in zip(form.typed_all(field), texts, strict=True):
            assert kept == "".join(c for c in text if c in "\n\t" or (ord(c) >= 32 and not 127 <= ord(c) < 160))


def test_a_blank_form_is_filled_and_has_its_own_submission() -> None:
    form = Form.blank(
        {
            "name": "Asha",
            "born": date(1948, 7, 5),
            "planned": datetime(2026, 7, 1, 13, 30, tzinfo=UTC),
            "consent": True,
            "needs": ["isolated", "inactive"],
            "importance": 7,
            "email": None,
        }
    )
    assert (form.typed("born-day"), form.typed("born-month"), form.typed("born-year")) == ("5", "7", "1948")
    assert form.typed("planned-time") == "14:30"
    assert form.day("born", "Date of birth") == date(1948, 7, 5)
    assert form.when("planned", "Start") == datetime(2026, 7, 1, 13, 30, tzinfo=UTC)
    assert form.yes("consent")
    assert form.many("needs", ["inactive", "isolated"]) == ["inactive", "isolated"]
    assert form.whole_number("importance") == 7
    assert form.email("email") == ""
    assert form.ok
    assert Form.blank().submission != Form.blank().submission
    kept = uuid4()
    assert Form.blank(submission=kept).submission == kept


def test_the_submission_is_read_and_is_steady() -> None:
    key = uuid4()
    assert Form({"submission": str(key)}).submission == key
    form = Form({"submission": "nonsense"})
    assert isinstance(form.submission, UUID)
    assert form.submission == form.submission


@pytest.mark.parametrize(
    ("typed", "version"),
    [("3", 3), ("", None), ("-1", None), ("x", None), ("²", None), ("9" * 30, None), ("2147483648", None)],
)
def test_the_version_is_a_number_or_nothing(typed: str, version: int | None) -> None:
    assert Form({"version": typed}).version == version


def test_a_draft_keeps_everything_but_the_hidden_fields() -> None:
    form = Form({"name": "Asha", "needs": ["a", "b"], "submission": str(uuid4()), "csrf_token": "x", "_back": "/"})
    assert form.everything() == {"name": ["Asha"], "needs": ["a", "b"]}


# Text.


def test_text_is_stripped_composed_and_keeps_its_lines() -> None:
    form = Form({"reason": "  Cafe\u0301\r\nsecond\u2028third  "})
    assert form.text("reason", "Reason") == "Caf\u00e9\nsecond\nthird"


def test_short_text_is_one_line() -> None:
    assert Form({"name": "Asha\r\nBcc: x@y.example"}).text("name", "Name", longest=80) == "Asha Bcc: x@y.example"


def test_missing_text_says_the_sentence_it_was_given() -> None:
    form = Form({"reason": "   "})
    assert form.text("reason", "Why you are referring", required="Say why you are referring") == ""
    assert only_sentence(form) == "Say why you are referring"
    assert form.error_for("reason") == "Say why you are referring"
    assert not form.ok


def test_text_that_is_too_long_says_how_long_and_is_kept() -> None:
    form = Form({"reason": "x" * 2001})
    form.text("reason", "Why you are referring", longest=2000)
    assert only_sentence(form) == "Why you are referring must be 2,000 characters or fewer. It has 2,001"
    assert form.typed("reason") == "x" * 2001


def test_length_is_counted_as_people_count_it() -> None:
    form = Form({"name": "e\u0301" * 10})
    assert form.text("name", "Name", longest=10) == "\u00e9" * 10
    assert form.ok


@pytest.mark.parametrize("bad", ["\x00", "\x1b", "\x7f", "\x9b", "\ud800"])
def test_hidden_control_characters_are_refused_once_and_taken_out(bad: str) -> None:
    form = Form({"name": f"As{bad}ha"})
    form.text("name", "Name", longest=80)
    assert "hidden characters" in only_sentence(form)
    assert form.typed("name") == "Asha"
    again = Form({"name": form.typed("name")})
    assert again.text("name", "Name") == "Asha"
    assert again.ok


def test_marks_that_turn_text_round_are_taken_out_quietly() -> None:
    form = Form({"name": "\u202a07700 900123\u202c"})
    assert form.text("name", "Name") == "07700 900123"
    assert form.ok


def test_the_first_error_of_a_field_is_the_one_said_and_order_is_kept() -> None:
    form = Form({})
    form.error("b", "First")
    form.error("a", "Second")
    form.error("b", "Third")
    assert [(e.field, e.sentence) for e in form.errors] == [("b", "First"), ("a", "Second")]
    assert form.errors[0].target == "b"


# Choices.

LIST = [("gp", "A GP"), ("nurse", "A nurse", "Practice or district"), "other"]


def test_a_choice_must_be_on_the_list() -> None:
    assert Form({"role": "nurse"}).one_of("role", LIST) == "nurse"
    assert Form({"role": "other"}).one_of("role", LIST) == "other"
    assert Form({}).one_of("role", LIST) is None
    missing = Form({})
    missing.one_of("role", LIST, required="Choose your role")
    assert only_sentence(missing) == "Choose your role"
    forged = Form({"role": "administrator"})
    assert forged.one_of("role", LIST) is None
    assert only_sentence(forged) == "Choose one of the answers on the list"
    assert forged.typed("role") == "administrator"


def test_many_choices_come_back_in_the_order_of_the_list() -> None:
    form = Form({"role": ["other", "gp", "gp"]})
    assert form.many("role", LIST) == ["gp", "other"]
    assert form.ok
    one = Form({"role": "gp"})
    assert one.many("role", LIST) == ["gp"]


def test_an_unknown_tick_is_an_error_and_none_cannot_go_with_others() -> None:
    form = Form({"role": ["gp", "boss"]})
    assert form.many("role", LIST) == ["gp"]
    assert only_sentence(form) == "Choose only answers that are on the list"
    both = Form({"role": ["gp", "other"]})
    both.many("role", LIST, alone="other")
    assert "not both" in only_sentence(both)
    none = Form({})
    assert none.many("role", LIST, required="Choose at least one") == []
    assert only_sentence(none) == "Choose at least one"


def test_ticks_and_yes_or_no() -> None:
    assert Form({"consent": "yes"}).yes("consent")
    assert Form({"consent": "on"}).yes("consent")
    assert not Form({"consent": "no"}).yes("consent")
    form = Form({})
    assert not form.yes("consent", required="The person must agree")
    assert only_sentence(form) == "The person must agree"
    assert Form({"safe": "yes"}).yes_or_no("safe") is True
    assert Form({"safe": "no"}).yes_or_no("safe") is False
    assert Form({}).yes_or_no("safe") is None


# Days and times.


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (("5", "7", "1948"), date(1948, 7, 5)),
        (("05", "07", "1948"), date(1948, 7, 5)),
        ((" 5 ", "July", "1948"), date(1948, 7, 5)),
        (("5", "sept", "1948"), date(1948, 9, 5)),
        (("29", "feb", "2024"), date(2024, 2, 29)),
        (("１", "１２", "２０２５"), date(2025, 12, 1)),
    ],
)
def test_days_are_read(typed: tuple[str, str, str], day: date) -> None:
    form = born(*typed)
    assert form.day("born", "Date of birth") == day
    assert form.ok


@pytest.mark.parametrize(
    ("typed", "sentence", "boxes"),
    [
        (("31", "2", "1948"), "Date of birth must be a real date: February 1948 has only 29 days", ["day"]),
        (("29", "2", "2025"), "Date of birth must be a real date: February 2025 has only 28 days", ["day"]),
        (("31", "4", "1948"), "Date of birth must be a real date: April 1948 has only 30 days", ["day"]),
        (("5", "7", "48"), "Date of birth must have a year of 4 numbers, for example 1948", ["year"]),
        (("5", "7", "0000"), "Date of birth must have a year of 4 numbers, for example 1948", ["year"]),
        (("5", "13", "1948"), "Date of birth must have a month from 1 to 12, or its name", ["month"]),
        (("5", "ju", "1948"), "Date of birth must have a month from 1 to 12, or its name", ["month"]),
        (("0", "7", "1948"), "Date of birth must have a day from 1 to 31", ["day"]),
        (("five", "7", "1948"), "Date of birth must have a day from 1 to 31", ["day"]),
        (("", "7", "1948"), "Date of birth must include a day", ["day"]),
        (("5", "", ""), "Date of birth must include a month and a year", ["month", "year"]),
    ],
)
def test_which_box_of_a_day_is_wrong_is_said(typed: tuple[str, str, str], sentence: str, boxes: list[str]) -> None:
    form = born(*typed)
    assert form.day("born", "Date of birth") is None
    assert only_sentence(form) == sentence
    assert form.wrong_boxes("born") == tuple(f"born-{box}" for box in boxes)
    assert form.errors[0].target == f"born-{boxes[0]}"
    assert (form.typed("born-day"), form.typed("born-month"), form.typed("born-year")) == typed


def test_a_day_may_be_missing_or_not() -> None:
    assert born("", "", "").day("born", "Date of birth") is None
    form = born("", " ", "")
    form.day("born", "Date of birth", required="Enter the date of birth")
    assert only_sentence(form) == "Enter the date of birth"
    assert form.errors[0].target == "born-day"


def test_a_day_has_limits_and_both_ends_are_allowed() -> None:
    with clock.at(NOON):
        today = clock.today()
        assert born("21", "11", "2026").day("born", "It", not_after=today, not_before=today) == today
        late = born("22", "11", "2026")
        assert late.day("born", "Date of birth", not_after=today) is None
        assert only_sentence(late) == "Date of birth must be today or in the past"
        early = born("20", "11", "2026")
        early.day("born", "Start", not_before=today)
        assert only_sentence(early) == "Start must be today or in the future"
        ancient = born("1", "1", "1850")
        ancient.day("born", "Date of birth", not_before=date(1900, 1, 1))
        assert only_sentence(ancient) == "Date of birth must be 1 January 1900 or later"


@given(st.dates(min_value=date(1, 1, 1)))
def test_every_real_day_can_be_typed(day: date) -> None:
    assert born(str(day.day), str(day.month), f"{day.year:04}").day("born", "It") == day


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("14:30", "14:30"),
        ("2.30pm", "14:30"),
        ("2:30 PM", "14:30"),
        ("2.30 p.m.", "14:30"),
        ("1430", "14:30"),
        ("2pm", "14:00"),
        ("9 am", "09:00"),
        ("09:00", "09:00"),
        ("noon", "12:00"),
        ("Midday", "12:00"),
        ("12pm", "12:00"),
        ("12am", "00:00"),
        ("midnight", "00:00"),
        ("0:05", "00:05"),
    ],
)
def test_times_are_read_as_people_write_them(typed: str, hours: str) -> None:
    form = Form({"t": typed})
    moment = form.time("t", "Start time")
    assert moment is not None, form.errors
    assert f"{moment:%H:%M}" == hours


@pytest.mark.parametrize("typed", ["25:00", "14:60", "14:30pm", "0pm", "half two", "2.3pm", "-1:00", "1:2:3"])
def test_times_that_are_none_are_refused(typed: str) -> None:
    form = Form({"t": typed})
    assert form.time("t", "Start time") is None
    assert only_sentence(form) == "Start time must be a time, for example 2:30pm or 14:30"


def test_a_bare_hour_is_asked_about() -> None:
    form = Form({"t": "2"})
    form.time("t", "Start time")
    assert only_sentence(form) == "Start time must say morning or afternoon, for example 2am or 2pm"


def when(day: str, month: str, year: str, moment: str) -> Form:
    return Form({"p-day": day, "p-month": month, "p-year": year, "p-time": moment})


def test_an_instant_is_london_time_on_both_sides_of_the_clock_change() -> None:
    assert when("1", "7", "2026", "2.30pm").when("p", "Start") == datetime(2026, 7, 1, 13, 30, tzinfo=UTC)
    assert when("1", "12", "2026", "14:30").when("p", "Start") == datetime(2026, 12, 1, 14, 30, tzinfo=UTC)
    assert when("25", "10", "2026", "1:30am").when("p", "Start") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_hour_that_does_not_exist_is_refused() -> None:
    form = when("29", "3", "2026", "1:30am")
    assert form.when("p", "Start") is None
    assert "the clocks go forward" in only_sentence(form)
    assert form.wrong_boxes("p") == ("p-time",)


def test_an_instant_says_which_half_is_missing() -> None:
    no_time = when("1", "7", "2026", "")
    no_time.when("p", "Start")
    assert only_sentence(no_time) == "Start must include a time, for example 2:30pm"
    no_day = when("", "", "", "2pm")
    no_day.when("p", "Start")
    assert only_sentence(no_day) == "Start must include a day"
    neither = when("", "", "", "")
    assert neither.when("p", "Start") is None
    assert neither.ok
    neither.when("p", "Start", required="Say when it starts")
    assert only_sentence(neither) == "Say when it starts"


def test_an_instant_has_limits() -> None:
    early = when("1", "7", "2026", "2pm")
    assert early.when("p", "Start", not_before=NOON) is None
    assert only_sentence(early) == "Start must be 21 November 2026 at midday or later"
    late = when("1", "7", "2027", "2pm")
    assert late.when("p", "Start", not_after=NOON) is None
    assert only_sentence(late) == "Start must be 21 November 2026 at midday or earlier"


# Numbers.


@pytest.mark.parametrize(("typed", "number"), [("7", 7), (" 10 ", 10), ("+1", 1), ("７", 7), ("", None)])
def test_whole_numbers_are_read(typed: str, number: int | None) -> None:
    form = Form({"importance": typed})
    assert form.whole_number("importance", lowest=1, highest=10) == number
    assert form.ok


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0", "Importance must be between 1 and 10"),
        ("11", "Importance must be between 1 and 10"),
        ("7.5", "Importance must be a whole number, like 5"),
        ("seven", "Importance must be a whole number, like 5"),
        ("1" * 400, "Importance must be a whole number, like 5"),
    ],
)
def test_numbers_that_are_wrong_are_said(typed: str, sentence: str) -> None:
    form = Form({"importance": typed})
    assert form.whole_number("importance", lowest=1, highest=10) is None
    assert only_sentence(form) == sentence


def test_thousands_and_one_sided_limits() -> None:
    assert Form({"n": "1,483"}).whole_number("n", lowest=0) == 1483
    low = Form({"n": "-1"})
    low.whole_number("n", "Sessions", lowest=0)
    assert only_sentence(low) == "Sessions must be 0 or more"
    high = Form({"n": "9"})
    high.whole_number("n", "Sessions", highest=6)
    assert only_sentence(high) == "Sessions must be 6 or less"


def test_scores_have_decimals() -> None:
    assert Form({"pam": "52.9"}).number("pam", "PAM score", lowest=0, highest=100) == Decimal("52.9")
    form = Form({"pam": "52.95"})
    assert form.number("pam", "PAM score", lowest=0, highest=100) is None
    assert only_sentence(form) == "PAM score must have at most 1 decimal place"
    for typed in ("nan", "inf", "1e2", "100.1"):
        bad = Form({"pam": typed})
        assert bad.number("pam", "PAM score", lowest=0, highest=100) is None
        assert not bad.ok


# How to reach people.


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("asha@green.example", "asha@green.example"),
        (" Asha.Rao+gp@Green.Example ", "Asha.Rao+gp@green.example"),
        ("mailto:asha@green.example", "asha@green.example"),
        ("o'brien@sub.green.example", "o'brien@sub.green.example"),
    ],
)
def test_email_addresses_are_read(typed: str, tidy: str) -> None:
    assert Form({"email": typed}).email("email") == tidy


@pytest.mark.parametrize(
    "typed",
    [
        "asha",
        "asha@green",
        "asha@@green.example",
        "a b@green.example",
        "asha@green..example",
        ".asha@green.example",
        "asha@-green.example",
        "asha@green.example\nBcc: other@x.example",
        "Asha <asha@green.example>",
        "asha@green.example, other@x.example",
        "a" * 65 + "@green.example",
        "a@" + "b." * 130 + "example",
    ],
)
def test_email_addresses_that_cannot_be_are_refused(typed: str) -> None:
    form = Form({"email": typed})
    assert form.email("email") == ""
    assert only_sentence(form).endswith("like name@example.com")
    assert form.typed("email") == typed


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("07700900123", "07700 900123"),
        ("07700 900 123", "07700 900123"),
        ("+447700900123", "07700 900123"),
        ("+44 (0)7700 900123", "07700 900123"),
        ("0044 7700 900123", "07700 900123"),
        ("(01632) 960-123", "01632 960123"),
        ("0115 496 0123", "0115 496 0123"),
        ("02079460123", "020 7946 0123"),
        ("01632 960123 ext. 45", "01632 960123 ext 45"),
        ("\u202a07700 900123\u202c", "07700 900123"),
        ("+353 1 800 9001", "+353 1 800 9001"),
        ("0800 1111 111", "0800 111 1111"),
    ],
)
def test_phone_numbers_are_read_leniently_and_spaced(typed: str, tidy: str) -> None:
    form = Form({"phone": typed})
    assert form.phone("phone") == tidy, form.errors


@pytest.mark.parametrize("typed", ["123", "07700", "07700 9001234", "0000 000 000", "call me", "+44 7700", "116 123"])
def test_phone_numbers_that_cannot_be_are_refused(typed: str) -> None:
    form = Form({"phone": typed})
    assert form.phone("phone") == ""
    assert only_sentence(form).startswith("Phone number must be a phone number, like ")


def test_listings_may_have_short_numbers() -> None:
    for typed, tidy in (("111", "111"), ("116123", "116 123"), ("85258", "85258"), ("999", "999")):
        assert Form({"phone": typed}).phone("phone", short_numbers=True) == tidy


@given(st.text())
def test_a_phone_number_read_twice_is_the_same(typed: str) -> None:
    once = Form({"phone": typed}).phone("phone")
    if once:
        assert Form({"phone": once}).phone("phone") == once


@pytest.mark.parametrize("typed", ["ng2 6ab", "NG26AB", " ng2  6ab ", "NG2-6AB", "NG2 6AB."])
def test_postcodes_are_tidied(typed: str) -> None:
    assert Form({"postcode": typed}).postcode("postcode") == "NG2 6AB"


def test_a_part_of_a_postcode_is_not_enough() -> None:
    form = Form({"postcode": "NG2"})
    assert form.postcode("postcode") == ""
    assert only_sentence(form) == "Postcode must be a full UK postcode, like NG2 6AB"


def test_nhs_numbers_say_what_is_wrong() -> None:
    assert Form({"nhs": "999 000 0018"}).nhs_number("nhs") == "9990000018"
    slip = Form({"nhs": "999 000 0019"})
    assert slip.nhs_number("nhs") == ""
    assert "has a mistake in it" in only_sentence(slip)
    short = Form({"nhs": "999 000"})
    short.nhs_number("nhs")
    assert only_sentence(short) == "NHS number must be 10 digits, like 999 123 4567"
    missing = Form({})
    missing.nhs_number("nhs", required="Enter the NHS number")
    assert only_sentence(missing) == "Enter the NHS number"
