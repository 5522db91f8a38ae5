"""The words around volunteering: families of roles, times of the week, and the questions that are asked of everybody alike."""

FAMILIES: dict[str, str] = {
    "befriender": "Befriender",
    "group_supporter": "Supporting a group or activity",
    "cafe_host": "Café host",
    "trainer": "Trainer",
    "driver": "Driver",
    "other": "Something else",
}

_DAYS = (
    ("mon", "Monday"),
    ("tue", "Tuesday"),
    ("wed", "Wednesday"),
    ("thu", "Thursday"),
    ("fri", "Friday"),
    ("sat", "Saturday"),
    ("sun", "Sunday"),
)
_PARTS = (("morning", "morning"), ("afternoon", "afternoon"), ("evening", "evening"))
DAYS: tuple[tuple[str, str], ...] = _DAYS

TIMES: dict[str, str] = {f"{day}_{part}": f"{name} {said}" for day, name in _DAYS for part, said in _PARTS}
"""Parts of the week, in their order."""

TRAVELS: dict[str, str] = {
    "walks": "On foot or by wheelchair",
    "bus": "By bus, tram or train",
    "cycles": "By bicycle",
    "drives": "By car",
}

LANGUAGES: dict[str, str] = {
    "en": "English",
    "bsl": "British Sign Language",
    "ar": "Arabic",
    "bn": "Bengali",
    "zh": "Chinese",
    "fr": "French",
    "de": "German",
    "gu": "Gujarati",
    "it": "Italian",
    "fa": "Persian",
    "pl": "Polish",
    "pt": "Portuguese",
    "pa": "Punjabi",
    "ro": "Romanian",
    "es": "Spanish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "cy": "Welsh",
}

HEARD: dict[str, str] = {
    "live_well": "From somebody at Live Well",
    "friend": "From a friend or neighbour",
    "group": "At a group or a café",
    "poster": "From a poster, leaflet or newsletter",
    "online": "Online",
    "other": "Another way",
}

CONVERSATION: dict[str, str] = {
    "why": "What makes you want to give your time, and why now?",
    "listened": "Tell us about a time when somebody listened well to you. What did they do?",
    "strengths": "What do people come to you for? What would you bring?",
    "limits": "Somebody you visit asks you for money, or for your own number. What do you do?",
    "worried": "You come away worried about somebody’s safety. Whom do you tell, and when?",
    "different": "How would you get on with somebody whose life or views are far from yours?",
    "yourself": "What helps you to stay well, and how would we notice that it is getting too much?",
    "needs": "What do you need from us, so that this works for you?",
}
"""Asked of everybody, in this order, by both who ask: key -> question."""

REFERENCE: dict[str, str] = {
    "how_long": "How long have you known them, and how?",
    "good_at": "What are they good at with other people?",
    "rely": "How far can one rely on them?",
    "worry": "Is there anything that would worry you about them spending time with somebody who is lonely or unwell?",
    "else": "Is there anything else we should know?",
}
"""Asked of whoever gives a reference: key -> question."""

LEFT_FEEDBACK = "Thank you for the time you gave, and for telling us. What you did will be remembered."
LEFT_ONWARD = (
    "You are welcome back whenever it suits you, in this or another way. The forum, our courses and every group in the"
    " directory are open to you too."
)
"""What whoever leaves of their own accord is told."""

FALLEN_BACK = "Something that is needed has ended, so we stopped for now. Your coordinator will help you to renew it."
