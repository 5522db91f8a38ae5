"""/measures: every instrument, where it comes from, how it is scored and what a change means, for anybody."""

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from livewell.kit import web
from livewell.kit.errors import NotFound
from livewell.kit.web import PUBLIC, Asked
from livewell.measures import fhir, gas, pam, queries
from livewell.measures.rules import describing
from livewell.measures.rules.instruments import DIRECTION_LABELS, LICENCE_LABELS, Instrument
from livewell.measures.rules.loading import INSTRUMENTS


def instrument(instrument_id: str) -> Instrument:
    """The instrument of an address, without the wording of any licence pack. NotFound when there is none."""
    if instrument_id not in INSTRUMENTS:
        raise NotFound
    return INSTRUMENTS[instrument_id]


@get("/measures", permission=PUBLIC, name="measures.about")
async def about(request: Asked) -> Response[str]:
    """The measures there are, which are used here, and how little or much a change means."""
    context = {
        "every": list((await queries.all_usable()).values()),
        "licences": LICENCE_LABELS,
        "versions": list(pam.VERSIONS.values()),
        "current": pam.CURRENT,
        "every_months": pam.EVERY_MONTHS,
        "tolerance": pam.TOLERANCE.days,
        "reliable": round(pam.reliable_change()),
        "rho": gas.RHO,
        "fewest": gas.FEWEST_GOALS,
    }
    return web.page(request, "measures/about.html", context)


@get("/measures/{instrument_id:str}", permission=PUBLIC, name="measures.instrument")
async def one(request: Asked, instrument_id: FromPath[str]) -> Response[str]:
    """One instrument: its questions where we may show them, source, licence, scoring, bands and change."""
    found = instrument(instrument_id)
    context = {
        "instrument": found,
        "licence": LICENCE_LABELS[found.licence],
        "direction": DIRECTION_LABELS[found.direction],
        "how_scored": describing.how_scored(found),
        "change": describing.what_a_change_means(found),
        "bands": describing.band_tables(found),
        "codes": [*found.codes.questionnaire, *found.codes.score, *found.codes.level],
    }
    return web.page(request, "measures/instrument.html", context)


@get("/measures/{instrument_id:str}/questionnaire.json", permission=PUBLIC, name="measures.questionnaire")
async def questionnaire(request: Asked, instrument_id: FromPath[str]) -> Response[dict[str, Any]]:
    """The instrument as an HL7 FHIR R4 Questionnaire: with its wording only where anybody may have it."""
    found = fhir.questionnaire(instrument(instrument_id), address=web.house(request).address)
    return Response(found, media_type=fhir.MEDIA_TYPE)


HANDLERS = [about, one, questionnaire]
