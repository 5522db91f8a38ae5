"""
A private page is nobody else's: not its words, not its title, not that it is there, by no address of the product.

One book with a page in every state of sharing, each with words found nowhere else; every role and every address.
"""

import io
import re
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader

from livewell.greenbook import actions, queries
from livewell.greenbook.rules.pages import Sharing
from livewell.journeys.rules import Stage
from livewell.kit import drafts
from livewell.kit.db import execute, rows, value
from livewell.kit.edge import handlers_of
from livewell.record.rules import Filter, Part
from livewell.staff.rules import Role
from tests.at_home import as_themself
from tests.browsing import form_to, post
from tests.factories.journeys import an_open_journey, the_journey
from tests.factories.places import a_practice
from tests.factories.staff import a_member
from tests.greenbook.some_books import Owner, a_leaf_with, a_note, an_owner, the_leaf, the_page, written

PRIVATE, WORKER, GP, PRIVATE_AGAIN, TAKEN_OUT = "PRIVATECANARY", "WORKERCANARY", "GPCANARY", "AGAINCANARY", "OUTCANARY"
EARLIER, DRAFTED = "EARLIERCANARY", "DRAFTCANARY"
HIDDEN = frozenset({PRIVATE, PRIVATE_AGAIN, TAKEN_OUT, EARLIER, DRAFTED})
EVERY = HIDDEN | {WORKER, GP}

MAY_READ = {
    "their coach": {WORKER, GP},
    "their link worker": {WORKER, GP},
    "manager": {WORKER, GP},
    "their practice": {GP},
    "another practice": set(),
    "coach of another area": set(),
    "another link worker": set(),
    Role.ORGANISATION_EDITOR: set(),
    Role.VOLUNTEER_COORDINATOR: set(),
    Role.EVALUATOR: set(),
    Role.ADMINISTRATOR: set(),
}


@dataclass(frozen=True)
class Book:
    """The book, the ids of its pages by their canary, and those who might look."""

    owner: Owner
    pages: dict[str, UUID]
    people: dict


@pytest.fixture
async def book():
    coach = await a_member(Role.HEALTH_COACH)
    worker = await a_member(Role.LINK_WORKER, area=coach.area)
    practice = await a_practice(area=coach.area)
    journey = await an_open_journey(coach, stage=Stage.LINK_WORK, link_worker=worker, practice=practice)
    person = (await the_journey(journey)).person
    await actions.issue(person=person, by=coach)
    owner = Owner(coach, journey, person, as_themself(person))
    pages = {
        PRIVATE: await a_note(owner, f"{PRIVATE} title", PRIVATE),
        WORKER: await a_note(owner, f"{WORKER} title", f"{EARLIER} was here"),
        GP: await a_leaf_with(owner, "statement", sharing=Sharing.GP, please_do=GP),
        PRIVATE_AGAIN: await a_note(owner, f"{PRIVATE_AGAIN} title", PRIVATE_AGAIN, sharing=Sharing.GP),
        TAKEN_OUT: await a_note(owner, f"{TAKEN_OUT} title", TAKEN_OUT, sharing=Sharing.GP),
    }
    await written(owner, pages[WORKER].id, words=WORKER)
    await actions.share(pages[WORKER].id, sharing=Sharing.WORKER, by=owner.by)
    await actions.note_opened([pages[PRIVATE_AGAIN].id], by=coach)
    await actions.share(pages[PRIVATE_AGAIN].id, sharing=Sharing.ME, by=owner.by)
    await actions.take_out(pages[TAKEN_OUT].id, by=owner.by)
    await drafts.keep(actions.draft_owner(owner.by), actions.DRAFT, str(pages[WORKER].id), {"answer-words": DRAFTED})
    people = {
        "their coach": coach,
        "their link worker": worker,
        "manager": await a_member(Role.MANAGER),
        "their practice": await a_member(Role.PRACTICE_REFERRER, practice=practice),
        "another practice": await a_member(Role.PRACTICE_REFERRER),
        "coach of another area": await a_member(Role.HEALTH_COACH),
        "another link worker": await a_member(Role.LINK_WORKER, area=coach.area),
    }
    return Book(owner, {canary: page.id for canary, page in pages.items()}, people)


async def the_reader(book, reader):
    return book.people[reader] if reader in book.people else await a_member(reader)


