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
health-last = Last run: { $time }
health-never = Nothing has been fetched yet
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

# An article, its versions, its captures.
by-author = By { $author }
changed-times = { $count ->
    [one] Changed once since it was first seen
   *[other] Changed { $count } times since it was first seen
  }
no-text = No text was read on this page.
no-address = it came without an address
not-known = not known
neighbours = Other articles of this newspaper
earlier-article = Earlier:
later-article = Later:
what-is-known-of-it = What is known of it
of-title = Title
of-body = Text
of-published = Published
of-modified = Changed, as the publisher says
of-authors = Author
of-newspaper = Newspaper
of-section = Section
of-language = Language
of-source-link = Original source
of-source-text = Line that names the source
of-image = Picture
of-words = Words
of-url = Original address
of-agency = News agency named
precision-year = only the year is known
precision-month = only the month is known
precision-day = only the day is known
precision-minute = known to the minute
precision-second = known to the second
zone-given = the page states the time zone
zone-site = in the site’s time zone
zone-assumed = no time zone was stated, read as UTC
as-written = As the page wrote it:
image-not-loaded = (pictures are not loaded here)
first-captured = First captured
last-captured = Last seen
all-addresses = Known by these addresses
page-as-captured = The page as it came
capture-gone = not kept
in-other-newspapers = In other newspapers
whole-story = Compare the copies
shares-words = shares { $share } of its words with the first
was-first = first
headlines-led = Headlines that led to it
headline-shown = on show from { $since } to { $until }, seen { $count ->
    [one] once
   *[other] { $count } times
  }
