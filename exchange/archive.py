"""Archives from strangers: looked at before anything in them is unpacked.

The sizes that the directory of a ZIP states are the most that Python unpacks of an entry, so a bomb is seen there.
"""

import io
import lzma
import stat
import zipfile
import zlib
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
#: The largest file that is taken in, and the most that an archive may hold once unpacked.
LARGEST = 20 * MEGABYTE
LARGEST_UNPACKED = 120 * MEGABYTE
MOST_ENTRIES = 500
MOST_FILES = 30
#: With this begins every entry in the directory of a ZIP, whatever the directory says of itself.
_ENTRY_MARK = b"PK\x01\x02"
_ENCRYPTED = 0x1
_HIDDEN = ("__MACOSX", ".")


class ArchiveRefusedError(Exception):
    """The archive is not opened; the message says why, to who sent it."""


def opened(content: bytes, *, largest: int = LARGEST_UNPACKED) -> zipfile.ZipFile:
    """The archive, once its directory shows nothing that is refused; ``largest`` is how much it may hold unpacked."""
    if content.count(_ENTRY_MARK) > MOST_ENTRIES:
        # Counted before the directory is read: each of its entries would become an object of a kilobyte.
        words = _("Het bestand bestaat uit meer dan %(most)s onderdelen. Zet alleen wat nodig is in een nieuw bestand.")
        raise ArchiveRefusedError(words % {"most": MOST_ENTRIES})
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise ArchiveRefusedError(
            _("Het bestand is beschadigd of is geen ZIP-bestand. Maak het opnieuw en kies het dan.")
        ) from error
    if sum(entry.file_size for entry in entries) > largest:
        limit = {"limit": largest // MEGABYTE}
        raise ArchiveRefusedError(_("Uitgepakt is het bestand groter dan %(limit)s MB. Splits het op.") % limit)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise ArchiveRefusedError(_("Het bestand is beveiligd met een wachtwoord. Haal dat er eerst af."))
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names) or any(_leads_elsewhere(entry) for entry in entries):
        raise ArchiveRefusedError(_("Het bestand bevat namen of verwijzingen die niet mogen."))
    return archive


def names_in(content: bytes) -> list[str]:
    """The names of the files in a zipped folder, which is not unpacked for it."""
    return [PurePosixPath(entry.filename).name for entry in _entries(opened(content))]


def files_in(content: bytes) -> dict[str, bytes]:
    """The files of a zipped folder by name: at the top, or all in one folder."""
    archive = opened(content)
    entries = _entries(archive)
    try:
        return {PurePosixPath(entry.filename).name: archive.read(entry) for entry in entries}
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
    ) as error:
        raise ArchiveRefusedError(
            _("Het bestand is beschadigd of is geen ZIP-bestand. Maak het opnieuw en kies het dan.")
        ) from error


def _entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_hidden(entry.filename)]
    if len(entries) > MOST_FILES:
        raise ArchiveRefusedError(_("Er zitten meer dan %(most)s bestanden in.") % {"most": MOST_FILES})
    folders = {str(PurePosixPath(entry.filename).parent) for entry in entries}
    if len(folders) > 1:
        raise ArchiveRefusedError(_("De bestanden staan in verschillende mappen. Zet ze bij elkaar in één map."))
    if any(entry.file_size > LARGEST for entry in entries):
        raise ArchiveRefusedError(_("Een bestand erin is groter dan %(limit)s MB.") % {"limit": LARGEST // MEGABYTE})
    return entries


def _leads_elsewhere(entry: zipfile.ZipInfo) -> bool:
    """A name that points outside the archive, or a link."""
    path = PurePosixPath(entry.filename)
    linked = stat.S_ISLNK(entry.external_attr >> 16)
    return path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename or linked


def _is_hidden(name: str) -> bool:
    return any(part.startswith(_HIDDEN) for part in PurePosixPath(name).parts)
