"""
A search by words, or by times near by: all that fits is fetched in one walk of the index in which words, squares of the
map, times of the week and areas meet (rules/found_at.py), and shared out afterwards.

Where very many may fit, a smaller ring around the place and the well trusted are looked at first: there may be enough
of them, and nothing beyond is fetched then.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

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

RINGS = (1_000, 2_000, 4_000, 8_000, 16_000)
"""Metres around a place, of which one may be looked in first; each at most half of what was asked."""

VERY_MANY = 10_000
"""Listings that may fit, from which on a ring, and those for everybody that are well trusted, are looked at first."""

NEAREST = 50
"""So many listings nearest to a place, whatever they are, tell how dense they are there."""

MARGIN = 2.0
"""A ring is to hold so many times as many as are wanted, if they lie as densely as the nearest and fit as often as any."""

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
    without that choice, and whether it is `chosen`, of the answer with it.
    """
    reach = statement.reach_of(asked)
    slots = moments.slots if moments is not None else None
    marks = found_at.around(here.point.easting, here.point.northing, reach, slots)
    if not by_words and (slots is None or not marks):
        return statement.near(asked, here, fits, values)
    many = partial(_many, asked, values, by_words=by_words, about=about, moments=moments)
    search = _Marked(here, fits, choice, values, many)
    search.nearest(reach, marks, slots)
    if by_words:
        search.for_everybody()
    else:
        search.given.append(statement.everywhere(fits))
    also = f", true AS of_wider, (true{choice}) AS chosen" if choice else ""
    search.given.append(statement.drawn(here, fits, values, also))
    return " ".join(("WITH", ", ".join(search.named), " UNION ALL ".join(f"({one})" for one in search.given)))


def _many(asked: Asked, values: Values, *, by_words: bool, about: int | None, moments: Moments | None) -> str:
    """How many listings may fit, as SQL: a guess by which nothing is found or left out."""
    add = values.add
    share = 1.0
    if moments is not None:
        share *= min(1, sum(closes - opens + _LASTS for opens, closes in moments.slots) / _WAKING)
    if asked.but(within=None, words="", when=None, days=(), part=None, first_on=None, last_on=None).narrowed:
        share *= _FIT_THE_REST
    there = f"{_SIZE} * {add(_HAVE_A_WORD if by_words else 1.0)}::float8"
    return unseen(f"coalesce({add(about)}::float8, {there}) * {add(share)}::float8")


_SIZE = "(SELECT reltuples FROM pg_class WHERE oid = 'search_row'::regclass)"
"""How many rows PostgreSQL remembers."""


