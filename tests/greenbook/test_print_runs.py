"""Many books at once: asked for once, made a file at a time, gone on with after a fall, seen by who asked, gone after a day."""

import asyncio
import os
import signal
import zipfile
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest

from livewell.greenbook import actions as books
from livewell.greenbook import letters
from livewell.greenbook.actions import runs as actions
from livewell.greenbook.queries import printing
from livewell.greenbook.queries import runs as queries
from livewell.greenbook.rules.pages import Sharing
from livewell.greenbook.rules.paper import KEPT, MOST_BOOKS, TRIES, RunState, Wanted, files_of
from livewell.kit import clock, pdf
from livewell.kit.db import execute, rows, value
from livewell.kit.errors import NotFound, NotSetUp, RuleBroken
from livewell.kit.pdf import MILL, Made
from livewell.staff.rules import Role
from tests.browsing import post
from tests.factories.staff import a_member
from tests.greenbook.paper import ADDRESS, a_book, read, words_of
from tests.greenbook.some_books import a_leaf_with, an_owner

PRIVATE = "Canaryofaprivatepage"


async def asked(by, number=0, chosen=(), **changes):
    return await actions.ask(
        **{
            "wanted": Wanted(),
            "number": number,
            "books": chosen,
            "language": "en",
            "submission": uuid4(),
            "by": by,
            **changes,
        }
    )


async def made(run, by):
    """The run, when it is over."""
    await actions.begin_waiting()
    await actions.finish_begun()
    return await queries.run(run, by)


@pytest.fixture
def quick(monkeypatch):
    """Files that take no time: what is asked for, a page for each book."""
    orders = []

    async def pdf_of_many(printed, **how):
        orders.append((printed, how))
        return Made(b"%PDF-quick", len(printed), 0)

    monkeypatch.setattr(letters, "pdf_of_many", pdf_of_many)
    return orders


async def book_of(owner):
    return await value("SELECT id FROM green_book WHERE person = $1", owner.person)


@pytest.mark.parametrize(
    ("number", "files"),
    [(1, ((1, 1),)), (10, ((1, 10),)), (11, ((1, 10), (11, 11))), (25, ((1, 10), (11, 20), (21, 25)))],
)
def test_ten_books_go_into_a_file(number, files):
    assert files_of(number) == files


async def test_a_hundred_empty_books_are_ten_files_and_the_same_is_made_once(quick):
    coach = await a_member(Role.HEALTH_COACH)
    run = await made(await asked(coach, 100), coach)
    assert (run.state, run.done, len(run.files)) == (RunState.DONE, 100, 10)
    assert [(one.first, one.last) for one in run.files] == list(files_of(100))
    assert len(quick) == 1
    assert run.sentence == "100 of 100 are ready."


