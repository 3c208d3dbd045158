/** Single keys for who works with the keyboard all day. They rest while someone types, and can be switched off. */

import { el } from "/static/dom.js";
import { sheet } from "./form.js";
import { choice, texts } from "./preferences.js";

const actions = new Map();

/** Lets `key` call `action()`; returns what takes it away again. */
export function keyMeans(key, action) {
  actions.set(key, action);
  return () => actions.get(key) === action && actions.delete(key);
}

function isTyping(target) {
  return target instanceof Element && target.closest("input:not([type=checkbox], [type=radio]), textarea, select, dialog") !== null;
}

function pressed(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (choice("keys") === "off" || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const action = actions.get(event.key);
  if (!action) return;
  event.preventDefault();
  action();
}

/** Shows every key in a dialog. */
export function keysShow() {
  const words = texts();
  const rows = words.keyList.map(([keys, meaning]) =>
    el("tr", {}, el("th", { scope: "row" }, keys.map((key) => el("kbd", {}, key))), el("td", {}, meaning)));
  const table = el("table", { class: "key-table" },
    el("caption", { class: "visually-hidden" }, words.keysTitle), el("tbody", {}, rows));
  const dialog = sheet(words.keysTitle, table, el("p", { class: "hint" }, words.keysHint),
    el("button", { class: "button", type: "button", onclick: () => dialog.close() }, words.close));
}

/** Begins to listen. */
export function keysStart() {
  document.addEventListener("keydown", pressed);
  keyMeans("?", keysShow);
}
