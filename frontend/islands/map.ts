// <hw-map>: the map can be moved, zoomed, searched and walked by keys. The server has drawn it; the island only moves it, and of a large one it shows
// the nodes in sight, whose markup stands in the noscript. Folding and the day are links and forms, which it follows in place.
import { refresh } from "./swap";

type Place = [x: number, y: number, w: number, h: number, parent: number, title: string, key: string, flow: string];
type View = { x: number; y: number; k: number; focus: string };

const far = 0.42; // under this scale a title cannot be read: only shapes are drawn
const overviewKey = "headwater-overview"; // "shown" or "folded", as last chosen in this browser
const margin = 300; // how far beyond the sight nodes are drawn, so that a pan shows them at once

class MapIsland extends HTMLElement {
  #places: Place[] = [];
  #markup: string[] = []; // of a large map, by node
  #flows = ""; // all lines of a large map, for when it is seen from far
  #drawn = new Map<number, SVGGElement>();
  #seen = [NaN, NaN, NaN, NaN]; // the sight that is drawn
  #view: View = { x: 0, y: 0, k: 1, focus: "" };
  #size = { w: 0, h: 0 };
  #frame = 0;
  #at = 0;
  #hits: number[] = [];
  #labels = 124;
  #folded = false; // the overview
  #cleanup = new AbortController();

  connectedCallback() {
    this.#start();
    this.addEventListener("fresh", (e) => { // a newer map was fetched
      this.#cleanup.abort();
      const next = (e as CustomEvent<HTMLElement>).detail;
      this.replaceChildren(...next.childNodes);
      this.#start(true);
    });
  }
  disconnectedCallback() {
    this.#cleanup.abort();
  }

  get #svg() { return this.querySelector<SVGSVGElement>(".map-svg")!; }
  get #scroll() { return this.querySelector<HTMLElement>(".map-scroll")!; }
  get #flow() { return this.#svg.querySelector<SVGPathElement>(".map-flow")!; }
  get #light() { return this.#markup.length > 0; }

