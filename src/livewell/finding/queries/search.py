"""Finding what fits: one statement, measured and put in order here, with how many there are of each kind."""

import json
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from shapely.geometry import Point as MapPoint
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from livewell.assets.queries import AssetRow, in_short
from livewell.assets.rules.searching import helps_with, suggests_crisis
from livewell.finding.queries import marked, matched, statement
from livewell.finding.queries.statement import Here, Values
from livewell.finding.queries.within import Whole, looked_around, that_are_in
from livewell.finding.queries.words import Understood, understood
from livewell.finding.rules import Asked, Sort, ranking, saying
from livewell.finding.rules.moments import Moments, first_within, moments
from livewell.finding.rules.ranking import Candidate, Counts, Reach, Row
from livewell.kit import clock
from livewell.kit.db import DB, rows
from livewell.kit.geo import say_distance


@dataclass(frozen=True)
class Found:
    """
    What a search found: everything in order, to be shown a page at a time with `shown`.

    `capped` when more fit than the `CAP` nearest, or best trusted. `partial` when not everything was compared, or not all
    that comes to people is here, so that something that fits may be missing. `loosely` when nothing has all of the words.
    `urgent` comes first.
    """

    asked: Asked
    here: Here | None
    words: Understood
    sort: Sort
    all: Sequence[Candidate]
    counts: Counts
    capped: bool = False
    partial: bool = False
    loosely: bool = False
    urgent: Sequence[Candidate] = field(default_factory=tuple)

    @property
    def total(self) -> int:
        """How many there are; at least so many when it is capped."""
        return len(self.all)

    @property
    def has_unchecked(self) -> bool:
        """Whether something is further down because nobody has checked it for a year."""
        return any(one.unchecked for one in self.all)


@dataclass(frozen=True)
class Shown:
    """One thing in an answer, as a page shows it. `number` is the one beside it in the list and on the map."""

    number: int
    asset: AssetRow
    miles: float | None
    why: str
    unchecked: bool
    easting: int | None
    northing: int | None


async def find(asked: Asked, *, here: Here | None = None, counting: bool = True) -> Found:
    """
    What fits a search: near `here`, covering it, or for everybody; without a place, anywhere.

    One statement, which counts as well; one more when, without words, a choice was made of which only one can be and
    there is too much to choose from, one more for areas drawn on a map, and one or two to put right what was typed. `asked.place` is not
    looked at: `places.where_is` is.
    """
    now = clock.now()
    words = await understood(asked.words, as_typed=asked.as_typed)
    when = moments(asked, now)
    sort = ranking.usual_sort(asked, placed=here is not None)
    await marked.Remembered.again()
    search = _Search(here, when, asked.within, counting=counting)
    around = looked_around(asked, here)
    urgent = await _urgent(here, asked.words, words) if suggests_crisis(asked.words) else []
    first = {one.asset for one in urgent}
    answer, wider = await search.answers(around, words.tsquery, words.about, rank=sort is Sort.RELEVANCE)
    counts = _counts(answer, wider, asked, but=first) if counting else Counts()
    loosely = False
    if not answer.found and " & " in words.tsquery:
        answer, wider = await search.answers(around, words.any_of_them, words.about, rank=True)
        # Another choice may leave something that has all of the words, and then that is all it leaves.
        counts = counts.or_else(_counts(answer, wider, asked, but=first)) if counting else counts
        loosely = bool(answer.found)
        sort = Sort.RELEVANCE if loosely and asked.sort is None else sort
    next_at = await _upcoming(answer.found, when, now) if sort is Sort.SOONEST else None
    return Found(
        asked=asked,
        here=here,
        words=words,
        sort=sort,
        all=[one for one in ranking.ordered(answer.found, sort, next_at) if one.asset not in first],
        counts=counts,
        capped=answer.capped,
        partial=answer.partial,
        loosely=loosely,
        urgent=urgent,
    )


@dataclass(frozen=True)
class _Answer:
    """The things that fit, in no order. `whole` when no part of the statement gave as much as it may."""

    found: Sequence[Candidate]
    capped: bool
    partial: bool
    whole: bool


