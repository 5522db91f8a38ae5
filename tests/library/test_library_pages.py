"""The pages of the library: reading, giving, keeping, and what nobody may find by any path."""

import io
import re
from uuid import uuid4

import pytest
from pypdf import PdfReader

from livewell.kit.db import count_queries, rows, value
from livewell.library import actions, queries
from livewell.library.forms import Publishing
from livewell.library.rules import Kind
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.library import (
    BODY,
    a_pdf,
    a_picture,
    a_recording,
    a_year_on,
    another_version,
    details,
    published,
    staff_only,
    submitted,
    version_of,
    with_picture,
)
from tests.factories.people import a_person

GIVEN = {"kind": "tips", "title": "Before you ring", "summary": "What to have beside you.", "body": "A pen.\n\nTea."}


@pytest.fixture
async def keeping(client_for, worker):
    """A browser in which somebody keeps the library."""
    return await client_for(worker)


# ── reading ──


async def test_everybody_finds_and_reads_what_is_published(visitor, worker):
    item = await published(by=worker, found_by=details(needs=("getting_about",)))
    page = await visitor.get("/library?q=shop")
    assert f'href="/library/{item.slug}"' in page.text
    assert "Getting about" in page.text
    read = await visitor.get(f"/library/{item.slug}")
    for said in ("<h1", "Getting to the shops", "<h2>First</h2>", "Ann", "Was this helpful?", "Add to my Green Book"):
        assert said in read.text
    assert worker.name not in read.text
    assert await rows("SELECT what, times FROM library_use") == [{"what": "read", "times": 1}]


async def test_staff_see_who_keeps_it(keeping, worker):
    item = await published(by=worker)
    page = (await keeping.get(f"/library/{item.slug}")).text
    assert worker.name in page
    assert f"/library/items/{item.id}" in page


async def test_an_empty_answer_offers_less_and_htmx_gets_the_piece(visitor, worker):
    await published(by=worker)
    page = await visitor.get("/library?q=zebra&kind=guide")
    assert "Nothing in the library fits" in page.text
    assert "Everything in the library" in page.text
    piece = await visitor.get("/library?q=shops", headers={"hx-request": "true"})
    assert "<html" not in piece.text
    assert "Getting to the shops" in piece.text


@pytest.mark.parametrize(
    "query",
    ["q=%00", "page=99999", "page=-1", "kind=nonsense&q=" + "x" * 900, "readers=staff", "q=%F0%9F%98%80", "q=&q=a"],
)
async def test_nonsense_in_an_address_is_answered(visitor, worker, query):
    await published(by=worker)
    assert (await visitor.get(f"/library?{query}")).status_code in {200, 400}


async def test_many_stand_on_pages(visitor, worker):
    for number in range(23):
        await published(f"Guide {number:02}", by=worker)
    first, second = [await visitor.get(f"/library?page={number}") for number in (1, 2)]
    assert (first.text.count('class="lw-found__one"'), second.text.count('class="lw-found__one"')) == (20, 3)
    assert "Guide 22" in second.text


async def test_the_pages_ask_little_of_the_database_at_ten_times_the_size(client_for, visitor, worker):
    for number in range(120):
        await published(f"Guide {number}", by=worker, found_by=details(needs=("sleep",)))
    item = await published("The last", by=worker)
    browser = await client_for(worker)
    for client, address in (
        (visitor, "/library"),
        (visitor, "/library?q=giude&need=sleep"),
        (visitor, "/library?q=nothing+of+that+sort&need=money"),
        (visitor, f"/library/{item.slug}"),
        (browser, "/library?q=guide"),
        (browser, "/library/review"),
        (browser, f"/library/items/{item.id}"),
        (browser, f"/library/items/{item.id}/publish"),
        (browser, f"/library/items/{item.id}/versions/1"),
    ):
        with count_queries() as counted:
            assert (await client.get(address)).status_code == 200
        assert counted.count <= 12, address


async def test_the_leaf_is_a_pdf_that_can_be_read_in_three_sizes(visitor, worker):
    item = await published(by=worker, body=BODY + "\n|When|Where|\n|-|-|\n|Monday|Hall|\n")
    sizes = []
    for paper in ("a5", "a4", "large", "nonsense"):
        answer = await visitor.get(f"/library/{item.slug}/leaf.pdf?paper={paper}")
        assert answer.headers["content-type"] == "application/pdf"
        reader = PdfReader(io.BytesIO(answer.content))
        text = " ".join(page.extract_text() for page in reader.pages)
        assert "Getting to the shops" in text
        assert "Version 1" in text
        assert "Monday" in text
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        sizes.append(round(float(reader.pages[0].mediabox.width)))
    assert sizes == [420, 595, 595, 420]
    assert await value("SELECT times FROM library_use WHERE what = 'printed'") == 4


