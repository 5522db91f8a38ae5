"""States and their moves, addresses, differences, files by their bytes, and a search as it is asked."""

import zlib
from contextlib import suppress
from datetime import date, timedelta
from random import Random
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from livewell.kit.errors import RuleBroken
from livewell.library.rules import (
    LABELS,
    MOVES,
    State,
    check_may_publish,
    check_move,
    check_review,
    may_write,
    slug_from,
    spoken_as,
)
from livewell.library.rules.differences import Was, differences
from livewell.library.rules.files import (
    LARGEST_FILE,
    PDF,
    PICTURE,
    FileRefused,
    Sort,
    check_words,
    recognised,
    tidy_name,
)
from livewell.library.rules.searching import (
    CHOICES,
    Row,
    Sought,
    as_tsquery,
    chips,
    every_word,
    fits,
    narrowers,
    read,
    relaxed,
    words_of,
)
from tests.factories.library import a_pdf, a_picture, a_recording

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("state", list(State))
def test_every_state_knows_where_it_may_go_and_says_so_when_it_may_not(state):
    for to in State:
        if to in MOVES[state]:
            check_move(state, to)
        else:
            with pytest.raises(RuleBroken, match=LABELS[state][0].lower()):
                check_move(state, to)
    assert may_write(state) is (state is not State.SENT_BACK)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Getting to the shops", "getting-to-the-shops"),
        ("  Café & crème: what's on?  ", "cafe-creme-whats-on"),
        ("Pobl a'u straeon", "pobl-au-straeon"),
        ("خریداری", "item"),
        ("😀", "item"),
        ("give", "give-2"),
        ("Items", "items-2"),
        ("x" * 160, "x" * 80),
    ],
)
def test_an_address_is_plain(title, slug):
    assert slug_from(title) == slug


def test_an_address_is_nobody_elses():
    assert slug_from("Sleep", {"sleep", "sleep-2"}) == "sleep-3"


@given(some.text(max_size=200))
def test_every_title_has_an_address(title):
    slug = slug_from(title)
    assert 0 < len(slug) <= 120
    assert slug.isascii()
    assert slug.replace("-", "").isalnum()
    assert slug not in {"give", "review", "items", "files", "opinions"}


@pytest.mark.parametrize("on", [None, TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=4 * 365)])
def test_somebody_looks_again_in_good_time(on):
    assert check_review(TODAY + timedelta(days=365), today=TODAY)
    with pytest.raises(RuleBroken, match="next three years"):
        check_review(on, today=TODAY)


def test_two_people_read_what_is_published():
    me = uuid4()
    check_may_publish(wrote=None, by=me)
    check_may_publish(wrote=uuid4(), by=me)
    with pytest.raises(RuleBroken, match="Somebody else reads it"):
        check_may_publish(wrote=me, by=me)


def test_sign_language_is_described_in_english():
    assert (spoken_as("bsl"), spoken_as("cy")) == ("en", "cy")


# ── differences ──


def joined(lines, but):
    return "\n".join("".join(piece.text for piece in line.pieces) for line in lines if line.was is not but)


@settings(max_examples=200, deadline=None)
@given(some.text(alphabet="ab \n", max_size=80), some.text(alphabet="ab \n", max_size=80))
def test_both_versions_are_in_what_changed(before, after):
    lines = differences(before, after)
    assert joined(lines, Was.IN) == before
    assert joined(lines, Was.OUT) == after
    assert (not any(line.was is not Was.KEPT for line in lines)) is (before == after)


def test_words_that_changed_are_marked():
    kept, out, put_in = differences("Hello\nRing Ann first", "Hello\nRing Beryl first")
    assert (kept.taken_out, kept.put_in) == (False, False)
    assert [(piece.text, piece.marked) for piece in out.pieces] == [("Ring ", False), ("Ann", True), (" first", False)]
    assert [piece.text for piece in put_in.pieces if piece.marked] == ["Beryl"]


def test_a_long_text_is_compared_in_bounded_time():
    many = "\n".join("x" for _ in range(3_500))
    assert len(differences(many, many + "\ny")) == 7_001
    wide = "word " * 5_000
    assert [line.was for line in differences(wide, wide + "more")] == [Was.OUT, Was.IN]


