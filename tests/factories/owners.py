"""Those who keep listings, what they claim, and browsers in which they came by a link, for tests."""

from itertools import count
from typing import Any
from uuid import UUID, uuid4

from livewell.kit import clock, cookies
from livewell.kit.db import transaction, value
from livewell.owners import actions, queries
from livewell.owners.actions.links import browser_for
from livewell.owners.forms import Claimed
from livewell.owners.queries import Here
from livewell.owners.rules import Belongs
from livewell.owners.tables import Keeper
from tests.signed_in import Client

_number = count(1)


async def a_keeper(asset: UUID | None = None, **changes: Any) -> UUID:
    """Somebody who keeps a listing (or, with `organisation`, all of one); gives the keeper's id."""
    number = next(_number)
    usual = {
        "id": uuid4(),
        "asset": asset,
        "email": f"keeper{number}@group.example",
        "name": f"Fictional Keeper {number}",
        "how": "invited",
        "approved_at": clock.now(),
    }
    keeper = Keeper(**(usual | changes))
    await keeper.save()
    return UUID(str(keeper.id))


async def came(keeper: UUID) -> Here:
    """The same keeper at their listings."""
    async with transaction():
        token = await browser_for(keeper)
    found = await queries.here(token)
    assert found is not None
    return found


async def let_in(client: Client, keeper: UUID) -> None:
    """This tab is at the keeper's listings."""
    async with transaction():
        client.cookies.set(cookies.cookie_name(cookies.OWN, secure=False), await browser_for(keeper))


async def a_claim(asset: UUID, **changes: Any) -> UUID:
    """Somebody says that they run a listing; gives the claim's id."""
    said: dict[str, Any] = {
        "name": "Olu Adeyemi",
        "email": f"olu{next(_number)}@group.example",
        "belongs": Belongs.RUNS,
        "words": "I have the keys.",
    } | changes
    await actions.claim(asset, Claimed(**said), submission=uuid4())
    return UUID(str(await value("SELECT id FROM keeper_claim WHERE email = $1", said["email"])))
