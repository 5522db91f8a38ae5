"""Versions of the book: written, put to the forum, approved and never changed; and books that move up."""

import io
import json
from dataclasses import replace
from uuid import uuid4

import pytest
from asyncpg import RestrictViolationError
from pypdf import PdfReader

from livewell.greenbook import actions, queries
from livewell.greenbook.rules import FIRST, FIRST_NAME, FIRST_TEMPLATE, Leaf, Part, Prompt
from livewell.greenbook.rules.pages import Sharing
from livewell.greenbook.rules.template import LABELS, MOVES, TemplateState, fresh_key, placed, with_leaf, without_leaf
from livewell.kit.db import execute, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Role
from tests.browsing import post
from tests.factories.people import a_person
from tests.factories.places import a_practice
from tests.factories.staff import a_member
from tests.greenbook.some_books import a_leaf_with, a_note, an_owner, the_leaf, the_page, written

ALL = "/book-templates"


async def a_draft(name="2027-04", by=None):
    manager = by or await a_member(Role.MANAGER)
    return manager, await actions.begin_template(name=name, submission=uuid4(), by=manager)


async def change(template_id, leaf, by):
    seen = await queries.template(template_id)
    await actions.write_leaf(template_id, leaf, version=seen.version, submission=uuid4(), by=by)


async def approved(template_id, by):
    await actions.say_change(template_id, change="Fewer words.", by=by)
    await actions.put_to_forum(template_id, by=by)
    await actions.approve(template_id, meeting="Forum of 27 March, item 3", by=by)


def test_states_have_moves_and_words():
    assert set(MOVES) == set(LABELS) == set(TemplateState)
    assert MOVES[TemplateState.APPROVED] == frozenset()


def test_leaves_are_placed_inside_their_part_and_some_stay():
    keys = [leaf.key for leaf in FIRST]
    up = [leaf.key for leaf in placed(FIRST, keys[1], up=True)]
    assert up[:2] == [keys[1], keys[0]]
    assert placed(FIRST, keys[0], up=True) == placed(FIRST, "no_such", up=True) == FIRST
    assert placed(FIRST, "connect", up=True) == FIRST
    assert "learn" not in {leaf.key for leaf in without_leaf(FIRST, "learn")}
    for key in ("goals", "crisis", "statement"):
        with pytest.raises(RuleBroken, match="stays in every book"):
            without_leaf(FIRST, key)
    new = Leaf("leaf_1", Part.ONE, "New", "", (Prompt("prompt_1", "A question", 3),))
    placed_in = with_leaf(FIRST, new)
    assert [leaf.key for leaf in placed_in if leaf.part is Part.ONE][-1] == "leaf_1"
    assert fresh_key(["leaf_1", "leaf_2"], "leaf") == "leaf_3"


async def test_a_version_goes_from_draft_to_forum_to_approved_and_never_changes():
    manager, draft = await a_draft()
    seen = await queries.template(draft)
    assert seen.leaves == FIRST
    with pytest.raises(RuleBroken, match="what is different"):
        await actions.put_to_forum(draft, by=manager)
    with pytest.raises(RuleBroken):
        await actions.approve(draft, meeting="None", by=manager)
    await actions.say_change(draft, change="Fewer words.", by=manager)
    await actions.put_to_forum(draft, by=manager)
    with pytest.raises(RuleBroken, match="Take it back"):
        await actions.drop_leaf(draft, "learn", by=manager)
    await actions.take_back(draft, by=manager)
    await actions.drop_leaf(draft, "learn", by=manager)
    await actions.move_leaf(draft, "give", up=True, by=manager)
    await actions.put_to_forum(draft, by=manager)
    await actions.approve(draft, meeting="Forum of 27 March, item 3", by=manager)
    seen = await queries.template(draft)
    assert seen.is_approved
    assert (seen.approved_by, seen.approved_how) == (manager.name, "Forum of 27 March, item 3")
    for verb in (
        actions.drop_leaf(draft, "give", by=manager),
        actions.say_change(draft, change="x", by=manager),
        actions.put_to_forum(draft, by=manager),
        actions.take_back(draft, by=manager),
        actions.approve(draft, meeting="x", by=manager),
        actions.drop_leaf(FIRST_TEMPLATE, "give", by=manager),
    ):
        with pytest.raises(RuleBroken):
            await verb
    coach = await a_member(Role.HEALTH_COACH)
    person = await a_person()
    await actions.issue(person=person, by=coach)
    assert (await queries.book_of(person)).template_name == "2027-04"


