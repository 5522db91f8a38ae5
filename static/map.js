// The map that moves, for who wants it: the drawn map and the list beside it are whole without this file.
// Leaflet and supercluster are fetched, from our own server, when somebody presses the button and not before.

const TOO_CLOSE = 44; // pixels between two marks, so that each is a target of its own
const DEEPEST = 18;
const SHOW = "Show the map you can move";
const HIDE = "Back to the picture";

// --- Fetching what is needed, once -------------------------------------------------------------------------------------

const fetched = new Map();

function need(map, name, tag = "script") {
  const [address, integrity] = map.dataset[name].split(" ");
  if (!fetched.has(address)) {
    const element = document.createElement(tag);
    const arrived = new Promise((resolve, reject) => {
      element.addEventListener("load", resolve);
      element.addEventListener("error", () => {
        fetched.delete(address);
        element.remove();
        reject(new Error(`${name} did not arrive`));
      });
    });
    element.integrity = integrity;
    if (tag === "link") {
      element.rel = "stylesheet";
      element.href = address;
    } else {
      element.src = address;
    }
    fetched.set(address, arrived);
    document.head.append(element);
  }
  return fetched.get(address);
}

// --- What marks are called, as kit/maps_parts.py says it ----------------------------------------------------------------

function mostCommon(names) {
  const counts = new Map();
  for (const name of names) if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0] ?? "";
}

function sayNumbers(numbers) {
  const runs = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last && number === last.at(-1) + 1) last.push(number);
    else runs.push([number]);
  }
  const parts = runs.flatMap((run) => (run.length >= 3 ? [[`${run[0]} to ${run.at(-1)}`, run.length]] : run.map((one) => [String(one), 1])));
  const said = parts.slice(0, 8).map(([words]) => words);
  const left = parts.slice(8).reduce((sum, [, count]) => sum + count, 0);
  if (left) said.push(`${left} more`);
  const whole = said.length > 1 ? `${said.slice(0, -1).join(", ")} and ${said.at(-1)}` : said[0];
  return `${numbers.length === 1 ? "number" : "numbers"} ${whole}`;
}

function nameOfPin(pin) {
  return pin.number === null ? pin.label : `${pin.number}. ${pin.label}`;
}

function nameOfGroup(pins) {
  const where = mostCommon(pins.map((pin) => pin.near));
  const numbers = pins.map((pin) => pin.number).filter((number) => number !== null).sort((one, other) => one - other);
  return `${pins.length} ${where ? `near ${where}` : "close together"}${numbers.length ? `, ${sayNumbers(numbers)}` : ""}`;
}

// --- From a pin to its place in the list, and back ---------------------------------------------------------------------

function follow(href) {
  const item = href.startsWith("#") ? document.getElementById(href.slice(1)) : null;
  if (!item) {
    location.assign(href);
    return;
  }
  if (!item.matches("a[href], button, input, select, textarea, [tabindex]")) item.setAttribute("tabindex", "-1");
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "center" });
}

function light(href, on) {
  for (const mark of document.querySelectorAll("[data-map] [data-hrefs]")) {
    if (mark.dataset.hrefs.split(" ").includes(href)) mark.classList.toggle("lw-map__pin--lit", on);
  }
}

function itemAround(target) {
  for (let one = target; one instanceof Element; one = one.parentElement) if (one.id && known.has(`#${one.id}`)) return `#${one.id}`;
  return null;
}

const known = new Set();
for (const [begin, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(begin, (event) => {
    const href = itemAround(event.target);
    if (href) light(href, true);
  });
  document.addEventListener(end, (event) => {
    const href = itemAround(event.target);
    if (href && href !== itemAround(event.relatedTarget)) light(href, false);
  });
}

// Leaflet changes to feet below a mile; here every distance is in miles, as in the list.
function milesOnly() {
  const Miles = L.Control.Scale.extend({
    _updateImperial(metres) {
      const most = metres / 1609.344;
      const miles = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200].findLast((one) => one <= most) ?? 0.01;
      this._updateScale(this._iScale, `${miles} ${miles === 1 ? "mile" : "miles"}`, miles / most);
    },
  });
  return new Miles({ metric: false, position: "bottomleft", maxWidth: 140 });
}

// --- The map ------------------------------------------------------------------------------------------------------------

