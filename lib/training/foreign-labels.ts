import type { Example } from "./datasets";
import { columnOf } from "./text-screen-corpus";
import type { WeakLabel } from "./weak-labels";

/**
 * Stems of words that a text of violence or self-harm can hardly do without, per language (ISO 639-1): where none occurs, a text of a set
 * that was not labelled for either is taken for neither. Too many stems cost little, as nothing is guessed where one is met.
 */
const STEMS: Readonly<Record<string, { violence: RegExp; selfHarm: RegExp }>> = {
  pt: {
    violence:
      /\b(?:mat[aeo]|mort|morr|sangu|tiro|atir|bala|arma|faca|fuzil|bomba|queim|bat[aeio]|porrad|soco|espanc|enforc|explod|viol[eê]n|agr[ei][dr]|agress|assassin|estupr|ataqu|atac|guerra|destru[ií]|acab[ae]|surra|apanh|tortur|cort[ae]|quebr|arrebent|cova|caix[aã]o|sofr|machuc|elimin|executa|paredão|pega(?:r|mos)|te pego|vai ver|cuidado)/iu,
    selfHarm:
      /\b(?:suic|mat[aeo]|mort|morr|viv[eo]|vida|cort[ae]|aguent|desist|sumir|desapare|acab[ae]|adeus|despe[dç]|machuc|fim|dor|sofr|peso|existi)/iu,
  },
  ru: {
    violence:
      /(?:уби|убь|бить|бей|изби|бью|смерт|умер|умр|сдох|подох|кров|стрел|нож|бомб|взры|взорв|жечь|сжеч|сожг|сжига|гори|душ|повес|вешат|войн|оруж|наси|пыт|казн|мор[дж]|уничтож|реж|реза|зарез|лома|могил|похорон|закоп|покойн|труп|террор|избав|погро|ненави|расправ|удар|пизд|ебал|кости|ног[иу]|рук[иу])/iu,
    selfHarm:
      /(?:суиц|самоуб|покон|уби|убь|умер|умир|умр|смерт|сдох|жить|жизн|вен[ыау]|реза|реж|порез|устал|конец|прощай|простит|исчез|бол[иь]|смысл|повес|таблет|пусто)/iu,
  },
  tr: {
    violence:
      /(?:öl|kan[ıi]|vur|silah|kurşun|kursun|bıçak|bicak|bomba|yak[aıi]|döv|dov|dayak|\bas[aılm]|kes[ei]|patla|savaş|savas|saldır|saldir|katil|katle|infaz|şiddet|siddet|geber|mezar|boğ|bog|ez[ei]|kır|kir|parçala|parcala|tecav|işkence|iskence|imha|yok et|hesab|bekle|göreceksin|goreceksin|pişman|pisman|toprak|linç|linc|idam|terör|teror|tekme|yumruk|tokat)/iu,
    selfHarm:
      /(?:intihar|öl|yaşa|yasa|hayat|kes[ei]|bilek|veda|elveda|son\b|sonu|bitir|bitsin|dayan|katlan|acı|aci|yok ol|kaybol|yoruldu|yorgun|umut|anlam)/iu,
  },
  zh: {
    violence:
      /[杀殺死血枪槍刀炸烧燒打揍砍捅战戰暴灭滅屠毙斃弄埋废廢命绑勒掐踢扁抽剁宰葬恐]|攻击|攻擊|小心|等着|收拾|教训/u,
    selfHarm: /[死割活命亡]|自杀|自殺|自残|跳楼|解脱|遗书|再见|告别|结束|消失|撑|痛苦|绝望/u,
  },
};

/** At most so toxic is a text that is taken for harmless also where it has such a word. */
const QUIET = 0.1;

/**
 * What a text of another language than English, of a set that says nothing of it, is guessed to be: no violence and no self-harm without
 * their words, and hardly any in a harmless text that has them; nothing of a toxic one.
 */
export function foreignLabels({
  text,
  language,
  targets,
}: Pick<Example, "text" | "language" | "targets">): WeakLabel[] {
  const stems = STEMS[language];
  if (!stems) return [];
  const isQuiet = (targets[columnOf("toxicity")] as number) <= QUIET;
  const labels: WeakLabel[] = [];
  if (!stems.violence.test(text)) labels.push({ category: "violence", value: 0.01, trust: 1 });
  else if (isQuiet) labels.push({ category: "violence", value: 0.04, trust: 0.5 });
  if (!stems.selfHarm.test(text)) labels.push({ category: "self_harm", value: 0.005, trust: 1 });
  else if (isQuiet) labels.push({ category: "self_harm", value: 0.02, trust: 0.3 });
  return labels;
}
