from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.choices import ErasureCause, KeptReason
from organisations.form_fields import CountField, DateField
from organisations.models import RetentionPolicy

_PICK = dict.fromkeys(("required", "invalid_choice"), _("Kies een reden."))


class RetentionPolicyForm(forms.Form):
    """The terms as they hold now."""

    use_required_attribute = False

    candidate_months = CountField(
        _("Kandidaat: hoeveel maanden na het laatste contact?"),
        least=6,
        most=120,
        help_text=_("Daarna weet niemand meer wie het was. Wat rapporten tellen, blijft."),
    )
    file_months = CountField(
        _("Contact, intake, diagnose en taken: hoeveel maanden?"),
        least=1,
        most=120,
        help_text=_("Ook na het laatste contact."),
    )
    document_months = CountField(
        _("Cv en andere documenten: hoeveel maanden?"), least=1, most=120, help_text=_("Ook na het laatste contact.")
    )
    deployed_months = CountField(
        _("Medewerker op een contract: hoeveel maanden na de afrekening?"),
        least=6,
        most=120,
        help_text=_("Van het laatste contract waarop iemand werkte. Uren en bedragen blijven."),
    )
    warn_days = CountField(
        _("Hoeveel dagen van tevoren waarschuwen?"),
        least=7,
        most=180,
        help_text=_("De coach en het coördinatiepunt krijgen dan een mail."),
    )

    def __init__(self, data: Any = None, *, policy: RetentionPolicy) -> None:
        super().__init__(data, initial={name: getattr(policy, name) for name in self.base_fields})

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or self.cleaned_data
        longest = values.get("candidate_months")
        for name in ("file_months", "document_months"):
            months = values.get(name)
            if longest is not None and months is not None and months > longest:
                self.add_error(name, _("Dit kan niet langer zijn dan de termijn van de kandidaat zelf."))
        return values


class KeepForm(forms.Form):
    """Until when somebody's data stay, and why. Reasons are codes: words could say who it is."""

    hide_optional = True

    until = DateField(label=_("Bewaren tot en met"))
    reason = forms.ChoiceField(
        label=_("Waarom?"), choices=KeptReason.choices, widget=forms.RadioSelect, error_messages=_PICK
    )


class EraseForm(forms.Form):
    """Erase a person now: why, and since when he asks for it."""

    hide_optional = True

    cause = forms.ChoiceField(
        label=_("Waarom?"),
        choices=[one for one in ErasureCause.choices if one[0] != ErasureCause.TERM],
        widget=forms.RadioSelect,
        error_messages=_PICK,
    )
    asked_on = DateField(label=_("Gevraagd op"), help_text=_("De dag waarop de persoon erom vroeg."))
    sure = forms.BooleanField(
        label=_("Ik weet dat dit niet terug kan."),
        error_messages={"required": _("Zet hier een vinkje. Gewiste gegevens komen niet terug.")},
    )

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_asked_on(self) -> Any:
        day = self.cleaned_data["asked_on"]
        if day > self.today:
            raise forms.ValidationError(_("Deze dag moet nog komen. Kies vandaag of eerder."))
        return day
