/** Opens an article of law in a dialog. */

import { articleGet, CallFailed } from "./connection.js";
import { el } from "./dom.js";
import { linked } from "./links.js";

const dialog = document.getElementById("article-dialog");
const title = document.getElementById("article-title");
const body = document.getElementById("article-body");
let wanted = 0;

function rows(pairs) {
  return el("dl", { class: "facts" }, pairs.filter(([, value]) => value).map(([name, value]) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, String(value)))));
}

function found(article, citation, words) {
  const status = words.statuses[article.status] || article.status;
  return [
    words.articleOriginal && el("p", { class: "hint" }, words.articleOriginal),
    el("blockquote", { class: "law-text", lang: "zh-CN" }, String(article.text)),
    rows([[words.effective, article.effective_from || citation.applies_from], [words.status, status]]),
  ];
}

function withoutText(article, words) {
  const instrument = article.instrument || {};
  return [
    el("p", {}, words.articleNoText),
    rows([
      [words.issuer, instrument.issuer], [words.documentNumber, instrument.number],
      [words.published, instrument.published], [words.effective, article.effective_from || instrument.effective_from],
    ]),
    instrument.source && el("p", {}, ...linked(String(instrument.source))),
  ];
}

function content(article, citation, words) {
  if (!article) return [el("p", {}, words.articleMissing)];
  return article.has_text && article.text ? found(article, citation, words) : withoutText(article, words);
}

async function load(citation, words) {
  const turn = ++wanted;
  body.replaceChildren(el("p", { role: "status" }, words.articleLoading));
  try {
    const article = await articleGet(citation.law, citation.article);
    if (turn === wanted) body.replaceChildren(...content(article, citation, words).filter(Boolean));
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    const again = el("button", { class: "button", type: "button", onclick: () => load(citation, words) }, words.retry);
    if (turn === wanted) body.replaceChildren(el("p", { role: "alert" }, words.articleFailed), again);
  }
}

/** Shows the dialog for one citation, in the language of `words`. */
export function openArticle(citation, words) {
  title.replaceChildren(
    el("span", { class: "law", lang: "zh-CN" }, citation.law),
    el("span", { class: "article", lang: "zh-CN" }, citation.article || ""));
  dialog.showModal();
  title.focus();
  load(citation, words);
}
