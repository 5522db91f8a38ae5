"""The pages of volunteering: who may open them, every word kept, one of two sendings, and other people's records."""

from uuid import uuid4

import pytest

from livewell.kit import doorkeys
from livewell.kit.db import count_queries, execute, rows, transaction, value
from livewell.staff.rules import Role
from livewell.volunteers import actions
from livewell.volunteers.actions.talks import REFERENCE_KEY
from livewell.volunteers.rules import Stage
from livewell.volunteers.rules.references import LINK_LASTS
from tests.browsing import form_to, post
from tests.factories.staff import a_member
from tests.factories.volunteers import (
    a_cohort,
    a_coordinator,
    a_ready_volunteer,
    a_role,
    a_volunteer,
    at_own_pages,
    checked,
)
from tests.signed_in import a_client

APPLIED = {
    "name": "Ada Lovely",
    "email": "Ada@people.example",
    "phone": "07700 900123",
    "why": "I had a visitor myself once.",
    "times": ["mon_morning"],
    "travels": "bus",
    "languages": ["en", "pl"],
    "agreed": "yes",
    "referee-1-name": "Bob",
    "referee-1-email": "bob@people.example",
    "referee-1-knows": "Neighbours",
}


@pytest.fixture
async def running(client_for, coordinator):
    """A browser in which a coordinator is signed in."""
    return await client_for(coordinator)


@pytest.fixture
async def own(app, role):
    """A volunteer at their own pages: the client and who they are."""
    volunteer = await a_volunteer(role, name="Ada Lovely", email="ada@people.example")
    async with a_client(app) as client:
        yield await at_own_pages(client, volunteer), volunteer


# ── for everybody ──


async def test_everybody_reads_what_is_looked_for_and_whom_to_ring(visitor, coordinator):
    role = await a_role(coordinator, title="Tea and company", not_part_of_it="No medicines.")
    await a_role(coordinator, title="Closed role", open=False)
    page = (await visitor.get("/volunteer")).text
    assert "Tea and company" in page
    assert "Closed role" not in page
    slug = await value("SELECT slug FROM volunteer_role WHERE id = $1", role)
    read = (await visitor.get(f"/volunteer/roles/{slug}")).text
    for words in (
        "Ring Owen Merryweather",
        "01632 960500",
        "What it is not",
        "No medicines.",
        "Listening well",
        "standard",
    ):
        assert words in read
    assert (await visitor.get("/volunteer/roles/closed-role")).status_code == 404
    for path in ("/volunteer/checks", "/volunteer/conversation", "/volunteer/apply/thanks"):
        assert (await visitor.get(path)).status_code == 200


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("family=befriender", True),
        ("family=driver", False),
        ("day=mon", True),
        ("day=tue", False),
        ("family=nonsense&day=%25_", True),
        ("near=Nowhere%20at%20all", True),
        ("near=%F0%9F%98%80&day=" + "x" * 500, True),
    ],
)
async def test_roles_are_found_by_kind_and_day(visitor, coordinator, query, shown):
    await a_role(coordinator, title="Tea and company")
    answer = await visitor.get(f"/volunteer?{query}")
    assert answer.status_code == 200
    assert ("Tea and company" in answer.text) is shown


async def test_applying_in_one_sitting(visitor, role):
    answer = await post(visitor, "/volunteer/apply", {**APPLIED, "roles": [str(role)]})
    assert (answer.status_code, answer.headers["location"]) == (303, "/volunteer/apply/thanks")
    [kept] = await rows("SELECT name, email, stage, languages, why FROM volunteer")
    assert kept == {
        "name": "Ada Lovely",
        "email": "ada@people.example",
        "stage": "applied",
        "languages": ["en", "pl"],
        "why": "I had a visitor myself once.",
    }
    assert await value("SELECT email FROM volunteer_reference") == "bob@people.example"


async def test_every_word_is_kept_and_everything_missing_said_at_once(visitor, role):
    typed = {**APPLIED, "name": "", "agreed": "", "referee-1-email": "ada@people.example", "postcode": "nowhere"}
    answer = await post(visitor, "/volunteer/apply", typed)
    assert answer.status_code == 422
    for words in (
        "I had a visitor myself once.",
        "Type your name",
        "Choose what you might like to do",
        "Say whether we may keep this",
        "this is your own email address",
        "full UK postcode",
        'value="Neighbours"',
    ):
        assert words in answer.text, words
    assert not await rows("SELECT id FROM volunteer")