async def test_a_hundred_books_are_really_made_in_bounded_memory():
    coach = await a_member(Role.HEALTH_COACH)
    run = await made(await asked(coach, 100), coach)
    assert run.done == 100
    data, _ = await queries.file(run.id, 10, coach)
    assert len(read(data).pages) == run.files[9].pages == 10 * (run.files[0].pages // 10)
    words = {key: {"every_day": f"Words of {key}", "start": "tea " * 150} for key in ("keeps_well", "bad_day")}
    ten = [a_book({key: {**said, "why": str(number)} for key, said in words.items()}) for number in range(10)]
    full = await letters.pdf_of_many(ten, wanted=Wanted(), address=ADDRESS, where=MILL)
    assert full.peak < 600 * 2**20


async def test_books_of_people_hold_what_is_shared_and_nothing_else():
    owner = await an_owner()
    await a_leaf_with(owner, "triggers", happenings=PRIVATE)
    await a_leaf_with(owner, "keeps_well", sharing=Sharing.WORKER, every_day="Walking with Bess")
    run = await made(await asked(owner.coach, chosen=[await book_of(owner)]), owner.coach)
    data, people = await queries.file(run.id, 1, owner.coach)
    assert people == [owner.person]
    assert "Walking with Bess" in words_of(data)
    assert PRIVATE not in words_of(data)
    assert "What can throw me" in words_of(data)


async def test_the_same_form_twice_is_one_run(quick):
    coach, submission = await a_member(Role.HEALTH_COACH), uuid4()
    first = await asked(coach, 3, submission=submission)
    assert await asked(coach, 3, submission=submission) == first
    assert await value("SELECT count(*) FROM print_run") == 1


@pytest.mark.parametrize("number", [0, MOST_BOOKS + 1])
async def test_too_many_and_none_are_refused(number):
    with pytest.raises(RuleBroken, match="1 to"):
        await asked(await a_member(Role.HEALTH_COACH), number)


async def test_somebody_s_book_who_is_not_theirs_is_not_found():
    owner, stranger = await an_owner(), await a_member(Role.LINK_WORKER)
    with pytest.raises(NotFound):
        await asked(stranger, chosen=[await book_of(owner)])
    with pytest.raises(NotFound):
        await asked(owner.coach, chosen=[uuid4()])


async def test_a_fourth_run_waits_until_one_is_over(quick):
    coach = await a_member(Role.HEALTH_COACH)
    for _ in range(actions.MOST_AT_ONCE):
        await asked(coach, 1)
    with pytest.raises(RuleBroken, match="Wait"):
        await asked(coach, 1)
    await actions.begin_waiting()
    await actions.finish_begun()
    await asked(coach, 1)


async def test_without_pango_nothing_is_promised(monkeypatch):
    monkeypatch.setattr(pdf, "available", lambda: False)
    with pytest.raises(NotSetUp):
        await asked(await a_member(Role.HEALTH_COACH), 1)


async def test_what_cannot_be_told_does_not_stay(mute):
    coach = await a_member(Role.HEALTH_COACH)
    mute()
    with pytest.raises(RuntimeError):
        await asked(coach, 1)
    assert await value("SELECT count(*) FROM print_run") == 0


# ── falls ──


async def test_a_run_whose_worker_died_goes_on_at_the_first_file_that_is_not_there(quick):
    coach = await a_member(Role.HEALTH_COACH)
    owners = [await an_owner() for _ in range(1)]
    chosen = [await book_of(one) for one in owners]
    run = await asked(owners[0].coach, chosen=chosen)
    await execute("UPDATE print_run SET number = 1, state = 'printing', tries = 1, leased_until = $1", clock.now())
    await execute("UPDATE print_run SET leased_until = leased_until - interval '1 second'")
    seen = await made(run, owners[0].coach)
    assert (seen.state, seen.done) == (RunState.DONE, 1)
    half = await asked(coach, 20)
    await execute("UPDATE print_run SET state = 'printing', leased_until = $1 WHERE id = $2", clock.now(), half)
    assert await actions._next_file(half)
    await execute("UPDATE print_run SET leased_until = $1 WHERE id = $2", clock.now() - timedelta(seconds=1), half)
    files = len(quick)
    seen = await made(half, coach)
    assert (seen.state, seen.done, len(seen.files)) == (RunState.DONE, 20, 2)
    assert len(quick) == files


async def test_a_run_somebody_is_at_is_left_alone(quick):
    coach = await a_member(Role.HEALTH_COACH)
    run = await asked(coach, 1)
    await execute("UPDATE print_run SET state = 'printing', leased_until = $1", clock.now() + timedelta(minutes=1))
    assert (await made(run, coach)).done == 0


async def test_what_breaks_off_each_time_is_given_up_with_a_sentence(quick):
    coach = await a_member(Role.HEALTH_COACH)
    run = await asked(coach, 1)
    await execute("UPDATE print_run SET tries = $1", TRIES)
    seen = await made(run, coach)
    assert seen.state is RunState.FAILED
    assert "broke off each time" in seen.sentence
    assert seen.is_over


async def test_a_press_that_is_killed_in_the_middle_is_begun_again_and_the_run_is_whole():
    coach = await a_member(Role.HEALTH_COACH)
    run = await asked(coach, 2)
    await MILL.make({"parts": ["<html lang='en'><title>Warm</title>"], "style": "", "back": ""}, seconds=60)
    child = MILL.press.number
    await actions.begin_waiting()
    await asyncio.sleep(0.4)
    os.kill(child, signal.SIGKILL)
    await actions.finish_begun()
    seen = await queries.run(run, coach)
    assert (seen.state, seen.done) == (RunState.DONE, 2)
    assert "What keeps me well" in words_of((await queries.file(run, 1, coach))[0])


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (pdf.PressFailed("It took too long."), "It took too long."),
        (ValueError("SECRET"), "Something went wrong on our side"),
    ],
)
async def test_trouble_ends_it_with_a_sentence_and_keeps_what_is_ready(trouble, sentence, quick, monkeypatch):
    owner = await an_owner()
    run = await asked(owner.coach, 11)

    async def fails(printed, **how):
        if len(printed) == 1:
            raise trouble
        return Made(b"%PDF-quick", 10, 0)

    monkeypatch.setattr(letters, "pdf_of_many", fails)
    seen = await made(run, owner.coach)
    assert seen.state is RunState.FAILED
    assert sentence in seen.sentence
    assert "SECRET" not in seen.sentence
    assert [one.label for one in seen.files] == ["Books 1 to 10"]


async def test_who_may_no_longer_work_here_has_nothing_printed(quick):
    owner = await an_owner()
    run = await asked(owner.coach, chosen=[await book_of(owner)])
    await execute("UPDATE staff_user SET active = false WHERE id = $1", owner.coach.id)
    seen = await made(run, owner.coach)
    assert seen.state is RunState.FAILED
    assert not quick


