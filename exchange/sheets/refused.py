"""Why a spreadsheet is not read, in the words that its sender reads."""

from django.utils.translation import gettext as _


class SheetRefusedError(Exception):
    """The file cannot be read at all; ``line`` is where, 0 for the file as a whole."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.line = line


def too_heavy() -> SheetRefusedError:
    return SheetRefusedError(
        _(
            "In het bestand zit meer opmaak of tekst dan het portaal kan lezen."
            " Kopieer alleen de regels naar een nieuw, leeg bestand en stuur dat."
        )
    )
