import type { Category } from "../../lib/domain/taxonomy";

/** What a sensible person would say of a demo post. */
export type DemoJudgement = { remove: Category[] } | "keep" | "unsure";

export interface DemoPost {
  text: string;
  community: string;
  judgement: DemoJudgement;
}

/** Communities and what people kindly say in them; `{}` is filled with one of the topics. */
const COMMUNITIES: Record<string, { topics: string[]; lines: string[] }> = {
  gardening: {
    topics: ["tomatoes", "roses", "the compost heap", "my raised beds", "courgettes", "the apple tree"],
    lines: [
      "First frost tonight, so I brought {} inside. Anybody else caught out?",
      "Does anyone have a tip for keeping slugs away from {}? Coffee grounds did nothing.",
      "Three years of patience and {} finally paid off. Photo when the rain stops!",
      "I killed {} again. At this point I should stick to plastic plants.",
      "Thank you all for the advice on {}, it worked a treat.",
    ],
  },
  cycling: {
    topics: [
      "the coast road",
      "my commute",
      "that climb",
      "the new bike lane",
      "the night ride",
      "winter tyres",
    ],
    lines: [
      "What a ride! {} was dead quiet and the sun came out at the top.",
      "Can somebody explain why {} is closed again? No signs anywhere.",
      "I nearly hit a deer on {} this morning. We both got away with a fright.",
      "Looking for company on Sunday: {}, easy pace, cake at the end.",
      "Honest question about {}: is it worth the money or am I fooling myself?",
    ],
  },
  "book-club": {
    topics: [
      "the ending",
      "chapter nine",
      "the narrator",
      "this month's book",
      "the translation",
      "the villain",
    ],
    lines: [
      "I could not stand {} and I loved every page of it. Does that make sense?",
      "Am I the only one who thinks {} was rushed?",
      "{} made me cry on the train and a stranger gave me a tissue.",
      "Respectfully, I disagree about {}. The whole point is that nobody learns anything.",
      "The murder scene and {} are so well written that I had to put the light on.",
    ],
  },
  gaming: {
    topics: ["the final boss", "ranked", "the new patch", "my old save", "split screen", "the speedrun"],
    lines: [
      "I destroyed {} on the first try, I am never playing again, retiring as a legend.",
      "{} is killing me. Forty attempts. Forty.",
      "Who is up for {} tonight? Beginners welcome, we do not bite.",
      "They nerfed {} and honestly it was about time.",
      "My grandmother beat {} before I did and will not stop talking about it.",
    ],
  },
  music: {
    topics: [
      "the bridge",
      "that bass line",
      "my old guitar",
      "the live version",
      "the second album",
      "practising scales",
    ],
    lines: [
      "Cannot get {} out of my head. Send help, or more of it.",
      "I finally nailed {} tonight and the neighbours applauded. Or banged on the wall.",
      "Unpopular opinion: {} is better than anything they did later.",
      "My teacher says {} sounds like a cat in a washing machine. She is not wrong.",
      "Any tips for {}? I keep rushing it.",
    ],
  },
  parents: {
    topics: [
      "bedtime",
      "the school run",
      "the packed lunch",
      "potty training",
      "the swimming class",
      "screen time",
    ],
    lines: [
      "Week three of {} and I am slowly losing my mind, in a good way.",
      "What worked for you with {}? Ours is four and has opinions.",
      "Today {} took eleven minutes. I want it carved in stone.",
      "Kind reminder that {} gets easier. It really does.",
      "My mother says that {} was not a thing in her day. Sure, Mum.",
    ],
  },
  cooking: {
    topics: ["sourdough", "my chilli", "the Sunday roast", "this curry", "pickled onions", "the pancakes"],
    lines: [
      "Update on {}: edible. My family is being polite about it.",
      "How do you stop {} from sticking to the pan?",
      "I made {} for twelve people and there was nothing left. Proud moment.",
      "Is it normal that {} smells like a wet dog? Asking for dinner.",
      "Recipe for {} in the comments, go easy on the salt.",
    ],
  },
};

const remove = (...categories: Category[]): DemoJudgement => ({ remove: categories });

