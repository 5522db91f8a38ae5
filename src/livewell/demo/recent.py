"""The last weeks of the plan, walked through the same actions the web uses."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from livewell.assets.rules import Way
from livewell.coaching import actions as coaching
from livewell.coaching.actions import Answers, GoalRated, GoalWords, StepWords
from livewell.coaching.rules import Domain, Intensity
from livewell.connections import actions as connections
from livewell.connections import rules as connection_rules
from livewell.demo import words
from livewell.demo.cast import Player
from livewell.demo.history import History
from livewell.demo.planned import PlannedReferral, Step
from livewell.journeys import actions as journeys
from livewell.journeys import rules as journey_rules
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import row, value
from livewell.kit.deliveries import deliver_all
from livewell.linkwork import actions as linkwork
from livewell.linkwork import rules as linkwork_rules
from livewell.measures.rules.taking import How, NotDone
from livewell.outcomes import actions as outcomes
from livewell.outcomes.forms import EndingCommand, Pam
from livewell.outcomes.rules import Expectation, WhatNext
from livewell.people.forms import Details
from livewell.people.rules import AccessNeed, Agreed, ConsentKind, Identity
from livewell.referrals import actions as referrals
from livewell.referrals.forms.command import ReceiveReferral, Referrer
from livewell.referrals.rules import Channel, DeclineReason, Need, Pathway, ReferrerType, SafetyAnswer
from livewell.sessions import actions as sessions
from livewell.sessions.actions import ActionWords, Booking, HeldNote
from livewell.sessions.rules import Place, Purpose
from livewell.staff import queries as staff
from livewell.staff.rules import Member

HEARD = frozenset({"receive", "decline", "accept", "end"})
"""After these somebody is told, at that moment and not all at once this morning."""

SUGGESTION = "The community directory is open to everybody, and the GP can refer again at any time."


async def live(
    plan: list[PlannedReferral], history: History, *, since: datetime, said: Callable[[str], None]
) -> "Hand":
    """Do every step since `since`, in order of time, with the clock set to its instant. Gives the hand that did it."""
    steps = sorted((step for one in plan for step in one.steps if step.at >= since), key=lambda step: step.at)
    hand = Hand(history)
    for done, step in enumerate(steps):
        if done % 500 == 0:
            said(f"Living the last weeks: {done:,} of {len(steps):,} things done …")
        with clock.at(step.at):
            await hand.do(step)
            if step.what in HEARD:
                await deliver_all()
    return hand


class Hand:
    """Does what a step says, as the member of staff who would."""

    def __init__(self, history: History) -> None:
        self.history, self.cast, self.ledger = history, history.cast, history.ledger
        self._members: dict[UUID, Member] = {}
        self._do: dict[str, Callable[[Step], Awaitable[None]]] = {
            "receive": self._receive, "decline": self._decline, "accept": self._accept, "attempt": self._attempt,
            "book": self._book, "hold": self._hold, "miss": self._miss, "assess": self._assess, "pam": self._pam,
            "goal": self._goal, "introduce": self._introduce, "take_on": self._take_on, "suggest": self._suggest,
            "introduce_group": self._introduce_group, "visit": self._visit, "settle": self._settle,
            "end_connection": self._end_connection, "end": self._end,
        }  # fmt: skip

    async def do(self, step: Step) -> None:
        """Do one step. Whatever an action refuses is an error of the plan, so it is not caught."""
        await self._do[step.what](step)

    async def member(self, player: Player) -> Member:
        """The member of staff behind a player."""
        if player.id not in self._members:
            found = await staff.member(player.id)
            if found is None:
                raise ValueError(f"{player.name} does not work here.")
            self._members[player.id] = found
        return self._members[player.id]

    async def coach(self, step: Step) -> Member:
        """The health coach of the person's area."""
        return await self.member(self.history.coach(step.of))

    async def worker_now(self, step: Step) -> Member:
        """Whoever works with the person at this stage."""
        stage = await value("SELECT stage FROM journey WHERE id = $1", step.of.made["journey"])
        with_link_worker = stage == journey_rules.Stage.LINK_WORK
        return await self.member((self.history.link_worker if with_link_worker else self.history.coach)(step.of))

    async def _receive(self, step: Step) -> None:
        referral, person = step.of, step.of.person
        practice = self.cast.practices[person.practice]
        by: Member | None = None
        kind = ReferrerType(referral.referrer_type)
        referrer = Referrer(type=kind)
        if kind in {ReferrerType.GP, ReferrerType.NURSE}:
            team = self.cast.referrers[person.practice]
            by = await self.member(team[-1] if kind is ReferrerType.NURSE else team[referral.number % (len(team) - 1)])
            name = self.cast.practice_names[person.practice]
            referrer = Referrer(kind, by.id, practice, by.name, by.job_title, name, reply_to=by.email)
        elif kind is not ReferrerType.SELF:
            referrer = Referrer(kind, name="Jo Saxonby", phone="01632 960555", reply_to="jo@neighbours.example")
        command = ReceiveReferral(
            channel=Channel.PROFESSIONAL if by else Channel.SELF if kind is ReferrerType.SELF else Channel.FOR_SOMEONE,
            identity=Identity(
                person.nhs_number, person.first_name, person.family_name, person.born_on, person.postcode
            ),
            details=Details(
                phone=person.phone,
                address=person.address,
                postcode=person.postcode,
                practice=practice,
                may_leave_voicemail=True,
                access_needs=tuple(AccessNeed(need) for need in person.access_needs),
            ),
            referrer=referrer,
            pathway=Pathway(referral.pathway),
            needs=tuple(Need(need) for need in referral.needs),
            reason=referral.reason,
            safety=SafetyAnswer.NONE_KNOWN,
            urgent=referral.urgent,
            consents=(Agreed(ConsentKind.SERVICE, given=True), Agreed(ConsentKind.TELL_REFERRER, given=True)),
            as_sent={"first_name": [person.first_name], "reason": [referral.reason], "needs": referral.needs},
        )
        made = await referrals.receive(command, submission=self.ledger.new_id(), by=by or PUBLIC_VISITOR)
        referral.made["referral"] = made
        person.id = await value("SELECT person FROM referral WHERE id = $1", made)

    async def _decline(self, step: Step) -> None:
        reason = DeclineReason(step.says["reason"])
        made = step.of.made["referral"]
        await referrals.decline(made, reason=reason, suggestion=SUGGESTION, by=await self.coach(step))

    async def _accept(self, step: Step) -> None:
        made = step.of.made["referral"]
        why = "Registered with one of our practices."
        step.of.made["journey"] = await referrals.accept(made, override_why=why, by=await self.coach(step))

    async def _attempt(self, step: Step) -> None:
        await journeys.note_attempt(
            step.of.made["journey"],
            method=step.says["method"],
            outcome=journey_rules.ContactOutcome(step.says["outcome"]),
            by=await self.coach(step),
        )

    async def _book(self, step: Step) -> None:
        with_coach = step.key.startswith("coach")
        planned_for = step.says["planned_for"]
        where = "" if with_coach else words.MET_AT[planned_for.day % len(words.MET_AT)]
        booking = Booking(planned_for, Place.PRACTICE if with_coach else Place.COMMUNITY, where)
        by = await self.worker_now(step)
        step.of.made[step.key] = await sessions.book(
            step.of.made["journey"],
            booking=booking,
            beyond_guide_why="We agreed on one more together.",
            submission=self.ledger.new_id(),
            by=by,
        )

    async def _hold(self, step: Step) -> None:
        made = step.of.made[step.key]
        session = await row("SELECT version, worker FROM session WHERE id = $1", made)
        assert session is not None
        note = HeldNote(
            purposes=[Purpose(purpose) for purpose in step.says["purposes"]],
            place=Place.PRACTICE if step.key.startswith("coach") else Place.COMMUNITY,
            notes=step.says["note"],
            shared_note=step.says["shared"],
            actions=(ActionWords("Try the next small step", due_on=(step.at + timedelta(days=7)).date()),),
        )
        await sessions.hold(made, note=note, version=session["version"], by=await self.worker_now(step))

    async def _miss(self, step: Step) -> None:
        why = "Not well on the day. We found another time."
        await sessions.miss(step.of.made[step.key], why=why, by=await self.worker_now(step))

    async def _assess(self, step: Step) -> None:
        bank = Random(step.says["bank"])
        answers = Answers(
            strengths=bank.choice(words.STRENGTHS),
            what_matters=bank.choice(words.WHAT_MATTERS),
            story=bank.choice(words.STORIES),
            hopes=bank.choice(words.HOPES),
            expectations=bank.choice(words.EXPECTATIONS),
            intensity=Intensity.STEADY,
            intensity_why="Agreed together.",
        )
        made = step.of.made["journey"]
        await coaching.save_assessment(made, answers=answers, version=0, finish=True, by=await self.coach(step))

    async def _pam(self, step: Step) -> None:
        await self._record_pam(step, step.says["score"])

    async def _record_pam(self, step: Step, score: float | None) -> None:
        await coaching.record_pam(
            step.of.made["journey"],
            score=None if score is None else Decimal(str(score)),
            not_done=NotDone.DECLINED if score is None else None,
            why="Would rather talk" if score is None else "",
            submission=self.ledger.new_id(),
            by=await self.worker_now(step),
        )

    async def _goal(self, step: Step) -> None:
        goal, by = words.GOALS[step.says["goal"]], await self.coach(step)
        said = GoalWords(goal.in_words, Way(goal.way), Domain(goal.domain), 8, 6, *goal.levels, may_share=True)
        made = await coaching.draft_goal(
            step.of.made["journey"],
            words=said,
            steps=[StepWords(what, (step.at + timedelta(days=10)).date()) for what in goal.steps],
            submission=self.ledger.new_id(),
            by=by,
        )
        step.of.made[step.key] = made
        version = await value("SELECT version FROM goal WHERE id = $1", made)
        await coaching.agree_goal(made, baseline=step.says["baseline"], version=version, by=by)

    async def _introduce(self, step: Step) -> None:
        await linkwork.introduce(
            step.of.made["journey"],
            link_worker=self.history.link_worker(step.of).id,
            how=linkwork_rules.How(step.says["how"]),
            meeting_at=step.at + timedelta(days=2),
            reasons=(linkwork_rules.Reason.GETTING_THERE, linkwork_rules.Reason.FINDING_GROUPS),
            summary="Knows what they want and would like company the first times. Goals are agreed.",
            person_agrees=True,
            submission=self.ledger.new_id(),
            by=await self.coach(step),
        )

    async def _take_on(self, step: Step) -> None:
        journey = step.of.made["journey"]
        made = await value("SELECT id FROM introduction WHERE journey = $1 AND status = 'asked'", journey)
        await linkwork.take_on(made, by=await self.member(self.history.link_worker(step.of)))

    async def _suggest(self, step: Step) -> None:
        asset = Random(step.of.number).choice(self.history.assets[step.says["look_for"]])
        step.of.made[step.key] = await connections.suggest(
            step.of.made["journey"],
            asset=asset,
            goal=step.of.made.get(step.says["goal"]),
            submission=self.ledger.new_id(),
            by=await self.worker_now(step),
        )

    async def _introduce_group(self, step: Step) -> None:
        await connections.introduce(
            step.of.made[step.key],
            introduced_to="Anne",
            note_for_group="Would like a quiet word of welcome the first time.",
            note_agreed=True,
            by=await self.worker_now(step),
        )

    async def _visit(self, step: Step) -> None:
        await connections.attended(
            step.of.made[step.key],
            went_on=clock.today(),
            accompanied=step.says["accompanied"],
            submission=self.ledger.new_id(),
            by=await self.worker_now(step),
        )

    async def _settle(self, step: Step) -> None:
        await connections.settle(step.of.made[step.key], by=await self.worker_now(step))

    async def _end_connection(self, step: Step) -> None:
        reason = connection_rules.EndReason(step.says["reason"])
        await connections.end(step.of.made[step.key], reason=reason, by=await self.worker_now(step))

    async def _end(self, step: Step) -> None:
        made, by = step.of.made["journey"], await self.worker_now(step)
        reason = journey_rules.EndReason(step.says["reason"])
        if step.says["planned"]:
            command = self._planned_ending(step, reason)
        else:
            command = EndingCommand(reason=reason, planned=False, summary="We tried, and could not go on together.")
        await outcomes.end(made, command, submission=self.ledger.new_id(), by=by)

    def _planned_ending(self, step: Step, reason: journey_rules.EndReason) -> EndingCommand:
        bank, score = Random(step.says["bank"]), step.says["score"]
        goals = [made for key, made in sorted(step.of.made.items()) if key.startswith("goal-")]
        what_next = tuple(WhatNext(one) for one in step.says["next"])
        return EndingCommand(
            reason=reason,
            planned=True,
            ratings=tuple(
                GoalRated(goal, person=level, worker=level)
                for goal, level in zip(goals, step.says["ratings"], strict=False)
            ),
            pam=Pam(Decimal(str(score)), None, "", How.SCORE_ONLY)
            if score is not None
            else Pam(None, NotDone.DECLINED, "Would rather talk", How.SCORE_ONLY),
            groups_before=0,
            groups_now=1,
            what_next=what_next,
            may_contact_about_volunteering=WhatNext.VOLUNTEER in what_next,
            expectation=Expectation.MET,
            persons_words=bank.choice(words.PERSONS_WORDS) or "It helped.",
            may_share_words=True,
            summary=bank.choice(words.SUMMARIES),
            cancel_sessions=True,
        )
