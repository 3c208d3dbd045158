/** Files on their way into the case, one after another. They live as long as the page: a browser keeps no file for us. */

import { CallFailed, fileSend } from "./connection.js";
import { newId } from "./storage.js";

const LARGEST = 10 * 1024 * 1024;

export class Uploads {
  /** `conversation()` gives the id; `onChange()` follows every step, `onDone(message)` each file that is kept. */
  constructor({ conversation, onChange, onDone }) {
    Object.assign(this, { conversation, onChange, onDone });
    this.waiting = [];
    this.current = null;
  }

  /** The files not kept yet as messages of the conversation. */
  items() {
    return this.waiting.map((upload) => ({
      id: upload.id, from: "citizen", kind: "file", name: upload.file.name, size: upload.file.size, at: upload.at,
      pending: true, upload: true, failed: upload.failed, percent: upload.percent, isCurrent: upload === this.current,
    }));
  }

  /** Takes files that the citizen chose. */
  add(files) {
    for (const file of files) {
      const failed = file.size > LARGEST ? "file_large" : file.size === 0 ? "file_empty" : null;
      this.waiting.push({ id: newId(), file, at: new Date().toISOString(), percent: 0, failed });
    }
    this.onChange();
    this.flush();
  }

  /** Tries a refused one again. Its id stays: what was kept already is not kept twice. */
  retry(id) {
    const upload = this.waiting.find((candidate) => candidate.id === id);
    if (upload) upload.failed = null;
    this.onChange();
    this.flush();
  }

  /** Gives one up. */
  discard(id) {
    if (this.current && this.current.id === id) this.current.stop();
    this.waiting = this.waiting.filter((upload) => upload.id !== id);
    this.onChange();
  }

  /** Gives all up, when the conversation is another one. */
  reset() {
    if (this.current) this.current.stop();
    this.waiting = [];
    this.current = null;
  }

  async flush() {
    const upload = this.waiting.find((candidate) => !candidate.failed);
    const conversation = this.conversation();
    if (this.current || !upload || !conversation) return;
    this.current = upload;
    this.onChange();
    await this.send(conversation, upload);
    if (this.current === upload) this.current = null;
    this.onChange();
    this.flush();
  }

  async send(conversation, upload) {
    const stop = new AbortController();
    upload.stop = () => stop.abort();
    const progress = (part) => {
      upload.percent = Math.round(part * 100);
      this.onChange();
    };
    try {
      const message = await fileSend(conversation, upload.id, upload.file, progress, stop.signal);
      this.waiting = this.waiting.filter((candidate) => candidate !== upload);
      this.onDone(message);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      upload.failed = error.status === 0 ? "offline" : error.status === 429 ? "busy" : error.reason || "offline";
    }
  }
}
