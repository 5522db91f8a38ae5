"""The steps that follow one planned referral, from triage to ending."""

from datetime import datetime, timedelta
from random import Random

from livewell.demo import words
from livewell.demo.planned import PlannedReferral, Step, What, working_hour

COACH_PURPOSES = (
    ("getting_to_know", "activation"),
    ("goals", "green_book"),
    ("information", "problem_solving"),
    ("goals",),
    ("review",),
)
LINK_PURPOSES = (
    ("getting_to_know", "joining_groups"),
    ("practical",),
    ("accompanied", "joining_groups"),
    ("exercise",),
    ("socialising",),
    ("green_book",),
    ("review",),
    ("joining_groups",),
)


def first_session_held(referral: PlannedReferral) -> bool:
    """Whether the plan has this person supported by now: at least one coach session held."""
    return any(step.what == "hold" and step.key.startswith("coach") for step in referral.steps)


class _Line:
    """Adds steps one after another along the days, and forgets what lies ahead of now."""

    def __init__(self, referral: PlannedReferral, now: datetime, chance: Random) -> None:
        self.referral, self.now, self.chance = referral, now, chance
        self.at = referral.received_at
        self.steps: list[Step] = []

    def wait(self, least: int, most: int) -> None:
        """Go on by `least` to `most` days, into working hours and never back."""
        day = (self.at + timedelta(days=self.chance.randint(least, most))).date()
        self.at = max(working_hour(day, self.chance), self.at + timedelta(minutes=30))

    def add(self, what: What, key: str = "", *, at: datetime | None = None, **says: object) -> bool:
        """Add a step; False when it lies ahead of now."""
        when = at or self.at
        if when > self.now:
            return False
        self.steps.append(Step(at=when, what=what, of=self.referral, key=key, says=dict(says)))
        return True

    @property
    def over(self) -> bool:
        return self.at > self.now


def steps_of(referral: PlannedReferral, now: datetime, chance: Random) -> list[Step]:
    """Every step up to now, in order, plus bookings made by now for sessions still to come."""
    line = _Line(referral, now, chance)
    line.add("receive")
    line.wait(1, 3)
    if referral.outcome == "declined":
        line.add("decline", reason=chance.choice(("not_eligible", "other_service", "person_declined", "too_unwell")))
        return line.steps
    line.add("accept")
    line.wait(1, 5)
    for _ in range(3 if referral.outcome == "unreached" else chance.choice((0, 0, 0, 1, 1, 2))):
        line.add("attempt", method="phone", outcome=chance.choice(("no_answer", "left_message")))
        line.wait(2, 6)
    if referral.outcome == "unreached":
        line.wait(3, 8)
        line.add("end", reason="unable_to_contact", planned=False)
        return line.steps
    if referral.outcome == "not_now":
        line.add("attempt", method="phone", outcome="does_not_want")
        line.wait(0, 1)
        line.add("end", reason="person_chose", planned=False)
        return line.steps
    line.add("attempt", method="phone", outcome="reached")
    _coaching(line)
    return _until_the_end(sorted(line.steps, key=lambda step: step.at))


def _until_the_end(steps: list[Step]) -> list[Step]:
    """Nothing is written on a journey after its ending: what people do afterwards is theirs."""
    for place, step in enumerate(steps):
        if step.what == "end":
            return steps[: place + 1]
    return steps


def _meet(line: _Line, key: str, purposes: tuple[str, ...], least: int, most: int) -> bool:
    """Book a session and hold it, sometimes missing one first. False when it lies ahead."""
    chance = line.chance
    booked_at = line.at + timedelta(minutes=5)
    line.wait(least, most)
    says = {
        "planned_for": line.at,
        "purposes": list(purposes),
        "note": chance.choice(words.SESSION_NOTES),
        "shared": chance.choice(words.SHARED_NOTES),
    }
    if chance.random() < 0.08:
        line.add("book", key + "-missed", at=booked_at, **says)
        if not line.add("miss", key + "-missed", at=line.at + timedelta(minutes=30)):
            return False
        booked_at = line.at + timedelta(minutes=40)
        line.wait(5, 10)
        says |= {"planned_for": line.at}
    line.add("book", key, at=booked_at, **says)
    held = line.add("hold", key, at=line.at + timedelta(minutes=50), **says)
    line.at += timedelta(minutes=55)
    return held


