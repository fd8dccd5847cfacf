"""A vacancy as an employer, who mediates for him, or a firm without a workspace fills it in: one page."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.file_choices import DrivingLicence
from organisations.choices import Sector
from organisations.form_fields import CountField, DateField, EuroField, PersonNameField, TextField
from organisations.models import Municipality, Occupation, Organisation
from organisations.open_forms import OpenForm
from placements.forms.employer import EmployerForm
from placements.forms.placement import ContractField
from placements.models import Vacancy, VacancyFile
from placements.placing.entering import carries_out
from placements.vacancies.entry import VacancyEntry, entry_of, faults, told_by, version
from placements.vacancies.keeping import Employer
from placements.vacancy_choices import ClosedBecause, Rule
from tenders.forms.entry_fields import CompanyMail, CompanyName, CompanyPhone, KvkField, OneLine
from tenders.models import Contract

MOST_CERTIFICATES, LONGEST_CERTIFICATE = 12, 80
MOST_PLACES, MOST_HOURS = 500, 60
#: Before the name of a rule: the box beside the fact that says that it must be so.
MUST = "must_"
#: What somebody asks of most work, unless he says otherwise.
USUAL = (Rule.HOURS, Rule.TRAVEL)
_MUST_WORDS = {
    Rule.SECTOR: _("Iemand moet in deze sector willen werken"),
    Rule.OCCUPATION: _("Iemand moet dit beroep willen doen"),
    Rule.HOURS: _("Iemand moet deze uren kunnen werken"),
    Rule.CERTIFICATES: _("Iemand moet deze diploma’s hebben"),
    Rule.LICENCE: _("Iemand moet dit rijbewijs hebben"),
    Rule.TRAVEL: _("Iemand moet hier kunnen komen"),
}


class LinesField(TextField):
    """Several names, one on each line; as a tuple without doubles."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 2}))
        super().__init__(**{"max_length": MOST_CERTIFICATES * (LONGEST_CERTIFICATE + 2), "required": False} | kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, (list, tuple)) else value

    def clean(self, value: Any) -> Any:
        lines = dict.fromkeys(" ".join(line.split()) for line in str(super().clean(value)).splitlines())
        names = tuple(line for line in lines if line)
        if len(names) > MOST_CERTIFICATES:
            raise forms.ValidationError(_("Vul hoogstens %(n)s diploma’s in.") % {"n": MOST_CERTIFICATES})
        if any(len(name) > LONGEST_CERTIFICATE for name in names):
            raise forms.ValidationError(
                _("Schrijf elk diploma op een eigen regel, in hoogstens %(n)s tekens.") % {"n": LONGEST_CERTIFICATE}
            )
        return names


def _must(rule: Rule) -> forms.BooleanField:
    return forms.BooleanField(label=_MUST_WORDS[rule], required=False, initial=rule in USUAL)


class RulesForm(forms.Form):
    """Which facts of a vacancy are asked of candidates."""

    hide_optional = True
    use_required_attribute = False

    must_occupation = _must(Rule.OCCUPATION)
    must_sector = _must(Rule.SECTOR)
    must_hours = _must(Rule.HOURS)
    must_certificates = _must(Rule.CERTIFICATES)
    must_licence = _must(Rule.LICENCE)
    must_travel = _must(Rule.TRAVEL)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    @property
    def rules(self) -> tuple[str, ...]:
        return tuple(rule.value for rule in Rule if self.cleaned_data.get(f"{MUST}{rule.value}"))

    def asked(self, words: Mapping[str, str]) -> list[tuple[Any, str]]:
        """Each rule of which something is known, as its box with the fact it is about (``words`` by rule)."""
        return [(self[f"{MUST}{rule.value}"], words[rule.value]) for rule in Rule if words.get(rule.value)]