# ── files ──

ID3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" + bytes(400)


@pytest.mark.parametrize(
    ("data", "sort", "ending"),
    [
        (a_pdf(), Sort.DOCUMENT, ".pdf"),
        (a_picture(), Sort.PICTURE, ".webp"),
        (b"\xff\xd8\xff\xe0" + bytes(20), Sort.PICTURE, ".webp"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", Sort.PICTURE, ".webp"),
        (ID3, Sort.RECORDING, ".mp3"),
        (b"\xff\xfb\x90\x00" + bytes(400), Sort.RECORDING, ".mp3"),
        (b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00", Sort.RECORDING, ".m4a"),
        (b"OggS" + bytes(24) + b"OpusHead", Sort.RECORDING, ".ogg"),
        (a_recording(), Sort.RECORDING, ".wav"),
    ],
)
def test_a_file_is_what_its_bytes_say(data, sort, ending):
    found = recognised(data)
    assert (found.sort, found.ending) == (sort, ending)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"x" * (LARGEST_FILE + 1), "at most 20 MB"),
        (b"<html><script>alert(1)</script>", "not taken"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not taken"),
        (b"MZ\x90\x00", "not taken"),
        (b"PK\x03\x04" + bytes(40), "not taken"),
        (b"\x00\x00\x00\x20ftypisom\x00\x00\x00\x00", "not taken"),
        (b"OggS" + bytes(24) + b"\x80theora", "not taken"),
        (b"\xff\xff\xff\xff", "not taken"),
        (b"ID3\x04" + bytes(100), "damaged"),
        (a_pdf()[:60], "damaged"),
        (a_pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "by itself"),
        (a_pdf(b"/OpenAction << /S /J#61vaScript >>"), "by itself"),
        (a_pdf(b"/AA << /O << /S /Launch /F (cmd.exe) >> >>"), "by itself"),
        (a_pdf(b"/Names << /EmbeddedFiles 9 0 R >>"), "by itself"),
        (a_pdf(b"/AcroForm << /XFA 9 0 R >>"), "by itself"),
        (a_pdf(b"/Encrypt 9 0 R "), "password"),
    ],
)
def test_what_is_not_taken_says_why(data, said):
    with pytest.raises(FileRefused, match=said):
        recognised(data)


def packed(inside: bytes, *, name: bytes = b"ObjStm") -> bytes:
    stream = zlib.compress(inside)
    said = b"5 0 obj\n<< /Type /" + name + b" /Filter /FlateDecode /N 1 /First 4 >>\nstream\n"
    return a_pdf().replace(b"trailer", said + stream + b"\nendstream\nendobj\ntrailer")


def test_a_script_in_a_packed_object_is_found():
    assert recognised(packed(b"<< /Type /Page >>")) is PDF
    for name in (b"ObjStm", b"Obj#53tm"):
        with pytest.raises(FileRefused, match="by itself"):
            recognised(packed(b"<< /S /JavaScript >>", name=name))


def test_noise_in_a_large_pdf_is_not_taken_for_a_script():
    noise = Random(5).randbytes(6 * 1024 * 1024)
    assert recognised(a_pdf().replace(b"trailer", b"9 0 obj\n<< >>\nstream\n" + noise + b"\nendstream\ntrailer")) is PDF


def test_a_pdf_that_grows_without_end_is_refused():
    with pytest.raises(FileRefused, match="grows too large"):
        recognised(packed(bytes(40 * 1024 * 1024)))
    with pytest.raises(FileRefused, match="cannot be read"):
        recognised(packed(b"x").replace(b"\x78\x9c", b"\x00\x00", 1))