async def test_a_machine_is_thanked_and_too_many_are_stopped(visitor, role):
    answer = await post(
        visitor, "/volunteer/apply", {**APPLIED, "roles": [str(role)], "website": "https://spam.example"}
    )
    assert answer.headers["location"] == "/volunteer/apply/thanks"
    assert not await rows("SELECT id FROM volunteer")
    codes = [
        (
            await post(visitor, "/volunteer/apply", {**APPLIED, "email": f"a{n}@people.example", "roles": [str(role)]})
        ).status_code
        for n in range(11)
    ]
    assert codes == [303] * 10 + [429]


async def test_sent_twice_is_one(visitor, role):
    form = form_to(await visitor.get("/volunteer/apply"), "/volunteer/apply").data
    for _ in range(2):
        assert (
            await visitor.post("/volunteer/apply", data={**form, **APPLIED, "roles": [str(role)]})
        ).status_code == 303
    assert await value("SELECT count(*) FROM volunteer") == 1


# ── at their own pages ──


async def test_where_i_am_and_everything_i_may_change(own):
    client, volunteer = own
    page = (await client.get("/volunteer/me")).text
    for words in ("Hello Ada Lovely", "within a week", "The conversation", "One more reference"):
        assert words in page
    answer = await post(client, "/volunteer/me/details", {"name": "Ada Other"})
    assert answer.status_code == 303
    assert await value("SELECT name FROM volunteer WHERE id = $1", volunteer) == "Ada Other"
    wrong = await post(client, "/volunteer/me/details", {"name": "", "why": "Words to keep"})
    assert wrong.status_code == 422
    assert "Words to keep" in wrong.text


async def test_changed_meanwhile_shows_both(own):
    client, volunteer = own
    form = form_to(await client.get("/volunteer/me/details"), "/volunteer/me/details").data
    await execute("UPDATE volunteer SET name = 'Ada Newer', version = version + 1 WHERE id = $1", volunteer)
    answer = await client.post("/volunteer/me/details", data={**form, "name": "Ada Mine"})
    assert answer.status_code == 409
    assert "Ada Newer" in answer.text
    assert "Ada Mine" in answer.text


async def test_references_training_and_a_copy(own, coordinator):
    client, volunteer = own
    named = {"referee-new-name": "Bob", "referee-new-email": "bob@people.example"}
    assert (await post(client, "/volunteer/me/references", named)).status_code == 303
    own_address = {"referee-new-name": "Me", "referee-new-email": "a.d.a@people.example"}
    refused = await post(client, "/volunteer/me/references", own_address)
    assert refused.status_code == 422
    assert "this is your own email address" in refused.text
    reference = await value("SELECT id FROM volunteer_reference WHERE volunteer = $1", volunteer)
    back = f"/volunteer/me/references/{reference}/take-back"
    assert (await post(client, back, {}, page="/volunteer/me/references")).status_code == 303
    cohort = await a_cohort(coordinator, places=1)
    page = f"/volunteer/me/training/{cohort}"
    assert (await post(client, page, {}, page="/volunteer/me/training")).status_code == 303
    assert "You have a place" in (await client.get("/volunteer/me/training")).text
    assert (await post(client, f"{page}/give-up", {}, page="/volunteer/me/training")).status_code == 303
    copy = await client.get("/volunteer/me/copy")
    assert copy.json()["details"]["name"] == "Ada Lovely"


async def test_a_break_leaving_and_being_forgotten(own):
    client, volunteer = own
    assert (await post(client, "/volunteer/me/stop", {"why": "Moving."})).status_code == 303
    assert await value("SELECT stage FROM volunteer WHERE id = $1", volunteer) == Stage.LEFT
    assert (await post(client, "/volunteer/me/come-back", {}, page="/volunteer/me")).status_code == 303
    assert await value("SELECT stage FROM volunteer WHERE id = $1", volunteer) == Stage.INTERESTED
    unsure = await post(client, "/volunteer/me/forget", {}, page="/volunteer/me/stop")
    assert unsure.status_code == 422
    assert (await post(client, "/volunteer/me/forget", {"sure": "yes"}, page="/volunteer/me/stop")).status_code == 303
    assert (await client.get("/volunteer/me")).headers["location"] == "/volunteer/me/link"


