"""Somebody's own pages: what they show, what they do, what they refuse, and what nobody else's ids open."""

import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from livewell.coaching import actions as coaching
from livewell.coaching.rules import Occasion
from livewell.connections import actions as connections
from livewell.connections import queries as connected
from livewell.connections.rules import ConnectionStatus
from livewell.kit import clock
from livewell.kit.access_log import opened
from livewell.kit.db import count_queries, execute, row, rows, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.people import queries as persons
from livewell.residents import actions, queries
from livewell.residents.rules import WishFor
from livewell.sessions import actions as sessions
from livewell.sessions.actions import ActionWords
from livewell.sessions.rules import CancelledBy
from livewell.staff.rules import Role
from tests.at_home import as_themself
from tests.browsing import form_to, post
from tests.factories.assets import an_asset
from tests.factories.sessions import a_booking, a_held_session, a_note
from tests.factories.staff import a_member
from tests.residents.conftest import a_story, carried

SOON = clock.today() - timedelta(days=1)


def on(name, day):
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


@pytest.fixture
async def mary(story, home_client_for):
    return await home_client_for(story.person)


# ── the first page ──


async def test_the_first_page_says_what_happens_next_and_with_whom(mary, story):
    page = (await mary.get("/my")).text
    for words in (
        "Hello Mary",
        "You meet Priya Okafor",
        "At your practice",
        "Walk to the corner on Monday",
        "01632 960555",
    ):
        assert words in page
    assert "The Fictional Choir" in page
    assert "NOBODY READS THIS" not in page


async def test_the_first_page_takes_at_most_ten_statements(mary, story):
    for number in range(6):
        await coaching.draft_goal(
            story.journey,
            words=coaching.GoalWords("Another", "connect", "groups", 5, 5),
            steps=[coaching.StepWords(f"Step {number}")],
            by=story.coach,
        )
    with count_queries() as ran:
        assert (await mary.get("/my")).status_code == 200
    assert ran.count <= 10, ran.statements


@pytest.mark.parametrize(
    "path", ["/my/sessions", "/my/goals", "/my/places", "/my/details", "/my/sharing", "/my/privacy", "/my/visits"]
)
async def test_every_page_takes_few_statements_has_a_neutral_title_and_is_kept_nowhere(mary, path):
    with count_queries() as ran:
        page = await mary.get(path)
    assert page.status_code == 200
    assert ran.count <= 8, ran.statements
    title = page.text.split("<title>")[1].split("</title>")[0].lower()
    assert not {"health", "coach", "safety", "mental", "gp"} & set(title.replace("–", " ").split())
    assert page.headers["cache-control"] == "no-store"
    assert 'action="/my/leave"' in page.text
    assert "data-leave-quickly" in page.text


async def test_before_anybody_has_rung_the_page_says_by_when(home_client_for):
    from tests.factories.journeys import an_open_journey
    from tests.residents.conftest import person_of

    coach = await a_member(Role.HEALTH_COACH, name="Priya Okafor")
    journey = await an_open_journey(coach)
    client = await home_client_for(await person_of(journey))
    assert "will be in touch with you by" in (await client.get("/my")).text
    await execute("UPDATE journey SET first_contact_due_on = $1", clock.today() - timedelta(days=3))
    assert "sorry for the wait" in (await client.get("/my")).text


# ── sessions ──


async def test_a_session_shows_what_was_agreed_and_never_what_was_noted(mary, story):
    await sessions.correct(
        story.held,
        note=a_note(
            notes="NOBODY READS THIS",
            shared_note="We met and laughed.",
            actions=[ActionWords("Ring the choir", True, None), ActionWords("Send a map", False, None)],
        ),
        version=2,
        by=story.coach,
    )
    page = await mary.get(f"/my/sessions/{story.held}")
    for words in ("Ring the choir", "Send a map", "We met and laughed."):
        assert words in page.text
    assert "NOBODY READS THIS" not in page.text
    action = await value("SELECT id FROM session_action WHERE by_person")
    assert "Ring the choir" in (await mary.get("/my")).text
    await post(mary, f"/my/agreed/{action}/tick", page=f"/my/sessions/{story.held}")
    assert await value("SELECT done_at IS NOT NULL FROM session_action WHERE id = $1", action)
    theirs = await value("SELECT id FROM session_action WHERE NOT by_person")
    with pytest.raises(NotFound):
        await actions.tick_agreed(theirs, done=True, by=as_themself(story.person))


