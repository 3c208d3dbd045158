/** The bar under the header: who answers now, and the way to a person, back to the assistant, and to one's case. */

import { onLanguage, texts } from "./settings.js";

const byId = (id) => document.getElementById(id);

export class SpeakerBar {
  /** `actions` has `toPerson()`, `toAssistant()`, `myCases()`. */
  constructor(conversation, actions) {
    this.conversation = conversation;
    byId("to-person").addEventListener("click", () => actions.toPerson());
    byId("to-assistant").addEventListener("click", () => actions.toAssistant());
    byId("my-cases").addEventListener("click", () => actions.myCases());
    onLanguage(() => this.show());
  }

  /** Shows how it is now; said to screen readers when it changes. */
  show() {
    const { isWithMediator, speaker, cases } = this.conversation;
    const words = texts();
    const text = isWithMediator ? words.mediatorSpeaks(speaker.name) : words.assistantSpeaks;
    const said = byId("speaking");
    if (said.textContent !== text) said.textContent = text;
    const notice = isWithMediator ? words.noticeMediator : words.notice;
    if (byId("notice").textContent !== notice) byId("notice").textContent = notice;
    byId("words").placeholder = isWithMediator ? words.placeholderMediator : words.placeholder;
    byId("speaker").classList.toggle("with-mediator", isWithMediator);
    byId("to-person").hidden = isWithMediator;
    byId("to-assistant").hidden = !isWithMediator;
    byId("my-cases").hidden = cases.size === 0;
  }
}
