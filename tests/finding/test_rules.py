"""What can be asked and what is said of it: pure rules."""

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import parse_qs
from uuid import UUID, uuid4

import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from livewell.assets.rules import DISTANCES, LANGUAGES, AssetKind, Audience, Delivery, Feature, Way
from livewell.assets.rules.bits import bits
from livewell.finding.rules import Asked, Part, Sort, When, asked, moments, ranking, saying
from livewell.finding.rules.asked import LONGEST_WORDS, MOST_DAYS
from livewell.finding.rules.ranking import Candidate, Reach
from livewell.kit.clock import LONDON
from livewell.kit.geo import Point

SUNDAY = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

# ── what is asked ──

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@st.composite
def searches(draw):
    first = draw(st.none() | days)
    last = first and min(first + timedelta(days=draw(st.integers(0, MOST_DAYS - 1))), date(2099, 12, 31))
    words = draw(st.text(max_size=80))
    return Asked(
        words=asked.read({"q": [words]}).words,
        place=asked.read({"place": [draw(st.text(max_size=30))]}).place,
        within=draw(st.none() | st.sampled_from(DISTANCES)),
        when=draw(st.none() | st.sampled_from(When)),
        days=tuple(sorted(draw(st.sets(st.integers(0, 6))))),
        part=draw(st.none() | st.sampled_from(Part)),
        first_on=first,
        last_on=last,
        kind=draw(st.none() | st.sampled_from(AssetKind)),
        ways=tuple(way for way in Way if draw(st.booleans())),
        free=draw(st.booleans()),
        features=tuple(sorted(draw(st.sets(st.sampled_from(Feature), max_size=3)), key=list(Feature).index)),
        audience=draw(st.none() | st.sampled_from(Audience)),
        age=draw(st.none() | st.integers(0, 120)),
        language=draw(st.sampled_from(["", *LANGUAGES])),
        room=draw(st.booleans()),
        delivery=draw(st.none() | st.sampled_from(Delivery)),
        need=draw(st.from_regex(r"[a-z0-9_-]{0,40}", fullmatch=True)),
        activity=draw(st.from_regex(r"[a-z0-9_-]{0,40}", fullmatch=True)),
        sort=draw(st.none() | st.sampled_from(Sort)),
        page=draw(st.integers(1, 99)),
        as_typed=draw(st.booleans()),
    )


@given(searches())
def test_a_search_is_the_same_after_it_has_stood_in_an_address(search):
    assert asked.read(parse_qs(search.as_query())) == search


@given(st.dictionaries(st.sampled_from(["q", "place", "from", "to", "day", "age", "page", "within", "kind", "when"]),
                       st.lists(st.text(max_size=300), max_size=3)))  # fmt: skip
def test_reading_never_fails_and_gives_what_can_stand_in_an_address(typed):
    read = asked.read(typed)
    assert asked.read(parse_qs(read.as_query())) == read


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-11-24", "", (date(2026, 11, 24), date(2026, 11, 24))),
        ("", "24/11/2026", (date(2026, 11, 24), date(2026, 11, 24))),
        ("2026-12-24", "2026-12-20", (date(2026, 12, 20), date(2026, 12, 24))),
        ("2026-01-01", "2026-12-31", (date(2026, 1, 1), date(2026, 1, 31))),
        ("2026-02-31", "", (None, None)),
        ("1066-10-14", "", (None, None)),
        ("9999-12-31", "", (None, None)),
        ("tomorrow", "", (None, None)),
    ],
)
def test_dates_that_cannot_be_are_left_out_and_ranges_are_put_right(first, last, expected):
    read = asked.read({"from": [first], "to": [last]})
    assert (read.first_on, read.last_on) == expected


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"from": ["2026-02-31"]}, ["from"]),
        ({"from": ["2026-02-28"], "to": ["the 30th"]}, ["to"]),
        ({"to": ["1066-10-14"], "age": ["seventy"]}, ["to", "age"]),
        ({"age": ["-3"]}, ["age"]),
        ({"age": ["121"]}, ["age"]),
        ({"age": ["0"], "from": [" 24/11/2026 "], "to": [""]}, []),
        ({}, []),
    ],
)
def test_what_cannot_be_read_is_said_with_every_word(typed, wrong):
    unread = asked.unread(typed)
    assert list(unread) == wrong
    assert all(one.typed == typed[name][0] and one.problem for name, one in unread.items())


