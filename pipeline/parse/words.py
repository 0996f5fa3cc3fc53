"""Words of class names and ids, by what they say an element is; from the markup of many sites and languages."""

from __future__ import annotations

from typing import Final


class Mark:
    """What an element's name says it is: bits of an int; the operators of `IntFlag` took a quarter of a page's time."""

    NOISE: Final = 1  # furniture: navigation, sharing, related stories, advertisement
    FOOT: Final = 2  # the page's foot and its legal layers: furniture however much text they hold
    COMMENTS: Final = 4
    PAYWALL: Final = 8
    WRAPPER: Final = 16  # html, body, main, article: never furniture, whatever their class
    BODY: Final = 32
    LEAD: Final = 64
    TITLE: Final = 128
    SECTION: Final = 256
    AUTHOR: Final = 512
    DATE: Final = 1024
    MODIFIED: Final = 2048  # a date of change
    CAPTION: Final = 4096  # text of a picture
    PICTURE: Final = 8192  # a picture, and short text beside it
    TICKER: Final = 16384
    HIDDEN: Final = 1 << 15  # not shown at first; this and what follows are signs for `block_judge` alone
    BOX: Final = 1 << 16  # facts beside the story
    CARD: Final = 1 << 17  # one of several stories
    META: Final = 1 << 18  # about the story: counts, sources, details
    ACTION: Final = 1 << 19  # asks the reader for something: forms, messages, offers
    FURNITURE: Final = NOISE | FOOT | COMMENTS


WORDS: Final = {
    Mark.NOISE: """
        ad ads advert adverts advertisement advertising adsense adslot adbox adunit adv anzeige anzeigen werbung
        publicidad pub pubs sponsor sponsored sponsors promo promos promoted promotion promotions banner banners
        billboard outbrain taboola shares share sharing sharebar sharedaddy sharetools addtoany addthis social
        socials socialmedia sociales whatsapp telegram pinterest linkedin flattr teilen compartir partager
        related relatedposts relatedarticles relacionadas relacionados similares recommended recommendation
        recommendations recommend recirc recirculation recommender readmore morelike mostread mostviewed
        mostpopular popular trending trend trends bestof newsletter newsletters subscribe subscription
        subscriptions signup abo abonnement optin mailchimp sidebar aside rail rightrail rightcol rightcolumn
        leftcol leftcolumn nav navi navbar navigation menu menus submenu breadcrumb breadcrumbs crumb crumbs
        pagination pager paginator paging popup modal lightbox overlay tooltip toast skip skiplink login signin
        register password toolbar tools buttons button btn print printer tags tag taglist taxonomy topics
        keywords schlagworte stichworte rating ratings vote votes poll quiz survey disclaimer screenreader sr
        offscreen nieuwsbrief nyhetsbrev nyhedsbrev uutiskirje hirlevel rundbrief infolettre boletin boletim bulten
        rassylka lettre carousel slider bio player jwplayer videoplayer audio podcast podcasts weather stocks
        horoscope gameswidget ticker newsticker marquee correction errata feedback report
    """,
    Mark.FOOT: """
        footer foot fuss rodape piepagina rodapie copyright colophon sitemap cookie cookies consent gdpr cmp dsgvo
        onetrust
    """,
    Mark.COMMENTS: """
        comment comments commentlist respond replies reply disqus kommentare kommentar comentarios commentaires
        kommentarer kommentit reacties yorumlar yorum komentarze
        komentar komentari komentare hozzaszolasok kommentarii commenti kommentaarid comentarii discussion forum
        leserkommentare livefyre coral
    """,
    Mark.PAYWALL: """
        paywall piano regwall premiumwall
    """,
    Mark.WRAPPER: """
        hentry typepost statuspublish typearticle nodearticle
    """,
    Mark.BODY: """
        articlebody articlecontent articletext storybody storycontent storytext entrycontent postcontent
        postbody newsbody newscontent newstext bodytext bodycopy maintext paragraph paragraphs richtext wysiwyg
        fulltext
    """,
    Mark.LEAD: """
        lead lede leadin intro introduction standfirst summary excerpt deck dek subtitle subtitles subheadline
        subhead subheading chapo chapeau abstract entradilla bajada copete sumario sommario occhiello vorspann
        anreisser description sapo ingress ingresso manchet perex zajawka annotation strapline teasertext
        headnote
    """,
    Mark.TITLE: """
        title headline heading titre titel titulo titolo entrytitle posttitle articletitle name h1
    """,
    Mark.SECTION: """
        section category categories kicker rubric rubrik rubrique seccion categoria overline eyebrow topline
        dachzeile
    """,
    Mark.AUTHOR: """
        author authors byline bylines auteur auteurs autor autoren autores autore autori writer writers reporter
        journalist journalists contributor contributors columnist creator kirjoittaja autorbox autorenbox
        autorinfo autoreninfo authorbox authorbio authorinfo skribent redakteur verfasser katib editor firma firmante
        yazar muellif penulis tacgia
    """,
    Mark.DATE: """
        date dates datetime time timestamp datum fecha data published publish pubdate pubtime publishdate posted
        dateline datepublished created zeit uhrzeit tarih tanggal waktu dato datablock hora heure tid aika
    """,
    Mark.MODIFIED: """
        modified updated update lastmod lastmodified aktualisiert actualizado datemodified maj
    """,
    Mark.CAPTION: """
        caption captions figcaption figure credit credits legend legende bildunterschrift bildtext photocredit
        imagecredit pie piedefoto
    """,
    Mark.PICTURE: """
        photo image img picture thumbnail thumb bild foto imagen
    """,
    Mark.TICKER: """
        ticker newsticker tickers breaking breakingnews marquee justin flashnews newsflash bnews headlinesticker
        eilmeldung ultimahora urgent عاجل
    """,
    Mark.HIDDEN: """
        hidden hide invisible collapsed offcanvas visually visuallyhidden fallback noprint nocontent
    """,
    Mark.BOX: """
        factbox factboxes infobox infotext box boxes fact facts fakta faktabox faktaruta faits infokasten infoblock
        kasten explainer timeline glossary definition hintergrund steckbrief expandable accordion highlight highlights
        recuadro despiece encadre approfondimento spravka keypoints takeaways
    """,
    Mark.CARD: """
        card cards teaser teasers tile tiles collection articles posts stories storylist list listing listings feed
        stream swiper slide slides recent more mehr weitere suivant another next prev previous archive series featured
        suggestion suggestions suggested onward linkbox linklist inlinelink
    """,
    Mark.META: """
        meta metadata infos info details source quelle fuente fonte vcard count counter counts views readtime
        readingtime posting postmeta entrymeta hero topic
    """,
    Mark.ACTION: """
        cta action actions alert alerts error success message messages notice input field fields email mail follow
        registration account auth identity checkbox textarea dropdown toggle search popover download app apps apphint
        push webpush notification notifications offer offers affiliate commerce product products deal deals price shop
        buy donate donation support member membership premium bookmark save contact request load icon icons control
    """,
}
"""Words by mark. Two neighbouring words count as one too: `article-body` is found as `articlebody`."""
