"""What waits for somebody this very morning, so that every desk in the demo has something on it."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from livewell.assets.rules import Way
from livewell.coaching import actions as coaching
from livewell.coaching.actions import GoalWords
from livewell.coaching.rules import Domain
from livewell.demo import names, words
from livewell.demo.cast import Cast, Player
from livewell.demo.planned import PlannedReferral, nhs_number
from livewell.demo.recent import Hand
from livewell.journeys.rules import Stage
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.dates import is_working_day
from livewell.kit.db import rows
from livewell.people import actions as people
from livewell.people.forms import Details
from livewell.people.rules import Agreed, ConsentKind, Identity
from livewell.referrals import actions as referrals
from livewell.referrals.forms.command import ReceiveReferral, Referrer
from livewell.referrals.forms.registry import Answer, Invitee
from livewell.referrals.rules import (
    Channel,
    InvitationAnswer,
    Need,
    Pathway,
    ReferrerType,
    Register,
    SafetyAnswer,
)
from livewell.safety import actions as safety
from livewell.safety.rules import RaisedFrom, SafetyKind
from livewell.sessions import actions as sessions
from livewell.sessions.actions import Booking
from livewell.sessions.rules import Place

ARRIVALS = (
    (("Winifred", "Teasdale-Moor"), "Central"),
    (("Desmond", "Orchardleigh"), "North"),
    (("Rukhsana", "Fennelby"), "South"),
)
"""Who is referred by a GP this morning, and in which area; with the neighbour's, ARRIVED_TODAY in all."""


def _a_working_moment(hours_ago: int) -> datetime:
    """`hours_ago` hours of work before now, or before five on the last working day when it is out of hours."""
    now = clock.now().astimezone(clock.LONDON)
    day = now.date()
    if now.hour < 9 + hours_ago:
        day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    closing = datetime.combine(day, time(17), tzinfo=clock.LONDON)
    return min(now, closing) - timedelta(hours=hours_ago)


async def set_the_desks(plan: list[PlannedReferral], hand: Hand) -> None:
    """A question to a GP, somebody who may be known already, an urgent referral, and a safety matter nobody has taken on."""
    for number, (person, area) in enumerate(ARRIVALS):
        made = await _from_a_practice(person, area, hand, hours_ago=6 - number, urgent=number == 1)
        if number == 0:
            coach = await hand.member(hand.cast.coaches[area])
            with clock.at(_a_working_moment(2)):
                question = "Is there a number we can ring in the evening? They were out both times."
                await referrals.ask(made, question=question, by=coach)
    await _a_likely_duplicate(plan, hand, hand.cast)
    await _an_open_safety_matter(hand)
    await _somebody_who_must_not_be_rung(hand)
    await _a_goal_being_worked_out(hand)
    await _a_session_to_note(hand)
    await _letters_to_a_register(hand)


async def _from_a_practice(person: tuple[str, str], area: str, hand: Hand, *, hours_ago: int, urgent: bool) -> UUID:
    """A GP of the area's first practice refers somebody this morning."""
    cast = hand.cast
    number = next(place for place, (_, where, _) in enumerate(names.PRACTICES) if where == area)
    by = await hand.member(cast.referrers[number][0])
    first, family = person
    command = ReceiveReferral(
        channel=Channel.PROFESSIONAL,
        identity=Identity(nhs_number(400_000 + number), first, family, date(1951, 4, 3 + number), ""),
        details=Details(phone=f"07700 9008{number:02d}", practice=cast.practices[number]),
        referrer=Referrer(
            ReferrerType.GP,
            by.id,
            cast.practices[number],
            by.name,
            by.job_title,
            cast.practice_names[number],
            reply_to=by.email,
        ),
        pathway=Pathway.CONSULTATION,
        needs=(Need.LONELY, Need.LONG_TERM_CONDITION),
        reason="Has been out very little since a stay in hospital. Would like company and something to look forward to.",
        safety=SafetyAnswer.NONE_KNOWN,
        urgent=urgent,
        consents=(Agreed(ConsentKind.SERVICE, given=True), Agreed(ConsentKind.TELL_REFERRER, given=True)),
        as_sent={"first_name": [first], "family_name": [family]},
    )
    with clock.at(_a_working_moment(hours_ago)):
        return await referrals.receive(command, submission=hand.ledger.new_id(), by=by)


async def _a_likely_duplicate(plan: list[PlannedReferral], hand: Hand, cast: Cast) -> None:
    """A neighbour refers somebody who may be with Live Well already: nearly the same name, the same day of birth."""
    known = next(one.person for one in reversed(plan) if one.made.get("journey") and len(one.person.first_name) > 4)
    misspelt = known.first_name[:-2] + known.first_name[-1]
    command = ReceiveReferral(
        channel=Channel.FOR_SOMEONE,
        identity=Identity(None, misspelt, known.family_name, known.born_on, known.postcode),
        details=Details(phone=known.phone, postcode=known.postcode, practice=cast.practices[known.practice]),
        referrer=Referrer(ReferrerType.FAMILY, name="Robin Saxonby", phone="01632 960556"),
        pathway=Pathway.OTHER,
        needs=(Need.LONELY,),
        reason="My neighbour has hardly been out since the spring and says yes to a call from you.",
        safety=SafetyAnswer.NONE_KNOWN,
        urgent=False,
        consents=(Agreed(ConsentKind.SERVICE, given=True),),
        as_sent={"first_name": [misspelt], "family_name": [known.family_name]},
    )
    with clock.at(_a_working_moment(3)):
        await referrals.receive(command, submission=hand.ledger.new_id(), by=PUBLIC_VISITOR)


