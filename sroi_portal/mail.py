"""Mail without a mail server: each message becomes a file, readable on a page (development only)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.crypto import get_random_string


class CaughtMailBackend(BaseEmailBackend):
    """Writes each message to `settings.MAIL_CAUGHT_DIR`, newest name last."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_CAUGHT_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{get_random_string(6)}"
            unfinished = folder / f"{name}.part"
            unfinished.write_bytes(message.message().as_bytes())
            unfinished.rename(folder / f"{name}.eml")
        return len(email_messages)


@dataclass(frozen=True)
class CaughtMail:
    """One caught message as the page shows it."""

    name: str
    sent_at: datetime
    to: str
    sender: str
    subject: str
    message_id: str
    body: str


def caught_mail(name: str) -> CaughtMail | None:
    """The message with this name, or None; the name is one that `caught_mails` gave."""
    file = Path(settings.MAIL_CAUGHT_DIR) / f"{name}.eml"
    return _read(file) if file.is_file() else None


def caught_mails(limit: int = 200) -> list[CaughtMail]:
    """The newest messages first."""
    files = sorted(Path(settings.MAIL_CAUGHT_DIR).glob("*.eml"), reverse=True)
    return [_read(file) for file in files[:limit]]


def _read(file: Path) -> CaughtMail:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = message.get_body(preferencelist=("plain", "html"))
    return CaughtMail(
        name=file.stem,
        sent_at=datetime.strptime(file.stem[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC),
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or ""),
        message_id=str(message["Message-ID"] or ""),
        body=body.get_content() if body else "",
    )
