// Waiting for what a page comes to, as long as it takes and no longer.

import { setTimeout as pause } from "node:timers/promises";

/** Tries until nothing is thrown any more; the last complaint is the answer when the time is up. */
export async function eventually(attempt, timeout = 15_000) {
  const end = performance.now() + timeout;
  for (;;) {
    try {
      return await attempt();
    } catch (failure) {
      if (performance.now() > end) throw failure;
      await pause(25);
    }
  }
}
