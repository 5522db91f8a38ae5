"""The words referrers read, and when a message may go."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.feedback import rules
from livewell.feedback.rules import Attention, Facts, MessageKind, MessageStatus, Withheld
from livewell.kit.errors import RuleBroken

TODAY = date(2026, 11, 20)
NEW = Facts(status="received", received_on=date(2026, 11, 17), decide_by=date(2026, 11, 23))
ACCEPTED = replace(
    NEW, status="accepted", decided_on=date(2026, 11, 18), coach="Ama Boateng", contact_by=date(2026, 11, 25)
)

LINES = [
    (NEW, "Received on 17 November 2026. A health coach decides by 23 November 2026."),
    (
        replace(NEW, decide_by=date(2026, 11, 19)),
        (
            "Received on 17 November 2026. A health coach was to decide by 19 November 2026; "
            "this is late and the team has been told."
        ),
    ),
    (
        replace(NEW, status="awaiting_information", asked_on=date(2026, 11, 18)),
        "We asked you a question on 18 November 2026. We can decide once you have answered.",
    ),
    (
        replace(NEW, status="declined", decided_on=TODAY, decline_reason="Another service fits better"),
        "Declined on 20 November 2026: another service fits better. Nothing more happens unless you refer again.",
    ),
    (
        replace(NEW, status="declined", decided_on=TODAY, decline_reason="The person does not want it", may_tell=False),
        "Declined on 20 November 2026. Nothing more happens unless you refer again.",
    ),
    (
        replace(ACCEPTED, stage="contacting"),
        "Accepted on 18 November 2026. Ama Boateng gets in touch with them by 25 November 2026.",
    ),
    (
        replace(ACCEPTED, stage="contacting", contact_by=date(2026, 11, 19)),
        "Accepted on 18 November 2026. Ama Boateng was to be in touch by 19 November 2026; this is late.",
    ),
    (
        replace(ACCEPTED, stage="contacting", tries=2),
        "Accepted on 18 November 2026. Ama Boateng has tried to reach them 2 times and tries again before ending.",
    ),
    (
        replace(
            ACCEPTED, stage="coaching", stage_since=date(2026, 11, 19), sessions=1, next_session_on=date(2026, 12, 1)
        ),
        "With health coach Ama Boateng since 19 November 2026. 1 session held; the next is on 1 December 2026.",
    ),
    (
        replace(ACCEPTED, stage="coaching", stage_since=date(2026, 11, 19)),
        "With health coach Ama Boateng since 19 November 2026. No sessions held; none is booked.",
    ),
    (
        replace(ACCEPTED, stage="introduced", stage_since=TODAY, link_worker="Joe Hart", sessions=3),
        "Introduced to link worker Joe Hart since 20 November 2026, who takes over next. 3 sessions held; none is booked.",
    ),
    (
        replace(ACCEPTED, stage="link_work", stage_since=TODAY, link_worker="Joe Hart", sessions=5, joined=2),
        (
            "With link worker Joe Hart since 20 November 2026. 5 sessions held; none is booked. "
            "Has been along to 2 groups or activities."
        ),
    ),
    (
        replace(
            ACCEPTED, stage="closed", ended_on=TODAY, end_reason="goals_met", end_words="Reached their goals", joined=1
        ),
        (
            "Ended on 20 November 2026: reached their goals. Has been along to 1 group or activity. "
            "They can come back at any time."
        ),
    ),
    (
        replace(ACCEPTED, stage="closed", ended_on=TODAY, end_reason="unable_to_contact", end_words="x"),
        (
            "Ended on 20 November 2026: we could not reach them. "
            "If you are in touch with them, they can come back at any time."
        ),
    ),
    (replace(ACCEPTED, stage="closed", ended_on=TODAY, end_reason="died"), "Ended on 20 November 2026: they died."),
    (
        replace(ACCEPTED, stage="link_work", may_tell=False, link_worker="Joe Hart", joined=2),
        "Accepted on 18 November 2026. They have asked us to keep what happens next between them and Live Well.",
    ),
]


@pytest.mark.parametrize(("facts", "line"), LINES)
def test_the_status_line_says_where_it_is_since_when_and_what_is_next(facts, line):
    assert rules.status_line(facts, TODAY) == line


@given(
    st.builds(
        Facts,
        status=st.sampled_from(["received", "awaiting_information", "accepted", "declined"]),
        received_on=st.dates(),
        decide_by=st.dates(),
        asked_on=st.none() | st.dates(),
        decided_on=st.none() | st.dates(),
        stage=st.sampled_from(["", "contacting", "coaching", "introduced", "link_work", "closed"]),
        stage_since=st.none() | st.dates(),
        contact_by=st.none() | st.dates(),
        tries=st.integers(0, 9),
        sessions=st.integers(0, 30),
        joined=st.integers(0, 9),
        ended_on=st.none() | st.dates(),
        may_tell=st.booleans(),
        link_worker=st.sampled_from(["", "Joe Hart"]),
    ),
    st.dates(),
)
def test_there_is_a_line_for_every_referral_there_can_be(facts, today):
    line = rules.status_line(facts, today)
    assert line[0].isupper()
    assert line.endswith(".")
    assert "None" not in line
    if not facts.may_tell:
        assert "Joe Hart" not in line
        assert "session" not in line


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (NEW, None),
        (replace(NEW, status="awaiting_information"), Attention.QUESTION),
        (replace(NEW, status="declined", decided_on=TODAY - timedelta(days=30)), Attention.DECLINED),
        (replace(NEW, status="declined", decided_on=TODAY - timedelta(days=31)), None),
        (replace(ACCEPTED, stage="coaching"), None),
        (replace(ACCEPTED, stage="closed", ended_on=TODAY, end_reason="goals_met"), Attention.ENDED),
        (replace(ACCEPTED, stage="closed", ended_on=TODAY, end_reason="unable_to_contact"), Attention.UNREACHED),
        (replace(ACCEPTED, stage="closed", ended_on=TODAY - timedelta(days=31), end_reason="goals_met"), None),
        (replace(ACCEPTED, stage="closed", ended_on=TODAY, end_reason="goals_met", may_tell=False), None),
    ],
)
def test_what_wants_attention(facts, why):
    assert rules.attention(facts, TODAY) is why


@pytest.mark.parametrize(
    ("kind", "referrer", "never", "refused", "why"),
    [
        ("receipt", "gp", False, False, None),
        ("receipt", "gp", True, False, None),
        ("receipt", "self", True, False, Withheld.NEVER_CONTACT),
        ("accepted", "family", True, False, Withheld.NEVER_CONTACT),
        ("ended", "voluntary_sector", True, False, Withheld.NEVER_CONTACT),
        ("receipt", "gp", False, True, None),
        ("accepted", "family", False, True, None),
        ("ended", "gp", False, True, Withheld.CONSENT_REFUSED),
        ("ended", "family", False, True, Withheld.CONSENT_REFUSED),
        ("ended", "self", False, True, None),
        ("ended", "gp", True, False, None),
        ("safety_alert", "", True, True, None),
    ],
)
def test_whom_a_message_must_not_reach(kind, referrer, never, refused, why):
    found = rules.why_withheld(MessageKind(kind), referrer_type=referrer, never_contact=never, telling_refused=refused)
    assert found is why


def test_it_is_tried_for_about_four_hours_and_then_given_up():
    start = at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    tries = 0
    while True:
        tries += 1
        again = rules.next_try(tries, at)
        if again is None:
            break
        assert again > at
        at = again
    assert tries == len(rules.RETRY_AFTER) + 1
    assert timedelta(hours=3) < at - start < timedelta(hours=5)


@pytest.mark.parametrize(
    ("address", "domains", "secure"),
    [
        ("reception@heron.nhs.example", {"heron.nhs.example"}, True),
        ("reception@Heron.NHS.example", {"heron.nhs.example"}, True),
        ("reception@heron.nhs.example", {".nhs.example"}, True),
        ("someone@gmail.example", {"nhs.net", ".nhs.uk"}, False),
        ("someone@evilnhs.net", {"nhs.net"}, False),
        ("someone@nhs.net.evil.example", {"nhs.net", ".nhs.net"}, False),
        ("nobody", {"nhs.net"}, False),
        ("a@b.example", {""}, False),
        ("a@b.example", {"."}, False),
    ],
)
def test_documents_go_to_secure_domains_only(address, domains, secure):
    assert rules.is_secure(address, frozenset(domains)) is secure


@pytest.mark.parametrize("now", list(MessageStatus))
@pytest.mark.parametrize("to", list(MessageStatus))
def test_moves_of_a_message(now, to):
    allowed = {
        ("waiting", "sent"),
        ("waiting", "given_up"),
        ("waiting", "withheld"),
        ("given_up", "waiting"),
    }
    if (now.value, to.value) in allowed:
        rules.check_move(now, to)
    else:
        with pytest.raises(RuleBroken):
            rules.check_move(now, to)


def test_every_code_has_its_words():
    assert set(rules.LABELS) == set(MessageStatus)
    assert set(rules.KIND_LABELS) == set(MessageKind)
    assert set(rules.WITHHELD_LABELS) == set(Withheld)
    assert set(rules.ATTENTION_LABELS) == set(Attention)
