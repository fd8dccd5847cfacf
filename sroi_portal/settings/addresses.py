"""Addresses that environment variables give, turned into what each library or standard wants."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class DatabaseAddress:
    """One `postgresql://user:password@host:port/name?option=value`; a socket folder is a percent-encoded host or `?host=`.

    Several servers, of which one is the primary: `host1:port1,host2:port2` and `?target_session_attrs=read-write`.
    """

    name: str
    user: str
    password: str
    host: str
    port: str
    options: dict[str, str]

    @classmethod
    def parse(cls, url: str) -> "DatabaseAddress":
        parts = urlsplit(url)
        if parts.scheme not in {"postgres", "postgresql"}:
            message = f"A database address starts with postgresql://, not with {parts.scheme or 'nothing'!r}."
            raise ImproperlyConfigured(message)
        options = dict(parse_qsl(parts.query))
        servers = [_host_and_port(location) for location in parts.netloc.rpartition("@")[2].split(",")]
        host = ",".join(host for host, _port in servers)
        port = ",".join(port for _host, port in servers) if any(port for _host, port in servers) else ""
        return cls(
            name=options.pop("dbname", "") or unquote(parts.path.lstrip("/")),
            user=options.pop("user", "") or unquote(parts.username or ""),
            password=options.pop("password", "") or unquote(parts.password or ""),
            host=options.pop("host", "") or host,
            port=options.pop("port", "") or port,
            options=options,
        )


def _host_and_port(location: str) -> tuple[str, str]:
    host, port = location, ""
    if ":" in location and not location.endswith("]"):
        host, _, port = location.rpartition(":")
    return unquote(host).strip("[]"), port


def redis_for_cache(url: str) -> str:
    """The form redis-py reads: a socket is `unix:///path?db=0`."""
    parts = urlsplit(url)
    if parts.scheme != "redis+socket":
        return url
    query = dict(parse_qsl(parts.query))
    query["db"] = query.pop("virtual_host", query.get("db", "0"))
    return f"unix://{parts.path}?{urlencode(query)}"


def redis_for_celery(url: str) -> str:
    """The form kombu reads: a socket is `redis+socket:///path?virtual_host=0`."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    query = dict(parse_qsl(parts.query))
    query["virtual_host"] = query.pop("db", "0")
    return f"redis+socket://{parts.path}?{urlencode(query)}"


def security_contact(given: str) -> str:
    """The form RFC 9116 asks for: a mail address gets its `mailto:`, a page must be `https:`."""
    scheme = given.partition(":")[0].lower()
    if scheme in {"mailto", "tel"} or given.lower().startswith("https://"):
        return given
    if "@" in given and "/" not in given and ":" not in given:
        return f"mailto:{given}"
    message = (
        f"SECURITY_CONTACT holds mail addresses, tel: numbers or https:// pages, separated by spaces; not {given!r}."
    )
    raise ImproperlyConfigured(message)
