/** Guidance and articles that fit the citizen's latest words; one key puts one into the reply, to be edited there. */

import { CallFailed, suggestionList } from "./api.js";
import { el } from "/static/dom.js";
import { recall, remember } from "/static/storage.js";
import { texts } from "./preferences.js";
import { refusal } from "./refusals.js";

const MOST = 9; // one for each number key
const WAIT_MS = 600;
const WIDE = "(min-width: 760px)"; // on a phone the conversation needs the room

/** `onInsert(text)` gets what was chosen. */
export class Suggestions {
  constructor(view, onInsert) {
    this.view = view;
    this.onInsert = onInsert;
    this.items = [];
    this.turn = 0;
    this.latest = null;
    const words = texts();
    this.list = el("ol", { class: "hints-list" });
    this.state = el("p", { class: "hint", role: "status" });
    this.words = el("input", { type: "search", id: "hints-words", placeholder: words.suggestHint, autocomplete: "off" });
    const form = el("form", { class: "hints-search", role: "search" },
      el("label", { class: "visually-hidden", for: "hints-words" }, words.suggestLabel), this.words,
      el("button", { class: "button", type: "submit" }, words.look));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.load(this.words.value.trim());
    });
    this.node = el("details", { class: "hints", open: recall("desk.hints", matchMedia(WIDE).matches) },
      el("summary", {}, words.suggestions, el("span", { class: "hint" }, words.suggestionKeys)),
      el("div", { class: "hints-body" }, form, this.state, this.list));
    this.node.addEventListener("toggle", () => {
      remember("desk.hints", this.node.open);
      if (this.node.open && this.stale) this.load("");
    });
    this.key = (event) => this.pressed(event);
    document.addEventListener("keydown", this.key);
  }

  end() {
    clearTimeout(this.timer);
    this.turn += 1;
    document.removeEventListener("keydown", this.key);
  }

  /** Takes in the citizen's latest words; looks anew when they changed and somebody may be looking. */
  follow(latest) {
    if (latest === this.latest) return;
    this.latest = latest;
    this.stale = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.node.open && this.load(""), WAIT_MS);
  }

  /** Looks for `q`; without it the server takes the citizen's latest words. */
  async load(q) {
    const turn = ++this.turn;
    this.stale = false;
    this.state.textContent = texts().looking;
    try {
      const found = await suggestionList(this.view.id, q, this.view.language);
      if (turn === this.turn) this.show(found);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      if (turn !== this.turn) return;
      this.items = [];
      this.list.replaceChildren();
      this.state.textContent = refusal(error);
    }
  }

  show({ guidance = [], articles = [] }) {
    this.items = [
      ...guidance.map(({ title, answer, fits, insert }) => ({ title, text: fits ? answer : `${texts().perhaps} ${answer}`, insert })),
      ...articles.map(({ law, article, text, insert }) => ({ title: `${law} ${article}`, text, insert })),
    ].slice(0, MOST);
    this.state.textContent = this.items.length ? "" : texts().noSuggestions;
    this.list.replaceChildren(...this.items.map((item, index) => this.item(item, index + 1)));
  }

  item({ title, text, insert }, number) {
    const words = texts();
    return el("li", {},
      el("kbd", { "aria-hidden": "true" }, String(number)),
      el("p", { class: "hints-words" }, el("b", {}, title), el("span", {}, text)),
      el("button", {
        class: "button", type: "button", "aria-label": words.insertLabel(title), "aria-keyshortcuts": `Alt+${number}`,
        onclick: () => this.onInsert(insert),
      }, words.insert));
  }

  /** By place on the keyboard: with Alt some layouts type another character. */
  pressed(event) {
    const number = event.altKey && !event.ctrlKey && /^Digit([1-9])$/.exec(event.code)?.[1];
    if (!number || document.querySelector("dialog[open]")) return;
    const item = this.items[number - 1];
    if (!item || !this.node.open) return;
    event.preventDefault();
    this.onInsert(item.insert);
  }
}
