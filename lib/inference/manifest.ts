import { z } from "zod";
import { calibrationSchema } from "#lib/domain/calibration";
import { categorySchema } from "#lib/domain/taxonomy";
import { blendSchema } from "#lib/domain/text/blend-scores";

/** Of a file, relative to the models folder. */
const pathSchema = z
  .string()
  .regex(/^[\w.-]+(\/[\w.-]+)*$/)
  .refine(
    (path) => !path.split("/").some((part) => /^\.{1,2}$/.test(part)),
    "must stay inside the models folder",
  );

const fileSchema = z.object({
  path: pathSchema,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().min(1),
});

/** Execution providers that onnxruntime-node knows; which of them are there depends on the machine. */
const PROVIDERS = ["cpu", "cuda", "tensorrt", "webgpu", "dml", "coreml"] as const;

const boundsSchema = z.object({ low: z.number(), high: z.number() });

/** Of a model: its folder is named after it. */
export const versionSchema = z.string().regex(/^\d+\.\d+\.\d+$/);

const common = {
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: versionSchema,
  /** ONNX inputs by name with what they hold. */
  inputs: z.record(z.string(), z.string()),
  /** Categories in the order of the outputs. */
  categories: z.array(categorySchema).min(1),
  /** Languages it judges (ISO 639-1), each with the categories it was trained and measured on. */
  languages: z.record(z.string(), z.array(categorySchema).min(1)),
  /** Probabilities at which the cascade may stop after this model, derived from validation data. */
  exit: z.partialRecord(categorySchema, boundsSchema).default({}),
  /**
   * Execution providers to try, in this order and no others, of those that the installation allows; absent: all that it allows, in
   * its order. Of models that run in an ONNX Runtime session.
   */
  providers: z.array(z.enum(PROVIDERS)).min(1).optional(),
  licence: z.string(),
  /** The model card. */
  card: pathSchema,
  /** Day on which it was written into the folder, UTC; models from before this was kept have none. */
  written: z.iso.date().optional(),
};

const screenManifestSchema = z.object({
  ...common,
  runner: z.literal("text-screen"),
  /** File roles: `model` is the ONNX file, `calibration` its calibration. */
  files: z.object({ model: fileSchema, calibration: fileSchema }),
  /** log2 of the number of feature buckets. */
  bits: z.int().min(10).max(24),
});
export type ScreenManifest = z.infer<typeof screenManifestSchema>;

/** Its `exit` says where text-sense need not be asked. */
const deepManifestSchema = z.object({
  ...common,
  runner: z.literal("text-deep"),
  /** Further roles: `explainer` is its reverse pass, `features` the hashes of its vocabulary. */
  files: z.object({
    model: fileSchema,
    calibration: fileSchema,
    explainer: fileSchema,
    features: fileSchema,
  }),
  /** Most words the network reads at once. */
  maxWords: z.int().min(1),
});
export type DeepManifest = z.infer<typeof deepManifestSchema>;

/** A join that holds for the version of text-deep that it names. */
const jointSchema = z.object({ deep: z.string(), blend: blendSchema });

const glanceManifestSchema = z.object({
  ...common,
  runner: z.literal("text-glance"),
  /** A further role: `features` are the hashes of its vocabulary. */
  files: z.object({ model: fileSchema, calibration: fileSchema, features: fileSchema }),
  /** Most words the network reads at once. */
  maxWords: z.int().min(1),
  /** How level 2 joins text-deep's scores with what both models of level 1 say together; it holds for the version of text-deep that it names. */
  joint: jointSchema.optional(),
});
export type GlanceManifest = z.infer<typeof glanceManifestSchema>;

const senseManifestSchema = z.object({
  ...common,
  runner: z.literal("text-sense"),
  /** A further role: `pieces` is the vocabulary of its tokeniser, as `UnigramPieces` writes it. */
  files: z.object({ model: fileSchema, calibration: fileSchema, pieces: fileSchema }),
  /** Most pieces the network reads at once. */
  maxPieces: z.int().min(8),
  /** How its scores are joined with all that was said before, where text-deep is of the version that it names; else it is not asked. */
  joint: jointSchema.optional(),
});
export type SenseManifest = z.infer<typeof senseManifestSchema>;

/** One output of a classifier: the name its makers gave it, and the category it means here, if any. */
const labelSchema = z.object({ name: z.string(), category: categorySchema.nullable() });
export type ClassifierLabel = z.infer<typeof labelSchema>;

