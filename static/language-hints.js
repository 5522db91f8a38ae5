// As somebody writes: words the service would rather not use, each with another way to put it. Offered, never imposed.
// Nothing leaves the page. Without this file the same hints stand there after saving (livewell/kit/wording.py).

const WAIT = 700;
const QUOTED = /“[^”]*”|"[^"]*"/g;

function pattern(word) {
  const parts = word.split(/[-\s]+/).filter(Boolean).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}_])${parts.join("[-‐‑ ]?")}(?![\\p{L}\\p{N}_])`, "iu");
}

const words = [...document.querySelectorAll("[data-wording-list] [data-word]")].map((item) => ({
  pattern: pattern(item.dataset.word),
  instead: item.textContent,
}));

const dismissed = new Set();

function found(text) {
  const plain = text.replace(QUOTED, " ");
  return words.map((one) => ({ typed: plain.match(one.pattern)?.[0], instead: one.instead })).filter((one) => one.typed && !dismissed.has(one.instead + one.typed.toLowerCase()));
}

// The region is there before anything is said in it, so that a screen reader hears what comes.
function regionFor(box) {
  const region = document.createElement("div");
  region.className = "lw-wording-live";
  region.setAttribute("role", "status");
  region.setAttribute("aria-live", "polite");
  box.closest(".nhsuk-form-group").append(region);
  return region;
}

function show(box, region) {
  const hints = found(box.value);
  const now = JSON.stringify(hints);
  if (region.dataset.now === now) return;
  region.dataset.now = now;
  region.replaceChildren();
  if (!hints.length) return;
  const note = document.createElement("div");
  note.className = "lw-wording";
  const list = document.createElement("ul");
  for (const hint of hints) {
    const item = document.createElement("li");
    const other = document.createElement("i");
    other.textContent = hint.instead;
    item.append(`You wrote “${hint.typed}”. Another way to put it: `, other);
    list.append(item);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "lw-wording__close";
  close.textContent = "Keep my words";
  close.addEventListener("click", () => {
    for (const hint of hints) dismissed.add(hint.instead + hint.typed.toLowerCase());
    show(box, region);
    box.focus();
  });
  note.append(list, close);
  region.append(note);
}

for (const box of document.querySelectorAll('form[data-wording] :is(textarea, input[type="text"]:not([inputmode]))')) {
  const region = regionFor(box);
  let waiting;
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => show(box, region), WAIT);
  });
}
