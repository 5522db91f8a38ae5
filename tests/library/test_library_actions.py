"""What is done to the library: what it does, what it refuses, and what it leaves behind."""

from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from uuid import uuid4

import asyncpg
import pytest

from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import execute, row, rows, transaction, value
from livewell.kit.deliveries import deliver_all
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.library import actions, queries
from livewell.library.forms import Publishing, Words
from livewell.library.rules import Readers, State, Use
from livewell.library.rules.files import MOST_FILES, FileRefused
from livewell.library.rules.searching import Sought
from livewell.staff.rules import Role
from tests.factories.library import (
    a_pdf,
    a_picture,
    a_recording,
    a_year_on,
    another_version,
    details,
    given,
    published,
    staff_only,
    submitted,
    version_of,
    with_picture,
)
from tests.factories.staff import a_member


async def state_of(item):
    return (await queries.any_item(item)).state


# ── giving and deciding ──


async def test_what_somebody_gives_waits_and_nobody_else_reads_it(worker):
    item = await submitted()
    assert [(one.id, one.is_new, one.by) for one in await queries.waiting()] == [(item, True, "")]
    with pytest.raises(NotFound):
        await queries.item(item, staff=True)
    assert (await queries.find(Sought(), staff=True)).total == 0
    await actions.begin(item, version=1, by=worker)
    assert await state_of(item) is State.IN_REVIEW


async def test_the_same_form_twice_is_one_item_and_one_title_twice_has_two_addresses():
    submission = uuid4()
    first = {await actions.give(given(), submission=submission, by=PUBLIC_VISITOR) for _ in "ab"}
    assert len(first) == 1
    await submitted()
    assert await rows("SELECT slug FROM library_item ORDER BY slug") == [
        {"slug": "getting-to-the-shops"},
        {"slug": "getting-to-the-shops-2"},
    ]


async def test_what_goes_back_stays_and_may_be_read_again(worker):
    item = await submitted()
    with pytest.raises(RuleBroken, match="in a sentence"):
        await actions.send_back(item, sentence=" ", version=1, by=worker)
    await actions.send_back(item, sentence="It names a neighbour.", version=1, by=worker)
    assert (await queries.any_item(item)).sentence == "It names a neighbour."
    assert await queries.waiting() == []
    for refused in (
        actions.write(item, Words("T", "S", "B"), version=2, by=worker),
        actions.publish(item, Publishing(worker.id, a_year_on()), version=2, by=worker),
        actions.send_back(item, sentence="Again.", version=2, by=worker),
    ):
        with pytest.raises(RuleBroken):
            await refused
    await actions.begin(item, version=2, by=worker)
    assert [one.id for one in await queries.waiting()] == [item]


async def sent(tray):
    return [message_from_bytes(path.read_bytes()) for path in sorted(tray.glob("*.eml"))]


@pytest.fixture
def tray(tmp_path, monkeypatch):
    """A demonstration's tray: where its e-mail lies."""
    from dataclasses import replace

    from livewell import settings as told
    from livewell.kit.notify import TRAY

    before = told.settings()
    told.use(replace(before, demo=True, data_dir=tmp_path, smtp_host=None))
    yield tmp_path / TRAY
    told.use(before)


@pytest.mark.parametrize(
    ("readers", "went", "words"),
    [
        (Readers.PUBLIC, True, "/library/getting-to-the-shops"),
        (Readers.STAFF, True, "for the people who work here"),
        (Readers.PUBLIC, False, "It names a neighbour."),
    ],
)
async def test_whoever_left_an_address_is_told_once_and_forgotten(worker, app, tray, readers, went, words):
    item = await submitted(reply_to="ann@reader.example")
    if went:
        await actions.describe(item, details(readers=readers), version=1, by=worker)
        await actions.publish(item, Publishing(worker.id, a_year_on()), version=2, by=worker)
    else:
        await actions.send_back(item, sentence="It names a neighbour.", version=1, by=worker)
    for _ in "ab":
        await deliver_all()
    (message,) = await sent(tray)
    assert message["To"] == "ann@reader.example"
    text = message.get_payload(decode=True).decode()
    assert words in text
    kept = await row("SELECT reply_to, told_at FROM library_item WHERE id = $1", item)
    assert kept["reply_to"] == ""
    assert kept["told_at"] is not None


