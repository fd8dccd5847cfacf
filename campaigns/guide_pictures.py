"""Takes the pictures of the guides from the demo and says which were out of date (about 4 minutes; --check, --at ADDRESS, names).

``--check`` writes nothing and leaves with status 1 when a picture no longer looks like its page. ``--at`` uses a portal
with the demo that runs already. Names take only those. Each picture follows its recipe below: who looks, at which page,
how wide, and what is marked with a number. What is on it is the demo: invented people only.
"""

import argparse
import hashlib
import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image, ImageChops, ImageStat  # noqa: E402 -- after the path
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from tests.own_database import own_database  # noqa: E402
from tests.stack import running  # noqa: E402

FOLDER = ROOT / "static" / "guides"
WRITTEN_DOWN = ROOT / "sroi_portal" / "guides" / "pictures.json"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
WIDE, DESK, PHONE = 1000, 1240, 400
#: So many bytes at most; the quality goes down until it fits.
MOST_BYTES = 30_000
QUALITIES = (64, 52, 44, 36, 28)
#: Days and counts change from day to day; a page that was rebuilt differs by more than this (of 255, on average).
MOST_DIFFERENCE = 12

#: Draws a numbered frame round each of these places.
MARK = """(boxes) => boxes.forEach((box, index) => {
  const draw = (styles, text) => {
    const one = document.createElement('div')
    Object.assign(one.style, { position: 'absolute', zIndex: 9999, boxSizing: 'border-box', ...styles })
    one.textContent = text
    document.body.append(one)
  }
  draw({ left: `${box.x}px`, top: `${box.y}px`, width: `${box.width}px`, height: `${box.height}px`,
    border: '3px solid #a3124f', borderRadius: '6px' }, '')
  draw({ left: `${Math.max(2, box.x - 12)}px`, top: `${Math.max(2, box.y - 12)}px`, width: '28px', height: '28px',
    borderRadius: '50%', background: '#a3124f', color: '#fff', font: '700 17px/28px sans-serif', textAlign: 'center' },
    String(index + 1))
})"""
#: Pixels between what is marked and its frame.
AIR = 5


@dataclass(frozen=True)
class Recipe:
    """``path`` is within the workspace of ``who``, or from the root for nobody. ``through``: links to press after that.

    ``press``: a button that has the portal make what is shown, where it is not there yet.

    The picture shows ``height`` pixels from where ``top`` is; without a top, just what is marked.
    """

    name: str
    who: str
    path: str
    marks: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    top: str = "main .page-head"
    width: int = WIDE
    height: int = 480
    press: str = ""

    @property
    def digest(self) -> str:
        said = astuple(self) if self.press else astuple(self)[:-1]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def _panel(title: str) -> str:
    return f'main .panel:has(h2:text-is("{title}"))'


def _first(folder: str) -> str:
    """The first line of a list that leads to a page of its own."""
    return f'main table a[href*="/{folder}/"]'


