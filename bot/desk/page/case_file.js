/** What is known of a case, beside the conversation: facts, people, papers, notes and what was done. */

import { el } from "/static/dom.js";
import { fold } from "./fold.js";
import { keyedShow } from "./keyed.js";
import { Notes } from "./notes.js";
import { texts } from "./preferences.js";
import { SECTIONS } from "./sections.js";
import { Trail } from "./trail.js";

/** `act(name)` carries out an action on the case. */
export class CaseFile {
  constructor(view, act) {
    this.act = act;
    this.known = el("div", { class: "sections" });
    this.notes = view.sees.includes("notes") ? new Notes(view) : null;
    this.trail = new Trail(view.id);
    this.node = el("aside", { class: "file", "aria-label": texts().fileLabel }, this.known, this.notes?.node || "", this.trail.node);
    this.show(view);
  }

  /** Takes in how the case now stands; only parts that changed are made anew. */
  show(view) {
    this.view = view;
    const items = SECTIONS.map(({ key, data }) => ({ key, data: data(view) })).filter(({ data }) => data !== null);
    keyedShow(this.known, items, ({ key }) => key, (item) => this.build(item));
    this.notes?.refresh();
    this.trail.refresh();
  }

  build({ key, data }) {
    const section = SECTIONS.find((one) => one.key === key);
    const content = section.build(data, this.view, this.act);
    if (section.plain) return el("div", { class: `part-plain plain-${key}` }, content);
    return fold(key, texts().sections[key], section.count?.(data), content);
  }

  noteFocus() {
    this.notes?.focus();
  }
}
