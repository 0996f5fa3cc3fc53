# الواجهة بالعربية، بمفاتيح en.ftl نفسها.
site-name = ورّاق
skip-to-content = إلى المحتوى
nav-label = الصفحات
nav-search = البحث
nav-ticker = شريط الأخبار
nav-stories = القصص
nav-newspapers = الصحف
nav-health = الحالة
nav-data = البيانات
search-label = ابحث في الأرشيف
search-hint = كلمات، "عبارة"، -دون
search-button = ابحث
language-label = اللغة
theme-label = المظهر
theme-auto = تلقائي
theme-light = فاتح
theme-dark = داكن
footer-note = أرشيف أخبار للقراءة فقط. النصوص ملك الصحف التي نشرتها.
back-to-front = إلى الصفحة الأولى
untitled = (دون عنوان)
no-newspaper = (صحيفة غير معروفة)

trouble-slow = يستغرق هذا وقتا أطول مما ينبغي
trouble-slow-advice = اطلب أقل: مدة أقصر أو صحيفة واحدة أو كلمات أندر.
trouble-archive = لا يمكن قراءة الأرشيف الآن
trouble-archive-advice = أعد المحاولة بعد قليل. يجد القائم عليه السبب في سجل البرنامج وبالأمر «warraq verify».
trouble-missing = لا شيء هنا
trouble-missing-advice = ربما كُتب العنوان خطأ، أو لم يؤرشف ما يشير إليه قط. البحث يجد المقالات بكلماتها.
trouble-question = لا يمكن الجواب عن السؤال بهذه الصيغة
trouble-question-advice = ارجع وغيّره.
trouble-bug = وقع خطأ في ورّاق
trouble-bug-advice = هذا خطأ في البرنامج وقد كُتب في سجله. الصفحات الأخرى تعمل.

articles-per-day = المقالات حسب يوم النشر
day-tip = { $day }: { $count ->
    [zero] لا مقالات
    [one] مقال واحد
    [two] مقالان
    [few] { $count } مقالات
    [many] { $count } مقالا
   *[other] { $count } مقال
  }
ticker-now = الشريط الآن
ticker-seen = { $site }، شوهد { $time }
ticker-none = لم يُشاهد أي شريط أخبار بعد.
whole-ticker = الشريط كله وتاريخه
being-read = ما يُكتب عنه
story-counts = { $copies ->
    [zero] لا مقالات
    [one] مقال واحد
    [two] مقالان
    [few] { $copies } مقالات
    [many] { $copies } مقالا
   *[other] { $copies } مقال
  } في { $publishers ->
    [zero] لا صحف
    [one] صحيفة واحدة
    [two] صحيفتين
    [few] { $publishers } صحف
    [many] { $publishers } صحيفة
   *[other] { $publishers } صحيفة
  }
first-was = السابقة: { $newspaper }
by-newspaper = آخر المقالات حسب الصحيفة
all-newspapers = كل الصحف
articles-kept = { $count ->
    [zero] لا مقالات
    [one] مقال واحد
    [two] مقالان
    [few] { $count } مقالات
    [many] { $count } مقالا
   *[other] { $count } مقال
  } في الأرشيف
health-good = { $count ->
    [zero] لا مصادر.
    [one] المصدر الوحيد يجيب.
    [two] المصدران يجيبان.
    [few] المصادر كلها ({ $count }) تجيب.
    [many] المصادر كلها ({ $count }) تجيب.
   *[other] المصادر كلها ({ $count }) تجيب.
  }
health-bad = { $count ->
    [zero] لا مصادر متعثرة.
    [one] مصدر واحد متعثر.
    [two] مصدران متعثران.
    [few] { $count } مصادر متعثرة.
    [many] { $count } مصدرا متعثرا.
   *[other] { $count } مصدر متعثر.
  }
