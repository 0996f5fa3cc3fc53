"""Words in their forms, written for `bench.search_recall`: what a search should find, and what it should not."""

from __future__ import annotations

from typing import Final

ARABIC: Final = """
وزير وزيران وزيرين وزراء وزيرة وزيرات
مدرسة مدرستان مدرستين مدارس مدرسات
حكومة حكومتان حكومتين حكومات حكومتنا حكومته
رئيس رئيسان رئيسين رؤساء رئيسة رئيسها
مهندس مهندسان مهندسين مهندسون مهندسة مهندسات
معلم معلمان معلمين معلمون معلمة معلمات
صحفي صحفيان صحفيين صحفيون صحفية صحفيات
مواطن مواطنان مواطنين مواطنون مواطنة مواطنات مواطنيها
مسؤول مسؤولان مسؤولين مسؤولون مسؤولة مسئول مسئولين
انتخاب انتخابات انتخابي انتخابية
جامعة جامعتان جامعتين جامعات
شركة شركتان شركتين شركات شركاتها
سيارة سيارتان سيارتين سيارات سيارته
طائرة طائرتان طائرتين طائرات
كتاب كتابان كتابين كتب كتابه كتابها
مدينة مدينتان مدينتين مدن مدينتهم
قرية قريتان قريتين قرى
دولة دولتان دولتين دول
حزب حزبان حزبين أحزاب حزبه
قانون قانونان قانونين قوانين قانوني قانونية
مشروع مشروعان مشروعين مشاريع مشروعات
برنامج برنامجان برنامجين برامج
سد سدان سدين سدود
سوق سوقان سوقين أسواق
سعر سعران سعرين أسعار أسعارها
خبر خبران خبرين أخبار
قرار قراران قرارين قرارات
اجتماع اجتماعان اجتماعين اجتماعات
مظاهرة مظاهرتان مظاهرتين مظاهرات
مؤسسة مؤسستان مؤسستين مؤسسات
مستشفى مستشفيان مستشفيات
لاعب لاعبان لاعبين لاعبون لاعبة لاعبات
فريق فريقان فريقين فرق فريقه
مباراة مباراتان مباراتين مباريات
شاعر شاعران شعراء شاعرة شاعرات
طبيب طبيبان طبيبين أطباء طبيبة طبيبات
فلاح فلاحان فلاحين فلاحون فلاحة فلاحات
عامل عاملان عاملين عمال عاملة عاملات
طالب طالبان طالبين طلاب طلبة طالبة طالبات
منظمة منظمتان منظمتين منظمات
وكالة وكالتان وكالتين وكالات
سفارة سفارتان سفارتين سفارات
أزمة أزمتان أزمتين أزمات ازمة
اتفاق اتفاقان اتفاقين اتفاقات
مرشح مرشحان مرشحين مرشحون مرشحة مرشحات
نائب نائبان نائبين نواب نائبة
ملك ملكان ملوك
أمير أميران أمراء أميرة أميرات
جريدة جريدتان جرائد
صحيفة صحيفتان صحيفتين صحف
شارع شارعان شارعين شوارع
طريق طريقان طريقين طرق
جبل جبلان جبلين جبال
نهر نهران نهرين أنهار
بحر بحران بحار
محكمة محكمتان محكمتين محاكم
قاض قاضيان قضاة قاضي القاضي
جندي جنديان جنديين جنود
سفينة سفينتان سفينتين سفن
بنك بنكان بنكين بنوك أبناك
ميزانية ميزانيتان ميزانيات ميزانيتها
إضراب إضرابان إضرابات اضراب
إعلام إعلامي إعلامية اعلام
رياضة رياضي رياضية رياضيون رياضيين
اقتصاد اقتصادي اقتصادية
سياسة سياسي سياسية سياسيون سياسيين سياسات
ثقافة ثقافي ثقافية
تعليم تعليمي تعليمية
صحراء صحراوي صحراوية
فنان فنانون فنانين فنانة فنانات
منتخب منتخبان منتخبات
ملعب ملعبان ملاعب
جائزة جائزتان جوائز
عاصمة عاصمتان عواصم
ولاية ولايتان ولايات
حادث حادثان حوادث
مجلس مجلسان مجالس
مركز مركزان مراكز
مصنع مصنعان مصانع
مسجد مسجدان مساجد
هجوم هجومان هجمات
"""
"""A noun a line: the word that is asked for, then its duals, plurals, feminine and relative forms."""

