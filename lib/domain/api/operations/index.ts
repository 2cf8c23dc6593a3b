import type { Operation } from "../operation";
import { APPEAL_OPERATIONS } from "./appeals";
import { DROP_IN_OPERATIONS } from "./drop-ins";
import { ITEM_OPERATIONS } from "./items";
import { LIST_OPERATIONS } from "./lists";
import { MODERATION_OPERATIONS } from "./moderation";
import { SERVICE_OPERATIONS } from "./service";

/** The public API, endpoint by endpoint: what is served, validated, documented and tested. */
export const OPERATIONS: readonly Operation[] = [
  ...MODERATION_OPERATIONS,
  ...ITEM_OPERATIONS,
  ...LIST_OPERATIONS,
  ...APPEAL_OPERATIONS,
  ...DROP_IN_OPERATIONS,
  ...SERVICE_OPERATIONS,
];

/** What each group of endpoints is for, in the order in which they are shown. */
export const TAGS: Record<string, string> = {
  Moderation: "Have posts judged, one by one or in batches.",
  Items: "Read what was judged, and decide over it.",
  Reports: "What users of the platform report.",
  Authors: "What the law asks for.",
  Lists: "Keywords and patterns that decide before the models do.",
  Appeals: "For the people whose posts were taken down; no key needed.",
  "Drop-ins": "Endpoints that clients of OpenAI and Perspective already speak.",
  Service: "The server itself.",
};
