from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.file.documents import Sent
from candidates.models import DocumentKind
from organisations.form_fields import CheckedFilesField, DateField
from organisations.uploads import bare_name


class DocumentForm(forms.Form):
    """One or more files of one kind for the file of a candidate."""

    use_required_attribute = False
    hide_optional = True

    kind = forms.ChoiceField(
        label=_("Wat is het?"),
        choices=DocumentKind.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Kies wat het is.")),
    )
    valid_until = DateField(
        label=_("Geldig tot en met"), required=False, help_text=_("Alleen als het op het stuk staat.")
    )
    files = CheckedFilesField(  # type: ignore[assignment]  # a declared field is no attribute of its form
        help_text=_(
            "PDF, JPEG of PNG, elk hoogstens 10 MB. Sla een Word-bestand eerst op als PDF. "
            "Geen medische stukken en geen kopie van een paspoort. Maak een burgerservicenummer (BSN) onleesbaar."
        ),
    )

    def sent(self) -> list[Sent]:
        """The files with what is said about them."""
        said: dict[str, Any] = self.cleaned_data
        return [
            Sent(
                name=bare_name(one.name),
                content=one.read(),
                kind=DocumentKind(said["kind"]),
                valid_until=said["valid_until"],
            )
            for one in said["files"]
        ]
