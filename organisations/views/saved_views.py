"""Keeping, renaming and removing the views of a list."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organisations import saved_views
from organisations.access import WorkRequest, is_administrator, is_member, may_write, requires
from organisations.forms import SavedViewForm
from organisations.models import SavedView
from organisations.saved_views import ListPage, ViewRefused


@requires(is_member)
@require_GET
def saved_view_list(request: WorkRequest, list_key: str) -> HttpResponse:
    """The member's own views of a list, those of colleagues, and what he took away."""
    page = _page(request, list_key)
    views = list(saved_views.views_of(request.acting, list_key))
    removed = saved_views.own_views_of(request.acting, list_key).filter(removed_at__isnull=False)
    return render(
        request,
        "organisations/saved_view_list.html",
        {
            "page": page,
            "list_url": page.url(request.acting),
            "own": [_row(request, page, one) for one in views if one.user_id == request.acting.user_id],
            "shared": [_row(request, page, one) for one in views if one.user_id != request.acting.user_id],
            "removed": removed.order_by("-removed_at", "pk")[:10],
            "may_keep": request.acting.may_write,
            "may_unshare": is_administrator(request.acting),
        },
    )


@requires(may_write)
@require_http_methods(["GET", "POST"])
def saved_view_create(request: WorkRequest, list_key: str) -> HttpResponse:
    """Keep what the query string of this address asks of the list."""
    page = _page(request, list_key)
    query = saved_views.kept_of(request.GET.urlencode())
    form = SavedViewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            view = saved_views.keep(request.acting, key=list_key, query=query, **form.cleaned_data)
        except ViewRefused as refused:
            form.add_error(refused.field, str(refused))
        else:
            messages.success(request, _("Bewaard als ‘%(name)s’.") % {"name": view.name})
            return HttpResponseRedirect(page.url(request.acting, view.query))
    context = {
        "form": form,
        "page": page,
        "back_url": page.url(request.acting, query),
        "heading": _("Weergave bewaren"),
    }
    return render(request, "organisations/saved_view_edit.html", context, status=422 if form.errors else 200)


@requires(may_write)
@require_http_methods(["GET", "POST"])
def saved_view_edit(request: WorkRequest, view_id: uuid.UUID) -> HttpResponse:
    """Another name or another use for one's own view."""
    view = _own(request, view_id)
    page = _page(request, view.page)
    form = SavedViewForm(
        request.POST if request.method == "POST" else None,
        initial={"name": view.name, "shared": view.shared, "is_default": view.is_default},
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved_views.change(request.acting, view_id=view.pk, **form.cleaned_data)
        except ViewRefused as refused:
            form.add_error(refused.field, str(refused))
        else:
            messages.success(request, _("De weergave is gewijzigd."))
            return HttpResponseRedirect(_list_url(request, view.page))
    context = {
        "form": form,
        "page": page,
        "back_url": _list_url(request, view.page),
        "heading": _("Weergave wijzigen"),
    }
    return render(request, "organisations/saved_view_edit.html", context, status=422 if form.errors else 200)


@requires(may_write)
@require_POST
def saved_view_remove(request: WorkRequest, view_id: uuid.UUID) -> HttpResponse:
    """Take one's own view away; the page it leads to puts it back."""
    view = saved_views.remove(request.acting, view_id=_own(request, view_id).pk, at=timezone.now())
    messages.success(
        request, _("‘%(name)s’ is verwijderd. Onderaan deze pagina zet u de weergave terug.") % {"name": view.name}
    )
    return HttpResponseRedirect(_list_url(request, view.page))


@requires(may_write)
@require_POST
def saved_view_restore(request: WorkRequest, view_id: uuid.UUID) -> HttpResponse:
    """Undo the removal."""
    view = _own(request, view_id)
    try:
        saved_views.put_back(request.acting, view_id=view.pk)
    except ViewRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("‘%(name)s’ is terug.") % {"name": view.name})
    return HttpResponseRedirect(_list_url(request, view.page))


@requires(may_write)
@require_POST
def saved_view_copy(request: WorkRequest, view_id: uuid.UUID) -> HttpResponse:
    """One's own copy of a view that a colleague shares, to change as one likes."""
    shared = _shared(request, view_id)
    view = saved_views.copy(request.acting, view_id=shared.pk)
    messages.success(request, _("‘%(name)s’ staat nu ook bij uw eigen weergaven.") % {"name": view.name})
    return HttpResponseRedirect(_list_url(request, view.page))


@requires(is_administrator, may_write)
@require_POST
def saved_view_unshare(request: WorkRequest, view_id: uuid.UUID) -> HttpResponse:
    """Take what a colleague shares from everybody else; he keeps it for himself."""
    view = _shared(request, view_id)
    if not saved_views.share_no_more(view.pk):
        raise Http404
    said = _("‘%(name)s’ is weg bij collega’s. %(who)s heeft de weergave zelf nog.")
    messages.success(request, said % {"name": view.name, "who": view.user.name})
    return HttpResponseRedirect(_list_url(request, view.page))


def _page(request: WorkRequest, key: str) -> ListPage:
    page = saved_views.page_called(key, request.acting)
    if page is None:
        raise Http404
    return page


def _own(request: WorkRequest, view_id: uuid.UUID) -> SavedView:
    own = SavedView.objects.filter(organisation_id=request.acting.organisation_id, user_id=request.acting.user_id)
    return get_object_or_404(own, pk=view_id)


def _shared(request: WorkRequest, view_id: uuid.UUID) -> SavedView:
    """A view that a colleague shares, of a list that this member has."""
    view: SavedView = get_object_or_404(saved_views.shared_with(request.acting).select_related("user"), pk=view_id)
    _page(request, view.page)
    return view


def _list_url(request: WorkRequest, key: str) -> str:
    return reverse("organisations:saved_view_list", args=[request.acting.organisation_id, key])


def _row(request: WorkRequest, page: ListPage, view: SavedView) -> dict:
    return {"view": view, "url": page.url(request.acting, view.query)}
