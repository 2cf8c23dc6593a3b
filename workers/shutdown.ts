import { log } from "#lib/observe/log";

export interface ShutdownStep {
  name: string;
  run(): Promise<void> | void;
}

/**
 * Runs the steps in order, each until it ends or the whole deadline has passed. A step that fails or hangs does not
 * keep the rest from running. Resolves to whether all ended well and in time.
 */
export async function shutDown(steps: ShutdownStep[], deadlineMs: number): Promise<boolean> {
  const deadline = Date.now() + deadlineMs;
  let clean = true;
  for (const step of steps) {
    try {
      await within(step, Math.max(0, deadline - Date.now()));
    } catch (error) {
      clean = false;
      log("shutdown").warn({ step: step.name, err: error }, "step did not end well");
    }
  }
  return clean;
}

async function within(step: ShutdownStep, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("deadline passed")), ms);
  });
  try {
    await Promise.race([step.run(), late]);
  } finally {
    clearTimeout(timer);
  }
}
