"""Words that must stay where they are: strings planted in private fields appear on no page, paper, e-mail or log of a role that must not see them."""

import re
from io import BytesIO
from uuid import uuid4

import pypdf
import pytest

from livewell.coaching.tables import Goal
from livewell.feedback.tables import Message
from livewell.kit import clock
from livewell.kit.db import rows
from livewell.kit.deliveries import deliver_all
from livewell.kit.edge import handlers_of
from livewell.kit.nhs import say_nhs_number
from livewell.outcomes.tables import Ending
from livewell.questionnaires.tables import Asking
from livewell.staff.rules import Role
from tests.factories.feedback import a_case, a_meeting, a_sent_referral, somebody
from tests.factories.safety import a_matter
from tests.factories.staff import a_member

NHS_NUMBER = "9997771230"
ADDRESS = "7 CANARY-ADDRESS Lane"
POSTCODE = "NG12 9ZZ"
NOTE = "CANARY-NOTE"
SAFETY = "CANARY-SAFETY"
GOAL = "CANARY-GOAL"
WORDS = "CANARY-OWN-WORDS"
NAME = "Canaryname"
ASKED = "CANARY-ASKED"

# What each role may read of these somewhere. Whatever is not here must be nowhere.
MAY_READ: dict[str, set[str]] = {
    "coach of the area": {NHS_NUMBER, NOTE, SAFETY, GOAL, WORDS, NAME, ADDRESS, POSTCODE, ASKED},
    "link worker of the journey": {NHS_NUMBER, NOTE, GOAL, WORDS, NAME, ADDRESS, POSTCODE, ASKED},
    "manager": {NHS_NUMBER, NOTE, SAFETY, GOAL, WORDS, NAME, ADDRESS, POSTCODE, ASKED},
    "referrer": {NHS_NUMBER, NAME},
    "referrer of another practice": set(),
    "coach of another area": set(),
    "link worker of nobody": set(),
    "evaluator": set(),
    "administrator": set(),
    "volunteer coordinator": set(),
    "organisation editor": set(),
}
SECRETS = {NHS_NUMBER, ADDRESS, POSTCODE, NOTE, SAFETY, GOAL, WORDS, NAME, ASKED}


@pytest.fixture
async def planted():
    """One person with a secret in every private field, whose journey has ended."""
    coach = await a_member(Role.HEALTH_COACH)
    worker = await a_member(Role.LINK_WORKER, area=coach.area)
    referrer = await a_member(Role.PRACTICE_REFERRER)
    person = await somebody(
        first_name="Edith",
        family_name=NAME,
        nhs_number=NHS_NUMBER,
        address=ADDRESS,
        postcode=POSTCODE,
        protected_address=True,
    )
    journey = await a_case(coach, person=person, stage="closed", link_worker=worker.id)
    referral = await a_sent_referral(referrer, journey=journey)
    session = await a_meeting(journey, worker, notes=NOTE)
    goal = Goal(
        id=uuid4(),
        journey=journey,
        in_words=GOAL,
        way="connect",
        domain="groups",
        importance=8,
        confidence=6,
        status="agreed",
        may_share=False,
        made_at=clock.now(),
        made_by=coach.id,
        agreed_at=clock.now(),
    )
    await goal.save()
    matter = await a_matter(coach, person=person, journey=journey, what=SAFETY, done_so_far=SAFETY)
    await Ending(
        id=uuid4(),
        journey=journey,
        expectation="met",
        persons_words=WORDS,
        expectation_words=WORDS,
        what_next_detail=WORDS,
        written_at=clock.now(),
        written_by=worker.id,
    ).save()
    asked = Asking(
        id=uuid4(),
        journey=journey,
        instrument="ons4",
        how="paper",
        reference="LW-0000-00",
        words=ASKED,
        asked_at=clock.now(),
        asked_by=coach.id,
    )
    await asked.save()
    await deliver_all()
    ids = {
        "journey": journey,
        "referral": referral,
        "session": session,
        "goal": goal.id,
        "matter": matter,
        "asking": asked.id,
        "person": person,
    }
    members = {
        "coach of the area": coach,
        "link worker of the journey": worker,
        "manager": await a_member(Role.MANAGER),
        "referrer": referrer,
        "referrer of another practice": await a_member(Role.PRACTICE_REFERRER),
        "coach of another area": await a_member(Role.HEALTH_COACH),
        "link worker of nobody": await a_member(Role.LINK_WORKER, area=coach.area),
        "evaluator": await a_member(Role.EVALUATOR),
        "administrator": await a_member(Role.ADMINISTRATOR),
        "volunteer coordinator": await a_member(Role.VOLUNTEER_COORDINATOR),
        "organisation editor": await a_member(Role.ORGANISATION_EDITOR),
    }
    return ids, members


