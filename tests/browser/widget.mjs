// The widget on a slow line, on a page that may not carry it, and while nobody looks into it.
import { alive, check, closeTheOffice, context, firstAgent, follow, frameOf, lamp, openWidget, pageServer, pasteCells, sleep, start, until } from './world.mjs';

/** Writes a first message in the widget and gives the ticket's number. */
async function writes(shop, frame, words) {
  await frame.waitForSelector('body[data-place="new"][data-ready="yes"]');
  await frame.locator('textarea[name=body]').fill(words);
  await frame.locator('form[data-do="send"] button[type=submit]').click();
  return until('the number', async () => (await frame.locator('body').innerText()).match(/Received, #(\d+)/)?.[1]);
}

async function answers(desk, world, number, words) {
  await desk.goto(`${world.base}/desk/tickets/${number}`);
  await alive(desk);
  await desk.locator('textarea[name=body]').fill(words);
  await desk.locator('textarea[name=body]').press('Control+Enter');
  await desk.locator('.thread').getByText(words).waitFor();
}

/** What the launcher shows, told by the host page's own interface. */
const unread = shop => shop.evaluate(() => window.unread);

export default {
  async 'a page of another origin gets no frame at once, and its owner reads why'(browser) {
    const world = await start();
    const made = await context(browser);
    const tag = (await (await fetch(world.shop)).text()).match(/<script async[^>]*><\/script>/)[0];
    const other = await pageServer(`<!DOCTYPE html><title>x</title><body>${tag}`);
    try {
      const page = await made.newPage();
      const said = [];
      page.on('console', message => said.push(message.text()));
      await page.goto(other.origin);
      await until('the launcher', () => page.evaluate(() => !!window.Porchlight?.is));
      await page.evaluate(() => window.Porchlight('open'));
      await until('the console message', () => said.find(text => text.includes(other.origin) && text.includes('/desk/sites')), 6000);
      check(!page.frames().some(frame => frame.url().includes('/frame/')), 'there is no frame');
    } finally {
      other.close();
      await made.close();
      await world.stop();
    }
  },

  async 'a program that comes late is not taken for a refusal'(browser) {
    const world = await start();
    const made = await context(browser);
    try {
      const page = await made.newPage();
      const said = [];
      page.on('console', message => said.push(message.text()));
      let release;
      const held = new Promise(done => { release = done; });
      await page.route('**/assets/frame-*.wasm', async route => { await held; await route.continue(); });
      await page.goto(world.shop);
      await page.waitForLoadState('networkidle');
      const at = await lamp(page);
      await page.mouse.click(at.x, at.y);
      const frame = await until('the frame', () => page.frames().find(each => each.url().includes('/frame/')));
      await frame.locator('textarea[name=body]').waitFor();
      await page.waitForTimeout(5000);
      check(!frame.isDetached(), 'the panel is still there');
      check(!said.some(text => text.includes('not allowed')), `nothing was said of a refusal: ${said}`);
      release();
      await frameOf(page);
    } finally {
      await made.close();
      await world.stop();
    }
  },

  async 'text wins over a picture of itself, and what waits for its file goes as it was sent or not at all'(browser) {
    const world = await start();
    const made = await context(browser);
    try {
      const shop = await made.newPage();
      let release;
      const held = new Promise(done => { release = done; });
      await shop.route('**/api/widget/v1/files', async route => { await held; await route.continue(); });
      await shop.goto(world.shop);
      await until('the launcher', () => shop.evaluate(() => !!window.Porchlight?.is));
      const frame = await openWidget(shop);
      await frame.waitForSelector('body[data-place="new"][data-ready="yes"]');
      const [area, chips] = [frame.locator('textarea[name=body]'), frame.locator('form[data-do=send] [data-files] > *')];
      await pasteCells(area, true);
      await sleep(300);
      check(await chips.count() === 0, 'the picture of the cells is left out');
      await pasteCells(area, false);
      await chips.first().waitFor();
      await area.fill('Hi');
      await area.press('Enter');
      const waits = frame.locator('[data-notice=sending]');
      await waits.waitFor();
      await area.press('End');
      await area.pressSequentially(', I also have');
      check(!await waits.count(), 'whoever writes on has more to say');
      release();
      await until('the file', async () => !await chips.locator('progress').count());
      await sleep(500);
      check(await area.inputValue() === 'Hi, I also have', `nothing went by itself: ${await area.inputValue()}`);
      await area.press('Enter');
      await until('the number', async () => /Received, #\d+/.test(await frame.locator('body').innerText()));
    } finally {
      await made.close();
      await world.stop();
    }
  },

  async 'a conversation reads the same after a reload, from the greeting on, and shows who replied'(browser) {
    const world = await start();
    const [agent, visitor] = [await context(browser), await context(browser)];
    try {
      const desk = await firstAgent(agent, world);
      await desk.goto(`${world.base}/desk/account`);
      await desk.setInputFiles('[name=file]', { name: 'me.png', mimeType: 'image/png', buffer: await desk.screenshot() });
      await desk.getByRole('button', { name: 'Save picture' }).click();
      await desk.waitForURL(url => url.hash === '#picture-saved');
      const shop = await visitor.newPage();
      await shop.goto(world.shop);
      await until('the launcher', () => shop.evaluate(() => !!window.Porchlight?.is));
      let frame = await openWidget(shop);
      const number = await writes(shop, frame, 'Does the lid fit?');
      await frame.locator('textarea[name=body]').fill('And the base?');
      await frame.locator('textarea[name=body]').press('Enter');
      await frame.locator('.thread li:not([data-key])').getByText('And the base?').waitFor();
      await answers(desk, world, number, 'It fits both.');
      const read = async () => [...await frame.locator('.panel__body > :not([data-spoken]):visible').allInnerTexts()].join('\n').trim();
      await until('the reply, and what it did', async () => /It fits both\.[^]*handling your request/.test(await read()));
      const picture = () => frame.locator('.panel__who .avatar img').evaluate(image => image.complete && image.naturalWidth);
      await until('who replied, in the head', async () => await frame.locator('.panel__who .avatar img').count() && await picture() === 192);
      const [before, words] = [await read(), await frame.locator('textarea[name=body]').getAttribute('placeholder')];
      check(/^Tarn\s+Hi! How can we help\?/.test(before), `the greeting comes first: ${before}`);
      check(/Does the lid fit\?\s+Received, #\d+/.test(before), `the number stands under what was asked: ${before}`);
      await shop.reload();
      await until('the launcher', () => shop.evaluate(() => !!window.Porchlight?.is));
      await shop.evaluate(() => window.Porchlight('open'));
      frame = await frameOf(shop);
      if (await frame.locator('[data-do=open]').count()) {
        await frame.locator('[data-do=open]').first().click();
        frame = await until('the conversation', () => shop.frames().find(each => each.url().includes('ticket=')));
        await frame.waitForSelector('body[data-ready="yes"]');
      }
      await until('the same words', async () => await read() === before, 3000).catch(() => {});
      check(await read() === before, `the same words:\n${before}\n--- after a reload\n${await read()}`);
      check(await frame.locator('textarea[name=body]').getAttribute('placeholder') === words, 'the field asks for the same');
      await until('and the picture', async () => await picture() === 192);
    } finally {
      await agent.close();
      await visitor.close();
      await world.stop();
    }
  },

  async 'a chat left open past midnight is drawn anew once nobody writes in it'(browser) {
    const world = await start();
    const made = await context(browser);
    try {
      const shop = await made.newPage();
      await shop.clock.install();
      await shop.goto(world.shop);
      await until('the launcher', () => shop.evaluate(() => !!window.Porchlight?.is));
      const frame = await openWidget(shop);
      await writes(shop, frame, 'Does the lid fit?');
      await frame.evaluate(() => { document.body.dataset.old = ''; });
      await frame.locator('textarea[name=body]').fill('And the');
      await shop.mouse.click(200, 700);
      await shop.clock.fastForward('24:00:00');
      await shop.clock.fastForward('00:06:00');
      await shop.clock.runFor(3000);
      check(await frame.locator('body[data-old]').count() === 1, 'nothing is taken from under what was begun');
      await frame.locator('textarea[name=body]').fill('');
      await shop.mouse.click(200, 700);
      await shop.clock.runFor(3000);
      const again = await until('the chat anew', async () => {
        const now = shop.frames().find(each => each.url().includes('/frame/'));
        return await now?.locator('body[data-ready="yes"]:not([data-old])').count().catch(() => 0) ? now : null;
      });
      check((await again.locator('.thread').innerText()).includes('Does the lid fit?'), 'with the same conversation');
    } finally {
      await made.close();
      await world.stop();
    }
  },

  async 'a reply is read out and comes into sight, a happening is not read, and a half-composed character is not sent'(browser) {
    const world = await start();
    const [agent, visitor] = [await context(browser), await context(browser)];
    try {
      const desk = await firstAgent(agent, world);
      const shop = await visitor.newPage();
      await shop.goto(world.shop);
      await until('the launcher', () => shop.evaluate(() => !!window.Porchlight?.is));
      const frame = await openWidget(shop);
      await frame.waitForSelector('body[data-place="new"][data-ready="yes"]');
      const area = frame.locator('textarea[name=body]');
      await area.fill('にほ');
      for (const composing of [{ isComposing: true }, { keyCode: 229 }]) {
        await area.evaluate((area, composing) => area.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...composing })), composing);
      }
      await sleep(300);
      check(await area.inputValue() === 'にほ' && !await frame.locator('li[data-key]').count(), 'nothing was sent');
      await desk.goto(`${world.base}/desk/sites`);
      check((await desk.locator('main').innerText()).includes(`Last loaded on ${new URL(world.shop).origin}`), 'the owner sees that the tag works');
      const number = await writes(shop, frame, 'Does it fit?');
      const heard = () => frame.locator('[aria-live=polite]').textContent();
      check(await frame.locator('[role=log]').count() === 0 && await heard() === '', `nothing of one's own is read out: ${await heard()}`);
      await answers(desk, world, number, 'It fits.');
      await until('the reply to be heard', async () => await heard() === 'Mina Koch: It fits.\n');
      // A reader further up: the question comes into sight all the same.
      for (let more = 0; more < 4; more += 1) await answers(desk, world, number, `Line ${more}: ${'more words, '.repeat(60)}`);
      await until('the last line', async () => (await heard()).includes('Line 3:'));
      await frame.locator('[data-scroll]').evaluate(scroll => { scroll.scrollTop = 0; });
      await sleep(200);
      const last = await heard();
      await desk.locator('#status').selectOption('solved');
      const question = frame.locator('.closing');
      await question.waitFor();
      await until('the question in sight', () => question.evaluate(card => {
        const { top, bottom } = card.getBoundingClientRect();
        return top < innerHeight && bottom > 0 && top >= 0;
      }));
      check(await heard() === last, `a change of status is not read out: ${await heard()}`);
      // What is dropped anywhere in the chat waits in the composer.
      await frame.locator('.panel').evaluate(panel => {
        const data = new DataTransfer();
        data.items.add(new File(['words'], 'dropped.txt', { type: 'text/plain' }));
        panel.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
      });
      await frame.locator('[data-files]').getByText('dropped.txt').waitFor();
    } finally {
      await Promise.all([visitor.close(), agent.close()]);
      await world.stop();
    }
  },

  async 'a corrected address gets a key of its own'(browser) {
    const world = await start();
    const [agent, visitor] = [await context(browser), await context(browser)];
    try {
      const desk = await firstAgent(agent, world);
      await closeTheOffice(desk, world);
      await desk.goto('about:blank');
      const shop = await visitor.newPage();
      await shop.goto(world.shop);
      await until('the launcher', () => shop.evaluate(() => !!window.Porchlight?.is));
      const frame = await openWidget(shop);
      await writes(shop, frame, 'Is anybody there?');
      const mail = frame.locator('form[data-do=mail] [name=mail]');
      await mail.waitFor({ timeout: 20000 });
      const statuses = [];
      let isLost = true;
      await shop.route('**/api/widget/v1/tickets/*/mail', async route => {
        const answer = await route.fetch();
        statuses.push(answer.status());
        await (isLost ? route.abort() : route.fulfill({ response: answer }));
      });
      await mail.fill('ada@gmial.example');
      await mail.press('Enter');
      await until('three tries', () => statuses.length === 3, 10000);
      await until('the form to be free', async () => !await frame.locator('form[data-do=mail][aria-busy]').count());
      isLost = false;
      await mail.fill('ada@gmail.example');
      await mail.press('Enter');
      await until('the other address', () => statuses.length === 4);
      check(statuses.join() === '200,200,200,200', `each is taken: ${statuses}`);
    } finally {
      await agent.close();
      await visitor.close();
      await world.stop();
    }
  },

  async 'keys reach the panel however early it is opened, and stay in the host page when they are wanted there'(browser) {
    const world = await start();
    const made = await context(browser);
    try {
      // The lamp is pressed while the frame is still on its way.
      const early = async () => {
        const page = await made.newPage();
        let come;
        const held = new Promise(done => { come = done; });
        await page.route('**/frame/**', async route => { await held; await route.continue(); });
        await page.goto(world.shop);
        await until('the launcher', () => page.evaluate(() => !!window.Porchlight?.is));
        await page.evaluate(() => { window.left = 0; addEventListener('blur', () => { left += 1; }); });
        const at = await lamp(page);
        await Promise.all([page.waitForRequest('**/frame/**'), page.mouse.click(at.x, at.y)]);
        await sleep(300);
        check(await page.evaluate(() => left) === 0, 'the focus waits for the frame\'s page');
        return { page, come };
      };
      const written = frame => frame.locator('textarea[name=body]').inputValue();

      const first = await early();
      first.come();
      let frame = await frameOf(first.page);
      await until('the focus where one writes', () => frame.evaluate(() => document.hasFocus() && document.activeElement.name === 'body'));
      await first.page.keyboard.type('Hello');
      check(await written(frame) === 'Hello', `what is typed arrives: ${await written(frame)}`);
      await first.page.evaluate(() => window.Porchlight('close'));
      check(await first.page.evaluate(() => document.activeElement.tagName === 'PORCHLIGHT-WIDGET'), 'the focus is back at the lamp');

      // Somebody types in the shop's own field when the frame comes.
      const { page, come } = await early();
      await page.evaluate(() => document.body.prepend(document.createElement('input')));
      await page.locator('body > input').click();
      await page.keyboard.type('ket');
      come();
      frame = await frameOf(page);
      await sleep(500);
      await page.keyboard.type('tle');
      check(await page.locator('body > input').inputValue() === 'kettle', `the shop's field has ${await page.locator('body > input').inputValue()}`);
      check(await written(frame) === '', `nothing in the panel: ${await written(frame)}`);
      await page.evaluate(() => window.Porchlight('close'));
      check(await page.evaluate(() => document.activeElement.tagName === 'INPUT'), 'closing takes the focus from nobody');

      // The shop's own button opens it on a phone, where the panel lies over the lamp.
      const phone = await made.newPage();
      await phone.setViewportSize({ width: 390, height: 844 });
      await phone.goto(world.shop);
      await until('the launcher', () => phone.evaluate(() => !!window.Porchlight?.is));
      await phone.evaluate(() => {
        document.body.prepend(Object.assign(document.createElement('button'), { textContent: 'Ask us', onclick: () => window.Porchlight('open') }));
      });
      await phone.locator('body > button').click();
      frame = await frameOf(phone);
      await until('the focus where one writes', () => frame.evaluate(() => document.hasFocus() && document.activeElement.name === 'body'));
      await phone.keyboard.type('Hello');
      check(await written(frame) === 'Hello', `what is typed on a phone arrives: ${await written(frame)}`);
      check(!made.faults.length, `no faults: ${made.faults}`);
    } finally {
      await made.close();
      await world.stop();
    }
  },

  async 'the lamp follows who is here, also in the list, and does not blink while they go from page to page'(browser) {
    const world = await start();
    const [visitor, agent] = [await context(browser), await context(browser)];
    try {
      const desk = await firstAgent(agent, world);
      await closeTheOffice(desk, world);
      await desk.goto('about:blank');
      await sleep(500);
      const shop = await visitor.newPage();
      await shop.goto(world.shop);
      await until('the launcher', () => shop.evaluate(() => !!window.Porchlight?.is));
      let frame = await openWidget(shop);
      const head = (lamp, words) => until(`${words} (${lamp})`, async () =>
        await frame.locator(`.panel__head[data-lamp=${lamp}]`).count() && (await frame.locator('.panel__head').innerText()).includes(words), 25000);
      const number = await writes(shop, frame, 'Is anybody there?');
      await head('off', "We'll reply as soon as we're back");
      await desk.goto(`${world.base}/desk`);
      await head('lit', 'Online now');
      await frame.evaluate(() => {
        window.blinks = 0;
        const look = () => { window.blinks += document.querySelector('.panel__head').dataset.lamp !== 'lit'; };
        new MutationObserver(look).observe(document.querySelector('.panel__head'), { attributes: true, subtree: true, childList: true });
      });
      for (const where of [`/desk/tickets/${number}`, '/desk', `/desk/tickets/${number}`]) {
        await desk.goto(world.base + where);
        await sleep(1500);
      }
      check(await frame.evaluate(() => window.blinks) === 0, 'the lamp does not blink');
      await desk.goto('about:blank');
      await head('off', "We'll reply as soon as we're back");

      frame = await follow(shop, '[data-do="home"]', 'home');
      await head('off', "We'll reply as soon as we're back");
      await desk.goto(`${world.base}/desk`);
      await head('lit', 'Online now');
      check(!visitor.faults.length, `no faults: ${visitor.faults}`);
    } finally {
      await Promise.all([visitor.close(), agent.close()]);
      await world.stop();
    }
  },

  async 'a closed widget and its first page learn of a reply'(browser) {
    const world = await start();
    const [visitor, agent] = [await context(browser), await context(browser)];
    try {
      const desk = await firstAgent(agent, world);
      const shop = await visitor.newPage();
      await shop.goto(world.shop);
      await until('the launcher', () => shop.evaluate(() => !!window.Porchlight?.is));
      await shop.evaluate(() => window.Porchlight('on', 'unread', count => { window.unread = count; }));
      let frame = await openWidget(shop);
      const number = await writes(shop, frame, 'Does the K2 fit?');

      await shop.evaluate(() => window.Porchlight('close'));
      await answers(desk, world, number, 'It fits.');
      await until('one reply at the closed launcher', async () => await unread(shop) === 1);
      await desk.reload();
      check(await desk.locator('.thread').getByText('It fits.').count() === 1, 'the reply is at the desk');
      check(!/\bSeen\b(?! by)/.test(await desk.locator('.thread').innerText()), 'nobody has read it yet');
      await shop.evaluate(() => window.Porchlight('open'));
      await until('nothing unread once it is read', async () => await unread(shop) === 0);
      await until('read at the desk', async () => { await desk.reload(); return /\bSeen\b(?! by)/.test(await desk.locator('.thread').innerText()); });

      // The first page, open and closed: it has no thread, and learns of it all the same.
      frame = await follow(shop, '[data-do="home"]', 'home');
      await shop.waitForTimeout(500);
      await answers(desk, world, number, 'And it comes in red.');
      await until('one reply while the first page is open', async () => await unread(shop) === 1);
      await frame.locator('a[data-ticket] .row__end').getByText('New reply').waitFor();
      await shop.evaluate(() => window.Porchlight('close'));
      await answers(desk, world, number, 'And in blue.');
      await until('two replies at the closed launcher', async () => await unread(shop) === 2);
      await shop.evaluate(() => window.Porchlight('open'));
      check(await unread(shop) === 2, 'the list has not been read');
      await follow(shop, 'a[data-ticket]', 'chat');
      await until('nothing unread in the conversation', async () => await unread(shop) === 0);
      check(!visitor.faults.length, `no faults: ${visitor.faults}`);
    } finally {
      await Promise.all([visitor.close(), agent.close()]);
      await world.stop();
    }
  },
};
