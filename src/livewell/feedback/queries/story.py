"""What became of one referral: the same story for the page, the PDF and whoever asks by machine."""

from typing import Any
from uuid import UUID

from livewell.assets.rules import KIND_LABELS as ASSET_LABELS
from livewell.assets.rules import WAY_LABELS, AssetKind, Way
from livewell.coaching.rules import ATTAINMENT_LABELS
from livewell.connections.rules import LABELS as CONNECTION_LABELS
from livewell.connections.rules import ConnectionStatus
from livewell.feedback import rules
from livewell.feedback.queries.facts import COLUMNS, TABLES, facts_of, tag_of, theirs
from livewell.feedback.queries.letter import SERVICE_PHONE
from livewell.feedback.queries.told import (
    ActivationScore,
    Contact,
    Ended,
    HeldSession,
    MadeConnection,
    SharedGoal,
    Story,
)
from livewell.feedback.rules import Facts
from livewell.kit import clock, db
from livewell.kit.dates import london_day
from livewell.kit.errors import NotFound
from livewell.measures import pam
from livewell.outcomes.rules import WHAT_NEXT_LABELS, WhatNext
from livewell.referrals.queries import triage
from livewell.referrals.queries.triage import Question
from livewell.referrals.rules import NEED_LABELS, Need
from livewell.sessions.rules import KIND_LABELS as SESSION_LABELS
from livewell.sessions.rules import SessionKind
from livewell.staff.rules import Member


async def story(referral_id: UUID, *, seen_by: Member) -> Story:
    """One referral of this member or their practice. NotFound when there is none, or it is another practice's."""
    whose, args = theirs(seen_by, whole_practice=True, first=2)
    return await _story(referral_id, whose, args)


async def story_for_letter(referral_id: UUID) -> Story:
    """The same for a letter to whoever referred; nobody looks, so nobody is asked whether they may."""
    return await _story(referral_id, "true", [])


async def _story(referral_id: UUID, whose: str, args: list[UUID | None]) -> Story:
    row = await db.row(
        f"""
        SELECT r.id, r.reference, p.first_name, p.preferred_name, p.family_name, p.born_on,
               coalesce(p.nhs_number, '') AS nhs_number, coalesce(sent.name, r.referrer_name) AS referrer,
               coalesce(pr.name, r.referrer_organisation) AS practice, r.reason, r.needs, r.decline_suggestion,
               j.id AS journey, coalesce(coach.phone, '') AS coach_phone, coalesce(worker.phone, '') AS worker_phone,
               coalesce((SELECT value FROM service_setting WHERE key = '{SERVICE_PHONE}'), '') AS service_phone,
               e.summary, e.ask_of_practice, e.what_next, e.persons_words, e.may_share_words, e.groups_before,
               e.groups_now, {COLUMNS}
        FROM referral r
        JOIN person p ON p.id = r.person
        LEFT JOIN staff_user sent ON sent.id = r.referrer
        LEFT JOIN practice pr ON pr.id = r.practice
        {TABLES}
        LEFT JOIN ending e ON e.journey = j.id
        WHERE r.id = $1 AND {whose}
        """,  # noqa: S608  Constants and parameters only.
        referral_id,
        *args,
    )
    if row is None:
        raise NotFound
    facts = facts_of(row)
    journey: UUID | None = row["journey"] if facts.may_tell else None
    questions = tuple(await triage.questions(referral_id))
    return Story(
        id=row["id"],
        reference=row["reference"],
        name=f"{row['preferred_name'] or row['first_name']} {row['family_name']}",
        born_on=row["born_on"],
        nhs_number=row["nhs_number"],
        referrer=row["referrer"],
        practice=row["practice"],
        received_at=row["received_at"],
        reason=row["reason"],
        needs=tuple(NEED_LABELS[Need(need)] for need in row["needs"]),
        suggestion=row["decline_suggestion"],
        tag=tag_of(facts),
        facts=facts,
        line=rules.status_line(facts, clock.today()),
        asks=_asks(row, facts, questions),
        contact=_contact(row, facts),
        questions=questions,
        sessions=await _sessions(journey) if journey else (),
        goals=await _goals(journey) if journey else (),
        connections=await _connections(journey) if journey else (),
        scores=await _scores(journey) if journey else (),
        ended=_ended(row, facts),
    )