class MovingMap {
  constructor(place, told, says) {
    this.told = told;
    this.says = says;
    this.marks = new Map();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.leaflet = L.map(place, {
      maxZoom: DEEPEST,
      minZoom: 5,
      zoomAnimation: !calm,
      fadeAnimation: !calm,
      markerZoomAnimation: !calm,
      inertia: !calm,
      scrollWheelZoom: false, // the page scrolls on under the pointer
      zoomSnap: 0.5,
      zoomControl: false,
    });
    L.control.zoom({ position: "bottomright" }).addTo(this.leaflet); // lists of places open upwards
    this.leaflet.attributionControl.setPrefix(false);
    milesOnly().addTo(this.leaflet);
    this.index = new Supercluster({ radius: TOO_CLOSE, extent: 256, maxZoom: DEEPEST, minPoints: 2 });
    this.index.load(told.pins.map((pin) => ({ type: "Feature", properties: pin, geometry: { type: "Point", coordinates: [pin.at[1], pin.at[0]] } })));
    this.leaflet.createPane("names").style.zIndex = 450; // above the areas, below every mark
    this.leaflet.fitBounds(told.bounds, { animate: false });
    this.drawGround();
    this.leaflet.on("moveend", () => this.drawMarks());
    this.drawMarks();
  }

  drawGround() {
    const { told, leaflet } = this;
    for (const area of told.outlines) {
      L.polygon(area.rings, { interactive: false, className: told.tiles ? "lw-map__area lw-map__area--bare" : "lw-map__area" }).addTo(leaflet);
    }
    if (!told.tiles) {
      this.names = told.outlines.filter((area) => area.name && area.at).map((area) => this.nameArea(area));
    }
    if (told.here) {
      if (told.radius) L.circle(told.here.at, { radius: told.radius, interactive: false, className: "lw-map__reach" }).addTo(leaflet);
      const here = L.marker(told.here.at, { icon: L.divIcon({ className: "lw-map__here", iconSize: [24, 24] }), keyboard: false, interactive: false }).addTo(leaflet);
      here.getElement().setAttribute("role", "img");
      here.getElement().setAttribute("aria-label", told.here.label);
    }
  }

  nameArea(area) {
    const words = document.createElement("span");
    words.textContent = area.name;
    const label = L.marker(area.at, { icon: L.divIcon({ className: "lw-map__area-name", iconSize: null, html: words }), pane: "names", keyboard: false, interactive: false }).addTo(this.leaflet);
    label.getElement().setAttribute("aria-hidden", "true");
    return { at: L.latLng(area.at), words, bounds: L.latLngBounds(area.rings.flat()), width: area.name.length * 7 };
  }

  // A name is shown where its area is wide enough for it, a little higher or lower when a mark or a name is in its way.
  fitNames() {
    const pixel = (at) => this.leaflet.latLngToContainerPoint(at);
    const taken = [...this.marks.values()].map(({ marker }) => ({ at: pixel(marker.getLatLng()), across: 19, up: 19 }));
    for (const { at, words, bounds, width } of this.names ?? []) {
      const room = pixel(bounds.getNorthEast()).x - pixel(bounds.getSouthWest()).x;
      const deep = pixel(bounds.getSouthWest()).y - pixel(bounds.getNorthEast()).y;
      const middle = pixel(at);
      const free = [0, -28, 28].find((down) => {
        const box = { at: middle.add([0, down]), across: width / 2, up: 9 };
        return Math.abs(down) < deep / 2 && !taken.some((one) => Math.abs(one.at.x - box.at.x) < one.across + box.across && Math.abs(one.at.y - box.at.y) < one.up + box.up);
      });
      words.hidden = room < width || free === undefined;
      if (words.hidden) continue;
      words.style.marginTop = `${free}px`;
      taken.push({ at: middle.add([0, free]), across: width / 2, up: 9 });
    }
  }

  drawMarks() {
    const edge = this.leaflet.getBounds().pad(0.1);
    const found = this.index.getClusters([edge.getWest(), edge.getSouth(), edge.getEast(), edge.getNorth()], Math.round(this.leaflet.getZoom()));
    const here = new Map(found.map((one) => [one.properties.cluster ? `group ${one.id}` : `pin ${one.properties.number} ${one.properties.href}`, one]));
    const focused = [...this.marks.values()].find((one) => one.marker.getElement() === document.activeElement);
    for (const [key, { marker }] of this.marks) {
      if (!here.has(key)) {
        marker.remove();
        this.marks.delete(key);
      }
    }
    const ordered = [...here].sort((one, other) => this.first(one[1]) - this.first(other[1]));
    for (const [key, feature] of ordered) if (!this.marks.has(key)) this.marks.set(key, this.mark(feature));
    this.inOrder(ordered.map(([key]) => this.marks.get(key).marker.getElement()));
    this.fitNames();
    if (focused && !focused.marker.getElement()) this.focusOn(focused.pins);
  }

