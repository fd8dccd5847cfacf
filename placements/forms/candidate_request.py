from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import DateField, HoursField, TextField
from placements.candidate_requests import RequestEntry

MOST_PEOPLE = 99
HOURS_IN_A_WEEK = 60


class CandidateRequestForm(forms.Form):
    """What work, how many, from when, how many hours, where."""

    work = TextField(
        label=_("Welk werk is het?"),
        max_length=200,
        help_text=_("Bijvoorbeeld: helper in de timmerwerkplaats."),
        error_messages={"required": _("Vul in welk werk het is.")},
    )
    number = forms.IntegerField(
        label=_("Hoeveel mensen zoekt u?"),
        min_value=1,
        max_value=MOST_PEOPLE,
        error_messages={
            "required": _("Vul in hoeveel mensen u zoekt."),
            "invalid": _("Vul een heel getal in, bijvoorbeeld 2."),
            "min_value": _("Vul 1 of meer in."),
            "max_value": _("Vul hoogstens 99 in."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "num"}),
    )
    starts_on = DateField(label=_("Vanaf"))
    ends_on = DateField(label=_("Tot en met"), required=False)
    hours_per_week = HoursField(
        label=_("Uren per week"),
        max_digits=5,
        min_value=Decimal("0.5"),
        max_value=HOURS_IN_A_WEEK,
        error_messages={
            "required": _("Vul de uren per week in."),
            "min_value": _("Vul een half uur of meer in."),
            "max_value": _("Vul hoogstens 60 uur per week in."),
        },
    )
    place = TextField(
        label=_("Waar is het werk?"), max_length=120, error_messages={"required": _("Vul de plaats van het werk in.")}
    )
    note = TextField(
        label=_("Wat moet iemand kunnen?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bijvoorbeeld een rijbewijs of een VCA-diploma. Noem hier geen namen van mensen."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_starts_on(self) -> date:
        first: date = self.cleaned_data["starts_on"]
        if first < timezone.localdate():
            raise ValidationError(_("Deze dag is al geweest. Vul vandaag in, of een dag die nog komt."))
        return first

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("De laatste dag ligt voor de eerste dag. Verander een van de twee."))
        return data

    def entry(self) -> RequestEntry:
        data = self.cleaned_data
        return RequestEntry(
            work=data["work"],
            number=data["number"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            hours_per_week=data["hours_per_week"],
            place=data["place"],
            note=data["note"],
        )


class CandidateAnswerForm(forms.Form):
    """How many candidates there are; none is an answer too."""

    offered = forms.IntegerField(
        label=_("Hoeveel kandidaten hebt u?"),
        min_value=0,
        max_value=MOST_PEOPLE,
        help_text=_("Vul 0 in als er niemand is."),
        error_messages={
            "required": _("Vul een aantal in, of 0 als er niemand is."),
            "invalid": _("Vul een heel getal in, bijvoorbeeld 2."),
            "min_value": _("Vul 0 of meer in."),
            "max_value": _("Vul hoogstens 99 in."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "num"}),
    )
    text = TextField(
        label=_("Hoe gaat het verder?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Bijvoorbeeld: wij bellen u deze week. Noem geen namen van kandidaten."),
        error_messages={"required": _("Schrijf op hoe het verder gaat, of waarom er niemand is.")},
    )
