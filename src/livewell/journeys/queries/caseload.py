"""The caseload: open journeys that a member may see, each with the one thing due next; one query, whatever the number."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.journeys import rules
from livewell.journeys.queries.seen import seen_by_sql
from livewell.journeys.rules import CaseFacts, ContactOutcome, Due, NextStep, Sort, Stage, Wanted
from livewell.kit import clock, db
from livewell.kit.accents import without_accents
from livewell.kit.dates import add_working_days, london_day
from livewell.kit.nhs import tidy_nhs_number
from livewell.measures import pam
from livewell.places.queries import settings
from livewell.staff.rules import Member

A_PAGE = 25


@dataclass(frozen=True)
class Case:
    """One line of the caseload."""

    journey: UUID
    name: str
    family_name: str
    reference: str
    nhs_number: str
    stage: Stage
    waiting_days: int
    """Days since the journey came to its stage."""
    health_coach: UUID | None
    link_worker: UUID | None
    worker: UUID | None
    """Whose turn it is: the link worker once there is one, else the coach."""
    worker_name: str
    sessions: str
    """ "3 of about 6" """
    next_session_at: datetime | None
    due: Due
    asked: int
    """Measures that were asked for and wait for an answer."""
    asked_overdue: int
    """Those of them whose day has gone by."""
    answered_at_home: bool
    """Whether they answered something at home within a week, so that somebody reads it."""
    safety_open: bool
    never_contact: bool

    @property
    def stage_label(self) -> tuple[str, str]:
        """The words and the colour of the stage."""
        return rules.LABELS[self.stage]


@dataclass(frozen=True)
class Caseload:
    """One page of it."""

    cases: list[Case]
    total: int
    page: int
    pages: int
    overdue: int
    """How many of all that match are late."""

    @property
    def first(self) -> int:
        """The number of the first case shown."""
        return (self.page - 1) * A_PAGE + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The number of the last case shown."""
        return min(self.page * A_PAGE, self.total)


_CASES = """
    SELECT j.id AS journey, j.stage, j.opened_at, j.reached_at, j.first_contact_due_on,
           coalesce(nullif(p.preferred_name, ''), p.first_name) AS called, p.first_name, p.family_name, p.never_contact,
           coalesce(p.nhs_number, '') AS nhs_number,
           j.health_coach, j.link_worker,
           CASE WHEN j.link_worker IS NOT NULL AND j.stage <> 'coaching' THEN j.link_worker ELSE j.health_coach END
               AS worker,
           CASE WHEN j.link_worker IS NOT NULL AND j.stage <> 'coaching' THEN lw.name ELSE hc.name END AS worker_name,
           (SELECT r.reference FROM referral r WHERE r.journey = j.id ORDER BY r.received_at LIMIT 1) AS reference,
           (SELECT max(c.changed_at) FROM stage_change c WHERE c.journey = j.id) AS stage_since,
           ca.attempts, ca.last_attempt_at, ca.last_outcome,
           (SELECT a.completed_at FROM assessment a WHERE a.journey = j.id) AS assessed_at,
           go.agreed_goals, go.agreed_at, (SELECT max(v.reviewed_at) FROM review v WHERE v.journey = j.id) AS reviewed_at,
           (SELECT max(i.asked_at) FROM introduction i WHERE i.journey = j.id AND i.status = 'asked') AS asked_at,
           se.counted, se.held, se.last_held_at, se.to_note_at, se.next_at,
           ak.asked, ak.asked_overdue, ak.asked_due_on, ak.answered_at_home,
           (SELECT array_agg(s.taken_at) FROM score s WHERE s.journey = j.id AND s.instrument IN ('pam', 'pam10')
               AND NOT EXISTS (SELECT 1 FROM instrument_choice c WHERE c.instrument = 'pam' AND NOT c."on")
               AND NOT EXISTS (SELECT 1 FROM score n WHERE n.replaces = s.id)) AS pam_at,
           EXISTS (SELECT 1 FROM safety_matter m WHERE m.person = j.person AND m.status <> 'closed') AS safety_open
      FROM journey j
      JOIN person p ON p.id = j.person
      LEFT JOIN staff_user hc ON hc.id = j.health_coach
      LEFT JOIN staff_user lw ON lw.id = j.link_worker
      LEFT JOIN LATERAL (
          SELECT count(*) AS attempts, max(c.tried_at) AS last_attempt_at,
                 (array_agg(c.outcome ORDER BY c.tried_at DESC))[1] AS last_outcome
            FROM contact_attempt c WHERE c.journey = j.id
      ) ca ON true
      LEFT JOIN LATERAL (
          SELECT count(*) FILTER (WHERE k.state = 'open') AS asked,
                 count(*) FILTER (WHERE k.state = 'open' AND k.due_on < ($1 AT TIME ZONE 'Europe/London')::date)
                     AS asked_overdue,
                 min(k.due_on) FILTER (WHERE k.state = 'open') AS asked_due_on,
                 coalesce(bool_or(k.state = 'answered' AND k.how IN ('space', 'link')
                     AND k.ended_at > $1::timestamptz - interval '7 days'), false) AS answered_at_home
            FROM asking k WHERE k.journey = j.id
      ) ak ON true
      LEFT JOIN LATERAL (
          SELECT count(*) AS agreed_goals, min(g.agreed_at) AS agreed_at
            FROM goal g WHERE g.journey = j.id AND g.status = 'agreed'
      ) go ON true
      LEFT JOIN LATERAL (
          SELECT count(*) FILTER (WHERE s.status IN ('booked', 'held')) AS counted,
                 count(*) FILTER (WHERE s.status = 'held') AS held,
                 max(s.planned_for) FILTER (WHERE s.status = 'held') AS last_held_at,
                 min(s.planned_for) FILTER (WHERE s.status = 'booked' AND s.planned_for <= $1) AS to_note_at,
                 min(s.planned_for) FILTER (WHERE s.status = 'booked' AND s.planned_for > $1) AS next_at
            FROM session s
           WHERE s.journey = j.id
             AND s.kind = CASE WHEN j.stage = 'link_work' THEN 'link_worker' ELSE 'coach' END
      ) se ON true
"""


