"""Fetching is off until it is switched on, and then reaches public pages only."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from analysis.reading import Unreadable, web

PAGE = b"<html><head><title>Bridge</title></head><body><p>The bridge is open.</p></body></html>"


class Site(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self) -> None:
        """Answer a request."""
        moves = {"/moved": "/page", "/away": "http://elsewhere.test/", "/round": "/round"}
        if self.path in moves:
            self.send_response(302)
            self.send_header("Location", moves[self.path])
            self.end_headers()
            return
        self.send_response(200 if self.path.startswith(("/page", "/big", "/picture")) else 404)
        self.send_header("Content-Type", "image/png" if self.path == "/picture" else "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE * (90_000 if self.path == "/big" else 1))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Return the address of a site on this machine that passes for a public one."""
    server = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv(web.VARIABLE, "1")
    monkeypatch.setattr(web, "_is_public", lambda _: True)
    monkeypatch.setattr(web, "_PORTS", {"http": server.server_port})
    yield f"http://localhost:{server.server_port}"
    server.shutdown()


def test_a_page_is_fetched_and_its_own_redirects_followed(site: str) -> None:
    assert web.fetch(f"{site}/page?x=1") == ("localhost.html", PAGE)
    assert web.fetch(f"{site}/moved") == ("localhost.html", PAGE)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/away", "another site"),
        ("/round", "circles"),
        ("/none", "code 404"),
        ("/picture", "no page at this address but image/png"),
        ("/big", "more than 5 MB"),
    ],
)
def test_what_is_no_page_of_that_site_is_refused(site: str, path: str, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        web.fetch(site + path)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "192.168.1.9", "169.254.169.254", "100.64.0.1", "0.0.0.1", "::1", "fd00::1",
     "fe80::1%eth0", "::ffff:10.0.0.1", "224.0.0.1"],
)  # fmt: skip
def test_a_host_with_one_private_address_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 80)) for each in ("93.184.216.34", address)]
    monkeypatch.setenv(web.VARIABLE, "1")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(Unreadable, match="private network"):
        web.fetch("http://site.test/page")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://site.test/", "http://site.test:8080/", "http://a:b@site.test/", "site", "http://[",
            "http://site.test:x/"],
)  # fmt: skip
def test_other_addresses_are_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(web.VARIABLE, "1")
    with pytest.raises(Unreadable, match="no address of a web page"):
        web.fetch(url)


def test_it_is_off_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(web.VARIABLE, raising=False)
    with pytest.raises(Unreadable, match="switched off"):
        web.fetch("https://site.test/page")
