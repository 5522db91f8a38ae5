"""One sentence for the next page ("Saved"), carried in a signed cookie that lasts a minute."""

from itsdangerous import BadSignature, URLSafeTimedSerializer

LASTS_SECONDS = 60
LONGEST = 300


def _signer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="livewell.said")


def sign(sentence: str, *, secret: str) -> str:
    """The sentence as a cookie value nobody else can make. Raises ValueError when it is too long for a cookie."""
    if len(sentence) > LONGEST:
        raise ValueError(f"A message is at most {LONGEST} characters.")
    return _as_text(_signer(secret).dumps(sentence))


def read(value: str | None, *, secret: str) -> str | None:
    """The sentence, or None when the cookie is missing, old or not ours."""
    if not value:
        return None
    try:
        sentence = _signer(secret).loads(value, max_age=LASTS_SECONDS)
    except BadSignature:
        return None
    return sentence if isinstance(sentence, str) else None


def _as_text(signed: str | bytes) -> str:
    return signed.decode("ascii") if isinstance(signed, bytes) else signed
