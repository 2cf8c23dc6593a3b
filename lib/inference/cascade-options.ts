import type { MediaPorts } from "./stages/media-stages";

export interface CascadeOptions {
  /** The folder with manifest.json. */
  modelsDir: string;
  /** Inference threads per level. */
  threads: number;
  /** Execution providers that models may run on, to be tried in this order unless a model prefers another. */
  providers: string[];
  /** The thread's entry; by default beside this module. */
  threadUrl?: URL;
  media?: MediaPorts;
}

/** How one model fares, as /api/health shows it. */
export interface ModelStatus {
  /** `name@version`. */
  model: string;
  ok: boolean;
  /** The execution provider that serves it. */
  provider?: string;
  /** Why it does not serve, or why a preferred provider or a newer version does not. */
  reason?: string;
}

export interface CascadeStatus {
  models: ModelStatus[];
  threads: { wanted: number; ready: number; restarts: number };
  waiting: number;
}
