/** One message of the conversation as an element: citizen, assistant and mediator apart, long answers folded. */

import { cardBody } from "/static/card.js";
import { channelsBody } from "/static/channels.js";
import { el, icon } from "/static/dom.js";
import { linked } from "/static/links.js";
import { textsIn as citizenTextsIn } from "/static/texts.js";
import { fileAddress } from "./api.js";
import { moment } from "./clock.js";
import { langTag, texts } from "./preferences.js";
import { session } from "./session.js";
import { glyph } from "./svg.js";

const PICTURES = ["image/jpeg", "image/png", "image/webp"];
const KILO = 1024;

/** A number of bytes as people say it. */
function sizeWords(bytes) {
  return bytes < KILO * KILO ? `${Math.max(1, Math.round(bytes / KILO))} KB` : `${(bytes / KILO / KILO).toFixed(1)} MB`;
}

/** A link to a file of a case, with a picture of it when it is one. */
export function fileNode(caseId, file) {
  const address = fileAddress(caseId, file.id);
  const label = `${file.name} · ${sizeWords(file.size)}`;
  const link = el("a", { class: "file-link", href: address, target: "_blank", rel: "noopener" },
    glyph("file"), el("span", {}, label), el("span", { class: "visually-hidden" }, texts().newWindow));
  if (!PICTURES.includes(file.type)) return link;
  return el("figure", { class: "preview" },
    el("a", { href: address, target: "_blank", rel: "noopener", tabindex: "-1", "aria-hidden": "true" },
      el("img", { src: address, alt: "", loading: "lazy" })),
    el("figcaption", {}, link));
}

/** What the citizen saw is made when somebody looks: a conversation has many of them. */
function folded(title, build) {
  const fold = el("details", { class: "seen-card" }, el("summary", {}, title));
  fold.addEventListener("toggle", () => {
    if (!fold.open || fold.children.length > 1) return;
    const body = build();
    body.querySelectorAll("input").forEach((input) => (input.disabled = true));
    body.querySelector(".card-foot button")?.remove();
    fold.append(body);
  });
  return fold;
}

function contactLines(message) {
  return el("ul", { class: "plain" }, (message.contacts || []).map(({ name, number }) => el("li", {}, `${name} ${number || ""}`)));
}

function answer(message) {
  const words = citizenTextsIn(message.language);
  const title = el("b", {}, String(message.title || ""));
  if (message.kind === "card") {
    return [el("p", {}, title), el("p", {}, ...linked(String(message.answer || ""))),
      folded(texts().wholeCard, () => cardBody(message, words, () => {}))];
  }
  if (message.kind === "channels") return [el("p", {}, title), folded(texts().wholeComparison, () => channelsBody(message, words))];
  if (message.kind === "contacts") return [el("p", {}, message.urgent && icon("alert"), title), contactLines(message)];
  return [el("p", {}, ...linked(String(message.text || texts().unknownKind)))];
}

function content(caseId, message) {
  if (message.kind === "file") return [fileNode(caseId, { ...message, id: message.file })];
  if (message.from === "assistant") return answer(message);
  return [el("p", {}, ...linked(String(message.text || "")))];
}

function speaker(message) {
  const words = texts();
  if (message.from === "citizen") return words.citizen;
  if (message.from === "assistant") return words.assistant;
  return message.by === session.member.id ? words.me : message.name || words.mediator;
}

function eventNode(message) {
  return el("p", { class: "said-event" }, el("span", {}, String(message.text || "")), " ", moment(message.at));
}

/** A message of the conversation of a case. */
export function saidNode(caseId, message) {
  if (message.kind === "case") return eventNode(message);
  const tongue = message.language ? langTag(message.language) : null;
  return el("div", { class: `said from-${message.from}${message.erased ? " gone" : ""}` },
    el("p", { class: "said-who" }, el("b", {}, speaker(message)), " ", moment(message.at)),
    el("div", { class: "said-words", lang: tongue }, content(caseId, message)));
}

/** A message of one's own that is on its way or stuck; `does` has `again`, `edit` and `drop`. */
export function unsentNode(entry, does) {
  const words = texts();
  const button = (name, text) => el("button", { class: "link-button", type: "button", onclick: () => does[name](entry) }, text);
  return el("div", { class: "said from-mediator unsent" },
    el("p", { class: "said-who" }, el("b", {}, words.me)),
    el("div", { class: "said-words" }, el("p", {}, entry.text)),
    entry.why
      ? el("p", { class: "said-state failed", role: "alert" }, words.notSent, " ", entry.why, " ",
        button("again", words.sendAgain), button("edit", words.edit), button("drop", words.discard))
      : el("p", { class: "said-state" }, words.sending));
}
