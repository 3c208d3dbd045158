/** Private notes on a case: for colleagues, never for the citizen. A note that did not go out stays in its box. */

import { CallFailed, noteAdd, noteList } from "./api.js";
import { moment } from "./clock.js";
import { draftGet, draftKeep } from "./drafts.js";
import { el } from "/static/dom.js";
import { fold } from "./fold.js";
import { keyedShow } from "./keyed.js";
import { texts } from "./preferences.js";
import { refusal } from "./refusals.js";

export class Notes {
  constructor(view) {
    this.id = view.id;
    const words = texts();
    this.list = el("ul", { class: "notes" });
    this.box = el("textarea", { id: "note", rows: "2", placeholder: words.noteHint, autocomplete: "off" });
    this.box.value = draftGet("note", view.id);
    this.failed = el("p", { class: "failed-note", role: "alert", hidden: true });
    this.button = el("button", { class: "button", type: "submit" }, words.noteAdd);
    this.form = el("form", { class: "note-form" },
      el("label", { class: "visually-hidden", for: "note" }, words.noteLabel), this.box, this.failed, this.button);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.add();
    });
    this.box.addEventListener("input", () => draftKeep("note", this.id, this.box.value));
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.add();
      if (event.key === "Escape") this.box.blur();
    });
    this.form.hidden = !view.allowed.includes("note");
    this.node = fold("notes", words.sections.notes, 0, el("p", { class: "hint" }, words.notePrivate), this.list, this.form);
  }

  async refresh() {
    try {
      this.show(await noteList(this.id));
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
    }
  }

  show(notes) {
    keyedShow(this.list, notes, ({ id }) => id, (note) => el("li", {},
      el("p", {}, note.text), el("p", { class: "hint" }, note.by?.name || "", " ", moment(note.at))));
  }

  async add() {
    const text = this.box.value.trim();
    if (!text || this.button.disabled) return;
    this.button.disabled = true;
    this.failed.hidden = true;
    try {
      await noteAdd(this.id, text);
      this.box.value = "";
      draftKeep("note", this.id, "");
      await this.refresh();
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      this.failed.textContent = refusal(error);
      this.failed.hidden = false;
    } finally {
      this.button.disabled = false;
    }
  }

  focus() {
    this.node.open = true;
    this.box.focus();
  }
}