async def caseload(wanted: Wanted, *, seen_by: Member) -> Caseload:
    """One page of the open journeys that `seen_by` may see, narrowed and sorted as `wanted`."""
    narrowed = [case for case in await _cases(seen_by, wanted.area) if _fits(case, wanted)]
    return _paged(sorted(narrowed, key=_order(wanted.sort)), wanted.page)


async def case(journey_id: UUID, *, seen_by: Member) -> Case | None:
    """One open journey as the caseload has it; None when it has ended, or `seen_by` may not see it."""
    condition, args = seen_by_sql(seen_by, "j", 3)
    where = f"WHERE j.closed_at IS NULL AND j.id = $2 AND {condition}"
    found = await db.row(f"{_CASES} {where}", clock.now(), journey_id, *args)
    return _case(found, await settings(), clock.today()) if found else None


async def find(words: str, *, seen_by: Member) -> Caseload:
    """
    The open journeys that `seen_by` may see whose name holds every word typed, in any order, or whose NHS number or
    reference it is. At most one page.
    """
    tidy = [_plain(word) for word in words.split()]
    number = tidy_nhs_number(words)
    reference = _plain("".join(words.split())).replace("-", "")

    def fits(case: Case) -> bool:
        name = [*_plain(case.name).split(), _plain(case.family_name)]
        return (
            bool(tidy and all(any(part.startswith(word) for part in name) for word in tidy))
            or (number is not None and case.nhs_number == number)
            or (bool(reference) and _plain(case.reference).replace("-", "") == reference)
        )

    found = sorted((case for case in await _cases(seen_by, None) if fits(case)), key=_order("name"))
    return _paged(found[:A_PAGE], 1)


