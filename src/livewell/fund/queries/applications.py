"""Applications: one whole, as its keeper and its applicant see it; lists; and what waits."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from livewell.assets.rules import WAY_LABELS, Way
from livewell.fund.forms.asking import Asked, Reported
from livewell.fund.rules import HOW_LABELS, LABELS, UNDECIDED, ApplicationState, How
from livewell.fund.rules.money import Ledger, pounds
from livewell.kit import clock, db
from livewell.kit.errors import NotFound
from livewell.stories.rules import REACH_LABELS, Reach


@dataclass(frozen=True)
class QuestionSeen:
    """What was asked back, and its answer ("" while there is none)."""

    id: UUID
    question: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True)
class DecisionSeen:
    """What was decided."""

    pence: int
    reasons: str
    conditions: str
    feedback: str
    onward: str
    meeting_title: str
    decided_by_names: str
    decided_at: datetime
    told_at: datetime | None
    report_due_on: date | None
    reminders: int
    released_pence: int
    closed_at: datetime | None
    closed_words: str

    @property
    def is_award(self) -> bool:
        """Whether money was awarded."""
        return self.pence > 0

    @property
    def money(self) -> str:
        """What was awarded, in pounds."""
        return pounds(self.pence)


@dataclass(frozen=True)
class PaymentSeen:
    """Money that went out or came back."""

    pence: int
    paid_on: date
    how: How
    reference: str

    @property
    def how_label(self) -> str:
        """How, in words."""
        return HOW_LABELS[self.how]

    @property
    def money(self) -> str:
        """How much, below nothing when it came back."""
        return pounds(self.pence)


@dataclass(frozen=True)
class ReportSeen:
    """What came of it."""

    said: Reported
    reported_at: datetime
    read_at: datetime | None
    hidden_why: str
    version: int

    @property
    def reach_label(self) -> str:
        """Who may read it, in words."""
        return REACH_LABELS[self.said.reach]

    @property
    def spent(self) -> str:
        """What was spent, in pounds."""
        return pounds(self.said.spent_pence)


@dataclass(frozen=True)
class ApplicationSeen:
    """One application, whole."""

    id: UUID
    pot: UUID
    pot_name: str
    pot_slug: str
    most_pence: int
    reference: str
    state: ApplicationState
    name: str
    email: str
    phone: str
    group_name: str
    asked: Asked
    ward_name: str
    community_group: UUID | None
    group_linked: str
    shown_at: datetime | None
    helped_by: str
    begun_at: datetime
    sent_at: datetime | None
    withdrawn_at: datetime | None
    version: int
    questions: tuple[QuestionSeen, ...]
    decision: DecisionSeen | None
    payments: tuple[PaymentSeen, ...]
    report: ReportSeen | None

    @property
    def label(self) -> tuple[str, str]:
        """Where it stands: words and a colour."""
        return LABELS[self.state]

    @property
    def who(self) -> str:
        """The group, or the person by themself."""
        return self.group_name or self.name

    @property
    def way_label(self) -> str:
        """Its Way in words, "" for none."""
        return WAY_LABELS[Way(self.asked.way)] if self.asked.way in set(Way) else ""

    @property
    def most(self) -> str:
        """The most that may be asked for, in pounds."""
        return pounds(self.most_pence)

    @property
    def money(self) -> str:
        """How much is asked for, in pounds, "" while nothing is said."""
        return "" if self.asked.pence is None else pounds(self.asked.pence)

    @property
    def award(self) -> Ledger:
        """The award in pence: without what went back to the pot, with what was paid and came back."""
        awarded = self.decision.pence - self.decision.released_pence if self.decision else 0
        paid = sum(one.pence for one in self.payments if one.pence > 0)
        return Ledger(awarded, paid, -sum(one.pence for one in self.payments if one.pence < 0))

    @property
    def award_rows(self) -> list[tuple[str, str]]:
        """The award as a table."""
        award = self.award
        return [
            ("Awarded", pounds(award.awarded)),
            ("Paid", pounds(award.paid)),
            ("Came back", pounds(award.returned)),
            ("Still to pay", pounds(award.to_pay)),
        ]

    @property
    def open_question(self) -> QuestionSeen | None:
        """What waits for an answer."""
        return next((one for one in self.questions if one.answered_at is None), None) if self.is_asked else None

    @property
    def is_begun(self) -> bool:
        """Whether it is half-written."""
        return self.state is ApplicationState.BEGUN

    @property
    def is_asked(self) -> bool:
        """Whether an answer is waited for."""
        return self.state is ApplicationState.ASKED

    @property
    def is_undecided(self) -> bool:
        """Whether a panel may judge it."""
        return self.state in UNDECIDED

    @property
    def is_awarded(self) -> bool:
        """Whether its award is open: money may go out and come back, and a report come in."""
        return self.state is ApplicationState.AWARDED

    @property
    def may_withdraw(self) -> bool:
        """Whether the applicant may still take it back."""
        return self.is_begun or self.is_undecided

    @property
    def may_report(self) -> bool:
        """Whether a report is welcome, or may still be changed."""
        return self.is_awarded and self.award.paid > 0 and (self.report is None or self.report.read_at is None)

    @property
    def report_is_late(self) -> bool:
        """Whether the day of its report is over without one."""
        due = self.decision.report_due_on if self.decision else None
        return self.is_awarded and self.report is None and due is not None and due < clock.today()


_COLUMNS = """
    SELECT a.id, a.pot, p.name AS pot_name, p.slug AS pot_slug, p.most_pence, a.reference, a.state, a.name, a.email,
           a.phone, a.group_name, a.what, a.who_for, a.how_many, a.ward, a.way, a.pence, a.costs, a.other_money,
           a.kept_safe, a.afterwards, coalesce(w.name, '') AS ward_name, a.shown_at,
           a.community_group, coalesce(g.name, '') AS group_linked,
           coalesce(h.name, '') AS helped_by, a.begun_at, a.sent_at, a.withdrawn_at, a.version
    FROM fund_application a JOIN fund_pot p ON p.id = a.pot LEFT JOIN ward w ON w.code = a.ward
    LEFT JOIN staff_user h ON h.id = a.helped_by LEFT JOIN community_group g ON g.id = a.community_group
