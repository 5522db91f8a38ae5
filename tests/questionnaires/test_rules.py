"""How measures are asked: who may be written to, what may be left out, and what comes in by a form."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit.errors import RuleBroken
from livewell.kit.forms import Form
from livewell.measures.rules.instruments import Kind
from livewell.measures.rules.loading import INSTRUMENTS
from livewell.questionnaires import forms, letters, rules
from livewell.questionnaires.queries import Reach
from livewell.questionnaires.queries.sheet import sheet_of
from livewell.questionnaires.rules import SKIPPED, AskingState, How

ONS4, PHQ8 = INSTRUMENTS["ons4"], INSTRUMENTS["phq8"]
WORDED = [one for one in INSTRUMENTS.values() if one.has_words]
by_name = pytest.mark.parametrize("instrument", WORDED, ids=lambda one: one.id)


def test_every_way_has_words_and_every_way_is_done_somewhere():
    assert set(rules.HOW_LABELS) == set(How)
    assert {value for value, _, _ in forms.HOWS} == {how.value for how in How}


@pytest.mark.parametrize(
    ("never", "email", "set_up", "said"),
    [
        (True, "a@home.example", True, "never to be contacted"),
        (False, "", True, "no email address"),
        (False, "a@home.example", False, "cannot send email"),
        (False, "a@home.example", True, ""),
    ],
)
def test_who_can_be_sent_a_link(never, email, set_up, said):
    why = rules.why_not_by_email(never_contact=never, email=email, set_up=set_up)
    assert (said in why) if said else why == ""


@pytest.mark.parametrize(
    ("how", "can_ask", "takes_score", "by_email", "said"),
    [
        (How.SCORE, True, False, "", "filled in here"),
        (How.SCORE, False, True, "", ""),
        (How.TOGETHER, False, True, "", "switched off"),
        (How.LINK, True, False, "no address", "no address"),
        (How.SPACE, True, False, "no address", ""),
    ],
)
def test_what_can_be_asked_in_which_way(how, can_ask, takes_score, by_email, said):
    why = rules.why_not(
        how, can_ask=can_ask, takes_score=takes_score, why="" if can_ask else "It is switched off.", by_email=by_email
    )
    assert (said in why) if said else why == ""


def test_an_instrument_without_wording_that_says_no_reason_still_gets_a_sentence():
    assert rules.why_not(How.SPACE, can_ask=False, takes_score=True, why="", by_email="").endswith(".")


@pytest.mark.parametrize("state", [AskingState.ANSWERED, AskingState.DECLINED, AskingState.TAKEN_BACK])
def test_whoever_comes_too_late_hears_why(state):
    with pytest.raises(RuleBroken) as refused:
        rules.check_move(state, AskingState.ANSWERED)
    assert len(str(refused.value)) > 20


def test_a_day_is_overdue_when_it_has_gone_by():
    today = date(2026, 11, 22)
    assert not rules.is_overdue(None, today)
    assert not rules.is_overdue(today, today)
    assert rules.is_overdue(date(2026, 11, 21), today)


def test_a_question_may_be_left_out_where_the_others_still_come_to_something():
    assert all(rules.may_skip(ONS4, item) for item in ONS4.items)
    assert not any(rules.may_skip(PHQ8, item) for item in PHQ8.items if not item.optional)


@by_name
def test_a_sheet_shows_every_question_with_its_answers(instrument):
    sheet = sheet_of(instrument)
    assert [one.words for one in sheet.questions] == [item.words for item in instrument.items]
    for one, item in zip(sheet.questions, instrument.items, strict=True):
        if item.scale.kind is Kind.NUMBER:
            assert not one.options
        else:
            assert all(item.scale.allows(value) for value, _ in one.options)
            assert all(words for _, words in one.options)


# ── what comes in ──


def typed(instrument, **changed):
    whole = {forms.field_of(item): str(item.scale.lowest) for item in instrument.items}
    return Form(whole | changed)


@by_name
def test_a_whole_sheet_is_read(instrument):
    read = forms.read_answers(typed(instrument), instrument)
    assert read is not None
    assert read.answers == {item.id: item.scale.lowest for item in instrument.items}


@by_name
def test_each_question_that_is_missing_has_its_own_sentence(instrument):
    form = Form({})
    assert forms.read_answers(form, instrument) is None
    assert [error.field for error in form.errors] == [forms.field_of(item) for item in instrument.items]
    assert len({error.sentence for error in form.errors}) == len(instrument.items)


@given(st.text(max_size=12))
def test_whatever_is_typed_it_is_an_answer_or_a_sentence(text):
    form = typed(ONS4, **{"item-happy": text})
    read = forms.read_answers(form, ONS4)
    if read is None:
        assert form.error_for("item-happy")
    else:
        assert read.answers.get("happy", 0) in range(11)


@pytest.mark.parametrize("text", ["11", "-1", "4.5", "ten", "９９", "1e3", "9" * 40])
def test_an_answer_off_the_scale_is_refused(text):
    form = typed(ONS4, **{"item-happy": text})
    assert forms.read_answers(form, ONS4) is None
    assert form.error_for("item-happy")


def test_leaving_one_out_is_an_answer_where_it_may_be_left_out():
    read = forms.read_answers(typed(ONS4, **{"item-happy": SKIPPED}), ONS4)
    assert read is not None
    assert "happy" not in read.answers
    form = typed(PHQ8, **{f"item-{PHQ8.items[0].id}": SKIPPED})
    assert forms.read_answers(form, PHQ8) is None


def test_leaving_all_out_is_no_sheet():
    form = Form({forms.field_of(item): SKIPPED for item in ONS4.items})
    assert forms.read_answers(form, ONS4) is None
    assert "rather not" in form.errors[0].sentence


def test_a_number_is_answered_or_left_out_but_not_both():
    instrument, item = next(
        (one, item)
        for one in WORDED
        for item in one.items
        if item.scale.kind is Kind.NUMBER and rules.may_skip(one, item)
    )
    field = forms.field_of(item)
    form = typed(instrument, **{field: "2", f"{field}-skip": "yes"})
    assert forms.read_answers(form, instrument) is None
    assert "not both" in form.error_for(field)
    form = typed(instrument, **{field: "", f"{field}-skip": "yes"})
    read = forms.read_answers(form, instrument)
    assert read is not None
    assert item.id not in read.answers


@pytest.mark.parametrize(
    ("began", "known"), [("", False), ("soon", False), ("9" * 30, False), ("99999999999", False), ("1", False)]
)
def test_how_long_it_took_is_only_known_when_it_can_be(began, known):
    read = forms.read_answers(typed(ONS4, began=began), ONS4)
    assert read is not None
    assert (read.seconds is not None) is known


def test_a_sheet_just_opened_knows_how_long_it_takes_and_one_come_back_to_does_not():
    assert forms.blank_answers().typed("began")
    again = forms.blank_answers({"item-happy": ["4"]})
    assert again.typed("item-happy") == "4"
    assert again.typed("began") == ""
    assert again.typed("from_draft") == "yes"


@pytest.mark.parametrize(
    ("language", "said"), [("English", 'lang="en-GB"'), ("Polish", 'lang="pl"'), ("Urdu", 'lang="ur" dir="rtl"')]
)
def test_a_paper_is_in_their_language_around_the_wording_which_stays_as_it_is(language, said):
    asked = SimpleNamespace(reference="LW-0000-00", due_on=None, words="")
    html = letters.paper(asked, sheet_of(PHQ8), phone="01632 960 001", language=language)
    assert f"<html {said}" in html
    assert '<section lang="en" dir="auto">' in html
    assert "Poor appetite or overeating" in html


@pytest.mark.parametrize("language", ["English", "Welsh", "Polish", "Urdu", "Klingon"])
def test_a_message_has_its_link_in_every_language_and_says_nothing_more(language):
    reach = Reach(called="Mary", email="mary@home.example", never_contact=False, language=language)
    sent = letters.link(
        reach,
        address="https://livewell.example",
        token="t" * 43,
        until=date(2026, 12, 6),
        minutes=3,
        again=True,
        message_id="<1@livewell.example>",
    )
    assert f"https://livewell.example/answer/{'t' * 43}" in sent.text
    assert "https://livewell.example/help-now" in sent.text
    assert "PHQ" not in sent.subject + sent.text
