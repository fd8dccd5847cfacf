from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import DateField, PercentageField, TextField
from organisations.models import Organisation, new_id
from organisations.tenancy import Acting
from placements.reviewing.samples import MOST, Draw

_DAYS_TO_REPLY = 14


class SampleForm(forms.Form):
    """From what a sample is drawn, how many lines, and what the companies are asked."""

    hide_optional = True

    region = forms.ChoiceField(label=_("Regio"))
    first_on = DateField(
        label=_("Van"),
        help_text=_("Een maand doet mee als de eerste dag ervan in de periode valt."),
        error_messages={"required": _("Vul de eerste dag in.")},
    )
    last_on = DateField(label=_("Tot en met"), error_messages={"required": _("Vul de laatste dag in.")})
    contractor = forms.ModelChoiceField(
        label=_("Bedrijf"), queryset=Organisation.objects.none(), required=False, empty_label=_("Alle bedrijven")
    )
    number = forms.IntegerField(
        label=_("Aantal regels"),
        required=False,
        min_value=1,
        max_value=MOST,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"max_value": _("Trek er hoogstens 200 tegelijk."), "invalid": _("Vul een heel getal in.")},
    )
    percentage = PercentageField(label=_("Of een percentage"), required=False)
    question = TextField(
        label=_("Wat moet de opdrachtnemer laten zien?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Schrijf op wat u wilt zien.")},
    )
    reply_by = DateField(label=_("Antwoord uiterlijk op"), error_messages={"required": _("Vul een dag in.")})
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, acting: Acting, companies: QuerySet[Organisation], *, today: date, **kwargs: Any) -> None:
        start = {
            "question": _("Stuur bij deze regel het bewijs mee: een loonstrook met het BSN zwart, of de factuur."),
            "reply_by": today + timedelta(days=_DAYS_TO_REPLY),
            "first_on": date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1),
            "last_on": today.replace(day=1) - timedelta(days=1),
            "region": str(acting.region_ids[0]) if acting.region_ids else "",
            "token": new_id(),
        }
        super().__init__(initial=start, **kwargs)
        region, contractor = self.fields["region"], self.fields["contractor"]
        assert isinstance(region, forms.ChoiceField)  # noqa: S101 - for the type checker
        assert isinstance(contractor, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        region.choices = [(str(one.id), one.name) for one in acting.regions]
        contractor.queryset = companies
        if len(acting.regions) == 1:
            region.widget = forms.HiddenInput()

    def clean_percentage(self) -> Decimal | None:
        percentage: Decimal | None = self.cleaned_data["percentage"]
        if percentage is not None and not 0 < percentage <= 100:  # noqa: PLR2004 - per cent
            raise forms.ValidationError(_("Vul een percentage tussen 0 en 100 in."))
        return percentage

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_on"), data.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("De laatste dag ligt voor de eerste dag. Verander een van de twee."))
        given = [data.get("number") is not None, data.get("percentage") is not None]
        if not {"number", "percentage"} & set(self.errors) and sum(given) != 1:
            self.add_error("number", _("Vul een aantal in, of een percentage."))
        return data

    def asked(self) -> Draw:
        data = self.cleaned_data
        return Draw(
            region_id=data["region"],
            first_on=data["first_on"],
            last_on=data["last_on"],
            number=data["number"],
            percentage=data["percentage"],
            question=data["question"],
            reply_by=data["reply_by"],
            contractor_id=data["contractor"].pk if data["contractor"] else None,
        )


class ReplyForm(forms.Form):
    reply = TextField(
        label=_("Uw antwoord"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Vul uw antwoord in.")},
    )


class MoreTimeForm(forms.Form):
    reply_by = DateField(label=_("Antwoord uiterlijk op"), error_messages={"required": _("Vul een dag in.")})
