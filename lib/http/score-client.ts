import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { scoreSecret } from "#lib/config/env";
import { Failure, type FailureCode } from "#lib/domain/failure";
import {
  type ScoreAnswer,
  type ScoreRequest,
  scoreAnswerSchema,
  scoreRefusalSchema,
} from "#lib/domain/score";
import { log } from "#lib/observe/log";
import { scoreAddress } from "./score-address";

/** The service answers by the deadline itself; past this much more it is taken for dead. */
const GRACE_MS = 500;
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

/** The connection failed before there was an answer: another try may reach a live worker. */
class ConnectionError extends Error {}

interface Reply {
  status: number;
  body: string;
}

/**
 * Asks the scoring service. A connection that fails is tried once more, with another worker where there is one.
 * Throws Failure `unavailable` when the service is down or full and `timeout` when the deadline passes.
 * @param signal aborted when the caller has gone
 */
export async function score(wanted: ScoreRequest, signal?: AbortSignal): Promise<ScoreAnswer> {
  const body = JSON.stringify(wanted);
  const limit = AbortSignal.timeout(wanted.deadlineMs + GRACE_MS);
  const either = signal ? AbortSignal.any([signal, limit]) : limit;
  const address = await scoreAddress();
  const reply = await post(address, body, either).catch(async (error) => {
    if (!(error instanceof ConnectionError)) throw error;
    log("score-client").warn({ err: error.message }, "the scoring service did not answer, asking once more");
    return post(await scoreAddress(address), body, either).catch((again) => {
      if (!(again instanceof ConnectionError)) throw again;
      throw new Failure("unavailable", "The scoring service cannot be reached. Try again in a few seconds.", {
        retryAfterSeconds: 5,
        cause: again,
      });
    });
  });
  return read(reply);
}

function read({ status, body }: Reply): ScoreAnswer {
  const value: unknown = JSON.parse(body);
  if (status === 200) return scoreAnswerSchema.parse(value);
  const { code, message, retryAfterSeconds } = scoreRefusalSchema.parse(value);
  // Only these say something about the caller's request; the rest is between the web process and the service.
  if (ABOUT_THE_REQUEST.includes(code)) throw new Failure(code, message, { retryAfterSeconds });
  throw new Error(`the scoring service refused: ${code}: ${message}`);
}

function post(address: string, body: string, signal: AbortSignal): Promise<Reply> {
  const secure = address.startsWith("https:");
  return new Promise((resolve, reject) => {
    const fail = (error: Error) =>
      reject(signal.aborted ? reasonOf(signal) : new ConnectionError(error.message));
    const request = (secure ? httpsRequest : httpRequest)(
      `${address}/score`,
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
      (response) => {
        text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), fail);
      },
    );
    request.on("error", fail);
    request.end(body);
  });
}

function text(response: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    response.setEncoding("utf8");
    let all = "";
    response.on("data", (chunk: string) => {
      all += chunk;
    });
    response.once("end", () => resolve(all));
    response.once("error", reject);
    response.once("aborted", () => reject(new Error("the answer broke off")));
  });
}

function reasonOf(signal: AbortSignal): Failure {
  const timedOut = (signal.reason as Error | undefined)?.name === "TimeoutError";
  return timedOut
    ? new Failure("timeout", "The scoring service did not answer in time.")
    : new Failure("timeout", "The caller has gone.");
}
