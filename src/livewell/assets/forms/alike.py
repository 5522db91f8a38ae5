"""A listing that is new may be there already: whoever writes it looks first, and says that it is none of those."""

from livewell.assets import queries
from livewell.assets.queries import AssetRow
from livewell.kit.forms import Form

_LOOK = "This may be there already. Look at the listings below, or say that it is none of them"


async def there_already(form: Form, name: str, *, of_the_team: bool) -> list[AssetRow]:
    """
    Listings of a name like this one, until it is said on the form that it is none of them; the form asks for that.

    Who is not of the team sees none that is hidden. Whoever pressed twice is not shown what they have just added.
    """
    if form.yes("is_new") or await queries.was_sent(form.submission):
        return []
    found = await queries.alike(name, None, shown_only=not of_the_team)
    if found:
        form.error("is_new", _LOOK)
    return found
