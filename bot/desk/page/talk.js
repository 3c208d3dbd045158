/** The conversation of a case: who speaks, what was said, what fits, and where one writes. */

import { CallFailed, messageList, readTell, typingTell } from "./api.js";
import { Composer, mayReply } from "./composer.js";
import { el } from "/static/dom.js";
import { listen } from "./live.js";
import { texts } from "./preferences.js";
import { isOpen } from "./queue_row.js";
import { refusal, toast } from "./refusals.js";
import { Sending } from "./sending.js";
import { session } from "./session.js";
import { Suggestions } from "./suggestions.js";
import { glyph } from "./svg.js";
import { Transcript } from "./transcript.js";

const TYPING_ENDS_MS = 8000;

/** `act(name)` carries out an action on the case, and resolves to whether it was done. */
export class Talk {
  constructor(view, act) {
    this.id = view.id;
    this.view = view;
    this.act = act;
    this.readTold = 0;
    this.floor = el("div", { class: "floor" });
    this.transcript = new Transcript(view.id, {
      again: (entry) => this.sending.again(entry),
      edit: (entry) => this.edit(entry),
      drop: (entry) => this.sending.drop(entry),
    }, () => this.tellRead());
    this.sending = new Sending(view.id, {
      changed: () => this.transcript.setUnsent(this.sending.waiting()),
      sent: (message) => this.take([message]),
    });
    this.composer = new Composer(view, { onSend: (text) => this.send(text), onTyping: () => this.tellTyping() });
    this.suggestions = new Suggestions(view, (text) => this.composer.insert(text));
    this.ending = el("p", { class: "talk-ended hint" }, texts().talkEnded);
    this.node = el("section", { class: "talk", "aria-label": texts().conversation },
      this.floor, this.transcript.node, this.suggestions.node, this.composer.node, this.ending);
    this.listen();
    this.show(view);
    this.fetch().then(() => this.sending.resume());
    this.transcript.setUnsent(this.sending.waiting());
  }

  listen() {
    const mine = (does) => (data) => data.case === this.id && does(data);
    this.visible = () => this.tellRead();
    document.addEventListener("visibilitychange", this.visible);
    this.ends = [
      listen("messages", mine(() => this.fetch())),
      listen("typing", mine(({ typing }) => this.citizenTypes(typing))),
      listen("read", mine(({ seq }) => this.transcript.setRead(seq))),
      listen("sync", () => {
        this.fetch();
        this.sending.resume();
      }),
    ];
  }

  end() {
    this.ended = true;
    document.removeEventListener("visibilitychange", this.visible);
    clearTimeout(this.typingTimer);
    this.ends.forEach((end) => end());
    this.suggestions.end();
    this.transcript.end();
  }

  /** Reads what was said since the last message known here. */
  async fetch() {
    try {
      const found = await messageList(this.id, this.transcript.lastSeq());
      if (this.ended) return;
      this.take(found.messages);
      this.citizenTypes(found.typing);
      this.transcript.setRead(found.read_seq);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      if (!this.ended && !error.passes) toast(refusal(error), "bad");
    }
  }

  take(messages) {
    this.transcript.add(messages);
    this.suggestions.follow(this.transcript.latestWords());
    this.tellRead();
  }

  citizenTypes(isTyping) {
    clearTimeout(this.typingTimer);
    this.transcript.setTyping(isTyping);
    if (isTyping) this.typingTimer = setTimeout(() => this.transcript.setTyping(false), TYPING_ENDS_MS);
  }

  /** What came into sight counts as read, once it is the holder who sees it. */
  tellRead() {
    const seq = this.transcript.lastSeq();
    if (document.hidden || seq <= this.readTold || !mayReply(this.view) || !this.transcript.isAtEnd()) return;
    this.readTold = seq;
    readTell(this.id, seq).catch(quietly);
  }

  tellTyping() {
    if (mayReply(this.view)) typingTell(this.id).catch(quietly);
  }

  /** A reply to a case that nobody holds offers to claim it first. Resolves to whether the words are on their way. */
  async send(text) {
    if (!mayReply(this.view)) {
      if (!this.view.allowed.includes("claim")) {
        toast(this.view.holder ? texts().heldBy(this.view.holder.name) : texts().cannotReply, "bad");
        return false;
      }
      if (!(await this.act("claimFirst"))) return false;
    }
    this.sending.send(text);
    return true;
  }

  edit(entry) {
    this.sending.drop(entry);
    this.composer.insert(entry.text);
  }

  /** Takes in how the case now stands. */
  show(view) {
    this.view = view;
    this.composer.show(view);
    const open = isOpen(view);
    this.composer.node.hidden = this.suggestions.node.hidden = this.floor.hidden = !open;
    this.ending.hidden = open;
    this.floor.replaceChildren(...this.floorContent());
    this.floor.classList.toggle("human", view.speaker === "mediator");
    this.tellRead();
  }

  floorContent() {
    const words = texts();
    const { view } = this;
    const mine = view.holder?.id === session.member.id;
    const isHuman = view.speaker === "mediator";
    const human = mine ? words.youSpeak : words.mediatorSpeaks(view.holder?.name || words.mediator);
    const button = (action, kind = "") => view.allowed.includes(action) &&
      el("button", { class: `button ${kind}`, type: "button", onclick: () => this.act(action) }, words.actions[action]);
    return [
      el("p", {}, glyph(isHuman ? "person" : "spark"), el("b", {}, isHuman ? human : words.assistantSpeaks)),
      el("div", { class: "floor-buttons" }, button("claim", "primary"),
        isHuman ? button("hand_back") : button("take_over"), button("release")),
    ];
  }
}

/** A mark that could not be set is set with the next one. */
function quietly(error) {
  if (!(error instanceof CallFailed)) throw error;
}
