"""The SQL of a referral's status line, shared by the list, the page and the PDF."""

from typing import Any
from uuid import UUID

from livewell.feedback.rules import Facts
from livewell.journeys.rules import END_REASONS, EndReason, Stage
from livewell.journeys.rules import LABELS as STAGE_LABELS
from livewell.kit.dates import london_day
from livewell.referrals.rules import DECLINE_LABELS, DeclineReason, ReferralStatus
from livewell.referrals.rules import LABELS as STATUS_LABELS
from livewell.staff.rules import Member

REFUSED = """
    coalesce((
        SELECT NOT c.given FROM consent c WHERE c.person = r.person AND c.kind = 'tell_referrer'
        ORDER BY c.said_at DESC LIMIT 1
    ), false)
"""
"""Whether the person's newest answer says that the referrer may not hear. Never asked is not refused. Wants `r`."""

COLUMNS = f"""
    r.status, r.received_at, r.triage_due_on, r.decided_at, r.decline_reason, {REFUSED} AS refused,
    (SELECT max(q.asked_at) FROM information_request q WHERE q.referral = r.id AND q.answered_at IS NULL) AS asked_at,
    coalesce(j.stage, '') AS stage, j.first_contact_due_on, j.closed_at, coalesce(j.end_reason, '') AS end_reason,
    (SELECT max(sc.changed_at) FROM stage_change sc WHERE sc.journey = j.id) AS stage_since,
    (SELECT count(*) FROM contact_attempt ca WHERE ca.journey = j.id AND ca.outcome <> 'reached') AS tries,
    coalesce(coach.name, '') AS coach, coalesce(worker.name, '') AS link_worker,
    (SELECT count(*) FROM session s WHERE s.journey = j.id AND s.status = 'held') AS sessions,
    (SELECT min(s.planned_for) FROM session s WHERE s.journey = j.id AND s.status = 'booked') AS next_session,
    (SELECT count(*) FROM connection cn WHERE cn.journey = j.id AND (cn.status IN ('attended', 'settled')
        OR EXISTS (SELECT 1 FROM visit v WHERE v.connection = cn.id))) AS joined
"""  # noqa: S608  Constants only.

TABLES = """
    LEFT JOIN journey j ON j.id = r.journey
    LEFT JOIN staff_user coach ON coach.id = j.health_coach
    LEFT JOIN staff_user worker ON worker.id = j.link_worker
"""


def facts_of(row: dict[str, Any]) -> Facts:
    """The facts of a row that selected `COLUMNS`."""
    reason = row["decline_reason"]
    ending = row["end_reason"]
    return Facts(
        status=row["status"],
        received_on=london_day(row["received_at"]),
        decide_by=row["triage_due_on"],
        asked_on=london_day(row["asked_at"]) if row["asked_at"] else None,
        decided_on=london_day(row["decided_at"]) if row["decided_at"] else None,
        decline_reason=DECLINE_LABELS[DeclineReason(reason)] if reason else "",
        may_tell=not row["refused"],
        stage=row["stage"],
        stage_since=london_day(row["stage_since"]) if row["stage_since"] else None,
        contact_by=row["first_contact_due_on"],
        tries=row["tries"],
        coach=row["coach"],
        link_worker=row["link_worker"],
        sessions=row["sessions"],
        next_session_on=london_day(row["next_session"]) if row["next_session"] else None,
        joined=row["joined"],
        ended_on=london_day(row["closed_at"]) if row["closed_at"] else None,
        end_reason=ending,
        end_words=END_REASONS[EndReason(ending)] if ending else "",
    )


def tag_of(facts: Facts) -> tuple[str, str]:
    """Words and colour: the stage once there is one that may be told, else the state of the referral."""
    if facts.stage and facts.may_tell:
        return STAGE_LABELS[Stage(facts.stage)]
    return STATUS_LABELS[ReferralStatus(facts.status)]


def theirs(seen_by: Member, *, whole_practice: bool, first: int) -> tuple[str, list[UUID | None]]:
    """
    SQL for "sent by this member, or by their practice", and its parameters, numbered from `first`.

    A practice sees what it sent and nothing else: not another practice's, not what a person sent themself.
    """
    if whole_practice and seen_by.practice is not None:
        return f"(r.referrer = ${first} OR r.practice = ${first + 1})", [seen_by.id, seen_by.practice]
    return f"r.referrer = ${first}", [seen_by.id]
