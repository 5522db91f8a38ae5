"""One book for a person, and the leaves it is printed on."""

import io
from uuid import uuid4

import pytest
from pypdf import PdfReader

from livewell.greenbook import actions, letters, queries
from livewell.greenbook.letters import KEEPING_WELL, WAYS, GoalLeaf
from livewell.greenbook.rules import GIVEN_LABELS, FIRST_NAME, GivenHow, Size
from livewell.greenbook.tables import GreenBook
from livewell.journeys.rules import Stage
from livewell.kit.db import rows
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.pdf import make_pdf
from livewell.staff.rules import Role
from tests.browsing import post
from tests.factories.coaching import an_agreed_goal
from tests.factories.journeys import an_open_journey, the_journey
from tests.factories.people import a_person
from tests.factories.staff import a_member


async def told(book):
    return [row["what"] for row in await rows("SELECT what FROM event WHERE subject = $1 ORDER BY told_in", book)]


async def test_a_person_has_one_book_for_good():
    coach = await a_member(Role.HEALTH_COACH)
    person = await a_person()
    book = await actions.issue(person=person, by=coach)
    assert await actions.issue(person=person, by=coach) == book
    found = await queries.book_of(person)
    assert (found.id, found.template_name, found.given_at) == (book, FIRST_NAME, None)
    assert await told(book) == ["greenbook.issued"]


async def test_nobody_has_no_book():
    coach = await a_member(Role.HEALTH_COACH)
    with pytest.raises(NotFound):
        await actions.issue(person=uuid4(), by=coach)
    with pytest.raises(NotFound):
        await actions.mark_given(uuid4(), how=GivenHow.HANDED, by=coach)


@pytest.mark.parametrize("how", list(GivenHow))
async def test_a_book_is_given_once(how):
    coach = await a_member(Role.HEALTH_COACH)
    person = await a_person()
    book = await actions.issue(person=person, by=coach)
    await actions.mark_given(book, how=how, by=coach)
    assert (await queries.book_of(person)).given_label == GIVEN_LABELS[how]
    with pytest.raises(RuleBroken, match="already"):
        await actions.mark_given(book, how=GivenHow.POSTED, by=coach)


@pytest.mark.parametrize("verb", ["issue", "give"])
async def test_what_cannot_be_told_does_not_stay(verb, mute):
    coach = await a_member(Role.HEALTH_COACH)
    person = await a_person()
    book = await actions.issue(person=person, by=coach) if verb == "give" else None

    mute()
    with pytest.raises(RuntimeError):
        if book:
            await actions.mark_given(book, how=GivenHow.HANDED, by=coach)
        else:
            await actions.issue(person=person, by=coach)
    assert await GreenBook.count().where(GreenBook.person == person) == (1 if book else 0)
    assert await GreenBook.count().where((GreenBook.person == person) & (GreenBook.given_how != "")) == 0


def pages_of(pdf):
    return PdfReader(io.BytesIO(pdf)).pages


@pytest.mark.parametrize(("size", "width"), [(Size.A5, 148), (Size.A4, 210)])
async def test_the_leaves_fit_their_paper_and_carry_their_version(size, width):
    pdf = await make_pdf(letters.book_as_html(size, version=FIRST_NAME))
    pages = pages_of(pdf)
    assert round(float(pages[0].mediabox.width) / 72 * 25.4) == width
    text = "\n".join(page.extract_text() for page in pages)
    for leaf in KEEPING_WELL:
        assert leaf.title in " ".join(text.split())
    for way, _ in WAYS:
        assert way in text
    assert all(f"Version {FIRST_NAME}" in page.extract_text() for page in pages)
    for line in ("999", "111", "116 123", "85258"):
        assert line in text
    assert len(pages) == len(KEEPING_WELL) + len(WAYS) + 5, "each leaf fits its page"


async def test_goals_stand_on_leaves_of_their_own_and_cannot_break_out():
    goal = GoalLeaf("<b>To dance</b> & sing", "Connect", steps=(("Ring", None),), levels=("a", "b", "c", "d", "e"))
    html = letters.book_as_html(Size.A5, version=FIRST_NAME, called="Mary", goals=[goal])
    assert "&lt;b&gt;To dance&lt;/b&gt; &amp; sing" in html
    assert "This book belongs to Mary" in html
    assert "Another goal" in html


async def test_printing_with_and_without_their_goals(client_for):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach, stage=Stage.COACHING)
    await an_agreed_goal(journey, coach, in_words="I want to sing in the choir")
    await actions.issue(person=(await the_journey(journey)).person, by=coach)
    client = await client_for(coach)
    plain = await client.get(f"/journeys/{journey}/green-book.pdf?size=a5")
    assert plain.headers["content-type"] == "application/pdf"
    assert "in the choir" not in "".join(page.extract_text() for page in pages_of(plain.content))
    own = await client.get(f"/journeys/{journey}/green-book.pdf?size=a4&goals=yes")
    assert "in the choir" in "".join(page.extract_text() for page in pages_of(own.content))
    assert (await client.get(f"/journeys/{journey}/green-book.pdf?size=a3")).status_code == 404


async def test_somebody_without_a_book_has_none_to_print(client_for):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach)
    client = await client_for(coach)
    assert (await client.get(f"/journeys/{journey}/green-book.pdf")).status_code == 404


async def test_noting_that_they_have_it(client_for):
    coach = await a_member(Role.HEALTH_COACH)
    journey = await an_open_journey(coach)
    person = (await the_journey(journey)).person
    await actions.issue(person=person, by=coach)
    client = await client_for(coach)
    url = f"/journeys/{journey}/green-book/given"
    assert (await post(client, url)).status_code == 422
    answer = await post(client, url, {"how": "handed"})
    assert answer.headers["location"] == f"/journeys/{journey}"
    assert (await queries.book_of(person)).given_how == "handed"
    assert "Handed over when we met" in (await client.get(f"/journeys/{journey}/about/green-book")).text


async def test_anybody_may_have_an_empty_book(visitor):
    answer = await visitor.get("/green-book.pdf")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    assert (await visitor.get("/green-book.pdf?size=a0")).status_code == 404


async def test_anybody_may_read_how_we_measure(visitor):
    answer = await visitor.get("/measures")
    assert answer.status_code == 200
    assert "about 17 points" in answer.text
    assert "72.5" in answer.text
