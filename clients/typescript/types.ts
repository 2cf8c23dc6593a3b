// Made by npm run build:client from the operations of the API; not to be edited.
export type ModerateRequest = {
  /** Your own id of the post; the same id is the same item. */
  content_id: string;
  /** At most 20,000 characters. */
  text?: string;
  /** An http or https address to fetch it from. */
  image_url?: string;
  /** Its bytes in base64. */
  image_base64?: string;
  /** An http or https address to fetch it from. */
  audio_url?: string;
  /** Its bytes in base64. */
  audio_base64?: string;
  /** An http or https address to fetch it from. */
  video_url?: string;
  /** Its bytes in base64. */
  video_base64?: string;
  metadata?: {
    /** Your own id of the author. */
    user_id?: string;
    community?: string;
    region?: string;
    language?: string;
    /** How many people are expected to see it. */
    reach?: number;
    /** When it was posted. */
    timestamp?: string;
    /** Where it stands: post, comment, profile, ... */
    context?: string;
  };
  /** How long to wait for the verdict before answering 202. */
  wait_ms?: number;
  callback_url?: string;
};

export type BatchRequest = {
  contents: BatchContent[];
  /** How soon, against other work: high is judged with what comes in by itself. */
  priority?: "high" | "medium" | "low";
  /** Gets `batch.finished` at the end, and the webhook events of every content that has no callback_url of its own. */
  callback_url?: string;
};

export type BatchContent = {
  /** Your own id of the post; the same id is the same item. */
  content_id: string;
  /** At most 20,000 characters. */
  text?: string;
  /** An http or https address to fetch it from. */
  image_url?: string;
  /** Its bytes in base64. */
  image_base64?: string;
  /** An http or https address to fetch it from. */
  audio_url?: string;
  /** Its bytes in base64. */
  audio_base64?: string;
  /** An http or https address to fetch it from. */
  video_url?: string;
  /** Its bytes in base64. */
  video_base64?: string;
  metadata?: {
    /** Your own id of the author. */
    user_id?: string;
    community?: string;
    region?: string;
    language?: string;
    /** How many people are expected to see it. */
    reach?: number;
    /** When it was posted. */
    timestamp?: string;
    /** Where it stands: post, comment, profile, ... */
    context?: string;
  };
  callback_url?: string;
};

export type OverrideRequest = {
  decision: "APPROVE" | "BLOCK";
  /** What applies; a take-down names at least one, for the author is told which rule was broken. */
  categories?: Array<"toxicity" | "harassment" | "hate" | "violence" | "sexual" | "profanity" | "self_harm" | "spam" | "misinformation">;
  /** Why, for the record; not shown to the author. */
  note: string;
};

export type ReportRequest = {
  /** Either this or content_id. */
  item_id?: string;
  content_id?: string;
  /** Your own id of who reports. */
  reporter_id: string;
  /** What it is reported as. */
  category?: "toxicity" | "harassment" | "hate" | "violence" | "sexual" | "profanity" | "self_harm" | "spam" | "misinformation";
  note?: string;
};

export type NewListEntries = {
  entries: Array<{
    kind: "keyword";
    value: string;
  } | {
    kind: "regex";
    value: string;
  } | {
    kind: "sha256";
    value: string;
  } | {
    kind: "pdq";
    value: string;
  }>;
  category: "toxicity" | "harassment" | "hate" | "violence" | "sexual" | "profanity" | "self_harm" | "spam" | "misinformation";
  action: "block" | "flag" | "allow";
  note?: string;
};

export type ListChange = {
  category?: "toxicity" | "harassment" | "hate" | "violence" | "sexual" | "profanity" | "self_harm" | "spam" | "misinformation";
  action?: "block" | "flag" | "allow";
  note?: string;
};

export type AppealRequest = {
  statement: string;
};

export type Category = "toxicity" | "harassment" | "hate" | "violence" | "sexual" | "profanity" | "self_harm" | "spam" | "misinformation";

export type Explanation = {
  modality: "text" | "image" | "audio" | "video";
  category: Category;
  summary: string;
  spans: Array<{
    start: number;
    end: number;
    weight: number;
  }>;
  /** Share of the change in the model's logit that the attribution behind `spans` misses; 0 is none. */
  gap?: number;
  regions?: Array<{
    weight: number;
    box?: {
      x: number;
      y: number;
      width: number;
      height: number;
    };
    seconds?: {
      from: number;
      to: number;
    };
  }>;
  heatmap?: {
    columns: number;
    rows: number;
    values: number[];
    bias: number;
  };
  contributions?: Array<{
    part: "text" | "image" | "ocr" | "audio" | "frames";
    value: number;
  }>;
};

