/** The dialog with the citizen's own cases: what is known, what happened, and what can be done. */

import { moment, periodEnd } from "./case_card.js";
import { CallFailed, caseErase, caseList, filePath, summaryPath } from "./connection.js";
import { el } from "./dom.js";
import { linked } from "./links.js";
import { language, texts } from "./settings.js";

const dialog = document.getElementById("cases-dialog");
const place = document.getElementById("cases-list");

function rows(pairs) {
  return el("dl", { class: "facts" }, pairs.filter(([, value]) => value).map(([name, value]) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, ...linked(String(value))))));
}

function folded(title, content) {
  return el("details", { class: "fold" },
    el("summary", {}, el("span", { class: "fold-title" }, title)), el("div", { class: "fold-body" }, content));
}

function files(own, conversation, words) {
  return el("ul", { class: "case-files" }, own.files.map((file) => el("li", {},
    el("a", { href: filePath(conversation, file.id), download: file.name }, file.name), " ", el("small", {}, words.fileSize(file.size)))));
}

function events(own, words) {
  return el("ol", { class: "case-events" }, own.events.map((event) =>
    el("li", {}, el("time", { datetime: event.at }, moment(event.at, language())), el("span", {}, event.text))));
}

export class OwnCases {
  /** `say(text, payload)` sends a button's words; `conversation()` gives the id. */
  constructor({ conversation, say }) {
    this.conversation = conversation;
    this.say = say;
  }

  /** Opens the dialog and reads the cases. */
  async open() {
    const words = texts();
    place.replaceChildren(el("p", { role: "status" }, words.casesLoading));
    if (!dialog.open) dialog.showModal();
    try {
      const cases = await caseList(this.conversation(), language());
      place.replaceChildren(...(cases.length ? cases.map((own) => this.item(own, words)) : [el("p", {}, words.casesNone)]));
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      const again = el("button", { class: "button", type: "button", onclick: () => this.open() }, words.retry);
      place.replaceChildren(el("p", { role: "alert" }, words.casesFailed), again);
    }
  }

  item(own, words) {
    return el("section", { class: "own-case", "aria-label": `${words.caseWord} ${own.number}` },
      el("h3", {}, el("span", { class: "case-number" }, own.number), el("span", { class: "case-state" }, own.state_text)),
      rows([
        [words.caseKind, own.kind_text], [words.caseSince, moment(own.opened_at, language())],
        [words.caseOrganisation, own.organisation], [words.mediator, own.name],
        [words.caseDue, periodEnd(own.due, language())],
      ]),
      own.facts.length ? folded(words.caseFacts, rows(own.facts.map(({ label, text }) => [label, text]))) : null,
      own.files.length ? folded(words.caseFiles, files(own, this.conversation(), words)) : null,
      folded(words.caseEvents, events(own, words)),
      this.actions(own, words));
  }

  actions(own, words) {
    const press = (title, text, payload) =>
      el("button", { class: "button", type: "button", onclick: () => this.press(text, payload) }, title);
    return el("div", { class: "own-case-actions" },
      el("a", { class: "button", href: summaryPath(this.conversation(), own.number, language()), target: "_blank", rel: "noopener" },
        words.summary, el("span", { class: "visually-hidden" }, words.newWindow)),
      own.is_open && press(words.newCode, words.sayCode, "/case_code"),
      own.is_open && press(words.leaveContact, words.sayContact, "/case_callback"),
      own.is_open && press(words.withdraw, words.sayWithdraw, "/case_withdraw"),
      el("button", { class: "button danger", type: "button", onclick: (event) => this.askErase(own, event.target) }, words.caseErase));
  }

  press(text, payload) {
    dialog.close();
    this.say(text, payload);
  }

  /** Asks once, in place of the button. */
  askErase(own, button) {
    const words = texts();
    const erase = el("button", { class: "button danger solid", type: "button", onclick: () => this.erase(own, box) }, words.eraseConfirm);
    const keep = el("button", { class: "button", type: "button", onclick: () => {
      box.replaceWith(button);
      button.focus();
    } }, words.eraseKeep);
    const box = el("div", { class: "ask-erase" },
      el("p", { tabindex: "-1" }, el("b", {}, words.caseEraseTitle(own.number)), " ", words.caseEraseLead),
      el("div", { class: "sheet-actions" }, keep, erase));
    button.replaceWith(box);
    box.firstChild.focus();
    box.scrollIntoView({ block: "nearest" });
  }

  async erase(own, box) {
    const words = texts();
    try {
      const kept = await caseErase(this.conversation(), own.number);
      box.closest(".own-case").replaceChildren(el("p", { role: "status" }, el("b", {}, `${own.number} ${words.caseErased}`), " ", kept));
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      box.append(el("p", { class: "failed-note", role: "alert" }, words.caseEraseFailed));
    }
  }
}
