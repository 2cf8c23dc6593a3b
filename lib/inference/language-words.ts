/**
 * Small words by language, for texts too short for a statistical detector: articles, pronouns, prepositions, the commonest
 * verbs and the words of greeting. As text is normalised here: lower case, no diacritics, ß as ss, ø as o. A word may stand
 * in several languages. Languages that are spelt nearly alike share a list: Danish has Norwegian in it, Czech Slovak,
 * Indonesian Malay, Croatian its sisters.
 */
export const SMALL_WORDS: Record<string, string> = {
  es: `el la los las un una unos unas de del al y o e en con sin por para que quien como cuando donde cual si no muy
    mas pero porque yo tu usted ustedes ella nosotros ellos ellas me te se nos os lo le les mi mis su sus tus este
    esta esto ese esa eso estos estas aqui alli ahora hoy manana ayer siempre nunca nada nadie algo alguien todo todos
    toda todas otro otra ser es soy eres somos son era fue estoy estamos estan hay ha he has han tengo tienes tiene
    tienen quiero quieres quiere voy vas va vamos van ir puedo puedes puede hacer hace hago haces dice decir sabes ver
    vez bien mal mucho mucha muchos gracias hola adios amigo amiga buenos buenas dias noches tarde noche senor senora
    casa gente mierda tambien solo entonces tan desde hasta sobre entre ya asi cada gusta gusto creo mira oye
    dale vida dios favor matar matare muerto muere morir vives vive callate cierra boca dejame quieren necesito`,
  fr: `le la les l' un une des du de d' au aux et ou mais donc car ni que qu' qui quoi dont je j' tu il elle on
    nous vous ils elles me m' te t' se s' moi toi lui leur leurs ce c' cet cette ces ca cela mon ma mes ton ta tes son
    sa ses notre nos votre vos ne n' pas plus jamais rien personne tout tous toute toutes tres trop bien mal avec sans
    pour par sur sous dans chez en entre vers depuis quand comment pourquoi combien est suis es sommes etes sont etait
    sera ete etre ai as a avons avez ont avoir fait fais faire vais vas va allons allez vont aller peux peut pouvez
    veux veut voulez sais sait dois faut dit dire voir aime bonjour bonsoir salut merci oui non aujourd'hui demain
    hier maintenant soir matin jour ici encore aussi alors toujours beaucoup peu quel quelle meme si y c'est j'ai t'es
    qu'il tuer mourir creve habites habite tais ferme gueule viens connais train fini ecole`,
  de: `der die das den dem des ein eine einen einem einer eines und oder aber denn weil dass ob wenn als wie wo wer
    was wann warum wohin woher ich du er sie es wir ihr mich dich sich uns euch mir dir ihm ihn ihnen mein meine
    meinen dein deine deinen sein seine unser unsere kein keine keinen nicht nichts nie immer auch nur noch schon sehr
    so zu zum zur mit ohne von vom bei beim nach vor hinter fur gegen uber unter auf aus an am im in um durch bis ist
    bin bist sind seid war waren wird werde werden wirst hat habe hast haben habt kann kannst konnen will willst
    wollen muss musst mussen soll sollst darf mag geht gehen gehst komm kommt macht mach machen machst weiss sehen
    heute morgen gestern jetzt hier da dort dann doch mal ja nein bitte danke hallo guten gut viel mehr alle alles man
    leute jeder etwas wieder ganz diese dieser dieses halt halte toten bringe sterben stirb wohnst wohnt mund kommst
    finde kriege spater lass freue essen schlaft`,
  it: `il lo la i gli le l' un uno una un' di del dello della dei degli delle a al allo alla ai agli alle da dal dalla
    dai in nel nella nei nelle su sul sulla con per tra fra e ed o ma se perche che chi cosa come quando dove quale
    quanto io tu lui lei noi voi loro mi ti si ci vi ne me te mio mia miei tuo tua tuoi suo sua suoi nostro nostra
    vostro questo questa questi queste quello quella quelli non piu mai niente nulla nessuno tutto tutti tutta tutte
    molto molti poco troppo bene male sempre ancora anche solo sono sei siamo siete era essere ho hai ha abbiamo avete
    hanno avere faccio fai fa fare vado vai va andiamo vanno andare voglio vuoi vuole posso puoi puo devo devi deve so
    sai sa sto stai sta stanno dico dice ciao grazie buongiorno buonasera oggi domani ieri adesso ora qui qua giorno
    notte casa dopo prima gia cosi prego piace c'e ammazzo morire muori abiti zitto zitta bocca vieni vediamo mangiare
    bella bello`,
  nl: `de het een en of maar want dat die dit deze als dan toen waar wie wat wanneer waarom hoe ik jij je hij zij ze
    wij we jullie u mij me jou hem haar ons hun mijn jouw zijn uw onze geen niet niks niets nooit altijd ook nog al
    heel erg zo te naar van voor met zonder bij op uit in aan om over onder tegen door tot is ben bent was waren wordt
    worden word heeft heb hebt hebben had kan kun kunt kunnen wil wilt willen moet moeten zal zullen ga gaat gaan kom
    komt komen doe doet doen weet weten zie zien vandaag morgen gisteren vanavond nu hier daar er toch ja nee dank
    bedankt hallo hoi goed veel meer alles iedereen iemand mensen echt gewoon leuk lekker mooi hou houd laat zeg dood
    sterven woont woon mond pak kop slaap eten jongens meisje weg`,
  pl: `i a w we z ze na do od o u po za przez przed przy pod nad bez dla ale lub albo czy bo jak gdy kiedy gdzie kto
    co dlaczego ja ty on ona ono my wy oni one mnie mi ciebie cie ci go mu jej ich nas was im sie siebie moj moja moje
    twoj twoja twoje jego nasz wasz ten ta to te tego tej tym tych tam tu tutaj nie nic nikt nigdy zawsze juz jeszcze
    tylko tez takze bardzo duzo malo jest jestem jestes sa byl byla bylo bedzie bede bedziesz byc mam masz ma mamy
    maja miec moge mozesz moze chce chcesz musze musisz trzeba wiem wiesz wie ide idziemy idzie robi robisz mowi
    dzisiaj dzis jutro wczoraj teraz potem dzien dobry dobrze czesc prosze dziekuje tak no wszystko wszyscy kazdy
    ktory ktora jaki taki lubie kocham domu ludzie zabije umrzec umrzyj mieszkasz zamknij pysk morde przyjde widzimy
    jedziemy dlatego`,
  sv: `en ett den det de och eller men att som om nar var vem vad varfor hur jag du han hon vi ni dem mig dig sig oss
    er min mitt mina din ditt dina sin sitt hans hennes vara inte inget ingen aldrig alltid ocksa bara mycket lite
    manga alla allt nagon nagot denna detta dessa ar blir blev har hade kan kunde vill ville ska skall skulle maste
    far fick gar gick kommer kom gor gjorde vet ser sag sager i pa av for till fran med utan vid under over efter mot
    mellan genom hos idag imorgon igar ikvall nu dar da ja nej tack hej snalla bra dag kvall morgon hela igen sa hemma
    tycker alskar folk doda dodar bor hall kaften slar ses ater ta sover`,
  da: `en et den det de og eller men at som om nar hvor hvem hvad hvorfor hvordan hva jeg du han hun vi i dem mig dig
    meg deg sig seg os oss jer min mit mine din dit dine sin sit hans hendes vores jeres ikke ikkje intet ingen aldri
    aldrig altid alltid ogsa bare meget mye lidt litt mange alle alt noget noen noe nogen denne dette disse er var
    bliver blir har havde hadde kan kunne vil ville skal skulle ma far fik gar gik kommer kom gor gjor ved vet ser sa
    siger sier pa af av for til fra med uden uten hos under over efter etter mod mot mellem gennem dag morgen igar nu
    na her der da ja nej nei tak takk hej hei godt bra aften kveld hele igen igjen jo elsker folk draebe draeber dor
    bor hold kaeft slar mund ses spise sover`,
  cs: `a i v ve s se z ze k ke u o na do od po pro za pred pri nad pod bez ale nebo ani aby protoze kdyz jak kde kdo
    co proc kdy ja ty on ona ono my vy oni mne me mi te ti ho mu ji jim nas vas si sebe muj moje moja tvuj tvoje tvoja
    jeho jeji jejich ten ta to tu toho tom tam tady sem ne nie neni nic nikdo nikdy vzdy uz jeste jen taky take velmi
    moc malo hodne je jsem jsi jsme jste jsou byl byla bylo byli bude budu budes budeme byt som sme ste su mam mas ma
    mame mate maji mit muzu muzes muze chci chces chce musim musis musi vim vis vi jdu jdeme jde jdes dnes zitra vcera
    ted teraz potom den dobry dobre ahoj prosim dekuji diky ano jo jako tak vsechno vsichni vsak ktery ktera jaky rad
    lidi lide ako alebo pretoze zabiju zabit umri bydlis drz hubu sklapni byvas zabijem jist pujdeme uvidime`,
  ro: `si sau dar ca sa nu da in din la de pe cu fara pentru despre prin intre spre dupa pana un o unei unui niste eu
    tu el ea noi voi ei ele ma te se ne va mi ti i ii le lui lor mea meu tau ta tai nostru ce cine cum cand unde care
    cat acest aceasta asta aia acum azi maine ieri aici acolo mai foarte mult multa putin tot toti toata toate nimic
    nimeni niciodata mereu doar inca deja este e sunt esti suntem sunteti era fost fi am ai are avem aveti au vreau
    vrei vrea pot poti poate trebuie stiu stii stie fac faci face merg mergem mergi vad vezi zi spune bine rau buna
    salut multumesc ziua seara noaptea casa oameni ceva cineva daca deci asa diseara omor mori locuiesti taci gura
    omoare vedem mancam ploua`,
  hu: `a az egy es vagy de ha hogy mert mint mikor hol hova ki mi miert hogyan en te o ti ok engem teged ot minket
    titeket nekem neked neki nekunk ez ezt azt itt ott most ma holnap tegnap mindig soha nem ne se sem semmi senki
    minden mindenki csak meg mar is nagyon sok keves jo rossz van vagyok vagyunk vannak volt voltam lesz leszek lenni
    legyen akarok akarsz akar tudom tudod tud kell kene lehet szeretem szeretlek szeretnek megyek megyunk megy mesz
    jon gyere csinal mond hat akkor ugy igy igen koszonom kerem szia sziasztok hello napot reggelt estet este reggel
    haza otthon valami valaki ilyen olyan vele velem veled rad ram utan elott alatt kozott miatt nelkul szep nap ember
    emberek fogd mit kit megollek halj laksz szad szadat pofa be eszik eszunk talalkozunk hideg meleg`,
  fi: `ja tai mutta etta kun jos koska vaikka mina sina han me te he mua sua minua sinua minut sinut minun sinun
    minulla sinulla minulle sinulle hanen meidan teidan heidan se ne tama tuo nama sen sita tata taman mika mita missa
    mihin mista kuka ketka miksi miten milloin ei en et emme ette eivat ala ole on olen olet olemme ovat oli olin olit
    olla ollut voi voin voit pitaa taytyy haluan haluat haluaa tiedan tiedat tietaa menen menee mennaan tulee tulen
    teen tekee nyt tanaan huomenna eilen aina koskaan viela jo vain myos hyvin hyva huono paljon vahan kaikki mitaan
    joku jotain taalla siella tuolla kiitos moi hei terve joo kylla niin nain sitten taas kanssa ilman ennen jalkeen
    koko kotiin kotona paiva paivan yo aamu ilta rakastan ihmiset tapan kuole asut turpa kiinni suu nahdaan syodaan
    syomaan sataa`,
  id: `yang dan atau tapi tetapi karena kalau jika bahwa di ke dari pada untuk dengan tanpa dalam oleh tentang saya
    aku kamu anda dia kami kita mereka gue gua lo lu ini itu sini situ sana apa siapa kapan kenapa mengapa bagaimana
    gimana mana dimana tidak tak bukan jangan belum sudah udah telah akan sedang lagi masih juga hanya saja aja sangat
    sekali banget lebih paling semua setiap banyak sedikit ada adalah jadi bisa boleh harus mau ingin tahu tau pergi
    datang makan minum lihat bilang kata buat punya hari malam pagi siang sore besok kemarin sekarang nanti terima
    kasih selamat halo tolong maaf ya iya nggak gak ga kok sih deh dong nih rumah orang teman suka cinta sayang baik
    bagus sama terus sampai dulu diam awak korang nak bunuh mati tinggal mulut membunuh awas hujan jumpa gila`,
  vi: `va hoac nhung vi neu thi la khi cua cho voi trong ngoai tren duoi toi tao may ban anh chi em ong ba no ho chung
    minh ta nay kia do day gi ai sao dau nao khong chua chang dung da dang se roi cung con rat qua lam lai nua moi cac
    mot hai nhieu it co duoc phai muon biet di den ve an uong noi xem hom ngay mai sang dem nha nguoi cam on xin chao
    vang oi nhe a u yeu thich ghet tot dep vui buon het luon giet chet im mieng song gap troi`,
  tl: `ang ng mga sa si ni kay sina nina at o pero kasi dahil kung kapag pag para nang na pa ba po opo ako ikaw ka
    siya kami tayo kayo sila ko mo niya namin natin ninyo nila akin iyo sayo kanya amin atin inyo kanila ito iyan iyon
    yan yun dito diyan doon rito ano sino saan kailan bakit paano alin ilan hindi di wala walang may mayroon meron
    huwag wag oo lang lamang din rin daw raw naman muna nga talaga sobra sana yata gusto ayaw alam kaya dapat pwede
    puwede ngayon bukas kahapon kanina mamaya araw gabi umaga hapon salamat kumusta kamusta magandang maganda mahal
    lahat bawat isa dalawa tao bahay kita nasa parang yung nung kahit baka ulit tapos bago pala ganda sarap papatayin
    patay mamatay nakatira tumahimik bibig ulan init ulam`,
  sw: `na au lakini kwa ya wa za la cha vya pa kwenye katika kutoka hadi kama kwamba ili kwani mimi wewe yeye sisi
    nyinyi ninyi wao yangu yako yake yetu yenu yao wangu wako wake wetu langu lako lake changu chako huyu hii hiki
    hili hizi hawa yule ile hapa pale huko nini nani lini wapi kwanini vipi gani ni si ndiyo ndio hapana sio siyo
    hakuna kuna ana nina una tuna mna wana niko uko yuko tuko sana tu pia bado tena kila wote yote sasa leo kesho jana
    asubuhi mchana jioni usiku siku habari jambo asante karibu tafadhali samahani nzuri mzuri vizuri mbaya watu mtu
    rafiki nyumbani nyumba chakula maji kazi nataka unataka anataka najua unajua anajua sijui naenda unaenda anaenda
    twende nakupenda napenda unapenda kwenda kuja mungu hujambo mambo poa nitakuua kufa unaishi nyamaza kimya
    unapoishi mvua tutaonana kula tutakula mchezo`,
  hi: `main mai mein hum tum tu aap yeh ye woh wo vo ve kya kyu kyun kyon kaun kab kahan kaha kaise kaisa kaisi kitna
    kitne jab tab jahan agar lekin magar par aur ya ki ka ke ko se ne tak mujhe mujhko mera meri mere hamara hamari
    humko hume tujhe tumhe tumko tumhara tumhari tera teri tere uska uski uske unka iska iski isko usko unko apna apni
    apne koi kuch kuchh sab sabhi nahi nahin nhi mat haan han ji hai hain ho hu hun hoon tha thi hoga hogi honge raha
    rahi rahe gaya gayi gaye karo kar karna karta karti karte kiya kare karenge karunga dunga dungi jao jaa jana jata
    jate aao aana aaj kal abhi kabhi phir fir bahut bohot bahot thoda zyada accha acha achha achi theek thik bhi toh
    to hi bas chup chal chalo bhai yaar dost ghar log baat kaam pyar dil zindagi namaste shukriya dhanyavaad pata
    khana milte wala wali wale saala maar marunga maarunga mar rehte rehta rahta bolo suno dekho samajh garmi`,
  hr: `i a u na o s sa z za do od iz po pri kod bez kroz ali ili da jer ako kad kada gdje gde tko ko sta sto zasto
    kako ja ti on ona ono mi vi oni mene me tebe te njega ga nju je nas vas njih ih mu joj nam vam im se sebe moj moja
    moje tvoj tvoja tvoje njegov njen taj ta to ovaj ova ovo onaj ovde ovdje tamo tu ne nije nisam nisi nema nista
    nitko niko nikad uvijek uvek vec jos samo jako vrlo puno malo sve svi svaki sam si smo ste su bio bila bilo bice
    bit biti budem imam imas ima imamo imaju mogu mozes moze hocu hoces hoce moram moras znam znas zna idem ides ide
    idemo radi radis danas sutra jucer juce sada sad dan dobro dobar bok zdravo hvala molim volim dosta ljudi kuca
    koji koja ce cu cemo nego zato ubit ubicu umri zivis zacepi suti vidimo jesti pada`,
  pt: `o os as um uma uns umas de do da dos das no na nos nas ao aos em com sem por pelo pela para pra pro que quem
    como quando onde qual se nao sim muito muita muitos mais menos mas porque eu tu voce voces vc vcs ele ela eles
    elas me te lhe meu minha meus minhas teu tua seu sua seus suas nosso nossa este esta isto esse essa isso aquele
    aquela aquilo aqui ali la agora hoje amanha ontem sempre nunca nada ninguem algo alguem tudo todo todos toda todas
    outro outra ser e sou es somos sao era foi estou estamos estao to ta tem tenho temos quero quer vou vai vamos vao
    ir posso pode fazer faz faco dizer diz sei sabe ver vez bem mal obrigado obrigada ola oi tchau amigo amiga bom boa
    dia noite tarde gente casa ja tambem so ate ainda entao cara mano porra merda caralho gostei gosto acho olha fala
    falar tao assim cada mesmo mesma deus vida quanto matar morre mora cala boca deixa preciso comer chove`,
  tr: `ve veya ama fakat cunku eger icin ile gibi kadar gore sonra once ben sen o biz siz onlar beni seni onu bizi
    sizi onlari bana sana ona bize size onlara benim senin onun bizim sizin benden senden bende sende bu su bunu sunu
    buna burada orada surada burasi ne kim nasil neden niye nerede nereye hangi kac mi mu musun misin degil yok var
    hic hep her zaten bile de da ki daha cok az en iyi kotu guzel bir iki sey seyi adam kadin insan allah olan oldu
    olur olsun olarak olacak olmaz olmus ol oluyor varmis yapma yap yapiyor geldi gel git gidiyor dedi diyor biliyorum
    bilmiyorum istiyorum seviyorum artik bugun yarin dun simdi hemen bence sence lan ya abi kardesim hocam hayir evet
    tamam merhaba selam tesekkurler lutfen gunaydin aksam sabah gun gece ev hadi yine kendi kimse hepsi boyle soyle
    oyle baska mutlu sus oldurecegim oldur geber oturuyorsun kapa cene yemek gorusuruz seninle yagmur`,
};

