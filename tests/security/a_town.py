"""A listing with everything that can belong to one, every form of the community map, and what each promises."""

import html
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest_asyncio

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.assets.rules.listing import Listing
from livewell.finding import actions as finding
from livewell.finding.forms_listing import CollectionSaid
from livewell.gatherings.rules.comments import CommentState
from livewell.kit import clock, db
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import value
from livewell.kit.geo import Point
from livewell.library import actions as reading
from livewell.library import queries as reading_queries
from livewell.openreferral.actions import feeds
from livewell.staff.rules import Role
from livewell.upkeep import actions as upkeep
from livewell.upkeep import queries as kept
from livewell.upkeep.rules.visits import FollowOn
from tests.browsing import post
from tests.factories import library
from tests.factories.assets import a_listing, a_venue, an_asset_from, an_organisation
from tests.factories.gatherings import THURSDAYS, named, recorded, said
from tests.factories.measures import a_pack
from tests.factories.owners import a_claim, a_keeper, let_in
from tests.factories.staff import a_member
from tests.factories.upkeep import a_find, a_report
from tests.signed_in import a_client

OURS = ("/community", "/own", "/directory", "/visits", "/my-listings", "/oruk", "/library", "/measures")
"""Where the addresses of the community map, and of the library and the measures beside it, begin."""
SCRIPT = "<script>alert('map')</script>"


@dataclass
class Town:
    """A listing with everything that can belong to one, and a browser for each kind of person."""

    ids: dict[str, UUID | str]
    browsers: dict[str, httpx.AsyncClient] = field(default_factory=dict)

    def path(self, template: str) -> str:
        return template.format(**self.ids)


@pytest_asyncio.fixture
async def town(app: Any, client_for: Any) -> AsyncIterator[Town]:
    """Built once for each test and rolled back with it."""
    worker = await a_member(Role.LINK_WORKER)
    organisation = await an_organisation(name="Fictional Strollers")
    about: dict[str, Any] = {
        "organisation": organisation,
        "organisation_name": "Fictional Strollers",
        "venues": (a_venue(Point.on_grid(458500, 337000), name="Fictional Village Hall", patterns=(THURSDAYS,)),),
    }
    asset = await an_asset_from(a_listing(name="Fictional Strollers of the Hall", **about))
    await an_asset_from(a_listing(name="Fictional Strollers of the Hall!", **about))
    await upkeep.find_duplicates()
    (pair,) = await kept.pairs(decided=False)
    # Whom the team let keep a group may write down who came by name.
    keeper = await a_keeper(asset, name="Beryl Khan", approved_by=worker.id)
    seen = await listings.asset(asset)
    found = await assets.propose(
        asset,
        _renamed(seen.listing),
        based_on=seen.version,
        submission=uuid4(),
        proposed_by="Olu Adeyemi",
        reply_to="olu@group.example",
    )
    assert found.change_id is not None
    visit = await upkeep.record(
        asset, a_find(follow_ons=(FollowOn.JOIN_FORUM,)), version=seen.version, submission=uuid4(), by=worker
    )
    (follow_on,) = [one for one in await kept.follow_ons() if one.visit == visit]
    names = await named(asset, ["Ann", "Bob"])
    collection = await finding.add_collection(
        CollectionSaid("For a first walk", "Slow and short.", "", ""), submission=uuid4(), by=worker
    )
    await finding.put_in(collection, asset, by=worker)
    feed = await feeds.add_feed(
        name="County directory", address="https://county.example/oruk/v3", daily=False, submission=uuid4(), by=worker
    )
    word = next(iter((await listings.vocabulary()).terms.values()))
    guide = await library.published("Fictional strolling for beginners", by=worker)
    await reading.say(guide.id, helpful=True, words="It helped.", submission=uuid4(), by=PUBLIC_VISITOR)
    file = await library.with_picture(guide.id, by=worker)
    made = Town(
        {
            "pack": await a_pack(await a_member(Role.MANAGER)),
            "guide": guide.id,
            "slug": guide.slug,
            "given": await library.submitted("Fictional stiles, and how to climb them"),
            "opinion": (await reading_queries.opinions())[0].id,
            "file": file.id,
            "asset": asset,
            "pair": pair.id,
            "claim": await a_claim(asset),
            "problem": await a_report(asset),
            "change": found.change_id,
            "visit": visit,
            "follow_on": follow_on.id,
            "gathering": await recorded(asset),
            "attender": names["Ann"],
            "comment": await said(asset),
            "shown": await said(asset, decided=CommentState.APPROVED, by=worker),
            "collection": collection,
            "feed": feed,
            "word": word.id,
            "planned": await upkeep.plan(asset, on=clock.today(), submission=uuid4(), by=worker),
        }
    )
    async with a_client(app) as visitor, a_client(app) as owner:
        await let_in(owner, keeper)
        made.browsers = {
            "visitor": visitor,
            "keeper": owner,
            "worker": await client_for(worker),
            "editor": await client_for(Role.ORGANISATION_EDITOR, organisation=organisation),
            "manager": await client_for(Role.MANAGER),
        }
        yield made


