import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mergeScores, nextStep } from "#lib/domain/cascade";
import { DEFAULT_POLICY, decide } from "#lib/domain/policy";
import type { Category } from "#lib/domain/taxonomy";
import type { StageResult } from "#lib/domain/verdict";
import { TEMPLATE_LANGUAGES } from "../training/contrast/foreign/frames";
import { UNSEEN } from "../training/contrast/foreign/unseen/unseen";
import { type Cascade, createCascade } from "./cascade";

/** The weights that the repository ships, on sentences of our own. */
let cascade: Cascade;
beforeAll(async () => {
  cascade = await createCascade({ modelsDir: path.resolve("models"), threads: 1, providers: ["cpu"] });
  // The weights are tried here, on a machine that may be busy. A copy of a stage would be run as the cascade's own, with its time-out.
  for (const stage of cascade.plan({ text: "some words", language: null }))
    if (stage.level > 0) stage.timeoutMs *= 10;
});
afterAll(() => cascade.close());

async function judge(text: string) {
  const content = { text, language: null };
  const plan = cascade.plan(content);
  const results: StageResult[] = [];
  for (;;) {
    const step = nextStep(plan, results);
    if ("stop" in step) break;
    const context = { orgId: "o", rules: [], rulesVersion: 1, previous: results };
    results.push((await cascade.run(step.run, content, context)).result);
  }
  return {
    results,
    scores: mergeScores(results),
    verdict: decide({ plan, results, spotCheckDraw: 1 }, DEFAULT_POLICY),
  };
}
/** What text-deep said. */
const deepOf = (results: readonly StageResult[]) => results.find(({ stage }) => stage === "text-deep");
/** The marks of level 2. */
const marksOf = (results: readonly StageResult[]) =>
  results.flatMap(({ stage, explanations }) => (stage === "text-screen" ? [] : explanations));
const score = async (text: string, category: Category) => (await judge(text)).scores[category] as number;

