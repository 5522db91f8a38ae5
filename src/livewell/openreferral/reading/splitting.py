"""One service after another out of a stream of JSON, however long it is, without holding all of it."""

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

LONGEST_SERVICE = 4 * 1024 * 1024
"""Characters that one service may have: with everything nested, real ones have 3,000 to 60,000."""

LISTS = ("contents", "content", "services", "data", "items", "results")
"""What feeds call the list of services in a page: HSDS-UK 3.0, Open Referral UK 1.0, and four that are seen."""

NOT_JSON = "It is not JSON. Is it a web page, or a file of another kind?"
_WHITE = re.compile(r"[\s,\ufeff\x1e]*")
_SPACE = re.compile(r"[ \t\r\n]*")
_LONGEST_TAIL = 65_536
"""Characters behind a list that are looked at."""

_MARKS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_OTHERWISE = "livewell-older-windows"
_GOES_ON = "Something stands behind the end of the list. It was not read, and what is missing is not taken as gone."


def _older_windows(wrong: UnicodeError) -> tuple[str, int]:
    """What is no UTF-8 is read as older programs on Windows write it."""
    if not isinstance(wrong, UnicodeDecodeError):
        raise wrong
    return wrong.object[wrong.start : wrong.end].decode("cp1252", "replace"), wrong.end


codecs.register_error(_OTHERWISE, _older_windows)


def encoding_of(start: bytes) -> str:
    """How a file is written, by its first bytes: JSON begins with a plain character, so zeros beside it tell."""
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    if len(start) > 1 and not start[0] and start[1]:
        return "utf-16-be"
    return "utf-16-le" if len(start) > 1 and start[0] and not start[1] else "utf-8"


def as_text(said: bytes) -> str:
    """A whole document as text, whatever it is written in."""
    return said.decode(encoding_of(said), _OTHERWISE)


class NotServices(Exception):
    """What came is not a list of services; the message says what it is instead."""


class Splitter:
    """
    Give it bytes, take services: lines of NDJSON, one JSON list, or a page with a list in it.

    `ended` is true once the list has closed; `doubt` says in a sentence why it may not be all of it.
    """

    def __init__(self) -> None:
        self.ended = False
        self.doubt = ""
        self._decoder = json.JSONDecoder()
        self._letters: codecs.IncrementalDecoder | None = None
        self._text = ""
        self._within: str | None = None
        self._count = 0
        self._around: dict[str, Any] = {}
        self._depth = 0

    def split(self, chunk: bytes, *, last: bool = False) -> Iterator[Any]:
        """The services that are whole by now. Raises NotServices."""
        self._take(chunk, last=last)
        if self._within is None and not self._begin(last=last):
            return
        at = 0
        while not self.ended:
            at = self._skip(at)
            if at >= len(self._text):
                break
            if self._within == "list" and self._text[at] == "]":
                self.ended = True
                at += 1
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
            self._count += 1
            yield found
        self._text = self._text[at:]
        if last:
            self._close()

    def _take(self, chunk: bytes, *, last: bool) -> None:
        if self._letters is None:
            self._letters = codecs.getincrementaldecoder(encoding_of(chunk))(_OTHERWISE)
        if not self.ended or len(self._text) <= _LONGEST_TAIL:
            self._text += self._letters.decode(chunk, final=last)

    def _close(self) -> None:
        """There is no more. Raises NotServices when there ought to be."""
        if self.ended:
            self.doubt = self._behind()
        elif self._within == "list":
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
            raise NotServices(NOT_JSON)
        if self._is_whole_line(start, self._text.find("\n", start)):
            self._within, self._text = "lines", self._text[start:]
            return True
        self._around = {}
        try:
            begins = self._list_in(start, self._around, 1)
        except (ValueError, IndexError):
            # It is not whole yet, or is no JSON: then the first line of it says so.
            if not last and len(self._text) - start <= LONGEST_SERVICE:
                return False
            begins = None
        except RecursionError:
            raise NotServices("A service is nested too deeply to be one.") from None
        self._within = "list" if begins is not None else "lines"
        self._text = self._text[start if begins is None else begins :]
        return True

    def _list_in(self, start: int, around: dict[str, Any], depth: int) -> int | None:
        """
        Where the list of the page here begins, after its bracket; what is said before it is put into `around`.

        None when the object has no such list. Raises ValueError and IndexError while more is needed to tell.
        """
        at = self._space(start + 1)
        while self._text[at] != "}":
            name, at = self._decoder.raw_decode(self._text, at)
            at = self._space(at)
            if not isinstance(name, str) or self._text[at] != ":":
                raise ValueError("It is no object.")
            at = self._space(at + 1)
            if name in LISTS and self._text[at] == "[":
                self._depth = depth
                return at + 1
            if name in LISTS and self._text[at] == "{" and (found := self._list_in(at, {}, depth + 1)) is not None:
                return found
            around[name], at = self._decoder.raw_decode(self._text, at)
            at = self._space(at)
            if self._text[at] == ",":
                at = self._space(at + 1)
        return None

    def _space(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at

    def _behind(self) -> str:
        """What is wrong with what stands behind the list, or with the number that the page says it has."""
        if len(self._text) > _LONGEST_TAIL:
            return ""
        if not self._depth:
            return _GOES_ON if self._text.strip() else ""
        try:
            tail = json.loads('{"list":' * (self._depth - 1) + '{"list": []' + self._text)
        except (ValueError, RecursionError):
            return _GOES_ON
        said = {**self._around, **tail}
        total = next((said[name] for name in ("total_items", "totalElements") if name in said), None)
        if isinstance(total, int) and not isinstance(total, bool) and total > self._count:
            return f"The file says that there are {total:,} and holds {self._count:,}: it is one page of several."
        return ""

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

    def _broken(self, at: int) -> str:
        if len(self._text) - at > LONGEST_SERVICE:
            return "One service in it is longer than any real one."
        if self._count:
            return f"Behind service {self._count:,} it breaks off, or holds something that is not JSON."
        return "It breaks off, or holds something that is not JSON."


def services_in(chunks: Iterable[bytes], splitter: Splitter | None = None) -> Iterator[Any]:
    """Every service in a file's chunks; a `splitter` can be asked afterwards. Raises NotServices."""
    splitter = splitter or Splitter()
    for chunk in chunks:
        yield from splitter.split(chunk)
    yield from splitter.split(b"", last=True)
