"""A referral as a practice types it, for tests that only need one to be sent."""

from itertools import count

_number = count(500_001)  # The people factory counts from 1.


def a_new_nhs_number() -> str:
    """A number of the test range (999…) with a right check digit, a new one each time.

    https://www.datadictionary.nhs.uk/attributes/nhs_number.html
    """
    while True:
        body = f"999{next(_number):06d}"
        check = (11 - sum(int(digit) * (10 - place) for place, digit in enumerate(body)) % 11) % 11
        if check < 10:
            return f"{body}{check}"


def a_professional_referral(**changes: str | list[str]) -> dict[str, str | list[str]]:
    """What is typed into /refer/professional for somebody new; the rest the page has filled in already."""
    number = a_new_nhs_number()
    one = int(number[3:9])
    return {
        "nhs_number": number,
        "first_name": "Margaret",
        "family_name": "".join(chr(ord("a") + int(digit)) for digit in number[3:]).title(),
        "born-day": str(one % 28 + 1),
        "born-month": str(one // 28 % 12 + 1),
        "born-year": str(1930 + one % 60),
        "postcode": "NG2 6AB",
        "phone": "01632 960123",
        "preferred_contact": "phone",
        "needs": ["lonely"],
        "reason": "She has been on her own since her husband died in spring.",
        "pathway": "consultation",
        "safety": "none_known",
        "consent": "yes",
        "tell_referrer": "yes",
        "referrer_type": "gp",
        "reply_to": "gp@practice.example",
        **changes,
    }
