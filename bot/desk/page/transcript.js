/** The conversation as it grows: new words come in below without moving what is being read. */

import { day, isoDay } from "./clock.js";
import { el } from "/static/dom.js";
import { keyedShow } from "./keyed.js";
import { texts } from "./preferences.js";
import { saidNode, unsentNode } from "./said.js";
import { glyph } from "./svg.js";

const AT_END_PX = 60;

/** Messages with a line for each new day between them. */
function withDays(messages) {
  const items = [];
  let last = null;
  for (const message of messages) {
    const key = isoDay(message.at);
    if (key !== last) items.push({ key: `day ${key}`, day: message.at });
    last = key;
    items.push({ key: message.seq, message });
  }
  return items;
}

/** `onRead()` is called when the newest words come into sight. */
export class Transcript {
  constructor(caseId, does, onRead) {
    this.caseId = caseId;
    this.does = does;
    this.messages = [];
    this.readSeq = 0;
    this.list = el("div", { class: "said-list" });
    this.unsent = el("div", { class: "unsent-list" });
    this.typing = el("p", { class: "said-typing", role: "status" });
    this.newer = el("button", { class: "button newer", type: "button", hidden: true, onclick: () => this.toEnd() },
      glyph("down"), texts().newer);
    this.box = el("div", { class: "said-box", tabindex: "0", role: "log", "aria-label": texts().messagesLabel },
      this.list, this.unsent, this.typing);
    this.node = el("div", { class: "transcript" }, this.box, this.newer);
    this.follows = true;
    this.box.addEventListener("scroll", () => {
      this.follows = this.isAtEnd();
      if (!this.follows) return;
      this.newer.hidden = true;
      onRead();
    });
    this.list.addEventListener("click", (event) => {
      if (event.target.closest("summary")) this.follows = false; // what unfolds is to be read from its beginning
    });
    // Pictures that arrive and a box that shrinks must not push the newest words out of sight.
    this.watch = new ResizeObserver(() => this.follows && this.toEnd());
    for (const node of [this.box, this.list]) this.watch.observe(node);
  }

  end() {
    this.watch.disconnect();
  }

  isAtEnd() {
    return this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < AT_END_PX;
  }

  toEnd() {
    this.follows = true;
    this.box.scrollTop = this.box.scrollHeight;
    this.newer.hidden = true;
  }

  lastSeq() {
    return this.messages.length ? this.messages.at(-1).seq : 0;
  }

  /** The latest words of the citizen, or "". */
  latestWords() {
    return this.messages.findLast(({ from, kind }) => from === "citizen" && kind === "text")?.text || "";
  }

  /** Takes in messages; a seq that is known already is shown once. Returns whether there was a new one. */
  add(messages) {
    const known = new Set(this.messages.map(({ seq }) => seq));
    const fresh = messages.filter(({ seq }) => !known.has(seq));
    if (!fresh.length) return false;
    const stays = this.follows;
    this.messages = [...this.messages, ...fresh].sort((one, other) => one.seq - other.seq);
    this.show();
    if (stays) this.toEnd();
    else this.newer.hidden = false;
    return true;
  }

  show() {
    const read = this.messages.findLast(({ from, seq }) => from === "mediator" && seq <= this.readSeq)?.seq;
    const items = withDays(this.messages).map((item) => (item.key === read ? { ...item, read: true } : item));
    keyedShow(this.list, items, ({ key }) => key, (item) => this.build(item));
  }

  build({ day: at, message, read }) {
    if (at) return el("p", { class: "said-day" }, day(at));
    const node = saidNode(this.caseId, message);
    if (read) node.append(el("p", { class: "said-state" }, texts().readByCitizen));
    return node;
  }

  /** How far the citizen has read. */
  setRead(seq) {
    if (!(seq > this.readSeq)) return;
    this.readSeq = seq;
    this.show();
  }

  setTyping(isTyping) {
    this.typing.textContent = isTyping ? texts().citizenTyping : "";
  }

  /** Shows what has not gone out yet. */
  setUnsent(entries) {
    const grows = entries.length > this.unsent.childElementCount;
    keyedShow(this.unsent, entries, ({ id }) => id, (entry) => unsentNode(entry, this.does));
    if (grows) this.toEnd();
  }
}
