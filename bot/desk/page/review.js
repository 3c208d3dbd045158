/** A draft is handed in, as a file or pasted, and checked against the law. Nothing of it is kept, here or on the server. */

import { citationList } from "/static/card.js";
import { el } from "/static/dom.js";
import { textsIn as citizenTextsIn } from "/static/texts.js";
import { CallFailed, draftReview } from "./api.js";
import { language, texts } from "./preferences.js";
import { refusal } from "./refusals.js";

const PASTED = "draft.txt";
const LARGEST = 5 * 1024 * 1024;
const PLACE = /^(line|paragraph|footnote|endnote) (\d+)(?:, (.*))?$/s;

/** Where in the draft, in the desk's language: the server's `line 3, 《民法典》第一条`. */
function place(written) {
  const [, kind, number, named] = PLACE.exec(written) || [];
  return kind ? [texts().review.places[kind](number), named].filter(Boolean).join(" · ") : written;
}

function side(title, text) {
  return text === null ? null : el("div", {}, el("b", {}, title), el("p", { lang: "zh-CN" }, text));
}

function item(finding) {
  const words = texts().review;
  const { comparison, citations, suggestions } = finding;
  return el("li", { class: `finding ${finding.severity}` },
    el("p", {}, el("b", { class: "severity" }, words.severities[finding.severity]), " ", el("span", { class: "hint" }, place(finding.place))),
    el("p", {}, language() === "en" ? finding.en : finding.zh),
    suggestions.length > 0 && el("p", {}, words.perhaps, suggestions.join(words.or)),
    comparison && el("div", { class: "compared" }, side(words.draft, comparison.draft), side(words.law, comparison.law)),
    citations.length > 0 && citationList({ citations }, citizenTextsIn(language())));
}

function count(report) {
  const words = texts().review;
  const of = (severity) => report.findings.filter((finding) => finding.severity === severity).length;
  return words.found(of("error"), of("warning"), of("note"));
}

function reportNode(report) {
  const words = texts().review;
  const heading = el("h2", { tabindex: "-1" }, words.result(report.subject === PASTED ? words.pasted : report.subject));
  const node = el("section", { class: "review-result" }, heading,
    el("p", { role: "status" }, count(report)),
    el("p", { class: "hint" }, words.lookedAt(...report.looked_at), " ", words.asOf(report.on)),
    report.not_done.length > 0 && el("p", {}, words.notDone, report.not_done.join("; ")),
    el("ol", { class: "findings" }, report.findings.map(item)),
    el("p", { class: "hint" }, words.noReplacement));
  return { node, heading };
}

/** Opens the page in `root`. */
export function reviewOpen(root) {
  const words = texts().review;
  const file = el("input", { type: "file", id: "draft-file", accept: ".docx,.md,.txt" });
  const pasted = el("textarea", { id: "draft-text", rows: "10", placeholder: words.pasteHint });
  const button = el("button", { class: "button primary", type: "submit" }, words.check);
  const state = el("p", { role: "status" });
  const result = el("div", {});
  const form = el("form", { class: "review-form" },
    el("div", { class: "field" }, el("label", { for: "draft-file" }, words.file), file),
    el("div", { class: "field" }, el("label", { for: "draft-text" }, words.paste), pasted),
    el("div", {}, button), state);
  root.append(el("div", { class: "page" },
    el("h1", {}, texts().pages.review), el("p", { class: "hint" }, words.lead), form, result));
  let turn = 0;

  function handed() {
    const chosen = file.files[0];
    if (chosen) return { name: chosen.name, body: chosen };
    return pasted.value.trim() ? { name: PASTED, body: new Blob([pasted.value]) } : null;
  }

  async function check({ name, body }) {
    const mine = ++turn;
    button.disabled = true;
    state.textContent = words.working;
    result.replaceChildren();
    try {
      const report = await draftReview(name, body);
      if (mine !== turn) return;
      state.textContent = "";
      const { node, heading } = reportNode(report);
      result.replaceChildren(node);
      heading.focus();
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      if (mine === turn) state.textContent = refusal(error);
    } finally {
      if (mine === turn) button.disabled = false;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const draft = handed();
    if (!draft) state.textContent = words.nothing;
    else if (draft.body.size > LARGEST) state.textContent = words.tooLarge;
    else check(draft);
  });
  pasted.addEventListener("input", () => (file.value = "")); // what was done last counts
  file.addEventListener("change", () => (pasted.value = ""));
  return { end: () => (turn += 1) };
}
