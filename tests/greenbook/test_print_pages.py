"""Where a book is printed: anybody's empty one, one's own pages that were chosen, and what is shared and nothing else."""

from uuid import uuid4

import pytest

from livewell.greenbook import actions
from livewell.greenbook.queries import printing
from livewell.greenbook.rules import FIRST
from livewell.greenbook.rules.pages import Sharing
from livewell.kit import pdf
from livewell.kit.db import rows
from livewell.kit.errors import NotFound
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.coaching import an_agreed_goal
from tests.factories.staff import a_member
from tests.greenbook.paper import words_of
from tests.greenbook.some_books import a_leaf_with, a_note, an_owner, written

PRIVATE = "Canaryofaprivatepage"


async def an_owner_with_pages():
    """One private leaf and note, one leaf for the worker, one note for the GP as well."""
    owner = await an_owner()
    await a_leaf_with(owner, "triggers", happenings=PRIVATE)
    await a_note(owner, f"Title {PRIVATE}", PRIVATE)
    await a_leaf_with(owner, "keeps_well", sharing=Sharing.WORKER, every_day="Walking with Bess")
    await a_note(owner, "For my doctor", "The new tablets", sharing=Sharing.GP)
    return owner


# ── for anybody ──


@pytest.mark.parametrize("asked", ["", "?paper=a4&look=large", "?look=easy_read&sides=two", "?language=cy"])
async def test_anybody_can_print_an_empty_book(visitor, asked):
    answer = await visitor.get(f"/green-book.pdf{asked}")
    assert answer.headers["content-type"] == "application/pdf"
    assert "What keeps me well" in words_of(answer.content) or "cy" in asked


@pytest.mark.parametrize("asked", ["?paper=a3", "?look=tiny", "?sides=three"])
async def test_there_is_no_other_paper(visitor, asked):
    assert (await visitor.get(f"/green-book.pdf{asked}")).status_code == 404


async def test_a_leaf_has_a_page_and_can_be_printed_alone(visitor):
    page = await visitor.get("/green-book/keeps_well")
    assert "Every day it helps me to" in page.text
    assert 'action="/green-book/keeps_well.pdf"' in page.text
    leaf = await visitor.get("/green-book/keeps_well.pdf?paper=a4")
    assert "What keeps me well" in words_of(leaf.content)
    assert "Early signs" not in words_of(leaf.content)
    for path in ("/green-book/no_such", "/green-book/no_such.pdf"):
        assert (await visitor.get(path)).status_code == 404


async def test_the_page_about_the_book_leads_to_every_leaf(visitor):
    page = await visitor.get("/green-book")
    for leaf in FIRST:
        assert f'href="/green-book/{leaf.key}"' in page.text


async def test_a_machine_that_cannot_print_says_so(visitor, monkeypatch):
    monkeypatch.setattr(pdf, "available", lambda: False)
    answer = await visitor.get("/green-book.pdf")
    assert answer.status_code == 503
    assert "%PDF" not in answer.text


# ── one's own ──


async def test_the_owner_prints_every_page_that_is_chosen_and_no_other(home_client_for):
    owner = await an_owner_with_pages()
    client = await home_client_for(owner.person)
    path = "/my/green-book/print"
    form = form_to(await client.get(path), path)
    whole = await client.post(path, data=form.data)
    assert whole.status_code == 200
    assert whole.headers["content-type"] == "application/pdf"
    assert "no-store" in whole.headers["cache-control"]
    text = words_of(whole.content)
    for words in (PRIVATE, "Walking with Bess", "The new tablets", "This book belongs to"):
        assert words in text
    pages = await printing.pages_to_print(owner.person)
    private = next(str(one.id) for one in pages if one.title == "What can throw me")
    some = words_of((await client.post(path, data={**form.data, "page": [private]})).content)
    assert PRIVATE in some
    assert "Walking with Bess" not in some
    assert "This book belongs to" not in some


async def test_the_pages_for_hard_days_are_chosen_with_one_press_and_print_alone(home_client_for):
    owner = await an_owner()
    client = await home_client_for(owner.person)
    page = await client.get("/my/green-book/print?pages=hard-days")
    form = form_to(page, "/my/green-book/print")
    assert len(form.data["page"]) == 2
    text = words_of((await client.post("/my/green-book/print", data=form.data)).content)
    assert "If it gets too much" in text
    assert "My page for others" in text
    assert "What keeps me well" not in text


async def test_nothing_chosen_comes_back_with_a_sentence_and_every_choice(home_client_for):
    owner = await an_owner()
    client = await home_client_for(owner.person)
    answer = await post(client, "/my/green-book/print", {"page": [], "look": "large"})
    assert answer.status_code == 422
    assert "Choose at least one page" in answer.text
    assert 'value="large" checked' in answer.text


async def test_nobody_prints_a_page_of_somebody_else(home_client_for):
    owner, other = await an_owner_with_pages(), await an_owner()
    page = (await printing.pages_to_print(owner.person))[0]
    client = await home_client_for(other.person)
    answer = await post(client, "/my/green-book/print", {"page": [str(page.id)]})
    assert answer.status_code == 422
    with pytest.raises(NotFound):
        await printing.own_book(other.person, {page.id})
    with pytest.raises(NotFound):
        await printing.own_book(owner.person, set())
    with pytest.raises(NotFound):
        await printing.own_book(uuid4())


