from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from candidates.choices import Source, TargetGroup
from candidates.forms.file import IdentityForm
from candidates.forms.municipality import MunicipalityFields
from candidates.registering.registration import Conditions, Registration
from organisations.choices import Sector
from organisations.form_fields import ChoiceCards, DateField, EuroField, TextField
from organisations.models import Municipality

_HIGHEST_CONTRIBUTION = Decimal(100_000)
_NOT_KNOWN = ("", _("Weet ik niet"))


class AgencyForm(forms.Form):
    """What a temp agency answers. All of it, or nobody comes in."""

    CONTRIBUTES, NOT_NOW = "yes", "not_now"
    use_required_attribute = False

    consulted_on = DateField(label=_("Op welke dag overlegde u hierover met het Coördinatiepunt Social Return?"))
    consulted_with = TextField(
        label=_("Met wie overlegde u?"), max_length=120, error_messages={"required": _("Vul in met wie u overlegde.")}
    )
    half_year_contract = forms.BooleanField(
        label=_("Wij garanderen daarna een contract van minstens een half jaar."),
        error_messages={"required": _("Zonder deze toezegging kan een uitzendbureau niemand aanmelden.")},
    )
    no_temp_contract = forms.BooleanField(
        label=_("Dat contract heeft geen uitzendbeding."),
        error_messages={"required": _("Zonder deze toezegging kan een uitzendbureau niemand aanmelden.")},
    )
    contributes = forms.ChoiceField(
        label=_("Betaalt u mee aan de scholing?"),
        choices=[(CONTRIBUTES, _("Ja, dit bedrag")), (NOT_NOW, _("Nu niet"))],
        widget=ChoiceCards(),
        error_messages={"required": _("Kies ja of nu niet.")},
    )
    training_contribution = EuroField(label=_("Bedrag"), required=False)
    no_contribution_reason = TextField(
        label=_("Waarom nu niet?"),
        required=False,
        max_length=300,
        help_text=_("Bijvoorbeeld: er is nu meer vraag dan er mensen zijn."),
    )
    hide_optional = True

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_consulted_on(self) -> date:
        day: date = self.cleaned_data["consulted_on"]
        if day > self.on:
            raise ValidationError(_("Deze dag moet nog komen. Overleg eerst, en meld daarna aan."))
        return day

    def clean_training_contribution(self) -> Decimal | None:
        amount: Decimal | None = self.cleaned_data["training_contribution"]
        if amount is not None and amount > _HIGHEST_CONTRIBUTION:
            raise ValidationError(_("Dit is meer dan 100.000 euro voor één persoon. Kijk het bedrag na."))
        return amount

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen = data.get("contributes")
        if chosen == self.CONTRIBUTES and not data.get("training_contribution") and not self._wrong("amount"):
            self.add_error("training_contribution", _("Vul het bedrag in, boven 0 euro."))
        if chosen == self.NOT_NOW and not data.get("no_contribution_reason") and not self._wrong("reason"):
            self.add_error("no_contribution_reason", _("Schrijf op waarom u nu niet meebetaalt."))
        return data

    def _wrong(self, what: str) -> bool:
        return ("training_contribution" if what == "amount" else "no_contribution_reason") in self.errors

    def conditions(self) -> Conditions:
        data = self.cleaned_data
        contributes = data["contributes"] == self.CONTRIBUTES
        return Conditions(
            consulted_on=data["consulted_on"],
            consulted_with=data["consulted_with"],
            half_year_contract=data["half_year_contract"],
            no_temp_contract=data["no_temp_contract"],
            training_contribution=data["training_contribution"] if contributes else None,
            no_contribution_reason="" if contributes else data["no_contribution_reason"],
        )


class RegistrationForm(MunicipalityFields, IdentityForm):
    """Somebody new. A name, a number or address, a municipality and the kind of work are enough."""

    use_required_attribute = False
    #: As on the page, so that the summary of errors reads from top to bottom.
    field_order = (
        "first_name",
        "last_name",
        "phone",
        "email",
        "municipality",
        "other_municipality",
        "wanted_work",
        "wants_call",
        "source",
        "registrant",
        "birth_date",
        "target_group",
        "sector",
    )
    # Of some fields one is enough; what is not needed at all stands together under a heading that says so.
    hide_optional = True

    wanted_work = TextField(
        label=_("Welk werk zoekt deze persoon?"),
        max_length=200,
        required=False,
        help_text=_("Een paar woorden is genoeg. Schrijf niets op over gezondheid."),
    )
    wants_call = forms.BooleanField(
        label=_("Bel mij: deze persoon vertelt het liever zelf, aan de telefoon"), required=False
    )
    target_group = forms.ChoiceField(
        label=_("Welke uitkering?"), choices=[_NOT_KNOWN, *TargetGroup.choices], required=False
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=[_NOT_KNOWN, *Sector.choices], required=False)
    source = forms.ChoiceField(label=_("Hoe kwam deze persoon bij u?"), choices=Source.choices)
    registrant = TextField(
        label=_("Wie meldde deze persoon aan?"),
        max_length=200,
        required=False,
        help_text=_("De naam van de organisatie. Laat leeg als iemand zichzelf meldde."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        here: Sequence[Municipality],
        elsewhere: Sequence[Municipality],
        by_words: Mapping[str, str],
        asks_source: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        others = [(_("Ergens anders"), [(one.code, one.name) for one in elsewhere])] if elsewhere else []
        self.offer(
            [("", _("Kies…")), (_("In deze regio"), [(one.code, one.name) for one in here]), *others],
            by_words=by_words,
            label=_("Woonplaats: welke gemeente?"),
        )
        if not asks_source:
            del self.fields["source"], self.fields["registrant"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("wanted_work") and not data.get("wants_call") and "wanted_work" not in self.errors:
            self.add_error("wanted_work", _("Vul in welk werk deze persoon zoekt, of kies ‘Bel mij’."))
        return data

    @property
    def is_from_agency(self) -> bool:
        return self.data.get("source") == Source.TEMP_AGENCY if self.is_bound else False

    def registration(self, conditions: Conditions | None) -> Registration:
        data = self.cleaned_data
        return Registration(
            first_name=data["first_name"],
            last_name=data["last_name"],
            municipality=data["municipality"],
            phone=data["phone"],
            email=data["email"],
            wanted_work=data["wanted_work"],
            wants_call=data["wants_call"],
            birth_date=data["birth_date"],
            target_group=data["target_group"],
            sector=data["sector"],
            source=data.get("source", ""),
            registrant=data.get("registrant", ""),
            conditions=conditions,
            key=data["token"],
        )
