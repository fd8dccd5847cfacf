"""Forms about what somebody else may save meanwhile: refused with what stands there now, and nothing typed is lost."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from organisations.shown import Changed


class ShownForm(forms.Form):
    """Carries what its page was bound to (``organisations.shown``), as ``shown`` among its initial values."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def was_shown(self) -> str | None:
        """What comes back of it; None when it does not come out of a page."""
        return self.cleaned_data["shown"] or None


def say_changed(changed: Changed, form: ShownForm, *beside: forms.Form) -> None:
    """Keep what was typed and say beside each field what stands there now; sent once more, it is saved knowingly.

    The forms began with what stands there now. ``beside`` are others on the same page, which ``form`` carries it for.
    """
    for one in (form, *beside):
        for name in one.changed_data:
            if name in one.initial and name != "shown":
                one.add_error(name, _("Er staat nu ‘%(now)s’.") % {"now": _stands(one, name)})
    form.add_error(None, changed.sentence)
    sent: Any = form.data
    form.data = again = sent.copy()
    again[form.add_prefix("shown")] = form.initial["shown"]


def _stands(form: forms.Form, name: str) -> str:
    """What of this field is kept now, as a person reads it."""
    field, now = form.fields[name], form.initial[name]
    if isinstance(field, forms.BooleanField):
        return _("ja") if now else _("nee")
    if isinstance(field, forms.ChoiceField):
        chosen = now if isinstance(now, list) else [now]
        choices: Any = field.choices
        words = {str(key): label for key, label in choices}
        return ", ".join(str(words.get(str(one or ""), one)) for one in chosen) or _("niets")
    return str(field.widget.format_value(field.prepare_value(now)) or _("niets"))
