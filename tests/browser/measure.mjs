// Measures one page with or without a widget in headless Chromium, under CPU and network throttling. Selectors are plain CSS,
// looked for in every frame and shadow root.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

/** What every run is throttled to, and how long it waits. */
const GIVEN = { cpu: 4, mbit: 1.6, rtt: 150, settle: 2000, timeout: 60000, width: 1280, height: 800 };

// Runs in every frame before any page script. Watches the selectors once a frame and notes the first moment each
// is there for a person: `seen` = painted and in the viewport, `usable` = also enabled and not covered.
function probe({ selectors }) {
  if (globalThis.__probe) return;
  const roots = [], attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) { const r = attach.call(this, init); roots.push(r); return r; };
  const now = () => performance.timeOrigin + performance.now();
  const at = globalThis.__probe = { seen: {}, usable: {}, clicks: [], long: [], lcp: 0, cls: 0 };
  const clear = el => { // painted, opaque and in the viewport, in this frame and in the frames around it
    if (!el.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const r = el.getBoundingClientRect();
    if (!(r.width > 1 && r.height > 1 && r.right > 0 && r.bottom > 0 && r.left < innerWidth && r.top < innerHeight)) return false;
    try { return !frameElement || frameElement.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && frameElement.getBoundingClientRect().height > 1; }
    catch { return true; }
  };
  const usable = el => {
    if (el.disabled || el.readOnly || el.getAttribute('aria-disabled') === 'true') return false;
    const r = el.getBoundingClientRect(), root = el.getRootNode();
    const hit = root.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
    return !!hit && (el === hit || el.contains(hit) || hit.contains(el));
  };
  globalThis.__find = sel => { for (const r of [document, ...roots]) for (const el of r.querySelectorAll(sel)) if (clear(el)) return el; return null; };
  const memories = new Set(); // Runtime.getHeapUsage leaves WebAssembly memory out, so it is counted here
  const keep = x => (Object.values((x?.instance ?? x)?.exports ?? {}).forEach(v => v instanceof WebAssembly.Memory && memories.add(v)), x);
  const made = note => ({ construct: (t, a) => { const x = Reflect.construct(t, a); note(x); return x; } });
  WebAssembly.Memory = new Proxy(WebAssembly.Memory, made(m => memories.add(m)));
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, made(keep));
  for (const f of ['instantiate', 'instantiateStreaming']) { const was = WebAssembly[f]; WebAssembly[f] = (...a) => was.apply(WebAssembly, a).then(keep); }
  globalThis.__wasm = () => [...memories].reduce((sum, m) => sum + m.buffer.byteLength, 0);
  const tick = () => {
    let left = false;
    for (const sel of selectors) {
      if (at.usable[sel]) continue;
      const el = __find(sel);
      if (el) { at.seen[sel] ??= now(); if (usable(el)) at.usable[sel] = now(); }
      left ||= !at.usable[sel];
    }
    if (left) requestAnimationFrame(tick);
  };
  let armed; // a frame's window can outlive its first, empty document, whose animation frames end with it
  (globalThis.__arm = () => { if (armed !== document) requestAnimationFrame(tick); armed = document; })();
  addEventListener('pointerdown', e => { at.clicks.push(performance.timeOrigin + e.timeStamp); }, true);
  if (top !== self) return;
  const watch = (type, fn) => new PerformanceObserver(l => l.getEntries().forEach(fn)).observe({ type, buffered: true });
  watch('longtask', e => at.long.push({ at: performance.timeOrigin + e.startTime, ms: e.duration, self: e.name === 'self' || e.name === 'unknown' }));
  watch('largest-contentful-paint', e => { at.lcp = e.startTime; });
  watch('layout-shift', e => { if (!e.hadRecentInput) at.cls += e.value; });
}

const sleep = ms => new Promise(r => setTimeout(r, ms));

