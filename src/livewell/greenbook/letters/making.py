"""Books made into PDFs: what cannot be printed is found first, then every leaf is laid out by itself."""

import asyncio
from collections.abc import Sequence

from livewell.greenbook.letters.leaves import Sheet, as_html, back_of
from livewell.greenbook.letters.style import style
from livewell.greenbook.queries.printing import Printed
from livewell.greenbook.rules.paper import Wanted
from livewell.greenbook.rules.scripts import scripts_of
from livewell.kit import pdf
from livewell.kit.languages import LANGUAGES, known
from livewell.kit.pdf import DESK, LONGEST, Made, Workshop


async def missing_in(printed: Printed) -> tuple[str, ...]:
    """The names of the scripts on these pages that cannot be printed on this machine, to say so beforehand."""
    return scripts_of(await pdf.without_a_font(printed.letters))


async def pdf_of(printed: Printed, *, wanted: Wanted, address: str) -> Made:
    """
    A book, or some pages of it, as one tagged PDF; `address` is the public one of the service.

    Raises `NotSetUp` where PDFs cannot be made, `PressFailed` (a RuleBroken) when it is too much for one file.
    """
    return await pdf_of_many([printed], wanted=wanted, address=address)


async def pdf_of_many(
    books: Sequence[Printed], *, wanted: Wanted, address: str, where: Workshop = DESK, seconds: float = LONGEST
) -> Made:
    """Several books, in one language, one after another in one PDF; as `pdf_of`."""
    missing = await pdf.without_a_font("".join(one.letters for one in books))
    first = books[0]

    def all_sheets() -> list[Sheet]:
        return [sheet for book in books for sheet in as_html(book, wanted=wanted, address=address, missing=missing)]

    # A thousand leaves take a second to write: nobody's page waits for it.
    sheets = await asyncio.to_thread(all_sheets)
    rtl = LANGUAGES[known(first.language)].direction == "rtl"
    return await pdf.make_pdf_of(
        sheets,
        style=style(wanted, rtl=rtl),
        back=back_of(first, wanted=wanted),
        where=where,
        seconds=seconds,
    )
