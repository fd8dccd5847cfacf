from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import ManyFiles, ManyFilesField
from organisations.inspection.kinds import SUFFIXES
from organisations.uploads import bare_name
from placements.evidence import LARGEST, Sent
from placements.forms.contribution import ContributionForm
from placements.forms.deployment import DeploymentForm
from tenders.choices import EvidenceKind

MOST_FORMS = 5
_ACCEPTED = ",".join([*SUFFIXES.values(), ".jpeg", *SUFFIXES])


class SignedForm(forms.Form):
    """The form that the company signed, as one or more files."""

    hide_optional = True

    signed = ManyFilesField(
        label=_("Het ondertekende formulier"),
        help_text=_(
            "Een scan of foto: PDF, JPEG of PNG, hoogstens 10 MB. Maak eerst het burgerservicenummer (BSN) onleesbaar."
        ),
        widget=ManyFiles(attrs={"accept": _ACCEPTED, "hx-preserve": "true"}),
        error_messages={
            "required": _("Voeg het ondertekende formulier toe."),
            "empty": _("Dit bestand is leeg."),
            "invalid": _("Kies een bestand."),
        },
    )

    def clean_signed(self) -> list[UploadedFile]:
        files: list[UploadedFile] = self.cleaned_data["signed"]
        if len(files) > MOST_FORMS:
            raise ValidationError(_("Kies hoogstens %(most)s bestanden.") % {"most": MOST_FORMS})
        if any((one.size or 0) > LARGEST for one in files):
            raise ValidationError(_("Een bestand is groter dan 10 MB. Maak het kleiner of splits het op."))
        return files

    def sent(self) -> list[Sent]:
        return [
            Sent(name=bare_name(one.name), content=one.read(), kind=EvidenceKind.SIGNED_FORM)
            for one in self.cleaned_data["signed"]
        ]


class PersonOnBehalfForm(DeploymentForm):
    """A person at work as the signed form names him; nobody of the company is offered to choose from."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, submitting=True, again=True, **kwargs)
        self.fields["person_informed"].label = _("De persoon weet van deze gegevens")
        self.fields["person_informed"].help_text = _("Dat staat op het ondertekende formulier.")
        self.fields["token"].required = True


class EffortOnBehalfForm(ContributionForm):
    """Another effort as the signed form names it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].required = True
