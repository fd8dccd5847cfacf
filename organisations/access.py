"""Who may do what, as sentences about the acting member. Row security says which rows; this says which screens."""

import functools
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import resolve, reverse

from organisations.choices import AUTHORITY_KINDS, CONTRACTOR_KINDS, OrganisationKind, Role
from organisations.tenancy import Acting, RegionRef

Predicate = Callable[[Acting], bool]


class WorkRequest(HttpRequest):
    """A request in a workspace, for annotations: the middleware has found out for whom it acts."""

    acting: Acting
    reference: str


def requires(*predicates: Predicate):
    """Let in who satisfies all predicates: a stranger gets the 404 of a missing page, a member without the right 403."""

    def decorate(view):
        @functools.wraps(view)
        def guarded(request, *args, **kwargs):
            acting = request.acting
            if acting is None:
                raise Http404
            if not all(predicate(acting) for predicate in predicates):
                raise PermissionDenied
            if is_administrator in predicates and needs_second_factor_to_administer(acting):
                return HttpResponseRedirect(second_factor_url(request))
            kwargs.pop("organisation_id", None)
            return view(request, *args, **kwargs)

        guarded.access = predicates  # type: ignore[attr-defined]
        return guarded

    return decorate


def chosen_region(request: WorkRequest) -> RegionRef:
    """The region in the address, or the only one; somebody else's region is not there."""
    acting: Acting = request.acting
    code = request.GET.get("regio")
    if not acting.regions:
        raise PermissionDenied
    found = acting.regions[0] if not code else next((one for one in acting.regions if one.code == code), None)
    if found is None:
        raise Http404
    return found


def second_factor_url(request: HttpRequest) -> str:
    """Where a second factor is set up; after that the page that was asked for opens by itself."""
    query = f"?{urlencode({'next': request.get_full_path()})}" if request.method in {"GET", "HEAD"} else ""
    return reverse("mfa_activate_totp") + query


def may_open(acting: Acting, url: str) -> bool:
    """Whether the view at this address lets the member in; about what stands there it decides itself."""
    return all(predicate(acting) for predicate in resolve(url).func.access)  # type: ignore[attr-defined]


def open_to_all(view):
    """Mark a view as public on purpose; the test that every view states its permission asks for it."""
    view.access = (anyone,)
    return view


def anyone(acting: Acting | None) -> bool:  # noqa: ARG001 - a predicate like the others
    return True


def is_member(acting: Acting) -> bool:  # noqa: ARG001 - who acts is a member
    return True


def may_write(acting: Acting) -> bool:
    return acting.may_write


def is_administrator(acting: Acting) -> bool:
    return acting.role == Role.ADMINISTRATOR


def acts_for_authority(acting: Acting) -> bool:
    return acting.kind in AUTHORITY_KINDS


def acts_for_contractor(acting: Acting) -> bool:
    return acting.kind in CONTRACTOR_KINDS


def acts_for_werkplein(acting: Acting) -> bool:
    return acting.kind == OrganisationKind.WERKPLEIN


def acts_for_coordination_point(acting: Acting) -> bool:
    return acting.kind == OrganisationKind.COORDINATION_POINT


def sees_read_log(acting: Acting) -> bool:
    """The coordination point for its region; others for their own organisation, administrators and auditors only."""
    return acts_for_coordination_point(acting) or acting.role in {Role.ADMINISTRATOR, Role.AUDITOR}


def acts_for_programme_bureau(acting: Acting) -> bool:
    return acting.kind == OrganisationKind.PROGRAMME_BUREAU


def acts_for_operator(acting: Acting) -> bool:
    return acting.kind == OrganisationKind.PLATFORM_OPERATOR


def sees_parts(acting: Acting) -> bool:
    """The page of parts is for who keeps the portal, and for anybody where it is being built."""
    return acts_for_operator(acting) or settings.DEBUG


def shapes_own_region(acting: Acting) -> bool:
    """The coordination point says how its region looks and what it calls things."""
    return acts_for_coordination_point(acting) and acting.may_write


def needs_second_factor(acting: Acting) -> bool:
    """Who sees the persons of a whole region, or verifies, must have a second factor; which kinds is a setting."""
    sees_persons = acting.kind in settings.SECOND_FACTOR_REQUIRED_KINDS or acting.verifies_own
    return sees_persons and not acting.has_second_factor


def needs_second_factor_to_administer(acting: Acting) -> bool:
    """An administrator can do a member's work without one, but not decide who else comes in."""
    return acting.role in settings.SECOND_FACTOR_REQUIRED_ROLES and not acting.has_second_factor


def needs_provider(acting: Acting) -> bool:
    """Who may only log in by the provider of the organisation; its administrators keep a way in when that fails."""
    return acting.only_by_provider and not (is_administrator(acting) and acting.has_second_factor)
