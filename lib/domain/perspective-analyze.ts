import { baseLanguage } from "./content";
import { htmlToText } from "./html-text";
import {
  type AnalyzeRequest,
  ATTRIBUTE_NAMES,
  findAttribute,
  LONGEST_COMMENT_BYTES,
  PerspectiveError,
  type TextEntry,
} from "./perspective";
import type { ScoredText, ScoreInput } from "./score";
import { type Stretch, sentencesOf } from "./sentences";

/** Most sentences that are scored by themselves. */
const MOST_SPANS = 64;

/** What to score for a request: the comment first, then each stretch that is asked for by itself. */
export interface AnalysisPlan {
  inputs: ScoreInput[];
  /** The stretches in the comment as it was sent. */
  spans: Stretch[];
}

/** The text of a comment and where its characters stood. Throws what the Perspective API would answer. */
export function readComment({ text: sent, type }: TextEntry): { text: string; placeOf(at: number): number } {
  if (new TextEncoder().encode(sent).byteLength > LONGEST_COMMENT_BYTES)
    throw new PerspectiveError("COMMENT_TOO_LONG", "Comment text too long.");
  if (type && !["PLAIN_TEXT", "HTML", "TEXT_TYPE_UNSPECIFIED"].includes(type))
    throw new PerspectiveError("INVALID_REQUEST", `Unknown text type: ${type}`);
  const html = type === "HTML" ? htmlToText(sent) : null;
  const text = html?.text ?? sent;
  if (text.trim() === "") throw new PerspectiveError("COMMENT_EMPTY", "Comment must be non-empty.");
  return { text, placeOf: (at) => html?.starts[at] ?? at };
}

/** Checks a request and says what to score. Throws what the Perspective API would answer. */
export function planAnalysis(request: AnalyzeRequest): AnalysisPlan {
  const { text, placeOf } = readComment(request.comment);
  if (Object.keys(request.requestedAttributes).length === 0)
    throw new PerspectiveError("NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes");
  for (const [name, { scoreType }] of Object.entries(request.requestedAttributes)) {
    if (!findAttribute(name) && !request.dropUnsupportedAttributes)
      throw new PerspectiveError(
        "INVALID_REQUEST",
        `Unknown requested attribute: ${name}. There are ${ATTRIBUTE_NAMES.join(", ")}.`,
      );
    if (scoreType && scoreType !== "PROBABILITY" && scoreType !== "SCORE_TYPE_UNSPECIFIED")
      throw new PerspectiveError(
        "INVALID_REQUEST",
        `Requested score type ${scoreType} is not supported by attribute ${name}`,
      );
  }
  const language = baseLanguage(request.languages[0]);
  const stretches = request.spanAnnotations
    ? sentencesOf(text, MOST_SPANS)
    : [{ begin: 0, end: text.length }];
  const alone = request.spanAnnotations && stretches.length > 1 ? stretches : [];
  return {
    inputs: [{ begin: 0, end: text.length }, ...alone].map(({ begin, end }) => ({
      text: text.slice(begin, end),
      language,
    })),
    spans: stretches.map(({ begin, end }) => ({ begin: placeOf(begin), end: placeOf(end) })),
  };
}

interface Score {
  value: number;
  type: "PROBABILITY";
}

export interface AnalyzeResponse {
  attributeScores: Record<
    string,
    { spanScores: { begin: number; end: number; score: Score }[]; summaryScore: Score }
  >;
  languages: string[];
  detectedLanguages?: string[];
  clientToken?: string;
}

/**
 * The answer to a request from the scores of its plan. Throws LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE for an attribute
 * that no model covers in the comment's language, unless such attributes are to be dropped.
 */
export function analysisOf(
  request: AnalyzeRequest,
  plan: AnalysisPlan,
  scored: ScoredText[],
): AnalyzeResponse {
  const [whole, ...parts] = scored as [ScoredText, ...ScoredText[]];
  const perSpan = parts.length > 0 ? parts : [whole];
  const detected = whole.language ? [whole.language.code] : [];
  const attributeScores: AnalyzeResponse["attributeScores"] = {};
  for (const [name, { scoreThreshold = 0 }] of Object.entries(request.requestedAttributes)) {
    const attribute = findAttribute(name);
    const summary = attribute?.read(whole.verdict.scores);
    if (!attribute || summary === undefined) {
      if (request.dropUnsupportedAttributes) continue;
      throw notSupported(name, request.languages, detected);
    }
    if (summary < scoreThreshold) continue;
    const spanScores = plan.spans.flatMap((span, at) => {
      const value = attribute.read((perSpan[at] as ScoredText).verdict.scores);
      return value === undefined || value < scoreThreshold ? [] : [{ ...span, score: probability(value) }];
    });
    attributeScores[name] = { spanScores, summaryScore: probability(summary) };
  }
  const asked = request.languages;
  return {
    attributeScores,
    languages: asked.length > 0 ? asked : detected,
    ...(asked.length > 0 ? {} : { detectedLanguages: detected }),
    ...(request.clientToken === undefined ? {} : { clientToken: request.clientToken }),
  };
}

const probability = (value: number): Score => ({ value, type: "PROBABILITY" });

function notSupported(attribute: string, requested: string[], detected: string[]): PerspectiveError {
  const languages = detected.length > 0 ? detected : requested;
  const message = `Attribute ${attribute} does not support request languages: ${languages.join(", ") || "und"}`;
  return new PerspectiveError("LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE", message, {
    languageNotSupportedByAttributeError: {
      attribute,
      detectedLanguages: detected,
      ...(requested.length > 0 ? { requestedLanguages: requested } : {}),
    },
  });
}