where-from = Where each field came from
field-column = Field
from-column = Came from
reader-site-css = a rule made for this site
reader-site-name = the name given to this site
reader-json-ld = the page’s structured data
reader-opengraph = what the page tells social networks
reader-meta = the page’s description of itself
reader-microdata = markings in the page’s text
reader-script-data = data inside the page’s scripts
reader-heuristic = the shape of the page
reader-text = what the text itself shows
reader-url = its address
reader-feed = the link that led to it
reader-record = the imported record
reader-site-memory = what other pages of the site taught
reader-other = another reader
reader-with-memory = (other pages of the site had a say)
cite-heading = To cite it
cite-archived = Archived { $time }, number { $number } in a Warraq archive.
nav-versions = Versions
versions-of = Versions of { $title }
never-changed = It has not changed since it was first seen on { $time }.
version-number = Version { $number }
version-present = as it is now
version-no-number = A version is named by its number.
seen-at = seen { $time }
seen-first = first seen { $time }
seen-both = seen { $old }, then { $new }
words-changed = { $added } words came, { $removed } went
weight-substantive = changes what it says
weight-cosmetic = changes only how it is written
weight-unknown = changed
weight-none = no difference
edit-silent = silent: the publisher’s date of change did not move
edit-returns = returns to version { $number }
see-difference = What changed from { $old } to { $new }
versions-note = Clocks, counters, labelled advertisements and pictures shown in turn do not count as changes.
kind-title = title
kind-numbers = numbers
kind-names = names
kind-negation = negation
kind-wording = wording
kind-text-added = text added
kind-text-removed = text removed
kind-text-moved = text moved
kind-date = date
kind-author = author
kind-newspaper = newspaper
kind-source = source
kind-spacing = spacing
kind-punctuation = punctuation
kind-diacritics = vowel marks
kind-shapes = letter shapes
kind-spelling = spelling
kind-case = capitals
kind-furniture = page furniture
kind-section = section
kind-image = picture
difference-title = From version { $old } to version { $new }
difference-none-before = The first version
first-version-note = This is how it was first seen: there is nothing before it to compare with.
no-difference = These two versions do not differ.
not-in-this-version = Not in this version
before-label = Version { $number }, before
after-label = Version { $number }, after
label-added = [added:{" "}
label-removed = [removed:{" "}
label-moved = [moved:{" "}
label-end = ]
unchanged-paragraphs = { $count ->
    [one] One paragraph did not change
   *[other] { $count } paragraphs did not change
  }
choose-old = Compare version
choose-new = with version
compare = Compare
all-versions = All versions
capture-title = Capture { $number }
capture-damaged = This capture is damaged
capture-damaged-advice = Its bytes are no longer those whose sha256 was noted, so they are not shown. A backup may have them whole: “warraq verify” says more.
capture-pruned = This capture was given up
capture-pruned-advice = The archive once had it; “warraq prune” removed it to save room. The articles read from it stay.
capture-unkept = The body of this answer was not kept
capture-unkept-advice = Feeds and lists that were read without trouble are not kept, only that they were seen.
capture-unknown = There is no capture of this number
capture-unknown-advice = Captures are reached from the articles that were read from them.
capture-no-body = The body of this answer was not kept.
capture-not-public = Pages as they were captured are not shown in public: they are the works of those who published them.
asked-address = Asked for
passed-through = Redirected by
answering-address = Answered by
captured-at = Captured
took-seconds = in { $seconds } s
http-status = HTTP status
robots-verdict = robots.txt
robots-allowed = allowed
robots-no-rules = has no rules for this
robots-unavailable-allowed = could not be had, which allows it
robots-not-asked = not asked
encoding = Encoding
encoding-bom = from its first bytes
encoding-http = as the server said
encoding-meta = as the page says
encoding-xml = as its XML declaration says
encoding-detected = found from its letters
encoding-default = taken for want of a better
encoding-none = none: it is not text
size = Size
ended-early = It ended before it was whole.
sha-holds = checked just now: it is the same
download-bytes = Download the bytes
captured-page = The captured page
captured-page-note = Shown without pictures, scripts or forms, and cut off from the network: it does not look as it did to its readers.
read-from-it = Read from it
other-looks = Other captures of this address
headers = Headers of the answer
header-name = Name
header-value = Value
no-headers = None were kept.

moment-label = Moment (UTC)
span-label = Span
span-6h = 6 hours
span-24h = 24 hours
span-3d = 3 days
span-7d = 7 days
kind-label = From
kind-any = Ticker and lists
kind-of-ticker = Headline ticker
kind-of-latest = List of latest news
only-orphans = Never became an article
only-vanished = Vanished within an hour
show-button = Show
timeline-heading = Headlines over time
timeline-span = { $site }, from { $since } to { $until }
timeline-none = No such headline in this span.
legend-label = What the marks mean
rank-top = Rank 1–3
rank-high = 4–10
rank-middle = 11–20
rank-low = lower, or not known
legend-gap = looked at, not there
legend-reworded = new wording
formerly = Before:
badge-article = Became an article
badge-orphan = Never became an article
badge-vanished = Vanished within an hour
badge-reworded = { $count ->
   *[other] { $count } wordings
  }
row-tip = On show from { $first } to { $last }, { $count ->
    [one] seen once
   *[other] seen { $count } times
  }.
best-rank = Best rank: { $rank }.
earlier-span = The span before
more-headlines = Earlier headlines of this span
ticker-then = The ticker at that moment
ticker-none-then = No ticker had been seen by then.
first-seen = First seen
last-seen = Last seen
gone-at = Found gone
not-looked-since = not looked at since
times-seen = { $count ->
    [one] seen once
   *[other] seen { $count } times
  }
its-article = Article
tied-by-url = by its address
tied-by-title = only the words say so
its-address = Address
its-answer = What it answered
answered = HTTP { $status }, { $time }
never-asked = never asked for
rank-heading = Its rank over time
rank-note = The first place is on top. Where the line breaks, a look at the ticker did not find it.
stays-summary = { $count ->
    [one] One stay at a rank
   *[other] { $count } stays at a rank
  }
stay-from = From
stay-to = To
rank-column = Rank
looks-column = Looks
not-there = not there
wordings-heading = Wordings in their order
seen-between = { $first } – { $last }
this-wording = This wording

since-label = Since
least-copies = Articles at least
order-label = Order
order-newest = Newest first
order-newspapers = Most newspapers first
stories-since = First seen since { $day }.
stories-none = No stories: a story appears here when at least two articles print the same text.
newest-stories = The newest stories
more-stories = More stories
agency-is = Agency: { $agency }
agency-many = From news agencies
copies-heading = Who printed it, and when
copies-note = The share is that of an article’s words which stand in the first one. Who is first here was first as far as this archive saw.
copy-first = first
same-minute = in the same minute
same-day = on the same day
after-minutes = { $count ->
    [one] one minute later
   *[other] { $count } minutes later
  }
after-hours = { $count ->
    [one] one hour later
   *[other] { $count } hours later
  }
after-days = { $count ->
    [one] one day later
   *[other] { $count } days later
  }
copied-share = { $share } from the first
set-beside = Set beside the first
copies-more = { $count ->
    [one] One more article
   *[other] { $count } more articles
  } of this story are not shown.
beside-heading = Side by side
beside-note = The first article and the chosen one, paragraph by paragraph.
words-not-common = { $removed ->
    [0] No words only in the first
    [one] One word only in the first
   *[other] { $removed } words only in the first
  }, { $added ->
    [0] none only in the other
    [one] one only in the other
   *[other] { $added } only in the other
  }.
beside-cut = Only the beginning of these long texts is compared.
only-in-first = only in the first
only-in-other = only in the other
stands-elsewhere = stands in another place
whole-article = The article

hits-count = { $count ->
    [0] No articles
    [one] One article
   *[other] { $count } articles
  }
hits-more = More than { $count } articles
hits-over-time = Hits over time
facets-part = More match than are looked through here: the chart and the counts are of the newest of them.
any-language = Any
search-since = From
search-until = Up to and with
sort-label = Order
sort-relevance = Best first
sort-date = Newest first
date-wrong = This is no date. Write 2025, 2025-12 or 2025-12-11.
dates-reversed = The end is before the beginning.
filters-label = Filters
without-filter = Search without { $value }
results-heading = Results
narrow-heading = Narrow down
year-label = Year
search-unknown = (not known)
take-away = Take away
take-away-note = All that was found, whole; up to { $part } articles an answer, whose Link header leads to the next.
format-jsonl = JSON lines
format-csv = CSV
format-atom = Feed
first-page = First page
next-page = Next page
end-of-pages = The pages end here. Narrow the search down, order it by date, or take all of it away.
no-more-hits = There is nothing further.
nothing-found = Nothing was found
try-fewer = Use fewer words; every word has to be in the article.
try-beginning = Write the beginning of a word and a star: gouvern*
try-without-filters = Search without the filters
help-title = How to ask
help-words = articles with all the words, in any form
help-phrase = the words in a row
help-beginning = words that begin so (three letters at least)
help-or = either of two
help-without = articles without the word
help-field = a word in the title; also body: author: newspaper:
help-dates = published in a span of years, months or days
help-narrow = of a language or a section
help-forms = Case, accents, Arabic vowels, hamza, the article and endings make no difference. Whatever is typed is a search.

trouble-closed = This is not shown here
trouble-closed-advice = It is for whoever runs the archive, or it would take too long for one page.
trail-label = Where you are
all-tables = Tables and SQL
also-as = These rows as
columns-heading = What the columns hold
rows-label = Rows
no-rows = No rows.
facet-remove = Remove { $name }
filters-heading = Filter
filter-column = Column
filter-how = How to compare
filter-value = Value
filter-none = (column)
filter-apply = Apply
filter-remove = remove
rows-many = Too many rows to count here
rows-next = Next rows
sql-edit = Open in the SQL editor
sql-heading = A question in SQL
sql-run = Run
sql-format = Format
sql-only-reading = Only reading is allowed: one SELECT over the tables of the archive.
facets-slow = These counts take too long: { $names }
definition = Definition in SQL
referred-by = Rows that refer to this one
queries-heading = Ready questions
tables-heading = Tables and views
parameter-since = From (day)
parameter-until = Up to (day)
parameter-hours = Hours
parameter-words = Words
query-per_week = Articles per week and newspaper
query-per_week-about = How much each newspaper published in each week, by day of publication. A span of days can be given.
query-first_publishers = Who publishes first
query-first_publishers-about = In how many stories told by several newspapers each was the first, and how many copies followed.
query-stealth_edits = Stealth edits
query-stealth_edits-about = What newspapers changed in what an article says without moving their own time of change, the latest first.
query-empty_fields = Empty fields
query-empty_fields-about = How many articles of each newspaper and site lack a date, a time, an author, a section, a picture, a source link or a language.
query-duplicates = Copies
query-duplicates-about = Articles that repeat the text of an earlier one, with the share of their words that stand in it; the latest stories first.
query-vanished_headlines = Ticker headlines that vanished
query-vanished_headlines-about = Headlines that were gone from their ticker within an hour and that no other wording replaced.
query-coverage_gaps = Gaps in the watch
query-coverage_gaps-about = When a source was due and nobody looked, and why: what is missing from then may have been printed. Only gaps of at least so many hours, when hours are given.
query-words = Search in SQL
query-words-about = The search of these pages as an SQL function: warraq_match reads what people type, warraq_snippet shows the passage.
data-about = Everything in the archive stands in tables of one SQLite file. Look at them here, ask your own question, or take rows away as JSON or CSV.
data-about-public = The tables of the archive that are open to everybody. Look at them here, or take rows away as JSON or CSV.
group-news = Articles and their changes
group-tickers = Headlines and tickers
group-stories = Stories and copies
group-coverage = What was looked at and what was not
group-work = How the archive works
open-table = Open
sql-note = A question may take two seconds and give a thousand rows. It can read and nothing else.
api-heading = For programs
api-note = Every table, row and question gives JSON when .json is put after its address, and CSV with .csv. Filters are parameters:
rows-counted = { $count ->
    [one] One row
   *[other] { $count } rows
  }
rows-first = The first { $count ->
    [one] row
   *[other] { $count } rows
  }; there are more.

health-missing = This page is for whoever runs the archive
health-writer = A program is at work: { $command }, since { $time }.
health-no-writer = No program is writing to the archive now.
alarms-heading = Open alarms
alarms-none = No alarm is open.
alarm-since = since { $time }
alarm-known = known since { $time }
alarm-muted = messages muted
to-do = To do:
alarm-more = What was, what is read instead, what to do
alarm-last-good = Last page as usual
alarm-first-bad = First page that was not
sources-heading = Sources
source-column = Source
schedule-column = Schedule
last-look-column = Last look
result-column = Result
next-column = Next due
due-now = now
due-late = overdue
never = never
in-quarantine = in quarantine since { $time }: one look a week
schedule-every = every { $time }
hosts-heading = Hosts left in peace
hosts-none = No host is in trouble.
host-column = Host
reason-column = Reason
since-column = Since
until-column = Until
pauses-column = Pauses in a row
outcomes-heading = How the attempts of the last day ended
outcomes-none = Nothing was attempted in the last day.
count-column = Attempts
meaning-column = What it means
runs-heading = Last runs
runs-none = Nothing has run yet.
run-column = Run
began-column = Began
ended-column = Ended
run-open = running, or killed
came-to-column = Came to
file-heading = The file
file-size = Database
file-wal = Journal beside it (WAL)
file-wal-note = It grows while a reader holds an old state of the archive, and is taken in when that one ends.
file-free = Free inside
weeks-heading = Week by week
week-column = Week of
runs-column = Runs
new-column = New articles
updated-column = Changed articles
rows-heading = Rows kept
table-column = Table
coverage-heading = What was looked at, hour by hour
coverage-note = Each line is a source, each block a day (UTC), each stroke an hour.
coverage-none = No source has been looked at in these days.
coverage-share-column = Looked at
coverage-days-column = The last { $days } days
coverage-day-tip = { $day }: { $looked } looks, { $missed } missed, { $new } new links
hour-new = news
hour-looked = looked, no news
hour-failed = looked in vain
hour-missed = due, not looked
hour-nothing = nothing due
gaps-heading = Gaps
gap-open = still
missed-column = Missed
duration-days = { $count ->
    [one] day
   *[other] { $count } days
  }
duration-hours = { $count ->
    [one] hour
   *[other] { $count } hours
  }
duration-minutes = { $count ->
    [one] minute
   *[other] { $count } minutes
  }
politeness-heading = Politeness in the last day
politeness-note = The pause a host had between two requests, beside the pause it was promised: what is to spare is never below zero when every promise was kept.
requests-column = Requests
failed-column = Failed
refused-column = Refused (429, 503)
bytes-column = Received
shortest-column = Shortest pause (s)
spare-column = Least to spare (s)