@settings(max_examples=100, deadline=None)
@given(some.binary(max_size=300))
def test_any_bytes_are_taken_or_refused_in_words(data):
    for whole in (data, b"%PDF-" + data + b"%%EOF", b"ID3" + data, b"RIFF" + data):
        with suppress(FileRefused):
            assert recognised(whole).ending


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Bench by the brook.PNG", "Bench-by-the-brook.webp"),
        ("C:\\Users\\ann\\bench.png", "bench.webp"),
        ("../../etc/passwd", "passwd.webp"),
        ('a"; filename="evil.html', "a-filename-evil.webp"),
        ("bench\r\nX-Header: x.png", "bench-X-Header-x.webp"),
        ("😀.png", "picture.webp"),
        ("", "picture.webp"),
        ("x" * 300 + ".png", "x" * 75 + ".webp"),
    ],
)
def test_a_name_is_plain_and_its_ending_true(sent, kept):
    assert tidy_name(sent, PICTURE) == kept


def test_who_cannot_see_or_hear_it_misses_nothing():
    for data, said in ((a_picture(), "what the picture shows"), (a_recording(), "what is said")):
        known = recognised(data)
        check_words(known, "A bench")
        with pytest.raises(FileRefused, match=said):
            check_words(known, "  ")
    check_words(PDF, "")


# ── searching ──


def row(title="Sleep", **changes):
    return Row(
        **(
            {
                "id": uuid4(),
                "slug": "sleep",
                "kind": "guide",
                "readers": "public",
                "language": "en",
                "easy": False,
                "conditions": (),
                "needs": (),
                "ways": (),
                "whom": (),
                "title": title,
                "summary": "",
            }
            | changes
        )
    )


ROWS = [
    row(needs=("sleep",), conditions=("pain", "any"), ways=("take_notice",)),
    row(needs=("sleep", "company"), kind="tips", easy=True),
    row(needs=("company",), language="cy", whom=("older",)),
]


@pytest.mark.parametrize(
    ("sought", "count"),
    [
        (Sought(), 3),
        (Sought(need="sleep"), 2),
        (Sought(need="sleep", easy=True), 1),
        (Sought(condition="pain"), 1),
        (Sought(way="take_notice"), 1),
        (Sought(language="cy", whom="older"), 1),
        (Sought(kind="tips", language="cy"), 0),
    ],
)
def test_each_choice_narrows(sought, count):
    assert sum(fits(one, sought) for one in ROWS) == count


CODES = {name: some.sampled_from(["", *choices]) for name, (_, choices) in CHOICES.items()}


@given(some.builds(Sought, words=some.sampled_from(["", "bus", "a b"]), easy=some.booleans(), **CODES))
def test_a_search_survives_its_address(sought):
    assert read(dict(sought.pairs()), staff=True) == sought
    assert (not read(dict(sought.pairs()), staff=False).readers) is True
    assert sought.link().startswith("/library")
    for _, one in relaxed(sought):
        assert len(one.pairs()) < len(sought.pairs())
    assert len(chips(sought)) == len(sought.pairs())


@given(some.dictionaries(some.sampled_from(["q", "page", "easy", *CHOICES]), some.text(max_size=300)))
def test_nonsense_is_not_asked(typed):
    found = read(typed, staff=False)
    assert found.page >= 1
    assert len(found.words) <= 200
    for name, (_, choices) in CHOICES.items():
        assert getattr(found, name) in {"", *choices}


def test_what_narrows_says_how_many_it_leaves():
    for title, each in narrowers(ROWS, Sought(need="sleep"), staff=False):
        assert title != "Who may read it"
        for one in each:
            assert one.count or one.chosen
    by_title = dict(narrowers(ROWS, Sought(need="sleep"), staff=False))
    helps = {one.label: (one.count, one.chosen) for one in by_title["What it helps with"]}
    assert helps == {"Company and friends": (2, False), "Sleep and rest": (2, True)}
    assert {one.label: one.count for one in by_title["What kind of thing"]} == {"Guide": 1, "Tips": 1}
    assert "Who may read it" in dict(narrowers(ROWS, Sought(), staff=True))


@given(some.text(max_size=100))
def test_no_word_is_an_operator(text):
    for word in words_of(text):
        assert word.isalnum()
    assert "&" not in as_tsquery(words_of(text)[:1], beginning=True)
    assert len(set(every_word(text))) == len(every_word(text))
