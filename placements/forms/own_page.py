"""The forms of 'Mijn pagina', in short sentences."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.file_choices import WithdrawReason
from candidates.forms.file import WishesForm
from candidates.forms.oneself_step import LEVELS, TRAVEL
from candidates.models import CandidateIdentity
from candidates.names import normalised_phone
from candidates.registering.registrations import check_birth_date
from organisations.form_fields import DateField, PersonNameField, TextField
from organisations.open_forms import OpenForm
from organisations.shown_forms import ShownForm
from placements.own_page.changing import Contact, contact_version
from placements.vacancy_choices import DeclineReason

_LEAST_DIGITS, _MOST_DIGITS = 9, 15


def check_mail(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError(_("Dit e-mailadres klopt niet. Bijvoorbeeld: naam@voorbeeld.nl.")) from None


def check_phone(number: str) -> None:
    digits = normalised_phone(number)
    if not _LEAST_DIGITS <= len(digits) <= _MOST_DIGITS or any(one.isalpha() for one in number):
        raise ValidationError(_("Dit telefoonnummer klopt niet. Bijvoorbeeld: 06 12345678."))


class ContactField(TextField):
    """One telephone number or mail address."""

    def clean(self, value: Any) -> str:
        contact = " ".join(super().clean(value).split())
        if "@" in contact:
            check_mail(contact)
        elif contact:
            check_phone(contact)
        return contact


class AskForm(OpenForm):
    """By which number or address somebody is known."""

    contact = ContactField(
        label=_("Uw telefoonnummer of e-mailadres"),
        max_length=254,
        help_text=_("Hetzelfde als bij uw aanmelding. Bijvoorbeeld 06 12345678."),
        error_messages={"required": _("Vul uw telefoonnummer of e-mailadres in.")},
        widget=forms.TextInput(attrs={"autocomplete": "on", "autocapitalize": "none", "spellcheck": "false"}),
    )

    @property
    def gave_phone(self) -> bool:
        data: dict[str, Any] = self.cleaned_data
        return "@" not in data.get("contact", "@")


class ContactForm(ShownForm):
    """How somebody is called and reached."""

    use_required_attribute = False
    hide_optional = True

    first_name = PersonNameField(label=_("Voornaam"), max_length=60, required=False)
    last_name = PersonNameField(label=_("Achternaam"), max_length=60, required=False)
    phone = TextField(
        label=_("Telefoon"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mailadres"),
        required=False,
        error_messages={"invalid": _("Dit e-mailadres klopt niet. Bijvoorbeeld: naam@voorbeeld.nl.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, identity: CandidateIdentity, **kwargs: Any) -> None:
        initial: dict[str, Any] = {name: getattr(identity, name) for name in Contact.__slots__}
        initial["shown"] = contact_version(identity)
        super().__init__(*args, **kwargs | {"initial": initial})

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"].strip()
        if phone and phone != self.initial["phone"]:
            check_phone(phone)
        return phone

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        names = {"first_name", "last_name"}
        # Some people have one name, and registered with it.
        if not names & set(self.errors) and not any(data.get(name) for name in names):
            self.add_error("first_name", _("Vul uw naam in."))
        if not (data.get("phone") or data.get("email")) and not {"phone", "email"} & set(self.errors):
            self.add_error("phone", _("Vul een telefoonnummer of een e-mailadres in. Anders bereiken wij u niet."))
        return data

    def contact(self) -> Contact:
        return Contact(**{name: self.cleaned_data[name] for name in Contact.__slots__})


class OwnWishesForm(WishesForm):
    """As coaches fill it in, with what one says of oneself."""

    wanted_work = TextField(
        label=_("Welk werk zoekt u?"), max_length=200, required=False, help_text=_("Bijvoorbeeld: schilder, magazijn.")
    )
    wants_call = forms.BooleanField(label=_("Bel mij"), required=False)
    field_order = ("wanted_work", "wants_call")

    def __init__(self, *args: Any, wanted_work: str, wants_call: bool, has_phone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_phone = has_phone
        self.initial = {**self.initial, "wanted_work": wanted_work, "wants_call": wants_call}
        said = {
            "hours_from": _("Hoeveel uur per week minstens?"),
            "hours_to": _("Hoeveel uur per week hoogstens?"),
            "available_on": _("Wanneer kunt u beginnen?"),
            "days": _("Op welke dagen kunt u werken?"),
            "travel": _("Hoe ver wilt u reizen?"),
            "transport": _("Hoe komt u op het werk?"),
            "licences": _("Welk rijbewijs hebt u?"),
            "certificates": _("Welke diploma’s en certificaten hebt u?"),
            "occupations": _("Welk werk past bij u?"),
            "speaks": _("Hoe goed spreekt u Nederlands?"),
            "reads": _("Hoe goed leest u Nederlands?"),
            "writes": _("Hoe goed schrijft u Nederlands?"),
        }
        for name, label in said.items():
            self.fields[name].label = label
        # As on the small pages after registering, not as coaches put it.
        self.fields["other_certificate"].label = _("Een ander diploma of certificaat?")
        self.fields["other_certificate"].help_text = _("Schrijf de naam op die op het papier staat.")
        nothing = ("", _("Kies…"))
        self._offer("travel", [nothing, *TRAVEL])
        for name in ("speaks", "reads", "writes"):
            self._offer(name, [nothing, *LEVELS])

    def clean_wants_call(self) -> bool:
        wants: bool = self.cleaned_data["wants_call"]
        if wants and not self.has_phone:
            raise ValidationError(
                _("Wij hebben geen telefoonnummer van u. Vul het eerst in bij ‘Naam, telefoon en mail’.")
            )
        return wants


class Wrong(models.TextChoices):
    """What somebody cannot change himself: it decides who helps him, and with what."""

    MUNICIPALITY = "municipality", _("Mijn gemeente")
    BENEFIT = "benefit", _("Mijn uitkering")
    BIRTH_DATE = "birth_date", _("Mijn geboortedatum")
    TRAINING = "training", _("Mijn scholing of mijn werk")
    NOTE = "note", _("Iets dat over mij is opgeschreven")
    OTHER = "other", _("Iets anders")


class WrongForm(forms.Form):
    use_required_attribute = False
    hide_optional = True

    what = forms.ChoiceField(
        label=_("Wat klopt niet?"),
        choices=Wrong.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Kies wat niet klopt.")),
    )
    said = TextField(
        label=_("Hoe moet het zijn?"),
        max_length=150,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Schrijf niets op over uw gezondheid."),
        error_messages={"required": _("Schrijf op hoe het moet zijn.")},
    )


#: What somebody says of himself; the rest of the reasons is a coach's to give.
_OWN_REASONS = {
    WithdrawReason.FOUND_WORK: _("Ik vond zelf werk"),
    WithdrawReason.OTHER_SCHOOLING: _("Ik ga naar school"),
    WithdrawReason.MOVED: _("Ik ben verhuisd"),
    WithdrawReason.OWN_WISH: _("Ik wil niet meer meedoen"),
    WithdrawReason.MISTAKE: _("Ik meldde mij per ongeluk aan"),
    WithdrawReason.OTHER: _("Iets anders"),
}


class StopForm(forms.Form):
    use_required_attribute = False
    hide_optional = True

    reason = forms.ChoiceField(
        label=_("Waarom stopt u?"),
        choices=[(code.value, label) for code, label in _OWN_REASONS.items()],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Kies waarom u stopt.")),
    )
    note = TextField(
        label=_("Wilt u er iets bij zeggen?"),
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Schrijf niets op over uw gezondheid."),
    )


class EraseOwnForm(forms.Form):
    use_required_attribute = False

    sure = forms.BooleanField(
        label=_("Ja, wis mijn gegevens. Ik weet dat dit niet terug kan."),
        error_messages={"required": _("Zet een vinkje als u het zeker weet.")},
    )


class AnswerForm(forms.Form):
    """Yes, or no with why."""

    use_required_attribute = False
    hide_optional = True

    wants = forms.ChoiceField(
        label=_("Wilt u dit werk?"),
        choices=[
            ("yes", _("Ja. Het bedrijf mag weten wie ik ben")),
            ("no", _("Nee, dit werk wil ik niet")),
        ],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Kies ja of nee.")),
    )
    reason = forms.ChoiceField(
        label=_("Zegt u nee? Kies dan waarom"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Kies een reden uit de lijst.")},
    )
    note = TextField(
        label=_("Wilt u er iets bij zeggen?"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Het bedrijf leest dit niet. Schrijf niets op over uw gezondheid."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("wants") == "no" and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Kies waarom u nee zegt."))
        return data


class ChangeMindForm(forms.Form):
    """No after all, with why."""

    use_required_attribute = False
    hide_optional = True

    reason = forms.ChoiceField(
        label=_("Waarom wilt u dit werk niet?"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Kies waarom u dit werk niet wilt.")),
    )
    note = TextField(
        label=_("Wilt u er iets bij zeggen?"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Het bedrijf leest dit niet. Schrijf niets op over uw gezondheid."),
    )


class _PersonFields(forms.Form):
    name = PersonNameField(
        label=_("Voornaam en achternaam"), max_length=120, error_messages={"required": _("Vul uw naam in.")}
    )
    birth_date = DateField(
        label=_("Geboortedatum"),
        error_messages={"required": _("Vul uw geboortedatum in. Bijvoorbeeld 31-12-1990.")},
    )
    contact = ContactField(
        label=_("Telefoonnummer of e-mailadres"),
        max_length=254,
        error_messages={"required": _("Vul een telefoonnummer of e-mailadres in.")},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_birth_date(self) -> date:
        born: date = self.cleaned_data["birth_date"]
        check_birth_date(born, on=self.on)
        return born


class PersonAskForm(_PersonFields, OpenForm):
    """Whoever works at a company asks what is stored of him."""

    hide_optional = True

    company = TextField(
        label=_("Bij welk bedrijf werkt u?"),
        max_length=200,
        error_messages={"required": _("Vul het bedrijf in waar u werkt.")},
    )
    field_order = ("name", "birth_date", "company", "contact")


class PersonLinkForm(_PersonFields):
    """As it stands on what somebody showed to the coordination point, and where his link goes."""

    use_required_attribute = False
    hide_optional = True


class PersonWrongForm(forms.Form):
    use_required_attribute = False
    hide_optional = True

    said = TextField(
        label=_("Wat klopt niet?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Schrijf niets op over uw gezondheid."),
        error_messages={"required": _("Schrijf op wat niet klopt.")},
    )
