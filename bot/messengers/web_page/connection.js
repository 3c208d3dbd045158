/** Talks to the gateway: one function per call, and a live line that falls back to polling. */

const TIMEOUT_MS = 30000;
const POLL_MS = 4000;
const REOPEN_MS = 15000;

/**
 * A call that failed. `status` is the HTTP status, 0 when there was no answer; `retryAfter` is in seconds, or null;
 * `reason` is the server's name for what is wrong, or null.
 */
export class CallFailed extends Error {
  constructor(status, retryAfter = null, reason = null) {
    super(`call failed with status ${status}`);
    this.status = status;
    this.retryAfter = retryAfter;
    this.reason = reason;
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

function post(path, body) {
  return call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

function conversationPath(conversation, rest = "") {
  return `/api/conversations/${encodeURIComponent(conversation)}${rest}`;
}

/** Sends one message. Throws `CallFailed`. */
export function messageSend(message) {
  return post("/api/messages", message);
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

/** Erases the conversation on the server, with its cases: of each, what stays and why. An unknown one is erased. */
export async function conversationErase(conversation) {
  try {
    return (await call(conversationPath(conversation), { method: "DELETE" })).body.kept || [];
  } catch (error) {
    if (error.status !== 404) throw error;
    return [];
  }
}

/** The citizen's own cases, in words of `language`. */
export async function caseList(conversation, language) {
  return (await call(conversationPath(conversation, `/cases?language=${language}`))).body.cases;
}

/** Erases a case; what stays of it, and why. */
export async function caseErase(conversation, number) {
  return (await call(conversationPath(conversation, `/cases/${encodeURIComponent(number)}`), { method: "DELETE" })).body.kept;
}

/** Opens the conversation of the case with this code to a new secret. Throws `CallFailed`, 404 for a wrong code. */
export function caseReturn(code, conversation) {
  return post("/api/cases/return", { code, conversation });
}

/** Where a file of a case is. */
export function filePath(conversation, file) {
  return conversationPath(conversation, `/files/${encodeURIComponent(file)}`);
}

/** Where the page about a case is that can be printed. */
export function summaryPath(conversation, number, language) {
  return conversationPath(conversation, `/cases/${encodeURIComponent(number)}/summary?language=${language}`);
}

/** Tells the mediator that the citizen is writing, or how far they have read. Not worth a second try. */
export async function signSend(conversation, sign, body) {
  try {
    await post(conversationPath(conversation, `/${sign}`), body);
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
  }
}

/** Adds a file to the case. `onProgress(part)` goes from 0 to 1; `fetch` cannot tell that. Throws `CallFailed`. */
export function fileSend(conversation, id, file, onProgress, signal) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", conversationPath(conversation, `/files?${new URLSearchParams({ id, name: file.name })}`));
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => total && onProgress(loaded / total));
    request.addEventListener("load", () => {
      const answer = request.response || {};
      if (request.status === 200) done(answer);
      else failed(new CallFailed(request.status, Number(request.getResponseHeader("Retry-After")) || null, answer.error));
    });
    for (const end of ["error", "abort", "timeout"]) request.addEventListener(end, () => failed(new CallFailed(0)));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
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
 * Server-sent events of one conversation. `handlers` has `message(message)`, `typing(isTyping, name)`, `erased(seq)`,
 * `speaker(speaker)`, and `sync()`, which is called every few seconds while the events are down.
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
    on("typing", ({ typing, name }) => this.handlers.typing(typing === true, name || null));
    on("speaker", (speaker) => this.handlers.speaker(speaker));
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
