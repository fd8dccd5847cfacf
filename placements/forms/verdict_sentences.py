from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import TextField
from placements.verifying.verdict_sentences import LONGEST, MOST, Sentences


class SentencesForm(forms.Form):
    """The ready sentences of one kind of verdict, each on a line of its own."""

    hide_optional = True

    sentences = TextField(
        label=_("Zinnen"),
        required=False,
        max_length=MOST * (LONGEST + 2),
        help_text=_("Elke zin op een eigen regel, in de volgorde waarin u ze wilt zien."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, sentences: Sentences) -> None:
        initial = {"sentences": "\n".join(sentences.sentences), "seen": sentences.version}
        super().__init__(data, initial=initial, auto_id=f"{sentences.kind.value}-%s")