def _coaching(line: _Line) -> None:
    chance = line.chance
    meetings = chance.choices((1, 2, 3, 4, 5), weights=(18, 30, 28, 16, 8))[0]
    goals = chance.choices((1, 2, 3), weights=(45, 40, 15))[0]
    score = round(min(max(chance.gauss(55.1, 15), 10.0), 100.0), 1)
    chosen = chance.sample(range(len(words.GOALS)), k=goals)
    for count in range(1, meetings + 1):
        if not _meet(
            line, f"coach-{count}", COACH_PURPOSES[count - 1], 5 if count == 1 else 9, 9 if count == 1 else 20
        ):
            return
        if count == 1:
            line.add("assess", at=line.at, bank=chance.randrange(1000))
            line.add("pam", "pam-1", at=line.at + timedelta(minutes=2), score=None if chance.random() < 0.12 else score)
        if count == min(2, meetings):
            for place, goal in enumerate(chosen, 1):
                line.add(
                    "goal",
                    f"goal-{place}",
                    at=line.at + timedelta(minutes=4 + place),
                    goal=goal,
                    baseline=chance.choice((-2, -1, -1)),
                )
    if chance.random() < 0.62:
        line.wait(1, 7)
        if line.add("introduce", "introduction", how=chance.choice(("joint_meeting", "joint_call", "by_name"))):
            line.wait(1, 4)
            if line.add("take_on", "introduction"):
                _link_work(line, chosen, score)
        return
    _connect(line, "link-0", chosen[0], "goal-1")
    line.wait(14, 40)
    _ending(line, goals, score)


def _link_work(line: _Line, chosen: list[int], score: float) -> None:
    chance = line.chance
    meetings = chance.choices((3, 4, 5, 6, 7, 8), weights=(8, 12, 20, 30, 18, 12))[0]
    for count in range(1, meetings + 1):
        if not _meet(line, f"link-session-{count}", LINK_PURPOSES[count - 1], 7, 16):
            return
        if count == 2:
            _connect(line, "link-0", chosen[0], "goal-1")
        if count == 4 and len(chosen) > 1:
            _connect(line, "link-1", chosen[1], "goal-2")
        if count == 5:
            line.add("pam", "pam-2", at=line.at, score=round(min(max(score + chance.gauss(6, 7), 0.0), 100.0), 1))
    line.wait(7, 21)
    _ending(line, len(chosen), score)


def _connect(line: _Line, key: str, goal: int, goal_key: str) -> None:
    """Suggest, introduce, attend and settle, as far as it comes: nine in ten go at least once."""
    chance, start = line.chance, line.at
    if not line.add("suggest", key, at=start, look_for=words.GOALS[goal].look_for, goal=goal_key):
        return
    at = start + timedelta(days=chance.randint(2, 7))
    if not line.add("introduce_group", key, at=at):
        return
    draw = chance.random()
    if draw < 0.12:
        line.add(
            "end_connection",
            key,
            at=at + timedelta(days=14),
            reason=chance.choice(("not_for_me", "times", "could_not_get_there")),
        )
        return
    for visit in range(chance.randint(2, 9)):
        at += timedelta(days=7)
        line.add("visit", key, at=at, accompanied=visit < 1)
    if draw > 0.3:
        line.add("settle", key, at=at + timedelta(days=2))


def _ending(line: _Line, goals: int, score: float) -> None:
    chance = line.chance
    if line.over:
        return
    ratings = [chance.choices((-1, 0, 1, 2), weights=(22, 42, 26, 10))[0] for _ in range(goals)]
    final = None if chance.random() < 0.3 else round(min(max(score + chance.gauss(7, 8), 0.0), 100.0), 1)
    line.add(
        "end",
        reason=chance.choice(("goals_met", "goals_met", "moved_on")),
        planned=True,
        ratings=ratings,
        score=final,
        next=chance.sample(("group", "self_managing", "volunteer", "course", "befriender"), k=chance.choice((1, 1, 2))),
        bank=chance.randrange(1000),
    )
