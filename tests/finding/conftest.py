"""The map's browser tests use the front's Chromium."""

from tests.front.browser import browsing, chromium, page

__all__ = ["browsing", "chromium", "page"]
