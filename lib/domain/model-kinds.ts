import type { Category, StageModality } from "./terms";

/**
 * What models and programs there are, in the order of the cascade: texts, pictures, sounds and films, then all together.
 * All but `image-words` and `speech` are runners of the manifest.
 */
export const MODEL_KINDS = [
  "text-screen",
  "text-glance",
  "text-deep",
  "text-sense",
  "classifier",
  "image-screen",
  "image-head",
  "image-classifier",
  "image-words",
  "speech-ctc",
  "speech",
  "fusion",
] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];

interface KindFacts {
  title: string;
  /** 1 small models, 2 deep ones; null where it is part of another stage. */
  level: 1 | 2 | null;
  modality: StageModality;
  /** What it reads. */
  judges: string;
  /** What it is there for, in a sentence. */
  role: string;
}

export const KIND_FACTS: Record<ModelKind, KindFacts> = {
  "text-screen": {
    title: "Text screen",
    level: 1,
    modality: "text",
    judges: "every text",
    role: "Reads every text first, for its words alone. Its highlights show which of them weigh.",
  },
  "text-glance": {
    title: "Text glance",
    level: 1,
    modality: "text",
    judges: "texts without a suspicious stretch",
    role: "Learnt from the deep model. What it and the text screen are certain of together goes no further.",
  },
  "text-deep": {
    title: "Deep text model",
    level: 2,
    modality: "text",
    judges: "texts that level 1 is not certain of",
    role: "Reads what level 1 is not certain of; its score is joined with the text screen's.",
  },
  "text-sense": {
    title: "Text sense",
    level: 2,
    modality: "text",
    judges: "English texts that the deep model is not sure of",
    role: "Reads what a sentence says rather than its words, and refines what the deep model said.",
  },
  classifier: {
    title: "Text classifier, added",
    level: 2,
    modality: "text",
    judges: "texts that level 1 is not certain of",
    role: "A pack that was added. It weighs half beside the models before it.",
  },
  "image-screen": {
    title: "Picture model",
    level: 1,
    modality: "image",
    judges: "pictures and frames of films",
    role: "Looks at every picture and at the frames of films.",
  },
  "image-head": {
    title: "Picture head",
    level: null,
    modality: "image",
    judges: "pictures and frames of films",
    role: "Judges on the picture model's embedding what your people's decisions taught it.",
  },
  "image-classifier": {
    title: "Picture model, added",
    level: 2,
    modality: "image",
    judges: "pictures and frames of films",
    role: "A pack that was added to look at pictures.",
  },
  "image-words": {
    title: "Reader of words on pictures",
    level: 2,
    modality: "image",
    judges: "words on pictures and films",
    role: "Reads printed words; the lists and the text models judge them.",
  },
  speech: {
    title: "Speech recogniser",
    level: 2,
    modality: "audio",
    judges: "speech in sounds and films",
    role: "Writes down what is said; the lists and the text models judge it.",
  },
  "speech-ctc": {
    title: "Speech recogniser, added",
    level: 2,
    modality: "audio",
    judges: "speech in sounds and films",
    role: "A pack that was added. It hears instead of the program that comes with the system.",
  },
  fusion: {
    title: "Fusion",
    level: 2,
    modality: "joint",
    judges: "posts with several parts",
    role: "Judges the parts of a post together. It may add harm and takes none away.",
  },
};

/** Sorts by the place in the cascade; equals keep their order. */
export const byPlace = (a: { kind: ModelKind }, b: { kind: ModelKind }) =>
  MODEL_KINDS.indexOf(a.kind) - MODEL_KINDS.indexOf(b.kind);

/**
 * Judged items of each kind, harmful and harmless, that a category takes before a model is taught it: a fifth is held back
 * to decide whether it serves, and 20 of each kind must be among that fifth (decisions 094 and 108).
 */
export const TEACHING_NEEDS = 100;

/** Labels of one category that can teach a model. */
export interface TeachingCount {
  category: Category;
  harmful: number;
  harmless: number;
}
