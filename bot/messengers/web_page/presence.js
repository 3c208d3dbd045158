/**
 * Tells the mediator that the citizen is writing and how far they have read, and the citizen, by the title of the page,
 * what a mediator has written while nobody looked.
 */

import { signSend } from "./connection.js";
import { onLanguage, texts } from "./settings.js";

const TYPING_MS = 3000;

export class Presence {
  constructor(conversation) {
    this.conversation = conversation;
    this.typedAt = 0;
    this.readSeq = 0;
    onLanguage(() => this.showTitle(0));
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
    const said = [...known.values()].filter((message) => message.from === "mediator" && message.seq > this.readSeq);
    const isSeen = document.visibilityState === "visible";
    this.showTitle(isSeen ? 0 : said.length);
    if (!id || !isSeen || !said.length) return;
    this.readSeq = Math.max(...said.map((message) => message.seq));
    signSend(id, "read", { seq: this.readSeq });
  }

  showTitle(unread) {
    const title = (unread ? texts().unread(unread) : "") + texts().pageTitle;
    if (document.title !== title) document.title = title;
  }

  /** Another conversation begins. */
  reset() {
    this.readSeq = 0;
  }
}
