"""
Asking a postcodes.io-compatible service where a postcode is, when the operator has named one.

Only the postcode itself is ever sent: no name, no address, no reference, no cookie.
The shape of the answer: https://github.com/ideal-postcodes/postcodes.io (static/openapi.json)
"""

from dataclasses import dataclass
from urllib.parse import quote

import httpx
import structlog

from livewell.settings import settings

_LONGEST_WAIT = 3.0  # seconds, for somebody is waiting for the page
_NOT_FOUND = 404
log = structlog.get_logger()


def address() -> str | None:
    """The service the operator named, or None: nobody is asked until somebody sets one up."""
    return settings().geocoder_url


@dataclass(frozen=True)
class Answered:
    """What a service says of a postcode: metres on the grid, degrees, and the district's ONS code."""

    postcode: str
    easting: int
    northing: int
    latitude: float
    longitude: float
    district: str


async def ask(url: str, postcode: str, *, wait: float = _LONGEST_WAIT) -> Answered | None:
    """
    Where the service at `url` says `postcode` is; None when it does not know, does not answer or is muddled.

    A search goes on without a distance when the service is away, so nothing is raised. What is logged says
    what went wrong, never for which postcode.
    """
    try:
        async with httpx.AsyncClient(timeout=wait, follow_redirects=False, trust_env=False) as client:
            answer = await client.get(f"{url.rstrip('/')}/postcodes/{quote(postcode)}")
            if answer.status_code == _NOT_FOUND:
                return None
            answer.raise_for_status()
            return _read(answer.json(), postcode)
    except httpx.HTTPError as error:
        log.warning("postcode_service_failed", error=type(error).__name__)
    except (ValueError, KeyError, TypeError) as error:
        log.warning("postcode_service_not_understood", error=type(error).__name__)
    return None


def _read(answer: dict[str, dict[str, object]], postcode: str) -> Answered:
    result = answer["result"]
    codes = result["codes"]
    if not isinstance(codes, dict):
        raise TypeError
    return Answered(
        postcode=postcode,
        easting=int(str(result["eastings"])),
        northing=int(str(result["northings"])),
        latitude=float(str(result["latitude"])),
        longitude=float(str(result["longitude"])),
        district=str(codes["admin_district"]),
    )
