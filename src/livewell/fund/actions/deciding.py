"""What the panel decided, never beyond the pot; what is paid and comes back; and an award that is closed."""

from datetime import timedelta
from uuid import UUID, uuid4

from livewell.fund import rules
from livewell.fund.actions.agenda import spoken_of
from livewell.fund.actions.held import award_of, check_fresh, held, left_in
from livewell.fund.forms.keeping import DecisionTyped, PaymentTyped
from livewell.fund.queries.panel import opinions
from livewell.fund.rules import ApplicationState, How, money
from livewell.fund.tables import FundDecision, FundPayment
from livewell.kit import clock, news, once
from livewell.kit.db import execute, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.staff.rules import Member


async def decide(application_id: UUID, typed: DecisionTyped, *, version: int, submission: UUID, by: Member) -> None:
    """
    Write down what was decided; the applicant hears of it, whatever it is. The same form twice is one decision.

    RuleBroken beyond what is left in the pot, what is the most or what was asked; without two opinions that count; and
    when `by` is the applicant. Stale when the application changed meanwhile.
    """
    async with transaction():
        if await once.already_done(submission, "fund.decide"):
            return
        pot, found = await held(application_id)
        to = ApplicationState.AWARDED if typed.pence else ApplicationState.DECLINED
        rules.check_move(ApplicationState(found.state), to)
        check_fresh(found, version, {"Where it stands": "You decided on it", **_said(typed)})
        if rules.is_the_applicant(found.email, by.email):
            raise RuleBroken("You asked for this yourself, so somebody else writes down what was decided.")
        rules.check_told(reasons=typed.reasons, feedback=typed.feedback, onward=typed.onward)
        counted = [one for one in await opinions(application_id) if one.counts]
        rules.check_quorum(len(counted))
        if typed.pence:
            money.check_award(typed.pence, asked=found.pence or 0, left=await left_in(pot), most=pot.most_pence)
        await FundDecision(
            id=uuid4(),
            application=application_id,
            pence=typed.pence,
            reasons=typed.reasons,
            conditions=typed.conditions,
            feedback=typed.feedback,
            onward=typed.onward,
            meeting=typed.meeting,
            decided_by_names=", ".join([*(one.name for one in counted), *([typed.names] if typed.names else [])]),
            decided_at=clock.now(),
            noted_by=by.id,
        ).save()
        found.state = to
        found.version += 1
        await found.save()
        await spoken_of(application_id, _came(typed), by=by)
        await news.tell("fund.decided", subject=application_id, by=by, awarded=typed.pence > 0)
        await once.remember(submission, "fund.decide", "decided")


def _came(typed: DecisionTyped) -> str:
    """What the minutes of the forum say, where it was on the agenda."""
    return f"{money.pounds(typed.pence)} was awarded." if typed.pence else "It was declined this time."


def _said(typed: DecisionTyped) -> dict[str, str]:
    return {
        "Reasons": typed.reasons,
        "Conditions": typed.conditions,
        "What the applicant reads": typed.feedback,
        "What else they are offered": typed.onward,
    }


async def pay(application_id: UUID, typed: PaymentTyped, *, submission: UUID, by: Member) -> None:
    """
    Note that money went out, or with RETURNED came back. The first payment sets the day of the report.

    RuleBroken beyond what is still to pay, or more coming back than they have; and once the award is closed.
    """
    async with transaction():
        if await once.already_done(submission, "fund.pay"):
            return
        pot, found = await held(application_id)
        if found.state != ApplicationState.AWARDED:
            raise RuleBroken("Money goes out and comes back only while an award is open.")
        award = await award_of(application_id)
        back = typed.how is How.RETURNED
        if back:
            money.check_return(typed.pence, award)
        else:
            money.check_payment(typed.pence, award)
        await FundPayment(
            id=uuid4(),
            application=application_id,
            pence=-typed.pence if back else typed.pence,
            paid_on=typed.paid_on,
            how=typed.how.value,
            reference=typed.reference,
            noted_at=clock.now(),
            noted_by=by.id,
        ).save()
        if not back:
            await execute(
                "UPDATE fund_decision SET report_due_on = coalesce(report_due_on, $2) WHERE application = $1",
                application_id,
                typed.paid_on + timedelta(days=pot.report_within),
            )
        await news.tell("fund.returned" if back else "fund.paid", subject=application_id, by=by)
        await once.remember(submission, "fund.pay", "noted")


async def close_award(application_id: UUID, *, why: str, version: int, by: Member) -> None:
    """
    Close an award: what is not with its applicant is left in the pot again.

    RuleBroken while unspent money has not come back, and without a report unless `why` says so. Stale when it changed.
    """
    async with transaction():
        _, found = await held(application_id)
        rules.check_move(ApplicationState(found.state), ApplicationState.CLOSED)
        check_fresh(found, version, {"Where it stands": "You closed it", "Why": why})
        spent = await value("SELECT spent_pence FROM fund_report WHERE application = $1", application_id)
        back = money.released(await award_of(application_id), spent, why=why)
        await execute(
            """
            UPDATE fund_decision SET released_pence = $2, closed_at = $3, closed_by = $4, closed_words = $5
            WHERE application = $1
            """,
            application_id,
            back,
            clock.now(),
            by.id,
            why,
        )
        found.state = ApplicationState.CLOSED
        found.version += 1
        await found.save()
        await news.tell("fund.closed", subject=application_id, by=by)


async def mark_told(application_id: UUID, *, by: Member) -> None:
    """Somebody without an address was told by letter. NotFound before there is a decision."""
    async with transaction():
        told = await value(
            "UPDATE fund_decision SET told_at = coalesce(told_at, $2) WHERE application = $1 RETURNING id",
            application_id,
            clock.now(),
        )
        if told is None:
            raise NotFound
        await news.tell("fund.told_by_letter", subject=application_id, by=by)
