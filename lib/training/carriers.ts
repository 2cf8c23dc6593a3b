import { splitWords } from "#lib/domain/text/words";
import type { Random } from "./random";

const list = (source: string): string[] => source.split(" ");
/** Words that stand around a text in what programs write, and mean nothing. */
const KEYS = list("text body comment message content msg note title reply description post caption");
const OTHER_KEYS = list("id user author status lang created_at type likes thread room votes page");
const NAMES = list("tom maria li kate omar anna sam guest42 user_7 mod1 elif ivan joao wei");
const VALUES = list("ok new open true false null en draft general 200 done lobby");
const TAGS = list("p div span comment message td li b i em strong text h3 title");
const SITES = list("example.com site.example forum.example news.example blog.example pics.example");
const PATHS = list("a post/12 watch t/881 u/9 img/3.jpg index.html faq p/q8z thread/5 latest");
const VARIABLES = list("s text msg label note title str greeting line hint");

/** Words up to which each word may become a link or a tag of its own, and up to which a text becomes one name. */
const MOST_LINKED = 14;
const MOST_TAGGED = 10;
const MOST_NAMED = 6;

type Carrier = (text: string, random: Random) => string;

/** The text as a string between quotation marks of a program. */
const quoted = (text: string): string => JSON.stringify(text);
const site = (random: Random): string =>
  `${random.pick(["https://", "http://", "https://www."])}${random.pick(SITES)}/${random.pick(PATHS)}`;
const digits = (random: Random, length: number): string =>
  Array.from({ length }, () => random.below(10)).join("");
const clock = (random: Random): string => `${10 + random.below(14)}:${10 + random.below(50)}`;
const day = (random: Random): string =>
  `20${20 + random.below(7)}-0${1 + random.below(9)}-${10 + random.below(19)}`;
const scalar = (random: Random): string =>
  random.next() < 0.5 ? String(random.below(1e6)) : quoted(random.pick([...VALUES, ...NAMES]));
/** Of a row, the cells before or behind the one with the text. */
const cells = (random: Random): string[] =>
  Array.from({ length: random.below(3) }, () =>
    random.pick([digits(random, 1 + random.below(5)), random.pick(NAMES), day(random), random.pick(VALUES)]),
  );
const around = (text: string, random: Random): string[] => [...cells(random), text, ...cells(random)];
const wordsOf = (text: string): string[] => text.split(/\s+/u).filter(Boolean);
const letters = (word: string): string => word.replace(/[^\p{L}\p{M}\p{N}]/gu, "");

const json: Carrier = (text, random) => {
  const space = random.pick(["", " "]);
  const pairs = Array.from(
    { length: random.below(4) },
    () => `"${random.pick(OTHER_KEYS)}":${space}${scalar(random)}`,
  );
  pairs.splice(random.below(pairs.length + 1), 0, `"${random.pick(KEYS)}":${space}${quoted(text)}`);
  const object = `{${pairs.join(`,${space}`)}}`;
  return random.pick([object, object, object, `[${object}]`, `{"data":${space}${object}}`]);
};

const keyed: Carrier = (text, random) => {
  const pairs = Array.from(
    { length: random.below(3) },
    () => `${random.pick(OTHER_KEYS)}: ${random.pick([...VALUES, ...NAMES])}`,
  );
  pairs.splice(random.below(pairs.length + 1), 0, `${random.pick(KEYS)}: ${text}`);
  return pairs.join("\n");
};

const element: Carrier = (text, random) => {
  const tag = random.pick(TAGS);
  const attribute = random.next() < 0.4 ? ` ${random.pick(OTHER_KEYS)}="${random.pick(NAMES)}"` : "";
  return `<${tag}${attribute}>${text}</${tag}>`;
};

const link: Carrier = (text, random) =>
  random.pick([
    `[${text}](${site(random)})`,
    `<a href="${site(random)}">${text}</a>`,
    `[url=${site(random)}]${text}[/url]`,
    `![${text}](${site(random)})`,
  ]);

