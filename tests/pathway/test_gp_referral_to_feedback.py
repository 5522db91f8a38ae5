"""A GP refers a widower with diabetes; he joins a walking group; the GP sees what came of it (U1)."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from livewell.feedback import actions as feedback
from livewell.feedback.tables import Message
from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.kit.deliveries import deliver_all
from livewell.staff.rules import Member, Role
from tests.browsing import post
from tests.factories.assets import an_asset
from tests.factories.journeys import the_journey
from tests.factories.places import a_practice, an_area
from tests.factories.staff import a_member
from tests.referring import a_professional_referral

BEGINNING = datetime(2026, 9, 7, 9, tzinfo=UTC)
PRIVATE = "Cried when he spoke of Joan. Keeps her coat by the door."
SHARED = "Takes his tablets from a weekly tray now."
GOAL = "I want to walk by the river again, with company"
WORDS = "I was in the house for months. Now Thursday is my day."


async def test_a_gp_refers_and_sees_what_came_of_it(story):
    await given_a_practice_a_coach_a_link_worker_and_a_walking_group(story)

    await when_the_gp_refers_him(story)
    await when_the_coach_accepts(story)
    await when_the_coach_reaches_him(story)
    await when_they_find_out_together_what_matters(story)
    await when_they_agree_a_goal(story)
    await when_the_coach_introduces_the_link_worker(story)
    await when_the_link_worker_takes_him_on(story)
    await when_they_sort_out_the_medication_at_home(story)
    await when_the_walking_group_is_found_and_he_is_introduced(story)
    await when_they_go_along_together_and_he_goes_on_alone(story)
    await when_they_end_well(story)

    await then_the_gp_sees_the_connection_the_goal_and_the_outcome(story)
    await then_the_gp_never_sees_the_notes(story)
    await then_the_gp_was_told_at_every_turn_without_a_name(story)
    await then_the_record_tells_it_all_in_order(story)


# ── the steps ──


@dataclass
class Story:
    """Who is in it, and what they made."""

    client_for: Any
    day: datetime = BEGINNING
    people: dict[str, Member] = field(default_factory=dict)
    made: dict[str, UUID] = field(default_factory=dict)

    async def as_(self, who: str) -> httpx.AsyncClient:
        """A new sign-in, as on any other morning."""
        client: httpx.AsyncClient = await self.client_for(self.people[who])
        return client

    @property
    def journey(self) -> str:
        return f"/journeys/{self.made['journey']}"

    def later(self, days: int):
        self.day += timedelta(days=days)
        return clock.at(self.day)


@pytest.fixture
def story(client_for):
    return Story(client_for)


async def given_a_practice_a_coach_a_link_worker_and_a_walking_group(story):
    area = await an_area(name="Central")
    practice = await a_practice(area=area, name="Trent Side Surgery", listed=True)
    story.people = {
        "gp": await a_member(
            Role.PRACTICE_REFERRER,
            practice=practice,
            name="Dr Amara Osei",
            job_title="GP",
            email="a.osei@trentside.example",
        ),
        "coach": await a_member(Role.HEALTH_COACH, area=area, name="Ruth Coach", job_title="Health coach"),
        "link_worker": await a_member(Role.LINK_WORKER, area=area, name="Sam Linker", job_title="Link worker"),
    }
    story.made["group"] = await an_asset(
        name="Thursday riverside walkers", contact_name="Anne", what="A gentle walk by the river, then tea."
    )


async def when_the_gp_refers_him(story):
    with story.later(0):
        answer = await post(
            await story.as_("gp"),
            "/refer/professional",
            a_professional_referral(
                first_name="Walter",
                family_name="Brindley",
                needs=["lonely"],
                reason="Type 2 diabetes. His wife died in spring and he has stopped going out.",
                reply_to="a.osei@trentside.example",
            ),
        )
    assert answer.status_code == 303, answer.text
    story.made["referral"] = UUID(answer.headers["location"].split("?")[0].rsplit("/", 1)[1])


async def when_the_coach_accepts(story):
    triage = f"/triage/{story.made['referral']}"
    with story.later(1):
        coach = await story.as_("coach")
        assert "Walter" in (await coach.get("/triage")).text
        answer = await post(coach, f"{triage}/accept", {"override_why": "Known to the practice."}, page=triage)
        assert answer.status_code == 303, answer.text
    story.made["journey"] = UUID(answer.headers["location"].split("?")[0].rsplit("/", 1)[1])


async def when_the_coach_reaches_him(story):
    page = f"{story.journey}/attempts/new"
    for days, outcome in ((1, "no_answer"), (1, "reached")):
        with story.later(days):
            answer = await post(await story.as_("coach"), page, {"method": "phone", "outcome": outcome})
            assert answer.status_code == 303, answer.text
    assert (await the_journey(story.made["journey"])).stage == Stage.COACHING


async def when_they_find_out_together_what_matters(story):
    with story.later(7):
        coach = await story.as_("coach")
        await _session(story, coach, place="practice", purposes=["getting_to_know", "goals"])
        answer = await post(
            coach,
            f"{story.journey}/assessment",
            {
                "strengths": "Kept an allotment for forty years.",
                "what_matters": "Being outdoors. Joan's roses.",
                "conditions": ["diabetes"],
                "groups": "0",
                "expectations": "Somebody to talk to.",
            },
        )
        assert answer.status_code == 303, answer.text
        answer = await post(coach, f"{story.journey}/pam", {"score": "45.2", "how": "together"})
        assert answer.status_code == 303, answer.text


async def when_they_agree_a_goal(story):
    with story.later(7):
        coach = await story.as_("coach")
        answer = await post(
            coach,
            f"{story.journey}/goals/new",
            {
                "in_words": GOAL,
                "way": "connect",
                "domain": "groups",
                "importance": "9",
                "confidence": "4",
                "step_1": "Walk to the bridge on Sunday",
                "may_share": "yes",
            },
        )
        assert answer.status_code == 303, answer.text
        goal = answer.headers["location"]
        answer = await post(coach, f"{goal}/agree", {"baseline": "-2"}, page=goal)
        assert answer.status_code == 303, answer.text
        story.made["goal"] = UUID(goal.rsplit("/", 1)[1])


async def when_the_coach_introduces_the_link_worker(story):
    with story.later(0):
        answer = await post(
            await story.as_("coach"),
            f"{story.journey}/introduce",
            {
                "link_worker": str(story.people["link_worker"].id),
                "how": "joint_meeting",
                **_day("meeting", story.day.date() + timedelta(days=3)),
                "meeting-time": "10am",
                "reasons": ["getting_there", "practical"],
                "summary": "Forty years of allotments. Would like company on the first walks.",
                "person_agrees": "yes",
            },
        )
    assert answer.status_code == 303, answer.text


async def when_the_link_worker_takes_him_on(story):
    with story.later(1):
        link_worker = await story.as_("link_worker")
        assert (await link_worker.get(story.journey)).status_code == 404
        page = f"/introductions/{_linked('introductions', await link_worker.get('/introductions'))}"
        assert GOAL in (await link_worker.get(page)).text
        answer = await post(link_worker, f"{page}/take-on", page=page)
        assert answer.headers["location"] == story.journey
        assert (await link_worker.get(story.journey)).status_code == 200


async def when_they_sort_out_the_medication_at_home(story):
    with story.later(6):
        await _session(
            story,
            await story.as_("link_worker"),
            place="home",
            purposes=["practical"],
            notes=PRIVATE,
            shared_note=SHARED,
            action_1="Ring the pharmacy about a weekly tray and home delivery",
            action_1_who="worker",
        )


async def when_the_walking_group_is_found_and_he_is_introduced(story):
    with story.later(7):
        link_worker = await story.as_("link_worker")
        find = f"{story.journey}/connections/new?goal={story.made['goal']}&words=river"
        assert "Thursday riverside walkers" in (await link_worker.get(find)).text
        answer = await post(link_worker, f"{story.journey}/connections", page=find)
        assert answer.headers["location"] == story.journey
        page = f"{story.journey}/about/connections"
        story.made["connection"] = _linked("connections", await link_worker.get(page))
    note = "His first time out in a while. Likes to talk about roses."
    at = f"/connections/{story.made['connection']}"
    with story.later(1):
        link_worker = await story.as_("link_worker")
        answer = await post(
            link_worker,
            f"{at}/introduce",
            {"introduced_to": "Anne", "note_for_group": note, "note_agreed": "yes"},
            page=at,
        )
        assert answer.status_code == 303
        slip = (await link_worker.get(f"{at}/slip")).text
        assert note in slip
        assert "Brindley" not in slip


async def when_they_go_along_together_and_he_goes_on_alone(story):
    at = f"/connections/{story.made['connection']}"
    for days, together in ((2, "yes"), (7, "yes"), (7, "no")):
        with story.later(days):
            link_worker = await story.as_("link_worker")
            if together == "yes":
                await _session(
                    story, link_worker, place="community", purposes=["accompanied"], asset=str(story.made["group"])
                )
            went = {**_day("went_on", story.day.date()), "accompanied": together}
            answer = await post(link_worker, f"{at}/visits", went, page=at)
            assert answer.status_code == 303, answer.text
    with story.later(14):
        assert (await post(await story.as_("link_worker"), f"{at}/settle", page=at)).status_code == 303


async def when_they_end_well(story):
    goal = story.made["goal"]
    with story.later(7):
        ending = f"{story.journey}/ending"
        answer = await post(
            await story.as_("link_worker"),
            ending,
            {
                f"goal-{goal}-person": "1",
                f"goal-{goal}-worker": "1",
                "pam_score": "61.9",
                "pam_how": "together",
                "groups_now": "1",
                "what_next": ["group"],
                "expectation": "met",
                "persons_words": WORDS,
                "may_share_words": "yes",
                "summary": "Medication is delivered in a weekly tray. He walks with the riverside group every Thursday.",
                "asks": "no",
            },
            page=f"{ending}?reason=goals_met",
        )
        assert answer.status_code == 303, answer.text
        await _carry_all_news()


async def then_the_gp_sees_the_connection_the_goal_and_the_outcome(story):
    with story.later(1):
        gp = await story.as_("gp")
        assert "Walter" in (await gp.get("/my-referrals?show=ended")).text + (await gp.get("/my-referrals")).text
        shown = (await gp.get(f"/my-referrals/{story.made['referral']}")).text
    for words in (
        "Nothing is needed from you",
        "Thursday riverside walkers",
        "Settled in",
        "been along 3 times",
        GOAL,
        SHARED,
        "He walks with the riverside group every Thursday.",
        WORDS,
        "Sessions held: 4",
    ):
        assert words in shown, words
    story.shown = shown


async def then_the_gp_never_sees_the_notes(story):
    assert PRIVATE not in story.shown
    assert "Keeps her coat" not in story.shown
    assert "allotment" not in story.shown
    with story.later(0):
        assert (await (await story.as_("gp")).get(story.journey)).status_code == 403


async def then_the_gp_was_told_at_every_turn_without_a_name(story):
    messages = await Message.select().where(Message.to == "a.osei@trentside.example").order_by(Message.made_at)
    assert [message["kind"] for message in messages] == ["receipt", "accepted", "ended"]
    for message in messages:
        for name in ("Walter", "Brindley", GOAL, WORDS):
            assert name not in message["body"] + message["subject"]


async def then_the_record_tells_it_all_in_order(story):
    with story.later(0):
        coach = await story.as_("coach")
        newest_first = "".join([(await coach.get(f"{story.journey}?page={page}")).text for page in (1, 2, 3)])
    moments = [
        "Introduced to Sam Linker, link worker",
        "Sam Linker took them on",
        "Suggested Thursday riverside walkers",
        "Introduced to Thursday riverside walkers",
        "Went along to Thursday riverside walkers for the first time",
        "Settled in at Thursday riverside walkers",
        "Last review. Was it what they expected? Yes",
    ]
    places = [newest_first.index(words) for words in moments]
    assert places == sorted(places, reverse=True)
    assert PRIVATE in newest_first
    assert (await the_journey(story.made["journey"])).stage == Stage.CLOSED


# ── what steps are made of ──


def _day(field_name: str, day: date) -> dict[str, str]:
    return {
        f"{field_name}-day": str(day.day),
        f"{field_name}-month": str(day.month),
        f"{field_name}-year": str(day.year),
    }


def _linked(what: str, page: httpx.Response) -> UUID:
    """The first record of a kind that a page links to."""
    found = re.search(rf'href="/{what}/([0-9a-f-]{{36}})"', page.text)
    assert found, f"{page.url} links to none of the {what}"
    return UUID(found[1])


async def _session(story: Story, client: httpx.AsyncClient, *, place: str, **note: Any) -> None:
    """Booked for this morning, and held the same day."""
    booking = {**_day("planned", story.day.date()), "planned-time": "9.30am", "minutes": "45", "place": place}
    answer = await post(client, f"{story.journey}/sessions/new", booking)
    assert answer.status_code == 303, answer.text
    held = f"/sessions/{_linked('sessions', await client.get(f'{story.journey}/about/sessions'))}/hold"
    answer = await post(client, held, {"place": place, "minutes": "45", **note})
    assert answer.status_code == 303, answer.text


async def _carry_all_news() -> None:
    """What the worker does all day."""
    await deliver_all()
    await feedback.send_waiting()
