/** Language, looks and sound of the desk: kept on the device, told to whoever listens. */

import { recall, remember } from "/static/storage.js";
import { textsIn } from "./texts.js";

const SIZES = ["normal", "large", "largest"];
const THEMES = ["system", "light", "dark"];
const listeners = [];

/** "zh" or "en"; Chinese until somebody chooses. */
export function language() {
  return recall("desk.language") === "en" ? "en" : "zh";
}

/** The value for a `lang` attribute. */
export function langTag(of = language()) {
  return of === "en" ? "en" : "zh-CN";
}

/** The desk's sentences in the language it shows. */
export function texts() {
  return textsIn(language());
}

/** The words of `{zh, en}` in the language shown; "" when there are none. */
export function inLanguage(words) {
  if (!words) return "";
  return words[language()] || words.zh || words.en || "";
}

/** Fixes the language and tells every listener of `onLanguage`. */
export function chooseLanguage(value) {
  remember("desk.language", value);
  listeners.forEach((listener) => listener());
}

export function onLanguage(listener) {
  listeners.push(listener);
}

/** A choice that has a name and possible values; the first is the usual one. */
export const CHOICES = { size: SIZES, theme: THEMES, sound: ["on", "off"], keys: ["on", "off"] };

/** What was chosen for `name` of `CHOICES`. */
export function choice(name) {
  const value = recall(`desk.${name}`);
  return CHOICES[name].includes(value) ? value : CHOICES[name][0];
}

export function choose(name, value) {
  remember(`desk.${name}`, value);
  applyLooks();
}

/** Puts language, type size and theme on the root element, where the style sheets look for them. */
export function applyLooks() {
  const root = document.documentElement;
  root.lang = langTag();
  root.dataset.size = choice("size");
  root.dataset.theme = choice("theme");
}