async def test_a_session_goes_into_a_calendar_without_saying_what_about(mary, story):
    answer = await mary.get(f"/my/sessions/{story.session}/session.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert b"SUMMARY:Meeting Priya Okafor" in answer.content
    assert b"CLASS:PRIVATE" in answer.content
    assert b"STATUS:CONFIRMED" in answer.content


async def test_somebody_asks_for_another_time_the_worker_answers_and_they_read_it(mary, story, client_for):
    path = f"/my/sessions/{story.session}"
    assert (await post(mary, path, {"words": "Thursday"})).status_code == 422
    done = await post(mary, path, {"what": "move", "words": "Thursday would be better"})
    assert done.headers["location"] == path
    waiting = await mary.get(path)
    assert "has not answered yet" in waiting.text
    coach = await client_for(story.coach)
    assert "One person asks about a session." in (await coach.get("/caseload")).text
    listed = await coach.get("/session-wishes")
    assert "Thursday would be better" in listed.text
    wish = await value("SELECT id FROM session_wish")
    assert (await post(coach, f"/session-wishes/{wish}", {"answer": ""}, page="/session-wishes")).status_code == 422
    answered = await post(
        coach, f"/session-wishes/{wish}", {"answer": "Thursday at 2pm it is."}, page="/session-wishes"
    )
    assert answered.headers["location"] == f"/journeys/{story.journey}/own-space"
    assert "Thursday at 2pm it is." in (await mary.get(path)).text
    assert "asks about a session" not in (await coach.get("/caseload")).text


async def test_asking_twice_is_once_and_a_session_that_is_over_is_over(story):
    by, key = as_themself(story.person), uuid4()
    for _ in range(2):
        await actions.ask_about_session(story.session, what=WishFor.CANCEL, words="", submission=key, by=by)
    assert await value("SELECT count(*) FROM session_wish") == 1
    with pytest.raises(RuleBroken, match="already"):
        await actions.ask_about_session(story.session, what=WishFor.CANCEL, words="", by=by)
    with pytest.raises(RuleBroken, match="over"):
        await actions.ask_about_session(story.held, what=WishFor.MOVE, words="", by=by)


async def test_an_answer_is_given_once_by_whoever_may_see_the_journey(story):
    await actions.ask_about_session(story.session, what=WishFor.MOVE, words="", by=as_themself(story.person))
    wish = await value("SELECT id FROM session_wish")
    with pytest.raises(NotFound):
        await actions.answer_wish(wish, answer="No.", by=await a_member(Role.HEALTH_COACH))
    with pytest.raises(NotFound):
        await actions.answer_wish(wish, answer="Yes.", by=as_themself(story.person))
    await actions.answer_wish(wish, answer="Yes.", by=story.coach)
    with pytest.raises(RuleBroken, match="already"):
        await actions.answer_wish(wish, answer="No.", by=story.coach)


async def test_nothing_stays_of_a_wish_that_could_not_be_told(story, mute):
    mute()
    with pytest.raises(RuntimeError):
        await actions.ask_about_session(story.session, what=WishFor.MOVE, words="", by=as_themself(story.person))
    assert await value("SELECT count(*) FROM session_wish") == 0


@pytest.mark.parametrize("verb", ["move", "cancel", "miss", "hold", "correct", "book"])
async def test_a_person_cannot_do_what_only_their_worker_may(story, verb):
    by = as_themself(story.person)
    with pytest.raises((NotFound, RuleBroken)):
        match verb:
            case "move":
                await sessions.move(story.session, booking=a_booking(), version=1, by=by)
            case "cancel":
                await sessions.cancel(story.session, cancelled_by=CancelledBy.PERSON, by=by)
            case "miss":
                await sessions.miss(story.session, by=by)
            case "hold":
                await sessions.hold(story.held, note=a_note(), version=2, by=by)
            case "correct":
                await sessions.correct(story.held, note=a_note(), version=2, by=by)
            case "book":
                await sessions.book(story.journey, booking=a_booking(), by=by)


# ── goals ──


async def test_a_step_is_ticked_and_unticked_by_the_person(mary, story):
    step = await value("SELECT id FROM goal_step WHERE goal = $1", story.goal)
    assert (await post(mary, f"/my/steps/{step}/tick", page="/my")).headers["location"] == "/my"
    assert await value("SELECT done_at IS NOT NULL FROM goal_step WHERE id = $1", step)
    assert "Every step is done" in (await mary.get("/my")).text
    await post(mary, f"/my/steps/{step}/tick", page="/my/goals")
    assert await value("SELECT done_at IS NULL FROM goal_step WHERE id = $1", step)


async def test_they_say_how_far_they_are_and_it_is_their_own_rating(mary, story):
    path = f"/my/goals/{story.goal}/how-far"
    assert (await post(mary, path, {"level": []}, page="/my/goals")).status_code == 422
    assert (await post(mary, path, {"level": "9"}, page="/my/goals")).status_code == 422
    await post(mary, path, {"level": "1"}, page="/my/goals")
    kept = await row("SELECT rater, level, rated_by FROM goal_rating WHERE occasion = $1", Occasion.REVIEW.value)
    assert (kept["rater"], kept["level"], kept["rated_by"]) == ("person", 1, None)
    assert "You are here" in (await mary.get("/my/goals")).text


# ── places ──


async def test_they_say_that_they_went_and_how_it_was(mary, story):
    path = f"/my/places/{story.connection}"
    assert (await post(mary, f"{path}/went", {}, page=path)).status_code == 422
    await post(mary, f"{path}/went", {**on("went_on", SOON), "for_me": "yes"}, page=path)
    visit = await row("SELECT noted_by, for_me, went_on FROM visit")
    assert (visit["noted_by"], visit["for_me"], visit["went_on"]) == (None, "yes", SOON)
    assert "Yes, it is for me" in (await mary.get(path)).text
    await post(mary, f"{path}/how-it-was", {"for_me": "not_sure"}, page=path)
    assert await value("SELECT for_me FROM visit") == "not_sure"
    seen = await connected.connection(story.connection, seen_by=story.coach)
    assert [one.noted_by for one in seen.visited] == ["Mary"]
    assert [one.by for one in seen.history][-1] == "Mary"


async def test_not_for_me_closes_it_kindly_and_the_worker_is_asked_to_look_again(mary, story):
    path = f"/my/places/{story.connection}"
    await post(mary, f"{path}/went", {**on("went_on", SOON), "for_me": "no"}, page=path)
    kept = await row("SELECT status, end_reason FROM connection WHERE id = $1", story.connection)
    assert (kept["status"], kept["end_reason"]) == (ConnectionStatus.ENDED.value, "not_for_me")
    page = await mary.get(path)
    assert "not everything suits everybody" in page.text
    await post(mary, f"{path}/look-again", page=path)
    words = await value("SELECT words FROM team_message WHERE from_person")
    assert "The Fictional Choir was not for me" in words


async def test_a_place_that_still_goes_on_is_not_looked_for_again(story):
    with pytest.raises(RuleBroken):
        await actions.ask_to_look_again(story.connection, submission=uuid4(), by=as_themself(story.person))


async def test_how_it_was_is_said_of_a_place_where_somebody_was(story):
    from livewell.connections.rules import ForMe

    with pytest.raises(RuleBroken, match="on which day"):
        await actions.say_how_it_was(story.connection, for_me=ForMe.YES, by=as_themself(story.person))


async def test_a_list_made_in_the_browser_goes_into_the_plan(mary, story, app):
    asset = await an_asset(name="Fictional Allotment")
    await mary.post(
        "/community/shortlist/add", data=form_to(await mary.get(f"/community/{asset}"), "/community/shortlist/add").data
    )
    assert (await post(mary, "/my/places/from-list", page="/my/places")).status_code == 422
    await post(mary, "/my/places/from-list", {"chosen": str(asset)}, page="/my/places")
    kept = await row("SELECT made_by, status FROM connection WHERE asset = $1", asset)
    assert (kept["made_by"], kept["status"]) == (None, "suggested")
    assert "From the list you made" not in (await mary.get("/my/places")).text
    panel = await connected.of_journey(story.journey)
    assert {one.made_by for one in panel} == {"Mary", "Priya Okafor"}


# ── details and sharing ──


async def test_they_change_how_they_are_reached_and_the_worker_sees_it(mary, story, client_for, postbox):
    answer = await post(mary, "/my/details", {"email": "mary.new@home.example", "preferred_name": "Mol"})
    assert answer.headers["location"] == "/my/details"
    await carried()
    (notice,) = postbox.taken
    assert notice["To"] == "mary@home.example"
    assert "mary.new" not in notice.as_string()
    assert (await mary.get("/my")).status_code == 200
    coach = await client_for(story.coach)
    page = (await coach.get(f"/journeys/{story.journey}/own-space")).text
    assert "What they changed themself" in page
    assert "Email address" in page
    assert "Preferred name" in page


async def test_another_number_ends_the_other_visits(mary, story, home_client_for):
    other = await home_client_for(story.person)
    await post(mary, "/my/details", {"phone": "07700 900777"})
    assert (await mary.get("/my")).status_code == 200
    assert (await other.get("/my")).status_code == 303


@pytest.mark.parametrize("changes", [{"may_write": False}, {"never_contact": True}])
async def test_nothing_goes_to_an_old_address_where_that_is_not_safe(postbox, home_client_for, changes):
    mine = await a_story(**changes)
    client = await home_client_for(mine.person)
    await post(client, "/my/details", {"email": "new@home.example"})
    await carried()
    assert postbox.taken == []


async def test_what_is_the_teams_to_change_stays(story):
    await execute("UPDATE person SET protected_address = true, address = '1 Hidden Row' WHERE id = $1", story.person)
    known = await persons.person(story.person)
    typed = replace(
        known.details, protected_address=False, never_contact=True, address="", practice=None, pronouns="she"
    )
    await actions.change_own_details(details=typed, version=known.version, by=as_themself(story.person))
    now = (await persons.person(story.person)).details
    assert now == replace(known.details, pronouns="she")


async def test_a_protected_address_is_on_no_page_of_theirs(mary, story):
    await execute(
        "UPDATE person SET protected_address = true, address = '1 Hidden Row', postcode = 'NG2 7XX' WHERE id = $1",
        story.person,
    )
    for path in ("/my", "/my/details", "/my/privacy", "/my/privacy/my-record.json"):
        page = (await mary.get(path)).text
        assert "Hidden Row" not in page
        assert "NG2 7XX" not in page


async def test_two_who_change_at_once_lose_nothing(mary, story):
    page = await mary.get("/my/details")
    await execute("UPDATE person SET pronouns = 'they', version = version + 1 WHERE id = $1", story.person)
    form = form_to(page, "/my/details")
    answer = await mary.post("/my/details", data={**form.data, "access_needs_detail": "A chair with arms, please"})
    assert answer.status_code == 409
    assert "A chair with arms, please" in answer.text


async def test_they_say_no_and_everything_they_said_is_kept(mary, story):
    page = await mary.get("/my/sharing")
    assert "What happens then:" in page.text
    for given, stood in (("yes", ""), ("no", "yes")):
        form = form_to(await mary.get("/my/sharing"), "/my/sharing").data
        data = {**form, "kind": "tell_referrer", "given": given, "stood": stood}
        assert (await mary.post("/my/sharing", data=data)).status_code == 303
    said = await rows("SELECT given, said_to, how FROM consent WHERE kind = 'tell_referrer' ORDER BY said_at")
    assert [(one["given"], one["said_to"], one["how"]) for one in said] == [(True, None, "form"), (False, None, "form")]
    stale = {
        **form_to(await mary.get("/my/sharing"), "/my/sharing").data,
        "kind": "tell_referrer",
        "given": "yes",
        "stood": "",
    }
    assert (await mary.post("/my/sharing", data=stale)).status_code == 409


# ── privacy ──


async def test_who_looked_is_listed_and_safety_work_does_not_stand_out(mary, story):
    manager = await a_member(Role.MANAGER, name="Nobody Named Here")
    await opened(kind="journey", record=story.journey, by=story.coach, whose="SELECT person FROM journey WHERE id = $1")
    for kind, by in (("matter", story.coach), ("matter", manager), ("journey", manager)):
        await opened(kind=kind, record=story.person, by=by, whose="SELECT $1::uuid", page=f"{kind}.page")
    page = (await mary.get("/my/privacy")).text
    assert "Priya Okafor" in page
    assert "Your team" in page
    for words in ("Nobody Named Here", "matter", "afety"):
        assert words not in page.split("<main")[1].split("</main>")[0]
    looked = (await queries.privacy_of(as_themself(story.person))).looked
    assert {(one.who, one.what, one.times) for one in looked} == {
        ("Priya Okafor", "Your record", 1),
        ("Your team", "Your record", 3),
    }


async def test_what_a_group_was_told_is_listed(mary, story):
    await connections.introduce(
        story.connection,
        introduced_to="Beryl",
        note_for_group="Likes to sit near the door.",
        note_agreed=True,
        by=story.coach,
    )
    page = (await mary.get("/my/privacy")).text
    assert "Likes to sit near the door." in page
    assert "Beryl will look out for you." in (await mary.get("/my/places")).text


async def test_they_take_away_what_is_theirs_and_nothing_the_team_noted(mary, story):
    answer = await mary.get("/my/privacy/my-record.json")
    held = json.loads(answer.content)
    assert held["you"]["first_name"] == "Mary"
    assert held["goals"][0]["in_words"].startswith("I want to walk")
    assert held["sessions"]
    assert "NOBODY READS THIS" not in answer.text
    assert "attachment" in answer.headers["content-disposition"]


# ── nobody else's ──


async def test_no_id_of_another_person_opens_or_changes_anything(mary, app, home_client_for):
    other = await a_story(first_name="Arthur", email="arthur@home.example")
    step = await value("SELECT id FROM goal_step WHERE goal = $1", other.goal)
    held = await a_held_session(other.journey, other.coach, actions=[ActionWords("Ring the choir", True, None)])
    action = await value("SELECT id FROM session_action WHERE session = $1", held)
    ids = {"session_id": other.session, "goal_id": other.goal, "step_id": step, "action_id": action}
    ids |= {"connection_id": other.connection}
    tried = 0
    token = form_to(await mary.get("/my/visits"), "/my/visits/end").data["csrf"]
    good = {"csrf": token, "submission": str(uuid4()), "what": "move", "done": "yes", "level": "1", "for_me": "yes"}
    good |= on("went_on", SOON)
    from livewell.doctor import routes_of

    for route in routes_of(app):
        if not route["name"].startswith("residents.") or not route["path"].startswith("/my/"):
            continue
        named = {name: str(one) for name, one in ids.items() if f"{{{name}:uuid}}" in route["path"]}
        if not named:
            continue
        path = route["path"]
        for name, one in named.items():
            path = path.replace(f"{{{name}:uuid}}", one)
        tried += 1
        answer = await (mary.get(path) if "GET" in route["methods"] else mary.post(path, data=good))
        assert answer.status_code == 404, (route["name"], answer.status_code)
    assert tried >= 10
    assert await value("SELECT count(*) FROM session_wish") == 0
    assert await value("SELECT count(*) FROM visit") == 0
    assert await value("SELECT count(*) FROM goal_step WHERE done_at IS NOT NULL") == 0


async def test_a_form_without_its_token_does_nothing(mary, story):
    for path in (f"/my/sessions/{story.session}", "/my/details", "/my/sharing", "/my/visits/end"):
        assert (await mary.post(path, data={"what": "move"})).status_code == 403


async def test_every_link_on_the_first_page_leads_somewhere(mary):
    from html.parser import HTMLParser

    found = []

    class Links(HTMLParser):
        def handle_starttag(self, tag, attrs):
            href = dict(attrs).get("href", "")
            if tag == "a" and href.startswith("/"):
                found.append(urlsplit(href).path)

    Links().feed((await mary.get("/my")).text)
    for path in set(found):
        assert (await mary.get(path)).status_code in {200, 303}, path
