// Every page and widget state in light, dark, on a phone, right to left, in forced colours and at 200 %: a picture for the contact
// sheet, and axe.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { alive, check, closeTheOffice, context, firstAgent, follow, mailServer, openWidget, start, until } from './world.mjs';
import { PICTURE } from './picture.mjs';

const SHEET = path.join(import.meta.dirname, '../../target/contact-sheet');
const IMAGE = { name: 'display.png', mimeType: 'image/png', buffer: PICTURE };
const KINDS = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  phone: { colorScheme: 'light', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  arabic: { colorScheme: 'light', locale: 'ar' },
  forced: { forcedColors: 'active' },
  // As 1280×800 is at 200 %.
  zoomed: { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
};

/** Looks into a page and the frames in it, the widget's among them. A frame may go while one looks. */
function everywhere(look) {
  return async page => (await Promise.all(page.frames().map(frame => frame.evaluate(look).catch(() => [])))).flat();
}

/** What is looked at in each kind, besides the picture. Axe reads no forced colours, and finds nothing new at 200 %. */
const LOOKS = {
  light: [faults],
  dark: [faults],
  phone: [faults, everywhere(misfits)],
  arabic: [faults],
  forced: [everywhere(borderless)],
  zoomed: [everywhere(misfits)],
};

/** What axe finds, a line each. */
async function faults(page) {
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  return found.violations.flatMap(violation => violation.nodes.map(node => `${violation.id}: ${node.target} ${node.failureSummary?.split('\n')[1] ?? ''}`));
}

async function customerPages(page, world, mail = 'ada@example.com') {
  await page.goto(`${world.base}/tickets/new`);
  await page.fill('[name=subject]', 'Kettle stops early');
  await page.fill('[name=body]', 'It stops at 80 degrees.');
  await page.fill('[name=mail]', mail);
  await page.locator('main form button[type=submit]').last().click();
  await page.waitForURL(url => /^\/tickets\/\d+$/.test(url.pathname));
  return new URL(page.url()).pathname;
}

async function portalStates(page, desk, world, take) {
  const pages = { 'portal-home': '/', 'portal-category': '/categories/faults', 'portal-article': '/articles/kettle-stops',
    'portal-new': '/tickets/new', 'portal-sign-in': '/sign-in', 'portal-not-found': '/nowhere', 'portal-link-spent': `/link/${'0'.repeat(64)}` };
  for (const [name, where] of Object.entries(pages)) {
    await page.goto(world.base + where);
    await take(name);
  }
  await page.goto(`${world.base}/tickets`);
  await take('portal-tickets-empty');
  const ticket = await customerPages(page, world);
  await page.waitForTimeout(400);
  await take('portal-ticket');
  await page.locator('input[type=file]').setInputFiles(IMAGE);
  await page.fill('[name=body]', 'This is what it shows.');
  await take('portal-attached');
  await page.locator('input[type=file]').setInputFiles({ ...IMAGE, buffer: Buffer.alloc(10 * 1024 * 1024 + 1) });
  await take('portal-file-too-large');
  await page.fill('[name=body]', '');
  await page.reload();
  await alive(page);
  await desk.goto(`${world.base}/desk${ticket}`);
  await alive(desk);
  await desk.locator('textarea[name=body]').fill('Hello, E3 means that the base gets no temperature from the kettle.\n\nIs your address still the same?');
  await desk.locator('textarea[name=body]').press('Control+Enter');
  await page.locator('.thread').getByText('Is your address still the same?').waitFor();
  await take('portal-ticket-answered');
  await desk.locator('textarea[name=body]').fill('A new base leaves today.');
  await desk.locator('textarea[name=body]').press('Control+Shift+Enter');
  await page.locator('[name=solved]').first().waitFor({ state: 'attached' });
  await take('portal-ticket-solved');
  await page.locator('[name=solved][value=yes]').click();
  await page.locator('[name=rating]').first().waitFor();
  await take('portal-ticket-rating');
  await page.goto(world.mailbox);
  await page.goto(await page.locator('a[href*="/link/"]').first().getAttribute('href'));
  await take('portal-link-ready');
  await page.goto(`${world.base}/sign-in`);
  await page.fill('[name=mail]', 'ada@example.com');
  await page.locator('main form button[type=submit]').first().click();
  await page.waitForLoadState();
  await take('portal-link-sent');
  await page.goto(`${world.base}/tickets`);
  await take('portal-tickets');
  await page.goto(`${world.base}/tickets/new`);
  await page.evaluate(() => document.querySelectorAll('[required]').forEach(field => field.removeAttribute('required')));
  await page.locator('main form button[type=submit]').last().click();
  await page.locator('[aria-invalid]').first().waitFor();
  await take('portal-new-refused');
  return ticket;
}

/** Without JavaScript a refused form comes back as a page: with the words, the fault, and the files that were good. */
async function withoutScripts(page, world, take) {
  await page.goto(`${world.base}/tickets/new`);
  await page.fill('[name=subject]', 'Kettle stops early');
  await page.fill('[name=body]', 'It stops at 80 degrees.');
  await page.fill('[name=mail]', 'ada@example.com');
  await page.locator('input[type=file]').setInputFiles([{ ...IMAGE, name: 'film.mov', buffer: Buffer.alloc(10 * 1024 * 1024 + 1) }, IMAGE]);
  await page.locator('main form button[type=submit]').last().click();
  await page.locator('.kept').waitFor();
  await take('portal-new-kept');
}

/** Mail that a server does not take now waits, mail that it never takes is given up; both say why. */
async function stuckMail(browser, options, language, take) {
  const smtp = await mailServer(line => line.includes('ada@') ? '550 no such mailbox' : '451 come back later');
  const world = await start({ smtp: smtp.port });
  const agent = await context(browser);
  try {
    const desk = await firstAgent(agent, world);
    for (const mail of ['ada@example.com', 'eve@example.com']) await alone(browser, {}, page => customerPages(page, world, mail));
    await until('both emails', async () => { await desk.goto(`${world.base}/desk/mail`); return await desk.locator('tbody tr').count() > 1; }, 30000);
    check(await desk.locator('tbody tr', { hasText: 'ada@example.com' }).locator('.label').count() === 1, 'the one is given up');
    await alone(browser, { ...options, storageState: await agent.storageState() }, async page => {
      await page.goto(`${world.base}/desk/mail${language}`);
      await take('desk-mail-waits', page);
    });
  } finally {
    await agent.close();
    await world.stop();
    smtp.close();
  }
}

/** The first day: nothing is set up, and the empty inbox says what is still to do; then the office is closed. */
async function firstDay(browser, options, language, take) {
  const world = await start({ demo: false });
  const agent = await context(browser);
  try {
    const desk = await firstAgent(agent, world);
    await alone(browser, { ...options, storageState: await agent.storageState() }, async page => {
      await page.goto(`${world.base}/desk${language}`);
      await page.locator('.setup').waitFor();
      await take('desk-setup', page);
    });
    await closeTheOffice(desk, world, 'Porchlight');
    await desk.goto('about:blank');
    await alone(browser, options, async page => {
      await until('the lamp to go out', async () => { await page.goto(`${world.base}/${language}`); return page.locator('.hero[data-lamp=off]').count(); });
      await take('portal-home-closed', page);
    });
  } finally {
    await agent.close();
    await world.stop();
  }
}

async function deskStates(page, world, take) {
  const pages = { 'desk-inbox': '/desk?view=open', 'desk-done': '/desk?view=done', 'desk-ticket': '/desk/tickets/1005', 'desk-sites': '/desk/sites', 'desk-site-new': '/desk/sites/new', 'desk-mail': '/desk/mail', 'desk-team': '/desk/team', 'desk-account': '/desk/account',
    'desk-empty': `/desk?view=open&before=0-00000000-0000-0000-0000-000000000000`, 'desk-not-found': '/desk/tickets/9999999' };
  for (const [name, where] of Object.entries(pages)) {
    await page.goto(world.base + where);
    await page.waitForTimeout(300);
    await take(name);
  }
  await page.goto(`${world.base}/desk/tickets/1005`);
  await alive(page);
  await page.locator('input[type=file]').setInputFiles(IMAGE);
  await page.locator('textarea[name=body]').fill('It leaves today.');
  await take('desk-attached');
  await page.locator('[name=kind][value=note]').check({ force: true });
  await take('desk-note');
  await page.locator('[name=kind][value=reply]').check({ force: true });
  await page.locator('.pane__foot form input[name=seq]').evaluate(field => { field.value = '0'; });
  await page.locator('textarea[name=body]').press('Control+Enter');
  await page.locator('.pane__foot .notice').waitFor({ state: 'visible' });
  await take('desk-held');
  await page.locator('textarea[name=body]').fill('');
  await page.goto(`${world.base}/desk/team`);
  await page.fill('[name=mail]', 'kim@tarn.example');
  await page.locator('main form .button--primary').click();
  await page.locator('pre.code').waitFor();
  await take('desk-team-link');
  await page.locator('main a[href$="/access"]').first().click();
  await page.locator('.button--danger').waitFor();
  await take('desk-disable');
  await page.goto(`${world.base}/desk/account`);
  await page.fill('[name=present]', 'not the right one');
  await page.fill('[name=password]', 'short');
  await page.locator('form[action$="/password"] button').click();
  await page.locator('[name=password][aria-invalid]').waitFor();
  await take('desk-account-refused');
  await page.goto(`${world.base}/desk/sites`);
  await page.locator('main a[href*="/desk/sites/"]').filter({ hasText: 'Tarn' }).first().click();
  await take('desk-site');
}

async function widgetStates(page, desk, other, world, take) {
  await page.goto(world.shop);
  await page.waitForTimeout(500);
  await take('widget-closed');
  let frame = await openWidget(page);
  await page.waitForTimeout(400);
  await take('widget-new');
  frame = await follow(page, '[data-do="home"]', 'home');
  await take('widget-home');
  frame = await follow(page, '[data-do="write"]', 'new');
  await frame.locator('textarea[name=body]').fill('Does the K2 fit the K1 base?');
  await frame.locator('form[data-do="send"] input[type=file]').setInputFiles(IMAGE);
  await frame.locator('[data-files] .file:not(:has(progress))').waitFor();
  await take('widget-attached');
  await frame.locator('form[data-do="send"] button[type=submit]').click();
  const number = await until('the number', async () => (await frame.locator('body').innerText()).match(/\d{4}/)?.[0]);
  await take('widget-received');
  await desk.goto(`${world.base}/desk/tickets/${number}`);
  await alive(desk);
  await typing(page, frame, desk, other, world, number, take);
  await desk.locator('textarea[name=body]').fill('Good news, it fits. One thing to check first: is there a small B under your base?');
  await desk.locator('textarea[name=body]').press('Control+Enter');
  await frame.locator('.thread').getByText('Good news, it fits.').waitFor();
  await take('widget-answered');
  await page.context().setOffline(true);
  await frame.locator('textarea[name=body]').fill('There is.');
  await frame.locator('form[data-do="send"] button[type=submit]').click();
  await page.waitForTimeout(1500);
  await take('widget-offline');
  await page.context().setOffline(false);
  await desk.locator('.thread').getByText('There is.').waitFor({ timeout: 30000 });
  await desk.locator('textarea[name=body]').fill('Then it fits.');
  await desk.locator('textarea[name=body]').press('Control+Shift+Enter');
  await frame.locator('form[data-do="confirm"]').waitFor({ timeout: 30000 });
  await take('widget-solved');
  await frame.locator('[name=solved][value=yes]').click();
  await frame.locator('[name=rating][value="5"]').waitFor();
  await take('widget-rating');
  await frame.locator('[name=rating][value="5"]').click();
  await frame.locator('[name=reason]').waitFor();
  await take('widget-closed-ticket');

  // The launcher says that somebody answered, while the widget is closed and on its first page.
  await follow(page, '[data-do="home"]', 'home');
  await desk.goto(`${world.base}/desk/tickets/${number}`);
  await alive(desk);
  await desk.locator('textarea[name=body]').fill('One more thing.');
  await desk.locator('textarea[name=body]').press('Control+Enter');
  await page.frames().find(each => each.url().includes('/frame/')).locator('a[data-ticket] .badge').first().waitFor();
  await take('widget-home-unread');
  await page.evaluate(() => window.Porchlight('close'));
  await page.waitForTimeout(200);
  await take('widget-unread');
}

/** Somebody writes: the agent as the visitor sees it, and the visitor as an agent sees it. */
async function typing(page, frame, desk, other, world, number, take) {
  await desk.locator('.pane--talk .lit.small:not([hidden])').first().waitFor({ state: 'attached' });
  await desk.locator('textarea[name=body]').pressSequentially('Good');
  await frame.locator('.typing:not([hidden])').waitFor();
  await take('widget-typing');
  await other.goto(`${world.base}/desk/tickets/${number}`);
  await other.locator('.pane--talk .lit.small:not([hidden])').first().waitFor({ state: 'attached' });
  await frame.locator('textarea[name=body]').pressSequentially('And');
  await other.locator('.typing:not([hidden])').waitFor();
  await take('desk-typing', other);
  await frame.locator('textarea[name=body]').fill('');
}

/** Out of hours: the words are kept, and it asks where the reply goes. */
async function away(page, world, take) {
  await page.goto(world.shop);
  const frame = await openWidget(page);
  await frame.waitForSelector('body[data-place="new"][data-ready="yes"]');
  await frame.locator('textarea[name=body]').fill('Is anybody there?');
  await frame.locator('form[data-do="send"] button[type=submit]').click();
  await frame.locator('form[data-do="mail"]').waitFor();
  await take('widget-away');
}

/** A browser for one visit. */
async function alone(browser, options, visit) {
  const made = await context(browser, { ...options, bypassCSP: true });
  await visit(await made.newPage());
  await made.close();
}

/** Everything that stands in one world, from the first agent's welcome to the office that is closed. */
async function everyState(browser, options, language, world, take) {
  await alone(browser, options, async page => {
    await page.goto(world.desk + language);
    await take('desk-welcome', page);
  });
  const agent = await context(browser);
  try {
    const desk = await firstAgent(agent, world);
    const storageState = await agent.storageState();
    await alone(browser, options, async page => {
      await page.goto(`${world.base}/${language}`);
      await portalStates(page, desk, world, name => take(name, page));
      await alone(browser, { ...options, storageState }, async at => {
        await at.goto(`${world.base}/desk${language}`);
        await widgetStates(page, desk, at, world, (name, target = page) => take(name, target));
        await page.goto(world.mailbox);
        await take('mailbox', page);
        await deskStates(at, world, name => take(name, at));
      });
    });
    await alone(browser, options, async page => {
      await page.goto(`${world.base}/desk/sign-in${language}`);
      await take('desk-sign-in', page);
      await page.locator('a[href="/desk/password"]').click();
      await page.locator('form[action="/desk/password"]').waitFor();
      await take('desk-forgotten', page);
      await page.goto(`${world.base}/desk/password/${'0'.repeat(64)}`);
      await take('desk-link-over', page);
    });
    await alone(browser, options, async page => {
      // Our scripts stay away; axe needs that scripts can run at all.
      await page.route('**/assets/portal-*/**', route => route.abort());
      await page.goto(`${world.base}/${language}`);
      await withoutScripts(page, world, name => take(name, page));
    });
    await closeTheOffice(desk, world);
    await alone(browser, options, page => away(page, world, name => take(name, page)));
  } finally {
    await agent.close();
  }
}

rmSync(SHEET, { recursive: true, force: true });
mkdirSync(SHEET, { recursive: true });
const shots = [], tests = {};
for (const [kind, options] of Object.entries(KINDS)) {
  tests[`pictures of the pages, ${kind}, and nothing wrong with them`] = async browser => {
    const found = [], before = shots.length;
    const take = async (name, target) => {
      const file = `${name}-${kind}.png`;
      await target.screenshot({ path: path.join(SHEET, file), animations: 'disabled', fullPage: !name.startsWith('widget') });
      shots.push([name, kind, file]);
      for (const look of LOOKS[kind]) found.push(...(await look(target)).map(what => `${name} ${kind}: ${what}`));
    };
    const language = kind === 'arabic' ? '?lang=ar' : '';
    const world = await start();
    try {
      await everyState(browser, options, language, world, take);
    } finally {
      await world.stop();
    }
    if (LOOKS[kind].includes(faults)) {
      await stuckMail(browser, options, language, take);
      await firstDay(browser, options, language, take);
    }
    writeSheet();
    check(shots.length - before >= 47, `only ${shots.length - before} pictures`);
    check(!found.length, `${found.length} found:\n${[...new Set(found)].slice(0, 40).join('\n')}`);
  };
}

/** What is wider than the page, and which button is outside of what holds it. Hidden words and what scrolls by itself are left out. */
function misfits() {
  const seen = element => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.hidden-words, .skip, svg, template');
  const scrolls = element => { for (let at = element.parentElement; at; at = at.parentElement) if (/auto|scroll|hidden|clip/.test(getComputedStyle(at).overflowX) && at !== document.body && at !== document.documentElement) return true; };
  const name = element => `${element.tagName.toLowerCase()}.${element.className}`.slice(0, 80);
  const found = [], width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) found.push(`the page is ${document.documentElement.scrollWidth} px wide in ${width}`);
  for (const element of document.querySelectorAll('body *')) {
    if (!seen(element)) continue;
    const box = element.getBoundingClientRect();
    if (box.width && (box.right > width + 1 || box.left < -1) && !scrolls(element)) found.push(`${name(element)} reaches from ${Math.round(box.left)} to ${Math.round(box.right)} of ${width}`);
    const holder = element.matches('button, .button') && element.closest('.composer, .card, .panel__foot, .notice, .pane__foot, .panel, form');
    const around = holder && holder !== element && holder.getBoundingClientRect();
    if (around && (box.right > around.right + 1 || box.left < around.left - 1)) found.push(`${name(element)} leaves ${name(holder)}`);
  }
  return found;
}

