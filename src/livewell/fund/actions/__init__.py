"""What is done with the fund: pots, applications, opinions, decisions, payments, reports, gifts, and what is told of them."""

from livewell.fund.actions.agenda import offer_to_forum
from livewell.fund.actions.asking import answer, ask, begin, forget_unsent, link_group, save, send, withdraw
from livewell.fund.actions.deciding import close_award, decide, mark_told, pay
from livewell.fund.actions.gifts import note_gift, strike_gift
from livewell.fund.actions.panel import give_opinion, put_before_panel
from livewell.fund.actions.pots import change_pot, close_pot, make_pot, seat, unseat
from livewell.fund.actions.reporting import read_report, report
from livewell.fund.actions.telling import remind_reports, tell_applicant, tell_panel

__all__ = [
    "answer",
    "ask",
    "begin",
    "change_pot",
    "close_award",
    "close_pot",
    "decide",
    "forget_unsent",
    "give_opinion",
    "link_group",
    "make_pot",
    "mark_told",
    "note_gift",
    "offer_to_forum",
    "pay",
    "put_before_panel",
    "read_report",
    "remind_reports",
    "report",
    "save",
    "seat",
    "send",
    "strike_gift",
    "tell_applicant",
    "tell_panel",
    "unseat",
    "withdraw",
]
