"""What coach and employer say about a proposal."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import DateField, TextField
from organisations.refused import SHORTEST_SAID
from placements.mediation.deciding import Meeting
from placements.mediation.ending import Why
from placements.vacancy_choices import DeclineReason, ProposalState, RefuseReason, TakenBack

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

    # A reason belongs to every no: that it is not needed would be wrong beside it.
    hide_optional = True

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
        label=_("Toelichting (hoeft niet)"),
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


class MetForm(forms.Form):
    """The yes of a speed date is written down by who knows that the candidate knows what follows of it."""

    sure = forms.BooleanField(
        label=_("De kandidaat weet dat de werkgever nu zijn naam, telefoonnummer en e-mailadres ziet."),
        error_messages={
            "required": _("Weet de kandidaat dit nog niet? Vertel het eerst, of vraag het met een mail of sms.")
        },
    )


class WithdrawForm(forms.Form):
    """Why the coach takes a proposal back: a reason out of a list, so that it can be counted."""

    because = forms.ChoiceField(
        label=_("Waarom trekt u dit in?"),
        choices=[("", _("Kies een reden")), *TakenBack.choices],
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Kies waarom u het voorstel intrekt.")),
    )
    note = TextField(
        label=_("Toelichting"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("De werkgever leest dit niet. Schrijf niets over iemands gezondheid of uitkering."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("because") == TakenBack.OTHER and not data.get("note") and "note" not in self.errors:
            self.add_error("note", _("Schrijf op waarom u het voorstel intrekt."))
        return data

    def clean_note(self) -> str:
        return _long_enough(self.cleaned_data["note"])

    def why(self) -> Why:
        return Why(self.cleaned_data["because"], self.cleaned_data["note"])


class TakeBackForm(WithdrawForm):
    """Several proposals of one candidate at once: all that run are ticked, work he was taken on for is not."""

    field_order = ("chosen", "because", "note")

    chosen = forms.MultipleChoiceField(
        label=_("Welke voorstellen?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Kies welke voorstellen u intrekt."),
            "invalid_choice": _("Een voorstel is intussen veranderd. Kijk de lijst opnieuw na."),
        },
    )

    def __init__(self, *args: Any, proposals: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["chosen"]
        chosen.choices = [(str(one.pk), f"{one.vacancy.title}, {one.vacancy.employer}") for one in proposals]
        chosen.initial = [str(one.pk) for one in proposals if one.state in ProposalState.running()]


def _long_enough(text: str) -> str:
    if text and len(text.strip()) < SHORTEST_SAID:
        raise ValidationError(
            _("Schrijf iets meer: minstens %(n)s tekens. Een ander moet kunnen lezen wat u bedoelt."),
            params={"n": SHORTEST_SAID},
        )
    return text.strip()