/** What one presses or fills in and would not see: with the system's colours only a border says where it is. */
function borderless() {
  const controls = [...document.querySelectorAll('.button, .input, .composer, .message__body, .card')];
  const seen = controls.filter(element => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.hidden-words, template'));
  const bare = seen.filter(element => {
    // A field without a border of its own lies in a composer that has one.
    if (element.matches('.composer .input')) return false;
    const { borderTopWidth, borderTopStyle } = getComputedStyle(element);
    return borderTopStyle === 'none' || parseFloat(borderTopWidth) < 0.5;
  });
  return bare.map(element => `${element.tagName.toLowerCase()}.${element.className} has no border`);
}

tests['every page holds long words, many emoji, right-to-left text and long links'] = async browser => {
  const root = path.join(import.meta.dirname, '../..');
  execFileSync('cargo', ['test', '--quiet', '--package', 'app', '--features', 'ssr', '--', 'long_gallery'], { cwd: root, stdio: 'pipe' });
  const folder = path.join(root, 'target/gallery-long'), found = [];
  const pages = readdirSync(folder).filter(name => name.endsWith('.html'));
  check(pages.length >= 120, `only ${pages.length} pages`);
  for (const viewport of [{ width: 1280, height: 800 }, { width: 390, height: 844 }]) {
    const made = await browser.newContext({ viewport });
    const page = await made.newPage();
    for (const name of pages) {
      await page.goto(`file://${path.join(folder, name)}`);
      found.push(...(await page.evaluate(misfits)).map(what => `${name} at ${viewport.width}: ${what}`));
    }
    await made.close();
  }
  check(!found.length, `${found.length} do not fit:\n${found.slice(0, 60).join('\n')}`);
};

export default tests;

function writeSheet() {
  const names = [...new Set(shots.map(([name]) => name))];
  const row = name => `<tr><th>${name}</th>${Object.keys(KINDS).map(kind => `<td><img loading="lazy" src="${name}-${kind}.png" alt="${name}, ${kind}"></td>`).join('')}</tr>`;
  writeFileSync(path.join(SHEET, 'index.html'), `<!DOCTYPE html><meta charset="utf-8"><title>Contact sheet</title>
<style>body{font:14px system-ui;margin:16px}img{max-inline-size:360px;border:1px solid #ccc}td,th{vertical-align:top;padding:8px;text-align:start}</style>
<h1>Contact sheet</h1><table><tr><th></th>${Object.keys(KINDS).map(kind => `<th>${kind}</th>`).join('')}</tr>${names.map(row).join('')}</table>`);
}
