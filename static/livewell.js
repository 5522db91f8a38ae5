// What the pages do beyond HTML. Everything works without this file; it only makes it quicker and kinder.

const componentsAddress = document.querySelector('meta[name="livewell-components"]').content;

// --- NHS components, also in what htmx swaps in -------------------------------------------------------------------

const components = import(componentsAddress);

function start(scope) {
  return components.then(({ initAll }) => initAll({ scope }));
}

function moveFocus(scope) {
  const target = scope.matches?.("[data-focus]") ? scope : scope.querySelector?.("[data-focus]");
  if (!target) return;
  if (!target.matches("a[href], button, input, select, textarea, [tabindex]")) target.setAttribute("tabindex", "-1");
  target.focus();
}

function offerCopies(scope) {
  if (!navigator.clipboard) return;
  for (const button of scope.querySelectorAll("[data-copy]")) button.hidden = false;
}

// Where somebody is, asked only when they press the button, and cut to about 100 metres before it goes anywhere.
function offerNearMe(scope) {
  if (!navigator.geolocation) return;
  for (const button of scope.querySelectorAll("[data-near-me]")) button.hidden = false;
}

function nearMe(button) {
  const says = document.querySelector("[data-near-me-says]");
  const say = (words) => {
    says.textContent = words;
    says.classList.remove("nhsuk-u-visually-hidden");
  };
  say("Looking for where you are …");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const box = document.getElementById(button.dataset.nearMe);
      box.value = `${coords.latitude.toFixed(3)}, ${coords.longitude.toFixed(3)}`;
      say("Found, to about 100 metres.");
      box.dispatchEvent(new Event("change", { bubbles: true }));
    },
    () => say("Your browser would not say where you are. Type a postcode or a place."),
    { enableHighAccuracy: false, timeout: 10000, maximumAge: 300000 },
  );
}

// On a phone the list comes first: filters fold away until they are wanted.
function foldFilters(scope) {
  if (!window.matchMedia("(max-width: 48.0525rem)").matches) return;
  for (const filters of scope.querySelectorAll("details[data-fold-when-narrow]")) filters.open = false;
}

// Once somebody has asked, what was found comes first: on a phone the form folds away and can be opened again.
document.addEventListener("submit", ({ target }) => {
  const asked = target.querySelector("details[data-fold-when-asked]");
  if (!asked || !window.matchMedia("(max-width: 48.0525rem)").matches) return;
  asked.open = false;
  asked.querySelector("summary").focus();
});

// Where tabs move sideways, the one being looked at is in sight.
function showTab(scope) {
  for (const tab of scope.querySelectorAll(".lw-parts [aria-current]")) {
    const row = tab.closest("ul");
    row.scrollLeft += tab.getBoundingClientRect().left - row.getBoundingClientRect().left - 48;
  }
}

function wake(scope) {
  showTab(scope);
  offerCopies(scope);
  offerNearMe(scope);
  foldFilters(scope);
  return start(scope).then(() => moveFocus(scope));
}

wake(document.body);
document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target ?? event.target;
  wake(target instanceof Element && target.isConnected ? target : document.body);
});

// --- One send for one form -----------------------------------------------------------------------------------------
// The NHS button stops two clicks within a second; this stops a second send while the first is under way. Coming
// back to the page by the Back button opens the form again.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented || hasHtmx(form)) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 10000);
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

function hasHtmx(element) {
  return [...element.attributes].some((one) => /^(data-)?hx-(post|put|patch|delete|get)$/.test(one.name));
}

// --- Drafts: a form with data-autosave="/address" is kept as it is written -------------------------------------------

const WAIT_TO_SAVE = 800;
const WAIT_TO_TRY_AGAIN = 15000;
const NO_CONNECTION = "There is no connection. What you have written is still on this page, and is saved when the connection is back.";
const waiting = new Map();
const unsaved = new Set();

function clock() {
  return new Intl.DateTimeFormat("en-GB", { hour: "numeric", minute: "2-digit", hour12: true, timeZone: "Europe/London" }).format(new Date()).replace(" ", "");
}

function statusLine(form) {
  let line = form.querySelector("[data-draft-status]");
  if (!line) {
    line = document.createElement("p");
    line.className = "lw-draft-status";
    line.setAttribute("data-draft-status", "");
    form.append(line);
  }
  line.setAttribute("role", "status");
  return line;
}

