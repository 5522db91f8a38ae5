"""The pages of the gallery and what stands on them. Everybody here is fictional."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from livewell.kit import templates
from livewell.kit.cookies import EVERY_COOKIE
from livewell.kit.forms import Form

HERE = Path(__file__).parent


class Link(NamedTuple):
    label: str
    path: str
    current: bool


class TimeLeft(NamedTuple):
    idle_seconds: int
    ends_at: datetime


@dataclass(frozen=True)
class Somebody:
    name: str


SIGNED_IN: dict[str, Any] = {
    "user": Somebody("Sam Okoro"),
    "can": frozenset(),
    "navigation": (
        Link("My day", "/question", False),
        Link("Caseload", "/worklist", True),
        Link("Referrals", "/fields", False),
        Link("Directory", "/bits", False),
        Link("Reports", "/person", False),
        Link("Safety", "/person-2", False),
        Link("Settings", "/person-3", False),
    ),
    "csrf_token": "a-token",
    "said": None,
    "demo": True,
    "path": "/worklist",
    "htmx": False,
    "time_left": TimeLeft(900, datetime(2099, 1, 1, tzinfo=UTC)),
}
VISITOR: dict[str, Any] = {**SIGNED_IN, "user": None, "navigation": (), "time_left": None, "demo": False}


def filled() -> Form:
    """A form as somebody left it, with nothing wrong."""
    return Form.blank(
        {
            "name": "Edith O’Neill <Marlowe>",
            "born": date(1948, 3, 31),
            "needs": ["lonely", "condition"],
            "reason": '\nLonely since the spring.\n\n"Nothing to get up for" & tired.',
            "pathway": "annual",
            "urgent": "routine",
            "interpreter": "no",
            "practice": "b",
            "importance": 8,
            "consent": True,
        }
    )


def wrong() -> Form:
    """The same form sent with something to put right in every field."""
    form = Form(
        {
            "name": "",
            "born-day": "31",
            "born-month": "2",
            "born-year": "1948",
            "email": "edith at example",
            "consent": "",
            "planned-time": "half past",
        }
    )
    for field, label in (("nhs_number", "the NHS number"), ("name", "their full name"), ("phone", "a phone number")):
        form.text(field, label, required=f"Enter {label}")
    form.day("born", "Date of birth")
    form.email("email")
    for field in ("postcode", "reason", "ring", "score", "cost", "password", "code"):
        form.text(field, field, required=f"Enter the {field}")
    for field in ("needs", "pathway", "urgent", "interpreter", "practice", "importance", "change"):
        form.error(field, f"Choose an answer for “{field}”")
    form.when("planned", "The meeting", required="Say when")
    form.yes("consent", required="They must agree before you send this")
    return form


def entries() -> list[dict[str, Any]]:
    start = datetime(2026, 8, 3, 13, 30, tzinfo=UTC)
    return [
        {
            "title": "Connection suggested: Gamston Walking Friends",
            "at": start + timedelta(days=60),
            "by": "Sam Okoro",
            "text": "Wednesdays at 10am.\nStep free.\n\nShe would like company for the first walk.",
            "href": "/bits",
            "tag": ("Suggested", "blue"),
        },
        {
            "title": "Session held",
            "at": start + timedelta(days=40),
            "by": "Sam Okoro",
            "struck": "Recorded on the wrong person on 13 September; moved.",
            "text": "Talked about the garden.",
        },
        {"title": "Referral accepted", "at": start + timedelta(days=1), "by": "Priya Nair, health coach"},
        {"title": "Referred by Dr Hale, Riverside Practice", "at": start},
    ]


CHART = Markup(
    '<svg viewBox="0 0 320 120" width="320" height="120" role="img" aria-labelledby="chart-title" xmlns="http://www.w3.org/2000/svg">'
    '<title id="chart-title">Activation rose from 47 to 61</title><path d="M20 90 L300 30" fill="none" stroke="#005eb8" stroke-width="3"/></svg>'
)

PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "fields": ("fields.html", {**SIGNED_IN, "path": "/fields"}),
    "fields-wrong": ("fields.html", {**SIGNED_IN, "path": "/fields"}),
    "question": ("question.html", VISITOR),
    "question-wrong": ("question.html", VISITOR),
    "worklist": ("worklist.html", {**SIGNED_IN, "said": "Saved."}),
    "person": ("person.html", SIGNED_IN),
    "bits": ("bits.html", {**SIGNED_IN, "time_left": TimeLeft(100, datetime(2099, 1, 1, tzinfo=UTC))}),
    "right-to-left": ("person.html", {**SIGNED_IN, "direction": "rtl"}),
    "help-now": ("public/help_now.html", VISITOR),
    "accessibility": ("public/accessibility.html", VISITOR),
    "privacy": ("public/privacy.html", VISITOR),
    "cookies": ("public/cookies.html", {**VISITOR, "cookies": EVERY_COOKIE}),
    "404": (
        "errors/sorry.html",
        {
            **VISITOR,
            "status": 404,
            "heading": "Page not found",
            "sentence": "It may have moved, or it may not be yours to see.",
            "reference": None,
            "theirs": {},
            "yours": {},
        },
    ),
    "500": (
        "errors/sorry.html",
        {
            **SIGNED_IN,
            "status": 500,
            "heading": "Sorry, something went wrong",
            "sentence": "It is our fault, not yours. What you had saved before is safe.",
            "reference": "E-12345678",
            "theirs": {},
            "yours": {},
        },
    ),
    "stale": (
        "errors/sorry.html",
        {
            **SIGNED_IN,
            "status": 409,
            "heading": "Somebody else saved this first",
            "sentence": "Your words were not saved. Both versions are below: copy what you need, then open the page again.",
            "reference": None,
            "theirs": {"Goal": "Walk to the shop", "Steps": "Shoes"},
            "yours": {"Goal": "Walk to the shop twice a week", "Steps": "Shoes, and ask Bev"},
        },
    ),
}


def show(name: str) -> str:
    """Render one page of the gallery, through the product's own environment."""
    template, context = PAGES[name]
    whole = {"entries": entries(), "chart": CHART, **context}
    if not template.startswith(("errors/", "public/")):
        whole["form"] = wrong() if name.endswith("-wrong") else filled()
    token = templates.CSRF_TOKEN.set(str(context["csrf_token"]))
    try:
        source = templates.environment()
        made = source.get_template(template) if "/" in template else source.from_string((HERE / template).read_text())
        return made.render(whole)
    finally:
        templates.CSRF_TOKEN.reset(token)
