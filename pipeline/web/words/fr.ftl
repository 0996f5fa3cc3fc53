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
health-last = Dernière exécution : { $time }.
health-never = Rien n’a encore été récupéré.
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