health-none = لم يُضبط أي مصدر.
health-last = آخر تشغيل: { $time }
health-never = لم يُجلب شيء بعد
empty-title = الأرشيف فارغ
empty-what = لم يؤرشف شيء بعد. نفّذ في مجلد الأرشيف:
empty-then = تمتلئ هذه الصفحة مع وصول المقالات.

field-date = التاريخ
field-time = الساعة
field-author = الكاتب
field-section = القسم
field-image = الصورة
field-source = رابط المصدر
field-language = اللغة
newspapers-note = من مقالات كل صحيفة: نسبة ما لم يكن الحقل فيه فارغا؛ ومما عُرفت ساعة نشره: نسبة ما شوهد خلال ساعة وخلال يوم من النشر.
newspaper-column = الصحيفة
articles-column = المقالات
weeks-column = آخر { $weeks } أسبوعا
copies-column = المنقول
hour-column = خلال ساعة
day-column = خلال يوم
words-column = متوسط الكلمات
site-column = الموقع
weeks-tip = المقالات أسبوعيا: { $counts }
no-newspapers = لم تؤرشف أي صحيفة بعد.
articles-of = المقالات
what-is-known = ما يُعرف عن مقالاتها
older-articles = مقالات أقدم
newest-articles = أحدث المقالات
search-within = ابحث في هذه الصحيفة
nothing-dated = لا مقالات مؤرخة.

# المقال وصيغه ولقطاته.
by-author = بقلم { $author }
changed-times = { $count ->
    [zero] لم يتغير منذ شوهد أول مرة
    [one] تغير مرة واحدة منذ شوهد أول مرة
    [two] تغير مرتين منذ شوهد أول مرة
    [few] تغير { $count } مرات منذ شوهد أول مرة
    [many] تغير { $count } مرة منذ شوهد أول مرة
   *[other] تغير { $count } مرة منذ شوهد أول مرة
  }
no-text = لم يُقرأ أي نص في هذه الصفحة.
no-address = جاء دون عنوان إلكتروني
not-known = غير معروف
neighbours = مقالات أخرى من هذه الصحيفة
earlier-article = قبله:
later-article = بعده:
what-is-known-of-it = ما يُعرف عنه
of-title = العنوان
of-body = النص
of-published = نُشر
of-modified = عُدّل حسب الناشر
of-authors = الكاتب
of-newspaper = الصحيفة
of-section = القسم
of-language = اللغة
of-source-link = المصدر الأصلي
of-source-text = السطر الذي يسمي المصدر
of-image = الصورة
of-words = عدد الكلمات
of-url = العنوان الأصلي
of-agency = وكالة الأنباء المذكورة
precision-year = لا تُعرف إلا السنة
precision-month = لا يُعرف إلا الشهر
precision-day = لا يُعرف إلا اليوم
precision-minute = معروف بالدقيقة
precision-second = معروف بالثانية
zone-given = الصفحة تذكر المنطقة الزمنية
zone-site = بالمنطقة الزمنية للموقع
zone-assumed = لم تُذكر منطقة زمنية فقُرئ بالتوقيت العالمي
as-written = كما كتبته الصفحة:
image-not-loaded = (لا تُحمّل الصور هنا)
first-captured = أول التقاط
last-captured = آخر مشاهدة
all-addresses = يُعرف بهذه العناوين
page-as-captured = الصفحة كما وصلت
capture-gone = لم تُحفظ
in-other-newspapers = في صحف أخرى
whole-story = قارن النسخ
shares-words = يشارك الأول في { $share } من كلماته
was-first = الأول
headlines-led = عناوين الشريط التي قادت إليه
headline-shown = معروض من { $since } إلى { $until }، شوهد { $count ->
    [zero] دون عدّ
    [one] مرة واحدة
    [two] مرتين
    [few] { $count } مرات
    [many] { $count } مرة
   *[other] { $count } مرة
  }