const log: Carrier = (text, random) => {
  const name = random.pick(NAMES);
  return random.pick([
    `[${clock(random)}] ${name}: ${text}`,
    `[${clock(random)}] <${name}> ${text}`,
    `${name} (${clock(random)}): ${text}`,
    `${day(random)} ${clock(random)}:07 INFO ${random.pick(KEYS)}=${quoted(text)}`,
    `${day(random)}T${clock(random)}Z ${name} said: ${text}`,
    `level=${random.pick(VALUES)} user=${name} ${random.pick(KEYS)}=${quoted(text)}`,
  ]);
};

const code: Carrier = (text, random) => {
  const name = random.pick(VARIABLES);
  return random.pick([
    `// ${text}`,
    `# ${text}`,
    `/* ${text} */`,
    `-- ${text}`,
    `const ${name} = ${quoted(text)};`,
    `${name} = ${quoted(text)}`,
    `print(${quoted(text)})`,
    `console.log(${quoted(text)});`,
    `echo ${quoted(text)}`,
    `return ${quoted(text)};`,
    `throw new Error(${quoted(text)})`,
    `System.out.println(${quoted(text)});`,
    `git commit -m ${quoted(text)}`,
    `INSERT INTO ${random.pick(KEYS)}s VALUES (${digits(random, 3)}, ${quoted(text)});`,
    `\`${text}\``,
    `\`\`\`\n${text}\n\`\`\``,
  ]);
};

const row: Carrier = (text, random) =>
  random.pick([
    around(random.next() < 0.5 ? quoted(text) : text, random).join(","),
    around(text, random).join(";"),
    `| ${around(text, random).join(" | ")} |`,
    around(text, random).join("\t"),
  ]);

const marked: Carrier = (text, random) =>
  random.pick([
    `> ${text}`,
    `- ${text}`,
    `* ${text}`,
    `${1 + random.below(9)}. ${text}`,
    `- [ ] ${text}`,
    `# ${text}`,
    `**${text}**`,
    `*${text}*`,
    `~~${text}~~`,
    `||${text}||`,
    `[b]${text}[/b]`,
    `[quote=${random.pick(NAMES)}]${text}[/quote]`,
    `\\textbf{${text}}`,
    `"${text}"`,
  ]);

/** In an address, as forms send it. */
const query: Carrier = (text, random) => {
  const value = random.next() < 0.5 ? wordsOf(text).join("+") : wordsOf(text).join("%20");
  return random.pick([
    `?${random.pick(["q", ...KEYS])}=${value}`,
    `${random.pick(OTHER_KEYS)}=${digits(random, 3)}&${random.pick(KEYS)}=${value}`,
    `/search?q=${value}&page=${1 + random.below(9)}`,
  ]);
};

/** Each word its own link. */
const linked: Carrier = (text, random) => {
  const words = wordsOf(text);
  if (words.length > MOST_LINKED) return link(text, random);
  const [of, bare] = [site(random), random.next() < 0.3];
  return words.map((word) => `[${word}](${bare ? "#" : of})`).join(" ");
};

const tagged: Carrier = (text, random) => {
  const words = wordsOf(text);
  if (words.length > MOST_TAGGED) return marked(text, random);
  return words
    .map((word) => (letters(word) ? `#${letters(word)}` : word))
    .join(random.next() < 0.9 ? " " : "");
};

/** As programmers name things. */
const named: Carrier = (text, random) => {
  const words = wordsOf(text).map(letters).filter(Boolean);
  if (words.length > MOST_NAMED || words.length < 2) return code(text, random);
  const name = random.pick([
    words.join("_").toLowerCase(),
    words.join("-").toLowerCase(),
    words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("_"),
  ]);
  return random.pick([`${name}()`, `def ${name}():`, `${name}.txt`, `${name} = 1`, name, `./${name}.sh`]);
};

const CARRIERS: readonly [share: number, carrier: Carrier][] = [
  [6, json],
  [2, keyed],
  [4, element],
  [4, link],
  [4, linked],
  [4, log],
  [6, code],
  [4, row],
  [6, marked],
  [2, query],
  [4, tagged],
  [2, named],
];

/**
 * The text inside something that programs write or that marks it up: JSON, a log, a table, links, tags. What it says stays
 * true of it. As it is where that would come to more than `mostWords` words.
 */
export function carried(text: string, random: Random, mostWords: number): string {
  const [, carrier] = random.byShare(CARRIERS);
  const result = carrier(text.trim(), random);
  return splitWords(result).length <= mostWords ? result : text;
}
