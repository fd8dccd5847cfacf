"""Changing what was agreed: terms from a day on, call-offs, turnover and extensions. Prefilled with what holds."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, ClassVar, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import ChoiceCards, DateField, EuroField, PercentageField
from organisations.months import add_months
from tenders.choices import Basis, OptionState
from tenders.forms.entry_fields import OneLine
from tenders.growth import CallOffEntry, TurnoverEntry
from tenders.models import CallOff, Contract, OptionYear, Turnover
from tenders.options import OptionEntry, adds_to_basis, follows_from, next_start
from tenders.terms import TermsFile
from tenders.versions import Terms

_ONE_DAY = timedelta(days=1)
_YEARS = [
    MinValueValidator(date(2000, 1, 1), _("Controleer het jaartal.")),
    MaxValueValidator(date(2099, 12, 31), _("Controleer het jaartal.")),
]


class OfTerms(forms.Form):
    """A form about terms: with the width of each field, of six columns, where it is not the whole row."""

    use_required_attribute = False
    hide_optional = False
    widths: ClassVar[dict[str, str]] = {}
    asks_by_basis = False

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.error_messages["required"] = _("Maak een keuze.")
            elif isinstance(field, forms.CharField):
                field.error_messages["required"] = _("Vul dit in.")

    def rows(self) -> Iterator[tuple[forms.BoundField, str]]:
        for field in self.visible_fields():
            yield field, self.widths.get(field.name, "")

    def clean(self) -> dict[str, Any]:
        super().clean()
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("De laatste dag ligt voor de eerste dag. Verander een van de twee."))
        return self.cleaned_data


class TermsForm(OfTerms):
    """New terms from a day on. Gives only what differs from the terms with which it was opened."""

    field_terms: ClassVar[dict[str, str]] = {"contract_sum": "opdrachtsom", "basis": "grondslag"}
    widths: ClassVar[dict[str, str]] = {
        "valid_from": "f-3",
        "percentage": "f-3",
        "starts_on": "f-3",
        "ends_on": "f-3",
        "contract_sum": "f-3",
        "basis": "f-3",
        "basis_stated": "f-3 when-other-basis",
    }
    field_order = ("number", "valid_from", "percentage")
    hide_optional = True

    number = forms.IntegerField(widget=forms.HiddenInput)
    valid_from = DateField(label=_("Geldt vanaf"), validators=_YEARS)
    starts_on = DateField(label=_("Eerste dag"), validators=_YEARS)
    ends_on = DateField(label=_("Laatste dag"), validators=_YEARS)
    contract_sum = EuroField(label=_("Opdrachtsom, zonder btw"))
    basis = forms.ChoiceField(label=_("Grondslag"), choices=Basis.choices)
    basis_stated = EuroField(label=_("Bedrag van de grondslag"), required=False)
    percentage = PercentageField(label=_("Percentage"), max_digits=7, decimal_places=4)
    reason = OneLine(label=_("Waarom verandert dit?"), max_length=500)

    def __init__(self, file: TermsFile, *, on: date, data: QueryDict | None = None) -> None:
        self.file, self.on = file, on
        self.opened = file.on(on).terms
        self.last_number = max(version.number for version in file.versions)
        first_day = max(on, file.first_day())
        initial = {name: getattr(self.opened, name) for name in ("starts_on", "ends_on", "contract_sum", "basis")}
        initial |= {
            "basis_stated": self.opened.basis_stated,
            "percentage": self.opened.percentage,
            "valid_from": first_day,
            "number": self.last_number,
        }
        super().__init__(data, initial=initial)
        self.fields["basis_stated"].help_text = (
            _("Alleen wat als één bedrag is genoemd. Deelopdrachten en facturen tellen er vanzelf bij op.")
            if file.contract.is_framework or file.facts.turnovers or self.opened.basis == Basis.INVOICED_TURNOVER
            else _("Zonder btw. Het percentage telt hierover.")
        )
        self.asks_by_basis = not file.contract.is_framework

    def clean_number(self) -> int:
        number = self.cleaned_data["number"]
        if number != self.last_number:
            data = cast("QueryDict", self.data).copy()
            data["number"] = str(self.last_number)
            self.data = data
            raise forms.ValidationError(
                _("Intussen heeft iemand anders de afspraken gewijzigd. Controleer wat u invulde en bewaar opnieuw.")
            )
        return int(number)

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if day < self.file.first_day():
            raise forms.ValidationError(_("Deze dag ligt voor de gunning. Kies de dag van de gunning of later."))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if "number" in self.errors:
            self.add_error(None, self.errors.pop("number"))
        plain = values.get("basis") == Basis.CONTRACT_SUM and not self.file.contract.is_framework
        if plain and (values.get("contract_sum"), values["basis"]) != (self.opened.contract_sum, self.opened.basis):
            values["basis_stated"] = values.get("contract_sum")
        elif plain:
            values["basis_stated"] = self.opened.basis_stated
        elif values.get("basis_stated") is None and "basis_stated" not in self.errors:
            self.add_error("basis_stated", _("Vul dit in."))
        if set(self.errors) <= {"reason"} and not self.changes():
            self.add_error(None, _("Er is nog niets veranderd. Pas een bedrag, percentage of datum aan."))
        return values

    def changes(self) -> dict[str, Any]:
        """What was filled in otherwise than it holds; nothing so, then what is shown and does not hold on that day."""
        return self._differing(self.opened) or self._moved()

    def throughout(self) -> date | None:
        """Up to which day what is shown comes in the place of everything: when only its first day was changed."""
        return None if self._differing(self.opened) else self.on

    def _moved(self) -> dict[str, Any]:
        day = self.cleaned_data.get("valid_from")
        return self._differing(self.file.on(day).terms) if day else {}

    def _differing(self, opened: Terms) -> dict[str, Any]:
        names = ("starts_on", "ends_on", "contract_sum", "basis", "basis_stated", "percentage")
        return {
            name: self.cleaned_data[name]
            for name in names
            if self.cleaned_data.get(name) is not None and self.cleaned_data[name] != getattr(opened, name)
        }


class ReasonForm(OfTerms):
    """Only why."""

    reason = OneLine(label=_("Reden"), max_length=300)


class CallOffForm(OfTerms):
    widths: ClassVar[dict[str, str]] = {
        "reference": "f-3",
        "awarded_on": "f-3",
        "starts_on": "f-2",
        "ends_on": "f-2",
        "amount": "f-2",
    }

    title = OneLine(label=_("Omschrijving"), max_length=200)
    reference = OneLine(label=_("Kenmerk"), max_length=60)
    awarded_on = DateField(label=_("Datum van de deelopdracht"), validators=_YEARS)
    starts_on = DateField(label=_("Eerste dag"), validators=_YEARS)
    ends_on = DateField(label=_("Laatste dag"), validators=_YEARS)
    amount = EuroField(label=_("Bedrag, zonder btw"))

    def __init__(self, contract: Contract, *, on: date, known: int, data: QueryDict | None = None) -> None:
        self.on = on
        initial = {
            "awarded_on": on,
            "starts_on": min(max(on, contract.starts_on), contract.ends_on),
            "ends_on": contract.ends_on,
            "reference": f"{contract.reference}-{known + 1}"[:60],
        }
        super().__init__(data, initial=initial)
        if contract.basis == Basis.WAGE_SUM:
            self.fields["amount"].label = _("Loonsom van de deelopdracht")

    def clean_awarded_on(self) -> date:
        day: date = self.cleaned_data["awarded_on"]
        if day > add_months(self.on, 12):
            raise forms.ValidationError(_("Deze datum ligt meer dan een jaar vooruit. Controleer het jaartal."))
        return day

    def entry(self) -> CallOffEntry:
        return CallOffEntry(**{name: self.cleaned_data[name] for name in CallOffEntry.__dataclass_fields__})


class TurnoverForm(OfTerms):
    """What was invoiced in a period; with ``corrects`` in the place of a row, and then why."""

    widths: ClassVar[dict[str, str]] = {"from_on": "f-2", "to_on": "f-2", "amount": "f-2"}

    from_on = DateField(label=_("Van"), validators=_YEARS)
    to_on = DateField(label=_("Tot en met"), validators=_YEARS)
    amount = EuroField(
        label=_("Gefactureerd, zonder btw"),
        error_messages={
            "min_value": _("Vul 0 of meer in. Is dit een creditnota? Verbeter dan de omzet van de eerdere periode.")
        },
    )
    call_off = forms.ModelChoiceField(
        label=_("Deelopdracht"), queryset=CallOff.objects.none(), required=False, empty_label=_("Geen")
    )
    note = OneLine(label=_("Factuurnummers of toelichting"), max_length=300, required=False)
    reason = OneLine(label=_("Wat was er mis?"), max_length=300)

    def __init__(
        self,
        contract: Contract,
        *,
        initial: dict[str, Any] | None = None,
        corrects: Turnover | None = None,
        data: QueryDict | None = None,
    ) -> None:
        if corrects is not None:
            initial = {name: getattr(corrects, name) for name in ("from_on", "to_on", "amount", "note")}
            initial["call_off"] = corrects.call_off_id
        super().__init__(data, initial=initial)
        if corrects is None:
            del self.fields["reason"]
        if contract.is_framework:
            offered = CallOff.objects.filter(contract=contract, withdrawn_at=None).order_by("reference")
            self.fields["call_off"].queryset = offered  # type: ignore[attr-defined]
        else:
            del self.fields["call_off"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        first, last = values.get("from_on"), values.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", _("De laatste dag ligt voor de eerste dag. Verander een van de twee."))
        return values

    def entry(self) -> TurnoverEntry:
        values = self.cleaned_data
        chosen = values.get("call_off")
        return TurnoverEntry(
            from_on=values["from_on"],
            to_on=values["to_on"],
            amount=values["amount"],
            note=values["note"],
            call_off_id=chosen.pk if chosen else None,
        )


class OptionForm(OfTerms):
    widths: ClassVar[dict[str, str]] = {"starts_on": "f-3", "ends_on": "f-3", "extra_sum": "f-3", "decide_by": "f-3"}

    starts_on = DateField(label=_("Eerste dag van de verlenging"), validators=_YEARS)
    ends_on = DateField(label=_("Laatste dag van de verlenging"), validators=_YEARS)
    extra_sum = EuroField(label=_("Opdrachtsom erbij, zonder btw"))
    decide_by = DateField(
        label=_("Besluit uiterlijk"), validators=_YEARS, help_text=_("De opdrachtnemer ziet deze dag ook.")
    )

    def __init__(self, file: TermsFile, *, options: list[OptionYear], on: date, data: QueryDict | None = None) -> None:
        start = next_start(file, options, on=on)
        initial = {
            "starts_on": start,
            "ends_on": add_months(start, 12) - _ONE_DAY,
            "decide_by": add_months(start, -3),
        }
        super().__init__(data, initial=initial)

    def entry(self) -> OptionEntry:
        return OptionEntry(**{name: self.cleaned_data[name] for name in OptionEntry.__dataclass_fields__})


class OptionDecisionForm(OfTerms):
    """Extend or not; what comes with an extension is asked only then."""

    widths: ClassVar[dict[str, str]] = {"valid_from": "f-2", "extra_sum": "f-2", "basis_extra": "f-2"}
    hide_optional = True

    decision = forms.ChoiceField(
        label=_("Besluit"),
        widget=ChoiceCards(),
        choices=[(OptionState.TAKEN.value, _("Verlengen")), (OptionState.DECLINED.value, _("Niet verlengen"))],
    )
    valid_from = DateField(label=_("Verlenging geldt vanaf"), validators=_YEARS, required=False)
    extra_sum = EuroField(label=_("Opdrachtsom erbij"), required=False)
    basis_extra = EuroField(
        label=_("Erbij in de grondslag"), required=False, help_text=_("Hierover telt het percentage.")
    )
    reason = OneLine(label=_("Reden"), max_length=300)

    def __init__(self, file: TermsFile, option: OptionYear, *, on: date, data: QueryDict | None = None) -> None:
        contract = file.contract
        initial = {
            "decision": OptionState.TAKEN.value,
            "valid_from": follows_from(file, option, on=max(on, contract.awarded_on)),
            "extra_sum": option.extra_sum,
            "basis_extra": adds_to_basis(contract, option.extra_sum),
        }
        super().__init__(data, initial=initial)
        self.contract = contract

    @property
    def takes(self) -> bool:
        return bool(self.cleaned_data.get("decision") == OptionState.TAKEN)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if self.takes:
            for name in ("valid_from", "extra_sum", "basis_extra"):
                if values.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Vul dit in."))
            day = values.get("valid_from")
            if day and day < self.contract.awarded_on:
                self.add_error("valid_from", _("Deze dag ligt voor de gunning. Kies de dag van de gunning of later."))
        return values

    def taken(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("valid_from", "extra_sum", "basis_extra")}