export type HistoryLine = {
  at: string;
  type: "received" | "verdict" | "review" | "override" | "undone" | "appeal_filed" | "appeal_decided";
  by: "machine" | "person" | "author" | "platform";
  decision: "APPROVE" | "FLAG" | "BLOCK" | null;
};

export type Item = {
  id: string;
  /** Your own id of the post. */
  content_id: string;
  status: "processing" | "decided";
  /** While a long film is being taken apart: how much of it is done. */
  progress?: Partial<Record<"image" | "audio" | "video", number>>;
  /** What holds now. */
  decision?: "APPROVE" | "FLAG" | "BLOCK";
  interventions?: Array<"warning_label" | "limited_distribution">;
  /** A person is still to look. */
  requires_human_review?: boolean;
  /** 1 minus the highest category probability. */
  overall_safety_score?: number;
  /** How sure the decision is; 1 is certain. */
  confidence?: number;
  /** Calibrated probabilities; a category that no model covers is absent. */
  scores?: Record<string, number>;
  modality_scores?: Partial<Record<"text" | "image" | "audio" | "video", {
    safety: number;
    categories: Category[];
  }>>;
  explanations?: Explanation[];
  stages?: Array<{
    name: string;
    model: string;
    ms: number;
    outcome: "continue" | "exit" | "skipped" | "failed" | "timeout";
    reason?: string;
  }>;
  policy_version?: number;
  model_versions?: Record<string, string>;
  processing_time_ms?: number;
  /** Where the author can appeal a take-down. */
  appeal_url?: string;
  /** When what the author posted was erased. */
  erased_at?: string;
  history?: HistoryLine[];
};

export type ListedItem = {
  id: string;
  content_id: string;
  status: "processing" | "decided" | "in_review";
  decision: "APPROVE" | "FLAG" | "BLOCK" | null;
  decided_by: "machine" | "person" | "platform" | null;
  confidence: number | null;
  overall_safety_score: number | null;
  scores: Record<string, number>;
  user_id: string | null;
  community: string | null;
  language: string | null;
  received_at: string;
};

export type ItemList = {
  items: ListedItem[];
  /** The cursor of the next page; null on the last. */
  next_cursor: string | null;
};

export type Batch = {
  id: string;
  status: "running" | "done" | "cancelled";
  priority: "high" | "medium" | "low";
  created_at: string;
  finished_at: string | null;
  total: number;
  /** How many contents are where; decided, failed and cancelled are final. */
  progress: {
    waiting: number;
    processing: number;
    decided: number;
    failed: number;
    cancelled: number;
  };
  results: BatchResult[];
  next_cursor: string | null;
};

export type BatchResult = {
  /** Its place in contents, from 0. */
  index: number;
  content_id: string | null;
  status: "waiting" | "processing" | "decided" | "failed" | "cancelled";
  item_id: string | null;
  decision: "APPROVE" | "FLAG" | "BLOCK" | null;
  requires_human_review: boolean | null;
  overall_safety_score: number | null;
  /** Why this content was refused. */
  error: BatchError | null;
};

export type BatchError = {
  code: "invalid_input" | "unauthenticated" | "forbidden" | "malformed" | "unsupported_media_type" | "not_found" | "conflict" | "content_conflict" | "idempotency_key_missing" | "idempotency_in_progress" | "idempotency_mismatch" | "precondition_failed" | "precondition_required" | "stale_lease" | "gone" | "too_large" | "unsupported" | "rate_limited" | "unavailable" | "timeout" | "internal";
  detail: string;
  errors?: Array<{
    pointer: string;
    message: string;
  }>;
};

export type Report = {
  id: string;
  item_id: string;
  status: "open" | "upheld" | "dismissed";
  /** How much it counts, from the reporter's record; 0.5 for somebody new. */
  weight: number;
  /** Whether a person will look at the post, and how soon. */
  review: {
    queued: boolean;
    priority: "high" | "medium" | "low" | null;
  };
  created_at: string;
};

export type Erasure = {
  /** What the author is called in the record from now on. */
  pseudonym: string;
  erased_at: string;
  /** Items whose content is gone and whose decision stays. */
  items: number;
  /** Items that nobody had judged yet: gone altogether. */
  items_removed: number;
  appeals: number;
  reports: number;
};

