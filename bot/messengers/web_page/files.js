/** Files that the gateway gives out with an answer: links to them, and a picture that can be kept. */

import { el } from "./dom.js";
import { ownAddress } from "./links.js";

const SHARPNESS = 3; // pixels of the kept picture for each unit of the drawing

function fileLink(link) {
  const address = ownAddress(link.url);
  return address && el("a", { class: "button", href: address }, String(link.title));
}

/** The links of a message in a row, or null when there are none. */
export function fileLinks(links) {
  const shown = (links || []).map(fileLink).filter(Boolean);
  return shown.length ? el("p", { class: "links" }, shown) : null;
}

/** The drawing as a photo: albums of telephones and chat programs take PNG and not SVG. Null when it cannot be made. */
function asPhoto(image) {
  const canvas = el("canvas", { width: image.naturalWidth * SHARPNESS, height: image.naturalHeight * SHARPNESS });
  const context = canvas.getContext("2d");
  if (!context || !canvas.width) return Promise.resolve(null);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => { canvas.toBlob(done, "image/png"); });
}

/** Saves the picture as a photo, or as the drawing that it is where no photo can be made. */
async function save(image, address, name) {
  const photo = await asPhoto(image);
  const href = photo ? URL.createObjectURL(photo) : address;
  el("a", { href, download: `${name}.${photo ? "png" : "svg"}` }).click();
  if (photo) setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/** The picture with a button to keep it, or null when there is none. Pressed, it opens alone, to be enlarged. */
export function pictureFigure(picture, words) {
  const address = picture && ownAddress(picture.url);
  if (!address) return null;
  const image = el("img", { src: address, alt: String(picture.alt) });
  return el("figure", { class: "picture" },
    el("a", { href: address, target: "_blank", rel: "noopener noreferrer" },
      image, el("span", { class: "visually-hidden" }, words.newWindow)),
    el("figcaption", {}, el("button", {
      class: "button", type: "button", onclick: () => save(image, address, words.pictureFile),
    }, words.savePicture)));
}
