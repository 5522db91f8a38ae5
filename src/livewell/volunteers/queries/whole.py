"""One volunteer as their coordinators see them, and as they see themself."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from livewell.kit import clock
from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member
from livewell.volunteers.queries.ready import needs_from
from livewell.volunteers.queries.seen import (
    CheckShown,
    MoveShown,
    ReferenceSeen,
    TalkShown,
    TrainingShown,
    Whole,
    WishShown,
)
from livewell.volunteers.rules import LABELS, Stage, gate
from livewell.volunteers.rules.gate import Check, CheckLevel, Shown, Talk, Trained
from livewell.volunteers.rules.references import RefereeState
from livewell.volunteers.rules.words import CONVERSATION, REFERENCE


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
            title=LABELS[Stage(one["to_stage"])][0],
            at=one["moved_at"],
            by=one["by"],
            text="\n\n".join(
                said for said in (*(() if own else (one["why"],)), one["feedback"], one["onward"]) if said
            ),
        )
        for one in found
    )