PREFIXES: Final = ("ال", "و", "ب", "ل", "ف", "ك", "وال", "بال", "لل", "فال", "كال", "وبال", "ولل", "وب", "ول")

SPELLED: Final = """
أزمة ازمة
إعلان اعلان
آثار اثار
أحمد احمد
إسرائيل اسرائيل
الأردن الاردن
القاهرة القاهره
مدرسة مدرسه
مستشفى مستشفي
موسى موسي
علي على
شؤون شئون
مسؤول مسئول
هيئة هيأة
قراءة قراءه
ماء مآء
السودان الســـودان
محمد مُحَمَّد
الحكومة الحُكُومَةُ
فلسطين فلســطين
مصر مِصْرَ
٢٠٢٦ 2026
۲۰۲۶ 2026
١٩٧٣ 1973
کتاب كتاب
ایران ايران
رئيس رئیس
لبنان لُبنان
أوروبا اوروبا
الجزائر ٱلجزائر
بيروت بَيروت
سورية سوريه
سوریا سوريا
"""
"""A word and another spelling of it."""

FRENCH: Final = """
ministre ministres Ministre l'ministre
élection élections l'élection d'élections Elections ÉLECTIONS
école écoles l'école Ecole d'école
étudiant étudiants étudiante étudiantes l'étudiant
gouvernement gouvernements gouvernemental
journal journaux
cheval chevaux
régional régionale régionaux régionales
travail travaux
national nationale nationaux nationales
œuvre œuvres oeuvre d'œuvre
cœur cœurs coeur
attaque attaques l'attaque qu'attaque
hôpital hôpitaux l'hôpital Hopital
président présidents présidente présidentes
prix Prix
annoncer annonce annoncé annoncée annoncent annonçait
voter vote votent voté votée
français française françaises Francais
marocain marocaine marocains marocaines
algérien algérienne algériens algériennes
village villages
forêt forêts foret
île îles l'île ile
économie économies économique économiques
manifestation manifestations
avion avions l'avion
aujourd'hui aujourd’hui
"""

ENGLISH: Final = """
minister ministers minister's Minister
election elections election's Elections
study studies studied studying
city cities city's
run runs running
government governments government's
report reports reported reporting
company companies company's
school schools school's
farmer farmers farmer's farmers'
strike strikes striking
vote votes voted voting
announce announces announced announcing announcement
attack attacks attacked attacking
price prices pricing
naïve naive
café cafe cafés
protest protests protested protesting
bank banks banking
worker workers worker's
"""

