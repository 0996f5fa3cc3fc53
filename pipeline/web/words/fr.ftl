# L'interface en français, avec les mêmes clés que en.ftl.
site-name = Warraq
skip-to-content = Aller au contenu
nav-label = Pages
nav-search = Recherche
nav-ticker = Fil d’actualité
nav-stories = Reprises
nav-newspapers = Journaux
nav-health = État
nav-data = Données
search-label = Chercher dans les archives
search-hint = Des mots, "une expression", -sans
search-button = Chercher
language-label = Langue
theme-label = Thème
theme-auto = Automatique
theme-light = Clair
theme-dark = Sombre
footer-note = Des archives de presse, en lecture seule. Les textes appartiennent aux journaux qui les ont publiés.
back-to-front = Vers la page d’accueil
untitled = (sans titre)
no-newspaper = (journal inconnu)

trouble-slow = La réponse prend trop de temps
trouble-slow-advice = Demandez moins : une période plus courte, un seul journal, des mots plus rares.
trouble-archive = Les archives ne peuvent pas être lues pour l’instant
trouble-archive-advice = Réessayez dans un moment. La personne qui les gère trouve la raison dans le journal du programme et avec « warraq verify ».
trouble-missing = Il n’y a rien ici
trouble-missing-advice = L’adresse est peut-être mal écrite, ou ce qu’elle désigne n’a jamais été archivé. La recherche trouve les articles par leurs mots.
trouble-question = La question ne peut pas recevoir de réponse sous cette forme
trouble-question-advice = Revenez en arrière et changez-la.
trouble-bug = Une erreur s’est produite dans Warraq
trouble-bug-advice = C’est une faute du programme, elle a été notée dans son journal. Les autres pages fonctionnent.

articles-per-day = Articles par jour de publication
day-tip = { $day } : { $count ->
    [0] aucun article
    [one] un article
   *[other] { $count } articles
  }
ticker-now = Le fil à cet instant
ticker-seen = { $site }, vu le { $time }
ticker-none = Aucun fil d’actualité n’a encore été vu.
whole-ticker = Le fil entier et son histoire
being-read = Ce dont on parle
story-counts = { $copies ->
   *[other] { $copies } articles
  } dans { $publishers ->
    [one] un journal
   *[other] { $publishers } journaux
  }
first-was = En premier : { $newspaper }
by-newspaper = Derniers articles par journal
all-newspapers = Tous les journaux
articles-kept = { $count ->
    [one] Un article
   *[other] { $count } articles
  } dans les archives
health-good = Les { $count } sources répondent.
health-bad = { $count ->
    [one] Une source est en difficulté
   *[other] { $count } sources sont en difficulté
  }.
health-none = Aucune source n’est configurée.
health-last = Dernière exécution : { $time }
health-never = Rien n’a encore été récupéré
empty-title = Les archives sont vides
empty-what = Rien n’a encore été archivé. Dans le dossier des archives, lancez :
empty-then = Cette page se remplit à mesure que les articles arrivent.

field-date = Date
field-time = Heure
field-author = Auteur
field-section = Rubrique
field-image = Image
field-source = Lien source
field-language = Langue
newspapers-note = Pour chaque journal, la part des articles où un champ n’est pas vide ; parmi ceux dont l’heure est connue, la part vue dans l’heure et dans la journée de leur publication.
newspaper-column = Journal
articles-column = Articles
weeks-column = { $weeks } dernières semaines
copies-column = Reprises
hour-column = En 1 h
day-column = En 24 h
words-column = Mots en moyenne
site-column = Site
weeks-tip = Articles par semaine : { $counts }
no-newspapers = Aucun journal n’a encore été archivé.
articles-of = Articles
what-is-known = Ce que l’on sait de ses articles
older-articles = Articles plus anciens
newest-articles = Les articles les plus récents
search-within = Chercher dans ce journal
nothing-dated = Aucun article daté.

# Un article, ses versions, ses captures.
by-author = Par { $author }
changed-times = { $count ->
    [one] Modifié une fois depuis qu’il a été vu
   *[other] Modifié { $count } fois depuis qu’il a été vu
  }
