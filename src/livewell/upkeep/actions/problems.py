"""Somebody says that a listing is wrong: taken, looked into, answered."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.kit import clock, news, once
from livewell.kit.actor import SYSTEM, Actor
from livewell.kit.db import execute, row, rows, transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.news import Heard
from livewell.kit.notify import send_email
from livewell.settings import settings
from livewell.staff.rules import Member
from livewell.upkeep import letters
from livewell.upkeep.queries.problems import open_problems, to_tell
from livewell.upkeep.rules.problems import (
    BACK_SENTENCE,
    GONE_WORDS,
    ProblemState,
    Topic,
    check_move,
    may_be_danger,
)
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
        await count_reports(asset_id)
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
        await count_reports(found["asset"])
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


async def note_gone(heard: Heard) -> None:
    """A listing is missing from the directory it came from: that stands as a report until it is back or answered."""
    asset = await listings.moved_to(heard.subject) or heard.subject
    async with transaction():
        # Heard twice, or gone from two directories at once, it is one report.
        await execute("SELECT FROM asset WHERE id = $1 FOR NO KEY UPDATE", asset)
        known = await row(
            "SELECT FROM problem_report WHERE asset = $1 AND topic = $2 AND (state = 'waiting' OR reported_at = $3)",
            asset,
            Topic.GONE.value,
            heard.happened_at,
        )
        if known is not None:
            return
        made = ProblemReport(
            id=uuid4(), asset=asset, topic=Topic.GONE.value, words=GONE_WORDS, reported_at=heard.happened_at
        )
        await made.save()
        await count_reports(asset)
        await news.tell(
            "problem.reported", subject=made.id, by=SYSTEM, asset=asset, topic=Topic.GONE.value, urgent=False
        )


async def note_back(heard: Heard) -> None:
    """The directory it came from lists it again: nothing was wrong."""
    asset = await listings.moved_to(heard.subject) or heard.subject
    async with transaction():
        mended = await rows(
            """
            UPDATE problem_report SET state = $4, sentence = $5, decided_at = $6, version = version + 1
            WHERE asset = $1 AND topic = $2 AND state = 'waiting' AND reported_at <= $3
            RETURNING id
            """,
            asset,
            Topic.GONE.value,
            heard.happened_at,
            ProblemState.DISMISSED.value,
            BACK_SENTENCE,
            clock.now(),
        )
        for one in mended:
            await count_reports(asset)
            await news.tell(
                "problem.decided", subject=one["id"], by=SYSTEM, asset=asset, decision=ProblemState.DISMISSED.value
            )


async def forget_addresses() -> None:
    """Forget the addresses of those whose answer could not be sent in three months."""
    await execute(
        "UPDATE problem_report SET reply_to = '' WHERE reply_to <> '' AND decided_at < $1", clock.now() - ADDRESS_KEPT
    )


async def count_reports(asset_id: UUID) -> None:
    """Let a listing, or the one it is part of now, say how many reports wait. Inside the caller's transaction."""
    now = await listings.moved_to(asset_id) or asset_id
    # Held before it is counted: of two reports at the same moment each would count itself alone.
    await execute("SELECT FROM asset WHERE id = $1 FOR NO KEY UPDATE", now)
    await assets.note_standing(now, open_problems=await open_problems(now))