@dataclass(frozen=True)
class _Search:
    """Where and when somebody looks, within how many miles of a whole area, and whether what could be chosen is counted."""

    here: Here | None
    when: Moments | None
    beyond: int | None
    counting: bool

    async def answers(self, asked: Asked, tsquery: str, about: int | None, *, rank: bool) -> tuple[_Answer, _Answer]:
        """What fits, and what would without the choices of which only one can be made."""
        if not self.counting or not ranking.chooses_one(asked):
            answer = await self.answer(asked, tsquery, about, rank=rank)
            return answer, answer
        wider = ranking.without_single_choices(asked)
        if self.here is not None and tsquery:
            return await self._both(asked, wider, self.here, tsquery, about, rank=rank)
        without = await self.answer(wider, tsquery, about, rank=rank)
        if without.whole:
            return replace(without, found=ranking.chosen(without.found, asked)), without
        return await self.answer(asked, tsquery, about, rank=rank), without

    async def answer(self, asked: Asked, tsquery: str, about: int | None, *, rank: bool) -> _Answer:
        """What fits, in one statement."""
        values = Values()
        fits = statement.conditions(asked, values, here=self.here, tsquery=tsquery, moments=self.when)
        by_words = bool(tsquery)
        if self.here is None:
            sql = statement.anywhere(fits, by_words=by_words)
        else:
            sql = marked.near(asked, self.here, fits, values, by_words=by_words, about=about, moments=self.when)
        if rank:
            sql = statement.ranked(sql, tsquery, values)
        # The records as they come: to make hundreds of dictionaries takes as long as the search.
        fetched = await DB.fetch(sql, values.given)
        return self._answer(asked, fetched, await _inside_drawn_areas(fetched, self.here))

    async def _both(
        self, asked: Asked, wider: Asked, here: Here, tsquery: str, about: int | None, *, rank: bool
    ) -> tuple[_Answer, _Answer]:
        """Both answers of a search by words, in one statement: the words are looked up once."""
        values = Values()
        fits = statement.conditions(wider, values, here=here, tsquery=tsquery, moments=self.when)
        choice = statement.conditions(ranking.only_single_choices(asked), values, here=here, tsquery="", moments=None)
        sql = marked.near(wider, here, fits, values, by_words=True, about=about, moments=self.when, choice=choice)
        if rank:
            sql = statement.ranked(sql, tsquery, values)
        fetched = await DB.fetch(sql, values.given)
        inside = await _inside_drawn_areas(fetched, here)
        chosen, without = (
            self._answer(asked, [row for row in fetched if row[of]], [row for row in inside if row[of]])
            for of in ("chosen", "of_wider")
        )
        return chosen, without

    def _answer(self, asked: Asked, fetched: Sequence[Row], inside: Sequence[Row]) -> _Answer:
        """The answer in these rows, of which those `inside` drawn areas really are."""
        given = Counter(row["reach"] for row in fetched)
        full = {reach for reach, count in given.items() if count >= statement.MOST.get(reach, count + 1)}
        return _Answer(
            found=_candidates(
                that_are_in(inside, self.here, self.beyond), self.here, asked.within or statement.FURTHEST
            ),
            capped=not full.isdisjoint(_CAPPED),
            partial=statement.MORE in given or not full <= _CAPPED,
            whole=not full,
        )


def _counts(answer: _Answer, wider: _Answer, asked: Asked, *, but: Container[UUID]) -> Counts:
    """How many there are for each choice, `but` those that stand before everything whatever is chosen."""

    def of(found: Sequence[Candidate]) -> Sequence[Candidate]:
        return [one for one in found if one.asset not in but] if but else found

    return ranking.counted(of(answer.found), of(wider.found), asked)


_CAPPED = frozenset({Reach.NEAR.value, Reach.ANYWHERE.value})


def _candidates(fetched: Iterable[Row], here: Here | None, within: int) -> list[Candidate]:
    where = (here.point.easting, here.point.northing) if here else None
    there = [row for row in fetched if row["reach"] != statement.MORE]
    return ranking.candidates(there, here=where, within=within, today=clock.today())


async def _inside_drawn_areas(fetched: Sequence[Row], here: Here | None) -> Sequence[Row]:
    """The rows without those whose drawn area only nearly holds the place; what is left of these covers it."""
    drawn = {row["asset"] for row in fetched if row["reach"] == statement.DRAWN}
    if not drawn or here is None:
        return fetched
    point = MapPoint(here.point.longitude, here.point.latitude)
    areas = await rows(
        "SELECT asset, polygon FROM service_area WHERE asset = ANY($1::uuid[]) AND polygon IS NOT NULL", list(drawn)
    )
    holding = {area["asset"] for area in areas if _polygon(area["polygon"]).covers(point)}
    return [
        {**row, "reach": Reach.COVERS.value} if row["reach"] == statement.DRAWN else row
        for row in fetched
        if row["reach"] != statement.DRAWN or row["asset"] in holding
    ]


@lru_cache(maxsize=512)
def _polygon(drawn: str) -> BaseGeometry:
    return shape(json.loads(drawn))


async def _urgent(here: Here | None, typed: str, words: Understood) -> list[Candidate]:
    """
    Who says in their own words what was `typed` comes first, then who helps with it: for suicide a line for that, before
    one for abuse at home.
    """
    values = Values()
    sql = statement.urgent(here, values, tsqueries=(words.tsquery, words.any_of_them, helps_with(typed)))
    found = await rows(sql, *values.given)
    for row in found:
        if row["easting"] is None:
            row["reach"] = Reach.EVERYWHERE.value
        elif here is None:
            row["reach"] = Reach.ANYWHERE.value
    where = (here.point.easting, here.point.northing) if here else None
    return ranking.candidates(found, here=where, within=None, today=clock.today())


