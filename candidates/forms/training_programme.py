from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.models import TrainingProgramme
from candidates.training.programmes import ProgrammeEntry, version
from candidates.training_choices import ProgrammeKind, TrainingForm
from organisations.choices import Sector
from organisations.form_fields import ChoiceCards, DateField, EuroField, HoursField, TextField
from organisations.models import Occupation
from organisations.shown_forms import ShownForm
from organisations.tenancy import Acting

_ROWS = {"rows": 3}
_CHOOSE = {"required": _("Maak een keuze."), "invalid_choice": _("Maak een keuze.")}
_NUMBER = {
    "invalid": _("Vul een heel getal in."),
    "min_value": _("Vul 1 of meer in."),
    "max_value": _("Vul hoogstens %(limit_value)s in."),
}
HOURS_IN_A_WEEK = 60


class ProgrammeForm(ShownForm):
    """A training with its programme of requirements."""

    use_required_attribute = False
    #: As on the page, so that the summary of errors reads from top to bottom.
    field_order = (
        "region",
        "name",
        "code",
        "form",
        "kind",
        "provider",
        "developed_on",
        "sector",
        "seat_cost",
        "occupations",
        "goal",
        "entry",
        "weeks",
        "hours_per_week",
        "certificate",
        "is_concept",
    )

    region = forms.ChoiceField(label=_("Regio"), error_messages=_CHOOSE)
    name = TextField(label=_("Naam"), max_length=200, error_messages={"required": _("Vul een naam in.")})
    code = TextField(
        label=_("Code"),
        max_length=60,
        help_text=_("Kort, en niet van een andere scholing. Rapporten en bestanden gebruiken deze code."),
        error_messages={"required": _("Vul een code in.")},
    )
    form = forms.ChoiceField(
        label=_("Vorm"),
        choices=TrainingForm.choices,
        error_messages=_CHOOSE,
        widget=ChoiceCards(
            {
                TrainingForm.INTENSIVE: _("telt mee voor het doel intensief"),
                TrainingForm.SHORT: _("telt mee voor het doel kort"),
                TrainingForm.COMPARABLE: _("telt als scholing, zonder doel"),
            }
        ),
    )
    kind = forms.ChoiceField(
        label=_("Soort"),
        choices=ProgrammeKind.choices,
        error_messages=_CHOOSE,
        widget=ChoiceCards(
            {ProgrammeKind.EXISTING: _("er was al zo’n scholing"), ProgrammeKind.NEW: _("voor dit programma gemaakt")}
        ),
    )
    developed_on = DateField(
        label=_("Ontwikkeld op"),
        required=False,
        help_text=_("Alleen voor nieuwe scholing. Het kwartaalrapport noemt die."),
    )
    provider = TextField(label=_("Opleider"), max_length=200, required=False)
    sector = forms.ChoiceField(
        label=_("Sector"), required=False, choices=[("", _("Alle sectoren")), *Sector.choices], error_messages=_CHOOSE
    )
    occupations = forms.ModelMultipleChoiceField(
        label=_("Voor welke beroepen"),
        required=False,
        queryset=Occupation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    goal = TextField(
        label=_("Wat kan iemand na afloop?"), max_length=1000, required=False, widget=forms.Textarea(attrs=_ROWS)
    )
    entry = TextField(
        label=_("Voor wie is het?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs=_ROWS),
        help_text=_("Wat moet iemand vooraf kunnen of hebben? Schrijf niets over gezondheid."),
    )
    weeks = forms.IntegerField(
        label=_("Duur in weken"),
        required=False,
        min_value=1,
        max_value=260,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "num"}),
        error_messages=_NUMBER,
    )
    hours_per_week = HoursField(label=_("Uren per week"), max_digits=5, required=False, max_value=HOURS_IN_A_WEEK)
    certificate = TextField(label=_("Certificaat of diploma"), max_length=200, required=False)
    seat_cost = EuroField(label=_("Prijs per plaats, zonder btw"), required=False)
    is_concept = forms.BooleanField(label=_("Dit is nog een concept: er komen nog geen groepen van"), required=False)

    def __init__(
        self,
        *args: Any,
        acting: Acting,
        occupations: QuerySet[Occupation],
        programme: TrainingProgramme | None = None,
        **kwargs: Any,
    ) -> None:
        if programme is not None:
            kwargs["initial"] = _initial_of(programme)
        super().__init__(*args, **kwargs)
        region, chosen = self.fields["region"], self.fields["occupations"]
        assert isinstance(region, forms.ChoiceField)  # noqa: S101 - for the type checker
        assert isinstance(chosen, forms.ModelMultipleChoiceField)  # noqa: S101 - for the type checker
        region.choices = [(str(one.id), one.name) for one in acting.regions]
        chosen.queryset = occupations
        if programme is not None:
            del self.fields["region"], self.fields["is_concept"]
        elif len(acting.regions) == 1:
            region.widget, region.initial = forms.HiddenInput(), str(acting.region_ids[0])

    def clean_hours_per_week(self) -> Any:
        hours = self.cleaned_data["hours_per_week"]
        if hours is not None and not hours:
            raise forms.ValidationError(_("Vul meer dan 0 uur in, of laat dit leeg."))
        return hours

    def entered(self) -> ProgrammeEntry:
        data = self.cleaned_data
        return ProgrammeEntry(
            code=data["code"],
            name=data["name"],
            form=data["form"],
            kind=data["kind"],
            provider=data["provider"],
            sector=data["sector"],
            developed_on=data["developed_on"],
            goal=data["goal"],
            entry=data["entry"],
            weeks=data["weeks"],
            hours_per_week=data["hours_per_week"],
            certificate=data["certificate"],
            seat_cost=data["seat_cost"],
            occupations=[one.pk for one in data["occupations"]],
        )


def _initial_of(programme: TrainingProgramme) -> dict[str, Any]:
    names = [name for name in ProgrammeEntry.__slots__ if name != "occupations"]
    chosen = programme.programme_occupations.values_list("occupation_id", flat=True)
    values = {name: getattr(programme, name) for name in names}
    return values | {"occupations": list(chosen), "shown": version(programme)}
