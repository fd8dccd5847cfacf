import uuid
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.access import acts_for_coordination_point
from organisations.choices import CONTRACTOR_KINDS
from organisations.form_fields import DateField
from organisations.models import Organisation
from organisations.months import add_months
from organisations.tenancy import Acting
from tenders.certificates import CertificateEntry
from tenders.choices import PsoLevel
from tenders.forms.entry_fields import OneLine

_EMPTY = ("", _("Maak een keuze"))
_CHOOSE = {"required": _("Maak een keuze."), "invalid_choice": _("Maak een keuze.")}
_MOST_MONTHS = 60


class CertificateForm(forms.Form):
    """What stands on a PSO certificate. The coordination point also says whose it is."""

    field_terms: ClassVar[dict[str, str]] = {"level": "pso"}
    use_required_attribute = False
    field_order = ("region", "organisation", "level", "number", "valid_from", "valid_until")

    level = forms.ChoiceField(label=_("Trede"), choices=[_EMPTY, *PsoLevel.choices], error_messages=_CHOOSE)
    number = OneLine(label=_("Certificaatnummer"), max_length=40, error_messages={"required": _("Vul dit in.")})
    valid_from = DateField(label=_("Geldig vanaf"))
    valid_until = DateField(label=_("Geldig tot en met"))

    def __init__(self, *args: Any, acting: Acting, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acting, self.on = acting, on
        if len(acting.regions) > 1:
            regions = [(str(one.id), one.name) for one in acting.regions]
            self.fields["region"] = forms.ChoiceField(
                label=_("Arbeidsmarktregio"), choices=[_EMPTY, *regions], error_messages=_CHOOSE
            )
        if acts_for_coordination_point(acting):
            companies = (
                Organisation.objects.filter(
                    kind__in=CONTRACTOR_KINDS, organisation_regions__region_id__in=acting.region_ids
                )
                .distinct()
                .order_by("name", "pk")
                .values_list("pk", "name")
            )
            self.fields["organisation"] = forms.ChoiceField(
                label=_("Opdrachtnemer"),
                choices=[_EMPTY, *((str(pk), name) for pk, name in companies)],
                error_messages=_CHOOSE,
            )
        self.order_fields(self.field_order)

    def clean(self):
        super().clean()
        first, last = self.cleaned_data.get("valid_from"), self.cleaned_data.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("De laatste dag ligt voor de eerste dag. Verander een van de twee."))
        elif first and last and last >= add_months(first, _MOST_MONTHS):
            self.add_error("valid_until", _("Een certificaat geldt hoogstens vijf jaar. Controleer het jaartal."))

    def entry(self) -> CertificateEntry:
        values = self.cleaned_data
        region = self.acting.regions[0].id if "region" not in values else uuid.UUID(values["region"])
        company = values.get("organisation")
        return CertificateEntry(
            region_id=region,
            organisation_id=uuid.UUID(company) if company else self.acting.organisation_id,
            level=PsoLevel(values["level"]),
            number=values["number"],
            valid_from=values["valid_from"],
            valid_until=values["valid_until"],
        )