RECIPES = (
    Recipe(
        "werk-zoeken",
        "",
        "/groningen/vacatures/",
        ('main input[name="zoek"]', "#waar", 'main button:text-is("Zoeken")'),
        top="main",
        width=PHONE,
        height=500,
    ),
    Recipe("aanmelden", "", "/groningen/aanmelden/", ("#id_name", "#id_phone"), top="main", width=PHONE, height=640),
    Recipe(
        "contract-opdrachtnemer",
        "Bram",
        "contracten/",
        (_panel("Voortgang"), "main .page-head__actions"),
        (_first("contracten"),),
        height=580,
    ),
    Recipe("medewerkers", "Bram", "medewerkers/", ('main a:text-is("Medewerker toevoegen")',)),
    Recipe(
        "uren",
        "Bram",
        "uren/?zoek=Modelman",
        ("main table tbody tr", 'main button[value="submit"]'),
        width=DESK,
        height=700,
    ),
    Recipe(
        "voorstel",
        "Bram",
        "voorstellen/",
        (_panel("Over deze kandidaat"), _panel("Kennismaking plannen")),
        (_first("voorstellen"),),
        height=640,
    ),
    Recipe("aanbesteding", "Alice", "kalender/nieuw/", (_panel("De aanbesteding"), _panel("Advies")), height=700),
    Recipe("gunning", "Alice", "gunningen/nieuw/", (_panel("De opdracht"), _panel("Verplichting")), height=700),
    Recipe("contracten", "Alice", "contracten/", ("main form.filters", "main table tbody tr"), width=DESK, height=640),
    Recipe("iemand-aanmelden", "Carla", "aanmeldingen/nieuw/", (_panel("Wie is het?"),), height=520),
    Recipe("kandidaten", "Carla", "dossiers/", ("main nav.tabs", "main .page-head__actions"), height=560),
    Recipe(
        "dossier",
        "Carla",
        "dossiers/",
        ("main nav.tabs", 'main a:text-is("Volgende stap")'),
        (_first("dossiers"),),
        height=600,
    ),
    Recipe("nazorg", "Carla", "nazorg/", ("main .page-head__actions a",), height=560),
    Recipe("beoordelen", "Dirk", "beoordelen/", ("main section.master", "main section.detail"), height=700),
    Recipe(
        "navragen",
        "Dirk",
        "navragen/",
        ('main table tbody tr:has(button[name="only"])', 'main button[name="only"]'),
        top="main table thead",
        height=560,
    ),
    Recipe("regio", "Dirk", "regio/", (_panel("Wat u voor de hele regio vastlegt"),), height=560),
    Recipe("uitnodigen", "Dirk", "uitnodigingen/nieuw/", ("#id_name", "main fieldset:has(#id_role_0)"), height=640),
    Recipe(
        "doelen",
        "Esra",
        "doelen/?periode=2021-Q4",
        ("#periode", _panel("Duurzaam aan het werk, opgeteld")),
        height=640,
        press='main button:text-is("Maak de stand nu")',
    ),
    Recipe("rapport-maken", "Esra", "rapporten/nieuw/", ("main fieldset:has(#id_kind_0)", "#id_period"), height=640),
    Recipe(
        "rapport",
        "Esra",
        "rapporten/",
        (_panel("Op weg naar de partners"), 'main a:text-is("PDF downloaden")'),
        (_first("rapporten"),),
        height=620,
    ),
    Recipe(
        "contract-meekijker",
        "Dirk",
        "contracten/",
        (_panel("Versies van het contract"), _panel("Tijdlijn")),
        (_first("contracten"),),
        top="",
    ),
    Recipe("regios", "Olga", "regios/", ('main a:text-is("Regio toevoegen")',), height=280),
    Recipe(
        "nieuwe-organisatie",
        "Olga",
        "regios/groningen/nieuw/",
        (_panel("De organisatie"), _panel("De eerste beheerder")),
        height=620,
    ),
)


