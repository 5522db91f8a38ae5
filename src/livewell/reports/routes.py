"""/overview for managers, and /figures in which nobody can be found."""

from typing import Any
from uuid import UUID

from litestar import Response, Router, get
from litestar.params import FromQuery

from livewell.kit import charts, clock, web
from livewell.kit.web import Asked
from livewell.reports import letters, queries, rules
from livewell.reports.letters import Value
from livewell.reports.queries import Figures, Overview
from livewell.reports.rules import Period, Protected
from livewell.staff.permissions import Permission


def _area(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


async def _overview(request: Asked, period: str, area: str) -> tuple[Period, UUID | None, Overview]:
    chosen = rules.period(period, rules.manager_periods(clock.today()))
    where = _area(area)
    return chosen, where, await queries.overview(chosen, where, seen_by=web.member(request))


@get("/overview", permission=Permission.SEE_OVERVIEW, name="reports.overview")
async def overview(request: Asked, period: FromQuery[str] = "", area: FromQuery[str] = "") -> Response[str]:
    """What cannot wait, how far people come, who does how much, and who refers."""
    chosen, where, found = await _overview(request, period, area)
    stages = [(rules.STAGE_LABELS[stage], number) for stage, number in found.funnel.items()]
    sent = [(practice.practice, practice.total) for practice in found.practices]
    return web.page(
        request,
        "reports/overview.html",
        {
            "found": found,
            "period": chosen,
            "periods": rules.manager_periods(clock.today()),
            "area": where,
            "meanings": [(rules.STAGE_LABELS[stage], rules.STAGE_MEANINGS[stage]) for stage in rules.Stage],
            "funnel": charts.funnel("How far referrals came", stages, unit="referrals"),
            "by_practice": charts.bars("Referrals by practice", sent, unit="referrals", column="Practice"),
            "share": charts.percent(found.practices_with_one, len(found.practices)),
        },
    )


@get("/overview.csv", permission=Permission.SEE_OVERVIEW, name="reports.overview_csv")
async def overview_csv(request: Asked, period: FromQuery[str] = "", area: FromQuery[str] = "") -> Response[str]:
    """The same numbers for a spreadsheet."""
    chosen, _, found = await _overview(request, period, area)
    rows: list[tuple[Value, ...]] = []
    rows += [("How far referrals came", "", rules.STAGE_LABELS[stage], count) for stage, count in found.funnel.items()]
    for wait in found.waits:
        rows += [
            ("Waiting for a decision", wait.area, "Waiting", wait.waiting),
            ("Waiting for a decision", wait.area, "Late", wait.late),
            ("Waiting for a decision", wait.area, "Waiting for an answer", wait.asked),
        ]
    for worker in found.workers:
        rows += [
            ("Workload", worker.name, "Open journeys", worker.open_journeys),
            ("Workload", worker.name, "Sessions in the next 7 days", worker.coming),
            ("Workload", worker.name, "Sessions to write up", worker.to_note),
            ("Workload", worker.name, "Sessions held", worker.held),
        ]
    for practice in found.practices:
        rows += [("Referrals by practice", practice.practice, kind, count) for kind, count in practice.by_type.items()]
        rows.append(("Referrals by practice", practice.practice, "All", practice.total))
    rows += [("Other ways in", "", kind, count) for kind, count in found.other_ways.items()]
    return _csv("live-well-overview", chosen, ("Table", "Row", "What", "Count"), rows)


@get("/figures", permission=Permission.SEE_FIGURES, name="reports.figures")
async def figures(request: Asked, period: FromQuery[str] = "") -> Response[str]:
    """Figures without any person in them."""
    periods = rules.evaluator_periods(clock.today())
    chosen = rules.period(period, periods)
    found = await queries.figures(chosen)
    return web.page(
        request,
        "reports/figures.html",
        {
            "found": found,
            "period": chosen,
            "periods": periods,
            "tables": [
                ("How far referrals came", _FURTHEST, _drawn("How far referrals came", found.furthest), found.furthest),
                ("Who referred", _REFERRERS, _drawn("Who referred", found.referrers), None),
                ("Why journeys ended", _ENDINGS, _drawn("Why journeys ended", found.endings), found.endings),
            ],
            "needs": charts.bars("Why people came", found.needs, unit="referrals", hidden=rules.HIDDEN, column="Need"),
            "hidden": rules.HIDDEN,
            "share": charts.percent(found.practices_with_one or 0, found.practices or 0),
        },
    )


_FURTHEST = (
    "Every referral received in the period is counted once, at the furthest point it has come to so far. "
    "“Supported” means at least one health coach session held."
)
_REFERRERS = "Every referral received in the period, by who sent it."
_ENDINGS = "Referrals received in the period whose journey has ended since, by the reason that was noted."


def _drawn(title: str, table: Protected) -> charts.Chart:
    """The totals of a protected table as bars."""
    return charts.bars(
        title,
        [(row, table.cell(row, rules.TOTAL)) for row in table.rows if row != rules.TOTAL],
        unit="referrals",
        hidden=rules.HIDDEN,
    )


@get("/figures.csv", permission=Permission.SEE_FIGURES, name="reports.figures_csv")
async def figures_csv(period: FromQuery[str] = "") -> Response[str]:
    """The same figures, protected in the same way, for a spreadsheet."""
    chosen = rules.period(period, rules.evaluator_periods(clock.today()))
    return _csv(
        "live-well-figures", chosen, ("Table", "Row", "Column", "Count"), _figure_rows(await queries.figures(chosen))
    )


def _figure_rows(found: Figures) -> list[tuple[Value, ...]]:
    rows: list[tuple[Value, ...]] = []
    for name, table in (
        ("How far referrals came", found.furthest),
        ("Who referred", found.referrers),
        ("Why journeys ended", found.endings),
    ):
        for row, line in zip(table.rows, table.cells, strict=True):
            rows += [
                (name, row, column, rules.HIDDEN if cell is None else cell)
                for column, cell in zip(table.columns, line, strict=True)
            ]
    rows += [("Why people came", need, "", rules.HIDDEN if count is None else count) for need, count in found.needs]
    for name, change in (("Patient activation", found.activation), ("Groups they belong to", found.groups)):
        title = f"{name}, before and after (no comparison group)"
        rows += [
            (title, "People with both", "", rules.HIDDEN if change.people is None else change.people),
            (title, "First, mean", "", change.first),
            (title, "Last, mean", "", change.last),
            (title, "Change, mean", "", change.change),
        ]
    rows.append(("Practices that referred", "Practices with at least one", "", found.practices_with_one))
    rows.append(("Practices that referred", "Listed practices", "", found.practices))
    return rows


def _csv(name: str, chosen: Period, head: tuple[str, ...], rows: list[tuple[Value, ...]]) -> Response[Any]:
    return Response(
        letters.csv_text(head, rows),
        media_type="text/csv",
        headers={"content-disposition": f'attachment; filename="{name}-{chosen.code}.csv"'},
    )


router = Router("/", route_handlers=[overview, overview_csv, figures, figures_csv])
