"""The open pages on which somebody registers himself, or another person, without logging in."""

import uuid
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from candidates.choices import Source
from candidates.registering.oneself import Entry, Key, Registrant, code_of
from candidates.registering.reaction import text_of
from candidates.registering.registration import Conditions
from candidates.registering.registrations import Place, with_former
from organisations.form_fields import ChoiceCards, PersonNameField, PhoneField, TextField
from organisations.models import new_id
from organisations.open_forms import OpenForm
from organisations.pictograms import WORK_EXAMPLES, WorkPicture

_LONGEST_PART = 60
_MAIL_WRONG = _("Dit is geen goed e-mailadres. Een voorbeeld: naam@voorbeeld.nl.")


class PictureCards(forms.CheckboxSelectMultiple):
    """Large cards with a picture, of which somebody takes as many as he likes."""

    def __init__(self, notes: dict[Any, Any], **kwargs: Any) -> None:
        super().__init__(**{"attrs": {"class": "choice-grid choice-grid--pictures"}} | kwargs)
        self.notes = {str(key): note for key, note in notes.items()}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"as_card": True, "picture": str(value), "note": self.notes.get(str(value), "")}


class _PersonForm(OpenForm):
    """The four fields about whoever is registered."""

    ELSEWHERE = "elsewhere"
    SALT = ""
    of_another = False
    hide_optional = True

    name = PersonNameField(
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Vul een naam in."),
            "invalid": _("Een naam bestaat uit letters. Typ de naam zoals u hem uitspreekt."),
        },
    )
    phone = PhoneField()
    email = forms.EmailField(
        label=_("E-mailadres"),
        required=False,
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _MAIL_WRONG},
    )
    municipality = forms.ChoiceField(error_messages={"required": _("Kies een gemeente.")})
    other_municipality = TextField(required=False, max_length=60)
    kinds = forms.MultipleChoiceField(
        required=False, choices=WorkPicture.choices, widget=PictureCards(dict(WORK_EXAMPLES))
    )
    wants_call = forms.BooleanField(required=False)
    agrees = forms.BooleanField()
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    #: What the page before told of the work that is reacted to.
    over = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        field: Any = self.fields["municipality"]
        here = [(one.code, with_former(one.name, getattr(one, "former", ()))) for one in place.here]
        field.choices = [("", _("Kies…")), *here, (self.ELSEWHERE, _("Ergens anders"))]
        self.fields["key"].initial = signing.Signer(salt=self.SALT).sign(str(new_id()))

    @property
    def reacts_to(self) -> str:
        """The work that somebody reacts to, as words; empty for who just registers."""
        return text_of(str(self["over"].value() or ""))

    def clean_over(self) -> str:
        return text_of(self.cleaned_data["over"])

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if any(len(part) > _LONGEST_PART for part in _parts(name)):
            raise ValidationError(_("Deze naam is te lang. Een voornaam en een achternaam is genoeg."))
        return name

    def clean_key(self) -> Key:
        """One that was not made here is as good as none: then the form counts as a new one."""
        try:
            made = signing.Signer(salt=self.SALT).unsign(self.cleaned_data["key"])
        except signing.BadSignature:
            return Key(of_another=self.of_another)
        return Key(uuid.UUID(made), of_another=self.of_another)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._clean_contact(data)
        self._clean_place(data)
        told = data.get("kinds") or data.get("wants_call") or data.get("over")
        if not told and "kinds" not in self.errors:
            self.add_error("kinds", _("Kies wat voor werk. Of kies ‘Bel mij’."))
        return data

    def _clean_contact(self, data: dict[str, Any]) -> None:
        if {"phone", "email"} & set(self.errors):
            return
        if not data.get("phone") and not data.get("email"):
            self.add_error("phone", _("Vul een telefoonnummer of een e-mailadres in."))
        elif data.get("wants_call") and not data.get("phone"):
            self.add_error("phone", _("U koos ‘Bel mij’. Vul dan een telefoonnummer in."))

    def _clean_place(self, data: dict[str, Any]) -> None:
        self.code, self.typed = data.get("municipality", ""), ""
        if self.code != self.ELSEWHERE or "other_municipality" in self.errors:
            return
        if not data.get("other_municipality"):
            self.add_error("other_municipality", _("Vul de gemeente of plaats in."))
            return
        try:
            self.code, self.typed = code_of(data["other_municipality"], self.place)
        except ValidationError as error:
            self.add_error("other_municipality", error)

    def entry(self) -> Entry:
        data = self.cleaned_data
        first, last = _parts(data["name"])
        return Entry(
            first_name=first,
            last_name=last,
            municipality=self.code,
            place=self.typed,
            phone=data["phone"],
            email=data["email"],
            kinds=tuple(data["kinds"]),
            wants_call=data["wants_call"],
            reacts_to=data["over"],
        )


