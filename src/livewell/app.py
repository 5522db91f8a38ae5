"""The house: every room's door, in the order a person walks through them."""

from collections.abc import Sequence
from uuid import UUID

from livewell import settings as told
from livewell.assets.routes import router as assets
from livewell.assets.tables import Organisation
from livewell.challenges.routes import router as challenges
from livewell.coaching.routes import router as coaching
from livewell.connections.routes import router as connections
from livewell.crisis.queries.walks import beside_matter
from livewell.crisis.routes import router as crisis
from livewell.feedback.routes import router as feedback
from livewell.finding.routes import router as finding
from livewell.forum.routes import router as forum
from livewell.fund.queries.pots import beside_stories as fund_stories
from livewell.fund.routes import router as fund
from livewell.gaps.queries import notice as gap_notice
from livewell.gaps.routes import router as gaps
from livewell.gatherings.routes import router as gatherings
from livewell.greenbook.routes import router as greenbook
from livewell.groups.routes import router as groups
from livewell.interests.routes import router as interests
from livewell.journeys import desk
from livewell.journeys.routes import router as journeys
from livewell.kit import access_log, edge, health, tiles
from livewell.kit.actor import Actor
from livewell.kit.door import PUBLIC, House, NavigationItem, no_choices
from livewell.kit.languages import mark
from livewell.kit.static import static_files
from livewell.learning.routes import router as learning
from livewell.library.routes import router as library
from livewell.linkwork.queries import notice as introduction_notice
from livewell.linkwork.routes import router as linkwork
from livewell.measures.routes import router as measures
from livewell.messages.queries import notice as message_notice
from livewell.messages.routes import router as messages
from livewell.openreferral.routes import router as openreferral
from livewell.outcomes.routes import router as outcomes
from livewell.owners.routes import router as owners
from livewell.placements.queries import waiting as volunteers_waiting
from livewell.placements.queries import where_they_help
from livewell.placements.routes import router as placements
from livewell.places.routes import router as places
from livewell.questionnaires.routes import router as questionnaires
from livewell.record.routes import router as record
from livewell.referrals.routes import router as referrals
from livewell.reflections.routes import router as reflections
from livewell.reports.routes import router as reports
from livewell.residents.queries import bindings as visits_before
from livewell.residents.queries import doors_to_choose, find_at_home
from livewell.residents.queries import notice as wish_notice
from livewell.residents.routes import router as residents
from livewell.safety import desk as safety_desk
from livewell.safety.routes import router as safety
from livewell.sessions.routes import router as sessions
from livewell.settings import Settings
from livewell.staff.permissions import Permission
from livewell.staff.queries import bindings as sign_ins_before
from livewell.staff.queries import finder, idle_for_pages
from livewell.staff.routes import router as staff
from livewell.steering.routes import router as steering
from livewell.stories import shelf
from livewell.stories.routes import router as stories
from livewell.threads.routes import router as threads
from livewell.updates.queries import beside_stories
from livewell.updates.queries import notice as week_notice
from livewell.updates.routes import router as updates
from livewell.upkeep.routes import router as upkeep
from livewell.volunteers import desk as volunteers_desk
from livewell.volunteers.routes import router as volunteers

ROOMS = (
    static_files(PUBLIC),
    health.router,
    tiles.router,
    referrals,
    journeys,
    coaching,
    questionnaires,
    greenbook,
    crisis,
    linkwork,
    sessions,
    connections,
    outcomes,
    volunteers,
    reflections,
    messages,
    stories,
    updates,
    feedback,
    placements,
    record,
    residents,
    gaps,
    groups,
    threads,
    forum,
    finding,
    assets,
    owners,
    upkeep,
    gatherings,
    measures,
    library,
    learning,
    fund,
    interests,
    safety,
    places,
    staff,
    reports,
    openreferral,
    challenges,
    steering,
)


WHOSE: dict[str, str] = {
    "person": "SELECT $1::uuid",
    "journey": "SELECT person FROM journey WHERE id = $1",
    "referral": "SELECT person FROM referral WHERE id = $1",
    "assessment": "SELECT journey.person FROM assessment JOIN journey ON journey.id = journey WHERE assessment.id = $1",
    "goal": "SELECT journey.person FROM goal JOIN journey ON journey.id = goal.journey WHERE goal.id = $1",
    "session": "SELECT journey.person FROM session JOIN journey ON journey.id = session.journey WHERE session.id = $1",
    "connection": (
        "SELECT journey.person FROM connection JOIN journey ON journey.id = connection.journey WHERE connection.id = $1"
    ),
    "introduction": (
        "SELECT journey.person FROM introduction JOIN journey ON journey.id = introduction.journey "
        "WHERE introduction.id = $1"
    ),
    "invitation": "SELECT person FROM registry_invitation WHERE id = $1",
    "matter": "SELECT person FROM safety_matter WHERE id = $1",
    "walk": "SELECT journey.person FROM pathway_walk w JOIN journey ON journey.id = w.journey WHERE w.id = $1",
}
"""What `opens=` may name on a route, and how to find the person such a record is about, for the access log."""

