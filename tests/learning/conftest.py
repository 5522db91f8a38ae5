"""The browser tests of this room use the front's Chromium; a mail server is at hand."""

from tests.front.browser import browsing, chromium, page
from tests.owners.conftest import postbox

__all__ = ["browsing", "chromium", "page", "postbox"]
