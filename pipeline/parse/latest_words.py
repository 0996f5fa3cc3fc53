"""Vocabulary: what news sites of some seventy languages write above their lists of headlines.

A phrase is written as in its language. `latest*` may be followed by up to four words ("Latest in politics"), `*latest`
preceded by as many ("Politics latest"); a phrase without a star is the whole heading. Scripts without spaces between
words have tables of their own, whose phrases are found anywhere in a short heading.
"""

from __future__ import annotations

from typing import Final

LATEST: Final = {
    "en": """
        latest*, *latest, the latest*, latest featured*, latest top*, *latest news, *latest articles, *latest
        stories, *latest headlines, *latest posts, recent, most recent, recent news*, recent stories*, recent
        posts, recent articles*, recent entries, recent headlines, recently added, recently published, more
        recent*, newest, newest*, fresh news, just in, just published, breaking, breaking news*, *breaking
        news, breaking stories, news flash, newsflash*, news ticker, newsticker, in brief, news in brief, news
        briefs, headlines now, up to the minute, news feed, newsfeed, news wire, newswire, *newswire, news
        alert, news alerts, today's news, news update, news updates, developing stories, news stream, the wire,
        off the wire, minute by minute, recent post, last news, new articles*, new stories, new posts, today's
        headlines, fresh stories
    """,
    "es": """
        ultimas, ultimos, lo ultimo*, lo mas reciente*, últimas noticias*, última hora*, ultimo minuto*,
        últimas notas*, últimas publicaciones*, ultimos articulos*, últimas entradas*, últimas novedades*,
        últimas de*, últimas en*, noticias recientes*, noticias de ultima hora*, noticias del dia, noticias de
        hoy, entradas recientes*, artículos recientes*, publicaciones recientes*, más recientes*, mas
        reciente, recientes, reciente, al minuto*, al instante, hoy es noticia, minuto a minuto, lo mas
        nuevo*, recién publicado, últimas actualizaciones, teletipo, *ultimas noticias, en desarrollo, ahora
        mismo, noticias al minuto, urgente, nuevas noticias, al momento, lo reciente*, en tiempo real
    """,
    "pt": """
        ultimas*, últimas notícias*, lo último*, mais recentes*, mais recente, notícias recentes*, recentes,
        artigos recentes*, posts recentes*, publicações recentes*, postagens recentes*, matérias recentes*,
        últimos artigos*, últimos posts*, últimas publicações*, últimas postagens*, últimas do*, última hora*,
        ao minuto*, agora mesmo, plantão*, em cima da hora, mais novas, mais novos, novidades, últimas
        matérias*, urgente, últimas atualizações, notícias do dia, notícia de última hora, as mais recentes*,
        mais notícias recentes, em tempo real
    """,
    "fr": """
        dernières actualités*, dernières actus*, dernieres infos*, dernières nouvelles*, derniers articles*,
        dernières news*, dernière minute*, dernieres minutes*, dernière heure*, dernières publications*, les
        dernières*, derniers, dernières, les derniers articles*, articles récents*, actualités récentes*,
        récent, récents, récemment*, publications récentes*, les plus récents*, plus récents, les plus
        récentes*, plus récent, flash info*, flash infos*, flash actu*, *en continu, en continu*, l'info en
        continu*, infos en continu*, l'actu en continu*, en direct du jour, fil info*, fil infos*, fil actu*,
        le fil info*, le fil des actualités, fil d'actualité*, fil d'actualités*, le fil actu*, à la minute,
        en ce moment, toute l'actu*, toutes les dernières*, alerte info*, dépêches, dernières dépêches*, à
        l'instant*, breves, en bref, urgent, nouveautés, nouveaux articles*, *dernières nouvelles, *dernières
        actualités, derniers titres*, le direct, le fil, le fil des*, le fil de l'info*, l'info en direct,
        l'actu en direct
    """,
    "it": """
        ultime*, ultimi articoli*, ultime notizie*, ultime news*, ultim'ora*, ultima ora*, ultimissime*,
        ultimi*, notizie recenti*, articoli recenti*, più recenti*, i più recenti*, le più recenti*, recenti,
        flash news*, notizie flash*, in breve, ultimi post*, ultimi inseriti*, ultimi aggiornamenti*, le
        ultime*, gli ultimi articoli*, *ultime notizie, *ultim'ora, news in tempo reale, adesso, minuto per
        minuto, appena pubblicati, notizie del giorno, news recenti*, in tempo reale
    """,
    "ca": """
        últimes notícies*, darreres notícies*, darrera hora*, última hora*, el més recent*, més recents*,
        notícies recents*, articles recents*, entrades recents*, al minut*, últimes entrades*, darreres
        entrades*, darrer minut, les últimes*, últims articles*, darrers articles*
    """,
    "gl": """
        últimas novas*, últimas noticias*, novas recentes*, o último*, o máis recente*, máis recentes*, artigos
        recentes*, entradas recentes*, ao minuto
    """,
    "eu": """
        azken berriak*, azken ordua*, azkenak, azken albisteak*, berrienak*, azken orduko albisteak*, azken
        sarrerak*, azken bidalketak*
    """,
    "ro": """
        ultimele stiri*, ultimele știri*, știri de ultimă oră*, ultima oră*, ultima ora*, cele mai noi*, cele mai
        recente*, ultimele articole*, articole recente*, știri recente*, ultimele noutăți*, ultimele*, noutăți, flux
        știri*, flux de știri*, breaking news*, recente, ultimele postări*, știrile zilei
    """,
    "de": """
        neueste*, das neueste*, die neuesten*, neuste*, neu, neues, neueste artikel*, neueste beiträge*,
        aktuelle nachrichten*, aktuelle meldungen*, aktuelle news*, aktuelle artikel*, aktuelle beiträge*,
        aktuelle themen*, *aktuell, aktuelles*, letzte meldungen*, letzte nachrichten*, letzte beiträge*,
        letzte artikel*, letzte news*, zuletzt veröffentlicht*, zuletzt erschienen*, newsticker*, *newsticker,
        nachrichtenticker*, *nachrichtenticker, liveticker nachrichten, eilmeldung, eilmeldungen,
        kurzmeldungen*, *news ticker, schlagzeilen*, neue artikel*, neue beiträge*, neueste meldungen*,
        neueste nachrichten*, gerade eben, soeben, kurz gemeldet, kurz notiert, kurznachrichten, frisch,
        soeben erschienen*, kurz knapp, nachrichten ticker
    """,
    "nl": """
        laatste nieuws*, het laatste nieuws*, *laatste nieuws, laatste*, laatste berichten*, laatste artikelen*,
        nieuwste*, net binnen*, meest recent*, meest recente*, recente berichten*, recent nieuws*, recente artikelen*,
        zojuist, zojuist binnen, kort nieuws*, nieuws van vandaag, nieuwsticker, laatste updates*, breaking, actueel,
        laatste uur, het nieuwste*
    """,
    "af": "jongste nuus*, nuutste*, jongste*, nuusflitse*, nuutste artikels*, onlangse plasings*, brekende nuus*",
    "da": """
        seneste*, seneste nyt*, *seneste nyt, seneste nyheder*, *seneste nyheder, nyeste*, nyeste artikler*, lige nu*,
        netop nu, seneste artikler*, nyheder lige nu*, sidste nyt*, breaking, det seneste*, kort nyt*, seneste
        indlæg*, nyhedsoverblik
    """,
    "no": """
        siste nytt*, *siste nytt, siste*, siste nyheter*, siste saker*, nyeste*, nyeste saker*, akkurat nå*, siste
        artikler*, nylige innlegg*, siste fra*, det siste*, siste meldinger*, sist publisert*, nyeste først, siste
        døgn, fersk*, siste nytt frå*, siste innlegg*, nyleg*, ferske saker
    """,
    "sv": """
        senaste nytt*, *senaste nytt, senaste nyheterna*, *senaste nyheterna, senaste*, det senaste*, nyaste*,
        just nu*, senaste artiklar*, senaste artiklarna*, senaste inläggen*, nyhetsflöde*, nyheter just nu,
        direkt just nu, senast publicerat*, senaste inlägg*, tt nytt, kortnytt, nytt, nyast*, senaste dygnet
    """,
    "is": """
        nýjast*, nýjustu fréttir*, nýjustu*, síðustu fréttir*, nýjustu greinar*, fréttir í dag, nýlegar
        færslur*
    """,
    "fo": "seinastu tíðindi*, nýggjast*, seinastu*",
    "fi": """
        tuoreimmat*, *tuoreimmat, uusimmat*, *uusimmat, uusimmat uutiset*, tuoreimmat uutiset*, viimeisimmät*,
        viimeisimmät uutiset*, juuri nyt*, uusimmat artikkelit*, viimeisimmät artikkelit*, tuoreet*, tuoreet uutiset*,
        uutisvirta*, uusin*, pikauutiset*
    """,
    "et": """
        viimased uudised*, värsked uudised*, viimased*, värskeimad*, uusimad*, värske*, uudisvoog*, viimased
        postitused*, hetkel kuum, viimased artiklid*, kõige uuemad*, värskelt*
    """,
    "lv": """
        jaunākās ziņas*, jaunākais*, jaunākie*, jaunākās*, pēdējās ziņas*, ziņu lente*, jaunākie raksti*, tikko*,
        aktuāli
    """,
    "lt": """
        naujausi*, naujausios naujienos*, naujausi straipsniai*, naujausios*, paskutinės naujienos*, naujienų
        srautas*, ką tik*, naujienų juosta, paskutiniai straipsniai*, šiandien naujienos, naujausios žinios*
    """,
    "pl": """
        najnowsze*, najnowsze wiadomości*, najnowsze artykuły*, najnowsze wpisy*, ostatnie wpisy*, ostatnie
        wiadomości*, z ostatniej chwili*, *z ostatniej chwili, najświeższe*, najświeższe wiadomości*, ostatnio
        dodane*, ostatnio opublikowane*, nowości, pilne, na żywo teraz, ostatnie artykuły*, *najnowsze,
        aktualności, z ostatniej godziny, ostatnie newsy*, nowe artykuły*, nowe wiadomości*, nowe wpisy*, nowe
    """,
    "cs": """
        nejnovější*, nejnovější zprávy*, nejnovější články*, poslední zprávy*, poslední články*, právě teď, čerstvé
        zprávy*, aktuálně*, aktuality, z poslední chvíle*, nově*, nejčerstvější*, nejnovější příspěvky*, poslední
        příspěvky*, právě se děje*, *nejnovější, nové články*, stručně, rychlé zprávy*, bleskovky, online zprávy
    """,
    "sk": """
        najnovšie*, najnovšie správy*, najnovšie články*, posledné správy*, posledné články*, práve teraz, aktuálne*,
        čerstvé správy*, z poslednej chvíle*, *najnovšie, najčerstvejšie*, najnovšie príspevky*, aktuality, rýchle
        správy*, nové články*
    """,
    "sl": """
        najnovejše*, najnovejše novice*, zadnje novice*, zadnje*, zadnji članki*, najnovejši*, najnovejši prispevki*,
        aktualno, pravkar, v zadnjem trenutku, sveže*, *najnovejše, sveže novice*
    """,
    "hr": """
        najnovije*, *najnovije, najnovije vijesti*, zadnje vijesti*, zadnje*, zadnje objavljeno*, posljednje
        vijesti*, posljednje*, najnoviji članci*, najnovije objave*, aktualno, upravo sada, vijesti iz minute
        u minutu, iz minute u minutu, nedavne objave*, novo*, zadnje dodano
    """,
    "sr": """
        најновије*, најновије вести*, последње вести*, poslednje vesti*, najnovije vesti*, најновији чланци*,
        последње*, poslednje*, управо сада, актуелно, aktuelno, скорашњи чланци*, вести дана, хитно, hitno,
        upravo objavljeno*, управо објављено*
    """,
    "mk": """
        најнови*, најнови вести*, последни вести*, последни*, најново*, најновите*, вести во живо,
        неодамнешни*, итно, најнови објави*, скорешни*
    """,
    "bg": """
        последни новини*, последно*, последни*, най-нови*, най-нови новини*, най-ново*, най-новото*, най-новите*,
        новини от деня*, извънредно, горещи новини*, последни публикации*, последни статии*, актуално, нови статии*,
        нови*
    """,
    "ru": """
        последние новости*, последние материалы*, последние статьи*, последние публикации*, последние записи*,
        последние события*, последнее*, последние, свежие новости*, свежие материалы*, свежие записи*,
        свежее*, свежие статьи*, свежие публикации*, срочные новости*, срочная новость, cрочная новость,
        новости дня*, новости часа*, новости сегодня, лента новостей*, *лента новостей, лента*, лента дня,
        лента событий, новостная лента, новое*, новые материалы*, новые статьи*, новые публикации*, только
        что, молния, экстренно, главное сейчас, новости онлайн, новости за сутки, новости за час, сейчас в
        ленте, новинки, горячие новости, свежий выпуск новостей, новости раздела, новости рубрики, хроника
        дня, экспресс-новости, коротко, короткой строкой, недавние записи*, срочно
    """,
    "uk": """
        останні новини*, *останні новини, останні публікації*, останні матеріали*, останні статті*, останні
        записи*, останні, останнє*, свіжі новини*, свіжі записи*, свіже*, стрічка новин*, *стрічка новин,
        стрічка*, новини дня*, новини за день, термінові новини*, терміново, нове*, нові матеріали*, нові
        статті*, щойно, гарячі новини*, новини сьогодні*, лєнта новин, найновіші*, найсвіжіше*, свіжі
        публікації*, недавні записи*
    """,
    "be": "апошнія навіны*, свежыя навіны*, апошняе*, стужка навін*, навіны дня*, апошнія*, тэрмінова, новае*",
    "hu": """
        legfrissebb*, *legfrissebb, friss hírek*, friss*, frissek, legújabb*, legfrissebb hírek*, legújabb cikkek*,
        legutóbbi bejegyzések*, legutóbbi*, hírfolyam*, percről percre*, most érkezett*, rendkívüli hír*, friss
        cikkek*, legutóbbi cikkek*, legfrissebb híreink*
    """,
    "el": """
        τελευταία νέα*, τελευταία*, τελευταίες ειδήσεις*, ροή ειδήσεων*, ροή*, ροή νέων, τελευταία άρθρα*,
        πρόσφατα*, πρόσφατες ειδήσεις*, έκτακτη είδηση*, έκτακτο, τώρα, νεότερα, πιο πρόσφατα*, τελευταίες
        αναρτήσεις*, πρόσφατα άρθρα*, όλες οι ειδήσεις τώρα, newsroom, νεότερες ειδήσεις*, ειδήσεις τώρα*, νέα
        τώρα, τα τελευταία νέα*
    """,
    "tr": """
        son dakika*, *son dakika, son dakika haberleri*, *son dakika haberleri, son haberler*, *son haberler, en son
        haberler*, en son*, en yeni*, en yeniler, son eklenen*, son eklenenler, son yazılar*, yeni haberler*, güncel
        haberler*, son gelişmeler*, sıcak haber*, flaş haber*, son yayınlanan*, en güncel*, anlık haberler*, flaş
    """,
    "az": """
        son xəbərlər*, *son xəbərlər, ən son xəbərlər*, xəbər lenti*, son dəqiqə*, ən yeni*, yeni xəbərlər*, təcili,
        son yazılar*, gündəm son
    """,
    "kk": """
        соңғы жаңалықтар*, соңғы хабарлар*, жаңалықтар лентасы*, соңғы*, шұғыл, жедел хабар*, жаңа мақалалар*,
        жаңалықтар таспасы*, соңғы жазбалар*
    """,
    "ky": "акыркы жаңылыктар*, акыркы кабарлар*, соңку жаңылыктар*, жаңылыктар тасмасы*, шашылыш кабар*",
    "uz": """
        so'nggi yangiliklar*, oxirgi yangiliklar*, сўнгги янгиликлар*, охирги янгиликлар*, so‘nggi yangiliklar*,
        tezkor xabar*, yangiliklar tasmasi*, soʻnggi yangiliklar*, so'nggi xabarlar*, сўнгги хабарлар*
    """,
    "tg": "хабарҳои охирин*, хабари рӯз, охирин хабарҳо*, хабари нав*",
    "mn": "сүүлийн мэдээ*, шинэ мэдээ*, сүүлд нэмэгдсэн*, шуурхай мэдээ*, сүүлийн үеийн*, шинэ*",
    "sq": """
        lajmet e fundit*, të fundit*, më të fundit*, të rejat*, lajme të fundit*, më të rejat*, shkrimet e
        fundit*, e fundit*, postimet e fundit*
    """,
    "mt": "l-aħħar aħbarijiet*, aħħar aħbarijiet*, l-aktar riċenti*, aħbarijiet riċenti*",
    "ga": "is déanaí*, nuacht is déanaí*, an scéal is déanaí*, postálacha is déanaí*",
    "cy": "newyddion diweddaraf*, diweddaraf*, y diweddaraf*, straeon diweddaraf*",
    "ka": """
        ბოლო სიახლეები*, უახლესი ამბები*, ახალი ამბები*, უახლესი*, ბოლო ამბები*, ბოლო სტატიები*, უახლესი სიახლეები*
    """,
    "hy": """
        վերջին նորությունները*, վերջին նորություններ*, վերջին լուրերը*, վերջին լուրեր*, լրահոս*, թարմ նորություններ*,
        ամենավերջին*
    """,
    "ar": """
        آخر الأخبار*, اخر الاخبار*, *آخر الأخبار, آخر أخبار*, آخر الأنباء*, أحدث الأخبار*, *أحدث الأخبار, احدث
        الاخبار*, أحدث أخبار*, أحدث الأنباء*, آخر المستجدات*, آخر التطورات*, آخر المقالات*, أحدث المقالات*,
        آخر المواضيع*, أحدث المواضيع*, آخر خبر*, آخر الإضافات*, أحدث الإضافات*, الأحدث*, أحدث, حديثا, أضيف
        حديثا*, المضاف حديثا*, الأخيرة, عاجل*, أخبار عاجلة*, الأخبار العاجلة*, أنباء عاجلة*, خبر عاجل*, شريط
        الأخبار*, شريط الاخبار*, شريط الأحداث*, شريط الاحداث*, شريط إخباري, الشريط الإخباري*, على مدار
        الساعة*, أخبار الساعة*, أخبار اليوم*, موجز الأخبار*, موجز الأنباء*, أهم وآخر الأخبار*, لحظة بلحظة*,
        آخر ما نشر*, أحدث ما نشر*, أحدث المنشورات*, نشر حديثا*, آخر الموضوعات*, أحدث الموضوعات*, أحدث
        التقارير*, الان, مستجدات*, أخبار حديثة*, الأخبار الأخيرة*, جديد الأخبار*, جديد الموقع*, جديدنا, يحدث
        الآن*, دقيقة بدقيقة, نشر مؤخرا*, أضيف مؤخرا*
    """,
    "fa": """
        آخرین اخبار*, آخرین خبرها*, *آخرین اخبار, تازه‌ترین اخبار*, تازه‌ترین خبرها*, تازه‌ترین*, تازه‌ها*,
        تازه های خبر*, جدیدترین اخبار*, جدیدترین*, جدیدترین خبرها*, آخرین مطالب*, آخرین عناوین*, آخرین
        مقالات*, خبر فوری*, اخبار فوری*, اخبار لحظه ای*, لحظه به لحظه*, آخرین نوشته ها*, اخبار روز*, تازه ترین
        مطالب*, آخرین رویدادها*, عناوین آخرین اخبار*, جدیدترین مطالب*, تازه ترین عناوین*, خبرهای تازه*, آخرین
        ها*, آخرین, نوشته‌های تازه*, خبرهای فوری*, اخبار امروز*, آخرین خبر*, اخبار جدید*, خبرهای جدید*
    """,
    "ps": "وروستي خبرونه*, تازه خبرونه*, نوي خبرونه*, وروستي*, تازه*",
    "ur": """
        تازہ ترین*, تازہ ترین خبریں*, بریکنگ نیوز*, تازہ خبریں*, *تازہ ترین خبریں, حالیہ خبریں*, اہم اور تازہ
        خبریں*, فوری خبر*, حالیہ پوسٹس*, حالیہ پوسٹیں*
    """,
    "ku": """
        دوایین هەواڵەکان*, نوێترین هەواڵ*, دوا هەواڵ*, نوێترین*, هەواڵی بەپەلە*, nûçeyên dawî*, nûçeyên herî nû*,
        nûçeyên nû*, دوایین هەواڵ*
    """,
    "ug": "ئەڭ يېڭى خەۋەرلەر*, يېڭى خەۋەرلەر*",
    "sd": "تازيون خبرون*, تازه ترين*",
    "he": """
        חדשות אחרונות*, מבזקים*, *מבזקים, החדשות האחרונות*, אחרונות*, עדכונים אחרונים*, עדכונים*, חדש באתר*,
        כתבות אחרונות*, הכתבות האחרונות*, מבזק*, חדשות מתפרצות*, פוסטים אחרונים*, מאמרים אחרונים*, הכי חדש*,
        החדש ביותר, מבזקי חדשות*, הכי חדשות, חם עכשיו, הרגע התקבל*, עכשיו בחדשות, הכי חדשים*, עדכוני חדשות*
    """,
    "yi": "לעצטע נייעס*, נייעס פון היינט",
    "hi": """
        ताज़ा खबर*, ताज़ा खबरें*, ताजा खबरें*, ताजा खबर*, ताज़ा समाचार*, ताजा समाचार*, नवीनतम*, लेटेस्ट
        न्यूज*, लेटेस्ट न्यूज़*, लेटेस्ट खबरें*, लेटेस्ट*, ब्रेकिंग न्यूज*, ब्रेकिंग न्यूज़*, *ताज़ा खबरें,
        ताज़ातरीन*, हाल की खबरें*, नई खबरें*, बड़ी खबरें अभी, ताज़ा*, ताजा*, नवीनतम समाचार*, फटाफट खबरें*, हाल
        के पोस्ट*, हाल ही के पोस्ट*, हाल की पोस्ट*
    """,
    "mr": """
        ताज्या बातम्या*, ताजी बातमी*, नवीन बातम्या*, लेटेस्ट बातम्या*, ताज्या*, ब्रेकिंग न्यूज*, ताज्या
        घडामोडी*, नवीनतम*, अलीकडील*, सद्यप्रसिद्ध
    """,
    "ne": """
        ताजा समाचार*, ताजा अपडेट*, ताजा खबर*, पछिल्लो समाचार*, पछिल्लो*, भर्खरै*, भर्खर*, नयाँ समाचार*, ताजा*, ब्रेकिङ
        न्युज*
    """,
    "bn": """
        সর্বশেষ*, সর্বশেষ সংবাদ*, সর্বশেষ খবর*, *সর্বশেষ, সব শেষ খবর*, এইমাত্র পাওয়া*, এই মুহূর্তে*, তাজা
        খবর*, ব্রেকিং নিউজ*, সাম্প্রতিক*, সদ্য*, সদ্যপ্রাপ্ত*, সাম্প্রতিক খবর*, নতুন খবর*, ব্রেকিং*, লেটেস্ট*,
        এইমাত্র, আজকের খবর*
    """,
    "as": "শেহতীয়া*, শেহতীয়া খবৰ*, শেহতীয়া বাতৰি*, ব্ৰেকিং নিউজ*",
    "gu": "તાજા સમાચાર*, લેટેસ્ટ ન્યૂઝ*, બ્રેકિંગ ન્યૂઝ*, તાજેતરના*, નવીનતમ*, લેટેસ્ટ*, તાજા*, છેલ્લા સમાચાર*",
    "pa": "ਤਾਜ਼ਾ ਖ਼ਬਰਾਂ*, ਤਾਜ਼ਾ ਖਬਰਾਂ*, ਤਾਜ਼ਾ*, ਬ੍ਰੇਕਿੰਗ ਨਿਊਜ਼*, ਨਵੀਆਂ ਖ਼ਬਰਾਂ*, ਲੇਟੈਸਟ*",
    "or": "ତାଜା ଖବର*, ସଦ୍ୟତମ ଖବର*, ବ୍ରେକିଂ ନ୍ୟୁଜ୍*",
    "ta": """
        சமீபத்திய செய்திகள்*, லேட்டஸ்ட்*, அண்மைச் செய்திகள்*, அண்மை செய்திகள்*, புதிய செய்திகள்*, பிரேக்கிங்
        நியூஸ்*, சமீபத்திய*, லேட்டஸ்ட் செய்திகள்*, தற்போதைய செய்திகள்*, உடனடி செய்திகள்*, அண்மைய இடுகைகள்*
    """,
    "te": """
        తాజా వార్తలు*, *తాజా వార్తలు, లేటెస్ట్ న్యూస్*, తాజా*, బ్రేకింగ్ న్యూస్*, లేటెస్ట్*, తాజా సమాచారం*,
        ఇటీవలి*
    """,
    "kn": "ಇತ್ತೀಚಿನ ಸುದ್ದಿ*, ತಾಜಾ ಸುದ್ದಿ*, ಇತ್ತೀಚಿನ*, ತಾಜಾ*, ಬ್ರೇಕಿಂಗ್ ನ್ಯೂಸ್*, ಲೇಟೆಸ್ಟ್*, ಹೊಸ ಸುದ್ದಿ*",
    "ml": """
        പുതിയ വാർത്തകൾ*, ഏറ്റവും പുതിയ*, ഏറ്റവും പുതിയ വാർത്തകൾ*, ലേറ്റസ്റ്റ്*, ബ്രേക്കിംഗ് ന്യൂസ്*, പുതിയവ,
        തത്സമയ വാർത്തകൾ*, സമീപകാല*
    """,
    "si": "නවතම පුවත්*, අලුත්ම පුවත්*, උණුසුම් පුවත්*, නවතම*, අලුත් පුවත්*",
    "am": "የቅርብ ጊዜ ዜናዎች*, አዳዲስ ዜናዎች*, አዳዲስ*, ሰበር ዜና*, የቅርብ ጊዜ*",
    "ti": "ሓዱሽ ዜና*, ናይ ቀረባ ዜና*",
    "vi": """
        tin mới*, tin mới nhất*, tin mới nhận*, mới nhất*, mới cập nhật*, tin nóng*, tin nhanh*, *mới nhất, bài mới*,
        bài viết mới*, tin tức mới*, tin giờ chót*, đọc nhanh, tin vừa đăng*, vừa cập nhật*, tin trong ngày*, tin mới
        cập nhật*, nóng 24h
    """,
    "id": """
        terbaru*, *terbaru, berita terbaru*, berita terkini*, terkini*, *terkini, artikel terbaru*, pos terbaru*,
        kabar terbaru*, kabar terkini*, breaking news*, baru saja*, pos pos terbaru*, tulisan terbaru*, postingan
        terbaru*, terupdate*, berita hari ini, update terkini, baru, update terbaru*, terhangat terbaru
    """,
    "ms": """
        berita terkini*, terkini*, terbaharu*, *terbaharu, berita terbaharu*, artikel terbaru*, baharu, berita semasa*
    """,
    "tl": """
        pinakabago*, pinakabagong balita*, mga pinakabagong*, pinakahuling balita*, huling balita*, bagong balita*,
        sariwang balita*, balita ngayon
    """,
    "sw": """
        habari mpya*, habari za hivi punde*, hivi punde*, habari mpya kabisa*, karibuni zaidi*, za hivi karibuni*,
        hivi karibuni*, habari za punde*, mpya zaidi*
    """,
    "so": """
        wararkii ugu dambeeyay*, wararka ugu dambeeyay*, warka cusub, war deg deg ah*, wararka cusub*,
        warkii u dambeeyay*
    """,
    "ha": """
        sababbin labarai*, sabbin labarai*, labarai na baya bayan nan*, labaran da dumi duminsu*, da dumi duminsa*
    """,
    "yo": "iroyin tuntun*, iroyin to sese jade*",
    "zu": "izindaba zakamuva*, izindaba ezintsha*, ezakamuva*, okusha*",
    "xh": "iindaba zamvanje*, iindaba ezintsha*",
    "rw": "amakuru mashya*, inkuru ziheruka*, amakuru agezweho*",
    "ht": "dènye nouvèl*, nouvèl ki pi resan*",
    "eo": "lastaj novaĵoj*, plej novaj*, freŝaj novaĵoj*, lastaj afiŝoj*",
    "lb": "lescht neiegkeeten*, neist*, neiegkeeten*, lescht noriichten*",
}
"""By language: what announces the latest headlines."""

