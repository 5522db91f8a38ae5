import json
from uuid import uuid4

import pytest

from livewell.kit import db, news
from livewell.kit.actor import SYSTEM
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.places import actions, queries
from livewell.places.forms import PracticeDetails, read_boundary
from livewell.places.rules import CHOICES, wrong_together
from livewell.places.tables import Area, Practice
from livewell.staff.permissions import Permission
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.places import NORTH, a_practice, an_area


async def events():
    return [(row["what"], json.loads(row["details"])) for row in await db.rows("SELECT * FROM event ORDER BY told_in")]


def details(area, **changes):
    plain = {
        "name": "Meadow Surgery",
        "ods_code": "C84005",
        "area": area,
        "reply_email": "replies@meadow.example",
        "phone": "",
        "postcode": "NG2 6AB",
        "listed": True,
    }
    return PracticeDetails(**(plain | changes))


async def test_a_manager_builds_the_place(client_for):
    manager = await client_for(Role.MANAGER)
    answer = await post(manager, "/places/areas/new", {"name": "North", "position": "1"})
    assert answer.status_code == 303
    area = answer.headers["location"]
    assert "No boundary" in (await manager.get("/places")).text
    form = form_to(await manager.get(area), f"{area}/boundary")
    sent = await manager.post(
        f"{area}/boundary", data=form.data, files={"boundary_file": ("north.geojson", json.dumps(NORTH))}
    )
    assert sent.status_code == 303
    assert "No boundary" not in (await manager.get("/places")).text
    data = {
        "name": "Meadow Surgery",
        "ods_code": "c84005",
        "area": area.rsplit("/", 1)[1],
        "reply_email": "replies@meadow.example",
        "postcode": "ng26ab",
        "listed": "yes",
    }
    assert (await post(manager, "/places/practices/new", data)).status_code == 303
    practice = (await queries.practices())[0]
    assert (practice.name, practice.ods_code, practice.postcode) == ("Meadow Surgery", "C84005", "NG2 6AB")
    path = f"/places/practices/{practice.id}"
    assert (await post(manager, path, {"listed": "no"})).status_code == 303
    assert (await queries.practices())[0].listed is False
    assert await queries.practices(listed_only=True) == []
    assert (await post(manager, area, {"name": "North side", "position": "2"})).status_code == 303
    assert [area.name for area in await queries.areas()] == ["North side"]
    assert [what for what, _ in await events()] == [
        "area.added",
        "area.boundary_set",
        "practice.added",
        "practice.changed",
        "area.changed",
    ]


