"""Leaves on paper: nothing is clipped or lost, every look keeps its promise, and a screen reader finds its way."""

import json
import subprocess
from dataclasses import replace

import pytest

from livewell.greenbook import letters
from livewell.greenbook.letters import leaves as setting
from livewell.greenbook.letters.drawings import drawing, has_own
from livewell.greenbook.letters.easy import COVER, EASY, LONGEST_SENTENCE
from livewell.greenbook.letters.style import style
from livewell.greenbook.rules import FIRST, FIRST_NAME
from livewell.greenbook.rules.paper import Look, Paper, Sides, Wanted
from livewell.kit import pdf
from tests.greenbook.paper import (
    ADDRESS,
    GOAL,
    a_book,
    a_note,
    one_leaf,
    pages_of,
    printed,
    read,
    sizes_of,
    tags_of,
    words_of,
)

A4_LARGE = Wanted(Paper.A4, Look.LARGE)
A5_EASY = Wanted(Paper.A5, Look.EASY_READ)
MILLIMETRES = 25.4 / 72


# ── every leaf, whatever it looks like ──


@pytest.mark.parametrize("look", list(Look))
@pytest.mark.parametrize("paper", list(Paper))
async def test_every_leaf_is_there_with_what_each_must_carry(paper, look):
    made = await printed(a_book(), Wanted(paper, look))
    pages = pages_of(made.data)
    whole = " ".join(pages)
    for leaf in FIRST:
        assert leaf.title in whole
    assert all(FIRST_NAME in page and "Printed " in page and "Page " in page for page in pages)
    for number in ("999", "111", "116 123", "85258"):
        assert number in whole
    first = read(made.data).pages[0].mediabox
    assert round(float(first.width) * MILLIMETRES) == (148 if paper is Paper.A5 else 210)
    assert round(float(first.height) * MILLIMETRES) == (210 if paper is Paper.A5 else 297)
    assert made.pages == len(pages)


async def test_in_the_usual_look_every_empty_leaf_is_one_page():
    pages = pages_of((await printed(a_book())).data)
    assert len(pages) == len(FIRST) + 1
    assert all("Page 1 of 1" in page for page in pages)


@pytest.mark.parametrize("key", ["crisis", "statement"])
@pytest.mark.parametrize("look", [Look.USUAL])
@pytest.mark.parametrize("paper", list(Paper))
async def test_the_pages_for_hard_days_stay_one_page_and_print_alone(key, look, paper):
    made = await printed(one_leaf(key), Wanted(paper, look))
    assert made.pages == 1
    assert "116 123" in words_of(made.data)


async def test_a_statement_that_is_full_is_still_one_page_of_a4_and_nothing_is_lost():
    leaf = next(one for one in FIRST if one.key == "statement")
    said = {one.key: " ".join(f"{one.key}{number}" for number in range(25)) for one in leaf.prompts}
    made = await printed(one_leaf("statement", **said), Wanted(Paper.A4))
    assert made.pages == 1
    for text in said.values():
        assert text in words_of(made.data)


@pytest.mark.parametrize(
    ("wanted", "least"),
    [
        (Wanted(Paper.A4, Look.LARGE), 18),
        (Wanted(Paper.A5, Look.LARGE), 18),
        (Wanted(Paper.A5, Look.EASY_READ), 14),
        (Wanted(Paper.A5, Look.USUAL), 8),
    ],
)
async def test_letters_are_never_smaller_than_the_look_promises(wanted, least):
    words = {"crisis": {"people": "My sister"}, "when_well": {"good_day": "I sing. " * 200}}
    made = await printed(a_book(words, goals=(GOAL,), called="Mary"), wanted)
    assert min(sizes_of(made.data)) >= least


def test_large_print_and_easy_read_leave_room_to_bind():
    for wanted in (Wanted(paper, look) for paper in Paper for look in Look):
        assert "margin-left: 2" in style(wanted)
        assert "margin-right: 2" in style(wanted, rtl=True)


