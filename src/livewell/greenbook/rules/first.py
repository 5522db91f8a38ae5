"""
The leaves of the first Green Book.

The words are our own: in the first person, about what to move towards. Nothing here is clinical advice. The Five Ways to
Wellbeing are those of the New Economics Foundation (2008).
"""

from typing import Any
from uuid import UUID

from livewell.greenbook.rules.leaves import Kind, Leaf, Part, Prompt, as_json
from livewell.kit.languages import mark


def _way(key: str, title: str, lead: str) -> Leaf:
    """A leaf for one of the Five Ways: what there is, and what comes next."""
    return Leaf(
        key=key,
        part=Part.TWO,
        title=title,
        lead=lead,
        kind=Kind.WAY,
        prompts=(
            Prompt("now", mark("What I do already"), 4),
            Prompt("more", mark("What I would like more of"), 3),
            Prompt("next", mark("One small thing I will try next, and when"), 3),
        ),
    )


PART_ONE: tuple[Leaf, ...] = (
    Leaf(
        key="when_well",
        part=Part.ONE,
        title=mark("What I am like when I am well"),
        lead=mark("Start with the good days. Ask somebody who knows you, if you like."),
        prompts=(
            Prompt("good_day", mark("On a good day I am"), 4),
            Prompt("others_notice", mark("Other people notice that I"), 3),
            Prompt("words", mark("Words that describe me"), 2),
        ),
    ),
    Leaf(
        key="strengths",
        part=Part.ONE,
        title=mark("My strengths, and what I have around me"),
        lead=mark("Skills, people, places, pets, things you own or know."),
        prompts=(
            Prompt("good_at", mark("I am good at"), 3),
            Prompt("got_through", mark("Hard things I have come through, and what got me through"), 4),
            Prompt("people", mark("People I can turn to"), 4),
            Prompt("places", mark("Places and things that help"), 3),
            Prompt("use", mark("How I can use these for what I want"), 3),
        ),
    ),
    Leaf(
        key="keeps_well",
        part=Part.ONE,
        title=mark("What keeps me well"),
        lead=mark("Some things help every day, some only now and then."),
        prompts=(
            Prompt("every_day", mark("Every day it helps me to"), 4),
            Prompt("every_week", mark("Every week or so it helps me to"), 4),
            Prompt("more", mark("More of this would be good"), 3),
        ),
    ),
    Leaf(
        key="daily_plan",
        part=Part.ONE,
        title=mark("My plan for an ordinary day"),
        lead=mark("Small things, at times that suit you. An ordinary day is enough."),
        prompts=(
            Prompt("morning", mark("In the morning I will"), 3),
            Prompt("daytime", mark("During the day I will"), 3),
            Prompt("evening", mark("In the evening I will"), 3),
            Prompt("for_me", mark("Something just for me"), 2),
        ),
    ),
    Leaf(
        key="triggers",
        part=Part.ONE,
        title=mark("What can throw me"),
        lead=mark("Things that happen, or dates and places, that make life harder. Knowing them is half of it."),
        prompts=(
            Prompt(
                "happenings", mark("Harder times for me are"), 4, mark("A noise, a letter, a date, a certain place.")
            ),
            Prompt("feels", mark("What they do to me"), 4),
        ),
    ),
    Leaf(
        key="smaller",
        part=Part.ONE,
        title=mark("How I make hard things smaller"),
        lead=mark("Some things you can stay out of the way of. Others you can make easier."),
        prompts=(
            Prompt("stay_clear", mark("I can stay out of the way of"), 3),
            Prompt("easier", mark("I can make this easier, and how"), 4),
            Prompt("who", mark("Who can help me with that"), 2),
        ),
    ),
    Leaf(
        key="early_signs",
        part=Part.ONE,
        title=mark("Early signs, and what I do then"),
        lead=mark("Small changes that tell you, or others, that things are getting harder."),
        prompts=(
            Prompt("first", mark("The first things I notice"), 4),
            Prompt("others", mark("What others might notice"), 3),
            Prompt("then", mark("When I notice, I will"), 4),
        ),
    ),
    Leaf(
        key="bad_day",
        part=Part.ONE,
        title=mark("When I am having a bad day"),
        lead=mark("A plan made on a good day, for a bad one."),
        prompts=(
            Prompt("start", mark("I can start with"), 3, mark("One thing that is small enough to do even then.")),
            Prompt("somebody", mark("Somebody I can be with or ring"), 2),
            Prompt("wait", mark("What can wait until tomorrow"), 3),
            Prompt("kind", mark("Something kind to say to myself"), 2),
        ),
    ),
    Leaf(
        key="feel_safe",
        part=Part.ONE,
        title=mark("What helps me feel safe"),
        lead=mark("Places, people, sounds, things to hold. What is right for you is right."),
        prompts=(
            Prompt("helps", mark("I feel safer when"), 4),
            Prompt("place", mark("A place where I feel safe"), 2),
            Prompt("others_do", mark("What others can do"), 3),
            Prompt("others_leave", mark("What I would like others to leave out"), 3),
        ),
    ),
    Leaf(
        key="crisis",
        part=Part.ONE,
        title=mark("If it gets too much"),
        lead=mark("You do not have to wait, and you do not have to explain."),
        kind=Kind.CRISIS,
        prompts=(
            Prompt("tells_me", mark("How I know that I need help now"), 3),
            Prompt("before", mark("What I can do first, to stop it getting worse"), 4),
            Prompt(
                "people", mark("My own people, and their numbers"), 4, mark("Put first the one you would ring first.")
            ),
            Prompt("hold_on", mark("What has helped me hold on before"), 3),
            Prompt("safe_home", mark("How I can make it safer around me, and who can help with that"), 3),
        ),
    ),
    Leaf(
        key="statement",
        part=Part.ONE,
        title=mark("My page for others, if I am very unwell"),
        lead=mark(
            "One page to hand to somebody. It says what you would like. The law asks people who look after you to think "
            "about it, but it does not bind them."
        ),
        kind=Kind.STATEMENT,
        prompts=(
            Prompt("you_see", mark("You can tell that I need help when"), 2),
            Prompt("please_do", mark("Please do this"), 3),
            Prompt("please_leave", mark("Please do not do this"), 2),
            Prompt("tell", mark("Please tell these people"), 2, mark("Their names and numbers.")),
            Prompt("speaks", mark("Somebody who can speak for me"), 1),
            Prompt(
                "know",
                mark("What people who treat me should know"),
                2,
                mark("Allergies, medicines, what went well before."),
            ),
            Prompt("home", mark("Please look after"), 2, mark("Children, pets, home, work.")),
            Prompt("how_to_talk", mark("How to talk with me"), 2),
        ),
    ),
)
"""Part One: keeping well."""

