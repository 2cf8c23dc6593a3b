import type { Random } from "../random";

/** Draws what a form is filled with. */
interface Filling {
  /** One of words that stand with blanks between them. */
  of: (words: string) => string;
  /** An integer from `least` up to, not including, `end`. */
  from: (least: number, end: number) => number;
  /** A price or a quantity with two places behind the point. */
  price: () => string;
  name: () => string;
  type: () => string;
  food: () => string;
  unit: () => string;
  town: () => string;
  clock: () => string;
  day: () => string;
}

const VARIABLES =
  "user item count index list total node value row result config buffer path key token entry page cache map session query";
const TYPES =
  "string number boolean int float Foo Item User T K V Date Buffer Node Response u32 char double Row Point Event";
const FOODS =
  "flour sugar butter milk eggs onion garlic rice lentils tomatoes basil salt pepper olive-oil carrots cream yeast beans pasta cheese lemon ginger spinach potatoes honey oats";
const UNITS = "g kg ml l tbsp tsp cups pcs oz lb pinch slices";
const TOWNS =
  "Leeds Porto Izmir Oslo Utrecht Graz Turku Bath Lyon Ghent Krakow Dover Cork Basel Siena Aarhus Bergen Tartu";
const GOODS =
  "socks kettle lamp bike-bell notebook charger scarf mug pillow tripod umbrella hammer paint tape screws towel sunscreen passport tent torch";
const TEAMS = "Rovers United Hawks Bears Lions City Wolves Stars Kings Rangers Town Owls";
const CHORDS = "Am C G F Dm Em D A E7 Bm Cadd9 G/B";
const STEPS = "Beat Whip Crush Chop Cut Mash Pound Slice Strip Burn Grill Whisk Knead Blend Skin Bone Roast";
const HOBBIES = "knitting baking trainspotting chess running lego gardening film sourdough birding climbing";
const WEEKDAYS = "Mon Tue Wed Thu Fri Sat Sun";

const words = (source: string): string[] => source.split(" ");

type Form = (filling: Filling) => string;

