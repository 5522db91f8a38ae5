"""Adding, changing and checking a listing: what each does, refuses, and leaves behind when it fails."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from livewell.assets import actions, queries
from livewell.assets.rules import AssetKind, Listing, Sector, Way
from livewell.kit import clock, news
from livewell.kit.db import row, rows, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Member, Role
from tests.factories.assets import an_asset, an_organisation
from tests.factories.staff import a_member
from tests.kit.test_geo import a_postcode

LISTING = Listing(
    name="Strollers",
    kind=AssetKind.GROUP,
    what="A gentle walk.",
    organisation_name="Friends of the Fictional Wood",
    sector=Sector.RESIDENTS,
    place_name="Library steps",
    postcode="NG2 6AB",
    when="Thursdays 1.30pm",
    free=True,
    ways=(Way.BE_ACTIVE, Way.CONNECT),
    contact_phone="01632 960001",
)
MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


async def a_link_worker() -> Member:
    return await a_member(Role.LINK_WORKER)


async def an_editor(organisation: UUID | None) -> Member:
    return await a_member(Role.ORGANISATION_EDITOR, organisation=organisation)


async def told() -> list[str]:
    return [one["what"] for one in await rows("SELECT what FROM event WHERE what LIKE 'asset.%' ORDER BY happened_at")]


async def silence(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(news, "tell", broken)


# Adding.


async def test_a_listing_is_added_with_its_place_its_organisation_and_its_news() -> None:
    await a_postcode("NG2 6AB", 458500, 337500)
    worker = await a_link_worker()
    with clock.at(MONDAY):
        key = await actions.add(LISTING, submission=uuid4(), by=worker)
    saved = await queries.asset(key)
    assert saved.listing == LISTING
    assert saved.point is not None
    assert (saved.point.easting, saved.point.northing) == (458500, 337500)
    assert (saved.checked_at, saved.changed_at, saved.version) == (MONDAY, MONDAY, 1)
    event = await row("SELECT what, subject, by_id FROM event WHERE subject = $1", key)
    assert event == {"what": "asset.added", "subject": key, "by_id": worker.id}


async def test_a_postcode_that_is_not_known_leaves_the_place_open() -> None:
    key = await actions.add(LISTING, submission=uuid4(), by=await a_link_worker())
    saved = await queries.asset(key)
    assert (saved.point, saved.postcode) == (None, "NG2 6AB")


async def test_the_same_form_sent_twice_is_one_listing() -> None:
    submission, worker = uuid4(), await a_link_worker()
    first = await actions.add(LISTING, submission=submission, by=worker)
    assert await actions.add(LISTING, submission=submission, by=worker) == first
    assert await value("SELECT count(*) FROM asset") == 1
    assert await told() == ["asset.added"]


async def test_an_organisation_that_is_known_is_not_made_again() -> None:
    known = await an_organisation(name="FRIENDS of the fictional wood")
    key = await actions.add(LISTING, submission=uuid4(), by=await a_link_worker())
    assert (await queries.asset(key)).organisation_id == known
    assert await rows("SELECT sector FROM organisation") == [{"sector": "residents"}]
    alone = await actions.add(replace(LISTING, organisation_name=""), submission=uuid4(), by=await a_link_worker())
    assert (await queries.asset(alone)).organisation_id is None


async def test_an_editor_adds_to_their_own_organisation_whatever_they_say() -> None:
    own = await an_organisation(name="Own")
    key = await actions.add(LISTING, submission=uuid4(), by=await an_editor(own))
    assert (await queries.asset(key)).organisation == "Own"
    assert await value("SELECT count(*) FROM organisation") == 1


async def test_an_editor_without_an_organisation_is_told_whom_to_ask() -> None:
    with pytest.raises(RuleBroken, match="belongs to no organisation"):
        await actions.add(LISTING, submission=uuid4(), by=await an_editor(None))
    assert await value("SELECT count(*) FROM asset") == 0


async def test_when_the_news_cannot_be_told_nothing_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    worker, submission = await a_link_worker(), uuid4()
    with monkeypatch.context() as patch:
        await silence(patch)
        with pytest.raises(ConnectionError):
            await actions.add(LISTING, submission=submission, by=worker)
    assert await value("SELECT count(*) FROM asset") == 0
    assert await value("SELECT count(*) FROM organisation") == 0
    assert await actions.add(LISTING, submission=submission, by=worker)


# Changing.


async def test_a_change_is_saved_and_a_check_only_when_it_is_said() -> None:
    worker = await a_link_worker()
    with clock.at(MONDAY):
        key = await actions.add(LISTING, submission=uuid4(), by=worker)
    with clock.at(FRIDAY):
        await actions.change(key, replace(LISTING, when="Fridays", ways=()), version=1, checked=False, by=worker)
    saved = await queries.asset(key)
    assert (saved.when, saved.ways, saved.version) == ("Fridays", (), 2)
    assert (saved.changed_at, saved.checked_at) == (FRIDAY, MONDAY)
    with clock.at(FRIDAY):
        await actions.change(key, replace(LISTING, published=False), version=2, checked=True, by=worker)
    saved = await queries.asset(key, hidden_too=True)
    assert (saved.published, saved.checked_at, saved.version) == (False, FRIDAY, 3)
    assert await told() == ["asset.added", "asset.changed", "asset.changed"]


async def test_two_who_change_at_once_both_see_both_texts() -> None:
    one, other = await a_link_worker(), await a_link_worker()
    key = await actions.add(LISTING, submission=uuid4(), by=one)
    await actions.change(key, replace(LISTING, when="Fridays"), version=1, checked=False, by=one)
    with pytest.raises(Stale) as stale:
        await actions.change(key, replace(LISTING, when="Mondays", cost="£2"), version=1, checked=True, by=other)
    assert stale.value.theirs == {"When": "Fridays", "What it costs": ""}
    assert stale.value.yours == {"When": "Mondays", "What it costs": "£2"}
    assert (await queries.asset(key)).when == "Fridays"
    with pytest.raises(Stale):
        await actions.change(key, LISTING, version=None, checked=False, by=other)


async def test_an_editor_changes_only_their_own_organisations_listings() -> None:
    own, another = await an_organisation(name="Own"), await an_organisation()
    editor = await an_editor(own)
    mine = await an_asset(organisation=own)
    theirs = await an_asset(organisation=another)
    nobodys = await an_asset()
    await actions.change(mine, replace(LISTING, organisation_name="Another"), version=1, checked=False, by=editor)
    assert (await queries.asset(mine)).organisation == "Own"
    for key in (theirs, nobodys, uuid4()):
        with pytest.raises(NotFound):
            await actions.change(key, LISTING, version=1, checked=False, by=editor)
        with pytest.raises(NotFound):
            await actions.confirm(key, version=1, by=editor)


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.HEALTH_COACH, Role.LINK_WORKER, Role.MANAGER}]
)
async def test_who_may_not_edit_finds_nothing_to_edit(role: Role) -> None:
    key = await an_asset()
    with pytest.raises(NotFound):
        await actions.change(key, LISTING, version=1, checked=False, by=await a_member(role))


async def test_when_the_news_cannot_be_told_nothing_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = await a_link_worker()
    key = await an_asset(name="As it was", checked_at=None)
    await silence(monkeypatch)
    with pytest.raises(ConnectionError):
        await actions.change(key, LISTING, version=1, checked=True, by=worker)
    with pytest.raises(ConnectionError):
        await actions.confirm(key, version=1, by=worker)
    saved = await queries.asset(key)
    assert (saved.name, saved.version, saved.checked_at, saved.organisation_id) == ("As it was", 1, None, None)
    assert await value("SELECT count(*) FROM organisation") == 0


# Checking.


async def test_a_check_says_when_and_changes_nothing_else() -> None:
    key = await an_asset(checked_at=None)
    before = await queries.asset(key)
    with clock.at(FRIDAY):
        await actions.confirm(key, version=1, by=await a_link_worker())
    assert await queries.asset(key) == replace(before, checked_at=FRIDAY)
    assert await told() == ["asset.checked"]


async def test_what_was_changed_meanwhile_has_to_be_read_again() -> None:
    worker = await a_link_worker()
    key = await an_asset(checked_at=None)
    await actions.change(key, LISTING, version=1, checked=False, by=worker)
    with pytest.raises(RuleBroken, match="Read it again"):
        await actions.confirm(key, version=1, by=worker)
    assert (await queries.asset(key)).checked_at is None
