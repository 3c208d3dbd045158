/** One message as an element. Labels inside an answer are in the answer's language, not the page's. */

import { cardBody, citationList } from "./card.js";
import { caseBody, caseButton } from "./case_card.js";
import { fileBody } from "./case_files.js";
import { channelsBody, dialLink } from "./channels.js";
import { el, icon } from "./dom.js";
import { fileLinks, pictureFigure } from "./files.js";
import { linked } from "./links.js";
import { language, texts } from "./settings.js";
import { langTag, textsIn } from "./texts.js";

function clock(at) {
  const date = new Date(at);
  if (!at || Number.isNaN(date.getTime())) return null;
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const isToday = date.toDateString() === new Date().toDateString();
  const format = isToday ? time : { ...time, month: "numeric", day: "numeric" };
  return el("time", { datetime: date.toISOString() }, date.toLocaleString(langTag(language()), format));
}

function contactItem(contact, words) {
  return el("li", {},
    el("div", {}, el("b", {}, String(contact.name || "")),
      contact.use_for && el("p", {}, String(contact.use_for)),
      contact.hours && el("p", { class: "hint" }, words.hours, String(contact.hours))),
    dialLink(contact.number, words, contact.name));
}

function contactsBody(message, words) {
  return el("section", { class: message.urgent ? "card contacts urgent" : "card contacts" },
    el("h2", { class: "card-title" }, message.urgent && icon("alert"), String(message.title || "")),
    el("ul", { class: "dials" }, (message.contacts || []).map((contact) => contactItem(contact, words))));
}

function textBody(message, words) {
  const bubble = el("div", { class: "bubble" }, ...linked(String(message.text || words.unknownKind)));
  const beside = [
    message.citations?.length && citationList(message, words),
    pictureFigure(message.picture, words), fileLinks(message.links),
  ].filter(Boolean);
  return beside.length ? el("div", {}, bubble, beside) : bubble;
}

function printAlone(node) {
  const root = document.documentElement;
  node.classList.add("printing");
  root.classList.add("print-one");
  window.addEventListener("afterprint", () => {
    node.classList.remove("printing");
    root.classList.remove("print-one");
  }, { once: true });
  window.print();
}

function body(message, words, node) {
  if (message.kind === "card") return cardBody(message, words, () => printAlone(node));
  if (message.kind === "channels") return channelsBody(message, words);
  if (message.kind === "contacts") return contactsBody(message, words);
  if (message.kind === "case") return caseBody(message, words);
  return textBody(message, words);
}

/** An assistant's message, with a place for its buttons. */
export function assistantNode(message) {
  const words = textsIn(message.language || language());
  // What nobody asked for now tells who speaks and when, also below another answer.
  const unasked = String(message.id || "").startsWith("reminder/") ? " unasked" : "";
  const node = el("div", { class: `message assistant kind-${message.kind}${unasked}`, lang: langTag(message.language || language()) });
  node.append(
    el("p", { class: "who" }, el("b", {}, words.assistant), ` · ${words.automatic} `, clock(message.at)),
    body(message, words, node));
  return node;
}

/** What a mediator, a person, wrote; it looks different from everything automatic. */
export function mediatorNode(message, conversation) {
  const words = textsIn(message.language || language());
  const said = message.kind === "file" ? fileBody(message, conversation, words) : textBody(message, words);
  return el("div", { class: "message mediator", lang: langTag(message.language || language()) },
    el("p", { class: "who" }, icon("person"), el("b", {}, words.mediator, message.name && ` ${message.name}`), ` · ${words.human} `, clock(message.at)),
    said);
}

/** A citizen's message, with a place for its state. */
export function citizenNode(message, conversation) {
  if (message.kind === "file") {
    const mine = el("span", { class: "visually-hidden" }, texts().you);
    return el("div", { class: "message citizen" }, mine, fileBody(message, conversation, texts()));
  }
  const tongue = /[\u3400-\u9fff]/.test(message.text) ? "zh-CN" : "en";
  return el("div", { class: message.erased ? "message citizen erased" : "message citizen" },
    el("div", { class: "bubble" },
      el("span", { class: "visually-hidden" }, texts().you),
      el("span", { lang: tongue }, String(message.text))));
}

/** The buttons of a message. `chosen` is the button that was used, if any; `active` tells whether the rest still work. */
export function choicesNode(message, { chosen, active, onChoose }) {
  const words = textsIn(message.language || language());
  const isRating = message.buttons.some((button) => caseButton(button, words).rating);
  const label = isRating ? words.rateLead : words.choices;
  const group = el("div", { class: isRating ? "choices ratings" : "choices", role: "group", "aria-label": label });
  for (const offered of message.buttons) {
    const button = caseButton(offered, words);
    const isChosen = chosen === offered;
    if (!active && !isChosen) continue;
    group.append(el("button", {
      type: "button", class: isChosen ? "choice-button chosen" : "choice-button",
      "aria-disabled": isChosen ? "true" : null, "data-payload": button.payload,
      onclick: isChosen ? null : () => onChoose(button),
    }, isChosen && icon("check"), isChosen && el("span", { class: "visually-hidden" }, words.chosen), String(button.title)));
  }
  return group.childElementCount ? group : null;
}