async def test_nobody_else_is_at_somebodys_pages(own, visitor, app, coordinator, role):
    for path in ("", "/details", "/references", "/checks", "/training", "/stop", "/copy"):
        assert (await visitor.get(f"/volunteer/me{path}")).headers["location"] == "/volunteer/me/link"
    other = await a_volunteer(role, referees=1)
    reference = await value("SELECT id FROM volunteer_reference WHERE volunteer = $1", other)
    client, _ = own
    form = form_to(await client.get("/volunteer/me/stop"), "/volunteer/me/stop").data
    answer = await client.post(f"/volunteer/me/references/{reference}/take-back", data=form)
    assert answer.status_code == 404


# ── references ──


async def test_a_reference_by_a_link(visitor, running, role):
    volunteer = await a_volunteer(role, name="Ada Lovely", referees=1)
    reference = await value("SELECT id FROM volunteer_reference WHERE volunteer = $1", volunteer)
    page = f"/volunteers/references/{reference}"
    assert (await post(running, f"{page}/ask", {}, page=page)).status_code == 303
    async with transaction():
        token = await doorkeys.make_key(
            REFERENCE_KEY, reference, holder="bob@people.example", lasts=LINK_LASTS, single_use=True
        )
    assert (await visitor.get(f"/volunteer/reference/{token}")).headers["location"] == "/volunteer/reference"
    assert "A few words about Ada Lovely" in (await visitor.get("/volunteer/reference")).text
    assert (await post(visitor, "/volunteer/reference", {})).status_code == 422
    answer = await post(visitor, "/volunteer/reference", {"answer-rely": "Always, whatever the weather."})
    assert answer.headers["location"] == "/volunteer/reference/thanks"
    for path in (f"/volunteer/reference/{token}", "/volunteer/reference"):
        assert (await visitor.get(path)).headers["location"] == "/volunteer/reference/ended"
    assert (await visitor.get("/volunteer/reference/ended")).status_code == 404
    assert "Always, whatever the weather." in (await running.get(page)).text
    assert (await post(running, f"{page}/judge", {"suits": "yes"}, page=page)).status_code == 303
    assert await value("SELECT suits FROM volunteer_reference WHERE id = $1", reference)


# ── for the team ──

SEES = {Role.HEALTH_COACH, Role.LINK_WORKER, Role.MANAGER, Role.VOLUNTEER_COORDINATOR}
TOGETHER = SEES | {Role.FORUM_FACILITATOR, Role.EVALUATOR}


@pytest.mark.parametrize("role_of_staff", list(Role))
async def test_who_may_open_what(client_for, coordinator, role, role_of_staff):
    volunteer = await a_volunteer(role, referees=1, phone="07700 900999", name="Ada Lovely")
    reference = await value("SELECT id FROM volunteer_reference WHERE volunteer = $1", volunteer)
    cohort = await a_cohort(coordinator)
    client = await client_for(role_of_staff)
    runs = role_of_staff is Role.VOLUNTEER_COORDINATOR
    for path, may in (
        ("/volunteers", role_of_staff in SEES),
        ("/volunteers/new", role_of_staff in SEES),
        (f"/volunteers/{volunteer}", role_of_staff in SEES),
        ("/volunteers/cohorts", role_of_staff in TOGETHER),
        (f"/volunteers/cohorts/{cohort}/report", role_of_staff in TOGETHER),
        ("/volunteers/interest", runs),
        ("/volunteers/roles", runs),
        ("/volunteers/roles/new", runs),
        (f"/volunteers/roles/{role}", runs),
        ("/volunteers/cohorts/new", runs),
        (f"/volunteers/cohorts/{cohort}", runs),
        (f"/volunteers/cohorts/{cohort}/change", runs),
        (f"/volunteers/references/{reference}", runs),
        *(
            (f"/volunteers/{volunteer}/{page}", runs)
            for page in ("step", "talk", "references", "checks/new", "training", "details")
        ),
    ):
        answer = await client.get(path)
        assert answer.status_code == (200 if may else 403), path
        if may and not runs:
            assert "07700 900999" not in answer.text, path
    if runs:
        for path in (f"/volunteers/{uuid4()}", f"/volunteers/references/{uuid4()}", f"/volunteers/cohorts/{uuid4()}"):
            assert (await client.get(path)).status_code == 404


