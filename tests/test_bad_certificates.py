"""Fault N14: a bad certificate is refused, but for the hosts of a site whose file accepts it; and then it is said."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.errors import TlsFailed
from pipeline.fetch import Fetcher, Policy
from pipeline.models import Request
from pipeline.run import policy
from pipeline.sites import Agent, Network, Politeness, Settings
from tests.badserver import BadServer, answer, redirect
from tests.newsroom import make_site, open_newsroom, page
from tests.test_service_process import SETTINGS, House
from tests.zygote import ROOT

HOSTS = ("news.example", "other.example")


@pytest.fixture(scope="module")
def self_signed(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = str(folder / "key.pem"), str(folder / "cert.pem")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate]
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl command")
    subprocess.run([*command, "-subj", "/CN=elsewhere.example", "-days", "2"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


@pytest.fixture
def server(self_signed: ssl.SSLContext) -> Iterator[BadServer]:
    with BadServer(tls=self_signed) as server:
        yield server


def fetcher_to(server: BadServer) -> Fetcher:
    settings = Settings(
        agent=Agent(name="Warraq", contact="https://news.example/bot"),
        network=Network(allow_loopback=True),
        politeness=Politeness(delay=timedelta(0)),
    )
    return Fetcher(settings, connect_to=dict.fromkeys(HOSTS, ("127.0.0.1", server.port)))


def test_sites_refuse_bad_certificates_unless_their_file_says_otherwise() -> None:
    assert policy(None).distrusted == policy(make_site()).distrusted == frozenset()
    assert policy(make_site(bad_certificate="accept")).distrusted == make_site().hosts


async def test_n14_an_accepted_certificate_is_written_down_with_the_page(server: BadServer) -> None:
    server.on("/robots.txt", answer("User-agent: *\nDisallow: /closed"))
    server.on("/a", answer("words"))
    accept = Policy(distrusted=frozenset({"news.example"}))
    async with fetcher_to(server) as fetcher:
        capture = await fetcher.fetch(Request("https://news.example/a"), accept)
        assert capture.body == b"words"
        assert capture.robots == "allowed"
        assert capture.distrust is not None
        assert "certificate" in capture.distrust
        with pytest.raises(TlsFailed):  # whoever asks without that word is refused as before
            await fetcher.fetch(Request("https://news.example/a"), Policy(ask_robots=False))


async def test_n14_other_hosts_are_refused_also_when_a_redirect_leads_there(server: BadServer) -> None:
    server.on("/a", redirect(f"https://other.example:{server.port}/b"))
    server.on("/b", answer("never"))
    accept = Policy(ask_robots=False, distrusted=frozenset({"news.example"}))
    async with fetcher_to(server) as fetcher:
        with pytest.raises(TlsFailed):
            await fetcher.fetch(Request("https://other.example/b"), accept)
        with pytest.raises(TlsFailed):
            await fetcher.fetch(Request("https://news.example/a"), accept)
    assert "/b" not in server.paths()


def test_n14_warraq_fetch_says_so_in_its_report_and_in_the_outcome(server: BadServer, tmp_path: Path) -> None:
    with open_newsroom(tmp_path) as room:
        house = House(room)
    (house.config / "warraq.toml").write_text(SETTINGS)
    base = f"https://127.0.0.1:{server.port}"
    site = house.config / "sites" / "one.toml"
    server.on("/news/1", answer(page(1)))
    command = house.command("fetch", "--url", f"{base}/news/1")
    text = site.read_text().split("[[sources]]")
    for word, reasons in (("refuse", ["tls_failed"]), ("accept", ["tls_failed", "new"])):
        head = text[0].replace(f"http://127.0.0.1:{room.server.port}/", f"{base}/")
        site.write_text(f'{head}bad_certificate = "{word}"\n[[sources]]{text[1]}')
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert room.column("SELECT reason FROM outcomes ORDER BY id") == reasons, done.stderr
    assert "although its certificate is bad" in done.stdout + done.stderr
    assert "certificate is bad" in str(room.column("SELECT detail FROM outcomes WHERE reason = 'new'")[0])