/** Mild posts that a community would rather not have, and near misses that it should keep. */
const WORRYING: [string, string, DemoJudgement][] = [
  ["gaming", "You are a complete idiot and everyone here is tired of you.", remove("harassment", "toxicity")],
  ["gaming", "Shut up, you pathetic loser. Nobody wants you in this team.", remove("harassment", "toxicity")],
  [
    "gaming",
    "What a stupid, worthless player. Uninstall and never come back, moron.",
    remove("harassment", "toxicity"),
  ],
  ["gaming", "lol you are such an 1d10t, l00ser", remove("harassment")],
  ["gaming", "This damn boss is going to be the end of me, what the hell.", "keep"],
  ["gaming", "Holy crap that was a hell of a match, well played you bastards!", "keep"],
  ["gaming", "I am going to kill you in the next round, you will not even see me coming :)", "unsure"],
  [
    "cycling",
    "If I ever see you on that lane again I will make you regret it. I know where you live.",
    remove("violence", "harassment"),
  ],
  [
    "cycling",
    "Drivers like you are garbage and should be ashamed, you disgusting pig.",
    remove("harassment", "toxicity"),
  ],
  ["cycling", "Whoever parked on the bike lane: you are a fool and a coward.", "unsure"],
  [
    "cycling",
    "People from that town are all the same, dirty and lazy. They should go back where they came from.",
    remove("hate"),
  ],
  [
    "cycling",
    "Women should not be allowed to race with us, they are too weak and stupid for it.",
    remove("hate", "harassment"),
  ],
  [
    "book-club",
    "The review says that women are too stupid to write crime novels. What a ridiculous thing to print.",
    "keep",
  ],
  [
    "book-club",
    "Only an ignorant fool would like this trash. You people have no brain.",
    remove("toxicity", "harassment"),
  ],
  ["book-club", "As a gay man I found this portrait of the couple kind and true.", "keep"],
  ["book-club", "Your opinion is garbage and so are you.", remove("harassment", "toxicity")],
  ["book-club", "I hate this book with the heat of a thousand suns. Worst ending ever.", "keep"],
  [
    "cooking",
    "Congratulations! You have WON a FREE gift card worth 500. Click here now to claim your prize: http://prize.example/win",
    remove("spam"),
  ],
  [
    "cooking",
    "URGENT: your account will be suspended. Verify your bank details now at http://secure-login.example",
    remove("spam"),
  ],
  [
    "cooking",
    "Make money fast from home!!! Guaranteed 3000 a week, no experience, text WIN to 80085 now",
    remove("spam"),
  ],
  [
    "gardening",
    "Cheap pills, best prices, no prescription. Limited offer, order now!!! http://pharma.example",
    remove("spam"),
  ],
  [
    "gardening",
    "FREE entry! Txt CLAIM to 87121 to win a weekly prize draw. T&Cs apply, 18+ only",
    remove("spam"),
  ],
  ["gardening", "I sell seedlings, five for ten. Message me if you want some, pickup only.", "keep"],
  [
    "gardening",
    "Some days I do not want to be here any more. The garden is the only thing that keeps me going.",
    "unsure",
  ],
  [
    "book-club",
    "I keep thinking that everybody would be better off without me. I do not want to live like this.",
    "unsure",
  ],
  ["cooking", "I feel so alone since the divorce that I think about ending it all.", "unsure"],
  ["cooking", "Your food looks like vomit and you are too dumb to notice.", remove("harassment", "toxicity")],
  ["cooking", "That chef is a stupid clown, a complete and utter moron.", remove("harassment", "toxicity")],
  ["cooking", "What the hell did I do wrong, the damn thing exploded in the oven.", "keep"],
  [
    "gardening",
    "Get lost, you ugly old hag, nobody asked for your opinion.",
    remove("harassment", "toxicity"),
  ],
  ["gardening", "You must be really stupid to plant that in June. Just kidding, I did the same!", "keep"],
  [
    "gaming",
    "Hot singles in your area want to meet you tonight, sexy pics, click http://dating.example",
    remove("spam", "sexual"),
  ],
  ["gaming", "send me nudes or I tell everyone what you did", remove("sexual", "harassment")],
  [
    "cycling",
    "The doctors are lying: this juice cures cancer and they do not want you to know.",
    remove("misinformation"),
  ],
];

/** A deterministic pseudo-random sequence in [0, 1): the demo looks the same on every machine. */
export function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** About 310 posts in the order in which they were written, every third one worrying. */
export function demoPosts(): DemoPost[] {
  const random = sequence(7);
  const kind: DemoPost[] = Object.entries(COMMUNITIES).flatMap(([community, { topics, lines }]) =>
    lines.flatMap((line) =>
      topics.map((topic) => {
        const text = line.replace("{}", topic);
        return { text: text.charAt(0).toUpperCase() + text.slice(1), community, judgement: "keep" as const };
      }),
    ),
  );
  const worrying: DemoPost[] = WORRYING.map(([community, text, judgement]) => ({
    community,
    text,
    judgement,
  }));
  // Each worrying post comes three times, from different people, a little changed as people do.
  const again = worrying.map((post) => ({ ...post, text: `${post.text} Just saying.` }));
  const more = worrying.map((post) => ({ ...post, text: `Honestly? ${post.text}` }));
  return shuffle([...kind, ...worrying, ...again, ...more], random);
}

function shuffle<T>(values: T[], random: () => number): T[] {
  const shuffled = [...values];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
  }
  return shuffled;
}