async def test_who_is_not_there_prints_nothing(visitor):
    assert (await visitor.get("/my/green-book/print")).status_code == 303


async def test_somebody_who_never_opened_their_book_prints_it_too(home_client_for):
    owner = await an_owner()
    answer = await post(await home_client_for(owner.person), "/my/green-book/print")
    assert "What keeps me well" in words_of(answer.content)


async def test_words_that_cannot_be_printed_are_said_beforehand(home_client_for, monkeypatch):
    async def lacks(text):
        return "".join(sorted({one for one in text if ord(one) > 0x24F}))

    monkeypatch.setattr(pdf, "without_a_font", lacks)
    owner = await an_owner()
    await a_leaf_with(owner, "bad_day", start="ગુજરાતી")
    page = await (await home_client_for(owner.person)).get("/my/green-book/print")
    assert "no letters for: Gujarati" in page.text


async def test_a_page_taken_out_is_not_printed_and_what_has_no_question_any_more_is():
    owner = await an_owner_with_pages()
    page = next(one for one in await printing.pages_to_print(owner.person) if one.title == "What can throw me")
    await actions.take_out(page.id, by=owner.by)
    assert PRIVATE not in str([leaf for leaf in (await printing.own_book(owner.person)).leaves if leaf.prompts])


# ── what is shared ──


async def test_a_worker_prints_what_is_shared_and_no_trace_of_anything_else(client_for):
    owner = await an_owner_with_pages()
    client = await client_for(owner.coach)
    path = f"/journeys/{owner.journey}/green-book.pdf"
    answer = await client.get(path)
    text = words_of(answer.content)
    assert "Walking with Bess" in text
    assert "The new tablets" in text
    assert PRIVATE.encode() not in answer.content
    assert PRIVATE not in text
    assert "What can throw me" not in text
    opened = await rows(
        "SELECT who FROM opening WHERE record = $1 AND page = 'greenbook.green_book_pdf'", owner.journey
    )
    assert [one["who"] for one in opened] == [owner.coach.id]


async def test_in_a_whole_book_a_private_leaf_is_like_an_empty_one(client_for):
    one, other = await an_owner_with_pages(), await an_owner_with_pages()
    await written(other, (await a_leaf_with(other, "triggers")).id, happenings="")
    client = await client_for(one.coach)
    text = words_of((await client.get(f"/journeys/{one.journey}/green-book.pdf?pages=book")).content)
    assert PRIVATE not in text
    assert "What can throw me" in text
    assert "Walking with Bess" in text
    with_words = await printing.shared_book(one.journey, one.coach, with_empty=True)
    without = await printing.shared_book(other.journey, other.coach, with_empty=True)
    assert [leaf for leaf in with_words.leaves if leaf.key == "triggers"] == [
        leaf for leaf in without.leaves if leaf.key == "triggers"
    ]


async def test_the_practice_gets_what_is_for_the_practice(client_for):
    owner = await an_owner_with_pages()
    text = words_of(
        (await (await client_for(owner.coach)).get(f"/journeys/{owner.journey}/green-book.pdf?pages=gp")).content
    )
    assert "The new tablets" in text
    assert "Walking with Bess" not in text
    assert PRIVATE not in text


async def test_sharing_that_ended_is_over_on_paper_too(client_for):
    owner = await an_owner()
    page = await a_leaf_with(owner, "keeps_well", sharing=Sharing.WORKER, every_day="Walking with Bess")
    client = await client_for(owner.coach)
    await actions.share(page.id, sharing=Sharing.ME, by=owner.by)
    answer = await client.get(f"/journeys/{owner.journey}/green-book.pdf")
    assert answer.status_code == 409
    assert "They share no page with you yet" in answer.text


async def test_goals_stand_on_the_leaf_of_the_goals_alone(client_for):
    owner = await an_owner()
    await an_agreed_goal(owner.journey, owner.coach, in_words="I want to sing in the choir")
    await a_leaf_with(owner, "keeps_well", sharing=Sharing.WORKER, every_day="Walking with Bess")
    client = await client_for(owner.coach)
    alone = await client.get(f"/journeys/{owner.journey}/green-book.pdf")
    assert "sing in the choir" not in words_of(alone.content)
    whole = await client.get(f"/journeys/{owner.journey}/green-book.pdf?pages=book")
    assert "sing in the choir" in words_of(whole.content)


async def test_who_may_not_see_the_person_prints_nothing_of_theirs(client_for):
    owner = await an_owner_with_pages()
    stranger = await a_member(Role.LINK_WORKER)
    answer = await (await client_for(stranger)).get(f"/journeys/{owner.journey}/green-book.pdf")
    assert answer.status_code == 404
    assert (
        await (await client_for(Role.EVALUATOR)).get(f"/journeys/{owner.journey}/green-book.pdf")
    ).status_code == 403


async def test_what_was_written_in_their_book_is_never_in_the_answer_to_somebody_else(client_for):
    owner = await an_owner_with_pages()
    for book in await printing.books_of([row["id"] for row in await rows("SELECT id FROM green_book")], owner.coach):
        assert book
    seen = await printing.books_of([row["id"] for row in await rows("SELECT id FROM green_book")], owner.coach)
    assert PRIVATE not in str(seen)
    assert "Walking with Bess" in str(seen)
