"""Receiving a referral: the one action behind every door."""

import json
from uuid import UUID, uuid4

from livewell.kit import clock, db, ids, news, once
from livewell.kit.actor import Actor
from livewell.kit.dates import add_working_days
from livewell.kit.db import transaction
from livewell.people import actions as people
from livewell.referrals.forms.command import ReceiveReferral
from livewell.referrals.queries.place import find_place
from livewell.referrals.rules import ReferralStatus, eligibility

KIND = "referral.receive"
"""What a submission of any of the forms is remembered as."""

TRIES = 20
"""References drawn before something must be wrong: with a million in use, twenty in a row taken happens never."""


async def receive(command: ReceiveReferral, *, submission: UUID, by: Actor) -> UUID:
    """
    Keep a referral, exactly once for each submission. Gives its id.

    The person is found by NHS number or added, the area found by practice or postcode, and eligibility noted for
    triage: it never turns anybody away. What was sent is kept as it was sent.
    """
    async with transaction():
        done = await once.already_done(submission, KIND)
        if done:
            return UUID(done)
        person = await people.find_or_add(
            identity=command.identity, details=command.details, agreed=command.consents, how=command.consent_how, by=by
        )
        place = await find_place(
            practice=command.details.practice,
            other_practice=command.details.other_practice,
            referrer_practice=command.referrer.practice,
            postcode=command.identity.postcode or command.details.postcode,
        )
        check = eligibility(
            born_on=command.identity.born_on,
            registered=place.registered,
            lives_here=place.lives_here,
            minimum_age=place.minimum_age,
            today=clock.today(),
        )
        now = clock.now()
        referral = await _write(
            command,
            {
                "person": person,
                "area": place.area,
                "status": str(ReferralStatus.RECEIVED),
                "received_at": now,
                "triage_due_on": add_working_days(clock.today(), place.triage_within),
                "eligible": check.eligible,
                "not_eligible_why": str(check.why or ""),
            },
        )
        await news.tell(
            "referral.received",
            subject=referral,
            by=by,
            person=person,
            channel=command.channel,
            referrer_type=command.referrer.type,
            pathway=command.pathway,
            urgent=command.urgent,
            safety=command.safety,
        )
        await once.remember(submission, KIND, str(referral))
        return referral


async def _write(command: ReceiveReferral, decided: dict[str, object]) -> UUID:
    """The referral and the entry as it was sent, in one statement. Gives the referral's id."""
    referral = uuid4()
    columns: dict[str, object] = {
        "id": referral,
        "reference": "",
        "practice": command.referrer.practice,
        "referrer_type": str(command.referrer.type),
        "pathway": str(command.pathway),
        "referrer": command.referrer.account,
        "referrer_name": command.referrer.name,
        "referrer_role": command.referrer.role,
        "referrer_organisation": command.referrer.organisation,
        "referrer_phone": command.referrer.phone,
        "reply_to": command.referrer.reply_to,
        "needs": [str(need) for need in command.needs],
        "reason": command.reason,
        "check_condition": command.check_condition,
        "check_on": command.check_on,
        "safety": str(command.safety),
        "safety_detail": command.safety_detail,
        "urgent": command.urgent,
        "person_agrees": command.person_agrees,
        "helped_by": command.helped_by,
        "decline_reason": "",
        "decline_suggestion": "",
        "override_why": "",
        "version": 1,
        **decided,
    }
    names = ", ".join(columns)
    places = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
    rest = len(columns)
    sql = f"""
        WITH written AS (
            INSERT INTO referral ({names}) VALUES ({places}) ON CONFLICT (reference) DO NOTHING RETURNING id
        )
        INSERT INTO referral_entry (id, referral, channel, as_sent, sent_at)
        SELECT gen_random_uuid(), written.id, ${rest + 1}, ${rest + 2}::jsonb, ${rest + 3} FROM written
        RETURNING referral
    """  # noqa: S608  Our own words only.
    as_sent = json.dumps({box: list(texts) for box, texts in command.as_sent.items()})
    for _ in range(TRIES):
        columns["reference"] = ids.new_reference()
        if await db.value(sql, *columns.values(), str(command.channel), as_sent, clock.now()) is not None:
            return referral
    raise RuntimeError("No free reference was found.")
