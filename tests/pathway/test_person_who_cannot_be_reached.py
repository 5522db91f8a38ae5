"""Three tries, no answer: the journey ends kindly, the practice hears of it, and the door stays open."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from livewell.feedback.tables import Message
from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.kit.deliveries import deliver_all
from livewell.outcomes import queries as outcomes
from livewell.staff.rules import Role
from tests.browsing import post
from tests.factories.journeys import the_journey
from tests.factories.places import a_practice, an_area
from tests.factories.staff import a_member
from tests.referring import a_professional_referral

MONDAY = datetime(2026, 10, 5, 9, tzinfo=UTC)
REPLY_TO = "desk@millgate.example"


async def test_somebody_we_could_not_reach_and_who_rang_back(client_for):
    gp, coach = await given_a_practice_and_a_coach()
    journey, referral = await given_an_accepted_referral(client_for, gp, coach)

    await when_three_tries_find_nobody(client_for, coach, journey)
    await then_the_record_offers_the_ending_and_does_nothing_by_itself(client_for, coach, journey)

    await when_the_coach_ends_it_in_two_answers(client_for, coach, journey)
    await then_the_practice_hears_of_it_without_a_name()
    await then_the_gp_sees_what_was_tried_and_that_the_door_is_open(client_for, gp, referral)

    new = await when_she_rings_back_in_spring(client_for, coach, journey)
    await then_a_new_journey_follows_the_old_one(client_for, coach, journey, new)


# ── the steps ──


async def given_a_practice_and_a_coach():
    area = await an_area(name="North")
    practice = await a_practice(area=area, name="Mill Gate Surgery", reply_email=REPLY_TO)
    gp = await a_member(Role.PRACTICE_REFERRER, practice=practice, job_title="GP")
    return gp, await a_member(Role.HEALTH_COACH, area=area, name="Ruth Coach")


async def given_an_accepted_referral(client_for, gp, coach):
    with clock.at(MONDAY):
        typed = a_professional_referral(first_name="Doreen", reply_to=REPLY_TO)
        answer = await post(await client_for(gp), "/refer/professional", typed)
        assert answer.status_code == 303, answer.text
        referral = UUID(answer.headers["location"].rsplit("/", 1)[1])
    with clock.at(MONDAY + timedelta(days=1)):
        triage = f"/triage/{referral}"
        answer = await post(
            await client_for(coach), f"{triage}/accept", {"override_why": "Known to the practice."}, page=triage
        )
        assert answer.status_code == 303, answer.text
    return UUID(answer.headers["location"].rsplit("/", 1)[1]), referral


async def when_three_tries_find_nobody(client_for, coach, journey):
    for day, outcome in ((2, "no_answer"), (4, "left_message"), (9, "no_answer")):
        with clock.at(MONDAY + timedelta(days=day)):
            page = f"/journeys/{journey}/attempts/new"
            answer = await post(await client_for(coach), page, {"method": "phone", "outcome": outcome})
            assert answer.status_code == 303, answer.text


async def then_the_record_offers_the_ending_and_does_nothing_by_itself(client_for, coach, journey):
    with clock.at(MONDAY + timedelta(days=10)):
        shown = (await (await client_for(coach)).get(f"/journeys/{journey}/about/stage")).text
    assert f"/journeys/{journey}/ending" in shown
    assert (await the_journey(journey)).stage == Stage.CONTACTING


async def when_the_coach_ends_it_in_two_answers(client_for, coach, journey):
    with clock.at(MONDAY + timedelta(days=14)):
        ending = f"/journeys/{journey}/ending"
        answer = await post(await client_for(coach), ending, {"asks": "no"}, page=f"{ending}?reason=unable_to_contact")
        assert answer.status_code == 303, answer.text
        await deliver_all()
    stands = await the_journey(journey)
    assert (stands.stage, stands.end_reason, stands.end_planned) == (Stage.CLOSED, "unable_to_contact", False)


async def then_the_practice_hears_of_it_without_a_name():
    messages = await Message.select().where(Message.to == REPLY_TO).order_by(Message.made_at)
    assert [message["kind"] for message in messages] == ["receipt", "accepted", "ended"]
    assert "Doreen" not in messages[-1]["subject"] + messages[-1]["body"]


async def then_the_gp_sees_what_was_tried_and_that_the_door_is_open(client_for, gp, referral):
    with clock.at(MONDAY + timedelta(days=15)):
        shown = (await (await client_for(gp)).get(f"/my-referrals/{referral}")).text
    assert "Nothing is needed from you" in shown
    assert "could not reach" in shown.lower()
    for words in ("did not engage", "non-compliant", "failed to"):
        assert words not in shown.lower()


async def when_she_rings_back_in_spring(client_for, coach, journey):
    with clock.at(MONDAY + timedelta(days=180)):
        page = f"/journeys/{journey}/reopen"
        answer = await post(await client_for(coach), page, {"why": "Rang back: she had been staying with her sister."})
        assert answer.status_code == 303, answer.text
    return UUID(answer.headers["location"].rsplit("/", 1)[1])


async def then_a_new_journey_follows_the_old_one(client_for, coach, journey, new):
    stands = await the_journey(new)
    assert (stands.previous, stands.stage) == (journey, Stage.CONTACTING)
    kept = await outcomes.ending(journey)
    assert kept is not None
    with clock.at(MONDAY + timedelta(days=180)):
        client = await client_for(coach)
        assert "she had been staying with her sister" in (await client.get(f"/journeys/{new}")).text
        assert (await client.get(f"/journeys/{journey}")).status_code == 200
