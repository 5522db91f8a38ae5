"""Open Referral UK 3.0 for everybody: /oruk/v3, without a key and without signing in."""

from typing import Any
from uuid import UUID

from litestar import Response, Router, get
from litestar.params import FromPath
from litestar.response import Stream

from livewell.kit import web
from livewell.kit.door import PUBLIC
from livewell.kit.errors import NotFound
from livewell.kit.web import Asked as Request
from livewell.openreferral import rules
from livewell.openreferral.queries import at_locations, organizations, services, vocabularies
from livewell.openreferral.routes import answers
from livewell.openreferral.rules import parameters
from livewell.openreferral.rules.identity import as_uuid
from livewell.openreferral.rules.parameters import ParameterWrong

Answer = Response[bytes] | Stream
_NONE: frozenset[str] = frozenset()


def _id(text: str) -> UUID:
    """The identifier in an address; NotFound for what is none, as for one that is nobody's."""
    found = as_uuid(text)
    if found is None:
        raise NotFound
    return found


@get("/", permission=PUBLIC, name="oruk.root")
async def root(request: Request) -> Answer:
    """Which version this is, and where it is written down."""
    await answers.asked(request, _NONE)
    here = f"{web.house(request).address}/oruk/v3"
    said = {
        "version": rules.VERSION,
        "profile": rules.PROFILE,
        "openapi_url": rules.OPENAPI,
        "attribution": rules.ATTRIBUTION,
        "services": f"{here}/services",
    }
    return answers.one(request, said)


@get("/services", permission=PUBLIC, name="oruk.services")
async def service_list(request: Request) -> Answer:
    """Services, in pages or streamed."""
    asked = await answers.asked(request, parameters.SERVICES)
    if asked.ndjson:
        return await answers.stream(request, services.every_service(asked))
    return answers.page_of(request, await services.service_page(asked), asked)


@get("/services/{service_id:str}", permission=PUBLIC, name="oruk.service")
async def service(request: Request, service_id: FromPath[str]) -> Answer:
    """One service, whole."""
    await answers.asked(request, _NONE)
    return _one(request, await services.one_service(_id(service_id)))


@get("/service_at_locations", permission=PUBLIC, name="oruk.service_at_locations")
async def at_location_list(request: Request) -> Answer:
    """Services at their places, in pages or streamed."""
    asked = await answers.asked(request, parameters.SERVICE_AT_LOCATIONS)
    if asked.ndjson:
        return await answers.stream(request, at_locations.every_at_location(asked))
    return answers.page_of(request, await at_locations.at_location_page(asked), asked)


@get("/service_at_locations/{at_id:str}", permission=PUBLIC, name="oruk.service_at_location")
async def at_location(request: Request, at_id: FromPath[str]) -> Answer:
    """One service at one of its places, whole."""
    await answers.asked(request, _NONE)
    return _one(request, await at_locations.one_at_location(_id(at_id)))


@get("/organizations", permission=PUBLIC, name="oruk.organizations")
async def organization_list(request: Request) -> Answer:
    """Organisations, in pages or streamed."""
    asked = await answers.asked(request, parameters.ORGANIZATIONS)
    if asked.full_service and not asked.ndjson and asked.per_page > organizations.MOST_WITH_SERVICES:
        raise ParameterWrong("per_page", f"With full_service it is at most {organizations.MOST_WITH_SERVICES}.")
    if asked.ndjson:
        return await answers.stream(request, organizations.every_organization(asked))
    return answers.page_of(request, await organizations.organization_page(asked), asked)


@get("/organizations/{organization_id:str}", permission=PUBLIC, name="oruk.organization")
async def organization(request: Request, organization_id: FromPath[str]) -> Answer:
    """One organisation with its services."""
    asked = await answers.asked(request, frozenset({"full_service"}))
    found = await organizations.one_organization(_id(organization_id), full_service=asked.full_service)
    return _one(request, found)


@get("/taxonomies", permission=PUBLIC, name="oruk.taxonomies")
async def taxonomy_list(request: Request) -> Answer:
    """Our vocabularies."""
    asked = await answers.asked(request, parameters.PAGES)
    found = await vocabularies.taxonomy_page(asked)
    return (
        await answers.stream(request, answers.each(found.contents))
        if asked.ndjson
        else answers.page_of(request, found, asked)
    )


@get("/taxonomies/{taxonomy_id:str}", permission=PUBLIC, name="oruk.taxonomy")
async def taxonomy(request: Request, taxonomy_id: FromPath[str]) -> Answer:
    """One vocabulary with its terms."""
    await answers.asked(request, _NONE)
    return _said(request, await vocabularies.one_taxonomy(_id(taxonomy_id)))


@get("/taxonomy_terms", permission=PUBLIC, name="oruk.taxonomy_terms")
async def term_list(request: Request) -> Answer:
    """The terms of our vocabularies."""
    asked = await answers.asked(request, parameters.TAXONOMY_TERMS)
    found = await vocabularies.term_page(asked)
    return (
        await answers.stream(request, answers.each(found.contents))
        if asked.ndjson
        else answers.page_of(request, found, asked)
    )


@get("/taxonomy_terms/{term_id:str}", permission=PUBLIC, name="oruk.taxonomy_term")
async def term(request: Request, term_id: FromPath[str]) -> Answer:
    """One term."""
    await answers.asked(request, _NONE)
    return _said(request, await vocabularies.one_term(_id(term_id)))


async def nothing() -> Answer:
    """What is at no address of the standard, refused in JSON like everything here."""
    raise NotFound


_LISTS = ("services", "service_at_locations", "organizations", "taxonomies", "taxonomy_terms")
NOTHING = (
    get("/{rest:path}", permission=PUBLIC, name="oruk.nothing")(nothing),
    *(
        get(f"/{one}/{{below:str}}/{{rest:path}}", permission=PUBLIC, name=f"oruk.nothing_below_{one}")(nothing)
        for one in _LISTS
    ),
)
"""Every address below that is none of the others."""


def _one(request: Request, found: tuple[dict[str, Any], Any] | None) -> Response[bytes]:
    if found is None:
        raise NotFound
    return answers.one(request, *found)


def _said(request: Request, found: dict[str, Any] | None) -> Response[bytes]:
    if found is None:
        raise NotFound
    return answers.one(request, found)


oruk = Router(
    path="/oruk/v3",
    route_handlers=[
        root,
        service_list,
        service,
        at_location_list,
        at_location,
        organization_list,
        organization,
        taxonomy_list,
        taxonomy,
        term_list,
        term,
        *NOTHING,
    ],
    exception_handlers=dict(answers.HANDLERS),
)
"""Every address of the standard."""