/** One run: `launcher` is clicked after `rest` ms under the pointer, then each `step`, until `input` can be typed into. */
export async function measure(options) {
  const o = { ...GIVEN, step: [], rest: 0, ...options };
  const num = name => o[name];
  const { url } = o, withWidget = Boolean(o.launcher);
  const dir = mkdtempSync(path.join(tmpdir(), 'widget-run-'));
  const ctx = await chromium.launchPersistentContext(dir, {
    executablePath: process.env.PORCHLIGHT_CHROMIUM || '/usr/bin/chromium', headless: true,
    viewport: { width: num('width'), height: num('height') },
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--disable-features=IsolateOrigins,site-per-process', '--disable-site-isolation-trials', // one renderer, so that the throttle holds for iframes too
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1'],                              // nothing outside this machine
  });
  try {
    const page = ctx.pages()[0] || await ctx.newPage();
    // The frame itself too: what is inside may be ready long before it is shown.
    const selectors = withWidget ? [o.launcher, ...o.step, o.input, 'iframe'].filter(Boolean) : [];
    await page.addInitScript(probe, { selectors });
    const cdp = await ctx.newCDPSession(page);
    const net = { requests: 0, sockets: 0, bytes: 0, failed: 0, urls: [] }, left = new Set();
    cdp.on('Network.requestWillBeSent', e => { if (/^https?:/.test(e.request.url) && !e.request.url.endsWith('/favicon.ico')) { net.requests++; net.urls.push(e.request.url); left.add(e.requestId); } });
    cdp.on('Network.webSocketCreated', () => net.sockets++);
    cdp.on('Network.loadingFinished', e => { if (left.delete(e.requestId)) net.bytes += e.encodedDataLength; });
    cdp.on('Network.loadingFailed', e => { if (left.delete(e.requestId)) net.failed++; });
    await cdp.send('Network.enable');
    const bps = num('mbit') * 1e6 / 8;
    await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: num('rtt'), downloadThroughput: bps, uploadThroughput: bps });
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: num('cpu') });

    const probes = async () => (await Promise.all(page.frames().map(f => Promise.race([
      f.evaluate(() => { globalThis.__arm?.(); return globalThis.__probe && JSON.parse(JSON.stringify(globalThis.__probe)); }).catch(() => null), sleep(5000)])))).filter(Boolean);
    const first = (all, kind, sel) => Math.min(...all.map(p => p[kind][sel]).filter(Boolean));
    const until = async (kind, sel) => {
      for (const end = Date.now() + num('timeout'); Date.now() < end; await sleep(50)) { const t = first(await probes(), kind, sel); if (Number.isFinite(t)) return t; }

      throw new Error(`no ${kind} ${sel}; requests: ${net.urls.join(' ')}`);
    };
    const quiet = async () => { for (let q = 0, end = Date.now() + 15000; q < num('settle') && Date.now() < end; q += 100) { if (left.size) q = 0; await sleep(100); } };
    const hover = async sel => {
      const el = (await page.evaluateHandle(s => globalThis.__find(s), sel)).asElement(), b = await el.boundingBox();
      await page.mouse.move(b.x + b.width / 2, b.y + b.height / 2);
    };
    const click = async sel => {
      for (const f of page.frames()) {
        const el = (await f.evaluateHandle(s => globalThis.__find?.(s) ?? null, sel).catch(() => null))?.asElement();
        const b = el && await el.boundingBox();
        if (b) return page.mouse.click(b.x + b.width / 2, b.y + b.height / 2);
      }
      throw new Error('cannot click ' + sel);
    };
    const heap = async () => {
      await cdp.send('HeapProfiler.collectGarbage'); const h = await cdp.send('Runtime.getHeapUsage');
      const wasm = await Promise.all(page.frames().map(f => f.evaluate(() => globalThis.__wasm?.() ?? 0).catch(() => 0)));
      return { js: h.usedSize, backing: h.backingStorageSize ?? 0, wasm: wasm.reduce((a, b) => a + b, 0) };
    };
    const long = async (from, to = Infinity) => { // tasks of 50 ms and more: all of them, and those of the host page's own frame
      const l = (await page.evaluate(() => globalThis.__probe.long)).filter(t => t.at >= from && t.at < to);
      return { sum: l.reduce((s, t) => s + t.ms, 0), self: l.reduce((s, t) => s + (t.self ? t.ms : 0), 0), tbt: l.reduce((s, t) => s + t.ms - 50, 0), n: l.length };
    };

    await page.goto(url, { waitUntil: 'commit' });
    const start = await page.evaluate(() => performance.timeOrigin);
    const r = {};
    if (withWidget && o.launcher) r.launcher = await until('usable', o.launcher) - start;
    await page.waitForLoadState('load'); await quiet();
    const host = await page.evaluate(() => ({ lcp: __probe.lcp, cls: __probe.cls }));
    const load = await long(start), h1 = await heap();
    Object.assign(r, { lcp: host.lcp, cls: host.cls, long: load.sum, longSelf: load.self, tbt: load.tbt, heap: h1.js, backing: h1.backing, wasm: h1.wasm,
      requests: net.requests, sockets: net.sockets, bytes: net.bytes, failed: net.failed });

    if (withWidget && o.input) {
      const targets = [];
      if (o.rest) {
        await hover(o.launcher);
        await sleep(o.rest);
      }
      await click(o.launcher);
      for (const sel of o.step) { targets.push(await until('usable', sel)); await click(sel); }
      targets.push(Math.max(await until('usable', o.input), await until('usable', 'iframe')));
      const pressed = (await probes()).flatMap(p => p.clicks).sort((x, y) => x - y);
      r.open = pressed.reduce((sum, at, i) => sum + Math.max(0, targets[i] - at), 0); // the robot's own reaction between clicks left out
      await quiet();
      const opened = await long(pressed[0]), h2 = await heap();
      Object.assign(r, { openLong: opened.sum, openLongSelf: opened.self, openHeap: h2.js, openBacking: h2.backing, openWasm: h2.wasm,
        openRequests: net.requests, openSockets: net.sockets, openBytes: net.bytes, openFailed: net.failed });
    }
    if (withWidget && o.input) { // is it really an input? type into it
      await click(o.input); await page.keyboard.type('hello');
      r.typed = (await Promise.all(page.frames().map(f => f.evaluate(s => { const e = globalThis.__find?.(s); return !!e && (e.value ?? e.innerText).includes('hello'); }, o.input).catch(() => false)))).some(Boolean);

    }
    r.urls = net.urls;
    return r;
  } finally { await ctx.close(); rmSync(dir, { recursive: true, force: true }); }
}
