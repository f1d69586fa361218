// Requests of the form: what failed is said in a way that tells what to do about it.
import { signIn } from "./sign-in.js";

/** Why something was not sent: `kind` is "offline", "busy" (try again), "signed-out" or "refused" (trying again is no use). */
export class NotSent extends Error {
  constructor(kind, message = "", waitSeconds = 0, status = 0) {
    super(message);
    Object.assign(this, { kind, waitSeconds, status });
  }
}

const TRY_AGAIN = [408, 423, 425, 429];

/** Sends a request; when the session has ended, asks to sign in (unless `mayAsk` is false) and sends it again. */
export async function send(address, { mayAsk = true, headers, ...request }) {
  let answer;
  try {
    answer = await fetch(address, { ...request, headers: { Accept: "application/json", ...headers } });
  } catch {
    // `fetch` fails only where no answer came: one that refuses is an answer.
    throw new NotSent("offline");
  }
  if (answer.ok) return answer;
  if (answer.status === 401) {
    if (!mayAsk || !(await signIn())) throw new NotSent("signed-out");
    return send(address, { mayAsk, headers, ...request });
  }
  throw await refusal(answer);
}

async function refusal(answer) {
  // It may be a date too (RFC 9110 10.2.3), which is then no wait: the server here tells seconds.
  const wait = Number(answer.headers.get("Retry-After")) || 0;
  if (answer.status >= 500 || TRY_AGAIN.includes(answer.status)) return new NotSent("busy", "", wait);
  const said = await answer.json().catch(() => ({}));
  // Where there are both, `detail` is in the language of the page.
  return new NotSent("refused", said.detail ?? said.title ?? String(answer.status), 0, answer.status);
}

/** Waits that grow from one to sixty seconds, each with a share of chance so that many devices do not come at once. */
export class BackOff {
  constructor() {
    this.failures = 0;
  }

  next(atLeastSeconds = 0) {
    const seconds = Math.min(60, 2 ** this.failures++);
    return Math.max(atLeastSeconds, Math.ceil(seconds * (0.75 + Math.random() / 2)));
  }

  reset() {
    this.failures = 0;
  }
}
