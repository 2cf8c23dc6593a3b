import type { ListRule } from "#lib/domain/verdict";

/** An organisation's list entries, as of `version`. */
export interface Lists {
  orgId: string;
  version: number;
  rules: ListRule[];
}

export interface TextInput {
  text: string;
  /** What the platform says the language is. */
  language: string | null;
  /** Lists to look for, where the model's thread looks for them. */
  lists?: Lists;
  /** False where nobody will read why the scores are what they are. */
  explain?: boolean;
}
