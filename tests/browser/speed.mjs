// The widget on a page, throttled (4x CPU, 1.6 Mbit/s, 150 ms): beside the same page without it, and beside a script that
// draws a bare button. Prints rows for BENCHMARKS.md; `cargo xtask bench` gathers them.
import http from 'node:http';
import { once } from 'node:events';
import { measure } from './measure.mjs';
import { start } from './world.mjs';

const RUNS = 7;
const FLOOR = `const go=()=>{const b=document.createElement('button');b.className='floor';b.textContent='Help';b.setAttribute('aria-label','Help');const s=new CSSStyleSheet();s.replaceSync('.floor{position:fixed;right:20px;bottom:20px;width:56px;height:56px;' +
'border:0;border-radius:50%;background:#00646b;color:#fff;font:14px sans-serif}');document.adoptedStyleSheets=[s];document.body.append(b)};document.body?go():addEventListener('DOMContentLoaded',go);`;

/** The shop's page with another script in the place of ours, or none. */
async function copyOf(shop, script) {
  const server = http.createServer(async (request, answer) => {
    if (request.url === '/floor.js') return answer.setHeader('content-type', 'text/javascript').end(FLOOR);
    const from = await fetch(new URL(request.url, shop));
    for (const name of ['content-type', 'cache-control']) if (from.headers.get(name)) answer.setHeader(name, from.headers.get(name));
    const body = Buffer.from(await from.arrayBuffer());
    if (request.url !== '/') return answer.end(body);
    answer.end(body.toString().replace(/<script[^>]*data-site[^>]*><\/script>/, script));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => { server.close(); server.closeAllConnections(); } };
}

const row = (what, { median, min, max }, unit, limit, is, note) => {
  const short = value => Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2);
  const verdict = is === null ? '–' : is ? 'holds' : '**missed**';
  console.log(`| ${what} | ${short(median)} ${unit} | ${short(min)} – ${short(max)} | ${limit} | ${verdict} | ${note} |`);
};
const scaled = ({ median, min, max }, by) => ({ median: median * by, min: min * by, max: max * by });

const world = await start();
const [none, floor] = [await copyOf(world.shop, ''), await copyOf(world.shop, '<script async src="/floor.js"></script>')];
try {
  const ours = { url: world.shop, launcher: 'button[aria-expanded]', input: 'textarea[name=body]' };
  const results = { none: [], floor: [], ours: [], rested: [] };
  // In turn, so that a noisy machine is noisy for all; the first round warms up.
  for (let at = 0; at <= RUNS; at += 1) {
    const round = {
      none: await measure({ url: none.url }),
      floor: await measure({ url: floor.url, launcher: '.floor' }),
      ours: await measure(ours),
      rested: await measure({ ...ours, rest: 3000 }),
    };
    if (at) for (const name in round) results[name].push(round[name]);
  }
  const of = (name, what) => {
    const values = results[name].map(run => run[what]).sort((a, b) => a - b);
    return { median: values[values.length >> 1], min: values[0], max: values.at(-1) };
  };
  const added = what => {
    const { median: bare } = of('none', what), { median, min, max } = of('ours', what);
    return { median: median - bare, min: min - bare, max: max - bare };
  };
  const throttled = '4× CPU, 1.6 Mbit/s, 150 ms';
  const ratio = of('ours', 'launcher').median / of('floor', 'launcher').median;
  row('launcher visible', scaled(of('ours', 'launcher'), 0.001), 's', '–', null, throttled);
  row('a bare button visible, the floor', scaled(of('floor', 'launcher'), 0.001), 's', '–', null, 'a script of 0.4 kB');
  row('ratio of the launcher to the floor', { median: ratio, min: ratio, max: ratio }, '', '≤ 1.3', ratio <= 1.3, 'of the medians');
  row('click to usable input', scaled(of('ours', 'open'), 0.001), 's', '–', null, 'clicked at once');
  row('click to usable input, the pointer rested on the launcher first', of('rested', 'open'), 'ms', '≤ 250', of('rested', 'open').median <= 250, 'three seconds');
  row('blocking time the widget adds before a click', added('tbt'), 'ms', '–', null, 'beside the same page without it');
  row('requests before a click', added('requests'), '', '≤ 1', added('requests').median <= 1, 'beside the same page without it');
  row('requests after it is open', of('ours', 'openRequests'), '', '–', null, 'the page\'s own among them');
  for (const [what, after] of [['before a click', ''], ['open', 'open']]) {
    const name = key => after ? after + key[0].toUpperCase() + key.slice(1) : key;
    const total = run => ['heap', 'backing', 'wasm'].reduce((sum, key) => sum + run[name(key)], 0);
    const bare = results.none.map(run => run.heap + run.backing + run.wasm).sort((a, b) => a - b)[RUNS >> 1];
    const all = results.ours.map(run => (total(run) - bare) / 1e6).sort((a, b) => a - b);
    row(`memory the widget adds, ${what}`, { median: all[RUNS >> 1], min: all[0], max: all.at(-1) }, 'MB', '–', null, 'heap, backing store and WebAssembly');
  }
  const typed = results.ours.concat(results.rested).every(run => run.typed);
  row('typing arrives in the input', { median: +typed, min: +typed, max: +typed }, '', '= 1', typed, 'every run');
} finally {
  none.close();
  floor.close();
  await world.stop();
}
