"""
A search by words, or by times near by: all that fits is fetched in one walk of the index in which words, squares of the
map, times of the week and areas meet (rules/found_at.py), and shared out afterwards.

Where very many may fit, a smaller ring around the place and the well trusted are looked at first: there may be enough
of them, and nothing beyond is fetched then.
"""

from dataclasses import dataclass

from livewell.assets.rules import found_at
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

RINGS = (2_000, 4_000, 8_000, 16_000)
"""Metres around a place: the widest that is at most half of what was asked is looked in first."""

WORTH_A_RING = 400
"""
A ring is worth it when so many thousands of listings may fit, divided by the square of its kilometres: spread over
England, about a hundred of them are then within it, and more where many people live.
"""

WORTH_A_TIER = 20_000
"""Listings that may fit, from which on the well trusted of those for everybody are looked at first."""

_HAVE_A_WORD, _FIT_THE_REST = 0.05, 0.125
"""The shares of listings that are supposed to have a word which nobody counted, and to fit what else is asked."""


def near(
    asked: Asked, here: Here, fits: str, values: Values, *, by_words: bool, about: int | None, moments: Moments | None
) -> str:
    """
    Everything within reach of a place, as `statement.near` gives it: by marks where they lead to few, else by walking.

    `fits` holds the words and the `moments` already; `about` so many listings have the words, None when nobody counted.
    """
    reach = statement.reach_of(asked)
    slots = moments.slots if moments is not None else None
    marks = found_at.around(here.point.easting, here.point.northing, reach, slots)
    if not by_words and (slots is None or not marks):
        return statement.near(asked, here, fits, values)
    many = _many(asked, values, by_words=by_words, about=about, moments=moments)
    ring = next((ring for ring in reversed(RINGS) if ring * 2 <= reach), None)
    return _Marked(asked, here, fits, values, by_words, many).sql(reach, marks, ring, slots)


def _many(asked: Asked, values: Values, *, by_words: bool, about: int | None, moments: Moments | None) -> str:
    """How many listings may fit, as SQL: a guess by which nothing is found or left out."""
    add = values.add
    share = 1.0
    if moments is not None:
        share *= sum(closes - opens for opens, closes in moments.slots) / WEEK
    if asked.but(within=None, words="", when=None, days=(), part=None, first_on=None, last_on=None).narrowed:
        share *= _FIT_THE_REST
    # What PostgreSQL remembers of the size of the table.
    there = f"(SELECT reltuples FROM pg_class WHERE oid = 'search_row'::regclass) * {add(_HAVE_A_WORD if by_words else 1.0)}"  # noqa: S608
    return f"coalesce({add(about)}::float8, {there}) * {add(share)}"


