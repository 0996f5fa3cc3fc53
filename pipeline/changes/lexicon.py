"""Words that tell what a difference, or a line, is about; compared folded."""

from __future__ import annotations

from typing import Final

from pipeline.text import fold


def _folded(words: str) -> frozenset[str]:
    return frozenset(map(fold, words.split()))


NEGATIONS: Final = _folded(
    """
    لا لم لن ليس ليست ليسوا لسنا لست لسن غير عدم دون بدون بلا ولا ولم ولن وليس وليست فلا فلم فلن فليس كلا بعدم
    وعدم لعدم not no never none nor neither without cannot nobody nothing dont doesnt didnt isnt arent wasnt
    werent wont wouldnt cant couldnt shouldnt hasnt havent hadnt aint mustnt neednt ne pas non jamais aucun
    aucune sans ni nul nulle rien nicht kein keine keinen keinem keiner keines nie niemals ohne weder niemand
    nichts nunca sin jamas ningun ninguno ninguna tampoco nadie nada nao nem sem nenhum nenhuma mai senza nessun
    nessuno nessuna niente не нет ни без никогда değil yok
    """
)
"""Words that deny, without their apostrophes."""


NUMBER_WORDS: Final = _folded(
    """
    اثنان اثنين اثنتين ثلاث ثلاثة أربع أربعة خمس خمسة ست ستة سبع سبعة ثمان ثماني ثمانية تسع تسعة عشر عشرة عشرون
    عشرين ثلاثون ثلاثين أربعون أربعين خمسون خمسين ستون ستين سبعون سبعين ثمانون ثمانين تسعون تسعين مئة مائة مئات
    مئتين مئتا مائتين ألف ألفين آلاف مليون مليونين ملايين مليار ملياري مليارات نصف ربع ثلث ثلثي عشرات two three
    four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million
    millions billion billions trillion half third quarter dozen dozens deux trois quatre cinq sept huit neuf dix
    onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante cent cents mille milliard
    milliards moitié tiers dizaine dizaines centaine centaines millier milliers zwei drei vier fünf sechs sieben
    acht neun zehn elf zwölf zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert tausend
    tausende millionen milliarde milliarden hälfte dos tres cuatro cinco seis siete ocho nueve diez once doce
    trece catorce quince veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento mil miles
    millón millones mitad
    """
)
"""Numbers in words, without one, which is an article as well."""


INTRODUCING: Final = _folded(
    """
    الرئيس رئيس الوزير وزير الوزيرة وزيرة الملك الأمير الأميرة السيد السيدة السيدان الدكتور الدكتورة المدرب
    اللاعب النائب الجنرال العميد العقيد اللواء الفريق القاضي المحامي الشيخ الحاج الأستاذ المدعو يدعى الصحفي
    الصحافي الصحفية الكاتب الشاعر المخرج الفنان الفنانة الأمين السفير السفيرة المستشار المستشارة الوالي العامل
    المهندس القيادي مدينة بمدينة إقليم بإقليم جماعة بجماعة ولاية بولاية محافظة بمحافظة قرية بقرية بلدة دولة
    جمهورية حي بحي président présidente ministre roi reine monsieur madame mme docteur maire général colonel
    juge ville commune president minister king queen prince princess mr mrs ms dr mayor general colonel judge
    senator governor sheikh präsident präsidentin ministerin kanzler kanzlerin herr frau könig bürgermeister
    presidente presidenta ministro ministra rey reina señor señora alcalde alcaldesa
    """
)
"""Words that a name follows."""


GIVEN: Final = _folded(
    """
    محمد أحمد علي حسن حسين عبد عبدالله عبدالعزيز عبدالرحمن عبدالإله بن ابن بنت أبو آل مصطفى إبراهيم خالد يوسف
    عمر عثمان سعيد سعد سعود فيصل سلمان فهد ناصر جمال كمال رشيد حميد كريم طارق زياد وليد هشام سمير نبيل عادل
    إدريس المهدي فؤاد فاطمة خديجة عائشة زينب مريم سارة ليلى نادية سلمى هدى أمينة نجاة سعاد بنكيران تبون السيسي
    بشار
    """
)
"""Arabic given names and parts of names; Arabic has no capitals to tell names by."""


CLOCK: Final = _folded(
    """
    اخر تحديث التحديث حدث في الساعه اليوم الان الاثنين الاحد الثلاثاء الاربعاء الخميس الجمعه السبت يوم تاريخ
    بتوقيت غرينتش محلي المحلي ص م updated last at on today now gmt utc am pm monday tuesday wednesday thursday
    friday saturday sunday mis a jour le la les heure heures h aujourd hui lundi mardi mercredi jeudi vendredi
    samedi dimanche maj aktualisiert stand um uhr heute montag dienstag mittwoch donnerstag freitag samstag
    sonntag actualizado el las hora hoy lunes martes miercoles jueves viernes sabado domingo de
    """
)
"""Words beside the figures of a clock or a date line, months apart."""


COUNTER: Final = _folded(
    """
    مشاهده مشاهدات المشاهدات قراءه قراءات القراءات القراء زياره زيارات الزيارات تعليق تعليقات التعليقات مشاركه
    مشاركات المشاركات اعجاب عدد مره مرات دقيقه دقائق للقراءه زمن وقت view views read reads reader readers visit
    visits comment comments share shares like likes minute minutes min time times vue vues lecture lectures lu
    fois commentaire commentaires partage partages visite visites aufruf aufrufe leser kommentar kommentare
    minuten lesezeit visita visitas lectura lecturas comentario comentarios compartido veces minutos de of
    number nombre
    """
)
"""Words beside the figures of a counter."""

COUNTED_WITH: Final = _folded(
    "عدد مره مرات دقيقه دقائق زمن وقت minute minutes min time times fois minuten veces minutos de of number nombre"
)
"""Those of them that are no counter without another one: `Number 1:` is a heading."""