async function saveDraft(form, leaving = false) {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  let words;
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST",
      body: new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")),
      headers: { "X-Requested-With": "autosave" },
      credentials: "same-origin",
      redirect: "manual",
      keepalive: leaving,
    });
    if (answer.ok) {
      stillHere();
      unsaved.delete(form);
      if (!waiting.has(form)) form.dataset.draftKept = "yes";
      words = `Draft saved at ${clock()}`;
    } else {
      words = "The draft could not be saved. What you have written is still on this page.";
    }
  } catch {
    unsaved.add(form);
    if (!waiting.has(form)) waiting.set(form, setTimeout(() => saveDraft(form), WAIT_TO_TRY_AGAIN));
    words = NO_CONNECTION;
  }
  statusLine(form).textContent = words;
  return words;
}

function saveSoon(event) {
  const form = event.target.closest?.("form[data-autosave]");
  if (!form || event.target.type === "password") return;
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => saveDraft(form), WAIT_TO_SAVE));
}

function saveAllNow(leaving) {
  return Promise.all([...waiting.keys()].map((form) => saveDraft(form, leaving)));
}

document.addEventListener("input", saveSoon);
document.addEventListener("change", saveSoon);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && saveAllNow(true));
window.addEventListener("online", () => unsaved.forEach((form) => saveDraft(form)));
document.addEventListener("submit", (event) => {
  if (!navigator.onLine && event.target.matches("form[data-autosave]")) {
    // The browser would put its own page in place of this one, and what was written since the last draft would be gone.
    event.preventDefault();
    unsaved.add(event.target);
    statusLine(event.target).textContent = NO_CONNECTION;
    return;
  }
  clearTimeout(waiting.get(event.target));
  waiting.delete(event.target);
});

// --- Time left before signing out ----------------------------------------------------------------------------------
// The server decides; this only warns, two minutes before. Tabs tell each other when one of them was used.

const WARN_BEFORE = 120;
const dialog = document.getElementById("timeout");
const channel = "BroadcastChannel" in window ? new BroadcastChannel("livewell-time-left") : null;
const WAIT_FOR_STAY = 10000;
let renewed = Date.now();
let asking = false;

function stillHere(told = false) {
  renewed = Date.now();
  if (dialog?.open && told) dialog.close();
  if (!told) channel?.postMessage("renewed");
}

function secondsLeft() {
  const idle = Number(dialog.dataset.idleSeconds) - (Date.now() - renewed) / 1000;
  const atMost = (Date.parse(dialog.dataset.endsAt) - Date.now()) / 1000;
  return Math.floor(Math.min(idle, atMost));
}

function say(seconds) {
  if (seconds >= 60) {
    const minutes = Math.ceil(seconds / 60);
    return `You have ${minutes} ${minutes === 1 ? "minute" : "minutes"} left.`;
  }
  return `You have ${Math.max(1, Math.ceil(seconds / 10) * 10)} seconds left.`;
}

function watchTime() {
  const left = secondsLeft();
  if (left <= 0) {
    timeIsUp();
    return;
  }
  if (left > WARN_BEFORE) {
    if (dialog.open) dialog.close();
    return;
  }
  if (asking) return;
  const words = dialog.querySelector("[data-timeout-left]");
  if (words.textContent !== say(left)) words.textContent = say(left);
  if (!dialog.open) {
    const forms = document.querySelectorAll("form[data-autosave]");
    dialog.querySelector("[data-timeout-drafts]").hidden = forms.length === 0;
    saveAllNow(false);
    dialog.showModal();
  }
}

// The forms somebody wrote in and has not sent, the last one last; after a mistake, the one that came back to them.
const written = new Set(document.querySelectorAll('main form[method="post"]:has(.nhsuk-form-group--error)'));
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, ({ target }) => {
    const form = target.form;
    if (form?.method !== "post" || target.type === "password" || !form.closest("main")) return;
    written.delete(form);
    written.add(form);
    delete form.dataset.draftKept;
  });
}

