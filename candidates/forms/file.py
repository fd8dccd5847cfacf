import uuid
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices import TargetGroup
from candidates.file.facts import Identity, Situation, Wishes, identity_version, version
from candidates.file_choices import (
    USUAL_CERTIFICATES,
    DrivingLicence,
    HoldReason,
    LanguageLevel,
    Transport,
    TravelArea,
    Weekday,
    WithdrawReason,
)
from candidates.forms.municipality import MunicipalityFields
from candidates.models import Candidate, CandidateIdentity, CandidateProfile
from candidates.registering.registrations import Place, check_birth_date
from candidates.working.call_day import wrong_day
from organisations.choices import Sector
from organisations.form_fields import CountField, DateField, PersonNameField, TextField
from organisations.models import Municipality, Occupation, Organisation
from organisations.shown_forms import ShownForm

_MOST_HOURS = 60
#: Nobody knows further ahead when he can begin.
_MOST_DAYS_AHEAD = 2 * 366
_UNKNOWN = ("", _("Nog niet bekend"))


class IdentityForm(ShownForm):
    """Who somebody is and how to reach him."""

    first_name = PersonNameField(label=_("Voornaam"), max_length=60, required=False)
    last_name = PersonNameField(
        label=_("Achternaam"), max_length=60, error_messages={"required": _("Vul een achternaam in.")}
    )
    birth_date = DateField(label=_("Geboortedatum"), required=False)
    phone = TextField(
        label=_("Telefoon"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    email = forms.EmailField(
        label=_("E-mailadres"),
        required=False,
        error_messages={"invalid": _("Vul een e-mailadres in, bijvoorbeeld naam@voorbeeld.nl.")},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    @staticmethod
    def initial_of(identity: CandidateIdentity) -> dict[str, Any]:
        return {name: getattr(identity, name) for name in Identity.__slots__} | {"shown": identity_version(identity)}

    def clean_birth_date(self) -> date | None:
        born: date | None = self.cleaned_data["birth_date"]
        check_birth_date(born, on=self.on)
        return born

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not (data.get("phone") or data.get("email")) and not {"phone", "email"} & set(self.errors):
            self.add_error("phone", _("Vul een telefoonnummer of een mailadres in."))
        return data

    def identity(self) -> Identity:
        return Identity(**{name: self.cleaned_data[name] for name in Identity.__dataclass_fields__})


def _boxes(label: Any, choices: Iterable[tuple[str, Any]] = ()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(choices),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choice-grid"}),
    )


def _level(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[_UNKNOWN, *LanguageLevel.choices], required=False)


class WishesForm(forms.Form):
    """What somebody can and wants. All as choices; only a certificate that the list lacks is typed."""

    use_required_attribute = False
    hide_optional = True

    hours_from = CountField(_("Uren per week: minstens"), least=1, most=_MOST_HOURS, required=False)
    hours_to = CountField(_("Uren per week: hoogstens"), least=1, most=_MOST_HOURS, required=False)
    available_on = DateField(label=_("Kan beginnen vanaf"), required=False)
    days = _boxes(_("Op welke dagen?"), Weekday.choices)
    travel = forms.ChoiceField(label=_("Hoe ver reizen?"), choices=[_UNKNOWN, *TravelArea.choices], required=False)
    transport = _boxes(_("Waarmee?"), Transport.choices)
    licences = _boxes(_("Rijbewijs"), DrivingLicence.choices)
    certificates = _boxes(_("Diploma’s en certificaten"))
    other_certificate = TextField(
        label=_("Ander diploma of certificaat"),
        required=False,
        max_length=80,
        help_text=_("Alleen de naam, zoals op het papier staat."),
    )
    occupations = _boxes(_("Beroepen die passen"))
    speaks = _level(_("Nederlands spreken"))
    reads = _level(_("Nederlands lezen"))
    writes = _level(_("Nederlands schrijven"))

    def __init__(
        self, *args: Any, profile: CandidateProfile | None, occupations: list[Occupation], **kwargs: Any
    ) -> None:
        held = list(profile.certificates) if profile else []
        initial = {
            name: getattr(profile, name)
            for name in (*Wishes.__dataclass_fields__,)
            if profile is not None and name != "occupations"
        }
        fitting = {str(one) for one in profile.occupations} if profile else set()
        super().__init__(*args, **kwargs | {"initial": initial | {"occupations": list(fitting)}})
        asked_for = [name for one in occupations for name in one.certificates]
        names = dict.fromkeys([*USUAL_CERTIFICATES, *asked_for, *held])
        self._offer("certificates", [(name, name) for name in names])
        self._offer(
            "occupations",
            [(str(one.pk), one.name) for one in occupations if one.retired_on is None or str(one.pk) in fitting],
        )

    def clean_available_on(self) -> date | None:
        day: date | None = self.cleaned_data["available_on"]
        if day is not None and day > timezone.localdate() + timedelta(days=_MOST_DAYS_AHEAD):
            raise ValidationError(_("Deze dag ligt meer dan twee jaar vooruit. Controleer het jaartal."))
        return day

    def clean_other_certificate(self) -> str:
        typed: str = self.cleaned_data["other_certificate"]
        if typed and not any(sign.isalpha() for sign in typed):
            raise ValidationError(_("Schrijf de naam van het diploma of certificaat, met letters."))
        return typed

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        least, most = data.get("hours_from"), data.get("hours_to")
        if least and most and most < least:
            self.add_error("hours_to", _("Dit is minder dan het laagste aantal uren. Verander een van de twee."))
        return data

    def wishes(self) -> Wishes:
        data = self.cleaned_data
        typed = " ".join(data["other_certificate"].split())
        chosen = {name: data[name] for name in Wishes.__dataclass_fields__}
        if typed and typed.lower() not in {name.lower() for name in data["certificates"]}:
            chosen["certificates"] = [*data["certificates"], typed]
        chosen["occupations"] = [uuid.UUID(one) for one in data["occupations"]]
        return Wishes(**chosen)


class SituationForm(ShownForm, MunicipalityFields):
    """What the file says about the registration; bound to the wishes beside it as well."""

    hide_optional = True

    target_group = forms.ChoiceField(label=_("Doelgroep"), choices=[_UNKNOWN, *TargetGroup.choices], required=False)
    municipality = forms.ChoiceField(
        help_text=_("Waar iemand woonde op de dag van de aanmelding. Een verhuizing verandert dit niet."),
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=[_UNKNOWN, *Sector.choices], required=False)
    wanted_work = TextField(label=_("Welk werk zoekt deze persoon?"), max_length=200, required=False)
    werkplein = forms.ChoiceField(label=_("Werkplein"), required=False)

    def __init__(
        self,
        *args: Any,
        candidate: Candidate,
        municipalities: list[Municipality],
        by_words: Mapping[str, str],
        werkpleinen: list[Organisation],
        **kwargs: Any,
    ) -> None:
        initial = {
            "target_group": candidate.target_group,
            "municipality": candidate.municipality,
            "sector": candidate.sector,
            "wanted_work": candidate.wanted_work,
            "werkplein": str(candidate.werkplein_id or ""),
            "shown": version(candidate),
        }
        super().__init__(*args, **kwargs | {"initial": initial})
        names = {one.code: one.name for one in municipalities}
        if candidate.municipality not in names:
            names[candidate.municipality] = Place.named(candidate.municipality)
        self.offer([*names.items()], by_words=by_words, label=_("Gemeente bij aanmelding"))
        field = self.fields["werkplein"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
        field.choices = [("", _("Nog niet gekozen")), *((str(one.pk), one.name) for one in werkpleinen)]
        field.label = candidate.region.werkplein_label
        if not werkpleinen:
            del self.fields["werkplein"]

    def situation(self, candidate: Candidate) -> Situation:
        data = self.cleaned_data
        return Situation(
            target_group=data["target_group"],
            municipality=data["municipality"],
            sector=data["sector"],
            wanted_work=data["wanted_work"],
            werkplein_id=data["werkplein"] or None if "werkplein" in data else candidate.werkplein_id,
        )


class _StopForm(forms.Form):
    hide_optional = True

    note = TextField(
        label=_("Toelichting"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Schrijf niets op over gezondheid."),
    )


class HoldForm(_StopForm):
    """Why somebody is not available for a while, and when to call."""

    reason = forms.ChoiceField(
        label=_("Waarom even niet?"),
        choices=HoldReason.choices,
        error_messages={"required": _("Kies een reden.")},
        widget=forms.RadioSelect,
    )
    call_by = DateField(label=_("Wanneer belt u weer?"), required=False)
    field_order = ("reason", "note", "call_by")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_call_by(self) -> date | None:
        day: date | None = self.cleaned_data["call_by"]
        if said := wrong_day(day, on=self.on):
            raise ValidationError(said)
        return day


class WithdrawForm(_StopForm):
    """Why somebody stops."""

    reason = forms.ChoiceField(
        label=_("Waarom stopt deze persoon?"),
        choices=WithdrawReason.choices,
        error_messages={"required": _("Kies een reden.")},
        widget=forms.RadioSelect,
    )
    field_order = ("reason", "note")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("reason") == WithdrawReason.OTHER and not data.get("note", "").strip():
            self.add_error("note", _("Schrijf op wat de reden is."))
        return data