PLAIN: Final = """
    news, all news, newsroom, новости, все новости, новости региона, новости города, новини, всі новини, вести,
    vesti, vijesti, viesti, správy, zprávy, wiadomości, hírek, știri, stiri, noticias, notícias, actualités,
    actualité, actus, l'actualité, l'actu, info, infos, notizie, nachrichten, meldungen, alle nachrichten,
    alle artikel, nieuws, nyheter, nyheder, nyheder i dag, uutiset, uudised, ziņas, naujienos, ειδήσεις, νέα,
    haberler, haber, gündem, xəbərlər, жаңалықтар, жаңылыктар, янгиликлар, yangiliklar, навіны, aktualno, الأخبار,
    أخبار, اخبار, خبرها, خبریں, חדשות, समाचार, खबरें, खबर, बातम्या, সংবাদ, খবর, સમાચાર, செய்திகள், వార్తలు, ಸುದ್ದಿ,
    വാർത്തകൾ, tin tức, berita, balita, mga balita, habari, lajme, danas, dnes, сега, сейчас, зараз, agora, adesso,
    jetzt, όλες οι ειδήσεις, notícies, novice, другие новости, headlines, titulares, today, сегодня, сьогодні, heute,
    hoy, hoje, oggi, aujourd'hui, bugün, dziś, idag, i dag, vandaag, اليوم, امروز, היום
"""
"""What heads a list of the latest headlines only if these carry times."""