async def test_an_address_that_nobody_could_write_to_is_forgotten(worker):
    item, waits = await submitted(reply_to="ann@reader.example"), await submitted("Other", reply_to="b@reader.example")
    await actions.send_back(item, sentence="No.", version=1, by=worker)
    with clock.at(clock.now() + timedelta(days=91)):
        await actions.forget_addresses()
    assert not (await queries.any_item(item)).wants_answer
    assert (await queries.any_item(waits)).wants_answer


# ── writing and publishing ──


async def test_publishing_shows_it_to_everybody_with_an_owner_and_a_day(worker):
    item = await published(by=worker)
    seen = await queries.item(item.slug, staff=False)
    assert (seen.id, seen.published, seen.owner, seen.review_on) == (item.id, 1, worker.id, a_year_on())
    version = await queries.version_of(item.id, 1)
    assert version.title == "Getting to the shops"
    assert "<h2>First</h2>" in version.html
    assert await queries.waiting() == []


async def test_nobody_publishes_alone_what_they_wrote(worker, coach):
    item = await actions.give(given(), submission=uuid4(), by=worker)
    said = Publishing(worker.id, a_year_on())
    with pytest.raises(RuleBroken, match="Somebody else reads it"):
        await actions.publish(item, said, version=1, by=worker)
    await actions.publish(item, said, version=1, by=coach)
    await actions.write(item, Words("T", "S", "Mine"), version=2, by=coach)
    await actions.write(item, Words("T", "S", "Mine and theirs"), version=3, by=worker)
    with pytest.raises(RuleBroken, match="Somebody else reads it"):
        await actions.publish(item, said, version=4, by=coach)
    assert await actions.publish(item, said, version=4, by=worker) == 2


async def test_what_is_published_is_never_changed(worker, coach):
    item = await published(by=worker)
    version = await version_of(item.id)
    number = await actions.write(item.id, Words("New title", "S", "New words"), version=version, by=coach)
    assert number == 2
    assert (await queries.version_of(item.id, 1)).body.startswith("# First")
    with pytest.raises(NotFound):
        await queries.version_of(item.id, 2)
    assert (await queries.item(item.slug, staff=False)).title == "Getting to the shops"
    assert [(one.title, one.label[0]) for one in await queries.waiting()] == [("New title", "Another version")]
    await actions.publish(item.id, Publishing(worker.id, a_year_on()), version=version + 1, by=worker)
    assert [(one.number, one.title) for one in await queries.versions(item.id)] == [
        (2, "New title"),
        (1, "Getting to the shops"),
    ]
    for statement in ("UPDATE library_version SET body = 'x'", "DELETE FROM library_version"):
        with pytest.raises(asyncpg.RaiseError, match="never changed"):
            async with transaction():
                await execute(statement)


async def test_two_who_write_at_once_lose_nothing(worker, coach):
    item = await submitted()
    await actions.write(item, Words("Title", "Sentence", "Theirs"), version=1, by=coach)
    with pytest.raises(Stale) as stale:
        await actions.write(item, Words("Title", "Sentence", "Mine"), version=1, by=worker)
    assert stale.value.theirs == {"Text": "Theirs"}
    assert stale.value.yours == {"Text": "Mine"}
    with pytest.raises(Stale):
        await actions.describe(item, details(credit="Beryl"), version=1, by=worker)


async def test_whoever_decides_decides_on_what_they_saw(worker, coach):
    item = await submitted()
    await actions.write(item, Words("Title", "Sentence", "Other words"), version=1, by=coach)
    said = Publishing(worker.id, a_year_on())
    for late in (
        actions.publish(item, said, version=1, by=worker),
        actions.send_back(item, sentence="No.", version=1, by=worker),
        actions.begin(item, version=None, by=worker),
    ):
        with pytest.raises(RuleBroken, match="Look at it again"):
            await late
    await actions.publish(item, said, version=2, by=worker)
    with pytest.raises(RuleBroken, match="nothing new"):
        await actions.publish(item, said, version=3, by=worker)
    for late in (
        actions.withdraw(item, why="Old.", version=2, by=worker),
        actions.still_right(item, said, version=2, by=worker),
        actions.restore(item, 1, version=2, by=worker),
        actions.discard(item, version=2, by=worker),
    ):
        with pytest.raises(RuleBroken, match="Look at it again"):
            await late