/** Words of other languages that stand in English posts too, as names, places, slang and borrowed phrases: they say little. */
export const BORROWED = `ali jim kim leo nina ana jana la el le les los las de del della di da das der den van von al
  en un une et du des au est mon amigo amiga hola casa adios gracias ciao mia allah te se si mi ma ta na ha ji han hun
  hai chi ki ko ka ai em ho mai log vi va ba il lo ti su sa ja nein danke bonjour merci oui salut hallo hej hoi mano
  dan dong poa jo lu deh dat op oi min sin ton tu bin ben gut ist mein dun gel git ol sen sus bok hat pas ou par sur
  sous ser vez mal tan sang sam ten tom ted ed po pa alle ola ze ga mo ni mar wat mat con dem hos hay ima um uns mag
  je ke ada bo`;

/** The commonest words of English posts: what holds a short text in English. */
export const ENGLISH_WORDS = `the a an is and or but if so as of at by for from in into on onto off out over under up
  down to with without about after again against all along also always am any anybody anyone anything are around away
  back be been before behind being between both can can't cannot could couldn't did didn't do does doesn't doing don't
  done each either else enough even ever every everybody everyone everything few first get gets getting give gives go
  goes going gone gonna good got gotta great had has hasn't have haven't having he he'd he'll he's her here here's
  hers herself hey hi hello him himself his how how's i i'd i'll i'm i've im ive its it's itself it isn't isnt just
  keep know knows last least less let let's lets like little long look looks lot lots love made make makes making many
  may maybe me mean might mine more most much must my myself need needs never new next no nobody none nope not nothing
  now oh ok okay old once one ones only other others our ours own people please put quite rather real really right
  said same saw say says see seen she she's should shouldn't since some somebody someone something sometimes soon
  still stop such sure take takes tell than thank thanks that that's thats their theirs them themselves then there
  there's these they they're theyre they've thing things think this those though through time times today together
  tomorrow tonight too took try two until upon us use used very wait want wants wanted was wasn't way we we'll we're
  we've well went were weren't what what's whats whatever when where where's which while who who's whoever whole whom
  whose why will wish won't work would wouldn't wow yeah year years yep yes yesterday yet you you'd you'll you're
  youre you've your yours yourself u ur r ya ppl pls plz thx idk imo wtf tbh btw rn lol lmao rofl omg ain't aint y'all
  yall dude bro man men guy guys girl girls boy boys woman women kid kids baby mom mum dad mother father sister
  brother son daughter friend friends family wife husband home house school job money day days night week weekend
  month morning evening afternoon birthday happy merry sad mad angry sorry welcome bye nice cool awesome amazing
  beautiful pretty cute funny best better worse worst bad big small high low hot cold hard easy fast slow true false
  wrong fake stupid dumb idiot idiots loser losers fool crazy silly ugly lazy hate hates hated kill die dead death
  hell damn shut lie liar lies shame trash garbage sick gross weird poor rich free black white red blue green american
  english war vote president news world country state city game games play played win wins won lose lost team season
  ball fans song music movie show watch watching watched read reading book write call called talk talking speak hear
  heard listen feel feels feeling looking come comes came coming leave left live life living eat food drink drinking
  coffee tea water sleep run running walk drive car dog dogs cat cats god jesus christ lord hope luck lucky proud miss
  missed remember forget find found help ask asked answer question start started end ended open close buy sell pay
  paid cost price send sent text phone number click link photo pic picture video page post posts comment comments
  article edit source wiki wikipedia vandalism user name names word words point fact facts story truth part place side
  hand head face eyes eye heart mind body hair ass butt leg legs foot second minute minutes hour hours late early ago
  already almost actually probably definitely totally seriously literally exactly absolutely obviously especially
  different another full half top line case reason problem law laws police court gun guns tax government liberal
  liberals conservatives democrats republicans women's feminist feminists gay straight muslim muslims jews christian
  christians racist sexist trump obama biden hillary follow follows following followed tweet twitter account blocked
  block ban banned report agree disagree believe guess wonder bet care cares hang hurt cry crying smile laugh laughing
  fun joke jokes kidding serious wake sitting wearing turn turned break broke cut hit fight beat throw bring brought
  hold move moved change changed matter matters happen happened happens anyway anymore yay ugh huh meh nah yup haha
  hahaha gg wp ez np ty tho cuz cause cos because bc af smh fyi asap lil ole bitch bitches sexy babe babes honey dear
  sir lady ladies gentlemen king queen boss legend hero beer party holiday summer winter spring autumn rain snow sun
  monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
  october november december christmas easter halloween shit fuck fucking fuckin bullshit bastard bastards troll trolls
  hoe hoes congrats alert monkey cringe savage wassup sup yo praise hop banana bird hurricane mouth dafuq sucks suck
  cheers sweet dinner lunch breakfast pizza street road church student teacher class college dirty smelly rubbish
  coward clown pig pigs rat rats scum vermin nasty creep pervert moron morons snowflake nazi fascist terrorist
  criminal criminals immigrants migrants burn shoot stab punch slap choke drown destroy attack threat warning useless
  worthless disgusting horrible terrible awful toxic salty mint legit gang tier pal node slogan apple c'mon ma'am
  d'you o'clock spam scam crypto offer prize password login miracle cure twice copied per seconds`;

/** Letters with marks by language, and those of them that English writes in borrowed words (`café`, `naïve`). */
export const LETTERS = {
  of: {
    es: "ñ¿¡áéíóúü",
    fr: "éèêëàâçîïôûùœæ",
    de: "äöüß",
    it: "àèéìòù",
    nl: "ëïé",
    pl: "ąćęłńóśźż",
    sv: "åäöé",
    da: "æøå",
    cs: "áčďéěíňóřšťúůýžľĺŕôä",
    ro: "ăâîșțşţ",
    hu: "áéíóöőúüű",
    fi: "äö",
    vi: "ăâđêôơưàáãèéìíòóõùúýảạắằẳẵặấầẩẫậẻẽẹếềểễệỉĩịỏọốồổỗộớờởỡợủũụứừửữựỳỷỹỵ",
    hr: "čćđšž",
    pt: "áâãàçéêíóôõú",
    tr: "çğıöşü",
  } as Record<string, string>,
  lent: "áàâäãåçéèêëíîïñóôöúûü",
};