def every_page(app, ids) -> list[str]:
    """Every GET route that can be filled in with what was planted, with each part of the record and each filter."""
    paths = []
    for route in app.routes:
        if not any("GET" in getattr(handler, "http_methods", ()) for handler in handlers_of(route)):
            continue
        path = route.path
        for kind, one in ids.items():
            path = path.replace(f"{{{kind}_id:uuid}}", str(one)).replace("{instrument:str}", "ons4")
        if "{" in path and not path.endswith("/about/{part:str}"):
            continue
        if path.startswith(("/static", "/healthz", "/readyz", "/metrics", "/demo")):
            continue
        if path.endswith("/about/{part:str}"):
            from livewell.record.rules import Part

            paths += [path.replace("{part:str}", part.value) for part in Part]
        else:
            paths.append(path)
    assert len(paths) > 40
    return [*paths, "/my-referrals?whose=practice", "/caseload?whose=area", "/safety?show=closed"]


def text_of(answer) -> str:
    if answer.headers.get("content-type") == "application/pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(answer.content)).pages)
    return answer.text


def found_in(text: str) -> set[str]:
    plain = re.sub(r"<[^>]+>", " ", text).replace(say_nhs_number(NHS_NUMBER), NHS_NUMBER)
    return {secret for secret in SECRETS if secret in plain or secret in text}


@pytest.mark.parametrize("who", list(MAY_READ))
async def test_no_page_shows_what_its_reader_must_not_see(planted, app, client_for, who, capsys):
    ids, members = planted
    client = await client_for(members[who])
    read: set[str] = set()
    for path in every_page(app, ids):
        answer = await client.get(path)
        assert answer.status_code < 500, path
        here = found_in(text_of(answer))
        assert here <= MAY_READ[who], f"{who} reads {here - MAY_READ[who]} at {path}"
        read |= here
    for secret in SECRETS:
        assert not any(secret in path for path in every_page(app, ids))
    assert NAME in read or NAME not in MAY_READ[who], "the crawl must have found the person where they may be seen"
    logged = "".join(capsys.readouterr())
    assert not any(secret in logged for secret in SECRETS)


async def test_no_message_and_no_event_holds_any_of_them(planted):
    ids, _ = planted
    from livewell.feedback import actions
    from livewell.kit.news import Heard

    for what, listener in (("journey.closed", actions.tell_ended), ("referral.received", actions.tell_received)):
        subject = ids["journey"] if what == "journey.closed" else ids["referral"]
        await listener(Heard(uuid4(), what, subject, ids["journey"], ids["person"], None, clock.now(), {}))
    messages = await Message.select(Message.subject, Message.body)
    assert len(messages) >= 3
    events = await rows("SELECT what || details::text AS said FROM event")
    openings = await rows("SELECT kind || page || reason AS said FROM opening")
    everything = str(messages) + str(events) + str(openings)
    assert not any(secret in everything for secret in (*SECRETS, say_nhs_number(NHS_NUMBER)))


async def test_the_search_gives_nothing_away_to_those_who_may_not_see(planted, client_for):
    from tests.browsing import post

    _, members = planted
    for who in ("coach of another area", "link worker of nobody"):
        client = await client_for(members[who])
        for words in (NAME, NHS_NUMBER):
            page = await post(client, "/search", {"words": words})
            # The words typed stand in their box again, and nowhere else.
            assert page.text.count(words) == 1
            assert "Nobody was found" in page.text
