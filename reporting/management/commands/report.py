"""``manage.py report``: makes the report of a period in this process when there is none yet, and writes it to a file."""

import datetime as dt
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from organisations.models import Region
from reporting import pipeline
from reporting.choices import FileFormat, ReportStatus
from reporting.flow import checking
from reporting.periods import Kind, PeriodError, parse_for

STANDARD_OUTPUT = "-"


class Command(BaseCommand):
    help = "Schrijf het rapport van een periode: uit de vastgestelde cijfers, of uit nieuwe als die er nog niet zijn."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--region", required=True, metavar="CODE", help="code van de regio")
        parser.add_argument("--kind", required=True, choices=[kind.value for kind in Kind])
        parser.add_argument("--period", required=True, help="2019-Q2, 2019-H1 of 2019")
        parser.add_argument("--format", required=True, choices=[one.value for one in pipeline.RENDERERS])
        parser.add_argument("--output", required=True, metavar="FILE", help="bestand, of - voor standaarduitvoer")
        parser.add_argument("--fresh", action="store_true", help="verzamel de cijfers opnieuw, als nieuwe versie")
        parser.add_argument(
            "--known-on",
            type=dt.date.fromisoformat,
            metavar="2019-04-25",
            help="met wat aan het einde van die dag bekend was; staat naast de versies en corrigeert er geen",
        )
        parser.add_argument(
            "--rerender", action="store_true", help="maak het bestand opnieuw uit de vastgestelde cijfers"
        )

    def handle(self, **options: Any) -> None:
        kind, file_format = Kind(options["kind"]), FileFormat(options["format"])
        try:
            period = parse_for(kind, options["period"])
        except PeriodError as error:
            raise CommandError(str(error)) from error
        region = Region.objects.filter(code=options["region"]).first()
        if region is None:
            raise CommandError(f"Er is geen regio met code '{options['region']}'.")
        at = timezone.now()
        known_on = options["known_on"]
        if known_on is not None and known_on >= timezone.localdate(at):
            raise CommandError("--known-on is een dag die voorbij is.")
        report = pipeline.version_for(
            region, kind=kind, period=period, fresh=options["fresh"], at=at, known_on=known_on
        )
        pipeline.produce(report.pk, region_id=region.pk, check=checking.count_now)
        report = pipeline.report_of(report.pk, region_id=region.pk)
        if report.status != ReportStatus.READY:
            raise CommandError(report.error)
        content = (
            pipeline.rerender(report, file_format) if options["rerender"] else pipeline.file_of(report, file_format)
        )
        self._write(options["output"], content)

    def _write(self, output: str, content: bytes) -> None:
        if output == STANDARD_OUTPUT:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
            return
        try:
            Path(output).write_bytes(content)
        except OSError as error:
            raise CommandError(f"{output} is niet te schrijven: {error.strerror}.") from error
