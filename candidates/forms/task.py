import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from candidates.choices import TaskKind
from candidates.forms.assignment import people
from candidates.models import CandidateTask
from candidates.working.to_do import Task
from organisations.form_fields import DateField, TextField
from organisations.models import Membership
from organisations.tenancy import Acting

_MOST_DAYS_AHEAD = 2 * 366


class TaskForm(forms.Form):
    """What has to be done for a candidate, by when and by whom; oneself unless somebody else is chosen."""

    what = TextField(
        label=_("Wat moet er gebeuren?"),
        max_length=200,
        help_text=_("Bijvoorbeeld: CV opvragen. Zet hier niets over gezondheid."),
        error_messages={"required": _("Vul in wat er moet gebeuren.")},
    )
    due_on = DateField(label=_("Voor of op"))
    user = forms.ChoiceField(label=_("Wie doet het?"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        acting: Acting,
        memberships: Sequence[Membership],
        on: date,
        task: CandidateTask | None = None,
    ) -> None:
        initial: dict[str, Any] = {"due_on": on + timedelta(days=7), "user": str(acting.user_id)}
        if task is not None:
            initial = {"what": task.what, "due_on": task.due_on, "user": str(task.user_id or "")}
        super().__init__(data, initial=initial)
        self.on, self.acting, self.task = on, acting, task
        self.organisations = {str(one.user_id): one.organisation_id for one in reversed(memberships)}
        anybody = _("Wie het oppakt bij %(name)s") % {"name": acting.organisation_name}
        self.fields["user"].choices = [("", anybody), *people(memberships, acting=acting)]  # type: ignore[attr-defined]

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        same = self.task is not None and day == self.task.due_on
        if day < self.on and not same:
            raise ValidationError(_("Deze dag is voorbij. Vul vandaag in, of een dag die nog komt."))
        if day > self.on + timedelta(days=_MOST_DAYS_AHEAD):
            raise ValidationError(_("Deze dag ligt meer dan twee jaar vooruit. Controleer het jaartal."))
        return day

    def entry(self) -> Task:
        values = self.cleaned_data
        who = values["user"]
        return Task(
            what=values["what"].strip(),
            due_on=values["due_on"],
            kind=TaskKind(self.task.kind) if self.task else TaskKind.OTHER,
            organisation_id=self.organisations.get(who, self.acting.organisation_id),
            user_id=uuid.UUID(who) if who else None,
        )
