import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import CountField, DateField, TextField
from organisations.shown_forms import ShownForm
from reporting.choices import PartnerGroup
from reporting.flow.checking import Said
from reporting.flow.judging import Invited, Partner
from reporting.forms.report import LONGEST_TEXT
from reporting.models import ReportWarning

LONGEST_JUDGEMENT = 3000
LONGEST_REASON = 500
_NO_PERSON = _("Noem geen namen van kandidaten of medewerkers.")


def _text(label: Any, *, rows: int, most: int, help_text: Any = "", required: bool = True) -> TextField:
    return TextField(
        label=label,
        help_text=help_text,
        max_length=most,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class AskForm(forms.Form):
    """Whom to ask for a judgement: partners with an account, and one address without."""

    partners = forms.MultipleChoiceField(
        label=_("Partners die het in het portaal schrijven"), required=False, widget=forms.CheckboxSelectMultiple
    )
    email = forms.EmailField(
        label=_("E-mailadres van iemand zonder account"),
        required=False,
        help_text=_("Deze persoon krijgt een eigen link en hoeft niet in te loggen."),
    )
    group = forms.ChoiceField(
        label=_("Namens"), required=False, help_text=_("Kies dit bij het e-mailadres. Het staat zo in het rapport.")
    )
    due_on = DateField(label=_("Uiterlijk"))

    def __init__(self, *args: Any, partners: Sequence[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.there = {str(one.organisation_id): one for one in partners}
        self.fields["partners"].choices = [  # type: ignore[attr-defined]
            (str(one.organisation_id), f"{one.name} ({one.group})") for one in partners
        ]
        self.fields["group"].choices = [  # type: ignore[attr-defined]
            ("", _("Kies een groep")),
            *((group.label, group.label) for group in PartnerGroup if group != PartnerGroup.ALL),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("email") and cleaned.get("group") == "":
            self.add_error("group", _("Kies namens welke groep deze persoon schrijft."))
        return cleaned

    def invited(self) -> list[Invited]:
        """Whom was chosen."""
        found = [
            Invited(self.there[one].group, self.there[one].organisation_id) for one in self.cleaned_data["partners"]
        ]
        if self.cleaned_data["email"]:
            found.append(Invited(self.cleaned_data["group"], email=self.cleaned_data["email"]))
        return found


class JudgementForm(forms.Form):
    text = _text(
        _("Uw oordeel"),
        rows=10,
        most=LONGEST_JUDGEMENT,
        help_text=_("Komt zo in het rapport. Noem geen namen van kandidaten of medewerkers."),
    )
    spoken_by = TextField(
        label=_("Wie spreekt hier?"),
        max_length=120,
        help_text=_("Uw organisatie en functie, bijvoorbeeld: Gemeente Groningen, wethouder. Uw naam hoeft niet."),
    )


class ManagerTextForm(ShownForm):
    manager_text = _text(
        _("Toelichting van de programmamanager"),
        rows=12,
        most=LONGEST_TEXT,
        required=False,
        help_text=_("Komt op de eerste bladzijde. Leg uit wat het verschil met het doel betekent voor de termijn."),
    )


class WarningsForm(forms.Form):
    """Of each warning: seen, and what the manager says of it."""

    hide_optional = True

    def __init__(self, *args: Any, warnings: Sequence[ReportWarning], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [one.code for one in warnings]
        for one in warnings:
            self.fields[f"seen_{one.code}"] = forms.BooleanField(
                label=_("Gezien, geen bezwaar"), required=False, initial=one.at is not None
            )
            self.fields[f"count_{one.code}"] = forms.IntegerField(
                required=False, initial=one.count, widget=forms.HiddenInput
            )
            self.fields[f"said_{one.code}"] = TextField(
                label=_("Toelichting"),
                required=False,
                max_length=LONGEST_REASON,
                initial=one.explanation,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    def said(self) -> dict[str, Said]:
        data = self.cleaned_data
        return {
            code: Said(data[f"seen_{code}"], data[f"said_{code}"].strip(), data[f"count_{code}"]) for code in self.codes
        }


class ConsentForm(forms.Form):
    """Consent of several partners at once, as they give it in a meeting."""

    partners = forms.MultipleChoiceField(label=_("Welke partners?"), widget=forms.CheckboxSelectMultiple)
    given_on = DateField(label=_("Gegeven op"))
    given_by = TextField(
        label=_("Door wie, of waar"),
        max_length=200,
        help_text=_("Bijvoorbeeld: vergadering van het convenantoverleg, of brief van de wethouder."),
    )

    def __init__(self, *args: Any, partners: Sequence[tuple[uuid.UUID, str]], on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["partners"].choices = [(str(pk), name) for pk, name in partners]  # type: ignore[attr-defined]

    def clean_given_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["given_on"]
        if day > self.on:
            raise ValidationError(_("Vul de dag in waarop de partner toestemming gaf: vandaag of eerder."))
        return day


class ReasonForm(forms.Form):
    reason = _text(_("Reden"), rows=3, most=LONGEST_REASON, help_text=_NO_PERSON)


class EvaluationForm(forms.Form):
    year = CountField(label=_("Over welk jaar"), least=2000, most=2199)
    meeting_on = DateField(label=_("Vergadering op"), help_text=_("Het verslag moet er een maand na deze dag zijn."))


class RecordForm(forms.Form):
    record = _text(_("Verslag van de evaluatie"), rows=14, most=20000, help_text=_NO_PERSON)


class OpinionForm(forms.Form):
    """What a partner thinks otherwise. The bureau says of which partner; a partner speaks for itself."""

    partner = forms.ChoiceField(label=_("Van welke partner"))
    text = _text(_("Afwijkende mening"), rows=5, most=LONGEST_JUDGEMENT, help_text=_NO_PERSON)

    def __init__(self, *args: Any, partners: Sequence[tuple[uuid.UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = [(str(pk), name) for pk, name in partners]  # type: ignore[attr-defined]


class ReportPolicyForm(forms.Form):
    cut_off_day = CountField(
        label=_("Sluitingsdag"),
        least=1,
        most=28,
        help_text=_(
            "Op deze dag van de maand na de periode sluit het rapport. Valt die in een weekend of op een feestdag, dan"
            " is het de eerste werkdag erna. De dag daarop maakt het portaal vanzelf een concept."
        ),
    )
    judgement_days = CountField(label=_("Dagen die partners hebben voor een oordeel"), least=3, most=60)
