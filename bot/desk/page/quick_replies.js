/** Ready sentences for a kind of dispute: found by a word, walked with the arrow keys, put into the reply. */

import { el } from "/static/dom.js";
import { menu } from "./menu.js";
import { inLanguage, langTag, texts } from "./preferences.js";
import { session } from "./session.js";

/** Those for this kind first, then those for every kind. */
export function quickReplies(kind) {
  const all = session.meta.quick_replies || [];
  return [...all.filter((reply) => reply.kind && reply.kind === kind), ...all.filter((reply) => !reply.kind)];
}

function item(reply, language, onInsert) {
  const text = reply.text[language] || inLanguage(reply.text);
  return el("li", {}, el("button", { type: "button", "data-closes": true, onclick: () => onInsert(text) },
    el("b", {}, inLanguage(reply)), el("span", { class: "hint", lang: langTag(language) }, text)));
}

function narrow(list, word) {
  const wanted = word.trim().toLowerCase();
  for (const entry of list.children) entry.hidden = !entry.textContent.toLowerCase().includes(wanted);
}

function walk(event, panel) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const stops = [...panel.querySelectorAll("input, li:not([hidden]) button")];
  const at = stops.indexOf(document.activeElement);
  event.preventDefault();
  stops[(at + step + stops.length) % stops.length]?.focus();
}

/** The button with its panel. `view()` gives the case as it now is, `onInsert(text)` gets the words in its language. */
export function quickMenu(view, onInsert) {
  const words = texts();
  const fill = () => {
    const { kind, language } = view();
    const replies = quickReplies(kind);
    if (!replies.length) return el("p", { class: "hint" }, words.noQuickReplies);
    const list = el("ul", { class: "quick-list" }, replies.map((reply) => item(reply, language, onInsert)));
    const search = el("input", { type: "search", "aria-label": words.quickSearch, placeholder: words.quickSearch, autocomplete: "off" });
    search.addEventListener("input", () => narrow(list, search.value));
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      list.querySelector("li:not([hidden]) button")?.click();
    });
    return [search, list];
  };
  const button = el("button", { class: "button", type: "button" }, words.quickReplies);
  const quick = menu({ button, fill, label: words.quickReplies, side: "up" });
  quick.node.addEventListener("keydown", (event) => walk(event, quick.node));
  return { ...quick, open: () => {
    quick.open();
    quick.node.querySelector("input")?.focus();
  } };
}
