"""
A search by words, or by times near by: all that fits is fetched in one walk of the index in which words, squares of the
map, times of the week and areas meet (rules/found_at.py), and shared out afterwards.

Where very many may fit, smaller rings around the place and the well trusted are looked at first: there may be enough of
them, and nothing beyond is fetched then.
"""

import time
from dataclasses import dataclass, field
from typing import ClassVar

from livewell.assets.rules import found_at
from livewell.assets.rules.found_at import Slots
from livewell.assets.rules.times import WEEK
from livewell.finding.queries import statement
from livewell.finding.queries.statement import (
    BEST_TRUSTED_OF_FEW,
    COLUMNS,
    COMES_TO_ALL,
    PLACE,
    REACHES,
    Here,
    Values,
    unseen,
)
from livewell.finding.rules import Asked
from livewell.finding.rules.moments import Moments
from livewell.finding.rules.ranking import Reach
from livewell.kit.db import value

RINGS = (
    1_000, 1_200, 1_400, 1_700, 2_000, 2_400, 2_800, 3_400, 4_000, 4_800, 5_600, 6_700, 8_000, 9_500, 11_300, 13_500, 16_000,
)  # fmt: skip
"""Metres around a place, of which one or two may be looked in first: each holds about half as much again as the one before."""

_LESS = 1.2
"""A ring reaches so many times less far than what was asked, at least."""

VERY_MANY = 10_000
"""Listings that may fit, from which on a ring, and those for everybody that are well trusted, are looked at first."""

NEAREST = 200
"""So many listings nearest to a place, whatever they are, tell how dense they are there."""

MARGIN = 1.5
"""A ring is to hold so many times as many as are wanted, if they lie as densely as the nearest and fit as often as any."""

_STEPS = 4
"""Rings of one search at most, the last of them all around."""

_WELL = found_at.well_trusted(found_at.EVERYBODY)

_WIDEST = "(SELECT max(metres) FROM ring)"

_REMEMBERED_FOR = 60
"""Seconds. Who still supposes a tenth of what there is looks at everything around where a ring would do."""

_LASTS, _WAKING = 120, WEEK // 2
"""Minutes that something usually lasts, and of a week in which things happen."""

_HAVE_A_WORD, _FIT_THE_REST = 0.05, 0.125
"""The shares of listings that are supposed to have a word which nobody counted, and to fit what else is asked."""


def near(
    asked: Asked,
    here: Here,
    fits: str,
    values: Values,
    *,
    by_words: bool,
    about: int | None,
    moments: Moments | None,
    choice: str = "",
) -> str:
    """
    Everything within reach of a place, as `statement.near` gives it: by marks where they lead to few, else by walking.

    `fits` holds the words and the `moments` already; `about` so many listings have the words, None when nobody counted.
    With a `choice`, which only a search by words has, each row says of itself whether it is `of_wider`, the answer
    without that choice, and whether it is `chosen`, of the answer with it; what is of both may be there twice.
    """
    reach = statement.reach_of(asked)
    slots = moments.slots if moments is not None else None
    marks = found_at.around(here.point.easting, here.point.northing, reach, slots)
    if not by_words and (slots is None or not marks):
        return statement.near(asked, here, fits, values)
    rows_have_them = about if about is not None else Remembered.rows * (_HAVE_A_WORD if by_words else 1.0)
    search = _Marked(here, fits, choice, values, many=rows_have_them * _share(asked, moments))
    search.nearest(reach, marks, slots)
    if by_words:
        search.for_everybody()
    else:
        search.given.append(statement.everywhere(fits))
    also = f", true AS of_wider, (true{choice}) AS chosen" if choice else ""
    search.given.append(statement.drawn(here, fits, values, also))
    return " ".join(("WITH", ", ".join(search.named), " UNION ALL ".join(f"({one})" for one in search.given)))


def _share(asked: Asked, moments: Moments | None) -> float:
    """The share of listings that may fit what else is asked than words: a guess by which nothing is found or left out."""
    share = 1.0
    if moments is not None:
        share *= min(1, sum(closes - opens + _LASTS for opens, closes in moments.slots) / _WAKING)
    if asked.but(within=None, words="", when=None, days=(), part=None, first_on=None, last_on=None).narrowed:
        share *= _FIT_THE_REST
    return share


class Remembered:
    """How many rows are searched, as PostgreSQL remembers it: asked for once in a minute, and only a guess."""

    rows: ClassVar[float] = 0
    until: ClassVar[float] = 0

    @classmethod
    async def again(cls) -> None:
        """Ask, unless it was asked a moment ago."""
        if time.monotonic() >= cls.until:
            cls.rows = max(0, await value("SELECT reltuples FROM pg_class WHERE oid = 'search_row'::regclass") or 0)
            cls.until = time.monotonic() + _REMEMBERED_FOR


