/** Tells what is being done and how long it took, a line per step, the same on a terminal and in a log. */

const TITLE_WIDTH = 58;
const PATIENCE_MS = 2_000;
const REMINDER_MS = 20_000;

/** 1234 -> "1.2 s", 83_000 -> "1 min 23 s". */
export function formatDuration(ms) {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function line(mark, text, ms) {
  const dots = ".".repeat(Math.max(2, TITLE_WIDTH - text.length));
  console.log(`  ${mark} ${text} ${dots} ${formatDuration(ms).padStart(6)}`);
}

/**
 * Runs one step and prints its result. A step that takes long says so at once and again from time to time.
 * @template T
 * @param {string} title what the step does
 * @param {(note: (text: string) => void) => Promise<T> | T} work calls `note` to say what came of it
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const began = performance.now();
  const elapsed = () => performance.now() - began;
  let outcome = "";
  let reminder = setTimeout(() => {
    console.log(`  … ${title}`);
    reminder = setInterval(
      () => console.log(`  … ${title}: ${formatDuration(elapsed())} so far`),
      REMINDER_MS,
    );
  }, PATIENCE_MS);
  try {
    const result = await work((text) => {
      outcome = `: ${text}`;
    });
    line("✓", title + outcome, elapsed());
    return result;
  } catch (error) {
    line("✗", title, elapsed());
    throw error;
  } finally {
    clearTimeout(reminder);
  }
}
