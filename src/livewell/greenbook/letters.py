"""
The leaves of the Green Book, as one page of HTML to be made into a PDF.

The words are our own. The Five Ways to Wellbeing are those of the New Economics Foundation (2008). What somebody writes
in their book is theirs: nothing of it comes back here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from livewell.greenbook.rules import Size
from livewell.kit import clock, templates


@dataclass(frozen=True)
class GoalLeaf:
    """A goal the person agreed, to stand on a leaf of its own."""

    in_words: str
    way: str
    steps: tuple[tuple[str, date | None], ...] = ()
    levels: tuple[str, ...] = ()
    """From much more than hoped for to much less."""


@dataclass(frozen=True)
class Leaf:
    """A leaf that asks a few questions and leaves room to write."""

    title: str
    lead: str
    prompts: tuple[tuple[str, int], ...]
    """(question, lines to write on)"""


KEEPING_WELL: tuple[Leaf, ...] = (
    Leaf(
        "What I am like when I am well",
        "Start with the good days. Ask somebody who knows you, if you like.",
        (("On a good day I am", 4), ("Other people notice that I", 3), ("Words that describe me", 2)),
    ),
    Leaf(
        "What keeps me well",
        "Some things help every day, some only now and then.",
        (("Every day it helps me to", 4), ("Every week or so it helps me to", 4), ("More of this would be good", 3)),
    ),
    Leaf(
        "My strengths, and what I have around me",
        "Skills, people, places, pets, things you own or know.",
        (("I am good at", 3), ("People I can turn to", 4), ("Places and things that help", 3)),
    ),
    Leaf(
        "What can throw me",
        "Things that happen, or dates and places, that make life harder. Knowing them is half of it.",
        (("Harder times for me are", 4), ("I can make them smaller or stay out of their way by", 4)),
    ),
    Leaf(
        "Early signs",
        "Small changes that tell you, or others, that things are getting harder.",
        (("The first things I notice", 4), ("What others might notice", 3), ("When I notice, I will", 4)),
    ),
    Leaf(
        "When I am having a bad day",
        "A plan made on a good day, for a bad one.",
        (("I can start with", 3), ("Somebody I can be with or ring", 2), ("What can wait until tomorrow", 3)),
    ),
)
"""Part One: keeping well."""

WAYS: tuple[tuple[str, str], ...] = (
    ("Connect", "With the people around you: family, friends, neighbours, somebody new."),
    ("Be active", "Walk, dance, garden, swim. What counts is that you like it and that it suits you."),
    ("Take notice", "Stop for a moment. The season, the street, the taste of your tea, how you feel."),
    ("Learn", "Something new or something you once loved. It need not be in a classroom."),
    ("Give", "A smile, an hour, a skill. Doing something for somebody often does something for us."),
)
"""Part Two: the Five Ways, each with a line of our own."""


def book_as_html(
    size: Size,
    *,
    version: str,
    called: str = "",
    goals: Sequence[GoalLeaf] = (),
) -> str:
    """
    The whole book on the paper asked for, as HTML for `kit.pdf.make_pdf`.

    Empty leaves to write on; with `goals`, their words stand on the goal leaves and `called` on the first page.
    """
    return templates.render(
        "greenbook/book_pdf.html",
        {
            "size": size.value,
            "version": version,
            "printed_on": clock.today(),
            "called": called,
            "keeping_well": KEEPING_WELL,
            "ways": WAYS,
            "goals": goals,
            "level_labels": (
                "Much more than hoped for",
                "More than hoped for",
                "What I hope for",
                "Less than hoped for",
                "Much less than hoped for",
            ),
        },
    )
