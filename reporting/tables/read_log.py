import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from organisations.access import acts_for_coordination_point
from organisations.choices import Seen
from organisations.models import ReadLog
from organisations.table_columns import PortalTable
from organisations.templatetags.formatting import moment_nl
from organisations.tenancy import Acting
from reporting.read_log import whose


class ReadLogTable(PortalTable):
    """Who saw personal data; ``whose`` says of each line whose data that was."""

    caption = _("Inzage in persoonsgegevens")
    counted = ngettext_lazy("%(written)s keer bekeken", "%(written)s keer bekeken", "n")
    empty_title = _("In deze periode keek niemand.")
    empty_help = _("Kies een andere periode.")

    at = tables.Column(verbose_name=_("Wanneer"))
    user = tables.Column(accessor="user__name", verbose_name=_("Wie keek"))
    subject = tables.Column(verbose_name=_("Naar wie of wat"), order_by=("subject", "subject_id"))
    reason = tables.Column(verbose_name=_("Waarvoor"))

    class Meta:
        model = ReadLog
        fields = ("at", "user", "subject", "reason")

    def __init__(self, rows, *, acting: Acting, **kwargs):
        super().__init__(rows, **kwargs)
        self.acting = acting

    def before_render(self, request) -> None:
        super().before_render(request)
        self.whose = whose([row.record for row in self.paginated_rows], self.acting)

    def render_at(self, value) -> str:
        return moment_nl(value)

    def render_user(self, value, record) -> SafeString:
        return format_html('{}<span class="cell-sub">{}</span>', value, record.organisation.name)

    def render_subject(self, record) -> SafeString:
        seen = self.whose.get((record.subject, record.subject_id))
        word = Seen(record.subject).label
        if seen is None:
            # The coordination point sees all there is; to others it may be there and not theirs.
            all_seen = acts_for_coordination_point(self.acting)
            why = gettext("niet meer bekend") if all_seen else gettext("niet voor u te zien")
            return format_html('{}<span class="cell-sub">{}</span>', word, why)
        if not seen.url:
            return format_html('{}<span class="cell-sub">{}</span>', seen.name, word)
        link = format_html('<a class="utrecht-link utrecht-link--html-a" href="{}">{}</a>', seen.url, seen.name)
        return format_html('{}<span class="cell-sub">{}</span>', link, word)
