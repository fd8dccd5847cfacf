"""The parts of a form by which a table from outside comes in, and by which its columns are named."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.choices import TableFormat
from exchange.foreign_table import LARGEST, Expected, Table, TableRefusedError, read_file, read_pasted

_LONGEST_PASTE = 400_000
_LAST_LINE = 2_000


class TableForm(forms.Form):
    """A file, or what was copied out of a spreadsheet. Valid, it has the ``Table`` in its cleaned data."""

    file = forms.FileField(
        label=_("Bestand"),
        required=False,
        help_text=_("XLSX, ODS of CSV, hoogstens 2 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
        error_messages={"empty": _("Dit bestand is leeg. Kies een ander bestand."), "invalid": _("Kies een bestand.")},
    )
    pasted = forms.CharField(
        label=_("Of plak hier uw regels"),
        required=False,
        strip=False,
        max_length=_LONGEST_PASTE,
        help_text=_("Kopieer ze uit uw spreadsheet, met de regel waarin de namen van de kolommen staan."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"max_length": _("Dit is te veel om te plakken. Kies een bestand, of plak minder regels.")},
    )
    header_line = forms.IntegerField(
        label=_("In welke regel staan de namen van de kolommen?"),
        required=False,
        min_value=1,
        max_value=_LAST_LINE,
        help_text=_("Laat dit leeg: het portaal zoekt de regel zelf. Vul het alleen in als het de verkeerde koos."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Vul het nummer van een regel in.")),
    )
    hide_optional = True
    expected: Expected

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A browser would cut off what is too long without a word, and the rows at the end with it.
        attrs = self.fields["pasted"].widget.attrs
        attrs["data-longest"] = attrs.pop("maxlength")
        attrs["data-text-long"] = self.fields["pasted"].error_messages["max_length"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        upload, pasted = data.get("file"), (data.get("pasted") or "").strip("\r\n")
        if self.errors.keys() & {"file", "pasted", "header_line"}:
            return data
        if bool(upload) is bool(pasted.strip()):
            words = (
                _("Kies een bestand óf plak regels, niet allebei.") if upload else _("Kies een bestand of plak regels.")
            )
            self.add_error("file", words)
            return data
        line = data.get("header_line")
        try:
            data["table"] = (
                self._of_file(upload, line) if upload else read_pasted(pasted, self.expected, header_line=line)
            )
        except (TableRefusedError, ValidationError) as error:
            reason = error.messages[0] if isinstance(error, ValidationError) else str(error)
            self.add_error("file" if upload else "pasted", reason)
        return data

    @property
    def title(self) -> str:
        upload = self.cleaned_data.get("file")
        return "".join(one for one in str(upload.name) if one.isprintable()) if upload else ""

    def _of_file(self, upload: Any, header_line: int | None) -> Table:
        kind = PurePosixPath(upload.name or "").suffix.removeprefix(".").casefold()
        if kind not in set(TableFormat):
            raise TableRefusedError(str(_("Kies een bestand dat eindigt op .xlsx, .ods of .csv.")))
        if upload.size is None or upload.size > LARGEST:
            raise TableRefusedError(str(_("Dit bestand is groter dan 2 MB. Haal weg wat er niet bij hoort.")))
        return read_file(upload.read(), TableFormat(kind), self.expected, header_line=header_line)


class MeaningsForm(forms.Form):
    """What each column means, out of ``meanings_of``."""

    meanings_of: type[models.TextChoices]

    def __init__(self, *args: Any, header: Sequence[str], guess: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.header = list(header)
        for place, heading in enumerate(header):
            words = {"heading": heading or _("zonder naam"), "number": place + 1}
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=_("Kolom %(number)s: %(heading)s") % words,
                choices=self.meanings_of.choices,
                initial=guess[place],
                error_messages=dict.fromkeys(("required", "invalid_choice"), _("Kies wat erin staat.")),
            )

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"column_{place}"] for place in range(len(self.header))]

    def meanings(self) -> list[Any]:
        return [self.meanings_of(self.cleaned_data[f"column_{place}"]) for place in range(len(self.header))]