/** What people paste that is no sentence. */
const FORMS: readonly Form[] = [
  // Programs.
  ({ type, name, of }) => `${of("Array List Set Promise Vec Option Iterable Stack")}<${type()}> ${name()}`,
  ({ type, name }) => `Map<${type()}, ${type()}[]> ${name()} = new HashMap<>();`,
  ({ type, name }) => `function ${name()}<${type()}>(${name()}: ${type()}): ${type()}`,
  ({ name, of, from }) =>
    `const ${name()} = ${name()}.${of("map filter find slice")}((x) => x.${name()} > ${from(0, 99)});`,
  ({ name, from }) => `for (let i = 0; i < ${name()}.length; i++) { ${name()} += ${from(1, 9)}; }`,
  ({ name }) => `if (!${name()}) return null;`,
  ({ name, of }) => `if (${name()} ${of("=== !== == >= <")} ${name()} && !${name()}.${name()}) {`,
  ({ name, type }) => `int ${name()}(char **${name()}, const ${type()} *${name()});`,
  ({ name }) => `def ${name()}(self, ${name()}=None):\n    return self.${name()}`,
  ({ name, of }) => `import { ${name()} } from "${of("./lib ../utils react node:fs lodash @app/core")}";`,
  ({ name }) => `SELECT ${name()}, COUNT(*) FROM ${name()}s GROUP BY ${name()};`,
  ({ name, from }) => `UPDATE ${name()}s SET ${name()} = ${from(0, 50)} WHERE id = ${from(1, 9999)};`,
  ({ of, name }) =>
    `${of("git npm docker kubectl cargo pip")} ${of("push run build install rebase apply")} --${name()} ${of("-f -v -q --force origin main .")}`,
  ({ name, of }) => `cat ${name()}.log | grep -v ${of("debug INFO warn null")} | sort | uniq -c | head`,
  ({ of, from }) => `kill -9 ${from(100, 32000)} && ${of("rm -rf node_modules")}`,
  ({ of, from }) =>
    `.${of("btn card nav hero grid")} { margin: ${from(0, 40)}px; ${of("color background border")}: #${from(100, 999)}; }`,
  ({ of, name }) => `<${of("div span input img button")} class="${name()} ${name()}" id="${name()}">`,
  ({ name, from, of }) =>
    `{"${name()}": ${from(0, 999)}, "${name()}": "${of("ok new open en null")}", "${name()}": [${from(0, 9)}, ${from(0, 9)}]}`,
  ({ name, of, from }) => `${name()}:\n  ${name()}: ${of("true false null")}\n  ${name()}: ${from(1, 9000)}`,
  ({ of, name, from }) =>
    `${of("TypeError ReferenceError KeyError NullPointerException panic")}: ${name()} is ${of("undefined None null")} at ${name()}.${of("ts py go java")}:${from(1, 900)}`,
  ({ name, from }) =>
    `Traceback (most recent call last): File "${name()}.py", line ${from(1, 400)}, in <module>`,
  ({ name, from }) =>
    `@@ -${from(1, 90)},${from(1, 9)} +${from(1, 90)},${from(1, 9)} @@\n- ${name()}\n+ ${name()}_${name()}`,
  ({ of, name }) =>
    `${of("fix feat chore docs refactor")}(${name()}): ${of("rename drop add update bump move")} ${name()}`,
  ({ from }) => `^[A-Z]{${from(1, 4)}}\\d+(?:-\\w+)?$`,
  ({ name, from }) => `#define ${name().toUpperCase()}_MAX ${from(8, 4096)}`,
  ({ name, type }) => `let mut ${name()}: Vec<&${type()}> = vec![];`,
  ({ from }) => `v${from(0, 9)}.${from(0, 20)}.${from(0, 9)}`,
  ({ from }) => `\\frac{${from(1, 9)}}{x^${from(2, 5)}} + \\sqrt{${from(2, 90)}} = y`,
  ({ from }) => `f(x) = ${from(2, 9)}x^2 - ${from(1, 40)}x + ${from(1, 9)}`,
  ({ of, from, clock, day }) =>
    `${day()} ${clock()} [${of("INFO WARN DEBUG ERROR")}] worker-${from(1, 9)} took ${from(1, 900)}ms`,
  ({ name, of }) => `${name().toUpperCase()}_${name().toUpperCase()}=${of("true 0 localhost prod")}`,
  // Kitchen.
  ({ from, unit, food }) => `${from(1, 900)} ${unit()} ${food()}`,
  ({ from, unit, food }) =>
    `${from(1, 900)} ${unit()} ${food()}, ${from(1, 9)} ${unit()} ${food()}, ${food()}`,
  ({ from, unit, food }) =>
    `- ${from(1, 9)} ${unit()} ${food()}\n- ${from(1, 400)} ${unit()} ${food()}\n- ${food()} to taste`,
  ({ of, food, from }) =>
    `${of(STEPS)} the ${food()} ${of("until_soft and_drain then_rest for twice well").replace("_", " ")} ${from(2, 40)} min`,
  ({ of, food, from }) =>
    `${from(1, 12)}. ${of(STEPS)} ${food()} and ${food()}, ${of(STEPS).toLowerCase()} again`,
  ({ from, of, food }) =>
    `${from(160, 230)} °C, ${from(10, 70)} min, ${of("middle upper lower")} shelf, cover the ${food()}`,
  ({ food, from }) => `shopping: ${food()}, ${food()}, ${food()} x${from(2, 9)}, ${food()}`,
  ({ food }) => `${food()} / ${food()} / ${food()}`,
  // Prices, tables, numbers.
  ({ of, price }) => `${of(GOODS)} ${of("€ $ £")}${price()}`,
  ({ of, price, from }) =>
    `${of(GOODS)} | ${from(1, 20)} | ${price()}\n${of(GOODS)} | ${from(1, 20)} | ${price()}`,
  ({ of, price }) =>
    `| item | price |\n|---|---|\n| ${of(GOODS)} | ${price()} |\n| ${of(GOODS)} | ${price()} |`,
  ({ from, price, of }) => `${from(1, 9)}x ${of(GOODS)} @ ${price()} = ${price()}`,
  ({ of, from }) =>
    `selling ${of(GOODS)}, ${of("used new boxed mint")}, ${from(2, 90)} ${of("eur usd gbp")}, pick up ${of(TOWNS)}`,
  ({ name, from, day }) => `${from(1, 900)},${name()},${day()},${from(0, 99)}`,
  ({ from }) => `${from(1, 90)} ${from(1, 90)} ${from(1, 90)} ${from(1, 90)} ${from(1, 90)}`,
  ({ from, of }) =>
    `${from(1, 200)} x ${from(1, 200)} x ${from(1, 99)} ${of("cm mm in")}, ${from(1, 40)} ${of("kg lb")}`,
  ({ from, of }) => `${of("CPU RAM GPU SSD")}: ${from(2, 64)} ${of("GB cores TB GHz")}`,
  ({ from }) => `ISBN 978-${from(0, 9)}-${from(100, 999)}-${from(10000, 99999)}-${from(0, 9)}`,
  ({ from, of }) => `${of("order ticket ref case invoice")} #${from(1000, 999999)}`,
  ({ from, of }) => `Q${from(1, 5)} ${of("2024 2025 2026")}: ${from(1, 99)}.${from(0, 9)} %`,
  // Times, places, sport, music, games.
  ({ clock, town, from }) => `${clock()} ${town()} – ${clock()} ${town()}, platform ${from(1, 14)}`,
  ({ clock, of, town }) =>
    `${of(WEEKDAYS)} ${clock()}-${clock()} ${of("yoga choir chess pottery swim")} @ ${town()}`,
  ({ from, of, town }) =>
    `${from(1, 240)} ${of("Mill Station Park Church Garden")} ${of("Lane Road Street")}, ${town()}`,
  ({ of, from }) => `${of(TEAMS)} ${from(0, 6)} - ${from(0, 6)} ${of(TEAMS)}`,
  ({ of, from }) => `${of(TEAMS)} W${from(0, 20)} L${from(0, 20)} D${from(0, 9)} ${from(1, 60)}pts`,
  ({ from }) => `${from(1, 7)}-${from(1, 7)} ${from(1, 7)}-${from(1, 7)} ${from(6, 8)}-${from(1, 7)}`,
  ({ of, from }) =>
    `${from(1, 40)}. ${of("e4 d4 Nf3 c4 Bb5 Qh5")} ${of("e5 c5 Nc6 d5 Nf6 exd5")} ${from(2, 41)}. ${of("Bxc6 O-O Nxe5 Rd1 Qxf7#")}`,
  ({ of }) => `${of(CHORDS)} ${of(CHORDS)} ${of(CHORDS)} ${of(CHORDS)}`,
  ({ of, from }) => `capo ${from(1, 6)}: ${of(CHORDS)} | ${of(CHORDS)} | ${of(CHORDS)}`,
  ({ from, of }) =>
    `${of("HP ATK DEF SPD XP")} ${from(1, 99)}/${from(99, 999)} ${of("lvl dmg crit")} ${from(1, 90)}`,
  ({ of, from }) =>
    `${from(1, 50)} ${of("kills deaths assists headshots")} / ${from(1, 50)} ${of("kills deaths assists revives")}, ${of("gg wp ez_pz rematch").replace("_", " ")}`,
  ({ of }) => `packing: ${of(GOODS)}, ${of(GOODS)}, ${of(GOODS)}, ${of(GOODS)}`,
  ({ of, from }) => `[ ] ${of(GOODS)}\n[x] ${of(GOODS)}\n[ ] ${of(GOODS)} (${from(2, 6)})`,
  ({ of, name }) => `#${of(HOBBIES)} #${of(HOBBIES)} ${of("#wip #tbt #diy #bts")} #${name()}`,
  ({ of, town }) =>
    `[${of("photos map tickets menu slides notes")}](https://${of("example.com site.example maps.example")}/${town().toLowerCase()})`,
  ({ of, from }) => `${from(1, 30)} across: ${of("river tree poet fruit king metal bird")} (${from(3, 9)})`,
  ({ of }) => of("k ok no yes maybe A B C D brb afk ty np idk same first bump this +1 lol nvm ofc tbh"),
  ({ of, from }) => `${from(1, 12)}${of("a b c d")}) ${of("A B C D true false")}`,
  ({ of, from }) => `${of("size colour model year")}: ${of("M L XL red blue green")} ${from(20, 60)}`,
  ({ from, of }) => `${from(10, 40)} ${of("F M")} ${of(TOWNS)}`,
  ({ of, from }) => `SOLD ${of(GOODS)}, ISO ${of(GOODS)}, ${of("PM DM")} me, ${from(5, 80)} shipped`,
];

/** One to four lines of what is no sentence and harms nobody: programs, lists, tables, prices, timetables. */
export function writtenForm(random: Random): string {
  const from = (least: number, end: number): number => least + random.below(end - least);
  const of = (source: string): string => random.pick(words(source));
  const filling: Filling = {
    of,
    from,
    price: () => `${from(0, 200)}.${from(10, 99)}`,
    name: () => of(VARIABLES),
    type: () => of(TYPES),
    food: () => of(FOODS).replace("-", " "),
    unit: () => of(UNITS),
    town: () => of(TOWNS),
    clock: () => `${from(6, 24)}:${from(10, 60)}`,
    day: () => `202${from(0, 7)}-0${from(1, 10)}-${from(10, 29)}`,
  };
  const form = random.pick(FORMS);
  const lines = random.next() < 0.5 ? 1 : 1 + random.below(4);
  return Array.from({ length: lines }, () => form(filling)).join("\n");
}
