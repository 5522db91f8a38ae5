"""Chromium for the tests of this folder."""

from tests.front.browser import browsing, chromium, page

__all__ = ["browsing", "chromium", "page"]
