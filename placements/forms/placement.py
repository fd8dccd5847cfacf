from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.choices import CandidateState
from organisations.choices import CONTRACTOR_KINDS, Sector
from organisations.form_fields import ChoiceCards, DateField, HoursField, TextField
from organisations.models import Occupation, Organisation
from organisations.templatetags.formatting import date_nl
from placements.choices import CheckVerdict, ContractForm, EndReason, Seen
from placements.forms.employer import EmployerForm
from placements.models import Placement, Proposal, Vacancy
from placements.placing.entering import PlacementEntry, version
from placements.placing.running import Ending, Seeing
from tenders.models import Contract

HOURS_IN_A_WEEK = 60

NO_HEALTH = _("Schrijf niets over iemands gezondheid.")


class ContractField(forms.ModelChoiceField):
    def label_from_instance(self, contract: Contract) -> str:
        days = f"{date_nl(contract.starts_on)} – {date_nl(contract.ends_on)}"
        return f"{contract.title} ({contract.contractor.name}, {days})"


class PlacementForm(EmployerForm):
    """Somebody gets work, or what was entered of it is put right (``placement``)."""

    hide_optional = True

    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices, widget=forms.RadioSelect)
    occupation = forms.ModelChoiceField(
        label=_("Beroep"), queryset=Occupation.objects.none(), required=False, empty_label=_("Niet ingevuld")
    )
    starts_on = DateField(label=_("Eerste werkdag"), error_messages={"required": _("Vul de eerste werkdag in.")})
    ends_on = DateField(
        label=_("Afgesproken einde"), required=False, help_text=_("Leeg: er is geen einde afgesproken.")
    )
    hours_per_week = HoursField(
        label=_("Uren per week"),
        max_digits=5,
        min_value=Decimal("0.5"),
        max_value=HOURS_IN_A_WEEK,
        error_messages={
            "required": _("Vul de uren per week in."),
            "min_value": _("Vul een half uur of meer in."),
            "max_value": _("Vul hoogstens 60 uur per week in."),
        },
    )
    contract_form = forms.ChoiceField(
        label=_("Soort contract"),
        choices=ContractForm.choices,
        error_messages={"required": _("Kies een soort contract.")},
    )
    wage_replaces_benefit = forms.TypedChoiceField(
        label=_("Is er met dit loon geen uitkering meer nodig?"),
        choices=[
            ("ja", _("Ja, het loon komt in de plaats van de uitkering")),
            ("nee", _("Nee, een uitkering blijft nodig")),
        ],
        coerce=lambda value: value == "ja",
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies ja of nee.")},
    )
    sroi = forms.BooleanField(label=_("Deze plaatsing telt voor social return"), required=False)
    contract = ContractField(
        label=_("Contract"),
        queryset=Contract.objects.none(),
        required=False,
        empty_label=_("Niet op een contract"),
        help_text=_("Het contract waarop de werkgever met deze kandidaat invult wat hij schuldig is."),
    )
    agreed = forms.BooleanField(
        label=_("De kandidaat vindt goed dat deze werkgever zijn naam en geboortedatum in het portaal ziet"),
        required=False,
        help_text=_("De werkgever hoeft ze dan niet zelf over te typen. U kunt dit later weer intrekken."),
    )
    reason = TextField(
        label=_("Wat klopte er niet?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=NO_HEALTH,
        error_messages={"required": _("Schrijf op wat er niet klopte.")},
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=900)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        region_id: Any,
        contracts: QuerySet[Contract],
        placement: Placement | None = None,
        vacancy: Vacancy | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        """``vacancy``: with its file, of which the work came."""
        super().__init__(data=data, initial=initial if placement is None else initial_of(placement))
        self.placement = placement
        #: The vacancy belongs to a contract that cannot be chosen here.
        self.contract_elsewhere = False
        #: The placement counts on a contract that who corrects it cannot see.
        self.keeps_contract = False
        employers = Organisation.objects.filter(regions=region_id, kind__in=CONTRACTOR_KINDS)
        if placement is not None and placement.employer_organisation_id:
            employers = Organisation.objects.filter(
                Q(pk__in=employers.values("pk")) | Q(pk__in=[placement.employer_organisation_id])
            )
        occupations = Occupation.objects.filter(region_id=region_id).order_by("name", "pk")
        if placement is None or placement.occupation_id is None:
            occupations = occupations.filter(retired_on=None)
        self._choose("organisation", employers.order_by("name", "pk"))
        self._choose("occupation", occupations)
        self._choose("contract", contracts.select_related("contractor").order_by("title", "pk"))
        if vacancy is not None:
            of = vacancy.file.contract_id
            self.contract_elsewhere = of is not None and not contracts.filter(pk=of).exists()
            if vacancy.hours_from != vacancy.hours_to:
                self.fields["hours_per_week"].help_text = _(
                    "In de vacature staat %(least)s tot en met %(most)s uur. Vul in wat is afgesproken."
                ) % {"least": vacancy.hours_from, "most": vacancy.hours_to}
        if placement is None:
            del self.fields["reason"], self.fields["shown"]
        else:
            del self.fields["token"], self.fields["agreed"]
            own_contract = placement.contract_id
            self.keeps_contract = own_contract is not None and not contracts.filter(pk=own_contract).exists()
            if self.keeps_contract:
                del self.fields["contract"], self.fields["sroi"]
            form = self.fields["contract_form"]
            assert isinstance(form, forms.ChoiceField)  # noqa: S101 - for the type checker
            if not placement.contract_form:
                form.choices = [("", _("Niet bekend")), *ContractForm.choices]
                form.required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        contract = data.get("contract")
        if contract is not None and data.get("organisation") is None and not data.get("employer"):
            data["organisation"] = contract.contractor
        self.check_employer(data)
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Het afgesproken einde ligt voor de eerste werkdag. Verander een van de twee."))
        if data.get("agreed") and data.get("organisation") is None:
            self.add_error("agreed", _("Dit kan alleen bij een werkgever uit de lijst."))
        return data

    def entry(self, *, on: date) -> PlacementEntry:
        data = self.cleaned_data
        organisation = data["organisation"]
        agreed_on = on if data.get("agreed") else None
        if self.placement is not None and organisation == self.placement.employer_organisation:
            agreed_on = self.placement.candidate_agreed_on
        return PlacementEntry(
            employer=organisation.name if organisation else data["employer"],
            organisation=organisation,
            sector=data["sector"],
            occupation=data["occupation"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            hours_per_week=data["hours_per_week"],
            contract_form=data["contract_form"],
            wage_replaces_benefit=data["wage_replaces_benefit"],
            sroi=data.get("sroi", False) or data.get("contract") is not None,
            contract=data.get("contract"),
            candidate_agreed_on=agreed_on,
            keeps_contract=self.keeps_contract,
        )

    def _choose(self, name: str, queryset: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = queryset


def initial_of(placement: Placement) -> dict[str, Any]:
    """What stands in the form of a placement that is put right."""
    return {
        "organisation": placement.employer_organisation_id,
        "employer": "" if placement.employer_organisation_id else placement.employer,
        "sector": placement.sector,
        "occupation": placement.occupation_id,
        "starts_on": placement.starts_on,
        "ends_on": placement.ends_on,
        "hours_per_week": placement.hours_per_week,
        "contract_form": placement.contract_form,
        "wage_replaces_benefit": "ja" if placement.file.wage_replaces_benefit else "nee",
        "sroi": placement.sroi,
        "contract": placement.contract_id,
        "shown": version(placement),
    }


def first_values(proposal: Proposal, *, on: date) -> dict[str, Any]:
    """What is known already of the work that came of a proposal, of which the vacancy was read along."""
    vacancy = proposal.vacancy
    starts_on = vacancy.starts_on
    return {
        "organisation": vacancy.employer_organisation_id,
        "employer": "" if vacancy.employer_organisation_id else vacancy.employer,
        "sector": vacancy.sector,
        "occupation": vacancy.occupation_id,
        "starts_on": starts_on if starts_on and starts_on >= on else on,
        # Of a range nobody knows yet what was agreed.
        "hours_per_week": vacancy.hours_to if vacancy.hours_from == vacancy.hours_to else None,
        "sroi": vacancy.sroi,
        "contract": vacancy.file.contract_id,
        # He said yes to being known there.
        "agreed": vacancy.employer_organisation_id is not None,
    }


class ExtendForm(forms.Form):
    ends_on = DateField(label=_("Nieuw afgesproken einde"), required=False, help_text=_("Leeg: voortaan zonder einde."))
    agreed_on = DateField(label=_("Afgesproken op"))
    reason = TextField(
        label=_("Waarom wordt het langer?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=NO_HEALTH,
        error_messages={"required": _("Schrijf op waarom het langer wordt.")},
    )


#: The file of the candidate stays in its state.
KEEP = "keep"


class EndForm(forms.Form):
    ended_on = DateField(label=_("Laatste werkdag"))
    reason = forms.ChoiceField(
        label=_("Waarom stopte het werk?"),
        choices=EndReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies een reden.")},
    )
    note = TextField(
        label=_("Toelichting"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=NO_HEALTH,
    )
    then = forms.ChoiceField(
        label=_("Hoe gaat het verder met de kandidaat?"),
        choices=[
            (CandidateState.READY.value, _("Zoekt weer werk")),
            (CandidateState.TRAINING.value, _("Gaat naar scholing")),
            (KEEP, _("Laat het dossier zoals het is")),
        ],
        initial=CandidateState.READY.value,
        widget=forms.RadioSelect,
    )

    def ending(self) -> Ending:
        data = self.cleaned_data
        return Ending(data["ended_on"], data["reason"], data["note"], "" if data["then"] == KEEP else data["then"])


class TakeAwayForm(forms.Form):
    reason = TextField(
        label=_("Waarom moet deze plaatsing weg?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Alleen voor een plaatsing die er nooit was. Is het werk gestopt? Beëindig de plaatsing dan."),
        error_messages={"required": _("Schrijf op waarom deze plaatsing weg moet.")},
    )


class CheckForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Klopt het?"),
        choices=CheckVerdict.choices,
        widget=ChoiceCards,
        error_messages={"required": _("Kies wat u ervan vindt.")},
    )
    seen = forms.ChoiceField(label=_("Waaraan zag u dat?"), choices=Seen.choices)
    seen_on = DateField(label=_("Gezien op"))
    note = TextField(
        label=_("Toelichting"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Bewaar hier geen bedragen van een loonstrook, en schrijf niets over iemands gezondheid."),
    )

    def seeing(self, condition: str) -> Seeing:
        return Seeing(
            condition=condition, **{name: self.cleaned_data[name] for name in ("verdict", "seen", "seen_on", "note")}
        )
