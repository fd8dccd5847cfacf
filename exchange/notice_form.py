"""The form that takes a published notice, and what it says as the entry of a concept."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.notice import LARGEST, Found, NoticeRefusedError, read_notice
from organisations.choices import AUTHORITY_KINDS
from organisations.models import AreaMunicipality, CpvCode, Municipality, OrganisationRegion
from organisations.tenancy import Acting
from tenders import access
from tenders.calendar.entry import Lot, TenderEntry


class NoticeForm(forms.Form):
    """A file, and for who enters for others the authority whose it is. Valid, it has ``found`` and ``authority_id``."""

    authority = forms.ChoiceField(
        label=gettext_lazy("Van welke opdrachtgever is de aanbesteding?"),
        error_messages={
            "required": gettext_lazy("Kies een opdrachtgever."),
            "invalid_choice": gettext_lazy("Kies een opdrachtgever."),
        },
    )
    file = forms.FileField(
        label=gettext_lazy("Bestand"),
        help_text=gettext_lazy("Een aankondiging van TenderNed (eForms, XML), of OCDS in JSON. Hoogstens 2 MB."),
        widget=forms.FileInput(attrs={"accept": ".xml,.json"}),
        error_messages={
            "required": gettext_lazy("Kies een bestand."),
            "invalid": gettext_lazy("Kies een bestand."),
            "empty": gettext_lazy("Dit bestand is leeg."),
        },
    )

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acting = acting
        if not access.enters_for_others(acting):
            del self.fields["authority"]
            return
        links = OrganisationRegion.objects.filter(
            region_id__in=acting.region_ids, organisation__kind__in=AUTHORITY_KINDS
        ).order_by("organisation__name", "pk")
        field: Any = self.fields["authority"]
        field.choices = [
            ("", _("Kies")),
            *dict.fromkeys(
                (str(key), name) for key, name in links.values_list("organisation_id", "organisation__name")
            ),
        ]

    def clean_file(self) -> Found:
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST:
            raise forms.ValidationError(
                _("Dit bestand is groter dan 2 MB. Een aankondiging is kleiner: kies het goede bestand.")
            )
        try:
            return read_notice(sent.read())
        except NoticeRefusedError as error:
            raise forms.ValidationError(str(error)) from error

    @property
    def found(self) -> Found:
        found: Found = self.cleaned_data["file"]
        return found

    @property
    def authority_id(self) -> uuid.UUID:
        chosen = self.cleaned_data.get("authority")
        return uuid.UUID(chosen) if chosen else self.acting.organisation_id


def entry_of(found: Found, *, authority_id: uuid.UUID, region_id: uuid.UUID) -> TenderEntry:
    """The notice as a concept. What the portal does not know goes to ``found.left``. Two queries."""
    known = set(CpvCode.objects.filter(code__in=found.cpv_codes).order_by("code").values_list("code", flat=True))
    if unknown := [code for code in found.cpv_codes if code not in known]:
        found.left.append((_("CPV %s") % ", ".join(unknown[:10]), _("deze codes staan niet in de lijst")))
    here = AreaMunicipality.objects.filter(region_id=region_id).order_by().values("municipality_id")
    codes = {
        name.casefold(): code
        for code, name in Municipality.objects.filter(pk__in=here).order_by("valid", "pk").values_list("pk", "name")
    }
    places = tuple(dict.fromkeys(codes[one.casefold()] for one in found.places if one.casefold() in codes))
    if elsewhere := [one for one in found.places if one.casefold() not in codes]:
        found.left.append(
            (
                _("Plaats van het werk: %s") % ", ".join(elsewhere[:6]),
                _("dat is geen gemeente van de regio: kies die zelf"),
            )
        )
    return TenderEntry(
        authority_id=authority_id,
        region_id=region_id,
        title=found.title,
        description=found.description,
        kind=found.kind,
        procedure=found.procedure,
        cpv_codes=tuple(code for code in found.cpv_codes if code in known),
        municipalities=places,
        contact_name=found.contact_name,
        contact_email=found.contact_email,
        contact_phone=found.contact_phone,
        tenderned_number=found.tenderned_number,
        planned_publication=found.planned_publication,
        planned_award=found.planned_award,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        amount=found.amount,
        lots=tuple(Lot(*one) for one in found.lots),
    )
