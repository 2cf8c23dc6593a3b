import { useEffect, useReducer, useRef } from "react";
import type { DeskMedia } from "#lib/domain/media";
import type { PolicyBody } from "#lib/domain/policy";
import { type TraceEvent, traceEventSchema } from "#lib/domain/trace";
import type { StageResult, Verdict } from "#lib/domain/verdict";
import { ApiError } from "./fetch";

/** Typing rests this long before the text is sent. */
const REST_MS = 250;

type Planned = Extract<TraceEvent, { type: "plan" }>["stages"][number];
export type Flip = Extract<TraceEvent, { type: "flip" }>;
/** What becomes of a text with a picture without either. */
export type PartsFlip = Extract<TraceEvent, { type: "parts" }>;

/** A picture to be judged with the text. */
export interface ChosenPicture {
  /** Its file's name, or its address. */
  name: string;
  /** An address or a data URL. */
  source: string;
}

/** How far a post has come. All of it was told by the server; nothing is guessed. */
export interface TraceState {
  /** The text that the rest is about; the one in the field may be newer. */
  text: string;
  phase: "empty" | "waiting" | "running" | "searching" | "done" | "error";
  stages: Planned[];
  /** The stages at work. */
  current: string[];
  results: StageResult[];
  /** The picture as people are shown it. */
  picture: DeskMedia | null;
  policy: PolicyBody | null;
  policyVersion: number;
  verdict: Verdict | null;
  ms: number | null;
  flip: Flip | null;
  parts: PartsFlip | null;
  problem: string | null;
}

const EMPTY: TraceState = {
  text: "",
  phase: "empty",
  stages: [],
  current: [],
  results: [],
  picture: null,
  policy: null,
  policyVersion: 0,
  verdict: null,
  ms: null,
  flip: null,
  parts: null,
  problem: null,
};

export type TraceAction =
  | { type: "clear" }
  | { type: "typed" }
  | { type: "ended" }
  | { type: "broken"; message: string }
  | TraceEvent;

/** The next state; exported for tests. */
export function traceReducer(state: TraceState, action: TraceAction): TraceState {
  switch (action.type) {
    case "clear":
      return EMPTY;
    case "typed":
      // What was seen of the text before stays until the first word about this one.
      return { ...state, phase: "waiting", problem: null };
    case "plan":
      return {
        ...EMPTY,
        text: state.text,
        phase: "running",
        stages: action.stages,
        policy: action.policy,
        policyVersion: action.policyVersion,
      };
    case "begin":
      return { ...state, current: [...state.current, action.stage] };
    case "picture":
      return { ...state, picture: shownPicture(action) };
    case "stage":
      return {
        ...state,
        current: state.current.filter((name) => name !== action.result.stage),
        results: [...state.results, action.result],
      };
    case "verdict":
      return { ...state, current: [], phase: "searching", verdict: action.verdict, ms: action.ms };
    case "flip":
      return { ...state, flip: action };
    case "parts":
      return { ...state, parts: action };
    case "ended":
      return { ...state, phase: state.verdict ? "done" : "error" };
    case "error":
    case "broken":
      return { ...state, phase: "error", current: [], problem: action.message };
  }
}

let shown = 0;

/** As the desk shows a picture; each is another one, so that it starts hidden. */
function shownPicture({ view, width, height }: Extract<TraceEvent, { type: "picture" }>): DeskMedia {
  shown += 1;
  const nothingKnown = { type: null, bytes: null, sha256: null, problem: null };
  return {
    ...nothingKnown,
    keptHidden: "unjudged",
    id: `playground-${shown}`,
    kind: "image",
    facts: { width, height },
    renditions: { view },
  };
}

async function refusalOf(response: Response): Promise<ApiError> {
  const problem = (await response.json().catch(() => null)) as { detail?: string } | null;
  return new ApiError(response.status, problem?.detail ?? "It could not be judged. Try again.");
}

async function follow(
  text: string,
  image: string | undefined,
  signal: AbortSignal,
  tell: (event: TraceEvent) => void,
): Promise<void> {
  const response = await fetch("/api/desk/playground", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text, image }),
    signal,
  });
  if (!response.ok || !response.body) throw await refusalOf(response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) tell(traceEventSchema.parse(JSON.parse(line)));
  }
}

/** Follows a post through the cascade, anew whenever it changes and typing rests. */
export function useTrace(text: string, picture: ChosenPicture | null): TraceState {
  const [state, dispatch] = useReducer(traceReducer, EMPTY);
  const about = useRef("");
  const image = picture?.source;
  useEffect(() => {
    if (text.trim() === "" && image === undefined) {
      dispatch({ type: "clear" });
      return;
    }
    const call = new AbortController();
    dispatch({ type: "typed" });
    const timer = setTimeout(() => {
      const tell = (event: TraceEvent) => {
        if (call.signal.aborted) return;
        if (event.type === "plan") about.current = text;
        dispatch(event);
      };
      follow(text, image, call.signal, tell).then(
        () => !call.signal.aborted && dispatch({ type: "ended" }),
        (error: Error) => {
          if (call.signal.aborted) return;
          const known = error instanceof ApiError;
          dispatch({
            type: "broken",
            message: known ? error.message : "The connection broke off. Try again.",
          });
        },
      );
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      call.abort();
    };
  }, [text, image]);
  return { ...state, text: about.current };
}
