/** Which cases the list shows: view, search words and filters; remembered until the tab's work is done. */

import { CallFailed, packetImport } from "./api.js";
import { el } from "/static/dom.js";
import { recall, remember } from "/static/storage.js";
import { texts } from "./preferences.js";
import { refusal, toast } from "./refusals.js";
import { nameOf, session } from "./session.js";

export const VIEWS = ["queue", "mine", "all", "closed"];
const FILTERS = ["kind", "district", "language", "state"];
const SEARCH_WAIT_MS = 300;

/** What was chosen last: `{view, q, kind, district, language, state, overdue}`. */
function filtersRecall() {
  return { view: "queue", ...recall("desk.filters", {}), q: "" };
}

/** How many filters narrow the list, search words not counted. */
export function filterCount(chosen) {
  return FILTERS.filter((name) => chosen[name]).length + (chosen.overdue ? 1 : 0);
}

function options(name) {
  if (name === "language") return ["zh", "en"].map((id) => ({ id, name: texts().languages[id] }));
  const list = { kind: "kinds", district: "districts", state: "states" }[name];
  return (session.meta[list] || []).map(({ id }) => ({ id, name: nameOf(list, id) }));
}

function select(name, chosen, change) {
  const id = `filter-${name}`;
  const node = el("select", { id, onchange: () => change({ [name]: node.value }) },
    el("option", { value: "" }, texts().anyOf[name]),
    options(name).map((option) => el("option", { value: option.id, selected: chosen[name] === option.id }, option.name)));
  return el("div", { class: "field" }, el("label", { for: id }, texts().filterNames[name]), node);
}

function overdueBox(chosen, change) {
  const box = el("input", { type: "checkbox", checked: Boolean(chosen.overdue), onchange: () => change({ overdue: box.checked ? "1" : "" }) });
  return el("label", { class: "tick" }, box, el("span", {}, texts().onlyOverdue));
}

/** A packet that came as a file becomes a case; the same one twice changes nothing. */
function packetButton() {
  const words = texts();
  const file = el("input", { type: "file", accept: "application/json,.json", hidden: true, "aria-label": words.packetImport });
  file.addEventListener("change", async () => {
    if (!file.files.length) return;
    try {
      const imported = await packetImport(file.files[0]);
      toast(words.packetImported);
      if (imported.case || imported.id) window.location.hash = `#/cases/${imported.case || imported.id}`;
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      toast(refusal(error), "bad");
    }
    file.value = "";
  });
  return el("div", {}, file, el("button", { class: "button", type: "button", onclick: () => file.click() }, words.packetImport));
}

function searchBox(change) {
  let timer = null;
  const box = el("input", { type: "search", id: "search", placeholder: texts().searchHint, autocomplete: "off" });
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => change({ q: box.value.trim() }), SEARCH_WAIT_MS);
  });
  return el("div", { class: "search" }, el("label", { class: "visually-hidden", for: "search" }, texts().search), box);
}

/** The controls above the list. `change(all)` gets everything that is chosen now. */
export class Filters {
  constructor(change) {
    this.chosen = filtersRecall();
    this.change = change;
    this.tabs = el("div", { class: "tabs", role: "group", "aria-label": texts().viewsLabel },
      VIEWS.map((view) => el("button", { type: "button", "data-view": view, onclick: () => this.choose({ view }) },
        texts().views[view], el("span", { class: "count" }))));
    this.toggle = el("button", { class: "button", type: "button", "aria-controls": "filters", onclick: () => this.fold() }, texts().filter);
    this.panel = el("div", { class: "filters", id: "filters", hidden: filterCount(this.chosen) === 0 });
    this.search = searchBox((fields) => this.choose(fields));
    this.node = el("div", { class: "queue-head" }, this.tabs, el("div", { class: "queue-tools" }, this.search, this.toggle), this.panel);
    this.fill();
  }

  fill() {
    const change = (fields) => this.choose(fields);
    this.panel.replaceChildren(...FILTERS.map((name) => select(name, this.chosen, change)), overdueBox(this.chosen, change), packetButton());
    this.show();
  }

  fold() {
    this.panel.hidden = !this.panel.hidden;
    this.show();
  }

  /** Changes some of what is chosen. */
  choose(fields) {
    this.chosen = { ...this.chosen, ...fields };
    remember("desk.filters", { ...this.chosen, q: "" });
    this.show();
    this.change(this.chosen);
  }

  /** Takes every filter and the search words away. */
  clear() {
    this.search.querySelector("input").value = "";
    this.choose({ q: "", kind: "", district: "", language: "", state: "", overdue: "" });
    this.fill();
  }

  show() {
    const count = filterCount(this.chosen);
    this.toggle.textContent = count ? texts().filtered(count) : texts().filter;
    this.toggle.setAttribute("aria-expanded", String(!this.panel.hidden));
    for (const tab of this.tabs.children) {
      tab.setAttribute("aria-pressed", String(tab.dataset.view === this.chosen.view));
      const number = session.meta.counts?.[tab.dataset.view];
      tab.querySelector(".count").textContent = number ? String(number) : "";
    }
  }
}
