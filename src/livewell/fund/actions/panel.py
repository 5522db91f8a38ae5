"""The panel: an application is put before it, and each says what they think or stands back."""

from uuid import UUID, uuid4

from livewell.fund import rules
from livewell.fund.actions.agenda import put_on_agenda
from livewell.fund.actions.held import happened, held
from livewell.fund.forms.keeping import OpinionTyped
from livewell.fund.queries.panel import opinions
from livewell.fund.rules import ApplicationState
from livewell.fund.tables import FundOpinion
from livewell.kit import clock, news
from livewell.kit.actor import Actor
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.staff.rules import Member


async def put_before_panel(application_id: UUID, *, by: Member) -> None:
    """
    The fund's keeper has read it, and nobody can be recognised in it: its panel may read it. Twice is once.

    Where its pot says so, it waits for the forum's next agenda too.
    """
    async with transaction():
        pot, found = await held(application_id)
        if happened(found.shown_at):
            return
        if ApplicationState(found.state) not in rules.UNDECIDED:
            raise RuleBroken("Only what was sent, and is not decided, goes before the panel.")
        found.shown_at = clock.now()
        found.version += 1
        await found.save()
        await news.tell("fund.put_before_panel", subject=application_id, by=by)
        if pot.to_forum:
            await put_on_agenda(pot, found, submission=uuid4(), by=by)


async def give_opinion(application_id: UUID, member: UUID, typed: OpinionTyped, *, version: int, by: Actor) -> None:
    """
    What a panellist says, by themself or as the fund's keeper writes it down for them; or that they stand back.

    NotFound for whoever is not on the panel, and before it is put there; Stale when it was changed meanwhile; RuleBroken
    for the applicant, for whoever stood back, and once it is decided.
    """
    async with transaction():
        pot, found = await held(application_id)
        mine = next((one for one in await opinions(application_id) if one.member == member), None)
        if mine is None or not mine.is_member or found.shown_at is None:
            raise NotFound
        if mine.is_applicant:
            raise RuleBroken("This was asked by the same person, so they stand back.")
        if ApplicationState(found.state) not in rules.UNDECIDED:
            raise RuleBroken("This is decided already, or was withdrawn. Nothing more is needed.")
        if mine.conflict:
            raise RuleBroken("They stood back from this one, and that stays.")
        if mine.version != version:
            raise Stale({"What they would do": mine.says_label, "Reasons": mine.words}, {"Reasons": typed.words})
        rules.check_meets(typed.meets, rules.criteria_in(pot.criteria))
        opinion = await FundOpinion.objects().where(
            (FundOpinion.application == application_id) & (FundOpinion.member == member)
        ).lock_rows("UPDATE").first() or FundOpinion(id=uuid4(), application=application_id, member=member, version=0)
        opinion.conflict, opinion.conflict_words = typed.conflict, typed.conflict_words
        opinion.meets = [] if typed.conflict else list(typed.meets)
        opinion.says = "" if typed.conflict or typed.says is None else typed.says.value
        opinion.words = "" if typed.conflict else typed.words
        opinion.given_at, opinion.noted_by = clock.now(), by.staff_id
        opinion.version += 1
        await opinion.save()
        what = "fund.stood_back" if typed.conflict else "fund.opinion_given"
        await news.tell(what, subject=application_id, by=by, member=member)