def _renamed(listing: Listing) -> Listing:
    return Listing(**{**vars(listing), "name": "Fictional Strollers and Friends"})


@dataclass(frozen=True)
class Sheet:
    """One form: who fills it in, where it stands and goes, and what is right in it."""

    who: str
    path: str
    good: dict[str, Any] = field(default_factory=dict)
    page: str = ""

    def __str__(self) -> str:
        return f"{self.who} {self.path}"


def on(name: str, day: date) -> dict[str, str]:
    """A day in its three boxes."""
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


YESTERDAY = clock.today() - timedelta(days=1)
SOMEBODY = {"name": "Olu Adeyemi", "email": "olu@walks.example"}
NEW = {"name": "Quoits on the green", "kind": "group", "what": "Quoits, then tea."}
GIVEN = {"kind": "tips", "title": "Boots", "summary": "Which to wear.", "body": "Old ones."}
PARTS: dict[str, dict[str, Any]] = {
    "about": {"what": "We walk slowly."},
    "who": {"who_for": "Anybody"},
    "where": {"town_0": "Fictown"},
    "times": {"opens_0": "1pm", "closes_0": "4pm"},
    "cost": {"free": "yes"},
    "access": {"access": "A ramp."},
    "joining": {"joining_note": "Ring Beryl."},
    "people": {"person_0": "Beryl"},
    "areas": {"area_name": "Fictown and around"},
    "showing": {"alert": "Bring a coat."},
}
GATHERINGS: dict[str, dict[str, Any]] = {
    "/new": {"occasion": "other", "count-0": "9", **on("met", YESTERDAY)},
    "/{gathering}": {"note": "Rain."},
    "/register": {"name": "Cleo"},
    "/register/{attender}": {"name": "Anne"},
}
"""The forms of who came: the same for the team and for those who run it."""
SHEETS = [
    Sheet("visitor", "/community/{asset}/wrong", {"topic": "other", "words": "It moved."}),
    Sheet("visitor", "/community/{asset}/mine", {**SOMEBODY, "belongs": "runs"}),
    Sheet("visitor", "/community/{asset}/say", {"overall": "4", "words": "Kind people."}),
    Sheet("visitor", "/own/link", {"email": "nobody@walks.example"}),
    *(Sheet("keeper", f"/own/listings/{{asset}}/edit/{part}", good) for part, good in PARTS.items()),
    Sheet("keeper", "/own/listings/{asset}/name", SOMEBODY),
    *(Sheet("keeper", f"/own/listings/{{asset}}/gatherings{path}", good) for path, good in GATHERINGS.items()),
    Sheet("keeper", "/own/new", NEW),
    *(Sheet("worker", f"/directory/{{asset}}/edit/{part}", good) for part, good in PARTS.items()),
    *(Sheet("editor", f"/my-listings/{{asset}}/edit/{part}", PARTS[part]) for part in ("about", "where", "times")),
    Sheet("editor", "/my-listings/new", NEW),
    Sheet("worker", "/directory/new", NEW),
    Sheet("worker", "/directory/changes/{change}/back", {"sentence": "Why?"}, "/directory/changes/{change}"),
    Sheet("worker", "/directory/changes/{change}/amend"),
    Sheet("worker", "/directory/words", {"taxonomy": "activities", "name": "Quoits", "synonyms": "rings"}),
    Sheet("worker", "/directory/words/{word}"),
    Sheet("worker", "/directory/collections/new", {"name": "Quiet", "words": "For quiet people."}),
    Sheet("worker", "/directory/collections/{collection}/words"),
    Sheet("worker", "/visits/new", {"offers": "Soup.", "name": "Soup", "kind": "cafe"}),
    Sheet("worker", "/community/{asset}/visit", {"offers": "A walk.", "says": "right"}),
    Sheet("worker", "/visits/{visit}/asked-for/{follow_on}", {"sentence-{follow_on}": "They came."}, "/visits/{visit}"),
    Sheet("worker", "/directory/{asset}/upkeep", {"how": "phoned", "note": "Spoke to Beryl."}),
    Sheet("worker", "/directory/problems/{problem}", {"decision": "answered", "sentence": "It is right now."}),
    Sheet("worker", "/directory/duplicates/{pair}/merge", {}, "/directory/duplicates/{pair}"),
    Sheet("worker", "/directory/claims/{claim}", {"decision": "refused", "sentence": "Ring us first."}),
    Sheet("worker", "/directory/{asset}/invite", {**SOMEBODY, "scope": "listing"}),
    *(Sheet("worker", f"/directory/{{asset}}/gatherings{path}", good) for path, good in GATHERINGS.items()),
    Sheet("worker", "/directory/comments/{comment}", {"decision": "approved"}),
    Sheet("worker", "/directory/{asset}/comments/{shown}", {"answer": "Thank you."}),
    Sheet("worker", "/directory/feeds", {"name": "Other", "address": "https://other.example/oruk", "daily": "no"}),
    Sheet("visitor", "/library/give", GIVEN),
    Sheet("visitor", "/library/{slug}", {"helpful": "no", "words": "Too long."}),
    Sheet("worker", "/library/items/{given}/words", {"body": "Slowly."}),
    Sheet("worker", "/library/items/{given}/details", {"needs": "moving"}),
    Sheet("worker", "/library/items/{given}/publish"),
    Sheet("worker", "/library/items/{given}/back", {"sentence": "Where is it?"}),
    Sheet("worker", "/library/items/{guide}/still-right"),
    Sheet("worker", "/library/items/{guide}/withdraw", {"why": "The stile is gone."}),
    Sheet("manager", "/measures/site/phq9", {"pathway": "Ring."}),
    Sheet("manager", "/measures/site/packs/{pack}/withdraw", {"why": "It ended."}),
]
TAKES_LONG_TEXTS = {"/library/give", "/library/items/{given}/words"}
"""Forms in which a megabyte is read, and comes back whole with a sentence."""


