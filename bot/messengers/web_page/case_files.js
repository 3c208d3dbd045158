/** Files of a case in the conversation: pictures to look at, recordings to play, papers to save. */

import { filePath } from "./connection.js";
import { el } from "./dom.js";

const viewer = document.getElementById("picture-dialog");

function openPicture(address, name, words) {
  const image = el("img", { src: address, alt: words.pictureAlt(name) });
  viewer.querySelector(".picture-place").replaceChildren(image);
  viewer.querySelector("h2").textContent = name;
  viewer.showModal();
}

function picture(address, message, words) {
  const image = el("img", { src: address, alt: words.pictureAlt(message.name), loading: "lazy" });
  return el("button", { class: "file-picture", type: "button", "aria-haspopup": "dialog", onclick: () => openPicture(address, message.name, words) },
    image, el("span", { class: "visually-hidden" }, words.openPicture));
}

function name(message, words) {
  return el("span", { class: "file-name" }, el("b", {}, message.name), " ", el("small", {}, words.fileSize(message.size || 0)));
}

function content(message, conversation, words) {
  if (!message.file || !conversation) return name(message, words);
  const address = filePath(conversation, message.file);
  const save = el("a", { class: "button", href: address, download: message.name }, words.openFile,
    el("span", { class: "visually-hidden" }, ` ${message.name}`));
  if (String(message.type).startsWith("image/")) return [picture(address, message, words), name(message, words)];
  if (/^audio\/(ogg|mpeg|mp4)$/.test(message.type)) {
    return [name(message, words), el("audio", { controls: true, preload: "none", src: address, "aria-label": `${words.recording} ${message.name}` }), save];
  }
  return [name(message, words), save];
}

/** The bubble of a file, or of one that is still on its way. */
export function fileBody(message, conversation, words) {
  return el("div", { class: "bubble file" }, content(message, conversation, words));
}
