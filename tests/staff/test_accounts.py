from datetime import timedelta
from uuid import uuid4

import pytest

from livewell.kit import clock, cookies, db, news, notify
from livewell.kit.errors import NotFound, NotSetUp, RuleBroken, Stale
from livewell.staff import actions, letters
from livewell.staff.queries import finder, invitation
from livewell.staff.rules import Details, Role
from livewell.staff.tables import PasswordLink, StaffUser
from tests.browsing import post
from tests.factories.places import a_practice, an_area
from tests.factories.staff import a_member, a_sign_in

PASSWORD = "tulip kettle marsh"


async def events():
    return [row["what"] for row in await db.rows("SELECT what FROM event ORDER BY told_in")]


def link_on(page):
    return page.text.split('<code class="lw-key">')[1].split("</code>")[0]


async def test_somebody_new_is_added_and_sets_their_own_password(client_for, visitor):
    manager = await client_for(Role.MANAGER)
    area = await an_area()
    answer = await post(
        manager,
        "/staff/new",
        {"name": "Tom Okafor", "email": "Tom@LiveWell.example", "role": "link_worker", "area": str(area)},
    )
    assert answer.status_code == 200
    link = link_on(answer)
    assert link.startswith("http://livewell.example/set-password/")
    path = link.removeprefix("http://livewell.example")
    assert "Tom Okafor" in (await manager.get("/staff")).text

    page = await visitor.get(path)
    assert "tom@livewell.example" in page.text
    weak = await post(visitor, path, {"password": "tomokafor123"})
    assert weak.status_code == 422
    assert (await post(visitor, path, {"password": PASSWORD})).headers["location"] == "/sign-in"
    assert (await visitor.get(path)).status_code == 404
    answer = await post(visitor, "/sign-in", {"email": "tom@livewell.example", "password": PASSWORD})
    assert answer.headers["location"] == "/home"
    assert await events() == ["staff.added", "staff.password_set", "staff.signed_in"]


async def test_where_mail_is_set_up_the_link_goes_by_mail_and_is_not_shown(client_for, monkeypatch):
    sent = []

    async def send(email, **_):
        sent.append(email)

    monkeypatch.setattr(letters, "send_email", send)
    manager = await client_for(Role.MANAGER)
    answer = await post(manager, "/staff/new", {"name": "Ann Lee", "email": "ann@x.example", "role": "evaluator"})
    assert answer.status_code == 200
    assert "set-password" not in answer.text
    assert [email.to for email in sent] == ["ann@x.example"]
    assert "http://livewell.example/set-password/" in sent[0].text


