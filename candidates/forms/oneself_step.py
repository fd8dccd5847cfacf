"""The small pages on which somebody tells more of himself. Nothing is asked that has to be answered."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from candidates.file_choices import (
    USUAL_CERTIFICATES,
    DrivingLicence,
    LanguageLevel,
    Transport,
    TravelArea,
    Weekday,
)
from candidates.models import CandidateProfile
from organisations.form_fields import CheckedFilesField, ChoiceCards, TextField
from organisations.models import Occupation

#: Hours a week, as people say them: key, words, from, up to.
HOURS = (
    ("16", _("Tot 16 uur"), 1, 16),
    ("28", _("16 tot 28 uur"), 16, 28),
    ("36", _("28 tot 36 uur"), 28, 36),
    ("40", _("36 uur of meer"), 36, 40),
    ("any", _("Dat maakt mij niet uit"), 1, 40),
)
#: How well somebody knows Dutch, in his own words.
LEVELS = [
    (LanguageLevel.NONE, _("Nog niet")),
    (LanguageLevel.A1, _("Een paar woorden")),
    (LanguageLevel.A2, _("Korte zinnen")),
    (LanguageLevel.B1, _("Genoeg voor op het werk")),
    (LanguageLevel.B2, _("Goed")),
    (LanguageLevel.NATIVE, _("Het is mijn eerste taal")),
]
TRAVEL = [
    (TravelArea.TOWN, _("In mijn eigen plaats")),
    (TravelArea.NEAR, _("Tot een half uur")),
    (TravelArea.FAR, _("Tot een uur")),
    (TravelArea.REGION, _("In de hele regio")),
    (TravelArea.COUNTRY, _("In heel Nederland")),
]
NO_LICENCE = "none"


class CheckCards(forms.CheckboxSelectMultiple):
    """Boxes as large cards."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "choice-grid"})

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().create_option(*args, **kwargs) | {"as_card": True, "note": ""}


def _boxes(label: Any = "", choices: Iterable[tuple[Any, Any]] = ()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=list(choices), required=False, widget=CheckCards())


