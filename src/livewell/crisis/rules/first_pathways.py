"""
The structure that a new Live Well begins with for difficult situations: headings to be filled in, never clinical steps.

Numbers are public national ones, each with the page that says it; when each was checked is for the site to write down.
What to do at a step is for the site's clinical safety lead to supply and approve; the steps that have words speak only
of what Live Well itself does.
"""

from dataclasses import dataclass
from uuid import UUID, uuid5

from livewell.crisis.rules.pathways import Contact, Step
from livewell.safety.rules import SafetyKind

_SPACE = UUID("6c6b8c1e-7c52-4f52-9d0a-0b6a3f1c9d11")

EMERGENCY = Contact(
    "Life in danger, or somebody badly hurt",
    "999",
    "Day or night",
    "https://www.nhs.uk/nhs-services/urgent-and-emergency-care-services/when-to-call-999/",
)
MENTAL_HEALTH = Contact(
    "NHS 111, the mental health option (2)",
    "111",
    "Day or night, at any age",
    "https://www.nhs.uk/nhs-services/mental-health-services/where-to-get-urgent-help-for-mental-health/",
)
SAMARITANS = Contact(
    "Samaritans",
    "116 123",
    "Free, day or night",
    "https://www.samaritans.org/how-we-can-help/contact-samaritan/",
)
SHOUT = Contact("Shout", "Text SHOUT to 85258", "Free, day or night", "https://giveusashout.org/get-help/")
NOT_LIFE_THREATENING = Contact(
    "NHS 111",
    "111",
    "Day or night",
    "https://www.nhs.uk/nhs-services/urgent-and-emergency-care-services/when-to-use-111/",
)
POLICE = Contact("Police, when it is not an emergency", "101", "Day or night", "https://www.police.uk/pu/contact-us/")
DOMESTIC_ABUSE = Contact(
    "National Domestic Abuse Helpline",
    "0808 2000 247",
    "Free, day or night",
    "https://www.nationaldahelpline.org.uk/",
)

_TOLD = Step(
    "The team is told",
    "Beginning this pathway has opened a safety matter. The health coaches of the area have been told, and are told again "
    "until one of them takes it on.",
)
_AFTER = Step(
    "When it is over",
    "Write what came of it at the end of this page. It stands in the safety matter, which a health coach closes.",
)


@dataclass(frozen=True)
class FirstPathway:
    """A pathway as it comes with Live Well: a draft that nobody has approved."""

    key: str
    title: str
    trigger: str
    kind: SafetyKind
    steps: tuple[Step, ...]
    contacts: tuple[Contact, ...]
    urgent: bool = True

    @property
    def id(self) -> UUID:
        """Always the same, so that it is put there once."""
        return uuid5(_SPACE, self.key)


FIRST_PATHWAYS: tuple[FirstPathway, ...] = (
    FirstPathway(
        "suicidal_thoughts",
        "Somebody expresses suicidal thoughts",
        "Somebody says or writes that they think of ending their life, or somebody close to them tells you so.",
        SafetyKind.SUICIDAL_THOUGHTS,
        (
            Step("What to do first"),
            Step("How to listen, and what to ask"),
            Step("When to call for help at once, and whom"),
            Step("Who stays with the person, and how"),
            _TOLD,
            Step("Whom else to tell, and what the person is told about that"),
            Step("What is agreed before you part"),
            Step("When and how you are in touch again"),
            Step("What is there for you afterwards"),
            _AFTER,
        ),
        (EMERGENCY, MENTAL_HEALTH, SAMARITANS, SHOUT),
    ),
    FirstPathway(
        "harm_by_another",
        "Somebody may be being harmed by another",
        "Somebody says, or you see, that another person hurts, threatens, neglects, controls or takes from them.",
        SafetyKind.ADULT_AT_RISK,
        (
            Step("What to do first"),
            Step("How to speak with the person alone and safely"),
            Step("When to call for help at once, and whom"),
            Step("The local safeguarding team: how to reach it, by day and by night"),
            _TOLD,
            Step("What may be shared without the person’s agreement, and who decides"),
            Step("What is agreed with the person, and how to be in touch safely"),
            Step("What is there for you afterwards"),
            _AFTER,
        ),
        (EMERGENCY, POLICE, DOMESTIC_ABUSE),
    ),
    FirstPathway(
        "not_found_at_visit",
        "Somebody is not found at a visit",
        "Somebody who was expecting you does not answer the door or the telephone, and you are worried.",
        SafetyKind.OTHER,
        (
            Step("What to do first"),
            Step("Whom to ask: people close to them, neighbours, the practice"),
            Step("When to call the emergency services, and what they need to know"),
            _TOLD,
            Step("How long to stay, and who says that you may go"),
            Step("What is done when they are found"),
            _AFTER,
        ),
        (EMERGENCY, POLICE),
    ),
    FirstPathway(
        "medical_emergency",
        "A medical emergency at a session",
        "Somebody becomes suddenly and seriously unwell, or is badly hurt, while you are with them.",
        SafetyKind.OTHER,
        (
            Step("What to do first"),
            Step("What to say to 999, and how they find you"),
            Step("What to do until help is there"),
            _TOLD,
            Step("Whom to tell: those close to them, the practice"),
            Step("What is there for you afterwards"),
            _AFTER,
        ),
        (EMERGENCY, NOT_LIFE_THREATENING),
    ),
)

CAME_WITH_LIVE_WELL: frozenset[str] = frozenset(one.key for one in FIRST_PATHWAYS)
"""The keys of those whose headings are ours: a site may change, withdraw or add to them."""