def _asks(row: dict[str, Any], facts: Facts, questions: tuple[Question, ...]) -> tuple[str, ...]:
    waiting = any(question.answered_at is None for question in questions)
    asks = ["Please answer our question, so that we can decide."] if waiting and facts.decided_on is None else []
    if facts.may_tell and row["ask_of_practice"]:
        asks.append(row["ask_of_practice"].strip())
    return tuple(asks)


def _contact(row: dict[str, Any], facts: Facts) -> Contact:
    if facts.stage in {"link_work", "closed"} and facts.link_worker and facts.may_tell:
        return Contact(facts.link_worker, "Link worker", row["worker_phone"] or row["service_phone"])
    if facts.coach:
        return Contact(facts.coach, "Health coach", row["coach_phone"] or row["service_phone"])
    return Contact("Live Well", "The team", row["service_phone"])


def _ended(row: dict[str, Any], facts: Facts) -> Ended | None:
    if facts.ended_on is None or not facts.may_tell:
        return None
    return Ended(
        on=facts.ended_on,
        summary=row["summary"] or "",
        what_next=tuple(WHAT_NEXT_LABELS[WhatNext(one)] for one in row["what_next"] or ()),
        persons_words=row["persons_words"] if row["may_share_words"] else "",
        groups_before=row["groups_before"],
        groups_now=row["groups_now"],
    )


async def _sessions(journey: UUID) -> tuple[HeldSession, ...]:
    found = await db.rows(
        """
        SELECT s.planned_for, s.kind, w.name, s.shared_note FROM session s JOIN staff_user w ON w.id = s.worker
        WHERE s.journey = $1 AND s.status = 'held' ORDER BY s.planned_for, s.id
        """,
        journey,
    )
    return tuple(
        HeldSession(
            london_day(one["planned_for"]), SESSION_LABELS[SessionKind(one["kind"])], one["name"], one["shared_note"]
        )
        for one in found
    )


async def _goals(journey: UUID) -> tuple[SharedGoal, ...]:
    found = await db.rows(
        """
        SELECT g.in_words, g.way, (
            SELECT level FROM goal_rating gr WHERE gr.goal = g.id AND gr.occasion <> 'baseline'
            ORDER BY gr.rated_at DESC, gr.rater LIMIT 1
        ) AS level
        FROM goal g WHERE g.journey = $1 AND g.may_share AND g.status = 'agreed' ORDER BY g.position, g.made_at
        """,
        journey,
    )
    return tuple(
        SharedGoal(
            in_words=one["in_words"],
            way=WAY_LABELS[Way(one["way"])],
            attained="" if one["level"] is None else ATTAINMENT_LABELS[one["level"]],
        )
        for one in found
    )


async def _connections(journey: UUID) -> tuple[MadeConnection, ...]:
    found = await db.rows(
        """
        SELECT a.name, a.kind, c.status, count(v.id) AS visits,
               coalesce((SELECT max(ch.changed_at) FROM connection_change ch WHERE ch.connection = c.id), c.made_at) AS since
        FROM connection c JOIN asset a ON a.id = c.asset LEFT JOIN visit v ON v.connection = c.id
        WHERE c.journey = $1 AND c.status <> 'suggested'
        GROUP BY c.id, a.name, a.kind
        HAVING c.status <> 'ended' OR count(v.id) > 0
        ORDER BY min(c.made_at), c.id
        """,
        journey,
    )
    return tuple(
        MadeConnection(
            asset=one["name"],
            kind=ASSET_LABELS[AssetKind(one["kind"])],
            status=CONNECTION_LABELS[ConnectionStatus(one["status"])],
            since=london_day(one["since"]),
            visits=one["visits"],
        )
        for one in found
    )


async def _scores(journey: UUID) -> tuple[ActivationScore, ...]:
    found = await db.rows(
        """
        SELECT s.taken_at, s.score, s.level FROM score s
        WHERE s.journey = $1 AND s.instrument = 'pam' AND s.score IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM score later WHERE later.replaces = s.id)
        ORDER BY s.taken_at, s.sequence
        """,
        journey,
    )
    return tuple(
        ActivationScore(london_day(one["taken_at"]), one["score"].quantize(pam.STEP), one["level"]) for one in found
    )
