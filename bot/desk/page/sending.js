/** Sends replies one after the other, each under an id of its own: repeated, it is the same message. */

import { CallFailed, messageSend } from "./api.js";
import { outboxDrop, outboxOf, outboxPut } from "./drafts.js";
import { newId } from "/static/storage.js";
import { refusal } from "./refusals.js";

/** The replies of one case. `changed()` follows every change; `sent(message)` each success, with what the server stored. */
export class Sending {
  constructor(caseId, { changed, sent }) {
    this.caseId = caseId;
    this.changed = changed;
    this.sent = sent;
    this.turn = Promise.resolve();
    this.busy = new Set();
  }

  /** What has not gone out: stuck ones, and those that another tab or an earlier page left behind. */
  waiting() {
    return outboxOf(this.caseId);
  }

  /** Sends a new text. */
  send(text) {
    return this.again({ case: this.caseId, id: newId(), text, at: new Date().toISOString(), why: null });
  }

  /** Sends an entry, again under its id. */
  again(entry) {
    outboxPut({ ...entry, why: null });
    this.changed();
    this.turn = this.turn.then(() => this.deliver(entry));
    return this.turn;
  }

  async deliver(entry) {
    this.busy.add(entry.id);
    try {
      const message = await messageSend(this.caseId, { id: entry.id, text: entry.text });
      outboxDrop(entry.id);
      this.sent(message);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      outboxPut({ ...entry, why: refusal(error), passes: error.passes });
    } finally {
      this.busy.delete(entry.id);
      this.changed();
    }
  }

  /** Takes an entry away without sending it. */
  drop(entry) {
    outboxDrop(entry.id);
    this.changed();
  }

  /** Tries again what failed only because the server was not there. */
  resume() {
    for (const entry of this.waiting()) if ((entry.passes || !entry.why) && !this.busy.has(entry.id)) this.again(entry);
  }
}
