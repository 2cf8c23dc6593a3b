import type { Category } from "./terms";

const clause = (id: string, severity: number, title: string, rule: string) => ({
  id,
  title,
  rule,
  severity,
});

/** The clauses below each category's own rule that a new organisation starts with. */
export const DEFAULT_CLAUSES: Record<Category, ReturnType<typeof clause>[]> = {
  toxicity: [clause("T-3", 1, "Derailing", "Posts that pull a discussion away from its subject on purpose.")],
  harassment: [
    clause("T-4", 4, "Pile-on", "Calls on others to go after a person."),
    clause("T-5", 4, "Private details", "Addresses, numbers or other private details of a person."),
  ],
  hate: [clause("H-2", 4, "Slurs", "Slurs against a group, also without a target.")],
  violence: [
    clause("V-2", 5, "Threat", "A threat against a person or a place."),
    clause("V-3", 4, "Praise", "Praise of violence that has been done."),
    clause("V-4", 3, "Gore", "Graphic injury or death that is shown for its own sake."),
  ],
  sexual: [
    clause(
      "S-2",
      4,
      "Unwanted advances",
      "Sexual remarks or requests to somebody who has not asked for them.",
    ),
    clause("S-3", 5, "Minors", "Anything sexual about people under age."),
  ],
  profanity: [],
  self_harm: [clause("W-2", 5, "Encouragement", "Encouraging suicide or self-injury, or saying how.")],
  spam: [
    clause("F-2", 3, "Scam or phishing", "Attempts to get money, passwords or personal data by deceit."),
    clause("F-3", 1, "Repetition", "The same post again and again."),
  ],
  misinformation: [
    clause("M-2", 4, "Health", "False claims about health that can hurt those who believe them."),
    clause("M-3", 3, "Elections", "False claims about how, when or where to vote."),
  ],
};