async def test_a_leaf_holds_its_pictures_and_a_language_from_right_to_left(visitor, worker):
    item = await submitted("سفر", body="![A bench](bench.webp)")
    await with_picture(item, by=worker)
    await actions.describe(item, details(language="ur"), version=await version_of(item), by=worker)
    await actions.publish(item, Publishing(worker.id, a_year_on()), version=await version_of(item), by=worker)
    seen = await queries.any_item(item)
    page = await visitor.get(f"/library/{seen.slug}")
    assert 'dir="rtl"' in page.text
    answer = await visitor.get(f"/library/{seen.slug}/leaf.pdf")
    assert PdfReader(io.BytesIO(answer.content)).pages[0].images


async def test_whether_it_was_helpful_is_said_once_and_bounded(visitor, worker, keeping):
    item = await published(by=worker)
    here = f"/library/{item.slug}"
    empty = await post(visitor, here, {"words": "So long"})
    assert empty.status_code == 422
    assert "So long" in empty.text
    form = form_to(await visitor.get(here), here)
    for _ in "ab":
        answer = await visitor.post(here, data={**form.data, "helpful": "no", "words": "<b>Too long</b>"})
        assert answer.status_code == 303
    assert await value("SELECT count(*) FROM library_opinion") == 1
    queue = await keeping.get("/library/review")
    assert "&lt;b&gt;Too long" in queue.text
    opinion = (await queries.opinions())[0]
    assert (await post(keeping, f"/library/opinions/{opinion.id}/seen", page="/library/review")).status_code == 303
    statuses = [(await post(visitor, here, {"helpful": "yes"})).status_code for _ in range(21)]
    assert statuses.count(429) >= 1


async def test_a_program_that_fills_in_every_box_leaves_nothing(visitor, worker):
    item = await published(by=worker)
    answer = await post(visitor, f"/library/{item.slug}", {"helpful": "yes", "company": "Acme"})
    assert answer.status_code == 303
    given = await post(visitor, "/library/give", {**GIVEN, "company": "Acme"})
    assert given.headers["location"] == "/library/give/thanks"
    assert await value("SELECT count(*) FROM library_opinion") == 0
    assert await value("SELECT count(*) FROM library_item") == 1


# ── giving ──


async def test_anybody_gives_named_as_they_wish_and_staff_go_on(visitor, keeping):
    answer = await post(visitor, "/library/give", {**GIVEN, "credit": "The Thursday walkers"})
    assert answer.headers["location"] == "/library/give/thanks"
    assert "116 123" in (await visitor.get("/library/give/thanks")).text
    own = await post(keeping, "/library/give", GIVEN)
    assert own.headers["location"].endswith("/details")
    queue = (await keeping.get("/library/review")).text
    assert queue.count("Before you ring") == 2
    assert await value("SELECT count(*) FROM library_item WHERE submitted_by IS NULL") == 1


@pytest.mark.parametrize(
    "body",
    ["x" * 1_000_000, "<script>alert(1)</script>" * 40_000, "😀" * 250_000],
    ids=["letters", "html", "faces"],
)
async def test_far_too_much_text_comes_back_whole_with_a_sentence(visitor, body):
    form = form_to(await visitor.get("/library/give"), "/library/give")
    parts = {**{name: (None, one[-1]) for name, one in form.data.items()}, **{k: (None, v) for k, v in GIVEN.items()}}
    answer = await visitor.post("/library/give", files={**parts, "body": (None, body)})
    assert answer.status_code == 422
    assert "must be 40,000 characters or fewer" in answer.text
    back = form_to(answer, "/library/give")
    assert back.data["body"][0].strip() == body
    assert back.data["title"] == [GIVEN["title"]]


@pytest.mark.parametrize("missing", ["kind", "title", "summary", "body"])
async def test_what_is_missing_is_said_and_every_word_kept(visitor, missing):
    answer = await post(visitor, "/library/give", {**GIVEN, missing: [], "reply_to": "nonsense", "credit": "Ann"})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert "must be an email address" in answer.text
    back = form_to(answer, "/library/give").data
    assert back["credit"] == ["Ann"]
    assert back["reply_to"] == ["nonsense"]


async def test_one_address_gives_so_much_an_hour(visitor):
    statuses = [(await post(visitor, "/library/give", GIVEN)).status_code for _ in range(7)]
    assert statuses == [303] * 6 + [429]


# ── keeping ──


