import type { Random } from "../random";
import { SLOTS } from "./slots";

/** A group of people as it is named in the plural and in the singular. */
export type GroupName = readonly [plural: string, single: string];

const list = (words: string): string[] =>
  words
    .split(";")
    .map((word) => word.trim())
    .filter(Boolean);

/** Groups named by one word, besides those in `slots.ts`; a plural that only adds an s is left out. */
const NAMES: readonly GroupName[] = list(`
  Albanian; Algerian; Angolan; Argentinian; Armenian; Australian; Austrian; Belgian; Bolivian; Bosnian; Bulgarian; Cambodian;
  Cameroonian; Canadian; Chilean; Colombian; Congolese|Congolese person; Croat; Cuban; Czech; Dane; Dominican; Ecuadorian;
  Eritrean; Estonian; Ethiopian; European; Finn; Georgian; German; Ghanaian; Greek; Guatemalan; Haitian; Honduran; Hungarian;
  Icelander; Indonesian; Iraqi; Italian; Jamaican; Jordanian; Kazakh; Kenyan; Kurd; Latvian; Lebanese people|Lebanese person;
  Liberian; Libyan; Lithuanian; Malaysian; Moldovan; Mongolian; Moroccan; Namibian; Nepalese people|Nepalese person; Norwegian;
  Peruvian; Portuguese people|Portuguese person; Puerto Rican; Rwandan; Salvadoran; Saudi; Scot; Senegalese people|Senegalese person;
  Serb; Slovak; South African; Spaniard; Sri Lankan; Sudanese people|Sudanese person; Swede; Swiss people|Swiss person; Tanzanian;
  Thai; Tibetan; Tunisian; Ugandan; Ukrainian; Uzbek; Venezuelan; Welsh people|Welsh person; Irish people|Irish person;
  French people|French person; English people|English person; Dutch people|Dutch person; British people|Brit; American; Yemeni;
  Zimbabwean; Tamil; Pashtun; Berber; Uyghur; Maori|Maori; Aboriginal people|Aboriginal person; Inuit|Inuit; Gypsies|Gypsy;
  Traveller; Amish people|Amish person; Anglican; Baptist; Evangelical; Orthodox Christian; Jain; Jehovah's Witnesses|Jehovah's Witness;
  Lutheran; Methodist; Orthodox Jew; Pagan; Presbyterian; Quaker; Rastafarian; Shia Muslim; Sufi; Sunni Muslim; Taoist; Unitarian;
  Zoroastrian; agnostic; believer; nun; convert; albino; amputee; diabetic; dyslexic people|dyslexic person; epileptic; stutterer;
  hard of hearing people|hard of hearing person; paraplegic; asexual; intersex people|intersex person; gender-fluid people|gender-fluid person;
  pansexual; transsexual; househusbands|househusband; housewives|housewife; working mother; mother; wives|wife; ladies|lady; schoolgirl;
  boomer; teenager; widow; orphan; toddler; expatriate; exile; stateless people|stateless person; illegal immigrant; guest worker;
  migrant worker; redhead; short people|short person; obese people|obese person; bald men|bald man; villager; nomad; Southerner;
  Easterner; Westerner; islander; slum dwellers|slum dweller; homeless people|homeless person; poor people|poor person`).map(
  (entry) => {
    const [first, second] = entry.split("|");
    return second === undefined ? [`${first}s`, first as string] : [first as string, second];
  },
);

const PLACES = list(`
  Africa; Asia; Eastern Europe; the Balkans; the Middle East; Latin America; the Caribbean; Brazil; China; Congo; Cuba; Egypt;
  Ethiopia; France; Gaza; Germany; Ghana; Greece; Haiti; India; Indonesia; Iran; Iraq; Ireland; Israel; Italy; Jamaica; Japan; Kenya;
  Korea; Lebanon; Libya; Mexico; Morocco; Nepal; Nigeria; Pakistan; Peru; Poland; Portugal; Romania; Russia; Senegal; Somalia;
  South Africa; Spain; Sudan; Syria; Thailand; Tunisia; Turkey; Uganda; Ukraine; Venezuela; Vietnam; Yemen; Zambia; abroad; the south;
  the islands; the countryside; that part of the world; that country; overseas`);

