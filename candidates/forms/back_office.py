import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.back_office import FIGURES, Served, StandIn
from candidates.models import BackOfficePolicy
from organisations.form_fields import CountField, DateField
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
    stand_in = forms.ChoiceField(
        label=_("Vervanger"),
        required=False,
        help_text=_("Een collega die akkoord geeft zolang de projectleider er niet is. Nooit op eigen facturen."),
    )
    away_from = DateField(label=_("Vervangt vanaf"), required=False)
    away_until = DateField(label=_("Tot en met"), required=False)
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
    vacancy_ask_days = CountField(
        _("Na hoeveel dagen vragen of een vacature nog klopt?"),
        least=7,
        most=365,
        help_text=_("De werkgever krijgt een mail en drukt op één knop."),
    )
    vacancy_answer_days = CountField(
        _("Zonder antwoord van de website na hoeveel dagen?"), least=3, most=90, help_text=_("Na die vraag.")
    )

    def __init__(self, data: Any = None, *, policy: BackOfficePolicy, leaders: Sequence[Membership]) -> None:
        initial = {name: getattr(policy, name) for name in FIGURES}
        initial["project_leader"] = str(policy.project_leader_id or "")
        initial["stand_in"] = str(policy.stand_in_id or "")
        initial |= {"away_from": policy.away_from, "away_until": policy.away_until}
        super().__init__(data, initial=initial)
        colleagues = [(str(one.user_id), one.user.name) for one in leaders]
        self.fields["project_leader"].choices = [("", _("Nog niemand")), *colleagues]  # type: ignore[attr-defined]
        self.fields["stand_in"].choices = [("", _("Niemand")), *colleagues]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or self.cleaned_data
        most, warn = values.get("benefit_months"), values.get("benefit_warn_months")
        if most is not None and warn is not None and warn > most:
            self.add_error("benefit_warn_months", _("Waarschuwen kan niet na de grens."))
        self._clean_stand_in(values)
        return values

    def _clean_stand_in(self, values: dict[str, Any]) -> None:
        chosen = values.get("stand_in")
        first, last = values.get("away_from"), values.get("away_until")
        if not chosen:
            if first or last:
                self.add_error("stand_in", _("Kies wie de projectleider op deze dagen vervangt."))
            return
        if not values.get("project_leader"):
            self.add_error("project_leader", _("Kies eerst wie de projectleider is."))
        elif chosen == values["project_leader"]:
            self.add_error("stand_in", _("De projectleider kan zichzelf niet vervangen. Kies een collega."))
        for name in ("away_from", "away_until"):
            if not values.get(name) and name not in self.errors:
                self.add_error(name, _("Vul in op welke dagen."))
        if first and last and last < first:
            self.add_error("away_until", _("Deze dag ligt voor de eerste dag. Kies de eerste dag of later."))

    def figures(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIGURES}

    @property
    def project_leader_id(self) -> uuid.UUID | None:
        chosen = self.cleaned_data["project_leader"]
        return uuid.UUID(chosen) if chosen else None

    @property
    def who_stands_in(self) -> StandIn | None:
        data = self.cleaned_data
        if not data["stand_in"]:
            return None
        return StandIn(uuid.UUID(data["stand_in"]), data["away_from"], data["away_until"])


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
