"""The whole directory for those who keep it, hidden listings too."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from livewell.assets.queries.short import COLUMNS, AssetRow, a_row
from livewell.assets.rules import AssetKind, searching, trust
from livewell.assets.rules.trust import Freshness
from livewell.kit import clock
from livewell.kit.db import rows, value

_DAYS = {
    Freshness.FRESH: (0, trust.HALF_A_YEAR),
    Freshness.DUE: (trust.HALF_A_YEAR, trust.NINE_MONTHS),
    Freshness.LATE: (trust.NINE_MONTHS, trust.A_YEAR + 1),
}


@dataclass(frozen=True)
class Listed:
    """One page of the directory, and how many there are on all of them."""

    rows: list[AssetRow]
    count: int


async def listed(
    words: str = "",
    *,
    kind: AssetKind | None = None,
    shown: bool | None = None,
    fresh: Freshness | None = None,
    page: int = 1,
    page_size: int = 50,
) -> Listed:
    """Listings by name, those merged into others apart. `words` are looked for in the name and in what searches know."""
    conditions = ["a.merged_into IS NULL"]
    values: list[Any] = []

    def said(one: object) -> str:
        values.append(one)
        return f"${len(values)}"

    typed = searching.search_words(words)
    if typed:
        name = said("%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%")
        query = f"to_tsquery('livewell', {said(searching.tsquery(typed))})"
        conditions.append(
            f"(a.name ILIKE {name} OR a.id IN (SELECT asset FROM search_row WHERE words @@ {query})"  # noqa: S608
            f" OR NOT a.published AND to_tsvector('livewell', a.what) @@ {query})"
        )
    if kind is not None:
        conditions.append(f"a.kind = {said(kind.value)}")
    if shown is not None:
        conditions.append("a.published" if shown else "NOT a.published")
    if fresh is not None:
        conditions.append(_aged(fresh, said))
    where = " AND ".join(conditions)
    count = int(await value(f"SELECT count(*) FROM asset AS a WHERE {where}", *values))  # noqa: S608
    found = await rows(
        f"""
        WITH page AS MATERIALIZED (
            SELECT a.id, lower(a.name) AS place FROM asset AS a WHERE {where}
            ORDER BY lower(a.name), a.id LIMIT {int(page_size)} OFFSET {int((page - 1) * page_size)}
        )
        SELECT {COLUMNS} FROM page JOIN asset_in_short AS s ON s.id = page.id ORDER BY page.place, s.id
        """,  # noqa: S608
        *values,
    )
    return Listed([a_row(one) for one in found], count)


def _aged(fresh: Freshness, said: Any) -> str:
    now = clock.now()
    if fresh is Freshness.STALE:
        return f"(a.assured_at IS NULL OR a.assured_at <= {said(now - timedelta(days=trust.A_YEAR + 1))})"
    newest, oldest = (now - timedelta(days=days) for days in _DAYS[fresh])
    return f"a.assured_at <= {said(newest)} AND a.assured_at > {said(oldest)}"
