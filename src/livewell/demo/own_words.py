"""What fictional people write in their own space: pages of their Green Books, messages, stories, and a plan."""

from dataclasses import dataclass

from livewell.greenbook.rules.pages import Sharing
from livewell.stories.rules import Reach


@dataclass(frozen=True)
class Written:
    """One leaf of a Green Book: what stands on it, who may read it, and how many days ago that was."""

    leaf: str
    words: dict[str, str]
    sharing: Sharing
    days: int


BOOK = (
    Written(
        "strengths",
        {
            "good_at": "Growing beans, mending clocks, and waiting my turn.",
            "got_through": "The year the factory closed. We sang in the kitchen, and I learned to cook.",
            "people": "Margaret next door. My sister on Sundays. The lad at the chemist’s.",
            "places": "The bench by the canal. The library when it rains.",
            "use": "I can bring beans to the café. That gives me a reason to go in.",
        },
        Sharing.WORKER,
        40,
    ),
    Written(
        "be_active",
        {
            "now": "To the shop and back, most days.",
            "more": "Walking with somebody who talks.",
            "next": "The Thursday walk, the short one, and home by bus.",
        },
        Sharing.WORKER,
        33,
    ),
    Written(
        "bad_day",
        {
            "start": "Curtains first. Then tea, then the radio.",
            "somebody": "Margaret. If she is out, I write it down for Sunday.",
            "wait": "Letters with a window in them.",
            "kind": "Toast in bed is allowed.",
        },
        Sharing.ME,
        26,
    ),
    Written(
        "statement",
        {
            "you_see": "I go quiet, and I stop answering the phone.",
            "please_do": "Ring twice, then come round. Talk about the garden.",
            "please_leave": "Please do not say that it will pass.",
            "tell": "My sister.",
            "know": "I hear better on my left side.",
            "how_to_talk": "Slowly, and one thing at a time.",
        },
        Sharing.GP,
        19,
    ),
    Written(
        "keeps_well",
        {
            "every_day": "Out before ten, even if it is only to the gate.",
            "every_week": "The walk. The café. A proper dinner on Sunday.",
        },
        Sharing.ME,
        8,
    ),
)
"""The book of the person whose space has most in it."""

NOTE = ("Songs my mother sang", "The one about the ferry. The one about the fox. I still have all the verses.")

LEAVES = (
    Written("connect", {"now": "My neighbour on bin day.", "next": "Ask her in for tea on Friday."}, Sharing.WORKER, 12),
    Written("take_notice", {"now": "The robin on the fence.", "more": "Sitting still without the telly."}, Sharing.ME, 11),
    Written("give", {"now": "I mend the street’s bicycles.", "next": "Show one child how it is done."}, Sharing.WORKER, 10),
    Written(
        "daily_plan",
        {"morning": "Up at eight, stretch, porridge.", "daytime": "Out once.", "evening": "Ring somebody."},
        Sharing.ME,
        9,
    ),
    Written("learn", {"now": "Two words of Italian a day.", "next": "Ask at the library about the class."}, Sharing.GP, 8),
)  # fmt: skip
"""One leaf each for others, round and round."""

IN_OWN_LANGUAGE = {
    "pl": {
        "good_day": "Wcześnie wstaję, piekę chleb i nucę przy tym.",
        "others_notice": "Więcej żartuję i dzwonię do siostry.",
        "words": "Spokój, upór, dobry humor.",
    },
    "cy": {
        "good_day": "Dw i’n codi’n gynnar ac yn mynd am dro gyda’r ci.",
        "others_notice": "Dw i’n canu yn y gegin.",
        "words": "Hwyl, amynedd, cerddoriaeth.",
    },
    "ur": {
        "good_day": "صبح کی چائے، باغ کی سیر، اور فون پر بیٹی سے بات۔",
        "others_notice": "گھر میں ہنسی کی آواز۔",
        "words": "صبر، محبت، مہمان نوازی۔",
    },
}
"""What somebody wrote about being well, in the language that they read."""

FROM_WORKER = (
    "It was good to see you on Tuesday. The café is open from ten, and Anne knows that you may look in.",
    "I looked up the bus: the 9.40 stops right outside, and the one back is at twelve.",
    "How did Thursday go? No need to write much.",
    "I have put two things into your plan. Look when you feel like it.",
)
FROM_PERSON = (
    "Thank you. I went as far as the gate and I will try the door next week.",
    "They had cake. I stayed an hour.",
    "Can we talk about the form on Tuesday? I have put it behind the clock.",
    "I walked there and back, and only stopped once.",
)
LAST_FROM_PERSON = "I would like to bring my neighbour along on Thursday. Is that all right?"
LAST_FROM_WORKER = "I spoke with the walk leader: she waits for you at the gate at ten to ten."
POLISH = "Dziękuję za rozmowę. We wtorek po dziesiątej pasuje mi najlepiej."


@dataclass(frozen=True)
class Told:
    """A story: how far it may go, and how many days ago somebody of the team read it, if anybody has."""

    title: str
    words: str
    reach: Reach
    read: bool


STORIES = (
    Told(
        "The gate",
        "For three weeks I got as far as the gate. On the fourth somebody said: are you coming in, or are you holding"
        " it up? I laughed, and I went in. Now I am the one who stands at the gate, and I say it to others.",
        Reach.PUBLIC,
        read=True,
    ),
    Told(
        "Beans",
        "I had not cooked for anybody since the funeral. I grew too many beans, so I had to ask people round. It was"
        " the beans that did it.",
        Reach.PUBLIC,
        read=False,
    ),
    Told(
        "What the nurse said",
        "She did not say that I should lose weight. She asked what I used to like. I said dancing. So now it is"
        " Wednesdays, and my sugar is better too.",
        Reach.REPORTS,
        read=True,
    ),
    Told("Twelve stops", "The bus has twelve stops, and I know every driver by now.", Reach.PUBLIC, read=True),
)

PLAN = {
    "feels_safe": "The radio on low, and knowing that Margaret is in next door.",
    "triggers": "The end of October. Letters with a window in them.",
    "keep_small": "Put the letter on the shelf, and open it with somebody on a Tuesday.",
    "staff_do": "Ask me straight. Do not finish my sentences.",
    "who_to_call": "Margaret next door, then my sister.",
    "choice": "I decide what goes to my family. If I do not answer for two days, ring Margaret.",
}
ABOUT_THE_PLAN = "Margaret has a new telephone number. I will bring it on Tuesday."
WISH = "The bus does not run that morning. Could it be an hour later?"