async def test_one_draft_at_a_time_and_names_are_taken_once():
    manager = await a_member(Role.MANAGER)
    with pytest.raises(RuleBroken, match="already"):
        await actions.begin_template(name=FIRST_NAME, submission=uuid4(), by=manager)
    submission = uuid4()
    first = await actions.begin_template(name="2027-04", submission=submission, by=manager)
    assert await actions.begin_template(name="2027-04", submission=submission, by=manager) == first
    with pytest.raises(RuleBroken, match="being written already"):
        await actions.begin_template(name="2027-05", submission=uuid4(), by=manager)
    with pytest.raises(NotFound):
        await actions.approve(uuid4(), meeting="x", by=manager)


async def test_two_people_on_one_leaf():
    manager, draft = await a_draft()
    leaf = FIRST[0]
    await change(draft, replace(leaf, title="On good days"), manager)
    with pytest.raises(Stale) as caught:
        await actions.write_leaf(draft, replace(leaf, title="Well"), version=1, submission=uuid4(), by=manager)
    assert (caught.value.theirs["Title"], caught.value.yours["Title"]) == ("On good days", "Well")


async def a_newer_book(manager):
    """Version 2027-04: no leaf for learning, one question less on the bad day, and a leaf about sleep."""
    _, draft = await a_draft(by=manager)
    await actions.drop_leaf(draft, "learn", by=manager)
    bad_day = next(leaf for leaf in FIRST if leaf.key == "bad_day")
    fewer = tuple(prompt for prompt in bad_day.prompts if prompt.key != "wait")
    await change(draft, replace(bad_day, prompts=fewer), manager)
    sleep = Leaf("leaf_1", Part.ONE, "How I sleep well", "", (Prompt("prompt_1", "It helps me to", 3),))
    await change(draft, sleep, manager)
    await approved(draft, manager)
    return draft


async def test_a_book_moves_up_and_nothing_is_lost():
    owner = await an_owner()
    manager = await a_member(Role.MANAGER)
    day = await a_leaf_with(owner, "bad_day", sharing=Sharing.WORKER, start="Tea", wait="The ironing")
    learn = await a_leaf_with(owner, "learn", sharing=Sharing.GP, now="Piano", next="Cello")
    await written(owner, learn.id, now="Piano, still", next="Cello")
    note = await a_note(owner, "My dog", "Rex")
    with pytest.raises(RuleBroken, match="newest pages already"):
        await actions.move_up(by=owner.by)
    await a_newer_book(manager)
    assert (await queries.book_of(owner.person)).newer.name == "2027-04"
    await actions.move_up(by=owner.by)
    book = await queries.book_of(owner.person)
    assert (book.template_name, book.newer) == ("2027-04", None)
    assert (await the_page(owner, day.id)).words == {"start": "Tea"}
    was = await the_page(owner, learn.id)
    assert (was.is_note, was.title, was.sharing) == (True, "Learn", Sharing.GP)
    assert was.words == {"words": "What I do already\nPiano, still\n\nOne small thing I will try next, and when\nCello"}
    assert len((await queries.of_page(was)).earlier) == 1
    own = await queries.own_book(owner.by)
    ids = [page.id for page in own.pages]
    beside = own.pages[ids.index(day.id) + 1]
    assert (beside.title, beside.sharing) == ("When I am having a bad day", Sharing.WORKER)
    assert (await the_page(owner, beside.id)).words == {"words": "What can wait until tomorrow\nThe ironing"}
    assert note.id in ids
    assert [page.leaf for page in own.pages if page.leaf] == list(book.leaves)
    assert [page.position for page in own.pages] == list(range(1, len(own.pages) + 1))
    with pytest.raises(RuleBroken, match="newest pages already"):
        await actions.move_up(by=owner.by)


