/** The methods and types of the Perspective API in Google's description format (Discovery v1), for clients built on it. */

type Json = Record<string, unknown>;

const text = (description: string): Json => ({ type: "string", description });
const flag = (description: string): Json => ({ type: "boolean", description });
const number = (format: string, description: string): Json => ({
  type: format === "int32" ? "integer" : "number",
  format,
  description,
});
const ref = (name: string): Json => ({ $ref: name });
const list = (items: Json): Json => ({ type: "array", items });
const map = (name: string): Json => ({ type: "object", additionalProperties: ref(name) });
const object = (id: string, properties: Record<string, Json>): [string, Json] => [
  id,
  { id, type: "object", properties },
];

const LANGUAGES = list(text("ISO 639-1 code or BCP 47 tag."));
const TRACE = {
  clientToken: text("Comes back in the answer."),
  communityId: text("The community of the comment."),
  sessionId: text("Accepted and not used."),
};

const SCHEMAS: Record<string, Json> = Object.fromEntries([
  object("TextEntry", {
    text: text("UTF-8 text of at most 20 kB."),
    type: { ...text("How the text is written."), enum: ["TEXT_TYPE_UNSPECIFIED", "PLAIN_TEXT", "HTML"] },
  }),
  object("ArticleAndParentComment", { article: ref("TextEntry"), parentComment: ref("TextEntry") }),
  object("Context", {
    entries: list(ref("TextEntry")),
    articleAndParentComment: ref("ArticleAndParentComment"),
  }),
  object("AttributeParameters", {
    scoreType: text("PROBABILITY."),
    scoreThreshold: number("float", "Lower scores are left out."),
  }),
  object("Score", { value: number("float", "From 0 to 1."), type: text("PROBABILITY.") }),
  object("SpanScore", {
    begin: number("int32", "First UTF-16 code unit."),
    end: number("int32", "One past the last."),
    score: ref("Score"),
  }),
  object("AttributeScores", { summaryScore: ref("Score"), spanScores: list(ref("SpanScore")) }),
  object("AnalyzeCommentRequest", {
    comment: ref("TextEntry"),
    context: ref("Context"),
    requestedAttributes: map("AttributeParameters"),
    languages: LANGUAGES,
    spanAnnotations: flag("Also score each sentence."),
    doNotStore: flag("Accepted: an analysis is never stored."),
    dropUnsupportedAttributes: flag("Leave out attributes without a model instead of an error."),
    ...TRACE,
  }),
  object("AnalyzeCommentResponse", {
    attributeScores: map("AttributeScores"),
    languages: LANGUAGES,
    detectedLanguages: LANGUAGES,
    clientToken: TRACE.clientToken,
  }),
  object("SuggestCommentScoreRequest", {
    comment: ref("TextEntry"),
    context: ref("Context"),
    attributeScores: map("AttributeScores"),
    languages: LANGUAGES,
    ...TRACE,
  }),
  object("SuggestCommentScoreResponse", {
    clientToken: TRACE.clientToken,
    detectedLanguages: LANGUAGES,
    requestedLanguages: LANGUAGES,
  }),
]);

function method(name: string, type: string, description: string): Json {
  const path = `v1alpha1/comments:${name}`;
  return {
    id: `commentanalyzer.comments.${name}`,
    path,
    flatPath: path,
    httpMethod: "POST",
    description,
    parameters: {},
    parameterOrder: [],
    request: ref(`${type}Request`),
    response: ref(`${type}Response`),
  };
}

/**
 * The discovery document of this installation.
 * @param origin scheme and host that callers reach it under
 */
export function discoveryDocument(origin: string): Json {
  const rootUrl = `${origin}/`;
  return {
    kind: "discovery#restDescription",
    discoveryVersion: "v1",
    id: "commentanalyzer:v1alpha1",
    name: "commentanalyzer",
    version: "v1alpha1",
    revision: "20261121",
    title: "Perspective Comment Analyzer API, served by Sightline",
    description: "Scores of comments, with the models and for the organisation of this installation.",
    protocol: "rest",
    rootUrl,
    servicePath: "",
    baseUrl: rootUrl,
    basePath: "",
    batchPath: "batch",
    parameters: {
      key: { ...text("API key with the scope moderate."), location: "query" },
      alt: { ...text("json."), location: "query", default: "json" },
      prettyPrint: { ...flag("Accepted."), location: "query" },
      fields: { ...text("Accepted; answers are whole."), location: "query" },
    },
    schemas: SCHEMAS,
    resources: {
      comments: {
        methods: {
          analyze: method("analyze", "AnalyzeComment", "Scores a comment."),
          suggestscore: method("suggestscore", "SuggestCommentScore", "Takes a label for a comment."),
        },
      },
    },
  };
}
