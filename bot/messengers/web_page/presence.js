/** Tells the mediator that the citizen is writing and how far they have read, while a mediator is there. */

import { signSend } from "./connection.js";

const TYPING_MS = 3000;

export class Presence {
  constructor(conversation) {
    this.conversation = conversation;
    this.typedAt = 0;
    this.readSeq = 0;
  }

  /** The citizen is writing. */
  typing() {
    const { id, isWithMediator } = this.conversation;
    if (!id || !isWithMediator || Date.now() - this.typedAt < TYPING_MS) return;
    this.typedAt = Date.now();
    signSend(id, "typing");
  }

  /** What is shown now is read, unless nobody looks. */
  shown() {
    const { id, known } = this.conversation;
    if (!id || document.visibilityState !== "visible") return;
    const seqs = [...known.values()].filter((message) => message.from === "mediator").map((message) => message.seq);
    const last = Math.max(0, ...seqs);
    if (last <= this.readSeq) return;
    this.readSeq = last;
    signSend(id, "read", { seq: last });
  }

  /** Another conversation begins. */
  reset() {
    this.readSeq = 0;
  }
}