@dataclass
class _Marked:
    """One such statement in the making: its `named` parts, and what is `given` of them. `choice` is SQL, or ""."""

    here: Here
    fits: str
    choice: str
    values: Values
    many: Callable[[], str]
    named: list[str] = field(default_factory=list)
    given: list[str] = field(default_factory=list)

    def nearest(self, reach: float, marks: list[int], slots: Slots | None) -> None:
        """
        What is near, and what comes to the areas of the place.

        `first` is what the marks of a ring lead to, or of all around where none is chosen, and of the areas;
        `second` is all around, where there was not enough within the ring.
        """
        add, at = self.values.add, self.here.point
        # Every ring stands in the statement, so that one plan serves near and far; one that is too wide is never chosen.
        rings = {
            ring: found_at.around(at.easting, at.northing, ring, slots) if ring * 2 <= reach else []
            for ring in RINGS
            if not self.choice
        }
        far, around = f"(SELECT {add(reach)}::float8)", f"{add(marks)}::int4[]"
        areas = f"{add([found_at.area(code) for code in self.here.codes])}::int4[]"
        # What has too many marks all around is looked for by walking, and always within a ring at first.
        beyond = self._near("second", far) if marks else self._near(f"({self._in_the_circle(far)})", far)
        if rings:
            inner = " ".join(f"WHEN {ring} THEN {add(marks)}::int4[]" for ring, marks in rings.items())
            here = f"(SELECT CASE ring {inner} ELSE {around} END || {areas} FROM how)"  # noqa: S608
            within = f"(SELECT coalesce(ring, {far}) FROM how)"  # noqa: S608
            enough = f"(SELECT ring IS NULL OR (SELECT count(*) FROM near) = {statement.CAP} FROM how)"  # noqa: S608
            ring = self._ring(rings, or_any=not marks)
            self.named += [
                f"how AS MATERIALIZED (SELECT {ring} AS ring)",
                f"first AS MATERIALIZED ({self._fitting(here)})",
                f"near AS MATERIALIZED ({self._near('first', within)})",
                f"enough AS MATERIALIZED (SELECT {enough} AS near)",
            ]
            if marks:
                rest = f"SELECT * FROM ({self._fitting(around)}) AS rest WHERE NOT (SELECT near FROM enough)"  # noqa: S608
                self.named.append(f"second AS MATERIALIZED ({rest})")
            self.given += [
                "SELECT * FROM near WHERE (SELECT near FROM enough)",
                f"SELECT * FROM ({beyond}) AS beyond WHERE NOT (SELECT near FROM enough)",  # noqa: S608
            ]
        else:
            self.named.append(f"first AS MATERIALIZED ({self._fitting(f'(SELECT {around} || {areas})')})")
            self.given.append(self._near("first", far) if marks else beyond)
        self.given.append(self._best("first", "s.comes", BEST_TRUSTED_OF_FEW, Reach.COVERS, statement.COVERING))

    def _ring(self, rings: Mapping[int, list[int]], *, or_any: bool) -> str:
        """The metres of the ring that is looked in first, as SQL: NULL for none, or with `or_any` for the widest."""
        at = unseen(self.values.point(self.here))
        # How many lie within a circle grows with the square of its radius.
        metres = f"""
            (SELECT metres * sqrt({MARGIN * statement.CAP / NEAREST} * greatest({_SIZE}, 0) / greatest({self.many()}, 1))
             FROM (SELECT {PLACE} <-> {at} AS metres FROM search_row AS s WHERE s.easting IS NOT NULL
                   ORDER BY 1 LIMIT 1 OFFSET {unseen(str(NEAREST - 1))}) AS nearest)
            """  # noqa: S608
        chosen = " ".join(
            f"WHEN metres <= {self.values.add(ring if marks else -1)}::float8 THEN {ring}"
            for ring, marks in rings.items()
        )
        otherwise = max(rings) if or_any else "NULL"
        self.named.append(
            f"dense AS MATERIALIZED (SELECT {metres} AS metres WHERE {self.many()} >= {self._very_many()})"
        )
        return f"coalesce((SELECT CASE {chosen} END FROM dense), {otherwise})"  # noqa: S608

    def _very_many(self) -> str:
        return unseen(f"{self.values.add(VERY_MANY)}::float8")

    def for_everybody(self) -> None:
        """What is for everybody, the well trusted first where there are very many."""
        everybody = self._for_everybody(found_at.EVERYBODY)
        if self.choice:
            self.given.append(everybody)
            return
        well = self._for_everybody(found_at.well_trusted(found_at.EVERYBODY))
        when = f"{self.many()} >= {self._very_many()}"
        enough = f"(SELECT count(*) FROM well) = {statement.FOR_EVERYBODY}"  # noqa: S608
        self.named.append(f"well AS MATERIALIZED (SELECT * FROM ({well}) AS well WHERE {when})")  # noqa: S608
        self.given += [
            f"SELECT * FROM well WHERE {enough}",  # noqa: S608
            f"SELECT * FROM ({everybody}) AS everybody WHERE NOT ({enough})",  # noqa: S608
        ]

    def _for_everybody(self, mark: int) -> str:
        fitting = self._fitting(unseen(f"{self.values.add([mark])}::int4[]"))
        return self._best(
            f"({fitting})", "s.for_everybody", BEST_TRUSTED_OF_FEW, Reach.EVERYWHERE, statement.FOR_EVERYBODY
        )

    def _near(self, among: str, metres: str) -> str:
        return self._best(among, f"s.metres <= {metres}", "s.metres", Reach.NEAR, statement.CAP)

    def _fitting(self, marks: str) -> str:
        """What these marks lead to and fits, with how it reaches people."""
        return self._of_rows(f"s.found_at && {marks}")

    def _in_the_circle(self, metres: str) -> str:
        return self._of_rows(f"s.easting IS NOT NULL AND {PLACE} <@ circle({self.values.point(self.here)}, {metres})")

    def _of_rows(self, where: str) -> str:
        comes = statement.comes_to(self.here, self.values) if self.here.codes else "false"
        return f"""
            SELECT {COLUMNS}, {PLACE} <-> {unseen(self.values.point(self.here))} AS metres, {comes} AS comes,
                   {COMES_TO_ALL} AND {REACHES} AS for_everybody{f", (true{self.choice}) AS chosen" if self.choice else ""}
            FROM search_row AS s WHERE {where}{self.fits}
            """  # noqa: S608  (what is said in text is our own)

    def _best(self, among: str, where: str, order: str, reach: Reach, most: int) -> str:
        """The first `most` of these rows in this order; with a choice, of all of them and of those that are chosen."""
        if not self.choice:
            return f"""
                SELECT {COLUMNS}, '{reach}' AS reach FROM {among} AS s WHERE {where} ORDER BY {order} LIMIT {most}
                """  # noqa: S608
        return f"""
            SELECT {COLUMNS}, '{reach}' AS reach, s.place <= {most} AS of_wider,
                   s.chosen AND s.chosen_place <= {most} AS chosen
            FROM (SELECT s.*, row_number() OVER (ORDER BY {order}) AS place,
                         row_number() OVER (PARTITION BY s.chosen ORDER BY {order}) AS chosen_place
                  FROM {among} AS s WHERE {where}) AS s
            WHERE s.place <= {most} OR s.chosen AND s.chosen_place <= {most}
            """  # noqa: S608
