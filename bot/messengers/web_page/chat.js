/** Puts the page together. */

import { wireComeBack } from "./come_back.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { isNearBottom, Log } from "./log.js";
import { OwnCases } from "./own_cases.js";
import {
  announce, showBanner, wireAttach, wireDialogs, wireEmergency, wireErase, wireExamples, wireKeyboard, wireMenu, wirePrint,
} from "./page.js";
import { Presence } from "./presence.js";
import { chooseLanguage, chosenLanguage, onLanguage, texts } from "./settings.js";
import { SpeakerBar } from "./speaker.js";

const welcome = document.getElementById("welcome");
const typing = document.getElementById("typing");
const typingWords = document.getElementById("typing-words");
let wasRestored = false;

const conversation = new Conversation({ onChange: show, onLanguage: adoptLanguage });
const presence = new Presence(conversation);
const ownCases = new OwnCases({ conversation: () => conversation.id, say });
const askForPerson = () => say(texts().sayPerson, "/case_mediator");
const speakerBar = new SpeakerBar(conversation, {
  toPerson: askForPerson,
  toAssistant: () => say(texts().sayAssistant, "/case_assistant"),
  myCases: () => ownCases.open(),
});
const isUpload = (id) => conversation.uploads.items().some((item) => item.id === id);
const log = new Log(conversation, {
  choose: (button) => say(button.title, button.payload),
  retry: (id) => {
    if (isUpload(id)) conversation.uploads.retry(id);
    else conversation.retry(id);
    composer.focus();
  },
  edit: (id) => composer.takeBack(conversation.discard(id)),
  discard: (id) => {
    if (isUpload(id)) conversation.uploads.discard(id);
    else conversation.discard(id);
    composer.focus();
  },
});
const composer = new Composer((text) => say(text), () => presence.typing());

function say(text, payload = null) {
  conversation.say({ text, payload, language: chosenLanguage() });
}

function show() {
  const isEmpty = conversation.items().length === 0;
  welcome.classList.toggle("started", !isEmpty);
  document.documentElement.classList.toggle("empty", isEmpty && conversation.restored);
  showTyping(conversation.isAnswering);
  speakerBar.show();
  log.show({ quiet: !wasRestored });
  presence.shown();
  wasRestored = conversation.restored;
  showBanner(conversation);
}

function showTyping(isTyping) {
  const { typingName } = conversation;
  const words = typingName === null ? texts().typing : texts().mediatorTyping(typingName);
  if (isTyping && typing.hidden) announce(words);
  const isFollowing = typingName !== null && typing.hidden && isNearBottom();
  typingWords.textContent = words;
  typing.hidden = !isTyping;
  if (isFollowing) window.scrollTo({ top: document.documentElement.scrollHeight });
}

/** What is here was erased, or another conversation has taken its place. */
function begun(text) {
  closeMenu();
  presence.reset();
  announce(text);
  window.scrollTo(0, 0);
  composer.focus();
}

/** Follows the language that was agreed in the conversation; on loading, the switch on this page wins. */
function adoptLanguage(value, isChange) {
  if (isChange ? value !== chosenLanguage() : !chosenLanguage()) chooseLanguage(value);
}

wireExamples((question) => say(question));
wireEmergency();
wireDialogs();
wireKeyboard();
wirePrint();
const closeMenu = wireMenu();
wireErase({
  erase: () => conversation.erase(),
  done: () => begun(texts().erased),
  hasCases: () => conversation.cases.size > 0,
});
wireComeBack({
  comeBack: (code) => conversation.comeBack(code),
  done: () => begun(texts().returned),
  isBusy: () => conversation.known.size > 0,
});
wireAttach({
  canAdd: () => conversation.hasOpenCase,
  add: (files) => conversation.uploads.add(files),
  askForPerson,
});
onLanguage(() => {
  log.rebuild();
  composer.count();
  show();
});
window.addEventListener("online", () => conversation.resume());
window.addEventListener("offline", show);
window.addEventListener("storage", (event) => {
  if (event.key === "jiefen.conversation") conversation.follow();
  if (event.key === "jiefen.outbox") show();
});
document.addEventListener("visibilitychange", () => {
  presence.shown();
  if (document.visibilityState === "visible") conversation.resume();
  else if (!conversation.isWithMediator) conversation.rest(); // what a person writes is not to wait
});

show();
composer.focus();
conversation.start();