async def test_from_given_to_published_by_hand(visitor, keeping, worker):
    await post(visitor, "/library/give", GIVEN)
    item = (await queries.waiting())[0].id
    here = f"/library/items/{item}"
    assert (await post(keeping, f"{here}/begin", page=here)).status_code == 303
    assert (await post(keeping, f"{here}/words", {"body": "A pen, and tea."})).status_code == 303
    assert (await post(keeping, f"{here}/details", {"needs": ["appointments"], "kind": "leaf"})).status_code == 303
    nobody = await post(keeping, f"{here}/publish", {"owner": "", "review-year": "1999"})
    assert nobody.status_code == 422
    assert "Choose who keeps it right" in nobody.text
    assert "must be in the future" in nobody.text
    assert (await post(keeping, f"{here}/publish")).status_code == 303
    seen = await queries.any_item(item)
    assert (seen.kind, seen.is_published, seen.owner) == (Kind.LEAF, True, worker.id)
    assert "A pen, and tea." in (await visitor.get(f"/library/{seen.slug}")).text


async def test_versions_are_shown_with_what_changed_and_brought_back(keeping, worker, coach):
    item = await published(by=worker)
    await another_version(item.id, BODY.replace("driver", "conductor"), by=coach, publisher=worker)
    here = f"/library/items/{item.id}"
    page = (await keeping.get(f"{here}/versions/2")).text
    assert "<del>driver.</del>" in page
    assert "<ins>conductor.</ins>" in page
    assert "Make a new version" not in page
    answer = await post(keeping, f"{here}/versions/1/restore", page=f"{here}/versions/1")
    assert answer.headers["location"] == here
    assert "What changed since version 2" in (await keeping.get(f"{here}/publish")).text
    assert (await post(keeping, f"{here}/discard", page=here)).status_code == 303
    for wrong in (0, 3, 99_999, 10**30):
        assert (await keeping.get(f"{here}/versions/{wrong}")).status_code == 404


async def test_two_editors_see_both_texts(keeping, client_for, coach):
    item = await submitted()
    here = f"/library/items/{item}/words"
    mine = form_to(await keeping.get(here), here)
    await post(await client_for(coach), here, {"body": "Theirs"})
    answer = await keeping.post(here, data={**mine.data, "body": "Mine"})
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert "Mine" in answer.text


@pytest.mark.parametrize(("what", "field"), [("back", "sentence"), ("withdraw", "why"), ("still-right", "owner")])
async def test_a_decision_without_its_words_comes_back(keeping, worker, what, field):
    item = await submitted() if what == "back" else (await published(by=worker)).id
    answer = await post(keeping, f"/library/items/{item}/{what}", {field: ""})
    assert answer.status_code == 422


async def test_sent_back_withdrawn_and_still_right_by_hand(keeping, worker):
    waits, item = await submitted("Other"), await published(by=worker)
    assert (await post(keeping, f"/library/items/{waits}/back", {"sentence": "Too short."})).status_code == 303
    assert "Too short." in (await keeping.get(f"/library/items/{waits}")).text
    assert (await post(keeping, f"/library/items/{item.id}/still-right")).status_code == 303
    assert (await post(keeping, f"/library/items/{item.id}/withdraw", {"why": "The bus is back."})).status_code == 303
    assert "The bus is back." in (await keeping.get(f"/library/items/{item.id}")).text
    assert (await keeping.get(f"/library/{item.slug}")).status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("evil.pdf", b"<script>alert(1)</script>", "not taken"),
        ("evil.svg", b"<svg onload=alert(1)>", "not taken"),
        ("evil.pdf", a_pdf(b"/OpenAction << /S /JavaScript >>"), "by itself"),
        ("x.png", a_picture()[:50], "damaged"),
        ("x.pdf", b"", "Choose a file"),
    ],
)
async def test_a_bad_file_comes_back_with_a_sentence(keeping, name, data, said):
    item = await submitted()
    here = f"/library/items/{item}/files"
    form = form_to(await keeping.get(here), here)
    answer = await keeping.post(here, data={**form.data, "alt": "A long say"}, files={"file": (name, data)})
    assert answer.status_code == 422
    assert said in answer.text
    assert "A long say" in answer.text
    assert await value("SELECT count(*) FROM library_file") == 0


async def test_a_file_is_served_where_it_can_do_no_harm(visitor, keeping, worker):
    item = await published(by=worker)
    for name, data in (("a.pdf", a_pdf()), ("bench.png", a_picture()), ("x.wav", a_recording())):
        here = f"/library/items/{item.id}/files"
        form = form_to(await keeping.get(here), here)
        sent = await keeping.post(here, data={**form.data, "alt": "Words"}, files={"file": (name, data)})
        assert sent.status_code == 303
    page = (await visitor.get(f"/library/{item.slug}")).text
    assert "a.pdf" in page
    assert "What is said in it" in page
    for file in (await queries.any_item(item.id)).files:
        for client in (visitor, keeping):
            answer = await client.get(file.address)
            assert answer.status_code == 200
            assert answer.headers["content-disposition"] == f'attachment; filename="{file.name}"'
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "sandbox" in answer.headers["content-security-policy"]
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert answer.headers["content-type"] == file.media_type
    first = (await queries.any_item(item.id)).files[0]
    gone = await post(keeping, f"{here}/{first.id}/remove", page=here)
    assert gone.status_code == 303
    assert (await visitor.get(first.address)).status_code == 404


