from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from candidates.file.contacts import Contact, next_working_day
from candidates.file_choices import Channel, ContactResult
from candidates.working.call_day import wrong_day
from organisations.form_fields import DateField, NumberedRadios, TextField, give_keys
from organisations.months import add_months

#: Results of a call; each is a button.
CALL_RESULTS = (
    ContactResult.SPOKEN,
    ContactResult.CALL_BACK,
    ContactResult.NO_ANSWER,
    ContactResult.WRONG_NUMBER,
    # Of who has no telephone.
    ContactResult.SENT,
)
NONE, OTHER = "", "anders"
#: Spoken to, and on with the questions at once.
TO_INTAKE = "intake"


def offered_days(on: date) -> list[tuple[str, date]]:
    """The days that can be promised in one press, under the word in the form."""
    return [
        ("morgen", next_working_day(on)),
        ("week", next_working_day(on + timedelta(days=6))),
        ("maand", next_working_day(add_months(on, 1) - timedelta(days=1))),
    ]


class PromiseForm(forms.Form):
    """By when somebody calls again: one of a few days, or another one."""

    use_required_attribute = False
    hide_optional = True

    promise = forms.ChoiceField(label=_("Wanneer belt u weer?"), required=False, widget=forms.RadioSelect)
    call_by = DateField(label=_("Andere dag"), required=False)
    note = TextField(
        label=_("Notitie"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Alleen wat nodig is voor werk. De kandidaat kan dit op zijn eigen pagina lezen."
            " Schrijf niets op over gezondheid of over een strafblad."
        ),
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on, self.days = on, offered_days(on)
        words = {
            "morgen": _("Volgende werkdag: %(day)s"),
            "week": _("Over een week: %(day)s"),
            "maand": _("Over een maand: %(day)s"),
        }
        promise = self.fields["promise"]
        assert isinstance(promise, forms.ChoiceField)  # noqa: S101 - tells the type
        promise.choices = [
            (NONE, _("Geen nieuwe afspraak")),
            *((key, words[key] % {"day": date_format(day, "l j F")}) for key, day in self.days),
            (OTHER, _("Op een andere dag")),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen, typed = data.get("promise", NONE), data.get("call_by")
        if said := wrong_day(typed, on=self.on):
            self.add_error("call_by", said)
        if chosen == OTHER and typed is None and "call_by" not in self.errors:
            self.add_error("call_by", _("Vul de dag in waarop u belt."))
        return data

    @property
    def promised(self) -> date | None:
        """The day that was chosen; a day that was typed counts without a choice too."""
        chosen = self.cleaned_data.get("promise", NONE)
        return dict(self.days).get(chosen) or self.cleaned_data.get("call_by")


class CallForm(PromiseForm):
    """What came of a call. ``result`` is the button that was pressed; one of them goes on with the intake."""

    result = forms.ChoiceField(
        choices=[(TO_INTAKE, TO_INTAKE), *((one.value, one.label) for one in CALL_RESULTS)],
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Kies hoe het gesprek ging.")),
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        promise = self.fields["promise"]
        promise.widget = NumberedRadios(choices=promise.widget.choices)
        give_keys(self, {"note": "o", "call_by": "d"})

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("result") == ContactResult.CALL_BACK and self.promised is None and not self.errors:
            self.add_error("promise", _("Kies wanneer u terugbelt."))
        return data

    @property
    def goes_on_to_intake(self) -> bool:
        return bool(self.cleaned_data["result"] == TO_INTAKE)

    def contact(self) -> Contact:
        result = ContactResult.SPOKEN if self.goes_on_to_intake else ContactResult(self.cleaned_data["result"])
        return Contact(
            result=result,
            channel=Channel.MAIL if result == ContactResult.SENT else Channel.PHONE,
            note=self.cleaned_data["note"],
            call_by=self.promised,
        )


class ContactForm(PromiseForm):
    """A contact that was no call: a talk, a message, a mail or a letter."""

    channel = forms.ChoiceField(label=_("Hoe"), choices=[one for one in Channel.choices if one[0] != Channel.PHONE])
    result = forms.ChoiceField(
        label=_("Wat kwam eruit?"),
        choices=[
            (ContactResult.SPOKEN.value, _("Gesproken, of antwoord gekregen")),
            (ContactResult.SENT.value, _("Verstuurd")),
            (ContactResult.NO_ANSWER.value, _("Niet gekomen of geen antwoord")),
        ],
    )
    field_order = ("channel", "result", "note", "promise", "call_by", "token")

    def contact(self) -> Contact:
        return Contact(
            result=ContactResult(self.cleaned_data["result"]),
            channel=Channel(self.cleaned_data["channel"]),
            note=self.cleaned_data["note"],
            call_by=self.promised,
        )