def addresses(app, book):
    """Every address that can be opened, about this person, and of each page of the book."""
    ids = {"journey": book.owner.journey, "person": book.owner.person}
    found = []
    for route in app.routes:
        if not any("GET" in getattr(handler, "http_methods", ()) for handler in handlers_of(route)):
            continue
        path = route.path
        for kind, one in ids.items():
            path = path.replace(f"{{{kind}_id:uuid}}", str(one))
        if path.endswith("/about/{part:str}"):
            found += [path.replace("{part:str}", part.value) for part in Part]
        elif path.count("{") == 1 and "{page_id:uuid}" in path:
            found += [path.replace("{page_id:uuid}", str(page)) for page in book.pages.values()]
        elif "{" not in path and not path.startswith(("/static", "/healthz", "/readyz", "/metrics", "/demo", "/oruk")):
            found.append(path)
    assert len(found) > 60
    journey = f"/journeys/{book.owner.journey}"
    found += [f"{journey}?show={one.value}" for one in Filter]
    found += [f"{journey}/green-book.pdf?pages={pages}" for pages in ("", "book", "gp")]
    return [*found, "/caseload?whose=area", f"/search?name={PRIVATE}", f"/community?q={PRIVATE}"]


def said_by(answer):
    """The words of an answer, whatever it is."""
    if answer.headers.get("content-type", "").startswith("application/pdf"):
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).replace("\n", "")
    return answer.text + str(dict(answer.headers))


@pytest.mark.parametrize("reader", MAY_READ, ids=str)
async def test_each_reader_at_every_address_reads_what_is_shared_and_nothing_else(
    book, app, client_for, reader, capsys
):
    member = await the_reader(book, reader)
    client = await client_for(member)
    seen = set()
    for path in addresses(app, book):
        answer = await client.get(path)
        assert answer.status_code < 500, path
        said = said_by(answer).replace(path, "")
        if path.endswith((f"name={PRIVATE}", f"q={PRIVATE}")):
            said = said.replace(PRIVATE, "", 4)  # What was asked for may stand in its box.
            assert f"{PRIVATE} title" not in said
            continue
        here = {canary for canary in EVERY if canary in said}
        assert here <= MAY_READ[reader], (path, here)
        seen |= here
        for canary in HIDDEN & set(book.pages):
            assert str(book.pages[canary]) not in said, (path, canary)
    assert seen == MAY_READ[reader]
    assert not [canary for canary in EVERY if canary in "".join(capsys.readouterr())]


@pytest.mark.parametrize("reader", MAY_READ, ids=str)
async def test_nobody_writes_on_a_page_or_learns_of_it_by_trying(book, client_for, reader):
    """A private page answers as one that never was: the same code, the same words."""
    client = await client_for(await the_reader(book, reader))
    token = (await client.get("/account")).text.split('name="csrf" value="')[1].split('"')[0]

    async def tried(page, what):
        answer = await client.post(
            f"/journeys/{book.owner.journey}/green-book/pages/{page}{what}",
            data={"csrf": token, "answer-words": "What I typed", "title": "x", "how": "together", "version": "1"},
        )
        return answer.status_code, answer.text.replace(str(page), "")

    for what in ("", "/draft", "/draft/drop"):
        never = await tried(uuid4(), what)
        assert never[0] in {403, 404, 409}
        for canary in HIDDEN & set(book.pages):
            assert await tried(book.pages[canary], what) == never, (what, canary)
    for canary, page in book.pages.items():
        assert (await the_page(book.owner, page)).words != {"words": "What I typed"}, canary


async def test_what_was_typed_is_not_lost_when_a_page_became_private(book, client_for):
    client = await client_for(book.owner.coach)
    at = f"/journeys/{book.owner.journey}/green-book/pages/{book.pages[WORKER]}"
    form = form_to(await client.get(at), at).data | {"answer-words": "What we both said", "how": "together"}
    await actions.share(book.pages[WORKER], sharing=Sharing.ME, by=book.owner.by)
    await written(book.owner, book.pages[WORKER], words="SINCECANARY")
    answer = await client.post(at, data=form)
    assert answer.status_code == 409
    assert "What we both said" in answer.text
    assert "SINCECANARY" not in answer.text
    assert f"<p>{WORKER}</p>" not in answer.text  # The title alone, which they sent themself.
    assert (await client.get(at)).status_code == 404


TOKENS = re.compile(r'(name="(?:csrf|submission)" value|nonce|integrity)="[^"]*"')