describe("the shipped text models", () => {
  it("is whole", () => {
    expect(cascade.status().models).toContainEqual(
      expect.objectContaining({ model: "text-screen@1.1.0", ok: true }),
    );
    expect(cascade.status().models).toContainEqual(
      expect.objectContaining({ model: "text-glance@1.7.0", ok: true }),
    );
    expect(cascade.status().models).toContainEqual(
      expect.objectContaining({ model: "text-deep@1.11.0", ok: true }),
    );
    expect(cascade.status().models).toContainEqual(
      expect.objectContaining({ model: "text-sense@1.1.0", ok: true }),
    );
  });

  it.each<[Category, string, string]>([
    [
      "toxicity",
      "you are a complete idiot and everyone hates you",
      "you are a wonderful friend and everyone likes you",
    ],
    ["harassment", "what a pathetic loser you are", "what a lovely garden you have"],
    ["violence", "I will find you and hurt you", "I will find you a seat"],
    ["self_harm", "I want to end my life", "I want to end my subscription"],
    [
      "spam",
      "Congratulations! You won a prize, click here to claim it now",
      "Congratulations on the new job, well done",
    ],
    ["hate", "all immigrants are criminals and vermin", "immigrants deserve respect like everyone else"],
  ])("scores %s higher where it is: %s", async (category, harmful, kind) => {
    expect(await score(harmful, category)).toBeGreaterThan((await score(kind, category)) + 0.1);
  });

  it.each([
    "What a lovely morning, the garden is full of birds.",
    "Does anyone have a good recipe for lentil soup?",
    "I disagree with the new parking rules, they make no sense.",
    "@friend @neighbour I think so too",
    "[Docs](https://example.org/d) [Blog](https://example.org/b) [News](https://example.org/n)",
    "roses are red<br>violets are blue<br>sugar is sweet<br>and so are you",
    "my favourite song: https://music.example/i-will-always-love-you",
    "https://example.org/how-to-kill-weeds-in-your-garden",
    "if (areYouSure) deleteYourAccount();",
    "My phone died right before the meeting, what a day.",
    "I am a proud gay man and a nurse.",
    "He killed it on stage last night!",
    "Happy birthday grandma!",
    "ok",
  ])("approves an ordinary post: %s", async (text) => {
    expect((await judge(text)).verdict.decision).toBe("APPROVE");
  });

  it.each([
    "gay people are people",
    "gay people exist",
    "trans people are people",
    "refugees are people",
    "refugees exist",
    "lesbians matter",
    "black lives matter",
    "trans rights are human rights",
  ])("approves what is said plainly of a group: %s", async (text) => {
    expect((await judge(text)).verdict.decision).toBe("APPROVE");
  });

  it.each([
    "black people exist",
    "trans people exist",
    "disabled people exist",
    "Mexicans exist",
    "Christians exist",
    "Muslims are people",
    "I'm gay",
  ])("blocks nobody for being named: %s", async (text) => {
    expect((await judge(text)).verdict.decision).not.toBe("BLOCK");
  });

  it.each([
    "gay people should not exist",
    "trans people are not people",
    "Muslims are vermin",
    "immigrants don't belong here",
    "no rights for refugees",
  ])("does not approve what denies a group its place in as few words: %s", async (text) => {
    expect((await judge(text)).verdict.decision).not.toBe("APPROVE");
  });

  it.each([
    "kill yourself now",
    "please kill yourself",
    "just kill yourself already",
    "drop dead",
    "I will find you and hurt you",
    "everyone hates you",
    "I want to die",
    "kendini öldür",
    "иди убейся",
    "сдохни",
    "выпились",
    "se mata logo",
    "你怎么不去死",
  ])("does not approve harm in the fewest words: %s", async (text) => {
    expect((await judge(text)).verdict.decision).not.toBe("APPROVE");
  });

  it.each([
    "kill the process now",
    "drop the box",
    "help yourself",
    "enjoy yourself",
    "I will find you a seat",
    "everyone loves you",
    "I want to sleep",
    "kendine iyi bak",
    "доброе утро",
    "vai dormir",
    "我爱你",
  ])("approves the same words without harm: %s", async (text) => {
    expect((await judge(text)).verdict.decision).toBe("APPROVE");
  });

  it.each([
    "Does anyone have a good recipe for lentil soup?",
    "Happy birthday grandma!",
    "I disagree with the new parking rules, they make no sense.",
  ])("spares level 2 an ordinary post: %s", async (text) => {
    const { results } = await judge(text);
    expect(results.at(-1)).toMatchObject({ stage: "text-glance", outcome: "continue" });
  });

  it.each([
    "you are a complete idiot and everyone hates you",
    "you are a c0mplete 1diot",
    "you are an іdіоt",
    "shut up, nobody asked for your stupid opinion",
    "I want to end my life",
    "URGENT: your account will be suspended, verify your bank details at http://secure-login.example",
  ])("does not approve: %s", async (text) => {
    const { results, verdict } = await judge(text);
    expect(verdict.decision).not.toBe("APPROVE");
    expect(deepOf(results)).toBeDefined();
  });

  it.each(["thank you", "so proud of you", "good morning everyone", "see you tomorrow"])(
    "approves kind words whatever the emoji's skin tone, family or flag: %s",
    async (words) => {
      for (const emoji of [
        "👍",
        "👍🏻",
        "👍🏽",
        "👍🏿",
        "🙏🏾",
        "👋🏿",
        "❤️",
        "🏳️‍🌈",
        "🏳️‍⚧️",
        "👨‍👩‍👧‍👦",
        "👩‍❤️‍👩",
        "🇹🇷",
        "🇮🇱",
        "🇵🇸",
      ]) {
        const text = `${words} ${emoji}`;
        expect([text, (await judge(text)).verdict.decision]).toEqual([text, "APPROVE"]);
      }
    },
  );

  it.each(["b", "I", "ok", "yes", "hm", "lol", "no"])("finds nothing in %s", async (text) => {
    expect((await judge(text)).verdict.decision).toBe("APPROVE");
  });

  it.each([
    "Vou te matar, seu desgraçado.",
    "Não aguento mais, quero me matar.",
    "Queria dormir e não acordar por muito tempo.",
    "Я тебя убью, тварь.",
    "Я больше не хочу жить.",
    "Seni öldüreceğim.",
    "Artık yaşamak istemiyorum.",
    "我要杀了你。",
    "我不想活了，想自杀。",
  ])("sends a threat or a wish to die in a language that it covers to a person: %s", async (text) => {
    expect((await judge(text)).verdict).toMatchObject({ decision: "FLAG", reviewReason: "score" });
  });

  it("says why a post goes to a person for a low score in a grave category", async () => {
    const { scores, verdict, results } = await judge("Queria sumir por um tempo, só descansar.");
    expect(verdict).toMatchObject({ decision: "FLAG", reviewReason: "score" });
    expect(Math.max(...Object.values(scores))).toBeLessThan(0.3);
    const explained = marksOf(results).map(({ category }) => category);
    expect(explained).toEqual(["self_harm"]);
  });

  it.each([
    "Matei a saudade da minha avó neste fim de semana.",
    "Спасибо за помощь, теперь всё работает.",
    "Bu dizi beni öldürdü gülmekten.",
    "今天的比赛太精彩了，我们队把对手打败了。",
  ])("approves a harmless post in another language that it covers: %s", async (text) => {
    expect((await judge(text)).verdict.decision).toBe("APPROVE");
  });

  it.each<[string, (text: string) => string]>([
    ["signs that show as nothing", (text) => text.replace(/(?<=\w)(?=\w)/g, "\u2064")],
    ["turns of direction", (text) => text.replace(/(?<=\w)(?=\w)/g, "\u202d")],
    ["slashes", (text) => text.replace(/(?<=\w)(?=\w)/g, "/")],
    ["thin spaces", (text) => text.replace(/(?<=\w)(?=\w)/g, "\u202f")],
    ["two spaces", (text) => text.replace(/\w{4,}/g, (word) => [...word].join("  "))],
    ["emoji", (text) => text.replace(/(?<=\w)(?=\w)/g, "😀")],
    [
      "small capitals",
      (text) =>
        text.replace(
          /[a-y]/g,
          (letter) => [..."ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘqʀꜱᴛᴜᴠᴡxʏ"]["abcdefghijklmnopqrstuvwxy".indexOf(letter)] as string,
        ),
    ],
    [
      "circles",
      (text) => text.replace(/[a-z]/g, (letter) => String.fromCodePoint(0x24d0 + letter.charCodeAt(0) - 97)),
    ],
    ["bold words", (text) => text.replace(/\w+/g, "**$&**")],
    ["tags in words", (text) => text.replace(/(?<=\w)(?=\w)/g, "<i></i>")],
    ["tags around letters", (text) => text.replace(/\w/g, "<b>$&</b>")],
    ["entities that show as nothing", (text) => text.replace(/(?<=\w)(?=\w)/g, "&shy;")],
    ["numbers that show as nothing", (text) => text.replace(/(?<=\w)(?=\w)/g, "&#x200b;")],
    ["ampersands", (text) => text.replace(/(?<=\w)(?=\w)/g, "&amp;")],
    ["letters written as numbers", (text) => text.replace(/\w/g, (letter) => `&#${letter.charCodeAt(0)};`)],
    [
      "letters upside down",
      (text) =>
        text.replace(
          /[a-y]/g,
          (letter) => [..."ɐbɔdǝɟƃɥᴉɾʞlɯnopqɹsʇuʌʍxʎ"]["abcdefghijklmnopqrstuvwxy".indexOf(letter)] as string,
        ),
    ],
    ["mentions", (text) => text.replace(/\w+/g, "@$&")],
    ["links", (text) => text.replace(/\w+/g, "[$&](https://x.example/1)")],
    ["lines' ends written as tags", (text) => text.replace(/(?<=\w{2})(?=\w{2})/g, "<br>")],
    ["empty sections", (text) => text.replace(/(?<=\w)(?=\w)/g, "<![CDATA[]]>")],
    ["sections with words", (text) => text.replace(/(?<=\w{2})(?=\w{2})/g, "<![CDATA[a]]>")],
    ["a line for each letter", (text) => text.replace(/\S(?=\S)/g, "$&\n").replaceAll(" ", "\n\n")],
    ["an address", (text) => `https://x.example/${text.replaceAll(" ", "-")}`],
    ["the name of a function", (text) => `please call ${text.replaceAll(" ", "_")}() at the end`],
  ])("does not approve a threat or an insult hidden by %s", async (_, hide) => {
    for (const text of ["I will find you and hurt you", "what a pathetic loser you are"]) {
      const { verdict } = await judge(hide(text.toLowerCase()));
      expect([text, verdict.decision, verdict.reviewReason]).not.toEqual([text, "APPROVE", null]);
    }
  });

  const INSULTS = [
    "What an utter fool you are, nobody wants you here.",
    "you are a complete idiot and everyone hates you",
    "you are such a pathetic loser",
    "shut up, nobody asked for your stupid opinion",
  ];
  const PADDING = [
    "(1795243206235-1)",
    "5551234567",
    "http://example.org/a/1",
    "2026-01-02 10:00",
    "thanks for the subject: re: meeting",
    "agenda: 1. welcome 2. minutes of last time 3. any other business",
    "The ferry to the island leaves at nine and we had ice cream by the harbour.",
  ];

  it.each(INSULTS)("is not talked out of an insult by words that say nothing: %s", async (insult) => {
    for (const added of PADDING)
      for (const text of [`${insult} ${added}`, `${added} ${insult}`, `${added} ${insult} ${added}`])
        expect([text, (await judge(text)).verdict.decision]).not.toEqual([text, "APPROVE"]);
  });

  it.each(PADDING)("finds nothing in words that say nothing: %s", async (added) => {
    const text = `The garden is full of birds this morning. ${added}`;
    expect((await judge(text)).verdict.decision).toBe("APPROVE");
  });

  it("marks each harm of a text at its own words", async () => {
    const text = "You are a pathetic loser. Tonight I want to end my life.";
    const { results } = await judge(text);
    const strongest = new Map(
      marksOf(results).map(({ category, spans }) => {
        const top = spans.reduce((a, b) => (b.weight > a.weight ? b : a));
        return [category, text.slice(top.start, top.end)];
      }),
    );
    expect("pathetic loser").toContain(strongest.get("harassment") ?? "nothing");
    expect("end my life").toContain(strongest.get("self_harm") ?? "nothing");
  });

  it("says where the harm is that the rest of a text was to hide", async () => {
    const harm = "you are a complete idiot and everyone hates you";
    const text = `${PADDING[6]} ${harm} ${PADDING[5]}`;
    const { results } = await judge(text);
    const [start, end] = [text.indexOf(harm), text.indexOf(harm) + harm.length];
    const explanations = marksOf(results);
    expect(explanations.length).toBeGreaterThan(0);
    for (const { spans } of explanations) {
      const top = spans.reduce((a, b) => (b.weight > a.weight ? b : a));
      expect(top.start).toBeGreaterThanOrEqual(start);
      expect(top.end).toBeLessThanOrEqual(end);
    }
  });

  it("sends a language it does not know to a person", async () => {
    const { verdict, scores } = await judge("Das ist ein wirklich schöner Tag heute, findest du nicht auch?");
    expect(verdict).toMatchObject({ decision: "FLAG", reviewReason: "language_not_covered" });
    expect(scores).toEqual({});
  });

  it.each([
    "te voy a matar",
    "Je vais te tuer ce soir",
    "ich will sterben",
    "Ich weiß wo du wohnst",
    "Hoy hace mucho calor",
  ])("sends so short a text in another language to a person, too: %s", async (text) => {
    const { verdict, scores } = await judge(text);
    expect(verdict).toMatchObject({ decision: "FLAG", reviewReason: "language_not_covered" });
    expect(scores).toEqual({});
  });

  it.each([
    "შენ სულელი ხარ",
    "நீ ஒரு முட்டாள்",
    "𞤀𞤣𞤤𞤢𞤥 𞤆𞤵𞤤𞤢𞤪",
    "сен ақымақсың",
    "你 أنت أحمق وغبي",
    `${"The weather was mild and we walked along the river until the evening. ".repeat(3)}أنت أحمق وغبي جدا يا رجل`,
  ])("sends a script that it does not know to a person, and a passage in one: %s", async (text) => {
    expect((await judge(text)).verdict).toMatchObject({
      decision: "FLAG",
      reviewReason: "language_not_covered",
    });
  });

  it("keeps what it says of the rest of a text, and names the language that it does not know", async () => {
    const calm = "The weather was mild and we walked along the river until the evening. ".repeat(3);
    const { scores, results } = await judge(`${calm}أنت أحمق وغبي جدا يا رجل`);
    expect(scores.toxicity).toBeLessThan(0.5);
    expect(deepOf(results)?.reason).toMatch(/does not cover the language ar/);
  });

  it("scores an English threat beside another language in all categories", async () => {
    const { scores, verdict } = await judge("I will find you and hurt you 今天天气很好，我们去公园散步。");
    expect(verdict).toMatchObject({ decision: "FLAG", reviewReason: "score" });
    expect(scores.violence).toBeGreaterThan(0.5);
  });

  const CHINESE =
    "今天天气很好，我们一家人去公园散步。孩子们在湖边喂鸭子。中午我们在一家小饭馆吃了面条。饭后我们去书店买了几本书。妈妈喜欢看小说。" +
    "爸爸买了一份地图。下午我们坐船游湖。晚上我们在家里做饭。大家都吃得很饱。明天我们打算去爬山。";
  const RUSSIAN =
    "Сегодня была хорошая погода, и мы всей семьёй гуляли в парке. Дети кормили уток у озера. В обед мы ели лапшу в маленьком " +
    "кафе. Потом мы купили несколько книг. Мама любит читать романы. Днём мы катались на лодке. Завтра мы собираемся в горы.";

  it.each<[Category, string]>([
    ["violence", "I will find you and hurt you"],
    ["violence", "I will kill you tonight"],
    ["harassment", "you are a complete idiot and everyone hates you"],
    ["self_harm", "I want to end my life"],
  ])(
    "sees %s in an English sentence before, behind and inside a text in another script: %s",
    async (category, harm) => {
      for (const text of [
        `${CHINESE}${harm}`,
        `${harm} ${CHINESE}`,
        `${CHINESE.slice(0, 60)}${harm}${CHINESE.slice(60)}`,
        `${RUSSIAN} ${harm}`,
      ]) {
        const { verdict, results, scores } = await judge(text);
        expect([text, verdict.decision, verdict.reviewReason]).not.toEqual([text, "APPROVE", null]);
        expect(scores[category]).toBeGreaterThan(0.2);
        const marked = marksOf(results).find((each) => each.category === category);
        expect([text, marked]).not.toEqual([text, undefined]);
        for (const { start, end } of marked?.spans ?? []) expect(harm).toContain(text.slice(start, end));
      }
    },
  );

  const ENGLISH =
    "Today was a lovely day and we all went for a walk in the park. The children fed the ducks by the lake. We had noodles for " +
    "lunch and bought a few books. In the afternoon we took a boat.";

  it.each<[Category, string]>([
    ["toxicity", "你们都是垃圾"],
    ["violence", "我要杀了你"],
    ["self_harm", "我不想活了"],
    ["toxicity", "Ты полный идиот и неудачник"],
    ["violence", "Сегодня ночью мы тебя убьём"],
    ["toxicity", "Я тебя убью сегодня ночью"],
  ])("sees %s in a sentence in another writing, as in the sentence alone: %s", async (category, harm) => {
    for (const around of harm > "\u4e00" ? [ENGLISH] : [ENGLISH, CHINESE])
      for (const text of [`${around} ${harm}`, `${harm}. ${around}`]) {
        const { verdict, results } = await judge(text);
        expect([text, verdict.decision, verdict.reviewReason]).toEqual([text, "FLAG", "score"]);
        const marked = marksOf(results).find((each) => each.category === category);
        expect(marked).toBeDefined();
        for (const { start, end } of marked?.spans ?? [])
          expect(`${harm}. `).toContain(text.slice(start, end));
      }
  });

  it.each(TEMPLATE_LANGUAGES)(
    "leaves a person alone with nearly all plain sentences in %s, and with most in the words of threats",
    async (language) => {
      const toPerson = async (texts: readonly string[]) => {
        let count = 0;
        for (const text of texts) count += Number((await judge(text)).verdict.decision !== "APPROVE");
        return count / texts.length;
      };
      expect(await toPerson(UNSEEN[language].everyday)).toBeLessThan(0.08);
      expect(await toPerson(UNSEEN[language].neighbours)).toBeLessThan(0.25);
    },
  );

  it.each([
    `${CHINESE} See you at the park tomorrow!`,
    `${RUSSIAN} Happy birthday my friend, see you soon`,
    "我们在用 React 和 TypeScript 做一个新的项目，deadline 是下周五。",
    "我最喜欢的歌是 Killing Me Softly，你呢？",
    "Читаю книгу To Kill a Mockingbird, прекрасная история.",
    "会议改到下午三点，please bring your laptop and the report.",
    "Добро пожаловать! Welcome to our hotel, breakfast is served from seven to ten.",
    "Hello from Beijing! 北京的冬天很冷 but the food is great.",
  ])("approves an ordinary post in two scripts: %s", async (text) => {
    expect((await judge(text)).verdict.decision).toBe("APPROVE");
  });

  it.each(["", " \n", "\u200b\u2060\ufeff", "&shy;"])(
    "has nothing to judge where nothing shows: %j",
    async (text) => {
      const { scores, verdict, results } = await judge(text);
      expect(Math.max(...Object.values(scores))).toBe(0);
      expect(verdict).toMatchObject({ decision: "APPROVE", decidedBy: [], reviewReason: null });
      expect(results.at(-1)?.reason).toBe("The text shows nothing.");
    },
  );

  it.each(["k", "K", "a", "?", "...", "1", "<3", ":("])(
    "has nothing to judge in a single sign: %s",
    async (text) => {
      const { verdict, results } = await judge(text);
      expect(verdict).toMatchObject({ decision: "APPROVE", decidedBy: [], reviewReason: null });
      expect(results.at(-1)?.reason).toBe("The text is a single letter, digit or sign.");
    },
  );

  it.each([
    "<!-- I will find you and kill you tonight -->",
    "hello my friend <!-- I will find you and kill you tonight -->",
    "<b title='I will find you and kill you tonight'>",
    "see you <span x=I will find you and kill you tonight> later",
  ])("reads what stands in markup, which not everybody takes for it: %s", async (text) => {
    expect((await judge(text)).scores.violence).toBeGreaterThan(0.5);
  });

  it.each([
    ["markup with words inside a word", "have a look, ki<!-- a lovely day -->ll yourself"],
    ["words shown from right to left", "\u202eera uoy resol citehtap a tahw\u202c"],
    ["letters with boxes between them", "w\ue000h\ue000a\ue000t a l\ue000o\ue000s\ue000e\ue000r"],
    ["signs that only a font of one's own draws", "\ue001\ue014\ue00e\ue003"],
    ["signs that are none yet", "\u0378\u0379\u0380\u0381"],
  ])("leaves %s to a person", async (_, text) => {
    const { verdict, results } = await judge(text);
    expect(verdict).toMatchObject({ decision: "FLAG", reviewReason: "language_not_covered" });
    expect(deepOf(results)?.reason).toBe(
      "The model does not cover how this text, or a part of it, is written.",
    );
  });

  it.each(["you are a complete idiot, amigo", "you idiot, je te deteste mon ami", "stupid idiot, du bist"])(
    "scores an English insult with foreign words beside it: %s",
    async (text) => {
      const { scores, verdict } = await judge(text);
      expect(verdict).toMatchObject({ decision: "FLAG", reviewReason: "score" });
      expect(scores.harassment).toBeGreaterThan(0.5);
    },
  );

  it.each(["you are such a pathetic 👨‍👩‍👧‍👦 loser 🇩🇪", "what a p\u0336a\u0336thetic loser\u0336 you are"])(
    "marks whole characters: %s",
    async (text) => {
      const characters = [...new Intl.Segmenter().segment(text)].map(({ index }) => index);
      const { results } = await judge(text);
      const spans = results.flatMap(({ explanations }) => explanations.flatMap((each) => each.spans));
      expect(spans.length).toBeGreaterThan(0);
      for (const { start, end } of spans)
        expect([...characters, text.length]).toEqual(expect.arrayContaining([start, end]));
    },
  );

  it.each([
    ["idiot", "My neighbour is an idiot who parks on the grass."],
    ["stupid", "Nice photo, but what a stupid thing to say."],
    ["stupid", "The new manager is stupid and the coffee is cold."],
    ["fool", "Only a fool would buy this car."],
    ["idiot", "The referee was an idiot all evening."],
  ])("points to the word that made the score, %s: %s", async (word, text) => {
    const { results } = await judge(text);
    const explanations = results.flatMap((result) => result.explanations);
    expect(explanations.map(({ category }) => category)).toContain("harassment");
    for (const { spans } of explanations) {
      const top = spans.reduce((a, b) => (b.weight > a.weight ? b : a));
      expect(text.slice(top.start, top.end)).toBe(word);
    }
  });
});
