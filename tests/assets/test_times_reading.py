"""Common English is read when it is certain, and left alone when it is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.assets.rules.times import all_in_words, read_words

CERTAIN = {
    "Thursdays 1.30pm to 3pm": "Thursdays 1:30pm to 3pm",
    "every Thursday, 1.30 - 3pm": "Thursdays 1:30pm to 3pm",
    "Thursdays from 1:30 p.m. until 3 p.m.": "Thursdays 1:30pm to 3pm",
    "Thursday’s 1.30pm–3.00pm": "Thursdays 1:30pm to 3pm",
    "1.30pm to 3pm on Thursdays": "Thursdays 1:30pm to 3pm",
    "We meet every Thursday between 1.30pm and 3pm.": "Thursdays 1:30pm to 3pm",
    "Times: Thursday 13:30-15:00": "Thursdays 1:30pm to 3pm",
    "Thursdays: 1.30pm to 3pm": "Thursdays 1:30pm to 3pm",
    "Tues & Thurs 10am-12 noon": "Tuesdays and Thursdays 10am to midday",
    "Tues and Thurs 10-12pm": "Tuesdays and Thursdays 10am to midday",
    "Tue/Thu 10am-midday": "Tuesdays and Thursdays 10am to midday",
    "Mon, Wed, Fri 9.30am-12.30pm": "Mondays, Wednesdays and Fridays 9:30am to 12:30pm",
    "Weekdays 9am to 5pm": "Monday to Friday 9am to 5pm",
    "Mon-Fri 9-5pm": "Monday to Friday 9am to 5pm",
    "Monday to Friday, 9.00 - 17.00": "Monday to Friday 9am to 5pm",
    "Weekends 10am - 4": "Saturdays and Sundays 10am to 4pm",
    "Daily 8-8pm": "Every day 8am to 8pm",
    "Fri to Mon 22:00-02:00": "Mondays, Fridays, Saturdays and Sundays 10pm to 2am the next day",
    "Saturdays 10pm to 2am": "Saturdays 10pm to 2am the next day",
    "Saturdays 9pm to 12 midnight": "Saturdays 9pm to midnight",
    "Saturdays 10 to midnight": "Saturdays 10pm to midnight",
    "Day and night, every day": "Every day, day and night",
    "24/7": "Every day, day and night",
    "24 hours a day, seven days a week": "Every day, day and night",
    "First Tuesday of the month, 2pm to 4pm": "First Tuesday of the month, 2pm to 4pm",
    "2-4pm on the first Tuesday of each month": "First Tuesday of the month, 2pm to 4pm",
    "Monthly on the 1st Tuesday, 2-4pm": "First Tuesday of the month, 2pm to 4pm",
    "1st and 3rd Mondays, 7.30pm - 9.30pm (term time only)": (
        "First and third Monday of the month, 7:30pm to 9:30pm, in term time"
    ),
    "Every second Tuesday of the month 2-4pm": "Second Tuesday of the month, 2pm to 4pm",
    "Last Friday of every month 7pm to 9pm": "Last Friday of the month, 7pm to 9pm",
    "The 1st and 15th of the month, 10:00-12:00": "The 1st and 15th of the month, 10am to midday",
    "Last day of the month 10am to 11am": "The last day of the month, 10am to 11am",
    "Every other Wednesday from 7 January 2026, 6pm–8pm": "Every other Wednesday from 7 January 2026, 6pm to 8pm",
    "Wednesdays fortnightly, 6pm to 8pm, starting 7th January 2026": (
        "Every other Wednesday from 7 January 2026, 6pm to 8pm"
    ),
    "Alternate Wednesdays 6-8pm from Wed 7 Jan 2026": "Every other Wednesday from 7 January 2026, 6pm to 8pm",
    "Every 2 weeks on Wednesday from 2026-01-07, 6pm to 8pm": "Every other Wednesday from 7 January 2026, 6pm to 8pm",
    "Saturday 12 December 2026, 6pm to 1am": "12 December 2026, 6pm to 1am the next day",
    "12/12/2026 2-4pm": "12 December 2026, 2pm to 4pm",
    "12, 19 and 26 December 2026, 2pm to 4pm": "12, 19 and 26 December 2026, 2pm to 4pm",
    "Every Tuesday from 10am until 12 noon during term time": "Tuesdays 10am to midday, in term time",
    "Every Tuesday (term-time only) 10am-12 noon": "Tuesdays 10am to midday, in term time",
    "Mondays 2pm to 4pm, except bank holidays": "Mondays 2pm to 4pm, not on bank holidays",
    "Mondays 2pm to 4pm (closed on public holidays)": "Mondays 2pm to 4pm, not on bank holidays",
    "Mondays 2pm to 4pm including bank holidays": "Mondays 2pm to 4pm",
    "Mondays 2pm to 4pm, not on 21 and 28 December 2026": "Mondays 2pm to 4pm, not on 21 and 28 December 2026",
    "Mondays 2pm to 4pm until 29 June 2026": "Mondays until 29 June 2026, 2pm to 4pm",
    "Mondays 9am to 12pm and 2pm to 5pm": "Mondays 9am to midday and 2pm to 5pm",
    "Opening hours: Monday: 9am - 5pm, Tuesday: 9am - 4pm": "Mondays 9am to 5pm; Tuesdays 9am to 4pm",
    "Mondays 9am to 5pm and Tuesdays 9am to 4pm": "Mondays 9am to 5pm; Tuesdays 9am to 4pm",
    "Thursdays 1:30pm to 4pm: walk 1:30pm, then tea 3pm to 4pm": (
        "Thursdays 1:30pm to 4pm: walk 1:30pm, then tea 3pm to 4pm"
    ),
    "Every Tuesday and the first Thursday of the month, 2pm to 4pm": (
        "Tuesdays 2pm to 4pm; First Thursday of the month, 2pm to 4pm"
    ),
}

UNSURE = [
    "",
    "   ",
    "-",
    "By arrangement",
    "Thursdays",
    "Thursdays at 2pm",
    "Thursdays 2pm",
    "Last Friday of the month 7pm-late",
    "Mondays 9-5",  # surely the day, but so is 7-9 the morning or the evening
    "Tuesdays 7-9",
    "Tuesdays 2:00-4:00",
    "Tuesdays 10:00-2:00",
    "Tuesdays 01:00-03:00",
    "Tuesdays 5pm to 4pm",
    "Tuesdays 25:00 to 26:00",
    "Tuesdays 14pm to 16pm",
    "Tuesdays 9.75am to 11am",
    "Every other Tuesday 2-4pm",  # from when?
    "Every other Tuesday from 7 January 2026, 2-4pm",  # a Wednesday
    "Every other Tuesday and Thursdays from 6 January 2026, 2-4pm",
    "Every second Tuesday 2-4pm",  # every other, or of the month?
    "First Tuesday 2-4pm",
    "Every third day 2-4pm",
    "Every 0 weeks on Tuesday from 6 January 2026, 2-4pm",
    "Sunday 12 December 2026, 6pm to 8pm",  # a Saturday
    "31 February 2026, 6pm to 8pm",
    "31/02/2026, 6pm to 8pm",
    "12 December, 6pm to 8pm",  # which year?
    "Most Tuesdays 2-4pm",
    "Tuesdays 2-4pm, ring first",
    "Tuesdays 2-4pm except August",
    "Tuesdays 2-4pm in term time, in term time",
    "Mondays 9am to 5pm, Tuesdays 9am to 4pm, not on bank holidays",  # both, or Tuesdays alone?
    "Mondays 9am to 5pm, Tuesdays 9am to 4pm: walk 9am",
    "Tuesdays 2-4pm: walk 2pm, then",
    "Tuesdays 2-4pm £5",
    "The last of the month 2pm to 4pm",
    "The 15th 2pm to 4pm",
    "Last Tuesday of every second 2pm to 4pm",
    "50 Tuesdays 2pm to 4pm",
    "Tuesdays 2pm to 4pm " * 200,
]


@pytest.mark.parametrize(("text", "meant"), CERTAIN.items())
def test_common_ways_are_read(text, meant):
    read = read_words(text)
    assert (read and all_in_words(read)) == meant


@pytest.mark.parametrize("text", UNSURE)
def test_what_may_mean_something_else_is_left_alone(text):
    assert read_words(text) is None


def test_a_first_date_is_where_weeks_are_counted_from():
    (read,) = read_words("Alternate Wednesdays 6-8pm from Wed 7 Jan 2026") or ()
    assert (read.every, read.first_on) == (2, date(2026, 1, 7))


WORDS = "Every other first Tuesdays and Thursday of the month 2pm to 4 12 noon in term time from 7 January 2026 , : ; not on"


@given(words=st.lists(st.sampled_from(WORDS.split()), max_size=14))
def test_words_in_any_order_are_read_or_left_alone(words):
    read = read_words(" ".join(words))
    assert read is None or read_words(all_in_words(read)) == read


@given(text=st.text(max_size=60))
def test_any_text_is_read_or_left_alone(text):
    read = read_words(text)
    assert read is None or all_in_words(read)