"""
_ASKED = tuple(Asked.__dataclass_fields__)


async def application(application_id: UUID) -> ApplicationSeen:
    """One, whole: five statements. NotFound when there is none."""
    row = await db.row(f"{_COLUMNS} WHERE a.id = $1", application_id)
    if row is None:
        raise NotFound
    asked = Asked(**{name: row.pop(name) for name in _ASKED})
    questions = await db.rows(
        "SELECT id, question, asked_at, answer, answered_at FROM fund_question WHERE application = $1 ORDER BY asked_at",
        application_id,
    )
    return ApplicationSeen(
        **{**row, "state": ApplicationState(row["state"])},
        asked=asked,
        questions=tuple(QuestionSeen(**one) for one in questions),
        decision=await _decision(application_id),
        payments=await _payments(application_id),
        report=await _report(application_id),
    )


async def _decision(application_id: UUID) -> DecisionSeen | None:
    found = await db.row(
        """
        SELECT d.pence, d.reasons, d.conditions, d.feedback, d.onward, coalesce(m.title, '') AS meeting_title,
               d.decided_by_names, d.decided_at, d.told_at, d.report_due_on, d.reminders, d.released_pence, d.closed_at,
               d.closed_words
        FROM fund_decision d LEFT JOIN forum_meeting m ON m.id = d.meeting WHERE d.application = $1
        """,
        application_id,
    )
    return DecisionSeen(**found) if found else None


async def _payments(application_id: UUID) -> tuple[PaymentSeen, ...]:
    found = await db.rows(
        "SELECT pence, paid_on, how, reference FROM fund_payment WHERE application = $1 ORDER BY paid_on, noted_at",
        application_id,
    )
    return tuple(PaymentSeen(**{**one, "how": How(one["how"])}) for one in found)


async def _report(application_id: UUID) -> ReportSeen | None:
    found = await db.row(
        """
        SELECT story, reach, people, times_met, spent_pence, still_going, learned, reported_at, read_at, hidden_why, version
        FROM fund_report WHERE application = $1
        """,
        application_id,
    )
    if found is None:
        return None
    said = Reported(**{name: found.pop(name) for name in Reported.__dataclass_fields__})
    return ReportSeen(said=_with_reach(said), **found)


def _with_reach(said: Reported) -> Reported:
    return Reported(**{**said.__dict__, "reach": Reach(said.reach)})
