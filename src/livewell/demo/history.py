"""The older steps of the plan, written as rows: what the actions would have left behind."""

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from livewell.assets.tables import Assurance
from livewell.coaching.tables import Assessment, Goal, GoalRating, GoalStep
from livewell.connections.tables import Connection, ConnectionChange, Visit
from livewell.demo.cast import Cast
from livewell.demo.ledger import Ledger
from livewell.demo.planned import PlannedReferral, Step
from livewell.demo.scribe import Track
from livewell.demo.support import Support
from livewell.greenbook.rules import FIRST_TEMPLATE
from livewell.greenbook.tables import GreenBook
from livewell.journeys.tables import ContactAttempt, Journey, StageChange
from livewell.kit.access_log import Opening
from livewell.kit.clock import LONDON
from livewell.kit.dates import add_working_days
from livewell.linkwork.tables import Introduction
from livewell.measures.tables import Score
from livewell.outcomes.tables import Ending
from livewell.people.rules import CONSENT_WORDING_VERSION
from livewell.people.tables import Consent, Person
from livewell.places.tables import Area, Practice
from livewell.referrals.tables import Referral, ReferralEntry
from livewell.sessions.tables import Session, SessionAction
from livewell.staff.tables import StaffUser

ORDER = (
    Area, Practice, StaffUser, Assurance, Person, Consent, GreenBook, Journey, StageChange, ContactAttempt, Score,
    Session, SessionAction, Referral, ReferralEntry, Assessment, Goal, GoalStep, GoalRating, Introduction, Connection,
    ConnectionChange, Visit, Ending, Opening,
)  # fmt: skip


class History(Support):
    """Turns steps into rows of a ledger: the arrival here, what follows in `Support`."""

    def __init__(self, ledger: Ledger, cast: Cast, assets: dict[str, list[UUID]]) -> None:
        super().__init__(ledger, cast, assets)
        self._do: dict[str, Callable[[Step, Track], None]] = {
            "receive": self._receive, "decline": self._decline, "accept": self._accept, "attempt": self._attempt, "book": self._book,
            "hold": self._hold, "miss": self._miss, "assess": self._assess, "pam": self._pam, "goal": self._goal, "introduce": self._introduce,
            "take_on": self._take_on, "suggest": self._suggest, "introduce_group": self._introduce_group, "visit": self._visit,
            "settle": self._settle, "end_connection": self._end_connection, "end": self._end,
        }  # fmt: skip

    def tell(self, referral: PlannedReferral, until: datetime) -> None:
        """Write one referral's steps before `until`. `referral.made` keeps the identifiers later steps need."""
        track, self.chance, self.until = Track(), Random(referral.number), until
        for step in referral.steps:
            if step.at >= until:
                break
            self._do[step.what](step, track)
        if track.referral:
            self._put_away(referral, track)

    def _receive(self, step: Step, track: Track) -> None:
        referral, person = step.of, step.of.person
        practice = self.cast.practices[person.practice]
        person.id = self.ledger.add(
            Person, nhs_number=person.nhs_number, first_name=person.first_name, family_name=person.family_name, born_on=person.born_on,
            phone=person.phone, address=person.address, postcode=person.postcode, practice=practice, access_needs=person.access_needs, created_at=step.at,
            may_leave_voicemail=True, may_text=self.chance.random() < 0.6, may_write=True,
        )  # fmt: skip
        for kind in ("service", "tell_referrer"):
            self.ledger.add(
                Consent,
                person=person.id,
                kind=kind,
                given=True,
                wording_version=CONSENT_WORDING_VERSION,
                how="form",
                said_at=step.at,
            )
        sender: dict[str, Any] = {"referrer_name": "", "reply_to": ""}
        if referral.referrer_type in {"gp", "nurse"}:
            team = self.cast.referrers[person.practice]
            player = team[-1] if referral.referrer_type == "nurse" else team[referral.number % (len(team) - 1)]
            sender = {"practice": practice, "referrer": player.id, "referrer_name": player.name, "referrer_role": player.job_title,
                      "referrer_organisation": self.cast.practice_names[person.practice], "reply_to": player.email}  # fmt: skip
        elif referral.referrer_type != "self":
            sender = {"referrer_name": "Jo Saxonby", "referrer_organisation": "Fosse Neighbours" if referral.referrer_type != "family" else "",
                      "referrer_phone": "01632 960555", "reply_to": f"jo{referral.number}@neighbours.example"}  # fmt: skip
        referral.made["referral"] = self.ledger.new_id()
        track.referral = {
            "id": referral.made["referral"], "reference": self.ledger.new_reference(), "person": person.id, "area": self.cast.areas[person.area],
            "status": "received", "referrer_type": referral.referrer_type, "pathway": referral.pathway, "needs": referral.needs,
            "reason": referral.reason, "safety": "none_known", "urgent": referral.urgent, "person_agrees": True, "received_at": step.at,
            "triage_due_on": add_working_days(step.at.astimezone(LONDON).date(), 2), "eligible": True, **sender,
        }  # fmt: skip
        channel = (
            "professional" if "referrer" in sender else "self" if referral.referrer_type == "self" else "for_someone"
        )
        as_sent = {
            "first_name": person.first_name,
            "family_name": person.family_name,
            "reason": referral.reason,
            "needs": referral.needs,
        }
        self.ledger.add(
            ReferralEntry, referral=referral.made["referral"], channel=channel, as_sent=as_sent, sent_at=step.at
        )

    def _decide(self, step: Step, track: Track, status: str) -> None:
        track.referral |= {"status": status, "decided_at": step.at, "decided_by": self.coach(step.of).id}

    def _decline(self, step: Step, track: Track) -> None:
        self._decide(step, track, "declined")
        track.referral |= {
            "decline_reason": step.says["reason"],
            "decline_suggestion": "The community directory is open to everybody, and the GP can refer again at any time.",
        }

    def _accept(self, step: Step, track: Track) -> None:
        referral = step.of
        self._decide(step, track, "accepted")
        day = step.at.astimezone(LONDON).date()
        referral.made["journey"] = self.ledger.new_id()
        track.journey = {
            "id": referral.made["journey"], "person": referral.person.id, "area": self.cast.areas[referral.person.area],
            "practice": self.cast.practices[referral.person.practice], "health_coach": self.coach(referral).id, "opened_at": step.at,
            "first_contact_due_on": add_working_days(day, 5), "stage": "contacting",
        }  # fmt: skip
        track.referral["journey"] = referral.made["journey"]
        self._stage(step, track, "", "contacting", self.coach(referral))
        self.ledger.add(
            GreenBook,
            person=referral.person.id,
            template=FIRST_TEMPLATE,
            issued_at=step.at,
            issued_by=self.coach(referral).id,
        )

    def _attempt(self, step: Step, track: Track) -> None:
        journey, coach = self._journey(track), self.coach(step.of)
        self.ledger.add(
            ContactAttempt,
            journey=journey["id"],
            tried_at=step.at,
            tried_by=coach.id,
            method=step.says["method"],
            outcome=step.says["outcome"],
        )
        if step.says["outcome"] == "reached":
            journey["reached_at"] = step.at
            self._stage(step, track, "contacting", "coaching", coach)
