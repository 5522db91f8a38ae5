"""The browser tests of this room use the front's Chromium."""

from tests.front.browser import browsing, chromium, page

__all__ = ["browsing", "chromium", "page"]
