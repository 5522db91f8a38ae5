"""The browser that other tests use too."""

from tests.front.browser import browsing, chromium, page

__all__ = ["browsing", "chromium", "page"]
