"""An application on its way: begun, kept half-way, sent, asked about, answered, withdrawn."""

from dataclasses import asdict
from uuid import UUID, uuid4

from livewell.fund import rules
from livewell.fund.actions.agenda import spoken_of
from livewell.fund.actions.held import check_fresh, happened, held
from livewell.fund.forms.asking import Asked, Who, in_words
from livewell.fund.rules import ApplicationState
from livewell.fund.rules.money import pounds
from livewell.fund.tables import FundApplication, FundPot, FundQuestion
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.staff.rules import Member


async def begin(
    pot_id: UUID,
    who: Who,
    *,
    gap: UUID | None = None,
    community_group: UUID | None = None,
    submission: UUID,
    by: Actor,
) -> UUID:
    """
    Begin an application to a pot; gives its id. The same form twice is one.

    Whoever asks by themself is sent the link to come back by. RuleBroken when the pot is not open today.
    """
    async with transaction():
        if before := await once.already_done(submission, "fund.begin"):
            return UUID(before)
        pot = await FundPot.objects().where(FundPot.id == pot_id).first()
        if pot is None:
            raise NotFound
        _check_open(pot)
        number = int(await value("SELECT nextval('fund_reference')"))
        made = FundApplication(
            id=uuid4(),
            pot=pot_id,
            reference=f"F-{number:04}",
            gap=gap,
            community_group=community_group,
            helped_by=by.staff_id,
            begun_at=clock.now(),
            **asdict(who),
        )
        await made.save()
        await news.tell("fund.begun", subject=made.id, by=by)
        await once.remember(submission, "fund.begin", str(made.id))
    return UUID(str(made.id))


async def save(application_id: UUID, asked: Asked, *, version: int, by: Actor) -> None:
    """Keep what is written so far. Stale when it was changed meanwhile; RuleBroken once it is sent."""
    async with transaction():
        _, found = await held(application_id)
        check_fresh(found, version, in_words(asked))
        await _keep(found, asked, by=by)
        await news.tell("fund.saved", subject=application_id, by=by)


async def send(application_id: UUID, asked: Asked, *, version: int, by: Actor) -> None:
    """
    Send it: the applicant hears that it arrived, with its reference. Sent twice is sent once.

    Stale when it was changed meanwhile; RuleBroken when the pot closed or another answer is due already.
    """
    async with transaction():
        pot, found = await held(application_id)
        if found.state == ApplicationState.SENT:
            return
        rules.check_move(ApplicationState(found.state), ApplicationState.SENT)
        _check_open(pot)
        if asked.pence is None or asked.pence > pot.most_pence:
            raise RuleBroken(f"The most for one award from this pot is {pounds(pot.most_pence)}. Ask for that or less.")
        check_fresh(found, version, in_words(asked))
        await _keep(found, asked, by=by)
        await execute(
            "UPDATE fund_application SET state = 'sent', sent_at = $2, shown_at = NULL WHERE id = $1",
            application_id,
            clock.now(),
        )
        await news.tell("fund.sent", subject=application_id, by=by)


async def _keep(found: FundApplication, asked: Asked, *, by: Actor) -> None:
    if found.state != ApplicationState.BEGUN:
        raise RuleBroken("This was sent already. If something is different now, tell us when we ask, or withdraw it.")
    for name, now in asdict(asked).items():
        setattr(found, name, now)
    if by.staff_id is not None:
        found.helped_by = by.staff_id
    found.version += 1
    await found.save()


async def ask(application_id: UUID, question: str, *, submission: UUID, by: Member) -> None:
    """Ask something back; the applicant hears of it. RuleBroken while another question waits, and once it is decided."""
    async with transaction():
        if await once.already_done(submission, "fund.ask"):
            return
        _, found = await held(application_id)
        rules.check_move(ApplicationState(found.state), ApplicationState.ASKED)
        await FundQuestion(
            id=uuid4(), application=application_id, question=question, asked_at=clock.now(), asked_by=by.id
        ).save()
        found.state = ApplicationState.ASKED
        found.version += 1
        await found.save()
        await news.tell("fund.asked", subject=application_id, by=by)
        await once.remember(submission, "fund.ask", "asked")


async def answer(application_id: UUID, words: str, *, submission: UUID, by: Actor) -> None:
    """Answer what was asked last. RuleBroken when nothing waits for an answer; the same form twice is one answer."""
    async with transaction():
        if await once.already_done(submission, "fund.answer"):
            return
        _, found = await held(application_id)
        if found.state != ApplicationState.ASKED:
            raise RuleBroken("Nothing waits for an answer now.")
        await execute(
            "UPDATE fund_question SET answer = $2, answered_at = $3 WHERE application = $1 AND answered_at IS NULL",
            application_id,
            words,
            clock.now(),
        )
        found.state = ApplicationState.SENT
        found.version += 1
        await found.save()
        await news.tell("fund.answered", subject=application_id, by=by)
        await once.remember(submission, "fund.answer", "answered")


async def link_group(application_id: UUID, group: UUID | None, *, by: Member) -> None:
    """Say which group it is for, or with None that it is for none we help. RuleBroken for a group there is not."""
    async with transaction():
        _, found = await held(application_id)
        if group is not None and await value("SELECT id FROM community_group WHERE id = $1", group) is None:
            raise RuleBroken("Choose a group that is on the list.")
        found.community_group = group
        await found.save()
        await news.tell("fund.group_linked", subject=application_id, by=by, group=group)


async def withdraw(application_id: UUID, *, by: Actor) -> None:
    """The applicant takes it back. RuleBroken once it is decided; withdrawn twice is withdrawn once."""
    async with transaction():
        _, found = await held(application_id)
        if found.state == ApplicationState.WITHDRAWN:
            return
        rules.check_move(ApplicationState(found.state), ApplicationState.WITHDRAWN)
        found.state, found.withdrawn_at = ApplicationState.WITHDRAWN, clock.now()
        found.version += 1
        await found.save()
        await spoken_of(application_id, "It was withdrawn.", by=by)
        await news.tell("fund.withdrawn", subject=application_id, by=by)


async def forget_unsent() -> None:
    """Forget who began something that was not sent, two months after its pot closed, and what they wrote."""
    await execute(
        """
        UPDATE fund_application a
        SET name = '', email = '', phone = '', group_name = '', what = '', who_for = '', costs = '', other_money = '',
            kept_safe = '', afterwards = '', state = 'withdrawn', withdrawn_at = $1, forgotten_at = $1, version = version + 1
        WHERE state = 'begun' AND EXISTS (SELECT FROM fund_pot p WHERE p.id = a.pot AND p.closes_on < $2)
        """,
        clock.now(),
        clock.today() - rules.FORGOTTEN_AFTER,
    )


def _check_open(pot: FundPot) -> None:
    if not rules.is_open(pot.opens_on, pot.closes_on, closed=happened(pot.closed_at), today=clock.today()):
        raise RuleBroken("This pot is not open today. What you wrote is kept; the fund’s page says what opens next.")
