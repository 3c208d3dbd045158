/** The conversation as the page knows it: what the server has, what still has to be sent, and who is typing. */

import { CallFailed, conversationErase, LiveLine, messageList, messageSend } from "./connection.js";
import { outboxAdd, outboxList, outboxMark, outboxNext, outboxRemove } from "./outbox.js";
import { newId, recall, remember } from "./storage.js";

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30000;
const BUSY_SECONDS = 10;

/** Calls `onChange()` after every change and `onEffect(effect, value)` for effects that arrive live. */
export class Conversation {
  constructor({ onChange, onEffect }) {
    this.onChange = onChange;
    this.onEffect = onEffect;
    this.live = new LiveLine({
      message: (message) => this.pushed(message),
      typing: (typing) => this.setTyping(typing),
      sync: () => this.sync(),
    });
    this.clear();
  }

  clear() {
    this.id = recall("conversation");
    this.known = new Map();
    this.synced = 0;
    this.restored = !this.id;
    this.typing = false;
    this.sending = null;
    this.inFlight = null;
    this.erasing = false;
    this.hold = null;
    this.unreachable = false;
    this.retryMs = FIRST_RETRY_MS;
    this.generation = (this.generation || 0) + 1;
  }

  /** Loads what the server has, then sends what was left unsent. */
  async start() {
    if (this.id) await this.sync();
    this.flush();
  }

  /** Every message in order: the server's by `seq`, then the unsent ones, which have `pending: true`. */
  items() {
    const stored = [...this.known.values()].sort((a, b) => a.seq - b.seq);
    const unsent = outboxList().filter((entry) => !this.known.has(entry.id));
    return [...stored, ...unsent.map((entry) => ({ ...entry, kind: "text", from: "citizen", pending: true }))];
  }

  /** Whether an answer is on its way. */
  get isAnswering() {
    return this.typing || this.sending !== null;
  }

  /** Keeps a message, shows it and sends it as soon as possible. */
  say({ text, payload, language }) {
    if (!this.id) this.begin();
    outboxAdd({ id: newId(), text, payload, language, at: new Date().toISOString() });
    this.onChange();
    this.flush();
  }

  /** A conversation gets its id with the first message: who only looks leaves no trace. */
  begin() {
    this.id = recall("conversation") || newId();
    remember("conversation", this.id);
  }

  /** Sends a refused or held message again now. */
  retry(id) {
    outboxMark(id, null);
    this.release();
    this.onChange();
    this.flush();
  }

  /** Gives an unsent message up and returns its text. */
  discard(id) {
    const entry = outboxList().find((candidate) => candidate.id === id);
    outboxRemove(id);
    this.onChange();
    return entry ? entry.text : "";
  }

  /** Erases the conversation on the server, then here. Throws `CallFailed` and changes nothing when the server cannot. */
  async erase() {
    this.erasing = true;
    try {
      await this.inFlight;
      if (this.id) await conversationErase(this.id);
      this.forget();
    } finally {
      this.erasing = false;
    }
  }

  /** Drops everything this device knows of the conversation. */
  forget() {
    this.live.close();
    this.release();
    for (const name of ["conversation", "outbox", "ticks"]) remember(name, null);
    this.clear();
    this.onChange();
  }

  /** Catches up: on coming back online, on waking up, and after the live line opened. */
  async sync() {
    const { generation } = this;
    if (!this.id) return;
    try {
      const { messages, typing } = await messageList(this.id, this.synced);
      if (generation !== this.generation) return;
      this.synced = Math.max(this.synced, ...messages.map((message) => message.seq));
      const live = this.restored;
      this.restored = true;
      this.absorb(messages, live);
      this.reached();
      this.setTyping(typing);
      if (this.known.size && !this.live.source) this.live.open(this.id);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      this.setUnreachable(true);
      if (!this.restored) this.wake(() => this.start());
    }
  }

  /** Another tab began or erased the conversation: follow it. */
  follow() {
    if (this.id === recall("conversation")) return;
    this.live.close();
    this.release();
    this.clear();
    this.onChange();
    this.start();
  }

  /** Tries everything that waits at once; only a wait that the server asked for goes on. */
  resume() {
    if (!this.hold || this.hold.why !== "busy") this.release();
    this.sync();
    this.flush();
  }

  pushed(message) {
    this.synced = Math.max(this.synced, message.seq);
    this.absorb([message], true);
  }

  absorb(messages, live) {
    for (const message of messages) {
      const key = message.from === "citizen" ? message.id : message.seq;
      if (message.from === "citizen") outboxRemove(message.id);
      const isNew = !this.known.has(key);
      if (message.kind !== "effect") this.known.set(key, message);
      else if (isNew && live) this.onEffect(message.effect, message.value);
      if (isNew && message.from === "assistant") this.typing = false;
    }
    this.onChange();
  }

  async flush() {
    if (this.sending || this.hold || this.erasing) return;
    const entry = outboxNext();
    if (!entry || !this.restored) return;
    this.sending = entry.id;
    this.onChange();
    this.inFlight = this.deliver(entry, this.generation);
    await this.inFlight;
    this.flush();
  }

  async deliver(entry, generation) {
    const { id, text, payload, language } = entry;
    const message = { conversation: this.id, id, text };
    if (payload) message.payload = payload;
    if (language) message.language = language;
    try {
      const { body } = await messageSend(message);
      if (generation === this.generation) this.delivered(entry, body);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      if (generation === this.generation) this.refused(entry, error);
    }
  }

  delivered(entry, { seq, replies = [] }) {
    this.sending = null;
    this.reached();
    const { id, text, payload, at } = entry;
    const mine = this.known.get(id) || { kind: "text", from: "citizen", id, text, payload, at, seq };
    this.absorb([mine, ...replies], true);
    if (!this.live.source) this.live.open(this.id);
  }

  refused(entry, { status, retryAfter }) {
    this.sending = null;
    if (status === 429) this.holdFor((retryAfter || BUSY_SECONDS) * 1000, "busy");
    else if (status === 0 || status === 408 || status >= 500) this.backOff();
    else outboxMark(entry.id, reasonFor(entry, status));
    this.onChange();
  }

  backOff() {
    this.setUnreachable(true);
    this.holdFor(this.retryMs, "retrying");
    this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
  }

  holdFor(milliseconds, why) {
    this.hold = { why, seconds: Math.ceil(milliseconds / 1000) };
    this.holdTimer = setTimeout(() => {
      this.hold = null;
      this.flush();
    }, milliseconds);
  }

  release() {
    clearTimeout(this.holdTimer);
    clearTimeout(this.wakeTimer);
    this.hold = null;
  }

  wake(action) {
    clearTimeout(this.wakeTimer);
    this.wakeTimer = setTimeout(action, this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
  }

  reached() {
    this.retryMs = FIRST_RETRY_MS;
    this.setUnreachable(false);
  }

  setUnreachable(unreachable) {
    if (this.unreachable === unreachable) return;
    this.unreachable = unreachable;
    this.onChange();
  }

  setTyping(typing) {
    if (this.typing === typing) return;
    this.typing = typing;
    this.onChange();
  }
}

function reasonFor({ text, payload }, status) {
  if ([...text].length > 2000 || status === 413) return "long";
  return payload ? "choice" : "refused";
}
