"""Charts say in words what they show, need no style, and never lose a number."""

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit import drawing
from livewell.kit.charts import Chart, attainment, bars, funnel, goals, line, percent
from livewell.kit.charts.scores import ticks
from livewell.kit.drawing import contrast, ink_on, width_of, wrapped

SVG = "{http://www.w3.org/2000/svg}"
BANDS = [("Level 1", 47.0), ("Level 2", 55.1), ("Level 3", 72.4), ("Level 4", 100.0)]
LEVELS = {-2: "Much less", -1: "Less", 0: "As hoped", 1: "More", 2: "Much more"}
LONG_BANDS = [("None", 4.0), ("Mild", 9.0), ("Moderate", 14.0), ("Moderately severe", 19.0), ("Severe", 27.0)]
NASTY = "<script>\"&' x"

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def read(chart: Chart) -> ET.Element:
    return ET.fromstring(chart.svg)


def words(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def title(root: ET.Element) -> str:
    return root.find(f"{SVG}title").text or ""


def a_score_over_time(points, bands) -> Chart:
    return line("PAM score", points, bands, lowest=0, highest=100)


def every_chart() -> list[Chart]:
    days = [(date(2026, 1, 5) + timedelta(days=40 * n), 38.1 + 9 * n) for n in range(6)]
    return [
        a_score_over_time(days, BANDS),
        a_score_over_time(days[:1], BANDS),
        a_score_over_time([], BANDS),
        line("Wellbeing", days, lowest=0, highest=100),
        bars("Needs", [("Isolated", 640), (NASTY, 3), ("Excluded", None), ("None", 0)], of=1483),
        bars("Needs", []),
        funnel("Funnel", [("Referred", 1483), (NASTY, 1176), ("Ended", 0)]),
        funnel("Funnel", []),
        attainment(NASTY, [("At the start", -1), (NASTY, 2)], LEVELS),
        attainment("Walk", [], LEVELS),
    ]


@pytest.mark.parametrize("number", range(10))
def test_every_chart_is_clean_and_says_what_it_shows(number: int) -> None:
    root = read(every_chart()[number])
    assert root.get("role") == "img"
    assert title(root)
    assert root.get("aria-labelledby") == root.find(f"{SVG}title").get("id")
    _, _, width, height = (float(part) for part in root.get("viewBox").split())
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "g", "rect", "line", "path", "circle", "text"}
        assert "style" not in element.attrib
        assert not any(name.startswith("on") for name in element.attrib)
        if element.tag == f"{SVG}text":
            length = width_of(element.text or "", float(element.get("font-size")))
            start = (
                float(element.get("x")) - {"start": 0, "middle": length / 2, "end": length}[element.get("text-anchor")]
            )
            assert start >= -1
            assert start + length <= width + 1, element.text
            assert 0 < float(element.get("y")) <= height


def test_the_rows_have_as_many_cells_as_the_head() -> None:
    for chart in every_chart():
        assert {len(row) for row in chart.rows} <= {len(chart.head)}


def test_a_score_chart_says_the_way_it_went() -> None:
    chart = a_score_over_time([(date(2026, 7, 1), 77.7), (date(2026, 1, 5), 38.1)], BANDS)
    assert title(read(chart)) == (
        "PAM score: from 38.1 (Level 1) on 5 January 2026 to 77.7 (Level 4) on 1 July 2026, 2 times in all."
    )
    assert chart.rows == (("5 January 2026", "38.1", "Level 1"), ("1 July 2026", "77.7", "Level 4"))
    assert {"38.1", "77.7", "Level 1", "Level 4", "Jan 2026", "Jul 2026"} <= set(words(read(chart)))


@pytest.mark.parametrize(
    ("lowest", "highest", "said"),
    [
        (0, 100, [0, 20, 40, 60, 80, 100]),
        (0, 10, [0, 2, 4, 6, 8, 10]),
        (0.7, 4.3, [1, 2, 3, 4]),
        (3, 9, [3, 5, 7, 9]),
        (0, 27, [0, 5, 10, 15, 20, 25]),
        (7, 35, [10, 20, 30]),
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (1, 4, [1, 2, 3, 4]),
    ],
)
def test_the_numbers_beside_the_axis_are_round(lowest, highest, said):
    assert ticks(lowest, highest) == said


