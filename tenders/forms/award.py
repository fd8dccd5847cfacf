"""The award as a procurement officer fills it in. Asks nothing twice, and keeps whatever was typed."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms
from django.core import signing
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisations.contractors import known_contractor
from organisations.cpv_field import CpvField, CpvForm
from organisations.form_fields import ChoiceCards, DateField, EuroField, PercentageField
from organisations.models import new_id
from organisations.months import add_months
from organisations.templatetags.formatting import percentage
from organisations.tenancy import Acting
from tenders.advice import AdvicePolicy
from tenders.award import Answerable, AwardEntry
from tenders.choices import Basis, SroiDecision, TenderKind
from tenders.firms.access import firm_by_kvk, invited_with_kvk
from tenders.forms.award_start import HIGH, LOW, NONE, OTHER, Beginning, initial_of, tenders_of
from tenders.forms.entry_fields import KvkField, OneLine
from tenders.forms.people import MEMBER, SOMEONE_ELSE, Nameable, nameable_by
from tenders.models import Contract, LocalFirm, RegionPolicy

_EMPTY = ("", _("Maak een keuze"))
_YEARS = [
    MinValueValidator(date(2000, 1, 1), _("Controleer het jaartal.")),
    MaxValueValidator(date(2099, 12, 31), _("Controleer het jaartal.")),
]


class AwardForm(CpvForm, forms.Form):
    field_terms: ClassVar[dict[str, str]] = {
        "lot": "perceel",
        "is_framework": "raamovereenkomst",
        "cpv": "cpv",
        "contract_sum": "opdrachtsom",
        "basis": "grondslag",
    }
    use_required_attribute = False
    hide_optional = False
    #: As on the page, so that the summary of errors reads from top to bottom.
    field_order = (
        *("token", "tender", "region", "title", "is_another", "lot", "kind", "awarded_on", "contract_sum"),
        *("labour_share", "starts_on", "ends_on", "is_framework", "basis", "basis_amount", "cpv", "reference"),
        *("decision", "percentage", "reason"),
    )

    token = forms.CharField(widget=forms.HiddenInput, required=False)
    tender = forms.UUIDField(widget=forms.HiddenInput, required=False)
    lot = OneLine(label=_("Perceel"), max_length=120, required=False)
    is_framework = forms.BooleanField(
        label=_("Dit is een raamovereenkomst"),
        required=False,
        help_text=_("Deelopdrachten tellen later vanzelf bij de grondslag op."),
    )
    region = forms.ChoiceField(label=_("Arbeidsmarktregio"))
    title = OneLine(label=_("Titel van de opdracht"), max_length=200)
    kind = forms.ChoiceField(label=_("Soort"), choices=[_EMPTY, *TenderKind.choices])
    reference = OneLine(
        label=_("Uw kenmerk"), max_length=60, required=False, help_text=_("Leeg: u krijgt een nummer van de regio.")
    )
    cpv = CpvField(required=False)
    awarded_on = DateField(label=_("Datum van gunning"), validators=_YEARS)
    starts_on = DateField(label=_("Eerste dag"), validators=_YEARS)
    ends_on = DateField(label=_("Laatste dag"), validators=_YEARS)
    contract_sum = EuroField(
        label=_("Opdrachtsom, zonder btw"),
        min_value=Decimal("0.01"),
        error_messages={"min_value": _("Vul een bedrag boven 0 in.")},
    )
    labour_share = PercentageField(
        label=_("Loonaandeel"), required=False, help_text=_("Deel van de som dat naar loon gaat.")
    )
    basis = forms.ChoiceField(label=_("Grondslag"), choices=Basis.choices, initial=Basis.CONTRACT_SUM)
    basis_amount = EuroField(
        label=_("Bedrag van de grondslag"),
        help_text=_("Zonder btw. Bij een raamovereenkomst en bij omzet: alleen wat nu vaststaat, vaak 0."),
    )

    kvk = KvkField(label=_("KVK-nummer van de opdrachtnemer"), max_length=20)
    contractor_name = OneLine(label=_("Naam van het bedrijf"), max_length=200)
    contact_name = OneLine(label=_("Contactpersoon"), max_length=120)
    contact_email = forms.EmailField(label=_("E-mailadres"), help_text=_("Hier gaat de mail met het contract heen."))
    contact_stand_in_name = OneLine(label=_("Vervanger bij de opdrachtnemer"), max_length=120, required=False)
    contact_stand_in_email = forms.EmailField(label=_("E-mailadres van de vervanger"), required=False)

    own_responsible = forms.ChoiceField(label=_("Verantwoordelijk bij ons"))
    own_stand_in = forms.ChoiceField(label=_("Vervanger bij ons"), required=False)
    werkplein = forms.ChoiceField(label=_("Verantwoordelijk bij het Werkplein"))
    werkplein_stand_in = forms.ChoiceField(label=_("Vervanger bij het Werkplein"), required=False)
    werkplein_name = OneLine(label=_("Naam bij het Werkplein"), max_length=120)
    werkplein_email = forms.EmailField(label=_("E-mailadres bij het Werkplein"))

    decision = forms.ChoiceField(label=_("Besluit"))
    percentage = PercentageField(
        label=_("Percentage"),
        min_value=Decimal("0.01"),
        error_messages={"min_value": _("Vul een percentage boven 0 in, of kies ‘Niet toepassen’.")},
    )
    is_another = forms.BooleanField(label=_("Dit is een andere opdracht met dezelfde titel"), required=False)
    reason = OneLine(label=_("Reden"), max_length=500, help_text=_("Telt mee in het jaarverslag."))

    def __init__(self, acting: Acting, *, on: date, data: QueryDict | None = None, start: Beginning | None = None):
        super().__init__(data)
        self.acting = acting
        self.on = on
        self.twin: Contract | None = None
        self.nameable: Nameable = nameable_by(acting)
        if len(acting.regions) == 1:
            del self.fields["region"]
        else:
            self._choice("region").choices = [_EMPTY, *((str(one.id), one.name) for one in acting.regions)]
        self.fields["awarded_on"].initial = on
        for field in self.fields.values():
            # Browsers do not bring back, on the way back, what was typed where they may not remember it.
            field.widget.attrs.pop("autocomplete", None)
            if isinstance(field, forms.ChoiceField):
                field.error_messages["required"] = _("Maak een keuze.")
            elif isinstance(field, forms.CharField):
                field.error_messages["required"] = _("Vul dit in.")
        self.fields["kvk"].widget.attrs |= {
            "hx-get": reverse("tenders:award_contractor", args=[acting.organisation_id]),
            # Not on leaving the field: by then the name below it is being typed.
            "hx-trigger": "input changed delay:400ms",
            "hx-include": "#contractor-found",
            "hx-target": "#contractor-found",
            "hx-swap": "outerHTML",
            "hx-sync": "this:replace",
        }
        self._offer_people()
        self.found = None
        if self.is_bound:
            self.found = known_contractor(self._typed("kvk") or "", region_ids=acting.region_ids)
        self.not_asked: set[str] = set()
        self.policy = self._policy(on)
        self._offer_decisions()
        if self.is_bound:
            self._ask_what_applies()
            tender_id = self._typed("tender")
            chosen = tenders_of(acting).filter(pk=tender_id).first() if tender_id else None
            if chosen is not None and self._is_recorded(chosen):
                # Sent twice: the contract that this form made is no second one of which the lot has to be told.
                chosen.awarded -= 1
            start = Beginning(chosen) if chosen else None
        else:
            self.fields["token"].initial = self.new_token()
            if start is not None:
                self.initial.update(initial_of(start, nameable=self.nameable, figures=lambda: self.figures))
        self.start = start
        self._offer_invited()
        if start is not None:
            cast("CpvField", self.fields["cpv"]).stands = tuple(start.tender.cpv_codes)
        self.fields["lot"].required = start is not None and start.asks_lot

    def new_token(self) -> str:
        """The id of the contract to be, signed: sent twice, the form records one contract."""
        return self._signer().sign(str(new_id()))

    @property
    def region_choice(self) -> forms.BoundField | None:
        """Only asked of an authority that works in several regions."""
        return self["region"] if "region" in self.fields else None

    @property
    def asks_name(self) -> bool:
        """Whether the number is one that nobody knows here yet."""
        if not self.is_bound:
            return bool(self.initial.get("kvk")) and self.found is None
        return "contractor_name" not in self.not_asked

    @property
    def contract_id(self) -> uuid.UUID:
        return self.cleaned_data["token"]

    @property
    def region_id(self) -> uuid.UUID | None:
        """The region of the award; None until it is chosen."""
        if "region" not in self.fields:
            return self.acting.regions[0].id
        chosen = self._typed("region")
        return uuid.UUID(chosen) if chosen else None

    def typed(self) -> dict[str, Any]:
        """What is filled in and right so far, for the advice and the obligation while typing."""
        if not self.is_bound:
            return {"awarded_on": self.fields["awarded_on"].initial, **self._known()}
        self.is_valid()
        return self.cleaned_data

    def entry(self) -> AwardEntry:
        """The award, of a valid form."""
        values = self.cleaned_data
        applies = values["decision"] != NONE
        werkplein_id, werkplein = self.nameable.at_werkplein(values)
        return AwardEntry(
            region_id=cast("uuid.UUID", self.region_id),
            title=values["title"],
            kind=TenderKind(values["kind"]),
            cpv_codes=values["cpv"],
            labour_share=values["labour_share"],
            kvk=values["kvk"],
            contractor_name=values["contractor_name"],
            awarded_on=values["awarded_on"],
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            contract_sum=values["contract_sum"],
            basis=Basis(values["basis"]),
            basis_amount=values["basis_amount"],
            decision=SroiDecision.YES if applies else SroiDecision.NO,
            percentage=values["percentage"],
            reason=values["reason"],
            authority=self.nameable.colleagues(values["own_responsible"], values["own_stand_in"]),
            contractor=Answerable(
                values["contact_name"],
                values["contact_email"],
                values["contact_stand_in_name"],
                values["contact_stand_in_email"],
            ),
            werkplein_id=werkplein_id,
            werkplein=werkplein,
            reference=values["reference"],
            tender_id=values["tender"],
            lot=values["lot"],
            is_framework=values["is_framework"],
        )

    def _known(self) -> dict[str, Any]:
        """What a tender tells before anything is typed, for the advice and the obligation."""
        names = ("kind", "labour_share", "awarded_on", "starts_on", "ends_on", "contract_sum", "decision", "percentage")
        known = {name: self.initial[name] for name in names if self.initial.get(name) is not None}
        known["basis"] = self.initial.get("basis") or Basis.CONTRACT_SUM
        if known["basis"] == Basis.CONTRACT_SUM and not self.initial.get("is_framework"):
            known["basis_amount"] = known.get("contract_sum")
        return self._with_standard(known)

    def _with_standard(self, values: dict[str, Any]) -> dict[str, Any]:
        """With the percentage that the chosen decision stands for."""
        decision = values.get("decision")
        if decision in {HIGH, LOW, NONE}:
            values["percentage"] = {HIGH: self.figures.high_percentage, LOW: self.figures.low_percentage}.get(
                decision, Decimal(0)
            )
        return values

    def full_clean(self):
        """Check; after it, what was not asked this time is shown as what it is once it is asked: required."""
        super().full_clean()
        for name in self.not_asked:
            self.fields[name].required = True

    def clean_token(self):
        try:
            return uuid.UUID(self._signer().unsign(self.cleaned_data["token"]))
        except (signing.BadSignature, ValueError) as error:
            data = cast("QueryDict", self.data).copy()
            data["token"] = self.new_token()
            self.data = data
            raise forms.ValidationError(
                _("Deze pagina stond te lang open. Controleer wat u invulde en leg de gunning opnieuw vast.")
            ) from error

    def clean_tender(self):
        if self.cleaned_data["tender"] and self.start is None:
            raise forms.ValidationError(_("Deze aanbesteding kan niet gegund worden. Kies een andere."))
        return self.cleaned_data["tender"]

    def clean_awarded_on(self):
        awarded_on = self.cleaned_data["awarded_on"]
        if awarded_on > add_months(self.on, 12):
            raise forms.ValidationError(_("Deze datum ligt meer dan een jaar vooruit. Controleer het jaartal."))
        return awarded_on

    def clean(self):
        super().clean()
        values = self.cleaned_data
        for name in self.not_asked:
            self.errors.pop(name, None)
            values[name] = None if isinstance(self.fields[name], forms.DecimalField) else ""
        starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("De laatste dag ligt voor de eerste dag. Verander een van de twee."))
        if values.get("basis") == Basis.CONTRACT_SUM and not values.get("is_framework"):
            values["basis_amount"] = values.get("contract_sum")
        self._with_standard(values)
        if values.get("decision") in {HIGH, LOW}:
            values["reason"] = ""
        self._check_stand_ins(values)
        self._check_werkplein(values)
        self._check_twin(values)
        return values

    def _check_stand_ins(self, values):
        if values.get("contact_stand_in_email") and not values.get("contact_stand_in_name"):
            self.add_error("contact_stand_in_name", _("Vul ook de naam van de vervanger in."))
        if values.get("contact_stand_in_name") and values.get("contact_stand_in_email") == "":
            self.add_error("contact_stand_in_email", _("Vul ook het e-mailadres van de vervanger in."))
        if values.get("own_stand_in") and values["own_stand_in"] == values.get("own_responsible"):
            self.add_error("own_stand_in", _("Kies iemand anders als vervanger."))

    def _check_twin(self, values):
        """Ask before the same award is recorded once more from another page; the same page gives the same contract."""
        told = [values.get(name) for name in ("token", "title", "awarded_on")]
        if self.found is None or not all(told):
            return
        token, title, awarded_on = told
        self.twin = (
            Contract.objects.filter(
                authority_id=self.acting.organisation_id,
                contractor_id=self.found.id,
                title__iexact=title,
                awarded_on=awarded_on,
                lot=values.get("lot") or "",
            )
            .exclude(pk=token)
            .order_by("created_at", "pk")
            .first()
        )
        if self.twin is not None and not values.get("is_another"):
            self.add_error(
                "is_another",
                _("Er staat al een contract met deze titel, dit bedrijf en deze datum: %(reference)s.")
                % {"reference": self.twin.reference},
            )

    def _check_werkplein(self, values):
        chosen, stand_in = values.get("werkplein"), values.get("werkplein_stand_in")
        if not chosen:
            return
        staff = self.nameable.staff_of(chosen)
        if self.region_id is not None and self.region_id not in staff.region_ids:
            self.add_error(
                "werkplein", _("Dit Werkplein hoort bij een andere regio. Kies een Werkplein van deze regio.")
            )
        if stand_in and stand_in == chosen:
            self.add_error("werkplein_stand_in", _("Kies iemand anders als vervanger."))
        elif stand_in and self.nameable.staff_of(stand_in) != staff:
            self.add_error("werkplein_stand_in", _("Kies een vervanger bij hetzelfde Werkplein."))

    def _offer_invited(self) -> None:
        #: The entry of the contractor in the register of local firms, where the page begins with one.
        self.firm: LocalFirm | None = None
        start = self.start
        #: Who was asked for an offer: one of them will be the contractor.
        self.invited = invited_with_kvk(start.tender) if start else []
        if self.invited:
            self.fields["kvk"].widget.attrs["list"] = "invited-firms"
        if len(self.invited) == 1 and not self.is_bound and start is not None and start.other_lot is None:
            self._fill_in(self.invited[0].kvk)

    def _fill_in(self, kvk: str) -> None:
        """Take the only firm that was asked for the contractor, with what the register knows of it."""
        self.initial["kvk"] = kvk
        self.found = known_contractor(kvk, region_ids=self.acting.region_ids)
        self.firm = firm = firm_by_kvk(self.acting, kvk)
        if firm is not None:
            self.initial["contractor_name"] = firm.name
            for name in ("contact_name", "contact_email"):
                self.initial[name] = getattr(firm, name)
                self.fields[name].widget.attrs["data-from-register"] = ""

    def _offer_people(self):
        for name in ("contact_name", "contact_email"):
            # So that the page can tell an empty field from one that somebody filled in.
            self.fields[name].widget.attrs["placeholder"] = " "
        own = [(one.membership_id, one.name) for one in self.nameable.own]
        self._choice("own_responsible").choices = own
        self._choice("own_stand_in").choices = [("", _("Nog niemand")), *own]
        self.fields["own_responsible"].initial = next(
            (one.membership_id for one in self.nameable.own if one.user_id == self.acting.user_id), None
        )
        groups, stand_ins = [], []
        for staff in self.nameable.werkpleinen:
            members = [(f"{MEMBER}:{one.membership_id}", one.name) for one in staff.members]
            someone = (f"{SOMEONE_ELSE}:{staff.id}", _("Iemand anders bij %(name)s") % {"name": staff.name})
            groups.append((staff.name, [*members, someone]))
            if members:
                stand_ins.append((staff.name, members))
        self._choice("werkplein").choices = [_EMPTY, *groups]
        self.fields["werkplein"].required = bool(groups)
        self._choice("werkplein_stand_in").choices = [("", _("Nog niemand")), *stand_ins]

    def _offer_decisions(self):
        self.figures = self.policy.for_advice() if self.policy else AdvicePolicy()
        apply = _("Toepassen met %(percentage)s")
        reason = _("U geeft een reden; die telt mee in het jaarverslag")
        field = self._choice("decision")
        field.widget = ChoiceCards(notes={OTHER: reason, NONE: reason})
        field.choices = [
            (HIGH, apply % {"percentage": percentage(self.figures.high_percentage)}),
            (LOW, apply % {"percentage": percentage(self.figures.low_percentage)}),
            (OTHER, _("Ander percentage")),
            (NONE, _("Niet toepassen")),
        ]

    def _ask_what_applies(self):
        """Demand only what the other answers call for."""
        decision, werkplein = self._raw("decision"), self._raw("werkplein")
        someone_else = werkplein in {f"{SOMEONE_ELSE}:{staff.id}" for staff in self.nameable.werkpleinen}
        applies = {
            "basis_amount": self._raw("basis") != Basis.CONTRACT_SUM or bool(self._raw("is_framework")),
            "contractor_name": bool(self._typed("kvk")) and self.found is None,
            "percentage": decision == OTHER,
            "reason": decision in {OTHER, NONE},
            "werkplein_name": someone_else,
            "werkplein_email": someone_else,
        }
        for name, needed in applies.items():
            self.fields[name].required = needed
        self.not_asked = {name for name, needed in applies.items() if not needed}

    def _policy(self, on: date) -> RegionPolicy | None:
        if self.region_id is None:
            return None
        awarded_on = self._typed("awarded_on") or on
        return RegionPolicy.objects.filter(region_id=self.region_id).in_force(on=awarded_on).first()

    def _typed(self, name: str):
        """One field's value by itself, None when it is empty or wrong; before the form is checked."""
        if not self.is_bound:
            return None
        try:
            return self.fields[name].clean(self._raw(name)) or None
        except forms.ValidationError:
            return None

    def _choice(self, name: str) -> forms.ChoiceField:
        return cast("forms.ChoiceField", self.fields[name])

    def _raw(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name)) or "")

    def _is_recorded(self, tender: Any) -> bool:
        try:
            contract_id = uuid.UUID(self._signer().unsign(self._raw("token")))
        except (signing.BadSignature, ValueError):
            return False
        return Contract.objects.filter(pk=contract_id, tender=tender).exists()

    def _signer(self) -> signing.Signer:
        return signing.Signer(salt=f"tenders.award:{self.acting.organisation_id}:{self.acting.user_id}")
