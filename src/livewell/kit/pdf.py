"""Pages as PDF that a screen reader can read (PDF/UA-1), made on this machine without asking the network."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from livewell.kit.errors import NotSetUp

MISSING = "To make PDFs, install pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
# https://doc.courtbouillon.org/weasyprint/stable/api_reference.html : tagged, titled, with its language.
_VARIANT = "pdf/ua-1"
# One at a time: WeasyPrint takes a core and up to 200 MB, and the pages of the same server must not wait for it.
_workshop = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pdf")


@cache
def available() -> bool:
    """Whether this machine can make PDFs: WeasyPrint needs pango, which comes from the operating system."""
    try:
        import weasyprint  # noqa: PLC0415 (half a second, and an OSError where pango is missing)
    except (ImportError, OSError):
        return False
    return weasyprint is not None


async def make_pdf(html: str) -> bytes:
    """
    A PDF/UA-1 document from one page of HTML; raises `NotSetUp` where pango is missing.

    The page needs `<html lang>` and `<title>`, and what it shows must be in it: styles in a style element,
    pictures as inline SVG or data: addresses. Anything else, above all anything of the network or of this
    machine's disk, is left out.
    """
    if not available():
        raise NotSetUp(MISSING)
    return await asyncio.get_running_loop().run_in_executor(_workshop, _make, html)


def _make(html: str) -> bytes:
    from weasyprint import HTML  # noqa: PLC0415 (see available)
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 (see available)

    only_itself = URLFetcher(allowed_protocols=["data"], allow_redirects=False)
    made: bytes = HTML(string=html, url_fetcher=only_itself).write_pdf(pdf_variant=_VARIANT)
    return made