async def test_a_book_looks_the_same_whatever_is_private_in_it(client_for):
    """No count, no day, no order: the pages of the team before and after somebody filled ten pages are equal."""
    owner = await an_owner()
    await a_leaf_with(owner, "connect", sharing=Sharing.WORKER, now="My sister")
    shared = await the_leaf(owner, "connect")
    clients = [await client_for(by) for by in (owner.coach, await a_member(Role.MANAGER))]
    journey = f"/journeys/{owner.journey}"
    paths = [
        f"{journey}/about/green-book",
        journey,
        f"{journey}?show=goals",
        f"{journey}/green-book/write",
        f"{journey}/green-book/pages/{shared.id}",
        f"{journey}/green-book.pdf?pages=book",
        "/caseload",
    ]
    for client in clients:
        await client.get(f"{journey}/green-book/pages/{shared.id}")  # It is read, so that it is not marked.

    async def everything():
        return [
            TOKENS.sub("", said_by(await client.get(path)).split("date':")[0]) for client in clients for path in paths
        ]

    before = await everything()
    assert any("Connect" in text for text in before)
    for key in ("triggers", "early_signs", "crisis", "statement", "learn"):
        page = await the_leaf(owner, key)
        prompt = page.leaf.prompts[0].key
        await written(owner, page.id, **{prompt: "Something"})
        await written(owner, page.id, **{prompt: "Something else"})
    note = await a_note(owner, "A note", "Words")
    await actions.move(note.id, up=True, by=owner.by)
    await actions.take_out((await the_leaf(owner, "give")).id, by=owner.by)
    await actions.delete_page((await the_leaf(owner, "learn")).id, by=owner.by)
    assert await everything() == before


async def test_nothing_is_kept_of_a_private_page_but_the_page(book):
    """No table but those of the book holds a word of it; no news, opening or delivery names one never shared."""
    for table in await rows(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
    ):
        name = table["table_name"]
        found = await value(f"SELECT string_agg(one::text, ' ') FROM \"{name}\" AS one WHERE one::text LIKE '%CANARY%'")
        if name not in {"book_page", "page_before", "draft"}:
            assert not found, name
    private = str(book.pages[PRIVATE])
    for table in ("event", "delivery", "opening", "submission", "page_seen", "page_shared"):
        kept = await rows(f"SELECT one::text AS line FROM {table} AS one")
        lines = [row["line"] for row in kept if private in row["line"]]
        # The number of the form remembers what it made; nothing but the sender of the form can ask for it.
        assert table == "submission" or not lines, table


async def test_the_search_for_people_finds_no_words(book, client_for):
    client = await client_for(book.owner.coach)
    for words in EVERY:
        answer = await post(client, "/search", {"name": words})
        assert str(book.owner.journey) not in answer.text


async def test_a_practice_sees_its_own_people_alone(book, client_for):
    mine = await client_for(book.people["their practice"])
    listed = await mine.get("/shared-pages")
    assert str(book.owner.person) in listed.text
    page = await mine.get(f"/shared-pages/{book.owner.person}")
    assert GP in page.text
    assert "Changed since you read it" in page.text
    assert "Changed since you read it" not in (await mine.get(f"/shared-pages/{book.owner.person}")).text
    opened = await rows(
        "SELECT kind, person, page FROM opening WHERE who = $1 AND page = 'greenbook.with_gp'",
        book.people["their practice"].id,
    )
    assert opened[0] == {"kind": "person", "person": book.owner.person, "page": "greenbook.with_gp"}
    other = await client_for(book.people["another practice"])
    assert str(book.owner.person) not in (await other.get("/shared-pages")).text
    assert (await other.get(f"/shared-pages/{book.owner.person}")).status_code == 404
    await actions.share(book.pages[GP], sharing=Sharing.WORKER, by=book.owner.by)
    assert str(book.owner.person) not in (await mine.get("/shared-pages")).text
    assert (await mine.get(f"/shared-pages/{book.owner.person}")).status_code == 404
    assert (await mine.get(f"/shared-pages/{uuid4()}")).status_code == 404


async def test_a_page_stays_shared_when_the_journey_ends_and_nobody_writes_on_it_any_more(book, client_for):
    await execute(
        "UPDATE journey SET stage = 'closed', closed_at = now(), end_reason = 'goals_met' WHERE id = $1",
        book.owner.journey,
    )
    client = await client_for(book.owner.coach)
    at = f"/journeys/{book.owner.journey}/green-book/pages/{book.pages[WORKER]}"
    shown = await client.get(at)
    assert WORKER in shown.text
    assert "<textarea" not in shown.text
    assert len((await queries.own_book(book.owner.by)).pages) > 0
    await actions.share(book.pages[WORKER], sharing=Sharing.ME, by=book.owner.by)
    assert (await client.get(at)).status_code == 404