async def test_on_both_sides_the_back_is_mirrored_and_every_leaf_begins_on_a_front():
    book = a_book({"keeps_well": {"every_day": "A walk before breakfast. " * 60}})
    made = await printed(book, Wanted(sides=Sides.TWO))
    pages = pages_of(made.data)
    assert len(pages) % 2 == 0
    assert sum("(continued)" in page for page in pages) == 1
    for number, page in enumerate(pages):
        is_front = number % 2 == 0
        assert is_front == ("(continued)" not in page and "More room to write" not in page)
    assert left_edge(made.data, 2) > left_edge(made.data, 3) + 15


def left_edge(data: bytes, number: int) -> float:
    """How far from the left edge the first letters of a page begin, in points."""
    found = []

    def note(text, outer, inner, *_):
        if text.strip():
            found.append(inner[4] * outer[0] + outer[4])

    read(data).pages[number].extract_text(visitor_text=note)
    return min(found)


# ── what somebody wrote ──


async def test_what_does_not_fit_flows_on_and_says_so_and_every_word_is_there():
    words = " ".join(f"word{number}" for number in range(900))
    made = await printed(one_leaf("bad_day", start=words))
    pages = pages_of(made.data)
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert ("Continues on the next leaf" in page) == (number < len(pages))
        assert ("When I am having a bad day (continued)" in page) == (number > 1)
    whole = " ".join(pages)
    assert all(f"word{number} " in f"{whole} " for number in range(900))


@pytest.mark.parametrize("look", list(Look))
async def test_a_word_without_end_is_broken_and_not_clipped(look):
    made = await printed(one_leaf("bad_day", start="x" * 1500), Wanted(look=look))
    text = words_of(made.data)
    assert text.count("x") >= 1500
    page = read(made.data).pages[0]
    assert right_edge(made.data) <= float(page.mediabox.width)


def right_edge(data: bytes) -> float:
    """How far to the right letters begin on any page, in points."""
    found = []

    def note(text, outer, inner, *_):
        if text.strip():
            found.append(inner[4] * outer[0] + outer[4])

    for page in read(data).pages:
        page.extract_text(visitor_text=note)
    return max(found)


async def test_what_is_written_cannot_break_out():
    book = one_leaf("bad_day", start='<b>bold</b> <img src="https://elsewhere.example/x.png"> & </section>')
    first = letters.as_html(book, wanted=Wanted(), address=ADDRESS)[0][0]
    assert "<b>bold" not in first
    assert "elsewhere.example/x.png&#34;" in first
    assert "<b>bold</b>" in words_of((await printed(book)).data)


async def test_there_is_room_below_what_is_written_and_none_is_asked_for_twice():
    sheet = letters.as_html(one_leaf("bad_day", start="Tea"), wanted=Wanted(), address=ADDRESS)[0]
    assert "Tea" in sheet[0]
    assert sheet[-1].count('class="line"') == 2 + 2 + 3 + 2


async def test_goals_come_with_their_steps_and_how_far_they_are():
    made = await printed(replace(one_leaf("goals", why="My voice"), goals=(GOAL,)))
    text = words_of(made.data)
    for words in (
        "sing in the choir again",
        "Ring the choir",
        "Go with a friend",
        "Once a month",
        "Reached",
        "My voice",
    ):
        assert words in text
    assert ("/Figure", "Done") in tags_of(read(made.data))
    assert sum(tag == "/TH" for tag, _ in tags_of(read(made.data))) == 5


async def test_a_page_of_the_library_keeps_its_headings_and_tables_and_one_s_own_words():
    source = "## When to go\n\nEvery *Tuesday*.\n\n- Bring shoes\n\n| Day | Time |\n|---|---|\n| Tuesday | 2pm |\n\n![A map](https://elsewhere.example/map.png)\n\n[Ask](https://group.example)"
    made = await printed(a_note("I will go with Pat.", "Walks for everybody", source))
    text = words_of(made.data)
    for words in ("Walks for everybody", "When to go", "Tuesday", "Bring shoes", "2pm", "A map", "I will go with Pat."):
        assert words in text
    assert {"/H2", "/L", "/Table", "/Link"} <= {tag for tag, _ in tags_of(read(made.data))}


async def test_a_note_without_words_is_lines_to_write_on():
    sheets = letters.as_html(a_note("", title=""), wanted=Wanted(), address=ADDRESS)
    assert "My own notes" in sheets[0][0]
    assert sheets[0][-1].count('class="line"') == setting.LINES_OF_A_NOTE