class Camera:
    """Browsers of the cast, each logged in once and at one width."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.pages: dict[tuple[str, int], tuple[Page, str]] = {}

    def take(self, recipe: Recipe) -> Image.Image:
        page, start = self._page(recipe.who, recipe.width)
        page.goto(start + recipe.path if recipe.who else self.address + recipe.path)
        for link in recipe.through:
            href = page.locator(link).first.get_attribute("href")
            page.goto(self.address + (href or ""))
        page.wait_for_load_state("networkidle")
        if recipe.press and page.locator(recipe.press).count():
            page.locator(recipe.press).first.click()
            self._wait_for(page, recipe)
        boxes = [self._box(page, recipe, mark) for mark in recipe.marks]
        page.evaluate(MARK, boxes)
        ends = [box["y"] + box["height"] for box in boxes]
        if recipe.top:
            top = self._box(page, recipe, recipe.top)["y"] - AIR
            height = recipe.height
        else:
            top = min(box["y"] for box in boxes) - 3 * AIR
            height = max(ends) - top + 2 * AIR
        clip = {"x": 0, "y": max(0, round(top)), "width": recipe.width, "height": round(height)}
        shot = page.screenshot(full_page=True, clip=clip, animations="disabled", caret="hide")  # type: ignore[arg-type]
        return Image.open(io.BytesIO(shot)).convert("RGB")

    @staticmethod
    def _wait_for(page: Page, recipe: Recipe) -> None:
        """Until what is marked last can be seen: a worker makes it."""
        for _look in range(60):
            if page.locator(recipe.marks[-1]).count():
                page.wait_for_load_state("networkidle")
                return
            page.wait_for_timeout(1_000)
            page.reload()
        raise LookupError(f"{recipe.name}: the portal did not make it within a minute.")

    @staticmethod
    def _box(page: Page, recipe: Recipe, mark: str) -> dict[str, float]:
        """Where it stands on the page, with some air around it."""
        found = page.locator(mark).first
        if not found.count():
            raise LookupError(f"{recipe.name}: nothing to mark at {page.url}: {mark}")
        box = found.bounding_box()
        if box is None:
            raise LookupError(f"{recipe.name}: cannot be seen at {page.url}: {mark}")
        down = page.evaluate("scrollY")
        return {
            "x": box["x"] - AIR,
            "y": box["y"] + down - AIR,
            "width": box["width"] + 2 * AIR,
            "height": box["height"] + 2 * AIR,
        }

    def _page(self, who: str, width: int) -> tuple[Page, str]:
        if (who, width) not in self.pages:
            context = self.browser.new_context(
                viewport={"width": width, "height": 900},
                locale="nl-NL",
                timezone_id="Europe/Amsterdam",
                reduced_motion="reduce",
            )
            context.set_default_timeout(20_000)
            page = context.new_page()
            if who:
                page.goto(f"{self.address}/account/login/")
                page.locator(".cast__button", has_text=who).first.click()
                page.wait_for_url("**/werk/**")
            self.pages[who, width] = (page, page.url)
        return self.pages[who, width]


def small(picture: Image.Image) -> bytes:
    """As WebP, of the best quality that is small enough."""
    for quality in QUALITIES:
        kept = io.BytesIO()
        picture.save(kept, "WEBP", quality=quality, method=6)
        if len(kept.getvalue()) <= MOST_BYTES:
            return kept.getvalue()
    raise ValueError(f"{picture.size} does not fit in {MOST_BYTES} bytes: show less of the page.")


def looks_like(old: Path, new: Image.Image) -> bool:
    """Whether the picture that there is still shows this page: as large, and about the same."""
    if not old.exists():
        return False
    with Image.open(old) as opened:
        if opened.size != new.size:
            return False
        difference = ImageChops.difference(opened.convert("L"), new.convert("L"))
    return ImageStat.Stat(difference).mean[0] < MOST_DIFFERENCE


@contextmanager
def portal(address: str) -> Iterator[str]:
    if address:
        yield address.rstrip("/")
        return
    with (
        own_database() as database,
        running(app_url=database.app_url, owner_url=database.owner_url, demo=True) as stack,
    ):
        yield stack.address


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="say what is out of date, and write nothing")
    parser.add_argument("--at", default="", help="the address of a running portal with the demo")
    parser.add_argument("names", nargs="*")
    asked = parser.parse_args()
    wanted = [one for one in RECIPES if not asked.names or one.name in asked.names]
    known = json.loads(WRITTEN_DOWN.read_text()) if WRITTEN_DOWN.exists() else {}
    FOLDER.mkdir(exist_ok=True)
    outdated = []
    with portal(asked.at) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or "/usr/bin/chromium", args=QUIET
        )
        camera = Camera(browser, address)
        for recipe in wanted:
            picture = camera.take(recipe)
            file = FOLDER / f"{recipe.name}.webp"
            if looks_like(file, picture) and known.get(recipe.name, {}).get("recipe") == recipe.digest:
                continue
            outdated.append(recipe.name)
            if not asked.check:
                file.write_bytes(small(picture))
                width, height = picture.size
                known[recipe.name] = {"width": width, "height": height, "recipe": recipe.digest}
        browser.close()
    gone = sorted(set(known) - {one.name for one in RECIPES})
    if not asked.check:
        for name in gone:
            (FOLDER / f"{name}.webp").unlink(missing_ok=True)
            del known[name]
        WRITTEN_DOWN.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")
    sys.stdout.write(f"{len(wanted)} pictures; out of date: {', '.join(outdated + gone) or 'none'}\n")
    return 1 if asked.check and (outdated or gone) else 0


if __name__ == "__main__":
    sys.exit(main())
