"""A collection, a listing to keep and an address to write to, as they come in from a page."""

from dataclasses import dataclass
from uuid import UUID

from livewell.assets.rules.vocabulary import Taxonomy, Vocabulary
from livewell.kit.forms import Form

LONGEST_NAME, LONGEST_WORDS, LONGEST_PERSONA = 120, 2000, 160


@dataclass(frozen=True)
class CollectionSaid:
    """What somebody says of a collection. `need` is a code of our vocabulary, "" for none."""

    name: str
    words: str
    need: str
    persona: str


def read_collection(form: Form, known: Vocabulary) -> CollectionSaid | None:
    """A collection on its form, or None with what is wrong noted."""
    name = form.text("name", "Name", required="Say what the collection is called", longest=LONGEST_NAME)
    words = form.text("words", "About it", required="Say whom it is for and how to use it", longest=LONGEST_WORDS)
    need = form.one_of("need", known.choices(Taxonomy.NEEDS, chosen=[form.typed("need")])) or ""
    persona = form.text("persona", "Somebody it is for", longest=LONGEST_PERSONA)
    return CollectionSaid(name, words, need, persona) if form.ok else None


def read_id(form: Form, field: str) -> UUID | None:
    """An id in a hidden field or a choice, or None when it is none."""
    try:
        return UUID(form.typed(field))
    except ValueError:
        return None
