from pathlib import PurePosixPath

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from exchange.archive import LARGEST, MEGABYTE, MOST_FILES, ArchiveRefusedError, names_in
from exchange.choices import TableFormat
from exchange.package import FILES
from exchange.sheets import SheetRefusedError, refuse_other_content
from organisations.form_fields import ManyFiles, ManyFilesField
from organisations.uploads import bare_name

_LONGEST_NAME = 100
_LARGEST_TOGETHER = 2 * LARGEST
_ZIP = "zip"
_ARCHIVE_MARK = b"PK\x03\x04"


def _content_of(upload: UploadedFile) -> bytes:
    """The content of an uploaded file, once its size has been looked at."""
    if upload.size is None or upload.size > LARGEST:
        limit = {"name": _name_of(upload), "limit": LARGEST // MEGABYTE}
        raise ValidationError(_("%(name)s is groter dan %(limit)s MB. Splits het bestand op.") % limit)
    content = upload.read()
    if not content:
        raise ValidationError(_("%(name)s is leeg.") % {"name": _name_of(upload)})
    return content


def _name_of(upload: UploadedFile) -> str:
    return bare_name(upload.name, most=_LONGEST_NAME)


def _kind_of(name: str) -> str:
    return PurePosixPath(name).suffix.removeprefix(".").casefold()


class SheetForm(forms.Form):
    """One spreadsheet."""

    file = forms.FileField(
        label=_("Bestand"),
        help_text=_("XLSX, ODS of CSV, hoogstens 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
        error_messages={
            "required": _("Kies een bestand."),
            "empty": _("Dit bestand is leeg. Kies een ander bestand."),
            "invalid": _("Kies een bestand."),
        },
    )

    def clean_file(self) -> tuple[str, bytes, TableFormat]:
        """The name, the content and what it is."""
        upload = self.cleaned_data["file"]
        name = _name_of(upload)
        kind = _kind_of(name)
        if kind not in set(TableFormat):
            raise ValidationError(
                _("Kies een bestand dat eindigt op .xlsx, .ods of .csv. Macro’s (.xlsm) worden niet gelezen.")
            )
        content = _content_of(upload)
        file_format = TableFormat(kind)
        is_archive = content.startswith(_ARCHIVE_MARK)
        if is_archive is (file_format == TableFormat.CSV):
            raise ValidationError(
                _("De inhoud past niet bij de naam: dit is geen %(kind)s-bestand.") % {"kind": kind.upper()}
            )
        try:
            refuse_other_content(content, file_format)
        except SheetRefusedError as error:
            raise ValidationError(str(error)) from error
        return name, content, file_format


class PackageForm(forms.Form):
    """A data package: one ZIP, or its CSV files."""

    package = ManyFilesField(
        label=_("Bestanden"),
        help_text=_("Eén ZIP-bestand, of de CSV-bestanden zelf. Elk bestand hoogstens 20 MB."),
        widget=ManyFiles(attrs={"accept": ".zip,.csv"}),
        error_messages={
            "required": _("Kies een bestand."),
            "empty": _("Dit bestand is leeg. Kies een ander bestand."),
            "invalid": _("Kies een bestand."),
        },
    )

    def clean_package(self) -> dict[str, bytes]:
        """The files by name, as they came."""
        uploads: list[UploadedFile] = self.cleaned_data["package"]
        if len(uploads) > MOST_FILES:
            raise ValidationError(_("Kies hoogstens %(most)s bestanden.") % {"most": MOST_FILES})
        names = [_name_of(upload) for upload in uploads]
        if len(set(names)) < len(names):
            raise ValidationError(_("Twee bestanden hebben dezelfde naam."))
        kinds = {_kind_of(name) for name in names}
        if kinds == {_ZIP} and len(uploads) == 1:
            content = _content_of(uploads[0])
            _look_inside(content)
            return {names[0]: content}
        if kinds != {"csv"}:
            raise ValidationError(_("Kies één ZIP-bestand, of alleen CSV-bestanden."))
        unknown = sorted(name for name in names if name not in FILES)
        if unknown:
            words = {"unknown": ", ".join(unknown), "files": ", ".join(FILES)}
            raise ValidationError(
                _("%(unknown)s hoort niet bij een gegevenspakket. Het portaal leest: %(files)s.") % words
            )
        if sum(upload.size or 0 for upload in uploads) > _LARGEST_TOGETHER:
            limit = {"limit": _LARGEST_TOGETHER // MEGABYTE}
            raise ValidationError(_("Samen zijn de bestanden groter dan %(limit)s MB. Stuur ze als ZIP.") % limit)
        return {name: _content_of(upload) for name, upload in zip(names, uploads, strict=True)}


def _look_inside(content: bytes) -> None:
    """Refuse at once what will never be unpacked; what the files say is for the check."""
    try:
        if not names_in(content):
            raise ValidationError(_("Het ZIP-bestand is leeg. Kies een ander bestand."))
    except ArchiveRefusedError as error:
        raise ValidationError(str(error)) from error
