"""Coming in: an application by anybody, one that a worker fills in with somebody, and one step from an ending."""

from uuid import UUID, uuid4

from livewell.kit import clock, geo, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import execute, row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.news import Heard
from livewell.volunteers.actions.held import check_runs
from livewell.volunteers.forms.applying import Application, Details, Referee
from livewell.volunteers.rules import Stage
from livewell.volunteers.rules.references import MOST_REFEREES, RefereeState, check_referee

_KIND = "volunteer.applied"


async def apply(application: Application, *, submission: UUID, by: Actor) -> UUID:
    """
    Take an application; gives the volunteer's id. The same form sent twice is one.

    An address that is somebody's already changes nothing of theirs, whoever typed it: they are told by e-mail, and the
    page says the same as ever. With a worker at the keyboard it is said there (`RuleBroken`).
    """
    async with transaction():
        before = await once.already_done(submission, _KIND)
        if before is not None:
            return UUID(before)
        details = application.details
        # Two applications from one address at the same moment take turns.
        await value("SELECT pg_advisory_xact_lock(hashtext('volunteer ' || $1))", details.email)
        known = await _known(details.email)
        if known is not None:
            if by.kind == "staff":
                raise RuleBroken("Somebody with this email address is on the list of volunteers already.")
            await news.tell("volunteer.applied_again", subject=known, by=by)
            made = known
        else:
            made = await _take(application, by)
        await once.remember(submission, _KIND, str(made))
    return made


async def _take(application: Application, by: Actor) -> UUID:
    made = uuid4()
    # With no more than a name and a number, the conversation about the rest is still to come.
    stage = Stage.APPLIED if application.roles else Stage.INTERESTED
    await execute(
        """
        INSERT INTO volunteer (id, name, help_to_apply, helped_by, stage, was_client, heard_how, agreed_at, coordinator,
                               came_at, email, phone, postcode, ward, languages, interests, interests_words, times, travels,
                               miles, can_help_with, adjustments, most_people, why, version)
        VALUES ($1, $2, $3, $4, $5, false, $6, $7, $8, $7, '', '', '', '', '{}', '{}', '', '{}', '', 5, '{}', '', 1, '', 1)
        """,
        made,
        application.details.name,
        application.help_to_apply,
        by.staff_id,
        stage.value,
        application.heard_how,
        clock.now(),
        None,
    )
    await write_details(made, application.details)
    await wish_for(made, application.roles)
    for referee in application.referees:
        await name_referee(made, referee, own=application.details.email)
    await _first_move(made, stage, by)
    await news.tell(_KIND, subject=made, by=by, helped=application.help_to_apply)
    return made


async def _first_move(volunteer_id: UUID, stage: Stage, by: Actor) -> None:
    await execute(
        """
        INSERT INTO volunteer_move (id, volunteer, from_stage, to_stage, why, feedback, onward, moved_at, moved_by)
        VALUES ($1, $2, '', $3, '', '', '', $4, $5)
        """,
        uuid4(),
        volunteer_id,
        stage.value,
        clock.now(),
        by.staff_id,
    )


async def write_details(volunteer_id: UUID, details: Details) -> None:
    """Write what somebody says of themself, and where their postcode is."""
    place = await geo.find_postcode(details.postcode) if details.postcode else None
    await execute(
        """
        UPDATE volunteer SET name = $2, email = $3, phone = $4, postcode = $5, easting = $6, northing = $7, languages = $8,
               interests = $9, interests_words = $10, times = $11, travels = $12, miles = $13, can_help_with = $14,
               adjustments = $15, why = $16, born_on = coalesce($17, born_on), most_people = $18
        WHERE id = $1
        """,
        volunteer_id,
        details.name,
        details.email,
        details.phone,
        details.postcode,
        place.point.easting if place else None,
        place.point.northing if place else None,
        list(details.languages),
        list(details.interests),
        details.interests_words,
        list(details.times),
        details.travels,
        details.miles,
        list(details.can_help_with),
        details.adjustments,
        details.why,
        details.born_on,
        details.most_people,
    )


async def wish_for(volunteer_id: UUID, roles: tuple[UUID, ...]) -> None:
    """They would like these roles too. Inside the caller's transaction; a wish made twice is one."""
    for role in roles:
        await execute(
            "INSERT INTO volunteer_wish (id, volunteer, role, wished_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            uuid4(),
            volunteer_id,
            role,
            clock.now(),
        )


