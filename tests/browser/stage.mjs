// The stage of the islands' suite: the gallery's pages with the built islands, and no program behind them. The test plays the
// server: it says what the live link tells and what a write is answered.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { PICTURE } from './picture.mjs';
import { alive, check, context, until } from './world.mjs';

const root = path.join(import.meta.dirname, '../..');
const bundle = path.join(root, 'target/bundle');
const gallery = path.join(root, 'target/gallery');
const WRITE = ['test', '--quiet', '--package', 'app', '--features', 'ssr', '--', 'pages::gallery::gallery_is_written'];

/** Which page of the gallery stands at which address. */
const PAGES = [
  [/^\/tickets\/new$/, 'new-ticket'],
  [/^\/tickets\/\d+$/, 'ticket'],
  [/^\/desk\/tickets\/\d+$/, 'desk'],
  [/^\/desk\/sites\/\d+$/, 'desk-site'],
];
/** What every form of the gallery has for its key. */
const KEY = '01900000-0000-7000-8000-000000000001';
/** What the gallery's desk has in its field. */
const TYPED = 'It leaves today, number 1Z-4471.';
const TYPES = { js: 'text/javascript', wasm: 'application/wasm', css: 'text/css', svg: 'image/svg+xml' };

let manifest = null;

/** Writes the gallery anew, so that no page of an earlier program is shown, and sees that the bundle knows its islands. */
function prepare() {
  if (manifest) return;
  const listed = path.join(bundle, 'manifest.json');
  check(existsSync(listed), `${listed} is missing: \`cargo xtask test --only bundle\` builds the islands`);
  try {
    execFileSync('cargo', WRITE, { cwd: root, stdio: 'pipe' });
  } catch (error) {
    throw new Error(`the gallery is not written: \`cargo ${WRITE.join(' ')}\` says\n${error.stderr ?? ''}${error.stdout ?? ''}${error.message}`);
  }
  const names = JSON.parse(readFileSync(listed, 'utf8'));
  for (const [, name] of PAGES) {
    const file = path.join(gallery, `${name}.en.html`);
    check(existsSync(file), `${file} is missing: \`cargo ${WRITE.join(' ')}\` writes it`);
    const half = name.startsWith('desk') ? 'desk' : 'portal';
    const script = readFileSync(path.join(bundle, names[half], 'app.js'), 'utf8');
    for (const [, island] of readFileSync(file, 'utf8').matchAll(/data-component="(\w+)"/g)) {
      check(script.includes(island), `the bundle does not know ${name}'s ${island}: \`cargo xtask test --only bundle\` builds it`);
    }
  }
  manifest = names;
}

/** A page as the server would send it: with a fresh key, nothing typed yet, and the row of the ticket in the address marked. */
function pageAt(address) {
  const name = PAGES.find(([at]) => at.test(address))?.[1];
  if (!name) return null;
  const html = readFileSync(path.join(gallery, `${name}.en.html`), 'utf8').replaceAll(TYPED, '').replaceAll(KEY, randomUUID());
  const row = `<a href="${address}?view=mine"`;
  if (name !== 'desk' || !html.includes(row)) return html;
  return html.replace(' aria-current="true" data-ticket=', ' data-ticket=').replace(row, `${row} aria-current="true"`);
}

/** The gallery names style sheets and pictures by their place in the sources, and scripts by the bundle's short names. */
function assetAt(address) {
  const name = path.basename(address);
  const script = address.match(/^\/assets\/(portal|desk)\/(app\.js|app_bg\.wasm)$/);
  const file = script ? path.join(manifest[script[1]], script[2]) : name.includes('.') && manifest[name];
  return file && path.join(bundle, file);
}

async function read(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const form = await new Response(Buffer.concat(parts), { headers: { 'content-type': request.headers['content-type'] } }).formData();
  return { path: request.url, ...Object.fromEntries(form) };
}

const KEPT = { ticket: '01900000-0000-7000-8000-000000000009', number: 48213, seq: 10, live: 'live-token' };
/** Answers to a write. */
export const kept = { status: 200, says: KEPT };
export const refused = faults => ({ status: 422, says: { error: faults[0].error, message: 'Not kept.', faults } });
/** The write arrives and its answer does not. */
export const lost = null;

/** Opens the stage. `posts` holds the writes that came, `answer` says what each gets, `list` is the desk's list when asked for anew. */
export async function stage(browser) {
  prepare();
  const stage = { posts: [], answer: () => kept, context: await context(browser) };
  const server = http.createServer(async (request, response) => {
    // A browser repeats by itself what it sent over a connection that it had used before; here only islands repeat.
    response.setHeader('connection', 'close');
    const { pathname } = new URL(request.url, 'http://stage');
    if (request.method === 'POST') {
      const post = await read(request);
      stage.posts.push(post);
      const answer = await stage.answer(post, stage.posts.length);
      if (!answer) { request.socket.destroy(); return; }
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.says));
      return;
    }
    const html = pageAt(pathname), asset = assetAt(pathname);
    if (html) response.setHeader('content-type', 'text/html; charset=utf-8').end(html);
    else if (asset) response.setHeader('content-type', TYPES[asset.split('.').pop()]).end(readFileSync(asset));
    else if (pathname === '/desk/list' && stage.list) response.setHeader('content-type', 'text/html; charset=utf-8').end(stage.list);
    else if (pathname.startsWith('/files/')) response.setHeader('content-type', 'image/png').end(PICTURE);
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stage.base = `http://127.0.0.1:${server.address().port}`;
  stage.open = address => open(stage, address);
  stage.close = async () => {
    await stage.context.close();
    server.close();
    server.closeAllConnections();
    // What the test refused or lost stands in the browser's log too, and a page that is left before it faded in leaves an
    // empty line. A script's error never may.
    const faults = stage.context.faults.filter(fault => fault && !fault.startsWith('Failed to load resource'));
    check(!faults.length, `no faults: ${faults.join('\n')}`);
  };
  return stage;
}

/** A page whose live link ends here: `asks` holds what it asked, `tell` says something to it. */
async function open(stage, address) {
  const page = await stage.context.newPage();
  page.asks = [];
  let socket = null;
  await page.routeWebSocket(/\/live$/, made => {
    socket = made;
    made.onMessage(text => {
      const ask = JSON.parse(text);
      page.asks.push(ask);
      if (ask === 'ping') made.send('"pong"');
    });
  });
  page.drop = () => socket.close();
  page.tell = (...tells) => tells.forEach(tell => socket.send(JSON.stringify(tell)));
  page.watches = () => until('the page to watch its ticket', () => page.asks.find(ask => ask.watch));
  await page.goto(`${stage.base}${address}`);
  await whole(page);
  if (await page.locator('leptos-island[data-component^=Live_]').count()) page.ticket = (await page.watches()).watch.ticket;
  return page;
}

/** Waits until every island runs: the page's mark stands before the first of them does. */
export async function whole(page) {
  await alive(page);
  await page.waitForFunction(() => [...document.querySelectorAll('leptos-island')].every(island => island.$$dispose));
}
