"""The words of the Easy Read leaves: short sentences, one thought in each. A leaf without easy words keeps its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from livewell.kit.languages import mark

LONGEST_SENTENCE = 15
"""Words. https://www.england.nhs.uk/about/get-involved/resources/easy-read/ : short sentences, one idea in each."""


@dataclass(frozen=True)
class Easy:
    """What stands on a leaf instead of its own words."""

    lead: tuple[str, ...]
    """Sentences, each on a line of its own."""
    asked: Mapping[str, str] = field(default_factory=dict)
    """The key of a question -> how it is asked; the others keep their words."""


COVER = (
    mark("This book is yours."),
    mark("You can write in it. You can draw in it."),
    mark("You can take pages out. You can put pages in."),
    mark("You choose who sees it."),
    mark("Start with any page you like."),
    mark("You can ask somebody to help you."),
)
"""On the first page."""

EASY: dict[str, Easy] = {
    "when_well": Easy(
        (mark("Think of a good day."), mark("What are you like then?")),
        {"good_day": mark("On a good day I am"), "others_notice": mark("Other people see that I")},
    ),
    "strengths": Easy(
        (mark("What are you good at?"), mark("Who and what is there for you?")),
        {
            "got_through": mark("Hard things I got through. What helped me?"),
            "people": mark("People who help me"),
            "use": mark("How this can help me now"),
        },
    ),
    "keeps_well": Easy(
        (mark("Some things help you feel well."), mark("Write them down.")),
        {
            "every_day": mark("What helps me every day"),
            "every_week": mark("What helps me each week"),
            "more": mark("I would like more of this"),
        },
    ),
    "daily_plan": Easy(
        (mark("Plan an ordinary day."), mark("Small things are enough.")),
        {
            "morning": mark("In the morning"),
            "daytime": mark("In the day"),
            "evening": mark("In the evening"),
        },
    ),
    "triggers": Easy(
        (mark("Some things make life harder."), mark("It helps to know them.")),
        {"happenings": mark("These things are hard for me"), "feels": mark("How they make me feel")},
    ),
    "smaller": Easy(
        (mark("You can stay away from some hard things."), mark("You can make others easier.")),
        {
            "stay_clear": mark("I can stay away from"),
            "easier": mark("I can make this easier"),
            "who": mark("Who can help me"),
        },
    ),
    "early_signs": Easy(
        (mark("Small changes can tell you something is wrong."), mark("What are yours?")),
        {"first": mark("What I notice first"), "others": mark("What other people see"), "then": mark("Then I will")},
    ),
    "bad_day": Easy(
        (mark("Some days are bad."), mark("Make a plan for them now.")),
        {
            "start": mark("One small thing I can do"),
            "somebody": mark("Who I can be with or ring"),
            "wait": mark("What can wait"),
            "kind": mark("Kind words to say to myself"),
        },
    ),
    "feel_safe": Easy(
        (mark("What makes you feel safe?"), mark("You know best.")),
        {
            "helps": mark("I feel safe when"),
            "place": mark("A safe place for me"),
            "others_do": mark("What other people can do"),
            "others_leave": mark("What other people should not do"),
        },
    ),
    "crisis": Easy(
        (mark("You can get help now."), mark("You do not need to explain.")),
        {
            "tells_me": mark("How I know I need help now"),
            "before": mark("What I can do first"),
            "people": mark("My people and their phone numbers"),
            "hold_on": mark("What helped me before"),
            "safe_home": mark("How to make my home safer"),
        },
    ),
    "statement": Easy(
        (
            mark("This page is for other people."),
            mark("It tells them what I want if I am very unwell."),
            mark("They should think about it. They do not have to do it."),
        ),
        {
            "you_see": mark("How you can see I need help"),
            "tell": mark("Please tell these people"),
            "speaks": mark("This person can speak for me"),
            "know": mark("What doctors and nurses should know"),
            "home": mark("Please look after"),
            "how_to_talk": mark("How to talk to me"),
        },
    ),
    "connect": Easy((mark("Be with other people."), mark("Friends, family, neighbours, or somebody new."))),
    "be_active": Easy((mark("Move your body."), mark("Walk, dance, swim or garden. Do what you like."))),
    "take_notice": Easy((mark("Stop for a moment."), mark("Look around you. How do you feel?"))),
    "learn": Easy((mark("Try something new."), mark("Or do something you used to love."))),
    "give": Easy((mark("Do something kind."), mark("It can make you feel good too."))),
    "goals": Easy(
        (mark("What do you want?"), mark("Use your own words."), mark("Small steps are good.")),
        {
            "why": mark("Why I want this"),
            "want": mark("Something else I want"),
            "first_step": mark("My first small step. When?"),
        },
    ),
}
"""By the key of the leaf. The questions of the Five Ways are short as they are."""
