"""The words of what is learned: courses, who comes to them, what they say of it, and what is wished for."""

from dataclasses import dataclass
from uuid import UUID

from livewell.learning.forms.courses import CourseWords
from livewell.learning.forms.people import PlanWords, Wish
from livewell.learning.rules import Category, CourseKind, OpenTo
from livewell.learning.rules.nominations import CameFrom

FIRE = ("Rae Thurgarton", "Callum Hoveringham")
HOUSING = ("Dev Gunthorpe", "Marie Epperstone", "Stan Caythorpe")
"""Partners who sat in the class about keeping too much: two of the fire service, three of two housing associations."""

NEIGHBOURS = (
    "Gloria Lambley", "Winston Gedling", "Hannah Woodborough", "Arjun Calverton", "Sheila Burton", "Tomasz Bulcote", "Edna Shelton",
    "Rashid Flawborough", "Peggy Sibthorpe", "Lorna Kilvington", "Frank Alverton", "Yasmin Staunton",
)  # fmt: skip


@dataclass(frozen=True)
class Course:
    """A course as it was begun so many days ago; `leads_to` is the key of another."""

    key: str
    days: int
    title: str
    kind: CourseKind
    category: Category
    about: str
    learn: str
    trainers: tuple[str, str] = ("", "")
    ways: tuple[str, ...] = ("learn",)
    leads_to: str = ""
    provider: str = ""
    access: str = "Step-free, with a hearing loop. Tea in the break. You may bring somebody, and leave when you like."
    cost: str = "Free"
    principles: int = 6
    offered: bool = True

    def words(self, leads_to: UUID | None) -> CourseWords:
        """What the team writes."""
        return CourseWords(
            title=self.title, kind=self.kind, category=self.category, open_to=(OpenTo.EVERYBODY,), about=self.about, learn=self.learn,
            provider=self.provider, own=not self.provider, access=self.access, cost=self.cost, ways=self.ways, subject_trainer=self.trainers[0],
            lived_trainer=self.trainers[1], trainers_accredited=bool(self.trainers[1]), leads_to=leads_to,
        )  # fmt: skip


COURSES = (
    Course("living", 150, "Living well with what stays", CourseKind.COURSE, Category.SELF_MANAGEMENT,
           "Six afternoons for whoever has a condition that does not go away: pain, breath, sugar, mood, or several of them at once."
           " We try one small thing each week, and tell each other how it was.",
           "Plan a week that you can keep\nPace what you do, so that a good day is not paid for\nSay what you need, to a doctor and at home\nKnow what to do on a bad day",
           ("Nia Sleaford", "Owen Averham"), ("learn", "connect")),
    Course("sleep", 100, "Sleeping and resting better", CourseKind.COURSE, Category.BODY,
           "Six evenings about nights: what keeps us awake, what helps, and what can be left out.",
           "How sleep works, and how much is enough\nAn evening that leads to bed\nWhat to do at three in the morning", ("Dr Femi Aslockton", "Gloria Lambley")),
    Course("taster", 98, "Two hours about nights", CourseKind.TASTER, Category.BODY,
           "A first taste, over tea, for anybody who sleeps badly. Nothing to prepare, and nobody has to speak.",
           "One thing to try tonight", ("Dr Femi Aslockton", "Gloria Lambley"), ("learn", "take_notice"), leads_to="sleep"),
    Course("hoarding", 56, "Understanding why people keep so much", CourseKind.COURSE, Category.HOME,
           "Firefighters, housing officers, neighbours, staff and people who have lived with it sit in one class. Made with the forum, and taught"
           " by two: one who knows the research, and one who knows it from home.",
           "What things mean to those who keep them\nHow to speak about it without shaming anybody\nSmall steps that were kept\nWho helps, and when fire or falls are near",
           ("Clem Whatton", "Rosa Winthorpe"), ("learn", "give")),
    Course("flyer", 52, "Say it so that people come", CourseKind.WORKSHOP, Category.COMMUNITY,
           "One morning for whoever begins a group: bring your flyer, and go home with a better one.",
           "Large letters and one picture\nWhat somebody who comes alone wants to know", ("Harjit Saxondale", ""), ("learn", "give"), principles=4),
    Course("online", 70, "Getting online with company", CourseKind.COURSE, Category.DIGITAL,
           "Bring your own telephone, or borrow one. At your pace, with the same volunteer each week.",
           "Write to the surgery\nSee the grandchildren\nTell a true message from a false one", provider="Rushcliffe’s libraries (fictional)", principles=2),
    Course("cooking", 6, "Cooking for one when money is short", CourseKind.COURSE, Category.FOOD,
           "Four evenings, with somewhere to leave the children.", "Three suppers from one basket", ("Sunita Kneeton", ""), principles=1, offered=False),
)  # fmt: skip
"""What leads somewhere stands after it."""

SAID = (
    ("I said it to my doctor in two sentences. She had never heard it.", "The walk on Thursdays"),
    ("I thought that I was the only one.", "I come again as a helper"),
    ("We sat in one row, the fire officer and I, and both took notes.", ""),
    ("The small steps. I have cleared the stairs.", "The window, by Christmas"),
)

PLAN = PlanWords(
    want="To write, so that my granddaughter can read about the farm.",
    why="Nobody else remembers it.",
    helps="A small class, and somebody who reads it kindly.",
    know_by="Ten pages that I would show.",
    steps="Ask at the library for a writing morning\nTen minutes each day after breakfast",
    shared=True,
)


@dataclass(frozen=True)
class Told:
    """A wish, when it came, how many of the forum would like it too, and what was answered if it was."""

    days: int
    wish: Wish
    voices: int
    answer: str = ""


WISHES = (
    Told(62, Wish("First aid for the mind", "What to say when somebody in the group is not well.", CameFrom.FORUM, people=20,
                  category=Category.MIND.value), 11),
    Told(34, Wish("British Sign Language for greeters", "Two who are deaf came to the café, and we waved.", CameFrom.ORGANISATION,
                  organisation_name="The Chapel Café", reply_to="cafe@chapel.example", people=8, category=Category.LANGUAGE.value), 7),
    Told(27, Wish("Letters from offices, and how to answer them", "", CameFrom.CLIENT, people=6, category=Category.HOME.value), 5),
    Told(15, Wish("Leading a group without doing it all", "Those who lead get tired.", CameFrom.TEAM, people=12,
                  category=Category.COMMUNITY.value), 9),
    Told(44, Wish("Driving lessons", "There is no bus.", CameFrom.PUBLIC, name="Frank Alverton", reply_to="frank.alverton@letterbox.example"), 2,
         "Lessons cost more than we have. There is a pot for lifts now; we ask whoever runs them to come through your village."),
    Told(1, Wish("Looking after bees", "My neighbour would teach it.", CameFrom.PUBLIC, name="Peggy Sibthorpe"), 0),
)  # fmt: skip
