"""A local firm as it puts itself forward, keeps its own entry, or is added by the coordination point."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.cpv_field import CpvField, CpvForm
from organisations.form_fields import DateField, PersonNameField, TextField
from organisations.models import Municipality, Occupation
from organisations.open_forms import OpenForm
from tenders.firm_choices import FirmLabel, Province
from tenders.firms.entry import FirmEntry, entry_of
from tenders.forms.entry_fields import CompanyMail, CompanyName, CompanyPhone, KvkField, OneLine
from tenders.models import LocalFirm

ELSEWHERE = "elsewhere"
_NO_LABEL = ("", _("Geen keurmerk"))
_LONGEST_LABEL = dt.timedelta(days=5 * 366)


class FirmForm(CpvForm, forms.Form):
    """What stands in the register of one firm."""

    field_terms: ClassVar[dict[str, str]] = {"cpv_codes": "cpv"}
    use_required_attribute = False
    #: As on the page, so that the summary of errors reads from top to bottom.
    field_order = (
        "name",
        "kvk",
        "municipality",
        "place",
        "province",
        "website",
        "does",
        "cpv_codes",
        "occupation_codes",
        "label",
        "label_valid_until",
        "contact_name",
        "contact_email",
        "contact_phone",
    )

    name = CompanyName(
        label=_("Naam van het bedrijf"),
        max_length=120,
        error_messages={"required": _("Vul de naam van het bedrijf in.")},
    )
    kvk = KvkField(
        label=_("KVK-nummer"),
        max_length=12,
        help_text=_("8 cijfers"),
        error_messages={"required": _("Vul het KVK-nummer in.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    municipality = forms.ChoiceField(
        label=_("In welke gemeente staat het bedrijf?"), error_messages={"required": _("Kies een gemeente.")}
    )
    place = OneLine(
        label=_("Plaats"), max_length=80, required=False, help_text=_("Alleen als het bedrijf buiten de regio staat.")
    )
    province = forms.ChoiceField(
        label=_("Provincie"),
        required=False,
        choices=[("", _("Kies…")), *Province.choices],
        help_text=_("Alleen als het bedrijf buiten de regio staat."),
    )
    does = TextField(
        label=_("Wat doet het bedrijf?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In een paar zinnen. Inkopers lezen dit."),
        error_messages={"required": _("Vertel kort wat het bedrijf doet.")},
    )
    cpv_codes = CpvField(
        label=_("Soort werk (CPV-codes)"),
        error_messages={"required": _("Kies minstens één soort werk. Anders vindt een inkoper u niet.")},
        help_text=_("Zoek op een woord, bijvoorbeeld schilderwerk. Met deze codes zoeken inkopers."),
    )
    occupation_codes = forms.MultipleChoiceField(
        label=_("Beroepen in uw bedrijf"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choice-grid"}),
        error_messages={"invalid_choice": _("Kies een beroep uit de lijst.")},
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
        error_messages={"invalid": _("Vul een adres in, bijvoorbeeld www.bedrijf.nl.")},
    )
    contact_name = PersonNameField(
        label=_("Contactpersoon"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Vul in naar wie een inkoper kan vragen.")},
    )
    contact_email = CompanyMail()
    contact_phone = CompanyPhone()
    label = forms.ChoiceField(
        label=_("Keurmerk"),
        required=False,
        choices=[_NO_LABEL, *FirmLabel.choices],
        help_text=_("Van PSO-Nederland, of de Code Sociale Ondernemingen."),
    )
    label_valid_until = DateField(label=_("Keurmerk geldig tot en met"), required=False)

    def __init__(
        self,
        *args: Any,
        municipalities: Iterable[Municipality],
        occupations: Sequence[Occupation],
        on: dt.date,
        firm: LocalFirm | None = None,
        is_own: bool = False,
        **kwargs: Any,
    ) -> None:
        """``is_own``: the firm itself changes its entry, and cannot become another firm."""
        if firm is not None:
            kwargs["initial"] = _initial(firm)
        super().__init__(*args, **kwargs)
        self.on, self.firm = on, firm
        here = [(one.code, one.name) for one in municipalities]
        if firm is not None and firm.municipality and firm.municipality not in dict(here):
            here.append((firm.municipality, firm.municipality))
        _choose(self, "municipality", [("", _("Kies…")), *here, (ELSEWHERE, _("Buiten de regio"))])
        known = [(one.code, one.name) for one in occupations]
        gone = [code for code in (firm.occupation_codes if firm else ()) if code not in dict(known)]
        _choose(self, "occupation_codes", [*known, *((code, code) for code in gone)])
        if firm is not None:
            cpv: Any = self.fields["cpv_codes"]
            cpv.stands = tuple(firm.cpv_codes)
        if is_own:
            del self.fields["kvk"]
        if not occupations and not gone:
            del self.fields["occupation_codes"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._clean_seat(data)
        self._clean_label(data)
        return data

    def _clean_seat(self, data: dict[str, Any]) -> None:
        place, province = data.get("place"), data.get("province")
        if data.get("municipality") == ELSEWHERE:
            if not place and "place" not in self.errors:
                self.add_error("place", _("Vul in waar het bedrijf staat."))
            if not province:
                self.add_error("province", _("Kies de provincie."))
        elif data.get("municipality"):
            data["place"] = data["province"] = ""

    def _clean_label(self, data: dict[str, Any]) -> None:
        label, until = data.get("label"), data.get("label_valid_until")
        if not label:
            data["label_valid_until"] = None
            if until is not None:
                self.add_error("label", _("Kies welk keurmerk tot die dag geldt, of maak de datum leeg."))
            return
        if "label_valid_until" in self.errors:
            return
        stands = self.firm is not None and (self.firm.label, self.firm.label_valid_until) == (label, until)
        if until is None:
            self.add_error("label_valid_until", _("Vul in tot en met welke dag het keurmerk geldt."))
        elif until < self.on and not stands:
            self.add_error(
                "label_valid_until", _("Dit keurmerk is verlopen. Vul de nieuwe datum in, of kies ‘Geen keurmerk’.")
            )
        elif until > self.on + _LONGEST_LABEL:
            self.add_error("label_valid_until", _("Een keurmerk geldt hoogstens vijf jaar. Controleer het jaartal."))

    def entry(self) -> FirmEntry:
        data = self.cleaned_data
        is_elsewhere = data["municipality"] == ELSEWHERE
        return FirmEntry(
            name=data["name"],
            kvk=data.get("kvk", self.firm.kvk if self.firm else ""),
            municipality="" if is_elsewhere else data["municipality"],
            place=data["place"],
            province=data["province"],
            does=data["does"].strip(),
            cpv_codes=tuple(data["cpv_codes"]),
            occupation_codes=tuple(data.get("occupation_codes", ())),
            website=data["website"],
            contact_name=data["contact_name"],
            contact_email=data["contact_email"],
            contact_phone=data["contact_phone"],
            label=data["label"],
            label_valid_until=data["label_valid_until"],
        )


class FirmRegisterForm(OpenForm, FirmForm):
    """The same for whoever wants to be in the register, without logging in."""

    agrees = forms.BooleanField(
        label=_("Ik mag dit bedrijf aanmelden. Inkopers in de regio mogen deze gegevens zien."),
        error_messages={
            "required": _(
                "Zonder deze toestemming kunnen wij uw bedrijf niet opnemen. Zet hier een vinkje als u akkoord bent."
            )
        },
    )


def _initial(firm: LocalFirm) -> dict[str, Any]:
    return entry_of(firm) | {
        "municipality": firm.municipality or ELSEWHERE,
        "cpv_codes": tuple(firm.cpv_codes),
    }


def _choose(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    field: Any = form.fields[name]
    field.choices = choices