const hidden = (name, value) => Object.assign(document.createElement("input"), { type: "hidden", name, value });
// What the server reads of one form at most, with some room for what is hidden in it.
const MOST_SENT = 60 * 1024;
const sentAs = (fields) => new URLSearchParams(fields).toString().length;

// Nothing of anybody stays on the screen, and nothing they wrote is lost: what is no draft goes to the server, which
// does nothing with it and gives it back, sealed, on the page that asks them to sign in: the last form, and the others
// that were written in beside it. Else the same address asks.
function timeIsUp() {
  clearInterval(watching);
  const kept = [...written].filter((one) => one.isConnected && !one.dataset.draftKept).reverse();
  if (!kept.length) {
    location.replace(location.href.split("#")[0]);
    return;
  }
  const [form, ...others] = kept;
  let room = MOST_SENT - sentAs([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const files = kept.flatMap((one) => [...one.querySelectorAll('input[type="file"]')]);
  const held = hidden("held_back", files.some((one) => one.files.length) ? "files" : "yes");
  for (const one of files) one.disabled = true;
  for (const other of others) {
    const first = other.querySelector('button[name]:not([type="button"])');
    const fields = [...new FormData(other)].filter(([, value]) => typeof value === "string");
    if (first) fields.push([first.name, first.value]);
    const beside = hidden("held_beside", JSON.stringify([new URL(other.action).pathname + new URL(other.action).search, fields]));
    room -= sentAs([[beside.name, beside.value]]);
    if (room > 0) form.append(beside);
  }
  const first = form.querySelector('button[name]:not([type="button"])');
  form.append(held, hidden(first?.name ?? "", first?.value ?? ""));
  HTMLFormElement.prototype.submit.call(form);
}

let watching;
if (dialog) {
  channel?.addEventListener("message", () => stillHere(true));
  channel?.postMessage("renewed");
  watching = setInterval(watchTime, 1000);
  document.addEventListener("htmx:after:request", ({ detail }) => {
    if (detail?.ctx?.response?.status === 401) timeIsUp();
    else stillHere();
  });
  dialog.addEventListener("close", () => stay());
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    dialog.close();
  });
}

// Closing the dialog in any way, also by Escape, means "I am still here"; while the server is being told, nobody is
// asked again.
async function stay() {
  const form = dialog.querySelector("form");
  asking = true;
  const patience = setTimeout(() => { asking = false; }, WAIT_FOR_STAY);
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin", redirect: "manual" });
    if (answer.ok || answer.type === "opaqueredirect") stillHere();
    else timeIsUp();
  } catch {
    // No connection: the warning comes again while there is time.
  } finally {
    clearTimeout(patience);
    asking = false;
  }
}

// --- Leaving quickly, copying a reference, printing ------------------------------------------------------------------

// A way out is a link, or a form that ends the visit to one's own space; either way this page leaves the history.
async function leave(way) {
  document.body.hidden = true;
  if (way instanceof HTMLFormElement) {
    const sent = fetch(way.action, { method: "POST", body: new URLSearchParams(new FormData(way)), credentials: "same-origin", redirect: "manual", keepalive: true });
    await Promise.race([sent.catch(() => undefined), new Promise((soon) => setTimeout(soon, 1500))]);
  }
  location.replace(way.href ?? "/");
}

document.addEventListener("click", (event) => {
  const way = event.target.closest?.("[data-leave-quickly]");
  if (way) {
    event.preventDefault();
    leave(way);
    return;
  }
  const copy = event.target.closest?.("[data-copy]");
  if (copy) {
    navigator.clipboard.writeText(copy.dataset.copy).then(() => {
      const before = copy.innerHTML;
      copy.textContent = "Copied";
      setTimeout(() => (copy.innerHTML = before), 2000);
    });
    return;
  }
  const near = event.target.closest?.("[data-near-me]");
  if (near) {
    nearMe(near);
    return;
  }
  if (event.target.closest?.("[data-print]")) window.print();
});

// Escape three times within two seconds leaves too, where a page offers to leave.
let escapes = [];
document.addEventListener("keydown", (event) => {
  const way = document.querySelector("[data-leave-quickly]");
  if (event.key !== "Escape" || !way) return;
  escapes = [...escapes.filter((at) => Date.now() - at < 2000), Date.now()];
  if (escapes.length >= 3) leave(way);
});
