"""Month names and halves of the day in the languages of news; generated: `python -m bench.write_months`.

Source: Unicode CLDR 47 (Unicode License V3), wide and abbreviated, in a date and standing alone; folded.
"""

from __future__ import annotations

# fmt: off


# Names that mean one month, whatever the language. One string a month, January first.
COMMON = (
    "ean eanair ene enero gen gener gennaio ian ianuarie ion ionawr jaan jaanuar jan janaayo janairu janar "
    "janeiro jannaayo jannar janner januar januara januari januarie januaro january janv janvaris janvier led "
    "leden ledna oca ocak rbn rebendan saus sausio sausis sty styczen stycznia tammi tammikuu tammikuuta urt "
    "urtarrila xan xaneiro yan yanvar yanwar ιαν ιανουαριοσ ιανουαριου нэгдүгээр_сар сту студзень студзеня січ "
    "січень січня янв январ январь января яну януари јан јанвар јануар јануари қаң қаңтар հնվ հունվար հունվարի "
    "ינו ינואר جانفي جانواري جن جنو جنوري جنير قاكتار كانون_الثاني كانووني_دووهم يانوار يناير ژانويه जन जनवरी "
    "जाने जानेवारी জানু জানুয়ারী ਜਨ ਜਨਵਰੀ જાન્યુ જાન્યુઆરી ஜன ஜனவரி జన జనవరి ಜನ ಜನವರಿ ജനു ജനുവരി ජන ජනවාරි "
    "ม.ค มกราคม ມ.ກ ມັງກອນ ဇန် ဇန်နဝါရီ იან იანვარი ጃን ጃንዋሪ ጥሪ មករា",
    "chw chwef chwefror fab faburairu feabh feabhra feb febbraio febr febraayo febreiro febrer febrero februar "
    "februara februari februarie februaris februaro february fev fevereiro fevr fevral fevrier few fewral fra "
    "frar helmi helmikuu helmikuuta lut lutego luty ots otsaila peb pebrero sbt shk shkurt sibat sub subat uno "
    "unor unora vas vasario vasaris veebr veebruar φεβ φεβρουαριοσ φεβρουαριου ақп ақпан лют лютага лютий "
    "лютого люты феб фебруар фев февр феврал февраль февраля февруари хоердугаар_сар փետրվար փետրվարի փտվ פבר "
    "פברואר اقپان شباط شوبات فبر فبراير فبروري فروري فوريه فيبروري فيبواري فيفري فيورال ڢب ڢبرير फर फ़र फ़रवरी "
    "फेबरवरी फेब्रु फेब्रुअरी फेब्रुवारी ফেব ফেব্রুয়ারী ਫ਼ਰ ਫ਼ਰਵਰੀ ફેબ્રુ ફેબ્રુઆરી பிப் பிப்ரவரி ఫిబ్ర "
    "ఫిబ్రవరి ಫೆಬ್ರ ಫೆಬ್ರವರಿ ഫെബ്രു ഫെബ്രുവരി පෙබ පෙබරවාරි ก.พ กุมภาพันธ์ ກ.ພ ກຸມພາ ဖေ ဖေဖော်ဝါရီ თებ "
    "თებერვალი ለካ ለካቲት ፌብ ፌብሩዋሪ កុម្ភៈ",
    "adar adr bre brezen brezna kov kovas kovo maalis maaliskuu maaliskuuta maarso maart mac machi mae maerz "
    "mar marc marca march marcius marco marec maret maris mars marso mart marta martie marto marts martxoa "
    "marz marzec marzo marzu maw mawrth mrt μαρ μαρτιοσ μαρτιου бер березень березня гуравдугаар_сар мар март "
    "марта нау наурыз сак сакавік сакавіка մարտ մարտի մրտ מרץ اذار مار مارت مارس مارچ مر مرس مچ ناوريز يازار "
    "मार्च मार्चु মার্চ ਮਾਰਚ માર્ચ மார் மார்ச் మార్చి ಮಾರ್ಚ್ മാർ മാർച്ച് මාර් මාර්තු มี.ค มีนาคม ມ.ນ ມີນາ မတ် "
    "მარ მარტი መጋ መጋቢት ማርች មីនា",
    "abr abrell abriil abril afi afirilu aib aibrean api apirila apr aprel april aprila aprile aprili aprilie "
    "aprilis aprill aprilo avr avril bal balandis balandzio dub duben dubna ebr ebrill huhti huhtikuu "
    "huhtikuuta kwi kwiecien kwietnia nis nisan nsn pri prill απρ απριλιοσ απριλιου апр апрел апрель апреля "
    "април дөрөвдүгээр_сар квіт квітень квітня кра красавік красавіка сәу сәуір ապր ապրիլ ապրիլի אפר אפריל "
    "ءساوير ابريل افريل اوريل اپر اپريل اڢر اڢرل نيسان ياپريل अप्रिल अप्रेल अप्रै अप्रैल एप्रि एप्रिल এপ্রি "
    "এপ্রিল ਅਪ੍ਰੈ ਅਪ੍ਰੈਲ એપ્રિલ ஏப் ஏப்ரல் ఏప్రి ఏప్రిల్ ಏಪ್ರಿ ಏಪ್ರಿಲ್ ഏപ്രി ഏപ്രിൽ අප්රේල් เม.ย เมษายน ມ.ສ "
    "ເມສາ ဧပြီ აპრ აპრილი ሚያ ሚያዝያ ኤፕሪ ኤፕሪል មេសា",
    "beal bealtaine geg geguze geguzes gln gulan kve kveten kvetna maayo mag maggio mai maiatza maig maijs "
    "maio maj maja majo majus may mayis mayo mayu mee mei mej mejju touko toukokuu toukokuuta μαι μαιοσ μαιου "
    "май мам мамыр мая мај тавдугаар_сар тра трав травень травня траўня մայիս մայիսի մյս מאי ايار مامير ماي "
    "مايو مه مي ميي مۍ يايار मई मे মে ਮਈ મે மே మే ಮೇ മേയ് මැයි พ.ค พฤษภาคม ພ.ພ ພຶດສະພາ မေ მაი მაისი ሜይ ጉንበት ግን "
    "ឧសភា",
    "birz birzelio birzelis cerven cervna cvn cze czerwca czerwiec eka ekaina giu giugno gun gunju haz haziran "
    "heziran hun hunyo hzr iun iunie iyn iyun jui juin jun juna june junho juni junie junij junijs junio "
    "junius juny juun juuni kesa kesakuu kesakuuta meh mehefin meith meitheamh qer qershor xuno yun yuni ιουν "
    "ιουνιοσ ιουνιου зургаадугаар_сар июн июнь июня ијн ијун мау маусым черв червень червня чэр чэрвень "
    "чэрвеня юни јун јуни հնս հունիս հունիսի יוני جوان جون حزيران حوزهيران ماوسيم يون يونيو يييون ژوين जुन जून "
    "জুন ਜੂਨ જૂન ஜூன் జూన్ ಜೂನ್ ജൂൺ ජූනි มิ.ย มิถุนายน ມິ.ຖ ມິຖຸນາ ဇွန် ივნ ივნისი ሰነ ጁን មិថុនា",
    "cervence cervenec cvc gor gorff gorffennaf heina heinakuu heinakuuta hul hulyo iuil iul iulie iyl iyul "
    "juil juill juillet jul jula julai julho juli julie julij julijs julio juliol julius july juuli korr "
    "korrik liep liepa liepos lip lipca lipiec lug luglio lul lulju luulyo tem temmuz tirmeh trm uzt uztaila "
    "xul xullo yul yuli ιουλ ιουλιοσ ιουλιου долоодугаар_сар июл июль июля ијл ијул лип липень липня ліп "
    "ліпень ліпеня шіл шілде юли јул јули հլս հուլիս հուլիսի יולי تموز تهمووز جول جولاء جولاي جولايي جويليه "
    "شيلده يول يوليو يوليوز يييول ژوييه जु जुल जुला जुलाई जुलै জুল জুলাই ਜੁਲਾ ਜੁਲਾਈ જુલાઈ ஜூலை జులై ಜುಲೈ ജൂലൈ "
    "ජූලි ก.ค กรกฎาคม ກ.ລ ກໍລະກົດ ဇူ ဇူလိုင် ივლ ივლისი ሓም ሓምለ ጁላይ កក្កដា",
    "abu abuztua ag ago agost agosti agosto agu agust agusta agustos agustus aout aug august augusta augusti "
    "augusto augusts augustus augusztus avg avgust avq avqust awg awgust awst aww awwissu elo elokuu elokuuta "
    "gush gusht lun lunasa ogo ogos ogosto ogs rugp rugpjucio rugpjutis sie sierpien sierpnia srp srpen srpna "
    "tbx tebax αυγ αυγουστοσ αυγουστου авг август августа ауг аугуст жні жнівень жніўня наймдугаар_сар серп "
    "серпень серпня там тамыз օգոստոս օգոստոսի օգս אוג אוגוסט اب اغ اغست اغسطس اغشت اوت اګست اگس اگست اگسٽ "
    "تاميز غشت ياب ياوغوست ݢوس अग अगस्ट अगस्त आगस्ट ऑग ऑगस्ट আগ আগস্ট ਅਗ ਅਗਸਤ ઑગસ્ટ ஆக ஆகஸ்ட் ఆగ ఆగస్టు ಆಗ "
    "ಆಗಸ್ಟ್ ഓഗ ഓഗസ്റ്റ് අගෝ අගෝස්තු ส.ค สิงหาคม ສ.ຫ ສິງຫາ ဩဂုတ် აგვ აგვისტო ነሓ ነሓሰ ኦገስ ኦገስት សីហា",
    "eyl eylul iln ilon ira iraila mean_fomhair medi mfomh rugs rugsejis rugsejo sat satumba seb sebteembar "
    "sebtembar sen sentabr sentyabr sep sept septemba septembar september septembra septembre septembrie "
    "septembris septembro septiembre set setembre setembro setiembre settembre settembru setyembre sht shtator "
    "syys syyskuu syyskuuta szept szeptember wrz wrzesien wrzesnia zar zari σεπ σεπτεμβριοσ σεπτεμβριου вер "
    "верасень верасня верасьня вересень вересня есдүгээр_сар сен сент сентябр сентябрь сентября сентјабр сеп "
    "септ септембар септември қыр қыркүйек սեպ սեպտեմբեր սեպտեմբերի ספט ספטמבר ايلول سبتمبر ست ستمب ستمبر "
    "سيفتيمبر سينتهبير سيپتمبر سيپٽمبر سپت سپتامبر سپتمبر شتمبر شتنبر قيركويهك يهيلوول सप्टे सप्टें सप्टेंबर "
    "सित सितंबर सेप्टेम्बर সেপ সেপ্টেঃ সেপ্টেম্বর ਸਤੰ ਸਤੰਬਰ સપ્ટે સપ્ટેમ્બર செப் செப்டம்பர் సెప్టెం సెప్టెంబర్ "
    "ಸೆಪ್ಟೆಂ ಸೆಪ್ಟೆಂಬರ್ സെപ്റ്റം സെപ്റ്റംബർ සැප් සැප්තැම්බර් ก.ย กันยายน ກ.ຍ ກັນຍາ စက် စက်တင်ဘာ სექ სექტემბერი "
    "መስ መስከረም ሴፕቴ ሴፕቴምበር កញ្ញា",
    "cot cotmeh deireadh_fomhair dfomh eki ekim hyd hydref loka lokakuu lokakuuta oct october octobre "
    "octombrie octubre okt oktabr oktoba oktobar oktober oktobra oktobris oktobro oktoobar oktoober oktubre "
    "oktyabr ott ottobre ottubru out outubro paz pazdziernik pazdziernika rij rijen rijna spal spalio spalis "
    "tet tetor urr urria οκτ οκτωβριοσ οκτωβριου аравдугаар_сар жовт жовтень жовтня кас кастрычнік кастрычніка "
    "окт октобар октомври октябр октябрь октября октјабр қаз қазан հոկ հոկտեմբեր հոկտեմբերի אוק אוקטובר اكت "
    "اكتبر اكتوب اكتوبر اكٽوبر اوكتوبر تشرين_الاول تشريني_يهكهم قازان يۆكتهبير अक्टू अक्टूबर अक्टोबर आक्टोबर "
    "ऑक्टो ऑक्टोबर অক্টো অক্টোঃ অক্টোবর ਅਕਤੂ ਅਕਤੂਬਰ ઑક્ટો ઑક્ટોબર அக் அக்டோபர் అక్టో అక్టోబర్ ಅಕ್ಟೋ ಅಕ್ಟೋಬರ್ "
    "ഒക്ടോ ഒക്ടോബർ ඔක් ඔක්තෝබර් ต.ค ตุลาคม ຕ.ລ ຕຸລາ အောက် အောက်တိုဘာ ოქტ ოქტომბერი ኦክቶ ኦክቶበር ጥቅ ጥቅምቲ តុលា",
    "aza azaroa kas kasim lapkr lapkricio lapkritis lis listopad listopada listopadu marras marraskuu "
    "marraskuuta mijdar mjd nen nentor nob nobyembre nof noiembrie noofeembar nov novemba novembar november "
    "novembra novembre novembris novembro novembru noviembre noy noyabr nuw nuwamba samh samhain tach tachwedd "
    "νοε νοεμβριοσ νοεμβριου арван_нэгдүгээр_сар лист листопад листопада ліс лістапад лістапада нов новембар "
    "ное ноември ноя нояб ноябр ноябрь ноября ној нојабр қар қараша նոյ նոյեմբեր նոյեմբերի נוב נובמבר "
    "تشرين_الثاني تشريني_دووهم قاراشا نو نوامبر نوفمبر نوم نومب نومبر نونبر نويابير نوۏيمبر नव नवं नवंबर "
    "नोभेम्बर नोव्हें नोव्हेंबर নভে নভেঃ নভেম্বর ਨਵੰ ਨਵੰਬਰ નવે નવેમ્બર நவ நவம்பர் నవం నవంబర్ ನವೆಂ ನವೆಂಬರ್ നവം "
    "നവംബർ නොවැ නොවැම්බර් พ.ย พฤศจิกายน ພ.ຈ ພະຈິກ နို နိုဝင်ဘာ ნოე ნოემბერი ሕዳ ሕዳር ኖቬም ኖቬምበር វិច្ឆិកា",
    "abe abendua ara aralik berfanbar brf dec decembar december decembra decembre decembrie decembris decembro "
    "dek dekabr des desemba desember desembre dets detsember dez dezember dezembro dhj dhjetor dic dicembre "
    "dicembru diciembre dis disamba diseembar disember disyembre gru grudnia grudzien gruod gruodis gruodzio "
    "joulu joulukuu joulukuuta noll nollaig pro prosince prosinec rhag rhagfyr δεκ δεκεμβριοσ δεκεμβριου "
    "арван_хоердугаар_сар груд грудень грудня дек декабр декабрь декабря декември дец децембар жел желтоқсан "
    "сне снежань снежня сьн сьнежань сьнежня դեկ դեկտեմբեր դեկտեմբերի דצמ דצמבר جهلتوقسان دجمبر دجنبر دس "
    "دسامبر دسم دسمب دسمبر ديسمبر ديسيمبر ديكابير كانون_الاول كانوني_يهكهم ڊسمبر डिसं डिसंबर डिसें डिसेंबर "
    "डिसेम्बर दिस दिसंबर ডিসে ডিসেঃ ডিসেম্বর ਦਸੰ ਦਸੰਬਰ ડિસે ડિસેમ્બર டிச டிசம்பர் డిసెం డిసెంబర్ ಡಿಸೆಂ "
    "ಡಿಸೆಂಬರ್ ഡിസം ഡിസംബർ දෙසැ දෙසැම්බර් ธ.ค ธันวาคม ທ.ວ ທັນວາ ဒီ ဒီဇင်ဘာ დეკ დეკემბერი ታሕ ታሕሳስ ዲሴም ዲሴምበር ធ្នូ",
)

# Croatian names, some of which are other months in Czech and Polish. One string a month, January first.
CROATIAN = (
    "sij sijecanj sijecnja",
    "velj veljaca veljace",
    "ozu ozujak ozujka",
    "tra travanj travnja",
    "svi svibanj svibnja",
    "lip lipanj lipnja",
    "srp srpanj srpnja",
    "kol kolovoz kolovoza",
    "ruj rujan rujna",
    "lis listopad listopada",
    "stu studeni studenoga",
    "prosinac prosinca",
)

# Names of the halves of the day where clocks count to twelve.
AM = (
    "am gh manha oo paradite pd pg safiya sf vm πμ بن ص صباحا غم पूर्वाह्न ਪੂਦੁ ቅቀ ጥዋት 上午 오전"
)
PM = (
    "gd md nm os pasdite pm ptg tarde yamma ym μμ دن غو م مساء अपराह्न ਬਾਦੁ ከሰዓት ድቀ 下午 오후"
)