def test_a_very_long_text_is_cut():
    assert len(asked.read({"q": ["walk " * 200_000]}).words) <= LONGEST_WORDS


def test_an_old_address_still_works():
    assert asked.read({"q": ["walk"], "postcode": ["NG2"]}) == Asked(words="walk", place="NG2")


# ── when ──


@pytest.mark.parametrize(
    ("search", "first", "last"),
    [
        (Asked(when=When.TODAY), "2026-11-22T09:30", "2026-11-23T00:00"),
        (Asked(when=When.TOMORROW, part=Part.AFTERNOON), "2026-11-23T12:00", "2026-11-23T17:00"),
        (Asked(when=When.WEEKEND), "2026-11-22T09:30", "2026-11-23T00:00"),
        (Asked(when=When.NOW), "2026-11-22T09:30", "2026-11-22T09:31"),
        (Asked(when=When.NOW, days=(6,), part=Part.MORNING), "2026-11-22T09:30", "2026-11-22T09:31"),
        (Asked(first_on=date(2026, 11, 24), last_on=date(2026, 11, 24)), "2026-11-24T00:00", "2026-11-25T00:00"),
    ],
)
def test_named_moments_are_instants(search, first, last):
    found = moments.moments(search, SUNDAY)
    assert [(begins.isoformat()[:16], ends.isoformat()[:16]) for begins, ends in found.spans] == [(first, last)]


def test_a_day_of_the_week_is_any_week():
    found = moments.moments(Asked(days=(1,), part=Part.AFTERNOON), SUNDAY)
    assert found.any_week
    assert found.slots == ((1440 + 720, 1440 + 1020),)


def test_what_is_over_is_asked_for_and_never_found():
    found = moments.moments(Asked(first_on=date(2020, 1, 1), last_on=date(2020, 1, 2)), SUNDAY)
    assert not found.slots
    assert all(ends.year == 1 for _, ends in found.spans)


