"""Who listens to which news, and what happens by the clock: one page of policy, loaded by the web and by the worker."""

from datetime import timedelta

from livewell.assets import actions as assets
from livewell.challenges import actions as challenges
from livewell.feedback import actions as feedback
from livewell.forum import actions as forum
from livewell.fund import actions as fund
from livewell.gaps import actions as gaps
from livewell.gatherings import actions as gatherings
from livewell.greenbook import actions as greenbook
from livewell.greenbook.actions import runs as print_runs
from livewell.groups import actions as groups
from livewell.kit import news
from livewell.kit.clockwork import CLOCKWORK, Chore
from livewell.kit.news import Listener
from livewell.learning import actions as learning
from livewell.library import actions as library
from livewell.messages import actions as messages
from livewell.openreferral.actions import feeds as openreferral
from livewell.owners import actions as owners
from livewell.placements import actions as placements
from livewell.questionnaires import actions as questionnaires
from livewell.residents import actions as residents
from livewell.safety import actions as safety
from livewell.staff import actions as staff
from livewell.updates import actions as updates
from livewell.upkeep import actions as upkeep
from livewell.volunteers import actions as volunteers

POLICY: dict[str, dict[str, Listener]] = {
    # Whoever referred hears at every turn; what they may hear is decided in feedback/rules.py.
    "referral.received": {"send_receipt": feedback.tell_received},
    "referral.information_asked": {"ask_referrer": feedback.ask_referrer},
    "referral.accepted": {"tell_referrer": feedback.tell_accepted, "give_book": greenbook.give_book},
    "referral.declined": {"tell_referrer": feedback.tell_declined},
    "journey.closed": {"tell_referrer": feedback.tell_ended},
    # Whoever forgot their password is sent a link, if the address is an account's; and hears when a password was set.
    "staff.password_asked": {"send_link": staff.send_password_link},
    "staff.password_set": {"tell_owner": staff.tell_password_set},
    "staff.password_changed": {"tell_owner": staff.tell_password_set},
    # Questions asked at home go out as a link, with one reminder; a score written down anywhere answers what was asked.
    "measure.asked": {"send_link": questionnaires.send_link},
    "measure.link_asked": {"send_link": questionnaires.send_link},
    "measure.reminded": {"send_reminder": questionnaires.send_reminder},
    "score.recorded": {"settle_asked": questionnaires.settle},
    # Whoever has a message in their own space hears that it is there.
    "message.sent": {"tell_person": messages.tell_person},
    # Whoever asks for a way into their own space is sent one, if the address is somebody's; what changes ends the old ones.
    "way_in.asked": {"send_way_in": residents.send_way_in},
    "person.details_changed": {"end_visits": residents.end_when_changed},
    "person.found_same": {"end_visits": residents.end_when_joined, "keep_apart": placements.end_when_joined},
    "person.found_same_undone": {"end_visits": residents.end_when_joined},
    # A safety matter reaches people at once, and again for as long as nobody has taken it on.
    "safety.raised": {"alert_team": feedback.alert_about_safety},
    "safety.unanswered": {"alert_team": feedback.alert_about_safety},
    # The directory knows how much each listing is used, and whoever says that one is wrong hears what came of it.
    "connection.suggested": {"count_use": upkeep.note_use},
    "problem.decided": {"tell_reporter": upkeep.tell_reporter},
    "feed.service_gone": {"note_gone": upkeep.note_gone},
    "feed.service_back": {"note_back": upkeep.note_back},
    # Those who run what is listed are sent their links, asked whether it is still right, and told what was decided.
    "keeper.invited": {"send_link": owners.send_link},
    "keeper.asked_link": {"send_link": owners.send_link},
    "keeper.to_ask": {"send_digest": owners.send_digest},
    "claim.decided": {"tell_claimant": owners.tell_claimant},
    "asset.change_approved": {"tell_owner": owners.tell_decided},
    "asset.change_sent_back": {"reopen": assets.reopen_sent_back, "tell_owner": owners.tell_decided},
    # Members of the forum get their links, are invited, hear when a meeting moves, and are reminded of what they said they would do.
    "forum_member.asked_link": {"send_link": forum.send_link},
    "forum.joined": {"send_welcome": forum.send_welcome},
    "forum.join_declined": {"send_declined": forum.send_declined},
    "forum.invited": {"send_invitation": forum.send_invitation},
    "forum.meeting_moved": {"send_moved": forum.send_moved},
    "forum.meeting_cancelled": {"send_cancelled": forum.send_cancelled},
    "forum.action_due": {"send_reminder": forum.send_reminder},
    "forum.action_late": {"send_reminder": forum.send_reminder},
    # What the forum is asked to approve waits for its agenda, and its answer goes back to where it belongs.
    "greenbook.template_put": {"ask_forum": challenges.note_put},
    "greenbook.template_taken_back": {"ask_no_more": challenges.note_taken_back},
    "library.put_to_forum": {"ask_forum": challenges.note_put},
    "forum.item_dropped": {"ask_no_more": challenges.note_dropped},
    "forum.approved": {"pass_on": challenges.pass_on},
    "forum.changes": {"pass_on": challenges.pass_on},
    # Volunteers hear where they are on their way, whatever the answer; those who know them are asked; what ends is said in time.
    "outcomes.volunteering": {"begin_volunteering": volunteers.begin_when_agreed},
    "volunteer.begun": {"tell_volunteer": volunteers.tell_begun},
    "volunteer.applied": {"tell_volunteer": volunteers.tell_applied},
    "volunteer.applied_again": {"tell_volunteer": volunteers.tell_applied_again},
    "volunteer.asked_link": {"send_link": volunteers.send_link},
    "volunteer.moved": {
        "tell_volunteer": volunteers.tell_moved,
        "stop_placements": placements.stop_who_is_not_ready,
    },
    "volunteer.reference_asked": {"ask_referee": volunteers.ask_referee},
    "volunteer.reference_reminded": {"ask_referee": volunteers.ask_referee},
    "volunteer.warned": {
        "warn_volunteer": volunteers.warn_volunteer,
        "warn_coordinator": volunteers.warn_coordinator,
    },
    "volunteer.not_ready": {
        "tell_volunteer": volunteers.tell_not_ready,
        "tell_coordinator": volunteers.tell_coordinator_not_ready,
        "stop_placements": placements.stop_who_is_not_ready,
    },
    "volunteer.forgotten": {"forget_at_work": placements.forget_volunteer},
    # Whoever gave something to the library hears what came of it; its owner is told once that it is to be looked at.
    "library.published": {"tell_giver": library.tell_giver},
    "library.sent_back": {"tell_giver": library.tell_giver},
    # Whoever asks the small fund hears at every turn, with a fresh link to their own pages.
    "fund.begun": {"tell_applicant": fund.tell_applicant},
    "fund.asked_link": {"tell_applicant": fund.tell_applicant},
    "fund.sent": {"tell_applicant": fund.tell_applicant},
    "fund.asked": {"tell_applicant": fund.tell_applicant},
    "fund.withdrawn": {"tell_applicant": fund.tell_applicant},
    "fund.decided": {"tell_applicant": fund.tell_applicant},
    "fund.paid": {"tell_applicant": fund.tell_applicant},
    "fund.report_due": {"tell_applicant": fund.tell_applicant},
    "fund.put_before_panel": {"tell_panel": fund.tell_panel},
    "library.review_due": {"tell_owner": library.tell_owner},
    # A weekly update that has not come is asked for once.
    "update.late": {"send_reminder": updates.send_reminder},
    # Whoever said that something is missing, and left an address, hears what came of it.
    "gap.answer_due": {"tell_voice": gaps.tell_voice},
    # Volunteers at work: both are asked, everybody it concerns hears of it, and somebody looks out for whoever is alone.
    "befriender.asked": {"tell_coordinators": placements.tell_coordinators_placed},
    "placement.proposed": {"ask_volunteer": placements.ask_volunteer},
    "placement.agreed": {
        "tell_coordinators": placements.tell_coordinators_placed,
        "tell_worker": placements.tell_worker_placed,
    },
    "placement.declined": {"tell_coordinators": placements.tell_coordinators_placed},
    "placement.started": {
        "tell_volunteer": placements.tell_volunteer_placed,
        "tell_worker": placements.tell_worker_placed,
    },
    "placement.stopped": {
        "tell_volunteer": placements.tell_volunteer_placed,
        "tell_coordinators": placements.tell_coordinators_placed,
        "tell_worker": placements.tell_worker_placed,
    },
    "placement.taken_up": {"tell_volunteer": placements.tell_volunteer_placed},
    "placement.ended": {
        "tell_volunteer": placements.tell_volunteer_placed,
        "tell_coordinators": placements.tell_coordinators_placed,
        "tell_worker": placements.tell_worker_placed,
    },
    "shift.planned": {"tell_volunteer": placements.tell_volunteer_planned},
    "shift.cancelled": {"tell_volunteer": placements.tell_volunteer_shift},
    "shift.swapped": {"tell_volunteer": placements.tell_volunteer_shift},
    "shift.given_back": {"tell_coordinators": placements.tell_coordinators_given_back},
    "shift.not_back": {"alert_coordinators": placements.alert_coordinators},
    "expense.decided": {"tell_claimant": placements.tell_claimant},
    "volunteer.thanked": {"tell_volunteer": placements.tell_thanked},
    "volunteer.concern_raised": {"alert_coordinators": placements.alert_about_concern},
    # Whoever booked a course hears what happens with their place; whoever wished for one hears what comes of it.
    "booking.made": {"tell_learner": learning.tell_booked},
    "booking.offered": {"tell_learner": learning.tell_offered},
    "booking.gone": {"tell_learner": learning.tell_gone},
    "booking.moved": {"tell_learner": learning.tell_moved},
    "booking.session_off": {"tell_learner": learning.tell_session_off},
    "booking.run_off": {"tell_learner": learning.tell_run_off},
    "booking.reminded": {"tell_learner": learning.tell_reminder},
    "nomination.answered": {"tell_asker": learning.tell_wish},
}
"""What happened -> {a name that stays, for deliveries that wait: what is done about it}."""