LATEST_WITHIN: Final = """
    最新 新着 速報 即時 快訊 快讯 滚动 滾動 最近更新 最近发布 最近發布 最近文章 近期文章 新闻速递 新聞速遞 头条速递
    即时 实时 今日新闻 今日新聞 刚刚 剛剛 突发 突發 24小时新闻 24小時新聞 新しい記事 最近の記事 最近の投稿 新規記事
    今日のニュース ニュース一覧 최신 속보 실시간 최근기사 최근뉴스 최근글 새소식 방금 새로운기사 새글 새뉴스 ล่าสุด
    ข่าวรอบวัน ข่าวด่วน ข่าวใหม่ ข่าววันนี้ เรื่องใหม่ บทความใหม่ ข่าวสด ข่าวเด่นวันนี้ ຂ່າວຫຼ້າສຸດ ຂ່າວລ່າສຸດ
    ຫລ້າສຸດ ຫຼ້າສຸດ ຂ່າວໃໝ່ ព័ត៌មានថ្មី ព័ត៌មានចុងក្រោយ អត្ថបទថ្មី ទើបចេញផ្សាយ ថ្មីៗ နောက်ဆုံးရ နောက်ဆုံး သတင်းထူး
    ယနေ့သတင်း သတင်းသစ် སྣེ་མཐའི་གསར་འགྱུར
"""
"""In scripts without spaces: what is inside a heading of latest news."""

