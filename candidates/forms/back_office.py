import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.back_office import FIGURES, Served
from candidates.models import BackOfficePolicy
from organisations.form_fields import CountField
from organisations.models import Membership, Organisation


class BackOfficeForm(forms.Form):
    """The terms of the back office, filled in as they hold now."""

    use_required_attribute = False

    contact_days = CountField(
        _("Bellen binnen hoeveel dagen?"),
        least=1,
        most=60,
        help_text=_("Na de aanmelding. Wie dan nog niemand sprak, komt bij ‘Nog niet gesproken’."),
    )
    project_leader = forms.ChoiceField(
        label=_("Projectleider ABC"),
        required=False,
        help_text=_("Keurt kosten van scholing goed voordat ze betaald worden."),
    )
    benefit_months = CountField(
        _("Hoogstens hoeveel maanden met behoud van uitkering?"),
        least=1,
        most=24,
        help_text=_("Alles samen van één kandidaat: proefplaatsing, werkervaring, op voorraad en scholing."),
    )
    benefit_warn_months = CountField(
        _("Waarschuwen na hoeveel maanden?"), least=1, most=24, help_text=_("De coach krijgt dan een taak.")
    )
    training_gap_months = CountField(
        _("Hoeveel maanden tussen scholing en werk telt nog mee?"),
        least=0,
        most=24,
        help_text=_("Voor duurzame uitstroom."),
    )

    def __init__(self, data: Any = None, *, policy: BackOfficePolicy, leaders: Sequence[Membership]) -> None:
        initial = {name: getattr(policy, name) for name in FIGURES}
        initial["project_leader"] = str(policy.project_leader_id or "")
        super().__init__(data, initial=initial)
        choices = [("", _("Nog niemand")), *((str(one.user_id), one.user.name) for one in leaders)]
        self.fields["project_leader"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or self.cleaned_data
        most, warn = values.get("benefit_months"), values.get("benefit_warn_months")
        if most is not None and warn is not None and warn > most:
            self.add_error("benefit_warn_months", _("Waarschuwen kan niet na de grens."))
        return values

    def figures(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIGURES}

    @property
    def project_leader_id(self) -> uuid.UUID | None:
        chosen = self.cleaned_data["project_leader"]
        return uuid.UUID(chosen) if chosen else None


class AreasForm(forms.Form):
    """For each municipality the Werkplein that helps its residents."""

    hide_optional = True

    def __init__(self, data: Any = None, *, served: Sequence[Served], werkpleinen: Sequence[Organisation]) -> None:
        super().__init__(data)
        choices = [("", _("Nog geen")), *((str(one.pk), one.name) for one in werkpleinen)]
        for one in served:
            self.fields[one.municipality.pk] = forms.ChoiceField(
                label=one.municipality.name, required=False, choices=choices, initial=str(one.werkplein_id or "")
            )

    def areas(self) -> dict[str, uuid.UUID | None]:
        return {code: uuid.UUID(value) if value else None for code, value in self.cleaned_data.items()}
