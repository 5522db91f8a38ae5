"""Following links as a person would: every page that leads from a first page, one of each kind."""

import re
from collections import deque
from html import unescape
from urllib.parse import urljoin, urlsplit

IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
DAY = re.compile(r"/[0-9]{4}-[0-9]{2}-[0-9]{2}(?=/|$)")


ANCHOR = re.compile(r"""<a\s((?:[^>"']|"[^"]*"|'[^']*')*)>""", re.IGNORECASE)
WHERE_TO = re.compile(r"""(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
"""A whole parser takes longer to read a page than the house takes to make it."""


def links_in(page: str, at: str) -> list[str]:
    """The paths, with their queries, that the HTML of a page leads to inside the house."""
    here, found = urlsplit(at).netloc, []
    for anchor in ANCHOR.finditer(page):
        told = WHERE_TO.search(anchor[1])
        link = unescape("".join(told.groups(""))) if told else ""
        if not link or link.startswith(("#", "tel:", "mailto:", "sms:")):
            continue
        whole = urlsplit(urljoin(at, link))
        if whole.netloc in {"", here}:
            found.append(whole.path + (f"?{whole.query}" if whole.query else ""))
    return list(dict.fromkeys(found))


def kind_of(path: str) -> str:
    """The page a path is one of: identifiers and days are left out, and so is what was asked of it."""
    return DAY.sub("/day", IDENTIFIER.sub("{}", path.partition("?")[0]))


class Walk:
    """What is still to be visited, at most `of_each` of a kind, and of some kinds `more`."""

    def __init__(
        self, first: str, *, of_each: int = 2, more: dict[str, int] | None = None, leave_out: tuple[str, ...] = ()
    ) -> None:
        self.ahead = deque([first])
        self.known = {first}
        self.counted: dict[str, int] = {}
        self.of_each = of_each
        self.more = more or {}
        self.leave_out = leave_out
        self.came_from = {first: ""}

    def next(self) -> str | None:
        """The next path to visit, or None when everything has been seen."""
        while self.ahead:
            path = self.ahead.popleft()
            kind = kind_of(path)
            if self.counted.get(kind, 0) < self.more.get(kind, self.of_each):
                self.counted[kind] = self.counted.get(kind, 0) + 1
                return path
        return None

    def lead(self, paths: list[str], *, at: str) -> None:
        """Remember where a page leads."""
        for path in paths:
            if path not in self.known and not path.startswith(self.leave_out):
                self.known.add(path)
                self.came_from[path] = at
                self.ahead.append(path)
