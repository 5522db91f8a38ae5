"""What a practice sees of the people it referred, and never more."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pypdf
import pytest

from livewell.assets.tables import Asset
from livewell.coaching.tables import Goal, GoalRating
from livewell.connections.tables import Connection, ConnectionChange, Visit
from livewell.feedback import queries, rules
from livewell.feedback.rules import Attention
from livewell.kit import clock
from livewell.kit.db import count_queries, value
from livewell.measures.tables import Score
from livewell.outcomes.tables import Ending
from livewell.referrals.tables import InformationRequest
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.feedback import a_case, a_meeting, a_no, a_sent_referral, somebody
from tests.factories.staff import a_member

PRIVATE = "CANARY-session-note"


async def a_goal(journey, coach, words, *, may_share, **changes):
    goal = Goal(
        id=uuid4(),
        journey=journey,
        in_words=words,
        way="connect",
        domain="groups",
        importance=8,
        confidence=6,
        status="agreed",
        may_share=may_share,
        made_at=clock.now(),
        made_by=coach.id,
        agreed_at=clock.now(),
        **changes,
    )
    await goal.save()
    await GoalRating(
        id=uuid4(), goal=goal.id, occasion="ending", rater="person", level=1, rated_at=clock.now(), rated_by=coach.id
    ).save()
    return goal.id


async def a_connection(journey, coach, name, status="settled", visits=2):
    asset = Asset(id=uuid4(), name=name, kind="group", what="A group.", created_at=clock.now(), changed_at=clock.now())
    await asset.save()
    connection = Connection(
        id=uuid4(), journey=journey, asset=asset.id, status=status, made_at=clock.now(), made_by=coach.id
    )
    await connection.save()
    await ConnectionChange(
        id=uuid4(), connection=connection.id, to_status=status, changed_at=clock.now(), changed_by=coach.id
    ).save()
    for day in range(visits):
        await Visit(
            id=uuid4(),
            connection=connection.id,
            went_on=clock.today() - timedelta(days=day),
            noted_at=clock.now(),
            noted_by=coach.id,
        ).save()


@pytest.fixture
async def whole():
    """A person referred by a GP, with everything there can be on their journey, at its end."""
    coach = await a_member(Role.HEALTH_COACH, phone="01632 960777")
    worker = await a_member(Role.LINK_WORKER, area=coach.area, name="Joe Hart", phone="01632 960888")
    referrer = await a_member(Role.PRACTICE_REFERRER)
    person = await somebody(first_name="Edith", family_name="Marlowe", nhs_number="9990000018")
    journey = await a_case(coach, person=person, stage="closed", link_worker=worker.id)
    referral = await a_sent_referral(referrer, journey=journey)
    await a_meeting(journey, coach, notes=PRIVATE, shared_note="We met and talked about walking.")
    await a_meeting(journey, worker, notes=PRIVATE)
    await a_meeting(journey, worker, status="missed", why=PRIVATE)
    await a_goal(journey, coach, "Sing with other people again", may_share=True)
    await a_goal(journey, coach, "CANARY-private-goal", may_share=False)
    await a_connection(journey, worker, "East Leake walking group")
    await a_connection(journey, worker, "Only suggested choir", status="suggested", visits=0)
    for sequence, score in ((1, "47.4"), (2, "60.0")):
        await Score(
            id=uuid4(),
            person=person,
            journey=journey,
            instrument="pam",
            score=score,
            level=sequence + 1,
            taken_at=clock.now() - timedelta(days=30 - sequence),
            noted_at=clock.now(),
            taken_by=coach.id,
            sequence=sequence,
        ).save()
    await Ending(
        id=uuid4(),
        journey=journey,
        what_next=["group"],
        expectation="met",
        expectation_words="CANARY-expectation",
        persons_words="CANARY-own-words",
        may_share_words=False,
        summary="Edith now sings on Thursdays.",
        ask_of_practice="Please review the blood pressure tablets.",
        groups_before=0,
        groups_now=1,
        written_at=clock.now(),
        written_by=worker.id,
    ).save()
    return referrer, referral, person, coach


async def test_the_page_tells_the_whole_story_and_nothing_private(whole, client_for):
    referrer, referral, _, _ = whole
    client = await client_for(referrer)
    with count_queries() as ran:
        page = await client.get(f"/my-referrals/{referral}")
    assert page.status_code == 200
    assert ran.count <= 12, ran.statements
    for told in (
        "Edith Marlowe",
        "999 000 0018",
        "Please review the blood pressure tablets.",
        "Edith now sings on Thursdays.",
        "East Leake walking group",
        "been along 2 times",
        "Sing with other people again",
        "more than hoped for",
        "We met and talked about walking.",
        "level 3",
        "Joe Hart",
        "01632 960888",
        "Sessions held: 2",
        "Goes on with a group or activity",
    ):
        assert told in page.text, told
    assert page.text.index("What is asked of you") < page.text.index("What came of it")
    for private in (PRIVATE, "CANARY", "Only suggested choir", "Nothing is needed from you"):
        assert private not in page.text
    assert await value("SELECT count(*) FROM opening WHERE who = $1 AND record = $2", referrer.id, referral) == 1


async def test_nothing_is_told_to_a_practice_that_may_not_hear(whole, client_for):
    referrer, referral, person, _ = whole
    await a_no(person)
    client = await client_for(referrer)
    page = await client.get(f"/my-referrals/{referral}")
    assert "asked us to keep what happens next" in page.text
    for kept in (
        "sings on Thursdays",
        "walking group",
        "Sing with",
        "talked about walking",
        "level 3",
        "tablets",
        "Joe Hart",
    ):
        assert kept not in page.text
    listed = await client.get("/my-referrals")
    assert "group or activity" not in listed.text
    assert (await queries.my_referrals(seen_by=referrer)).tiles[Attention.ENDED] == 0


async def test_another_practice_finds_nothing(whole, client_for):
    _, referral, _, _ = whole
    other = await client_for(Role.PRACTICE_REFERRER)
    for path in (f"/my-referrals/{referral}", f"/my-referrals/{referral}/summary.pdf", f"/my-referrals/{uuid4()}"):
        assert (await other.get(path)).status_code == 404
    assert "Edith" not in (await other.get("/my-referrals?whose=practice")).text
    assert await value("SELECT count(*) FROM opening WHERE record = $1", referral) == 0


async def test_a_colleague_sees_it_under_my_practice_only(whole, client_for):
    referrer, referral, _, _ = whole
    colleague = await a_member(Role.PRACTICE_REFERRER, practice=referrer.practice)
    client = await client_for(colleague)
    assert "Edith" not in (await client.get("/my-referrals")).text
    page = await client.get("/my-referrals?whose=practice")
    assert "Edith" in page.text
    assert referrer.name in page.text
    assert (await client.get(f"/my-referrals/{referral}")).status_code == 200


@pytest.mark.parametrize(
    "role", [Role.HEALTH_COACH, Role.LINK_WORKER, Role.MANAGER, Role.EVALUATOR, Role.ADMINISTRATOR]
)
async def test_other_roles_have_no_such_page(role, client_for):
    assert (await (await client_for(role)).get("/my-referrals")).status_code == 403


async def test_the_pdf_is_one_page_with_the_asks_first(whole, client_for):
    referrer, referral, _, _ = whole
    client = await client_for(referrer)
    answer = await client.get(f"/my-referrals/{referral}/summary.pdf")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    paper = pypdf.PdfReader(BytesIO(answer.content))
    assert len(paper.pages) == 1
    text = " ".join(paper.pages[0].extract_text().split())
    assert text.index("Please review the blood pressure tablets.") < text.index("Edith now sings")
    for told in ("999 000 0018", "East Leake walking group", "Sing with other people again", "Joe Hart", "score 60.0"):
        assert told in text
    assert "CANARY" not in text


async def test_a_paper_with_as_much_as_there_can_be_is_still_one_page(whole):
    referrer, referral, _, coach = whole
    journey = await value("SELECT journey FROM referral WHERE id = $1", referral)
    for number in range(12):
        await a_connection(journey, coach, f"A group with quite a long name, number {number}")
        await a_goal(journey, coach, "I want to " + "walk " * 60 + str(number), may_share=True)
    from livewell.feedback import letters
    from livewell.kit.db import execute
    from livewell.kit.pdf import make_pdf

    await execute(
        "UPDATE ending SET summary = $1, ask_of_practice = $2", "Much was done. " * 200, "Please look at this. " * 8
    )
    story = await queries.story(referral, seen_by=referrer)
    paper = pypdf.PdfReader(BytesIO(await make_pdf(letters.summary_page(story))))
    assert len(paper.pages) == 1


async def test_nothing_needed_is_said_in_words(client_for):
    referrer = await a_member(Role.PRACTICE_REFERRER)
    referral = await a_sent_referral(referrer)
    page = await (await client_for(referrer)).get(f"/my-referrals/{referral}")
    assert "Nothing is needed from you." in page.text


async def a_question(referral, coach, **changes):
    question = InformationRequest(
        **(
            {
                "id": uuid4(),
                "referral": referral,
                "question": "Is she steady on her feet?",
                "asked_at": clock.now(),
                "asked_by": coach.id,
            }
            | changes
        )
    )
    await question.save()
    return question.id


async def test_a_question_is_answered_on_the_page(client_for):
    coach, referrer = await a_member(Role.HEALTH_COACH), await a_member(Role.PRACTICE_REFERRER)
    referral = await a_sent_referral(referrer, status="awaiting_information")
    question = await a_question(referral, coach)
    client = await client_for(referrer)
    page = await client.get("/my-referrals?only=question")
    assert "Questions for you" in page.text
    assert str(referral) in page.text
    here = f"/my-referrals/{referral}"
    empty = await post(client, f"{here}/questions/{question}", {"answer": " "}, page=here)
    assert empty.status_code == 422
    assert "Write your answer" in empty.text
    sent = await post(client, f"{here}/questions/{question}", {"answer": "Yes, with a stick."}, page=here)
    assert sent.status_code == 303
    assert await value("SELECT answer FROM information_request WHERE id = $1", question) == "Yes, with a stick."
    assert await value("SELECT status FROM referral WHERE id = $1", referral) == "received"


async def test_nobody_answers_for_another_practice(client_for):
    coach = await a_member(Role.HEALTH_COACH)
    mine, theirs = await a_member(Role.PRACTICE_REFERRER), await a_member(Role.PRACTICE_REFERRER)
    own = await a_sent_referral(mine, status="awaiting_information")
    asked = await a_question(own, coach)
    foreign = await a_sent_referral(theirs, status="awaiting_information")
    question = await a_question(foreign, coach)
    client = await client_for(mine)
    page = await client.get(f"/my-referrals/{own}")
    form = form_to(page, f"/my-referrals/{own}/questions/{asked}")
    for path in (f"/my-referrals/{foreign}/questions/{question}", f"/my-referrals/{own}/questions/{question}"):
        answer = await client.post(path, data=form.data | {"answer": "Mine"})
        assert answer.status_code == 404
    assert await value("SELECT answered_at FROM information_request WHERE id = $1", question) is None


async def test_the_list_is_found_in_by_name_reference_and_nhs_number(client_for):
    referrer = await a_member(Role.PRACTICE_REFERRER)
    for name in ("Annie", "Bertha"):
        await a_sent_referral(referrer, person=await somebody(first_name=name, family_name="O'Hare"))
    person = await somebody(first_name="Cora", nhs_number="9990000018")
    last = await a_sent_referral(referrer, person=person)
    reference = await value("SELECT reference FROM referral WHERE id = $1", last)
    client = await client_for(referrer)
    for typed, found in (
        ("o'hare annie", {"Annie"}),
        ("hare", {"Annie", "Bertha"}),
        (reference.lower().replace("-", " "), {"Cora"}),
        ("999 000 0018", {"Cora"}),
        ("%", set()),
        ("nobody", set()),
        ("", {"Annie", "Bertha", "Cora"}),
    ):
        page = await post(client, "/my-referrals/find", {"words": typed}, page="/my-referrals")
        assert page.status_code == 200
        assert {name for name in ("Annie", "Bertha", "Cora") if f">{name}" in page.text} == found, typed
        assert "?" not in str(page.url)


async def test_the_list_is_25_a_page_and_costs_the_same_however_long_it_is(client_for):
    referrer = await a_member(Role.PRACTICE_REFERRER)
    for _ in range(30):
        await a_sent_referral(referrer)
    client = await client_for(referrer)
    with count_queries() as ran:
        first = await client.get("/my-referrals")
    assert ran.count <= 6
    assert first.text.count("nhsuk-card__link") == 25
    second = await client.get("/my-referrals?page=2")
    assert second.text.count("nhsuk-card__link") == 5
    for odd in ("0", "-1", "x", "99999999999999999999", "3", "%C2%B2"):
        assert (await client.get(f"/my-referrals?page={odd}")).status_code == 200
    assert (await client.get("/my-referrals?whose=everybody&only=nothing")).status_code == 200


@pytest.mark.parametrize(
    ("days_ago", "ending", "facts", "said"),
    [
        (0, None, {"status": "awaiting_information"}, "Questions for you"),
        (0, None, {"status": "declined"}, "Declined this month"),
        (60, None, {"status": "declined"}, "Declined"),
        (0, "goals_met", {}, "Ended this month"),
        (60, "goals_met", {}, "Ended"),
        (0, "unable_to_contact", {}, "Could not be reached"),
    ],
)
async def test_a_referral_in_the_list_says_in_one_tag_how_it_stands(client_for, days_ago, ending, facts, said):
    coach, referrer = await a_member(Role.HEALTH_COACH), await a_member(Role.PRACTICE_REFERRER)
    at = clock.now() - timedelta(days=days_ago)
    if ending:
        facts = {"journey": await a_case(coach, stage="closed", closed_at=at, end_reason=ending)}
    elif facts["status"] == "declined":
        facts = facts | {"decided_at": at}
    await a_sent_referral(referrer, **facts)
    page = (await (await client_for(referrer)).get("/my-referrals")).text
    assert re.findall(r'<strong class="nhsuk-tag[^>]*>([^<]+)<', page) == [said]


async def test_the_database_and_the_rule_agree_on_what_wants_attention():
    coach, referrer = await a_member(Role.HEALTH_COACH), await a_member(Role.PRACTICE_REFERRER)
    await a_sent_referral(referrer)
    await a_sent_referral(referrer, status="awaiting_information")
    for days in (0, 29, 30, 31):
        at = clock.now() - timedelta(days=days)
        await a_sent_referral(referrer, status="declined", decided_at=at)
        for reason in ("goals_met", "unable_to_contact"):
            for refused in (False, True):
                person = await somebody()
                case = await a_case(coach, person=person, stage="closed", closed_at=at, end_reason=reason)
                await a_sent_referral(referrer, journey=case)
                if refused:
                    await a_no(person)
    await a_sent_referral(referrer, journey=await a_case(coach))
    found = await queries.my_referrals(seen_by=referrer)
    assert found.everything == len(found.referrals) == 23
    for one in found.referrals:
        story = await queries.story(one.id, seen_by=referrer)
        assert one.attention is rules.attention(story.facts, clock.today()), story.line
    for kind in Attention:
        only = await queries.my_referrals(seen_by=referrer, only=kind)
        assert only.total == found.tiles[kind]
        assert {one.attention for one in only.referrals} == {kind}
    kinds = [one.attention for one in found.referrals]
    assert kinds == sorted(kinds, key=lambda kind: list(Attention).index(kind) if kind else 9)
