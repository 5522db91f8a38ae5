"""The book in somebody's own space: its home, writing, sharing, order, and deleting, as a browser does it."""

from uuid import uuid4

import pytest

from livewell.greenbook import actions, queries
from livewell.greenbook.rules.pages import MOST_PAGES, Sharing
from livewell.kit.db import count_queries, execute, value
from livewell.kit.errors import RuleBroken
from livewell.staff.rules import Role
from tests.at_home import as_themself
from tests.browsing import form_to, forms_in, post
from tests.factories.people import a_person
from tests.factories.places import a_practice
from tests.factories.staff import a_member
from tests.greenbook.some_books import a_leaf_with, a_note, an_owner, the_leaf, the_page, written

HOME = "/my/green-book"


async def test_a_book_is_there_when_its_owner_opens_it(home_client_for):
    person = await a_person()
    client = await home_client_for(person)
    answer = await client.get(HOME)
    assert answer.status_code == 200
    assert "What keeps me well" in answer.text
    assert "Only me" in answer.text
    assert await value("SELECT count(*) FROM green_book WHERE person = $1", person) == 1
    again = await client.get(HOME)
    assert again.status_code == 200
    assert await value("SELECT count(*) FROM event WHERE person = $1 AND what = 'greenbook.issued'", person) == 1


async def test_writing_and_sharing_a_page(home_client_for):
    owner = await an_owner()
    client = await home_client_for(owner.person)
    page = await the_leaf(owner, "bad_day")
    at = f"{HOME}/{page.id}"
    answer = await post(client, at, {"answer-start": "Make tea", "answer-kind": "It will pass"})
    assert (answer.status_code, answer.headers["location"]) == (303, at)
    seen = await the_page(owner, page.id)
    assert seen.words == {"start": "Make tea", "kind": "It will pass"}
    assert (seen.written_how, seen.sharing) == ("self", Sharing.ME)
    await post(client, f"{at}/sharing", {"sharing": "gp"}, page=at)
    assert (await the_page(owner, page.id)).sharing is Sharing.GP
    shown = await client.get(at)
    assert "My worker and my GP" in shown.text
    assert "Nobody has opened it yet" in shown.text
    assert "Make tea" in (await client.get(f"{at}/read")).text


async def test_what_cannot_be_read_comes_back_with_every_word(home_client_for):
    owner = await an_owner()
    client = await home_client_for(owner.person)
    page = await the_leaf(owner, "statement")
    answer = await post(client, f"{HOME}/{page.id}", {"answer-please_do": "x" * 501, "answer-home": "Feed the cat"})
    assert answer.status_code == 422
    assert "x" * 501 in answer.text
    assert "Feed the cat" in answer.text
    assert "must be 500 characters or fewer" in answer.text
    assert (
        await post(client, f"{HOME}/{page.id}/sharing", {"sharing": []}, page=f"{HOME}/{page.id}")
    ).status_code == 422
    assert (
        await post(client, f"{HOME}/{page.id}/sharing", {"sharing": "everybody"}, page=f"{HOME}/{page.id}")
    ).status_code == 422
    assert (await post(client, f"{HOME}/notes", {"title": "  "}, page=HOME)).status_code == 422
    assert (await post(client, f"{HOME}/notes", {"title": "x" * 161}, page=HOME)).status_code == 422


async def test_the_same_form_twice_is_one(home_client_for):
    owner = await an_owner()
    client = await home_client_for(owner.person)
    form = {"title": "My dog", "submission": str(uuid4())}
    first = await post(client, f"{HOME}/notes", form, page=HOME)
    second = await post(client, f"{HOME}/notes", form, page=HOME)
    assert first.headers["location"] == second.headers["location"]
    at = first.headers["location"]
    words = {"answer-words": "Rex", "submission": str(uuid4()), "version": "1"}
    assert [(await post(client, at, words)).status_code for _ in range(2)] == [303, 303]
    assert (await client.get(at)).text.count("What this page said before") == 0


async def test_two_browsers_on_one_page_lose_nothing(home_client_for):
    owner = await an_owner()
    client = await home_client_for(owner.person)
    page = await written(owner, (await the_leaf(owner, "learn")).id, now="Piano")
    await written(owner, page.id, now="Piano, and Polish")
    answer = await post(
        client, f"{HOME}/{page.id}", {"answer-now": "Piano, and the cello", "version": str(page.version)}
    )
    assert answer.status_code == 409
    assert "Piano, and Polish" in answer.text
    assert "Piano, and the cello" in answer.text


