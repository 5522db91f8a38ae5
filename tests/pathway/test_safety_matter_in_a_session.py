"""Thoughts of suicide come up in a session: help first, the team is told, told again, and sees it through (U10)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from livewell.feedback.tables import Message
from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.kit.deliveries import deliver_all
from livewell.kit.news import Event
from livewell.safety import actions
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.journeys import an_open_journey
from tests.factories.places import an_area
from tests.factories.sessions import a_session
from tests.factories.staff import a_member

TWO = datetime(2026, 11, 18, 14, tzinfo=UTC)
SAID = "Said twice that there is no point in going on, and that the tablets are counted out."


async def test_a_safety_matter_raised_in_a_session_reaches_somebody_who_sees_it_through(client_for):
    team = await given_a_team()
    journey, session = await given_a_session_with_the_link_worker(team)

    await when_it_comes_up_whom_to_call_is_one_click_away(client_for, team, session, journey)
    matter = await when_the_link_worker_raises_it_twice_by_a_double_click(client_for, team, journey)
    await then_the_coaches_are_told_at_once_and_nothing_names_anybody(team)
    await then_it_stands_first_for_those_who_answer(client_for, team, matter)

    await when_nobody_answers_for_an_hour(matter)
    await then_they_were_told_again(team)

    await when_the_coach_takes_it_on_and_sees_it_through(client_for, team, matter)
    await then_nobody_is_told_any_more()
    await then_whoever_raised_it_can_read_what_came_of_it_and_others_cannot(client_for, team, matter)
    await then_no_event_holds_a_word_of_it()


# ── the steps ──


async def given_a_team():
    area = await an_area(name="South")
    return {
        "coach": await a_member(Role.HEALTH_COACH, area=area, email="coach@south.example"),
        "second": await a_member(Role.HEALTH_COACH, area=area, email="second@south.example"),
        "elsewhere": await a_member(Role.HEALTH_COACH, email="coach@north.example"),
        "link_worker": await a_member(Role.LINK_WORKER, area=area, name="Sam Linker"),
        "colleague": await a_member(Role.LINK_WORKER, area=area),
        "gp": await a_member(Role.PRACTICE_REFERRER),
    }


async def given_a_session_with_the_link_worker(team):
    with clock.at(TWO):
        journey = await an_open_journey(
            team["coach"],
            stage=Stage.LINK_WORK,
            link_worker=team["link_worker"],
            first_name="Marian",
            family_name="Thorpe",
        )
        return journey, await a_session(journey, team["link_worker"], TWO)


async def when_it_comes_up_whom_to_call_is_one_click_away(client_for, team, session, journey):
    with clock.at(TWO):
        client = await client_for(team["link_worker"])
        assert f"/journeys/{journey}/safety/new" in (await client.get(f"/sessions/{session}/hold")).text
        page = (await client.get(f"/journeys/{journey}/safety/new?came_from=session")).text
    assert page.index("999") < page.index("Samaritans") < page.index("<textarea")


async def when_the_link_worker_raises_it_twice_by_a_double_click(client_for, team, journey):
    page = f"/journeys/{journey}/safety/new"
    with clock.at(TWO):
        client = await client_for(team["link_worker"])
        form = form_to(await client.get(f"{page}?came_from=session"), page).data
        typed = {"urgent": "yes", "kind": "suicidal_thoughts", "what": SAID, "done_so_far": "Her sister is with her."}
        for _ in range(2):
            assert (await client.post(page, data=form | typed)).status_code == 303
        await deliver_all()
        assert "Marian Thorpe" in (await client.get("/safety")).text
    [event] = await Event.select().where(Event.what == "safety.raised")
    return UUID(str(event["subject"]))


async def alerts() -> list[dict]:
    return await Message.select().where(Message.kind == "safety_alert").order_by(Message.made_at)


async def then_the_coaches_are_told_at_once_and_nothing_names_anybody(team):
    told = await alerts()
    assert {message["to"] for message in told} == {"coach@south.example", "second@south.example"}
    for message in told:
        for word in ("Marian", "Thorpe", "suicid", "tablets", "sister"):
            assert word not in message["subject"] + message["body"]


async def then_it_stands_first_for_those_who_answer(client_for, team, matter):
    with clock.at(TWO + timedelta(minutes=5)):
        page = (await (await client_for(team["coach"])).get("/safety")).text
        assert f"/safety/{matter}" in page
        assert "Marian Thorpe" in page
        assert f"/safety/{matter}" not in (await (await client_for(team["elsewhere"])).get("/safety")).text


async def when_nobody_answers_for_an_hour(matter):
    for minutes in (10, 31, 45, 62):
        with clock.at(TWO + timedelta(minutes=minutes)):
            await actions.remind_overdue()
            await deliver_all()


async def then_they_were_told_again(team):
    assert len(await alerts()) == 6  # two coaches: at once, after 31 minutes, after 62
    assert await Event.count().where(Event.what == "safety.unanswered") == 2


async def when_the_coach_takes_it_on_and_sees_it_through(client_for, team, matter):
    page = f"/safety/{matter}"
    with clock.at(TWO + timedelta(minutes=70)):
        client = await client_for(team["coach"])
        assert "Overdue" in (await client.get(page)).text
        await post(client, f"{page}/acknowledge", page=page)
        await post(client, f"{page}/steps", {"step": "Rang the crisis team. They visit at four."}, page=page)
    with clock.at(TWO + timedelta(days=1)):
        client = await client_for(team["coach"])
        await post(client, f"{page}/close", {"outcome": "With the crisis team. Her sister stays."}, page=page)


async def then_nobody_is_told_any_more():
    before = len(await alerts())
    with clock.at(TWO + timedelta(days=2)):
        assert await actions.remind_overdue() == 0
        await deliver_all()
    assert len(await alerts()) == before


async def then_whoever_raised_it_can_read_what_came_of_it_and_others_cannot(client_for, team, matter):
    with clock.at(TWO + timedelta(days=2)):
        shown = (await (await client_for(team["link_worker"])).get(f"/safety/{matter}")).text
        assert "With the crisis team. Her sister stays." in shown
        assert SAID in shown
        for who, status in (("colleague", 404), ("elsewhere", 404), ("gp", 403)):
            assert (await (await client_for(team[who])).get(f"/safety/{matter}")).status_code == status


async def then_no_event_holds_a_word_of_it():
    everything = str(await Event.select())
    for word in ("no point", "tablets", "sister", "suicid", "Marian"):
        assert word not in everything
