"""What a log or a kept error says, without what it may say of a person. Pure.

The database repeats rows in its errors ("Failing row contains …", "Key (name)=(…) already exists"), a mail server the
addresses that it refused. Neither belongs in a log: nobody erases anything there.
"""

import re

#: From one of these words of PostgreSQL up to the next one, or to the end of that error.
_OF_THE_ROW = re.compile(
    r"^(?P<word>DETAIL|CONTEXT):.*?(?=^\s*(?:[A-Z]+:|File |Traceback|The above|During handling|[\w.]+Error)|\Z)",
    re.MULTILINE | re.DOTALL,
)
_MAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_SUBSCRIBER = re.compile(r"(?<![\w.:\-])(?:\+31|0031|0)[\s\-]?6?(?:[\s\-]?\d){8}(?![\w\-])")


def without_persons(text: str) -> str:
    """The text without rows of the database, mail addresses and telephone numbers."""
    plain = _OF_THE_ROW.sub(lambda found: f"{found['word']}: …\n", text)
    return _SUBSCRIBER.sub("(telefoon)", _MAIL.sub("(e-mail)", plain))
