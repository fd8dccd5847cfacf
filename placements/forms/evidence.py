from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import CheckedFilesField, DateField
from organisations.months import months_between
from organisations.templatetags.formatting import month_nl
from organisations.uploads import bare_name
from placements.evidence import CompanyLine, Sent
from placements.models import Deployment
from tenders.choices import EvidenceKind


class EvidenceForm(forms.Form):
    """One or more files of one kind, for a whole line or for a month of it."""

    use_required_attribute = False
    hide_optional = True

    kind = forms.ChoiceField(
        label=_("Wat is het?"),
        choices=EvidenceKind.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Kies wat het is.")),
    )
    month = forms.ChoiceField(
        label=_("Van welke maand?"),
        required=False,
        error_messages={"invalid_choice": _("Kies een maand waarin deze persoon werkte.")},
    )
    valid_until = DateField(
        label=_("Geldig tot en met"), required=False, help_text=_("Alleen als het op het stuk staat.")
    )
    files = CheckedFilesField(  # type: ignore[assignment]  # a declared field is no attribute of its form
        help_text=_(
            "PDF, JPEG of PNG, elk hoogstens 10 MB. U kunt er meer tegelijk kiezen. "
            "Maak eerst het burgerservicenummer (BSN) onleesbaar, ook op loonstroken."
        ),
    )

    def __init__(self, *args: Any, line: CompanyLine, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = months_of(line, on=on) if isinstance(line, Deployment) else []
        if months:
            choices = [(f"{month:%Y-%m-%d}", month_nl(month)) for month in months]
            self.fields["month"].choices = [("", _("geen maand: de hele periode")), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["month"]

    def sent(self) -> Iterator[Sent]:
        """The files with what is said about them, each read into memory in its turn."""
        said = self.cleaned_data
        month = date.fromisoformat(said["month"]) if said.get("month") else None
        for one in said["files"]:
            yield Sent(
                name=bare_name(one.name),
                content=one.read(),
                kind=EvidenceKind(said["kind"]),
                month=month,
                valid_until=said["valid_until"],
            )


def months_of(line: Deployment, *, on: date) -> list[date]:
    """The months of a deployment that have begun, the newest first."""
    return list(months_between(line.starts_on, min(line.ends_on, on)))[::-1]