async def shown(
    found: Found, *, first: int = 0, limit: int = 20, terms: Mapping[str, str] | None = None
) -> tuple[list[Shown], list[Shown]]:
    """
    What stands on a page: the urgent ones, and those from the place `first` on, numbered from there. `terms` are the
    names of our terms by code.

    One statement for what is shown of each, one more for which of the words it has, and one for the next times when it
    matters when, or when what was next has begun since the rows were made.
    """
    now = clock.now()
    page = list(found.all[first : first + limit])
    both = [*found.urgent, *page]
    assets = await in_short({one.asset for one in both})
    when = moments(found.asked, now)
    next_at = await _upcoming(both, when, now)

    urgent = {one.row["id"] for one in found.urgent}
    # Urgent support is shown whatever words it has, so nothing is said to be missing from it.
    words = await matched.why_by_row(
        found.words.parts,
        {one.row["id"]: assets[one.asset] for one in both if one.asset in assets},
        every={one.row["id"]: one.row["id"] in urgent or not found.loosely for one in both},
    )

    def each(one: Candidate, number: int) -> Shown:
        distance = "" if one.miles is None else say_distance(one.miles)
        upcoming = next_at.get(one.row["id"])
        area = found.here.label if isinstance(found.here, Whole) else ""
        # What comes first whatever was asked is for all ages and needs that it says itself.
        asked = found.asked if number else found.asked.but(age=None, need="", activity="")
        said = saying.why(one, asked, distance=distance, next_at=upcoming, now=now, terms=terms, area=area)
        said += [words[one.row["id"]]] if words.get(one.row["id"]) else []
        return Shown(
            number,
            assets[one.asset],
            one.miles,
            saying.upper_first(" · ".join(said)),
            one.unchecked,
            one.row["easting"],
            one.row["northing"],
        )

    return (
        [each(one, 0) for one in found.urgent if one.asset in assets],
        [each(one, number) for number, one in enumerate(page, first + 1) if one.asset in assets],
    )


async def _upcoming(page: Iterable[Candidate], when: Moments | None, now: datetime) -> dict[UUID, datetime | None]:
    """
    The next time of each that was asked for, or of all when it does not matter when, by the id of its row.

    A row says what was next when it was made; what has begun since is looked up.
    """
    known = {one.row["id"]: one.row["next_at"] for one in page} if when is None else {}
    begun = [row for row, next_at in known.items() if next_at is not None and next_at <= now]
    if when is not None:
        begun = [one.row["id"] for one in page]
    return known | (await _next_times(begun, when, now) if begun else {})


async def _next_times(ids: Sequence[UUID], when: Moments | None, now: datetime) -> dict[UUID, datetime | None]:
    """The next time of each of these rows that was asked for."""
    found = await rows("SELECT id, every_week, dated FROM search_row WHERE id = ANY($1::uuid[])", ids)
    return {
        row["id"]: first_within(
            tuple((slot.lower, slot.upper) for slot in row["every_week"]),
            tuple((span.lower, span.upper) for span in row["dated"]),
            when,
            now,
        )
        for row in found
    }


async def how_many(searches: Sequence[Asked], *, here: Here | None) -> list[int]:
    """
    How many things each of these searches would find, at most `CAP` that are near each.

    One statement for all of them; one more for those that find nothing with all of their words, of what has some.
    """
    # Most of them say the same words: those are read once.
    read = {
        said: await understood(said[0], as_typed=said[1]) for said in {(one.words, one.as_typed) for one in searches}
    }
    each = [(asked, read[asked.words, asked.as_typed]) for asked in searches]
    counts = await _counted([(asked, words.tsquery, words.about) for asked, words in each], here)
    loosely = {
        number: (asked, words.any_of_them, words.about)
        for number, (asked, words) in enumerate(each)
        if not counts[number] and " & " in words.tsquery
    }
    for number, count in zip(loosely, await _counted(list(loosely.values()), here), strict=True):
        counts[number] = count
    return counts


async def _counted(searches: Sequence[tuple[Asked, str, int | None]], here: Here | None) -> list[int]:
    """How many each of these finds, in one statement; with each the words as they are looked for, and about how many have them."""
    if not searches:
        return []
    await marked.Remembered.again()
    now = clock.now()
    values = Values()
    parts = []
    for number, (asked, tsquery, about) in enumerate(searches):
        place = here if asked.place else None
        when = moments(asked, now)
        fits = statement.conditions(asked, values, here=place, tsquery=tsquery, moments=when)
        sql = (
            marked.near(
                looked_around(asked, place), place, fits, values, by_words=bool(tsquery), about=about, moments=when
            )
            if place
            else statement.anywhere(fits, by_words=bool(tsquery))
        )
        parts.append(f"SELECT {number} AS search, found.* FROM ({sql}) AS found")  # noqa: S608  (our own numbers)
    fetched = await rows(" UNION ALL ".join(parts), *values.given)
    whole = await _inside_drawn_areas(fetched, here)
    counts = []
    for number, (asked, _, _) in enumerate(searches):
        mine = (row for row in whole if row["search"] == number)
        place = here if asked.place else None
        within = looked_around(asked, place).within or statement.FURTHEST
        counts.append(len(_candidates(that_are_in(list(mine), place, asked.within), place, within)))
    return counts
