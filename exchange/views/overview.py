import io

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from exchange.choices import TableFormat
from exchange.overview_sheet import overview_sheet
from exchange.sheets import write_book
from exchange.views.job import CONTENT_TYPES
from organisations.access import WorkRequest, acts_for_contractor, requires
from reporting.filters.company import OverviewFilter
from reporting.overviews.company import contracts_with_asks, narrowed
from reporting.overviews.todo import to_do


@requires(acts_for_contractor)
@require_GET
def overview_file(request: WorkRequest, book_format: str) -> HttpResponse:
    """The company's overview as a spreadsheet, narrowed as it is on the screen. Text stays text in it."""
    if book_format not in TableFormat.values:
        raise Http404
    acting, on = request.acting, timezone.localdate()
    rows = contracts_with_asks(acting, to_do(acting, on=on), on=on)
    shown = narrowed(rows, OverviewFilter(request.GET, rows=rows).wanted)
    book = io.BytesIO()
    write_book(book, TableFormat(book_format), [overview_sheet(shown)])
    name = _("overzicht-%(day)s") % {"day": f"{on:%Y-%m-%d}"} + f".{book_format}"
    return HttpResponse(
        book.getvalue(),
        content_type=CONTENT_TYPES[book_format],
        headers={"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)},
    )