const classifierManifestSchema = z
  .object({
    ...common,
    runner: z.literal("classifier"),
    /** Further roles: `tokenizer` and `tokenizerConfig` are the files that Hugging Face calls tokenizer(_config).json. */
    files: z.object({
      model: fileSchema,
      calibration: fileSchema,
      tokenizer: fileSchema,
      tokenizerConfig: fileSchema,
    }),
    /** The outputs, in order. */
    labels: z.array(labelSchema).min(1),
    /** Whether labels exclude each other (softmax) or not (sigmoid). */
    activation: z.enum(["sigmoid", "softmax"]),
    /** Most tokens the network reads at once, special ones included. */
    maxTokens: z.int().min(8).max(8192),
    /**
     * How long its stage may take, milliseconds, waiting behind other texts included; absent: as long as text-deep's. Texts are
     * scored on request within 10 s, whatever is said here.
     */
    timeoutMs: z.int().min(100).max(60_000).optional(),
    /** Names of outputs with attention, [texts, heads, tokens, tokens], one per layer; empty when it gives none. */
    attention: z.array(z.string()).default([]),
  })
  .refine(
    ({ labels, categories }) => categories.every((each) => labels.some((label) => label.category === each)),
    {
      path: ["categories"],
      message: "Every category must be the meaning of a label.",
    },
  );
export type ClassifierManifest = z.infer<typeof classifierManifestSchema>;

const imageManifestSchema = z.object({
  ...common,
  runner: z.literal("image-screen"),
  files: z.object({ model: fileSchema, calibration: fileSchema }),
  /** The classifier's own classes, and what it adds to each whatever the picture. */
  labels: z.array(z.string()).min(2),
  bias: z.array(z.number()),
  /** Side of its pictures in pixels, length of an embedding, side of a class activation map. */
  side: z.int().min(1),
  features: z.int().min(1),
  mapSide: z.int().min(1),
});
export type ImageManifest = z.infer<typeof imageManifestSchema>;

const imageClassifierManifestSchema = z
  .object({
    ...common,
    runner: z.literal("image-classifier"),
    /** `prompts`, of a zero-shot model: one embedding of length 1 per label, little-endian float32. */
    files: z.object({ model: fileSchema, calibration: fileSchema, prompts: fileSchema.optional() }),
    /** The outputs, or the prompts, in order. */
    labels: z.array(labelSchema).min(2),
    activation: z.enum(["sigmoid", "softmax"]),
    /** Side of its pictures in pixels; what is taken from a channel (0 to 1), and what the rest is divided by. */
    side: z.int().min(16).max(1024),
    mean: z.array(z.number()).length(3),
    deviation: z.array(z.number().positive()).length(3),
    /** Names of its input, and of the output with logits or with the picture's embedding. */
    input: z.string(),
    output: z.string(),
    /** Of a zero-shot model: what a cosine is multiplied by to be a logit. */
    scale: z.number().positive().default(1),
  })
  .refine(
    ({ labels, categories }) => categories.every((each) => labels.some((label) => label.category === each)),
    { path: ["categories"], message: "Every category must be the meaning of a label." },
  );
export type ImageClassifierManifest = z.infer<typeof imageClassifierManifestSchema>;

const speechManifestSchema = z.object({
  ...common,
  runner: z.literal("speech-ctc"),
  files: z.object({ model: fileSchema }),
  /** Its outputs in order, the place of the one for nothing, and the one between words. */
  tokens: z.array(z.string()).min(3),
  blank: z.int().min(0),
  delimiter: z.string().min(1),
  /** Whether it wants sounds with mean 0 and variance 1. */
  normalise: z.boolean(),
  input: z.string(),
  output: z.string(),
});
export type SpeechManifest = z.infer<typeof speechManifestSchema>;

const imageHeadManifestSchema = z.object({
  ...common,
  runner: z.literal("image-head"),
  files: z.object({ model: fileSchema, calibration: fileSchema }),
  /** `name@version` of the picture model whose embeddings it was trained on, and their length. */
  encoder: z.string(),
  features: z.int().min(1),
});
export type ImageHeadManifest = z.infer<typeof imageHeadManifestSchema>;

const fusionManifestSchema = z.object({
  ...common,
  runner: z.literal("fusion"),
  /** Its outputs are probabilities: it has no calibration of its own. */
  files: z.object({ model: fileSchema }),
});
export type FusionManifest = z.infer<typeof fusionManifestSchema>;

/** One shipped model, as `models/manifest.json` lists it. `runner` says which code reads its inputs and outputs. */
export const modelManifestSchema = z.discriminatedUnion("runner", [
  screenManifestSchema,
  glanceManifestSchema,
  deepManifestSchema,
  senseManifestSchema,
  classifierManifestSchema,
  imageManifestSchema,
  imageHeadManifestSchema,
  imageClassifierManifestSchema,
  speechManifestSchema,
  fusionManifestSchema,
]);
export type ModelManifest = z.infer<typeof modelManifestSchema>;

export const manifestSchema = z.object({ models: z.array(modelManifestSchema) });

/**
 * `calibration.json`: one calibration per category, in the order of the manifest's categories; and, for a model that runs
 * after another, how their scores are joined.
 */
export const calibrationFileSchema = z.object({
  calibrations: z.array(calibrationSchema),
  blend: blendSchema.optional(),
  /** What differs from that in languages that have curves of their own (ISO 639-1). */
  blendsByLanguage: z.record(z.string(), blendSchema).optional(),
});