class VacancyForm(RulesForm):
    """The facts, the rules beside them, and whom to ask."""

    #: As on the page, so that the summary of errors reads from top to bottom.
    field_order: Sequence[str] = (
        *("title", "occupation", "must_occupation", "description", "also_occupations", "sector", "must_sector"),
        *("hours_from", "hours_to", "must_hours", "certificates", "must_certificates", "licence", "must_licence"),
        *("municipality", "place", "must_travel", "places", "starts_on", "closes_on", "is_expected"),
        *("wage_from", "wage_to", "offer", "is_learning", "pays_course", "sroi", "contract"),
        *("contact_name", "contact_email", "contact_phone"),
    )

    title = OneLine(
        label=_("Welk werk is het?"),
        max_length=120,
        help_text=_("Bijvoorbeeld: hulp bij steigerbouw. Dit wordt de titel."),
        error_messages={"required": _("Vul in welk werk het is.")},
    )
    occupation = forms.ModelChoiceField(
        label=_("Beroep"),
        queryset=Occupation.objects.none(),
        required=False,
        empty_label=_("Staat er niet bij"),
        help_text=_("Sector, uren en diploma’s vullen wij dan voor u in. U kunt ze veranderen."),
    )
    also_occupations = forms.ModelMultipleChoiceField(
        label=_("Wie een van deze beroepen zoekt, past ook"),
        queryset=Occupation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choice-grid"}),
        error_messages={"invalid_choice": _("Kies een beroep uit de lijst.")},
    )
    sector = forms.ChoiceField(label=_("Sector"), required=False, choices=[("", _("Kies…")), *Sector.choices])
    hours_from = CountField(
        _("Uren per week: minstens"),
        least=0,
        most=MOST_HOURS,
        required=False,
        too_few=_("Vul 1 of meer in, of 0 als er geen minimum is."),
    )
    hours_to = CountField(
        _("Hoogstens"), least=1, most=MOST_HOURS, required=False, help_text=_("Leeg: altijd evenveel uren.")
    )
    certificates = LinesField(
        label=_("Diploma’s en certificaten"),
        help_text=_("Een op elke regel. Leeg: geen diploma nodig."),
    )
    licence = forms.ChoiceField(
        label=_("Rijbewijs"), required=False, choices=[("", _("Geen rijbewijs nodig")), *DrivingLicence.choices]
    )
    description = TextField(
        label=_("Wat gaat iemand doen?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Een paar korte zinnen. Werkzoekenden lezen dit: gebruik gewone woorden."),
        error_messages={"required": _("Vertel kort wat iemand gaat doen.")},
    )
    municipality = forms.ChoiceField(
        label=_("In welke gemeente is het werk?"), error_messages={"required": _("Kies een gemeente.")}
    )
    place = OneLine(
        label=_("Plaats"), max_length=80, required=False, help_text=_("Hoeft niet. Bijvoorbeeld de naam van het dorp.")
    )
    places = CountField(_("Hoeveel mensen zoekt u?"), least=1, most=MOST_PLACES, initial=1)
    is_expected = forms.BooleanField(
        label=_("Dit werk komt eraan. Mensen kunnen nog niet beginnen"),
        required=False,
        help_text=_("Het staat dan online als ‘Verwacht’. Werkzoekenden kunnen zich voorbereiden."),
    )
    starts_on = DateField(label=_("Begint op"), required=False, help_text=_("Leeg: zo snel mogelijk."))
    closes_on = DateField(
        label=_("Reageren kan tot en met"), required=False, help_text=_("Leeg: tot u de vacature sluit.")
    )
    wage_from = EuroField(label=_("Loon per maand, bruto"), required=False)
    wage_to = EuroField(label=_("Tot"), required=False)
    offer = OneLine(
        label=_("Wat biedt u nog meer?"),
        max_length=600,
        required=False,
        help_text=_("Bijvoorbeeld: werkkleding, reiskosten, een vast contract na een half jaar."),
    )
    is_learning = forms.BooleanField(label=_("Leren en werken samen"), required=False)
    pays_course = forms.BooleanField(label=_("Wij betalen een cursus"), required=False)
    sroi = forms.BooleanField(
        label=_("Deze vacature telt voor social return"),
        required=False,
        help_text=_("Alleen als u op een contract mensen met een afstand tot werk moet inzetten."),
    )
    contract = ContractField(
        label=_("Voor welk contract?"),
        queryset=Contract.objects.none(),
        required=False,
        empty_label=_("Geen, of nog niet bekend"),
        help_text=_("Kiest u een contract? Dan telt de vacature voor social return, ook zonder vinkje hierboven."),
    )
    contact_name = PersonNameField(
        label=_("Contactpersoon"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Alleen de werkcoaches zien deze gegevens. Ze staan niet op het internet."),
        error_messages={"required": _("Vul in wie wij kunnen bellen.")},
    )
    contact_email = CompanyMail()
    contact_phone = CompanyPhone(help_text=_("Hoeft niet, maar bellen gaat sneller."))
    #: A form that is sent twice makes one vacancy.
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        municipalities: Iterable[Municipality],
        occupations: Sequence[Occupation],
        vacancy: Vacancy | None = None,
        file: VacancyFile | None = None,
        contracts: QuerySet[Contract] | None = None,
        **kwargs: Any,
    ) -> None:
        """Without ``contracts`` nothing is asked about social return."""
        if vacancy is not None and file is not None and "initial" not in kwargs:
            kwargs["initial"] = initial_of(vacancy, file)
        super().__init__(*args, **kwargs)
        self.vacancy = vacancy
        here = [(one.code, one.name) for one in municipalities]
        if vacancy is not None and vacancy.municipality not in dict(here):
            here.append((vacancy.municipality, vacancy.municipality))
        _choose(self, "municipality", [("", _("Kies…")), *here])
        stands = [*vacancy.also_occupations, vacancy.occupation_id] if vacancy is not None else []
        known = Occupation.objects.filter(pk__in=[*(one.pk for one in occupations), *filter(None, stands)])
        for name in ("occupation", "also_occupations"):
            field: Any = self.fields[name]
            field.queryset = known.order_by("name", "pk")
        if contracts is None:
            del self.fields["sroi"], self.fields["contract"]
        else:
            own: Any = self.fields["contract"]
            own.queryset = contracts.select_related("contractor").order_by("title", "pk")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        occupation = data.get("occupation")
        for name, value in (told_by(occupation) if occupation else {}).items():
            if name in {"sector", "hours_from"} and data.get(name) in {None, ""} and name not in self.errors:
                data[name] = value
                if name == "hours_from" and data.get("hours_to") is None and occupation is not None:
                    data["hours_to"] = occupation.hours_to
        if not data.get("sector") and "sector" not in self.errors:
            self.add_error("sector", _("Kies een sector, of kies hierboven een beroep."))
        self._clean_hours(data)
        low, high = data.get("wage_from"), data.get("wage_to")
        if low is None and high is not None and "wage_from" not in self.errors:
            data["wage_from"], data["wage_to"] = high, None
        if data.get("contract") is not None:
            data["sroi"] = True
        for name, sentence in faults(data, before=self.vacancy, on=timezone.localdate()):
            if name not in self.errors:
                self.add_error(name, sentence)
        return data

    def _clean_hours(self, data: dict[str, Any]) -> None:
        if {"hours_from", "hours_to"} & set(self.errors):
            return
        said = [hours for hours in (data.get("hours_from"), data.get("hours_to")) if hours is not None]
        if not said:
            self.add_error("hours_from", _("Vul in hoeveel uren per week het werk is."))
            return
        data["hours_from"], data["hours_to"] = said[0], said[-1]

    def entry(self) -> VacancyEntry:
        data = self.cleaned_data
        names = (
            "title",
            "occupation",
            "sector",
            "hours_from",
            "hours_to",
            "certificates",
            "licence",
            "municipality",
            "place",
            "places",
            "is_expected",
            "starts_on",
            "closes_on",
            "wage_from",
            "wage_to",
            "is_learning",
            "pays_course",
            "contact_name",
            "contact_email",
            "contact_phone",
        )
        return VacancyEntry(
            **{name: data[name] for name in names},
            description=data["description"].strip(),
            offer=data["offer"].strip(),
            also_occupations=tuple(one.pk for one in data["also_occupations"] if one != data["occupation"]),
            sroi=data.get("sroi", False),
            contract=data.get("contract"),
            rules=self.rules,
        )

    def with_told(self) -> dict[str, Any]:
        """What was typed, with what the chosen occupation says where nothing was: to show the form once more."""
        typed = {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self.fields.items()
        }
        known: Any = self.fields["occupation"]
        chosen = known.queryset.filter(pk=typed["occupation"]).first() if typed.get("occupation") else None
        for name, value in (told_by(chosen) if chosen else {}).items():
            if name == "sector" or not typed.get(name):
                typed[name] = value
        return typed