no-text = Aucun texte n’a été lu sur cette page.
no-address = il est arrivé sans adresse
not-known = inconnu
neighbours = Autres articles de ce journal
earlier-article = Avant :
later-article = Après :
what-is-known-of-it = Ce que l’on en sait
of-title = Titre
of-body = Texte
of-published = Publié
of-modified = Modifié, selon l’éditeur
of-authors = Auteur
of-newspaper = Journal
of-section = Rubrique
of-language = Langue
of-source-link = Source originale
of-source-text = Ligne qui nomme la source
of-image = Image
of-words = Mots
of-url = Adresse d’origine
of-agency = Agence de presse citée
precision-year = seule l’année est connue
precision-month = seul le mois est connu
precision-day = seul le jour est connu
precision-minute = connu à la minute
precision-second = connu à la seconde
zone-given = la page donne le fuseau horaire
zone-site = dans le fuseau horaire du site
zone-assumed = sans fuseau horaire, lu comme UTC
as-written = Tel que la page l’écrit :
image-not-loaded = (les images ne sont pas chargées ici)
first-captured = Première capture
last-captured = Vu pour la dernière fois
all-addresses = Connu sous ces adresses
page-as-captured = La page telle qu’elle est arrivée
capture-gone = non conservée
in-other-newspapers = Dans d’autres journaux
whole-story = Comparer les reprises
shares-words = partage { $share } de ses mots avec le premier
was-first = premier
headlines-led = Titres du fil qui y ont mené
headline-shown = affiché du { $since } au { $until }, vu { $count ->
    [one] une fois
   *[other] { $count } fois
  }
