"""Who listens to which news: one page of policy, loaded by the web and by the worker."""

from livewell.kit import news


def install() -> None:
    """Fill `news.LISTENERS`. Each room's listener is a plain async function."""
    news.LISTENERS.clear()
    news.LISTENERS.update({})
