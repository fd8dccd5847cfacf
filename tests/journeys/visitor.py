"""Somebody with a browser, who looks at every page as strictly as an auditor of accessibility would."""

import email
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from pathlib import Path

from playwright.sync_api import Browser, Error, Locator, Page, expect

from tests.stack import ROOT, Stack, wait_until

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
#: What a narrow window may add to what was found in a wide one: other controls, closer together, and what scrolls.
BY_WIDTH = {
    "type": "rule",
    "values": ["target-size", "scrollable-region-focusable", "button-name", "link-name", "label", "aria-hidden-focus"],
}
HEIGHT, NARROW = 900, 320
#: How long a request of htmx may take to begin after its delay.
PATIENCE_MS = 500
MAIL_WITHIN = 40


@dataclass
class Visitor:
    """A page of a browser with its own cookies. ``looked_at`` holds the addresses that were examined."""

    page: Page
    address: str
    has_script: bool = True
    width: int = 1280
    wrong: list[str] = field(default_factory=list)
    looked_at: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"error in script: {error}"))
        self.page.on("response", self._response)

    def _console(self, message) -> None:
        # What the server refused is looked at by itself (a form that comes back is a 422).
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.wrong.append(f"console at {self.page.url}: {message.text}")

    def _response(self, response) -> None:
        if response.status >= 500 or (response.status == 404 and "/static/" in response.url):
            self.wrong.append(f"{response.status} for {response.url}")

    # Getting about

    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.address + path)
        self.look()

    def press(self, name: str | re.Pattern, *, exact: bool = True) -> None:
        """Press the button with this text and look at the page that comes."""
        self.page.get_by_role("button", name=name, exact=exact).first.click()
        self.settle()
        self.look()

    def follow(self, name: str | re.Pattern, *, exact: bool = True) -> None:
        self.page.get_by_role("link", name=name, exact=exact).first.click()
        self.settle()
        self.look()

    def open(self, path: str) -> None:
        """Go to a page of the organisation one works for."""
        self.go(re.sub(r"(/werk/[^/]+/).*", r"\1", self.here) + path)

    @contextmanager
    def coming(self) -> Iterator[None]:
        """What is done here leads to another page; look at that one."""
        with self.page.expect_navigation(wait_until="load"):
            yield
        self.look()

    def send(self, what: str | re.Pattern | Locator) -> None:
        """Press the button with this text, or this link, that leads to another page, and look at that one."""
        found = what if isinstance(what, Locator) else self.page.get_by_role("button", name=what)
        with self.coming():
            found.first.click()

    def key(self, name: str) -> None:
        """Press a key that leads to another page, and look at that one."""
        with self.coming():
            self.page.keyboard.press(name)

    def link(self, name: str | re.Pattern) -> Locator:
        return self.page.get_by_role("link", name=name, exact=isinstance(name, str))

    def log_in_as(self, name: str) -> None:
        """One click on the log-in page of the demo."""
        self.go("/account/login/")
        self.page.locator(".cast__button", has_text=name).first.click()
        self.page.wait_for_url("**/werk/**")
        self.settle()
        self.look()

    def settle(self) -> None:
        """Wait until what was pressed has been answered, by a new page or by a part that htmx puts in this one."""
        self.page.wait_for_timeout(PATIENCE_MS)
        self.page.wait_for_load_state("networkidle")
        expect(self.page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0, timeout=20_000)

    # Forms

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(label).first.fill(value)

    def choose(self, label: str, value: str) -> None:
        self.page.get_by_label(label).first.select_option(label=value)

    def sees(self, text: str | re.Pattern) -> None:
        expect(self.page.get_by_text(text).first).to_be_attached()

    @property
    def here(self) -> str:
        return self.page.url.removeprefix(self.address)

    @property
    def text(self) -> str:
        return " ".join(self.page.locator("body").inner_text().split())

    # Looking

    def look(self) -> None:
        """No violation of WCAG, nothing beside the screen, no error; a page in a state that was not seen before."""
        self.looked_at.add(self.page.url)
        if self.has_script:
            self._examine(WCAG, self.width)
        if self.page.locator("h1").count() != 1:
            self.wrong.append(f"{self.here}: {self.page.locator('h1').count()} headings of the first rank")
        if not self.page.title().strip():
            self.wrong.append(f"{self.here}: no title")

    def look_narrow(self) -> None:
        """The page that was looked at, in a window as narrow as a telephone, and back."""
        self.page.set_viewport_size({"width": NARROW, "height": HEIGHT})
        self._examine(BY_WIDTH, NARROW)
        self.page.set_viewport_size({"width": self.width, "height": HEIGHT})

    def _examine(self, rules: dict[str, object], width: int) -> None:
        try:
            found, overflow = self._measured(rules)
        except Error:
            # A page that waits for the worker loads anew as soon as that is ready, and what was asked of it is lost.
            self.page.wait_for_load_state()
            found, overflow = self._measured(rules)
        for violation in found:
            nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            self.wrong.append(f"{self.here} ({width} px): {violation['id']}: {violation['help']}: {nodes}")
        if overflow > 0:
            self.wrong.append(f"{self.here} ({width} px): {overflow} px beside the screen")

    def _measured(self, rules: dict[str, object]) -> tuple[list[dict], int]:
        self.page.evaluate(f"if (!window.axe) {{ {AXE} }}")
        found = self.page.evaluate("(rules) => axe.run(document, {runOnly: rules})", rules)["violations"]
        beside = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return found, self.page.evaluate(beside)


def visitor(browser: Browser, stack: Stack, *, width: int = 1280, has_script: bool = True) -> Visitor:
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT},
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        java_script_enabled=has_script,
        accept_downloads=True,
        reduced_motion="reduce",
    )
    context.set_default_timeout(20_000)
    return Visitor(context.new_page(), stack.address, has_script=has_script, width=width)


def mails(stack: Stack) -> list[str]:
    """Caught mail, oldest first, as text."""
    return [file.read_text() for file in sorted(Path(stack.mail_folder).glob("*.eml"))]


def link_mailed_to(stack: Stack, address: str, *, leads_to: str) -> str:
    """The link in the last mail that this person got; ``leads_to`` is how its path begins."""
    found: list[str] = []

    def arrived() -> list[str]:
        for raw in mails(stack):
            message = email.message_from_string(raw, policy=policy.default)
            if address in str(message["To"]):
                found.extend(re.findall(rf"http://\S+/{leads_to}/\S+", message.get_content()))
        return found

    wait_until(arrived, MAIL_WITHIN, lambda: f"the mail to {address}; " + stack.log("default")[-500:])
    return found[-1]