def _cards(label: Any, choices: Iterable[tuple[Any, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=list(choices), required=False, widget=ChoiceCards(attrs={"class": "choice-grid"})
    )


class StepForm(forms.Form):
    """One page; ``values`` has what it says about the profile."""

    use_required_attribute = False
    hide_optional = True

    def __init__(
        self, *args: Any, profile: CandidateProfile | None, occupations: Sequence[Occupation], **kwargs: Any
    ) -> None:
        self.profile, self.occupations_known = profile, occupations
        super().__init__(*args, **kwargs | {"initial": self.initial_of(profile) if profile else {}})

    def initial_of(self, profile: CandidateProfile) -> dict[str, Any]:
        return {name: getattr(profile, name) for name in self.base_fields if hasattr(profile, name)}

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class HoursForm(StepForm):
    hours = _cards("", [(key, words) for key, words, _least, _most in HOURS])

    def initial_of(self, profile: CandidateProfile) -> dict[str, Any]:
        known = {(least, most): key for key, _words, least, most in HOURS}
        return {"hours": known.get((profile.hours_from or 0, profile.hours_to or 0), "")}

    def values(self) -> dict[str, Any]:
        chosen = {key: (least, most) for key, _words, least, most in HOURS}
        if not (key := self.cleaned_data["hours"]):
            return {}
        least, most = chosen[key]
        return {"hours_from": least, "hours_to": most}


class DaysForm(StepForm):
    days = _boxes("", Weekday.choices)


class TravelForm(StepForm):
    travel = _cards("", TRAVEL)
    transport = _boxes(_("Hoe komt u op het werk?"), Transport.choices)


class LicenceForm(StepForm):
    licences = _boxes("", [*DrivingLicence.choices, (NO_LICENCE, _("Nee, geen rijbewijs"))])

    def clean_licences(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["licences"]
        if NO_LICENCE in chosen and len(chosen) > 1:
            raise ValidationError(_("U koos een rijbewijs, en ook ‘geen rijbewijs’. Wat klopt?"))
        return [one for one in chosen if one != NO_LICENCE]


class CertificatesForm(StepForm):
    certificates = _boxes()
    other_certificate = TextField(
        label=_("Een ander diploma of certificaat?"),
        required=False,
        max_length=80,
        help_text=_("Schrijf de naam op die op het papier staat."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = self.profile.certificates if self.profile else []
        asked_for = [name for one in self.occupations_known for name in one.certificates]
        _choose(
            self, "certificates", [(name, name) for name in dict.fromkeys([*USUAL_CERTIFICATES, *asked_for, *held])]
        )

    def clean_other_certificate(self) -> str:
        typed = " ".join(self.cleaned_data["other_certificate"].split())
        if typed and not any(sign.isalpha() for sign in typed):
            raise ValidationError(_("Schrijf de naam van het papier op, met letters."))
        return typed

    def values(self) -> dict[str, Any]:
        chosen, typed = list(self.cleaned_data["certificates"]), self.cleaned_data["other_certificate"]
        if typed and typed.lower() not in {name.lower() for name in chosen}:
            chosen.append(typed)
        return {"certificates": chosen}


class OccupationsForm(StepForm):
    occupations = _boxes()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = set(self.profile.occupations) if self.profile else set()
        _choose(
            self,
            "occupations",
            [(str(one.pk), one.name) for one in self.occupations_known if one.retired_on is None or one.pk in fitting],
        )

    def initial_of(self, profile: CandidateProfile) -> dict[str, Any]:
        return {"occupations": [str(one) for one in profile.occupations]}

    def values(self) -> dict[str, Any]:
        return {"occupations": [uuid.UUID(one) for one in self.cleaned_data["occupations"]]}


class DutchForm(StepForm):
    speaks = _cards(_("Spreken"), LEVELS)
    reads = _cards(_("Lezen"), LEVELS)
    writes = _cards(_("Schrijven"), LEVELS)


class CvForm(StepForm):
    """A file or a photo; the camera of a telephone makes one."""

    files = CheckedFilesField(  # type: ignore[assignment]  # a declared field is no attribute of its form
        most=5,
        label=_("Uw cv: een bestand of een foto"),
        help_text=_("PDF, Word of ODT. Of maak een foto van het papier."),
        otherwise=_("Kies een bestand, of maak een foto."),
        attrs={"accept": f"{CheckedFilesField.ACCEPTED},.docx,.odt"},
    )

    def values(self) -> dict[str, Any]:
        return {}


class OwnCvForm(forms.Form):
    """Three questions for a CV. One answer is enough."""

    use_required_attribute = False
    hide_optional = True

    work = TextField(
        label=_("Welk werk deed u?"),
        required=False,
        max_length=800,
        help_text=_("Schrijf bij elk werk: wat, waar en wanneer. Begin elke keer op een nieuwe regel."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    school = TextField(
        label=_("Welke school of cursus deed u?"),
        required=False,
        max_length=500,
        help_text=_("Ook een school in een ander land."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    good_at = TextField(
        label=_("Waar bent u goed in?"),
        required=False,
        max_length=500,
        help_text=_("Bijvoorbeeld: ik kom altijd op tijd. Ik werk graag met mijn handen."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not any(data.values()):
            self.add_error("work", _("Vul bij één vraag iets in. Dan maken wij uw cv."))
        return data


def _choose(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field: Any = form.fields[name]
    field.choices = choices


FORMS: dict[str, type[StepForm]] = {
    "uren": HoursForm,
    "dagen": DaysForm,
    "reizen": TravelForm,
    "rijbewijs": LicenceForm,
    "diplomas": CertificatesForm,
    "beroepen": OccupationsForm,
    "nederlands": DutchForm,
    "cv": CvForm,
}
