"""The top of a person's page: who they are, how to reach them, what is due next, and what is open."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.journeys.queries import Case, case, seen_by_sql
from livewell.journeys.rules import END_REASONS, EndReason, NextStep, Stage
from livewell.journeys.rules import LABELS as STAGE_LABELS
from livewell.kit import clock, db
from livewell.kit.dates import age, say_day
from livewell.kit.errors import NotFound
from livewell.kit.nhs import say_nhs_number
from livewell.people.rules import ACCESS_LABELS, CONSENT_LABELS, CONTACT_LABELS, AccessNeed, ConsentKind, ContactMethod
from livewell.record import rules
from livewell.record.rules import Part
from livewell.staff.rules import Member


@dataclass(frozen=True)
class EarlierJourney:
    """Another time this person spent with Live Well, which this reader may see."""

    id: UUID
    opened_at: datetime
    closed_at: datetime | None
    label: tuple[str, str]


@dataclass(frozen=True)
class OpenAction:
    """Something that can be done at this stage."""

    label: str
    href: str


@dataclass(frozen=True)
class Next:
    """The one thing due next, with where to do it."""

    words: str
    due_on: date | None
    late: bool
    when: str
    href: str

    @property
    def button(self) -> str:
        """What the button says: a part of the record is looked at, anything else is done."""
        return "Look at it" if "/about/" in self.href else "Do this now"


@dataclass(frozen=True)
class Record:
    """Everything above the timeline."""

    journey: UUID
    person: UUID
    name: str
    called: str
    initials: str
    reference: str
    stage: Stage
    is_open: bool
    facts: tuple[tuple[str, str], ...]
    """Label and text, in the order of the banner."""
    flags: tuple[tuple[str, str], ...]
    safety: str
    """That a safety matter is open, in words; empty when none is."""
    never_contact: bool
    protected_address: bool
    next: Next | None
    actions: tuple[OpenAction, ...]
    earlier: tuple[EarlierJourney, ...]
    ended: str
    """Why it ended, in words; empty while it goes on."""

    @property
    def stage_label(self) -> tuple[str, str]:
        """Words and colour of the stage."""
        return STAGE_LABELS[self.stage]


_RECORD = """
    SELECT j.id AS journey, j.person, j.stage, j.opened_at, j.closed_at, j.end_reason, j.end_planned,
           p.first_name, p.preferred_name, p.family_name, p.pronouns, p.born_on, coalesce(p.nhs_number, '') AS nhs_number,
           p.phone, p.email, p.address, p.postcode, p.protected_address, p.preferred_contact, p.may_leave_voicemail,
           p.may_text, p.may_write, p.when_not_to_contact, p.never_contact, p.language, p.needs_interpreter,
           p.access_needs, p.access_needs_detail, coalesce(pr.name, p.other_practice) AS practice, a.name AS area,
           coalesce(coach.name, '') AS coach, coalesce(worker.name, '') AS link_worker,
           coalesce((SELECT r.reference FROM referral r WHERE r.journey = j.id ORDER BY r.received_at LIMIT 1), '')
               AS reference,
           (SELECT count(*) FROM safety_matter m WHERE m.person = j.person AND m.status <> 'closed') AS safety_open,
           EXISTS (SELECT 1 FROM safety_matter m WHERE m.person = j.person AND m.status <> 'closed' AND m.urgent) AS urgent,
           EXISTS (SELECT 1 FROM referral r WHERE r.journey = j.id AND r.safety = 'yes') AS told_of_safety,
           (SELECT array_agg(c.kind) FROM (
               SELECT DISTINCT ON (kind) kind, given FROM consent WHERE person = j.person ORDER BY kind, said_at DESC
           ) AS c WHERE NOT c.given) AS refused
    FROM journey j
    JOIN person p ON p.id = j.person
    JOIN area a ON a.id = j.area
    LEFT JOIN practice pr ON pr.id = p.practice
    LEFT JOIN staff_user coach ON coach.id = j.health_coach
    LEFT JOIN staff_user worker ON worker.id = j.link_worker