@pytest.mark.parametrize("trouble", [NotSetUp("no mail"), OSError("refused")])
async def test_mail_that_does_not_go_shows_the_link(client_for, monkeypatch, trouble):
    async def send(email, **_):
        raise trouble

    monkeypatch.setattr(letters, "send_email", send)
    assert notify.Email
    manager = await client_for(Role.MANAGER)
    answer = await post(manager, "/staff/new", {"name": "Ann Lee", "email": "ann@x.example", "role": "evaluator"})
    assert "/set-password/" in link_on(answer)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Enter the person"),
        ({"email": "not an address"}, "mail"),
        ({"role": ""}, "Choose what the person does"),
        ({"role": "owner"}, "Choose one of the answers on the list"),
        ({"role": "health_coach"}, "Choose the area"),
        ({"role": "practice_referrer"}, "Choose the practice"),
        ({"role": "health_coach", "area": str(uuid4())}, "Choose one of the answers on the list"),
    ],
)
async def test_what_is_missing_is_said_and_what_was_typed_is_kept(client_for, wrong, sentence):
    manager = await client_for(Role.MANAGER)
    typed = {"name": "Ann Lee", "email": "ann@x.example", "role": "evaluator", "job_title": "Researcher"} | wrong
    answer = await post(manager, "/staff/new", typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Researcher"' in answer.text
    assert await StaffUser.count() == 1


async def test_one_address_is_one_account(client_for):
    manager = await client_for(Role.MANAGER)
    answer = await post(
        manager, "/staff/new", {"name": "X", "email": manager.member.email.upper(), "role": "evaluator"}
    )
    assert answer.status_code == 422
    assert "already an account" in answer.text


async def test_a_change_of_rights_ends_sign_ins_at_once(client_for):
    manager = await client_for(Role.MANAGER)
    worker = await a_member(Role.LINK_WORKER)
    token = await a_sign_in(worker)
    find = finder(second_factor=True)
    same = {"name": "New Name"}
    assert (await post(manager, f"/staff/{worker.id}", same)).status_code == 303
    assert (await find(token)).member.name == "New Name"
    answer = await post(manager, f"/staff/{worker.id}", {"role": "health_coach"})
    assert answer.status_code == 303
    assert await find(token) is None
    assert await events() == ["staff.changed", "staff.changed"]


async def test_a_page_that_is_out_of_date_changes_nothing(client_for):
    manager = await client_for(Role.MANAGER)
    worker = await a_member(Role.LINK_WORKER)
    page = await manager.get(f"/staff/{worker.id}")
    assert page.status_code == 200
    from tests.browsing import form_to

    form = form_to(page, f"/staff/{worker.id}")
    assert (await manager.post(form.action, data=form.data | {"name": "First"})).status_code == 303
    second = await manager.post(form.action, data=form.data | {"name": "Second"})
    assert second.status_code == 409
    assert "First" in second.text
    assert "Second" in second.text
    assert (await StaffUser.select().where(StaffUser.id == worker.id).first())["name"] == "First"


async def test_closing_an_account_ends_everything_at_once(client_for):
    manager = await client_for(Role.MANAGER)
    worker = await client_for(Role.LINK_WORKER)
    invited = await actions.new_password_link(worker.member.id, by=manager.member)
    assert (await worker.get("/account")).status_code == 200
    answer = await post(manager, f"/staff/{worker.member.id}/close", page=f"/staff/{worker.member.id}")
    assert answer.status_code == 303
    assert (await worker.get("/account")).status_code == 303
    assert await invitation(invited.path.rsplit("/", 1)[1]) is None
    assert "Closed" in (await manager.get("/staff")).text
    again = await post(manager, f"/staff/{worker.member.id}/let-back-in", page=f"/staff/{worker.member.id}")
    assert "/set-password/" in link_on(again)
    assert (await worker.get("/account")).status_code == 303


async def test_nobody_locks_the_house_from_inside():
    manager = await a_member(Role.MANAGER)
    details = Details(name=manager.name, email=manager.email, role=Role.EVALUATOR)
    with pytest.raises(RuleBroken, match="own role"):
        await actions.change(manager.id, details, version=1, by=manager)
    with pytest.raises(RuleBroken, match="own account"):
        await actions.deactivate(manager.id, by=manager)
    with pytest.raises(RuleBroken, match="own second step"):
        await actions.remove_second_factor(manager.id, by=manager)
    administrator = await a_member(Role.ADMINISTRATOR)
    with pytest.raises(RuleBroken, match="only manager"):
        await actions.deactivate(manager.id, by=administrator)
    with pytest.raises(RuleBroken, match="only manager"):
        await actions.change(manager.id, details, version=1, by=administrator)
    await a_member(Role.MANAGER)
    await actions.deactivate(manager.id, by=administrator)


async def test_what_is_refused():
    manager = await a_member(Role.MANAGER)
    worker = await a_member(Role.LINK_WORKER)
    details = Details(name="X", email=worker.email, role=Role.LINK_WORKER, area=worker.area)
    with pytest.raises(NotFound):
        await actions.change(uuid4(), details, version=1, by=manager)
    with pytest.raises(Stale):
        await actions.change(worker.id, details, version=7, by=manager)
    with pytest.raises(RuleBroken, match="already an account"):
        await actions.change(
            worker.id, Details(name="X", email=manager.email, role=Role.LINK_WORKER), version=1, by=manager
        )
    with pytest.raises(RuleBroken, match="no second step"):
        await actions.remove_second_factor(worker.id, by=manager)
    with pytest.raises(RuleBroken, match="open already"):
        await actions.let_back_in(worker.id, by=manager)
    await actions.deactivate(worker.id, by=manager)
    with pytest.raises(RuleBroken, match="closed already"):
        await actions.deactivate(worker.id, by=manager)
    with pytest.raises(RuleBroken, match="closed"):
        await actions.new_password_link(worker.id, by=manager)


@pytest.mark.parametrize("which", ["add", "change", "deactivate", "link", "first", "remove"])
async def test_what_cannot_be_told_is_not_done(monkeypatch, which):
    manager = await a_member(Role.MANAGER)
    worker = await a_member(Role.LINK_WORKER, totp_set_up_at=clock.now(), totp_secret=b"x")
    token = await a_sign_in(worker)

    async def lost(*_, **__):
        raise OSError

    monkeypatch.setattr(news, "tell", lost)
    details = Details(name="Another", email="another@x.example", role=Role.MANAGER)
    before = await StaffUser.select().order_by(StaffUser.id)
    with pytest.raises(OSError):
        match which:
            case "add":
                await actions.add(details, by=manager)
            case "change":
                await actions.change(worker.id, details, version=1, by=manager)
            case "deactivate":
                await actions.deactivate(worker.id, by=manager)
            case "link":
                await actions.new_password_link(worker.id, by=manager)
            case "first":
                await actions.add_first_manager(name="A", email="a@x.example")
            case "remove":
                await actions.remove_second_factor(worker.id, by=manager)
    assert await StaffUser.select().order_by(StaffUser.id) == before
    assert await PasswordLink.count() == 0
    assert await finder(second_factor=True)(token)


async def test_the_first_manager_comes_from_the_command_line():
    path = await actions.add_first_manager(name="Grace Hill", email="Grace@livewell.example")
    assert (await invitation(path.rsplit("/", 1)[1])).email == "grace@livewell.example"
    again = await actions.add_first_manager(name="Grace Hill", email="grace@livewell.example")
    assert again != path
    assert await invitation(path.rsplit("/", 1)[1]) is None
    assert await StaffUser.count() == 1
    worker = await a_member(Role.LINK_WORKER)
    with pytest.raises(RuleBroken):
        await actions.add_first_manager(name="X", email=worker.email)


async def test_a_link_lasts_three_days_and_is_kept_as_a_hash():
    path = await actions.add_first_manager(name="Grace Hill", email="grace@livewell.example")
    token = path.rsplit("/", 1)[1]
    assert cookies.is_token(token)
    assert token not in str(await PasswordLink.select())
    with clock.at(clock.now() + timedelta(hours=71, minutes=59)):
        assert await invitation(token)
    with clock.at(clock.now() + timedelta(hours=72, minutes=1)):
        assert await invitation(token) is None
        with pytest.raises(NotFound):
            await actions.set_password(token=token, password=PASSWORD)


@pytest.mark.parametrize("token", ["short", "x" * 43, "é" * 43, "a/b"])
async def test_a_link_that_never_was_says_so_kindly(visitor, token):
    answer = await visitor.get(f"/set-password/{token}")
    assert answer.status_code == 404
    if "/" not in token:
        assert "does not work any more" in answer.text


async def test_a_practice_referrer_belongs_to_a_practice(client_for):
    manager = await client_for(Role.ADMINISTRATOR)
    practice = await a_practice(name="Meadow Surgery")
    data = {"name": "Dr Rose", "email": "rose@x.example", "role": "practice_referrer", "practice": str(practice)}
    assert (await post(manager, "/staff/new", data)).status_code == 200
    assert "Meadow Surgery" in (await manager.get("/staff")).text


async def test_an_editor_belongs_to_an_organisation(client_for):
    from tests.factories.assets import an_organisation

    manager = await client_for(Role.MANAGER)
    organisation = await an_organisation(name="Rushcliffe Walkers")
    data = {"name": "Anne", "email": "anne@walkers.example", "role": "organisation_editor"}
    refused = await post(manager, "/staff/new", data)
    assert refused.status_code == 422
    assert "Choose the organisation" in refused.text
    assert "Rushcliffe Walkers" in refused.text
    assert (await post(manager, "/staff/new", data | {"organisation": str(organisation)})).status_code == 200
    kept = await StaffUser.select().where(StaffUser.email == "anne@walkers.example").first()
    assert kept["organisation"] == organisation
    page = f"/staff/{kept['id']}"
    assert (await post(manager, page, {"name": "Anne Lee"})).status_code == 303
    assert (await StaffUser.select().where(StaffUser.id == kept["id"]).first())["organisation"] == organisation


async def test_two_who_add_the_same_person_at_once_add_one(committed_db):
    import asyncio

    manager = await a_member(Role.MANAGER)
    details = Details(name="Ann Lee", email="ann@x.example", role=Role.EVALUATOR)
    done = await asyncio.gather(*(actions.add(details, by=manager) for _ in range(5)), return_exceptions=True)
    assert sum(isinstance(one, actions.Invited) for one in done) == 1
    assert sum(isinstance(one, RuleBroken) for one in done) == 4


async def test_a_link_used_twice_at_once_sets_one_password(committed_db):
    import asyncio

    path = await actions.add_first_manager(name="Grace Hill", email="grace@livewell.example")
    token = path.rsplit("/", 1)[1]
    tries = (actions.set_password(token=token, password=f"tulip kettle marsh {number}") for number in range(4))
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(one is None for one in done) == 1
    assert sum(isinstance(one, NotFound) for one in done) == 3


async def test_managers_who_close_each_other_at_once_leave_one(committed_db):
    import asyncio

    one, other = await a_member(Role.MANAGER), await a_member(Role.MANAGER)
    done = await asyncio.gather(
        actions.deactivate(one.id, by=other), actions.deactivate(other.id, by=one), return_exceptions=True
    )
    assert sum(one is None for one in done) == 1
    assert sum(isinstance(one, RuleBroken) for one in done) == 1
    assert await StaffUser.count().where(StaffUser.active.eq(True)) == 1
