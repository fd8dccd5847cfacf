"""Somebody at the portal over HTTP, without a browser: cookies, forms as they stand on the page, and a second factor."""

import base64
import hmac
import http.client
import ssl
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

PASSWORD = "een-lang-wachtwoord-12"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes
    url: str

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def reference(self) -> str:
        return self.headers["X-Request-Reference"] or ""

    @property
    def leads_to(self) -> str:
        return urljoin(self.url, self.headers["Location"]) if self.status in REDIRECTS else ""


@dataclass
class Form:
    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, **values: str) -> bytes:
        return urlencode({**self.fields, **values}, doseq=True).encode()


@dataclass
class Visitor:
    """One browser. ``certificate`` is the file of the certificate that is believed."""

    address: str
    certificate: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """One question, one answer; redirects are not followed. Raises OSError or HTTPException where none came."""
        where, asked = urlsplit(self.address), urlsplit(urljoin(self.address, path))
        address = asked.path + (f"?{asked.query}" if asked.query else "")
        connection = self._connected(where.hostname or "", where.port)
        told = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        if body is not None:
            told |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.address + asked.path}
        try:
            connection.request("GET" if body is None else "POST", address, body, told)
            answer = connection.getresponse()
            found = Answer(answer.status, answer.headers, answer.read(), urljoin(self.address, address))
        finally:
            connection.close()
        for cookie in found.headers.get_all("Set-Cookie") or []:
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0].strip('"')
        return found

    def open(self, path: str) -> Answer:
        """As a reader does: to where it leads."""
        answer = self.ask(path)
        for _time in range(5):
            if not answer.leads_to:
                break
            answer = self.ask(answer.leads_to)
        return answer

    def send(self, page: Answer, having: str, **values: str) -> Answer:
        """Fill in the form of the page that has this field, and send it."""
        form = form_of(page.text, having)
        return self.ask(urljoin(page.url, form.action) if form.action else page.url, form.filled(**values))

    def log_in(self, who: str) -> Answer:
        """With a second factor where it is asked; returns the first page."""
        answer = self.send(self.open("/account/login/"), "password", login=f"{who}@demo.example", password=PASSWORD)
        page = self.open(answer.leads_to)
        for _time in range(3):
            if "/2fa/" not in page.url:
                break
            # A code may run out on its way.
            taken = self.send(page, "code", code=totp(TOTP_SECRET))
            page = self.open(taken.leads_to) if taken.leads_to else taken
        assert page.status == 200, f"{who} could not log in: {page.status} {page.url}"
        assert "/werk/" in page.url, f"{who} could not log in: {page.url}"
        return page

    def _connected(self, host: str, port: int | None) -> http.client.HTTPConnection:
        if not self.certificate:
            return http.client.HTTPConnection(host, port, timeout=30)
        return http.client.HTTPSConnection(
            host, port, timeout=30, context=ssl.create_default_context(cafile=self.certificate)
        )


def form_of(page: str, having: str) -> Form:
    """The form that sends by POST and has a field of this name, with what stands in it."""
    reader = _Forms()
    reader.feed(page)
    for form in reader.forms:
        if having in form.fields:
            return form
    raise AssertionError(f"no form with {having} on this page: {[list(one.fields) for one in reader.forms]}")


def totp(secret: str, at: float | None = None) -> str:
    """The six figures that an app shows."""
    step = int((time.time() if at is None else at) // 30)
    made = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    place = made[-1] & 15
    return f"{(int.from_bytes(made[place : place + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._text: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name = told.get("name", "")
        if tag == "form" and told.get("method", "").lower() == "post":
            self._form = Form(told.get("action", ""))
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "input" and name and told.get("type") not in {"submit", "file", "button"}:
            chosen = told.get("type") not in {"checkbox", "radio"} or "checked" in told
            self._form.fields.setdefault(name, []).extend([told.get("value", "")] if chosen else [])
        elif tag == "textarea":
            self._form.fields[name], self._text = [""], name
        elif tag == "select":
            self._form.fields[name], self._select = [], name
        elif tag == "option" and self._select and "selected" in told:
            self._form.fields[self._select].append(told.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._form is not None and self._text is not None:
            self._form.fields[self._text][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._text = None
        elif tag == "select":
            self._select = None
