from pathlib import Path

import pytest

from livewell.staff.permissions import GRANTS, OPENS_RECORDS, SENTENCES, Permission, as_document
from livewell.staff.rules import LANDING, ROLE_LABELS, Role, what_a_role_lacks

P = Permission


def test_the_document_says_what_the_code_does():
    document = Path(__file__).parents[2] / "docs" / "permissions.md"
    assert document.read_text() == as_document(), "Run: python -m livewell.staff.permissions > docs/permissions.md"


def test_every_role_and_every_permission_is_spoken_of():
    assert set(GRANTS) == set(ROLE_LABELS) == set(LANDING) == set(Role)
    assert set(SENTENCES) == set(Permission)
    assert set().union(*GRANTS.values()) == set(Permission), "a permission that nobody has"
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.ADMINISTRATOR, Role.ORGANISATION_EDITOR])
def test_some_roles_open_no_record_of_anybody(role):
    assert not GRANTS[role] & OPENS_RECORDS


def test_an_evaluator_sees_figures_and_the_work_together_without_anybody_in_it():
    """The work with the community is seen as a whole: who does it is for the team (tests/threads/test_evaluator.py)."""
    assert GRANTS[Role.EVALUATOR] == {P.OWN_ACCOUNT, P.SEE_FIGURES, P.SEE_COVERAGE, P.SEE_TOGETHER}


def test_a_practice_refers_and_sees_its_own():
    assert GRANTS[Role.PRACTICE_REFERRER] == {P.OWN_ACCOUNT, P.REFER, P.SEE_OWN_REFERRALS}


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (P.CHANGE_SETTINGS, {Role.MANAGER}),
        (P.MANAGE_STAFF, {Role.MANAGER, Role.ADMINISTRATOR}),
        (P.MANAGE_PLACES, {Role.MANAGER, Role.ADMINISTRATOR}),
        (P.TRIAGE, {Role.HEALTH_COACH, Role.MANAGER}),
        (P.COACH, {Role.HEALTH_COACH}),
        (P.SEE_OPENINGS, {Role.MANAGER}),
        (P.SEE_MESSAGES, {Role.MANAGER}),
        (P.SEE_WHO, {role for role in Role if P.SEE_TOGETHER in GRANTS[role]} - {Role.EVALUATOR}),
        (P.HANDLE_SAFETY, {Role.HEALTH_COACH, Role.MANAGER}),
    ],
)
def test_who_holds_what_matters_most(permission, roles):
    assert {role for role in Role if permission in GRANTS[role]} == roles


def test_somebody_who_works_in_an_area_has_one():
    from uuid import uuid4

    assert "area" in what_a_role_lacks(Role.LINK_WORKER, area=None, practice=None, organisation=None)
    assert "practice" in what_a_role_lacks(Role.PRACTICE_REFERRER, area=uuid4(), practice=None, organisation=None)
    assert what_a_role_lacks(Role.MANAGER, area=None, practice=None, organisation=None) == {}
    assert "organisation" in what_a_role_lacks(Role.ORGANISATION_EDITOR, area=None, practice=None, organisation=None)
