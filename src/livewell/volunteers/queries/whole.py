"""One volunteer as their coordinators see them, and as they see themself."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.kit import clock
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member
from livewell.volunteers.queries.ready import needs_from
from livewell.volunteers.rules import CLOSED, COLOURS, GATED, LABELS, ON_THE_WAY, Stage, gate
from livewell.volunteers.rules.gate import CHECK_LABELS, Check, CheckLevel, Readiness, Shown, Talk, Trained
from livewell.volunteers.rules.references import REFEREE_LABELS, REFEREE_MOVES, RefereeState
from livewell.volunteers.rules.training import topic_label
from livewell.volunteers.rules.words import CONVERSATION, REFERENCE


@dataclass(frozen=True)
class ReferenceSeen:
    """Somebody who may be asked, and what came of it."""

    id: UUID
    volunteer: UUID
    name: str
    email: str
    knows_them: str
    state: RefereeState
    asked_at: datetime | None
    reminded_at: datetime | None
    answered_at: datetime | None
    said: tuple[tuple[str, str], ...]
    """Question and answer; empty for the volunteer themself."""
    suits: bool | None
    version: int

    @property
    def label(self) -> str:
        """What became of it, in words."""
        return REFEREE_LABELS[self.state]

    @property
    def may_ask(self) -> bool:
        """Whether they can be asked."""
        return RefereeState.ASKED in REFEREE_MOVES[self.state]

    @property
    def may_take_back(self) -> bool:
        """Whether the asking can be taken back."""
        return RefereeState.TAKEN_BACK in REFEREE_MOVES[self.state]

    @property
    def may_write_down(self) -> bool:
        """Whether somebody may ring and write down what they say."""
        return self.may_take_back

    @property
    def is_answered(self) -> bool:
        """Whether there is something to read."""
        return self.state is RefereeState.ANSWERED


@dataclass(frozen=True)
class CheckShown:
    """A check, no more of it than we keep."""

    id: UUID
    level: CheckLevel
    certificate_on: date
    last_digits: str
    update_service: bool
    update_checked_on: date | None
    ends_on: date
    thought_about: bool
    ended: bool
    counts: bool
    version: int

    @property
    def label(self) -> str:
        """Its level."""
        return CHECK_LABELS[self.level]

    @property
    def standing(self) -> tuple[str, str]:
        """Whether it counts, as a tag: its words and its colour."""
        if self.thought_about:
            return "Being thought about", "yellow"
        if self.ended:
            return "Has ended", "red"
        return ("Counts", "green") if self.counts else ("Does not count", "grey")


@dataclass(frozen=True)
class TrainingShown:
    """A topic completed."""

    id: UUID
    topic: str
    done_on: date
    ends_on: date | None
    ended: bool

    @property
    def label(self) -> str:
        """What it is called."""
        return topic_label(self.topic)


@dataclass(frozen=True)
class TalkShown:
    """A conversation that was held."""

    held_on: date
    asked_by: str
    lived_experience: bool
    said: tuple[tuple[str, str], ...]
    agreed: str
    suits: bool | None


@dataclass(frozen=True)
class MoveShown:
    """A step on the way, as a timeline shows it."""

    title: str
    at: datetime
    by: str
    text: str


@dataclass(frozen=True)
class WishShown:
    """A role they wish for, and whether they are ready for it."""

    id: UUID
    title: str
    slug: str
    check_level: CheckLevel
    readiness: Readiness


@dataclass(frozen=True)
class Whole:
    """Everything about one volunteer but what was on a certificate."""

    values: dict[str, Any]
    stage: Stage
    coordinator: str
    coordinator_phone: str
    coordinator_email: str
    wishes: tuple[WishShown, ...]
    references: tuple[ReferenceSeen, ...]
    checks: tuple[CheckShown, ...]
    trainings: tuple[TrainingShown, ...]
    talks: tuple[TalkShown, ...]
    moves: tuple[MoveShown, ...]

    @property
    def id(self) -> UUID:
        """The volunteer."""
        return UUID(str(self.values["id"]))

    @property
    def name(self) -> str:
        """Their name."""
        return str(self.values["name"])

    @property
    def version(self) -> int:
        """The version a form begins with."""
        return int(self.values["version"])

    @property
    def stage_label(self) -> str:
        """The stage in words."""
        return LABELS[self.stage]

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return COLOURS[self.stage]

    @property
    def ready(self) -> bool:
        """Whether they are ready today for a role they wish for."""
        return any(one.readiness.ready for one in self.wishes)

    @property
    def is_closed(self) -> bool:
        """Whether their way has ended."""
        return self.stage in CLOSED

    @property
    def is_paused(self) -> bool:
        """Whether they take a break."""
        return self.stage is Stage.PAUSED

    @property
    def may_pause(self) -> bool:
        """Whether they can take a break."""
        return self.stage in GATED

    @property
    def needs_check(self) -> bool:
        """Whether any role they wish for needs a DBS check."""
        return any(one.check_level is not CheckLevel.NONE for one in self.wishes)

    @property
    def way(self) -> tuple[tuple[str, bool, bool], ...]:
        """The stages in their order: what each is called, whether it is behind them, and whether they are there."""
        here = ON_THE_WAY.index(self.stage) if self.stage in ON_THE_WAY else -1
        return tuple((LABELS[one], number < here, number == here) for number, one in enumerate(ON_THE_WAY))

    @property
    def next_words(self) -> str:
        """What comes next, said to them."""
        return _NEXT[self.stage]


_NEXT: dict[Stage, str] = {
    Stage.INTERESTED: "Tell us what you might like to do. A coordinator will ring you about the rest.",
    Stage.APPLIED: "A coordinator will be in touch within a week to find a time for a conversation.",
    Stage.CONVERSATION: "We talk for about three quarters of an hour, two of us and you. You have the questions beforehand.",
    Stage.REFERENCES: "We ask the people you named to say a few words about you. You see below who has answered.",
    Stage.CHECKS: "Your role needs a DBS check. We help you to apply and it costs you nothing.",
    Stage.TRAINING: "There is some training to come. You see below which, and where there are places.",
    Stage.READY: "You are ready. We look for what suits you, and you decide whether it does.",
    Stage.ACTIVE: "You are helping already. Thank you.",
    Stage.PAUSED: "You are taking a break. Come back whenever it suits you.",
    Stage.LEFT: "You have left, with our thanks. You are welcome back whenever it suits you.",
    Stage.DECLINED: "We went another way together. You are welcome to try again.",
}


async def whole(volunteer_id: UUID, *, seen_by: Member) -> Whole:
    """A volunteer, for those who run the volunteering. Raises `NotFound` for everybody else, and for those forgotten."""
    if Permission.RUN_VOLUNTEERING not in seen_by.can:
        raise NotFound
    return await _whole(volunteer_id, own=False)


async def mine(volunteer_id: UUID) -> Whole:
    """A volunteer as they see themself: not what was said about them, and not what coordinators wrote to each other."""
    return await _whole(volunteer_id, own=True)


async def _whole(volunteer_id: UUID, *, own: bool) -> Whole:
    values = await row(
        """
        SELECT v.*, coalesce(s.name, '') AS coordinator_name, coalesce(s.phone, '') AS coordinator_phone,
               coalesce(s.email, '') AS coordinator_email
        FROM volunteer v LEFT JOIN staff_user s ON s.id = v.coordinator WHERE v.id = $1 AND v.forgotten_at IS NULL
        """,
        volunteer_id,
    )
    if values is None:
        raise NotFound
    today = clock.today()
    asked = await _references(volunteer_id)
    checks = await _checks(volunteer_id, today)
    trainings = await _trainings(volunteer_id, today)
    talks = await _talks(volunteer_id)
    stage = Stage(values["stage"])
    shown = Shown(
        stage=stage,
        talks=tuple(Talk(one.held_on, one.suits, -order) for order, one in enumerate(talks) if one.suits is not None),
        good_references=sum(1 for one in asked if one["state"] == RefereeState.ANSWERED.value and one["suits"]),
        checks=tuple(Check(one.level, one.certificate_on, one.ends_on, one.counts) for one in checks),
        trainings=tuple(Trained(one.topic, one.done_on, one.ends_on) for one in trainings),
    )
    return Whole(
        values=values,
        stage=stage,
        coordinator=values["coordinator_name"],
        coordinator_phone=values["coordinator_phone"],
        coordinator_email=values["coordinator_email"],
        wishes=await _wishes(volunteer_id, shown, today),
        references=tuple(_reference(one, own=own) for one in asked),
        checks=checks,
        trainings=trainings,
        talks=() if own else talks,
        moves=await _moves(volunteer_id, own=own),
    )


async def _wishes(volunteer_id: UUID, shown: Shown, today: date) -> tuple[WishShown, ...]:
    found = await rows(
        """
        SELECT r.id, r.title, r.slug, r.check_level, r.trainings, r.references_wanted
        FROM volunteer_wish w JOIN volunteer_role r ON r.id = w.role WHERE w.volunteer = $1 ORDER BY r.title, r.id
        """,
        volunteer_id,
    )
    return tuple(
        WishShown(
            one["id"],
            one["title"],
            one["slug"],
            CheckLevel(one["check_level"]),
            gate.readiness(shown, needs_from(one), today),
        )
        for one in found
    )


async def _references(volunteer_id: UUID) -> list[dict[str, Any]]:
    return await rows(
        "SELECT * FROM volunteer_reference WHERE volunteer = $1 ORDER BY asked_at NULLS LAST, name, id", volunteer_id
    )


async def asked_about(reference_id: UUID) -> tuple[str, str] | None:
    """Who is asked, and whose name they are asked about; None when nobody waits for their answer any more."""
    found = await row(
        """
        SELECT f.name, v.name AS volunteer FROM volunteer_reference f JOIN volunteer v ON v.id = f.volunteer
        WHERE f.id = $1 AND f.state = 'asked' AND v.forgotten_at IS NULL
        """,
        reference_id,
    )
    return (found["name"], found["volunteer"]) if found else None


async def reference(reference_id: UUID, *, seen_by: Member) -> ReferenceSeen:
    """One reference, for those who run the volunteering. Raises `NotFound`."""
    found = await row(
        """
        SELECT f.* FROM volunteer_reference f JOIN volunteer v ON v.id = f.volunteer
        WHERE f.id = $1 AND v.forgotten_at IS NULL
        """,
        reference_id,
    )
    if found is None or Permission.RUN_VOLUNTEERING not in seen_by.can:
        raise NotFound
    return _reference(found, own=False)


def _reference(one: dict[str, Any], *, own: bool) -> ReferenceSeen:
    answers = {} if own else json.loads(one["answers"])
    return ReferenceSeen(
        id=one["id"],
        volunteer=one["volunteer"],
        name=one["name"],
        email=one["email"],
        knows_them=one["knows_them"],
        state=RefereeState(one["state"]),
        asked_at=one["asked_at"],
        reminded_at=one["reminded_at"],
        answered_at=one["answered_at"],
        said=tuple((question, answers[key]) for key, question in REFERENCE.items() if answers.get(key)),
        suits=None if own else one["suits"],
        version=one["version"],
    )


async def _checks(volunteer_id: UUID, today: date) -> tuple[CheckShown, ...]:
    found = await rows(
        """
        SELECT c.*, c.disclosed AND NOT c.counts AND coalesce(d.decision, '') = '' AS thought_about
        FROM volunteer_check c LEFT JOIN volunteer_disclosure d ON d.check_seen = c.id
        WHERE c.volunteer = $1 AND c.withdrawn_at IS NULL ORDER BY c.certificate_on DESC, c.id
        """,
        volunteer_id,
    )
    return tuple(
        CheckShown(
            id=one["id"],
            level=CheckLevel(one["level"]),
            certificate_on=one["certificate_on"],
            last_digits=one["last_digits"],
            update_service=one["update_service"],
            update_checked_on=one["update_checked_on"],
            ends_on=one["ends_on"],
            thought_about=one["thought_about"],
            ended=one["ends_on"] < today,
            counts=one["counts"],
            version=one["version"],
        )
        for one in found
    )


async def _trainings(volunteer_id: UUID, today: date) -> tuple[TrainingShown, ...]:
    found = await rows(
        """
        SELECT id, topic, done_on, ends_on FROM volunteer_training
        WHERE volunteer = $1 AND withdrawn_at IS NULL ORDER BY topic, done_on DESC, id
        """,
        volunteer_id,
    )
    return tuple(TrainingShown(**one, ended=one["ends_on"] is not None and one["ends_on"] < today) for one in found)


async def _talks(volunteer_id: UUID) -> tuple[TalkShown, ...]:
    found = await rows(
        "SELECT * FROM volunteer_talk WHERE volunteer = $1 AND held_on IS NOT NULL ORDER BY held_on DESC, noted_at DESC, id DESC",
        volunteer_id,
    )
    return tuple(
        TalkShown(
            held_on=one["held_on"],
            asked_by=one["asked_by"],
            lived_experience=one["lived_experience"],
            said=_answers(one["answers"]),
            agreed=one["agreed"],
            suits=one["suits"],
        )
        for one in found
    )


def _answers(kept: str) -> tuple[tuple[str, str], ...]:
    answers = json.loads(kept)
    return tuple((question, answers[key]) for key, question in CONVERSATION.items() if answers.get(key))


async def _moves(volunteer_id: UUID, *, own: bool) -> tuple[MoveShown, ...]:
    found = await rows(
        """
        SELECT m.to_stage, m.why, m.feedback, m.onward, m.moved_at, coalesce(s.name, '') AS by
        FROM volunteer_move m LEFT JOIN staff_user s ON s.id = m.moved_by
        WHERE m.volunteer = $1 ORDER BY m.moved_at DESC, m.id LIMIT 100
        """,
        volunteer_id,
    )
    return tuple(
        MoveShown(
            title=LABELS[Stage(one["to_stage"])],
            at=one["moved_at"],
            by=one["by"],
            text="\n\n".join(
                said for said in (*(() if own else (one["why"],)), one["feedback"], one["onward"]) if said
            ),
        )
        for one in found
    )
