"""What a page is: walls, challenges, shells and error pages are told from articles, in several languages (H10)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline import parse
from pipeline.models import OBSTACLES, Capture, Page

URL = "https://www.example.net/news/1"
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def read(
    title: str, body: str, *, head: str = "", url: str = URL, final: str | None = None, headers: tuple[str, ...] = ()
) -> Page:
    html = f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{body}</body></html>"
    sent = tuple((name, "1") for name in headers)
    capture = Capture(
        url,
        final or url,
        200,
        (("Content-Type", "text/html; charset=utf-8"), *sent),
        html.encode(),
        NOW,
        redirects=(url,) if final else (),
    )
    return parse.read(capture)


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


STORY = [
    "The council opened the bridge over the river this morning after two years of work on its foundations.",
    "The mayor said that it would take the trucks out of the old town, where forty thousand people live.",
    "Traffic counts will be published next month, and a second bridge is planned for the end of the decade.",
]
FORM = '<form><input name="user"><input type="password"></form>'

PAGES = {
    "cloudflare": ("challenged", "Just a moment...", paragraphs("Enable JavaScript and cookies to continue")),
    "cloudflare, french": ("challenged", "Un instant…", "<script>window._cf_chl_opt={}</script>"),
    "cloudflare, german": ("challenged", "Nur einen Moment…", ""),
    "cloudflare, spanish": ("challenged", "Un momento…", ""),
    "cloudflare, arabic": ("challenged", "لحظة من فضلك…", ""),
    "cloudflare block": ("challenged", "Attention Required! | Cloudflare", paragraphs("Sorry, you have been blocked")),
    "datadome": ("challenged", "example.net", '<script src="https://ct.captcha-delivery.com/c.js"></script>'),
    "akamai": ("challenged", "Access Denied", paragraphs("You don't have permission to access this page.")),
    "perimeterx": ("challenged", "Access to this page has been denied", '<div id="px-captcha"></div>'),
    "incapsula": ("challenged", "", '<iframe src="/_Incapsula_Resource?x=1"></iframe>'),
    "captcha, arabic": ("challenged", "التحقق", paragraphs("أثبت أنك لست روبوتا.")),
    "consent": ("consent_wall", "Before you continue", paragraphs("We use cookies to deliver services.")),
    "consent, german": ("consent_wall", "Willkommen", paragraphs("Mit Werbung und Cookies weiterlesen.")),
    "consent, french": (
        "consent_wall",
        "Le Journal",
        paragraphs("Nos partenaires et nous souhaitons stocker et/ou accéder à des informations sur un terminal."),
    ),
    "consent, spanish": ("consent_wall", "Diario", paragraphs("Acepta las cookies para continuar leyendo gratis.")),
    "consent, arabic": ("consent_wall", "الجريدة", paragraphs("يرجى قبول ملفات تعريف الارتباط لمتابعة القراءة.")),
    "login": ("login_page", "Log in", FORM),
    "login, french": ("login_page", "Se connecter", FORM),
    "login, german": ("login_page", "Anmelden", FORM),
    "login, spanish": ("login_page", "Iniciar sesión", FORM),
    "login, arabic": ("login_page", "تسجيل الدخول", FORM),
    "login by its form": ("login_page", "Example News", FORM),
    "soft 404": ("soft_not_found", "Page not found - Example News", paragraphs(*STORY)),
    "soft 404, number": ("soft_not_found", "404 | Example", paragraphs("Try the search.")),
    "soft 404, french": ("soft_not_found", "Page introuvable – Le Journal", paragraphs("Essayez la recherche.")),
    "soft 404, german": ("soft_not_found", "Seite nicht gefunden", ""),
    "soft 404, spanish": ("soft_not_found", "Página no encontrada | Diario", ""),
    "soft 404, arabic": ("soft_not_found", "الصفحة غير موجودة - الجريدة", paragraphs("جرب البحث.")),
    "soft 404, text": (
        "soft_not_found",
        "Example News",
        paragraphs("Sorry, the page you are looking for could not be found."),
    ),
    "shell": ("script_needed", "Example", '<div id="root"></div><script src="/app.js"></script>'),
    "shell, noscript": (
        "script_needed",
        "Example",
        "<noscript>You need to enable JavaScript to run this app.</noscript><div class=x></div>",
    ),
    "shell, arabic": ("script_needed", "الجريدة", paragraphs("يرجى تفعيل جافا سكربت لعرض الموقع.")),
    "maintenance": ("maintenance", "Under maintenance", paragraphs("We will be back soon.")),
    "maintenance, french": ("maintenance", "Le Journal", paragraphs("Le site est actuellement en maintenance.")),
    "maintenance, german": ("maintenance", "Wartungsarbeiten", ""),
    "maintenance, spanish": ("maintenance", "Sitio en mantenimiento", ""),
    "maintenance, arabic": ("maintenance", "الموقع تحت الصيانة", ""),
    "bad gateway": ("maintenance", "502 Bad Gateway", paragraphs("nginx")),
    "parked": ("parked_domain", "example.net", paragraphs("This domain is for sale. Buy this domain now.")),
    "parked, german": ("parked_domain", "example.net", paragraphs("Diese Domain steht zum Verkauf.")),
    "parked, by its script": ("parked_domain", "example.net", '<script src="https://sedoparking.com/x.js"></script>'),
    "paywall": ("paywall_stub", "Bridge opens", paragraphs("The council opened…", "Subscribe to continue reading.")),
    "paywall, french": ("paywall_stub", "Le pont", paragraphs("Cet article est réservé aux abonnés.")),
    "paywall, german": ("paywall_stub", "Die Brücke", paragraphs("Dieser Artikel ist nur für Abonnenten.")),
    "paywall, spanish": ("paywall_stub", "El puente", paragraphs("Contenido exclusivo para suscriptores.")),
    "paywall, arabic": ("paywall_stub", "الجسر", paragraphs("هذا المقال للمشتركين فقط.")),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_h10_what_stands_in_an_articles_place_is_told_by_its_kind(name: str) -> None:
    kind, title, body = PAGES[name]
    page = read(title, body)
    assert (page.kind, page.article) == (kind, None)
    assert page.why
    assert page.kind in OBSTACLES


def test_h10_a_stub_that_calls_itself_an_article_is_none() -> None:
    head = '<meta property="og:type" content="article"><meta property="article:published_time" content="2026-03-01">'
    page = read("Bridge opens", paragraphs("The council…", "Already a subscriber? Log in"), head=head)
    assert page.kind == "paywall_stub"


def test_h10_a_long_consent_page_is_known_by_its_host_and_by_its_opening() -> None:
    text = paragraphs(*["We and our partners use cookies to process personal data with your consent."] * 12)
    assert read("Example", text, final="https://consent.example.net/collect?x=1").kind == "consent_wall"
    told = paragraphs("We and our 812 partners store and/or access information on a device, such as cookies.") + text
    assert read("Example", told).kind == "consent_wall"


def test_h10_a_header_says_that_a_service_answered() -> None:
    assert read("Example", "", headers=("CF-Mitigated",)).kind == "challenged"
    assert read("Example", paragraphs(*STORY * 4), headers=("X-DataDome",)).kind == "article"


BANNER = (
    '<div id="cookie-banner">We use cookies. Accept all cookies to continue. <a>Settings</a></div>'
    '<div class="modal"><form><input type="password"> Log in to continue</form></div>'
    "<noscript>Please enable JavaScript</noscript>"
)
NEWS = {
    "cookies in the news": ("Court fines portal over cookies", [
        "A court has fined a portal over cookies: its banner asked for consent without a way to refuse, it said.",
        "The data protection office said consent must be free; partners of the portal had stored personal data.",
        *STORY]),
    "a maintenance site": ("Bridge under maintenance until May", STORY),
    "forbidden city": ("Forbidden City reopens to visitors", STORY[:2]),
    "404 people": ("404 migrants rescued off the coast", STORY[:2]),
    "not found guilty": ("Not found guilty: the mayor leaves the court", STORY[:2]),
    "login": ("Login data of millions stolen from a shop", STORY[:2]),
    "blocked": ("Blocked canal costs trade billions", STORY[:2]),
    "domain": ("Street names: who owns the public domain", ["A domain is for sale when its owner says so.", *STORY]),
    "short and dated": ("Bridge opens", ["The council opened the bridge on Monday. Cookies were served."]),
    "arabic": ("الجسر تحت الصيانة حتى شهر ماي", ["قالت البلدية إن الجسر تحت الصيانة منذ أسبوع كامل.", *STORY[:2]]),
}  # fmt: skip


@pytest.mark.parametrize("name", NEWS)
def test_news_about_such_things_and_pages_with_banners_stay_articles(name: str) -> None:
    title, texts = NEWS[name]
    head = '<meta property="article:published_time" content="2026-03-01T10:00:00Z">'
    page = read(title, f"<article>{paragraphs(*texts)}</article>{BANNER}", head=head)
    assert page.kind == "article", page.why
    assert page.article is not None
    assert page.article.title == title
