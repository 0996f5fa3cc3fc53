"""The wording and the marks of pages that stand where an article should be: walls, challenges, shells, error pages."""

from __future__ import annotations

import re
from typing import Final

from pipeline.answers import CHALLENGE_MARKS
from pipeline.models import PageKind

_END = r"(?=\s*(?:$|[-–—|:!.,،؟?…]))"
"""A title that is nothing but these words and a site's name: `Forbidden City reopens` is news."""


def _titles(*wordings: str) -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{'|'.join(wordings)}){_END}", re.IGNORECASE)


def _texts(*wordings: str) -> re.Pattern[str]:
    return re.compile("|".join(wordings), re.IGNORECASE)


TITLES: Final[tuple[tuple[PageKind, re.Pattern[str]], ...]] = (
    (
        "challenged",
        _titles(
            r"(?:error )?403(?: forbidden)?",
            "access (?:to this page has been )?denied",
            "forbidden",
            "just a moment",
            "attention required",
            r"are you (?:a robot|human)",
            "robot check",
            "checking your browser",
            "blocked",
            "security check",
            "verify(?:ing)? (?:that )?you are (?:a )?human",
            "human verification",
            "bot verification",
            "ddos-guard",
            "request rejected",
            "pardon our interruption",
            "un instant",
            "accès refusé",
            "vérification de sécurité",
            "zugriff verweigert",
            "nur einen moment",
            "sicherheitsüberprüfung",
            "acceso denegado",
            "un momento",
            "verificación de seguridad",
            "لحظة من فضلك",
            "تم رفض الوصول",
            "الوصول مرفوض",
            "التحقق من الأمان",
            "التحقق من أنك لست روبوت.{0,2}",
        ),
    ),
    (
        "soft_not_found",
        _titles(
            r"(?:error |erreur |fehler |خطأ )?(?:404|410)(?: (?:error|page))?(?:\W+(?:page )?not found)?",
            r"(?:page|article|story|content|file) (?:was )?not found",
            "not found",
            "nothing found",
            "this page (?:does(?:n.t| not) exist|is(?:n.t| not) available|no longer exists)",
            "page (?:unavailable|not available)",
            "(?:cette )?page (?:introuvable|non trouvée|inexistante)",
            "article introuvable",
            "cette page n.existe (?:pas|plus)",
            "(?:die )?seite (?:wurde )?nicht gefunden",
            "artikel nicht gefunden",
            "diese seite existiert nicht(?: mehr)?",
            "(?:esta )?página no (?:encontrada|existe|disponible)",
            "artículo no encontrado",
            "contenido no encontrado",
            "(?:هذه )?الصفحة (?:غير موجودة|المطلوبة غير موجودة|غير متوفرة|لم تعد موجودة)",
            "المقال غير موجود",
            "لم يتم العثور على (?:الصفحة|المقال|شيء)",
        ),
    ),
    (
        "maintenance",
        _titles(
            r"(?:error )?(?:500|502|503|504)(?: [a-z ]{3,30})?",
            "service (?:temporarily )?unavailable",
            "internal server error",
            "bad gateway",
            "gateway time-?out",
            "(?:site |we.ll be |)(?:under|down for) (?:scheduled )?maintenance",
            "maintenance(?: mode)?",
            "we.ll be (?:right )?back(?: soon)?",
            "(?:site )?en maintenance",
            "service (?:temporairement )?indisponible",
            "wartungsarbeiten",
            "wartungsmodus",
            "(?:sitio )?en mantenimiento",
            "servicio no disponible",
            "(?:الموقع )?(?:تحت|قيد) الصيانة",
            "الخدمة غير متاحة",
        ),
    ),
    (
        "consent_wall",
        _titles(
            "before you continue",
            "your privacy(?: choices)?",
            "we (?:value|care about) your privacy",
            "cookie (?:consent|settings|preferences)",
            "vos choix(?: en matière de)? (?:de )?(?:cookies|confidentialité)",
            "nous respectons votre vie privée",
            "ihre (?:privatsphäre|datenschutzeinstellungen)",
            "datenschutz-?einstellungen",
            "zustimmung",
            "tu privacidad(?: nos importa)?",
            "su privacidad",
            "نحن نهتم بخصوصيتك",
            "خصوصيتك(?: تهمنا)?",
            "إعدادات الخصوصية",
        ),
    ),
    (
        "login_page",
        _titles(
            "(?:log|sign) ?(?:in|on)(?: to [^|]{1,40})?",
            "login",
            "member login",
            "(?:se )?connexion",
            "(?:se connecter|connectez-vous|identifiez-vous|identification)(?: [^|]{1,40})?",
            "anmelden",
            "anmeldung",
            "einloggen",
            "iniciar sesión",
            "inicia sesión",
            "acceso(?: de)? (?:usuarios|suscriptores)",
            "تسجيل الدخول",
            "دخول الأعضاء",
        ),
    ),
    (
        "paywall_stub",
        _titles(
            "subscribe (?:to (?:continue|read)[^|]{0,40}|now)",
            "subscription required",
            "abonnez-vous(?: [^|]{1,40})?",
            "jetzt abonnieren",
            "weiterlesen mit [^|]{1,30}",
            "suscríbete(?: [^|]{1,40})?",
            "اشترك (?:الآن|لمتابعة القراءة)",
        ),
    ),
    (
        "script_needed",
        _titles("(?:please )?enable javascript(?: [^|]{1,40})?", "javascript (?:is )?(?:required|disabled)"),
    ),
)
"""Titles that say what a page is instead."""

