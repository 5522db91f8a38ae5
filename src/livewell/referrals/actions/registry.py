"""Inviting people from a practice register, and taking their answers."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from livewell.kit import clock, db, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound, RuleBroken
from livewell.people import actions as people
from livewell.people import queries as known
from livewell.people.forms import Details
from livewell.people.rules import Agreed, ConsentKind
from livewell.referrals.actions.receiving import receive
from livewell.referrals.forms.command import ReceiveReferral, Referrer
from livewell.referrals.forms.registry import Answer, Invitee, new_code
from livewell.referrals.queries import registry
from livewell.referrals.rules import (
    REGISTER_LABELS,
    Channel,
    InvitationAnswer,
    Need,
    Pathway,
    ReferrerType,
    Register,
    SafetyAnswer,
)
from livewell.referrals.tables import RegistryInvitation
from livewell.staff.rules import Member

KIND = "registry.invite"
TRIES = 20

NEEDS: dict[Register, tuple[Need, ...]] = {
    Register.SMI: (Need.EMOTIONAL, Need.LONG_TERM_CONDITION),
    Register.COPD: (Need.LONG_TERM_CONDITION,),
    Register.DIABETES: (Need.LONG_TERM_CONDITION,),
    Register.THREE_OR_MORE: (Need.LONG_TERM_CONDITION,),
}
"""What being on a register says by itself; the coach asks about everything else."""


async def invite(
    invitees: Sequence[Invitee], *, practice: UUID, register: Register, submission: UUID, by: Member
) -> UUID:
    """
    Write to people on a register, once for each submission. Gives the batch, to print its letters.

    Those who are with Live Well, referred, or invited already are left out. RuleBroken when that leaves nobody;
    NotFound for a practice of another area.
    """
    async with transaction():
        done = await once.already_done(submission, KIND)
        if done:
            return UUID(done)
        if practice not in await registry.practices_of(by):
            raise NotFound
        here = await registry.here_already([one.identity.nhs_number or "" for one in invitees])
        new = [one for one in invitees if one.identity.nhs_number not in here]
        if not new:
            raise RuleBroken("Everybody on this list is with Live Well, referred or invited already.")
        batch = uuid4()
        for one in new:
            person = await people.find_or_add(
                identity=one.identity, details=Details(phone=one.phone, address=one.address, practice=practice), by=by
            )
            await _invite(person, practice=practice, register=register, batch=batch, by=by)
        await once.remember(submission, KIND, str(batch))
        return batch


async def _invite(person: UUID, *, practice: UUID, register: Register, batch: UUID, by: Member) -> None:
    invitation = uuid4()
    for _ in range(TRIES):
        written = await db.value(
            """
            INSERT INTO registry_invitation (id, practice, person, register, batch, code, invited_at, invited_by, answer)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '') ON CONFLICT (code) DO NOTHING RETURNING id
            """,
            invitation,
            practice,
            person,
            str(register),
            batch,
            new_code(),
            clock.now(),
            by.id,
        )
        if written is not None:
            await news.tell("registry.invited", subject=invitation, by=by, person=person, register=register)
            return
    raise RuntimeError("No free code was found.")


async def answer_invitation(
    code: str | None, *, born_on: date, answer: Answer, submission: UUID, by: Actor
) -> UUID | None:
    """
    Take the answer to a letter. Accepting becomes a referral by the practice: gives its id, or None for "not now".

    NotFound when the code and the date of birth do not go together. Answered twice, the first yes stands.
    """
    async with transaction():
        asked = await registry.by_code(code) if code else None
        if asked is None or asked.born_on != born_on:
            raise NotFound
        row = await RegistryInvitation.objects().where(RegistryInvitation.id == asked.id).lock_rows("UPDATE").first()
        if row is None:
            raise NotFound
        if row.answer:
            if row.referral is not None:
                referral: UUID = row.referral
                return referral
            if answer.answer == InvitationAnswer.DECLINED:
                return None
        sent = await _refer(asked, answer, submission, by) if answer.answer == InvitationAnswer.ACCEPTED else None
        await row.update_self(
            {
                RegistryInvitation.answer: str(answer.answer),
                RegistryInvitation.answered_at: clock.now(),
                RegistryInvitation.referral: sent,
            }
        )
        await news.tell("registry.answered", subject=asked.id, by=by, person=asked.person, answer=answer.answer)
        return sent


async def _refer(asked: registry.Asked, answer: Answer, submission: UUID, by: Actor) -> UUID:
    """The referral that a yes becomes: by the practice, from its register."""
    person = await known.person(asked.person)
    if person is None:
        raise NotFound
    register = REGISTER_LABELS[asked.register]
    return await receive(
        ReceiveReferral(
            channel=Channel.REGISTRY,
            identity=person.identity,
            details=Details(phone=answer.phone, practice=person.details.practice),
            referrer=Referrer(
                type=ReferrerType.GP, practice=asked.practice, organisation=asked.practice_name, reply_to=""
            ),
            pathway=Pathway.REGISTRY,
            needs=NEEDS[asked.register],
            reason=answer.reason or f"Said yes to a letter from the practice’s register: {register}.",
            safety=answer.safety if answer.safety_detail else SafetyAnswer.NONE_KNOWN,
            safety_detail=answer.safety_detail,
            consents=(Agreed(ConsentKind.SERVICE, given=True),),
            consent_how="form",
            as_sent={
                "answer": [str(answer.answer)],
                "phone": [answer.phone],
                "reason": [answer.reason],
                "safety": [str(answer.safety)],
                "safety_detail": [answer.safety_detail],
                "service": ["yes"],
            },
        ),
        submission=submission,
        by=by,
    )
