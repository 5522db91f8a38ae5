"""What fits whom, what may be said, when we worry, what it costs, and when somebody is thanked."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from livewell.kit.clock import LONDON
from livewell.kit.errors import RuleBroken
from livewell.placements.rules import asking, caring, code_of, money, placing, shifts, visits
from livewell.placements.rules.matching import Offer, Side, Wanted, Words, fits, points, reasons, suggest
from livewell.placements.rules.placing import Stopped
from livewell.placements.rules.saying import say_minutes
from livewell.volunteers.rules.gate import Part

WORDS = Words(
    times={"mon_morning": "Monday mornings", "tue_afternoon": "Tuesday afternoons"},
    languages={"pl": "Polish", "ur": "Urdu"},
    interests={"birds": "Birds", "tea": "Tea", "chess": "Chess", "walks": "Walks"},
    access={"step_free": "Step-free places", "hearing": "Hearing support"},
)


def offer(**changes) -> Offer:
    usual = {"volunteer": uuid4(), "role": uuid4(), "side": Side(), "miles": 5, "ready": True, "most_people": 1}
    return Offer(**(usual | changes))


def side(east=None, **changes) -> Side:
    lists = {name: frozenset(codes) for name, codes in changes.items()}
    return Side((458000 + east * 1609.344, 337000) if east is not None else None, **lists)


FITS = {
    "ready and silent": (side(), offer(), True),
    "not ready": (side(), offer(ready=False), False),
    "no room": (side(), offer(people=1), False),
    "room for a second": (side(), offer(people=1, most_people=2), True),
    "kept apart": (side(), offer(never=True), False),
    "as far as they would go": (side(0), offer(side=side(5)), True),
    "too far": (side(0), offer(side=side(5.1)), False),
    "nobody knows where": (side(), offer(side=side(50)), True),
    "other times": (side(times=["mon_morning"]), offer(side=side(times=["tue_afternoon"])), False),
    "one time together": (side(times=["mon_morning", "x"]), offer(side=side(times=["mon_morning"])), True),
    "no language together": (side(languages=["pl"]), offer(side=side(languages=["ur"])), False),
    "who says nothing speaks English": (side(languages=["pl"]), offer(), False),
    "English is enough": (side(languages=["pl", "en"]), offer(), True),
}


@pytest.mark.parametrize("case", FITS)
def test_who_fits(case):
    wanted, offered, expected = FITS[case]
    assert fits(Wanted(wanted), offered) is expected


def test_the_reasons_are_said_a_line_each():
    one = side(0, times=["mon_morning", "tue_afternoon"], languages=["en", "pl"], interests=["birds", "tea"])
    other = side(1.2, times=["tue_afternoon"], languages=["en", "pl"], interests=["tea"])
    assert reasons(one, other, WORDS) == (
        "Both free on Tuesday afternoons",
        "1.2 miles apart",
        "Both speak Polish",
        "Both like: Tea",
    )
    found = suggest(
        Wanted(one, frozenset({"step_free", "hearing"})),
        [offer(side=other, helps_with=frozenset({"step_free"}))],
        WORDS,
    )
    assert found[0].reasons[-1] == "Can help with: step-free places"
    assert found[0].to_speak_about == ("Hearing support",)


def test_who_shares_more_comes_first_and_who_sees_fewest_among_equals():
    near = offer(side=side(1, times=["mon_morning"], interests=["tea"]))
    far = offer(side=side(4, times=["mon_morning"]))
    busy = offer(side=side(4, times=["mon_morning"]), people=1, most_people=3)
    found = suggest(Wanted(side(0, times=["mon_morning"], interests=["tea"])), [busy, far, near], WORDS)
    assert [one.volunteer for one in found] == [near.volunteer, far.volunteer, busy.volunteer]


CODES = {"times": list(WORDS.times), "languages": ["en", "pl", "ur"], "interests": list(WORDS.interests)}
SIDES = some.builds(
    Side,
    point=some.none() | some.tuples(some.floats(0, 20_000), some.floats(0, 20_000)),
    **{name: some.frozensets(some.sampled_from(codes)) for name, codes in CODES.items()},
)
OFFERS = some.builds(
    Offer,
    volunteer=some.uuids(),
    role=some.uuids(),
    side=SIDES,
    miles=some.integers(1, 20),
    helps_with=some.frozensets(some.sampled_from(list(WORDS.access))),
    ready=some.booleans(),
    people=some.integers(0, 3),
    most_people=some.integers(1, 3),
    never=some.booleans(),
)


@given(SIDES, SIDES)
def test_reasons_and_points_are_the_same_from_either_side(one, other):
    assert points(one, other) == points(other, one)
    assert reasons(one, other, WORDS) == reasons(other, one, WORDS)


@given(SIDES, some.lists(OFFERS, max_size=6))
def test_nobody_is_suggested_who_must_not_be(wanted, offers):
    by_id = {(one.volunteer, one.role): one for one in offers}
    for found in suggest(Wanted(wanted), offers, WORDS):
        one = by_id[found.volunteer, found.role]
        assert one.ready
        assert not one.never
        assert one.people < one.most_people
        assert found.reasons


TOO_MUCH = {
    "I like birds": False,
    "I was born in 1948": False,
    "Ask for Mrs Testperson": True,
    "TESTPERSON": True,
    "Testpersons are many": False,
    "Come to ng2 6ab": True,
    "The house at 1 Green Lane": True,
    "Ring 01632 960 001": True,
    "999 123 4567": True,
    "Free from 10 to 12": False,
}


@pytest.mark.parametrize("words", TOO_MUCH)
def test_nothing_that_leads_to_somebody_may_be_written(words):
    said = asking.says_too_much(
        words, family_name="Testperson", address_lines=["1 Green Lane", ""], today=date(2026, 11, 22)
    )
    assert bool(said) is TOO_MUCH[words]


def test_a_code_says_nothing_but_a_little_of_a_number():
    assert code_of(UUID("3f9a2c00-0000-4000-8000-000000000000")) == "V-3F9A2C"


LONDON_MORNING = datetime(2026, 10, 22, 10, tzinfo=LONDON)


def test_a_shift_of_every_week_stays_at_ten_when_the_clocks_go_back():
    first, second = shifts.weeks_from(LONDON_MORNING, 2)
    assert (first.astimezone(LONDON).hour, second.astimezone(LONDON).hour) == (10, 10)
    assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(days=7, hours=1)


SPRING = datetime(2026, 3, 29, 0, 30, tzinfo=LONDON)
AUTUMN = datetime(2026, 10, 25, 0, 30, tzinfo=LONDON)


@pytest.mark.parametrize("starts_at", [SPRING, AUTUMN], ids=["forward", "back"])
def test_an_hour_is_an_hour_on_the_night_the_clocks_change(starts_at):
    begins = starts_at.astimezone(UTC)
    ends = begins + timedelta(hours=1)
    assert not visits.alert_due(ends, ends + visits.GRACE - timedelta(seconds=1), told_at=None)
    assert visits.alert_due(ends, ends + visits.GRACE, told_at=None)
    told = ends + visits.GRACE
    assert not visits.alert_due(ends, told + timedelta(minutes=14), told_at=told)
    assert visits.alert_due(ends, told + timedelta(minutes=15), told_at=told)
    assert visits.minutes_given(begins, ends, begins, ends) == 60


def test_who_forgot_to_check_out_is_counted_as_planned():
    starts = datetime(2026, 6, 1, 9, tzinfo=UTC)
    ends = starts + timedelta(hours=1)
    assert visits.minutes_given(starts, ends, starts, ends + timedelta(hours=5)) == 60
    assert visits.minutes_given(starts, ends, starts, ends + timedelta(minutes=10)) == 70
    assert visits.minutes_given(starts, ends, starts, starts + timedelta(minutes=1)) == 5
    assert visits.minutes_given(starts, ends, None, None) == 60


def test_touching_is_not_overlapping():
    at = datetime(2026, 6, 1, 9, tzinfo=UTC)
    hour = timedelta(hours=1)
    assert not shifts.overlaps(at, at + hour, [(at + hour, at + 2 * hour)])
    assert shifts.overlaps(at, at + hour, [(at + hour / 2, at + 2 * hour)])


@given(some.integers(1, money.MOST_PENCE))
def test_pence_are_exact_and_said_as_they_are(pence):
    assert money.in_pence(Decimal(pence) / 100) == pence
    assert Decimal(money.say_pence(pence)[1:].replace(",", "")) * 100 == pence


def test_there_is_no_half_penny_and_miles_are_at_the_approved_rate():
    with pytest.raises(ValueError, match="half penny"):
        money.in_pence(Decimal("1.005"))
    assert money.for_miles(11, pence_a_mile=45) == 495
    assert money.say_pence(120405) == "£1,204.05"


def test_nobody_decides_on_their_own_claim():
    me, other = uuid4(), uuid4()
    money.check_decider(claimed_by=None, decided_by=me, same_address=False)
    money.check_decider(claimed_by=other, decided_by=me, same_address=False)
    for claimed_by, same in ((me, False), (None, True)):
        with pytest.raises(RuleBroken, match="Somebody else"):
            money.check_decider(claimed_by=claimed_by, decided_by=me, same_address=same)


@pytest.mark.parametrize(
    ("day", "first", "after"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)),
        (date(2027, 12, 31), date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 5, 12), date(2026, 6, 12), date(2026, 7, 12)),
    ],
)
def test_supervision_is_due_after_a_month_then_every_two(day, first, after):
    assert caring.first_supervision_on(day) == first
    assert caring.next_supervision_on(day) == after


@pytest.mark.parametrize(
    ("ready_on", "years"),
    [
        (date(2025, 6, 2), None),
        (date(2025, 6, 1), 1),
        (date(2023, 1, 1), 2),
        (date(2016, 6, 1), 10),
        (date(2000, 1, 1), 10),
    ],
)
def test_years_of_service(ready_on, years):
    assert caring.years_reached(ready_on, date(2026, 6, 1)) == years


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({Part.CHECKED}, Stopped.CHECK),
        ({Part.TRAINED}, Stopped.TRAINING),
        ({Part.CHECKED, Part.TRAINED}, Stopped.CHECK),
        ({Part.HERE, Part.TRAINED}, Stopped.PAUSED),
        (set(), Stopped.CHECK),
    ],
)
def test_why_something_stops(parts, why):
    assert placing.why_not_ready(parts) is why


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 minutes"), (1, "1 minute"), (60, "1 hour"), (150, "2 hours 30 minutes"), (72_240, "1,204 hours")],
)
def test_time_is_said_in_words(minutes, words):
    assert say_minutes(minutes) == words
