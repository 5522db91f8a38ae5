"""Everything that changes an account, a sign-in or a second factor."""

from livewell.staff.actions.accounts import (
    Invited,
    add,
    add_first_manager,
    change,
    deactivate,
    let_back_in,
    new_password_link,
    remove_second_factor,
)
from livewell.staff.actions.forgotten import ask_password_link, send_password_link, tell_password_set
from livewell.staff.actions.passwords import change_password, check_own_password, set_password
from livewell.staff.actions.second_factor import set_up_second_factor, use_code, use_recovery_code
from livewell.staff.actions.signing_in import (
    NewSignIn,
    enter_demo,
    prove,
    sign_in,
    sign_out,
    sign_out_elsewhere,
    sign_out_one,
    stay,
)

__all__ = [
    "Invited",
    "NewSignIn",
    "add",
    "add_first_manager",
    "ask_password_link",
    "change",
    "change_password",
    "check_own_password",
    "deactivate",
    "enter_demo",
    "let_back_in",
    "new_password_link",
    "prove",
    "remove_second_factor",
    "send_password_link",
    "set_password",
    "set_up_second_factor",
    "sign_in",
    "sign_out",
    "sign_out_elsewhere",
    "sign_out_one",
    "stay",
    "tell_password_set",
    "use_code",
    "use_recovery_code",
]
