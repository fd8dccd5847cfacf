from django.db import models

from reporting.choices import ReportStatus


class ReportQuerySet(models.QuerySet):
    def ready(self):
        return self.filter(status=ReportStatus.READY)

    def unfinished(self):
        return self.exclude(status__in=(ReportStatus.READY, ReportStatus.FAILED))

    def newest_first(self):
        return self.order_by("-requested_at", "-id")
