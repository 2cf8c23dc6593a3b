/** Who a decision comes from: the cascade and the policy, somebody at the desk, or the platform's own systems by a key. */
export const DECIDERS = ["machine", "person", "platform"] as const;
export type Decider = (typeof DECIDERS)[number];

/** @param actor as the audit log names it: "machine", "key:" and a key's id, or a person's id; null while nobody has decided */
export function deciderOf(actor: string): Decider;
export function deciderOf(actor: string | null): Decider | null;
export function deciderOf(actor: string | null): Decider | null {
  if (actor === null || actor === "machine") return actor;
  return actor.startsWith("key:") ? "platform" : "person";
}

/** Who decided, as the desk says it behind "by". */
export const DECIDER_WORDS: Record<Decider, string> = {
  machine: "the machine",
  person: "a person",
  platform: "the platform itself",
};
