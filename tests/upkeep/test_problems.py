"""Reports that something is wrong: taken once, counted, answered, and the address forgotten."""

import asyncio
import email as standard_email
from datetime import timedelta
from email.policy import default
from uuid import uuid4

import pytest
import pytest_asyncio
from aiosmtpd.smtp import SMTP

from livewell import settings as told
from livewell.assets import queries as listings
from livewell.kit import clock, deliveries
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import row, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.settings import Settings
from livewell.upkeep import actions, queries
from livewell.upkeep.rules.problems import ProblemState, Topic
from tests.factories.assets import an_asset
from tests.factories.upkeep import a_report

SENTENCE = "It is at 3pm now, and the listing says so."


class Postbox:
    """What a mail server was given; `answer` is what it says to an address."""

    def __init__(self) -> None:
        self.taken = []
        self.answer = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.taken.append(standard_email.message_from_bytes(envelope.content, policy=default))
        return "250 Taken"


@pytest_asyncio.fixture
async def postbox(app):
    """A mail server, and everybody listening who listens."""
    before = told.settings()
    box = Postbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box), "127.0.0.1", 0)
    told.use(
        Settings(
            secret_key="x" * 40,
            public_url="http://livewell.example",
            smtp_security="none",
            smtp_host="127.0.0.1",
            smtp_port=server.sockets[0].getsockname()[1],
        )
    )
    try:
        yield box
    finally:
        server.close()
        told.use(before)


async def answered(problem, worker, to=ProblemState.ANSWERED):
    version = (await queries.problem(problem)).version
    await actions.decide(problem, to=to, sentence=SENTENCE, version=version, by=worker)


async def test_a_report_waits_is_counted_and_is_answered(worker):
    asset = await an_asset(name="Beans and company")
    first, second = await a_report(asset), await a_report(asset, topic=Topic.PHONE)
    assert (await listings.asset(asset)).open_problems == 2
    assert {one.id for one in await queries.problems(waiting=True)} == {first, second}
    await answered(first, worker)
    assert (await listings.asset(asset)).open_problems == 1
    await answered(second, worker, ProblemState.DISMISSED)
    assert (await listings.asset(asset)).open_problems == 0
    found = await queries.problem(first)
    assert (found.label, found.sentence, found.decided_by) == (("Put right", "green"), SENTENCE, worker.name)
    assert [one.id for one in await queries.problems(waiting=False)] == [second, first]


async def test_reports_at_the_same_moment_are_all_counted(committed_db):
    asset = await an_asset()
    await asyncio.gather(*(a_report(asset) for _ in range(6)))
    assert (await listings.asset(asset)).open_problems == 6


async def test_a_report_lowers_the_trust_in_a_listing_until_it_is_answered(worker):
    asset = await an_asset()
    problem = await a_report(asset)
    doubted = (await listings.asset(asset)).trust
    await answered(problem, worker)
    assert (await listings.asset(asset)).trust > doubted


async def test_the_same_form_twice_is_one_report():
    asset = await an_asset()
    submission = uuid4()
    for _ in range(2):
        await actions.report(asset, topic=Topic.CLOSED, words="", reply_to="", submission=submission, by=PUBLIC_VISITOR)
    assert await value("SELECT count(*) FROM problem_report") == 1


async def test_words_about_danger_come_first_in_the_queue():
    asset = await an_asset()
    await a_report(asset)
    urgent = await a_report(asset, words="The man who runs it hits me")
    assert (await queries.problems(waiting=True))[0].id == urgent
    assert (await queries.problem(urgent)).urgent


async def test_what_nobody_can_see_cannot_be_reported():
    hidden = await an_asset(published=False)
    for asset in (hidden, uuid4()):
        with pytest.raises(NotFound):
            await a_report(asset)


async def test_two_who_answer_are_one(worker):
    problem = await a_report(await an_asset())
    await answered(problem, worker)
    with pytest.raises(RuleBroken, match="already"):
        await actions.decide(problem, to=ProblemState.DISMISSED, sentence="No.", version=1, by=worker)
    with pytest.raises(NotFound):
        await actions.decide(uuid4(), to=ProblemState.DISMISSED, sentence="No.", version=1, by=worker)


async def test_an_answer_to_something_else_than_was_read_is_refused(worker):
    problem = await a_report(await an_asset())
    with pytest.raises(RuleBroken, match="Read it again"):
        await actions.decide(problem, to=ProblemState.ANSWERED, sentence="Yes.", version=9, by=worker)


async def test_who_asked_is_answered_once_and_then_forgotten(worker, postbox):
    asset = await an_asset(name="Beans and company")
    problem = await a_report(asset, reply_to="ann@example.com")
    await answered(problem, worker)
    await deliveries.deliver_all()
    await deliveries.deliver_all()
    (got,) = postbox.taken
    assert (got["To"], got["Subject"]) == ("ann@example.com", "About Beans and company")
    text = got.get_content()
    assert SENTENCE in text
    assert f"http://livewell.example/community/{asset}" in text
    kept = await row("SELECT reply_to, wants_answer, told_at FROM problem_report WHERE id = $1", problem)
    assert (kept["reply_to"], kept["wants_answer"]) == ("", True)
    assert kept["told_at"] is not None


async def test_who_did_not_ask_hears_nothing(worker, postbox):
    await answered(await a_report(await an_asset()), worker)
    await deliveries.deliver_all()
    assert postbox.taken == []


async def test_an_answer_that_was_not_taken_is_tried_again(worker, postbox):
    problem = await a_report(await an_asset(), reply_to="ann@example.com")
    await answered(problem, worker)
    postbox.answer = "451 Later"
    await deliveries.deliver_all()
    assert (await queries.problem(problem)).told_at is None
    postbox.answer = "250 OK"
    with clock.at(clock.now() + timedelta(hours=1)):
        await deliveries.deliver_all()
    assert len(postbox.taken) == 1


async def test_an_address_that_could_not_be_answered_is_forgotten_after_three_months(worker):
    problem = await a_report(await an_asset(), reply_to="ann@example.com")
    waiting = await a_report(await an_asset(), reply_to="bob@example.com")
    await answered(problem, worker)
    with clock.at(clock.now() + timedelta(days=91)):
        await actions.forget_addresses()
    assert await value("SELECT reply_to FROM problem_report WHERE id = $1", problem) == ""
    assert await value("SELECT reply_to FROM problem_report WHERE id = $1", waiting) == "bob@example.com"


async def test_a_report_that_fails_leaves_nothing(worker, mute):
    asset = await an_asset()
    problem = await a_report(asset)
    mute()
    with pytest.raises(RuntimeError, match="no news"):
        await a_report(asset)
    with pytest.raises(RuntimeError, match="no news"):
        await answered(problem, worker)
    assert (await listings.asset(asset)).open_problems == 1
    assert (await queries.problem(problem)).is_waiting


async def test_words_that_look_like_sql_or_html_are_words():
    asset = await an_asset()
    problem = await a_report(asset, words="'; DROP TABLE asset; <script>alert(1)</script> 🌻")
    assert (await queries.problem(problem)).words.endswith("🌻")
