import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { scoreSecret } from "#lib/config/env";
import { Failure, type FailureCode } from "#lib/domain/failure";
import {
  type ScoreAnswer,
  type ScoreRefusal,
  type ScoreRequest,
  scoreLineSchema,
  scoreRefusalSchema,
} from "#lib/domain/score";
import { log } from "#lib/observe/log";
import { scoreAddress } from "./score-address";
import { type ScoreGroup, ScoreGroups } from "./score-groups";

/** Idle connections are given up before the service does, which keeps them for 65 s. */
const options = { keepAlive: true, timeout: 30_000, maxFreeSockets: 64 };
const http = new HttpAgent(options);
const https = new HttpsAgent(options);

const ABOUT_THE_REQUEST: FailureCode[] = [
  "unavailable",
  "timeout",
  "invalid_input",
  "too_large",
  "unsupported",
];

/** The connection failed before all was answered: another try may reach a live worker. */
class ConnectionError extends Error {}

const groups = new ScoreGroups(send);

/**
 * Asks the scoring service, together with whoever else asks at the same time. A connection that fails is tried once more,
 * with another worker where there is one. Throws Failure `unavailable` when the service is down or full and `timeout`
 * when the deadline passes.
 * @param signal aborted when the caller has gone
 */
export function score(wanted: ScoreRequest, signal?: AbortSignal): Promise<ScoreAnswer> {
  return groups.ask(wanted, signal);
}

async function send(group: ScoreGroup): Promise<void> {
  const address = await scoreAddress();
  await post(address, group).catch(async (error) => {
    if (!(error instanceof ConnectionError) || group.waiting().length === 0) throw error;
    log("score-client").warn({ err: error.message }, "the scoring service did not answer, asking once more");
    await post(await scoreAddress(address), group).catch((again) => {
      if (!(again instanceof ConnectionError)) throw again;
      throw new Failure("unavailable", "The scoring service cannot be reached. Try again in a few seconds.", {
        retryAfterSeconds: 5,
        cause: again,
      });
    });
  });
}

/** Sends what a group still waits for, and hands each the line that is its own, as it comes. */
async function post(address: string, group: ScoreGroup): Promise<void> {
  const places = group.waiting();
  const body = JSON.stringify({ requests: places.map((at) => group.requests[at]) });
  const response = await open(`${address}/score`, body, group.signal);
  if (response.statusCode !== 200) {
    let text = "";
    await eachPiece(response, (piece) => {
      text += piece;
    });
    throw failureOf(scoreRefusalSchema.parse(JSON.parse(text)));
  }
  let rest = "";
  await eachPiece(response, (piece) => {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() as string;
    for (const text of lines) {
      const line = scoreLineSchema.parse(JSON.parse(text));
      group.settle(places[line.at] as number, "answer" in line ? line.answer : failureOf(line.refusal));
    }
  });
}

/** Only some refusals say something about the caller's request; the rest is between the web process and the service. */
function failureOf({ code, message, retryAfterSeconds }: ScoreRefusal): Error {
  if (ABOUT_THE_REQUEST.includes(code)) return new Failure(code, message, { retryAfterSeconds });
  return new Error(`the scoring service refused: ${code}: ${message}`);
}

function open(url: string, body: string, signal: AbortSignal): Promise<IncomingMessage> {
  const secure = url.startsWith("https:");
  return new Promise((resolve, reject) => {
    const request = (secure ? httpsRequest : httpRequest)(
      url,
      {
        method: "POST",
        agent: secure ? https : http,
        signal,
        headers: {
          authorization: `Bearer ${scoreSecret()}`,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
        },
      },
      resolve,
    );
    request.on("error", (error) => reject(new ConnectionError(error.message)));
    request.end(body);
  });
}

/** Reads an answer to its end. Rejects with what `take` throws, or ConnectionError when the answer breaks off. */
function eachPiece(response: IncomingMessage, take: (piece: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const broken = () => reject(new ConnectionError("the answer broke off"));
    response.setEncoding("utf8");
    response.on("data", (piece: string) => {
      try {
        take(piece);
      } catch (error) {
        reject(error);
        response.destroy();
      }
    });
    response.once("end", resolve);
    response.once("error", broken);
    response.once("aborted", broken);
  });
}