async def test_an_owner_works_here_and_keeps_the_library(worker):
    item = await submitted()
    gone = await a_member(Role.LINK_WORKER, active=False)
    for owner in (await a_member(Role.EVALUATOR), gone):
        with pytest.raises(RuleBroken, match="works here"):
            await actions.publish(item, Publishing(owner.id, a_year_on()), version=1, by=worker)
    with pytest.raises(RuleBroken, match="next three years"):
        await actions.publish(item, Publishing(worker.id, clock.today()), version=1, by=worker)
    assert await state_of(item) is State.SUBMITTED


async def test_an_earlier_version_comes_back_as_a_new_one(worker, coach):
    item = await published(by=worker)
    assert await another_version(item.id, "Worse words", by=coach, publisher=worker) == 2
    version = await version_of(item.id)
    assert await actions.restore(item.id, 1, version=version, by=coach) == 3
    assert (await queries.any_version(item.id, 3)).body == (await queries.version_of(item.id, 1)).body
    with pytest.raises(RuleBroken, match="just now"):
        await actions.restore(item.id, 1, version=version + 1, by=coach)
    await actions.discard(item.id, version=version + 1, by=coach)
    assert [one.number for one in await queries.versions(item.id)] == [2, 1]
    with pytest.raises(RuleBroken, match="thrown away"):
        await actions.discard(item.id, version=version + 2, by=coach)
    with pytest.raises(NotFound):
        await actions.restore(item.id, 9, version=version + 2, by=coach)


async def test_the_only_version_is_not_thrown_away(worker):
    item = await submitted()
    with pytest.raises(RuleBroken, match="thrown away"):
        await actions.discard(item, version=1, by=worker)


async def test_what_is_withdrawn_is_shown_to_nobody_and_stays_where_it_was_put(worker, coach):
    item = await published(by=worker)
    version = await version_of(item.id)
    with pytest.raises(RuleBroken, match="why"):
        await actions.withdraw(item.id, why=" ", version=version, by=worker)
    await actions.withdraw(item.id, why="The bus is back.", version=version, by=worker)
    with pytest.raises(NotFound):
        await queries.item(item.id, staff=True)
    assert (await queries.find(Sought(), staff=True)).total == 0
    assert (await queries.version_of(item.id, 1)).title == "Getting to the shops"
    with pytest.raises(RuleBroken, match="Only what is published"):
        await actions.still_right(item.id, Publishing(worker.id, a_year_on()), version=version + 1, by=worker)
    await actions.restore(item.id, 1, version=version + 1, by=coach)
    await actions.publish(item.id, Publishing(worker.id, a_year_on()), version=version + 2, by=worker)
    seen = await queries.item(item.id, staff=False)
    assert (seen.published, seen.withdrawn_why) == (2, "")


async def test_only_those_who_keep_the_library_change_it(worker):
    item = await published(by=worker)
    waits = await submitted("Other")
    stranger = await a_member(Role.VOLUNTEER_COORDINATOR)
    said = Publishing(worker.id, a_year_on())
    for refused in (
        actions.begin(waits, version=1, by=stranger),
        actions.send_back(waits, sentence="No.", version=1, by=stranger),
        actions.write(waits, Words("T", "S", "B"), version=1, by=stranger),
        actions.describe(waits, details(), version=1, by=stranger),
        actions.publish(waits, said, version=1, by=stranger),
        actions.discard(item.id, version=item.version, by=stranger),
        actions.restore(item.id, 1, version=item.version, by=stranger),
        actions.withdraw(item.id, why="Old.", version=item.version, by=stranger),
        actions.still_right(item.id, said, version=item.version, by=stranger),
        actions.add_file(item.id, a_pdf(), name="a.pdf", words="", submission=uuid4(), by=stranger),
        actions.remove_file(item.id, uuid4(), version=item.version, by=stranger),
        actions.seen(uuid4(), by=stranger),
        actions.begin(uuid4(), version=1, by=worker),
    ):
        with pytest.raises(NotFound):
            await refused