  // Tab goes by the list. What has the focus is not moved, for that would take it away.
  inOrder(elements) {
    const stays = elements.indexOf(document.activeElement);
    elements.forEach((element, index) => {
      if (index < stays) elements[stays].before(element);
      else if (index !== stays) element.parentElement.append(element);
    });
  }

  pinsOf(feature) {
    return feature.properties.cluster ? this.index.getLeaves(feature.id, Infinity).map((leaf) => leaf.properties) : [feature.properties];
  }

  first(feature) {
    return Math.min(...this.pinsOf(feature).map((pin) => pin.number ?? Infinity));
  }

  mark(feature) {
    const pins = this.pinsOf(feature);
    const group = pins.length > 1;
    const [longitude, latitude] = feature.geometry.coordinates;
    const words = document.createElement("span");
    words.textContent = group ? `×${pins.length}` : (pins[0].number ?? "");
    const kinds = ["lw-map__mark", group && "lw-map__mark--group", pins.some((pin) => pin.kind === "urgent") && "lw-map__mark--urgent"];
    const marker = L.marker([latitude, longitude], {
      icon: L.divIcon({ className: kinds.filter(Boolean).join(" "), iconSize: [34, 34], html: words }),
      riseOnHover: true,
    });
    marker.on("click", () => (group ? this.open(feature, pins, marker) : follow(pins[0].href)));
    marker.addTo(this.leaflet);
    const element = marker.getElement();
    const name = group ? nameOfGroup(pins) : nameOfPin(pins[0]);
    element.setAttribute("aria-label", group ? `${name}. Look closer` : `${name}. Go to it in the list`);
    element.title = name;
    element.dataset.hrefs = pins.map((pin) => pin.href).join(" ");
    element.addEventListener("keydown", (event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      marker.fire("click");
    });
    return { marker, pins };
  }

  // Look closer; places at one address never come apart, so those are listed.
  open(feature, pins, marker) {
    const closer = this.index.getClusterExpansionZoom(feature.id);
    if (closer > DEEPEST || closer <= Math.round(this.leaflet.getZoom())) {
      this.list(pins, marker);
      return;
    }
    marker.getElement().focus();
    this.leaflet.once("moveend", () => {
      this.focusOn(pins);
      this.says.textContent = `Closer: ${this.marks.size} ${this.marks.size === 1 ? "mark" : "marks"} on the map.`;
    });
    this.leaflet.setView(marker.getLatLng(), closer);
  }

  list(pins, marker) {
    const box = document.createElement("div");
    const title = document.createElement("p");
    title.className = "lw-map__popup-title";
    title.tabIndex = -1;
    title.textContent = nameOfGroup(pins);
    const list = document.createElement("ul");
    for (const pin of pins) {
      const link = document.createElement("a");
      link.href = pin.href;
      link.textContent = nameOfPin(pin);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.leaflet.closePopup();
        follow(pin.href);
      });
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
    box.append(title, list);
    const popup = L.popup({ maxHeight: 300, maxWidth: 240, closeOnEscapeKey: false }).setLatLng(marker.getLatLng()).setContent(box);
    popup.once("remove", () => marker.getElement()?.focus());
    popup.openOn(this.leaflet);
    title.focus();
  }

  focusOn(pins) {
    const wanted = new Set(pins.map((pin) => pin.href));
    const found = [...this.marks.values()].find((one) => one.pins.some((pin) => wanted.has(pin.href)));
    (found?.marker.getElement() ?? this.leaflet.getContainer()).focus({ preventScroll: true });
  }

  leave() {
    this.leaflet.remove();
  }
}

// --- What lies below: tiles when there are any --------------------------------------------------------------------------

function attribution(words) {
  const text = document.createElement("span");
  text.textContent = words;
  return text.innerHTML.replace("OpenStreetMap", '<a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>');
}