STRIP: Final = """
    breaking, breaking news, breaking stories, just in, this just in, news flash, newsflash, news alert, news ticker,
    newsticker, última hora, urgente, flash info, flash infos, alerte info, ultim'ora, ultima ora, eilmeldung,
    eilmeldungen, срочно, срочная новость, молния, терміново, son dakika, flaş haber, عاجل, أخبار عاجلة, خبر عاجل,
    شريط الأخبار, شريط الأحداث, خبر فوری, بریکنگ نیوز, מבזק, מבזקים, ब्रेकिंग न्यूज, ব্রেকিং নিউজ, 速報, 快訊,
    快讯, 속보, ข่าวด่วน, tin nóng, z ostatniej chwili, pilne, извънредно, hitno, хитно, rendkívüli hír, έκτακτο
"""
"""Which of these stand beside a breaking-news strip when they are above the article."""

COMMON: Final = """
    the by all now alle neue last feed die das der les las los del zuletzt день дня все всі jour dia día hoy heute war
    свежий новые sedan online liveticker tempo instant
    news new stories articles posts live online published artikel jetzt veröffentlicht erschienen featured nachrichten
    beiträge direkt infos info minute minutes meldungen noticias noticia updates update alerts alert today this what
    stream direct moment publications materials материалы публикации headlines top página entradas artículos zprávy
    články haber haberler nyheter notícias новости новостей новини статьи статті أخبار الأخبار مقالات المقالات المواضيع
    اخبار مطالب berita tin mới bài balita habari actualités actualité nouvelles actus newest themen beiträgen hour heure
"""
"""Words that no phrase is looked for by, if it has another."""

MORE: Final = """
    see all, view all, show all, all, see more, view more, show more, more, ver todo, ver todas, ver todos, ver
    más, ver tudo, ver mais, voir tout, voir plus, tout voir, toutes, plus, alle, alle anzeigen, alle ansehen,
    mehr, mehr anzeigen, vedi tutte, vedi tutti, vedi tutto, altro, все, ещё, смотреть все, всі, більше, усі
    новини, всички, още, المزيد, الكل, عرض الكل, مشاهدة المزيد, بیشتر, همه, مزید, הכל, לכל הכתבות, tümü, tümünü
    gör, daha fazla, hamısı, もっと見る, もっと, 一覧, 一覧へ, 更多, 더보기, ดูทั้งหมด, xem thêm, xem tất cả,
    lihat semua, selengkapnya, zobacz wszystkie, więcej, všechny, více, všetky, viac, se alla, visa alla, se
    alle, vis alle, katso kaikki, lisää, bekijk alles, alles, meer, vezi toate, vezi tot, mai mult, όλα,
    περισσότερα, δείτε όλα, vidi sve, sve, više, još, összes, tovább, visi, visas, kõik, और देखें, আরও
"""
"""What stands behind a heading and leads to the whole list."""
