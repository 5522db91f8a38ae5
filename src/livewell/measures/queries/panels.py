"""The scores of one instrument in one journey: what they mean together, their chart, and when the next is due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from livewell.kit import clock, db
from livewell.kit.charts import Band as ChartBand
from livewell.kit.charts import Chart, line
from livewell.kit.dates import london_day
from livewell.kit.languages import gettext as _
from livewell.measures import pam
from livewell.measures.pam import DueDay
from livewell.measures.queries.scores import ScoreSeen, scores
from livewell.measures.queries.usable import pack_of
from livewell.measures.rules.instruments import Band, Instrument, Kind
from livewell.measures.rules.loading import INSTRUMENTS
from livewell.measures.rules.saying import change_in_words
from livewell.measures.rules.scoring import Calibration
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member

_A_FEW = 5
"""The top of the axis of a count that is never higher."""


@dataclass(frozen=True)
class Panel:
    """What measures/_panel.html and measures/_pam_panel.html show."""

    journey_id: UUID
    instrument: Instrument
    scores: list[ScoreSeen]
    """Every row, the newest first, the replaced ones struck."""
    standing: list[ScoreSeen]
    """Those that stand and have an answer, the oldest first: the chart."""
    baseline: ScoreSeen | None
    latest: ScoreSeen | None
    change: str
    """What the change from the first to the latest means for one person; empty with fewer than two."""
    due: DueDay | None
    """None when the journey has ended, and for instruments that have no days of their own."""
    is_due: bool
    is_overdue: bool
    can_record: bool
    bands: tuple[Band, ...]
    """Those that the latest score was read with."""

    @property
    def charts(self) -> list[tuple[str, Chart]]:
        """The score over its bands; for an instrument without one figure, each answer that has a scale of numbers."""
        return charts(self.instrument, self.standing, self.bands)

    @property
    def chart(self) -> Chart | None:
        """The score over its bands, when all were made alike."""
        return chart(self.instrument, self.standing, self.bands)


def charts(instrument: Instrument, standing: Sequence[ScoreSeen], bands: Sequence[Band]) -> list[tuple[str, Chart]]:
    """Every chart of an instrument with its title: one of the score, or one of each question answered in numbers."""
    if instrument.has_score:
        drawn = chart(instrument, standing, bands)
        return [(_(instrument.name), drawn)] if drawn else []
    found = []
    for item in instrument.items:
        points = [
            (one.taken_on, float(one.answers[item.id])) for one in standing if one.answers and item.id in one.answers
        ]
        if item.scale.kind is Kind.CHOICE or not points:
            continue
        highest = item.scale.highest
        if item.scale.kind is Kind.NUMBER:
            highest = max(_A_FEW, *(int(value) for _day, value in points))
        drawn = line(
            item.words,
            points,
            _drawn_bands(item.bands, 1.0, float(highest)),
            lowest=item.scale.lowest,
            highest=highest,
        )
        found.append((item.words, drawn))
    return found


def chart(instrument: Instrument, standing: Sequence[ScoreSeen], bands: Sequence[Band]) -> Chart | None:
    """The scores over their bands; None without a score, or when they were not made alike and so have no one line."""
    shown = [one for one in standing if one.score is not None]
    if not shown or any(not one.made_with.is_like(shown[0].made_with) for one in shown):
        return None
    scoring = instrument.scoring
    return line(
        _(instrument.name),
        [(one.taken_on, float(one.score)) for one in shown if one.score is not None],
        _drawn_bands(bands, float(scoring.step), float(scoring.highest)),
        lowest=float(scoring.lowest),
        highest=float(scoring.highest),
    )


def _drawn_bands(bands: Sequence[Band], step: float, highest: float) -> list[ChartBand]:
    """Bands by where they end: the last one with the scale, each other one just below where the next begins."""
    ends = [*(float(band.lowest) - step for band in bands[1:]), highest]
    return [ChartBand(_(band.label), end) for band, end in zip(bands, ends, strict=False)]


async def panel(journey_id: UUID, seen_by: Member) -> Panel:
    """Patient activation: as `panel_for`, with the day when the next is due."""
    return await panel_for(journey_id, seen_by, pam.INSTRUMENT)


async def panel_for(journey_id: UUID, seen_by: Member | None, instrument: str) -> Panel:
    """
    The scores of one instrument in a journey and what changed. KeyError for an instrument that is not known.

    `seen_by` is None for the person themself, who writes none down there.

    Journeys stand above this room: ask `journeys.queries.journey` first whether `seen_by` may see it at all.
    """
    journey = await db.row("SELECT reached_at, opened_at, closed_at FROM journey WHERE id = $1", journey_id)
    found = await scores(journey_id, instrument)
    latest = next((score for score in found if score.level is not None and not score.struck), None)
    return panel_of(
        journey_id,
        found,
        instrument=instrument,
        calibration=await _calibration(latest.pack) if latest and latest.pack else None,
        began_at=_began(journey),
        can_record=seen_by is not None and Permission.WORK_WITH_PEOPLE in seen_by.can,
    )


def _began(journey: Mapping[str, Any] | None) -> datetime | None:
    """When the days of the measures began; None when the journey has ended."""
    if journey is None or journey["closed_at"]:
        return None
    began: datetime = journey["reached_at"] or journey["opened_at"]
    return began


async def _calibration(pack: UUID) -> Calibration | None:
    """Table and cut-points of a licence pack, whether or not it still holds."""
    content = await db.value("SELECT content FROM licence_pack WHERE id = $1", pack)
    return pack_of(content).calibration()


def panel_of(
    journey_id: UUID,
    scores: list[ScoreSeen],
    *,
    instrument: str = pam.INSTRUMENT,
    calibration: Calibration | None = None,
    began_at: datetime | None,
    can_record: bool,
) -> Panel:
    """
    The panel made of scores that were read already.

    `began_at` is None when the journey has ended; `calibration` is that of the latest score's licence pack.
    """
    answers = [score for score in scores if not score.struck]
    standing = sorted((score for score in answers if score.has_answer), key=lambda score: score.sequence)
    with_score = [score for score in standing if score.score is not None] or standing
    baseline = with_score[0] if with_score else None
    latest = with_score[-1] if with_score else None
    due = _due(answers, began_at) if instrument in pam.CLOCKED else None
    today = clock.today()
    return Panel(
        journey_id=journey_id,
        instrument=INSTRUMENTS[instrument],
        scores=scores,
        standing=standing,
        baseline=baseline,
        latest=latest,
        change=_change(INSTRUMENTS[instrument], baseline, latest),
        due=due,
        is_due=due is not None and due.is_due(today),
        is_overdue=due is not None and due.is_overdue(today),
        can_record=can_record and began_at is not None,
        bands=_bands(INSTRUMENTS[instrument], latest, calibration),
    )


def _bands(instrument: Instrument, latest: ScoreSeen | None, calibration: Calibration | None) -> tuple[Band, ...]:
    if latest is None or latest.level is None:
        return instrument.bands
    return (calibration or pam.calibration(pam.VERSIONS.get(latest.cuts, pam.CURRENT))).bands


def _due(answers: Sequence[ScoreSeen], began_at: datetime | None) -> DueDay | None:
    if began_at is None:
        return None
    days: list[date] = [score.taken_on for score in answers]
    return pam.next_due(days, began_on=london_day(began_at), today=clock.today())


def _change(instrument: Instrument, first: ScoreSeen | None, last: ScoreSeen | None) -> str:
    if first is None or last is None or first.id == last.id or first.score is None or last.score is None:
        return ""
    if not first.made_with.is_like(last.made_with):
        return _("The first and the latest were scored by different versions, so they cannot be compared.")
    return change_in_words(instrument, first.score, last.score)
