/** One case on the screen: its head, the conversation and the file beside it. */

import { CallFailed, caseGet } from "./api.js";
import { actionDo } from "./case_actions.js";
import { CaseFile } from "./case_file.js";
import { dueClock } from "./clock.js";
import { el } from "/static/dom.js";
import { listen } from "./live.js";
import { texts } from "./preferences.js";
import { isOpen, placeWords, priorityMark } from "./queue_row.js";
import { refusal, toast } from "./refusals.js";
import { nameOf } from "./session.js";
import { glyph } from "./svg.js";
import { Talk } from "./talk.js";

const SOON_MS = 300;
const PARTS = ["talk", "file"];

export class CasePane {
  constructor(root, id) {
    this.id = id;
    this.root = root;
    this.view = null;
    this.part = "talk";
    root.replaceChildren(el("p", { class: "loading", role: "status" }, texts().loading));
    this.ends = [
      listen("cases", ({ ids }) => ids.includes(id) && this.soon()),
      listen("sync", () => this.soon()),
    ];
    this.load();
  }

  end() {
    this.ended = true;
    clearTimeout(this.timer);
    this.ends.forEach((end) => end());
    this.talk?.end();
  }

  soon() {
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.load();
    }, SOON_MS);
  }

  async load() {
    try {
      const view = await caseGet(this.id);
      if (!this.ended) this.show(view);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      if (!this.ended && !(this.view && error.passes)) this.showFailed(error);
    }
  }

  /** A case that one may no longer see goes from the screen; what was typed stays in its draft. */
  showFailed(error) {
    this.talk?.end();
    this.talk = this.view = null;
    this.root.replaceChildren(el("div", { class: "nothing-open" },
      el("p", {}, error.status === 404 ? texts().caseGone : refusal(error)),
      el("a", { class: "button", href: "#/cases" }, texts().backToList),
      error.passes && el("button", { class: "button", type: "button", onclick: () => this.load() }, texts().tryAgain)));
  }

  show(view) {
    const isFirst = !this.view;
    this.view = view;
    if (isFirst) this.build();
    else {
      this.talk?.show(view);
      this.file.show(view);
    }
    this.head.replaceChildren(...this.headContent());
    this.markPart();
  }

  build() {
    const { view } = this;
    this.head = el("header", { class: "case-head" });
    this.talk = view.sees.includes("transcript") ? new Talk(view, (name) => this.act(name)) : null;
    if (!this.talk) this.part = "file";
    this.file = new CaseFile(view, (name) => this.act(name));
    this.node = el("article", { class: "case", "aria-label": view.number },
      this.head,
      el("div", { class: "case-body" }, this.talk ? this.talk.node : this.noTalk(), this.file.node));
    this.root.replaceChildren(this.node);
  }

  noTalk() {
    return el("div", { class: "talk" }, el("p", { class: "nothing-open" }, texts().noTranscript));
  }

  headContent() {
    const { view } = this;
    const words = texts();
    return [
      el("a", { class: "tool back", href: "#/cases", "aria-label": words.backToList }, glyph("back")),
      el("div", { class: "case-name" },
        el("h2", {}, view.number, " ", priorityMark(view), el("span", { class: "mark state" }, nameOf("states", view.state))),
        el("p", {}, placeWords(view), view.due_at && isOpen(view) ? dueClock(view.due_at) : null)),
      el("div", { class: "parts tabs", role: "group", "aria-label": words.partsLabel }, PARTS.map((part) =>
        el("button", { type: "button", "data-part": part, onclick: () => this.choosePart(part) }, words.parts[part]))),
    ];
  }

  /** On a screen too narrow for both: conversation or file. */
  choosePart(part) {
    this.part = part;
    this.markPart();
    if (part === "talk") this.talk?.transcript.toEnd();
  }

  markPart() {
    this.node.dataset.part = this.part;
    for (const button of this.head.querySelectorAll(".parts button")) {
      button.setAttribute("aria-pressed", String(button.dataset.part === this.part));
    }
  }

  /** Carries out an action, asking first what it needs; resolves to whether it was done. */
  async act(name) {
    try {
      const view = await actionDo(this.view, name);
      if (!view) return false;
      if (this.ended) return true;
      if (view.id) this.show(view);
      else if (name === "transfer") this.gone();
      else this.load();
      return true;
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      toast(refusal(error), "bad");
      this.load();
      return false;
    }
  }

  /** Another organisation has it now. */
  gone() {
    toast(texts().transferred);
    window.location.hash = "#/cases";
  }

  async claim() {
    if (!this.view) await this.load();
    if (!this.view) return;
    if (this.view.allowed.includes("claim")) this.act("claim");
    else toast(this.view.holder ? texts().heldBy(this.view.holder.name) : texts().cannotClaim, "bad");
  }

  replyFocus() {
    this.choosePart("talk");
    this.talk?.composer.focus();
  }

  noteFocus() {
    this.choosePart("file");
    this.file.noteFocus();
  }
}
