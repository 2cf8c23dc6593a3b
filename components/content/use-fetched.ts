import { useCallback, useEffect, useState } from "react";

export interface Fetched<Answer> {
  answer: Answer | null;
  problem: string | null;
  retry: () => void;
  /** Puts a newer answer in its place. */
  show: (answer: Answer) => void;
}

/** What is read when a part of a page opens, and again on `retry`; `read` must be the same function between renders. */
export function useFetched<Answer>(read: (signal: AbortSignal) => Promise<Answer>): Fetched<Answer> {
  const [state, setState] = useState<{ answer: Answer | null; problem: string | null }>({
    answer: null,
    problem: null,
  });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks anew
  useEffect(() => {
    const stop = new AbortController();
    setState({ answer: null, problem: null });
    read(stop.signal).then(
      (answer) => setState({ answer, problem: null }),
      (error: Error) => !stop.signal.aborted && setState({ answer: null, problem: error.message }),
    );
    return () => stop.abort();
  }, [read, attempt]);
  return {
    ...state,
    retry: useCallback(() => setAttempt((last) => last + 1), []),
    show: useCallback((answer: Answer) => setState({ answer, problem: null }), []),
  };
}
