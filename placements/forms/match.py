"""Whom of the list of a vacancy to show, and why somebody who goes first is passed over."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.training.seat_order import Ring
from organisations.form_fields import TextField
from organisations.refused import Refused
from placements.mediation.matches import IN_TRAINING, READY, Wanted
from placements.mediation.openings import LATER, NOW, Search
from placements.mediation.passing_over import Reason
from placements.mediation.words import RINGS
from placements.vacancy_choices import MatchPassReason


class MatchFilterForm(forms.Form):
    zoek = TextField(
        label=_("Naam of nummer"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    gebied = forms.ChoiceField(
        label=_("Woont in"),
        required=False,
        choices=[("", _("Overal")), *((str(int(ring)), word) for ring, word in RINGS.items())],
    )
    stand = forms.ChoiceField(
        label=_("Stand"),
        required=False,
        choices=[("", _("Iedereen")), (READY, _("Klaar voor werk")), (IN_TRAINING, _("In scholing"))],
    )
    werkplein = forms.ChoiceField(label=_("Werkplein"), required=False)
    regels = forms.BooleanField(label=_("Voldoet aan alle regels"), required=False)


class MatchFilter:
    """The filter of the list, as ``filter_form`` shows it; what cannot be chosen asks nothing."""

    is_bound = True

    def __init__(self, data: Any) -> None:
        self.form = MatchFilterForm(data)
        werkplein = _key(data.get("werkplein", ""))
        self.form.fields["werkplein"].choices = [("", "")] + ([(str(werkplein), "")] if werkplein else [])  # type: ignore[attr-defined]
        self.form.full_clean()
        found = self.form.cleaned_data
        ring = found.get("gebied")
        self.wanted = Wanted(
            words=found.get("zoek", ""),
            all_rules=found.get("regels", False),
            state=found.get("stand", ""),
            ring=Ring(int(ring)) if ring else None,
            werkplein_id=werkplein,
            page=data.get("page", "1"),
        )

    @property
    def narrows(self) -> bool:
        return self.wanted != Wanted(page=self.wanted.page)

    def choose_from(self, werkpleinen: list[tuple[str, str]]) -> None:
        """Which Werkpleinen there are; a list of only one asks nothing."""
        if len(werkpleinen) < 2 and self.wanted.werkplein_id is None:  # noqa: PLR2004 - one is no choice
            del self.form.fields["werkplein"]
            return
        self.form.fields["werkplein"].choices = [("", _("Alle")), *werkpleinen]  # type: ignore[attr-defined]


class OpeningFilterForm(forms.Form):
    zoek = TextField(
        label=_("Werk, werkgever of plaats"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    wanneer = forms.ChoiceField(
        label=_("Wanneer"),
        required=False,
        choices=[("", _("Nu en straks")), (NOW, _("Nu open")), (LATER, _("Komt eraan"))],
    )
    regels = forms.BooleanField(label=_("Voldoet aan alle regels"), required=False)


class OpeningFilter:
    """The filter of the vacancies for one candidate, as ``filter_form`` shows it; what cannot be chosen asks nothing."""

    is_bound = True

    def __init__(self, data: Any) -> None:
        self.form = OpeningFilterForm(data)
        self.form.full_clean()
        found = self.form.cleaned_data
        self.wanted = Search(
            words=found.get("zoek", ""),
            all_rules=found.get("regels", False),
            when=found.get("wanneer", ""),
            page=data.get("page", "1"),
        )

    @property
    def narrows(self) -> bool:
        return self.wanted != Search(page=self.wanted.page)


class PassOverForm(forms.Form):
    """Why somebody from farther away is chosen; only asked for when that is so."""

    hide_optional = True

    reden = forms.ChoiceField(
        label=_("Waarom kiest u deze persoon?"),
        choices=[("", _("Kies een reden")), *MatchPassReason.choices],
        error_messages={"required": _("Kies een reden.")},
    )
    toelichting = TextField(
        label=_("Toelichting"),
        max_length=500,
        required=False,
        help_text=_("Nodig bij een andere reden. Schrijf niets over gezondheid en noem geen namen."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("reden") and "toelichting" in data:
            try:
                Reason(data["reden"], data["toelichting"]).checked()
            except Refused as refused:
                self.add_error("toelichting", refused.sentence)
        return data

    def given(self) -> Reason:
        return Reason(self.cleaned_data["reden"], self.cleaned_data["toelichting"])


def _key(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
