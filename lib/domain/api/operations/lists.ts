import { z } from "zod";
import { listQuerySchema } from "../../lists";
import {
  addedListEntriesSchema,
  listChangeSchema,
  listEntryResourceSchema,
  listsPageSchema,
  newListEntriesSchema,
} from "../list";
import { operation } from "../operation";

const TAG = "Lists";
const params = z.object({ id: z.string().max(100) });

export const searchListsOperation = operation({
  id: "searchLists",
  method: "GET",
  path: "/api/v1/lists",
  tag: TAG,
  summary: "List entries in force",
  auth: { scope: "lists:read" },
  query: listQuerySchema,
  etag: true,
  answers: { 200: { description: "A page of entries, newest first.", schema: listsPageSchema } },
  examples: [{ title: "Keywords about spam", query: { kind: "keyword", category: "spam" }, status: 200 }],
});

export const addListEntriesOperation = operation({
  id: "addListEntries",
  method: "POST",
  path: "/api/v1/lists",
  tag: TAG,
  summary: "Add list entries",
  description:
    "Up to 1,000 entries that share category, action and note; every worker applies them within 5 s. Entries that are in force already are skipped.",
  auth: { scope: "lists:write" },
  body: newListEntriesSchema,
  idempotency: "optional",
  answers: { 201: { description: "What was added.", schema: addedListEntriesSchema } },
  examples: [
    {
      title: "Send posts with two phrases to a person",
      body: {
        entries: [
          { kind: "keyword", value: "limited offer today" },
          { kind: "regex", value: "\\bcall now \\d{6}\\b" },
        ],
        category: "spam",
        action: "flag",
        note: "Seen in the classifieds.",
      },
      status: 201,
    },
  ],
});

export const readListEntryOperation = operation({
  id: "readListEntry",
  method: "GET",
  path: "/api/v1/lists/{id}",
  tag: TAG,
  summary: "Read a list entry",
  auth: { scope: "lists:read" },
  params,
  etag: true,
  answers: { 200: { description: "The entry.", schema: listEntryResourceSchema } },
  examples: [{ title: "An entry", params: { id: "list-entry" }, status: 200 }],
});

export const changeListEntryOperation = operation({
  id: "changeListEntry",
  method: "PATCH",
  path: "/api/v1/lists/{id}",
  tag: TAG,
  summary: "Change a list entry",
  description:
    "Changes category, action or note. Needs the entry's ETag in `If-Match`, so that nobody's change is lost; how the entry was stays on record.",
  auth: { scope: "lists:write" },
  params,
  body: listChangeSchema,
  ifMatch: "required",
  answers: { 200: { description: "The entry as it is now.", schema: listEntryResourceSchema } },
  examples: [
    {
      title: "Block instead of flag",
      params: { id: "list-entry" },
      headers: { "If-Match": "list-entry" },
      body: { action: "block" },
      status: 200,
    },
  ],
});

export const removeListEntryOperation = operation({
  id: "removeListEntry",
  method: "DELETE",
  path: "/api/v1/lists/{id}",
  tag: TAG,
  summary: "Take a list entry out of force",
  auth: { scope: "lists:write" },
  params,
  ifMatch: "optional",
  answers: { 204: { description: "Out of force within 5 s." } },
  examples: [{ title: "Remove", params: { id: "list-entry" }, status: 204 }],
});

export const LIST_OPERATIONS = [
  searchListsOperation,
  addListEntriesOperation,
  readListEntryOperation,
  changeListEntryOperation,
  removeListEntryOperation,
];
