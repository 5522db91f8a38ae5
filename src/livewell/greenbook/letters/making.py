"""Books made into PDFs: what cannot be printed is found first, then every leaf is laid out by itself."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from livewell.greenbook.letters.leaves import Sheet, as_html, back_of, in_english
from livewell.greenbook.letters.style import style
from livewell.greenbook.queries.printing import Printed
from livewell.greenbook.rules.paper import Wanted
from livewell.greenbook.rules.scripts import scripts_of
from livewell.kit import pdf
from livewell.kit.languages import ENGLISH, LANGUAGES, known
from livewell.kit.pdf import DESK, LONGEST, Made, Workshop


async def missing_in(printed: Printed) -> tuple[str, ...]:
    """The names of the scripts on these pages that cannot be printed on this machine, to say so beforehand."""
    return scripts_of(await pdf.without_a_font(printed.letters))


async def language_missing(printed: Printed) -> str:
    """The English name of the language of these pages when our own words cannot be printed in it here; else empty."""
    language = known(printed.language)
    if language == ENGLISH:
        return ""
    ours = await asyncio.to_thread(as_html, _nothing_said(printed), wanted=Wanted(), address="")
    words = "".join({letter for sheet in ours for letter in (sheet if isinstance(sheet, str) else sheet[0])})
    return in_english(language) if await pdf.without_a_font(words) else ""


def _nothing_said(printed: Printed) -> Printed:
    """The same leaves with our own words alone."""
    return replace(
        printed,
        called="",
        goals=(),
        leaves=tuple(
            replace(leaf, note="", source="", prompts=tuple(replace(one, said="") for one in leaf.prompts))
            for leaf in printed.leaves
            if leaf.is_ours
        ),
        whole=True,
    )


async def pdf_of(printed: Printed, *, wanted: Wanted, address: str) -> Made:
    """
    A book, or some pages of it, as one tagged PDF; `address` is the public one of the service.

    Raises `NotSetUp` where PDFs cannot be made, `PressFailed` (a RuleBroken) when it is too much for one file.
    """
    return await pdf_of_many([printed], wanted=wanted, address=address)


async def pdf_of_many(
    books: Sequence[Printed], *, wanted: Wanted, address: str, where: Workshop = DESK, seconds: float = LONGEST
) -> Made:
    """
    Several books, in one language, one after another in one PDF; as `pdf_of`.

    Where no font has the letters of that language, our words are in English, and a note says so.
    """
    missing = await pdf.without_a_font("".join(one.letters for one in books))
    instead_of = known(books[0].language) if await language_missing(books[0]) else ""
    if instead_of:
        books = [replace(one, language=ENGLISH) for one in books]

    def all_sheets() -> list[Sheet]:
        return [
            sheet
            for book in books
            for sheet in as_html(book, wanted=wanted, address=address, missing=missing, instead_of=instead_of)
        ]

    # A thousand leaves take a second to write: nobody's page waits for it.
    sheets = await asyncio.to_thread(all_sheets)
    rtl = LANGUAGES[known(books[0].language)].direction == "rtl"
    return await pdf.make_pdf_of(
        sheets,
        style=style(wanted, rtl=rtl),
        back=back_of(books[0], wanted=wanted),
        where=where,
        seconds=seconds,
    )
