"""The form of a tender. As a concept it takes whatever can be read; for the calendar it asks what the calendar needs."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms
from django.forms.utils import ErrorDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from organisations.choices import AUTHORITY_KINDS, Sector
from organisations.cpv_field import CpvField, CpvForm
from organisations.form_fields import ChoiceCards, CountField, DateField, EuroField, PercentageField, TextField
from organisations.models import OrganisationRegion, new_id
from organisations.refused import SHORTEST_SAID
from organisations.templatetags.formatting import percentage
from organisations.tenancy import Acting
from tenders import access
from tenders.advice import AdvicePolicy
from tenders.calendar.entry import TenderEntry, entry_of, fingerprint, needs_of
from tenders.choices import Basis, Procedure, ReasonKind, SroiDecision, SroiWay, TenderKind, TenderStatus
from tenders.forms.award_start import HIGH, LOW, NONE, OTHER
from tenders.forms.entry_fields import OneLine
from tenders.forms.tender_contacts import NOBODY, SOMEONE_ELSE, Contacts
from tenders.forms.tender_places import listed, municipalities_of
from tenders.forms.tender_rows import (
    LOTS,
    OCCUPATIONS,
    lot_rows,
    occupation_choices,
    occupation_rows,
    occupations_for,
    with_more,
    with_rows,
)
from tenders.forms.tender_token import sign, signed_id
from tenders.models import RegionPolicy, Tender

UNDECIDED = "open"
#: What was decided under an earlier policy, and is no standard percentage of this one.
STANDING = "standing"
#: Buttons that bring the page back with something more on it, without a word about faults; and the one for the calendar.
MORE, FOLLOW, PURPOSE, TO_CALENDAR = "meer", "volg", "doel", "kalender"
_CHOOSE = ("", _("Maak een keuze"))
_ROWS = {"percelen": LOTS, "beroepen": OCCUPATIONS}
#: How the use case calls what stands in another field of the form.
_FIELD_OF = {
    "sroi": "decision",
    "sroi_percentage": "percentage",
    "sroi_reason": "reason",
    "sroi_reason_kind": "reason_kind",
}
_FIELD_OF |= {"sroi_ways": "ways", "municipalities": "places", "authority_id": "authority", "cpv_codes": "cpv"}

#: What the use case has under the same name.
_SAME = (
    *("title", "description", "kind", "procedure", "labour_share", "sector", "contact_phone", "tenderned_number"),
    *("planned_publication", "planned_award", "starts_on", "ends_on", "extension_count", "extension_months"),
    *("reference", "amount", "is_confidential"),
)


class TenderForm(CpvForm, forms.Form):
    field_terms: ClassVar[dict[str, str]] = {"cpv": "cpv"}
    use_required_attribute = False
    hide_optional = True

    token = forms.CharField(widget=forms.HiddenInput, required=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    #: What the answers 'high' and 'low' stood for on the page.
    percentages = forms.CharField(widget=forms.HiddenInput, required=False)
    authority = forms.ChoiceField(
        label=_("Opdrachtgever"), help_text=_("U vult dit in namens deze organisatie. Zij ziet dat u het deed.")
    )
    region = forms.ChoiceField(label=_("Arbeidsmarktregio"))
    title = OneLine(
        label=_("Titel"), max_length=200, required=False, help_text=_("Zeg wat er gemaakt of gedaan moet worden.")
    )
    kind = forms.ChoiceField(label=_("Soort"), choices=[_CHOOSE, *TenderKind.choices], required=False)
    procedure = forms.ChoiceField(
        label=_("Procedure"), choices=[("", _("Nog niet bekend")), *Procedure.choices], required=False
    )
    planned_publication = DateField(
        label=_("Geplande publicatie"), required=False, help_text=_("Of de dag waarop u offertes vraagt.")
    )
    planned_award = DateField(label=_("Geplande gunning"), required=False)
    starts_on = DateField(label=_("Eerste dag van het werk"), required=False)
    ends_on = DateField(label=_("Laatste dag van het werk"), required=False)
    amount = EuroField(label=_("Geraamde waarde, zonder btw"), required=False)
    is_confidential = forms.BooleanField(
        label=_("De waarde is vertrouwelijk"),
        required=False,
        help_text=_("Alleen uw organisatie, het coördinatiepunt en het programmabureau zien het bedrag dan."),
    )
    labour_share = PercentageField(
        label=_("Loonaandeel"), required=False, help_text=_("Deel van de waarde dat naar loon gaat.")
    )
    cpv = CpvField(required=False)

    decision = forms.ChoiceField(label=_("Besluit"), required=False)
    percentage = PercentageField(
        label=_("Percentage"),
        required=False,
        min_value=Decimal("0.01"),
        error_messages={"min_value": _("Vul een percentage boven 0 in, of kies ‘Niet toepassen’.")},
    )
    reason_kind = forms.ChoiceField(label=_("Soort reden"), choices=[_CHOOSE, *ReasonKind.choices], required=False)
    reason = OneLine(label=_("Reden"), max_length=500, required=False, help_text=_("Telt mee in het jaarverslag."))
    ways = forms.MultipleChoiceField(
        label=_("Als wat vraagt u social return?"),
        choices=SroiWay.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choice-grid"}),
        help_text=_("Kies dit uiterlijk voor de publicatie. Meer dan één mag."),
    )

    description = TextField(
        label=_("Omschrijving"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Wat is het werk, voor wie en waar moet een bedrijf op letten? Noem geen personen."),
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=[("", _("Nog niet bekend")), *Sector.choices], required=False)
    places = forms.MultipleChoiceField(
        label=_("Gemeenten waar het werk is"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choice-grid"}),
    )
    other_places = OneLine(
        label=_("Andere plaatsen"),
        max_length=400,
        required=False,
        help_text=_("Buiten de regio, of een dorp. Zet een komma tussen twee plaatsen."),
    )
    extension_count = CountField(
        _("Aantal verlengingen"), least=1, most=99, required=False, help_text=_("Hoe vaak u mag verlengen.")
    )
    extension_months = CountField(
        _("Maanden per verlenging"), least=1, most=240, required=False, help_text=_("Bijvoorbeeld 12.")
    )
    contact = forms.ChoiceField(
        label=_("Contactpersoon"),
        required=False,
        help_text=_("Bij deze persoon kunnen bedrijven en collega’s terecht."),
    )
    contact_name = OneLine(label=_("Naam van de contactpersoon"), max_length=120, required=False)
    contact_email = forms.EmailField(label=_("E-mailadres van de contactpersoon"), required=False)
    contact_phone = OneLine(
        label=_("Telefoon"), max_length=20, required=False, help_text=_("Alleen als bedrijven mogen bellen.")
    )
    stand_in = forms.ChoiceField(label=_("Vervanger"), required=False)
    stand_in_name = OneLine(label=_("Naam van de vervanger"), max_length=120, required=False)
    stand_in_email = forms.EmailField(label=_("E-mailadres van de vervanger"), required=False)
    tenderned_number = OneLine(
        label=_("TenderNed-nummer"), max_length=20, required=False, help_text=_("Zodra de aankondiging er staat.")
    )
    reference = OneLine(
        label=_("Uw kenmerk"), max_length=60, required=False, help_text=_("Leeg: u krijgt een nummer van de regio.")
    )

    def __init__(
        self,
        acting: Acting,
        *,
        on: date,
        data: Any = None,
        tender: Tender | None = None,
        tender_id: uuid.UUID | None = None,
    ) -> None:
        self.acting, self.on, self.tender = acting, on, tender
        #: What the policy advises for what is filled in; the page sets it.
        self.advised: Decimal | None = None
        self.follow = data.get(FOLLOW, "") if data is not None else ""
        more = data.get(MORE, "") if data is not None else ""
        self.is_redrawn = bool(more or self.follow)
        if data is not None:
            data = with_rows(with_more(data, _ROWS[more]) if more in _ROWS else data)
        super().__init__(data)
        self.stands = entry_of(tender) if tender else None
        if self.follow:
            self._follow_advice()
        self._offer_places_to_act()
        self._contacts = Contacts(acting)
        self._choice("contact").choices = self._contacts.choices
        self._choice("stand_in").choices = [(NOBODY, _("Nog niemand")), *self._contacts.choices]
        self._offer_decisions()
        self._keep_what_was_shown()
        self._offer_municipalities()
        for field in self.fields.values():
            # Browsers do not bring back, on the way back, what was typed where they may not remember it.
            field.widget.attrs.pop("autocomplete", None)
            if isinstance(field, forms.ChoiceField):
                field.error_messages["required"] = _("Maak een keuze.")
        self.initial.update(self._initial_of(self.stands) if self.stands else self._initial_of_new())
        self.initial["token"] = self.sign(tender.pk if tender else tender_id or new_id())
        self.initial["percentages"] = self._standard_words()
        self.initial["shown"] = fingerprint(self.stands) if self.stands else ""
        if self.stands:
            cast("CpvField", self.fields["cpv"]).stands = self.stands.cpv_codes
        self._make_rows()

    # What it is about

    @property
    def status(self) -> str:
        return self.tender.status if self.tender else TenderStatus.CONCEPT

    @property
    def is_concept(self) -> bool:
        return self.status == TenderStatus.CONCEPT

    @property
    def to_calendar(self) -> bool:
        """Whether the concept is to be put on the calendar with this."""
        return self.is_bound and self.is_concept and self.data.get(PURPOSE) == TO_CALENDAR

    @property
    def region_id(self) -> uuid.UUID | None:
        """The region of the tender; None until it is chosen."""
        if self.tender:
            return self.tender.region_id
        if "region" not in self.fields:
            return self.acting.regions[0].id
        chosen = self.data.get("region") if self.is_bound else None
        return next((one.id for one in self.acting.regions if str(one.id) == chosen), None)

    @property
    def lacks_authority(self) -> bool:
        """Whether whoever fills in for others did not say for whom."""
        return "authority" in self.fields and not self.values().get("authority")

    @property
    def can_be_begun(self) -> bool:
        """Whether it is known whose tender it is, and where."""
        return self.region_id is not None and not self.lacks_authority

    @property
    def was_shown(self) -> str:
        return str(self.data.get("shown") or "")

    @property
    def says_something(self) -> bool:
        """Whether anything of it has a fault to show."""
        return bool(self.errors or any(map(bool, self.lots.errors)) or any(map(bool, self.occupations.errors))) or bool(
            self.is_bound and (self.lots.non_form_errors() or self.occupations.non_form_errors())
        )

    @property
    def authority_choice(self) -> forms.BoundField | None:
        """Only asked of who fills in for others."""
        return self["authority"] if "authority" in self.fields else None

    @property
    def region_choice(self) -> forms.BoundField | None:
        return self["region"] if "region" in self.fields else None

    @property
    def advised_choice(self) -> str:
        """The answer that follows the advice, where that is one of the answers."""
        return {self.figures.high_percentage: HIGH, self.figures.low_percentage: LOW}.get(
            self.advised or Decimal(-1), ""
        )

    @property
    def follows(self) -> bool:
        return bool(self.advised) and self.typed()["percentage"] == self.advised

    @property
    def opened(self) -> dict[str, bool]:
        """Which of the parts that are closed at first are open: what holds a fault, or was just asked for."""
        asked = self.data.get(MORE) if self.is_bound else ""
        parts = {
            "work": ("description", "sector", "places", "other_places"),
            "extensions": ("extension_count", "extension_months"),
            "numbers": ("tenderned_number", "reference"),
        }
        found = {name: any(one in self.errors for one in names) for name, names in parts.items()}
        return found | {
            "lots": asked == "percelen" or any(map(bool, self.lots.errors)),
            "occupations": asked == "beroepen" or any(map(bool, self.occupations.errors)),
        }

    @property
    def told(self) -> dict[str, str]:
        """Beside the name of each part that is closed: what stands in it."""
        entry = self.stands
        if entry is None:
            return dict.fromkeys(("work", "lots", "occupations", "extensions", "numbers"), "")
        people = sum(one.head_count for one in entry.occupations)
        return {
            "work": _now("ingevuld") if entry.description or entry.sector or entry.municipalities else "",
            "lots": str(len(entry.lots) or ""),
            "occupations": _now("%(n)s mensen") % {"n": people} if people else "",
            "extensions": f"{entry.extension_count} × {entry.extension_months}" if entry.extension_count else "",
            "numbers": entry.reference,
        }

    # Reading it

    def sign(self, tender_id: uuid.UUID) -> str:
        """The id of the tender to be, signed: sent twice, the form makes one tender."""
        return sign(self.acting, tender_id)

    def token_id(self) -> uuid.UUID | None:
        """The tender that the page was made for; None when it comes from another person's page."""
        return signed_id(self.acting, self.data.get("token"))

    def is_valid(self) -> bool:
        return not self.is_redrawn and all([super().is_valid(), self.lots.is_valid(), self.occupations.is_valid()])

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_redrawn and self.is_bound:
            self._errors = ErrorDict(renderer=self.renderer)

    def clean_decision(self) -> str:
        decision = self.cleaned_data["decision"]
        if decision in {HIGH, LOW} and (percent := self._shown_percentages().get(decision)) is not None:
            now = self._percentage_of(decision)
            if now != percent:
                if not self.is_redrawn:
                    # The page comes back with what holds now.
                    self.renew(percentages=self._standard_words())
                words = {"before": percentage(percent), "now": percentage(now)}
                raise forms.ValidationError(
                    _("Het beleid van de regio is veranderd: %(before)s is nu %(now)s. Kies opnieuw.") % words
                )
        return decision

    def clean(self) -> dict[str, Any]:
        super().clean()
        values = self.cleaned_data
        if values.get("starts_on") and values.get("ends_on") and values["ends_on"] < values["starts_on"]:
            self.add_error("ends_on", _("De laatste dag ligt voor de eerste dag. Verander een van de twee."))
        if self.to_calendar or not self.is_concept:
            status = TenderStatus.PLANNED if self.is_concept else self.status
            for name, sentence in needs_of(self.entry(), status=status).items():
                self.refuse(name, sentence)
            self._check_reason(values)
        return values

    def _check_reason(self, values: dict[str, Any]) -> None:
        unchanged = self.stands is not None and not self.is_concept and self._is_as_it_stands(values)
        if values.get("decision") == OTHER and not unchanged and len(values.get("reason") or "") < SHORTEST_SAID:
            low, high = percentage(self.figures.low_percentage), percentage(self.figures.high_percentage)
            words = {"low": low, "high": high, "n": SHORTEST_SAID}
            self.add_error(
                "reason", _now("Leg uit waarom u van %(low)s of %(high)s afwijkt, in minstens %(n)s tekens.") % words
            )

    def _is_as_it_stands(self, values: dict[str, Any]) -> bool:
        """Whether percentage and reason are those that were decided before, under the rules of then."""
        stands = self.stands
        return (
            stands is not None
            and stands.sroi == SroiDecision.YES
            and stands.sroi_percentage == values.get("percentage")
            and stands.sroi_reason == (values.get("reason") or "")
        )

    def refuse(self, name: str, sentence: str) -> None:
        """Say it beside the field that the use case means."""
        field: str | None = _FIELD_OF.get(name, name)
        if field in {"contact_name", "contact_email"} and self._raw("contact") != SOMEONE_ELSE:
            field = "contact"
        if field not in self.fields:
            field = None
        if field is None or not self.errors.get(field):
            self.add_error(field, sentence)

    def entry(self) -> TenderEntry:
        """The tender as filled in; what cannot be read stays as it stood."""
        values = {**self._initial(), **self.values()}
        stands = self.stands
        contact, stand_in = (self._contacts.chosen(values, which) for which in ("contact", "stand_in"))
        places = (*values["places"], *listed(values["other_places"]))
        authority_id = (
            stands.authority_id if stands else uuid.UUID(str(values.get("authority") or self.acting.organisation_id))
        )
        lots = self.lots.lots() if self._rows_right(self.lots) else (stands.lots if stands else ())
        expected = stands.occupations if stands else ()
        if self._rows_right(self.occupations):
            expected = self.occupations.occupations()
        return TenderEntry(
            authority_id=authority_id,
            region_id=cast("uuid.UUID", self.region_id),
            cpv_codes=tuple(values["cpv"] or ()),
            municipalities=tuple(dict.fromkeys(places)),
            contact_name=contact[0],
            contact_email=contact[1],
            stand_in_name=stand_in[0],
            stand_in_email=stand_in[1],
            lots=lots,
            occupations=expected,
            **{name: values[name] for name in _SAME},
            **self._decided(values),
        )

    def typed(self) -> dict[str, Any]:
        """What is filled in and right so far, for the advice and the obligation that is expected."""
        values = self.values()
        decision = values.get("decision")
        return {
            "kind": values.get("kind"),
            "contract_sum": values.get("amount"),
            "basis_amount": values.get("amount"),
            "basis": Basis.CONTRACT_SUM,
            "labour_share": values.get("labour_share"),
            "starts_on": values.get("starts_on"),
            "ends_on": values.get("ends_on"),
            "awarded_on": values.get("planned_award"),
            "decision": "" if decision == UNDECIDED else decision,
            "percentage": values.get("percentage") if decision == OTHER else self._percentage_of(decision or ""),
        }

    def values(self) -> dict[str, Any]:
        """The fields that are right so far."""
        if not self.is_bound:
            return dict(self.initial)
        self.errors  # noqa: B018 - reads the form
        return self.cleaned_data

    def renew(self, **typed: str) -> None:
        """Answer as if this was sent in the place of what was."""
        sent: Any = self.data
        self.data = again = sent.copy()
        for name, value in typed.items():
            again[name] = value

    # Parts of it

    def _initial(self) -> dict[str, Any]:
        return {name: self.initial.get(name, field.initial) for name, field in self.fields.items()} | {
            name: self.initial.get(name, "") for name in ("authority", "region")
        }

    def _initial_of(self, entry: TenderEntry) -> dict[str, Any]:
        known: dict[str, Any] = {name: getattr(entry, name) for name in _SAME}
        codes = {code for code, _name in self._municipalities}
        known |= {
            "cpv": entry.cpv_codes,
            "places": [one for one in entry.municipalities if one in codes],
            "other_places": ", ".join(one for one in entry.municipalities if one not in codes),
            "contact_name": entry.contact_name,
            "contact_email": entry.contact_email,
            "stand_in_name": entry.stand_in_name,
            "stand_in_email": entry.stand_in_email,
            "contact": self._contacts.choice_of(entry.contact_name, entry.contact_email) or SOMEONE_ELSE,
            "stand_in": self._contacts.choice_of(entry.stand_in_name, entry.stand_in_email),
            "ways": list(entry.sroi_ways),
            "reason": entry.sroi_reason,
            "reason_kind": entry.sroi_reason_kind,
            "decision": {SroiDecision.OPEN: UNDECIDED, SroiDecision.NO: NONE}.get(SroiDecision(entry.sroi), OTHER),
            "percentage": None,
        }
        if entry.sroi == SroiDecision.YES:
            standard = {self.figures.high_percentage: HIGH, self.figures.low_percentage: LOW}
            besides = STANDING if self._has_standing else OTHER
            known["decision"] = standard.get(entry.sroi_percentage or Decimal(-1), besides)
            if known["decision"] == OTHER:
                known["percentage"] = entry.sroi_percentage
        return known

    def _initial_of_new(self) -> dict[str, Any]:
        known: dict[str, Any] = {"decision": UNDECIDED, "places": [], "ways": [], "is_confidential": False, "cpv": ()}
        known |= dict.fromkeys(
            ("planned_publication", "planned_award", "starts_on", "ends_on", "amount", "labour_share")
        )
        known |= dict.fromkeys(("extension_count", "extension_months", "percentage"))
        texts = (name for name in self.fields if name not in known)
        return {**dict.fromkeys(texts, ""), **known, "contact": self._contacts.own, "stand_in": NOBODY}

    def _decided(self, values: dict[str, Any]) -> dict[str, Any]:
        decision = values["decision"] or UNDECIDED
        if decision == UNDECIDED:
            return {"sroi": SroiDecision.OPEN}
        if decision == NONE:
            reason = {"sroi_reason": values["reason"], "sroi_reason_kind": values["reason_kind"]}
            return {"sroi": SroiDecision.NO, **reason}
        percent = values["percentage"] if decision == OTHER else self._percentage_of(decision)
        return {
            "sroi": SroiDecision.YES,
            "sroi_percentage": percent,
            "sroi_reason": values["reason"] if decision == OTHER else "",
            "sroi_ways": tuple(values["ways"]),
        }

    def _rows_right(self, rows: Any) -> bool:
        return not any(map(bool, rows.errors)) and not rows.non_form_errors()

    def _make_rows(self) -> None:
        data = self.data if self.is_bound else None
        entry = self.stands
        region_id = self.region_id
        sector = str(data.get("sector") or "") if data is not None else (entry.sector if entry else "")
        used = [one.occupation_id for one in entry.occupations] if entry else []
        listed = occupations_for(region_id, used=used) if region_id else ()
        offered = occupation_choices(listed, sector=sector)
        self.lots = lot_rows(data, lots=entry.lots if entry else (), is_redrawn=self.is_redrawn)
        self.occupations = occupation_rows(
            data, expected=entry.occupations if entry else (), choices=offered, is_redrawn=self.is_redrawn
        )

    @property
    def _has_standing(self) -> bool:
        """Whether a percentage was decided that the policy does not have any more, and that nobody had to explain."""
        stands = self.stands
        if stands is None or self.is_concept or stands.sroi != SroiDecision.YES or stands.sroi_reason:
            return False
        standard = {None, self.figures.high_percentage, self.figures.low_percentage}
        return stands.sroi_percentage not in standard

    def _percentage_of(self, decision: str) -> Decimal | None:
        """What an answer stands for; None where it is typed, or there is none."""
        standing = self.stands.sroi_percentage if self.stands else None
        figures = {HIGH: self.figures.high_percentage, LOW: self.figures.low_percentage, NONE: Decimal(0)}
        return (figures | {STANDING: standing}).get(decision)

    def _standard_words(self) -> str:
        return f"{self.figures.high_percentage.normalize():f} {self.figures.low_percentage.normalize():f}"

    def _shown_percentages(self) -> dict[str, Decimal]:
        """What the answers stood for on the page that was sent; empty when it does not tell."""
        try:
            high, low = map(Decimal, self._raw("percentages").split())
        except (ArithmeticError, ValueError):
            return {}
        return {HIGH: high, LOW: low}

    def _keep_what_was_shown(self) -> None:
        """Who left a decision as it was, does not change it because the policy changed while the page was open."""
        decision = self._raw("decision") if self.is_bound else ""
        shown = self._shown_percentages().get(decision) if self.is_bound else None
        if self._has_standing and shown is not None and shown == self._percentage_of(STANDING):
            self.renew(decision=STANDING, percentages=self._standard_words())

    def _follow_advice(self) -> None:
        self.renew(decision=self.follow)

    def _offer_places_to_act(self) -> None:
        """Which authority and which region: asked only of whom can choose."""
        if self.tender or len(self.acting.regions) == 1:
            del self.fields["region"]
        else:
            self._choice("region").choices = [_CHOOSE, *((str(one.id), one.name) for one in self.acting.regions)]
        if self.tender or not access.enters_for_others(self.acting):
            del self.fields["authority"]
            return
        found = OrganisationRegion.objects.filter(
            region_id__in=self.acting.region_ids, organisation__kind__in=AUTHORITY_KINDS
        )
        names = found.order_by("organisation__name", "organisation_id").values_list(
            "organisation_id", "organisation__name"
        )
        self._choice("authority").choices = [_CHOOSE, *dict.fromkeys((str(key), name) for key, name in names)]

    def _offer_decisions(self) -> None:
        self.policy = None
        if self.region_id is not None:
            self.policy = RegionPolicy.objects.filter(region_id=self.region_id).in_force(on=self.on).first()
        self.figures = self.policy.for_advice() if self.policy else AdvicePolicy()
        apply = _("Toepassen met %(percentage)s")
        reason = _("U geeft een reden; die telt mee in het jaarverslag")
        field = self._choice("decision")
        later = _("Kan later, uiterlijk voor de publicatie")
        field.widget = ChoiceCards(notes={OTHER: reason, NONE: reason, UNDECIDED: later})
        field.choices = [
            (HIGH, apply % {"percentage": percentage(self.figures.high_percentage)}),
            (LOW, apply % {"percentage": percentage(self.figures.low_percentage)}),
            (OTHER, _("Ander percentage")),
            (NONE, _("Niet toepassen")),
            (UNDECIDED, _("Nog niet besloten")),
        ]
        if self._has_standing:
            said = _("Blijft %(percentage)s, zoals besloten") % {
                "percentage": percentage(self._percentage_of(STANDING))
            }
            field.choices = [(STANDING, said), *field.choices]

    def _offer_municipalities(self) -> None:
        self._choice("places").choices = self._municipalities

    @cached_property
    def _municipalities(self) -> list[tuple[str, str]]:
        return municipalities_of(self.region_id, on=self.on) if self.region_id else []

    def _choice(self, name: str) -> Any:
        return self.fields[name]

    def _raw(self, name: str) -> str:
        return str(self.data.get(name) or "")
