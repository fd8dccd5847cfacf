"""Names and telephone numbers as they are searched and compared: as the trigger of ``CandidateIdentity`` keeps them."""

import re
import unicodedata

_DUTCH_LENGTH = 11


def normalised_name(text: str) -> str:
    """Lower case, no accents, single spaces."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return " ".join(bare.lower().split())


def normalised_phone(text: str) -> str:
    """Digits only, a Dutch number with its 0: +31 6 12 34 56 78 and 06-12345678 are one."""
    digits = re.sub(r"\D", "", text)
    if digits.startswith("0031"):
        return "0" + digits[4:]
    if digits.startswith("31") and len(digits) == _DUTCH_LENGTH:
        return "0" + digits[2:]
    return digits


def phone_link(phone: str) -> str:
    """The address that a telephone dials: digits, and the plus of a country in front. Empty without a number."""
    digits = re.sub(r"\D", "", phone)
    plus = "+" if phone.strip().startswith("+") else ""
    return f"tel:{plus}{digits}" if digits else ""
