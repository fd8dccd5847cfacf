from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.training.occupations import Profile
from organisations.choices import Sector
from organisations.form_fields import ChoiceCards, TextField
from organisations.models import Occupation
from organisations.tenancy import Acting

LONGEST_CERTIFICATE = 80
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

    def __init__(self, *args: Any, acting: Acting, occupation: Occupation | None = None, **kwargs: Any) -> None:
        if occupation is not None:
            known = {name: getattr(occupation, name) for name in Profile.__slots__}
            kwargs["initial"] = known | {"certificates": "\n".join(occupation.certificates)}
        super().__init__(*args, **kwargs)
        region = self.fields["region"]
        assert isinstance(region, forms.ChoiceField)  # noqa: S101 - for the type checker
        region.choices = [(str(one.id), one.name) for one in acting.regions]
        if occupation is not None:
            del self.fields["region"]
        elif len(acting.regions) == 1:
            region.widget, region.initial = forms.HiddenInput(), str(acting.region_ids[0])

    def clean_certificates(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["certificates"].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if any(len(line) > LONGEST_CERTIFICATE for line in found):
            raise forms.ValidationError(_("Een regel heeft hoogstens 80 tekens."))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        low, high = data.get("hours_from"), data.get("hours_to")
        if low and high and high < low:
            self.add_error("hours_to", _("Dit is minder dan het aantal ervoor."))
        return data

    def entered(self) -> Profile:
        return Profile(**{name: self.cleaned_data[name] for name in Profile.__slots__})
