/** Where the mediator writes: the draft stays, Ctrl+Enter sends, `/` in an empty box opens the quick replies. */

import { draftGet, draftKeep } from "./drafts.js";
import { el } from "/static/dom.js";
import { texts } from "./preferences.js";
import { quickMenu } from "./quick_replies.js";
import { glyph } from "./svg.js";

const TYPING_EVERY_MS = 3000;
const MOST_CHARACTERS = 2000;

/** Whether words may go out now, without claiming first. */
export function mayReply(view) {
  return (view.allowed || []).includes("reply");
}

/** `onSend(text)` resolves to whether the box may be emptied; `onTyping()` is called now and then while somebody types. */
export class Composer {
  constructor(view, { onSend, onTyping }) {
    this.view = view;
    this.onSend = onSend;
    this.onTyping = onTyping;
    this.typedAt = 0;
    const words = texts();
    this.box = el("textarea", { id: "reply", rows: "2", "aria-describedby": "reply-note", autocomplete: "off" });
    this.box.value = draftGet("reply", view.id);
    this.note = el("p", { class: "reply-note", id: "reply-note" });
    this.button = el("button", { class: "button primary send-reply", type: "submit" }, glyph("send"), words.send);
    this.quick = quickMenu(() => this.view, (text) => this.insert(text));
    this.node = el("form", { class: "reply", autocomplete: "off" },
      el("label", { class: "visually-hidden", for: "reply" }, words.replyLabel), this.box,
      el("div", { class: "reply-row" }, this.quick.node, this.note, this.button));
    this.wire();
    this.show(view);
  }

  wire() {
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.box.addEventListener("input", () => this.changed(true));
    this.box.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.send();
      } else if (event.key === "/" && !this.box.value) {
        event.preventDefault();
        this.quick.open();
      } else if (event.key === "Escape") {
        this.box.blur();
      }
    });
  }

  changed(isTyped) {
    draftKeep("reply", this.view.id, this.box.value);
    this.count();
    if (!isTyped || Date.now() - this.typedAt < TYPING_EVERY_MS) return;
    this.typedAt = Date.now();
    this.onTyping();
  }

  count() {
    const { length } = this.box.value;
    const over = length > MOST_CHARACTERS;
    this.note.classList.toggle("over", over);
    this.note.textContent = over ? texts().tooLong(length, MOST_CHARACTERS) : this.hint;
    this.box.setAttribute("aria-invalid", String(over));
  }

  /** Takes in how the case now stands. */
  show(view) {
    this.view = view;
    const words = texts();
    const mine = mayReply(view);
    this.hint = mine ? (view.speaker === "mediator" ? words.sendKeys : words.sendTakesOver) : words.sendClaims;
    this.box.placeholder = mine ? words.replyHint : view.holder ? words.heldBy(view.holder.name) : words.replyClaimFirst;
    this.count();
  }

  async send() {
    const text = this.box.value.trim();
    if (!text || text.length > MOST_CHARACTERS || this.button.disabled) return;
    this.button.disabled = true;
    try {
      if (await this.onSend(text)) {
        this.box.value = "";
        this.changed(false);
      }
    } finally {
      this.button.disabled = false;
    }
  }

  /** Puts words where the cursor is, and the cursor after them. */
  insert(text) {
    const { selectionStart: start, selectionEnd: end, value } = this.box;
    const gap = start && !/\s$/.test(value.slice(0, start)) ? "\n" : "";
    this.box.setRangeText(gap + text, start, end, "end");
    this.box.focus();
    this.changed(true);
  }

  focus() {
    this.box.focus();
  }
}