async def test_those_outside_the_desk_see_a_name_a_stage_and_ready_or_not(client_for, coordinator, role):
    volunteer = await a_ready_volunteer(coordinator, role, name="Ada Lovely", phone="07700 900999", why="CANARY")
    client = await client_for(Role.LINK_WORKER)
    for path in ("/volunteers", f"/volunteers/{volunteer}"):
        page = (await client.get(path)).text
        assert "Ada Lovely" in page
        for words in ("07700 900999", "CANARY", "0123", "Bob", "people.example"):
            assert words not in page


async def test_the_desk_by_stage_name_and_page(running, role):
    for number in range(35):
        await a_volunteer(role, name=f"Ada {number:02}")
    await a_volunteer(name="Zoë Other")
    page = (await running.get("/volunteers")).text
    assert "Zoë Other" in page
    assert "page=2" in page
    assert "Hold the conversation" in page
    assert (await running.get("/volunteers?page=2")).status_code == 200
    found = (await running.get("/volunteers?q=zo%C3%AB")).text
    assert "Zoë Other" in found
    assert "Ada 01" not in found
    assert "Nobody is found here" in (await running.get("/volunteers?q=%25_&stage=left")).text
    for query in ("page=0", "page=999999", "stage=nonsense", "q=%F0%9F%98%80", "family=driver&mine=yes"):
        assert (await running.get(f"/volunteers?{query}")).status_code == 200


async def test_a_whole_way_in_the_browser(running, coordinator, role):
    volunteer = await a_volunteer(role, name="Ada Lovely")
    here = f"/volunteers/{volunteer}"
    assert (await post(running, f"{here}/look-after", {}, page=here)).status_code == 303
    refused = await post(running, f"{here}/step", {"to": "declined"})
    assert refused.status_code == 422
    assert "Write what you can offer them instead" in refused.text
    assert (await post(running, f"{here}/step", {"to": "conversation"})).status_code == 303
    day = {"held_on-day": "1", "held_on-month": "3", "held_on-year": "2026"}
    alone = await post(running, f"{here}/talk", {**day, "asked_by_2": "", "answer-why": "Words to keep"})
    assert alone.status_code == 422
    assert "Two of you ask" in alone.text
    assert "Words to keep" in alone.text
    talk = {**day, "asked_by_2": "Ruth", "lived_experience": "yes", "suits": "yes", "answer-why": "Company."}
    assert (await post(running, f"{here}/talk", talk)).status_code == 303
    early = await post(running, f"{here}/step", {"to": "ready"})
    assert early.status_code == 409
    assert "Still missing" in early.text
    named = {"referee-new-name": "Bob", "referee-new-email": "bob@people.example"}
    assert (await post(running, f"{here}/references", named)).status_code == 303
    reference = f"/volunteers/references/{await value('SELECT id FROM volunteer_reference')}"
    assert (await post(running, f"{reference}/said", {"answer-rely": "Yes."}, page=reference)).status_code == 303
    assert (await post(running, f"{reference}/judge", {"suits": "yes"}, page=reference)).status_code == 303
    certificate = {"certificate_on-day": "2", "certificate_on-month": "3", "certificate_on-year": "2026"}
    whole_number = {**certificate, "level": "enhanced", "last_digits": "001234567890", "disclosed": "no"}
    assert "last four digits alone" in (await post(running, f"{here}/checks/new", whole_number)).text
    seen = {**certificate, "level": "enhanced", "last_digits": "7890", "disclosed": "no"}
    assert (await post(running, f"{here}/checks/new", seen)).status_code == 303
    done = {"topic": "listening", "done_on-day": "3", "done_on-month": "3", "done_on-year": "2026"}
    assert (await post(running, f"{here}/training", done)).status_code == 303
    assert (await post(running, f"{here}/step", {"to": "ready"})).status_code == 303
    assert "Ready today" in (await running.get(here)).text


async def test_applied_together_with_a_worker(client_for, role):
    client = await client_for(Role.LINK_WORKER)
    answer = await post(
        client,
        "/volunteers/new",
        {"name": "Ada Lovely", "phone": "07700 900123", "roles": [str(role)], "agreed": "yes"},
    )
    assert answer.status_code == 303
    [kept] = await rows("SELECT help_to_apply, helped_by FROM volunteer")
    assert kept == {"help_to_apply": True, "helped_by": client.member.id}
    assert (await client.get(answer.headers["location"])).status_code == 200