async function layTiles(holder, leaflet, tiles) {
  const about = { attribution: attribution(tiles.attribution), maxZoom: DEEPEST, maxNativeZoom: tiles.zoom };
  if (tiles.kind === "server") {
    L.tileLayer(tiles.url, about).addTo(leaflet);
  } else if (tiles.kind === "vector") {
    await need(holder, "protomaps");
    protomapsL.leafletLayer({ url: tiles.url, flavor: "light", lang: "en", maxDataZoom: tiles.zoom, attribution: about.attribution }).addTo(leaflet);
  } else {
    await need(holder, "pmtiles");
    pictureLayer(new pmtiles.PMTiles(tiles.url), about).addTo(leaflet);
  }
}

// Pictures out of the archive are painted on a canvas: an <img> would need blob: addresses, which the policy refuses.
function pictureLayer(archive, about) {
  const Pictures = L.GridLayer.extend({
    createTile(at, done) {
      const tile = L.DomUtil.create("canvas", "leaflet-tile");
      tile.width = tile.height = this.getTileSize().x;
      archive
        .getZxy(at.z, at.x, at.y)
        .then(async (found) => {
          if (found) {
            const picture = await createImageBitmap(new Blob([found.data]));
            tile.getContext("2d").drawImage(picture, 0, 0, tile.width, tile.height);
          }
          done(null, tile);
        })
        .catch((error) => done(error, tile));
      return tile;
    },
  });
  return new Pictures(about);
}

// Leaflet hears keys only while the map itself has the focus; here they work from its marks, too, and Escape leads out.
function leadOut(place, leaflet, button) {
  place.addEventListener("focusin", () => leaflet.fire("focus"));
  place.addEventListener("focusout", () => leaflet.fire("blur"));
  let open = null;
  leaflet.on("popupopen", ({ popup }) => (open = popup));
  leaflet.on("popupclose", () => (open = null));
  place.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      if (open) leaflet.closePopup(open);
      else button.focus();
    } else if (event.target.closest(".leaflet-popup")) {
      event.stopPropagation();
    }
  });
}

// --- One map of the page --------------------------------------------------------------------------------------------------

function wake(holder) {
  if (holder.dataset.awake) return;
  holder.dataset.awake = "yes";
  const told = JSON.parse(holder.querySelector("[data-map-data]").textContent);
  const hrefOf = new Map(told.pins.map((pin) => [String(pin.number), pin.href]));
  for (const pin of told.pins) known.add(pin.href);
  for (const link of holder.querySelectorAll(".lw-map__picture [data-pins]")) {
    const numbers = link.dataset.pins.split(" ").filter(Boolean);
    link.dataset.hrefs = numbers.length ? numbers.map((number) => hrefOf.get(number)).join(" ") : link.getAttribute("href");
  }
  const button = holder.querySelector("[data-map-switch]");
  const picture = holder.querySelector(".lw-map__picture");
  const says = holder.querySelector("[data-map-says]");
  let moving = null;
  let place = null;

  function toPicture() {
    moving?.leave();
    moving = null;
    place?.remove();
    picture.hidden = false;
    button.textContent = SHOW;
    button.setAttribute("aria-expanded", "false");
  }

  async function toMap() {
    button.disabled = true;
    says.textContent = "The map is coming.";
    try {
      await Promise.all([need(holder, "leafletCss", "link"), need(holder, "leaflet"), need(holder, "supercluster")]);
      place = document.createElement("div");
      place.className = "lw-map__moving";
      place.dir = "ltr";
      place.setAttribute("role", "region");
      place.setAttribute("aria-label", `${told.title}. Arrow keys move the map, plus and minus look closer and farther, Tab goes from place to place, Escape leaves the map.`);
      picture.hidden = true;
      picture.after(place);
      moving = new MovingMap(place, told, says);
      leadOut(place, moving.leaflet, button);
      if (told.tiles) await layTiles(holder, moving.leaflet, told.tiles);
      button.textContent = HIDE;
      button.setAttribute("aria-expanded", "true");
      says.textContent = `The map can be moved now. ${told.pins.length} ${told.pins.length === 1 ? "place" : "places"}.`;
    } catch {
      toPicture();
      says.textContent = "The map could not be fetched. The picture and the list show the same places.";
    }
    button.disabled = false;
    button.focus();
    place.scrollIntoView({ block: "nearest" });
  }

  button.addEventListener("click", () => {
    if (moving) {
      toPicture();
      says.textContent = "The picture is back.";
    } else {
      toMap();
    }
  });
  holder.querySelector(".lw-map__do").hidden = false;
}

function wakeAll() {
  for (const holder of document.querySelectorAll("[data-map]")) wake(holder);
}

wakeAll();
document.addEventListener("htmx:after:swap", wakeAll);
