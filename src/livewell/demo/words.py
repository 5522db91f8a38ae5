"""What fictional people say and write in the demo: reasons, strengths, hopes, goals and notes."""

from dataclasses import dataclass

REASONS = (
    (
        "lonely",
        "Has been on their own a great deal since losing their partner. Would like to meet people but does not know where to start.",
    ),
    ("lonely", "New to the village, no family near by. Says the days are long. Enjoys company once there."),
    ("lonely", "Stopped going to the club when the bus changed. Misses it. Would like to get out twice a week."),
    ("inactive", "Wants to be more active after a knee operation. Not confident about starting alone."),
    (
        "inactive",
        "Used to walk everywhere and now hardly leaves the house. Breathing is stable. Keen to try something gentle.",
    ),
    (
        "long_term_condition",
        "Type 2 diabetes, diagnosed this year. Would rather change habits than add tablets. Ready to set goals.",
    ),
    (
        "long_term_condition",
        "COPD, steady. Anxious about getting breathless among strangers. Would like company on the way.",
    ),
    (
        "long_term_condition",
        "Three long-term conditions and a full diary of appointments. Wants some life that is not about health.",
    ),
    ("emotional", "Low since stopping work. Good with their hands. Talks of wanting a reason to get up."),
    ("emotional", "Anxiety keeps them at home most days. Likes small groups and knowing what will happen."),
    ("excluded", "Feels people look away. Would like somewhere they are known by name."),
    (
        "hard_to_engage",
        "Finds letters and phone queues hard. Does well with one person who rings when they say they will.",
    ),
)

STRENGTHS = (
    "Keeps a beautiful allotment and knows everything about beans. Good at making people laugh.",
    "Brought up four children and still cooks for half the street.",
    "Drove buses for thirty years and knows every road. Never late.",
    "Patient, a good listener, plays the accordion when nobody is looking.",
    "Taught herself to read music at seventy. Does not give up.",
    "Looks after a neighbour's dog every morning. Reliable.",
    "Can mend anything with an engine. Likes to be useful.",
)
WHAT_MATTERS = (
    "Being able to see the grandchildren without being tired for two days.",
    "Having somewhere to be on a Tuesday.",
    "Staying in my own home and my own garden.",
    "Being asked what I think.",
    "Not being a burden. Giving something back.",
    "Music, church on a good day, and a proper cup of tea.",
)
STORIES = (
    "Moved here from Derby in the spring to be nearer a daughter, who works shifts. The old friends ring less.",
    "Worked in the hosiery trade until the factory closed. Cared for a brother for eleven years; he died last winter.",
    "Had a fall outside the chemist's and has not trusted the pavement since.",
    "Retired early because of the heart. The first year was lovely, the second was long.",
)
HOPES = (
    "To walk into a room on my own and know somebody in it.",
    "To get back to swimming.",
    "To sleep through, and to have a reason to set the alarm.",
    "To know what to do on a bad day before it comes.",
)
EXPECTATIONS = (
    "Somebody to talk it through with, and perhaps to come along the first time.",
    "Ideas for what is on near here. I can take it from there.",
    "Not sure. The nurse said you were nice.",
)
SESSION_NOTES = (
    "Met at the library café. In good spirits. We looked at three ideas and chose one to try.",
    "Talked through the week. Two walks done, one rained off. Agreed a shorter route for bad days.",
    "Sorted the pharmacy delivery together and filled the weekly tray. One thing less to worry about.",
    "Went along together. Stayed for tea. Two people asked if we were coming back.",
    "A harder week. We used the bad-day page in the Green Book and rang a friend.",
    "Looked at the bus times and did the journey together once, there and back.",
)
MET_AT = (
    "The café in the library",
    "By the church gate",
    "On the bench outside the leisure centre",
    "The village hall, round the back",
)
SHARED_NOTES = (
    "Getting out twice a week now.",
    "Trying a gentle walk on Thursdays.",
    "More confident about travelling alone.",
    "",
)
PERSONS_WORDS = (
    "I have somewhere to be on a Thursday and they notice if I am not there.",
    "I did not think it was for me. It was.",
    "I know what to do on a bad day now.",
    "Somebody came with me the first time. That was all it took.",
    "",
)
SUMMARIES = (
    "We met over some weeks and worked on getting out and meeting people. They now go to a weekly group on their own.",
    "Worked on everyday habits and confidence. Goals were set by the person and reviewed together.",
    "A short piece of work with the health coach. They have a plan of their own and know how to come back.",
)


@dataclass(frozen=True)
class GoalWords:
    """A goal somebody might set: the words, the Way, what it is about, steps, five levels and what to look for nearby."""

    in_words: str
    way: str
    domain: str
    steps: tuple[str, ...]
    levels: tuple[str, str, str, str, str]
    look_for: str


GOALS = (
    GoalWords(
        "I want to walk with other people every week.", "be_active", "exercise",
        ("Choose a walk to try", "Go along once with my link worker", "Ring Anne if I cannot come"),
        ("I stay in", "I walk alone now and then", "I walk with the group most weeks", "I walk with the group every week", "I bring somebody along"),
        "walk",
    ),
    GoalWords(
        "I want to know people near me by name.", "connect", "socialising",
        ("Visit the café on a quiet day", "Say yes to one invitation"),
        ("I speak to nobody most days", "I say hello to neighbours", "I know three people by name", "I see somebody most weeks", "I have asked somebody round"),
        "cafe",
    ),
    GoalWords(
        "I want to cook proper meals again and look after my sugar.", "learn", "diet",
        ("Look at the recipe leaflet", "Cook two evenings a week"),
        ("Toast most nights", "One cooked meal a week", "Three cooked meals a week", "Five cooked meals a week", "I cook for somebody else"),
        "cookery",
    ),
    GoalWords(
        "I want to get back in the water.", "be_active", "exercise",
        ("Find out about quiet sessions", "Go once, with company"),
        ("I have not been near the pool", "I have been to look", "I swim once a fortnight", "I swim every week", "I swim and drive there myself"),
        "swim",
    ),
    GoalWords(
        "I want to do something useful with my hands.", "give", "groups",
        ("Visit the shed", "Take my own tools"),
        ("The tools are in the loft", "I mend things at home", "I go to the shed twice a month", "I go every week", "I show others how"),
        "shed",
    ),
    GoalWords(
        "I want to sleep better and be up by nine.", "take_notice", "daily_routine",
        ("Write down bed and rising times for a week", "A walk before lunch"),
        ("Up after noon", "Up by eleven", "Up by nine most days", "Up by nine every day", "Up early and glad of it"),
        "mindful",
    ),
    GoalWords(
        "I want to learn to use the tablet to see my family.", "learn", "groups",
        ("Book a first lesson", "Practise one call a week"),
        ("It is in the drawer", "I can switch it on", "I make a call with help", "I call by myself", "I help somebody else with theirs"),
        "computer",
    ),
    GoalWords(
        "I want to feel well enough to look for some part-time work.", "learn", "employment",
        ("Write down what I am good at", "Meet the adviser once"),
        ("I cannot think of it", "I have thought about it", "I have seen an adviser", "I have applied for something", "I have started"),
        "work",
    ),
)  # fmt: skip