NAVIGATION = (
    NavigationItem("My referrals", "/my-referrals", Permission.SEE_OWN_REFERRALS),
    NavigationItem("Shared pages", "/shared-pages", Permission.SEE_OWN_REFERRALS),
    NavigationItem("Refer somebody", "/refer/professional", Permission.REFER),
    NavigationItem("Overview", "/overview", Permission.SEE_OVERVIEW),
    NavigationItem("Triage", "/triage", Permission.TRIAGE),
    NavigationItem("Caseload", "/caseload", Permission.SEE_CASELOAD),
    NavigationItem("Introductions", "/introductions", Permission.WORK_WITH_PEOPLE),
    NavigationItem("Link workers", "/link-workers", Permission.REASSIGN),
    NavigationItem("Safety", "/safety", Permission.HANDLE_SAFETY),
    NavigationItem("Pathways", "/pathways", Permission.MANAGE_PATHWAYS),
    NavigationItem("Find a person", "/search", Permission.SEARCH_PEOPLE),
    NavigationItem("Find something", "/community", Permission.OWN_ACCOUNT),
    NavigationItem("Directory", "/directory", Permission.EDIT_LISTINGS),
    NavigationItem("Library", "/library", Permission.READ_STAFF_LIBRARY),
    NavigationItem("My listings", "/my-listings", Permission.EDIT_OWN_LISTINGS),
    NavigationItem("Together", "/together", Permission.SEE_TOGETHER),
    NavigationItem("My week", "/weeks", Permission.WRITE_UPDATES),
    NavigationItem("Volunteers", "/volunteers", Permission.RUN_VOLUNTEERING),
    NavigationItem("Forum", "/forum/desk", Permission.RUN_FORUM),
    NavigationItem("Stories", "/team-stories", Permission.READ_STORIES),
    NavigationItem("Figures", "/figures", Permission.SEE_FIGURES),
    NavigationItem("Staff", "/staff", Permission.MANAGE_STAFF),
    NavigationItem("Places", "/places", Permission.MANAGE_PLACES),
    NavigationItem("Green Book", "/book-templates", Permission.CHANGE_SETTINGS),
    NavigationItem("Measures", "/measures/site", Permission.MANAGE_MEASURES),
)
"""The links in the header, in the order of a working day. Each is shown to those who may open it."""


OWN_MENU: tuple[tuple[str, str], ...] = (
    (mark("My space"), "/my"),
    (mark("My meetings"), "/my/sessions"),
    (mark("My goals"), "/my/goals"),
    (mark("My Green Book"), "/my/green-book"),
    (mark("My places"), "/my/places"),
    (mark("My learning"), "/my/learning"),
    (mark("My questions"), "/my/questions"),
    (mark("Messages"), "/my/messages"),
    (mark("My safety plan"), "/my/safety-plan"),
    (mark("My stories"), "/my/stories"),
    (mark("My details"), "/my/details"),
)
"""The parts of a person's own space, in its header. Their words are for translation."""


def a_house(settings: Settings) -> House:
    """What the edge needs to know, from what the operator said."""
    return House(
        secret=settings.needed_secret_key(),
        secure=settings.secure,
        hosts=settings.hosts,
        demo=settings.demo,
        address=settings.address,
        find_signed_in=finder(second_factor=not settings.demo),
        find_at_home=find_at_home,
        find_bindings=bindings,
        own_doors=doors_to_choose if settings.demo else no_choices,
        navigation=NAVIGATION,
        own_menu=OWN_MENU,
        whose=WHOSE,
        keep_opening=keep_opening,
        organisations=organisations,
        idle_seconds=int(idle_for_pages().total_seconds()),
        deadline_seconds=settings.request_seconds,
        read_by_others=("/oruk/",),
        map_pictures=tiles.pictures_from(settings.map_tiles_url),
    )


async def bindings(who: Actor) -> list[str]:
    """What the form tokens of somebody who is here were bound to, in their own space or as one of the staff."""
    if who.id is None:
        return []
    return await (visits_before if who.kind == "resident" else sign_ins_before)(who.id)


async def keep_opening(kind: str, record: UUID, whose: str, by: Actor, page: str) -> None:
    """Write to the access log that somebody opened a record."""
    await access_log.opened(kind=kind, record=record, whose=whose, by=by, page=page)


async def organisations() -> list[tuple[str, str]]:
    """Every community organisation by name, for the accounts of those who edit its listings."""
    found = await Organisation.select(Organisation.id, Organisation.name).order_by(Organisation.name)
    return [(str(one["id"]), one["name"]) for one in found]


def create_app(house: House | None = None, *, lifespan: Sequence[edge.Lifespan] = ()) -> edge.LiveWell:
    """Make the whole application, ready for an ASGI server or a test. Without a house, it is that of the settings."""
    desk.NOTICES[:] = [introduction_notice, message_notice, wish_notice, week_notice, gap_notice]
    safety_desk.ELSEWHERE[:] = [beside_matter]
    volunteers_desk.HELPS[:] = [where_they_help]
    volunteers_desk.NOTICES[:] = [volunteers_waiting]
    shelf.BESIDE[:] = [beside_stories, fund_stories]
    return edge.build(ROOMS, house=house or a_house(told.settings()), lifespan=lifespan)
