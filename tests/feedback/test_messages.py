"""Listeners leave one message each, which names nobody, and goes only where it may."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell import listeners
from livewell.feedback import actions, letters
from livewell.feedback.rules import MessageKind
from livewell.feedback.tables import Message
from livewell.kit import clock
from livewell.kit.db import execute
from livewell.kit.news import Heard
from livewell.staff.rules import Role
from tests.factories.feedback import a_case, a_no, a_sent_referral, somebody
from tests.factories.staff import a_member


def news_of(what: str, subject: UUID, **more) -> Heard:
    return Heard(
        **(
            {
                "event": uuid4(),
                "what": what,
                "subject": subject,
                "journey": None,
                "person": None,
                "by_id": None,
                "happened_at": clock.now(),
                "details": {},
            }
            | more
        )
    )


async def messages() -> list[Message]:
    return await Message.objects().order_by(Message.made_at)


EVERY_STEP = [
    ("referral.received", actions.tell_received, "receipt"),
    ("referral.information_asked", actions.ask_referrer, "question"),
    ("referral.accepted", actions.tell_accepted, "accepted"),
    ("referral.declined", actions.tell_declined, "declined"),
]


@pytest.mark.parametrize(("what", "listener", "kind"), EVERY_STEP)
async def test_each_piece_of_news_becomes_one_message_however_often_it_is_heard(what, listener, kind):
    referrer = await a_member(Role.PRACTICE_REFERRER)
    person = await somebody(first_name="Zebedee", family_name="Quillfeather", nhs_number="9990000018")
    referral = await a_sent_referral(
        referrer, person=person, status="declined", decline_suggestion="The befriending line."
    )
    heard = news_of(what, referral)
    await listener(heard)
    await listener(heard)
    (message,) = await messages()
    assert (message.kind, message.status, message.to, message.referral) == (kind, "waiting", referrer.email, referral)
    said = message.subject + message.body
    assert "LW-" in message.subject
    assert f"/my-referrals/{referral}" in message.body
    for secret in ("Zebedee", "Quillfeather", "9990000018", "999 000 0018"):
        assert secret not in said
    assert "\n\n\n" not in message.body


async def test_a_referral_that_joins_a_journey_is_told_no_day_long_past():
    coach, referrer = await a_member(Role.HEALTH_COACH), await a_member(Role.PRACTICE_REFERRER)
    referral = await a_sent_referral(referrer, journey=await a_case(coach))
    await actions.tell_accepted(news_of("referral.accepted", referral, details={"joined": True}))
    (message,) = await messages()
    assert "already with Live Well" in message.body
    assert "gets in touch" not in message.body


async def test_a_decline_says_why_and_what_may_help():
    referrer = await a_member(Role.PRACTICE_REFERRER)
    referral = await a_sent_referral(referrer, status="declined", decline_suggestion="The befriending line.")
    await actions.tell_declined(news_of("referral.declined", referral))
    (message,) = await messages()
    assert "Why: Another service fits better." in message.body
    assert "The befriending line." in message.body


async def test_a_suggestion_that_says_who_it_is_stays_on_the_page():
    person = await somebody(first_name="Zebedee", family_name="Quillfeather")
    referrer = await a_member(Role.PRACTICE_REFERRER)
    referral = await a_sent_referral(
        referrer, person=person, status="declined", decline_suggestion="zebedee may ring CAB."
    )
    await actions.tell_declined(news_of("referral.declined", referral))
    (message,) = await messages()
    assert "ebedee" not in message.body
    assert "What may help instead" not in message.body
    assert f"/my-referrals/{referral}" in message.body


async def test_an_ending_is_told_to_everybody_who_referred_and_may_hear():
    coach = await a_member(Role.HEALTH_COACH)
    one, two = await a_member(Role.PRACTICE_REFERRER), await a_member(Role.PRACTICE_REFERRER)
    journey = await a_case(coach, stage="closed")
    first = await a_sent_referral(one, journey=journey)
    second = await a_sent_referral(two, journey=journey)
    await a_sent_referral(None, journey=journey, reply_to="")
    heard = news_of("journey.closed", journey, journey=journey)
    await actions.tell_ended(heard)
    await actions.tell_ended(heard)
    found = await messages()
    assert {(message.referral, message.to) for message in found} == {(first, one.email), (second, two.email)}
    assert {message.kind for message in found} == {"ended"}


async def test_nobody_is_told_of_an_ending_when_the_person_said_no():
    coach, referrer = await a_member(Role.HEALTH_COACH), await a_member(Role.PRACTICE_REFERRER)
    person = await somebody()
    journey = await a_case(coach, person=person, stage="closed")
    await a_sent_referral(referrer, journey=journey)
    await a_no(person)
    await actions.tell_ended(news_of("journey.closed", journey, journey=journey))
    assert await messages() == []


async def test_the_newest_answer_about_sharing_holds():
    coach, referrer = await a_member(Role.HEALTH_COACH), await a_member(Role.PRACTICE_REFERRER)
    person = await somebody()
    journey = await a_case(coach, person=person, stage="closed")
    await a_sent_referral(referrer, journey=journey)
    with clock.at(datetime(2026, 1, 1, tzinfo=UTC)):
        await a_no(person)
    await a_no(person, given=True)
    await actions.tell_ended(news_of("journey.closed", journey, journey=journey))
    assert len(await messages()) == 1


async def test_a_summary_goes_to_secure_mailboxes_of_professionals_only(monkeypatch):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await a_case(coach, stage="closed")
    referrer = await a_member(Role.PRACTICE_REFERRER)
    secure = await a_sent_referral(referrer, journey=journey, reply_to="reception@surgery.nhs.net")
    await a_sent_referral(referrer, journey=journey, reply_to="doctor@webmail.example")
    await a_sent_referral(None, journey=journey, referrer_type="family", reply_to="daughter@x.nhs.net")
    monkeypatch.setattr("livewell.feedback.actions.hear.settings", lambda: _Told(frozenset({".nhs.net"})))
    await actions.tell_ended(news_of("journey.closed", journey, journey=journey))
    attached = {message.referral for message in await messages() if message.attach_summary}
    assert attached == {secure}
    assert len(await messages()) == 3


class _Told:
    address = "http://livewell.example"

    def __init__(self, domains: frozenset[str]) -> None:
        self.secure_mail = domains


async def test_a_message_without_an_address_goes_to_the_practice_else_is_not_made():
    referrer = await a_member(Role.PRACTICE_REFERRER)
    await actions.tell_received(news_of("referral.received", await a_sent_referral(referrer, reply_to="")))
    await actions.tell_received(news_of("referral.received", await a_sent_referral(None)))
    (message,) = await messages()
    assert message.to.endswith("@practice.example")


async def test_somebody_without_an_account_gets_no_link_they_could_not_open():
    await execute("INSERT INTO service_setting (key, value, changed_at) VALUES ('public_phone', '01632 960001', now())")
    referral = await a_sent_referral(None, reply_to="me@home.example")
    await actions.tell_received(news_of("referral.received", referral))
    (message,) = await messages()
    assert "/my-referrals" not in message.body
    assert "01632 960001" in message.body
    assert "Your request" in message.body


async def test_a_safety_alert_reaches_the_coaches_of_the_area_and_the_duty_contact_and_names_nobody():
    await execute(
        "INSERT INTO service_setting (key, value, changed_at) VALUES ('duty_contact_email', 'duty@livewell.example', now())"
    )
    coach = await a_member(Role.HEALTH_COACH)
    colleague = await a_member(Role.HEALTH_COACH, area=coach.area)
    await a_member(Role.HEALTH_COACH, area=coach.area, deactivated_at=clock.now())
    await a_member(Role.HEALTH_COACH)
    await a_member(Role.LINK_WORKER, area=coach.area)
    matter = uuid4()
    heard = news_of("safety.raised", matter, details={"area": str(coach.area), "urgent": True, "kind": "self_harm"})
    await actions.alert_about_safety(heard)
    await actions.alert_about_safety(heard)
    found = await messages()
    assert {message.to for message in found} == {coach.email, colleague.email, "duty@livewell.example"}
    assert len(found) == 3
    for message in found:
        assert message.subject.startswith("URGENT")
        assert f"/safety/{matter}" in message.body
        assert "harm" not in message.body
        assert message.referral is None


async def test_a_safety_matter_of_no_area_reaches_every_coach_and_manager():
    coach, other = await a_member(Role.HEALTH_COACH), await a_member(Role.HEALTH_COACH)
    manager = await a_member(Role.MANAGER)
    await actions.alert_about_safety(news_of("safety.unanswered", uuid4(), details={"area": None}))
    found = await messages()
    assert {message.to for message in found} >= {coach.email, other.email, manager.email}
    assert all("still waits" in message.subject for message in found)


def test_the_policy_names_functions_that_listen():
    listeners.install()
    listeners.install()
    from livewell.kit.clockwork import CLOCKWORK
    from livewell.kit.news import LISTENERS

    assert set(LISTENERS) == set(listeners.POLICY)
    names = [chore.name for chore in CLOCKWORK]
    assert len(names) == len(set(names))
    assert {"send waiting messages", "say again what is unanswered"} <= set(names)


CONTEXT = {
    "reference": "LW-4F7K-92",
    "link": "",
    "phone": "",
    "attached": False,
    "decide_by": datetime(2026, 11, 23, tzinfo=UTC),
    "contact_by": None,
    "joined": False,
    "reason": "",
    "suggestion": "",
    "unreached": False,
    "died": False,
    "urgent": False,
    "again": False,
    "raised_at": datetime(2026, 11, 20, 9, tzinfo=UTC),
}


@pytest.mark.parametrize("kind", list(MessageKind))
@pytest.mark.parametrize("to_person", [True, False])
@pytest.mark.parametrize("phone", ["", "01632 960001"])
@pytest.mark.parametrize("link", ["", "https://livewell.example/x"])
def test_every_message_can_be_written_in_every_circumstance(kind, to_person, phone, link):
    letter = letters.write(kind, CONTEXT | {"to_person": to_person, "phone": phone, "link": link})
    assert "\n" not in letter.subject
    assert letter.body.endswith("Live Well\n") or kind is MessageKind.SAFETY_ALERT
    assert "{" not in letter.body
    assert "\n\n\n" not in letter.body


@given(st.text(max_size=400))
def test_a_subject_is_one_line_of_at_most_200_characters(reference):
    letter = letters.write(MessageKind.RECEIPT, CONTEXT | {"to_person": False, "reference": reference})
    assert "\n" not in letter.subject
    assert "\r" not in letter.subject
    assert len(letter.subject) <= 200


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("The befriending line at the library.", False),
        ("Noor could ring them.", True),
        ("noor's sister knows.", True),
        ("Ring 01632 960123.", True),
        ("Ring 0 1 6 3 2 9.", True),
        ("Write to help@group.example", True),
        ("Open from 9 to 5, in room 12.", False),
        ("Ask for O’Brien.", True),
        ("Ask for Brien.", True),
        ("", False),
    ],
)
def test_whether_words_say_who_it_is(text, says):
    assert letters.says_who(text, ("Noor", "O'Brien")) is says