class MediatedVacancyForm(EmployerForm, VacancyForm):
    """For who mediates: the employer first, of the portal or by name."""

    field_order = ("organisation", "employer", *VacancyForm.field_order)

    def __init__(self, *args: Any, employers: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = employers
        vacancy = kwargs.get("vacancy")
        if vacancy is not None and vacancy.employer_organisation_id is not None:
            del self.fields["organisation"], self.fields["employer"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "organisation" in self.fields:
            self.check_employer(data)
        contract, company = data.get("contract"), data.get("organisation")
        if company is None and self.vacancy is not None:
            company = self.vacancy.employer_organisation
        if contract is not None and (company is None or not carries_out(contract, company)):
            self.add_error("contract", _("Deze werkgever doet niet mee aan dat contract. Kies een ander, of geen."))
        return data

    @property
    def chosen_employer(self) -> Employer | None:
        if "organisation" not in self.fields:
            return None
        return Employer(self.cleaned_data.get("organisation"), self.cleaned_data.get("employer", ""))


class FirmVacancyForm(VacancyForm):
    """A firm changes its vacancy by its link: it stays of the same employer."""

    kvk = KvkField(
        label=_("KVK-nummer"),
        max_length=12,
        required=False,
        help_text=_("Hoeft niet. Daarmee kijken wij sneller na wie u bent."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class OfferForm(OpenForm, FirmVacancyForm):
    """The same for whoever has no workspace, without logging in."""

    employer = CompanyName(
        label=_("Naam van uw bedrijf"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Vul de naam van uw bedrijf in.")},
    )
    agrees = forms.BooleanField(
        label=_("Ik mag deze vacature plaatsen. Ze komt op het internet te staan."),
        error_messages={"required": _("Zet hier een vinkje. Zonder toestemming kunnen wij de vacature niet plaatsen.")},
    )

    #: The firm stands first on the page.
    field_order = ("employer", "kvk", *VacancyForm.field_order, "agrees")


class FillForm(forms.Form):
    """How many people were hired."""

    hired = CountField(_("Hoeveel mensen hebt u aangenomen?"), least=1, most=MOST_PLACES)


class CloseForm(forms.Form):
    because = forms.ChoiceField(
        label=_("Waarom sluit u de vacature?"),
        choices=[(one.value, one.label) for one in ClosedBecause.chosen()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies waarom de vacature sluit.")},
    )


class RejectForm(forms.Form):
    reason = TextField(
        label=_("Waarom plaatst u deze vacature niet?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Het bedrijf krijgt dit te lezen."),
        error_messages={"required": _("Schrijf op waarom u deze vacature niet plaatst.")},
    )


class WorkspaceForm(forms.Form):
    """The firm becomes a company of the portal."""

    name = OneLine(
        label=_("Naam van het bedrijf"),
        max_length=200,
        error_messages={"required": _("Vul de naam van het bedrijf in.")},
    )
    kvk = KvkField(
        label=_("KVK-nummer"),
        max_length=12,
        help_text=_("8 cijfers. Kijk het na in het handelsregister."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Vul het KVK-nummer in.")},
    )


def initial_of(vacancy: Vacancy, file: VacancyFile) -> dict[str, Any]:
    """What stands in the form of a vacancy that is changed."""
    return (
        entry_of(vacancy, file)
        | {f"{MUST}{rule.value}": rule.value in vacancy.rules for rule in Rule}
        | {
            "employer": vacancy.employer,
            "kvk": file.kvk,
            "shown": version(vacancy),
            "hours_to": None if vacancy.hours_to == vacancy.hours_from else vacancy.hours_to,
        }
    )


def for_another(vacancy: Vacancy, file: VacancyFile) -> Mapping[str, Any]:
    """What a next vacancy of the same employer mostly has in common with this one."""
    return {
        "municipality": vacancy.municipality,
        "place": vacancy.place,
        "contact_phone": file.contact_phone,
    }


def _choose(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    field: Any = form.fields[name]
    field.choices = choices
