"""Personal links without a login: what they carry, and what is kept of it."""

import secrets

from app.db.sealed import blind

_BYTES = 18
_LONGEST = 64


def new_token() -> str:
    """24 letters, 144 bits of chance."""
    return secrets.token_urlsafe(_BYTES)


def token_hash(kind: str, token: str) -> str:
    """What is kept of a token. The database compares hashes, so how long it takes tells nothing about the token."""
    return blind(f"{kind} {token}")


def may_be_token(token: str) -> bool:
    """Whether it is worth asking the database about."""
    return bool(token) and len(token) <= _LONGEST and token.isascii()
