/** Mild posts of the lengths that people write (30 to 400 characters), all different, one in fifteen rude. */

const OPENERS = [
  "Honestly,",
  "Just a thought:",
  "So",
  "Well,",
  "Update:",
  "@friend",
  "For what it's worth,",
  "Hey all,",
];
const SENTENCES = [
  "the new tram line opens on the 4th and I can't wait",
  "my sourdough finally has proper bubbles, see https://example.org/bread",
  "does anybody know a good dentist near the market?",
  "the match was fantastic, 3:2 in the last minute!!!",
  "I disagree with the council, but the hearing was fair",
  "our cat has learned to open doors and now nobody sleeps",
  "thanks for the recommendation, the book is wonderful",
  "rent went up by 12% again, how do people manage",
  "it rained all week, so the tomatoes are late this year",
  "the update broke my headphones, support was kind though",
  "we walked along the canal and saw two kingfishers",
  "first day at the new job tomorrow, wish me luck 🍀",
];
const RUDE = [
  "you are a complete idiot and everyone knows it",
  "shut up, nobody asked for your stupid opinion",
];

export function posts(count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const length = 1 + ((at * 7) % 5);
    const body = Array.from({ length }, (_, part) => SENTENCES[(at * 5 + part * 7) % SENTENCES.length]);
    if (at % 15 === 0) body.push(RUDE[(at / 15) % RUDE.length]);
    return `${OPENERS[at % OPENERS.length]} ${body.join(". ")} (${at})`;
  });
}
