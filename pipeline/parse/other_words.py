"""Vocabulary: what news sites write above lists that are no list of the latest headlines."""

from __future__ import annotations

from typing import Final

OTHER: Final = {
    "en": """
        most, popular, trend, top, read, also read, viewed, shared, commented, comment, related, recommend, you may,
        you might, more from, more in, more on, more stories, more news, more articles, more like, more about, more
        headlines, similar, editor, sponsor, partner, promoted, advert, paid, video, photo, picture, gallery,
        galleries, podcast, audio, watch, listen, must, don't miss, do not miss, pick, featured, feature, tweet,
        instagram, facebook, job, review, offer, deal, coupon, issue, magazine, edition, newspaper, weather, event,
        obituar, opinion, column, letter, price, stock, score, result, fixture, episode, season,
        recipe, game, quiz, crossword, horoscope, newsletter, subscri, privacy, topic, author, contributor,
        member, search, around the web, other news, other stories, other articles, now hot, in this section, in case
        you missed, product, shop, best, book, movie, music, song, forum, thread, poll, press release, question,
        answer, update on, last updated, reply, replies, discuss, what's hot, hot topic, next up, up next, read next,
        whitepaper, webinar, report, e-paper, epaper
    """,
    "es": """
        más leíd, más vist, más coment, más compart, lo más le, lo más vis, lo más com, lo más pop, lo + le, leíd, te
        puede, te recom, te podría, le puede, recomend, relacionad, también, más noticias, más de, más en, más sobre,
        destacad, comentari, impresa, opinión, columnista, encuesta, oferta, sorteo, empleo, edición, edicion,
        especial, galería, revista, en portada, no te pierdas, tendencia, plazas, unidades, vacantes
    """,
    "pt": """
        mais lid, mais vist, mais popul, mais coment, mais acess, mais comp, mais notícias, mais sobre, mais de, veja,
        leia, você, enquete, outras notícias, destaque, recomend, coluna, blogs, a não perder, edição, pode gostar, em
        alta, vagas, unidades
    """,
    "ca": """
        més llegi, més vist, més coment, relacionad, et pot, opinió, recoman, notícies més
    """,
    "eu": """
        irakurrien, ikusien, erlazionat
    """,
    "fr": """
        plus lu, plus partag, plus comment, plus popul, plus vu, à lire, lire aussi, sur le même, à ne pas, recommand,
        voir aussi, aimer, à découvrir, tendance, commentaire, vidéo, mise à jour, numéro, à la une, sondage, offre,
        emploi, annonce, dans la même, nos sélection, sélection, contenu, article lié, similaire, diaporama, opinion,
        avis, événement, débat, magazine, également
    """,
    "it": """
        più lett, più vist, più comm, più popol, leggi anche, potrebbe, correlat, consigliat, guarda anche, offert,
        aggiornament, speciale, annunci, in evidenza, da non perdere, sondagg, foto, eventi, approfondiment, tendenze
    """,
    "de": """
        meist, beliebt, kommentar, auch interess, das könnte, mehr zum, mehr von, mehr aus, mehr zu, mehr news, mehr
        artikel, mehr auf, ähnlich, weitere, empfohl, empfehl, lesen sie, lies auch, lesetipp, stellen, angebot,
        ausgabe, aktualisier, umfrage, verwandt, produkt, ratgeber, termin, bilder, bildergalerie, themen, passend,
        anzeige, rezept, traueranzeige, immobilie, veranstaltung, test, tipps, gewinnspiel, prospekt, heft, spiele,
        kurse, börse, wetter, hintergrund, dossier, serie, top themen, topthemen
    """,
    "nl": """
        meest gelezen, meest bekeken, meest gedeeld, best gelezen, best bekeken, populair, gerelateerd, lees ook, lees
        meer, aanbevolen, reacties, reactie, bekijk, meer over, meer van, meer uit, meer nieuws, vacature, aanbieding,
        uitgelicht
    """,
    "nordic": """
        mest, mer fra, mer från, mer om, läs mer, läs också, läs även, les også, læs også, relater, populær, populär,
        debatt, kommentar, mere fra, mere om, flere, anbefal, rekommend, topplista, numret, sjans, mest lesið, mest
        lesnar, tengdar, vinsæl
    """,
    "fi": """
        luetuim, suosit, lue myös, aiheesta, lisää, komment, katso myös, keskustel, lukijoiden
    """,
    "baltic": """
        loetuim, populaar, seotud, kommenteer, loe veel, lasītāk, populār, saistīt, komentār, lasi vēl, skaitom,
        populiar, susij, taip pat skaitykite, rekomend, komentuojam
    """,
    "pl": """
        najczęściej, popularn, polec, zobacz, czytaj, powiąz, podobne, koment, więcej, najchętniej, warto, wideo,
        ogłoszen, galeri
    """,
    "cs_sk": """
        nejčten, nejdiskut, nejsled, souvisej, doporuč, mohlo by, čtěte, přečtěte, komentář, komentár, další, více z,
        najčítan, najdiskut, súvisiac, odporúč, ďalšie, viac z, prečítajte, tiež, také, témata, diskus, inzer, galerie
    """,
    "south slavic": """
        čitan, citan, komentiran, komentar, povezan, preporuč, popular, pogledaj, pročitaj, podijelj, najgledan,
        možda, još iz, vezane, slične, galerij, читан, коментар, коментира, повезан, препоруч, популарн, погледај,
        прочитај, можда, још из, препорача, поврзан, најчита, слични
    """,
    "bg": """
        най-чет, най-комент, най-глед, най-попул, свързан, препоръч, още от, още по, прочет, вижте, коментар, топ,
        подобни
    """,
    "ru": """
        популярн, самое, самые, читаем, обсужда, комментир, комментари, комментиру, читайте, чита, по теме, похожие,
        рекоменд, смотрите, выбор редакц, вам может, партн, топ, другие, ещё по, еще по, материалы по, видео, фото,
        афиша, вакансии, мнени, опрос, интересн, лучш, главн, архив, номер, просматриваем, статьи по
    """,
    "uk": """
        популярн, найпопулярн, найчитан, найкоментован, обговор, коменту, коментар, читайте, за темою, схож, рекоменд,
        відео, фото, вибір редакц, дивіться, топ, інші, більше, партнер, цікав, головн, думк, блоги, найбільш
    """,
    "hu": """
        olvasott, népszer, kapcsol, ajánl, hozzászól, további, olvass, érdekel, kommentelt, nézett, cikkek még, galéri
    """,
    "ro": """
        cele mai citite, cele mai populare, cele mai comentate, cele mai vizualizate, cele mai văzute, mai mult,
        citește, citeste și, recomand, recoman, similare, comentari, articole similare, pe același, te-ar putea, alte,
        top
    """,
    "el": """
        δημοφιλ, διαβάστε, σχετικ, σχόλι, περισσότερ, προτειν, προτάσ, διαβασμέν, δείτε, διάβασε, απόψεις, βίντεο,
        αγγελί
    """,
    "tr": """
        en çok, çok okunan, çok okunanlar, okunan, popüler, ilgili, önerilen, önerdik, benzer, yorum, ilginizi, bunlar
        da, diğer, galeri, yazarlar, tavsiye, öne çıkan, editör, manşet, sizin için, foto, haberin devamı, köşe
    """,
    "turkic": """
        ən çox, oxunan, oxşar, əlaqəli, şərh, maraqlı, көп оқылған, ұқсас, танымал, пікір, ko'p o'qilgan, кўп ўқилган,
        көп окулган, мавзуга оид
    """,
    "sq": """
        më të lexuar, të ngjashme, të lidhura, rekomand, komente, më shumë, lexo edhe, më të klikuar
    """,
    "ka_hy": """
        ყველაზე, პოპულარული, მსგავსი, კომენტარ, ամենաշատ, ընթերցված, նմանատիպ, առնչվող, մեկնաբան
    """,
    "ar": """
        الأكثر, ذات صلة, متعلق, مواضيع ذات, تعليق, التعليقات, مختارات, اقرأ, قد يعجبك, قد يهمك, ربما يعجبك, شاهد,
        فيديو, فيديوهات, صور, رأي, آراء, المزيد, مقترح, موصى, ترند, الرائج, رائج, كتاب, نرشح, ننصح, مشابهة, وظائف,
        أسعار, طقس, تصويت, استطلاع, أقسام, اخترنا, مقالات ذات, ينصح, عدد
    """,
    "fa": """
        پربازدید, پربیننده, پربحث, پرطرفدار, مرتبط, بیشتر, پیشنهاد, محبوب, نظرات, دیدگاه, مشابه, عکس, فیلم, ویدئو,
        ویدیو, یادداشت, گالری, داغ ترین, برگزیده, همچنین, نظرسنجی, قیمت, آگهی
    """,
    "ur_ku": """
        مقبول, متعلقہ, زیادہ, تبصر, ویڈیو, یہ بھی, زۆرترین, پەیوەندیدار
    """,
    "he": """
        הנקראות, הנצפות, נקראות, נצפות, פופולרי, קשורות, תגובות, מומלץ, מומלצים, אולי יעניין, עוד ב, עוד מ, עוד כתבות,
        נוספות, מקודם, דעות, וידאו, גלריה, כתבות קשורות
    """,
    "indic": """
        सबसे ज़्यादा, सबसे ज्यादा, संबंधित, लोकप्रिय, टॉप, ट्रेंडिंग, वीडियो, फोटो, ये भी, यह भी, और पढ़ें, सर्वाधिक,
        पढ़ा, आणखी, संबंधीत, सम्बन्धित, লোকপ্রিয়, আরও, সর্বাধিক, জনপ্রিয়, পঠিত, সম্পর্কিত, ভিডিও, ছবি, મોસ્ટ,
        લોકપ્રિય, સંબંધિત, વીડિયો, ਸੰਬੰਧਿਤ, ਪ੍ਰਸਿੱਧ, அதிகம், தொடர்புடைய, பிரபல, வீடியோ, ట్రెండింగ్, సంబంధిత, ಸಂಬಂಧಿತ,
        ಜನಪ್ರಿಯ, ഏറ്റവും കൂടുതൽ, ബന്ധപ്പെട്ട
    """,
    "vi": """
        đọc nhiều, xem nhiều, liên quan, có thể bạn, nổi bật, bình luận, cùng chuyên mục, quan tâm, tin khác, xem
        thêm, đề xuất, ảnh
    """,
    "id_ms_tl": """
        terpopuler, populer, terkait, terbanyak, terpopular, popular, baca juga, rekomendasi, pilihan, paling,
        komentar, lainnya, berkaitan, infografis, kaugnay, pinakabasa, jangan lewatkan, cadangan
    """,
    "sw_so": """
        zinazosomwa, maarufu, zinazohusiana, soma pia, zaidi kutoka, ugu akhriska, la xidhiidha, la xiriira, kuwa kale
    """,
}
"""By language: the beginnings of words and phrases in headings above lists of another kind."""

OTHER_WITHIN: Final = """
    最新号 最新刊 ランキング アクセス 人気 関連 おすすめ オススメ コメント 注目 話題 写真 動画 特集 よく読まれ
    あわせて読みたい コラム 求人 イベント セミナー 連載 热门 熱門 排行 热点 熱點 相关 相關 推荐 推薦
    评论 評論 点击 點擊 視頻 视频 影片 圖片 图片 专题 專題 延伸閱讀 編輯 价格 價格 많이 인기 관련
    추천 댓글 랭킹 주요 영상 포토 핫이슈 칼럼 오피니언 ยอดนิยม เกี่ยวข้อง แนะนำ ความคิดเห็น ความเห็น อ่านมาก
    คลิป วิดีโอ ภาพ ពេញនិយម ពាក់ព័ន្ធ ຍອດນິຍົມ လူဖတ်အများဆုံး ဆက်စပ်
"""
"""In scripts without spaces: what is inside a heading of another list."""