async def test_what_fails_leaves_nothing(worker, mute):
    item, waits = await published(by=worker), await submitted("Other")
    before = (
        await rows("SELECT * FROM library_item ORDER BY id"),
        await rows("SELECT * FROM library_version ORDER BY id"),
    )
    mute()
    said = Publishing(worker.id, a_year_on())
    for failing in (
        submitted("Third"),
        actions.begin(waits, version=1, by=worker),
        actions.send_back(waits, sentence="No.", version=1, by=worker),
        actions.write(item.id, Words("T", "S", "B"), version=item.version, by=worker),
        actions.describe(item.id, details(credit="B"), version=item.version, by=worker),
        actions.publish(waits, said, version=1, by=worker),
        actions.restore(item.id, 1, version=item.version, by=worker),
        actions.withdraw(item.id, why="Old.", version=item.version, by=worker),
        actions.still_right(item.id, said, version=item.version, by=worker),
        actions.add_file(item.id, a_pdf(), name="a.pdf", words="", submission=uuid4(), by=worker),
        actions.say(item.id, helpful=True, words="", submission=uuid4(), by=PUBLIC_VISITOR),
    ):
        with pytest.raises((RuntimeError, RuleBroken), match=r"no news|just now|nothing|earlier|same"):
            await failing
    after = (
        await rows("SELECT * FROM library_item ORDER BY id"),
        await rows("SELECT * FROM library_version ORDER BY id"),
    )
    assert after == before
    assert await value("SELECT count(*) FROM library_file") == 0
    assert await value("SELECT count(*) FROM library_opinion") == 0


# ── looked at again ──


async def test_an_owner_is_told_once_of_each_day(worker, app, tray):
    first = await published(by=worker, review_on=clock.today() + timedelta(days=5))
    await published("Sleep", by=worker, review_on=clock.today() + timedelta(days=6))
    later = clock.now() + timedelta(days=5)
    soonest = (await queries.due())[0]
    assert (soonest.id, soonest.overdue) == (first.id, False)
    with clock.at(later):
        assert [await actions.remind_owners() for _ in "abc"] == [1, 0, 0]
        await deliver_all()
        (message,) = await sent(tray)
        assert "Getting to the shops" in str(make_header(decode_header(message["Subject"])))
        assert f"/library/items/{first.id}" in message.get_payload(decode=True).decode()
        assert (await queries.due())[0].overdue
        said = Publishing(worker.id, clock.today() + timedelta(days=100))
        await actions.still_right(first.id, said, version=await version_of(first.id), by=worker)
    with clock.at(later + timedelta(days=1)):
        assert await actions.remind_owners() == 1
    with clock.at(later + timedelta(days=101)):
        assert await actions.remind_owners() == 1


async def test_nobody_is_told_where_nothing_can_be_sent_or_who_has_left(worker, tray):
    await published(by=worker, review_on=clock.today() + timedelta(days=5))
    with clock.at(clock.now() + timedelta(days=5)):
        from dataclasses import replace

        from livewell import settings as told

        here = told.settings()
        told.use(replace(here, demo=False))
        assert await actions.remind_owners() == 0
        told.use(here)
        await execute("UPDATE staff_user SET active = false WHERE id = $1", worker.id)
        assert await actions.remind_owners() == 0
        assert (await queries.due())[0].owner == ""


async def test_what_was_seen_to_before_the_message_went_is_not_in_it(worker, app, tray):
    item = await published(by=worker, review_on=clock.today() + timedelta(days=5))
    with clock.at(clock.now() + timedelta(days=6)):
        await actions.remind_owners()
        await actions.withdraw(item.id, why="Old.", version=await version_of(item.id), by=worker)
        await deliver_all()
        assert await sent(tray) == []


# ── files ──


