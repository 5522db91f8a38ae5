"""
The process beside the server in which PDFs are laid out: it has its own memory, an end to it, and can be stopped.

WeasyPrint takes a core, grows with every page, and half opens pictures for the whole process it runs in. So it runs in
a child that answers one order after another over two pipes, goes when nobody asks for a while, and starts again when
somebody does. `python -m livewell.kit.press` is that child; `Press` is its master.
"""

import contextlib
import hashlib
import json
import os
import resource
import select
import struct
import subprocess
import sys
import threading
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from livewell.kit.errors import RuleBroken

VARIANT = "pdf/ua-1"
"""https://doc.courtbouillon.org/weasyprint/stable/api_reference.html : tagged, titled, with its language."""

MOST_MEMORY = 2 * 1024**3
"""Bytes of address space of the child, libraries and all. A book of two hundred pages needs about a fifth of it."""

LARGE_ENOUGH = 400 * 1024**2
"""Bytes it may have grown to and stay; larger, it goes after its answer, and the next order begins a small one."""

IDLE_SECONDS = 300
_LENGTH = struct.Struct(">Q")
_AT_A_TIME = 1024 * 1024
_SECRETS = ("LIVEWELL_", "PG", "DATABASE")


class PressFailed(RuleBroken):
    """It took too long or too much memory. The message is a sentence for the person who waits."""


@dataclass(frozen=True)
class Made:
    """What came of an order."""

    data: bytes
    pages: int
    peak: int
    """Bytes of memory the child has used at most."""
    missing: str = ""
    """The letters that no font of this machine has."""


