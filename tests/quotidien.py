"""An invented French newspaper for the tests and the documentation of `warraq site new`: five stories and their pages.

Its stories have no structured data; the byline is in a box of its own that no reader knows for one, and the paper's
motto stands in every text.
"""

from __future__ import annotations

from typing import Final

from tests.badserver import BadServer, answer

STORIES: Final = {
    "/2026/03/la-mer": (
        "La mer a rendu un navire disparu depuis soixante ans",
        "14 mars 2026 à 09:30",
        "Sami Exemple",
        "Le navire, long de quarante mètres, est apparu à l'aube devant la digue du nouveau port de Sidi Fictif.",
        "Les pêcheurs racontent qu'aucune tempête n'avait été annoncée, et que l'eau était lisse comme un miroir.",
        "Le capitaine du port a fait poser des cordes autour de la coque, car les enfants voulaient déjà y grimper.",
    ),
    "/2026/03/le-marche": (
        "Le marché couvert rouvre après deux ans de travaux",
        "15 mars 2026 à 18:05",
        "Leïla Modèle",
        "Cent vingt commerçants ont retrouvé hier leurs étals sous la grande verrière, entièrement remise à neuf.",
        "La commune a dépensé onze millions, dont une partie pour une citerne qui garde l'eau de pluie.",
        "La doyenne des marchandes, qui vend des olives depuis 1974, a coupé le ruban avec son propre couteau.",
    ),
    "/2026/04/la-bibliotheque": (
        "Une bibliothèque sur rails dessert les villages du sud",
        "2 avril 2026 à 07:15",
        "Karim Essai",
        "Trois anciens wagons postaux, repeints en bleu, portent huit mille livres de gare en gare depuis lundi.",
        "Chaque village la garde deux jours, et les élèves y lisent jusqu'à la tombée de la nuit.",
        "Le conducteur, ancien postier, connaît par son prénom chaque lecteur de la ligne et tous les chiens.",
    ),
    "/2026/04/le-pont": (
        "Le vieux pont sera démonté pierre par pierre",
        "9 avril 2026 à 12:40",
        "Leïla Modèle",
        "Les ingénieurs ont numéroté chacune des quatre mille pierres avant de poser le premier échafaudage.",
        "Il sera rebâti trois cents mètres plus haut, là où la rivière est moins large et la roche plus dure.",
        "Les camions passeront par la route haute jusqu'en octobre, et les piétons par une passerelle prêtée.",
    ),
    "/2026/04/les-abeilles": (
        "Les abeilles du toit de la mairie ont leur premier miel",
        "11 avril 2026 à 16:20",
        "Sami Exemple",
        "Quatre ruches installées à l'automne ont donné trente kilos, que les écoles se partageront au printemps.",
        "L'apicultrice explique que les jardins du centre fleurissent plus longtemps que les champs alentour.",
        "Le maire, qui est allergique, a suivi la récolte derrière une vitre et promis deux ruches de plus.",
    ),
}
"""Path -> title, dateline, author, three paragraphs."""

SHELL: Final = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>{title} - Le Quotidien d'Exemple</title>
<meta property="og:site_name" content="Le Quotidien d'Exemple">
<link rel="alternate" type="application/rss+xml" title="Le Quotidien d'Exemple" href="/feed">
<link rel="alternate" type="application/rss+xml" title="Commentaires" href="/comments/feed"></head>
<body class="css-1x2y3z"><header><a href="/">Le Quotidien d'Exemple</a></header>
{main}
<footer><p>© Le Quotidien d'Exemple, tous droits réservés.</p></footer></body></html>"""


def story(path: str) -> str:
    """The page of a story."""
    title, date, author, first, second, third = STORIES[path]
    main = f"""<main class="page css-9k8j7h"><h1 class="titre">{title}</h1>
<p class="meta">Publié le {date}</p>
<div class="texte"><p>{first}</p>
<p class="devise">Ce journal, fondé par des marins en 1931, paraît tous les jours, même quand il neige sur la mer.</p>
<p>{second}</p>
<p>{third}</p></div>
<div class="signature"><span class="plume">{author}</span></div></main>"""
    return SHELL.format(title=title, main=main)


def front_page() -> str:
    """The home page: the stories as cards."""
    cards = "".join(
        f'<div class="carte"><h2 class="carte-titre"><a href="{path}">{told[0]}</a></h2><p>{told[3]}</p></div>'
        for path, told in STORIES.items()
    )
    menu = "".join(f'<a href="/{name}">{name}</a>' for name in ("politique", "culture", "sport"))
    return SHELL.format(title="Accueil", main=f"<div class='menu'>{menu}</div><main>{cards}{cards}</main>")


def feed(server: BadServer) -> str:
    """The feed of all stories."""
    items = "".join(
        f"<item><title>{told[0]}</title><link>{server.url(path)}</link></item>" for path, told in STORIES.items()
    )
    return f"<rss version='2.0'><channel><title>Le Quotidien d'Exemple</title>{items}</channel></rss>"


def serve(server: BadServer) -> None:
    """Put the whole newspaper on a server."""
    for path in STORIES:
        server.on(path, answer(story(path), "Content-Type: text/html; charset=utf-8"))
    server.on("/", answer(front_page(), "Content-Type: text/html; charset=utf-8"))
    server.on("/feed", answer(feed(server), "Content-Type: application/rss+xml"))
    sitemap = "".join(f"<url><loc>{server.url(path)}</loc></url>" for path in STORIES)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    server.on("/sitemap.xml", answer(f'<urlset xmlns="{space}">{sitemap}</urlset>', "Content-Type: application/xml"))
    server.on(
        "/robots.txt", answer(f"User-agent: *\nSitemap: {server.url('/sitemap.xml')}\n", "Content-Type: text/plain")
    )
