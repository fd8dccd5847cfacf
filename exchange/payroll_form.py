"""The forms by which a table from payroll comes in, and by which its columns are named."""

from collections.abc import Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from exchange.choices import Meaning, TableFormat
from exchange.payroll import Table, TableRefusedError, read_file, read_pasted
from exchange.payroll.periods import latest, month_code
from exchange.payroll.table import LARGEST, MOST_ROWS
from organisations.months import add_months, first_of_month

#: Two years and a little: a year is settled after its end.
_PERIODS_SHOWN = 26
_LONGEST_PASTE = 400_000


def _periods(on: date) -> list[tuple[Any, list[tuple[str, str]]]]:
    months, weeks = latest(on=on, count=_PERIODS_SHOWN)
    return [(_("Per maand"), months), (_("Per vier weken"), weeks)]


class _OverPeriod(forms.Form):
    """Asks over which time the rows are that do not say it themselves."""

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"] = forms.ChoiceField(
            label=_("Over welke tijd gaat het?"),
            help_text=_("Staat bij elke regel zelf een maand of periode? Dan gaat die voor."),
            choices=_periods(on),
            initial=month_code(add_months(first_of_month(on), -1)),
            error_messages=dict.fromkeys(("required", "invalid_choice"), _("Kies een maand of periode.")),
        )
        self.order_fields(self.field_order)


class PayrollForm(_OverPeriod):
    """A file of payroll, or what was copied out of a spreadsheet."""

    file = forms.FileField(
        label=_("Bestand"),
        required=False,
        help_text=_("XLSX, ODS of CSV, hoogstens 2 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
        error_messages={"empty": _("Dit bestand is leeg."), "invalid": _("Kies een bestand.")},
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
        max_value=MOST_ROWS,
        help_text=_("Laat dit leeg: het portaal zoekt de regel zelf. Vul het alleen in als het de verkeerde koos."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Vul het nummer van een regel in.")),
    )
    field_order = ("period", "file", "pasted", "header_line")
    hide_optional = True

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
        try:
            line = data.get("header_line")
            data["table"] = _of_file(upload, line) if upload else read_pasted(pasted, header_line=line)
        except (TableRefusedError, ValidationError) as error:
            reason = error.messages[0] if isinstance(error, ValidationError) else str(error)
            self.add_error("file" if upload else "pasted", reason)
        return data

    @property
    def title(self) -> str:
        upload = self.cleaned_data.get("file")
        return "".join(one for one in str(upload.name) if one.isprintable()) if upload else ""


def _of_file(upload: Any, header_line: int | None) -> Table:
    kind = PurePosixPath(upload.name or "").suffix.removeprefix(".").casefold()
    if kind not in set(TableFormat):
        raise TableRefusedError(str(_("Kies een bestand dat eindigt op .xlsx, .ods of .csv.")))
    if upload.size is None or upload.size > LARGEST:
        raise TableRefusedError(str(_("Dit bestand is groter dan 2 MB. Haal weg wat er niet bij hoort.")))
    return read_file(upload.read(), TableFormat(kind), header_line=header_line)


class ColumnsForm(_OverPeriod):
    """What each column means."""

    def __init__(self, *args: Any, header: Sequence[str], guess: Sequence[str], period: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].initial = period
        self.header = list(header)
        for place, heading in enumerate(header):
            words = {"heading": heading or _("zonder naam"), "number": place + 1}
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=_("Kolom %(number)s: %(heading)s") % words,
                choices=Meaning.choices,
                initial=guess[place],
                error_messages=dict.fromkeys(("required", "invalid_choice"), _("Kies wat erin staat.")),
            )

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"column_{place}"] for place in range(len(self.header))]

    def meanings(self) -> list[Meaning]:
        return [Meaning(self.cleaned_data[f"column_{place}"]) for place in range(len(self.header))]