TEXTS: Final[tuple[tuple[PageKind, re.Pattern[str]], ...]] = (
    (
        "challenged",
        _texts(
            "checking (?:if the site connection is secure|your browser before)",
            "verify(?:ing)? (?:that )?you are (?:a )?human",
            "press (?:&|and) hold to confirm",
            "unusual (?:traffic|activity) from your",
            "you have been blocked",
            "you don.t have permission to access",
            "complete the captcha",
            "are not a robot",
            "êtes pas un robot",
            "vérifier que vous êtes (?:un )?humain",
            "keine? roboter sind",
            "dass sie ein mensch sind",
            "no eres un robot",
            "eres (?:un )?humano",
            "أنك لست روبوت",
            "أنك (?:إنسان|بشر)",
            "ray id",
        ),
    ),
    (
        "soft_not_found",
        _texts(
            "page (?:you (?:are|were) (?:looking for|requested)|requested|you requested) (?:could not be found|"
            "cannot be found|does(?:n.t| not) exist|was not found|has been (?:re)?moved)",
            "we (?:can.t|couldn.t|cannot) (?:seem to )?find (?:the|that) page",
            "la page (?:que vous (?:cherchez|recherchez|avez demandée)|demandée) "
            "(?:n.existe|est introuvable|n.a pas été trouvée)",
            "(?:gewünschte|angeforderte|aufgerufene) seite (?:wurde|konnte|existiert|ist) (?:nicht|leider)",
            "la página (?:que (?:buscas?|busca usted|intenta ver)|solicitada) no (?:existe|se (?:ha )?enc)",
            "الصفحة التي (?:تبحث عنها|طلبتها|تحاول الوصول إليها) (?:غير|لم|لا)",
        ),
    ),
    (
        "maintenance",
        _texts(
            "(?:site|website|we) (?:is|are) (?:currently )?(?:undergoing|down for|under) "
            "(?:scheduled |routine )?maintenance",
            "site est (?:actuellement )?en (?:cours de )?maintenance",
            "wegen wartungsarbeiten (?:nicht|vorübergehend)",
            "sitio (?:web )?(?:se encuentra|está) en mantenimiento",
            "الموقع (?:حاليا |حالياً )?(?:تحت|قيد|في) الصيانة",
        ),
    ),
    (
        "parked_domain",
        _texts(
            "domain (?:name )?(?:is|may be) (?:for sale|parked)",
            "buy this domain",
            "this (?:web ?page|domain) is parked",
            "domain (?:steht|ist) (?:zum verkauf|zu verkaufen|geparkt)",
            "(?:nom de )?domaine est (?:à vendre|en vente|réservé)",
            "dominio (?:está|se encuentra) (?:en|a la) venta",
            "(?:النطاق|الدومين) (?:معروض )?للبيع",
        ),
    ),
    (
        "consent_wall",
        _texts(
            "store and/or access information on (?:a|your) device",
            "stocker et/ou accéder à des informations",
            "informationen auf einem (?:gerät|endgerät) (?:zu )?speicher",
            "almacenar(?: y/)?o acceder a (?:la )?información",
            "(?:accept|agree to|allow) (?:all )?cookies to (?:continue|read|access|proceed)",
            "before you continue to",
            "accepte[rz] (?:les |tous les )?cookies pour (?:continuer|accéder|lire)",
            "mit werbung (?:und|&) cookies",
            "mit werbung (?:weiterlesen|lesen|nutzen)",
            "acepta(?:r)? (?:las )?cookies (?:para|y) (?:continuar|seguir|leer)",
            "تخزين (?:المعلومات|معلومات) على (?:جهاز|الجهاز)",
            "(?:الموافقة على|قبول|اقبل) ملفات تعريف الارتباط (?:لمتابعة|للمتابعة|لقراءة)",
        ),
    ),
    (
        "paywall_stub",
        _texts(
            "subscribe to (?:continue|keep) reading",
            "(?:article|story|content) is (?:only )?(?:for|available to|reserved for|exclusive to) (?:our )?"
            "(?:subscribers|members)",
            "already a subscriber",
            "article (?:est )?(?:réservé|exclusif).{0,12}abonnés",
            "la suite est réservée",
            "pour lire la suite",
            "abonnez-vous pour",
            "nur für abonnenten",
            "mit einem abo (?:weiterlesen|lesen)",
            "jetzt weiterlesen mit",
            "exklusiv für abonnenten",
            "solo (?:para|pueden) suscriptores",
            "contenido exclusivo para suscriptores",
            "suscríbe(?:te|ase) para (?:seguir|continuar)",
            "للمشتركين فقط",
            "اشترك لمتابعة القراءة",
            "لقراءة المقال كاملا",
        ),
    ),
    (
        "login_page",
        _texts(
            "(?:please )?(?:log|sign) in to (?:continue|read|view|access)",
            "you must be logged in",
            "connectez-vous pour (?:lire|continuer|accéder)",
            "bitte (?:melden sie sich an|einloggen|anmelden)",
            "inicia sesión para (?:leer|continuar|ver)",
            "(?:سجل|يرجى تسجيل|يجب تسجيل) (?:الدخول|دخولك) (?:لمتابعة|للمتابعة|لقراءة|من أجل|أولا)",
        ),
    ),
    (
        "script_needed",
        _texts(
            "(?:please )?(?:enable|turn on|activate) javascript",
            "you need to enable javascript",
            "requires? javascript",
            "javascript (?:is (?:required|disabled|not enabled)|must be enabled)",
            "activer (?:le )?javascript",
            "javascript (?:est|soit) (?:désactivé|activé|requis)",
            "javascript (?:in ihrem browser )?(?:aktivieren|einschalten)",
            "aktivieren sie (?:bitte )?javascript",
            "(?:habilit|activ)[ae]r? (?:el )?javascript",
            "(?:تفعيل|تمكين|تشغيل) (?:ال)?(?:جافا ?سكر?[يب]?[بي]?ت|javascript)",
        ),
    ),
)
"""What short pages say when they stand in an article's place."""