"""


async def record(journey_id: UUID, *, seen_by: Member) -> Record:
    """The top of the page. NotFound when there is no such journey, or none that `seen_by` may see."""
    visible, args = seen_by_sql(seen_by, "j", 2)
    row = await db.row(f"{_RECORD} WHERE j.id = $1 AND {visible}", journey_id, *args)
    if row is None:
        raise NotFound
    stage = Stage(row["stage"])
    due = await case(journey_id, seen_by=seen_by) if row["closed_at"] is None else None
    called = row["preferred_name"] or row["first_name"]
    return Record(
        journey=row["journey"],
        person=row["person"],
        name=f"{called} {row['family_name']}",
        called=called,
        initials=f"{row['first_name'][:1]}{row['family_name'][:1]}".upper(),
        reference=row["reference"],
        stage=stage,
        is_open=row["closed_at"] is None,
        facts=_facts(row),
        flags=_flags(row),
        safety=_safety(row),
        never_contact=row["never_contact"],
        protected_address=row["protected_address"],
        next=_next(due, journey_id) if due else None,
        actions=tuple(
            OpenAction(label, f"/journeys/{journey_id}/{path}")
            for label, path in rules.open_actions(
                stage.value, can=frozenset(map(str, seen_by.can)), never_contact=row["never_contact"]
            )
        ),
        earlier=await _earlier(row["person"], journey_id, seen_by),
        ended=_ended(row),
    )


def _ended(row: dict[str, Any]) -> str:
    if not row["end_reason"]:
        return ""
    return END_REASONS[EndReason(row["end_reason"])] + (", planned together" if row["end_planned"] else "")


def _facts(row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """What stands in the banner. An address kept secret stands on the page of details only, never here."""
    born = row["born_on"]
    legal = f"{row['first_name']} {row['family_name']}" if row["preferred_name"] else ""
    needs = [ACCESS_LABELS[AccessNeed(need)] for need in row["access_needs"]]
    if row["access_needs_detail"]:
        needs.append(row["access_needs_detail"])
    interpreter = f"{row['language']}, needs an interpreter" if row["needs_interpreter"] else row["language"]
    where = "Kept secret: ask before you use it" if row["protected_address"] else row["postcode"]
    facts = [
        ("Full name", legal),
        ("Pronouns", row["pronouns"]),
        ("Born", f"{say_day(born)} ({age(born, clock.today())})" if born else "Not known"),
        ("NHS number", say_nhs_number(row["nhs_number"]) if row["nhs_number"] else "Not known"),
        ("How to be in touch", "" if row["never_contact"] else _how(row)),
        ("When not to", row["when_not_to_contact"]),
        ("Language", interpreter if row["needs_interpreter"] or row["language"] != "English" else ""),
        ("Access needs", "; ".join(needs)),
        ("Lives", where),
        ("Practice", row["practice"]),
        ("Team", ", ".join(part for part in (row["coach"], row["link_worker"], row["area"]) if part)),
    ]
    return tuple((label, text) for label, text in facts if text)


def _how(row: dict[str, Any]) -> str:
    first = CONTACT_LABELS[ContactMethod(row["preferred_contact"])]
    ways = [first, row["phone"], row["email"]]
    no = [
        words
        for asked, words in (
            ("may_leave_voicemail", "no voicemail"),
            ("may_text", "no texts"),
            ("may_write", "no letters"),
        )
        if row[asked] is False
    ]
    return ", ".join(part for part in [*ways, *no] if part)


def _safety(row: dict[str, Any]) -> str:
    if not row["safety_open"]:
        return ""
    words = "Urgent safety matter" if row["urgent"] else "Open safety matter"
    return words if row["safety_open"] == 1 else f"{words} ({row['safety_open']} open)"


BEARS_ON_THE_WORK = (ConsentKind.SERVICE, ConsentKind.TELL_REFERRER)
"""What a worker has to know at every turn. No to the evaluation changes nothing they do, so it is no mark on anybody."""


def _flags(row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    flags = [STAGE_LABELS[Stage(row["stage"])]]
    if row["told_of_safety"]:
        flags.append(("The referrer told us of something about safety", "orange"))
    if row["needs_interpreter"]:
        flags.append(("Interpreter", "purple"))
    if row["protected_address"]:
        flags.append(("Address kept secret", "red"))
    flags += [
        (f"Said no: {CONSENT_LABELS[kind]}", "grey") for kind in BEARS_ON_THE_WORK if kind in (row["refused"] or ())
    ]
    return tuple(flags)


_WHERE: dict[NextStep, str] = {
    NextStep.FIRST_CONTACT: "attempts/new",
    NextStep.TRY_AGAIN: "attempts/new",
    NextStep.DECIDE_ENDING: "ending",
    NextStep.REVIEW: "review",
    NextStep.INTRODUCTION: f"about/{Part.LINK_WORKER.value}",
    NextStep.ASSESSMENT: "assessment",
    NextStep.GOAL: "goals/new",
    NextStep.PAM: "pam",
    NextStep.SESSION_TO_NOTE: f"about/{Part.SESSIONS.value}",
    NextStep.SESSION_TO_BOOK: "sessions/new",
    NextStep.SESSION_BOOKED: f"about/{Part.SESSIONS.value}",
}


def _next(found: Case, journey_id: UUID) -> Next:
    path = _WHERE.get(found.due.step)
    if found.never_contact and path == "attempts/new":
        path = "met"
    return Next(
        words=found.due.words,
        due_on=found.due.on,
        late=found.due.days_over > 0,
        when=found.due.when,
        href=f"/journeys/{journey_id}/{path}" if path else "",
    )


async def _earlier(person: UUID, journey_id: UUID, seen_by: Member) -> tuple[EarlierJourney, ...]:
    visible, args = seen_by_sql(seen_by, "j", 3)
    found = await db.rows(
        f"""
        SELECT j.id, j.opened_at, j.closed_at, j.stage FROM journey j
        WHERE j.person = $1 AND j.id <> $2 AND {visible} ORDER BY j.opened_at DESC
        """,  # noqa: S608  Constants only.
        person,
        journey_id,
        *args,
    )
    return tuple(
        EarlierJourney(row["id"], row["opened_at"], row["closed_at"], STAGE_LABELS[Stage(row["stage"])])
        for row in found
    )