class OneselfForm(_PersonForm):
    """Four questions, and a yes."""

    SALT = "candidates.forms.oneself"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "name", _("Hoe heet u?"), _("Uw voornaam en uw achternaam."))
        _say(self, "municipality", _("In welke gemeente woont u?"))
        _say(self, "other_municipality", _("Waar woont u dan?"), _("Vul uw gemeente of woonplaats in."))
        _say(self, "kinds", _("Welk werk wilt u doen?"), _("U mag meer dan één antwoord kiezen."))
        _say(self, "wants_call", _("Bel mij. Ik vertel het liever aan de telefoon."))
        _say(self, "agrees", _("Ja, dit is goed. Ik wil hulp bij het vinden van werk."))
        self.fields["name"].error_messages["required"] = _("Vul uw naam in.")
        self.fields["municipality"].error_messages["required"] = _("Kies uw gemeente.")
        self.fields["agrees"].error_messages["required"] = _("Is dit goed? Zet dan hier een vinkje.")


#: As whom somebody without an account registers another person.
REGISTRANTS = [
    (Source.SCHOOL, _("School")),
    (Source.UWV, _("UWV")),
    (Source.SW_COMPANY, _("SW-bedrijf")),
    (Source.MUNICIPALITY, _("Gemeente")),
    (Source.TEMP_AGENCY, _("Uitzendbureau")),
]


class OtherForm(_PersonForm):
    """Who registers, and whom."""

    SALT = "candidates.forms.other"
    of_another = True

    source = forms.ChoiceField(
        label=_("Waar werkt u?"),
        choices=REGISTRANTS,
        widget=ChoiceCards({Source.TEMP_AGENCY: _("Wij stellen dan een paar vragen meer.")}),
        error_messages={"required": _("Kies waar u werkt.")},
    )
    organisation = TextField(
        label=_("Naam van uw organisatie"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Vul de naam van uw organisatie in.")},
    )
    by_name = PersonNameField(
        label=_("Uw naam"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Vul uw naam in.")},
    )
    by_phone = PhoneField(label=_("Uw telefoonnummer"), help_text=_("Eén van de twee is genoeg."))
    by_email = forms.EmailField(
        label=_("Uw e-mailadres"),
        required=False,
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _MAIL_WRONG},
    )
    field_order = ("source", "organisation", "by_name", "by_phone", "by_email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "phone", "email"):
            # The browser knows who fills it in, and this is somebody else.
            self.fields[name].widget.attrs["autocomplete"] = "off"
        _say(self, "name", _("Hoe heet deze persoon?"), _("De voornaam en de achternaam."))
        _say(self, "municipality", _("In welke gemeente woont deze persoon?"))
        _say(self, "other_municipality", _("Waar dan?"), _("Vul de gemeente of woonplaats in."))
        _say(self, "kinds", _("Welk werk zoekt deze persoon?"), _("U mag meer dan één antwoord kiezen."))
        _say(self, "wants_call", _("Bel deze persoon. Hij of zij vertelt het liever zelf."))
        _say(self, "agrees", _("Deze persoon weet dat ik hem of haar aanmeld, en vindt dat goed."))
        self.fields["agrees"].error_messages["required"] = _("Vraag het eerst. Zonder ja melden wij niemand aan.")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        reach = {"by_phone", "by_email"}
        if not reach & set(self.errors) and not any(data.get(name) for name in reach):
            self.add_error("by_phone", _("Vul uw telefoonnummer of uw e-mailadres in."))
        return data

    @property
    def is_from_agency(self) -> bool:
        return self.is_bound and self.data.get(self.add_prefix("source")) == Source.TEMP_AGENCY

    def registrant(self, conditions: Conditions | None) -> Registrant:
        data = self.cleaned_data
        return Registrant(
            source=data["source"],
            organisation=data["organisation"],
            name=data["by_name"],
            phone=data["by_phone"],
            email=data["by_email"],
            conditions=conditions,
        )


def _parts(name: str) -> tuple[str, str]:
    """First name, and the rest: what most people write first."""
    first, _space, last = name.partition(" ")
    return first, last


def _say(form: forms.Form, name: str, label: Any, help_text: Any = "") -> None:
    form.fields[name].label, form.fields[name].help_text = label, help_text
