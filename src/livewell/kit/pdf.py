"""Pages as PDF that a screen reader can read (PDF/UA-1), made on this machine without asking the network."""

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from babel import Locale

from livewell.kit.errors import NotSetUp
from livewell.kit.languages import LANGUAGES, catalogue
from livewell.kit.press import Made, Press, PressFailed

__all__ = [
    "DESK",
    "MILL",
    "MISSING",
    "Made",
    "PressFailed",
    "available",
    "languages_without_letters",
    "make_pdf",
    "make_pdf_of",
    "without_a_font",
]

MISSING = "To make PDFs, install pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
LONGEST = 60.0
"""Seconds that one PDF may take."""
_LONGEST_START = 30.0


@dataclass
class Workshop:
    """A press and the line before it: one order at a time, and the pages of the same server do not wait for it."""

    press: Press = field(default_factory=Press)
    line: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(max_workers=1, thread_name_prefix="pdf")
    )

    async def make(self, order: dict[str, Any], *, seconds: float) -> Made:
        """What came of this order, when its turn came."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.line, lambda: self.press.make(order, seconds=seconds))


DESK = Workshop()
"""For somebody who waits."""
MILL = Workshop(Press(patient=True))
"""For many books at once: nobody who wants one page stands in line behind a hundred books."""


@cache
def available() -> bool:
    """Whether this machine can make PDFs: WeasyPrint needs pango, which comes from the operating system."""
    # Asked in a process of its own: here it would take half a second, sixty megabytes, and change how pictures open.
    tried = subprocess.run(
        [sys.executable, "-c", "import weasyprint"], capture_output=True, timeout=_LONGEST_START, check=False
    )
    return tried.returncode == 0


async def make_pdf(html: str) -> bytes:
    """
    A PDF/UA-1 document from one page of HTML.

    The page needs `<html lang>` and `<title>`, and what it shows must be in it: styles in a style element,
    pictures as inline SVG or data: addresses. Anything else, above all anything of the network or of this
    machine's disk, is left out. Raises `NotSetUp` where pango is missing, and `PressFailed` (a RuleBroken) when it
    takes more than a minute or too much memory.
    """
    return (await make_pdf_of([html])).data


async def make_pdf_of(
    parts: Sequence[str | Sequence[str]],
    *,
    style: str = "",
    back: str = "",
    where: Workshop = DESK,
    seconds: float = LONGEST,
) -> Made:
    """
    One PDF/UA-1 document of many pages of HTML, each laid out by itself: its pages are counted from one.

    A part may come in several ways: the first that fits on one page is taken, else the last. `style` is CSS for all of
    them; `back`, where it says something, follows each part of an odd number of pages. Title and language are the first
    one's. Parts that are the same are laid out once, so a hundred copies take little more than one. Raises what `make_pdf` raises, ValueError without parts.
    """
    if not parts:
        raise ValueError("There is nothing to put on paper.")
    if not available():
        raise NotSetUp(MISSING)
    return await where.make({"parts": list(parts), "style": style, "back": back}, seconds=seconds)


async def without_a_font(text: str) -> str:
    """The letters in `text` that no font of this machine has, each once; raises `NotSetUp` where pango is missing."""
    beyond = "".join(sorted({one for one in text if not one.isascii()}))
    if not beyond:
        return ""
    if not available():
        raise NotSetUp(MISSING)
    return (await DESK.make({"letters": beyond}, seconds=_LONGEST_START)).missing


def languages_without_letters() -> list[str]:
    """The English names of those of our languages that cannot be printed here whole. It blocks, a second or two."""
    without = []
    for code, language in LANGUAGES.items():
        translated = catalogue(code)
        letters = language.own_name + (translated.read_text("utf-8") if translated.is_file() else "")
        beyond = "".join(sorted({one for one in letters if not one.isascii()}))
        if beyond and DESK.press.make({"letters": beyond}, seconds=_LONGEST_START).missing:
            without.append(str(Locale.parse(language.code, sep="-").get_display_name("en")))
    return without
