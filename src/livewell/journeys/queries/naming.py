"""Whether words that leave the team name somebody: looked for among the people whom the writer works with, and no others."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from livewell.journeys.queries.seen import seen_by_sql
from livewell.kit import clock
from livewell.kit.actor import Actor
from livewell.kit.db import row, value
from livewell.kit.errors import RuleBroken
from livewell.kit.forms import Form
from livewell.people.naming import EVERYDAY, NOBODY, SENTENCES, Known, Told, neighbouring, told_in
from livewell.places.queries import wards
from livewell.staff.rules import Member


async def note_too_much(
    form: Form, fields: Iterable[str], *, journey: UUID | None = None, allowed: str = "", by: Actor
) -> None:
    """Note beside each of these fields what in it would let somebody be known or found; nothing that was typed is lost."""
    words = {field: form.typed(field) for field in fields}
    for field, sentence in (await too_much(words, journey=journey, allowed=allowed, by=by)).items():
        form.error(field, sentence)


async def refuse_too_much(*words: str, journey: UUID | None = None, allowed: str = "", by: Actor) -> None:
    """Raise RuleBroken when any of the words would let somebody be known or found."""
    numbered = {str(number): one for number, one in enumerate(words)}
    for sentence in (await too_much(numbered, journey=journey, allowed=allowed, by=by)).values():
        raise RuleBroken(f"{sentence}.")


async def too_much(
    words: Mapping[str, str], *, journey: UUID | None = None, allowed: str = "", by: Actor
) -> dict[str, str]:
    """
    What has to be left out, by the name of the words: a sentence without a full stop; empty when nothing has.

    Only what staff write is looked at: what anybody else says is read by the team first. Names are looked for among the
    people `by` may see and nobody else, so that no answer tells whether a stranger comes to Live Well: of `journey` every
    name, of the others a first name beside its family name. `allowed` is how somebody agreed to be named.
    """
    if by.staff_id is None:
        return {}
    known, everyday = NOBODY, EVERYDAY
    if journey is not None:
        # Somebody may be called like the place they live in.
        known = await _of(journey, by)
        everyday |= {word for ward in await wards() for word in ward.name.lower().split()}
    found = {}
    for name, said in words.items():
        told = told_in(said, known, today=clock.today(), allowed=allowed, everyday=everyday)
        if told is None and await _names_somebody(said, allowed, by):
            told = Told.FAMILY_NAME
        if told is not None:
            found[name] = SENTENCES[told]
    return found


async def _of(journey: UUID, by: Actor) -> Known:
    """The person of a journey that `by` may see; nobody for any other."""
    if not isinstance(by, Member):
        return NOBODY
    seen, arguments = seen_by_sql(by, "j", 2)
    found = await row(
        f"""
        SELECT p.first_name, p.preferred_name, p.family_name, p.address, p.born_on
          FROM journey j JOIN person p ON p.id = j.person WHERE j.id = $1 AND {seen}
        """,  # noqa: S608  A condition of our own.
        journey,
        *arguments,
    )
    if found is None:
        return NOBODY
    return Known(
        found["family_name"],
        (found["first_name"], found["preferred_name"]),
        tuple(found["address"].splitlines()),
        found["born_on"],
    )


async def _names_somebody(said: str, allowed: str, by: Actor) -> bool:
    """Whether a first name and its family name stand side by side, of somebody whom `by` may see."""
    names = neighbouring(said) - neighbouring(allowed)
    if not names or not isinstance(by, Member):
        return False
    seen, arguments = seen_by_sql(by, "j", 2)
    return bool(
        await value(
            f"""
            SELECT EXISTS (
              SELECT FROM journey j JOIN person p ON p.id = j.person
               WHERE {seen} AND (lower(p.first_name || ' ' || p.family_name) = ANY($1)
                  OR lower(p.preferred_name || ' ' || p.family_name) = ANY($1)
                  OR lower(p.family_name || ' ' || p.first_name) = ANY($1)))
            """,  # noqa: S608  A condition of our own.
            list(names),
            *arguments,
        )
    )
