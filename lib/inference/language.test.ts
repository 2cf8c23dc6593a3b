import { describe, expect, it } from "vitest";
import { normaliseInto } from "#lib/domain/text/normalise";
import { TextBuffer } from "#lib/domain/text/text-buffer";
import { guessLanguage } from "./language";

const codeOf = (text: string, declared: string | null = null) =>
  guessLanguage(text, normaliseInto(new TextBuffer(), text), declared).code;

describe("guessLanguage", () => {
  it.each([
    ["en", "What a lovely day, and the garden is full of birds."],
    ["en", "ok thanks"],
    ["en", "lol"],
    ["en", "u r so silly haha"],
    ["en", "FREE crypto, buy now!!! limited offer"],
    ["de", "Das ist ein wirklich schöner Tag heute, findest du nicht auch?"],
    ["fr", "Bonjour tout le monde, comment allez-vous ce matin ?"],
    ["es", "La casa es muy bonita y el jardín tiene muchas flores"],
    ["pt", "Olá, tudo bem? Hoje o dia está muito bonito para passear na praia"],
    ["tr", "Merhaba, bugün hava çok güzel, parkta yürüyüş yapalım mı?"],
    ["ru", "Привет"],
    ["ru", "Сегодня очень хорошая погода, пойдём гулять в парк"],
    ["uk", "Сьогодні дуже гарна погода, ходімо до парку її бачити"],
    ["zh", "今天天气很好，我们去公园散步吧"],
    ["ja", "今日はとても天気がいいですね"],
    ["ko", "오늘 날씨가 정말 좋네요"],
    ["ar", "الطقس جميل جدا اليوم"],
    ["el", "Ο καιρός είναι πολύ καλός σήμερα"],
  ])("finds %s", (code, text) => {
    expect(codeOf(text)).toBe(code);
  });

  it.each([
    ["it", "ti ammazzo stasera"],
    ["de", "ich bring dich um"],
    ["de", "du bist tot"],
    ["sv", "jag ska döda dig"],
  ])("knows %s beside and between figures, too: %s", (code, text) => {
    for (const among of [
      `${text} 1 2 3 4`,
      `1 ${text} 2 3`,
      `${text} / 12 / 14`,
      text.split(" ").join(" 1 "),
    ])
      expect([among, codeOf(among)]).toEqual([among, code]);
  });

  it("takes a text of letters upside down for one it does not know, a word of them for what it was meant to be", () => {
    for (const text of ["ʇɥƃᴉuoʇ noʎ llᴉʞ llᴉʍ ᴉ", "ᴉ ʇuɐʍ oʇ puǝ ʎɯ ǝɟᴉl", "ǝʞɐɯ"])
      expect(codeOf(text)).toBe("mis");
    expect(codeOf("I will ʞᴉll you tonight")).toBe("en");
  });

  it("says when there are no letters", () => {
    for (const text of ["", "👍👍", "12:30 !!!", "ーー"]) expect(codeOf(text)).toBe("und");
  });

  it("takes a short text for what it was declared to be", () => {
    expect(codeOf("ja klar", "de-DE")).toBe("de");
    expect(codeOf("ja klar")).toBe("en");
  });

  it.each([
    ["es", "te voy a matar"],
    ["es", "Mañana vamos a la playa"],
    ["fr", "Je vais te tuer ce soir"],
    ["fr", "J'ai faim et sommeil"],
    ["de", "ich will sterben"],
    ["de", "Ich weiß wo du wohnst"],
    ["it", "Oggi piove tutto il giorno"],
    ["nl", "Wat eten we vanavond?"],
    ["pl", "nie lubię tego"],
    ["sv", "jag vet var du bor"],
    ["da", "jeg ved hvor du bor"],
    ["cs", "Dnes je hezky"],
    ["ro", "Ce rochie frumoasă"],
    ["hu", "Éhes vagyok"],
    ["fi", "Missä olet nyt?"],
    ["id", "aku akan membunuhmu"],
    ["vi", "Hôm nay trời đẹp quá"],
    ["tl", "Ang ganda ng damit mo"],
    ["sw", "Dada yangu anaishi Mombasa"],
    ["hi", "main tumhe maar dunga"],
    ["hr", "Danas je jako hladno"],
    ["pt", "você é muito legal"],
    ["tr", "bugün hava çok güzel"],
  ])("finds %s in few words: %s", (code, text) => {
    expect(codeOf(text)).toBe(code);
    expect(codeOf(text, "en-GB")).toBe(code);
  });

  it.each([
    ..."ok|gg wp|h4te|Happy birthday grandma!|you are a c0mplete 1diot|i d i o t|ur a looser|go die|bruh moment".split(
      "|",
    ),
    ..."Los Angeles Lakers|Van Gogh painting|Zoë Kravitz|Recep Tayyip|Ho ho ho".split("|"),
    ..."#bonjour|@juan_de_la_cruz hi|https://ejemplo.example/una-pagina|const x = una(de);|SELECT * FROM users".split(
      "|",
    ),
    ..."thоughtlеss mоnstеr|ïdïöt|you äre ä föol|you suck, pendejo|you idiot, je te deteste mon ami|stupid idiota".split(
      "|",
    ),
  ])("stays with English for a name, slang, a sign or an English word in it: %s", (text) => {
    expect(codeOf(text)).toBe("en");
  });

  it("reads a language by what stands around names and addresses", () => {
    expect(codeOf("@quiet_reader http://example.com/the/news/of/today das ist nicht gut")).toBe("de");
  });

  it.each([
    ["ka", "შენ სულელი ხარ"],
    ["hy", "դու հիմար ես"],
    ["ta", "நீ ஒரு முட்டாள்"],
    ["bn", "তুমি বোকা"],
    ["am", "አንተ ደደብ ነህ"],
    ["km", "អ្នកល្ងង់"],
    ["mis", "ᎣᏏᏲ ᏙᎯᏧ"],
    ["mis", "𞤀𞤣𞤤𞤢𞤥 𞤆𞤵𞤤𞤢𞤪"],
    ["kk", "сен ақымақсың"],
    ["mn", "би өнөөдөр ирнэ"],
    ["mis", "ман ба хона меравам ҷон"],
    ["ar", "你 أنت أحمق وغبي"],
    ["ja", "優しい人の本"],
    ["ru", "за́мок на горе́"],
  ])("takes no other script for one that is known: %s, %s", (code, text) => {
    expect(codeOf(text)).toBe(code);
  });

  const besideOf = (text: string) => guessLanguage(text, normaliseInto(new TextBuffer(), text), null).beside;
  const ENGLISH = "The weather was mild and we walked along the river until the evening, then we cooked. ";
  const GERMAN = "Das Wetter ist heute sehr schön und wir gehen gleich im Park spazieren. ";

  it.each([
    ["ar", `${ENGLISH}أنت أحمق وغبي جدا يا رجل`],
    ["ja", `${ENGLISH}今日はとても天気がいいですね`],
    ["de", ENGLISH.repeat(8) + GERMAN.repeat(12)],
    ["de", ENGLISH.repeat(40) + GERMAN.repeat(12) + ENGLISH.repeat(40)],
    ["ar", `${"今天天气很好我们去公园散步".repeat(8)} أنت أحمق وغبي جدا`],
  ])("finds a passage in another language beside the text's own: %s", (code, text) => {
    expect(besideOf(text)).toBe(code);
  });

  it.each([
    "Tokyo (東京) is lovely and so is Ελλάς",
    "whatever ¯\\_(ツ)_/¯ ( ͡° ͜ʖ ͡°) ʕ•ᴥ•ʔ",
    ENGLISH.repeat(40),
    GERMAN.repeat(40),
    "w ".repeat(2000),
  ])("finds none for a name, a face or more of the same (%#)", (text) => {
    expect(besideOf(text)).toBeUndefined();
  });

  it.each([
    `${ENGLISH}\u202edrow yna\u202c`,
    "\u202edna\u202c you",
    "see &#x202E;drow yna",
    "s\u0378e\u0379e y\u0380o\u0381u",
  ])(
    "takes what is shown otherwise than it is written, or as boxes between letters, for unreadable: %j",
    (text) => expect([codeOf(text), besideOf(text)]).toContain("mis"),
  );

  it.each([
    "\u202eשלום\u202c and see you there",
    "see you\u202e, ok",
    "music on my \uf8ff \uf8ff \uf8ff \uf8ff phone tonight",
  ])("takes a stray sign of direction or a few logos for none: %j", (text) =>
    expect([codeOf(text), besideOf(text)]).not.toContain("mis"),
  );

  it("does not believe a declaration that a long text contradicts", () => {
    expect(codeOf("Das ist ein wirklich schöner Tag heute, findest du nicht auch?", "en")).toBe("de");
  });
});