APART: Final = """
وزير وزن
وزير زيارة
مدرسة درس
مدرسة مدرج
حكومة حكم
حكومة حكيم
كتاب كتف
كتاب كلاب
ملك مالك
ملك ملكية
سد سيد
سد سداد
دولة دول
دولة دوري
حزب حرب
حزب حزن
خبر خبز
خبر خبير
سعر شعر
سوق ساق
سوق سوري
بحر بحث
بحر بحرين
جبل جيل
جبل حبل
نهر نهار
نهر ظهر
قرية قراءة
شركة شرطة
شركة شراكة
جامعة جماعة
جامعة جمعة
طالب طلب
عامل عمل
عامل عميل
لاعب لعبة
شاعر شعور
شارع شرع
شارع شعار
رئيس رأس
رئيس رئة
أمير أمر
أمير أمريكا
قانون قنوات
مشروع شروع
مدينة دين
مدينة مدني
فريق فرق
فريق رفيق
طريق طرق
محكمة محاكمة
سفارة سفر
سفارة سفير
سفينة سفينج
وكالة وكيل
وكالة كالة
بنك بنت
بنك بنكهة
صحفي صحي
صحفي صحف
صحيفة صحة
معلم علم
معلم عالم
معلم معالم
مركز ركز
مجلس جلسة
مصنع صناعة
مسجد سجود
ملعب لعب
وطن بطن
والد ولد
وقت قتل
وفد فدية
ولاية والي
بلد لدي
باب أب
بيت يت
لبنان بنان
ليبيا بي
كرة كر
كلام لام
كرسي رسي
فلسطين لسطين
فكرة كرة
فرنسا رنسا
فنان نان
فرق رقم
لغة غة
لجنة جنة
لحم حم
بدر در
برد رد
وجه جهة
ورق رقة
ورد رد
وسط سطو
وادي ادي
العراق عرق
المغرب مغترب
الجزائر جزار
تونس تونة
مصر مصرف
سورية سور
الأردن أرد
عمان عمال
دبي ديب
قطر قطار
قطر قطرة
الكويت كوت
اليمن يمين
السودان سود
السودان أسود
ليبيا لبي
إيران نيران
تركيا تركة
روسيا رؤوس
الصين صيني
أزمة زمن
إضراب ضرب
اتفاق نفاق
قرار قرن
قرار قارة
اجتماع جماع
مظاهرة ظهر
مباراة مبرر
سياسة سائس
سياسة سياج
اقتصاد قصد
ثقافة ثقة
رياضة روضة
رياضة رياض
إعلام علم
إعلام ألم
تعليم علم
صحراء صحيح
ministre ministère
élection électeur
école écologie
journal journée
cheval chevalier
travail traverse
hôpital hôtel
national natif
prix prise
cœur cour
île il
avion avis
village ville
forêt force
marocain maroquin
algérien alger
minister ministry
study student
city citizen
run ruin
company compass
school scholar
farmer farewell
strike string
vote votary
attack tack
price prize
bank bang
worker world
report port
naïve native
café cage
protest protein
election elect
government govern
"""
"""A word, and one that a search for it should not find."""

HELD_OUT: Final = """
حديقة حديقتان حديقتين حدائق
مطعم مطعمان مطعمين مطاعم
شاطئ شاطئان شواطئ
مهرجان مهرجانات
لوحة لوحات لوحتان
بطولة بطولات بطولتين
فيضان فيضانات
كارثة كوارث كارثتين
وثيقة وثائق وثيقتين
بلدية بلديات
كنيسة كنائس
فندق فنادق فندقين
قبيلة قبائل
جزيرة جزر جزيرتين
سجين سجناء سجينة سجينات
مزارع مزارعون مزارعين مزارعة
ناشط ناشطون ناشطين ناشطة ناشطات
تقرير تقارير تقريرين
محطة محطات محطتين
نتيجة نتائج
غابة غابات
ضريبة ضرائب
صاروخ صواريخ صاروخين
قرض قروض
متحف متاحف
رواية روايات روائي
مسرح مسارح مسرحية مسرحيات
تلميذ تلاميذ تلميذة تلميذات
عقوبة عقوبات
زلزال زلازل
جسر جسور
خبير خبراء خبيرة
حافلة حافلات حافلتين
معبر معابر
مخيم مخيمات
لاجئ لاجئون لاجئين لاجئة
بنزين البنزين
كهرباء كهربائي كهربائية
فلاح فلاحون فلاحين
وفد وفود
"""
"""As ARABIC, written after the stemmer and its lists were done."""

HELD_OUT_APART: Final = """
حديقة حدود
مطعم طعن
لوحة لوم
بطولة بطالة
كارثة حارث
وثيقة ثقة
كنيسة كيس
جزيرة جزار
سجين سجود
تقرير قرار
محطة حطب
غابة غياب
ضريبة ضربة
قرض قرد
متحف تحفظ
رواية رؤية
حافلة حفل
معبر عبر
خبير خبز
بنزين زين
كهرباء هرب
وفد وافد
نتيجة تاج
جسر جسد
زلزال زوال
مسرح سراح
عقوبة عقبة
تلميذ لذيذ
فندق بندق
صاروخ صرخة
"""
"""As APART, written with HELD_OUT."""
