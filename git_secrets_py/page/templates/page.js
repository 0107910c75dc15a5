"use strict";
// The table of secrets. Texts reach the page only as textContent, never as markup.
(() => {
  const PAGE_SIZE = 100;
  const SEVERITIES = ["high", "medium", "low"];
  const data = JSON.parse(document.getElementById("data").textContent);
  const states = new Map(data.states);
  const ranks = new Map(data.states.map(([name], rank) => [name, rank]));
  const byId = (id) => document.getElementById(id);
  const fields = ["search", "repository", "rule", "state", "severity", "age"];
  const collator = new Intl.Collator("en", { numeric: true });
  const now = Date.parse(data.generated);

  const secrets = data.secrets.map((secret) => {
    const [reason, reference] = data.shared[secret.kind];
    const locations = secret.locations.map(([path, line, commit, link, repository]) =>
      ({ path, line, commit, link, repository }));
    const first = locations[0];
    const place = (first.repository ? first.repository + ": " : "") + first.path + ":" + first.line;
    const text = [secret.id, secret.rule, secret.author, secret.subject, secret.remark,
      ...locations.map((one) => one.repository + " " + one.path + ":" + one.line + " " + one.commit)];
    return {
      ...secret, reason, reference, locations, place,
      steps: data.shared[secret.steps],
      repositories: new Set(secret.repositories),
      days: secret.since ? (now - Date.parse(secret.since)) / 86400000 : null,
      text: text.join("\n").toLowerCase(),
    };
  });

  // The most urgent ones first; a stable sort keeps the order of the report otherwise.
  secrets.sort((one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity)
    || ranks.get(one.state) - ranks.get(other.state));

  const keys = {
    severity: (one) => SEVERITIES.indexOf(one.severity),
    rule: (one) => one.rule,
    place: (one) => one.place,
    state: (one) => ranks.get(one.state),
    since: (one) => (one.since ? Date.parse(one.since) : Infinity),
    id: (one) => one.id,
  };
  let shown = secrets;
  let page = 0;
  let order = { key: null, down: false };
  let isPrinted = false;

  function element(name, content, attributes = {}) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    for (const one of Array.isArray(content) ? content : [content]) {
      if (one !== null && one !== "") made.append(one);
    }
    return made;
  }

  function linked(text, address) {
    if (!address.startsWith("https://")) return text;
    return element("a", text, { href: address, rel: "noopener noreferrer", target: "_blank" });
  }

  function fill(id, values) {
    const select = byId(id);
    for (const [value, label] of values) select.append(element("option", label, { value }));
    select.parentElement.hidden = values.length < 2;
  }

  function distinct(values) {
    return [...new Set(values)].filter(Boolean).sort(collator.compare).map((one) => [one, one]);
  }

  function accepts(filter, one) {
    const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
    const age = Number(filter.age);
    return words.every((word) => one.text.includes(word))
      && (!filter.repository || one.repositories.has(filter.repository))
      && (!filter.rule || one.rule === filter.rule)
      && (!filter.state || one.state === filter.state)
      && (!filter.severity || one.severity === filter.severity)
      && (!age || (one.days !== null && (age > 0 ? one.days <= age : one.days > -age)));
  }

  function compare(one, other) {
    const [a, b] = [keys[order.key](one), keys[order.key](other)];
    const result = typeof a === "string" ? collator.compare(a, b) : a === b ? 0 : a - b;
    return order.down ? -result : result;
  }

  function update() {
    const filter = Object.fromEntries(fields.map((id) => [id, byId(id).value]));
    shown = secrets.filter((one) => accepts(filter, one));
    if (order.key) shown.sort(compare);
    page = 0;
    for (const button of document.querySelectorAll("button[data-field]")) {
      const isChosen = filter[button.dataset.field] === button.dataset.value;
      button.setAttribute("aria-pressed", String(isChosen));
    }
    draw();
  }

  function draw() {
    const size = isPrinted ? Math.max(shown.length, 1) : PAGE_SIZE;
    const last = Math.max(Math.ceil(shown.length / size) - 1, 0);
    const part = shown.slice(page * size, (page + 1) * size);
    byId("rows").replaceChildren(...part.map(row));
    const all = secrets.length.toLocaleString("en");
    byId("status").textContent = shown.length === secrets.length
      ? `${all} ${secrets.length === 1 ? "secret" : "secrets"}`
      : `${shown.length.toLocaleString("en")} of ${all} secrets`;
    byId("pages").hidden = last === 0;
    byId("page").textContent = `Page ${page + 1} of ${last + 1}`;
    byId("previous").disabled = page === 0;
    byId("next").disabled = page === last;
    for (const heading of document.querySelectorAll("th[data-sort]")) {
      const direction = order.down ? "descending" : "ascending";
      if (heading.dataset.sort === order.key) heading.setAttribute("aria-sort", direction);
      else heading.removeAttribute("aria-sort");
    }
  }

  function row(one) {
    const opener = element("button", "", { type: "button", "aria-expanded": "false" });
    opener.setAttribute("aria-label", `Details of ${one.rule} in ${one.place}`);
    opener.className = "opener";
    const more = one.places > 1 ? element("small", ` +${(one.places - 1).toLocaleString("en")}`) : "";
    const first = one.locations[0];
    const made = element("tr", [
      element("td", opener),
      element("td", element("span", one.severity, { class: `badge severity-${one.severity}` })),
      element("td", one.rule),
      element("td", [linked(one.place, first.link), more], { class: "place" }),
      element("td", states.get(one.state), { class: "state" }),
      element("td", one.since ? date(one.since) : "", { class: "since" }),
      element("td", element("code", one.id), { class: "id" }),
    ]);
    opener.addEventListener("click", () => {
      const isOpen = opener.getAttribute("aria-expanded") === "true";
      opener.setAttribute("aria-expanded", String(!isOpen));
      if (isOpen) made.nextElementSibling.remove();
      else made.after(details(one));
    });
    return made;
  }

  const date = (time) => element("time", time.slice(0, 10), { datetime: time });

  function details(one) {
    const list = element("dl", []);
    const add = (term, content, attributes = {}) => {
      if (!content.length) return;
      list.append(element("dt", term, attributes), element("dd", content, attributes));
    };
    // For narrow pages, whose table has fewer columns.
    add("State", [states.get(one.state)], { class: "folded" });
    add("ID", [element("code", one.id)], { class: "folded" });
    const [before, secret, after] = one.excerpt;
    const why = [one.reason, one.reference.startsWith("https://") ? " " : ""];
    add("What", [...why, linked(one.reference && "Documentation", one.reference)]);
    if (one.remark) add("Note", [one.remark]);
    add("Line", [element("code", [before, element("mark", secret), after], { class: "line" })]);
    add("Where", [element("ul", [...one.locations.map(location), rest(one)])]);
    const times = [one.since && `introduced ${one.since.slice(0, 10)}`,
      one.until && `removed ${one.until.slice(0, 10)}`].filter(Boolean);
    add("When", times.length ? [times.join(", ")] : []);
    add("By", one.author ? [one.author, one.subject ? `: ${one.subject}` : ""] : []);
    add("Fix", one.steps.map(step));
    add("Allow", one.allow.map(step));
    const cell = element("td", list, { colspan: "7" });
    return element("tr", cell, { class: "details" });
  }

  function location(one) {
    const repository = one.repository ? `${one.repository}: ` : "";
    const commit = one.commit ? ` in ${one.commit}` : "";
    return element("li", linked(`${repository}${one.path}:${one.line}${commit}`, one.link));
  }

  function rest(one) {
    const number = one.places - one.locations.length;
    return number > 0 ? element("li", `and ${number.toLocaleString("en")} more`) : "";
  }

  function step([text, isCommand]) {
    if (!isCommand) return element("p", text);
    if (text.startsWith("https://")) return element("p", linked(text, text));
    const copier = element("button", "Copy", { type: "button", class: "copy" });
    copier.setAttribute("aria-label", `Copy ${text}`);
    const made = element("p", [element("code", text), copier], { class: "command" });
    copier.addEventListener("click", () => copy(made.firstChild, copier));
    return made;
  }

  async function copy(code, copier) {
    try {
      await navigator.clipboard.writeText(code.textContent);
      copier.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code);
      copier.textContent = "Selected";
    }
  }

  fill("repository", distinct(secrets.flatMap((one) => [...one.repositories])));
  fill("rule", distinct(secrets.map((one) => one.rule)));
  fill("state", data.states.filter(([name]) => secrets.some((one) => one.state === name)));
  fill("severity", SEVERITIES.filter((name) => secrets.some((one) => one.severity === name))
    .map((name) => [name, name]));
  const isUndated = secrets.every((one) => one.days === null);
  byId("age").parentElement.hidden = isUndated;
  byId("table").classList.toggle("undated", isUndated);
  byId("table").classList.toggle("one-state", byId("state").parentElement.hidden);

  for (const id of fields) byId(id).addEventListener("input", update);
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("reset", () => {
    order = { key: null, down: false };
    setTimeout(update);
  });
  for (const button of document.querySelectorAll("button[data-field]")) {
    button.addEventListener("click", () => {
      const select = byId(button.dataset.field);
      select.value = select.value === button.dataset.value ? "" : button.dataset.value;
      update();
      byId("secrets").scrollIntoView();
    });
  }
  for (const heading of document.querySelectorAll("th[data-sort]")) {
    heading.firstElementChild.addEventListener("click", () => {
      const key = heading.dataset.sort;
      order = { key, down: order.key === key && !order.down };
      update();
    });
  }
  const turn = (by) => { page += by; draw(); byId("secrets").focus(); };
  byId("previous").addEventListener("click", () => turn(-1));
  byId("next").addEventListener("click", () => turn(1));
  // On paper, all of the chosen secrets are one page of the table.
  addEventListener("beforeprint", () => { isPrinted = true; page = 0; draw(); });
  addEventListener("afterprint", () => { isPrinted = false; draw(); });
  byId("filters").hidden = byId("table").hidden = false;
  draw();
})();