async def test_a_file_that_is_no_boundary_is_explained(client_for):
    manager = await client_for(Role.MANAGER)
    area = await an_area()
    form = form_to(await manager.get(f"/places/areas/{area}"), f"/places/areas/{area}/boundary")
    for files in ({"boundary_file": ("x.json", b"\x00\xff not json")}, {"boundary_file": ("", b"")}):
        answer = await manager.post(form.action, data=form.data, files=files)
        assert answer.status_code == 422
        assert 'href="#boundary_file"' in answer.text
    huge = {"boundary_file": ("x.json", b" " * 4_100_000)}
    assert (await manager.post(form.action, data=form.data, files=huge)).status_code == 413
    pasted = await manager.post(form.action, data=form.data | {"boundary": json.dumps(NORTH)})
    assert pasted.status_code == 303


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Enter the name"),
        ({"ods_code": "C8 4"}, "letters and digits"),
        ({"area": ""}, "Choose the area"),
        ({"area": str(uuid4())}, "on the list"),
        ({"postcode": "nowhere"}, "postcode"),
        ({"listed": ""}, "Choose whether"),
        ({"ods_code": "C84001"}, "already a practice"),
    ],
)
async def test_a_practice_that_is_not_whole_is_explained(client_for, wrong, sentence):
    manager = await client_for(Role.MANAGER)
    area = await an_area()
    await a_practice(area=area, ods_code="C84001")
    typed = {
        "name": "Meadow Surgery",
        "ods_code": "C84005",
        "area": str(area),
        "phone": "01632 960001",
        "listed": "yes",
    }
    answer = await post(manager, "/places/practices/new", typed | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "01632 960001" in answer.text
    assert await Practice.count() == 1


async def test_what_is_refused():
    area = await an_area(name="North")
    practice = await actions.add_practice(details(area), by=SYSTEM)
    with pytest.raises(RuleBroken):
        await actions.add_area(name="north", by=SYSTEM)
    with pytest.raises(RuleBroken):
        await actions.add_practice(details(area), by=SYSTEM)
    with pytest.raises(NotFound):
        await actions.add_practice(details(uuid4(), ods_code="C1"), by=SYSTEM)
    with pytest.raises(NotFound):
        await actions.change_practice(uuid4(), details(area), version=1, by=SYSTEM)
    with pytest.raises(NotFound):
        await actions.change_area(uuid4(), name="x", position=0, version=1, by=SYSTEM)
    with pytest.raises(NotFound):
        await actions.set_boundary(uuid4(), read_boundary(json.dumps(NORTH)), by=SYSTEM)
    with pytest.raises(Stale) as stale:
        await actions.change_practice(practice, details(area, name="Mine"), version=9, by=SYSTEM)
    assert (stale.value.theirs["Name"], stale.value.yours["Name"]) == ("Meadow Surgery", "Mine")
    with pytest.raises(Stale):
        await actions.change_area(area, name="Mine", position=0, version=9, by=SYSTEM)


@pytest.mark.parametrize(
    "which", ["add_area", "change_area", "boundary", "add_practice", "change_practice", "settings"]
)
async def test_what_cannot_be_told_is_not_done(monkeypatch, which):
    area = await an_area(name="North")
    practice = await actions.add_practice(details(area), by=SYSTEM)
    before = (await Area.select(), await Practice.select(), await queries.settings())

    async def lost(*_, **__):
        raise OSError

    monkeypatch.setattr(news, "tell", lost)
    with pytest.raises(OSError):
        match which:
            case "add_area":
                await actions.add_area(name="South", by=SYSTEM)
            case "change_area":
                await actions.change_area(area, name="South", position=0, version=1, by=SYSTEM)
            case "boundary":
                await actions.set_boundary(area, read_boundary(json.dumps(NORTH)), by=SYSTEM)
            case "add_practice":
                await actions.add_practice(details(area, ods_code="C2"), by=SYSTEM)
            case "change_practice":
                await actions.change_practice(practice, details(area, name="X"), version=1, by=SYSTEM)
            case "settings":
                await actions.change_settings({"minimum_age": 16}, by=SYSTEM)
    assert (await Area.select(), await Practice.select(), await queries.settings()) == before


# ── settings ──


def test_what_we_ship_is_allowed_and_named():
    for choice in CHOICES.values():
        assert choice.label
        assert choice.hint
        if choice.kind == "number":
            assert choice.lowest <= choice.ships_with <= choice.highest
    shipped = {name: choice.ships_with for name, choice in CHOICES.items() if choice.kind == "number"}
    assert wrong_together(shipped) == {}
    assert (shipped["hc_session_guide"], shipped["hc_session_max"]) == (5, 6)
    assert (shipped["lw_session_guide"], shipped["lw_session_max"]) == (6, 8)


async def test_a_setting_is_what_we_ship_until_the_service_chooses(client_for):
    assert await queries.setting("minimum_age") == 18
    assert await queries.setting("duty_contact_email") == ""
    manager = await client_for(Role.MANAGER)
    data = {"minimum_age": "16", "duty_contact_email": "duty@livewell.example"}
    assert (await post(manager, "/places/settings", data)).status_code == 303
    assert await queries.setting("minimum_age") == 16
    assert await queries.setting("duty_contact_email") == "duty@livewell.example"
    told = {one["setting"]: one for what, one in await events() if what == "setting.changed"}
    assert told["minimum_age"] == {"setting": "minimum_age", "was": 18, "now": 16}
    assert told["duty_contact_email"] == {"setting": "duty_contact_email", "was": None, "now": None}
    assert (
        "Nothing was different"
        in (await manager.get((await post(manager, "/places/settings", data)).headers["location"])).text
    )
    assert len([what for what, _ in await events() if what == "setting.changed"]) == 2
    with pytest.raises(KeyError):
        await queries.setting("no such thing")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"minimum_age": "young"}, "Youngest age"),
        ({"minimum_age": "-1"}, "Youngest age"),
        ({"hc_session_max": "3"}, "cannot be fewer than the guide"),
        ({"duty_contact_email": "nobody"}, "mail"),
        ({"service_name": ""}, "name of the service"),
    ],
)
async def test_settings_that_cannot_be_are_explained_and_kept_on_the_page(client_for, wrong, sentence):
    manager = await client_for(Role.MANAGER)
    answer = await post(manager, "/places/settings", {"triage_working_days": "4"} | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="4"' in answer.text
    assert await queries.setting("triage_working_days") == 2


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGER])
async def test_only_a_manager_changes_settings(client_for, role):
    client = await client_for(role)
    assert (await client.get("/places/settings")).status_code == 403


def test_the_places_pages_name_permissions_that_there_are():
    from livewell.places.routes.areas import MANAGE
    from livewell.places.routes.settings import CHANGE

    assert (MANAGE, CHANGE) == (Permission.MANAGE_PLACES, Permission.CHANGE_SETTINGS)