async def test_what_was_begun_waits(home_client_for):
    owner = await an_owner()
    client = await home_client_for(owner.person)
    page = await the_leaf(owner, "triggers")
    at = f"{HOME}/{page.id}"
    form = form_to(await client.get(at), at)
    assert (await client.post(f"{at}/draft", data={**form.data, "answer-happenings": "Sund"})).status_code == 204
    assert "Sund" in (await client.get(at)).text
    await written(owner, page.id, happenings="Mondays")
    assert (await client.post(f"{at}/draft", data={**form.data, "answer-happenings": "Sund"})).status_code == 204
    assert "The page was changed since" in (await client.get(at)).text
    assert (await post(client, f"{at}/draft/drop", page=at)).status_code == 303
    assert "Sund" not in (await client.get(at)).text


async def test_pages_move_go_out_and_come_back(home_client_for):
    owner = await an_owner()
    client = await home_client_for(owner.person)
    note = await a_note(owner, "My dog", "Rex")
    order = f"{HOME}/order"
    assert (await post(client, f"{HOME}/{note.id}/up", page=order)).status_code == 303
    ids = [page.id for page in (await queries.own_book(owner.by)).pages]
    assert ids.index(note.id) == len(ids) - 2
    await post(client, f"{HOME}/{note.id}/down", page=order)
    await post(client, f"{HOME}/{note.id}/out", page=order)
    assert "Taken out" in (await client.get(order)).text
    assert "taken out of your book" in (await client.get(f"{HOME}/{note.id}")).text
    await post(client, f"{HOME}/{note.id}/back", page=order)
    assert note.id in {page.id for page in (await queries.own_book(owner.by)).pages}


async def test_deleting_one_page_and_everything(home_client_for):
    owner = await an_owner()
    client = await home_client_for(owner.person)
    leaf = await a_leaf_with(owner, "give", now="Time for my neighbour")
    answer = await post(client, f"{HOME}/{leaf.id}/delete")
    assert answer.headers["location"] == HOME
    assert (await client.get(f"{HOME}/{leaf.id}")).status_code == 404
    await a_note(owner, "My dog", "Rex")
    assert (await post(client, f"{HOME}/empty")).status_code == 422
    assert (await post(client, f"{HOME}/empty", {"sure": "yes"})).status_code == 303
    assert "My dog" not in (await client.get(HOME)).text
    assert await value("SELECT count(*) FROM book_page WHERE words <> '{}'") == 0


async def test_another_persons_page_is_not_there(home_client_for):
    owner, other = await an_owner(), await an_owner()
    page = await a_note(owner, "My dog", "Rex", sharing=Sharing.WORKER)
    client = await home_client_for(other.person)
    await client.get(HOME)
    for path in ("", "/read", "/delete"):
        assert (await client.get(f"{HOME}/{page.id}{path}")).status_code == 404
    csrf = forms_in(await client.get(HOME))[-1].data
    for path in ("", "/draft", "/draft/drop", "/sharing", "/up", "/down", "/out", "/back", "/delete"):
        answer = await client.post(f"{HOME}/{page.id}{path}", data={**csrf, "sharing": "gp"})
        assert answer.status_code == 404, path
    assert (await the_page(owner, page.id)).words == {"words": "Rex"}


async def test_nobody_who_did_not_come_in_reads_anything(visitor, client_for):
    owner = await an_owner()
    page = await a_note(owner, "My dog", "Rex")
    coach = await client_for(owner.coach)
    for client in (visitor, coach):
        for path in (HOME, f"{HOME}/{page.id}", f"{HOME}/download", f"{HOME}/order", f"{HOME}/empty"):
            answer = await client.get(path)
            assert answer.status_code == 303
            assert answer.headers["location"].startswith("/my/come-in")


async def test_a_book_of_200_pages_is_quick_to_list_and_to_write_in(home_client_for):
    owner = await an_owner()
    client = await home_client_for(owner.person)
    for number in range(183):
        last = await actions.add_note(title=f"Note {number}", submission=uuid4(), by=owner.by)
    await written(owner, last, words="A line\n" * 200)
    for path in (HOME, f"{HOME}/order", f"{HOME}/{last}", f"{HOME}/{(await the_leaf(owner, 'goals')).id}"):
        with count_queries() as counted:
            answer = await client.get(path)
        assert answer.status_code == 200
        assert counted.count <= 12, (path, counted.number)
    assert (await client.get(HOME)).text.count("nhsuk-task-list__item ") == 200