async def test_a_book_of_two_hundred_pages_is_whole_and_bounded():
    leaf = a_note("").leaves[0]
    many = tuple(
        replace(leaf, title=f"Page {number}", note=f"canary{number} " + "words " * 180) for number in range(200)
    )
    made = await printed(replace(a_note(""), leaves=many, whole=True))
    text = words_of(made.data)
    assert made.pages >= 201
    assert all(f"canary{number} " in text for number in range(200))
    assert made.peak < 700 * 2**20


# ── for who cannot see it ──


async def test_it_is_a_tagged_document_that_says_its_language_and_title():
    reader = read((await printed(a_book(called="Mary"))).data)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "My Green Book"
    xmp = root["/Metadata"].get_object().get_data()
    assert b"pdfuaid:part" in xmp
    tags = tags_of(reader)
    assert sum(tag == "/H1" for tag, _ in tags) == len(FIRST) + 1
    assert sum(tag == "/H2" for tag, _ in tags) == sum(len(leaf.prompts) for leaf in FIRST)
    assert all(alt for tag, alt in tags if tag == "/Figure")


async def test_the_outline_leads_to_parts_and_leaves():
    reader = read((await printed(a_book())).data)
    book = reader.outline
    assert book[0].title == "My Green Book"
    parts = [one.title for one in book[1] if not isinstance(one, list)]
    assert [title.split(":")[0] for title in parts] == ["Part One", "Part Two"]
    inside = [one.title for group in book[1] if isinstance(group, list) for one in group]
    assert inside == [leaf.title for leaf in FIRST]


@pytest.mark.parametrize("key", ["keeps_well", "crisis"])
async def test_the_square_leads_to_the_leaf_and_says_so_and_nothing_in_it_is_about_a_person(key):
    sheet = letters.as_html(one_leaf(key), wanted=Wanted(), address=ADDRESS)[0][0]
    from livewell.kit import qr

    assert (
        str(
            qr.inline_svg(
                f"{ADDRESS}/green-book/{key}",
                title=setting._("A square for a phone’s camera: it opens the page about this leaf."),
            )
        )
        in sheet
    )


# ── Easy Read ──


def test_every_leaf_has_a_drawing_and_easy_words():
    for leaf in FIRST:
        assert has_own(leaf.key), leaf.key
        assert leaf.key in EASY
        assert set(EASY[leaf.key].asked) <= {one.key for one in leaf.prompts}


def test_easy_sentences_are_short():
    said = [*COVER, *(one for easy in EASY.values() for one in (*easy.lead, *easy.asked.values()))]
    for text in said:
        for sentence in text.replace("?", ".").split("."):
            assert len(sentence.split()) <= LONGEST_SENTENCE, text


async def test_easy_leaves_have_a_picture_on_the_left_with_words_for_it():
    made = await printed(one_leaf("connect"), A5_EASY)
    figures = [alt for tag, alt in tags_of(read(made.data)) if tag == "/Figure"]
    assert "Two people side by side" in figures
    assert "Friends, family, neighbours, or somebody new." in words_of(made.data)


async def test_a_leaf_without_easy_words_keeps_its_own():
    book = one_leaf("connect")
    unknown = replace(
        book, leaves=(replace(book.leaves[0], key="of_the_forum", title="Our own leaf", lead="As it is."),)
    )
    text = words_of((await printed(unknown, A5_EASY)).data)
    assert "Our own leaf" in text
    assert "As it is." in text
    assert drawing("of_the_forum") == drawing("note")


# ── other letters ──


@pytest.mark.parametrize(
    "words",
    ["Zażółć gęślą jaźń", "Dŵr, tŷ, môr a chymylau", "“Quoted” – 20 °C, ½ mile, €5", "naïve café, Ångström"],
)
async def test_letters_of_here_are_printed_as_they_are(words):
    text = words_of((await printed(one_leaf("bad_day", start=words))).data)
    assert words in text
    assert "[" not in text