# ── who may ──


async def test_what_is_for_staff_is_nowhere_for_the_public(visitor, client_for, worker):
    await published(by=worker)
    item = await staff_only("Zephyrkey and where it hangs", by=worker, body="The zephyrkey.", summary="Zephyrkey.")
    picture = await with_picture(item.id, by=worker)
    for client in (visitor, await client_for(Role.PRACTICE_REFERRER), await client_for(Role.ORGANISATION_EDITOR)):
        for path in (
            f"/library/{item.slug}",
            f"/library/{item.slug}/leaf.pdf",
            picture.address,
        ):
            answer = await client.get(path)
            assert answer.status_code == 404, path
            assert "zephyrkey" not in answer.text.lower().replace(item.slug, "")
        for path in ("/library", "/library?q=zephyrkey", "/library?readers=staff", "/library?q=zephyrkei&kind=guide"):
            answer = await client.get(path)
            assert answer.status_code == 200
            assert item.slug not in answer.text
            assert "of <b>2</b>" not in answer.text
        # The form of another page carries the token, as somebody would who guesses the address.
        form = form_to(await client.get("/library/getting-to-the-shops"), "/library/getting-to-the-shops")
        answer = await client.post(f"/library/{item.slug}", data={**form.data, "helpful": "yes"})
        assert answer.status_code == 404
    for role in (Role.HEALTH_COACH, Role.LINK_WORKER, Role.MANAGER, Role.VOLUNTEER_COORDINATOR):
        client = await client_for(role)
        assert (await client.get(f"/library/{item.slug}")).status_code == 200
        assert item.slug in (await client.get("/library?q=zephyrkey")).text


async def test_the_pages_of_those_who_keep_it_are_theirs_alone(visitor, client_for, worker):
    item = await published(by=worker)
    here = f"/library/items/{item.id}"
    paths = [
        "/library/review",
        here,
        *(f"{here}/{one}" for one in ("words", "details", "publish", "files", "withdraw")),
    ]
    paths += [f"{here}/{one}" for one in ("back", "still-right", "versions/1")]
    coordinator = await client_for(Role.VOLUNTEER_COORDINATOR)
    keeper = await client_for(worker)
    for path in paths:
        assert (await visitor.get(path)).status_code in {303, 401}
        assert (await coordinator.get(path)).status_code == 403
        assert (await keeper.get(path)).status_code == 200
    for path in (f"/library/items/{uuid4()}", "/library/no-such-thing", f"/library/files/{uuid4()}"):
        assert (await keeper.get(path)).status_code == 404


async def test_it_goes_into_a_green_book_and_others_are_led_in(visitor, home_client_for, worker):
    item, hidden = await published(by=worker), await staff_only(by=worker)
    link = f"/my/green-book/add/{item.id}"
    assert f'href="{link}"' in (await visitor.get(f"/library/{item.slug}")).text
    assert (await visitor.get(link)).headers["location"].startswith("/my/come-in")
    client = await home_client_for(await a_person())
    assert (await post(client, link)).status_code == 303
    assert await value("SELECT times FROM library_use WHERE what = 'added'") == 1
    assert (await client.get(f"/my/green-book/add/{hidden.id}")).status_code == 404


async def test_no_address_on_the_public_pages_is_of_staff(visitor, worker):
    item = await published(by=worker)
    for path in ("/library", f"/library/{item.slug}", "/library/give", "/library/give/thanks"):
        page = (await visitor.get(path)).text
        assert not re.findall(r'href="/library/(?:items|review)', page)


async def test_hostile_words_are_words_on_every_page(visitor, keeping, worker):
    hostile = "<script>alert('lib')</script>"
    item = await submitted(hostile, body=hostile, summary=hostile, credit=hostile)
    here = f"/library/items/{item}"
    await post(keeping, f"{here}/publish")
    slug = (await queries.any_item(item)).slug
    for client, path in (
        (visitor, "/library"),
        (visitor, f"/library/{slug}"),
        (keeping, here),
        (keeping, f"{here}/words"),
        (keeping, f"{here}/publish"),
        (keeping, f"{here}/versions/1"),
        (keeping, "/library/review"),
    ):
        assert "<script>alert" not in (await client.get(path)).text