MARKS: Final[tuple[tuple[PageKind, re.Pattern[bytes]], ...]] = (
    ("challenged", CHALLENGE_MARKS),
    (
        "parked_domain",
        re.compile(
            rb"sedoparking\.com|parkingcrew\.net|bodis\.com|parklogic\.com|above\.com/park|afternic\.com|dan\.com/buy"
        ),
    ),
    (
        "consent_wall",
        re.compile(
            rb"consent\.google\.com|consent\.yahoo\.com|collectConsent|cmp_message_wall|privacy-mgmt\.com/index"
        ),
    ),
    ("paywall_stub", re.compile(rb'"isAccessibleForFree"\s*:\s*"?[Ff]alse')),
)
"""Marks in the source of a page with next to no text; an ordinary page carries some of them too."""

EMPTY_SHELL: Final = re.compile(
    rb"""<(?:div|main)\s[^>]{0,200}id=["']?(?:root|app|__next|__nuxt|___gatsby|svelte|main-app|react-root)\b"""
    rb"""[^>]{0,200}>"""
    rb"""\s*(?:<!--.{0,80}?-->\s*)?</(?:div|main)>""",
    re.DOTALL,
)
"""Where a script would draw the page (React, Vue, Next, Nuxt ...)."""

CONSENT_HOSTS: Final = re.compile(
    r"https?://(?:consent|myprivacy|guce|privacy-?gate|cmp)\.[^/]+/"
    r"|https?://[^/]+/(?:[a-z_-]{1,20}/)?(?:consent|cookie-?wall|privacygate)(?:[/?]|$)"
)
LOGIN_PATHS: Final = re.compile(r"/(?:log-?in|sign-?in|signin|connexion|anmelden|iniciar-sesion|sso|auth)(?:[/?.]|$)")