BUTTONS = [
    Sheet("editor", "/my-listings/{asset}/check", {}, "/my-listings"),
    Sheet("visitor", "/community/shortlist/add", {}, "/community/{asset}"),
    Sheet("keeper", "/own/listings/{asset}/right", {}, "/own"),
    Sheet("keeper", "/own/listings/{asset}/closed"),
    Sheet("keeper", "/own/listings/{asset}/leave"),
    Sheet("keeper", "/own/leave", {}, "/own"),
    Sheet("worker", "/directory/changes/{change}"),
    Sheet("worker", "/directory/collections/{collection}/show", {}, "/directory/collections/{collection}"),
    Sheet("worker", "/directory/duplicates/{pair}/different", {}, "/directory/duplicates/{pair}"),
    Sheet("worker", "/directory/feeds/{feed}/daily", {}, "/directory/feeds/{feed}"),
    Sheet("worker", "/directory/feeds/{feed}/look", {}, "/directory/feeds/{feed}"),
    *(
        Sheet(who, f"{home}/{{asset}}/gatherings{path}/{verb}", {}, f"{home}/{{asset}}/gatherings{path}")
        for who, home in (("worker", "/directory"), ("keeper", "/own/listings"))
        for path, verb in (("/{gathering}", "remove"), ("/register/{attender}", "erase"))
    ),
    Sheet("worker", "/directory/{asset}/upkeep/plan", on("planned", clock.today()), "/directory/{asset}/upkeep"),
    Sheet("worker", "/visits/{planned}/call-off", {}, "/visits"),
    Sheet("worker", "/library/items/{given}/begin", {}, "/library/items/{given}"),
    Sheet("worker", "/library/opinions/{opinion}/seen", {}, "/library/review"),
    Sheet("worker", "/library/items/{guide}/files/{file}/remove", {}, "/library/items/{guide}/files"),
]
"""Forms with a button and hardly a box."""


