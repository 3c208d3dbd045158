/** Language, type size and theme: kept on the device, applied to the root element, told to listeners. */

import { recall, remember } from "./storage.js";
import { langTag, textsIn } from "./texts.js";

const SIZES = ["normal", "large", "largest"];
const THEMES = ["system", "light", "dark"];
const languageListeners = [];

function oneOf(values, value) {
  return values.includes(value) ? value : values[0];
}

/** The language the page shows: the chosen one, else the browser's; Chinese when that is neither. */
export function language() {
  return chosenLanguage() || (/^en\b/i.test(navigator.language || "") ? "en" : "zh");
}

/** The language the citizen fixed with the switch, or null: then the server tells it from their words. */
export function chosenLanguage() {
  const value = recall("language");
  return value === "zh" || value === "en" ? value : null;
}

/** The page's sentences in the language it shows. */
export function texts() {
  return textsIn(language());
}

/** Fixes the language and tells everyone who registered with `onLanguage`. */
export function chooseLanguage(value) {
  remember("language", value);
  applyLanguage();
  languageListeners.forEach((listener) => listener());
}

export function onLanguage(listener) {
  languageListeners.push(listener);
}

function applyLanguage() {
  const words = texts();
  document.documentElement.lang = langTag(language());
  document.title = words.pageTitle;
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = words[node.dataset.text];
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", words[node.dataset.label]);
  for (const node of document.querySelectorAll("[data-placeholder]")) node.placeholder = words[node.dataset.placeholder];
  const other = document.getElementById("language");
  other.querySelector(".wide-only").textContent = words.otherLanguage;
  other.querySelector(".narrow-only").textContent = words.otherLanguageShort;
  other.setAttribute("aria-label", words.otherLanguage);
  other.lang = langTag(language() === "en" ? "zh" : "en");
}

function applyLooks() {
  const root = document.documentElement;
  root.dataset.size = oneOf(SIZES, recall("size"));
  root.dataset.theme = oneOf(THEMES, recall("theme"));
}

function wireRadios(name) {
  for (const radio of document.querySelectorAll(`input[name="${name}"]`)) {
    radio.checked = radio.value === document.documentElement.dataset[name];
    radio.addEventListener("change", () => {
      remember(name, radio.value);
      applyLooks();
    });
  }
}

applyLooks();
applyLanguage();
wireRadios("size");
wireRadios("theme");
document.getElementById("language").addEventListener("click", () => {
  chooseLanguage(language() === "en" ? "zh" : "en");
});
