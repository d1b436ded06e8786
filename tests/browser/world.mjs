// The world of the browser suite: the real program on a fresh folder, a mail server that takes its emails, and Chromium.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, firefox } from 'playwright-core';

export const PASSWORD = 'correct horse battery';
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

export const sleep = ms => new Promise(done => setTimeout(done, ms));

/** What the pages and the program had last to say, for a test that fails. */
export const scene = [];

async function keepScene(context) {
  for (const frame of context.pages().flatMap(page => page.frames())) {
    const look = frame.evaluate(() => [document.activeElement?.tagName, document.body.innerText.replace(/\s+/g, ' ').slice(0, 800)]);
    const [focus, text] = await Promise.race([look, sleep(1000).then(() => ['', 'no answer'])]).catch(() => ['', 'gone']);
    if (text) scene.push(`${frame.url()} (focus: ${focus}): ${text}`);
  }
  scene.push(...context.faults.slice(-10));
}

/** Waits until `look` gives something true, or fails with what was waited for. */
export async function until(what, look, ms = 15000) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(50)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`waited in vain: ${what}`);
}

/** Three free ports in a row: the program, the shop, the mailbox. */
async function freePort() {
  const isFree = port => new Promise(done => {
    const probe = net.createServer().once('error', () => done(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });
  for (let port = 20000 + Math.floor(Math.random() * 20000); ; port += 3) {
    if (await isFree(port) && await isFree(port + 1) && await isFree(port + 2)) return port;
  }
}

/** A mail server of a few lines. `emails` holds what it took; `says` answers a recipient. */
export async function mailServer(says = () => '250 ok') {
  const emails = [];
  const server = net.createServer(socket => {
    let email = null, rest = '';
    socket.on('error', () => {});
    socket.write('220 test\r\n');
    socket.on('data', data => {
      rest += data;
      for (let end; (end = rest.indexOf('\r\n')) >= 0;) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (email !== null) {
          if (line !== '.') { email += line + '\n'; continue; }
          emails.push(email.replaceAll('=\n', '').replaceAll('=3D', '='));
          email = null;
          socket.write('250 kept\r\n');
        } else if (line.startsWith('DATA')) { email = ''; socket.write('354 go on\r\n'); }
        else if (line.startsWith('RCPT')) socket.write(`${says(line)}\r\n`);
        else if (line.startsWith('QUIT')) socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: server.address().port, emails, close: () => server.close() };
}

/** A web server with one page, on an origin of its own. */
export async function pageServer(html) {
  const server = http.createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(html)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => { server.close(); server.closeAllConnections(); } };
}

/** Starts the program with the demo, or without, on a fresh folder and reads its four addresses. */
export async function start({ smtp, demo = true } = {}) {
  const data = mkdtempSync(path.join(tmpdir(), 'porchlight-'));
  const port = await freePort();
  const args = ['serve', ...(demo ? ['--demo'] : []), '--data', data, '--listen', `127.0.0.1:${port}`, '--writes-per-minute', '10000'];
  if (smtp) args.push('--smtp-host', '127.0.0.1', '--smtp-port', String(smtp), '--smtp-protection', 'off', '--mail-from', 'Tarn <help@tarn.example>');
  const child = spawn(process.env.PORCHLIGHT_BIN, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '', log = '';
  child.stdout.on('data', text => { out += text; });
  child.stderr.on('data', text => { log += text; });
  const address = name => out.match(new RegExp(`${name}\\s+(http\\S+)`))?.[1];
  await until('the program to listen', () => {
    if (child.exitCode !== null) throw new Error(`the program ended: ${out}${log}`);
    return out.includes('Ctrl-C');
  }, 60000);
  const base = address('Portal').replace(/\/$/, '');
  return {
    base, desk: address('Desk'), shop: address('Demo shop'), mailbox: address('Mailbox'), log: () => log,
    async stop(signal = 'SIGINT') {
      child.kill(signal);
      const code = child.exitCode ?? (await once(child, 'exit'))[0];
      scene.push(log.slice(-2000));
      rmSync(data, { recursive: true, force: true });
      return code;
    },
  };
}

export const launch = () => chromium.launch({ executablePath: process.env.PORCHLIGHT_CHROMIUM || '/usr/bin/chromium', args: ARGS });

/** Firefox, for the suites that need no program: Playwright's own scripts are stopped there by the program's content policy. */
export const launchFirefox = () => firefox.launch({ channel: 'moz-firefox', executablePath: path.join(import.meta.dirname, 'firefox.mjs') });

/** A context whose pages' faults are gathered: no script error and no refused resource goes unseen. */
export async function context(browser, options = {}) {
  const made = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  made.setDefaultTimeout(10000);
  made.faults = [];
  made.on('page', page => {
    page.on('pageerror', error => made.faults.push(String(error.stack ?? error).split('\n').slice(0, 40).join('\n')));
    page.on('console', message => message.type() === 'error' && made.faults.push(message.text()));
  });
  const close = made.close.bind(made);
  made.close = async () => {
    await keepScene(made);
    await close();
  };
  return made;
}

/** Waits until the page's islands are alive: before that a key does nothing, and nobody hears of what is typed. */
export const alive = page => page.locator('[data-running]').first().waitFor({ state: 'attached' });

/** Signs the first agent in by the one-time link. */
export async function firstAgent(context, world) {
  const page = await context.newPage();
  await page.goto(world.desk);
  await page.fill('[name=name]', 'Mina Koch');
  await page.fill('[name=mail]', 'mina@tarn.example');
  await page.fill('[name=password]', PASSWORD);
  await page.click('main button[type=submit]');
  await page.waitForURL(url => url.pathname === '/desk');
  return page;
}

/** Takes every office hour from a site, usually the demo's. */
export async function closeTheOffice(desk, world, name = 'Tarn') {
  await desk.goto(`${world.base}/desk/sites`);
  await desk.locator('main a[href*="/desk/sites/"]').filter({ hasText: name }).first().click();
  for (let day = 0; day < 7; day += 1) {
    await desk.locator(`[name=open_${day}]`).fill('');
    await desk.locator(`[name=close_${day}]`).fill('');
  }
  await desk.locator('main form button[type=submit]').first().click();
  await desk.waitForURL(url => url.hash === '#saved');
}

/** Where the lamp is: in a closed root, so it is found as a person finds it. */
export async function lamp(page) {
  const { width, height } = page.viewportSize();
  const isRtl = await page.evaluate(() => document.documentElement.dir === 'rtl');
  return { x: isRtl ? 48 : width - 48, y: height - 48 };
}

/** Looks at a picture by itself, saves the file from there, and closes it by Escape. */
export async function savePicture(page, place, name) {
  const small = place.locator('.picture img').last();
  await until(`${name} to be drawn`, () => small.evaluate(image => image.complete && image.naturalWidth > 0));
  check(await small.getAttribute('alt') === name, await small.getAttribute('alt'));
  await small.click();
  const alone = place.locator('.picture-alone:popover-open');
  await until(`${name} by itself`, () => alone.locator('> img').evaluate(image => image.complete && image.naturalWidth > 0));
  const saved = page.waitForEvent('download');
  await alone.locator('a.file').click();
  const download = await saved;
  await page.keyboard.press('Escape');
  await until('the picture to be closed', async () => await alone.count() === 0);
  return download;
}

/** Opens the widget and gives its frame. */
export async function openWidget(page) {
  const at = await lamp(page);
  await page.mouse.move(at.x, at.y);
  await page.mouse.click(at.x, at.y);
  return frameOf(page);
}

/** The widget's frame, once it is alive. */
export async function frameOf(page) {
  const frame = await until('the widget\'s frame', () => page.frames().find(frame => frame.url().includes('/frame/')));
  await frame.waitForSelector('body[data-ready="yes"]');
  return frame;
}

/** Follows a link of the widget's frame to another of its pages, and gives the frame there. Chromium may lose a pointer that comes
 * while a frame's new page is being put on screen: nobody is that quick, a script is, so it presses once more. */
export async function follow(page, link, place) {
  const frame = () => page.frames().find(each => each.url().includes('/frame/'));
  const isThere = () => frame()?.locator(`body[data-place="${place}"][data-ready="yes"]`).count().catch(() => 0);
  for (let tries = 0; tries < 3; tries += 1) {
    if (!await isThere()) await frame().locator(link).first().click();
    if (await until(`the widget at ${place}`, isThere, 5000).catch(() => false)) return frame();
  }
  throw new Error(`${link} does not lead to ${place}`);
}

/** The body's text of an email, and the link in it. */
export const linkIn = email => email.match(/https?:\/\/\S+\/link\/[0-9a-f]{64}/)?.[0];

export function check(is, what) {
  if (!is) throw new Error(what);
}

/** Pastes what a spreadsheet puts on the clipboard: a picture of the cells, and their text unless it is a picture alone. */
export const pasteCells = (area, hasText) => area.evaluate((area, hasText) => {
  const data = new DataTransfer();
  if (hasText) data.setData('text/plain', 'a\tb');
  data.items.add(new File(['x'], 'cells.png', { type: 'image/png' }));
  area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}, hasText);