async def test_a_person_who_went_to_somebody_else_meanwhile_is_left_out_and_said(quick):
    owner = await an_owner()
    run = await asked(owner.coach, chosen=[await book_of(owner)])
    await execute("UPDATE staff_user SET area = NULL WHERE id = $1", owner.coach.id)
    seen = await made(run, owner.coach)
    assert (seen.state, seen.done, seen.left_out, seen.files) == (RunState.DONE, 0, 1, ())
    assert "1 was left out" in seen.sentence


# ── who sees it ──


async def test_nobody_sees_what_somebody_else_asked_for(quick, client_for):
    coach, other = await a_member(Role.HEALTH_COACH), await a_member(Role.MANAGER)
    run = await asked(coach, 1)
    await made(run, coach)
    client = await client_for(other)
    for file in ("", "/1", f"/{2**31}", f"/{'9' * 30}", "/everything.zip"):
        assert (await client.get(f"/green-books/{run}{file}")).status_code == 404
    assert str(run) not in (await client.get("/green-books")).text
    assert (await (await client_for(Role.EVALUATOR)).get("/green-books")).status_code == 403


@pytest.mark.parametrize("how", ["unshared", "taken out", "deleted"])
async def test_what_somebody_took_back_is_not_handed_out(how, quick):
    owner = await an_owner()
    page = await a_leaf_with(owner, "keeps_well", sharing=Sharing.WORKER, every_day="Walking with Bess")
    run = await asked(owner.coach, chosen=[await book_of(owner)])
    await made(run, owner.coach)
    assert (await queries.file(run, 1, owner.coach))[0]
    later = clock.now() + timedelta(seconds=1)
    if how == "unshared":
        await books.share(page.id, sharing=Sharing.ME, by=owner.by)
        await execute("UPDATE page_shared SET ended_at = $1 WHERE ended_at IS NOT NULL", later)
    elif how == "taken out":
        await execute("UPDATE book_page SET removed_at = $1, sharing = 'me' WHERE id = $2", later, page.id)
    else:
        await execute("UPDATE green_book SET emptied_at = $1", later)
    with pytest.raises(RuleBroken, match="Ask for the books again"):
        await queries.file(run, 1, owner.coach)


async def test_a_day_later_it_is_gone(quick):
    coach = await a_member(Role.HEALTH_COACH)
    old, new = await asked(coach, 1), await asked(coach, 1)
    await made(old, coach)
    await made(new, coach)
    await execute("UPDATE print_run SET asked_at = $1 WHERE id = $2", clock.now() - KEPT - timedelta(minutes=1), old)
    await actions.forget_old()
    assert [one["id"] for one in await rows("SELECT id FROM print_run")] == [new]
    assert [one["run"] for one in await rows("SELECT run FROM print_file")] == [new]


# ── the pages ──


async def test_asking_watching_and_fetching(client_for, quick):
    owner = await an_owner()
    client = await client_for(owner.coach)
    page = await client.get("/green-books")
    assert str(await book_of(owner)) in page.text
    answer = await post(client, "/green-books", {"what": "people", "book": [str(await book_of(owner))]})
    assert answer.status_code == 303
    path = answer.headers["location"]
    waiting = await client.get(path)
    assert "Waiting to begin" in waiting.text
    assert 'hx-trigger="every 2s"' in waiting.text
    piece = await client.get(path, headers={"hx-request": "true"})
    assert piece.text.lstrip().startswith('<div id="progress"')
    await made(UUID(path.rsplit("/", 1)[1]), owner.coach)
    ready = await client.get(path)
    assert "Ready" in ready.text
    assert "hx-trigger" not in ready.text
    file = await client.get(f"{path}/1")
    assert (file.headers["content-type"], file.content) == ("application/pdf", b"%PDF-quick")
    opened = await rows("SELECT person FROM opening WHERE who = $1 AND page = 'greenbook.run_file'", owner.coach.id)
    assert [one["person"] for one in opened] == [owner.person]
    whole = zipfile.ZipFile(BytesIO((await client.get(f"{path}/everything.zip")).content))
    assert whole.namelist() == ["green-books-1-1.pdf"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"what": []}, "Choose what to print"),
        ({"what": "empty", "number": ""}, "Enter how many"),
        ({"what": "empty", "number": "201"}, "200"),
        ({"what": "people"}, "Choose at least one person"),
        ({"what": "empty", "number": "2", "paper": []}, "Choose the paper"),
        ({"what": "empty", "number": "2", "language": ""}, "Choose the language"),
    ],
)
async def test_what_is_missing_comes_back_with_a_sentence(typed, sentence, client_for):
    client = await client_for(Role.HEALTH_COACH)
    await an_owner()
    answer = await post(client, "/green-books", typed)
    assert answer.status_code == 422
    assert sentence in answer.text


async def test_only_people_one_works_with_are_offered():
    owner = await an_owner()
    assert [one.book for one in await queries.to_print(owner.coach)] == [await book_of(owner)]
    assert await queries.to_print(await a_member(Role.LINK_WORKER)) == []
    assert await printing.books_of([await book_of(owner)], await a_member(Role.LINK_WORKER)) == {}
