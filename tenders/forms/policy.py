from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import DateField, EuroField, PercentageField
from organisations.months import add_months
from tenders.choices import AgeReference, EvidenceTerm
from tenders.models import RegionPolicy
from tenders.regional_policy import FIGURES

_MOST_YEARS_AHEAD = 5
_YES_NO = [("yes", _("Ja")), ("no", _("Nee"))]
_NUMBER = {"required": _("Vul dit in."), "invalid": _("Vul een heel getal in.")}


def _count(label, *, most: int, least: int = 0, help_text="") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        error_messages=_NUMBER,
        validators=[
            MinValueValidator(least, _("Vul %(limit_value)s of meer in.")),
            MaxValueValidator(most, _("Vul hoogstens %(limit_value)s in.")),
        ],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num", "autocomplete": "off"}),
    )


class PolicyForm(forms.Form):
    """All figures of a region, filled in with those of the newest version, and from which day they hold."""

    field_terms: ClassVar[dict[str, str]] = {"pso_aspirant": "pso"}
    use_required_attribute = False
    #: As on the page, so that the summary of errors reads from top to bottom.
    field_order = (
        "valid_from",
        "threshold_work",
        "threshold_service",
        "threshold_supply",
        "bespoke_below_share",
        "low_below_share",
        "percentage_low",
        "percentage_high",
        "shortest_months",
        "cap",
        "pso_aspirant",
        "pso_step_1",
        "pso_step_2",
        "pso_step_3",
        "calendar_stale_days",
        "first_contact_days",
        "start_up_months",
        "statement_days",
        "answer_days",
        "automatic_reminder",
        "second_eyes_above",
        "surplus_transferable",
        "age_reference",
        "evidence_days",
        "evidence_from",
    )

    valid_from = DateField(label=_("Geldt vanaf"), help_text=_("Wat tot die dag gold, blijft in het overzicht staan."))

    threshold_work = EuroField(label=_("Drempel werken"))
    threshold_service = EuroField(label=_("Drempel diensten"))
    threshold_supply = EuroField(label=_("Drempel leveringen"))
    shortest_months = _count(
        _("Kortste looptijd in maanden"), least=1, most=120, help_text=_("Korter: het advies is ‘liever niet’.")
    )
    bespoke_below_share = PercentageField(
        label=_("Maatwerk bij een loonaandeel onder"), help_text=_("Advies: een percentage van de loonsom.")
    )
    low_below_share = PercentageField(
        label=_("Laag percentage bij een loonaandeel onder"), help_text=_("Vanaf dit loonaandeel geldt het hoge.")
    )
    percentage_low = PercentageField(label=_("Laag percentage"))
    percentage_high = PercentageField(label=_("Hoog percentage"))
    cap = EuroField(
        label=_("Hoogste verplichting per contract"), required=False, help_text=_("Leeg: er is geen hoogste bedrag.")
    )

    start_up_months = _count(
        _("Aanlooptijd in maanden"), most=60, help_text=_("Zo lang is een contract zonder plan ‘in opstart’.")
    )
    first_contact_days = _count(
        _("Dagen tot het eerste contact"), most=365, help_text=_("Na de gunning, voor opdrachtnemer en Werkplein.")
    )
    statement_days = _count(
        _("Dagen om uren door te geven"),
        most=60,
        help_text=_("Na het eind van de maand. Daarna herinnert het portaal, en staat het bij Navragen."),
    )
    answer_days = _count(_("Dagen om een vraag te beantwoorden"), most=60, help_text=_("Daarna herinnert het portaal."))
    automatic_reminder = forms.ChoiceField(
        label=_("Stuurt het portaal zelf een herinnering als een contract achterloopt?"),
        choices=_YES_NO,
        help_text=_("Elke volgende stap zet altijd een mens."),
    )
    second_eyes_above = EuroField(
        label=_("Tweede beoordelaar boven"),
        required=False,
        help_text=_(
            "Is een regel meer waard, dan keuren twee mensen hem goed. Leeg: één beoordelaar is genoeg. "
            "Wie de regel zelf invoerde, telt niet mee. U hebt dus genoeg beoordelaars nodig."
        ),
    )

    pso_aspirant = PercentageField(label=_("PSO aspirant"))
    pso_step_1 = PercentageField(label=_("PSO trede 1"))
    pso_step_2 = PercentageField(label=_("PSO trede 2"))
    pso_step_3 = PercentageField(label=_("PSO trede 3"))

    surplus_transferable = forms.ChoiceField(
        label=_("Mag een overschot mee naar een ander contract van hetzelfde bedrijf?"), choices=_YES_NO
    )
    evidence_days = _count(
        _("Dagen dat bewijsstukken blijven"), most=3650, help_text=_("Daarna verwijdert het portaal wat erin staat.")
    )
    evidence_from = forms.ChoiceField(
        label=_("Die dagen tellen vanaf"),
        choices=EvidenceTerm.choices,
        help_text=_("Het oordeel, de beoordelaar, de dag en de SHA-256 blijven bewaard."),
    )
    calendar_stale_days = _count(
        _("Dagen tot een aanbesteding verouderd is"),
        least=7,
        most=730,
        help_text=_("Is er zo lang niets bijgewerkt, dan vraagt de kalender of de aanbesteding nog klopt."),
    )
    age_reference = forms.ChoiceField(label=_("Leeftijd voor een toeslag bepalen op"), choices=AgeReference.choices)

    _SWITCHES = ("automatic_reminder", "surplus_transferable")

    def __init__(self, data: Any = None, *, on: date, policy: RegionPolicy | None = None) -> None:
        source = policy or RegionPolicy()
        figures = {name: getattr(source, name) for name in FIGURES}
        figures |= {name: "yes" if figures[name] else "no" for name in self._SWITCHES}
        super().__init__(data, initial=figures)
        self.on = on

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day > add_months(self.on, 12 * _MOST_YEARS_AHEAD):
            raise forms.ValidationError(_("Deze dag ligt meer dan vijf jaar vooruit. Controleer het jaartal."))
        return day

    def clean(self):
        super().clean()
        values = self.cleaned_data
        self._ascends(values, "percentage_low", "percentage_high", _("Het hoge percentage ligt onder het lage."))
        self._ascends(
            values,
            "bespoke_below_share",
            "low_below_share",
            _("Deze grens ligt onder die voor maatwerk."),
        )
        for name in self._SWITCHES:
            if name in values:
                values[name] = values[name] == "yes"

    def figures(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIGURES}

    def _ascends(self, values: dict[str, Any], low: str, high: str, sentence) -> None:
        if values.get(low) is not None and values.get(high) is not None and values[high] < values[low]:
            self.add_error(high, sentence)