@given(st.floats(-1000, 1000), st.floats(0.1, 5000))
def test_there_are_always_some_numbers_beside_the_axis_and_never_many(lowest, span):
    highest = lowest + span
    found = ticks(lowest, highest)
    assert 2 <= len(found) <= 6
    assert all(lowest - 0.001 <= value <= highest + 0.001 for value in found)


@pytest.mark.parametrize(("score", "level"), [(0, "Level 1"), (47.0, "Level 1"), (47.1, "Level 2"), (100, "Level 4")])
def test_a_score_at_the_edge_is_in_the_lower_band(score: float, level: str) -> None:
    assert a_score_over_time([(date(2026, 1, 5), score)], BANDS).rows[0][2] == level


@given(
    st.lists(
        st.tuples(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.floats(0, 100)),
        max_size=30,
        unique_by=lambda p: p[0],
    )
)
def test_any_scores_at_all_are_drawn_inside_the_frame_and_no_labels_lie_on_each_other(points) -> None:
    chart = a_score_over_time(points, BANDS)
    root = read(chart)
    assert len(chart.rows) == len(points)
    assert len(root.findall(f"{SVG}circle")) == len(points)
    for dot in root.findall(f"{SVG}circle"):
        assert 40 <= float(dot.get("cx")) <= drawing.NARROW - 4
        assert 16 <= float(dot.get("cy")) <= 256
    bold = [text for text in root.iter(f"{SVG}text") if text.get("font-weight") == "bold"]
    boxes = [(float(t.get("x")), float(t.get("y")), width_of(t.text or "") / 2) for t in bold]
    for at, (x, y, half) in enumerate(boxes):
        for other_x, other_y, other_half in boxes[at + 1 :]:
            assert abs(x - other_x) >= half + other_half or abs(y - other_y) >= 15


def test_bars_are_as_long_as_their_numbers() -> None:
    root = read(bars("Needs", [("Isolated", 100), ("Inactive", 25), ("Nobody", 0), ("Few", None)]))
    lengths = [float(rect.get("width")) for rect in root.findall(f"{SVG}rect")]
    assert lengths == [480, 120]
    assert "Fewer than 5" in words(root)


def test_a_number_that_may_not_be_shown_is_nowhere() -> None:
    chart = bars("Needs", [("Isolated", 100), ("Few", None)], of=104)
    assert chart.rows == (("Isolated", "100", "96%"), ("Few", "Fewer than 5", "–"))
    assert title(read(chart)) == "Needs: Isolated, 100 (96%); Few, Fewer than 5."


def test_a_funnel_compares_with_the_first_and_with_the_one_before() -> None:
    chart = funnel("Pathway", [("Referred", 1483), ("Accepted", 1390), ("Supported", 1176)])
    assert chart.rows == (
        ("Referred", "1,483", "100%", "–"),
        ("Accepted", "1,390", "94%", "94%"),
        ("Supported", "1,176", "79%", "85%"),
    )
    assert "1,176 (79%)" in words(read(chart))


def test_a_ladder_shows_where_the_goal_stood() -> None:
    root = read(attainment("Walk to the shop", [("At the start", -1), ("At the ending", 2)], LEVELS))
    start, end = (float(dot.get("cy")) for dot in root.findall(f"{SVG}circle"))
    assert end < start
    assert title(root) == "Walk to the shop. At the start: less; At the ending: much more."
    assert {"+2", "0", "\u22122"} <= set(words(root))


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(1, 2, "50%"), (0, 5, "0%"), (1, 1000, "less than 1%"), (999, 1000, "more than 99%"), (5, 5, "100%"), (0, 0, "–")],
)
def test_shares_never_say_none_of_some_nor_all_of_most(part: float, whole: float, said: str) -> None:
    assert percent(part, whole) == said


# Reading it.


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast(drawing.BLUE, drawing.BLUE) == 1


@given(colours)
def test_ink_is_readable_on_any_colour(colour: str) -> None:
    assert contrast(ink_on(colour), colour) >= 4.5


