from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.training.occupations import Profile
from organisations.choices import Sector
from organisations.form_fields import ChoiceCards, DateField, EuroField, TextField
from organisations.models import Occupation
from organisations.pictograms import WorkPicture
from organisations.tenancy import Acting

LONGEST_CERTIFICATE = 80
LONGEST_TASK = 160
#: Of texts that stand in lines, so that a form shows and reads them alike.
_IN_LINES = ("certificates", "tasks")
_HOURS = {
    "invalid": _("Vul een heel getal in."),
    "min_value": _("Vul 1 tot en met 60 in."),
    "max_value": _("Vul 1 tot en met 60 in."),
}


def _hours(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "num"}),
        error_messages=_HOURS,
    )


class OccupationForm(forms.Form):
    """What the work is, and what somebody needs for it."""

    use_required_attribute = False
    #: As on the page, so that the summary of errors reads from top to bottom.
    field_order = (
        "region",
        "name",
        "sector",
        "summary",
        "circumstances",
        "certificates",
        "driving_licence",
        "hours_from",
        "hours_to",
        "tasks",
        "needs",
        "wage_from",
        "wage_to",
        "wage_source",
        "wage_on",
        "picture",
        "is_public",
    )

    region = forms.ChoiceField(label=_("Regio"))
    name = TextField(label=_("Beroep"), max_length=120, error_messages={"required": _("Vul een naam in.")})
    sector = forms.ChoiceField(
        label=_("Sector"),
        choices=Sector.choices,
        widget=ChoiceCards(),
        error_messages={"required": _("Maak een keuze."), "invalid_choice": _("Maak een keuze.")},
    )
    summary = TextField(
        label=_("Wat doet iemand in dit werk?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    certificates = TextField(
        label=_("Nodige diploma’s en certificaten"),
        max_length=800,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Eén per regel. Bijvoorbeeld: VCA-basis."),
    )
    driving_licence = forms.BooleanField(label=_("Rijbewijs nodig"), required=False)
    hours_from = _hours(_("Uren per week vanaf"))
    hours_to = _hours(_("Uren per week tot en met"))
    circumstances = TextField(
        label=_("Hoe is het werk?"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bijvoorbeeld: buiten, vroeg beginnen, vaak tillen. Dit gaat over het werk, niet over iemand."),
    )

    tasks = TextField(
        label=_("Wat doet u?"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Eén zin per regel, met u. Bijvoorbeeld: U legt stenen recht op elkaar."),
    )
    needs = TextField(
        label=_("Wat hebt u nodig, en wat leert u?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In korte zinnen, met u. Zeg ook wat niet hoeft."),
    )
    wage_from = EuroField(label=_("Loon per maand vanaf"), required=False, min_value=0)
    wage_to = EuroField(label=_("Loon per maand tot"), required=False, min_value=0)
    wage_source = TextField(
        label=_("Waar staat dit loon?"),
        max_length=200,
        required=False,
        help_text=_("Nodig als u een loon invult. Bijvoorbeeld de naam van de cao. Bruto, bij een volle werkweek."),
    )
    wage_on = DateField(
        label=_("Van welke dag is dit loon?"), required=False, help_text=_("Nodig als u een loon invult.")
    )
    picture = forms.ChoiceField(
        label=_("Plaatje"),
        choices=WorkPicture.choices,
        required=False,
        error_messages={"invalid_choice": _("Maak een keuze.")},
    )
    is_public = forms.BooleanField(
        label=_("Iedereen mag deze pagina lezen"),
        required=False,
        help_text=_(
            "Het beroep staat dan op de openbare pagina’s voor werkzoekenden."
            " Schrijf daarvoor op wat iemand doet, of een korte omschrijving."
        ),
    )

    def __init__(self, *args: Any, acting: Acting, occupation: Occupation | None = None, **kwargs: Any) -> None:
        if occupation is not None:
            known = {name: getattr(occupation, name) for name in Profile.__slots__}
            kwargs["initial"] = known | {name: "\n".join(known[name]) for name in _IN_LINES}
        super().__init__(*args, **kwargs)
        region = self.fields["region"]
        assert isinstance(region, forms.ChoiceField)  # noqa: S101 - for the type checker
        region.choices = [(str(one.id), one.name) for one in acting.regions]
        if occupation is not None:
            del self.fields["region"]
        elif len(acting.regions) == 1:
            region.widget, region.initial = forms.HiddenInput(), str(acting.region_ids[0])

    def clean_certificates(self) -> list[str]:
        return self._lines("certificates", LONGEST_CERTIFICATE)

    def clean_tasks(self) -> list[str]:
        return self._lines("tasks", LONGEST_TASK)

    def _lines(self, name: str, longest: int) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data[name].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if any(len(line) > longest for line in found):
            raise forms.ValidationError(_("Een regel heeft hoogstens %(longest)s tekens.") % {"longest": longest})
        # Between lines a data package writes this sign.
        if any(";" in line for line in found):
            raise forms.ValidationError(_("Gebruik hier geen puntkomma. Begin een nieuwe regel."))
        return found

    def clean_picture(self) -> str:
        return self.cleaned_data["picture"] or WorkPicture.UNKNOWN.value

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        low, high = data.get("hours_from"), data.get("hours_to")
        if low and high and high < low:
            self.add_error("hours_to", _("Dit is minder dan het aantal ervoor. Verander een van de twee."))
        least, most = data.get("wage_from"), data.get("wage_to")
        if least is not None and most is not None and most < least:
            self.add_error("wage_to", _("Dit is minder dan het bedrag ervoor. Verander een van de twee."))
        if least is not None or most is not None:
            if not data.get("wage_source") and "wage_source" not in self.errors:
                self.add_error("wage_source", _("Schrijf op waar dit loon staat. Anders kan niemand het nagaan."))
            if not data.get("wage_on") and "wage_on" not in self.errors:
                self.add_error("wage_on", _("Vul in van welke dag dit loon is."))
        if data.get("is_public") and not data.get("summary") and not data.get("tasks"):
            self.add_error("tasks", _("Schrijf eerst op wat iemand doet. Anders leest iedereen een lege pagina."))
        return data

    def entered(self) -> Profile:
        return Profile(**{name: self.cleaned_data[name] for name in Profile.__slots__})
