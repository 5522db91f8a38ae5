"""The older steps of the plan, written as rows: what the actions would have left behind."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from livewell.assets.tables import Asset, Organisation
from livewell.coaching.tables import Assessment, Goal, GoalRating, GoalStep
from livewell.connections.tables import Connection, ConnectionChange, Visit
from livewell.demo import words
from livewell.demo.cast import Cast, Player
from livewell.demo.ledger import Ledger
from livewell.demo.planned import PlannedReferral, Step
from livewell.greenbook.tables import GreenBook
from livewell.journeys.tables import ContactAttempt, Journey, StageChange
from livewell.kit.clock import LONDON
from livewell.kit.dates import add_working_days
from livewell.kit.ids import new_reference
from livewell.linkwork.tables import Introduction
from livewell.measures import pam
from livewell.measures.tables import Score
from livewell.outcomes.tables import Ending
from livewell.people.rules import CONSENT_WORDING_VERSION
from livewell.people.tables import Consent, Person
from livewell.places.tables import Area, Practice
from livewell.referrals.tables import Referral, ReferralEntry
from livewell.sessions.tables import Session, SessionAction
from livewell.staff.tables import StaffUser

ORDER = (
    Area, Practice, StaffUser, Organisation, Asset, Person, Consent, GreenBook, Journey, StageChange, ContactAttempt, Score,
    Session, SessionAction, Referral, ReferralEntry, Assessment, Goal, GoalStep, GoalRating, Introduction, Connection,
    ConnectionChange, Visit, Ending,
)  # fmt: skip


@dataclass
class Track:
    """What has been written for one referral so far, by the words the plan uses."""

    referral: dict[str, Any] = field(default_factory=dict)
    journey: dict[str, Any] | None = None
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    connections: dict[str, dict[str, Any]] = field(default_factory=dict)
    goals: dict[str, UUID] = field(default_factory=dict)
    introduction: dict[str, Any] | None = None


class History:
    """Turns steps into rows of a ledger. Rows that later steps change are kept back and added at the end."""

    def __init__(self, ledger: Ledger, cast: Cast, assets: dict[str, list[UUID]]) -> None:
        self.ledger, self.cast, self.assets = ledger, cast, assets
        self.chance = Random(0)
        self._do: dict[str, Callable[[Step, Track], None]] = {
            "receive": self._receive, "decline": self._decline, "accept": self._accept, "attempt": self._attempt, "book": self._book,
            "hold": self._hold, "miss": self._miss, "assess": self._assess, "pam": self._pam, "goal": self._goal, "introduce": self._introduce,
            "take_on": self._take_on, "suggest": self._suggest, "introduce_group": self._introduce_group, "visit": self._visit,
            "settle": self._settle, "end_connection": self._end_connection, "end": self._end,
        }  # fmt: skip

    def tell(self, referral: PlannedReferral, until: datetime) -> None:
        """Write one referral's steps before `until`. `referral.made` keeps the identifiers later steps need."""
        track, self.chance = Track(), Random(referral.number)
        for step in referral.steps:
            if step.at >= until:
                break
            self._do[step.what](step, track)
        if track.referral:
            self._put_away(referral, track)

    def coach(self, referral: PlannedReferral) -> Player:
        """The health coach of the person's area."""
        return self.cast.coaches[referral.person.area]

    def link_worker(self, referral: PlannedReferral) -> Player:
        """One of the two link workers of the person's area, the same one every time."""
        team = self.cast.link_workers[referral.person.area]
        return team[referral.number % len(team)]

    def _put_away(self, referral: PlannedReferral, track: Track) -> None:
        if track.journey:
            self.ledger.add(Journey, **track.journey)
        self.ledger.add(Referral, **track.referral)
        for session in track.sessions.values():
            self.ledger.add(Session, **session)
        for connection in track.connections.values():
            self.ledger.add(Connection, **connection)
        if track.introduction:
            self.ledger.add(Introduction, **track.introduction)
        referral.made |= {key: session["id"] for key, session in track.sessions.items()}
        referral.made |= {key: connection["id"] for key, connection in track.connections.items()}
        referral.made |= track.goals
        if track.introduction:
            referral.made["introduction"] = track.introduction["id"]

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
            "id": referral.made["referral"], "reference": new_reference(), "person": person.id, "area": self.cast.areas[person.area],
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
            template_version="2026-11",
            issued_at=step.at,
            issued_by=self.coach(referral).id,
        )

    def _stage(self, step: Step, track: Track, old: str, new: str, by: Player, why: str = "") -> None:
        journey = self._journey(track)
        journey["stage"] = new
        self.ledger.add(
            StageChange,
            journey=journey["id"],
            from_stage=old,
            to_stage=new,
            changed_at=step.at,
            changed_by=by.id,
            why=why,
        )

    def _journey(self, track: Track) -> dict[str, Any]:
        if track.journey is None:
            raise ValueError("A step of a journey came before its acceptance.")
        return track.journey

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

    def _book(self, step: Step, track: Track) -> None:
        with_coach = step.key.startswith("coach")
        worker = self.coach(step.of) if with_coach else self.link_worker(step.of)
        track.sessions[step.key] = {
            "id": self.ledger.new_id(), "journey": self._journey(track)["id"], "kind": "coach" if with_coach else "link_worker", "worker": worker.id,
            "status": "booked", "planned_for": step.says["planned_for"], "minutes": 45,
            "place": "practice" if with_coach else self.chance.choice(("community", "community", "home", "phone")),
            "booked_at": step.at, "booked_by": worker.id,
        }  # fmt: skip

    def _hold(self, step: Step, track: Track) -> None:
        session = track.sessions[step.key]
        session |= {
            "status": "held",
            "settled_at": step.at,
            "purposes": step.says["purposes"],
            "notes": step.says["note"],
            "shared_note": step.says["shared"],
        }
        due = (step.at + timedelta(days=7)).date()
        self.ledger.add(
            SessionAction,
            session=session["id"],
            what="Try the next small step",
            by_person=True,
            due_on=due,
            done_at=step.at + timedelta(days=6),
        )

    def _miss(self, step: Step, track: Track) -> None:
        track.sessions[step.key] |= {
            "status": "missed",
            "settled_at": step.at,
            "why": "Not well on the day. We found another time.",
        }

    def _assess(self, step: Step, track: Track) -> None:
        bank = Random(step.says["bank"])
        self.ledger.add(
            Assessment, journey=self._journey(track)["id"], strengths=bank.choice(words.STRENGTHS), what_matters=bank.choice(words.WHAT_MATTERS),
            story=bank.choice(words.STORIES), hopes=bank.choice(words.HOPES), expectations=bank.choice(words.EXPECTATIONS),
            started_at=step.at, started_by=self.coach(step.of).id, completed_at=step.at, intensity=bank.choice(("light", "steady", "close")),
        )  # fmt: skip

    def _pam(self, step: Step, track: Track) -> None:
        by = self.coach(step.of) if step.key == "pam-1" else self.link_worker(step.of)
        self._score(step, track, by, int(step.key[-1]), step.says["score"])

    def _score(self, step: Step, track: Track, by: Player, sequence: int, score: float | None) -> None:
        shared = {
            "person": step.of.person.id,
            "journey": self._journey(track)["id"],
            "instrument": "pam",
            "taken_at": step.at,
            "taken_by": by.id,
            "sequence": sequence,
        }
        if score is None:
            self.ledger.add(Score, not_done="declined", not_done_why="Would rather talk", **shared)
        else:
            exact = Decimal(str(score))
            self.ledger.add(Score, score=exact, level=pam.level(exact), cuts=pam.CURRENT.version, **shared)

    def _goal(self, step: Step, track: Track) -> None:
        goal, coach = words.GOALS[step.says["goal"]], self.coach(step.of)
        goal_id = self.ledger.add(
            Goal, journey=self._journey(track)["id"], position=int(step.key[-1]), in_words=goal.in_words, way=goal.way, domain=goal.domain,
            importance=self.chance.randint(6, 10), confidence=self.chance.randint(3, 8), level_much_less=goal.levels[0], level_less=goal.levels[1],
            level_hoped=goal.levels[2], level_more=goal.levels[3], level_much_more=goal.levels[4], status="agreed", may_share=self.chance.random() < 0.8,
            made_at=step.at, made_by=coach.id, agreed_at=step.at, agreed_by=coach.id,
        )  # fmt: skip
        track.goals[step.key] = goal_id
        for position, what in enumerate(goal.steps, 1):
            done = step.at + timedelta(days=9 * position) if self.chance.random() < 0.7 else None
            self.ledger.add(
                GoalStep,
                goal=goal_id,
                what=what,
                position=position,
                due_on=(step.at + timedelta(days=10 * position)).date(),
                done_at=done,
            )
        for rater in ("person", "worker"):
            self.ledger.add(
                GoalRating,
                goal=goal_id,
                occasion="baseline",
                rater=rater,
                level=step.says["baseline"],
                rated_at=step.at,
                rated_by=coach.id,
            )

    def _introduce(self, step: Step, track: Track) -> None:
        coach, link_worker = self.coach(step.of), self.link_worker(step.of)
        track.introduction = {
            "id": self.ledger.new_id(), "journey": self._journey(track)["id"], "link_worker": link_worker.id, "status": "asked", "how": step.says["how"],
            "meeting_at": step.at + timedelta(days=2), "reasons": ["getting_there", "finding_groups"], "person_agrees": True, "asked_at": step.at,
            "asked_by": coach.id, "summary": "Knows what they want and would like company the first times. Goals are agreed.",
        }  # fmt: skip
        self._stage(step, track, "coaching", "introduced", coach)

    def _take_on(self, step: Step, track: Track) -> None:
        link_worker = self.link_worker(step.of)
        if track.introduction is None:
            raise ValueError("A link worker took somebody on who was not introduced.")
        track.introduction |= {"status": "taken_on", "answered_at": step.at}
        self._journey(track)["link_worker"] = link_worker.id
        self._stage(step, track, "introduced", "link_work", link_worker)

    def _worker_now(self, step: Step, track: Track) -> Player:
        return self.link_worker(step.of) if self._journey(track)["stage"] == "link_work" else self.coach(step.of)

    def _suggest(self, step: Step, track: Track) -> None:
        asset = self.chance.choice(self.assets[step.says["look_for"]])
        connection = {"id": self.ledger.new_id(), "journey": self._journey(track)["id"], "goal": track.goals.get(step.says["goal"]), "asset": asset,
                      "made_at": step.at, "made_by": self._worker_now(step, track).id, "status": ""}  # fmt: skip
        track.connections[step.key] = connection
        self._change(step, track, "suggested")

    def _change(self, step: Step, track: Track, status: str) -> None:
        connection = track.connections[step.key]
        by = self._worker_now(step, track).id
        self.ledger.add(
            ConnectionChange,
            connection=connection["id"],
            from_status=connection["status"],
            to_status=status,
            changed_at=step.at,
            changed_by=by,
        )
        connection["status"] = status

    def _introduce_group(self, step: Step, track: Track) -> None:
        self._change(step, track, "introduced")
        track.connections[step.key] |= {
            "introduced_to": "Anne",
            "note_for_group": "Would like a quiet word of welcome the first time.",
            "note_agreed": True,
        }

    def _visit(self, step: Step, track: Track) -> None:
        connection = track.connections[step.key]
        by = self._worker_now(step, track).id
        self.ledger.add(
            Visit,
            connection=connection["id"],
            went_on=step.at.astimezone(LONDON).date(),
            accompanied=step.says["accompanied"],
            noted_at=step.at,
            noted_by=by,
        )
        if connection["status"] == "introduced":
            self._change(step, track, "attended")

    def _settle(self, step: Step, track: Track) -> None:
        if track.connections[step.key]["status"] == "attended":
            self._change(step, track, "settled")

    def _end_connection(self, step: Step, track: Track) -> None:
        self._change(step, track, "ended")
        track.connections[step.key]["end_reason"] = step.says["reason"]

    def _end(self, step: Step, track: Track) -> None:
        journey, by = self._journey(track), self._worker_now(step, track)
        planned = step.says["planned"]
        bank = Random(step.says.get("bank", 0))
        for (_, goal), level in zip(sorted(track.goals.items()), step.says.get("ratings", []), strict=False):
            for rater in ("person", "worker"):
                self.ledger.add(
                    GoalRating, goal=goal, occasion="ending", rater=rater, level=level, rated_at=step.at, rated_by=by.id
                )
        if planned and step.says["score"] is not None:
            self._score(step, track, by, 3, step.says["score"])
        what_next = step.says.get("next", [])
        before = bank.choice((0, 0, 1)) if planned else None
        self.ledger.add(
            Ending, journey=journey["id"], groups_before=before, groups_now=before + len(track.connections) if before is not None else None,
            what_next=what_next, may_contact_about_volunteering="volunteer" in what_next,
            expectation=bank.choice(("met", "met", "met", "partly", "not_met")) if planned else "not_asked",
            persons_words=bank.choice(words.PERSONS_WORDS) if planned else "", may_share_words=planned,
            summary=bank.choice(words.SUMMARIES) if planned else "", written_at=step.at, written_by=by.id,
        )  # fmt: skip
        self._stage(step, track, journey["stage"], "closed", by)
        journey |= {"closed_at": step.at, "end_reason": step.says["reason"], "end_planned": planned}