async def name_referee(volunteer_id: UUID, referee: Referee, *, own: str) -> UUID:
    """Somebody who may be asked about them. Raises `RuleBroken` for their own address, and for too many."""
    check_referee(referee.email, own)
    there = await value("SELECT count(*) FROM volunteer_reference WHERE volunteer = $1", volunteer_id)
    if there >= MOST_REFEREES:
        raise RuleBroken(f"You have named {MOST_REFEREES} people already. Ring us, and we will sort it out together.")
    same = "SELECT true FROM volunteer_reference WHERE volunteer = $1 AND email = $2 AND state <> 'taken_back'"
    if await value(same, volunteer_id, referee.email):
        raise RuleBroken("You have named this person already.")
    made = uuid4()
    await execute(
        """
        INSERT INTO volunteer_reference (id, volunteer, name, email, knows_them, state, answers, version)
        VALUES ($1, $2, $3, $4, $5, $6, '{}', 1)
        """,
        made,
        volunteer_id,
        referee.name,
        referee.email,
        referee.knows_them,
        RefereeState.WAITING.value,
    )
    return made


async def _known(email: str) -> UUID | None:
    found: UUID | None = await value(
        "SELECT id FROM volunteer WHERE email = $1 AND email <> '' AND forgotten_at IS NULL", email
    )
    return found


async def begin_from_ending(person_id: UUID, *, by: Actor) -> UUID:
    """
    Somebody whose time with Live Well ended would like to volunteer, and agreed: gives the volunteer's id.

    Their name and how to reach them go over and nothing else; whoever is a volunteer already stays as they are. Raises
    `NotFound` for nobody, `RuleBroken` when they never said so or are not to be contacted.
    """
    async with transaction():
        person = await row(
            """
            SELECT coalesce(nullif(p.preferred_name, ''), p.first_name) || ' ' || p.family_name AS name, lower(p.email) AS email,
                   p.phone, p.never_contact, last.agreed
            FROM person p LEFT JOIN LATERAL (
                SELECT e.may_contact_about_volunteering AND 'volunteer' = ANY(e.what_next) AS agreed
                FROM ending e JOIN journey j ON j.id = e.journey WHERE j.person = p.id ORDER BY e.written_at DESC LIMIT 1
            ) AS last ON true
            WHERE p.id = $1 FOR UPDATE OF p
            """,
            person_id,
        )
        if person is None:
            raise NotFound
        already = await value("SELECT id FROM volunteer WHERE person = $1", person_id)
        if already is not None:
            return UUID(str(already))
        if not person["agreed"] or person["never_contact"]:
            raise RuleBroken(
                "Only somebody who said that they would like to, and may be contacted, becomes a volunteer."
            )
        known = await _known(person["email"]) if person["email"] else None
        if known is not None:
            await execute(
                "UPDATE volunteer SET person = $2, was_client = true, version = version + 1 WHERE id = $1",
                known,
                person_id,
            )
            return known
        return await _begin(person_id, person["name"], person["email"], person["phone"], by)


async def _begin(person_id: UUID, name: str, email: str, phone: str, by: Actor) -> UUID:
    made = uuid4()
    await execute(
        """
        INSERT INTO volunteer (id, name, email, phone, person, was_client, stage, heard_how, agreed_at, came_at, helped_by,
                               help_to_apply, postcode, ward, languages, interests, interests_words, times, travels, miles,
                               can_help_with, adjustments, most_people, why, version)
        VALUES ($1, $2, $3, $4, $5, true, 'interested', 'live_well', $6, $6, $7, true, '', '', '{}', '{}', '', '{}', '', 5, '{}',
                '', 1, '', 1)
        """,
        made,
        name[:120],
        email,
        phone,
        person_id,
        clock.now(),
        by.staff_id,
    )
    await _first_move(made, Stage.INTERESTED, by)
    # The news names no person: who came by way of Live Well is the volunteer's own to tell.
    await news.tell("volunteer.begun", subject=made, by=by)
    return made


async def begin_when_agreed(heard: Heard) -> None:
    """A journey ended, and at its end somebody agreed to become a volunteer at once."""
    if heard.person is not None:
        await begin_from_ending(heard.person, by=Actor(id=heard.by_id, name="", kind="staff"))


async def begin_said_before(person_id: UUID, *, by: Actor) -> UUID:
    """The same for somebody who said so in an earlier ending; for those who run the volunteering alone."""
    check_runs(by)
    return await begin_from_ending(person_id, by=by)