async def test_a_book_keeps_its_version_until_somebody_would_like_another(home_client_for):
    owner = await an_owner()
    await a_newer_book(await a_member(Role.MANAGER))
    client = await home_client_for(owner.person)
    assert "newer pages" in (await client.get("/my/green-book")).text
    assert (await queries.book_of(owner.person)).template_name == FIRST_NAME
    assert "Fewer words." in (await client.get("/my/green-book/move-up")).text
    assert (await post(client, "/my/green-book/move-up")).status_code == 303
    assert (await client.get("/my/green-book/move-up")).status_code == 404
    assert "How I sleep well" in (await client.get("/my/green-book")).text


async def test_a_worker_offers_it(client_for):
    owner = await an_owner()
    private = await a_leaf_with(owner, "learn", now="Nobody must know")
    client = await client_for(owner.coach)
    url = f"/journeys/{owner.journey}/green-book/move-up"
    assert (await client.get(url)).status_code == 404
    await a_newer_book(await a_member(Role.MANAGER))
    assert "Offer them version 2027-04" in (await client.get(f"/journeys/{owner.journey}/about/green-book")).text
    assert (await post(client, url)).status_code == 422
    assert (await post(client, url, {"agreed": "yes"})).status_code == 303
    assert (await queries.book_of(owner.person)).template_name == "2027-04"
    page = await the_page(owner, private.id)
    assert (page.is_note, page.is_private) == (True, True)
    assert "Nobody must know" not in (await client.get(f"/journeys/{owner.journey}/about/green-book")).text
    with pytest.raises(NotFound):
        await actions.move_up(journey=owner.journey, by=(await an_owner()).coach)


async def test_what_cannot_be_told_does_not_move_up(mute):
    owner = await an_owner()
    await a_newer_book(await a_member(Role.MANAGER))
    page = await a_leaf_with(owner, "learn", now="Piano")
    mute()
    with pytest.raises(RuntimeError):
        await actions.move_up(by=owner.by)
    assert (await queries.book_of(owner.person)).template_name == FIRST_NAME
    assert (await the_page(owner, page.id)).words == {"now": "Piano"}


async def test_a_manager_writes_a_version_in_the_browser(client_for):
    client = await client_for(await a_member(Role.MANAGER))
    assert (await post(client, ALL, {"name": ""})).status_code == 422
    begun = await post(client, ALL, {"name": "2027-04"})
    at = begun.headers["location"]
    assert (await post(client, f"{at}/change", {"change": ""}, page=at)).status_code == 422
    assert (await post(client, f"{at}/change", {"change": "Fewer words."}, page=at)).status_code == 303
    leaf = f"{at}/leaves/bad_day"
    saved = await post(
        client, leaf, {"words-1": "I begin with", "words-2": "", "words-5": "What I say no to", "lines-5": "4"}
    )
    assert saved.status_code == 303
    template_id = await value("SELECT id FROM book_template WHERE name = '2027-04'")
    bad_day = (await queries.template(template_id)).leaf("bad_day")
    assert [(one.key, one.words) for one in bad_day.prompts] == [
        ("start", "I begin with"),
        ("wait", "What can wait until tomorrow"),
        ("kind", "Something kind to say to myself"),
        ("prompt_1", "What I say no to"),
    ]
    assert (await post(client, leaf, {"title": ""})).status_code == 422
    assert (await post(client, leaf, {"lines-1": "99"})).status_code == 422
    new = {"title": "How I sleep well", "part": "one", "words-1": "It helps me to"}
    assert (await post(client, f"{at}/leaf", {**new, "part": []})).status_code == 422
    assert (await post(client, f"{at}/leaf", new)).status_code == 303
    for verb in ("up", "down"):
        assert (await post(client, f"{at}/leaves/leaf_1/{verb}", page=at)).status_code == 303
    assert (await post(client, f"{at}/leaves/leaf_1/out", page=at)).status_code == 303
    assert (await post(client, f"{at}/leaves/crisis/out", page=at)).status_code == 409
    assert (await client.get(f"{at}/leaves/no_such")).status_code == 404
    assert (await post(client, f"{at}/put", page=at)).status_code == 303
    assert (await post(client, f"{at}/back", page=at)).status_code == 303
    assert (await post(client, f"{at}/put", page=at)).status_code == 303
    assert "/forum/approvals" in (await client.get(at)).text
    seen = (await queries.templates())[0]
    await actions.approve(seen.id, meeting="Forum, 27 March", by=client.member)
    assert "Forum, 27 March" in (await client.get(ALL)).text
    assert (await client.get(f"{ALL}/{uuid4()}")).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGER])