@pytest.mark.parametrize("ground", [drawing.WHITE, drawing.PALE, drawing.PALE_BLUE])
def test_our_inks_pass_on_our_grounds(ground: str) -> None:
    assert contrast(drawing.INK, ground) >= 4.5
    assert contrast(drawing.QUIET, ground) >= 4.5
    assert contrast(drawing.BLUE, ground) >= 3


@pytest.mark.parametrize("bar", [drawing.BLUE, drawing.DARK_BLUE])
def test_numbers_in_bars_pass(bar: str) -> None:
    assert contrast(ink_on(bar), bar) >= 4.5


@given(st.text(), st.floats(20, 500), st.integers(1, 4))
def test_wrapped_words_fit(text: str, width: float, most: int) -> None:
    lines = wrapped(text, width, most=most)
    assert len(lines) <= most
    assert all(width_of(line) <= width for line in lines)


# ── on a phone ──


@pytest.mark.parametrize(
    "chart",
    [
        bars("People", [("Somewhere to go with somebody whose memory is failing, and a bus to it", 12), ("Short", 1)]),
        funnel("How far", [("Somebody said what is missing near them", 10), ("It runs by itself", 1)]),
    ],
    ids=["bars", "funnel"],
)
def test_words_of_bars_have_room_when_a_phone_enlarges_them(chart):
    assert 'class="lw-chart lw-chart--roomy"' in chart.svg
    for x, anchor, words in re.findall(r'<text x="([\d.]+)" [^>]*text-anchor="(\w+)"[^>]*>([^<]*)</text>', chart.svg):
        wide = drawing.width_of(words, drawing.PHONE_SIZE)
        assert (float(x) + wide if anchor == "start" else wide) <= drawing.WIDTH, words
    assert f".lw-chart--roomy text {{ font-size: {drawing.PHONE_SIZE}px; }}" in Path("static/livewell.css").read_text()


@pytest.mark.parametrize(
    "chart",
    [
        line("Low mood", [(date(2026, 1, 5), 17), (date(2026, 7, 1), 8)], LONG_BANDS, lowest=0, highest=27),
        attainment("Walk", [("At the start, as the person sees it", -1), ("At the ending", 2)], LEVELS),
        goals("Goals", [("Walk to the shop and back on my own twice a week, rain or shine", -2, 1)], LEVELS),
    ],
    ids=["line", "attainment", "goals"],
)
def test_words_that_cannot_be_enlarged_stand_in_a_drawing_as_wide_as_a_phone(chart):
    root = read(chart)
    assert root.get("class") == "lw-chart lw-chart--narrow"
    assert float(root.get("width")) <= drawing.NARROW <= 320
    assert min(float(text.get("font-size")) for text in root.iter(f"{SVG}text")) >= 14


def test_a_long_name_of_a_band_takes_two_lines_and_leaves_room_for_the_line():
    chart = line("Low mood", [(date(2026, 1, 5), 17), (date(2026, 7, 1), 8)], LONG_BANDS, lowest=0, highest=27)
    assert {"Moderately", "severe", "Moderate"} <= set(words(read(chart)))
    first, last = (float(dot.get("cx")) for dot in read(chart).findall(f"{SVG}circle"))
    assert last - first > 120


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([date(2026, 11, 3), date(2026, 11, 24)], ["3 Nov", "24 Nov"]),
        ([date(2026, 11, 3)], ["3 Nov"]),
        ([date(2026, 10, 3), date(2026, 10, 5), date(2026, 11, 24)], ["Oct 2026", "Nov 2026"]),
        (
            [date(2026, 1, 3), date(2026, 5, 4), date(2026, 5, 30), date(2026, 12, 1)],
            ["Dec 2026", "Jan 2026", "May 2026"],
        ),
    ],
)
def test_no_month_is_named_twice_under_a_line(days, said):
    drawn = str(line("Score", [(day, 40.0) for day in days], lowest=0, highest=100).svg)
    under = [
        words
        for words in re.findall(r">([^<>]+)</text>", drawn)
        if any(month in words for month in ("Jan", "May", "Oct", "Nov", "Dec"))
    ]
    assert sorted(under) == sorted(said)
