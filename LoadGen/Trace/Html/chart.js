"use strict";
(() => {
  const data = JSON.parse(document.getElementById("trace").textContent);
  const steps = data.steps.map(s => ({ index: s[0], start: s[1], length: s[2], end: s[1] + s[2], decodes: s[3], prefill: s[4], chunks: s[5], running: s[6], waiting: s[7], kv: s[8], cost: s.slice(9) }));
  const terms = ["gemm", "attention", "elementwise", "allreduce", "head", "overhead"];
  const termColours = ["--c0", "--c5", "--c2", "--c1", "--c3", "--c4"];
  const requests = data.requests;
  const box = document.querySelector(".lanes"), lanes = document.getElementById("lanes"), strips = document.getElementById("strips"), told = document.getElementById("told");
  const first = steps.length ? steps[0].start : 0, last = steps.length ? steps[steps.length - 1].end : 1;
  const hint = told.textContent, stripHeight = 62, stripGap = 20, axisHeight = 26;
  let shown = requests, byTime = true, from = 0, to = 1, width = 0, left = 0, rowHeight = 0, colours = {}, pointer = null, drag = null, due = false;

  // Both scales: a step's place is its number, a moment's place is where in its step it falls; what is between steps belongs to the next one.
  function stepAt(time) {
    let low = 0, high = steps.length;
    while (low < high) { const mid = (low + high) >> 1; if (steps[mid].end <= time) low = mid + 1; else high = mid; }
    return low;
  }
  const span = () => byTime ? [first, Math.max(last, first + 1)] : [0, Math.max(steps.length, 1)];
  function placeOf(time) {
    if (byTime) return time;
    const i = stepAt(time);
    return i >= steps.length ? steps.length : i + Math.max(0, (time - steps[i].start) / Math.max(steps[i].length, 1));
  }
  const timeOf = place => steps.length === 0 ? 0 : place >= steps.length ? last : steps[Math.floor(place)].start + (place % 1) * steps[Math.floor(place)].length;
  const startOf = i => byTime ? steps[i].start : i;
  const endOf = i => byTime ? steps[i].end : i + 1;
  const x = place => left + (place - from) / (to - from) * (width - left - 10);
  const placeAt = px => from + (px - left) / (width - left - 10) * (to - from);
  const seconds = us => us >= 1e6 ? (us / 1e6).toFixed(3) + " s" : us >= 1e3 ? (us / 1e3).toFixed(2) + " ms" : us + " \u00b5s";
  const short = us => us >= 1e6 ? (us / 1e6).toPrecision(3) + " s" : us >= 1e3 ? Number((us / 1e3).toPrecision(3)) + " ms" : us + " \u00b5s";
  const count = n => n.toLocaleString("en");

  function readColours() {
    const style = getComputedStyle(document.documentElement);
    for (const name of ["--card", "--ink", "--soft", "--rule", "--c0", "--c1", "--c2", "--c3", "--c4", "--c5", "--c6"]) colours[name] = style.getPropertyValue(name).trim();
  }

  function fit(canvas, height) {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = width + "px";
    canvas.style.height = height + "px";
    const ctx = canvas.getContext("2d");
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.font = "12px system-ui, sans-serif";
    return ctx;
  }

  function layout() {
    readColours();
    width = box.clientWidth;
    const most = Math.round(window.innerHeight * 0.68);
    box.style.height = Math.min(most, Math.max(requests.length, 3) * 20 + 4) + "px";
    if (!document.getElementById("filler")) { const filler = document.createElement("div"); filler.id = "filler"; box.append(filler); }
    draw();
  }

  // Rows are those who are there in the part that is in view: the closer one looks, the fewer they are and the taller.
  function rows() {
    const low = byTime ? from : timeOf(from), high = byTime ? to : timeOf(to), height = box.clientHeight, narrow = width < 520;
    shown = requests.filter(r => r.received < high && (r.ended === undefined || r.ended >= low));
    rowHeight = Math.max(narrow ? 5 : 4, Math.min(20, Math.floor((height - 4) / Math.max(shown.length, 1))));
    const longest = shown.reduce((n, r) => Math.max(n, r.id.length), 0);
    left = Math.max(62, rowHeight >= 12 ? Math.min(narrow ? 90 : 150, 12 + longest * 7) : 0);
    document.getElementById("filler").style.height = Math.max(0, shown.length * rowHeight + 4 - height) + "px";
  }

  function draw() {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; rows(); drawLanes(); drawStrips(); });
  }

  function bar(ctx, a, b, y, h, colour, alpha) {
    // Whole pixels: neighbours meet without a seam.
    const x0 = Math.round(Math.max(left, x(a))), x1 = Math.round(Math.min(width - 10, x(b)));
    if (x1 < left || x0 > width - 10) return;
    fill(ctx, x0, Math.max(x1, x0 + 1), y, h, colour, alpha);
  }

  function fill(ctx, x0, x1, y, h, colour, alpha) {
    ctx.globalAlpha = alpha;
    ctx.fillStyle = colours[colour];
    ctx.fillRect(x0, y, x1 - x0, h);
    ctx.globalAlpha = 1;
  }

  function mark(ctx, place, y, h, colour) {
    const at = x(place), size = Math.max(3, Math.min(h, 9));
    if (at < left - 2 || at > width - 8) return;
    ctx.fillStyle = colours[colour];
    ctx.fillRect(at - 1.5, y + (h - size) / 2, 3, size);
  }

  function drawLanes() {
    const height = box.clientHeight, ctx = fit(lanes, height), top = box.scrollTop;
    const begin = Math.max(0, Math.floor(top / rowHeight)), end = Math.min(shown.length, Math.ceil((top + height) / rowHeight));
    grid(ctx, 0, height);
    for (let row = begin; row < end; row++) {
      const r = shown[row], y = row * rowHeight - top + 2, h = Math.max(2, rowHeight - (rowHeight >= 8 ? 3 : 1)), middle = y + h / 2;
      if (pointer && pointer.row === row) { ctx.fillStyle = colours["--rule"]; ctx.globalAlpha = 0.5; ctx.fillRect(0, y - 1, width, rowHeight); ctx.globalAlpha = 1; }
      if (rowHeight >= 12) label(ctx, r.id, y + h - 2);
      const thin = Math.max(1, Math.min(3, h / 5));
      const wait = (a, b) => { if (b > a) bar(ctx, a, b, middle - thin / 2, thin, "--soft", 0.5); };
      const gone = r.ended === undefined ? last : r.ended;
      if (r.segments.length) {
        if (r.received < steps[r.segments[0][1]].start && !(r.admitted < first)) wait(placeOf(Math.max(r.received, first)), startOf(r.segments[0][1]));
      } else if (r.admitted === undefined) wait(placeOf(Math.max(r.received, first)), placeOf(gone));
      r.segments.forEach((s, i) => {
        const a = startOf(s[1]), b = endOf(s[2]);
        if (i > 0 && s[1] > r.segments[i - 1][2] + 1) wait(endOf(r.segments[i - 1][2]), a);
        if (s[0] === 1 && s[5] < 0) bar(ctx, a, b, middle - Math.max(1, h * 0.22), Math.max(2, h * 0.44), "--c4", 0.75);
        else {
          bar(ctx, a, b, y, h, "--c0", [0.3, 0.55, 0.8, 1][Math.min(3, Math.ceil(s[3] / data.budget * 4) - 1)]);
          if (s[5] > 0) bar(ctx, a, b, y + h - h * s[5] / (s[5] + s[3]), h * s[5] / (s[5] + s[3]), "--c2", 1);
        }
      });
      if (r.segments.length && r.ended === undefined) wait(endOf(r.segments[r.segments.length - 1][2]), placeOf(last));
      for (const p of r.preempted) mark(ctx, startOf(p), y, h, "--c3");
      if (r.outcome !== undefined) mark(ctx, placeOf(r.ended), y, h, r.outcome === "completed" ? "--ink" : "--c1");
    }
    cross(ctx, height);
  }

  function label(ctx, text, y) {
    ctx.fillStyle = colours["--soft"];
    ctx.textAlign = "right";
    let shown = text;
    while (shown.length > 4 && ctx.measureText(shown).width > left - 10) shown = shown.slice(0, -2) + "\u2026";
    ctx.fillText(shown, left - 6, y);
  }

  function cross(ctx, height) {
    if (!pointer) return;
    ctx.fillStyle = colours["--soft"];
    ctx.globalAlpha = 0.6;
    ctx.fillRect(pointer.x, 0, 1, height);
    ctx.globalAlpha = 1;
  }

  function ticks() {
    const wanted = (to - from) / Math.max(2, (width - left) / 110), power = Math.pow(10, Math.floor(Math.log10(wanted)));
    const step = Math.max(1, [1, 2, 5, 10].map(f => f * power).find(f => f >= wanted));
    const found = [];
    for (let t = Math.ceil(from / step) * step; t <= to; t += step) found.push(t);
    return { found, decimals: Math.max(0, Math.min(6, 6 - Math.floor(Math.log10(step) + 1e-9))) };
  }

  function grid(ctx, top, height) {
    ctx.clearRect(0, 0, width, height);
    ctx.fillStyle = colours["--rule"];
    for (const t of ticks().found) ctx.fillRect(Math.round(x(t)), top, 1, height);
  }

  function drawStrips() {
    const height = 3 * (stripHeight + stripGap) + axisHeight, ctx = fit(strips, height);
    grid(ctx, 0, height - axisHeight);
    const a = Math.max(0, stepAt2(from)), b = Math.min(steps.length - 1, stepAt2(to));
    const longest = steps.slice(a, b + 1).reduce((n, s) => Math.max(n, s.length), 1);
    const waiting = steps.slice(a, b + 1).reduce((n, s) => Math.max(n, s.waiting), 1);
    strip(ctx, 0, "step time", short(longest), i => steps[i].cost.reduce((all, c) => all + c, 0) / longest, (i, y, h, x0, x1) => {
      let under = 0;
      steps[i].cost.forEach((c, t) => { const part = stripHeight * c / longest; if (part > 0.2) fill(ctx, x0, x1, y + stripHeight - under - part, part, termColours[t], 0.9); under += part; });
    }, a, b);
    strip(ctx, 1, "KV cache", "100 %", i => steps[i].kv / data.kvBlocks, (i, y, h, x0, x1) => fill(ctx, x0, x1, y + stripHeight - h, h, "--c2", 0.55), a, b);
    strip(ctx, 2, "waiting", count(waiting), i => steps[i].waiting / waiting, (i, y, h, x0, x1) => fill(ctx, x0, x1, y + stripHeight - h, h, "--c1", 0.55), a, b);
    const { found, decimals } = ticks();
    ctx.fillStyle = colours["--soft"];
    ctx.textAlign = "center";
    for (const t of found) {
      const at = x(t);
      if (at > left - 1 && at < width - 24) ctx.fillText(byTime ? (t / 1e6).toFixed(decimals) + " s" : steps.length ? count(steps[0].index + t) : "", at, height - 9);
    }
    cross(ctx, height - axisHeight);
  }

  const stepAt2 = place => byTime ? stepAt(place) : Math.floor(place);

  // Steps that end on one pixel are drawn as the tallest of them, and no pixel twice: what shines through would be darker there.
  function strip(ctx, place, name, top, value, paint, a, b) {
    const y = place * (stripHeight + stripGap) + stripGap - 2;
    let edge = left;
    for (let i = a; i <= b;) {
      let tallest = i, next = i + 1;
      const x1 = Math.round(Math.min(width - 10, x(endOf(i))));
      while (next <= b && Math.round(x(endOf(next))) === x1) { if (value(next) > value(tallest)) tallest = next; next++; }
      const x0 = Math.max(edge, Math.min(Math.round(x(startOf(i))), x1 - 1));
      if (x1 > x0) { paint(tallest, y, Math.max(value(tallest) > 0 ? 1 : 0, stripHeight * value(tallest)), x0, x1); edge = x1; }
      i = next;
    }
    ctx.fillStyle = colours["--rule"];
    ctx.fillRect(left, y + stripHeight, width - left - 10, 1);
    ctx.fillStyle = colours["--ink"];
    ctx.textAlign = "left";
    ctx.fillText(name, left, y - 5);
    ctx.fillStyle = colours["--soft"];
    ctx.textAlign = "right";
    ctx.fillText(top, left - 5, y + 10);
    ctx.fillText("0", left - 5, y + stripHeight);
  }

  function tell() {
    const i = pointer ? stepAt2(placeAt(pointer.x)) : -1;
    if (i < 0 || i >= steps.length) { told.textContent = hint; return; }
    const s = steps[i];
    let text = `step ${count(s.index)} at ${(s.start / 1e6).toFixed(4)} s, ${seconds(s.length)}: ${count(s.decodes)} decode, ${count(s.prefill)} tokens in ${count(s.chunks)} chunks; ${count(s.running)} running, ${count(s.waiting)} waiting, KV ${count(s.kv)} of ${count(data.kvBlocks)} blocks`;
    text += "\n" + terms.map((t, n) => s.cost[n] > 0 ? `${t} ${seconds(s.cost[n])}` : "").filter(t => t).join(" \u00b7 ");
    const r = shown[pointer.row];
    if (r) {
      const g = r.segments.find(c => c[1] <= i && c[2] >= i);
      text += `\n${r.id}: prompt ${count(r.prompt)}, ${count(r.output)} generated; ` + (g
        ? g[0] === 1 && g[5] < 0 ? `decodes behind ${count(g[4] + i - g[1])} tokens` : `prefill of ${count(g[3])} tokens behind ${count(g[4])}${g[5] > 0 ? `, ${count(g[5])} of them found cached` : ""}`
        : r.preempted.includes(i) ? "is preempted" : r.received > s.start ? "has not come yet" : r.ended !== undefined && r.ended <= s.start ? `ended: ${r.outcome.replace("_", " ")} (${r.reason})` : "waits");
    }
    told.textContent = text;
  }

  function view(a, b) {
    const [low, high] = span(), size = Math.min(high - low, Math.max(b - a, (high - low) / Math.max(steps.length, 1)));
    from = Math.max(low, Math.min(a, high - size));
    to = from + size;
    draw();
  }

  const zoom = (factor, around) => view(around - (around - from) * factor, around + (to - around) * factor);
  const middle = () => (from + to) / 2;

  function scale(time) {
    const [a, b] = [stepAt2(from), Math.min(steps.length - 1, stepAt2(to))];
    byTime = time;
    document.getElementById("by-time").setAttribute("aria-pressed", time);
    document.getElementById("by-step").setAttribute("aria-pressed", !time);
    if (steps.length) view(startOf(Math.min(a, steps.length - 1)), endOf(b));
  }

  for (const canvas of [lanes, strips]) {
    const place = e => ({ x: e.clientX - canvas.getBoundingClientRect().left, row: canvas === lanes ? Math.floor((e.clientY - canvas.getBoundingClientRect().top + box.scrollTop - 2) / rowHeight) : -1 });
    canvas.addEventListener("pointerdown", e => { drag = { x: e.clientX, from, to }; canvas.setPointerCapture(e.pointerId); });
    canvas.addEventListener("pointerup", () => { drag = null; });
    canvas.addEventListener("pointermove", e => {
      pointer = place(e);
      if (drag) { const by = (drag.x - e.clientX) / (width - left - 10) * (drag.to - drag.from); view(drag.from + by, drag.to + by); }
      tell();
      draw();
    });
    canvas.addEventListener("pointerleave", () => { pointer = null; draw(); });
    canvas.addEventListener("dblclick", e => zoom(0.4, placeAt(place(e).x)));
    canvas.addEventListener("wheel", e => { if (e.ctrlKey) { e.preventDefault(); zoom(e.deltaY > 0 ? 1.25 : 0.8, placeAt(place(e).x)); } }, { passive: false });
  }

  lanes.addEventListener("keydown", e => {
    const by = (to - from) / 5;
    const act = { "+": () => zoom(0.6, middle()), "=": () => zoom(0.6, middle()), "-": () => zoom(1 / 0.6, middle()), ArrowLeft: () => view(from - by, to - by), ArrowRight: () => view(from + by, to + by) }[e.key];
    if (act) { e.preventDefault(); act(); }
  });
  box.addEventListener("scroll", draw);
  document.getElementById("by-time").addEventListener("click", () => scale(true));
  document.getElementById("by-step").addEventListener("click", () => scale(false));
  document.getElementById("closer").addEventListener("click", () => zoom(0.5, middle()));
  document.getElementById("wider").addEventListener("click", () => zoom(2, middle()));
  document.getElementById("all").addEventListener("click", () => view(...span()));
  window.addEventListener("resize", layout);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", layout);
  [from, to] = span();
  if (location.hash === "#step-number") scale(false);
  layout();
})();
