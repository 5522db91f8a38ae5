from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit.dates import age
from livewell.kit.errors import RuleBroken
from livewell.referrals.rules import (
    ANSWER_LABELS,
    CHANNEL_LABELS,
    DECLINE_LABELS,
    LABELS,
    MOVES,
    NEED_LABELS,
    NOT_ELIGIBLE_LABELS,
    PATHWAY_LABELS,
    REFERRER_LABELS,
    REGISTER_LABELS,
    SAFETY_LABELS,
    Channel,
    DeclineReason,
    Need,
    NotEligible,
    Pathway,
    ReferralStatus,
    ReferrerType,
    Register,
    SafetyAnswer,
    check_move,
    check_open,
    eligibility,
    say_eligibility,
    say_wait,
    whole_years,
)

TODAY = date(2026, 11, 22)
ADULT = date(1948, 3, 12)


@pytest.mark.parametrize("now", ReferralStatus)
@pytest.mark.parametrize("to", ReferralStatus)
def test_every_move_is_on_the_list_or_refused(now: ReferralStatus, to: ReferralStatus) -> None:
    if to in MOVES[now]:
        check_move(now, to)
    else:
        with pytest.raises(RuleBroken):
            check_move(now, to)


def test_a_decision_is_for_good() -> None:
    for status in (ReferralStatus.ACCEPTED, ReferralStatus.DECLINED):
        with pytest.raises(RuleBroken, match="already"):
            check_open(status)
    check_open(ReferralStatus.AWAITING_INFORMATION)


@pytest.mark.parametrize(
    ("born_on", "registered", "lives_here", "eligible", "why"),
    [
        (ADULT, True, None, True, None),
        (ADULT, True, False, True, None),
        (ADULT, False, True, True, None),
        (ADULT, None, True, True, None),
        (ADULT, False, False, False, NotEligible.OUTSIDE_AREA),
        (ADULT, None, False, None, NotEligible.PLACE_UNKNOWN),
        (ADULT, False, None, None, NotEligible.PLACE_UNKNOWN),
        (ADULT, None, None, None, NotEligible.PLACE_UNKNOWN),
        (None, True, None, None, NotEligible.AGE_UNKNOWN),
        (None, False, False, False, NotEligible.OUTSIDE_AREA),
        # The day somebody turns 18, and the day before.
        (date(2008, 11, 22), True, None, True, None),
        (date(2008, 11, 23), True, None, False, NotEligible.UNDER_AGE),
        (date(2008, 11, 23), False, False, False, NotEligible.UNDER_AGE),
    ],
)
def test_eligibility(
    born_on: date | None,
    registered: bool | None,
    lives_here: bool | None,
    eligible: bool | None,
    why: NotEligible | None,
) -> None:
    found = eligibility(born_on=born_on, registered=registered, lives_here=lives_here, today=TODAY)
    assert (found.eligible, found.why) == (eligible, why)


def test_the_service_sets_the_age() -> None:
    born_on = date(2010, 1, 1)
    assert eligibility(born_on=born_on, registered=True, lives_here=None, minimum_age=16, today=TODAY).eligible
    assert eligibility(born_on=born_on, registered=True, lives_here=None, minimum_age=17, today=TODAY).eligible is False


YES_NO_UNKNOWN = st.sampled_from([True, False, None])


@given(st.one_of(st.none(), st.dates(date(1900, 1, 1), TODAY)), YES_NO_UNKNOWN, YES_NO_UNKNOWN, st.integers(0, 120))
def test_eligibility_has_a_reason_exactly_when_it_is_not_a_yes(
    born_on: date | None, registered: bool | None, lives_here: bool | None, minimum_age: int
) -> None:
    found = eligibility(
        born_on=born_on, registered=registered, lives_here=lives_here, minimum_age=minimum_age, today=TODAY
    )
    assert (found.why is None) == (found.eligible is True)
    assert say_eligibility(eligible=found.eligible, why=str(found.why or ""))
    if found.eligible:
        assert born_on is not None
        assert registered or lives_here
        # Knowing more never takes a yes away.
        assert eligibility(
            born_on=born_on, registered=True, lives_here=True, minimum_age=minimum_age, today=TODAY
        ).eligible


@given(st.dates(date(1900, 1, 1), TODAY))
def test_whole_years_agree_with_the_workshop(born_on: date) -> None:
    assert whole_years(born_on, TODAY) == age(born_on, TODAY)


@pytest.mark.parametrize(
    ("days", "said"), [(-1, "less than a day"), (0, "less than a day"), (1, "1 day"), (12, "12 days")]
)
def test_a_wait_is_said_in_words(days: int, said: str) -> None:
    assert say_wait(days) == said


def test_every_code_has_its_words() -> None:
    pairs = [
        (ReferralStatus, LABELS),
        (ReferrerType, REFERRER_LABELS),
        (Pathway, PATHWAY_LABELS),
        (Need, NEED_LABELS),
        (DeclineReason, DECLINE_LABELS),
        (SafetyAnswer, SAFETY_LABELS),
        (NotEligible, NOT_ELIGIBLE_LABELS),
        (Channel, CHANNEL_LABELS),
        (Register, REGISTER_LABELS),
    ]
    for codes, labels in pairs:
        assert set(codes) == set(labels)
    assert set(ANSWER_LABELS) == {"", "accepted", "declined"}
