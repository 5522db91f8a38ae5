"""A person's pages in their language: every sentence is in the catalogues, and every catalogue says all of it."""

import ast
import re
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from livewell.kit import dates, languages
from livewell.kit.languages import DOMAIN, ENGLISH, LANGUAGES, catalogue
from scripts import words
from tests.house.the_house import modules

HOME = Path(__file__).parents[2]
COMPLETE = ("cy", "pl")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
TAG = re.compile(r"</?\w+[^>]*>")
OTHERS = [code for code in LANGUAGES if code != ENGLISH]


def translated(code):
    with catalogue(code).open("rb") as file:
        return {
            (one.id if isinstance(one.id, str) else one.id[0], one.context): one
            for one in read_po(file, locale=code, domain=DOMAIN)
            if one.id
        }


@pytest.fixture(scope="module")
def sentences():
    return words.found()


def test_the_catalogues_hold_every_sentence_that_is_for_translation(sentences):
    wanted = {(one.id if isinstance(one.id, str) else one.id[0], one.context) for one in sentences if one.id}
    assert len(wanted) > 500
    for code in OTHERS:
        assert not wanted - set(translated(code)), f"{code}: run scripts/words.py"


@pytest.mark.parametrize("code", COMPLETE)
def test_a_complete_translation_leaves_nothing_in_english(code):
    waiting = [one.id for one in translated(code).values() if not words.is_translated(one.string)]
    assert not waiting


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_keeps_what_is_put_in_and_what_is_emphasised(code):
    wrong = []
    for one in translated(code).values():
        said = [one.string] if isinstance(one.string, str) else list(one.string or ())
        asked = [one.id] if isinstance(one.id, str) else list(one.id)
        everything = set().union(*(PLACEHOLDER.findall(text) for text in asked))
        for text in filter(None, said):
            if isinstance(one.id, str) and sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(one.id)):
                wrong.append((one.id, text))
            if set(PLACEHOLDER.findall(text)) - everything or sorted(TAG.findall(text)) != sorted(
                TAG.findall(asked[0])
            ):
                wrong.append((one.id, text))
    assert not wrong


def test_own_pages_say_nothing_that_is_not_for_translation():
    """Words between tags of a template under a person's own layout go through gettext, every one of them."""
    bare = re.compile(r">([^<>{}%#]*[A-Za-z]{3,}[^<>{}%#]*)<")
    found = []
    for path in sorted((HOME / "templates").rglob("*.html")):
        text = path.read_text()
        if '"layouts/own.html"' not in text or path.name == "sorry.html":
            continue
        text = re.sub(r"{#.*?#}|{% trans.*?{% endtrans %}|{%.*?%}|{{.*?}}", lambda _: "{}", text, flags=re.DOTALL)
        found += [f"{path.relative_to(HOME)}: {' '.join(one.split())}" for one in bare.findall(text)]
    assert not found


def test_gettext_in_a_template_is_given_words_and_never_a_name():
    """What `_()` gives is not escaped again, so a name that could hold somebody's words goes through `| translated`."""
    named = re.compile(r"(?<![\w.])_\((?!\s*[\"'])")
    assert not [
        path.relative_to(HOME).as_posix()
        for path in (HOME / "templates").rglob("*.html")
        if named.search(path.read_text())
    ]


def test_labels_that_own_pages_translate_are_marked():
    """`_(label)` with a label that stands in a rule finds it only when the rule says that it is for translation."""
    marked = {
        node.args[0].value
        for module in modules()
        for node in module.nodes
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in {"mark", "_"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert "Messages" in marked
    from livewell.app import OWN_MENU

    assert not [label for label, _ in OWN_MENU if label not in marked]


@pytest.mark.parametrize(
    ("code", "day", "weekday", "month"),
    [
        ("en", "3 November 2026", "Tuesday 3 November 2026", "November 2026"),
        ("cy", "3 Tachwedd 2026", "Dydd Mawrth 3 Tachwedd 2026", "Tachwedd 2026"),
        ("pl", "3 listopada 2026", "wtorek 3 listopada 2026", "listopad 2026"),
    ],
)
def test_days_are_said_in_the_language(code, day, weekday, month):
    on = date(2026, 11, 3)
    with languages.speaking(code):
        assert (languages.say_day(on), languages.say_weekday(on), languages.say_month(on)) == (day, weekday, month)


def test_english_days_and_times_are_those_of_the_service():
    at = datetime(2026, 7, 3, 13, 30, tzinfo=UTC)
    assert languages.say_instant(at) == dates.say_instant(at) == "3 July 2026 at 2:30pm"
    with languages.speaking("pl"):
        assert languages.say_time(time(14, 30)) == "14:30"


@pytest.mark.parametrize(("number", "form"), [(1, 0), (3, 1), (5, 2), (22, 1)])
def test_polish_has_three_forms_of_a_number(number, form):
    plurals = [one for one in translated("pl").values() if not isinstance(one.id, str)]
    assert plurals
    with languages.speaking("pl"):
        for one in plurals:
            assert languages.ngettext(*one.id, number) == one.string[form]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Polish", "pl"),
        ("polski", "pl"),
        ("cy", "cy"),
        ("Welsh", "cy"),
        ("اردو", "ur"),
        ("Klingon", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_a_language_is_known_by_its_code_or_its_name(said, code):
    assert languages.known(said) == code
