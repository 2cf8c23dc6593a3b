import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { Readable } from "node:stream";
import { scoreSecret } from "#lib/config/env";
import { Failure, type FailureCode } from "#lib/domain/failure";
import { scoreRefusalSchema } from "#lib/domain/score";
import type { TraceRequest } from "#lib/domain/trace";
import { scoreAddress } from "./score-address";

/** What a picture, or the service's own state, can be refused for. */
const ABOUT_THE_POST: FailureCode[] = [
  "unavailable",
  "timeout",
  "invalid_input",
  "too_large",
  "unsupported",
  "unsupported_media_type",
];

/**
 * A post's way through the cascade as the scoring service tells it: lines of JSON (`TraceEvent`), each passed on as it
 * comes. Throws Failure `unavailable` when no worker can be reached or all are busy.
 * @param signal aborted when the caller has gone
 */
export async function traceText(wanted: TraceRequest, signal: AbortSignal): Promise<Response> {
  const body = JSON.stringify(wanted);
  const address = await scoreAddress();
  // A worker that has just gone is still on the list: the list is read anew and another one asked.
  const answer = await open(`${address}/trace`, body, signal)
    .catch(async () => open(`${await scoreAddress(address)}/trace`, body, signal))
    .catch((cause) => {
      throw new Failure("unavailable", "The scoring service cannot be reached. Try again in a few seconds.", {
        retryAfterSeconds: 5,
        cause,
      });
    });
  if (answer.statusCode !== 200) throw await refusalOf(answer);
  return new Response(Readable.toWeb(answer) as ReadableStream<Uint8Array>, {
    headers: { "content-type": "application/x-ndjson", "x-accel-buffering": "no" },
  });
}

function open(address: string, body: string, signal: AbortSignal): Promise<IncomingMessage> {
  const send = address.startsWith("https:") ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(
      address,
      {
        method: "POST",
        signal,
        headers: {
          authorization: `Bearer ${scoreSecret()}`,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
        },
      },
      (answer) => {
        // A reader that goes away ends the answer with an error that nobody is left to hear.
        answer.on("error", () => {});
        resolve(answer);
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

async function refusalOf(answer: IncomingMessage): Promise<Failure> {
  let text = "";
  for await (const chunk of answer) text += chunk;
  const { code, message, retryAfterSeconds } = scoreRefusalSchema.parse(JSON.parse(text));
  if (ABOUT_THE_POST.includes(code)) return new Failure(code, message, { retryAfterSeconds });
  throw new Error(`the scoring service refused: ${code}: ${message}`);
}
