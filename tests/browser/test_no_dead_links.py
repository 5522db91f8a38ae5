"""Every link that somebody can see leads to a page that they may open, and every page can be reached by a link."""

import re
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from livewell.app import a_house, create_app
from livewell.demo.cast import PASSWORD
from livewell.kit import cookies
from livewell.kit.db import rows, value
from livewell.staff.rules import Role
from tests.at_home import a_visit
from tests.browser.crawl import Walk, links_in
from tests.browser.test_every_page import GUESTS
from tests.signed_in import SETTINGS, Client, a_client

NOT_BY_A_LINK = {
    "/calendars/{token:str}": "its address is a secret that only its owner has",
    "/set-password/{token:str}": "it is sent by e-mail",
    "/sign-in/code": "it follows a right password",
    "/sign-in/forgotten/sent": "it follows an address for a new password",
    "/refer/check-answers": "it follows the questions of a self-referral",
    "/refer/done": "it follows a sent self-referral",
    "/refer/self/{slug:str}": "the questions follow each other by a form",
    "/refer/received/{referral_id:uuid}": "it follows a sent referral",
    "/account/second-factor": "nobody is asked for one in a demonstration",
    "/journeys/{journey_id:uuid}/reopen": "an ended journey is found by searching",
    "/healthz": "for machines",
    "/readyz": "for machines",
    "/metrics": "for machines",
    "/static/{path:path}": "styles and scripts",
    "/home": "it leads each role to its own page",
    "/invitations/batch/{batch_id:uuid}": "it follows letters that were written",
    "/invitations/batch/{batch_id:uuid}/letters.pdf": "it follows letters that were written",
    "/invitations/{invitation_id:uuid}/letter.pdf": "it follows letters that were written",
    "/my/come-in/link/{token:str}": "it is sent by e-mail",
    "/my/come-in/open": "it follows a link from a message",
    "/my/come-in/sent": "it follows asking for a link",
    "/my/come-in/code": "it follows asking for a text",
    "/my/come-in/ended": "it follows a link that has ended",
    "/own": "a link from a message opens it",
    "/own/{token:str}": "it is sent by e-mail",
    "/own/{said:str}/{token:str}": "it is sent by e-mail",
    "/own/answer/{said:str}": "it follows a link from a message",
    "/own/thanks/{said:str}": "it follows an answer",
    "/own/open": "it follows a link from a message",
    "/own/ended": "it follows leaving",
    "/own/link/sent": "it follows asking for a link",
    "/own/new": "a keeper alone sees it",
    "/own/listings/{asset_id:uuid}": "a keeper alone sees it",
    "/own/listings/{asset_id:uuid}/edit/{part:str}": "a keeper alone sees it",
    "/own/listings/{asset_id:uuid}/photos": "a keeper alone sees it",
    "/own/listings/{asset_id:uuid}/preview": "a keeper alone sees it",
    "/own/listings/{asset_id:uuid}/closed": "a keeper alone sees it",
    "/own/listings/{asset_id:uuid}/leave": "a keeper alone sees it",
    "/own/photos/{photo_id:uuid}": "a keeper alone sees it, of a photograph that waits",
    "/own/photos/{photo_id:uuid}/small": "a keeper alone sees it, of a photograph that waits",
    "/own/listings/{asset_id:uuid}/name": "a keeper alone sees it",
    "/own/listings/{asset_id:uuid}/gatherings": "a keeper alone sees it",
    "/own/listings/{asset_id:uuid}/gatherings.csv": "a keeper alone sees it",
    "/own/listings/{asset_id:uuid}/gatherings/new": "a keeper alone sees it",
    "/own/listings/{asset_id:uuid}/gatherings/{gathering_id:uuid}": "a keeper alone sees it",
    "/own/listings/{asset_id:uuid}/gatherings/register": "a keeper alone sees it",
    "/own/listings/{asset_id:uuid}/gatherings/register/{attender_id:uuid}": "a keeper alone sees it",
    "/community/photos/{photo_id:uuid}/small": "the second photograph of a listing is shown in its small copy",
    "/community/{asset_id:uuid}/mine/sent": "it follows saying that one runs it",
    "/community/{asset_id:uuid}/say/help": "it follows words about danger",
    "/community/{asset_id:uuid}/say/thanks": "it follows saying how it was",
    "/community/{asset_id:uuid}/wrong/help": "it follows words about danger",
    "/community/{asset_id:uuid}/wrong/thanks": "it follows saying what is wrong",
    "/tiles/map.pmtiles": "the map fetches it where an operator put one",
    "/community/words": "the search box asks it while somebody types",
    "/community/shortlist.pdf": "a list has to have something on it",
    "/pathway-walks/{walk_id:uuid}": "no pathway of a demonstration is approved: its steps are for a clinical safety lead",
    "/pathway-walks/{walk_id:uuid}/sheet.pdf": "it follows a pathway that was begun",
    "/journeys/{journey_id:uuid}/safety-plan.pdf": "a plan has to have been agreed",
    "/my/safety-plan.pdf": "a plan has to have been agreed",
    "/answer": "a link from a message opens it",
    "/answer/{token:str}": "it is sent by e-mail",
    "/answer/ended": "it follows a link that has ended",
    "/book-templates/{template_id:uuid}/leaf": "only a version that is being worked out has it",
    "/book-templates/{template_id:uuid}/leaves/{key:str}": "only a version that is being worked out has it",
    "/green-books/{run_id:uuid}": "it follows books that are being made",
    "/green-books/{run_id:uuid}/everything.zip": "it follows books that are being made",
    "/green-books/{run_id:uuid}/{number:int}": "it follows books that are being made",
    "/journeys/{journey_id:uuid}/green-book/move-up": "a newer version has to have been approved",
    "/my/green-book/move-up": "a newer version has to have been approved",
    "/journeys/{journey_id:uuid}/questions/{asking_id:uuid}/paper.pdf": "only what was asked on paper has it",
    "/journeys/{journey_id:uuid}/questions/{asking_id:uuid}/score": "only what was asked as a score has it",
    "/library/give/thanks": "it follows giving something",
    "/measures/site/packs/{pack_id:uuid}/withdraw": "a licence pack has to have been loaded",
    "/shared-pages/{person_id:uuid}": "a page has to be shared with that practice",
    "/forum/answer": "a link from a message opens it",
    "/forum/answer/{token:str}": "it is sent by e-mail",
    "/forum/answer/ended": "it follows a link that has ended",
    "/forum/join/thanks": "it follows asking to join",
    "/forum/suggest/thanks": "it follows putting something forward",
    "/learning/nominations/thanks": "it follows saying what one would like to learn",
    "/learning/place": "a link from a message opens it",
    "/learning/place/sessions.ics": "a link from a message opens its page",
    "/learning/place/{token:str}": "it is sent by e-mail",
    "/learning/runs/{run_id:uuid}/booked": "it follows asking for a place",
    "/something-missing/help": "it follows words about danger",
    "/something-missing/thanks": "it follows saying what is missing",
    "/volunteer/apply/thanks": "it follows an application",
    "/volunteer/calendar/{token:str}": "its address is a secret that only its owner has",
    "/volunteer/me/worry/sent": "it follows saying that one is worried",
    "/volunteer/reference": "a link from a message opens it",
    "/volunteer/reference/{token:str}": "it is sent by e-mail",
    "/volunteer/reference/ended": "it follows a link that has ended",
    "/volunteer/reference/thanks": "it follows a reference",
    "/forum/me/link/{token:str}": "it is sent by e-mail",
    "/forum/me/open": "it follows a link from a message",
    "/forum/me/link/sent": "it follows asking for a link",
    "/forum/me/ended": "it follows a link that has ended",
    "/fund/mine/link/{token:str}": "it is sent by e-mail",
    "/fund/mine/open": "it follows a link from a message",
    "/fund/mine/link/sent": "it follows asking for a link",
    "/fund/mine/ended": "it follows a link that has ended",
    "/volunteer/me/link/{token:str}": "it is sent by e-mail",
    "/volunteer/me/open": "it follows a link from a message",
    "/volunteer/me/link/sent": "it follows asking for a link",
    "/volunteer/me/ended": "it follows a link that has ended",
    "/forum/me/actions/{action_id:uuid}": "a member alone sees it who said that they would do something",
    "/forum/me/meetings/{meeting_id:uuid}/pulse": "a member alone sees it who was at a meeting in the last two weeks",
    "/forum/members/groups/{group_id:uuid}": "a sub-group has to have been begun",
    "/fund/desk/applications/{application_id:uuid}/decide": "two of the panel have to have said what they think",
    "/fund/desk/applications/{application_id:uuid}/write": "somebody has to have begun to ask, and no more",
    "/fund/mine/{application_id:uuid}/report": "an applicant alone sees it who was paid",
    "/groups/{group_id:uuid}/signs/{alert_id:uuid}": "a group has to have shown a sign of trouble",
    "/my/befriender": "whoever has a befriender, or is asked about one, alone sees it",
    "/volunteer/me/expenses/{claim_id:uuid}/receipt": "a receipt has to have been sent",
    "/volunteer/me/talks/{thanks_id:uuid}/reference.pdf": "a letter has to have been written for that volunteer",
    "/volunteers/checks/{check_id:uuid}/disclosure": "something has to have been on a certificate",
    "/volunteers/concerns/{concern_id:uuid}": "a concern has to have been raised",
    "/volunteers/expenses/{claim_id:uuid}/receipt": "a receipt has to have been sent",
    "/volunteers/{volunteer_id:uuid}/thanks/{thanks_id:uuid}/reference.pdf": "a letter has to have been written",
}
"""Pages that no link leads to, and why."""


