"""Whoever evaluates sees the work together as a whole: on no page of it stands the name of anybody who took part."""

import re
from uuid import UUID, uuid4

from livewell.challenges import actions as challenges
from livewell.challenges.rules.approvals import PutKind
from livewell.challenges.rules.ideas import Evidence
from livewell.doctor import routes_of
from livewell.forum import actions as forum
from livewell.forum.forms import Given
from livewell.forum.rules.meetings import PaidBy
from livewell.fund import actions as fund
from livewell.fund.forms.keeping import GiftTyped
from livewell.gaps import actions as gaps
from livewell.gaps.rules import Left
from livewell.groups.queries import group as group_of
from livewell.kit import clock
from livewell.staff.rules import Role
from tests.factories.challenges import a_challenge, a_vote, an_agreed_charter, known
from tests.factories.forum import a_decision, a_facilitator, a_held_meeting, an_action, on_held
from tests.factories.forum import a_member as a_forum_member
from tests.factories.fund import a_keeper, a_pot, awarded
from tests.factories.gaps import a_gap
from tests.factories.groups import a_promise, a_running_group, an_outreach, led, time_given
from tests.factories.learning import a_place, a_run, a_wish, somebody
from tests.factories.staff import a_member
from tests.factories.steering import a_priority, a_team_plan
from tests.factories.volunteers import a_cohort, a_coordinator, a_volunteer

WHO = "Zebedee"
"""What everybody is called who took part."""
NAME = f"{WHO} Fictional"


async def the_work_together() -> dict[str, UUID]:
    """A little of everything, all of it done by somebody of that name; what can be opened, by the parameter's name."""
    worker, facilitator = await a_member(Role.LINK_WORKER), await a_facilitator()
    member = await a_forum_member(facilitator, name=NAME)
    gap = await a_gap(worker, title="Somewhere to walk together", left=Left(NAME, "walk@home.example"))
    await gaps.take_up(gap, by=worker)
    meeting = await a_held_meeting(facilitator, came=[member])
    item = await on_held(facilitator, meeting, "Somewhere to walk", kind="gap", gap=gap, member=member)
    decision = await a_decision(facilitator, meeting, item)
    await forum.finish(await an_action(facilitator, meeting, member, decision=decision), came_of_it="", by=facilitator)
    given = Given(clock.today(), 60, "Rang", PaidBy.UNPAID, 500)
    await forum.note_time(member, given, submission=uuid4(), by=facilitator)
    group = await a_running_group(worker, gap=gap)
    await led(group, worker, name=NAME)
    await time_given(group, worker)
    outreach = await an_outreach(worker)
    await a_promise(outreach, worker, who=NAME)
    challenge = await a_challenge(facilitator, owner=member)
    await known(challenge, Evidence.EXPERIENCE, by=facilitator, given_by=member)
    plan = await a_team_plan(facilitator)
    await a_priority(plan, member, by=facilitator)
    charter = await an_agreed_charter(facilitator)
    vote = await a_vote(facilitator)
    put = await challenges.put_to_forum(kind=PutKind.BOOK_TEMPLATE, subject=uuid4(), title="A page", by=facilitator)
    keeper = await a_keeper()
    await awarded(await a_pot(keeper), keeper)
    gift = GiftTyped("A hall", NAME, 4000, "What it costs others", clock.today(), None, group)
    await fund.note_gift(gift, submission=uuid4(), by=keeper)
    await a_place(await a_run(), somebody(NAME))
    await a_wish()
    await a_volunteer(name=NAME)
    return {
        "gap_id": gap,
        "group_id": group,
        "asset_id": (await group_of(group)).asset,
        "outreach_id": outreach,
        "challenge_id": challenge,
        "plan_id": plan,
        "charter_id": charter,
        "vote_id": vote.id,
        "put_id": put,
        "cohort_id": await a_cohort(await a_coordinator()),
    }


def addresses(app, records: dict[str, UUID]) -> list[str]:
    """Every page that opens with the work together, filled in. A new parameter has to be given something to open."""
    return [
        re.sub(r"\{(\w+):\w+\}", lambda found: str(records[found[1]]), route["path"])
        for route in routes_of(app)
        if route["permission"] == "together:see" and "GET" in route["methods"]
    ]


async def test_no_name_of_anybody_who_took_part_is_shown_to_an_evaluator(app, client_for):
    records = await the_work_together()
    evaluator, manager = await client_for(Role.EVALUATOR), await client_for(Role.MANAGER)
    named = set()
    pages = addresses(app, records)
    assert len(pages) > 25
    for address in pages:
        answer = await evaluator.get(address, follow_redirects=True)
        assert answer.status_code == 200, address
        assert WHO.encode() not in answer.content, address
        if WHO in (await manager.get(address, follow_redirects=True)).text:
            named.add(address)
    # The names are there to be seen: the team reads them on these pages.
    for page in (
        "/forum/challenges",
        f"/forum/challenges/{records['challenge_id']}",
        "/gifts",
        f"/groups/{records['group_id']}",
    ):
        assert page in named, page
    assert f"/team-plans/{records['plan_id']}" in named


async def test_every_link_for_an_evaluator_opens(app, client_for):
    """No page of the work together sends somebody to a door that is closed to them."""
    records = await the_work_together()
    evaluator = await client_for(Role.EVALUATOR)
    seen: dict[str, int] = {}
    for address in addresses(app, records):
        if address.endswith((".pdf", ".xlsx")):
            continue
        page = await evaluator.get(address, follow_redirects=True)
        for link in set(re.findall(r'href="(/(?!static|sign-out)[^"#?]*)', page.text)):
            if link not in seen:
                seen[link] = (await evaluator.get(link, follow_redirects=True)).status_code
            assert seen[link] == 200, (address, link)
