from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.choices import UploadStatus
from exchange.querysets import UploadedTableQuerySet
from organisations.models import Identified, Organisation, Region


class UploadedTable(Identified):
    """A table with people that somebody brought and looks at. Only his own organisation reads it.

    ``header``, ``rows`` and ``answers`` are emptied as soon as it is used or thrown away, and after a week in any case.
    ``columns`` has the meaning of each column. ``outcome`` names nobody.
    """

    DONE_IS_EMPTY = Q(status__in=[UploadStatus.COLUMNS, UploadStatus.PREVIEW]) | Q(
        header=[], rows=[], answers={}, done_at__isnull=False
    )

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("ontvangen"), default=timezone.now)
    title = models.CharField(_("bestand"), max_length=150)
    status = models.CharField(_("stand"), max_length=7, choices=UploadStatus, default=UploadStatus.COLUMNS)
    header = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    rows_until = models.DateField(_("bewaard tot en met"))
    done_at = models.DateTimeField(null=True)

    objects = UploadedTableQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    @property
    def is_open(self):
        return self.status in {UploadStatus.COLUMNS, UploadStatus.PREVIEW}