FOR_MACHINES = ("/oruk/v3",)
"""Other directories read these addresses."""

TOO_OFTEN = 429


@pytest.fixture
def app() -> Any:
    """As a demonstration, where nobody is asked for a second factor."""
    return create_app(a_house(replace(SETTINGS, demo=True)))


async def signed_in(app: Any, email: str) -> Client:
    client = a_client(app)
    page = await client.get("/sign-in")
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert token
    answer = await client.post(
        "/sign-in",
        data={"csrf": token[1], "email": email, "password": PASSWORD},
    )
    assert answer.status_code == 303, answer.text
    return client


async def visit_everything(client: Client, first: str) -> tuple[set[str], list[str]]:
    """The kinds of page that could be reached, and the links that led nowhere."""
    walk, dead = Walk(first, of_each=8, more={"/sessions/{}": 60}, leave_out=("/static/",)), []
    while path := walk.next():
        answer = await client.get(path, follow_redirects=True)
        if answer.status_code == TOO_OFTEN and path.partition("?")[0].endswith(".pdf"):
            continue  # It is there: nobody else asks for every flyer within a minute.
        if answer.status_code != 200:
            dead.append(f"{answer.status_code} {path} (from {walk.came_from[path]})")
        elif answer.headers.get("content-type", "").startswith("text/html"):
            walk.lead(links_in(answer.text, str(answer.url)), at=path)
    return set(walk.counted), dead


