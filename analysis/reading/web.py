"""A page from the web, fetched only where that is switched on, by the rules of OWASP against forged requests.

Only http and https on their own ports; a host all of whose addresses are public; the connection goes to the address
that was checked, so that a second look-up cannot lead elsewhere; redirects stay on the host; size and time are limited.
"""

import ipaddress
import os
import socket
import time
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from analysis.reading.limits import PAGE_BYTES, Unreadable

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

VARIABLE = "ONRECORD_FETCH"
_PORTS = {"http": 80, "https": 443}
_SECONDS = 20.0
_MOST_REDIRECTS = 3
_CHUNK = 64 * 1024
_KINDS = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/pdf": ".pdf"}


def is_switched_on() -> bool:
    """Tell whether pages may be fetched: the variable ``ONRECORD_FETCH`` is set to 1."""
    return os.environ.get(VARIABLE) == "1"


def fetch(url: str) -> tuple[str, bytes]:
    """Return a name for the file and the bytes of the page at an address; raise Unreadable for what is not fetched."""
    if not is_switched_on():
        raise Unreadable(f"Fetching from the web is switched off: set {VARIABLE}=1 to allow it, or save the page.")
    began, place = time.monotonic(), url.strip()
    host = _split(place).hostname
    for _ in range(_MOST_REDIRECTS + 1):
        status, kind, target, data = _request(place, until=began + _SECONDS)
        if not target:
            break
        place = urljoin(place, target)
        if _split(place).hostname != host:
            raise Unreadable("The address leads on to another site: open it in a browser and copy the address there.")
    else:
        raise Unreadable("The address leads in circles: save the page and upload it.")
    if status != 200:
        raise Unreadable(f"The site answered with code {status}: open the page in a browser, save it and upload it.")
    if kind not in _KINDS:
        raise Unreadable(f"There is no page at this address but {kind or 'something'}: save it and upload it.")
    return f"{host}{_KINDS[kind]}", data


def _request(url: str, *, until: float) -> tuple[int, str, str, bytes]:
    """Return status, kind of content, where it leads on ("" where nowhere), and the bytes of one answer."""
    import urllib3  # noqa: PLC0415 - only where something is fetched

    parts = _split(url)
    scheme, host = parts.scheme, parts.hostname or ""
    address = _checked_address(host, _PORTS[scheme])
    left = until - time.monotonic()
    timeout = urllib3.Timeout(total=max(left, 0.1))
    pool = (
        urllib3.HTTPSConnectionPool(
            address, _PORTS[scheme], timeout=timeout, retries=False, server_hostname=host, assert_hostname=host
        )
        if scheme == "https"
        else urllib3.HTTPConnectionPool(address, _PORTS[scheme], timeout=timeout, retries=False)
    )
    query = f"?{parts.query}" if parts.query else ""
    try:
        answer = pool.request(
            "GET",
            f"{parts.path or '/'}{query}",
            headers={"Host": host, "User-Agent": "OnRecord", "Accept": ", ".join(_KINDS)},
            redirect=False,
            preload_content=False,
        )
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        target = answer.get_redirect_location() or ""
        data = b"" if target else _limited(answer, until)
    except urllib3.exceptions.HTTPError as error:
        raise Unreadable("The site does not answer: try again later, or save the page and upload it.") from error
    finally:
        pool.close()
    return answer.status, kind, target, data


def _split(url: str) -> SplitResult:
    """Return the parts of the address of a web page."""
    try:
        parts = urlsplit(url)
        usual = _PORTS.get(parts.scheme)
        is_page = bool(usual and parts.hostname) and not parts.username and parts.port in {None, usual}
    except ValueError:
        is_page = False
    if not is_page:
        raise Unreadable("This is no address of a web page: write https://site.org/page.")
    return parts


def _checked_address(host: str, port: int) -> str:
    """Return an address of a host, all of whose addresses are public."""
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise Unreadable("There is no such site, or no way to it from here: check the address.") from error
    if not found or not all(map(_is_public, found)):
        raise Unreadable("This address lies in a private network, and only public pages are fetched.")
    return min(found, key=lambda address: (":" in address, address))


def _is_public(address: str) -> bool:
    known = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(known, "ipv4_mapped", None)
    return (mapped or known).is_global and not known.is_multicast


def _limited(answer: "BaseHTTPResponse", until: float) -> bytes:
    data = bytearray()
    for chunk in answer.stream(_CHUNK):
        data += chunk
        if len(data) > PAGE_BYTES:
            raise Unreadable(f"The page has more than {PAGE_BYTES // 2**20} MB: save its text and upload that.")
        if time.monotonic() > until:
            raise Unreadable("The site answers too slowly: save the page and upload it.")
    return bytes(data)
