/** A short tone, made here; browsers allow it only after somebody has used the page. */

import { choice } from "./preferences.js";

let context = null;

function wake() {
  context = context || new AudioContext();
  if (context.state === "suspended") context.resume();
}

/** Waits for the first click or key, from which on tones can be heard. */
export function soundPrepare() {
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, wake, { once: true });
}

/** Whether a tone would be heard now. */
export function soundReady() {
  return context?.state === "running" && choice("sound") === "on";
}

function tone(pitch, from, seconds) {
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  const start = context.currentTime + from;
  oscillator.frequency.value = pitch;
  volume.gain.setValueAtTime(0.0001, start);
  volume.gain.exponentialRampToValueAtTime(0.2, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + seconds);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + seconds);
}

/** Two soft tones; three higher ones when it is urgent. */
export function soundPlay(urgent = false) {
  if (!soundReady()) return;
  const pitches = urgent ? [880, 1175, 880] : [660, 880];
  pitches.forEach((pitch, index) => tone(pitch, index * 0.16, 0.22));
}
