from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import CheckedFilesField
from organisations.uploads import bare_name
from placements.evidence import Sent
from placements.forms.contribution import ContributionForm
from placements.forms.deployment import DeploymentForm
from tenders.choices import EvidenceKind

MOST_FORMS = 5


class SignedForm(forms.Form):
    """The form that the company signed, as one or more files."""

    hide_optional = True

    signed = CheckedFilesField(
        most=MOST_FORMS,
        label=_("Het ondertekende formulier"),
        help_text=_(
            "Een scan of foto: PDF, JPEG of PNG, hoogstens 10 MB. Maak eerst het burgerservicenummer (BSN) onleesbaar."
        ),
        otherwise=_("Voeg het ondertekende formulier toe."),
        attrs={"hx-preserve": "true"},
    )

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
