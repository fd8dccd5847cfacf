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
from candidates.working.to_do import Task, version
from organisations.form_fields import DateField, TextField
from organisations.models import Membership
from organisations.shown_forms import ShownForm
from organisations.tenancy import Acting

_MOST_DAYS_AHEAD = 2 * 366


class TaskForm(ShownForm):
    """What has to be done for a candidate, by when and by whom; oneself unless somebody else is chosen.

    A task that is there stays with whom it is unless somebody else is chosen, also with people of another organisation.
    """

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
        choices = [("", _anybody(acting.organisation_name)), *people(memberships, acting=acting)]
        initial: dict[str, Any] = {"due_on": on + timedelta(days=7), "user": str(acting.user_id)}
        if task is not None:
            key, name = _present(task, acting=acting)
            initial = {"what": task.what, "due_on": task.due_on, "user": key, "shown": version(task)}
            if key not in dict(choices):
                choices.append((key, name))
        super().__init__(data, initial=initial)
        self.on, self.acting, self.task = on, acting, task
        self.organisations = {str(one.user_id): one.organisation_id for one in reversed(memberships)}
        self.fields["user"].choices = choices  # type: ignore[attr-defined]

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
        if self.task is not None and who == self.initial["user"]:
            organisation_id, user_id = self.task.organisation_id, self.task.user_id
        else:
            organisation_id = self.organisations.get(who, self.acting.organisation_id)
            user_id = uuid.UUID(who) if who else None
        return Task(
            what=values["what"].strip(),
            due_on=values["due_on"],
            kind=TaskKind(self.task.kind) if self.task else TaskKind.OTHER,
            organisation_id=organisation_id,
            user_id=user_id,
        )


def _anybody(name: str) -> str:
    return _("Wie het oppakt bij %(name)s") % {"name": name}


def _present(task: CandidateTask, *, acting: Acting) -> tuple[str, str]:
    """Whose task it is now, as a choice: a person, or whoever takes it up at an organisation."""
    if task.user is not None:
        return str(task.user_id), f"{task.user.name}, {task.organisation.name}"
    here = task.organisation_id == acting.organisation_id
    return "" if here else str(task.organisation_id), _anybody(task.organisation.name)
