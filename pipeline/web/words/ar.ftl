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
health-last = آخر تشغيل: { $time }.
health-never = لم يُجلب شيء بعد.
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