def _paged(found: Sequence[Case], page: int) -> Caseload:
    pages = max(1, -(-len(found) // A_PAGE))
    page = min(max(page, 1), pages)
    return Caseload(
        cases=list(found[(page - 1) * A_PAGE : page * A_PAGE]),
        total=len(found),
        page=page,
        pages=pages,
        overdue=sum(case.due.days_over > 0 for case in found),
    )


async def _cases(seen_by: Member, area: UUID | None) -> Iterable[Case]:
    condition, args = seen_by_sql(seen_by, "j", 2)
    where = f"WHERE j.closed_at IS NULL AND {condition}"
    if area is not None:
        args.append(area)
        where += f" AND j.area = ${len(args) + 1}"
    chosen = await settings()
    today = clock.today()
    return [_case(row, chosen, today) for row in await db.rows(f"{_CASES} {where}", clock.now(), *args)]


def _case(row: dict[str, Any], chosen: dict[str, int | str], today: date) -> Case:
    stage = Stage(row["stage"])
    usual = int(chosen["lw_session_guide" if stage is Stage.LINK_WORK else "hc_session_guide"])
    since = london_day(row["stage_since"] or row["opened_at"])
    facts = CaseFacts(
        stage=stage,
        first_contact_due_on=row["first_contact_due_on"],
        stage_since=since,
        attempts=row["attempts"],
        attempts_guide=int(chosen["contact_attempts_guide"]),
        last_attempt_on=_day(row["last_attempt_at"]),
        last_outcome=ContactOutcome(row["last_outcome"]) if row["last_outcome"] else None,
        assessment_complete=row["assessed_at"] is not None,
        agreed_goals=row["agreed_goals"],
        introduction_due_on=add_working_days(_day(row["asked_at"]) or since, int(chosen["introduction_working_days"])),
        past_and_still_booked_on=_day(row["to_note_at"]),
        next_session_on=_day(row["next_at"]),
        held=row["held"],
        last_held_on=_day(row["last_held_at"]),
        sessions_usual=usual,
        pam_due_on=_pam_due_on(row, today),
        asked_due_on=row["asked_due_on"],
        review_due_on=rules.review_due(
            agreed_on=_day(row["agreed_at"]),
            reviewed_on=_day(row["reviewed_at"]),
            after_days=int(chosen["review_after_days"]),
            today=today,
        ),
    )
    return Case(
        journey=row["journey"],
        name=f"{row['called']} {row['family_name']}",
        family_name=row["family_name"],
        reference=row["reference"] or "",
        nhs_number=row["nhs_number"],
        stage=stage,
        waiting_days=(today - since).days,
        health_coach=row["health_coach"],
        link_worker=row["link_worker"],
        worker=row["worker"],
        worker_name=row["worker_name"] or "",
        sessions=f"{row['counted']} of about {usual}",
        next_session_at=row["next_at"],
        due=rules.next_step(facts, today),
        asked=row["asked"],
        asked_overdue=row["asked_overdue"],
        answered_at_home=row["answered_at_home"],
        safety_open=row["safety_open"],
        never_contact=row["never_contact"],
    )


def _pam_due_on(row: dict[str, Any], today: date) -> date | None:
    """The day the next patient activation is due, from 14 days before it; the first belongs to the assessment."""
    answered = [london_day(at) for at in row["pam_at"] or ()]
    if not answered:
        return None
    due = pam.next_due(answered, began_on=answered[0], today=today)
    return due.on if due.is_due(today) else None


def _day(at: datetime | None) -> date | None:
    return None if at is None else london_day(at)


def _fits(case: Case, wanted: Wanted) -> bool:
    if wanted.stage is not None and case.stage is not wanted.stage:
        return False
    if wanted.worker is not None and wanted.worker not in (case.health_coach, case.link_worker):
        return False
    if wanted.due == "overdue":
        return case.due.days_over > 0
    if wanted.due == "soon":
        today = clock.today()
        return (
            case.due.on is not None
            and case.due.step is not NextStep.SESSION_BOOKED
            and 0 <= (case.due.on - today).days <= rules.SOON_DAYS
        )
    return not wanted.due or case.due.step == wanted.due


def _order(sort: Sort) -> Callable[[Case], tuple[Any, ...]]:
    def by_name(case: Case) -> tuple[Any, ...]:
        return (_plain(case.family_name), _plain(case.name), str(case.journey))

    if sort == "name":
        return by_name
    if sort == "wait":
        return lambda case: (-case.waiting_days, *by_name(case))
    return lambda case: (
        case.due.step in (NextStep.SESSION_BOOKED, NextStep.NOTHING),
        case.due.on or date.max,
        *by_name(case),
    )


def _plain(text: str) -> str:
    """Lower case without accents, so that Zoë is found by zoe."""
    return without_accents(text.casefold())
