/** Talks to the gateway: one function per call, and a live line that falls back to polling. */

const TIMEOUT_MS = 30000;
const POLL_MS = 4000;
const REOPEN_MS = 15000;

/** A call that failed. `status` is the HTTP status, 0 when there was no answer; `retryAfter` is in seconds, or null. */
export class CallFailed extends Error {
  constructor(status, retryAfter = null) {
    super(`call failed with status ${status}`);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

async function call(path, options = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(path, { ...options, signal: stop.signal, cache: "no-store" });
    if (!response.ok) throw new CallFailed(response.status, Number(response.headers.get("Retry-After")) || null);
    const body = await response.text();
    return { status: response.status, body: body ? JSON.parse(body) : {} };
  } catch (error) {
    throw error instanceof CallFailed ? error : new CallFailed(0);
  } finally {
    clearTimeout(timer);
  }
}

function conversationPath(conversation, rest = "") {
  return `/api/conversations/${encodeURIComponent(conversation)}${rest}`;
}

/** Sends one message. Throws `CallFailed`. */
export function messageSend(message) {
  return call("/api/messages", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(message),
  });
}

/** The messages after `seq`, and whether an answer is being prepared. A conversation the server does not know is empty. */
export async function messageList(conversation, seq) {
  try {
    return (await call(conversationPath(conversation, `/messages?after=${seq}`))).body;
  } catch (error) {
    if (error.status === 404) return { messages: [], typing: false };
    throw error;
  }
}

/** Erases the conversation on the server; one it does not know counts as erased. */
export async function conversationErase(conversation) {
  try {
    await call(conversationPath(conversation), { method: "DELETE" });
  } catch (error) {
    if (error.status !== 404) throw error;
  }
}

/** One article of a law (or, without `article`, the law itself), or null when the server does not know it. */
export async function articleGet(law, article) {
  try {
    return (await call(`/api/articles?${new URLSearchParams(article ? { law, article } : { law })}`)).body;
  } catch (error) {
    if (error.status === 404) return null;
    throw error;
  }
}

/**
 * Server-sent events of one conversation. `handlers` has `message(message)`, `typing(isTyping)`, `erased(seq)`, and
 * `sync()`, which is called every few seconds while the events are down.
 */
export class LiveLine {
  constructor(handlers) {
    this.handlers = handlers;
    this.source = null;
    this.poll = null;
  }

  /** Listens for what comes after `seq`; a reconnecting browser says itself how far it got. */
  open(conversation, seq) {
    this.close();
    this.openedAt = Date.now();
    const source = new EventSource(conversationPath(conversation, `/events?after=${seq}`));
    const on = (name, handle) => source.addEventListener(name, (event) => handle(JSON.parse(event.data)));
    on("message", (message) => this.handlers.message(message));
    on("typing", ({ typing }) => this.handlers.typing(typing === true));
    on("erased", ({ erased_to: upTo }) => this.handlers.erased(upTo));
    source.addEventListener("open", () => this.stopPolling());
    source.addEventListener("error", () => this.startPolling());
    this.source = source;
  }

  startPolling() {
    if (!this.poll) this.poll = setInterval(() => this.pollOnce(), POLL_MS);
  }

  /** A stream that the browser gave up is dropped after a while; the next successful `sync` opens a new one. */
  pollOnce() {
    const isGivenUp = this.source && this.source.readyState === EventSource.CLOSED;
    if (isGivenUp && Date.now() - this.openedAt > REOPEN_MS) this.source = null;
    this.handlers.sync();
  }

  stopPolling() {
    clearInterval(this.poll);
    this.poll = null;
  }

  close() {
    this.stopPolling();
    if (this.source) this.source.close();
    this.source = null;
  }
}
