/** Everything that was done with a case, by whom and why; read when somebody opens it. */

import { CallFailed, eventList } from "./api.js";
import { stamp } from "./clock.js";
import { el } from "/static/dom.js";
import { texts } from "./preferences.js";
import { refusal } from "./refusals.js";
import { nameOf } from "./session.js";

const VIEWS = ["case_viewed", "file_viewed"];

function actorWords({ kind, name }) {
  return name || texts().actors[kind] || kind;
}

function entry(event) {
  const words = texts();
  const moved = event.to_state && event.from_state !== event.to_state;
  return el("li", {},
    el("p", {}, el("b", {}, words.events[event.event] || event.event), moved && ` → ${nameOf("states", event.to_state)}`),
    event.why && el("p", {}, event.why),
    el("p", { class: "hint" }, `${actorWords(event.actor)} · `, el("time", { datetime: event.at }, stamp(event.at))));
}

export class Trail {
  constructor(caseId) {
    this.id = caseId;
    this.withViews = false;
    this.list = el("ol", { class: "trail" });
    this.node = el("details", { class: "part-fold trail-fold" },
      el("summary", {}, el("h3", {}, texts().sections.trail)), el("div", { class: "fold-content" }, this.list));
    this.node.addEventListener("toggle", () => this.refresh());
  }

  async refresh() {
    if (!this.node.open) return;
    try {
      this.show(await eventList(this.id));
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      this.list.replaceChildren(el("li", {}, refusal(error)));
    }
  }

  /** Looking is written down too, but hides what was done: it is shown when somebody asks for it. */
  show(events) {
    const done = events.filter(({ event }) => this.withViews || !VIEWS.includes(event));
    const more = events.length - done.length;
    const button = el("button", { class: "link-button", type: "button", onclick: () => {
      this.withViews = true;
      this.show(events);
    } }, texts().showViews(more));
    this.list.replaceChildren(...done.map(entry), ...(more ? [el("li", {}, button)] : []));
  }
}