export type ListEntry = {
  id: string;
  kind: "keyword" | "regex" | "sha256" | "pdq";
  value: string;
  category: Category;
  action: "block" | "flag" | "allow";
  note: string;
  created_at: string;
};

export type ListsPage = {
  entries: ListEntry[];
  next_cursor: string | null;
  total: number;
  version: number;
};

export type AddedListEntries = {
  added: number;
  skipped: number;
  version: number;
  entries: ListEntry[];
};

export type Appeal = {
  state: "available" | "open" | "upheld" | "overturned" | "expired";
  organization: string;
  contentId: string;
  excerpt: string;
  outcome: "APPROVE" | "FLAG" | "BLOCK";
  decidedAt: string;
  byPerson: boolean;
  decidedBy: "machine" | "person" | "platform";
  rules: Array<{
    clause: string;
    title: string;
    rule: string;
  }>;
  note: string;
  message: string;
  expiresAt: string;
  filedAt: string | null;
  statement: string | null;
  answer: string | null;
  answeredAt: string | null;
};

export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: "invalid_input" | "unauthenticated" | "forbidden" | "malformed" | "unsupported_media_type" | "not_found" | "conflict" | "content_conflict" | "idempotency_key_missing" | "idempotency_in_progress" | "idempotency_mismatch" | "precondition_failed" | "precondition_required" | "stale_lease" | "gone" | "too_large" | "unsupported" | "rate_limited" | "unavailable" | "timeout" | "internal";
  request_id: string;
  errors?: Array<{
    pointer: string;
    message: string;
  }>;
};

export type OpenaiError = {
  error: {
    message: string;
    type: string;
    param: string | null;
    code: string | null;
  };
};

export type GoogleError = {
  error: {
    code: number;
    message: string;
    status: string;
    details?: Array<{
      "@type": string;
    }>;
  };
};