@pytest.fixture
def nothing_but_latin(monkeypatch):
    """A machine that has letters for Latin scripts alone."""

    async def lacks(text):
        return "".join(sorted({one for one in text if ord(one) > 0x24F and not 0x2000 <= ord(one) < 0x2300}))

    monkeypatch.setattr(pdf, "without_a_font", lacks)


async def test_what_cannot_be_printed_is_said_in_words_and_nothing_else_is_lost(nothing_but_latin):
    book = one_leaf("bad_day", start="میں چائے پیتا ہوں", somebody="Ring Pat 🙂", wait="ગુજરાતી and then more")
    assert await letters.missing_in(book) == ("Arabic or Urdu", "Gujarati")
    text = words_of((await printed(book)).data)
    assert (
        "Some of the words cannot be printed here, because there are no letters for: Arabic or Urdu, Gujarati." in text
    )
    assert "[Arabic or Urdu]" in text
    assert "Ring Pat [slightly smiling face]" in text
    assert "[Gujarati] and then more" in text


async def test_a_picture_alone_is_no_script(nothing_but_latin):
    book = one_leaf("bad_day", start="Smile 🙂")
    assert await letters.missing_in(book) == ()
    assert "Small pictures that cannot be printed here stand in square brackets" in words_of((await printed(book)).data)


async def test_no_box_stands_where_a_letter_should_be():
    """With the fonts that are really here: what has a font is drawn with it, and what has none is said."""
    book = one_leaf("bad_day", start="Urdu: میں چائے پیتا ہوں. Gujarati: ગુજરાતી. Smile 🙂.")
    made = await printed(book)
    assert not await boxes_in(made.data), words_of(made.data)


async def boxes_in(data: bytes) -> list[str]:
    """Fonts of a PDF in which the box for a missing letter (glyph 0) is drawn: WeasyPrint embeds only what it draws."""
    found = []
    for page in read(data).pages:
        for font in page["/Resources"]["/Font"].values():
            widths = font["/DescendantFonts"][0].get("/W", [])
            if widths and widths[0] == 0:
                found.append(str(font["/BaseFont"]))
    return found


@pytest.fixture
def every_font(monkeypatch):
    """A machine that says it has letters for everything."""

    async def lacks(_text):
        return ""

    monkeypatch.setattr(pdf, "without_a_font", lacks)


async def test_a_book_in_a_language_from_the_right_is_set_and_bound_from_the_right(every_font):
    book = replace(one_leaf("bad_day", start="Plain words. " * 150), language="ur")
    made = await printed(book, Wanted(sides=Sides.TWO))
    assert read(made.data).trailer["/Root"]["/Lang"] == "ur"
    assert made.pages == 2
    # Bound on the right in front and on the left behind, so what is written begins further left in front.
    assert left_edge(made.data, 0) + 15 < left_edge(made.data, 1)


async def test_a_language_without_letters_here_is_printed_in_english_and_both_are_said_beforehand(nothing_but_latin):
    book = replace(one_leaf("bad_day", start="Tea"), language="ur")
    in_urdu = setting.as_html(book, wanted=Wanted(), address=ADDRESS)[0][0]
    assert not in_urdu.isascii()
    assert await letters.language_missing(book) == "Urdu"
    made = await printed(book)
    assert read(made.data).trailer["/Root"]["/Lang"] == "en-GB"
    text = words_of(made.data)
    assert "This could not be printed in Urdu here" in text
    assert "When I am having a bad day" in text
    assert "Tea" in text


async def test_english_is_never_missing(nothing_but_latin):
    assert await letters.language_missing(one_leaf("bad_day", start="ગુ")) == ""


@pytest.mark.parametrize("language", ["cy", "pl"])
async def test_a_book_says_its_language(language):
    reader = read((await printed(replace(one_leaf("connect"), language=language))).data)
    assert reader.trailer["/Root"]["/Lang"] == language


def test_fonts_that_fontconfig_lists_are_those_we_see():
    listed = subprocess.run(["fc-list", ":charset=0175", "family"], capture_output=True, text=True, check=False).stdout
    from livewell.kit.fonts import without_a_font

    assert (without_a_font("ŵ") == "") == bool(listed.strip())
    assert json.dumps(without_a_font("\ue123"))
