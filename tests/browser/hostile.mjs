// Hostile pages: around the frame, beside it, above it, in its place. Rows E01, E02, E04 and E05 of the table of attacks.
import { check, context, firstAgent, frameOf, openWidget, pageServer, sleep, start, until } from './world.mjs';

/** Keeps whatever others say to the page, and whether a port came with it. */
const EAR = `<script>window.heard=[];addEventListener('message',e=>e.source!==window&&heard.push({origin:e.origin,data:JSON.stringify(e.data),ports:e.ports.length}))</script>`;

/** What a page may say to be taken for the frame, the host, or another product's widget. */
const LIES = `[{porchlight:'hello'},{porchlight:'welcome'},{porchlight:'opened'},{type:'hello'},{type:'opened'},{type:'close'},{type:'unread',count:99},
  {type:'identify',customer:'ada@example.com'},{event:'popout',baseUrl:location.origin},{event:'loaded',config:{authToken:'x'}},
  'chatwoot-widget:{"event":"loaded","config":{"authToken":"x"}}',null,0,[],{__proto__:null,porchlight:['hello']}]`;

/** The demo's site also allows these origins. */
async function allow(desk, world, ...origins) {
  await desk.goto(`${world.base}/desk/sites`);
  await desk.locator('main a[href*="/desk/sites/"]').filter({ hasText: 'Tarn' }).first().click();
  const field = desk.locator('[name=origins]');
  await field.fill([await field.inputValue(), ...origins].join('\n'));
  await desk.locator('main form button[type=submit]').first().click();
  await desk.waitForURL(url => url.hash === '#saved');
}

const key = async page => page.locator('script[data-site]').first().getAttribute('data-site');

/** What a frame shows, once it has stopped loading; nothing when the browser refused it. */
async function shown(frame) {
  await frame.waitForLoadState('load').catch(() => {});
  return frame.url().startsWith('chrome-error:') ? '' : frame.locator('body').innerText({ timeout: 2000 }).catch(() => '');
}

