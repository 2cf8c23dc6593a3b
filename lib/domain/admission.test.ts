import { describe, expect, it } from "vitest";
import { Admission } from "./admission";

/** So many requests under way all the time, one of them ending every `paceMs`. */
function busyWith(admission: Admission, underWay: number, paceMs: number, ends = 400): void {
  for (let at = 0; at < ends; at += 1) {
    while (admission.underWay < underWay) if (admission.begin() !== null) break;
    admission.end(at * paceMs);
  }
}

describe("Admission", () => {
  it("lets in as many as may be under way, and others when those have ended", () => {
    const admission = new Admission({ most: 2, longestWaitMs: 1000 });
    expect([admission.begin(), admission.begin(), admission.begin()]).toEqual([null, null, 1]);
    expect(admission.underWay).toBe(2);
    admission.end(0);
    expect(admission.begin()).toBeNull();
  });

  it("refuses earlier when requests take long, and says when to come again", () => {
    const admission = new Admission({ most: 48, longestWaitMs: 2000 });
    busyWith(admission, 10, 250);
    let comeAgain = admission.begin();
    while (comeAgain === null) comeAgain = admission.begin();
    expect(comeAgain).toBe(3);
    expect(admission.underWay).toBe(8);
  });

  it("knows the pace from many ends, also where a batch ends at once", () => {
    const admission = new Admission({ most: 48, longestWaitMs: 2000 });
    for (let batch = 1; batch <= 60; batch += 1) {
      while (admission.underWay < 40) admission.begin();
      for (let at = 0; at < 32; at += 1) admission.end(batch * 320);
    }
    expect(admission.expectedWaitMs / (admission.underWay + 1)).toBeGreaterThan(5);
    while (admission.underWay < 40) expect(admission.begin()).toBeNull();
  });

  it("does not take quiet for slowness", () => {
    const admission = new Admission({ most: 48, longestWaitMs: 2000 });
    for (let at = 0; at < 50; at += 1) {
      expect(admission.begin()).toBeNull();
      admission.end(at * 60_000);
    }
    expect(admission.expectedWaitMs).toBe(0);
    for (let at = 0; at < 48; at += 1) expect(admission.begin()).toBeNull();
    expect(admission.begin()).toBe(1);
  });

  it("lets newcomers in again once the pace is better, and a few always", () => {
    const admission = new Admission({ most: 48, longestWaitMs: 2000 });
    busyWith(admission, 20, 1000);
    while (admission.underWay > 0) admission.end(400_000);
    for (let at = 0; at < 4; at += 1) expect(admission.begin()).toBeNull();
    expect(admission.begin()).not.toBeNull();
    busyWith(admission, 4, 5);
    expect(admission.begin()).toBeNull();
  });
});
