"""People for tests: fictional, with NHS numbers of the 999 range that nobody has."""

from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from livewell.kit import clock
from livewell.people.forms import Details
from livewell.people.rules import Identity
from livewell.people.tables import Person

_number = count(1)


def an_nhs_number() -> str:
    """The next fictional NHS number with a right check digit (999 is for tests)."""
    while True:
        nine = f"999{next(_number):06}"
        check = 11 - sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            return f"{nine}{0 if check == 11 else check}"


def an_identity(**changes: Any) -> Identity:
    """The facts of somebody who is nobody else."""
    number = next(_number)
    facts: dict[str, Any] = {
        "nhs_number": None,
        "first_name": "Wanda",
        "family_name": f"Testperson{number}",
        "born_on": date(1950, 1, 1 + number % 28),
        "postcode": "NG2 6AB",
    }
    return Identity(**(facts | changes))


def some_details(**changes: Any) -> Details:
    """How to reach somebody."""
    facts: dict[str, Any] = {"phone": "01632 960001", "postcode": "NG2 6AB"}
    return Details(**(facts | changes))


async def a_person(**changes: Any) -> UUID:
    """Somebody on record. `nhs_number` None for somebody without."""
    number = next(_number)
    person = Person(
        **(
            {
                "id": uuid4(),
                "nhs_number": an_nhs_number(),
                "first_name": "Mary",
                "family_name": f"Testperson{number}",
                "born_on": date(1948, 3, 1 + number % 28),
                "phone": "01632 960002",
                "postcode": "NG2 6AB",
                "created_at": clock.now(),
            }
            | changes
        )
    )
    await person.save()
    return person.id