async def _an_open_safety_matter(hand: Hand) -> None:
    """Raised by a link worker this morning; the coach of the area has not taken it on yet."""
    found = await rows(
        "SELECT id, person, area, link_worker FROM journey WHERE stage = $1 ORDER BY opened_at DESC LIMIT 1",
        Stage.LINK_WORK,
    )
    team = {player.id: player for players in hand.cast.link_workers.values() for player in players}
    for journey in found:
        with clock.at(clock.now() - timedelta(minutes=12)):
            await safety.raise_matter(
                person=journey["person"],
                journey=journey["id"],
                area=journey["area"],
                kind=SafetyKind.SELF_NEGLECT,
                urgent=False,
                what="The kitchen had no food in it again and the heating was off. They did not want me to ring anybody.",
                done_so_far="We went to the shop together and I left the lunch club's number.",
                raised_from=RaisedFrom.SESSION,
                submission=hand.ledger.new_id(),
                by=await hand.member(team[journey["link_worker"]]),
            )


async def _somebody_who_must_not_be_rung(hand: Hand) -> None:
    """She asked that nobody rings or writes: it is not safe at home. She comes to the practice instead."""
    found = await rows(
        "SELECT journey.id, person, health_coach, person.phone, person.postcode, person.practice, person.version FROM journey"
        " JOIN person ON person.id = journey.person"
        " WHERE stage = $1 ORDER BY opened_at DESC LIMIT 1",
        Stage.CONTACTING,
    )
    for journey in found:
        details = Details(
            phone=journey["phone"],
            postcode=journey["postcode"],
            practice=journey["practice"],
            when_not_to_contact="Never at home. She comes to the practice on Tuesdays.",
            never_contact=True,
            protected_address=True,
        )
        by = await hand.member(_coaches(hand)[journey["health_coach"]])
        await people.change_details(journey["person"], details=details, version=journey["version"], practices={}, by=by)


async def _a_goal_being_worked_out(hand: Hand) -> None:
    """For each coach, somebody's second goal, written down in the last session and not agreed yet."""
    found = await rows(
        "SELECT DISTINCT ON (health_coach) id, health_coach FROM journey WHERE stage = $1 ORDER BY health_coach, opened_at",
        Stage.COACHING,
    )
    for journey in found:
        goal = words.GOALS[2]
        said = GoalWords(goal.in_words, Way(goal.way), Domain(goal.domain), 7, 4)
        by = await hand.member(_coaches(hand)[journey["health_coach"]])
        await coaching.draft_goal(journey["id"], words=said, submission=hand.ledger.new_id(), by=by)


async def _a_session_to_note(hand: Hand) -> None:
    """For each coach, a session that took place on the last working day: how it went is still to be written down."""
    found = await rows(
        "SELECT DISTINCT ON (health_coach) id, health_coach FROM journey WHERE stage = $1 AND NOT EXISTS (SELECT 1"
        " FROM session WHERE session.journey = journey.id AND status = 'booked') ORDER BY health_coach, opened_at DESC",
        Stage.COACHING,
    )
    for journey in found:
        met_at = _a_working_moment(4)
        by = await hand.member(_coaches(hand)[journey["health_coach"]])
        with clock.at(met_at - timedelta(days=3)):
            booking = Booking(met_at, Place.PRACTICE)
            why = "We agreed on one more together."
            await sessions.book(
                journey["id"], booking=booking, beyond_guide_why=why, submission=hand.ledger.new_id(), by=by
            )


async def _letters_to_a_register(hand: Hand) -> None:
    """A dozen people on a practice's diabetes register had a letter a fortnight ago; two have answered."""
    practice = hand.cast.practices[0]
    area = names.PRACTICES[0][1]
    by = await hand.member(hand.cast.coaches[area])
    invited = [
        Invitee(
            Identity(
                nhs_number(410_000 + place),
                names.FIRST_NAMES[place * 7],
                names.FAMILY_NAMES[place * 5],
                born,
                "NG2 5AA",
            ),
            phone=f"07700 9007{place:02d}",
            address=f"{place + 1} {names.STREETS[place % len(names.STREETS)]}",
        )
        for place in range(12)
        for born in (date(1948 + place, 1 + place % 12, 5 + place),)
    ]
    with clock.at(clock.now() - timedelta(days=14)):
        await referrals.invite(
            invited, practice=practice, register=Register.DIABETES, submission=hand.ledger.new_id(), by=by
        )
    codes = await rows(
        "SELECT code, born_on FROM registry_invitation JOIN person ON person.id = registry_invitation.person ORDER BY code LIMIT 2"
    )
    for days_ago, letter in enumerate(codes, 3):
        with clock.at(clock.now() - timedelta(days=days_ago)):
            await referrals.answer_invitation(
                letter["code"],
                born_on=letter["born_on"],
                answer=Answer(InvitationAnswer.DECLINED),
                submission=hand.ledger.new_id(),
                by=PUBLIC_VISITOR,
            )


def _coaches(hand: Hand) -> dict[UUID, Player]:
    return {player.id: player for player in hand.cast.coaches.values()}