BY_THE_CLOCK: tuple[Chore, ...] = (
    Chore("send waiting messages", timedelta(seconds=5), feedback.send_waiting),
    Chore("say again what is unanswered", timedelta(minutes=1), safety.remind_overdue),
    Chore("look again at what searches look at", timedelta(minutes=10), assets.refresh_search_rows),
    Chore("begin to read what waits", timedelta(seconds=5), openreferral.begin_waiting),
    Chore("ask for daily readings", timedelta(minutes=10), openreferral.ask_for_what_is_due),
    Chore("make books that were asked for", timedelta(seconds=5), print_runs.begin_waiting),
    Chore("forget printed books", timedelta(hours=1), print_runs.forget_old),
    Chore("count the use of listings again", timedelta(days=1), upkeep.count_again),
    Chore("look for listings that may be one", timedelta(days=1), upkeep.find_duplicates),
    Chore("ask owners whether it is still right", timedelta(hours=1), owners.ask_owners),
    Chore("forget addresses nobody could answer", timedelta(days=1), upkeep.forget_addresses),
    Chore("remind people of questions at home", timedelta(days=1), questionnaires.remind_due),
    Chore("look at what volunteers have shown", timedelta(minutes=5), volunteers.look_at_days),
    Chore("remind those asked about volunteers", timedelta(hours=6), volunteers.remind_referees),
    Chore("forget warnings of long ago", timedelta(days=1), volunteers.forget_warnings),
    Chore("remind owners of what to look at again", timedelta(days=1), library.remind_owners),
    Chore("open the next agenda with what was not done", timedelta(hours=1), forum.open_with_overdue),
    Chore("remind members of what they said they would do", timedelta(hours=6), forum.remind_owners),
    Chore("ask for weekly updates", timedelta(hours=1), updates.remind),
    Chore("remind of reports to the small fund", timedelta(hours=6), fund.remind_reports),
    Chore("forget what was not sent to the small fund", timedelta(days=1), fund.forget_unsent),
    Chore("pass on held course places", timedelta(minutes=5), learning.pass_on),
    Chore("remind learners of tomorrow", timedelta(hours=1), learning.remind),
    Chore("forget names on course registers", timedelta(days=1), learning.forget_names),
    Chore("forget who wished for a course", timedelta(days=1), learning.forget_addresses),
    Chore("forget addresses of givers", timedelta(days=1), library.forget_addresses),
    Chore("forget ways in nobody waits for", timedelta(hours=1), residents.forget_asked),
    Chore("forget names that come no more", timedelta(days=1), gatherings.forget_names),
    Chore("forget addresses of those who miss something", timedelta(days=1), gaps.forget),
    Chore("look at groups that run", timedelta(days=1), groups.watch_all),
    Chore("forget comments that are not shown", timedelta(days=1), gatherings.forget_declined),
    Chore("look out for those on their own", timedelta(minutes=1), placements.look_out),
    Chore("stop whoever is ready no more", timedelta(minutes=10), placements.stop_the_unready),
)
"""Each is done by one worker at a time, however many there are."""


def install() -> None:
    """Fill `news.LISTENERS` and `clockwork.CLOCKWORK`; as often as one likes."""
    news.LISTENERS.clear()
    news.LISTENERS.update({what: dict(listeners) for what, listeners in POLICY.items()})
    ours = {chore.name for chore in BY_THE_CLOCK}
    CLOCKWORK[:] = [*(chore for chore in CLOCKWORK if chore.name not in ours), *BY_THE_CLOCK]
