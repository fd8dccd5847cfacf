from typing import Any

import django_filters
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices import TaskKind
from candidates.models import CandidateTask
from candidates.querysets import TaskQuerySet
from organisations.access import acts_for_coordination_point
from organisations.tenancy import Acting


class Whose(TextChoices):
    MINE = "mij", _("Van mij")
    FREE = "vrij", _("Nog van niemand")
    OURS = "ons", _("Van mijn organisatie")


class Standing(TextChoices):
    LATE = "laat", _("Te laat")
    DONE = "klaar", _("Klaar")


class TaskFilter(django_filters.FilterSet):
    """Narrow the tasks: whose they are, whether they are done, and what they are about. What is to do, unless asked."""

    wie = django_filters.ChoiceFilter(
        method="of", label=_("Van wie"), choices=Whose.choices, empty_label=_("Alle taken")
    )
    stand = django_filters.ChoiceFilter(
        method="that_stand", label=_("Stand"), choices=Standing.choices, empty_label=_("Te doen")
    )
    soort = django_filters.ChoiceFilter(
        field_name="kind", label=_("Soort"), choices=TaskKind.choices, empty_label=_("Alle")
    )

    class Meta:
        model = CandidateTask
        fields = ()

    def __init__(self, data: Any, *, acting: Acting, tasks: TaskQuerySet) -> None:
        super().__init__(data, queryset=tasks)
        self.acting = acting
        if not acts_for_coordination_point(acting):
            kinds = [one for one in TaskKind.choices if one[0] != TaskKind.DUPLICATE]
            self.filters["soort"].extra["choices"] = kinds

    def filter_queryset(self, queryset: TaskQuerySet) -> TaskQuerySet:
        asked = self.form.cleaned_data.get("stand")
        return super().filter_queryset(queryset if asked == Standing.DONE else queryset.to_do())

    def of(self, tasks: TaskQuerySet, _name: str, who: str) -> TaskQuerySet:
        own = tasks.filter(organisation_id=self.acting.organisation_id)
        if who == Whose.MINE:
            return tasks.filter(user_id=self.acting.user_id)
        return own.filter(user__isnull=True) if who == Whose.FREE else own

    def that_stand(self, tasks: TaskQuerySet, _name: str, stand: str) -> TaskQuerySet:
        if stand == Standing.DONE:
            return tasks.filter(done_at__isnull=False).order_by("-done_at", "pk")
        return tasks.filter(due_on__lt=timezone.localdate())
