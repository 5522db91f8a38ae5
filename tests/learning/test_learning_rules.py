"""Who may come, what completes a course, what the badge asks, who waits, and which numbers are shown."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.assets.rules.first_words import first_words
from livewell.kit import languages
from livewell.kit.errors import RuleBroken
from livewell.learning import letters
from livewell.learning.letters import Mail
from livewell.learning.queries.seen import SessionSeen
from livewell.learning.rules import (
    PRINCIPLES,
    WORDS_OF_LISTINGS,
    Category,
    ComesAs,
    OpenTo,
    bookings,
    courses,
    first_name,
    is_complete,
    is_coproduced,
    may_come,
    nominations,
    number_shown,
    numbers_shown,
    say_open_to,
    say_places,
    sessions_needed,
    share_true,
)
from livewell.learning.rules.bookings import HELD, BookingState, first_state, held_until
from livewell.learning.rules.courses import RUN_MOVES, CourseState, RunState, check_run_move, why_not_bookable
from livewell.learning.rules.nominations import voter_number

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


def test_everybody_may_come_where_everybody_may_and_each_where_they_are_named():
    for who in ComesAs:
        assert may_come(who, ["everybody"])
    assert [who for who in ComesAs if may_come(who, ["clients", "forum"])] == [ComesAs.CLIENT, ComesAs.FORUM]
    assert not any(may_come(who, []) for who in ComesAs)


@pytest.mark.parametrize(
    ("open_to", "said"),
    [
        (["everybody", "team"], "Everybody together"),
        (["clients"], "People with Live Well"),
        (["team", "clients"], "People with Live Well and the team"),
        (["forum", "team", "clients"], "People with Live Well, the team and forum members"),
        ([], ""),
    ],
)
def test_who_may_come_in_words(open_to, said):
    assert say_open_to(open_to) == said


@pytest.mark.parametrize(
    ("subject", "lived", "badge"),
    [
        ("Nia Sleepwell", "Owen Daley", True),
        ("Nia Sleepwell", "", False),
        ("", "Owen Daley", False),
        ("Nia Sleepwell", "  nia   SLEEPWELL ", False),
        (" ", "Owen", False),
    ],
)
def test_the_badge_asks_for_two_different_trainers(subject, lived, badge):
    assert is_coproduced(subject, lived) is badge


def test_trainers_are_named_by_their_first_names():
    assert [first_name(name) for name in ("Nia Sleepwell", "  Owen ", "Dr. Femi Aslockton", "Dr", "")] == [
        "Nia",
        "Owen",
        "Femi",
        "Dr",
        "",
    ]


def test_there_are_six_principles():
    assert len(PRINCIPLES) == 6


@pytest.mark.parametrize(
    ("sessions", "said", "needed"),
    [
        (1, None, 1),
        (2, None, 2),
        (3, None, 2),
        (6, None, 4),
        (8, None, 6),
        (6, 5, 5),
        (3, 6, 3),
        (0, None, 1),
        (0, 4, 1),
    ],
)
def test_how_many_sessions_complete_a_course(sessions, said, needed):
    assert sessions_needed(sessions, said) == needed


@given(st.integers(0, 100), st.integers(0, 100), st.none() | st.integers(1, 100))
def test_who_came_to_all_completed_it_and_who_came_to_none_did_not(sessions, came, said):
    assert is_complete(sessions, sessions, said) is (sessions > 0)
    assert not is_complete(0, sessions, said)
    assert sessions == 0 or 1 <= sessions_needed(sessions, said) <= sessions
    if is_complete(came, sessions, said):
        assert is_complete(came + 1, sessions, said)
    if said is None and sessions:
        assert 3 * sessions_needed(sessions, said) >= 2 * sessions


@pytest.mark.parametrize(
    ("left", "waiting", "said"),
    [
        (4, 0, "Places left"),
        (3, 5, "Few places left"),
        (1, 0, "Few places left"),
        (0, 2, "Full, with a waiting list"),
        (0, 0, "Full"),
    ],
)
def test_places_are_said_without_a_number(left, waiting, said):
    assert say_places(left, waiting) == said


@given(st.integers(0, 20), st.integers(1, 20), st.integers(0, 20), st.integers(0, 20))
def test_nobody_passes_who_waits_and_nobody_has_a_place_too_many(taken, places, waiting, waiting_places):
    try:
        state = first_state(taken=taken, places=places, waiting=waiting, waiting_places=waiting_places)
    except RuleBroken:
        assert waiting >= waiting_places
        assert taken >= places or waiting > 0
        return
    assert (state is BookingState.BOOKED) == (taken < places and waiting == 0)


def test_a_place_is_held_for_two_days_and_never_past_the_session():
    assert held_until(NOW, NOW + timedelta(days=9)) == NOW + HELD
    assert held_until(NOW, NOW + timedelta(hours=3)) == NOW + timedelta(hours=3)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, None),
        ({"course": CourseState.DRAFT}, "This course is not in the catalogue now."),
        ({"run": RunState.CANCELLED}, "It was called off."),
        ({"run": RunState.CLOSED}, "Booking is closed."),
        ({"starts_at": None, "ends_at": None}, "Its days are not fixed yet."),
        ({"starts_at": NOW - timedelta(days=9), "ends_at": NOW}, "It is over."),
        ({"starts_at": NOW}, "It has begun. Ask us whether you can still join."),
        ({"starts_at": NOW, "by_team": True}, None),
        ({"opens_on": date(2026, 11, 3)}, "Booking has not opened yet."),
        ({"opens_on": date(2026, 11, 3), "by_team": True}, None),
        ({"closes_on": date(2026, 11, 1)}, "Booking is closed."),
        ({"closes_on": date(2026, 11, 2)}, None),
    ],
)
def test_when_a_run_can_be_booked(changes, said):
    usual = {
        "course": CourseState.OPEN,
        "run": RunState.OPEN,
        "opens_on": None,
        "closes_on": None,
        "starts_at": NOW + timedelta(days=3),
        "ends_at": NOW + timedelta(days=20),
        "by_team": False,
        "now": NOW,
        "today": NOW.date(),
    }
    assert why_not_bookable(**(usual | changes)) == said


def test_a_run_moves_as_the_table_says():
    for now, allowed in RUN_MOVES.items():
        for to in RunState:
            if to in allowed:
                check_run_move(now, to)
            else:
                with pytest.raises(RuleBroken):
                    check_run_move(now, to)


def test_everybody_has_a_different_open_to():
    assert {who.value for who in OpenTo} == {"clients", "team", "forum", "volunteers", "everybody"}


# ── numbers that could find somebody ──


@pytest.mark.parametrize(("number", "shown"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_one_to_four_people_are_not_counted_out(number, shown):
    assert number_shown(number) == shown


@given(st.lists(st.integers(0, 30), max_size=8))
def test_no_hidden_number_follows_from_the_sum(numbers):
    shown = numbers_shown(numbers)
    hidden = [number for number, said in zip(numbers, shown, strict=True) if said is None]
    assert all(said is None or said == 0 or said >= 5 for said in shown)
    assert len(hidden) != 1 or not [number for number in numbers if number > 0 and number not in hidden]


@pytest.mark.parametrize(
    ("yes", "answered", "share"),
    [(4, 4, None), (5, 5, 100), (5, 10, 50), (0, 8, 0), (3, 20, None), (18, 20, None), (7, 12, 58)],
)
def test_a_share_is_shown_when_nobody_is_found_on_either_side(yes, answered, share):
    assert share_true(yes, answered) == share


def test_a_voter_has_one_number_and_nobody_finds_them_by_it_without_the_key():
    one = UUID(int=1)
    number = voter_number("a key", "member", one)
    assert number == voter_number("a key", "member", one)
    assert len({number, voter_number("a key", "staff", one), voter_number("other", "member", one)}) == 3
    assert len(number) == 64


@pytest.mark.parametrize(
    ("heading", "rules"),
    [("A course", courses), ("A place on a course", bookings), ("A wish to learn something", nominations)],
)
def test_the_pathway_page_says_the_states_and_their_moves(heading, rules):
    page = (Path(__file__).parents[2] / "docs" / "pathway.md").read_text()
    section = page.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    for status, moves in rules.MOVES.items():
        (line,) = [one for one in section.splitlines() if one.startswith(f"| `{status.value}` ")]
        assert rules.LABELS[status][0] in line
        assert set(re.findall(r"`(\w+)`", line)) - {status.value} == {one.value for one in moves}


# ── in other languages ──


def test_from_when_to_when_is_said_in_the_language_that_holds():
    begins = datetime(2026, 12, 3, 10, tzinfo=UTC)
    one = SessionSeen(uuid4(), uuid4(), begins, begins + timedelta(hours=2), "", "", "", 1)
    assert one.times == "10am to midday"
    with languages.speaking("cy"):
        assert one.times == "10:00 i 12:00"
    with languages.speaking("pl"):
        assert one.times == "od 10:00 do 12:00"


def test_that_even_the_waiting_list_is_full_is_said_in_the_language_that_holds():
    with languages.speaking("pl"), pytest.raises(RuleBroken) as refused:
        first_state(taken=2, places=2, waiting=1, waiting_places=1)
    assert "waiting list" not in str(refused.value)


@pytest.mark.parametrize("planned", [True, False])
@pytest.mark.parametrize("language", ["cy", "pl"])
def test_an_answer_to_a_wish_is_in_the_language_of_whoever_wished(language, planned):
    mail = Mail(
        "ann@person.example", "Ann", "https://livewell.example", "<one@livewell.example>", language, "/learning"
    )
    said = letters.answered(mail, title="Bread", sentence="", planned=planned)
    for english in ("You asked", "What you asked for", "There is a course", "stands here", "Hello"):
        assert english not in said.text + said.subject
    assert "Bread" in said.text


def test_every_subject_finds_listings_by_words_that_are_there():
    there = {term.code for term in first_words()}
    assert set(WORDS_OF_LISTINGS) == set(Category)
    assert {code for codes in WORDS_OF_LISTINGS.values() for code in codes} <= there
