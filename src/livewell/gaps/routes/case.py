"""/gaps/case: the case for investing, to read, to print, and as a sheet."""

import asyncio

from litestar import Response, get

from livewell.gaps import letters, queries
from livewell.gaps.queries.begun import ward_choices
from livewell.gaps.rules.numbers import DEFINITION, SUPPRESSED
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.sheets_out import XLSX_TYPE
from livewell.kit.web import Asked
from livewell.places.queries import wards
from livewell.staff.permissions import Permission

_SEE = Permission.SEE_TOGETHER


@get("/gaps/case", permission=_SEE, name="gaps.case")
async def case(request: Asked) -> Response[str]:
    """What is missing by how many people miss it, small numbers hidden for everybody: it is made to be passed on."""
    places = ward_choices(await wards())
    found, query = await _case(request, places)
    context = {
        "case": found,
        "query": query,
        "form": Form.blank({"period": found.code, "ward": Form(request.query_params).typed("ward")}),
        "periods": [(code, label) for code, (label, _) in queries.PERIODS.items()],
        "wards": places,
        "definition": DEFINITION,
        "suppressed": SUPPRESSED,
        "provision": letters.PROVISION,
    }
    return web.page(request, "gaps/case.html", context)


@get("/gaps/case.pdf", permission=_SEE, name="gaps.case_pdf")
async def case_pdf(request: Asked) -> Response[bytes]:
    """The same on paper."""
    found, _ = await _case(request, ward_choices(await wards()))
    return await web.pdf(letters.case_pdf(found), filename=f"what-is-missing-{found.last_on}.pdf")


@get("/gaps/case.xlsx", permission=_SEE, name="gaps.case_xlsx")
async def case_xlsx(request: Asked) -> Response[bytes]:
    """The same as a sheet."""
    found, _ = await _case(request, ward_choices(await wards()))
    name = f"what-is-missing-{found.last_on}.xlsx"
    return Response(
        await asyncio.to_thread(letters.case_xlsx, found),
        media_type=XLSX_TYPE,
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


async def _case(request: Asked, places: list[tuple[str, str]]) -> tuple[queries.Case, str]:
    form = Form(request.query_params)
    ward = form.typed("ward") if form.typed("ward") in dict(places) else ""
    found = await queries.case(form.typed("period"), ward=ward, ward_name=dict(places).get(ward, ""))
    return found, f"?period={found.code}" + (f"&ward={ward}" if ward else "")


HANDLERS = (case, case_pdf, case_xlsx)