export interface Calls {
  /** Have a post judged. */
  moderate: { input: { body: ModerateRequest; idempotencyKey?: string }; output: Item };
  /** Have up to 1,000 posts judged. */
  createBatch: { input: { body: BatchRequest; idempotencyKey?: string }; output: Batch };
  /** Progress and results of a batch. */
  readBatch: { input: { params: { id: string }; query?: { cursor?: number; limit?: number }; ifNoneMatch?: string }; output: Batch };
  /** Cancel a batch. */
  cancelBatch: { input: { params: { id: string } }; output: Batch };
  /** List and filter items. */
  listItems: { input: { query?: { decision?: "APPROVE" | "FLAG" | "BLOCK"; status?: "processing" | "decided" | "in_review"; category?: "toxicity" | "harassment" | "hate" | "violence" | "sexual" | "profanity" | "self_harm" | "spam" | "misinformation"; user_id?: string; community?: string; content_id?: string; received_after?: string; received_before?: string; cursor?: string; limit?: number }; ifNoneMatch?: string }; output: ItemList };
  /** Read an item with its history. */
  readItem: { input: { params: { id: string }; ifNoneMatch?: string }; output: Item };
  /** Decide an item over the machine and the desk. */
  overrideItem: { input: { params: { id: string }; body: OverrideRequest; idempotencyKey?: string; ifMatch?: string }; output: Item };
  /** Send in what a user reports. */
  fileReport: { input: { body: ReportRequest; idempotencyKey?: string }; output: Report };
  /** Erase what an author posted. */
  eraseAuthor: { input: { params: { user_id: string } }; output: Erasure };
  /** List entries in force. */
  searchLists: { input: { query?: { q?: string; kind?: "keyword" | "regex" | "sha256" | "pdq"; action?: "block" | "flag" | "allow"; category?: "toxicity" | "harassment" | "hate" | "violence" | "sexual" | "profanity" | "self_harm" | "spam" | "misinformation"; cursor?: string }; ifNoneMatch?: string }; output: ListsPage };
  /** Add list entries. */
  addListEntries: { input: { body: NewListEntries; idempotencyKey?: string }; output: AddedListEntries };
  /** Read a list entry. */
  readListEntry: { input: { params: { id: string }; ifNoneMatch?: string }; output: ListEntry };
  /** Change a list entry. */
  changeListEntry: { input: { params: { id: string }; body: ListChange; ifMatch: string }; output: ListEntry };
  /** Take a list entry out of force. */
  removeListEntry: { input: { params: { id: string }; ifMatch?: string }; output: undefined };
  /** What was decided about a post, and the state of its appeal. */
  viewAppeal: { input: { params: { token: string } }; output: Appeal };
  /** Appeal a decision. */
  fileAppeal: { input: { params: { token: string }; body: AppealRequest }; output: Appeal };
  /** OpenAI's moderation endpoint. */
  openaiModerations: { input: { body: {
      input: string | string[] | Array<{
        type: "text";
        text: string;
      } | {
        type: "image_url";
        image_url: {
          url: string;
        };
      }>;
      model?: string;
    } }; output: {
      id: string;
      model: string;
      results: Array<{
        flagged: boolean;
        categories: Partial<Record<"harassment" | "harassment/threatening" | "hate" | "hate/threatening" | "illicit" | "illicit/violent" | "self-harm" | "self-harm/intent" | "self-harm/instructions" | "sexual" | "sexual/minors" | "violence" | "violence/graphic", boolean>>;
        category_scores: Partial<Record<"harassment" | "harassment/threatening" | "hate" | "hate/threatening" | "illicit" | "illicit/violent" | "self-harm" | "self-harm/intent" | "self-harm/instructions" | "sexual" | "sexual/minors" | "violence" | "violence/graphic", number>>;
        category_applied_input_types: Partial<Record<"harassment" | "harassment/threatening" | "hate" | "hate/threatening" | "illicit" | "illicit/violent" | "self-harm" | "self-harm/intent" | "self-harm/instructions" | "sexual" | "sexual/minors" | "violence" | "violence/graphic", Array<"text" | "image">>>;
        sightline: {
          decision: "APPROVE" | "FLAG" | "BLOCK";
          decided_by: Category[];
          review_reason: "score" | "rule" | "models_unavailable" | "language_not_covered" | "media_not_judged" | "spot_check" | null;
          scores: Record<string, number>;
          language: string | null;
        };
      }>;
    } };
  /** Perspective API: score a comment. */
  analyzeComment: { input: { body: {
      comment?: {
        text?: string;
        type?: string;
      };
      context?: {
        entries?: Array<{
          text?: string;
          type?: string;
        }>;
        articleAndParentComment?: {
          article?: {
            text?: string;
            type?: string;
          };
          parentComment?: {
            text?: string;
            type?: string;
          };
        };
      };
      languages?: string[];
      clientToken?: string;
      sessionId?: string;
      communityId?: string;
      requestedAttributes?: Record<string, {
        scoreType?: string;
        scoreThreshold?: number;
      }>;
      spanAnnotations?: boolean;
      doNotStore?: boolean;
      dropUnsupportedAttributes?: boolean;
    } }; output: {
      attributeScores: Record<string, {
        spanScores: Array<{
          begin: number;
          end: number;
          score: {
            value: number;
            type: "PROBABILITY";
          };
        }>;
        summaryScore: {
          value: number;
          type: "PROBABILITY";
        };
      }>;
      languages: string[];
      detectedLanguages?: string[];
      clientToken?: string;
    } };
  /** Perspective API: say what a comment is. */
  suggestScore: { input: { body: {
      comment?: {
        text?: string;
        type?: string;
      };
      context?: {
        entries?: Array<{
          text?: string;
          type?: string;
        }>;
        articleAndParentComment?: {
          article?: {
            text?: string;
            type?: string;
          };
          parentComment?: {
            text?: string;
            type?: string;
          };
        };
      };
      languages?: string[];
      clientToken?: string;
      sessionId?: string;
      communityId?: string;
      attributeScores?: Record<string, {
        summaryScore?: {
          value: number;
          type?: string;
        };
        spanScores?: Array<{
          score: {
            value: number;
            type?: string;
          };
        }>;
      }>;
    } }; output: {
      clientToken?: string;
      requestedLanguages?: string[];
    } };
  /** Perspective API: discovery document. */
  discovery: { input: { query?: { version?: string } }; output: {
      kind: string;
    } };
  /** Whether an item can be taken and decided now. */
  health: { input: {}; output: {
      status: "ok" | "unavailable";
      database: {
        ok: boolean;
        reason?: string;
      };
      queue: {
        ok: boolean;
        reason?: string;
      };
      workers: {
        ok: boolean;
        reason?: string;
        count: number;
      };
      models: {
        ok: boolean;
        reason?: string;
        loaded: Record<string, {
          state: string;
        }>;
      };
    } };
  /** This description, as OpenAPI 3.1. */
  openapi: { input: { ifNoneMatch?: string }; output: {
      openapi: "3.1.1";
    } };
}