def test_no_time_is_asked_when_none_is_said():
    assert moments.moments(Asked(words="walk"), SUNDAY) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10_079), st.integers(1, 300)), max_size=3),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001 (on the wall)
    st.sampled_from([Asked(), Asked(when=When.TODAY), Asked(when=When.SOON), Asked(days=(1, 6), part=Part.EVENING)]),
)
def test_the_next_time_is_the_first_minute_by_minute(starts, naive, search):
    """Walk forward a minute at a time: the first at which something begins, or still goes on, that was asked for."""
    now = naive.replace(second=0, microsecond=0, tzinfo=LONDON).astimezone(UTC)
    # Sunday night is cut at midnight: see the table below.
    slots = tuple(sorted((max(at, 1), min(at + long, 10_080)) for at, long in starts))
    wanted = moments.moments(search, now)
    found = moments.first_within(slots, (), wanted, now)
    begins = []
    for at, ends in slots:
        for week in range(-1, 3):
            local = now.astimezone(LONDON).date()
            day = local - timedelta(days=local.weekday()) + timedelta(days=7 * week + at // 1440)
            start = datetime(day.year, day.month, day.day, at % 1440 // 60, at % 60, tzinfo=LONDON).astimezone(UTC)
            over = datetime.combine(day, time(), LONDON) + timedelta(minutes=at % 1440 + ends - at)  # on the wall
            lasts = int((over.astimezone(UTC) - start) / timedelta(minutes=1))
            minutes = [start + timedelta(minutes=one) for one in range(lasts)]
            alive = [one for one in minutes if one + timedelta(minutes=1) > now]
            if wanted is None:
                fits = bool(alive)
            elif wanted.spans:
                fits = bool(alive) and any(a <= one < b for one in minutes for a, b in wanted.spans)
            else:
                offsets = [moments.minute_of_week(one) for one in minutes]
                fits = bool(alive) and any(a <= one < b for one in offsets for a, b in wanted.slots)
            if fits:
                begins.append(start)
    # What begins or ends in the hour that comes twice, or never, is no slot of every week: see Week.
    if not any(6 * 1440 + 60 <= minute <= 6 * 1440 + 120 for slot in slots for minute in slot):
        assert found == min(begins, default=None)


NIGHT = ((5 * 1440 + 22 * 60, 6 * 1440 + 6 * 60),)
"""Saturday 10pm to Sunday 6am, as a night shelter has it."""


@pytest.mark.parametrize(
    ("now", "search", "starts"),
    [
        # In October the night is nine hours long: at 5.30am by the wall it is still on.
        ("2026-10-25T05:30", Asked(when=When.NOW), "2026-10-24T22:00"),
        ("2026-10-25T05:30", Asked(), "2026-10-24T22:00"),
        ("2026-10-25T06:00", Asked(), "2026-10-31T22:00"),
        # In March it is seven: at 6.30am it is over.
        ("2026-03-29T05:59", Asked(), "2026-03-28T22:00"),
        ("2026-03-29T06:30", Asked(), "2026-04-04T22:00"),
    ],
)
def test_a_night_in_which_the_clocks_change_ends_by_the_wall(now, search, starts):
    now, starts = (datetime.fromisoformat(one).replace(tzinfo=LONDON).astimezone(UTC) for one in (now, starts))
    assert moments.first_within(NIGHT, (), moments.moments(search, now), now) == starts


@pytest.mark.parametrize(
    "search", [Asked(first_on=date(2020, 1, 1), last_on=date(2020, 1, 2)), Asked(when=When.NOW, days=(2,))]
)
def test_what_can_never_be_is_next_never(search):
    """Urgent support stands on a page whatever was asked, so its next time is asked for as well."""
    wanted = moments.moments(search, SUNDAY)
    assert moments.first_within(((0, 10_080),), (), wanted, SUNDAY) is None


# ── how far, and in which order ──

spots = st.tuples(st.integers(140_000, 650_000), st.integers(20_000, 650_000))


@given(spots, st.integers(-30_000, 30_000), st.integers(-30_000, 30_000))
def test_miles_on_the_grid_are_miles_on_the_ground(spot, east, north):
    one = Point.on_grid(*spot)
    other = Point.on_grid(spot[0] + east, spot[1] + north)
    truth = geodesic((one.latitude, one.longitude), (other.latitude, other.longitude)).miles
    measured = ranking.miles_on_grid(one.easting, one.northing, other.easting, other.northing)
    assert measured == pytest.approx(truth, rel=0.0005, abs=0.001)


def a_row(**changes):
    usual = {
        "id": uuid4(), "asset": uuid4(), "easting": 458500, "northing": 337500, "reach": "near", "trust": 50, "kind": 0,
        "ways": 1, "audiences": 0, "features": 3, "delivery": 1, "languages": 1, "free": 1, "capacity": 1, "next_at": None,
        "assured_on": date(2026, 11, 1),
    }  # fmt: skip
    return usual | changes


def test_one_thing_at_several_places_is_told_once_by_its_nearest():
    asset = uuid4()
    rows = [a_row(asset=asset, easting=458500 + metres) for metres in (5000, 1000, 9000)]
    (found,) = ranking.candidates(rows, here=(458500, 337500), within=20, today=date(2026, 11, 22))
    assert found.more_places == 2
    assert found.miles == pytest.approx(0.62, abs=0.01)
    assert saying.why(found, Asked(), distance="0.6 miles", next_at=None, now=SUNDAY) == [
        "0.6 miles away",
        "and 2 more places",
    ]


def test_from_nowhere_in_particular_a_thing_at_several_places_is_told_by_its_next_time():
    asset = uuid4()
    rows = [
        a_row(asset=asset, reach="anywhere", next_at=day and SUNDAY + timedelta(days=day)) for day in (None, 3, 1, 2)
    ]
    (found,) = ranking.candidates(rows, here=None, within=None, today=date(2026, 11, 22))
    assert found.row["id"] == rows[2]["id"]
    assert found.more_places == 3


def test_what_nobody_checked_for_a_year_is_further_down():
    rows = [
        a_row(easting=458600, assured_on=date(2025, 1, 1)),
        a_row(easting=459500),
        a_row(easting=458600, assured_on=None),
    ]
    found = ranking.candidates(rows, here=(458500, 337500), within=20, today=date(2026, 11, 22))
    assert [one.unchecked for one in ranking.ordered(found, Sort.DISTANCE)] == [False, True, True]


def test_facets_are_counted_with_their_own_choice_left_out():
    rows = [a_row(kind=0, free=1), a_row(kind=2, free=1), a_row(kind=2, free=0, features=1)]
    found = ranking.candidates(rows, here=None, within=None, today=date(2026, 11, 22))
    search = Asked(kind=AssetKind.CLUB, free=True)
    answer = [one for one in found if one.row["kind"] == 2 and one.row["free"] == 1]
    counts = ranking.counted(answer, found, search)
    assert counts.kinds == {"group": 1, "club": 1}
    assert counts.free == 1
    assert counts.features == {"step_free": 1, "toilet": 1}


def test_the_soonest_of_those_asked_for_come_first():
    early, late = (a_row(next_at=SUNDAY + timedelta(days=day)) for day in (1, 2))
    found = ranking.candidates([late, early], here=None, within=None, today=date(2026, 11, 22))
    next_at = {row["id"]: row["next_at"] for row in (early, late)}
    assert [one.row["id"] for one in ranking.ordered(found, Sort.SOONEST, next_at)] == [early["id"], late["id"]]
    saturdays = {early["id"]: SUNDAY + timedelta(days=6, hours=5), late["id"]: SUNDAY + timedelta(days=6)}
    assert [one.row["id"] for one in ranking.ordered(found, Sort.SOONEST, saturdays)] == [late["id"], early["id"]]


@pytest.mark.parametrize("search", [Asked(when=When.NOW, days=(0,)), Asked(when=When.NOW, part=Part.EVENING)])
def test_what_speaks_against_itself_is_never(search):
    found = moments.moments(search, SUNDAY)
    assert found.spans
    assert all(ends <= SUNDAY for _, ends in found.spans)
    assert any(without.when is When.NOW for _, without in saying.relaxed(search, place="", terms={}))


# ── what is said ──


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        (SUNDAY, "on now"),
        (SUNDAY + timedelta(hours=5), "next today at 2:30pm"),
        (SUNDAY + timedelta(days=1), "next tomorrow at 9:30am"),
        (datetime(2026, 11, 24, 14, tzinfo=UTC), "next on Tuesday 24 November at 2pm"),
        (datetime(2027, 1, 5, 14, tzinfo=UTC), "next on Tuesday 5 January 2027 at 2pm"),
    ],
)
def test_when_something_is_next(instant, said):
    assert saying.say_next(instant, SUNDAY) == said


