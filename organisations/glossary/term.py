from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Term:
    """``key`` is its place on the page; ``also`` are other words by which people look for it; ``see`` are keys."""

    key: str
    word: Text
    says: Text
    more: Text = ""
    source: Text = ""
    see: tuple[str, ...] = ()
    also: Text = ""

    @property
    def letter(self) -> str:
        return str(self.word)[0].upper()
