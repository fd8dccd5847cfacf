"""What coach and employer say about a proposal."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import DateField, TextField
from organisations.refused import SHORTEST_SAID
from placements.mediation.deciding import Meeting
from placements.vacancy_choices import DeclineReason, RefuseReason

NO_HEALTH = _("Schrijf niets over iemands gezondheid of uitkering.")


class AskForm(forms.Form):
    """What the employer will read of somebody, and by when that person answers."""

    introduction = TextField(
        label=_("Wat leest de werkgever over deze kandidaat?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Schrijf wat iemand kan, deed en wil. Geen naam, geen telefoonnummer, niets over gezondheid of uitkering. "
            "De kandidaat leest dit ook, voordat hij antwoordt."
        ),
        error_messages={"required": _("Schrijf op wat de werkgever over deze kandidaat leest.")},
    )
    answer_by = DateField(
        label=_("Antwoord voor of op"),
        error_messages={"required": _("Kies voor welke dag u antwoord wilt.")},
    )


class ToldForm(forms.Form):
    """What the candidate told by telephone."""

    wants = forms.ChoiceField(
        label=_("Wat zei de kandidaat?"),
        choices=[("ja", _("Ja, stel mij voor")), ("nee", _("Nee"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies ja of nee.")},
    )
    reason = forms.ChoiceField(
        label=_("Waarom niet?"),
        choices=[("", _("Kies een reden")), *DeclineReason.choices],
        required=False,
        help_text=_("Alleen bij nee."),
    )
    note = TextField(
        label=_("Toelichting"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=NO_HEALTH,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("wants") == "nee" and not data.get("reason"):
            self.add_error("reason", _("Kies waarom niet."))
        return data


class MeetingForm(forms.Form):
    """When and where they meet."""

    day = DateField(label=_("Dag"), error_messages={"required": _("Vul de dag van de kennismaking in.")})
    clock = forms.TimeField(
        label=_("Tijd"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("Vul de tijd in, bijvoorbeeld 14:30."),
            "invalid": _("Vul de tijd in als 14:30."),
        },
    )
    place = TextField(
        label=_("Waar"),
        max_length=120,
        help_text=_("Adres, en bij wie iemand zich meldt. Of: telefonisch."),
        error_messages={"required": _("Vul in waar u elkaar ontmoet.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, clock = data.get("day"), data.get("clock")
        if day and clock and _moment(day, clock) <= timezone.now():
            self.add_error("day", _("Dit moment is al geweest. Kies een moment dat nog komt."))
        return data

    def meeting(self) -> Meeting:
        data = self.cleaned_data
        return Meeting(_moment(data["day"], data["clock"]), data["place"])


def _moment(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


class RefuseForm(forms.Form):
    """Why it is a no: a reason out of a list, so that it can be counted."""

    reason = forms.ChoiceField(
        label=_("Waarom gaat het niet door?"),
        choices=RefuseReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies waarom het niet doorgaat.")},
    )
    note = TextField(
        label=_("Toelichting"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=NO_HEALTH,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("reason") == RefuseReason.OTHER and not data.get("note") and "note" not in self.errors:
            self.add_error("note", _("Schrijf op waarom het niet doorgaat."))
        return data

    def clean_note(self) -> str:
        return _long_enough(self.cleaned_data["note"])


class WithdrawForm(forms.Form):
    """Why the coach takes a proposal back."""

    reason = TextField(
        label=_("Waarom trekt u dit voorstel in?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=NO_HEALTH,
        error_messages={"required": _("Schrijf op waarom u het voorstel intrekt.")},
    )

    def clean_reason(self) -> str:
        return _long_enough(self.cleaned_data["reason"])


def _long_enough(text: str) -> str:
    if text and len(text.strip()) < SHORTEST_SAID:
        raise ValidationError(
            _("Schrijf iets meer: minstens %(n)s tekens. Een ander moet kunnen lezen wat u bedoelt."),
            params={"n": SHORTEST_SAID},
        )
    return text.strip()