@pytest.mark.parametrize(
    ("search", "said"),
    [
        (Asked(days=(1,), part=Part.AFTERNOON), "Tuesdays in the afternoon"),
        (Asked(when=When.WEEKEND), "This weekend"),
        (Asked(first_on=date(2026, 11, 24), last_on=date(2026, 11, 24)), "24 November 2026"),
        (Asked(part=Part.MORNING), "In the morning"),
        (
            Asked(days=(1,), first_on=date(2026, 11, 23), last_on=date(2026, 11, 30)),
            "23 November 2026 to 30 November 2026 on Tuesdays",
        ),
    ],
)
def test_when_somebody_would_like_to_go(search, said):
    assert saying.say_when(search) == said


@pytest.mark.parametrize(
    ("label", "said"),
    [("Step-free", "step-free"), ("British Sign Language", "British Sign Language"), ("LGBT+ people", "LGBT+ people"),
     ("Near a bus stop", "near a bus stop")],
)  # fmt: skip
def test_a_label_inside_a_sentence(label, said):
    assert saying.lower_first(label) == said


def test_every_condition_can_be_taken_back_and_every_search_codes_its_time():
    search = Asked(
        words="walk", place="NG2", within=2, days=(1,), part=Part.AFTERNOON, kind=AssetKind.GROUP, ways=(Way.GIVE,),
        free=True, features=(Feature.STEP_FREE, Feature.QUIET), audience=Audience.MEN, age=80, language="pl", room=True,
        delivery=Delivery.AT_A_PLACE, need="low", activity="walk",
    )  # fmt: skip
    chips = saying.chips(search, place="NG2", terms={"low": "Low mood"})
    assert len(chips) == 15
    assert all(without != search for _, without in chips)
    tries = saying.relaxed(search, place="NG2", terms={})
    assert tries[0] == ("Within 5 miles", search.but(within=5))
    assert saying.when_code(search) == "tue_afternoon"
    assert all(len(saying.when_code(Asked(days=tuple(range(7)), part=part))) <= 20 for part in Part)