@dataclass
class _Marked:
    """One such statement in the making: its `named` parts, and what is `given` of them. `choice` is SQL, or ""."""

    here: Here
    fits: str
    choice: str
    values: Values
    many: float
    """About so many may fit, near or far: a guess by which nothing is found or left out."""

    named: list[str] = field(default_factory=list)
    given: list[str] = field(default_factory=list)

    @property
    def few(self) -> bool:
        """
        Whether everything around is looked at at once.

        One statement serves few, and one very many: among few, to begin with a ring takes as long as to look.
        """
        return self.many < VERY_MANY

    def nearest(self, reach: float, marks: list[int], slots: Slots | None) -> None:
        """What is near, and what comes to the areas of the place."""
        areas = f"{self.values.add([found_at.area(code) for code in self.here.codes])}::int4[]"
        if self.few and marks:
            around = f"(SELECT {self.values.add(marks)}::int4[] || {areas})"
            self.named.append(f"found_1 AS MATERIALIZED ({self._fitting(around)})")
            self.given.append(self._near("found_1", self._metres(reach)))
        else:
            self._ring_by_ring(reach, marks, slots, areas)
            if not marks:
                far = self._metres(reach)
                beyond = self._near(f"({self._in_the_circle(far)})", far)
                self.given.append(f"SELECT * FROM ({beyond}) AS beyond WHERE NOT {self._was_enough(1)}")  # noqa: S608
        comes = statement.comes_to(self.here, self.values) if self.here.codes else "false"
        self.given.append(self._best("found_1", comes, BEST_TRUSTED_OF_FEW, Reach.COVERS, statement.COVERING))

    def _metres(self, reach: float) -> str:
        return unseen(f"{self.values.add(reach)}::float8")

    def _ring_by_ring(self, reach: float, marks: list[int], slots: Slots | None, areas: str) -> None:
        """
        What the marks of a ring lead to, and of the areas; where there is not enough within that ring, what those of a
        wider one lead to, chosen by how much the first had; and at last what is all around.
        """
        add, at = self.values.add, self.here.point
        # Every ring stands in the statement, so that one plan serves near and far; one that is too wide has no metres.
        rings = [
            (float(ring), found_at.around(at.easting, at.northing, ring, slots))
            if ring * _LESS <= reach
            else (None, [])
            for ring in RINGS
        ]
        # What has too many marks all around is looked for by walking, and always within a ring at first.
        rings += [(reach, marks)] if marks else []
        steps = _STEPS if marks else 1
        each = ", ".join(f"({add(metres)}::float8, {add(marks)}::int4[])" for metres, marks in rings)
        every = f"SELECT * FROM (VALUES {each}) AS ring(metres, marks) WHERE metres > 0"  # noqa: S608
        self.named.append(f"ring AS MATERIALIZED ({every})")
        self._dense()
        for step in range(1, steps + 1):
            ring = self._first_ring() if step == 1 else self._next_ring(step - 1, last=step == steps)
            found = f"(SELECT marks{f' || {areas}' if step == 1 else ''} FROM ring_{step})"  # noqa: S608
            within = f"(SELECT metres FROM ring_{step})"  # noqa: S608
            self.named += [
                f"ring_{step} AS MATERIALIZED ({ring})",
                f"found_{step} AS MATERIALIZED ({self._fitting(found)})",
                f"near_{step} AS MATERIALIZED ({self._near(f'found_{step}', within)})",
                f"enough_{step} AS MATERIALIZED ({self._enough(step, by_the_last=bool(marks))})",
            ]
            self.given.append(f"SELECT * FROM near_{step} WHERE {self._was_enough(step)}")  # noqa: S608

    def _dense(self) -> None:
        """`dense` says within how many metres there may be enough; it has no row where there are few at all."""
        at = unseen(self.values.point(self.here))
        # How many lie within a circle grows with the square of its radius.
        further = MARGIN * statement.CAP / NEAREST * max(Remembered.rows, 1) / max(self.many, 1)
        metres = f"""
            SELECT ({PLACE} <-> {at}) * {self.values.add(further**0.5)}::float8 AS metres
            FROM search_row AS s WHERE s.easting IS NOT NULL
            ORDER BY {PLACE} <-> {at} LIMIT 1 OFFSET {unseen(str(NEAREST - 1))}
            """  # noqa: S608
        self.named.append(f"dense AS MATERIALIZED ({metres})")

    def _first_ring(self) -> str:
        """The smallest ring that may hold enough, or one that nearly may; else the widest."""
        return f"""
            SELECT * FROM ring WHERE metres = {_WIDEST} OR metres >= (SELECT metres FROM dense)
                   OR (SELECT metres FROM dense) < {_WIDEST} AND metres = (SELECT max(metres) FROM ring WHERE metres < {_WIDEST})
            ORDER BY metres LIMIT 1
            """  # noqa: S608

    def _next_ring(self, before: int, *, last: bool) -> str:
        """The next ring where there was not enough: the smallest that may hold enough, or the widest; else no row."""
        may_hold = f"r.metres >= b.metres * sqrt({MARGIN * statement.CAP} / greatest(e.there, 1)) OR "
        return f"""
            SELECT r.* FROM ring AS r, ring_{before} AS b, enough_{before} AS e
            WHERE NOT e.enough AND r.metres > b.metres AND ({"" if last else may_hold}r.metres = {_WIDEST})
            ORDER BY r.metres LIMIT 1
            """  # noqa: S608

    def _enough(self, step: int, *, by_the_last: bool) -> str:
        """How many there were in this step's ring, and whether they are enough; no row where none was looked in."""
        is_last = f"r.metres = {_WIDEST} OR " if by_the_last else ""
        there = f"(SELECT count(*) FROM near_{step}{' WHERE chosen' if self.choice else ''})"  # noqa: S608
        return f"""
            SELECT n.there, {is_last}n.there = {statement.CAP} AS enough
            FROM ring_{step} AS r, (SELECT {there} AS there) AS n
            """  # noqa: S608

    def _was_enough(self, step: int) -> str:
        return f"EXISTS (SELECT FROM enough_{step} WHERE enough)"

    def for_everybody(self) -> None:
        """What is for everybody, the well trusted first where there are very many."""
        all_of_them = ""
        if not self.few:
            chosen = " WHERE chosen" if self.choice else ""
            enough = f"(SELECT count(*) FROM well{chosen}) = {statement.FOR_EVERYBODY}"  # noqa: S608
            self.named += [
                f"trusted AS MATERIALIZED ({self._comes_to_all(_WELL)})",
                f"well AS MATERIALIZED ({self._for_everybody('trusted')})",
            ]
            self.given.append(f"SELECT * FROM well WHERE {enough}")  # noqa: S608
            all_of_them = f" AND NOT ({enough})"
        self.named.append(f"everybody AS MATERIALIZED ({self._comes_to_all(found_at.EVERYBODY, all_of_them)})")
        self.given.append(self._for_everybody("everybody"))

    def _comes_to_all(self, mark: int, when: str = "") -> str:
        # Said whole, as the small index of what is for everybody says it.
        marks = unseen(f"{self.values.add([mark])}::int4[]")
        return self._of_rows(f"{REACHES} AND {COMES_TO_ALL} AND s.found_at && {marks}{when}")

    def _for_everybody(self, among: str) -> str:
        return self._best(among, "true", BEST_TRUSTED_OF_FEW, Reach.EVERYWHERE, statement.FOR_EVERYBODY)

    def _near(self, among: str, metres: str) -> str:
        return self._best(among, f"s.metres <= {metres}", "s.metres", Reach.NEAR, statement.CAP)

    def _fitting(self, marks: str) -> str:
        """What these marks lead to and fits."""
        return self._of_rows(f"s.found_at && {marks}")

    def _in_the_circle(self, metres: str) -> str:
        return self._of_rows(f"s.easting IS NOT NULL AND {PLACE} <@ circle({self.values.point(self.here)}, {metres})")

    def _of_rows(self, where: str) -> str:
        also = f", (true{self.choice}) AS chosen" if self.choice else ""
        return f"""
            SELECT {COLUMNS}, s.covers, {PLACE} <-> {unseen(self.values.point(self.here))} AS metres{also}
            FROM search_row AS s WHERE {where}{self.fits}
            """  # noqa: S608  (what is said in text is our own)

    def _best(self, among: str, where: str, order: str, reach: Reach, most: int) -> str:
        """The first `most` of these rows in this order; with a choice, of all of them, and those of the chosen beside."""

        def best(which: str, also: str = "") -> str:
            return f"""
                SELECT {COLUMNS}, '{reach}' AS reach{also} FROM {among} AS s WHERE {which} ORDER BY {order} LIMIT {most}
                """  # noqa: S608

        if not self.choice:
            return best(where)
        wider, chosen = ", true AS of_wider, false AS chosen", ", false AS of_wider, true AS chosen"
        return f"({best(where, wider)}) UNION ALL ({best(f's.chosen AND {where}', chosen)})"
