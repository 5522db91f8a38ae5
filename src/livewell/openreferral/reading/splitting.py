"""One service after another out of a stream of JSON, however long it is, without holding all of it."""

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

LONGEST_SERVICE = 4 * 1024 * 1024
"""Characters that one service may have: with everything nested, real ones have 3,000 to 60,000."""

LISTS = ("contents", "content", "services", "data", "items")
"""What feeds call the list of services in a page: HSDS-UK 3.0, Open Referral UK 1.0, and three that are seen."""

_WHITE = re.compile(r"[\s,\ufeff]*")
_LIST = re.compile(rf'"(?:{"|".join(LISTS)})"\s*:\s*\[')
_START = 65_536
"""Characters within which the list of a page must begin."""


class NotServices(Exception):
    """What came is not a list of services; the message says what it is instead."""


class Splitter:
    """
    Give it bytes, take services: lines of NDJSON, one JSON list, or a page with a list in it.

    `head` is what a page says before its list; `ended` is true once the list has closed.
    """

    def __init__(self) -> None:
        self.head: dict[str, Any] = {}
        self.ended = False
        self._decoder = json.JSONDecoder()
        self._utf8 = codecs.getincrementaldecoder("utf-8")("replace")
        self._text = ""
        self._within: str | None = None

    def split(self, chunk: bytes, *, last: bool = False) -> Iterator[Any]:
        """The services that are whole by now. Raises NotServices."""
        self._text += self._utf8.decode(chunk, final=last)
        if self._within is None and not self._begin(last=last):
            return
        at = 0
        while not self.ended:
            at = self._skip(at)
            if at >= len(self._text):
                break
            if self._within == "list" and self._text[at] == "]":
                self.ended = True
                break
            try:
                found, end = self._line(at) or self._decoder.raw_decode(self._text, at)
            except RecursionError:
                raise NotServices("A service is nested too deeply to be one.") from None
            except ValueError:
                if last or len(self._text) - at > LONGEST_SERVICE:
                    raise NotServices(self._broken(at)) from None
                break
            if self._within == "lines" and end == len(self._text) and not last and not isinstance(found, dict):
                break
            at = end
            yield found
        self._text = "" if self.ended else self._text[at:]
        if last and self._within == "list" and not self.ended:
            raise NotServices("It breaks off in the middle of the list.")

    def _line(self, at: int) -> tuple[Any, int] | None:
        """The service that is the line here, and where the line ends: in a third of the time, when it is a line."""
        end = self._text.find("\n", at) if self._within == "lines" else -1
        if end < 0:
            return None
        try:
            return msgspec.json.decode(self._text[at:end]), end
        except (msgspec.DecodeError, RecursionError):
            return None

    def _skip(self, at: int) -> int:
        found = _WHITE.match(self._text, at)
        return found.end() if found else at

    def _begin(self, *, last: bool) -> bool:
        """Find out what it is; False while more is needed for that."""
        start = self._skip(0)
        if start >= len(self._text):
            return False
        if self._text[start] == "[":
            self._within, self._text = "list", self._text[start + 1 :]
            return True
        if self._text[start] != "{":
            raise NotServices("It is not JSON. Is this the address of a web page?")
        found = _LIST.search(self._text, start, start + _START)
        line_end = self._text.find("\n", start)
        if found is not None and not self._is_whole_line(start, line_end):
            self._head(start, found.start())
            self._within, self._text = "list", self._text[found.end() :]
            return True
        if line_end >= 0 or last or len(self._text) > _START:
            self._within, self._text = "lines", self._text[start:]
            return True
        return False

    def _is_whole_line(self, start: int, line_end: int) -> bool:
        """Whether the first line is a service of its own, as in NDJSON, whatever lists it has in it."""
        if line_end < 0:
            return False
        try:
            first, end = self._decoder.raw_decode(self._text, start)
        except (ValueError, RecursionError):
            return False
        rest = self._text[end:].lstrip()
        return isinstance(first, dict) and "name" in first and rest.startswith("{")

    def _head(self, start: int, end: int) -> None:
        said = self._text[start:end].rstrip().rstrip(",")
        try:
            self.head = json.loads(said + "}")
        except ValueError:
            self.head = {}

    def _broken(self, at: int) -> str:
        if len(self._text) - at > LONGEST_SERVICE:
            return "One service in it is longer than any real one."
        return "It breaks off, or holds something that is not JSON."


def services_in(chunks: Iterable[bytes]) -> Iterator[Any]:
    """Every service in a file's chunks. Raises NotServices."""
    splitter = Splitter()
    for chunk in chunks:
        yield from splitter.split(chunk)
    yield from splitter.split(b"", last=True)
