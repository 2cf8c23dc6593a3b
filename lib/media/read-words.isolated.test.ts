import { createWorker, type Worker } from "tesseract.js";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { TesseractReader } from "./read-words";

vi.mock("tesseract.js", () => ({ createWorker: vi.fn() }));
vi.mock("./picture-size", () => ({ declaredSize: () => ({ width: 10, height: 10 }) }));

const picture = new Uint8Array(1);
const word = { text: "Hello", confidence: 90, bbox: { x0: 0, y0: 0, x1: 5, y1: 5 } };
const blocks = [{ paragraphs: [{ lines: [{ words: [word] }] }] }];
const terminate = vi.fn(async () => {});
const works = { recognize: async () => ({ data: { blocks } }), terminate } as unknown as Worker;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.resetAllMocks();
});

it("gives up a reader that never starts, and reads the next picture with another", async () => {
  let opened = (_: Worker) => {};
  const never = new Promise<Worker>((resolve) => {
    opened = resolve;
  });
  vi.mocked(createWorker).mockReturnValueOnce(never).mockResolvedValue(works);
  const reader = new TesseractReader();
  const first = expect(reader.read(picture)).rejects.toMatchObject({ code: "timeout" });
  const second = reader.read(picture);
  await vi.advanceTimersByTimeAsync(20_000);
  await first;
  expect((await second).text).toBe("Hello");
  // It may start after all: then it ends.
  expect(terminate).not.toHaveBeenCalled();
  opened(works);
  await vi.advanceTimersByTimeAsync(0);
  expect(terminate).toHaveBeenCalledOnce();
});

it("says that the reader does not start, and tries again with the next picture", async () => {
  vi.mocked(createWorker).mockRejectedValueOnce(new Error("no memory")).mockResolvedValue(works);
  const reader = new TesseractReader();
  await expect(reader.read(picture)).rejects.toMatchObject({
    code: "unavailable",
    message: "The reader of words does not start.",
  });
  expect((await reader.read(picture)).text).toBe("Hello");
});
