/** Puts the page together. */

import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Log } from "./log.js";
import { announce, showBanner, wireDialogs, wireEmergency, wireErase, wireExamples, wireKeyboard, wireMenu, wirePrint } from "./page.js";
import { chooseLanguage, chosenLanguage, onLanguage, texts } from "./settings.js";

const welcome = document.getElementById("welcome");
const typing = document.getElementById("typing");
let wasRestored = false;

const conversation = new Conversation({ onChange: show, onLanguage: adoptLanguage });
const log = new Log(conversation, {
  choose: (button) => say(button.title, button.payload),
  retry: (id) => {
    conversation.retry(id);
    composer.focus();
  },
  edit: (id) => composer.takeBack(conversation.discard(id)),
  discard: (id) => {
    conversation.discard(id);
    composer.focus();
  },
});
const composer = new Composer((text) => say(text));

function say(text, payload = null) {
  conversation.say({ text, payload, language: chosenLanguage() });
}

function show() {
  const isEmpty = conversation.items().length === 0;
  welcome.classList.toggle("started", !isEmpty);
  document.documentElement.classList.toggle("empty", isEmpty && conversation.restored);
  showTyping(conversation.isAnswering);
  log.show({ quiet: !wasRestored });
  wasRestored = conversation.restored;
  showBanner(conversation);
}

function showTyping(isTyping) {
  if (isTyping && typing.hidden) announce(texts().typing);
  typing.hidden = !isTyping;
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
wireErase(() => conversation.erase(), () => {
  closeMenu();
  announce(texts().erased);
  window.scrollTo(0, 0);
  composer.focus();
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
  if (document.visibilityState === "visible") conversation.resume();
  else conversation.rest();
});

show();
composer.focus();
conversation.start();
