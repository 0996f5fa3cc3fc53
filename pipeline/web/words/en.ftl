# The interface in English. ar.ftl and fr.ftl have the same keys.
site-name = Warraq
skip-to-content = Skip to the content
nav-label = Pages
nav-search = Search
nav-ticker = Ticker
nav-stories = Stories
nav-newspapers = Newspapers
nav-health = Health
nav-data = Data
search-label = Search the archive
search-hint = Words, "a phrase", -without
search-button = Search
language-label = Language
theme-label = Theme
theme-auto = Automatic
theme-light = Light
theme-dark = Dark
footer-note = An archive of news, read only. What stands here belongs to the newspapers that printed it.
back-to-front = To the front page
untitled = (without a title)
no-newspaper = (newspaper unknown)

trouble-slow = This takes too long
trouble-slow-advice = Ask for less: a shorter span of time, one newspaper, rarer words.
trouble-archive = The archive cannot be read just now
trouble-archive-advice = Try again in a moment. Whoever runs it finds the reason in the log and with “warraq verify”.
trouble-missing = Nothing is here
trouble-missing-advice = The address may be mistyped, or what it named was never archived. The search finds articles by their words.
trouble-question = The question cannot be answered as it was asked
trouble-question-advice = Go back and change it.
trouble-bug = Something in Warraq went wrong
trouble-bug-advice = This is a mistake of the program and has been written to its log. Other pages work.

articles-per-day = Articles per day of publication
day-tip = { $day }: { $count ->
    [0] no articles
    [one] one article
   *[other] { $count } articles
  }
ticker-now = The ticker now
ticker-seen = { $site }, seen { $time }
ticker-none = No headline ticker has been seen yet.
whole-ticker = The whole ticker and its history
being-read = What is being written about
story-counts = { $copies ->
   *[other] { $copies } articles
  } in { $publishers ->
    [one] one newspaper
   *[other] { $publishers } newspapers
  }
first-was = First: { $newspaper }
by-newspaper = Latest by newspaper
all-newspapers = All newspapers
articles-kept = { $count ->
    [one] One article
   *[other] { $count } articles
  } in the archive
health-good = All { $count } sources answer.
health-bad = { $count ->
    [one] One source is in trouble
   *[other] { $count } sources are in trouble
  }.
health-none = No sources are configured.
health-last = Last run: { $time }.
health-never = Nothing has been fetched yet.
empty-title = The archive is empty
empty-what = Nothing has been archived yet. In the folder of the archive, run:
empty-then = This page fills as articles come in.

field-date = Date
field-time = Time of day
field-author = Author
field-section = Section
field-image = Picture
field-source = Source link
field-language = Language
newspapers-note = Of each newspaper’s articles, the share in which a field is not empty; of those with a time of day, the share first captured within an hour and a day of publication.
newspaper-column = Newspaper
articles-column = Articles
weeks-column = Last { $weeks } weeks
copies-column = Copies
hour-column = Within 1 h
day-column = Within 24 h
words-column = Words on average
site-column = Site
weeks-tip = Articles a week: { $counts }
no-newspapers = No newspaper has been archived yet.
articles-of = Articles
what-is-known = What is known of its articles
older-articles = Older articles
newest-articles = The newest articles
search-within = Search in this newspaper
nothing-dated = No dated articles.
