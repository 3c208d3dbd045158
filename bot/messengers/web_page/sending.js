/** Sends the outbox, one message after another, until the server has confirmed or refused each. */

import { CallFailed, messageSend } from "./connection.js";
import { outboxMark, outboxNext } from "./outbox.js";

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30000;
const BUSY_SECONDS = 10;
const LIMIT = 2000;

function reasonFor({ text, payload }, status) {
  if ([...text].length > LIMIT || status === 413) return "long";
  return payload ? "choice" : "refused";
}

function isTemporary(status) {
  return status === 0 || status === 408 || status >= 500;
}

export class Sender {
  /**
   * `conversation()` gives the conversation's id, null while nothing may be sent. `onDelivered(entry, answer)` and
   * `onUnreachable()` tell how it went, `onChange()` follows every change of `current` and `hold`.
   */
  constructor({ conversation, onDelivered, onUnreachable, onChange }) {
    Object.assign(this, { conversation, onDelivered, onUnreachable, onChange });
    this.turn = 0;
    this.reset();
  }

  /** Forgets what is going on; an answer that still arrives is ignored. */
  reset() {
    this.turn += 1;
    clearTimeout(this.timer);
    this.current = null;
    this.inFlight = null;
    this.hold = null;
    this.isPaused = false;
    this.retryMs = FIRST_RETRY_MS;
  }

  /** Sends nothing more until `resume`; settles when the message under way has its answer. */
  async pause() {
    this.isPaused = true;
    await this.inFlight;
  }

  /** Goes on at once; only a wait that the server asked for is kept, unless `evenIfBusy`. */
  resume({ evenIfBusy = false } = {}) {
    this.isPaused = false;
    if (this.hold && (evenIfBusy || this.hold.why !== "busy")) {
      clearTimeout(this.timer);
      this.hold = null;
    }
    this.flush();
  }

  /** Sends what waits, unless something is under way, held or paused. */
  async flush() {
    const conversation = this.conversation();
    const entry = outboxNext();
    if (this.current || this.hold || this.isPaused || !conversation || !entry) return;
    this.current = entry.id;
    this.onChange();
    this.inFlight = this.send(conversation, entry, this.turn);
    await this.inFlight;
    this.flush();
  }

  async send(conversation, { id, text, payload, language, at }, turn) {
    const message = { conversation, id, text };
    if (payload) message.payload = payload;
    if (language) message.language = language;
    try {
      const { body } = await messageSend(message);
      if (turn !== this.turn) return;
      this.current = null;
      this.retryMs = FIRST_RETRY_MS;
      this.onDelivered({ ...message, at }, body);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      if (turn === this.turn) this.refused(message, error);
    }
  }

  refused(message, { status, retryAfter }) {
    this.current = null;
    if (status === 429) this.holdFor((retryAfter || BUSY_SECONDS) * 1000, "busy");
    else if (isTemporary(status)) this.backOff();
    else outboxMark(message.id, reasonFor(message, status));
    this.onChange();
  }

  backOff() {
    this.holdFor(this.retryMs, "unreachable");
    this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
    this.onUnreachable();
  }

  holdFor(milliseconds, why) {
    this.hold = { why, seconds: Math.ceil(milliseconds / 1000) };
    this.timer = setTimeout(() => {
      this.hold = null;
      this.flush();
    }, milliseconds);
  }
}
