"""Listings that may be one: found, decided once, remembered and undone."""

from dataclasses import replace
from uuid import uuid4

import pytest

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.gatherings import queries as gatherings
from livewell.gatherings.rules.comments import CommentState
from livewell.kit import clock
from livewell.kit.db import execute, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.geo import Point
from livewell.owners import queries as owners
from livewell.owners.actions import claim
from livewell.owners.forms import Claimed
from livewell.owners.rules import Belongs
from livewell.upkeep import actions, queries
from livewell.upkeep.queries.duplicates import both
from livewell.upkeep.rules.merging import Side
from tests.browsing import post
from tests.factories.assets import an_asset
from tests.factories.gatherings import said
from tests.factories.upkeep import a_report, renamed

HERE = Point.on_grid(458500, 337500)


def near(metres: int) -> Point:
    return Point.on_grid(458500 + metres, 337500)


async def two(one: dict, other: dict) -> None:
    await an_asset(**one)
    await an_asset(**other)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ({"name": "Soup and company", "at": HERE}, {"name": "Soup & Company Club", "at": near(100)}, 1),
        ({"name": "Soup and company", "at": HERE}, {"name": "Soup and company", "at": near(150)}, 1),
        ({"name": "Soup and company", "at": HERE}, {"name": "Soup and company", "at": near(200)}, 0),
        ({"name": "The Strollers Group", "at": HERE}, {"name": "The Singers Group", "at": HERE}, 0),
        (
            {"name": "Soup and company", "contact_phone": "01632 960001"},
            {"name": "Soup company", "contact_phone": "01632960001", "at": near(9000)},
            1,
        ),
        (
            {"name": "Soup and company", "contact_email": "Soup@example.com"},
            {"name": "Soup company", "contact_email": "soup@example.com"},
            1,
        ),
        ({"name": "Chess", "contact_phone": "01632 960001"}, {"name": "Swimming", "contact_phone": "01632 960001"}, 0),
        ({"name": "Soup and company", "at": HERE}, {"name": "Soup and company", "at": HERE, "published": False}, 0),
        ({"name": "Soup and company"}, {"name": "Soup and company"}, 0),
    ],
)
async def test_two_are_likely_one_when_their_names_and_their_place_or_contact_are_alike(one, other, found):
    await two(one, other)
    assert await actions.find_duplicates() == found
    assert len(await queries.pairs(decided=False)) == found


@pytest.mark.parametrize(("sharing", "found"), [(3, 3), (21, 0)])
async def test_a_number_that_many_share_says_nothing_about_two_of_them(sharing, found):
    for _ in range(sharing):
        await an_asset(name="Council sport", contact_phone="01632 960001")
    assert await actions.find_duplicates() == found


async def a_pair(worker):
    await two(
        {"name": "Soup and company", "at": HERE, "who_for": "Everybody"}, {"name": "Soup company", "at": near(40)}
    )
    await actions.find_duplicates()
    (found,) = await queries.pairs(decided=False)
    return found


async def merged(pair, worker, *, keep=Side.LEFT, sides=None, submission=None):
    seen = await both(pair.id)
    return await actions.merge(
        pair.id,
        sides=sides or {},
        keep=keep,
        versions=(seen.left.version, seen.right.version),
        submission=submission or uuid4(),
        by=worker,
    )


async def test_a_pair_says_why(worker):
    assert (await a_pair(worker)).why.endswith("% alike, 40 metres apart")