async function write(frame, page, words) {
  const there = await until('the form', () => page.frames().find(each => each.url().includes('/frame/')));
  await there.waitForSelector('body[data-place="new"][data-ready="yes"]');
  await there.locator('textarea[name=body]').fill(words);
  await there.locator('form[data-do="send"] button[type=submit]').click();
  await there.locator('.thread .message').first().waitFor();
  await until('the ticket\'s number', async () => (await there.locator('body').innerText()).match(/Received, #\d+/));
  return there;
}

export default {
  async 'e01 pages beside, above and in place of the frame are not heard and hear nothing'(browser) {
    const world = await start();
    const evil = await pageServer(`${EAR}<script>
      const lie = window => { try { for (const word of ${LIES}) { const {port1, port2} = new MessageChannel(); port1.onmessage = e => heard.push({port:JSON.stringify(e.data)}); window.postMessage(word, '*', [port2]); } } catch {} };
      const all = window => { lie(window); for (let i = 0; i < window.length; i++) all(window[i]); };
      setInterval(() => { all(top); if (parent !== window) lie(parent); if (opener) all(opener); if (window.victim) all(victim); }, 100);
    </script>evil`);
    const [shopper, agent] = [await context(browser), await context(browser)];
    try {
      const shop = await shopper.newPage();
      await shop.goto(world.shop);
      const site = await key(shop);
      const host = await pageServer(`${EAR}<h1>Shop</h1><iframe src="${evil.origin}" name="sibling"></iframe><script async src="${world.base}/widget/${site}.js" data-site="${site}"></script>`);
      const desk = await firstAgent(agent, world);
      await allow(desk, world, host.origin);

      const page = await shopper.newPage();
      await page.goto(host.origin);
      await page.waitForFunction(() => window.Porchlight?.is);
      await page.evaluate(() => { window.told = []; for (const event of ['open', 'close', 'unread']) Porchlight('on', event, detail => told.push([event, detail])); });
      let frame = await openWidget(page);
      frame = await write(frame, page, 'canary-of-the-visitor');

      // Beside it: a foreign frame that lies to everybody it can reach. The frame is greeted once, and nobody else's word
      // makes the launcher greet again.
      await frame.evaluate(() => { window.greeted = 0; addEventListener('message', () => { greeted += 1; }); });
      await sleep(1500);
      check(await frame.evaluate(() => greeted) === 0, `the frame was greeted ${await frame.evaluate(() => greeted)} times for a sibling's word`);
      check(await page.evaluate(() => told.every(([event, detail]) => event === 'open' || (event === 'unread' && detail === 0))), `the launcher believed a sibling: ${JSON.stringify(await page.evaluate(() => told))}`);
      const sibling = page.frames().find(each => each.name() === 'sibling');
      check((await sibling.evaluate(() => heard)).length === 0, `the sibling heard ${JSON.stringify(await sibling.evaluate(() => heard))}`);
      check((await frame.locator('body').innerText()).includes('canary-of-the-visitor'), 'the conversation stands');

      // Above it: a page that opened the shop, and the frame, as windows of its own.
      const opener = await shopper.newPage();
      await opener.goto(evil.origin);
      for (const address of [host.origin, `${world.base}/frame/${site}`]) {
        const [popup] = await Promise.all([shopper.waitForEvent('page'), opener.evaluate(url => { window.victim = open(url); }, address)]);
        await popup.waitForLoadState('load');
        await sleep(1200);
        const heard = await opener.evaluate(() => heard);
        check(!JSON.stringify(heard).includes('porchlight') && !heard.some(each => each.port || each.ports), `the opener of ${address} heard ${JSON.stringify(heard)}`);
        await popup.close();
      }

      // In its place: the frame's own window, navigated away.
      const inside = await until('the frame', () => page.frames().find(each => each.url().includes('/frame/')));
      await inside.evaluate(url => { setTimeout(() => { location.href = url; }); }, evil.origin);
      const stranger = await until('the stranger in its place', () => page.frames().find(each => each.url().startsWith(evil.origin) && each.name() !== 'sibling'));
      await sleep(1200);
      const heard = await stranger.evaluate(() => heard);
      check(!heard.some(each => each.ports || each.port || String(each.data).includes('welcome')), `whoever took the frame's place heard ${JSON.stringify(heard)}`);
      host.close();
    } finally {
      await Promise.all([shopper.close(), agent.close()]);
      evil.close();
      await world.stop();
    }
  },

  async 'e02 the session is in nothing that the host page, an address or a log can show'(browser) {
    const world = await start();
    const [shopper, agent] = [await context(browser), await context(browser)];
    try {
      const shop = await shopper.newPage();
      await shop.goto(world.shop);
      const site = await key(shop);
      const host = await pageServer(`${EAR}<h1>Shop</h1><script async src="${world.base}/widget/${site}.js" data-site="${site}"></script>`);
      await allow(await firstAgent(agent, world), world, host.origin);
      const sent = [];
      shopper.on('request', request => sent.push(`${request.url()} ${request.headers().referer ?? ''}`));
      const page = await shopper.newPage();
      await page.goto(host.origin);
      let frame = await openWidget(page);
      frame = await write(frame, page, 'canary-of-the-visitor');
      await page.reload();
      frame = await openWidget(page);
      await until('the conversation', async () => (await frame.content()).includes('canary-of-the-visitor'));

      const cookies = await shopper.cookies();
      const secrets = cookies.filter(cookie => cookie.name === '__Host-visitor').map(cookie => cookie.value);
      check(secrets.length > 0 && secrets.every(value => /^[0-9a-f]{64}$/.test(value)), 'the session is a cookie of ours');
      const mine = cookies.filter(cookie => cookie.name === '__Host-visitor');
      check(mine.every(cookie => cookie.httpOnly && cookie.secure && cookie.sameSite === 'None' && cookie.domain.startsWith('localhost')), 'locked to our origin');
      const live = (await frame.content()).match(/data-live="([0-9a-f]{32})"/)?.[1];
      check(live, 'the page carries its live token');
      const seen = JSON.stringify({
        host: await page.evaluate(() => ({ cookie: document.cookie, local: { ...localStorage }, session: { ...sessionStorage }, heard, url: location.href, state: history.state, html: document.documentElement.outerHTML, names: Object.keys(window), api: String(window.Porchlight) })),
        frame: await frame.evaluate(() => ({ cookie: document.cookie, url: location.href, referrer: document.referrer, name: window.name })),
        sent, log: world.log(),
      });
      for (const secret of [...secrets, live]) check(!seen.includes(secret), `a secret stands in ${seen.slice(Math.max(0, seen.indexOf(secret) - 200), seen.indexOf(secret) + 80)}`);
      check(sent.some(each => each.includes('/frame/')) && !seen.includes('canary-of-the-visitor'), 'the host page does not read the conversation');
      host.close();
    } finally {
      await Promise.all([shopper.close(), agent.close()]);
      await world.stop();
    }
  },

  async 'e04 a page that is not listed gets no frame, however it asks'(browser) {
    const world = await start();
    const shopper = await context(browser);
    try {
      const shop = await shopper.newPage();
      await shop.goto(world.shop);
      const site = await key(shop);
      const ways = ['', 'referrerpolicy="no-referrer"', 'referrerpolicy="unsafe-url"', 'sandbox="allow-scripts"', 'sandbox="allow-scripts allow-same-origin"', 'credentialless', 'loading="eager" name="porchlight"'];
      const evil = await pageServer(`<h1>Evil</h1>${ways.map(way => `<iframe ${way} src="${world.base}/frame/${site}"></iframe>`).join('')}<iframe srcdoc="<iframe src='${world.base}/frame/${site}'></iframe>"></iframe><script async src="${world.base}/widget/${site}.js" data-site="${site}"></script>`);
      const page = await shopper.newPage();
      await page.goto(evil.origin);
      await page.waitForFunction(() => window.Porchlight?.is);
      await page.evaluate(() => Porchlight('open'));
      await sleep(1500);
      const frames = page.frames().filter(frame => frame !== page.mainFrame() && frame.url() !== 'about:srcdoc');
      check(frames.length >= ways.length + 2, `${frames.length} frames`);
      for (const frame of frames) {
        check((await shown(frame)) === '', `a page that is not listed shows ${frame.url()}: ${await shown(frame)}`);
        check(await frame.locator('form, textarea').count().catch(() => 0) === 0, 'no form of ours');
      }
      // The listed one does.
      const frame = await openWidget(shop);
      check((await shown(frame)).length > 0, 'the shop shows it');
      evil.close();
    } finally {
      await shopper.close();
      await world.stop();
    }
  },

  async 'e05 no page of ours is shown in another site\'s frame'(browser) {
    const world = await start();
    const agent = await context(browser);
    try {
      const desk = await firstAgent(agent, world);
      await desk.goto(`${world.base}/tickets/new`);
      const paths = ['/', '/tickets', '/tickets/new', '/tickets/1001', '/sign-in', '/link/x', '/files/x', '/desk', '/desk?view=open', '/desk/sites', '/desk/sites/new', '/desk/mail', '/desk/sign-in', '/desk/welcome/x', '/none'];
      const evil = await pageServer(`<h1>Evil</h1>${paths.map(path => `<iframe src="${world.base}${path}"></iframe><object data="${world.base}${path}" type="text/html"></object>`).join('')}`);
      const page = await agent.newPage();
      await page.goto(evil.origin);
      await sleep(1500);
      const frames = page.frames().filter(frame => frame !== page.mainFrame());
      check(frames.length >= paths.length, `${frames.length} frames`);
      for (const frame of frames) check((await shown(frame)) === '', `framed: ${frame.url()}`);
      evil.close();
    } finally {
      await agent.close();
      await world.stop();
    }
  },
};