async def test_a_picture_is_drawn_again_and_a_recording_keeps_its_words(worker):
    item = await submitted()
    picture = await with_picture(item, by=worker, name="Bench by the brook.png")
    assert (picture.name, picture.media_type, picture.alt) == ("Bench-by-the-brook.webp", "image/webp", "A bench")
    await actions.add_file(item, a_recording(), name="x.mp3", words="Hello. Sit down.", submission=uuid4(), by=worker)
    recording = (await queries.any_item(item)).files[-1]
    assert (recording.name, recording.is_recording, recording.alt) == ("x.wav", True, "Hello. Sit down.")
    served = await queries.file(picture.id, staff=False, keeper=True)
    assert served.content[8:12] == b"WEBP"


async def test_a_name_means_one_picture_for_good(worker):
    item = await submitted()
    first = await with_picture(item, by=worker)
    await actions.remove_file(item, first.id, version=await version_of(item), by=worker)
    assert (await with_picture(item, by=worker)).name == "bench-2.webp"
    assert (await with_picture(item, by=worker)).name == "bench-3.webp"


async def test_the_same_file_sent_twice_is_one_and_there_are_twenty_at_most(worker):
    item, submission = await submitted(), uuid4()
    for _ in "ab":
        await actions.add_file(item, a_pdf(), name="a.pdf", words="", submission=submission, by=worker)
    assert len((await queries.any_item(item)).files) == 1
    for _ in range(MOST_FILES - 1):
        await actions.add_file(item, a_pdf(), name="a.pdf", words="", submission=uuid4(), by=worker)
    with pytest.raises(RuleBroken, match="20 files"):
        await actions.add_file(item, a_pdf(), name="a.pdf", words="", submission=uuid4(), by=worker)


@pytest.mark.parametrize(
    ("data", "words", "said"),
    [
        (a_picture(), "", "what the picture shows"),
        (a_recording(), "", "what is said"),
        (a_picture()[:60], "A bench", "damaged"),
        (
            b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR\x00\x01\x86\xa0\x00\x01\x86\xa0\x08\x02\x00\x00\x00",
            "A",
            "picture",
        ),
        (b"GIF89a", "A bench", "GIF"),
        (b"<svg/>", "A bench", "not taken"),
    ],
)
async def test_what_is_not_taken_leaves_nothing(worker, data, words, said):
    item = await submitted()
    with pytest.raises(FileRefused, match=said):
        await actions.add_file(item, data, name="x", words=words, submission=uuid4(), by=worker)
    assert (await queries.any_item(item)).files == ()


async def test_a_text_shows_only_pictures_that_are_there(worker, coach):
    item = await submitted(body="![A bench](bench.webp)")
    said = Publishing(worker.id, a_year_on())
    with pytest.raises(RuleBroken, match=r"no picture called bench\.webp"):
        await actions.publish(item, said, version=1, by=worker)
    picture = await with_picture(item, by=coach)
    with pytest.raises(RuleBroken, match="Say in words"):
        await actions.write(item, Words("T", "S", "![](bench.webp)"), version=2, by=coach)
    await actions.publish(item, said, version=2, by=worker)
    assert picture.address in (await queries.version_of(item, 1)).html
    assert "data:image/webp;base64," in (await queries.version_of(item, 1, on_paper=True)).html
    with pytest.raises(RuleBroken, match="shows this picture"):
        await actions.remove_file(item, picture.id, version=3, by=worker)
    await another_version(item, "No picture.", by=coach, publisher=worker)
    await actions.remove_file(item, picture.id, version=await version_of(item), by=worker)
    assert (await queries.version_of(item, 1)).html == "<p>A bench</p>\n"
    with pytest.raises(NotFound):
        await queries.file(picture.id, staff=True, keeper=True)


# ── use ──


async def test_use_is_counted_by_day_and_by_nobody(worker):
    item = await published(by=worker)
    with clock.at(clock.now() - timedelta(days=40)):
        await actions.note_use(item.id, Use.READ)
    for use in (Use.READ, Use.READ, Use.ADDED):
        await actions.note_use(item.id, use)
    assert (await queries.use_of(item.id)).rows == [
        ("Read", 2, 3),
        ("Printed as leaves", 0, 0),
        ("Put into a Green Book", 1, 1),
    ]
    assert await value("SELECT count(*) FROM library_use") == 3


