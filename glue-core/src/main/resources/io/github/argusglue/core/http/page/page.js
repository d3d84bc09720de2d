// Keeps a status page up to date, and lets people filter, sort and open the rows of the overview. What they chose is in
// the address after '#', so that it survives a reload and can be sent to somebody else:
// q=TEXT (filter), sort=COLUMN or -COLUMN, open=SOURCE (several times).
(() => {
  "use strict";
  const EVERY = 5000;
  const LONGEST_ANSWER = 10000;
  const root = document.documentElement;
  const table = document.getElementById("sources");
  const filter = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const stale = document.getElementById("stale");
  const served = new Map(); // the HTML of each live part as it came, because parts are changed here
  let order = []; // the ids of the live parts as they came, the worst source first
  let chosen = readAddress();
  let isRefreshing = false;

  function readAddress() {
    return new URLSearchParams(location.hash.slice(1));
  }

  function choose(name, values) {
    chosen.delete(name);
    values.filter(Boolean).forEach((value) => chosen.append(name, value));
    history.replaceState(null, "", String(chosen) ? `#${chosen}` : location.pathname);
    show();
  }

  const live = (page) => [...page.querySelectorAll("[data-live]")];
  const bodies = () => [...table.tBodies];

  // The selected text must not vanish while somebody copies it.
  function isSelected(part) {
    const selection = getSelection();
    return !selection.isCollapsed && selection.containsNode(part, true);
  }

  // Replacing or moving an element takes the focus from it; this returns what gives it back.
  function rememberFocus() {
    const part = document.activeElement.closest("[data-live]");
    if (!part) return () => {};
    const stops = (of) => [...of.querySelectorAll("a,button")];
    const place = stops(part).indexOf(document.activeElement);
    return () => {
      const now = document.getElementById(part.id);
      if (now && !now.contains(document.activeElement)) stops(now)[place]?.focus({ preventScroll: true });
    };
  }

  function merge(page) {
    const restoreFocus = rememberFocus();
    const parts = live(page);
    const ids = parts.map((part) => part.id); // now, because parts are moved out of the page
    for (const part of parts) {
      const html = part.outerHTML;
      const old = document.getElementById(part.id);
      if (!old) table.append(part);
      else if (served.get(part.id) !== html && !isSelected(old)) old.replaceWith(part);
      else continue;
      served.set(part.id, html);
    }
    for (const part of live(document)) {
      if (!ids.includes(part.id) && !isSelected(part)) part.remove();
    }
    order = ids;
    document.title = page.title;
    show();
    restoreFocus();
  }

  async function refresh() {
    if (document.hidden || isRefreshing) return;
    isRefreshing = true;
    try {
      const answer = await fetch(location.pathname, { cache: "no-store", signal: AbortSignal.timeout(LONGEST_ANSWER) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      // Another program answers, such as the login of a web server in front.
      if (!page.documentElement.dataset.build) throw new Error("not a page of argus-glue");
      if (page.documentElement.dataset.build !== root.dataset.build) location.reload();
      else merge(page);
      stale.hidden = true;
    } catch (failure) {
      stale.hidden = false;
    } finally {
      isRefreshing = false;
    }
  }

  function show() {
    if (!table) return;
    const terms = (chosen.get("q") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const open = new Set(chosen.getAll("open"));
    for (const body of bodies()) {
      const text = [...body.rows[0].cells].map((cell) => cell.textContent).join(" ").toLowerCase();
      const isOpen = open.has(body.dataset.source);
      body.hidden = !terms.every((term) => text.includes(term));
      body.classList.toggle("open", isOpen);
      body.rows[1].hidden = !isOpen;
      body.querySelector(".toggle").setAttribute("aria-expanded", isOpen);
    }
    sort();
    const count = bodies().filter((body) => !body.hidden).length;
    const text = terms.length === 0 ? "" : `${count} of ${bodies().length} sources shown`;
    if (shown.textContent !== text) shown.textContent = text;
  }

  function sort() {
    const wanted = chosen.get("sort") ?? "state";
    const heads = [...table.tHead.rows[0].cells];
    const column = Math.max(0, heads.findIndex((head) => head.dataset.sort === wanted.replace(/^-/, "")));
    const sign = wanted.startsWith("-") ? -1 : 1;
    heads.forEach((head, i) => {
      if (i === column) head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
    const key = (body) => body.rows[0].cells[column].dataset.key ?? body.rows[0].cells[column].textContent;
    const compare = (a, b) => a.localeCompare(b, "en", { numeric: true });
    const isNumber = heads[column].dataset.numeric !== undefined;
    const sorted = bodies().sort((a, b) =>
      sign * (isNumber ? key(a) - key(b) : compare(key(a), key(b))) || order.indexOf(a.id) - order.indexOf(b.id));
    if (sorted.some((body, i) => body !== table.tBodies[i]) && !isSelected(table)) {
      const restoreFocus = rememberFocus();
      table.append(...sorted);
      restoreFocus();
    }
  }

  function sortBy(head) {
    const { sort: name, first = "" } = head.dataset;
    const isReversed = (chosen.get("sort") ?? "state") === first + name;
    const next = isReversed ? (first ? name : `-${name}`) : first + name;
    choose("sort", [next === "state" ? "" : next]);
  }

  function toggle(source) {
    const open = new Set(chosen.getAll("open"));
    if (!open.delete(source)) open.add(source);
    choose("open", [...open]);
  }

  function makeSortable(head) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
  }

  root.classList.add("js");
  live(document).forEach((part) => served.set(part.id, part.outerHTML));
  order = [...served.keys()];
  if (table) {
    table.tHead.querySelectorAll("[data-sort]").forEach(makeSortable);
    filter.value = chosen.get("q") ?? "";
    filter.addEventListener("input", () => choose("q", [filter.value]));
    table.tHead.addEventListener("click", (event) => {
      if (event.target.closest("button")) sortBy(event.target.closest("th"));
    });
    table.addEventListener("click", (event) => {
      const row = event.target.closest("tbody tr:first-child");
      if (row && !event.target.closest("a") && getSelection().isCollapsed) toggle(row.parentElement.dataset.source);
    });
    addEventListener("hashchange", () => {
      chosen = readAddress();
      filter.value = chosen.get("q") ?? "";
      show();
    });
    show();
  }
  document.addEventListener("visibilitychange", refresh);
  setInterval(refresh, EVERY);
})();