where-from = D’où vient chaque champ
field-column = Champ
from-column = Provenance
reader-site-css = une règle faite pour ce site
reader-site-name = le nom donné à ce site
reader-json-ld = les données structurées de la page
reader-opengraph = ce que la page dit aux réseaux sociaux
reader-meta = la description que la page donne d’elle-même
reader-microdata = des marques dans le texte de la page
reader-script-data = des données dans les scripts de la page
reader-heuristic = la forme de la page
reader-text = ce que montre le texte lui-même
reader-url = son adresse
reader-feed = le lien qui y a mené
reader-record = la notice importée
reader-site-memory = ce qu’ont appris d’autres pages du site
reader-other = un autre lecteur
reader-with-memory = (d’autres pages du site ont eu leur mot à dire)
cite-heading = Pour le citer
cite-archived = Archivé le { $time }, numéro { $number } dans des archives Warraq.
nav-versions = Versions
versions-of = Versions de { $title }
never-changed = Il n’a pas changé depuis qu’il a été vu pour la première fois le { $time }.
version-number = Version { $number }
version-present = telle qu’elle est maintenant
version-no-number = Une version se désigne par son numéro.
seen-at = vue le { $time }
seen-first = vue pour la première fois le { $time }
seen-both = vues le { $old }, puis le { $new }
words-changed = { $added } mots ajoutés, { $removed } retirés
weight-substantive = change ce qu’il dit
weight-cosmetic = ne change que la manière de l’écrire
weight-unknown = modifié
weight-none = aucune différence
edit-silent = en silence : la date de modification de l’éditeur n’a pas bougé
edit-returns = revient à la version { $number }
see-difference = Ce qui a changé de { $old } à { $new }
versions-note = Les horloges, les compteurs, les publicités signalées et les images qui alternent ne comptent pas comme des changements.
kind-title = titre
kind-numbers = chiffres
kind-names = noms
kind-negation = négation
kind-wording = formulation
kind-text-added = texte ajouté
kind-text-removed = texte retiré
kind-text-moved = texte déplacé
kind-date = date
kind-author = auteur
kind-newspaper = journal
kind-source = source
kind-spacing = espaces
kind-punctuation = ponctuation
kind-diacritics = signes de voyelles
kind-shapes = formes de lettres
kind-spelling = orthographe
kind-case = majuscules
kind-furniture = habillage de la page
kind-section = rubrique
kind-image = image
difference-title = De la version { $old } à la version { $new }
difference-none-before = La première version
first-version-note = C’est ainsi qu’il a été vu d’abord : rien ne précède à quoi le comparer.
no-difference = Ces deux versions ne diffèrent pas.
not-in-this-version = Absent de cette version
before-label = Version { $number }, avant
after-label = Version { $number }, après
label-added = [ajouté :{" "}
label-removed = [retiré :{" "}
label-moved = [déplacé :{" "}
label-end = ]
unchanged-paragraphs = { $count ->
    [one] Un paragraphe n’a pas changé
   *[other] { $count } paragraphes n’ont pas changé
  }
choose-old = Comparer la version
choose-new = avec la version
compare = Comparer
all-versions = Toutes les versions
capture-title = Capture { $number }
capture-damaged = Cette capture est endommagée
capture-damaged-advice = Ses octets ne sont plus ceux dont le sha256 avait été noté ; ils ne sont donc pas montrés. Une sauvegarde les a peut-être entiers : « warraq verify » en dit plus.
capture-pruned = Cette capture a été abandonnée
capture-pruned-advice = Les archives l’ont eue ; « warraq prune » l’a retirée pour gagner de la place. Les articles qui en ont été lus restent.
capture-unkept = Le corps de cette réponse n’a pas été conservé
capture-unkept-advice = Les flux et les listes lus sans difficulté ne sont pas conservés ; on sait seulement qu’ils ont été vus.
capture-unknown = Il n’y a pas de capture de ce numéro
capture-unknown-advice = On accède aux captures par les articles qui en ont été lus.
capture-no-body = Le corps de cette réponse n’a pas été conservé.
capture-not-public = Les pages telles qu’elles ont été capturées ne sont pas montrées au public : elles sont l’œuvre de ceux qui les ont publiées.
asked-address = Adresse demandée
passed-through = Redirigé par
answering-address = Adresse qui a répondu
captured-at = Capturé
took-seconds = en { $seconds } s
http-status = Statut HTTP
robots-verdict = robots.txt
robots-allowed = autorisé
robots-no-rules = n’a pas de règle pour cela
robots-unavailable-allowed = n’a pas pu être obtenu, ce qui autorise
robots-not-asked = pas consulté
encoding = Encodage
encoding-bom = d’après ses premiers octets
encoding-http = selon le serveur
encoding-meta = selon la page
encoding-xml = selon sa déclaration XML
encoding-detected = déduit de ses lettres
encoding-default = faute de mieux
encoding-none = aucun : ce n’est pas du texte
size = Taille
ended-early = La réponse s’est arrêtée avant la fin.
sha-holds = vérifié à l’instant : c’est le même
download-bytes = Télécharger les octets
captured-page = La page capturée
captured-page-note = Montrée sans images, scripts ni formulaires, et coupée du réseau : elle n’a pas l’aspect qu’elle avait pour ses lecteurs.
read-from-it = Lu sur cette page
other-looks = Autres captures de cette adresse
headers = En-têtes de la réponse
header-name = Nom
header-value = Valeur
no-headers = Aucun n’a été conservé.

moment-label = Moment (UTC)
span-label = Durée
span-6h = 6 heures
span-24h = 24 heures
span-3d = 3 jours
span-7d = 7 jours
kind-label = Provenance
kind-any = Bandeau et listes
kind-of-ticker = Bandeau de titres
kind-of-latest = Liste des dernières nouvelles
only-orphans = Jamais devenus un article
only-vanished = Disparus en moins d’une heure
show-button = Afficher
timeline-heading = Les titres au fil du temps
timeline-span = { $site }, du { $since } au { $until }
timeline-none = Aucun titre de ce genre dans cette période.
legend-label = Sens des marques
rank-top = Rang 1 à 3
rank-high = 4 à 10
rank-middle = 11 à 20
rank-low = plus bas, ou inconnu
legend-gap = regardé, absent
legend-reworded = nouvelle formulation
formerly = Auparavant :
badge-article = Devenu un article
badge-orphan = Jamais devenu un article
badge-vanished = Disparu en moins d’une heure
badge-reworded = { $count ->
   *[other] { $count } formulations
  }
row-tip = Affiché du { $first } au { $last }, { $count ->
    [one] vu une fois
   *[other] vu { $count } fois
  }.
best-rank = Meilleur rang : { $rank }.
earlier-span = La période précédente
more-headlines = Titres antérieurs de cette période
ticker-then = Le bandeau à ce moment
ticker-none-then = Aucun bandeau n’avait encore été vu.
first-seen = Vu pour la première fois
last-seen = Vu pour la dernière fois
gone-at = Constaté disparu
not-looked-since = pas regardé depuis
times-seen = { $count ->
    [one] vu une fois
   *[other] vu { $count } fois
  }
its-article = Article
tied-by-url = par son adresse
tied-by-title = d’après les mots seulement
its-address = Adresse
its-answer = Ce qu’elle a répondu
answered = HTTP { $status }, { $time }
never-asked = jamais demandée
rank-heading = Son rang au fil du temps
rank-note = La première place est en haut. Là où la ligne s’interrompt, on a regardé sans le trouver.
stays-summary = { $count ->
    [one] Un séjour à un rang
   *[other] { $count } séjours à un rang
  }
stay-from = De
stay-to = À
rank-column = Rang
looks-column = Regards
not-there = absent
wordings-heading = Les formulations dans leur ordre
seen-between = { $first } – { $last }
this-wording = Cette formulation

since-label = Depuis
least-copies = Articles au moins
order-label = Ordre
order-newest = Les plus récentes d’abord
order-newspapers = Le plus de journaux d’abord
stories-since = Vues depuis le { $day }.
stories-none = Aucune histoire : il en paraît une ici dès que deux articles au moins impriment le même texte.
newest-stories = Les histoires les plus récentes
more-stories = Plus d’histoires
agency-is = Agence : { $agency }
agency-many = D’agences de presse
copies-heading = Qui l’a imprimée, et quand
copies-note = La part est celle des mots d’un article qui se trouvent dans le premier. Le premier l’est pour autant que ces archives l’ont vu.
copy-first = premier
same-minute = à la même minute
same-day = le même jour
after-minutes = { $count ->
    [one] une minute plus tard
   *[other] { $count } minutes plus tard
  }
after-hours = { $count ->
    [one] une heure plus tard
   *[other] { $count } heures plus tard
  }
after-days = { $count ->
    [one] un jour plus tard
   *[other] { $count } jours plus tard
  }
copied-share = { $share } du premier
set-beside = Comparer au premier
copies-more = { $count ->
    [one] Un autre article
   *[other] { $count } autres articles
  } de cette histoire ne sont pas montrés.
beside-heading = Côte à côte
beside-note = Le premier article et celui choisi, paragraphe par paragraphe.
words-not-common = { $removed ->
    [0] Aucun mot dans le premier seulement
    [one] Un mot dans le premier seulement
   *[other] { $removed } mots dans le premier seulement
  }, { $added ->
    [0] aucun dans l’autre seulement
    [one] un dans l’autre seulement
   *[other] { $added } dans l’autre seulement
  }.
beside-cut = Seul le début de ces longs textes est comparé.
only-in-first = seulement dans le premier
only-in-other = seulement dans l’autre
stands-elsewhere = se trouve ailleurs
whole-article = L’article

hits-count = { $count ->
    [0] Aucun article
    [one] Un article
   *[other] { $count } articles
  }
hits-more = Plus de { $count } articles
hits-over-time = Résultats dans le temps
facets-part = Il y a plus de résultats qu’on n’en parcourt ici : le graphique et les nombres portent sur les plus récents.
any-language = Toutes
search-since = Du
search-until = Jusqu’au (inclus)
sort-label = Ordre
sort-relevance = Les plus pertinents d’abord
sort-date = Les plus récents d’abord
date-wrong = Ce n’est pas une date. Écrivez 2025, 2025-12 ou 2025-12-11.
dates-reversed = La fin précède le début.
filters-label = Filtres
without-filter = Chercher sans { $value }
results-heading = Résultats
narrow-heading = Affiner
year-label = Année
search-unknown = (inconnu)
take-away = Emporter
take-away-note = Tout ce qui a été trouvé, en entier ; { $part } articles au plus par réponse, dont l’en-tête Link mène à la suivante.
format-jsonl = JSON lines
format-csv = CSV
format-atom = Flux
first-page = Première page
next-page = Page suivante
end-of-pages = Les pages s’arrêtent ici. Affinez la recherche, triez-la par date ou emportez-la tout entière.
no-more-hits = Il n’y a rien de plus.
nothing-found = Rien n’a été trouvé
try-fewer = Employez moins de mots : l’article doit les contenir tous.
try-beginning = Écrivez le début d’un mot et une étoile : gouvern*
try-without-filters = Chercher sans les filtres
help-title = Comment chercher
help-words = les articles qui ont tous les mots, sous toutes leurs formes
help-phrase = les mots à la suite
help-beginning = les mots qui commencent ainsi (trois lettres au moins)
help-or = l’un ou l’autre
help-without = les articles sans ce mot
help-field = un mot du titre ; aussi texte: auteur: journal:
help-dates = publié entre deux années, mois ou jours
help-narrow = d’une langue ou d’une rubrique
help-forms = Casse, accents, voyelles arabes, hamza, article et terminaisons ne comptent pas. Tout ce qui est tapé est une recherche.

trouble-closed = Ceci n’est pas montré ici
trouble-closed-advice = C’est réservé à qui gère l’archive, ou ce serait trop long pour une seule page.
trail-label = Vous êtes ici
all-tables = Tables et SQL
also-as = Ces lignes en
columns-heading = Contenu des colonnes
rows-label = Lignes
no-rows = Aucune ligne.
facet-remove = Retirer { $name }
filters-heading = Filtrer
filter-column = Colonne
filter-how = Comparaison
filter-value = Valeur
filter-none = (colonne)
filter-apply = Appliquer
filter-remove = retirer
rows-many = Trop de lignes pour les compter ici
rows-next = Lignes suivantes
sql-edit = Ouvrir dans l’éditeur SQL
sql-heading = Une question en SQL
sql-run = Exécuter
sql-format = Mettre en forme
sql-only-reading = Seule la lecture est permise : un seul SELECT sur les tables de l’archive.
facets-slow = Ces décomptes sont trop longs : { $names }
definition = Définition en SQL
referred-by = Lignes qui renvoient à celle-ci
queries-heading = Questions toutes prêtes
tables-heading = Tables et vues
parameter-since = Du (jour)
parameter-until = Au (jour)
parameter-hours = Heures
parameter-words = Mots
query-per_week = Articles par semaine et par journal
query-per_week-about = Ce que chaque journal a publié chaque semaine, selon le jour de parution. On peut donner une période.
query-first_publishers = Qui publie en premier
query-first_publishers-about = Dans combien de sujets repris par plusieurs journaux chacun fut le premier, et combien de copies ont suivi.
query-stealth_edits = Modifications silencieuses
query-stealth_edits-about = Ce que les journaux ont changé au contenu d’un article sans déplacer leur propre date de modification, les derniers d’abord.
query-empty_fields = Champs vides
query-empty_fields-about = Combien d’articles de chaque journal et site n’ont pas de date, d’heure, d’auteur, de rubrique, d’image, de lien vers la source ou de langue.
query-duplicates = Copies
query-duplicates-about = Articles qui répètent le texte d’un précédent, avec la part de leurs mots qui s’y trouvent ; les derniers sujets d’abord.
query-vanished_headlines = Titres disparus du bandeau
query-vanished_headlines-about = Titres disparus de leur bandeau en moins d’une heure et qu’aucune autre formulation n’a remplacés.
query-coverage_gaps = Lacunes de la veille
query-coverage_gaps-about = Quand une source était attendue et que personne n’a regardé, et pourquoi : ce qui manque alors a pu paraître. Seulement les lacunes d’au moins tant d’heures, si un nombre est donné.
query-words = Recherche en SQL
query-words-about = La recherche de ces pages en fonction SQL : warraq_match lit ce que l’on tape, warraq_snippet montre le passage.
data-about = Tout le contenu de l’archive tient dans les tables d’un seul fichier SQLite. Parcourez-les ici, posez votre propre question ou emportez des lignes en JSON ou CSV.
data-about-public = Les tables de l’archive ouvertes à tous. Parcourez-les ici ou emportez des lignes en JSON ou CSV.
group-news = Articles et modifications
group-tickers = Titres et bandeaux
group-stories = Sujets et copies
group-coverage = Ce qui a été consulté et ce qui ne l’a pas été
group-work = Fonctionnement de l’archive
open-table = Ouvrir
sql-note = Une question dispose de deux secondes et de mille lignes. Elle lit, rien de plus.
api-heading = Pour les programmes
api-note = Chaque table, ligne et question donne du JSON si l’on ajoute .json à son adresse, et du CSV avec .csv. Les filtres sont des paramètres :
rows-counted = { $count ->
    [one] { $count } ligne
   *[other] { $count } lignes
  }
rows-first = { $count ->
    [one] La première ligne
   *[other] Les { $count } premières lignes
  } ; il y en a d’autres.

health-missing = Cette page est réservée à qui gère l’archive
health-writer = Un programme est à l’œuvre : { $command }, depuis { $time }.
health-no-writer = Aucun programme n’écrit dans l’archive en ce moment.
alarms-heading = Alarmes ouvertes
alarms-none = Aucune alarme ouverte.
alarm-since = depuis { $time }
alarm-known = connue depuis { $time }
alarm-muted = messages coupés
to-do = À faire :
alarm-more = Ce qui était, ce qui est lu à la place, que faire
alarm-last-good = Dernière page normale
alarm-first-bad = Première page anormale
sources-heading = Sources
source-column = Source
schedule-column = Horaire
last-look-column = Dernier passage
result-column = Résultat
next-column = Prochain passage
due-now = maintenant
due-late = en retard
never = jamais
in-quarantine = en quarantaine depuis { $time } : un passage par semaine
schedule-every = intervalle : { $time }
hosts-heading = Hôtes laissés en paix
hosts-none = Aucun hôte n’est en difficulté.
host-column = Hôte
reason-column = Raison
since-column = Depuis
until-column = Jusqu’à
pauses-column = Pauses de suite
outcomes-heading = Issue des tentatives des dernières 24 heures
outcomes-none = Aucune tentative ces dernières 24 heures.
count-column = Tentatives
meaning-column = Signification
runs-heading = Dernières exécutions
runs-none = Rien n’a encore tourné.
run-column = Exécution
began-column = Début
ended-column = Fin
run-open = en cours, ou tué
came-to-column = Bilan
file-heading = Le fichier
file-size = Base de données
file-wal = Journal à côté (WAL)
file-wal-note = Il grossit tant qu’un lecteur tient un état ancien de l’archive, et se vide quand celui-ci a fini.
file-free = Libre à l’intérieur
weeks-heading = Semaine par semaine
week-column = Semaine du
runs-column = Exécutions
new-column = Nouveaux articles
updated-column = Articles modifiés
rows-heading = Lignes conservées
table-column = Table
coverage-heading = Ce qui a été consulté, heure par heure
coverage-note = Chaque ligne est une source, chaque bloc un jour (UTC), chaque trait une heure.
coverage-none = Aucune source n’a été consultée ces jours-ci.
coverage-share-column = Consulté
coverage-days-column = Les { $days } derniers jours
coverage-day-tip = { $day } : { $looked } passages, { $missed } manqués, { $new } nouveaux liens
hour-new = du nouveau
hour-looked = consulté, rien de nouveau
hour-failed = consulté en vain
hour-missed = attendu, non consulté
hour-nothing = rien d’attendu
gaps-heading = Lacunes
gap-open = en cours
missed-column = Manqués
duration-days = { $count ->
    [one] un jour
   *[other] { $count } jours
  }
duration-hours = { $count ->
    [one] une heure
   *[other] { $count } heures
  }
duration-minutes = { $count ->
    [one] une minute
   *[other] { $count } minutes
  }
politeness-heading = Politesse des dernières 24 heures
politeness-note = La pause qu’un hôte a eue entre deux requêtes, comparée à celle promise : la marge n’est jamais négative si chaque promesse a été tenue.
requests-column = Requêtes
failed-column = Échecs
refused-column = Refusées (429, 503)
bytes-column = Reçu
shortest-column = Pause la plus courte (s)
spare-column = Marge minimale (s)
