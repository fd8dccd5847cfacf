"""Which guide is somebody's own, and where 'Hulp' leads from a page of the workspace."""

from collections.abc import Callable

from django.urls import NoReverseMatch, Resolver404, reverse

from organisations.access import (
    Predicate,
    acts_for_authority,
    acts_for_contractor,
    acts_for_coordination_point,
    acts_for_operator,
    acts_for_programme_bureau,
    acts_for_werkplein,
    may_open,
)
from organisations.choices import Role
from organisations.tenancy import Acting
from sroi_portal.guides.reading import Task, guide, task_about, tasks_with

#: Beside what is found of contracts, people and pages.
MOST_FOUND = 5


def _only_reads(acting: Acting) -> bool:
    return acting.role == Role.AUDITOR


OWN: tuple[tuple[Predicate, str], ...] = (
    (_only_reads, "meekijker"),
    (acts_for_authority, "inkoper"),
    (acts_for_contractor, "opdrachtnemer"),
    (acts_for_werkplein, "werkplein"),
    (acts_for_coordination_point, "coordinatiepunt"),
    (acts_for_programme_bureau, "programmamanager"),
    (acts_for_operator, "platformbeheerder"),
)


def guide_for(acting: Acting) -> str | None:
    """The guide of this member; others choose from all of them."""
    return next((slug for predicate, slug in OWN if predicate(acting)), None)


def help_address(acting: Acting, view: str) -> str:
    """The part about the page with this view, else the guide of the member, else all guides."""
    own = guide_for(acting)
    here = [acting.organisation_id]
    task = task_about(view, own)
    if task is not None:
        return f"{reverse('work_guide', args=[*here, task.guide])}#{task.anchor}"
    return reverse("work_guide", args=[*here, own]) if own else reverse("work_help", args=here)


def guides_about(acting: Acting, text: str) -> list[tuple[Task, str, str]]:
    """The tasks in the guides that are about this text: each with the guide that it stands in, and its address."""
    found = tasks_with(text, guide_for(acting))[:MOST_FOUND]
    return [
        (
            task,
            guide(task.guide).title,
            f"{reverse('work_guide', args=[acting.organisation_id, task.guide])}#{task.anchor}",
        )
        for task in found
    ]


def in_workspace(acting: Acting) -> Callable[[str], str | None]:
    """Links to the pages of this workspace, as far as the member has them."""

    def address(to: str) -> str | None:
        if to.startswith("#"):
            return to
        try:
            url = reverse(to, args=[acting.organisation_id])
            return url if may_open(acting, url) else None
        except (NoReverseMatch, Resolver404, AttributeError):
            return _for_all(to)

    return address


def in_region(code: str) -> Callable[[str], str | None]:
    """Links to the open pages of this region."""

    def address(to: str) -> str | None:
        if to.startswith("#"):
            return to
        try:
            return reverse(to, args=[code])
        except NoReverseMatch:
            return _for_all(to)

    return address


def anywhere(to: str) -> str | None:
    """Links for who is in no workspace and no region: within the text, and to what everybody has."""
    return to if to.startswith("#") else _for_all(to)


def _for_all(to: str) -> str | None:
    try:
        return reverse(to)
    except NoReverseMatch:
        return None
