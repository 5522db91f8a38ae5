"""A practice refers and hears at every turn, by real e-mail: receipt, question, acceptance, ending; a decline; and when mail fails."""

import asyncio
import email as standard_email
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pypdf
import pytest
import pytest_asyncio
from aiosmtpd.smtp import SMTP

from livewell import settings as told
from livewell.feedback import actions as feedback
from livewell.feedback import rules
from livewell.feedback.tables import Message
from livewell.kit import clock
from livewell.kit.db import value
from livewell.kit.deliveries import deliver_all
from livewell.people.actions import record_consent
from livewell.people.rules import Agreed, ConsentKind
from livewell.referrals.actions import triage
from livewell.referrals.rules import DeclineReason
from livewell.settings import Settings
from livewell.staff.rules import Role
from tests.browsing import post
from tests.factories.outcomes import an_ending
from tests.factories.places import a_practice, an_area
from tests.factories.staff import a_member
from tests.referring import a_professional_referral

ADDRESS = "reception@trentside.nhs.example"
MORNING = datetime(2026, 9, 7, 9, tzinfo=UTC)
NAMES = ("Margaret", "Quillfeather")


class MailServer:
    """A real mail server on this machine, which can be ill."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answer = "250 Taken"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            self.taken.append(standard_email.message_from_bytes(envelope.content, policy=default))
        return self.answer

    def subjects(self) -> list[str]:
        return [str(mail["Subject"]).partition(": ")[2] for mail in self.taken]


@pytest_asyncio.fixture
async def mail():
    before = told.settings()
    server = MailServer()
    listening = await asyncio.get_running_loop().create_server(lambda: SMTP(server), "127.0.0.1", 0)
    told.use(
        Settings(
            secret_key=before.secret_key,
            public_url=before.public_url,
            smtp_host="127.0.0.1",
            smtp_port=listening.sockets[0].getsockname()[1],
            smtp_security="none",
            secure_mail_domains=".nhs.example",
        )
    )
    try:
        yield server
    finally:
        listening.close()
        told.use(before)


@pytest.fixture
async def story(client_for, mail):
    """A GP has sent a referral."""
    area = await an_area()
    practice = await a_practice(area=area)
    gp = await a_member(Role.PRACTICE_REFERRER, practice=practice, name="Dr Amara Osei")
    coach = await a_member(Role.HEALTH_COACH, area=area, name="Ruth Coach", phone="01632 960700")
    with clock.at(MORNING):
        answer = await post(
            await client_for(gp),
            "/refer/professional",
            a_professional_referral(family_name="Quillfeather", reply_to=ADDRESS),
        )
    assert answer.status_code == 303, answer.text
    referral = UUID(answer.headers["location"].split("?")[0].rsplit("/", 1)[1])
    return SimpleNamespace(
        gp=gp, coach=coach, referral=referral, page=f"/my-referrals/{referral}", client_for=client_for
    )


async def as_the_gp(story, day: datetime) -> str:
    """What the GP reads on the referral's page."""
    with clock.at(day):
        client = await story.client_for(story.gp)
        listed = (await client.get("/my-referrals")).text
        shown = (await client.get(story.page)).text
    assert "Quillfeather" in listed
    return shown


async def the_worker_works(day: datetime) -> None:
    with clock.at(day):
        await deliver_all()
        await feedback.send_waiting()


def nobody_is_named(mail: MailServer) -> None:
    for one in mail.taken:
        text = f"{one['Subject']} {one['From']} {one.get_body(('plain',)).get_content()}"
        for name in NAMES:
            assert name not in text


