from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, CandidateMerge
from candidates.registering.merge_words import words_of
from candidates.registering.merging import Part
from organisations.form_fields import TextField

KEPT, GONE = "kept", "gone"


class FindForm(forms.Form):
    """The number of the other file. Valid, it gives the file."""

    number = TextField(
        label=_("Nummer van het andere dossier"),
        max_length=60,
        error_messages={"required": _("Vul het nummer in.")},
        help_text=_("Bijvoorbeeld K-7F3QXA. Het staat bovenaan elk dossier."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, candidates: QuerySet[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = candidates

    def clean_number(self) -> Candidate:
        found = self.candidates.filter(reference__iexact=self.cleaned_data["number"].strip()).first()
        if found is None:
            raise ValidationError(_("Met dit nummer is er geen dossier dat u kunt zien."), code="unknown")
        return found


class ReasonForm(forms.Form):
    """Why; others read it later."""

    use_required_attribute = False
    asks: Any = ""

    reason = TextField(
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Minstens tien tekens. Schrijf niets op over gezondheid."),
        error_messages={"required": _("Schrijf op waarom.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = self.asks


class UndoForm(ReasonForm):
    """One of several on a page, each of its own merge."""

    asks = _("Waarom draait u dit terug?")

    def __init__(self, *args: Any, merge: CandidateMerge | None = None, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"id_{merge.pk if merge else ''}_%s", **kwargs)
        self.merge = merge


class MergeForm(ReasonForm):
    """For each thing that differs, which of the two files is right."""

    asks = _("Waarom is dit dezelfde persoon?")

    def __init__(self, *args: Any, parts: Sequence[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        for part in parts:
            self.fields[part.key] = forms.ChoiceField(
                label=str(part.label),
                choices=[(KEPT, words_of(part.kept, part.fields)), (GONE, words_of(part.gone, part.fields))],
                initial=GONE if part.prefers_gone else KEPT,
                widget=forms.RadioSelect,
                error_messages={"required": _("Kies wat klopt."), "invalid_choice": _("Kies wat klopt.")},
            )
        self.order_fields([*(part.key for part in parts), "reason"])

    @property
    def choices(self) -> list[forms.BoundField]:
        return [self[part.key] for part in self.parts]

    def taken(self) -> list[str]:
        return [part.key for part in self.parts if self.cleaned_data[part.key] == GONE]