async def test_a_cohort_from_its_plan_to_its_register(running, role):
    volunteer = await a_volunteer(role, name="Ada Lovely")
    days = {"begins_on": "1", "ends_on": "14"}
    plan = {
        "name": "Spring",
        "topics": ["listening"],
        "places": "1",
        **{f"{box}-day": day for box, day in days.items()},
        **{f"{box}-{part}": text for box in days for part, text in (("month", "3"), ("year", "2099"))},
    }
    assert (await post(running, "/volunteers/cohorts/new", {**plan, "name": ""})).status_code == 422
    answer = await post(running, "/volunteers/cohorts/new", plan)
    here = answer.headers["location"]
    assert (await post(running, f"{here}/book", {"volunteer": str(volunteer)}, page=here)).status_code == 303
    other = await a_volunteer(role)
    full = await post(running, f"{here}/book", {"volunteer": str(other)}, page=here)
    assert full.status_code == 409
    assert "Every place in this cohort is taken" in full.text
    assert (await post(running, f"{here}/change", {**plan, "places": "2"})).status_code == 303
    place = await value("SELECT id FROM cohort_place")
    early = await post(running, f"{here}/register", {f"place-{place}": "completed"}, page=here)
    assert early.status_code == 409
    assert (await post(running, f"{here}/give-up/{volunteer}", {}, page=here)).status_code == 303


async def test_a_role_is_written_changed_and_closed(running):
    answer = await post(running, "/volunteers/roles/new", {"title": "Tea"})
    assert answer.status_code == 422
    assert "Say what a volunteer does" in answer.text
    whole = {
        "title": "Tea and company",
        "family": "cafe_host",
        "about": "Tea.",
        "not_part_of_it": "No lifts.",
        "contact_phone": "01632 960500",
    }
    assert (await post(running, "/volunteers/roles/new", whole)).status_code == 303
    role = await value("SELECT id FROM volunteer_role")
    page = f"/volunteers/roles/{role}"
    form = form_to(await running.get(page), page).data
    assert form["open"] == ["yes"]
    form.pop("open")
    assert (await running.post(page, data=form)).status_code == 303
    assert not await value("SELECT open FROM volunteer_role")


async def test_what_was_on_a_certificate_is_not_there_for_others(client_for, running, coordinator, role):
    volunteer = await a_volunteer(role)
    check = await checked(volunteer, coordinator, disclosed=True)
    page = f"/volunteers/checks/{check}/disclosure"
    manager, other = await a_member(Role.MANAGER), await client_for(await a_coordinator())
    typed = {"words": "CANARY words", "readers": [str(manager.id)]}
    assert (await post(running, page, {**typed, "decision": "go_on"})).status_code == 422
    assert (await post(running, page, typed)).status_code == 303
    assert "CANARY words" in (await (await client_for(manager)).get(page)).text
    assert (await other.get(page)).status_code == 404
    assert (await (await client_for(Role.LINK_WORKER)).get(page)).status_code == 403
    seen = (await other.get(f"/volunteers/{volunteer}")).text
    assert "Being thought about" in seen
    assert page not in seen
    assert "CANARY" not in seen


async def test_pages_stay_within_twelve_queries(running, own, visitor, coordinator, role):
    for _ in range(40):
        await a_volunteer(role, referees=2)
    volunteer = await a_ready_volunteer(coordinator, role)
    cohort = await a_cohort(coordinator)
    for _ in range(3):
        await actions.book_place(cohort, await a_volunteer(role), by=coordinator)
    client, _ = own
    for who, path in (
        (visitor, "/volunteer?near=NG2"),
        (visitor, "/volunteer/apply"),
        *((client, f"/volunteer/me{path}") for path in ("", "/details", "/references", "/checks", "/training")),
        *((running, path) for path in ("/volunteers", f"/volunteers/{volunteer}", f"/volunteers/{volunteer}/step")),
        *((running, path) for path in (f"/volunteers/cohorts/{cohort}", f"/volunteers/cohorts/{cohort}/report")),
        *((running, path) for path in ("/volunteers/cohorts", "/volunteers/roles", "/volunteers/interest")),
    ):
        await who.get(path)
        with count_queries() as ran:
            assert (await who.get(path)).status_code == 200
        assert ran.count <= 12, (path, ran.statements)
