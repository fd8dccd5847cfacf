"""The number of a file: short enough to read out over the telephone, and telling nothing about how many there are."""

import secrets

#: Letters and digits that nobody takes for one another.
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 6


def new_reference(letter: str = "K") -> str:
    """As ``K-7F3QXA``, ``K`` for a candidate. Two in a thousand million are the same; the database refuses the second."""
    return f"{letter}-" + "".join(secrets.choice(_LETTERS) for _place in range(_LENGTH))