@pytest.mark.usefixtures("seeded")
async def test_no_link_is_dead_and_no_page_is_out_of_reach(app):
    emails = {
        row["role"]: row["email"]
        for row in await rows("SELECT DISTINCT ON (role) role, email FROM staff_user ORDER BY role, job_title, email")
    }
    assert set(emails) == {role.value for role in Role}
    reached, dead = await visit_everything(a_client(app), "/")
    for role, email in emails.items():
        client = await signed_in(app, email)
        kinds, nowhere = await visit_everything(client, "/home")
        reached |= kinds
        dead += [f"{role}: {one}" for one in nowhere]
    for door, somebody in GUESTS.values():
        client = a_client(app)
        link = await door.kind.make_link(await value(somebody), holder="somebody@letterbox.example")
        client.cookies.set(door.cookie, await door.kind.come_in(link))
        kinds, nowhere = await visit_everything(client, door.home)
        reached |= kinds
        dead += [f"{door.pages}: {one}" for one in nowhere]
    for person in await people_at_home():
        client = a_client(app)
        client.cookies.set(cookies.HOME, await a_visit(person))
        kinds, nowhere = await visit_everything(client, "/my")
        reached |= kinds
        dead += [f"at home: {one}" for one in nowhere]
    pages = {
        route.path
        for route in app.routes
        for handler in getattr(route, "route_handlers", [])
        if "GET" in handler.http_methods
    }
    unreached = {page for page in pages if not any(re.fullmatch(shape_of(page), kind) for kind in reached)}
    out_of_reach = sorted(page for page in unreached - set(NOT_BY_A_LINK) if not page.startswith(FOR_MACHINES))
    wrong = [*dead, *(f"out of reach: {page}" for page in out_of_reach)]
    assert not wrong, "\n".join(wrong)
    assert sorted(set(NOT_BY_A_LINK) - pages) == [], "these are no pages any more"


async def people_at_home() -> list[UUID]:
    """Somebody with a session, a goal, places and a book, and somebody whose journey has ended."""
    found = await rows(
        """
        (SELECT j.person FROM journey j WHERE j.closed_at IS NULL
           AND EXISTS (SELECT FROM connection c WHERE c.journey = j.id)
           AND EXISTS (SELECT FROM goal g WHERE g.journey = j.id AND g.status = 'agreed')
           AND EXISTS (SELECT FROM session s WHERE s.journey = j.id AND s.status = 'booked') LIMIT 2)
        UNION (SELECT person FROM journey WHERE end_reason = 'goals_met' LIMIT 1)
        """
    )
    assert len(found) == 3
    return [one["person"] for one in found]


def shape_of(page: str) -> str:
    """The kinds of path that a route answers, as a pattern: an identifier is {}, any other part is one word."""
    return re.sub(r"\{[^}:]+:([a-z]+)\}", lambda found: r"\{\}" if found[1] == "uuid" else "[^/]+", page)
