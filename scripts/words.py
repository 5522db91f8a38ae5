"""
The words of a person's pages, for those who translate them: reads them from the code and the templates into
`locale/livewell.pot`, and brings every catalogue up to date. Nothing translated is ever lost: what is said no more
stays at the end of its file. `--check` writes nothing and says what is not up to date.
"""

import ast
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from livewell.kit.languages import DOMAIN, ENGLISH, LANGUAGES, catalogue

HOME = Path(__file__).resolve().parent.parent
POT = HOME / "locale" / f"{DOMAIN}.pot"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "mark": None,
}
WIDTH = 0  # One line for each sentence: a change is one line in a diff.


def found() -> Catalog:
    """Every sentence that is for translation, with where it stands."""
    catalog = Catalog(project="Live Well", charset="utf-8", fuzzy=False, creation_date=None)
    for path in sorted((HOME / "src" / "livewell").rglob("*.py")):
        for sentence in _in_code(path):
            catalog.add(sentence, None)
    for path in sorted((HOME / "templates").rglob("*.html")):
        options = {"trimmed": "true", "silent": "false", "newstyle_gettext": "true"}
        for _line, message, comments, context in extract_from_file(
            "jinja2.ext.babel_extract", str(path), keywords=KEYWORDS, options=options
        ):
            catalog.add(message, None, auto_comments=comments, context=context)
    return catalog


def _in_code(path: Path) -> Iterator[str | tuple[str, str]]:
    """The sentences of one module: whole ones alone, for what is put together cannot be translated."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in KEYWORDS:
            continue
        said = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if getattr(node.func, "id", "") == "ngettext" and len(said) > 1:
            yield said[0], said[1]
        elif said and node.args and isinstance(node.args[0], ast.Constant):
            yield said[0]


def _text(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalog, width=WIDTH, omit_header=True, sort_by_file=False, no_location=True, sort_output=True)
    return out.getvalue()


def brought_up_to_date(code: str, template: Catalog) -> Catalog:
    """The catalogue of a language with the sentences of `template`, keeping every translation there is."""
    path = catalogue(code)
    if path.is_file():
        with path.open("rb") as file:
            mine = read_po(file, locale=code, domain=DOMAIN)
    else:
        mine = Catalog(locale=code, domain=DOMAIN)
    mine.update(template, no_fuzzy_matching=True)
    return mine


def main() -> int:
    """Write everything, or with `--check` say what would change."""
    check = "--check" in sys.argv[1:]
    template = found()
    files = {POT: _text(template)}
    for code in LANGUAGES:
        if code != ENGLISH:
            mine = brought_up_to_date(code, template)
            files[catalogue(code)] = _header(mine) + _text(mine)
            waiting = sum(1 for one in mine if one.id and not is_translated(one.string))
            print(f"{code}: {waiting} of {len(mine)} wait for a translator")
    old = [path for path, text in files.items() if not path.is_file() or path.read_bytes() != text]
    if not check:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
    for path in old:
        print(f"{'is not up to date' if check else 'written'}: {path.relative_to(HOME)}")
    return 1 if check and old else 0


def _header(mine: Catalog) -> bytes:
    return (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {mine.locale}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {mine.plural_forms}\\n"\n\n'
    ).encode()


def is_translated(string: str | tuple[str, ...] | list[str] | None) -> bool:
    """Whether somebody has written a translation, every form of it."""
    return all(string) if isinstance(string, tuple | list) else bool(string)


if __name__ == "__main__":
    sys.exit(main())