@pytest.mark.parametrize("keep", [Side.LEFT, Side.RIGHT])
async def test_two_are_made_one_and_two_again(worker, keep):
    pair = await a_pair(worker)
    was = {one: (await listings.asset(one)).listing for one in (pair.one, pair.other)}
    kept = await merged(pair, worker, keep=keep, sides={"name": Side.RIGHT})
    gone = pair.other if kept == pair.one else pair.one
    assert kept == (pair.one if keep is Side.LEFT else pair.other)
    assert await listings.moved_to(gone) == kept
    assert (await listings.asset(kept)).name == was[pair.other].name
    assert await queries.pairs(decided=False) == []
    (decided,) = await queries.pairs(decided=True)
    assert (decided.kept, decided.decided_by, decided.label[0]) == (kept, worker.name, "Made one")
    for _ in range(2):
        await actions.undo(pair.id, by=worker)
    assert (await listings.asset(gone)).listing == was[gone]
    assert [one.id for one in await queries.pairs(decided=False)] == [pair.id]


async def test_a_double_click_merges_once(worker):
    pair = await a_pair(worker)
    submission = uuid4()
    versions = (1, 1)
    answers = [
        await actions.merge(pair.id, sides={}, keep=Side.LEFT, versions=versions, submission=submission, by=worker)
        for _ in range(2)
    ]
    assert answers == [pair.one, pair.one]


async def test_what_is_different_stays_different(worker):
    pair = await a_pair(worker)
    for _ in range(2):
        await actions.different(pair.id, by=worker)
    assert await actions.find_duplicates() == 1
    assert await queries.pairs(decided=False) == []
    with pytest.raises(RuleBroken, match="two different things"):
        await merged(pair, worker)
    await actions.undo(pair.id, by=worker)
    assert len(await queries.pairs(decided=False)) == 1


async def test_a_pair_that_is_no_longer_alike_is_forgotten(worker):
    pair = await a_pair(worker)
    await renamed(pair.other, "Something else entirely", by=worker)
    assert await actions.find_duplicates() == 0
    assert await value("SELECT count(*) FROM likely_duplicate") == 0


async def test_a_listing_changed_meanwhile_is_not_merged_unread(worker):
    pair = await a_pair(worker)
    with pytest.raises(RuleBroken, match="Read them again"):
        await actions.merge(pair.id, sides={}, keep=Side.LEFT, versions=(1, 9), submission=uuid4(), by=worker)
    assert await listings.moved_to(pair.other) is None


async def test_no_such_pair(worker):
    for act in (actions.different, actions.undo):
        with pytest.raises(NotFound):
            await act(uuid4(), by=worker)
    with pytest.raises(NotFound):
        await actions.merge(uuid4(), sides={}, keep=Side.LEFT, versions=(1, 1), submission=uuid4(), by=worker)


async def test_a_decision_that_fails_leaves_nothing(worker, mute):
    pair = await a_pair(worker)
    mute()
    with pytest.raises(RuntimeError, match="no news"):
        await merged(pair, worker)
    with pytest.raises(RuntimeError, match="no news"):
        await actions.different(pair.id, by=worker)
    assert len(await queries.pairs(decided=False)) == 1
    assert await listings.moved_to(pair.other) is None


async def test_two_again_say_what_they_said(worker):
    pair = await a_pair(worker)
    was = {one: (await listings.asset(one)).listing for one in (pair.one, pair.other)}
    assert was[pair.one] != was[pair.other]
    await merged(pair, worker, sides={"name": Side.RIGHT, "who_for": Side.RIGHT, "venues": Side.BOTH})
    assert (await listings.asset(pair.one)).listing != was[pair.one]
    assert await actions.undo(pair.id, by=worker)
    for one, listing in was.items():
        assert (await listings.asset(one)).listing == listing
    assert await assets.search_rows_out_of_step() == 0


async def test_what_was_changed_since_is_not_written_over_when_they_are_two_again(worker):
    pair = await a_pair(worker)
    await merged(pair, worker, sides={"name": Side.RIGHT})
    await renamed(pair.one, "Soup and more", by=worker)
    assert not await actions.undo(pair.id, by=worker)
    assert (await listings.asset(pair.one)).name == "Soup and more"
    assert await listings.moved_to(pair.other) is None