async def test_a_full_book_says_so():
    owner = await an_owner()
    book = await queries.book_of(owner.person)
    await execute(
        """
        INSERT INTO book_page (id, book, kind, title, position, words, sharing)
        SELECT gen_random_uuid(), $1, 'note', 'x', n, '{}', 'me' FROM generate_series(1, $2::int) n
        """,
        book.id,
        MOST_PAGES,
    )
    with pytest.raises(RuleBroken, match="full"):
        await actions.add_note(title="One more", submission=uuid4(), by=owner.by)


async def test_somebody_without_a_book_finds_no_page():
    person = as_themself(await a_person())
    assert await queries.own_book(person) is None


HOSTILE = "<script>alert(1)</script> \"onmouseover=alert(2)//'{{7*7}} 100%"


async def test_whatever_somebody_writes_is_words_on_every_page(home_client_for, client_for):
    practice = await a_practice()
    owner = await an_owner(practice=practice)
    home = await home_client_for(owner.person)
    note = await a_note(owner, HOSTILE, HOSTILE, sharing=Sharing.GP)
    await written(owner, note.id, words=f"{HOSTILE} again")
    await actions.take_out((await a_note(owner, HOSTILE, HOSTILE)).id, by=owner.by)
    coach = await client_for(owner.coach)
    gp = await client_for(await a_member(Role.PRACTICE_REFERRER, practice=practice))
    at = f"{HOME}/{note.id}"
    for client, path in (
        *((home, path) for path in (HOME, at, f"{at}/read", f"{at}/delete", f"{HOME}/order")),
        (coach, f"/journeys/{owner.journey}/about/green-book"),
        (coach, f"/journeys/{owner.journey}/green-book/pages/{note.id}"),
        (gp, f"/shared-pages/{owner.person}"),
    ):
        answer = await client.get(path)
        assert answer.status_code == 200, path
        assert "&lt;script&gt;alert" in answer.text, path
        for bad in ("<script>alert", '"onmouseover', "'49"):
            assert bad not in answer.text, path


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"title": "x" * 161}, "must be 160 characters or fewer"),
        ({"title": ""}, "Give this page a title"),
        ({"answer-words": "x" * 48_001}, "must be 48,000 characters or fewer"),
        ({"answer-words": "Rex\x07"}, "hidden characters"),
    ],
)
async def test_a_note_that_cannot_be_kept_says_why_and_loses_nothing(home_client_for, typed, says):
    owner = await an_owner()
    note = await a_note(owner, "My dog", "Rex")
    client = await home_client_for(owner.person)
    answer = await post(client, f"{HOME}/{note.id}", {"answer-words": "Rex and Bella", **typed})
    assert answer.status_code == 422
    assert says in answer.text
    assert (await the_page(owner, note.id)).words == {"words": "Rex"}


async def test_an_old_version_or_none_overwrites_nothing(home_client_for):
    owner = await an_owner()
    note = await a_note(owner, "My dog", "Rex")
    client = await home_client_for(owner.person)
    for version in ("", "0", "x", "99999999999"):
        answer = await post(client, f"{HOME}/{note.id}", {"answer-words": "Bella", "version": version})
        assert answer.status_code == 409
        assert "Bella" in answer.text
        assert "Rex" in answer.text


async def test_a_long_page_in_any_writing_is_kept(home_client_for):
    """A letter of Urdu is six bytes in a form, a picture twelve: nobody's words are too large for the door alone."""
    owner = await an_owner()
    note = await a_note(owner, "My dog", "Rex")
    client = await home_client_for(owner.person)
    long = "میرا کتا " * 5_000 + "🐕" * 2_000
    assert (await post(client, f"{HOME}/{note.id}", {"answer-words": long})).status_code == 303
    assert (await the_page(owner, note.id)).words == {"words": long}
    form = form_to(await client.get(f"{HOME}/{note.id}"), f"{HOME}/{note.id}")
    assert (await client.post(f"{HOME}/{note.id}/draft", data=form.data)).status_code == 204