class Press:
    """
    One child at a time, and one order after another. Every method blocks: call it in a thread.

    A `patient` one lets everything else on the machine go first.
    """

    def __init__(self, *, patient: bool = False) -> None:
        self._patient = patient
        self._child: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def make(self, order: dict[str, Any], *, seconds: float) -> Made:
        """
        What the child answers to this order (see `_answer`).

        A child that somebody ended is begun again once. Raises PressFailed when it is too slow, or too large twice.
        """
        with self._turn:
            try:
                return self._ask(order, seconds)
            except EOFError:
                self._end()
            try:
                return self._ask(order, seconds)
            except EOFError:
                self._end()
                raise PressFailed("This is too much to put into one PDF here. Choose fewer pages.") from None

    def close(self) -> None:
        """Let the child go."""
        with self._turn:
            self._end()

    @property
    def number(self) -> int | None:
        """The process number of the child, or None while there is none."""
        return self._child.pid if self._child is not None and self._child.poll() is None else None

    def _ask(self, order: dict[str, Any], seconds: float) -> Made:
        if self.number is None:
            self._end()
            self._child = _begin(patient=self._patient)
        child = self._child
        assert child is not None
        assert child.stdin is not None
        assert child.stdout is not None
        late = threading.Event()

        def too_late() -> None:
            late.set()
            child.kill()

        clock = threading.Timer(seconds, too_late)
        clock.daemon = True
        clock.start()
        try:
            _send(child.stdin, json.dumps(order).encode())
            told = json.loads(_receive(child.stdout))
            data = _receive(child.stdout)
        except (EOFError, OSError):
            if late.is_set():
                self._end()
                raise PressFailed("It took too long to make this PDF. Choose fewer pages, and try again.") from None
            raise EOFError from None
        finally:
            clock.cancel()
        if told["failed"] == "MemoryError":
            raise PressFailed("This is too much to put into one PDF here. Choose fewer pages.")
        if told["failed"]:
            raise RuntimeError(f"The page could not be laid out: {told['failed']}")
        return Made(data=data, pages=told["pages"], peak=told["peak"], missing=told["missing"])

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _begin(*, patient: bool) -> subprocess.Popen[bytes]:
    """A child that knows nothing of the service: none of its secrets, and nothing to say but its answers."""
    environment = {name: text for name, text in os.environ.items() if not name.startswith(_SECRETS)}  # noqa: TID251  To keep the child from reading it.
    return subprocess.Popen(  # noqa: S603  This interpreter, and a module of ours.
        [sys.executable, "-m", "livewell.kit.press", *(["patient"] if patient else [])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )


def _send(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    return _exactly(pipe, _LENGTH.unpack(_exactly(pipe, _LENGTH.size))[0])


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        some = pipe.read(min(size - len(data), _AT_A_TIME))
        if not some:
            raise EOFError
        data += some
    return bytes(data)


# ── in the child ──


def _answer(order: dict[str, Any]) -> Made:
    """
    `{"parts": [html or [html, …], …], "style": css, "back": html}`: each part laid out by itself, its pages counted from
    one, joined into one PDF. Of several ways to set a part, the first that fits on one page is taken, else the last.
    After an odd number of pages comes the back, where there is one. Parts that are the same are laid out once.

    `{"letters": text}`: which of these no font has.
    """
    if "letters" in order:
        from livewell.kit.fonts import without_a_font  # noqa: PLC0415  Only the child opens fontconfig.

        return Made(data=b"", pages=0, peak=_peak(), missing=without_a_font(order["letters"]))
    kept: dict[tuple[str, ...], Any] = {}
    pages, first = [], None
    for part in order["parts"]:
        ways = (part,) if isinstance(part, str) else tuple(part)
        document = kept.get(ways)
        if document is None:
            document = _fitted(ways, order["style"])
            if "<a " not in ways[0]:  # A link is tied to the one page it was drawn on last.
                kept[ways] = document
        first = first or document
        pages.extend(document.pages)
        if order["back"] and len(document.pages) % 2:
            pages.extend(_fitted((order["back"],), order["style"]).pages)
    written = BytesIO()
    assert first is not None
    first.copy(pages).write_pdf(written, pdf_variant=VARIANT)
    return Made(data=written.getvalue(), pages=len(pages), peak=_peak())


# Which way of a part fitted, by what is left of its words when they are mixed beyond knowing. Empty leaves are printed
# again and again, and each try is most of the work.
_CHOSEN: dict[bytes, int] = {}
_MOST_CHOSEN = 4096


def _fitted(ways: tuple[str, ...], style: str) -> Any:
    """The first of these that fits on one page, laid out, else the last."""
    if len(ways) == 1:
        return _laid_out(ways[0], style)
    mixed = hashlib.sha256("\0".join((style, *ways)).encode()).digest()
    chosen = _CHOSEN.get(mixed)
    if chosen is not None:
        return _laid_out(ways[chosen], style)
    if len(_CHOSEN) >= _MOST_CHOSEN:
        _CHOSEN.clear()
    tried: dict[str, Any] = {}
    for number, way in enumerate(ways):
        document = tried.get(way) or _laid_out(way, style)
        tried[way] = document
        if len(document.pages) == 1 or number == len(ways) - 1:
            break
    _CHOSEN[mixed] = number
    return document


def _laid_out(html: str, style: str) -> Any:
    from weasyprint import HTML  # noqa: PLC0415  Half a second: after the pipes are there.

    fetcher, fonts, sheets = _style(style)
    return HTML(string=html, url_fetcher=fetcher).render(stylesheets=sheets, font_config=fonts)


@lru_cache(maxsize=16)
def _style(css: str) -> tuple[Any, Any, Any]:
    """What fetches for a page (nothing but itself), its fonts, and its style, read once."""
    from weasyprint import CSS  # noqa: PLC0415  As above.
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    only_itself = URLFetcher(allowed_protocols=["data"], allow_redirects=False)
    fonts = FontConfiguration()
    return only_itself, fonts, [CSS(string=css, url_fetcher=only_itself, font_config=fonts)] if css else []


def _peak() -> int:
    # The system's own counter of this program. `getrusage` begins with the peak of the process that started it, and a
    # press beside a large server would go after every answer. Where there is no /proc, that is the best there is.
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return int(status.split("VmHWM:", 1)[1].split(None, 1)[0]) * 1024


def _work(orders: IO[bytes], answers: IO[bytes]) -> None:
    while select.select([orders], [], [], IDLE_SECONDS)[0]:
        try:
            order = json.loads(_receive(orders))
        except EOFError:
            return
        made, failed = Made(b"", 0, _peak()), ""
        try:
            made = _answer(order)
        except Exception as error:  # noqa: BLE001  The master says it; the words of a page stay here.
            failed = type(error).__name__
        told = {
            "failed": failed,
            "pages": made.pages,
            "peak": _peak(),
            "missing": made.missing,
        }
        _send(answers, json.dumps(told).encode())
        _send(answers, made.data)
        if _peak() > LARGE_ENOUGH:
            return


def _main() -> None:
    """Answer until the pipe closes. What libraries print goes nowhere, so that only answers come out."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if "patient" in sys.argv:
        os.nice(10)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    # Unbuffered, because `select` looks at the pipe and not at what was read ahead.
    _work(os.fdopen(0, "rb", buffering=0), answers)


if __name__ == "__main__":
    _main()
