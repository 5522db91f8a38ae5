"""What somebody types into the boxes of a time: read as it is meant, or sent back with a sentence, and nothing left out."""

from datetime import UTC, datetime

import pytest

from livewell.assets.forms.times import fill_times, read_times
from livewell.assets.forms.times_typed import parts
from livewell.assets.rules.listing import Listing, Venue
from livewell.assets.rules.times import BankHolidays, Part, Pattern, Repeats, in_words
from livewell.kit import clock
from livewell.kit.forms import Form
from tests.assets.times_strategies import TODAY
from tests.factories.assets import a_listing

TUESDAY = {
    "lines": ["0"],
    "at_0": "none",
    "repeats_0": "weekly",
    "weekdays_0": ["1"],
    "opens_0": "2pm",
    "closes_0": "4pm",
}
NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
EMPTY = {"weekdays_0": [], "opens_0": "", "closes_0": ""}


def sent(**typed):
    return Form({**TUESDAY, **typed})


def read(form, listing=None):
    return read_times(form, listing or a_listing())


def wrong_with(form):
    assert read(form) is None
    return {one.field: one.sentence for one in form.errors}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Tuesdays 2pm to 4pm"),
        ({"opens_0": "8pm", "closes_0": "midnight"}, "Tuesdays 8pm to midnight"),
        ({"opens_0": "8pm", "closes_0": "12am"}, "Tuesdays 8pm to midnight"),
        ({"opens_0": "8pm", "closes_0": "midnight", "overnight_0": "yes"}, "Tuesdays 8pm to midnight"),
        ({"opens_0": "midnight", "closes_0": "midnight"}, "Tuesdays, day and night"),
        ({"opens_0": "10pm", "closes_0": "2am", "overnight_0": "yes"}, "Tuesdays 10pm to 2am the next day"),
        ({"opens_0": "9am", "closes_0": "9am", "overnight_0": "yes"}, "Tuesdays 9am to 9am the next day"),
        (
            {"repeats_0": "monthly_by_weekday", "nth_0": ["5"]},
            "Fifth Tuesday of the month, 2pm to 4pm",
        ),
        ({"repeats_0": "monthly_by_weekday", "nth_0": ["-1"]}, "Last Tuesday of the month, 2pm to 4pm"),
        (
            {"repeats_0": "monthly_by_date", "weekdays_0": [], "month_days_0": "29, last"},
            "The 29th and last day of the month, 2pm to 4pm",
        ),
        ({"repeats_0": "on_dates", "weekdays_0": [], "dates_0": "29 February 2028"}, "29 February 2028, 2pm to 4pm"),
        (
            {"repeats_0": "by_arrangement", **EMPTY, "note_0": "Ring Pat"},
            "By arrangement: Ring Pat",
        ),
    ],
)
def test_times_are_what_was_typed(typed, said):
    with clock.at(NOON):
        found = read(sent(**typed))
        assert [in_words(one) for one in found.patterns] == [said]
        # Opened again and saved as it is, it says the same.
        again = read(Form.blank(fill_times(found)), found)
    assert again == found


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"nth_0": ["-1"]}, "nth_0", "You ticked weeks of the month"),
        ({"dates_0": "3 May 2027"}, "dates_0", "You gave certain dates"),
        ({"month_days_0": "15"}, "month_days_0", "You gave dates of the month"),
        ({"repeats_0": "on_dates", "dates_0": "3 May 2027"}, "weekdays_0", "You ticked days of the week"),
        ({"repeats_0": "monthly_by_date", "month_days_0": "15"}, "weekdays_0", "You ticked days of the week"),
        (
            {"repeats_0": "on_dates", "weekdays_0": [], "dates_0": "3 May 2027", "every_0": "2"},
            "every_0",
            "Certain dates do not come round again",
        ),
        (
            {"repeats_0": "on_dates", "weekdays_0": [], "dates_0": "3 May 2027", "last_on_0-day": "1",
             "last_on_0-month": "5", "last_on_0-year": "2027"},
            "repeats_0",
            "3 May 2027 is not between the first date and the last date",
        ),
        ({"repeats_0": "by_arrangement", "note_0": "Ring Pat"}, "repeats_0", "has no days and hours"),
        (
            {"repeats_0": "by_arrangement", **EMPTY, "note_0": "Ring Pat", "term_time_0": "yes"},
            "repeats_0",
            "has no days and hours",
        ),
        (
            {"repeats_0": "by_arrangement", **EMPTY, "note_0": "Ring", "bank_holidays_0": "not_then"},
            "repeats_0",
            "has no days and hours",
        ),
        ({"opens_0": "2pm", "closes_0": "4pm", "overnight_0": "yes"}, "overnight_0", "end before midnight"),
        ({"opens_0": "10pm", "closes_0": "2am"}, "closes_0", "tick the box below it"),
        ({"in_words": "Fridays 2pm to 4pm"}, "in_words", "Press Fill in the boxes"),
    ],
)  # fmt: skip
def test_nothing_that_was_typed_is_left_out_without_a_word(typed, field, sentence):
    with clock.at(NOON):
        assert sentence in wrong_with(sent(**typed))[field]


def test_what_a_pattern_of_another_directory_has_besides_is_not_put_in_boxes():
    """A weekly time may carry a week of the month that means nothing: it must not stand in the way of saving."""
    odd = Pattern(Repeats.WEEKLY, (1,), nth=(2,), month_days=(3,), opens=840, closes=960)
    listing = a_listing(patterns=(odd,))
    with clock.at(NOON):
        found = read(Form.blank(fill_times(listing)), listing)
    assert [in_words(one) for one in found.patterns] == ["Tuesdays 2pm to 4pm"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Walk 1:30pm", Part("Walk", 810)),
        ("Tea at 3pm", Part("Tea", 900)),
        ("Tea from 3pm to 4pm", Part("Tea", 900, 960)),
        ("Tea, 3pm until 4pm", Part("Tea", 900, 960)),
        ("Tea: 3pm – 4pm", Part("Tea", 900, 960)),
        ("1:30pm walk", Part("walk", 810)),
        ("1:30pm: Walk in the wood", Part("Walk in the wood", 810)),
        ("1:30pm to 3 p.m. Walk", Part("Walk", 810, 900)),
        ("at 3pm tea", Part("tea", 900)),
        ("5-a-side 2pm", Part("5-a-side", 840)),
        ("Prayers midday", Part("Prayers", 720)),
        ("Last orders 1am", Part("Last orders", 1500)),
    ],
)
def test_a_part_is_read_however_it_is_put(said, found):
    form = Form({"parts_0": said})
    assert parts(form, "parts_0", 700) == (found,)
    assert form.ok


@pytest.mark.parametrize("said", ["Walk", "3pm", "Walk sometime", "Walk 25:00"])
def test_a_part_without_a_time_or_a_name_is_asked_again(said):
    form = Form({"parts_0": said})
    assert parts(form, "parts_0", 700) == ()
    assert said in form.error_for("parts_0")


def test_several_places_and_parts_come_back_as_they_were():
    walk = Pattern(
        Repeats.WEEKLY, (3,), opens=810, closes=900, parts=(Part("Walk", 810), Part("Tea", 880)), term_time=True,
        bank_holidays=BankHolidays.NOT_THEN,
    )  # fmt: skip
    night = Pattern(Repeats.WEEKLY, (5,), opens=1320, closes=1560, note="Bring a torch")
    listing = Listing(**{**vars(a_listing()), "venues": (Venue(name="Hall", patterns=(walk,)),), "patterns": (night,)})
    with clock.at(NOON):
        assert read(Form.blank(fill_times(listing)), listing) == listing
