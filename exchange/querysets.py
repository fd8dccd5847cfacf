from datetime import date

from django.db import models

from exchange.choices import IMPORTS, UNFINISHED


class BulkJobQuerySet(models.QuerySet):
    def imports(self):
        return self.filter(kind__in=IMPORTS)

    def unfinished(self):
        return self.filter(status__in=UNFINISHED)

    def newest_first(self):
        return self.order_by("-requested_at", "-id")

    def with_old_files(self, *, on: date):
        """Jobs whose files were kept until before this day, and are still there."""
        return self.filter(files_until__lt=on, files_gone_at__isnull=True)


class UploadedTableQuerySet(models.QuerySet):
    def with_rows(self):
        """Uploads that still hold what came in."""
        return self.exclude(rows=[])

    def newest_first(self):
        return self.order_by("-uploaded_at", "-id")
