"""/directory/words: the vocabulary of needs and activities."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.assets import actions, queries
from livewell.assets.actions.vocabulary import LONGEST_SYNONYM, MOST_SYNONYMS
from livewell.assets.rules.vocabulary import TAXONOMY_LABELS, Taxonomy, Term
from livewell.kit import web
from livewell.kit.errors import NotFound, RuleBroken
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

_TAXONOMIES = tuple((one.value, label) for one, label in TAXONOMY_LABELS.items())


@get("/directory/words", permission=Permission.EDIT_LISTINGS, name="assets.words")
async def words(request: Asked) -> Response[str]:
    """Every need and activity, with the other words people use for it."""
    return await _all(request, Form.blank({"taxonomy": Taxonomy.ACTIVITIES}))


async def _all(request: Asked, form: Form) -> Response[str]:
    vocabulary = await queries.vocabulary()
    lists = [
        (label, [term for term in vocabulary.terms.values() if term.taxonomy is taxonomy])
        for taxonomy, label in TAXONOMY_LABELS.items()
    ]
    context = {"form": form, "lists": lists, "taxonomies": _TAXONOMIES}
    return web.page(request, "assets/words.html", context, status_code=200 if form.ok else 422)


@post("/directory/words", permission=Permission.EDIT_LISTINGS, name="assets.add_word")
async def add_word(request: Asked) -> Response[Any]:
    """Add a term."""
    form = Form(await request.form())
    taxonomy = form.one_of("taxonomy", _TAXONOMIES, required="Say whether it is a need or an activity")
    name = form.text("name", "Name", required="Say what it is called", longest=80)
    synonyms = _synonyms(form)
    if form.ok and taxonomy is not None:
        try:
            await actions.add_term(
                Taxonomy(taxonomy), name=name, synonyms=synonyms, submission=form.submission, by=web.member(request)
            )
        except RuleBroken as broken:
            form.error("name", str(broken))
    if not form.ok:
        return await _all(request, form)
    return web.go("/directory/words", said="The word is on the list.")


def _synonyms(form: Form) -> list[str]:
    typed = form.text("synonyms", "Other words", longest=2000)
    found = [word.strip() for line in typed.splitlines() for word in line.split(",") if word.strip()]
    if any(len(word) > LONGEST_SYNONYM for word in found):
        form.error("synonyms", f"Each of the other words must be {LONGEST_SYNONYM} characters or fewer")
    if len({word.lower() for word in found}) > MOST_SYNONYMS:
        form.error("synonyms", f"Give {MOST_SYNONYMS} other words at most")
    return found


async def _term(term_id: UUID) -> Term:
    found = next((one for one in (await queries.vocabulary()).terms.values() if one.id == term_id), None)
    if found is None:
        raise NotFound
    return found


async def _word_page(request: Asked, term: Term, form: Form) -> Response[str]:
    vocabulary = await queries.vocabulary()
    wider = [choice for choice in vocabulary.choices(term.taxonomy) if choice[0] != term.code]
    context = {"term": term, "form": form, "wider": wider}
    return web.page(request, "assets/word.html", context, status_code=200 if form.ok else 422)


@get("/directory/words/{term_id:uuid}", permission=Permission.EDIT_LISTINGS, name="assets.word")
async def word(request: Asked, term_id: FromPath[UUID]) -> Response[str]:
    """One term, to be said otherwise or retired."""
    term = await _term(term_id)
    names = ("name", "what", "parent", "retired")
    form = Form.blank({**{one: getattr(term, one) for one in names}, "synonyms": "\n".join(term.synonyms)})
    return await _word_page(request, term, form)


@post("/directory/words/{term_id:uuid}", permission=Permission.EDIT_LISTINGS, name="assets.change_word")
async def change_word(request: Asked, term_id: FromPath[UUID]) -> Response[Any]:
    """Save it."""
    term = await _term(term_id)
    form = Form(await request.form())
    name = form.text("name", "Name", required="Say what it is called", longest=80)
    what = form.text("what", "What it is", longest=500)
    vocabulary = await queries.vocabulary()
    parent = form.one_of("parent", vocabulary.choices(term.taxonomy, chosen=(term.parent,))) or ""
    synonyms = _synonyms(form)
    if form.ok:
        try:
            await actions.change_term(
                term_id,
                name=name,
                what=what,
                parent=parent,
                synonyms=synonyms,
                retired=form.yes("retired"),
                version=form.version,
                by=web.member(request),
            )
        except RuleBroken as broken:
            form.error("name", str(broken))
    if not form.ok:
        return await _word_page(request, term, form)
    return web.go("/directory/words", said="The word is saved.")


HANDLERS = [words, add_word, word, change_word]
