"""The pages of a week: who may open them, what they keep, and how many questions they ask the database."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from livewell.journeys.rules import Stage
from livewell.kit import clock, db
from livewell.kit.db import value
from livewell.staff.rules import Role
from livewell.stories.rules import Reach
from livewell.updates import actions, queries, rules
from livewell.updates.rules import WEEK as A_WEEK
from tests.browsing import form_to, post
from tests.factories.journeys import an_open_journey
from tests.factories.staff import a_member
from tests.updates.test_actions import LONG_AGO, miracle, said


def this_week() -> date:
    return rules.monday(clock.today())


async def a_worker(**changes):
    return await a_member(Role.LINK_WORKER, created_at=LONG_AGO, **changes)


@pytest.mark.parametrize(
    ("role", "mine", "team", "figures", "miracles"),
    [
        (Role.LINK_WORKER, 200, 403, 200, 200),
        (Role.HEALTH_COACH, 200, 200, 200, 200),
        (Role.MANAGER, 403, 200, 200, 200),
        (Role.EVALUATOR, 403, 403, 200, 403),
        (Role.FORUM_FACILITATOR, 403, 403, 200, 403),
        (Role.PRACTICE_REFERRER, 403, 403, 403, 403),
        (Role.ORGANISATION_EDITOR, 403, 403, 403, 403),
    ],
)
async def test_who_may_open_what(client_for, role, mine, team, figures, miracles):
    client = await client_for(role)
    paths = {"/weeks": mine, "/weeks/team": team, "/weeks/figures": figures, "/weeks/miracles": miracles}
    assert {path: (await client.get(path)).status_code for path in paths} == paths


async def test_a_week_is_written_and_sent(client_for):
    client = await client_for(await a_worker())
    path = f"/weeks/{this_week()}"
    answer = await post(client, path, {"opportunities": "A barn for dancing", "contacts": "4", "hours": "6.25"})
    assert answer.status_code == 303
    found = await queries.update(client.member.id, this_week())
    assert (found.words["opportunities"], found.contacts, found.minutes) == ("A barn for dancing", 4, 375)
    assert "Sent" in (await client.get("/weeks")).text
    assert "A barn for dancing" in (await client.get(path)).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"contacts": "many"}, "must be a whole number"),
        ({"contacts": "-1"}, "must be"),
        ({"hours": "900"}, "80"),
        ({"opportunities": "x" * 4001}, "4,000"),
    ],
)
async def test_bad_input_keeps_every_word(client_for, typed, sentence):
    client = await client_for(await a_worker())
    words = {"gaps_words": "Somewhere warm <b>to sit</b> ☕", **typed}
    answer = await post(client, f"/weeks/{this_week()}", words)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Somewhere warm &lt;b&gt;to sit&lt;/b&gt; ☕" in answer.text
    assert await value("SELECT count(*) FROM weekly_update") == 0


async def test_what_was_changed_in_another_tab_is_shown_beside(client_for):
    client = await client_for(await a_worker())
    path = f"/weeks/{this_week()}"
    page = await client.get(path)
    await actions.send(this_week(), said("From the other tab"), version=0, by=client.member)

    form = form_to(page, path)
    answer = await client.post(path, data={**form.data, "opportunities": "From this tab"})
    assert answer.status_code == 409
    assert "From the other tab" in answer.text
    assert "From this tab" in answer.text


async def test_a_draft_comes_back_and_goes_when_it_is_sent(client_for):
    client = await client_for(await a_worker())
    path = f"/weeks/{this_week()}"
    form = dict((await _form(client, path)).data)
    kept = await client.post(f"{path}/draft", data={**form, "opportunities": "Half a thought"})
    assert kept.status_code == 200
    assert "Half a thought" in (await client.get(path)).text
    await post(client, path, {"opportunities": "A whole thought"})
    assert "Half a thought" not in (await client.get(path)).text


async def _form(client, path):

    return form_to(await client.get(path), path)


@pytest.mark.parametrize("week", ["2026-11-10", "tomorrow", "2999-01-07", "2026-13-01"])
async def test_a_week_that_is_none_is_not_there(client_for, week):
    client = await client_for(await a_worker())
    assert (await client.get(f"/weeks/{week}")).status_code == 404


async def test_only_what_was_sent_is_read_by_others(client_for):
    worker = await a_worker()
    manager = await client_for(Role.MANAGER)
    path = f"/weeks/{this_week()}/of/{worker.id}"
    assert (await manager.get(path)).status_code == 404
    assert (await manager.get(f"/weeks/{this_week()}/of/{uuid4()}")).status_code == 404
    await actions.send(this_week(), said("A barn"), version=0, by=worker)
    assert "A barn" in (await manager.get(path)).text
    assert (await (await client_for(worker)).get(path)).status_code == 403


async def test_a_miracle_is_told_and_taken_back_by_the_page(client_for, visitor):
    client = await client_for(await a_worker())
    path = f"/weeks/{this_week()}/miracle"
    bad = await post(client, path, {"miracle": "She sang", "about_somebody": "yes", "reach": "public"})
    assert bad.status_code == 422
    assert "Ask them first" in bad.text
    assert "She sang" in bad.text
    done = await post(
        client, path, {"miracle": "She sang", "about_somebody": "yes", "agreed": "yes", "reach": "public"}
    )
    assert done.status_code == 303
    assert "She sang" in (await visitor.get("/stories")).text
    (told,) = await queries.miracles()
    assert (await client.get("/weeks/miracles")).text.count("Take it back") == 1
    await post(client, f"/weeks/miracles/{told.id}/take-back", page="/weeks/miracles")
    assert "She sang" not in (await visitor.get("/stories")).text


async def test_nobody_elses_people_are_offered_or_taken(client_for):
    client = await client_for(await a_worker())
    path = f"/weeks/{this_week()}/miracle"
    answer = await post(
        client,
        path,
        {"miracle": "M", "about_somebody": "yes", "agreed": "yes", "reach": "team", "journey": str(uuid4())},
    )
    assert answer.status_code == 422
    assert await value("SELECT count(*) FROM little_miracle") == 0


async def test_what_is_due_stands_on_the_caseload(client_for):
    worker = await a_worker()
    client = await client_for(worker)
    assert "Your update for the week of" in (await client.get("/caseload")).text
    for back in range(1, 13):
        week = this_week() - back * A_WEEK
        await actions.be_away(week, "", by=worker)
    assert "Your update for the week of" not in (await client.get("/caseload")).text


async def test_pages_ask_few_questions_however_many_weeks(client_for):
    worker = await a_worker()
    for back in range(10):
        with clock.at(datetime.now(UTC).replace(hour=12) - timedelta(days=7 * back)):
            week = rules.monday(clock.today())
            await actions.send(week, said("Words"), version=0, by=worker)
            await actions.tell_miracle(week, miracle(reach=Reach.PUBLIC), submission=uuid4(), by=worker)
    coach = await client_for(Role.HEALTH_COACH)
    client = await client_for(worker)
    pages = [
        (client, "/weeks"),
        (client, f"/weeks/{this_week()}"),
        (client, f"/weeks/{this_week()}/miracle"),
        (coach, "/weeks/team"),
        (coach, f"/weeks/{this_week()}/of/{worker.id}"),
        (coach, "/weeks/figures"),
        (coach, "/weeks/miracles"),
    ]
    for browser, path in pages:
        with db.count_queries() as ran:
            assert (await browser.get(path)).status_code == 200
        assert ran.count <= 12, (path, ran.statements)


async def test_a_miracle_says_no_more_of_somebody_than_they_chose(client_for):
    coach = await a_member(Role.HEALTH_COACH)
    worker = await a_worker(area=coach.area)
    journey = await an_open_journey(
        coach, stage=Stage.LINK_WORK, link_worker=worker, first_name="Jean", family_name="Testperson"
    )
    client = await client_for(worker)
    path = f"/weeks/{this_week()}/miracle"
    typed = {"about_somebody": "yes", "journey": str(journey), "agreed": "yes", "reach": "public", "named_as": "Jean"}
    for words in ("Jean Testperson sang", "Jean sang, ring 01632 960001"):
        wrong = await post(client, path, {**typed, "miracle": words})
        assert wrong.status_code == 422
        assert words in wrong.text
    assert (await post(client, path, {**typed, "miracle": "Jean sang", "named_as": ""})).status_code == 422
    assert (await post(client, path, {**typed, "miracle": "Jean sang"})).status_code == 303
