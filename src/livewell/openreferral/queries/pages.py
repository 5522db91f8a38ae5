"""What a page of any list is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Page:
    """The documents of one page, how many there are in all, and when the latest of them changed."""

    contents: Sequence[dict[str, Any]]
    total: int
    changed_at: datetime | None = None