async def test_what_was_merged_twice_leads_to_the_end_and_back_step_by_step(worker):
    """Use, ratings, meetings and favourites of the first are those of the last, and come back with it."""
    soup, company, kitchen = [await an_asset(name=name) for name in ("Soup", "Soup company", "Soup kitchen")]

    async def made_one(kept, other):
        found = uuid4()
        one, two = sorted((kept, other))
        await execute(
            "INSERT INTO likely_duplicate (id, one, other, likeness, found_at, state) VALUES ($1, $2, $3, 1, $4, 'open')",
            found, one, two, clock.now(),
        )  # fmt: skip
        pair = await queries.pair(found)
        await merged(pair, worker, keep=Side.LEFT if kept == one else Side.RIGHT)
        return pair

    await said(soup, decided=CommentState.APPROVED, by=worker, words="Warm and kind.")
    first = await made_one(company, soup)
    second = await made_one(kitchen, company)
    assert await listings.moved_to(soup) == kitchen
    assert [one.words for one in (await gatherings.ratings(kitchen)).comments] == ["Warm and kind."]
    # The later one undone, the earlier still stands.
    await actions.undo(second.id, by=worker)
    assert await listings.moved_to(soup) == company
    assert [one.words for one in (await gatherings.ratings(company)).comments] == ["Warm and kind."]
    await actions.undo(first.id, by=worker)
    assert await listings.moved_to(soup) is None
    assert [one.words for one in (await gatherings.ratings(soup)).comments] == ["Warm and kind."]


async def test_the_earlier_of_two_merges_is_undone_first(worker):
    soup, company, kitchen = [await an_asset(name=name) for name in ("Soup", "Soup company", "Soup kitchen")]
    whole = (await listings.asset(kitchen)).listing
    await assets.merge(company, soup, listing=(await listings.asset(company)).listing, by=worker)
    done = await assets.merge(kitchen, company, listing=whole, by=worker)
    assert done.brought == (soup,)
    await assets.unmerge(soup, by=worker)
    await assets.unmerge(company, brought=done.brought, by=worker)
    assert [await listings.moved_to(one) for one in (soup, company, kitchen)] == [None, None, None]


async def test_what_waits_about_a_listing_waits_about_the_one_it_became_part_of(worker, client_for):
    """A report, a claim, a change and a planned visit are answered as before, and go back when the two are two again."""
    pair = await a_pair(worker)
    gone, kept = pair.other, pair.one
    report = await a_report(gone)
    await claim(gone, Claimed("Ann Fictional", "ann@group.example", Belongs.RUNS, ""), submission=uuid4())
    seen = await listings.asset(gone)
    asked = await assets.propose(
        gone,
        replace(seen.listing, who_for="People who like soup"),
        based_on=seen.version,
        submission=uuid4(),
        proposed_by="Beryl Khan",
        reply_to="beryl@group.example",
    )
    visit = await actions.plan(gone, on=clock.today(), submission=uuid4(), by=worker)
    await merged(pair, worker)
    client = await client_for(worker)
    (told,) = await owners.claims(waiting=True)
    for path in (
        f"/directory/problems/{report}",
        f"/directory/claims/{told.id}",
        f"/directory/changes/{asked.change_id}",
        f"/directory/changes/{asked.change_id}/amend",
        f"/directory/changes/{asked.change_id}/preview",
        f"/visits/{visit}",
        "/visits",
    ):
        page = await client.get(path)
        assert page.status_code == 200, path
        assert str(gone) not in page.text, path
    assert (await listings.asset(kept)).open_problems == 1
    approved = await post(client, f"/directory/changes/{asked.change_id}")
    assert approved.headers["location"] == f"/directory/{kept}"
    assert (await listings.asset(kept)).listing.who_for == "People who like soup"
    decided = await post(client, f"/directory/claims/{told.id}", {"decision": "approved", "sentence": "Welcome."})
    assert decided.headers["location"] == "/directory/claims"
    await actions.undo(pair.id, by=worker)
    assert [(await listings.asset(one)).open_problems for one in (kept, gone)] == [0, 1]