@dataclass(frozen=True)
class _Marked:
    """One such statement in the making."""

    asked: Asked
    here: Here
    fits: str
    values: Values
    by_words: bool
    many: str

    def sql(self, reach: float, marks: list[int], ring: int | None, slots: found_at.Slots | None) -> str:
        """
        The statement. `first` is what the marks of the ring and of the well trusted lead to, or all of it where that is
        not worth it; `second` is the rest where there was not enough in them.
        """
        add, here = self.values.add, self.here
        inner = found_at.around(here.point.easting, here.point.northing, ring, slots) if ring else []
        worth = WORTH_A_RING * 10**9 / ring**2 if ring and inner else float("inf")
        tier = float(WORTH_A_TIER) if self.by_words else float("inf")
        areas = [found_at.area(code) for code in here.codes]
        all_marks, far = f"{add(marks)}::int4[]", f"{add(reach)}::float8"
        everybody, well = (
            ([found_at.EVERYBODY], [found_at.well_trusted(found_at.EVERYBODY)]) if self.by_words else ([], [])
        )
        everyone = f"{add(everybody)}::int4[]"
        first = f"""(SELECT CASE WHEN how.ringed THEN {add(inner)}::int4[] ELSE {all_marks} END
                            || CASE WHEN how.tiered THEN {add(well)}::int4[] ELSE {everyone} END || {add(areas)}::int4[]
                     FROM how)"""  # noqa: S608
        second = f"""(SELECT CASE WHEN enough.near THEN '{{}}' ELSE {all_marks} END
                             || CASE WHEN enough.everywhere THEN '{{}}' ELSE {everyone} END FROM enough)"""  # noqa: S608
        within = f"(SELECT CASE WHEN ringed THEN {add(float(ring or 0))}::float8 ELSE {far} END FROM how)"  # noqa: S608
        beyond = self._near("second", f"(SELECT {far})") if marks else self._in_the_circle(far)
        from_afar = (
            f"""
            SELECT * FROM everywhere WHERE (SELECT everywhere FROM enough)
            UNION ALL
            ({self._everywhere("second", "NOT (SELECT everywhere FROM enough)")})
            """  # noqa: S608
            if self.by_words
            else f"({statement.everywhere(self.fits)})"
        )
        # What has no marks around the place is looked for by walking: of it there is never enough in the first walk.
        ringed = f"{self.many} >= {add(worth)}::float8" if marks else f"{self.many} >= {add(worth)}::float8 OR true"
        return f"""
            WITH how AS MATERIALIZED (SELECT {ringed} AS ringed, {self.many} >= {add(tier)}::float8 AS tiered),
            first AS MATERIALIZED ({self._fitting(first)}),
            near AS MATERIALIZED ({self._near("first", within)}),
            everywhere AS MATERIALIZED ({self._everywhere("first", "true")}),
            enough AS MATERIALIZED (
                SELECT NOT ringed OR (SELECT count(*) FROM near) = {statement.CAP} AS near,
                       NOT tiered OR (SELECT count(*) FROM everywhere) = {statement.FOR_EVERYBODY} AS everywhere
                FROM how),
            second AS MATERIALIZED (
                SELECT * FROM ({self._fitting(second)}) AS rest WHERE NOT (SELECT near AND everywhere FROM enough))
            SELECT * FROM near WHERE (SELECT near FROM enough)
            UNION ALL
            SELECT * FROM ({beyond}) AS beyond WHERE NOT (SELECT near FROM enough)
            UNION ALL
            {from_afar}
            UNION ALL
            (SELECT {COLUMNS}, '{Reach.COVERS}' AS reach FROM first AS s WHERE s.comes
             ORDER BY {BEST_TRUSTED_OF_FEW} LIMIT {statement.COVERING})
            UNION ALL
            ({statement.drawn(here, self.fits, self.values)})
            """  # noqa: S608

    def _fitting(self, marks: str) -> str:
        """What these marks lead to and fits, with how it reaches people."""
        comes = statement.comes_to(self.here, self.values) if self.here.codes else "false"
        return f"""
            SELECT {COLUMNS}, {PLACE} <-> {unseen(self.values.point(self.here))} AS metres, {comes} AS comes,
                   {COMES_TO_ALL} AND {REACHES} AS for_everybody
            FROM search_row AS s WHERE s.found_at && {marks}{self.fits}
            """  # noqa: S608

    def _near(self, among: str, metres: str) -> str:
        return f"""
            SELECT {COLUMNS}, '{Reach.NEAR}' AS reach FROM {among} AS s WHERE s.metres <= {metres}
            ORDER BY s.metres LIMIT {statement.CAP}
            """  # noqa: S608

    def _in_the_circle(self, far: str) -> str:
        at = self.values.point(self.here)
        return f"""
            SELECT {COLUMNS}, '{Reach.NEAR}' AS reach FROM search_row AS s
            WHERE s.easting IS NOT NULL AND {PLACE} <@ circle({at}, {far}){self.fits}
            ORDER BY {PLACE} <-> {at} LIMIT {statement.CAP}
            """  # noqa: S608

    def _everywhere(self, among: str, when: str) -> str:
        return f"""
            SELECT {COLUMNS}, '{Reach.EVERYWHERE}' AS reach FROM {among} AS s WHERE s.for_everybody AND {when}
            ORDER BY {BEST_TRUSTED_OF_FEW} LIMIT {statement.FOR_EVERYBODY}
            """  # noqa: S608
