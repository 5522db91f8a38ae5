"""On paper: what was done when a pathway was walked, and a safety plan on one page."""

from livewell.crisis.queries.plans import Plan
from livewell.crisis.queries.walks import Walk
from livewell.kit import clock, languages, templates


def walk_as_html(walk: Walk) -> str:
    """The sheet of a walk, to be made into a PDF."""
    return templates.render("crisis/walk_pdf.html", {"walk": walk, "printed_at": clock.now()})


def plan_as_html(plan: Plan, *, called: str) -> str:
    """A safety plan for one page of A4, in the language that holds now."""
    language = languages.LANGUAGES[languages.current()]
    longest = sum(len(words) for _, words in plan.shown)
    context = {
        "plan": plan,
        "called": called,
        "language": language.code,
        "direction": language.direction,
        # A plan with many words is set smaller, so that it stays on its page.
        "points": 12 if longest < MANY_LETTERS else 9,
    }
    return templates.render("crisis/plan_pdf.html", context)


MANY_LETTERS = 1800
"""More than this does not fit one page of A4 at 12 points."""
