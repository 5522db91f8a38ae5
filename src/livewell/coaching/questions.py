"""
Open questions for getting to know somebody, strengths first: to pick from, to skip, to ask in another way.

They are no checklist and nobody is asked them all. The themes follow the person-in-their-life conversation (ImROC
briefing, 2020); the questions are our own.
"""

from uuid import UUID

QUESTIONS: dict[str, tuple[str, ...]] = {
    "strengths": (
        "What are you proud of, even if nobody else knows of it?",
        "What would somebody who likes you say you are good at?",
        "Which hard time did you get through, and what in you made that possible?",
        "What do people come to you for?",
        "What have you learned to do by yourself?",
        "Where do you find the courage when you need it?",
    ),
    "what_matters": (
        "What would make next Tuesday a good day?",
        "What would you miss most if it were taken away?",
        "What lights you up when you talk about it?",
        "What is on your mind first thing in the morning?",
        "What is most pressing just now: money, the place you live, feeling safe, something else?",
    ),
    "story": (
        "What has happened that brought us here today?",
        "Where would you begin, if you told it to a friend?",
        "What does all this mean to you?",
        "What have you already tried, and what did each of those do for you?",
        "When was it easier than now, and what was different?",
    ),
    "hopes": (
        "If you woke up and it had turned out well, what would you notice first?",
        "What would you like to be doing this time next year?",
        "What would be one small sign that things are moving?",
        "What are you afraid of losing, and what are you hoping to keep?",
        "Who would be the first to see that something is better, and what would they see?",
    ),
    "people_around": (
        "Who is on your side?",
        "Whom do you ring when something good has happened?",
        "Who could walk some of this way with you, if you asked them?",
        "Which places or groups feel like yours?",
        "Whom do you look after, and what does that give you?",
        "Whom would you like to see more of, or less?",
    ),
    "conditions": (
        "What do you live with, in your own words?",
        "How do you manage it on a good day, and how on a bad one?",
        "What have you found out about it that nobody told you?",
        "What does it keep you from that you would like back?",
        "How do you and those who treat you get on?",
    ),
    "needs": (
        "What would take a weight off you this month?",
        "Which letter, bill or repair keeps coming back to you?",
        "What help have you had that was worth having?",
        "What kind of help would feel right, and what would feel like too much?",
        "How would you like us to go about it?",
    ),
    "adjustments": (
        "What makes it easier for you to come, to listen and to be heard?",
        "At what time of day are you most yourself?",
        "How do you like to be written to, and what should a letter say so that you know what will happen?",
        "Where would you rather meet, and who might come along?",
    ),
    "expectations": (
        "What would have to happen for you to say at the end that it was worth it?",
        "What did you think when you heard of us?",
        "What should we be sure not to do?",
        "How will we both know that it is time to part?",
    ),
    "safety": (
        "What helps you to feel safe, and where are you when you do?",
        "What gives you hope when there is little of it?",
        "What does a bad day begin with, and what has helped before?",
        "What would you like us to do if we were worried about you?",
    ),
}
"""Section of the assessment -> open questions that may begin it."""


def offered(section: str, journey: UUID) -> tuple[str, ...]:
    """The questions of a section, beginning with another one for each person, so that it never becomes a form to read out."""
    questions = QUESTIONS[section]
    first = journey.int % len(questions)
    return questions[first:] + questions[:first]
