"""Words without their accents, for comparing what one person wrote with what another types."""

import unicodedata


def without_accents(text: str) -> str:
    """The same letters without accents, and wide or joined ones as plain ones: Zoë is Zoe. Capitals stay."""
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