async def test_from_receipt_to_what_came_of_it(story, mail):
    await the_worker_works(MORNING)
    assert mail.subjects() == ["received"]
    assert "A health coach decides by 9 September 2026." in await as_the_gp(story, MORNING)

    tuesday = MORNING + timedelta(days=1)
    with clock.at(tuesday):
        await triage.ask(story.referral, question="Is Margaret steady on her feet?", by=story.coach)
    await the_worker_works(tuesday)
    assert mail.subjects()[1:] == ["we have a question"]
    assert "Please answer our question" in await as_the_gp(story, tuesday)
    with clock.at(tuesday):
        client = await story.client_for(story.gp)
        question = await value("SELECT id FROM information_request WHERE referral = $1", story.referral)
        answer = await post(
            client, f"{story.page}/questions/{question}", {"answer": "With a stick, yes."}, page=story.page
        )
        assert answer.status_code == 303

    wednesday = MORNING + timedelta(days=2)
    with clock.at(wednesday):
        journey = await triage.accept(story.referral, override_why="She is well known here.", by=story.coach)
    await the_worker_works(wednesday)
    assert mail.subjects()[2:] == ["accepted"]
    assert "gets in touch with them by 16 September 2026" in mail.taken[2].get_body(("plain",)).get_content()
    assert "Ruth Coach gets in touch with them by 16 September 2026." in await as_the_gp(story, wednesday)

    december = MORNING + timedelta(days=90)
    with clock.at(wednesday + timedelta(days=1)):
        coach = await story.client_for(story.coach)
        reached = f"/journeys/{journey}/attempts/new"
        assert (await post(coach, reached, {"method": "phone", "outcome": "reached"})).status_code == 303
    with clock.at(december):
        await an_ending(journey, story.coach, ask_of_practice="Please review her tablets.")
    await the_worker_works(december)
    assert mail.subjects()[3:] == ["what came of it"]
    (paper,) = mail.taken[3].iter_attachments()
    text = " ".join(pypdf.PdfReader(BytesIO(paper.get_content())).pages[0].extract_text().split())
    assert "Quillfeather" in text, "the paper goes into the record, to a secure mailbox"
    assert text.index("Please review her tablets.") < text.index("Joined the walking group")
    shown = await as_the_gp(story, december)
    assert "Please review her tablets." in shown
    assert "Joined the walking group and goes every week." in shown
    nobody_is_named(mail)
    assert len({mail["Message-ID"] for mail in mail.taken}) == 4


async def test_a_decline_says_why_and_what_may_help_instead(story, mail):
    with clock.at(MORNING):
        await triage.decline(
            story.referral,
            reason=DeclineReason.OTHER_SERVICE,
            suggestion="The bereavement line of the hospice.",
            by=story.coach,
        )
    await the_worker_works(MORNING)
    assert mail.subjects() == ["received", "not taken on"]
    body = mail.taken[1].get_body(("plain",)).get_content()
    assert "Another service fits better" in body
    assert "The bereavement line of the hospice." in body
    shown = await as_the_gp(story, MORNING)
    assert "Declined on 7 September 2026: another service fits better." in shown
    assert "The bereavement line of the hospice." in shown
    nobody_is_named(mail)


async def test_when_the_person_says_no_the_practice_hears_no_more(story, mail):
    with clock.at(MORNING):
        journey = await triage.accept(story.referral, override_why="She is well known here.", by=story.coach)
        person = await value("SELECT person FROM journey WHERE id = $1", journey)
        coach = await story.client_for(story.coach)
        await post(coach, f"/journeys/{journey}/attempts/new", {"method": "phone", "outcome": "reached"})
    later = MORNING + timedelta(days=30)
    with clock.at(later):
        await record_consent(
            person, answers=(Agreed(ConsentKind.TELL_REFERRER, given=False),), how="spoken", by=story.coach
        )
        await an_ending(journey, story.coach, ask_of_practice="CANARY", summary="CANARY")
    await the_worker_works(later)
    assert "what came of it" not in mail.subjects()
    shown = await as_the_gp(story, later)
    assert "They have asked us to keep what happens next" in shown
    assert "CANARY" not in shown


async def test_mail_that_fails_is_kept_shown_and_sent_again(story, mail):
    mail.answer = "451 The server is ill"
    day = MORNING
    await the_worker_works(day)
    for wait in rules.RETRY_AFTER:
        day += wait + timedelta(seconds=1)
        await the_worker_works(day)
    assert mail.taken == []
    assert [one["status"] for one in await Message.select(Message.status)] == ["given_up"]
    with clock.at(day):
        manager = await story.client_for(Role.MANAGER)
        assert "451 The server is ill" in (await manager.get("/messages")).text
        mail.answer = "250 Taken"
        assert (await post(manager, "/messages/again", page="/messages")).status_code == 303
    await the_worker_works(day)
    assert mail.subjects() == ["received"]
