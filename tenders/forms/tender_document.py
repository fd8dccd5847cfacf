from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import CheckedFilesField
from organisations.uploads import bare_name
from tenders.calendar.documents import SentFile
from tenders.forms.entry_fields import OneLine


class TenderDocumentForm(forms.Form):
    """One file with a tender."""

    use_required_attribute = False
    hide_optional = True

    title = OneLine(
        label=_("Titel"),
        max_length=120,
        error_messages={"required": _("Zeg wat het is, bijvoorbeeld: Programma van eisen.")},
    )
    files = CheckedFilesField(  # type: ignore[assignment]  # a declared field is no attribute of its form
        label=_("Bestand"),
        most=1,
        help_text=_("PDF, JPEG of PNG, hoogstens 10 MB. Sla een Word-bestand eerst op als PDF."),
    )
    is_public = forms.BooleanField(
        label=_("Openbaar op de kalender"),
        required=False,
        help_text=_("Iedereen kan het dan ophalen zodra de aanbesteding op de kalender staat."),
    )

    def sent(self) -> SentFile:
        said: dict[str, Any] = self.cleaned_data
        one = said["files"][0]
        return SentFile(bare_name(one.name), one.read(), said["title"], said["is_public"])
