from dataclasses import replace

import pytest

from livewell.app import a_house, create_app
from livewell.kit import clock
from livewell.kit.errors import NotFound
from livewell.referrals.tables import InformationRequest
from livewell.staff import actions
from livewell.staff.rules import LANDING, Role
from livewell.staff.tables import SignIn
from tests.browsing import form_to, forms_in
from tests.factories.places import a_practice, an_area
from tests.factories.referrals import a_referral
from tests.factories.staff import a_member
from tests.signed_in import SETTINGS, a_client


@pytest.fixture(scope="module")
def demo_app():
    return create_app(a_house(replace(SETTINGS, demo=True)))


async def test_a_newcomer_walks_through_a_door(demo_app):
    doctor = await a_member(Role.PRACTICE_REFERRER, name="Dr Amara Bell", job_title="GP")
    async with a_client(demo_app) as newcomer:
        page = await newcomer.get("/demo")
        assert "Continue as Dr Amara Bell" in page.text
        assert "Everything here is fictional" in page.text
        door = form_to(page, "/demo")
        assert door.data["persona"] == [str(doctor.id)]
        answer = await newcomer.post("/demo", data=door.data)
        assert answer.headers["location"] == "/home"
        assert (await newcomer.get("/home")).headers["location"] == LANDING[Role.PRACTICE_REFERRER]
        assert "Dr Amara Bell" in (await newcomer.get("/account")).text


async def test_in_the_demo_no_second_step_is_asked(demo_app):
    await a_member(Role.HEALTH_COACH)
    async with a_client(demo_app) as newcomer:
        door = form_to(await newcomer.get("/demo"), "/demo")
        await newcomer.post("/demo", data=door.data)
        answer = await newcomer.get("/caseload")
        assert answer.headers.get("location") != "/account/second-factor"


@pytest.mark.parametrize("persona", ["", "not-an-id", "00000000-0000-0000-0000-000000000000"])
async def test_a_door_that_is_not_there(demo_app, persona):
    await a_member()
    async with a_client(demo_app) as newcomer:
        data = forms_in(await newcomer.get("/demo"))[-1].data
        assert (await newcomer.post("/demo", data=data | {"persona": persona})).status_code == 404


async def test_outside_a_demo_there_is_no_door(visitor, demo_app):
    member = await a_member(Role.MANAGER)
    assert (await visitor.get("/demo")).status_code == 404
    token = forms_in(await visitor.get("/sign-in"))[0].data["csrf"]
    answer = await visitor.post("/demo", data={"csrf": token, "persona": str(member.id)})
    assert answer.status_code == 404
    assert await SignIn.count() == 0
    assert "/demo" not in (await visitor.get("/sign-in")).text


async def test_outside_a_demo_the_action_itself_refuses():
    member = await a_member(Role.MANAGER)
    with pytest.raises(NotFound):
        await actions.enter_demo(staff_user=member.id, demo=False, address="", browser="")
    assert await SignIn.count() == 0


@pytest.mark.parametrize("role", list(Role))
async def test_every_role_has_a_first_page(client_for, role):
    client = await client_for(role)
    assert (await client.get("/home")).headers["location"] == LANDING[role]


async def test_one_of_each_profession_stands_for_the_practices_and_who_is_asked_comes_first(demo_app):
    area = await an_area()
    practice = await a_practice(area=area)
    for name in ("Dr Ann Busy", "Dr Bea Quiet", "Dr Cai Asked"):
        doctor = await a_member(Role.PRACTICE_REFERRER, name=name, job_title="GP", area=area, practice=practice)
        if "Quiet" not in name:
            referral = await a_referral(area=area, practice=practice, referrer=doctor.id)
    await InformationRequest(
        referral=referral, question="Which number?", asked_at=clock.now(), asked_by=doctor.id
    ).save()
    await a_member(Role.PRACTICE_REFERRER, name="Noor Nurse", job_title="Practice nurse", area=area, practice=practice)
    async with a_client(demo_app) as newcomer:
        page = (await newcomer.get("/demo")).text
    assert "Dr Ann Busy" not in page
    assert "Dr Bea Quiet" not in page
    assert page.index("A question is waiting") < page.index("Continue as Dr Cai Asked") < page.index("Noor Nurse")