where-from = من أين جاء كل حقل
field-column = الحقل
from-column = جاء من
reader-site-css = قاعدة وُضعت لهذا الموقع
reader-site-name = الاسم المعطى لهذا الموقع
reader-json-ld = البيانات المهيكلة في الصفحة
reader-opengraph = ما تقوله الصفحة للشبكات الاجتماعية
reader-meta = وصف الصفحة لنفسها
reader-microdata = علامات في نص الصفحة
reader-script-data = بيانات داخل برامج الصفحة
reader-heuristic = هيئة الصفحة
reader-text = ما يدل عليه النص نفسه
reader-url = عنوانه الإلكتروني
reader-feed = الرابط الذي قاد إليه
reader-record = السجل المستورد
reader-site-memory = ما عُرف من صفحات الموقع الأخرى
reader-other = قارئ آخر
reader-with-memory = (كان لصفحات الموقع الأخرى رأي فيه)
cite-heading = للاستشهاد به
cite-archived = أُرشف في { $time }، برقم { $number } في أرشيف ورّاق.
nav-versions = الصيغ
versions-of = صيغ { $title }
never-changed = لم يتغير منذ شوهد أول مرة في { $time }.
version-number = الصيغة { $number }
version-present = كما هو الآن
version-no-number = تُعيَّن الصيغة برقمها.
seen-at = شوهدت في { $time }
seen-first = شوهدت أول مرة في { $time }
seen-both = شوهدتا في { $old } ثم في { $new }
words-changed = كلمات مضافة: { $added }، محذوفة: { $removed }
weight-substantive = يغيّر ما يقوله المقال
weight-cosmetic = يغيّر الكتابة وحدها
weight-unknown = تغيّر
weight-none = لا فرق
edit-silent = بصمت: لم يغيّر الناشر تاريخ التعديل
edit-returns = عودة إلى الصيغة { $number }
see-difference = ما تغيّر من { $old } إلى { $new }
versions-note = لا تُعد الساعات والعدادات والإعلانات المعلَّمة والصور المتناوبة تغييرا.
kind-title = العنوان
kind-numbers = الأرقام
kind-names = الأسماء
kind-negation = النفي
kind-wording = الصياغة
kind-text-added = نص مضاف
kind-text-removed = نص محذوف
kind-text-moved = نص منقول
kind-date = التاريخ
kind-author = الكاتب
kind-newspaper = الصحيفة
kind-source = المصدر
kind-spacing = المسافات
kind-punctuation = علامات الترقيم
kind-diacritics = التشكيل
kind-shapes = أشكال الحروف
kind-spelling = الإملاء
kind-case = الحروف الكبيرة
kind-furniture = أثاث الصفحة
kind-section = القسم
kind-image = الصورة
difference-title = من الصيغة { $old } إلى الصيغة { $new }
difference-none-before = الصيغة الأولى
first-version-note = هكذا شوهد أول مرة، ولا شيء قبله يقارن به.
no-difference = لا فرق بين هاتين الصيغتين.
not-in-this-version = ليس في هذه الصيغة
before-label = الصيغة { $number }، قبل
after-label = الصيغة { $number }، بعد
label-added = [مضاف:{" "}
label-removed = [محذوف:{" "}
label-moved = [منقول:{" "}
label-end = ]
unchanged-paragraphs = { $count ->
    [zero] لا فقرات دون تغيير
    [one] فقرة واحدة لم تتغير
    [two] فقرتان لم تتغيرا
    [few] { $count } فقرات لم تتغير
    [many] { $count } فقرة لم تتغير
   *[other] { $count } فقرة لم تتغير
  }
choose-old = قارن الصيغة
choose-new = بالصيغة
compare = قارن
all-versions = كل الصيغ
capture-title = اللقطة { $number }
capture-damaged = هذه اللقطة تالفة
capture-damaged-advice = لم تعد بايتاتها هي التي سُجل sha256 لها، فلا تُعرض. قد تكون سليمة في نسخة احتياطية: الأمر «warraq verify» يقول المزيد.
capture-pruned = استُغني عن هذه اللقطة
capture-pruned-advice = كانت في الأرشيف وأزالها الأمر «warraq prune» لتوفير المساحة. المقالات التي قُرئت منها باقية.
capture-unkept = لم يُحفظ متن هذه الإجابة
capture-unkept-advice = الخلاصات والقوائم التي قُرئت دون مشكلة لا تُحفظ، ويُسجل فقط أنها شوهدت.
capture-unknown = لا لقطة بهذا الرقم
capture-unknown-advice = يوصل إلى اللقطات من المقالات التي قُرئت منها.
capture-no-body = لم يُحفظ متن هذه الإجابة.
capture-not-public = لا تُعرض للعموم الصفحات كما التُقطت: فهي أعمال من نشروها.
asked-address = العنوان المطلوب
passed-through = أحال منه
answering-address = العنوان المجيب
captured-at = التُقطت
took-seconds = خلال { $seconds } ث
http-status = حالة HTTP
robots-verdict = robots.txt
robots-allowed = يسمح
robots-no-rules = لا قاعدة فيه لهذا
robots-unavailable-allowed = تعذر الحصول عليه، وهذا يعني السماح
robots-not-asked = لم يُسأل
encoding = الترميز
encoding-bom = من بايتاتها الأولى
encoding-http = كما قال الخادم
encoding-meta = كما تقول الصفحة
encoding-xml = كما يقول إعلان XML
encoding-detected = استُدل عليه من الحروف
encoding-default = لعدم وجود ما هو أفضل
encoding-none = لا ترميز: ليست نصا
size = الحجم
ended-early = انتهت قبل أن تكتمل.
sha-holds = فُحص الآن: هو نفسه
download-bytes = نزّل البايتات
captured-page = الصفحة الملتقطة
captured-page-note = تُعرض دون صور ولا برامج ولا استمارات، ومقطوعة عن الشبكة: ليست كما رآها قراؤها.
read-from-it = قُرئ منها
other-looks = لقطات أخرى لهذا العنوان
headers = ترويسات الإجابة
header-name = الاسم
header-value = القيمة
no-headers = لم يُحفظ منها شيء.

moment-label = اللحظة (UTC)
span-label = المدة
span-6h = 6 ساعات
span-24h = 24 ساعة
span-3d = 3 أيام
span-7d = 7 أيام
kind-label = المصدر
kind-any = الشريط والقوائم
kind-of-ticker = شريط العناوين
kind-of-latest = قائمة آخر الأخبار
only-orphans = لم تصبح مقالات
only-vanished = اختفت خلال ساعة
show-button = اعرض
timeline-heading = العناوين عبر الزمن
timeline-span = { $site }، من { $since } إلى { $until }
timeline-none = لا عنوان كهذا في هذه المدة.
legend-label = معاني العلامات
rank-top = المرتبة 1–3
rank-high = 4–10
rank-middle = 11–20
rank-low = أدنى أو غير معروفة
legend-gap = نُظر إليه ولم يوجد
legend-reworded = صياغة جديدة
formerly = قبل ذلك:
badge-article = أصبح مقالا
badge-orphan = لم يصبح مقالا
badge-vanished = اختفى خلال ساعة
badge-reworded = { $count ->
    [zero] لا صياغات
    [one] صياغة واحدة
    [two] صياغتان
    [few] { $count } صياغات
    [many] { $count } صياغة
   *[other] { $count } صياغة
  }
row-tip = ظهر من { $first } إلى { $last }، { $count ->
    [zero] لم يُشاهد
    [one] شوهد مرة واحدة
    [two] شوهد مرتين
    [few] شوهد { $count } مرات
    [many] شوهد { $count } مرة
   *[other] شوهد { $count } مرة
  }.
best-rank = أعلى مرتبة: { $rank }.
earlier-span = المدة السابقة
more-headlines = عناوين أسبق من هذه المدة
ticker-then = الشريط في تلك اللحظة
ticker-none-then = لم يُشاهد أي شريط حتى ذلك الحين.
first-seen = أول مشاهدة
last-seen = آخر مشاهدة
gone-at = تبيّن غيابه
not-looked-since = لم يُنظر بعدها
times-seen = { $count ->
    [zero] لم يُشاهد
    [one] شوهد مرة واحدة
    [two] شوهد مرتين
    [few] شوهد { $count } مرات
    [many] شوهد { $count } مرة
   *[other] شوهد { $count } مرة
  }
its-article = المقال
tied-by-url = بعنوانه على الشبكة
tied-by-title = تدل عليه الكلمات وحدها
its-address = عنوان الصفحة
its-answer = بماذا أجاب
answered = HTTP { $status }، { $time }
never-asked = لم يُطلب قط
rank-heading = مرتبته عبر الزمن
rank-note = المرتبة الأولى في الأعلى. وحيث ينقطع الخط نُظر إلى الشريط فلم يوجد فيه.
stays-summary = { $count ->
    [zero] لا إقامات في مرتبة
    [one] إقامة واحدة في مرتبة
    [two] إقامتان في مرتبة
    [few] { $count } إقامات في مرتبة
    [many] { $count } إقامة في مرتبة
   *[other] { $count } إقامة في مرتبة
  }
stay-from = من
stay-to = إلى
rank-column = المرتبة
looks-column = النظرات
not-there = غائب
wordings-heading = الصياغات بترتيبها
seen-between = { $first } – { $last }
this-wording = هذه الصياغة

since-label = منذ
least-copies = أقل عدد للمقالات
order-label = الترتيب
order-newest = الأحدث أولا
order-newspapers = الأكثر صحفا أولا
stories-since = ظهرت منذ { $day }.
stories-none = لا قصص: تظهر القصة هنا متى نشر مقالان على الأقل النص نفسه.
newest-stories = أحدث القصص
more-stories = قصص أخرى
agency-is = الوكالة: { $agency }
agency-many = عن وكالات
copies-heading = من نشرها ومتى
copies-note = النسبة هي حصة كلمات المقال الواردة في المقال الأول. والأول هنا هو الأول في حدود ما رآه هذا الأرشيف.
copy-first = الأول
same-minute = في الدقيقة نفسها
same-day = في اليوم نفسه
after-minutes = { $count ->
    [zero] في الدقيقة نفسها
    [one] بعد دقيقة واحدة
    [two] بعد دقيقتين
    [few] بعد { $count } دقائق
    [many] بعد { $count } دقيقة
   *[other] بعد { $count } دقيقة
  }
after-hours = { $count ->
    [zero] في الساعة نفسها
    [one] بعد ساعة واحدة
    [two] بعد ساعتين
    [few] بعد { $count } ساعات
    [many] بعد { $count } ساعة
   *[other] بعد { $count } ساعة
  }
after-days = { $count ->
    [zero] في اليوم نفسه
    [one] بعد يوم واحد
    [two] بعد يومين
    [few] بعد { $count } أيام
    [many] بعد { $count } يوما
   *[other] بعد { $count } يوم
  }
copied-share = { $share } من الأول
set-beside = قارنه بالأول
copies-more = { $count ->
    [zero] لا مقالات أخرى
    [one] مقال آخر من هذه القصة غير معروض
    [two] مقالان آخران من هذه القصة غير معروضين
    [few] { $count } مقالات أخرى من هذه القصة غير معروضة
    [many] { $count } مقالا آخر من هذه القصة غير معروضة
   *[other] { $count } مقال آخر من هذه القصة غير معروضة
  }.
beside-heading = جنبا إلى جنب
beside-note = المقال الأول والمقال المختار، فقرة فقرة.
words-not-common = { $removed ->
    [zero] لا كلمات في الأول وحده
    [one] كلمة واحدة في الأول وحده
    [two] كلمتان في الأول وحده
    [few] { $removed } كلمات في الأول وحده
    [many] { $removed } كلمة في الأول وحده
   *[other] { $removed } كلمة في الأول وحده
  }، { $added ->
    [zero] ولا شيء في الآخر وحده
    [one] وكلمة واحدة في الآخر وحده
    [two] وكلمتان في الآخر وحده
    [few] و{ $added } كلمات في الآخر وحده
    [many] و{ $added } كلمة في الآخر وحده
   *[other] و{ $added } كلمة في الآخر وحده
  }.
beside-cut = لا يُقارن من هذين النصين الطويلين إلا أولهما.
only-in-first = في الأول وحده
only-in-other = في الآخر وحده
stands-elsewhere = في موضع آخر
whole-article = المقال

hits-count = { $count ->
    [zero] لا مقالات
    [one] مقال واحد
    [two] مقالان
    [few] { $count } مقالات
    [many] { $count } مقالا
   *[other] { $count } مقال
  }
hits-more = أكثر من { $count ->
    [zero] { $count } مقال
    [one] مقال واحد
    [two] مقالين
    [few] { $count } مقالات
    [many] { $count } مقالا
   *[other] { $count } مقال
  }
hits-over-time = النتائج عبر الزمن
facets-part = النتائج أكثر مما يُفحص هنا: الرسم والأعداد لأحدثها.
any-language = كل اللغات
search-since = من
search-until = إلى غاية
sort-label = الترتيب
sort-relevance = الأنسب أولا
sort-date = الأحدث أولا
date-wrong = ليس هذا تاريخا. اكتب 2025 أو 2025-12 أو 2025-12-11.
dates-reversed = النهاية قبل البداية.
filters-label = المرشحات
without-filter = البحث دون { $value }
results-heading = النتائج
narrow-heading = تضييق البحث
year-label = السنة
search-unknown = (غير معروف)
take-away = خذ النتائج
take-away-note = كل ما وُجد بنصه الكامل، في أجزاء من { $part } مقال على الأكثر؛ تدل ترويسة Link على الجزء التالي.
format-jsonl = JSON lines
format-csv = CSV
format-atom = تلقيم
first-page = الصفحة الأولى
next-page = الصفحة التالية
end-of-pages = تنتهي الصفحات هنا. ضيّق البحث، أو رتّبه حسب التاريخ، أو خذ النتائج كلها.
no-more-hits = لا شيء بعد هذا.
nothing-found = لم يوجد شيء
try-fewer = استعمل كلمات أقل، فالمقال يجب أن يضم كل الكلمات.
try-beginning = اكتب أول الكلمة ثم نجمة: حكوم*
try-without-filters = ابحث دون مرشحات
help-title = كيف تسأل
help-words = مقالات فيها كل الكلمات بأي صيغة
help-phrase = الكلمات متتالية
help-beginning = كلمات تبدأ هكذا (ثلاثة أحرف على الأقل)
help-or = إحدى الكلمتين
help-without = مقالات ليست فيها الكلمة
help-field = كلمة في العنوان؛ وكذلك نص: كاتب: جريدة:
help-dates = ما نُشر بين سنتين أو شهرين أو يومين
help-narrow = من لغة أو قسم
help-forms = لا فرق بين حالات الحروف والحركات والهمزات وأداة التعريف واللواحق. كل ما يُكتب بحث.

trouble-closed = لا يُعرض هذا هنا
trouble-closed-advice = هو لمن يشغّل الأرشيف، أو يستغرق وقتا أطول مما يليق بصفحة واحدة.
trail-label = موضعك في الموقع
all-tables = الجداول وSQL
also-as = هذه الصفوف بصيغة
columns-heading = ما في الأعمدة
rows-label = الصفوف
no-rows = لا صفوف.
facet-remove = إزالة { $name }
filters-heading = تصفية
filter-column = العمود
filter-how = طريقة المقارنة
filter-value = القيمة
filter-none = (عمود)
filter-apply = طبّق
filter-remove = إزالة
rows-many = صفوف أكثر من أن تُعدّ هنا
rows-next = الصفوف التالية
sql-edit = افتح في محرر SQL
sql-heading = سؤال بلغة SQL
sql-run = نفّذ
sql-format = نسّق
sql-only-reading = القراءة وحدها مسموحة: جملة SELECT واحدة على جداول الأرشيف.
facets-slow = هذا العدّ يستغرق وقتا طويلا: { $names }
definition = التعريف بلغة SQL
referred-by = صفوف تشير إلى هذا الصف
queries-heading = أسئلة جاهزة
tables-heading = الجداول والعروض
parameter-since = من (يوم)
parameter-until = حتى (يوم)
parameter-hours = ساعات
parameter-words = كلمات
query-per_week = المقالات في كل أسبوع لكل صحيفة
query-per_week-about = كم نشرت كل صحيفة في كل أسبوع بحسب يوم النشر. يمكن تحديد مدة بالأيام.
query-first_publishers = من ينشر أولا
query-first_publishers-about = في كم قصة ترويها عدة صحف كانت كل صحيفة هي الأولى، وكم نسخة تبعتها.
query-stealth_edits = تعديلات صامتة
query-stealth_edits-about = ما غيّرته الصحف في مضمون مقالاتها دون أن تغيّر وقت التعديل الذي تعلنه، الأحدث أولا.
query-empty_fields = حقول فارغة
query-empty_fields-about = كم مقالا من كل صحيفة وموقع ينقصه تاريخ أو وقت أو كاتب أو قسم أو صورة أو رابط مصدر أو لغة.
query-duplicates = النسخ
query-duplicates-about = مقالات تكرر نص مقال سابق، مع نسبة كلماتها الواردة فيه؛ أحدث القصص أولا.
query-vanished_headlines = عناوين اختفت من الشريط
query-vanished_headlines-about = عناوين اختفت من شريطها خلال ساعة ولم تحل محلها صياغة أخرى.
query-coverage_gaps = فجوات في الرصد
query-coverage_gaps-about = متى حان موعد مصدر ولم ينظر فيه أحد، ولماذا: ما لا يوجد من تلك المدة ربما نُشر. وإذا أُعطي عدد ساعات فالفجوات التي لا تقل عنه فقط.
query-words = البحث بلغة SQL
query-words-about = بحث هذه الصفحات دالةً في SQL: تقرأ warraq_match ما يكتبه الناس، وتعرض warraq_snippet المقطع.
data-about = كل ما في الأرشيف محفوظ في جداول ملف SQLite واحد. تصفحها هنا، أو اسأل سؤالك، أو خذ الصفوف بصيغة JSON أو CSV.
data-about-public = جداول الأرشيف المفتوحة للجميع. تصفحها هنا، أو خذ الصفوف بصيغة JSON أو CSV.
group-news = المقالات وتعديلاتها
group-tickers = العناوين والأشرطة
group-stories = القصص والنسخ
group-coverage = ما نُظر فيه وما لم يُنظر فيه
group-work = عمل الأرشيف
open-table = افتح
sql-note = للسؤال ثانيتان وألف صف على الأكثر، وهو يقرأ ولا يفعل غير ذلك.
api-heading = للبرامج
api-note = كل جدول وصف وسؤال يعطي JSON إذا أضيف ‎.json إلى عنوانه، وCSV مع ‎.csv. والتصفية معاملات:
rows-counted = { $count ->
    [zero] لا صفوف
    [one] صف واحد
    [two] صفان
    [few] { $count } صفوف
    [many] { $count } صفا
   *[other] { $count } صف
  }
rows-first = { $count ->
    [zero] لا صفوف
    [one] الصف الأول
    [two] أول صفين
    [few] أول { $count } صفوف
    [many] أول { $count } صفا
   *[other] أول { $count } صف
  }؛ وهناك غيرها.

health-missing = هذه الصفحة لمن يشغّل الأرشيف
health-writer = برنامج يعمل: { $command }، منذ { $time }.
health-no-writer = لا برنامج يكتب في الأرشيف الآن.
alarms-heading = إنذارات مفتوحة
alarms-none = لا إنذار مفتوح.
alarm-since = منذ { $time }
alarm-known = معلوم منذ { $time }
alarm-muted = الرسائل مكتومة
to-do = ما العمل:
alarm-more = ما كان، وما يُقرأ بدله، وما العمل
alarm-last-good = آخر صفحة كالمعتاد
alarm-first-bad = أول صفحة على غير المعتاد
sources-heading = المصادر
source-column = المصدر
schedule-column = الموعد
last-look-column = آخر نظرة
result-column = النتيجة
next-column = الموعد التالي
due-now = الآن
due-late = متأخر
never = لم يحدث
in-quarantine = في الحجر منذ { $time }: نظرة في الأسبوع
schedule-every = كل { $time }
hosts-heading = خوادم متروكة وشأنها
hosts-none = لا خادم متعطل.
host-column = الخادم
reason-column = السبب
since-column = منذ
until-column = حتى
pauses-column = فترات متتالية
outcomes-heading = كيف انتهت محاولات اليوم الأخير
outcomes-none = لم تجر أي محاولة في اليوم الأخير.
count-column = المحاولات
meaning-column = المعنى
runs-heading = آخر التشغيلات
runs-none = لم يعمل شيء بعد.
run-column = التشغيل
began-column = البداية
ended-column = النهاية
run-open = يعمل أو أُوقف قسرا
came-to-column = الحصيلة
file-heading = الملف
file-size = قاعدة البيانات
file-wal = السجل بجانبها (WAL)
file-wal-note = يكبر ما دام قارئ متمسكا بحالة قديمة من الأرشيف، ويُدمج حين ينتهي.
file-free = فارغ في الداخل
weeks-heading = أسبوعا بأسبوع
week-column = أسبوع
runs-column = التشغيلات
new-column = مقالات جديدة
updated-column = مقالات معدّلة
rows-heading = صفوف محفوظة
table-column = الجدول
coverage-heading = ما نُظر فيه ساعة بساعة
coverage-note = كل سطر مصدر، وكل كتلة يوم (UTC)، وكل خط ساعة.
coverage-none = لم يُنظر في أي مصدر في هذه الأيام.
coverage-share-column = نُظر فيه
coverage-days-column = آخر { $days } يوما
coverage-day-tip = { $day }: { $looked } نظرات، { $missed } فائتة، { $new } روابط جديدة
hour-new = أخبار
hour-looked = نُظر فيه ولا جديد
hour-failed = نُظر فيه بلا جدوى
hour-missed = حان ولم يُنظر فيه
hour-nothing = لا موعد
gaps-heading = الفجوات
gap-open = مستمرة
missed-column = الفائت
duration-days = { $count ->
    [zero] صفر يوم
    [one] يوم
    [two] يومين
    [few] { $count } أيام
    [many] { $count } يوما
   *[other] { $count } يوم
  }
duration-hours = { $count ->
    [zero] صفر ساعة
    [one] ساعة
    [two] ساعتين
    [few] { $count } ساعات
    [many] { $count } ساعة
   *[other] { $count } ساعة
  }
duration-minutes = { $count ->
    [zero] صفر دقيقة
    [one] دقيقة
    [two] دقيقتين
    [few] { $count } دقائق
    [many] { $count } دقيقة
   *[other] { $count } دقيقة
  }
politeness-heading = اللياقة في اليوم الأخير
politeness-note = المهلة التي نالها الخادم بين طلبين مقارنة بالمهلة الموعودة: لا ينزل الفائض عن الصفر ما دام كل وعد محفوظا.
requests-column = الطلبات
failed-column = أخفقت
refused-column = مرفوضة (429، 503)
bytes-column = المستلم
shortest-column = أقصر مهلة (ث)
spare-column = أقل فائض (ث)