PART_TWO: tuple[Leaf, ...] = (
    _way("connect", mark("Connect"), mark("With the people around you: family, friends, neighbours, somebody new.")),
    _way(
        "be_active",
        mark("Be active"),
        mark("Walk, dance, garden, swim. What counts is that you like it and that it suits you."),
    ),
    _way(
        "take_notice",
        mark("Take notice"),
        mark("Stop for a moment. The season, the street, the taste of your tea, how you feel."),
    ),
    _way("learn", mark("Learn"), mark("Something new or something you once loved. It need not be in a classroom.")),
    _way(
        "give",
        mark("Give"),
        mark("A smile, an hour, a skill. Doing something for somebody often does something for us."),
    ),
    Leaf(
        key="goals",
        part=Part.TWO,
        title=mark("My goals"),
        lead=mark("What you want, in your own words. Small steps count."),
        kind=Kind.GOALS,
        prompts=(
            Prompt("why", mark("Why these matter to me"), 3),
            Prompt("want", mark("Something else I would like"), 3),
            Prompt("first_step", mark("A first small step, and by when"), 3),
            Prompt("going", mark("How it is going"), 4),
        ),
    ),
)
"""Part Two: the Five Ways, and what the person would like to do next."""

FIRST_NAME = "2026-11"
"""The name of the first template. A book keeps the template it began with; its name stands at the foot of every leaf."""

FIRST: tuple[Leaf, ...] = (*PART_ONE, *PART_TWO)
"""The leaves of the first template, in their order."""

FIRST_LEAVES: list[dict[str, Any]] = as_json(FIRST)
"""The same as the table keeps them."""


FIRST_TEMPLATE = UUID("6c0f3b0e-0b1e-4a52-9d8c-2b1d1f0a2611")
"""The template every deployment begins with; a migration puts it there."""
