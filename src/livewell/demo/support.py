"""Sessions, goals, introductions, connections and endings as rows."""

from datetime import timedelta
from random import Random

from livewell.coaching.tables import Assessment, Goal, GoalRating, GoalStep
from livewell.connections.tables import ConnectionChange, Visit
from livewell.demo import words
from livewell.demo.planned import Step
from livewell.demo.scribe import Scribe, Track
from livewell.kit.access_log import Opening
from livewell.kit.clock import LONDON
from livewell.outcomes.tables import Ending
from livewell.people.rules import CONSENT_WORDING_VERSION
from livewell.people.tables import Consent
from livewell.sessions.tables import SessionAction


class Support(Scribe):
    """The steps from the first session to the ending."""

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
        self.ledger.add(
            Opening,
            opened_at=step.at - timedelta(minutes=55),
            who=session["worker"],
            kind="journey",
            record=session["journey"],
            person=step.of.person.id,
            page="record.journey",
        )
        due = (step.at + timedelta(days=7)).date()
        self.ledger.add(
            SessionAction,
            session=session["id"],
            what="Try the next small step",
            by_person=True,
            due_on=due,
            done_at=min(step.at + timedelta(days=6), self.until),
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
        # 655 of the 1176 who were supported agreed to be part of the evaluation (ImROC paper 16, 2019, section 5).
        agreed = bank.random() < 655 / 1176
        coach = self.coach(step.of).id
        self.ledger.add(
            Consent,
            person=step.of.person.id,
            kind="evaluation",
            given=agreed,
            wording_version=CONSENT_WORDING_VERSION,
            said_to=coach,
            how="spoken",
            said_at=step.at,
        )

    def _pam(self, step: Step, track: Track) -> None:
        by = self.coach(step.of) if step.key == "pam-1" else self.link_worker(step.of)
        self._score(step, track, by, int(step.key[-1]), step.says["score"])

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
            when = step.at + timedelta(days=9 * position)
            done = when if self.chance.random() < 0.7 and when < self.until else None
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
