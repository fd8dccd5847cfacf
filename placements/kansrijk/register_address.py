"""Where somebody registers for the work of a page: what the page knows already, is not asked there again."""

from django.utils.http import urlencode

from candidates.registering.reaction import signed
from organisations import public_pages
from organisations.models import Occupation, Region
from organisations.pictograms import WorkPicture


def register_address(region: Region, about: str, occupation: Occupation | None, *, home: str = "") -> str:
    """With what it is about in words, its kind of work and where the reader lives; empty where nobody can register."""
    here = public_pages.address_of("candidates:register_oneself", region.code)
    if not here:
        return ""
    told = {"over": signed(about), "gemeente": home}
    if occupation and occupation.picture != WorkPicture.UNKNOWN:
        told["werk"] = occupation.picture
    return here + "?" + urlencode({name: value for name, value in told.items() if value})