class Boxes(HTMLParser):
    """The boxes of one form: for words, for numbers, for choices."""

    def __init__(self, page: httpx.Response, path: str) -> None:
        super().__init__()
        self.path, self.here, self.inside = path, page.url.path, False
        self.words: list[str] = []
        self.numbers: list[str] = []
        self.choices: list[str] = []
        self.feed(page.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: text or "" for name, text in attrs}
        if tag == "form":
            self.inside = told.get("method") == "post" and (told.get("action") or self.here) == self.path
        name, kind = told.get("name", ""), told.get("type", "text")
        if not self.inside or not name or kind in {"hidden", "submit", "file"} or tag == "button":
            return
        if told.get("tabindex") == "-1":  # A box that people do not see, for programs to fall into.
            return
        if tag == "select" or kind in {"radio", "checkbox"}:
            kept = self.choices
        elif told.get("inputmode") in {"numeric", "decimal"} or kind == "number":
            kept = self.numbers
        else:
            kept = self.words
        if tag in {"input", "select", "textarea"} and name not in kept:
            kept.append(name)


async def fingerprint() -> str:
    """All that the community map holds, in one short word."""
    each = " || ".join(
        f"(SELECT count(*) || md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) FROM {name} t)"
        for name in TABLES
    )
    return str(await value(f"SELECT md5({each})"))


TABLES: list[str] = []


@pytest_asyncio.fixture(autouse=True)
async def every_table(database: str) -> None:
    """The tables that hold words of the community; counts of tries and of reading, and half-written drafts, are beside the point."""
    if not TABLES:
        beside = {"rate_limit", "draft", "postcode", "heartbeat", "chore_run", "opening", "sign_in", "library_use"}
        found = await db.rows(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        TABLES.extend(sorted(one["table_name"] for one in found if one["table_name"] not in beside))


def is_calm(answer: httpx.Response) -> None:
    """No fault of ours, and a page for people that says something."""
    assert answer.status_code in {200, 303, 400, 404, 409, 413, 422}, f"{answer.status_code} {answer.text[-1500:]}"
    if answer.status_code == 422:
        assert "There is a problem" in answer.text
        assert "<title>Error: " in answer.text


def holds(answer: httpx.Response, text: str) -> bool:
    return " ".join(text.split()) in " ".join(html.unescape(answer.text).split())


async def sent(town: Town, sheet: Sheet, changes: dict[str, Any]) -> httpx.Response:
    """The form as its page holds it, rightly filled in but for `changes`."""
    path, page = town.path(sheet.path), town.path(sheet.page or sheet.path)
    good = {town.path(name): text for name, text in sheet.good.items()}
    return await post(town.browsers[sheet.who], path, {**good, **changes}, page=page)


async def boxes_of(town: Town, sheet: Sheet) -> Boxes:
    path = town.path(sheet.path)
    page = await town.browsers[sheet.who].get(town.path(sheet.page) or path)
    assert page.status_code == 200, f"{path} answers {page.status_code}"
    return Boxes(page, path)


def said_wrong(answer: httpx.Response) -> list[str]:
    """The sentences of the error summary."""
    return re.findall(r'<a href="#[^>]*>([^<]*)', answer.text)
