"""What a log or a kept error says, without what it may say of a person. Pure.

The database repeats rows in its errors ("Failing row contains …", "Key (name)=(…) already exists"), a mail server the
addresses that it refused. Neither belongs in a log: nobody erases anything there. A link that opens a page without a
password stands in the address that was asked for: whoever reads the log must not open it.
"""

import re

#: From one of these words of PostgreSQL up to the next one, or to the end of that error.
_OF_THE_ROW = re.compile(
    r"^(?P<word>DETAIL|CONTEXT):.*?(?=^\s*(?:[A-Z]+:|File |Traceback|The above|During handling|[\w.]+Error)|\Z)",
    re.MULTILINE | re.DOTALL,
)
_MAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_SUBSCRIBER = re.compile(r"(?<![\w.:\-])(?:\+31|0031|0)[\s\-]?6?(?:[\s\-]?\d){8}(?![\w\-])")
#: The secret part of a mailed link: 43 letters and digits in an address, which no other part of an address has. After a
#: colon it signs an address that somebody confirms.
_LINK = re.compile(r"(?P<before>[/=:])(?P<shown>[\w\-]{4})[\w\-]{39}(?![\w\-])")
#: That of the link with which somebody chooses another password: a moment, and 32 hexadecimal digits.
_RESET = re.compile(r"-(?P<shown>[0-9a-z]{4})[0-9a-z]{0,6}-[0-9a-f]{32}(?![\w\-])")


def without_persons(text: str) -> str:
    """The text without rows of the database, mail addresses, telephone numbers and links that open somebody's page."""
    plain = _OF_THE_ROW.sub(lambda found: f"{found['word']}: …\n", text)
    plain = _LINK.sub(lambda found: f"{found['before']}{found['shown']}…", plain)
    plain = _RESET.sub(lambda found: f"-{found['shown']}…", plain)
    return _SUBSCRIBER.sub("(telefoon)", _MAIL.sub("(e-mail)", plain))
