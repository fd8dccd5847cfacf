from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import ChoiceCards, DateField, TextField
from tenders.calendar.lifecycle import stays_awarded
from tenders.calendar.page import STEP_NOTES, STEP_WORDS
from tenders.choices import TenderStatus
from tenders.tender_status import CONCEPT, COURSE, WITHDRAWN, steps_from


class TenderStepForm(forms.Form):
    """Which step a tender takes, on which day, and why. ``seen`` is the status that the page showed."""

    to = forms.ChoiceField(
        label=_("Welke stap?"),
        widget=ChoiceCards(notes=STEP_NOTES),
        error_messages={"required": _("Kies welke stap u vastlegt.")},
    )
    on = DateField(label=_("Op welke dag was dat?"), help_text=_("Vandaag of eerder."))
    note = TextField(
        label=_("Toelichting"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nodig bij een stap terug. Alleen wie de aanbesteding bijhoudt, leest dit."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    #: Whether the note may be left out depends on the step: its help says so.
    hide_optional = True

    def __init__(self, *args: Any, status: str, has_contract: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        order = [*COURSE, WITHDRAWN]
        offered = steps_from(status, has_contract=has_contract)
        steps = sorted(offered, key=lambda one: (_is_back(one, status), order.index(one)))
        field: Any = self.fields["to"]
        field.choices = [(one, _words(one, status)) for one in steps]
        if has_contract:
            field.error_messages["invalid_choice"] = stays_awarded()
        #: On the calendar a withdrawal and its reason are read by everybody.
        self.can_withdraw_in_public = WITHDRAWN in steps and status != CONCEPT
        if self.can_withdraw_in_public:
            self.fields["note"].help_text = gettext(
                "Nodig bij intrekken en bij een stap terug. Let op bij intrekken: iedereen leest deze reden, ook op de"
                " openbare kalender en in de mail aan volgers. Zet er geen vertrouwelijke dingen in. Bij een andere"
                " stap leest alleen wie de aanbesteding bijhoudt uw toelichting."
            )
        elif WITHDRAWN in steps:
            self.fields["note"].help_text = gettext(
                "Nodig bij intrekken en bij een stap terug. Alleen wie de aanbesteding bijhoudt, leest dit."
            )


def _is_back(to: str, status: str) -> bool:
    return to == WITHDRAWN or (status in COURSE and COURSE.index(to) < COURSE.index(status))


def _words(to: str, status: str) -> str:
    if _is_back(to, status) and to not in {WITHDRAWN, "concept"}:
        return gettext("Terug naar: %(word)s") % {"word": str(TenderStatus(to).label).lower()}
    return str(STEP_WORDS[to])
