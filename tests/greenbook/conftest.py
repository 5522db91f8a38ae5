"""Chromium, for the pages of the book that are driven."""

from tests.front.browser import browsing, chromium, page

__all__ = ["browsing", "chromium", "page"]