async def test_only_the_manager_keeps_versions(role, client_for):
    client = await client_for(await a_member(role))
    assert (await client.get(ALL)).status_code == 403
    assert (await client.get(f"{ALL}/{FIRST_TEMPLATE}")).status_code == 403


async def test_the_first_version_is_what_the_rules_say():
    kept = await value("SELECT leaves FROM book_template WHERE id = $1", FIRST_TEMPLATE)
    assert json.loads(kept) is not None
    assert (await queries.template(FIRST_TEMPLATE)).leaves == FIRST
    assert (await the_leaf(await an_owner(), "bad_day")).title == "When I am having a bad day"


ODD = '<b>100%</b> & "so" %(x)s'


async def test_words_of_a_version_are_words_and_never_markup(home_client_for, client_for, visitor):
    """Whatever the forum wrote: percent signs and angle brackets are shown as they are, on every page of both sides."""
    owner = await an_owner(practice=await a_practice())
    manager = await a_member(Role.MANAGER)
    _, draft = await a_draft(by=manager)
    odd = Leaf("leaf_1", Part.ONE, ODD, ODD, (Prompt("prompt_1", ODD, 3, ODD),))
    await change(draft, odd, manager)
    await approved(draft, manager)
    await actions.move_up(by=owner.by)
    page = await a_leaf_with(owner, "leaf_1", sharing=Sharing.GP, prompt_1="Words")
    await written(owner, page.id, prompt_1="Other words")
    practice = await value("SELECT practice FROM person WHERE id = $1", owner.person)
    home, coach = await home_client_for(owner.person), await client_for(owner.coach)
    gp = await client_for(await a_member(Role.PRACTICE_REFERRER, practice=practice))
    keeper = await client_for(manager)
    journey = f"/journeys/{owner.journey}"
    for client, path in (
        (home, "/my/green-book"),
        (home, "/my/green-book/order"),
        (home, f"/my/green-book/{page.id}"),
        (home, f"/my/green-book/{page.id}/read"),
        (home, f"/my/green-book/{page.id}/delete"),
        (coach, f"{journey}/about/green-book"),
        (coach, f"{journey}/green-book/pages/{page.id}"),
        (coach, f"{journey}/green-book/write"),
        (gp, f"/shared-pages/{owner.person}"),
        (keeper, f"{ALL}/{draft}"),
        (visitor, "/green-book"),
        (visitor, "/green-book/leaf_1"),
    ):
        answer = await client.get(path)
        assert answer.status_code == 200, path
        assert "&lt;b&gt;100%&lt;/b&gt; &amp;" in answer.text, path
        assert "<b>100%" not in answer.text, path
    paper = PdfReader(io.BytesIO((await coach.get(f"{journey}/green-book.pdf")).content))
    assert "<b>100%</b>" in "".join(page.extract_text() for page in paper.pages)


@pytest.mark.parametrize("statement", ["UPDATE book_template SET leaves = '[]'", "DELETE FROM book_template"])
async def test_the_database_keeps_an_approved_version_as_it_is(statement):
    with pytest.raises(RestrictViolationError, match="never changed"):
        await execute(statement)
