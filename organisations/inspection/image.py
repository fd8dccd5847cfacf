"""A photo made anew from its pixels: place, camera, and whatever was hidden behind them stay behind."""

import io

from PIL import Image, ImageOps

from organisations.inspection.faults import Fault, Refused
from organisations.inspection.found import Page
from organisations.inspection.kinds import JPEG
from organisations.inspection.pdf import picture

MOST_PIXELS = 60_000_000
#: The longest side of what is kept, and of what is shown.
_KEPT, _SHOWN = 4000, 1600
_WHITE = "#ffffff"


def remake(content: bytes, media_type: str) -> tuple[bytes, Page]:
    """The file to keep, and its one page as a picture."""
    name = "JPEG" if media_type == JPEG else "PNG"
    Image.MAX_IMAGE_PIXELS = None  # the limit below is ours, and holds before anything is unpacked
    try:
        with Image.open(io.BytesIO(content), formats=[name]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Refused(Fault.TOO_MANY_PIXELS)
            image = _pixels_of(opened)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Refused(Fault.UNREADABLE) from error
    image.thumbnail((_KEPT, _KEPT))
    out = io.BytesIO()
    if name == "JPEG":
        image.save(out, name, quality=88, optimize=True)
    else:
        image.save(out, name)
    image.thumbnail((_SHOWN, _SHOWN))
    return out.getvalue(), picture(image)


def _pixels_of(opened: Image.Image) -> Image.Image:
    """Upright, on white, and without all that is no pixel."""
    upright = ImageOps.exif_transpose(opened)
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        seen = upright.convert("RGBA")
        ground = Image.new("RGBA", seen.size, _WHITE)
        upright = Image.alpha_composite(ground, seen)
    bare = upright.convert("RGB")
    bare.info = {}
    return bare
