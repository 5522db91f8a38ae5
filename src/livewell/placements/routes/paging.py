"""Numbers of pages, as they stand in an address."""

MOST_PAGES = 10_000


def page_number(text: str) -> int:
    """The page asked for; 1 for what is no page."""
    fits = text.isascii() and text.isdigit() and len(text) < len(str(MOST_PAGES))
    return min(max(1, int(text)), MOST_PAGES) if fits else 1


def pages_of(total: int, size: int) -> int:
    """How many pages so many entries fill; at least one."""
    return max(1, -(-total // size))