/** Words that make a group of people. */
const MARKS = list(`
  African; Albanian; Arab; Asian; Black; Brazilian; Catholic; Chinese; Christian; Colombian; Ethiopian; gay; Haitian; Hindu; Hispanic;
  immigrant; Indian; Iraqi; Jewish; Kurdish; Latino; lesbian; Mexican; Muslim; Nigerian; Pakistani; Polish; refugee; Roma; Romanian;
  Russian; Sikh; Somali; Syrian; trans; Turkish; Vietnamese; white; disabled; deaf; autistic; elderly; foreign; Native; Orthodox; veiled;
  brown; East Asian; West African; South American; Middle Eastern; Eastern European; mixed-race; queer; bisexual; non-white; migrant`);
const PERSONS: readonly GroupName[] = [
  ["people", "person"],
  ["folk", "person"],
  ["folks", "guy"],
  ["women", "woman"],
  ["men", "man"],
  ["girls", "girl"],
  ["boys", "boy"],
  ["families", "family"],
  ["kids", "kid"],
  ["students", "student"],
  ["workers", "worker"],
  ["neighbours", "neighbour"],
  ["mothers", "mother"],
  ["teenagers", "teenager"],
  ["couples", "couple"],
  ["immigrants", "immigrant"],
];
const FEATURES = list(`
  with dark skin; with an accent; with a disability; with autism; with epilepsy; in wheelchairs; who wear a headscarf; who wear turbans;
  of colour; of that faith; of that religion; of that race; who pray to another god; who speak another language; on benefits;
  who are gay; who are trans; born abroad; who came here by boat; of mixed race; who can't hear; who can't see; over seventy;
  in a hijab; with dwarfism; of Asian descent; of African descent; of Jewish origin; of foreign blood; who fled the war`);

const STARTS = list(
  "Ba; Bel; Bor; Cal; Dar; Dor; El; Fen; Gal; Gor; Hal; Jar; Ka; Kel; Lan; Lor; Ma; Mar; Nar; Nor; O; Or; Pel; Qua; Ran; Sa; Sel; Tar; Tel; Ul; Va; Vel; Vor; Ya; Zan; Zor",
);
const MIDDLES = list(
  "a; an; ar; e; el; en; i; in; is; o; on; or; u; ul; da; ra; le; mi; na; to; va; shi; cha; ga; pi; bu; lo",
);
/** Endings of names of peoples and of faiths, plural and singular. */
const ENDS: readonly GroupName[] = [
  ["nians", "nian"],
  ["rians", "rian"],
  ["vians", "vian"],
  ["nese people", "nese person"],
  ["dis", "di"],
  ["nis", "ni"],
  ["lis", "li"],
  ["nos", "no"],
  ["ans", "an"],
  ["ish people", "ish person"],
  ["ists", "ist"],
  ["mites", "mite"],
  ["kers", "ker"],
  ["ks", "k"],
];

/**
 * A group of people: one of the well-known ones, one of many others, one described by where it is from or what marks it, or one with a
 * name that does not exist, so that what is said of a group counts whoever they are.
 */
export function anyGroup(random: Random): GroupName {
  const dice = random.next();
  if (dice < 0.5) {
    const [plural, single] = random.pick(SLOTS.group).split("|");
    return [plural as string, single as string];
  }
  if (dice < 0.7) return random.pick(NAMES);
  if (dice < 0.78) {
    const place = random.pick(PLACES);
    const [people, person] = random.pick(PERSONS);
    return [`${people} from ${place}`, `${person} from ${place}`];
  }
  if (dice < 0.9) {
    const mark = random.pick(MARKS);
    const [people, person] = random.pick(PERSONS);
    return [`${mark} ${people}`, `${mark} ${person}`];
  }
  if (dice < 0.94) {
    const feature = random.pick(FEATURES);
    return [`people ${feature}`, `person ${feature}`];
  }
  const [plural, single] = random.pick(ENDS);
  const stem = random.pick(STARTS) + random.pick(MIDDLES) + (random.next() < 0.3 ? random.pick(MIDDLES) : "");
  return [stem + plural, stem + single];
}
