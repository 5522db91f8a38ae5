"""When to ask, what is missing, and that what waits stays what everybody reads until it is approved."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.assets.forms import PARTS
from livewell.assets.rules import Delivery, Feature, Joining, Running
from livewell.assets.rules.closing import closed
from livewell.assets.rules.differences import FIELDS
from livewell.assets.rules.listing import ContactPerson, Cost, Venue
from livewell.assets.rules.tiers import LIVE, WAITS
from livewell.assets.rules.times import Pattern, Repeats
from livewell.owners import rules
from livewell.owners.rules import as_asked, days_to_answer, is_time_to_ask, missing
from tests.factories.assets import a_listing

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
WHOLE = a_listing(
    patterns=(Pattern(Repeats.ON_DATES, dates=(date(2027, 1, 5),), opens=600, closes=660),),
    venues=(Venue(name="Hall", features=(Feature.STEP_FREE,)),),
    contacts=(ContactPerson("Beryl", "", "01632 960 001"),),
    free=True,
    first_time="Beryl meets you at the door.",
    joining=Joining.TURN_UP,
    who_for="Anybody",
)


@pytest.mark.parametrize(
    ("times", "days_since_first", "ask"),
    [
        (0, None, True),
        (1, 0, False),
        (1, 13, False),
        (1, 14, True),
        (2, 20, False),
        (2, 28, True),
        (3, 28, False),
        (3, 400, False),
    ],
)
def test_they_are_asked_three_times_and_then_it_is_quiet(times, days_since_first, ask):
    first = None if days_since_first is None else NOW - timedelta(days=days_since_first)
    assert is_time_to_ask(times, first, NOW) is ask


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=900)))
def test_days_to_answer_are_whole_and_never_negative(waited):
    assert days_to_answer(NOW - waited, NOW) == waited.days
    assert days_to_answer(NOW + waited, NOW) == 0


def test_a_whole_listing_lacks_nothing_and_an_empty_one_nearly_all():
    assert missing(WHOLE, photos=1) == ()
    assert missing(a_listing(), photos=0) == (
        "When it happens",
        "Where it is",
        "Somebody to ask",
        "What it costs",
        "Getting in and taking part",
        "What to expect the first time",
        "How to join",
        "Who it is for",
        "A photo",
    )


@pytest.mark.parametrize(
    ("changes", "lacks"),
    [
        ({"delivery": (Delivery.ONLINE,), "venues": (), "features": (Feature.ALONE,)}, ()),
        ({"contacts": (ContactPerson("Beryl"),)}, ("Somebody to ask",)),
        ({"contacts": (ContactPerson("Beryl", "", "01632 960 001", shown=False),)}, ("Somebody to ask",)),
        ({"contacts": (), "website": "https://group.example"}, ()),
        ({"free": None, "costs": (Cost("", Decimal(2)),)}, ()),
        ({"free": None}, ("What it costs",)),
        ({"patterns": (), "when_note": "Ask Beryl"}, ()),
    ],
)
def test_what_is_missing(changes, lacks):
    assert missing(replace(WHOLE, **changes), photos=1) == lacks


@given(st.sets(st.sampled_from([one.name for one in FIELDS])))
def test_forms_begin_from_what_was_asked_only_where_it_must_wait(fields):
    asked = replace(WHOLE, name="Another name", who_for="Men", what="Something else", running=Running.CLOSED)
    begun = as_asked(WHOLE, asked, fields)
    for name in ("name", "who_for", "what", "running"):
        wanted = asked if name in fields & WAITS else WHOLE
        assert getattr(begun, name) == getattr(wanted, name)


def test_closing_changes_nothing_else():
    assert replace(closed(WHOLE), running=Running.ACTIVE) == WHOLE


def test_every_part_says_what_waits_in_it():
    assert set(rules.PART_WAITS) == set(PARTS)
    assert "times" in LIVE
    assert rules.PART_WAITS["times"] == ""
