/** A guidance card: the short answer first, then what to do, by when, with what, where, and the law behind it. */

import { openArticle } from "./articles.js";
import { channelItem } from "./channels.js";
import { el, icon } from "./dom.js";
import { linked } from "./links.js";
import { markdown } from "./markdown.js";
import { recall, remember } from "./storage.js";

const MOST_CITATIONS = 5;

function today() {
  return new Date().toISOString().slice(0, 10);
}

function section(name, heading, hint, ...content) {
  return el("section", { class: `part ${name}` },
    el("h3", {}, heading, hint && el("span", { class: "hint" }, hint)), ...content);
}

function deadlineBox(deadlines, words) {
  return el("section", { class: "deadlines" },
    el("h3", {}, icon("clock"), words.deadline),
    el("ul", {}, deadlines.map((deadline) => el("li", {}, ...linked(String(deadline.text))))));
}

function tickBox(key) {
  const box = el("input", { type: "checkbox", onchange: () => remember("ticks", { ...recall("ticks", {}), [key]: box.checked }) });
  box.checked = recall("ticks", {})[key] === true;
  return box;
}

function paperList(message) {
  return el("ul", { class: "checklist" }, message.papers.map((paper, index) =>
    el("li", {}, el("label", {}, tickBox(`${message.seq}:${index}`), el("span", {}, String(paper))))));
}

function costAndTime(message, words) {
  const pairs = [[words.cost, message.cost], [words.duration, message.duration]].filter(([, value]) => value);
  return el("dl", { class: "facts" }, pairs.map(([name, value]) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, ...linked(String(value))))));
}

/** The date matters in the list when the law is not in force yet; the dialog shows it always. */
function citationButton(citation, asOf, words) {
  const label = citation.label || `${citation.law} ${citation.article || ""}`;
  return el("li", {}, el("button", { class: "citation", type: "button", "aria-haspopup": "dialog", onclick: () => openArticle(citation, words) },
    icon("book"), el("span", { lang: /[\u4e00-\u9fff]/.test(label) ? "zh-CN" : "en" }, label),
    citation.applies_from > (asOf || today()) && el("small", {}, words.appliesFrom(citation.applies_from))));
}

/** The articles that a message cites, each to be opened; of many the last are folded. */
export function citationList(message, words) {
  const items = message.citations.map((citation) => citationButton(citation, message.as_of, words));
  if (items.length <= MOST_CITATIONS) return el("ul", { class: "citations" }, items);
  const rest = items.splice(MOST_CITATIONS - 1);
  return el("div", {},
    el("ul", { class: "citations" }, items),
    el("details", { class: "fold rest" },
      el("summary", {}, el("span", { class: "fold-title" }, words.moreCitations(rest.length))),
      el("div", { class: "fold-body" }, el("ul", { class: "citations" }, rest))));
}

function parts(message, words) {
  const { steps = [], papers = [], channels = [], citations = [], cost, duration, more } = message;
  return [
    steps.length && section("steps", words.steps, "", el("ol", {}, steps.map((step) => el("li", {}, ...linked(String(step)))))),
    papers.length && section("papers", words.papers, words.papersHint, paperList(message)),
    (cost || duration) && section("cost", words.costTime, "", costAndTime(message, words)),
    channels.length && section("where", words.where, "", channels.map((channel) => channelItem(channel, words))),
    citations.length && section("law", words.citations, words.citationHint, citationList(message, words)),
    more && el("details", { class: "fold more" },
      el("summary", {}, el("span", { class: "fold-title" }, words.more)),
      el("div", { class: "fold-body prose" }, markdown(more))),
  ].filter(Boolean);
}

function foot(message, words, onPrint) {
  return el("footer", { class: "card-foot" },
    el("span", {}, message.as_of ? words.asOf(message.as_of) : ""),
    el("button", { class: "link-button", type: "button", onclick: onPrint }, words.print));
}

/** The card's element. `onPrint` prints this card alone. */
export function cardBody(message, words, onPrint) {
  const { deadlines = [] } = message;
  return el("section", { class: "card" },
    el("h2", { class: "card-title" }, String(message.title || "")),
    el("p", { class: "short-answer" }, ...linked(String(message.answer || ""))),
    deadlines.length ? deadlineBox(deadlines, words) : null,
    el("details", { class: "fold whole", open: true },
      el("summary", {}, el("span", { class: "fold-title" }, words.details)),
      el("div", { class: "whole-body" }, parts(message, words))),
    foot(message, words, onPrint));
}