  #start(again = false) {
    const data = this.querySelector("script[type='application/json']")?.textContent;
    if (!data || !this.#svg) return;
    this.#cleanup = new AbortController();
    const on = { signal: this.#cleanup.signal };
    const { nodes, labels, focus } = JSON.parse(data) as { nodes: Place[]; labels: number; focus: string };
    this.#places = nodes;
    this.#labels = labels;
    this.#drawn.clear();
    this.#seen = [NaN, NaN, NaN, NaN];
    this.#markup = [];
    const plain = this.querySelector("noscript")?.textContent;
    if (plain && this.#svg.classList.contains("is-light")) {
      const inside = plain.slice(plain.indexOf('<g class="map-nodes">') + 21, plain.lastIndexOf('<g class="map-labels"'));
      this.#markup = inside.split(/(?=<g class="map-node )/).map((s, i, all) => (i === all.length - 1 ? s.replace(/<\/g>\s*<\/g>\s*$/, "") : s));
    }
    this.#flows = this.#flow.getAttribute("d") ?? "";
    if (this.#light) this.#svg.querySelector(".map-flow.is-open")!.setAttribute("d", ""); // dashes over such distances are slow to draw; #lines has them
    const [, , w, h] = this.#svg.getAttribute("viewBox")!.split(" ").map(Number);
    this.#size = { w: w!, h: h! };
    this.setAttribute("ready", "");
    const tools = this.querySelector<HTMLElement>(".map-tools");
    if (tools) tools.hidden = false;
    this.#svg.removeAttribute("viewBox");
    this.#svg.removeAttribute("width");
    this.#svg.removeAttribute("height");
    this.#scroll.removeAttribute("tabindex");
    this.#height();
    this.#mini();
    if (!again) this.#fit(focus);
    else if (this.#view.focus) this.#at = Math.max(0, nodes.findIndex((n) => n[6] === this.#view.focus));
    this.#listen(on);
    this.#time(on);
    this.#show();
    this.#tabs();
    if (again && this.#view.focus && document.activeElement === document.body) this.#focus(this.#at);
  }

  #height() {
    const top = this.#scroll.getBoundingClientRect().top + scrollY;
    const room = Math.max(360, innerHeight - Math.min(top, 300) - 120);
    this.style.setProperty("--map-height", `${Math.ceil(Math.min(this.#size.h * Math.min(1, this.#view.k), room))}px`);
  }

  #listen(on: AddEventListenerOptions) {
    const scroll = this.#scroll;
    const held = new Map<number, PointerEvent>();
    let moved = 0;
    scroll.addEventListener("pointerdown", (e) => {
      if (e.button !== 0 || (e.target as Element).closest(".map-mini")) return;
      held.set(e.pointerId, e);
      moved = 0;
    }, on);
    addEventListener("pointermove", (e) => {
      const was = held.get(e.pointerId);
      if (!was) return;
      if (held.size === 2) {
        const other = [...held.values()].find((p) => p.pointerId !== e.pointerId)!;
        const apart = (p: PointerEvent) => Math.hypot(p.clientX - other.clientX, p.clientY - other.clientY);
        this.#zoom(apart(e) / Math.max(1, apart(was)), (e.clientX + other.clientX) / 2, (e.clientY + other.clientY) / 2);
      } else {
        moved += Math.abs(e.clientX - was.clientX) + Math.abs(e.clientY - was.clientY);
        if (moved < 4) return;
        scroll.classList.add("is-dragged");
        this.#move(e.clientX - was.clientX, e.clientY - was.clientY);
      }
      held.set(e.pointerId, e);
    }, on);
    const release = (e: PointerEvent) => { held.delete(e.pointerId); scroll.classList.remove("is-dragged"); };
    addEventListener("pointerup", release, on);
    addEventListener("pointercancel", release, on);
    this.addEventListener("dragstart", (e) => e.preventDefault(), on);
    scroll.addEventListener("click", (e) => { // the end of a pan is no click
      if (moved >= 4) { e.preventDefault(); e.stopPropagation(); moved = 0; }
    }, { ...on, capture: true });
    scroll.addEventListener("wheel", (e) => {
      if (e.ctrlKey || e.metaKey) {
        e.preventDefault();
        return this.#zoom(Math.exp(-e.deltaY / 300), e.clientX, e.clientY);
      }
      const before = { ...this.#view };
      this.#move(-e.deltaX - (e.shiftKey ? e.deltaY : 0), e.shiftKey ? 0 : -e.deltaY);
      if (before.x !== this.#view.x || before.y !== this.#view.y) e.preventDefault(); // at its edge, the page scrolls on
    }, { ...on, passive: false });
    scroll.addEventListener("scroll", () => { // the browser has brought a focused node into sight by itself
      if (!scroll.scrollLeft && !scroll.scrollTop) return;
      this.#move(-scroll.scrollLeft, -scroll.scrollTop);
      scroll.scrollTo(0, 0);
    }, on);
    this.addEventListener("focusin", (e) => {
      const i = this.#index(e.target as Element);
      if (i >= 0) { this.#at = i; this.#view.focus = this.#places[i]![6]; this.#tabs(); this.#into(i); }
    }, on);
    this.addEventListener("keydown", (e) => this.#key(e), on);
    document.addEventListener("keydown", (e) => {
      if (e.key !== "/" || (e.target as Element).closest("input, textarea, select, dialog[open]") || document.querySelector("hw-keys")?.getAttribute("keys") === "off") return;
      e.preventDefault();
      e.stopPropagation();
      this.querySelector<HTMLInputElement>(".map-tools input")?.focus();
    }, { ...on, capture: true });
    const overview = this.querySelector<HTMLElement>("[data-overview]");
    overview?.addEventListener("click", () => {
      const state = overview.getAttribute("aria-pressed") === "true" ? "folded" : "shown";
      localStorage.setItem(overviewKey, state);
      this.#overview(state);
    }, on);
    for (const b of this.querySelectorAll<HTMLElement>("[data-zoom]")) {
      b.addEventListener("click", () => this.#command(b.dataset.zoom!), on);
    }
    const find = this.querySelector<HTMLFormElement>(".map-tools form");
    const words = find?.querySelector("input");
    words?.addEventListener("input", () => this.#find(words.value), on);
    find?.addEventListener("submit", (e) => { e.preventDefault(); this.#next(); }, on);
    this.addEventListener("click", (e) => { // folding stays on the page
      const a = (e.target as Element).closest<SVGAElement>(".map-fold, .is-loose > a");
      if (!a || e.ctrlKey || e.metaKey || e.shiftKey) return;
      e.preventDefault();
      const i = this.#index(a);
      if (i >= 0) this.#view.focus = this.#places[i]![6];
      void this.#go(a.getAttribute("href")!);
    }, on);
    document.addEventListener("click", (e) => {
      const a = (e.target as Element).closest<HTMLElement>("[data-find]");
      const i = a ? this.#places.findIndex((p) => p[6] === a.dataset.find) : -1;
      if (i < 0) return;
      e.preventDefault();
      this.scrollIntoView({ block: "start" });
      this.#near(i);
    }, on);
    new ResizeObserver(() => { this.#height(); this.#show(); }).observe(this);
    addEventListener("beforeprint", () => this.#print(), on);
    addEventListener("afterprint", () => { this.#svg.removeAttribute("viewBox"); this.#seen = [NaN, NaN, NaN, NaN]; this.#clear(); this.#show(); }, on);
    const png = this.querySelector<HTMLButtonElement>("[data-png]");
    if (png) {
      png.hidden = false;
      png.addEventListener("click", () => void this.#png(), on);
    }
  }

  // What is in sight.

  #move(dx: number, dy: number) {
    this.#view.x += dx;
    this.#view.y += dy;
    this.#keep();
    this.#later();
  }

  /** Keeps some of the map in sight. */
  #keep() {
    const { clientWidth: w, clientHeight: h } = this.#scroll, v = this.#view;
    const clamp = (at: number, size: number, room: number) => (size <= room ? Math.min(Math.max(at, 0), room - size) : Math.min(Math.max(at, room - size), 0));
    v.x = clamp(v.x, this.#size.w * v.k, w);
    v.y = clamp(v.y, this.#size.h * v.k, h);
  }

  #zoom(by: number, x?: number, y?: number) {
    const box = this.#scroll.getBoundingClientRect(), v = this.#view;
    const least = Math.min(1, box.width / this.#size.w, box.height / this.#size.h);
    const k = Math.min(2.5, Math.max(least, v.k * by));
    const px = (x ?? box.left + box.width / 2) - box.left, py = (y ?? box.top + box.height / 2) - box.top;
    v.x = px - ((px - v.x) * k) / v.k;
    v.y = py - ((py - v.y) * k) / v.k;
    v.k = k;
    this.#keep();
    this.#later();
  }

  #fit(focus: string) {
    const i = focus ? this.#places.findIndex((p) => p[6] === focus) : -1;
    this.#at = Math.max(0, i);
    const first = this.#places[this.#at];
    this.#view = { x: 0, y: 0, k: 1, focus: "" };
    const { clientWidth: w } = this.#scroll;
    if (this.#size.w > w && this.#size.w * 0.72 <= w) this.#view.k = w / this.#size.w; // a little smaller, all of it is in sight
    else if (i >= 0 && first) this.#view.x = w / 2 - (first[0] + first[2] / 2);
    this.#keep();
    this.#height();
  }

  #command(what: string) {
    if (what === "in") return this.#zoom(1.25);
    if (what === "out") return this.#zoom(0.8);
    const { clientWidth: w, clientHeight: h } = this.#scroll;
    this.#view.k = Math.min(1, w / this.#size.w, h / this.#size.h);
    this.#view.x = (w - this.#size.w * this.#view.k) / 2;
    this.#view.y = 0;
    this.#keep();
    this.#later();
  }

  #later() {
    if (!this.#frame) this.#frame = requestAnimationFrame(() => { this.#frame = 0; this.#show(); });
  }

  /** Draws the view: one transform, the levels' names at the left edge, and of a large map the nodes that came into sight. */
  #show() {
    const { x, y, k } = this.#view, svg = this.#svg, { clientWidth: w, clientHeight: h } = this.#scroll;
    svg.querySelector(".map-view")!.setAttribute("transform", `translate(${x} ${y}) scale(${k})`);
    const labels = svg.querySelector<SVGGElement>(".map-labels")!;
    labels.setAttribute("transform", `translate(${Math.max(0, x)} ${y}) scale(${k})`);
    svg.classList.toggle("is-far", k < far);
    if (this.#light) {
      svg.classList.toggle("is-near", k >= far);
      if (k >= far) this.#cull(-x / k, -y / k, (w - x) / k, (h - y) / k);
      else this.#all();
    }
    const mini = this.querySelector(".map-window");
    if (mini) {
      const whole = this.#size.w * k <= w + 1 && this.#size.h * k <= h + 1;
      mini.parentElement!.toggleAttribute("hidden", whole || this.#folded);
      for (const [name, value] of [["x", -x / k], ["y", -y / k], ["width", w / k], ["height", h / k]] as const) mini.setAttribute(name, String(value));
    }
  }

  #cull(left: number, top: number, right: number, bottom: number) {
    const [l, t, r, b] = this.#seen as [number, number, number, number];
    if (left >= l && top >= t && right <= r && bottom <= b) return; // still within what was drawn
    this.#seen = [left - margin, top - margin, right + margin, bottom + margin];
    const [x1, y1, x2, y2] = this.#seen as [number, number, number, number];
    const wanted = new Set<number>();
    for (let i = 0; i < this.#places.length; i++) {
      const p = this.#places[i]!;
      if (p[0] + p[2] > x1 && p[0] < x2 && p[1] + p[3] > y1 && p[1] < y2) wanted.add(i);
    }
    this.#flow.setAttribute("d", this.#lines(x1, y1, x2, y2));
    const keep = this.#index(document.activeElement);
    for (const [i, g] of this.#drawn) {
      if (!wanted.has(i) && i !== keep) { g.remove(); this.#drawn.delete(i); }
    }
    const fresh = [...wanted].filter((i) => !this.#drawn.has(i));
    this.#draw(fresh);
  }

  /** The lines that cross a part of the map. */
  #lines(x1: number, y1: number, x2: number, y2: number): string {
    let d = "";
    for (const p of this.#places) {
      const up = this.#places[p[4]];
      if (!up || p[1] + p[3] < y1 || up[1] > y2) continue;
      const middle = up[0] + up[2] / 2;
      if (Math.min(p[0] - 20, middle) < x2 && Math.max(p[0] + p[2], middle) > x1) d += p[7];
    }
    return d;
  }

  /** All lines, for far and for paper. */
  #all() {
    if (this.#flow.getAttribute("d") !== this.#flows) this.#flow.setAttribute("d", this.#flows);
    this.#seen = [NaN, NaN, NaN, NaN];
  }

  #draw(list: number[]) {
    if (list.length === 0) return;
    const nodes = this.#svg.querySelector(".map-nodes")!;
    const before = nodes.lastElementChild;
    nodes.insertAdjacentHTML("beforeend", list.map((i) => this.#markup[i]).join(""));
    for (let g = before ? before.nextElementSibling : nodes.firstElementChild; g; g = g.nextElementSibling) {
      const i = Number(g.getAttribute("data-i"));
      this.#drawn.set(i, g as SVGGElement);
      this.#tab(g, i === this.#at);
      if (this.#hits.includes(i)) g.classList.add("is-found");
    }
  }

  #clear() {
    if (!this.#light) return;
    for (const g of this.#drawn.values()) g.remove();
    this.#drawn.clear();
  }

  // Nodes.

  #index(el: Element | null): number {
    const g = el?.closest?.(".map-node");
    return g && this.contains(g) ? Number(g.getAttribute("data-i")) : -1;
  }

  #group(i: number): SVGGElement | null {
    if (!this.#light) return this.#svg.querySelector(`.map-node[data-i="${i}"]`);
    if (!this.#drawn.has(i)) this.#draw([i]);
    return this.#drawn.get(i) ?? null;
  }

  /** One stop for the tab key: the arrows walk on from there. */
  #tabs() {
    for (const g of this.#svg.querySelectorAll(".map-node")) this.#tab(g, Number(g.getAttribute("data-i")) === this.#at);
  }
  #tab(g: Element, on: boolean) {
    for (const a of g.querySelectorAll("a")) a.setAttribute("tabindex", on ? "0" : "-1");
  }

  #focus(i: number) {
    if (!this.#places[i]) return;
    if (this.#view.k < far) { this.#view.k = 1; this.#keep(); }
    this.#into(i);
    this.#show();
    this.#group(i)?.querySelector<SVGAElement>("a")?.focus({ preventScroll: true });
  }

  /** Moves the map so far that a node is in sight. */
  #into(i: number) {
    const [x, y, w, h] = this.#places[i]!, v = this.#view, { clientWidth: cw, clientHeight: ch } = this.#scroll;
    const pad = 24, left = this.#labels * Math.min(1, v.k);
    const shift = (at: number, size: number, from: number, to: number) => (at < from ? from - at : at + size > to ? to - at - size : 0);
    const dx = shift(v.x + x * v.k, w * v.k, left, cw - pad), dy = shift(v.y + y * v.k, h * v.k, pad / 2, ch - pad);
    if (dx || dy) this.#move(dx, dy);
  }

  #near(i: number) {
    const [x, y, w, h] = this.#places[i]!, { clientWidth: cw, clientHeight: ch } = this.#scroll;
    this.#view.k = Math.max(this.#view.k, 1);
    this.#view.x = cw / 2 - (x + w / 2) * this.#view.k;
    this.#view.y = ch / 2 - (y + h / 2) * this.#view.k;
    this.#keep();
    this.#focus(i);
  }

  #key(e: KeyboardEvent) {
    if (e.ctrlKey || e.metaKey || e.altKey || (e.target as Element).closest("input, select, textarea, dialog")) return;
    const zoom = ({ "+": "in", "=": "in", "-": "out", "0": "fit" } as Record<string, string>)[e.key];
    if (zoom) { e.preventDefault(); return this.#command(zoom); }
    const i = this.#index(e.target as Element);
    if (i < 0) return;
    const p = this.#places;
    let to = -1;
    switch (e.key) {
      case "ArrowUp": to = p[i]![4]; break;
      case "ArrowDown":
        to = p.findIndex((n) => n[4] === i);
        if (to < 0) return this.#fold(e, i, true);
        break;
      case "ArrowLeft": case "ArrowRight": to = this.#beside(i, e.key === "ArrowRight" ? 1 : -1); break;
      case "Home": to = 0; break;
      case "End": to = p.length - 1; break;
      case " ": return this.#fold(e, i, false);
      default: return;
    }
    e.preventDefault();
    if (to >= 0) this.#focus(to);
  }

  /** The neighbour in the same row, else in the next row of a block, by where they stand. */
  #beside(i: number, step: number): number {
    const [x, y] = this.#places[i]!;
    let best = -1;
    this.#places.forEach((p, n) => {
      if (p[1] !== y || n === i || (p[0] - x) * step <= 0) return;
      if (best < 0 || (p[0] - this.#places[best]![0]) * step < 0) best = n;
    });
    return best >= 0 ? best : this.#places.findIndex((p, n) => n === i + step && p[4] === this.#places[i]![4]);
  }

  #fold(e: Event, i: number, onlyOpen: boolean) {
    const a = this.#group(i)?.querySelector<SVGAElement>(".map-fold");
    if (!a || (onlyOpen && !a.classList.contains("is-folded"))) return;
    e.preventDefault();
    this.#view.focus = this.#places[i]![6];
    void this.#go(a.getAttribute("href")!);
  }

  // Finding.

  #find(words: string) {
    for (const g of this.#svg.querySelectorAll(".is-found")) g.classList.remove("is-found");
    const w = words.trim().toLowerCase();
    this.#hits = w ? this.#places.flatMap((p, i) => (p[5].toLowerCase().includes(w) ? [i] : [])) : [];
    for (const i of this.#hits) if (!this.#light || this.#drawn.has(i)) this.#group(i)?.classList.add("is-found");
    this.#say(w ? (this.#hits.length ? `${this.#hits.length} found; Enter goes there` : "Not on the map as it is folded") : "");
  }

  #next() {
    if (this.#hits.length === 0) return;
    const next = this.#hits.find((i) => i > this.#at) ?? this.#hits[0]!;
    this.#say(`${this.#hits.indexOf(next) + 1} of ${this.#hits.length}`);
    this.#near(next);
  }

  #say(text: string) {
    const at = this.querySelector("[data-found]");
    if (at) at.textContent = text;
  }

  // The small map.

  #mini() {
    this.querySelector(".map-mini")?.remove();
    const ns = "http://www.w3.org/2000/svg", { w, h } = this.#size;
    const k = Math.min(200 / w, 120 / h);
    const svg = document.createElementNS(ns, "svg");
    svg.setAttribute("class", "map-mini no-print");
    svg.setAttribute("width", String(Math.max(40, w * k)));
    svg.setAttribute("height", String(Math.max(24, h * k)));
    svg.setAttribute("viewBox", `0 0 ${w} ${h}`);
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    for (const p of this.#svg.querySelectorAll(".map-far path")) svg.append(p.cloneNode());
    const sight = document.createElementNS(ns, "rect");
    sight.setAttribute("class", "map-window");
    svg.append(sight);
    const go = (e: PointerEvent) => {
      const box = svg.getBoundingClientRect(), v = this.#view, { clientWidth: cw, clientHeight: ch } = this.#scroll;
      v.x = cw / 2 - ((e.clientX - box.left) / box.width) * w * v.k;
      v.y = ch / 2 - ((e.clientY - box.top) / box.height) * h * v.k;
      this.#keep();
      this.#later();
    };
    svg.addEventListener("pointerdown", (e) => { svg.setPointerCapture(e.pointerId); go(e); });
    svg.addEventListener("pointermove", (e) => { if (e.buttons) go(e); });
    this.#scroll.append(svg);
    this.#overview(localStorage.getItem(overviewKey) ?? (this.#light ? "shown" : "folded"));
  }

  // The overview lies over a corner of the map, so that it can be folded away. Only of a large map it is there unasked.
  #overview(state: string) {
    const shown = state === "shown";
    this.#folded = !shown;
    this.#later();
    this.querySelector("[data-overview]")?.setAttribute("aria-pressed", String(shown));
  }

  // Other maps.

  async #go(url: string) {
    history.replaceState(null, "", url);
    await refresh();
  }

  #time(on: AddEventListenerOptions) {
    const form = this.querySelector<HTMLFormElement>(".map-time");
    const range = form?.querySelector<HTMLInputElement>("[type=range]"), date = form?.querySelector<HTMLInputElement>("[type=date]");
    if (!form || !range || !date) return;
    range.hidden = false;
    const show = () => {
      const q = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
      if (date.value === date.max || !date.value) q.delete("date");
      void this.#go(form.getAttribute("action") + (q.size ? "?" + q : ""));
    };
    range.addEventListener("input", () => {
      const day = new Date(range.dataset.from + "T00:00:00Z");
      day.setUTCDate(day.getUTCDate() + Number(range.value));
      date.value = day.toISOString().slice(0, 10);
    }, on);
    range.addEventListener("change", show, on);
    form.addEventListener("submit", (e) => { e.preventDefault(); show(); }, on);
  }

  // On paper and as a picture.

  #print() {
    this.#svg.setAttribute("viewBox", `0 0 ${this.#size.w} ${this.#size.h}`);
    this.#svg.classList.remove("is-far");
    if (this.#light) {
      this.#svg.classList.add("is-near");
      this.#all();
      this.#draw(this.#places.map((_, i) => i).filter((i) => !this.#drawn.has(i)));
    }
    this.#svg.querySelector(".map-view")!.removeAttribute("transform");
    this.#svg.querySelector(".map-labels")!.removeAttribute("transform");
  }

  async #png() {
    const url = this.querySelector<HTMLAnchorElement>("[data-svg]")!.href;
    const text = await (await fetch(url)).text();
    const picture = new Image();
    picture.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
    await picture.decode();
    const k = Math.min(2, 16000 / picture.naturalWidth, 16000 / picture.naturalHeight, Math.sqrt(1e8 / (picture.naturalWidth * picture.naturalHeight)));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.naturalWidth * k);
    canvas.height = Math.round(picture.naturalHeight * k);
    canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
    if (!blob) return this.#say("The picture is too large. Fold some of it, or take the SVG.");
    const a = document.createElement("a");
    a.href = URL.createObjectURL(blob);
    a.download = `${this.dataset.name}.png`;
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 10_000);
  }
}
customElements.define("hw-map", MapIsland);
