"""What is read about scores: those of a journey, what they mean together, and when the next is due."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from livewell.kit import clock, db
from livewell.kit.charts import Band, Chart, pam_chart
from livewell.kit.dates import london_day
from livewell.measures import pam
from livewell.measures.pam import DueDay, Flag, How, NotDone
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

JUST_BELOW = Decimal("0.1")
"""A score has one decimal: the highest of a level is this much below where the next begins."""


@dataclass(frozen=True)
class PamScore:
    """One row about patient activation: a score with its level, or the reason why there is none."""

    id: UUID
    score: Decimal | None
    level: int | None
    cuts: str
    not_done: str
    not_done_label: str
    why: str
    how: str
    how_label: str
    flags: list[str]
    """Sentences."""
    taken_at: datetime
    noted_at: datetime
    by: UUID | None
    by_name: str
    sequence: int
    replaces: UUID | None
    struck: bool
    """Corrected since."""

    @property
    def taken_on(self) -> date:
        """The London day it was taken."""
        return london_day(self.taken_at)


@dataclass(frozen=True)
class PamPanel:
    """What measures/_pam_panel.html shows."""

    journey_id: UUID
    scores: list[PamScore]
    """Every row, the newest first, the corrected ones struck."""
    standing: list[PamScore]
    """Those that stand and have a score, the oldest first: the chart."""
    baseline: PamScore | None
    latest: PamScore | None
    change: str
    """What the change from the first to the latest means for one person; empty with fewer than two."""
    due: DueDay | None
    """None when the journey has ended."""
    is_due: bool
    is_overdue: bool
    can_record: bool

    @property
    def chart(self) -> Chart | None:
        """The scores that stand over their levels, when they were all read with the same cut-points."""
        versions = {score.cuts for score in self.standing}
        if len(versions) != 1:
            return None
        cuts = pam.VERSIONS.get(versions.pop(), pam.CURRENT)
        ends = (
            cuts.level_2_from - JUST_BELOW,
            cuts.level_3_from - JUST_BELOW,
            cuts.level_4_from - JUST_BELOW,
            pam.HIGHEST,
        )
        bands = [Band(label, float(end)) for label, end in zip(pam.LEVEL_LABELS.values(), ends, strict=True)]
        points = [(score.taken_on, float(score.score)) for score in self.standing if score.score is not None]
        return pam_chart(points, bands, title="Patient activation")


async def pam_scores(journey_id: UUID) -> list[PamScore]:
    """Every row about patient activation in a journey, the newest first. Ask first who may see the journey."""
    return [
        PamScore(
            **{**row, "flags": [pam.FLAG_LABELS[Flag(flag)] for flag in row["flags"]]},
            not_done_label=pam.NOT_DONE_LABELS[NotDone(row["not_done"])] if row["not_done"] else "",
            how_label=pam.HOW_LABELS[How(row["how"])],
        )
        for row in await db.rows(
            """
            SELECT s.id, s.score, s.level, s.cuts, s.not_done, s.not_done_why AS why, s.how, s.flags,
                   s.taken_at, s.noted_at, s.taken_by AS by, coalesce(u.name, '') AS by_name, s.sequence, s.replaces,
                   EXISTS (SELECT 1 FROM score r WHERE r.replaces = s.id) AS struck
              FROM score s LEFT JOIN staff_user u ON u.id = s.taken_by
             WHERE s.journey = $1 AND s.instrument = 'pam'
             ORDER BY s.sequence DESC, s.noted_at DESC
            """,
            journey_id,
        )
    ]


async def panel(journey_id: UUID, seen_by: Member) -> PamPanel:
    """
    The scores of a journey, what changed, and when the next is due.

    Journeys stand above this room: ask `journeys.queries.journey` first whether `seen_by` may see it at all.
    """
    journey = await db.row("SELECT reached_at, opened_at, closed_at FROM journey WHERE id = $1", journey_id)
    return panel_of(
        journey_id,
        await pam_scores(journey_id),
        began_at=None if journey is None or journey["closed_at"] else journey["reached_at"] or journey["opened_at"],
        can_record=Permission.WORK_WITH_PEOPLE in seen_by.can,
    )


def panel_of(journey_id: UUID, scores: list[PamScore], *, began_at: datetime | None, can_record: bool) -> PamPanel:
    """The panel made of scores that were read already. `began_at` is None when the journey has ended."""
    answers = [score for score in scores if not score.struck]
    standing = sorted((score for score in answers if score.score is not None), key=lambda score: score.sequence)
    baseline = standing[0] if standing else None
    latest = standing[-1] if standing else None
    today = clock.today()
    due = (
        pam.next_due([score.taken_on for score in answers], began_on=london_day(began_at), today=today)
        if began_at
        else None
    )
    return PamPanel(
        journey_id=journey_id,
        scores=scores,
        standing=standing,
        baseline=baseline,
        latest=latest,
        change=_change(baseline, latest),
        due=due,
        is_due=due is not None and due.is_due(today),
        is_overdue=due is not None and due.is_overdue(today),
        can_record=can_record and began_at is not None,
    )


def _change(first: PamScore | None, last: PamScore | None) -> str:
    if first is None or last is None or first.id == last.id or first.score is None or last.score is None:
        return ""
    if first.cuts != last.cuts:
        return "The first and the latest were read with different cut-points, so they cannot be compared."
    return pam.change_in_words(first.score, last.score)