def test_why_something_may_not_be_for_somebody():
    assert saying.why_not(age=40, minimum_age=18) == []
    assert saying.why_not(
        age=40,
        minimum_age=50,
        needs=[Feature.STEP_FREE],
        features=[],
        is_full=True,
        is_running=False,
        needs_referral=True,
    ) == [
        "It is not running at the moment.",
        "It is for people aged 50 and over.",
        "The listing does not say: step-free. Ask before going.",
        "It is full, or has a waiting list.",
        "Somebody has to refer people to it.",
    ]
    assert saying.why_not(age=40, maximum_age=25) == ["It is for people up to the age of 25."]


def test_what_was_asked_for_and_is_there_is_said():
    row = a_row(ways=bits(Way, [Way.GIVE, Way.CONNECT]))
    one = Candidate(UUID(int=1), row, Reach.ANYWHERE, None, 0, unchecked=False, features=0)
    search = Asked(age=70, ways=(Way.GIVE, Way.LEARN), need="low", activity="gone")
    said = saying.why(one, search, distance="", next_at=None, now=SUNDAY, terms={"low": "Low mood"})
    assert said == ["open to somebody of 70", "give", "low mood"]


def test_what_was_asked_for_and_is_not_there_is_not_said():
    """Urgent support is shown whatever else was asked: a line in English is not said to be in Polish."""
    row = a_row(ways=0, features=bits(Feature, [Feature.QUIET]), free=0)
    one = Candidate(UUID(int=1), row, Reach.ANYWHERE, None, 0, unchecked=False, features=0)
    search = Asked(free=True, features=(Feature.SIGNING, Feature.QUIET), audience=Audience.OLDER, language="pl")
    assert saying.why(one, search, distance="", next_at=None, now=SUNDAY) == ["quiet"]


@pytest.mark.parametrize(
    ("search", "placed", "said"),
    [
        (Asked(), False, []),
        (Asked(within=2), True, []),
        (Asked(within=2), False, ["Say where you are looking to see what is within 2 miles"]),
        (Asked(first_on=date(2026, 11, 22), last_on=date(2026, 11, 22)), False, []),
        (Asked(first_on=date(2026, 11, 20), last_on=date(2026, 11, 21)), False, ["Those days are over"]),
        (
            Asked(first_on=date(2028, 1, 1), last_on=date(2028, 1, 1)),
            False,
            ["We know single dates up to about 21 February 2027. After that we show what happens every week"],
        ),
    ],
)
def test_what_an_answer_cannot_go_by_is_said(search, placed, said):
    assert saying.notes(search, placed=placed, today=date(2026, 11, 22)) == said


def test_what_comes_to_people_says_so():
    online = Candidate(UUID(int=1), a_row(delivery=2 | 4), Reach.EVERYWHERE, None, 0, unchecked=False, features=0)
    midnight = (SUNDAY + timedelta(days=1)).astimezone(LONDON).replace(hour=0, minute=0, second=0, microsecond=0)
    assert saying.why(online, Asked(), distance="", next_at=midnight, now=SUNDAY) == ["online and by telephone"]
    assert saying.why(online, Asked(), distance="", next_at=None, now=SUNDAY) == ["online and by telephone"]
    home = Candidate(UUID(int=1), a_row(delivery=8), Reach.COVERS, None, 0, unchecked=False, features=0)
    assert saying.why(home, Asked(), distance="", next_at=None, now=SUNDAY) == [
        "covers where you are, in people’s homes"
    ]
