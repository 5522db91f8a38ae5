"""Somebody says that a listing is wrong: taken, looked into, answered."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row, transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.news import Heard
from livewell.kit.notify import send_email
from livewell.settings import settings
from livewell.staff.rules import Member
from livewell.upkeep import letters
from livewell.upkeep.queries.problems import open_problems, to_tell
from livewell.upkeep.rules.problems import ProblemState, Topic, check_move, may_be_danger
from livewell.upkeep.tables import ProblemReport

_KIND = "problem.reported"
ADDRESS_KEPT = timedelta(days=90)
"""How long an address waits for an answer that could not be sent."""


async def report(asset_id: UUID, *, topic: Topic, words: str, reply_to: str, submission: UUID, by: Actor) -> bool:
    """
    Take a report; gives whether its words may be about somebody in danger. The same form sent twice is one report.

    NotFound when there is no such listing for everybody to see.
    """
    urgent = may_be_danger(words)
    async with transaction():
        if await once.already_done(submission, _KIND) is not None:
            return urgent
        await listings.asset(asset_id)
        made = ProblemReport(
            id=uuid4(),
            asset=asset_id,
            topic=topic.value,
            words=words,
            reply_to=reply_to,
            wants_answer=bool(reply_to),
            urgent=urgent,
            reported_at=clock.now(),
        )
        await made.save()
        await _count(asset_id)
        await news.tell("problem.reported", subject=made.id, by=by, asset=asset_id, topic=topic.value, urgent=urgent)
        await once.remember(submission, _KIND, str(made.id))
    return urgent


async def decide(problem_id: UUID, *, to: ProblemState, sentence: str, version: int | None, by: Member) -> None:
    """
    Say what became of a report. Whoever asked for an answer is sent the sentence.

    NotFound when there is none; RuleBroken when somebody else dealt with it.
    """
    async with transaction():
        found = await row("SELECT asset, state, version FROM problem_report WHERE id = $1 FOR UPDATE", problem_id)
        if found is None:
            raise NotFound
        check_move(ProblemState(found["state"]), to)
        if found["version"] != version:
            raise RuleBroken("Somebody has changed this report. Read it again, then answer.")
        await execute(
            """
            UPDATE problem_report SET state = $2, sentence = $3, decided_at = $4, decided_by = $5, version = version + 1
            WHERE id = $1
            """,
            problem_id,
            to.value,
            sentence.strip(),
            clock.now(),
            by.id,
        )
        await _count(found["asset"])
        await news.tell("problem.decided", subject=problem_id, by=by, asset=found["asset"], decision=to.value)


async def tell_reporter(heard: Heard) -> None:
    """Send the answer to whoever asked for one, and forget their address. What cannot be sent is tried again."""
    told = await to_tell(heard.subject)
    if told is None:
        return
    address = settings().address
    # The same number at every try: a mail system that got it twice shows it once (RFC 5322, section 3.6.4).
    message_id = f"<{heard.subject}@{urlsplit(address).hostname}>"
    await send_email(letters.answer(told, address=address, message_id=message_id))
    await execute("UPDATE problem_report SET told_at = $2, reply_to = '' WHERE id = $1", heard.subject, clock.now())


async def forget_addresses() -> None:
    """Forget the addresses of those whose answer could not be sent in three months."""
    await execute(
        "UPDATE problem_report SET reply_to = '' WHERE reply_to <> '' AND decided_at < $1", clock.now() - ADDRESS_KEPT
    )


async def _count(asset_id: UUID) -> None:
    await assets.note_standing(asset_id, open_problems=await open_problems(asset_id))
