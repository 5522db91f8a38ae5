"""What came of an award: reported by those who had it, read by the team, kept from others where it has to be."""

from uuid import UUID, uuid4

from livewell.fund.actions.held import award_of, held
from livewell.fund.forms.asking import Reported
from livewell.fund.rules import ApplicationState
from livewell.fund.tables import FundReport
from livewell.kit import clock, news
from livewell.kit.actor import Actor
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Member


async def report(application_id: UUID, typed: Reported, *, version: int, by: Actor) -> None:
    """
    Report what came of it, or change what was reported until the team has read it. Version 0 is a first report.

    RuleBroken without a payment, once it was read, and once the award is closed; Stale when it was changed meanwhile.
    """
    async with transaction():
        _, found = await held(application_id)
        if found.state != ApplicationState.AWARDED or not (await award_of(application_id)).paid:
            raise RuleBroken("There is nothing to report on now: no money was paid yet, or this is done.")
        before = await _report(application_id)
        if before is not None and before.read_at is not None:
            raise RuleBroken("We have read your report already. If something has to be put right, tell us.")
        if (before.version if before else 0) != version:
            theirs: dict[str, str] = {"The story": before.story, "What you learned": before.learned} if before else {}
            raise Stale(theirs, {"The story": typed.story, "What you learned": typed.learned})
        kept = before or FundReport(id=uuid4(), application=application_id, version=0)
        kept.story, kept.reach, kept.learned = typed.story, typed.reach.value, typed.learned
        kept.people, kept.times_met, kept.spent_pence = typed.people, typed.times_met, typed.spent_pence
        kept.still_going, kept.reported_at = typed.still_going, clock.now()
        kept.version += 1
        await kept.save()
        await news.tell("fund.reported", subject=application_id, by=by, reach=typed.reach)


async def read_report(application_id: UUID, *, version: int, hidden_why: str = "", by: Member) -> None:
    """
    One of the team has read it: it may go as far as its tellers said, or with a reason stays with the team.

    NotFound without a report, Stale when it was changed meanwhile.
    """
    async with transaction():
        kept = await _report(application_id)
        if kept is None:
            raise NotFound
        if kept.version != version:
            raise Stale({"The story now": kept.story}, {})
        kept.read_at, kept.read_by, kept.hidden_why = clock.now(), by.id, hidden_why
        kept.version += 1
        await kept.save()
        await news.tell("fund.report_read", subject=application_id, by=by, hidden=bool(hidden_why))


async def _report(application_id: UUID) -> FundReport | None:
    return await FundReport.objects().where(FundReport.application == application_id).lock_rows("UPDATE").first()