async def test_what_readers_say_is_read_once(worker):
    item = await published(by=worker)
    submission = uuid4()
    for _ in "ab":
        await actions.say(item.id, helpful=False, words="Too long", submission=submission, by=PUBLIC_VISITOR)
    await actions.say(item.id, helpful=True, words="", submission=uuid4(), by=PUBLIC_VISITOR)
    use = await queries.use_of(item.id)
    assert (use.helpful, use.unhelpful) == (1, 1)
    (opinion,) = await queries.opinions()
    assert (opinion.words, opinion.helpful) == ("Too long", False)
    await actions.seen(opinion.id, by=worker)
    await actions.seen(opinion.id, by=worker)
    assert await queries.opinions() == []
    with pytest.raises(NotFound):
        await actions.say(await submitted("Other"), helpful=True, words="", submission=uuid4(), by=PUBLIC_VISITOR)
    with pytest.raises(NotFound):
        await actions.seen(uuid4(), by=worker)


# ── finding ──


async def found(words="", *, staff=False, **chosen):
    return [one.title for one in (await queries.find(Sought(words=words, **chosen), staff=staff)).all]


async def test_words_are_found_in_any_form_as_beginnings_and_typed_amiss(worker):
    await published("Joining a walking group", by=worker, body="Wear what you like.")
    await published("Sleep", by=worker, body="The walk home.", found_by=details(needs=("sleep",), easy=True))
    assert await found("walks") == ["Joining a walking group", "Sleep"]
    assert await found("walki") == ["Joining a walking group", "Sleep"]
    assert await found("grup walking") == ["Joining a walking group"]
    assert await found("café sleep rest") == []
    assert await found("rest") == ["Sleep"]
    assert await found("easy read") == ["Sleep"]
    assert await found("the") == ["Joining a walking group", "Sleep"]
    assert await found("", need="sleep") == ["Sleep"]
    put_right = await queries.find(Sought(words="jioning a wlking grup"), staff=False)
    assert put_right.instead.endswith("group")
    assert (await queries.find(Sought(words="grup", as_typed=True), staff=False)).total == 0


async def test_an_empty_answer_offers_less(worker):
    await published("Sleep", by=worker, found_by=details(needs=("sleep",)))
    nothing = await queries.find(Sought(words="sleep", need="money", easy=True), staff=False)
    assert nothing.total == 0
    offers = {said: count for said, count, _ in nothing.tries}
    assert offers == {"“sleep” in the whole library": 1, "Everything in the library": 1}


@pytest.mark.parametrize("words", ["' OR 1=1 --", "a & b | !c", ":*", "%", "\\", "😀", "x" * 200, "(((", "<->"])
async def test_words_that_look_like_sql_are_words(worker, words):
    await published("Sleep", by=worker)
    await queries.find(Sought(words=words), staff=False)


async def test_what_is_for_staff_is_found_and_counted_by_staff_alone(worker):
    item = await staff_only(by=worker, body="The zephyrkey is in the drawer.")
    assert await found("", staff=True) == ["Closing the building"]
    for words in ("", "closing", "zephyrkey", "zephyrkei", "buildign"):
        answer = await queries.find(Sought(words=words), staff=False)
        assert (answer.total, answer.rows, answer.instead, answer.tries) == (0, [], "", [])
    for which in (item.id, item.slug):
        with pytest.raises(NotFound):
            await queries.item(which, staff=False)
        assert (await queries.item(which, staff=True)).is_staff_only
    picture = await with_picture(item.id, by=worker)
    with pytest.raises(NotFound):
        await queries.file(picture.id, staff=False, keeper=False)
    assert await queries.file(picture.id, staff=True, keeper=False)
    await actions.describe(item.id, details(), version=await version_of(item.id), by=worker)
    assert await found("zephyrkey") == ["Closing the building"]


async def test_what_is_not_published_is_in_no_file_but_its_keepers(worker):
    item = await submitted()
    picture = await with_picture(item, by=worker)
    with pytest.raises(NotFound):
        await queries.file(picture.id, staff=True, keeper=False)
    assert await queries.file(picture.id, staff=True, keeper=True)
